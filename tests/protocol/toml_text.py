"""Writes the tables of a pack back as TOML, so that tests can damage them and read them again."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

Tables = dict[str, dict[str, Any]]


def text_of(tables: dict[str, Any]) -> str:
    lines: list[str] = []
    for key, value in tables.items():
        for entry in value if isinstance(value, list) else [value]:
            lines.append(f"[[{key}]]" if isinstance(value, list) else f"[{key}]")
            lines.extend(f"{name} = {literal(part)}" for name, part in entry.items())
            lines.append("")
    return "\n".join(lines)


def literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(literal(part) for part in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {literal(part)}' for name, part in value.items())} }}"
    raise TypeError(type(value))
