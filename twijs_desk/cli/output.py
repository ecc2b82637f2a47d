"""What the command line prints: Dutch for people, JSON for programs; trouble goes to stderr."""

import json
import sys
import traceback
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

OK, CHECK_FAILED, BAD_INPUT, BROKEN = 0, 1, 2, 3


def plain(value: Any) -> Any:
    """Rows as data for JSON: moments in ISO 8601 with zone, fixed words as their code."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value


def as_json(value: Any) -> None:
    print(json.dumps(plain(value), ensure_ascii=False, indent=2))


def say(text: str = "") -> None:
    print(text)


def complain(text: str) -> None:
    print(text, file=sys.stderr)


def unexpected(error: BaseException) -> str:
    """What a maker needs of a bug: its kind and the places in the code, never its message, which may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return "\n".join(("Er ging iets mis in TWijs Desk. Wat al bewaard was, staat er nog.", kind, *places))
