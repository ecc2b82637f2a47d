"""What the command line prints: Dutch for people, JSON for programs; trouble goes to stderr."""

import json
import sys
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

OK, CHECK_FAILED, BAD_INPUT = 0, 1, 2


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
