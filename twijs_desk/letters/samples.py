"""Fictional facts for every letter, short, normal and long: for the command line, the demo and the tests.

Stored as data in `resources/letters/samples/`; the people, the school and the events do not exist.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from twijs_desk.letters.errors import LetterBookError, LetterDefect
from twijs_desk.letters.model import FactValue, Letterhead, Template

NAMES = ("kort", "normaal", "lang")
_FOLDER = "samples/"


@dataclass(frozen=True)
class Sample:
    name: str
    facts: dict[str, FactValue]
    letterhead: Letterhead


def samples(template: Template, files: Mapping[str, str]) -> tuple[Sample, ...]:
    """The three fact sets of a letter, from the same {file name: text} as `load`.

    `normaal` builds on `kort`, `lang` on `normaal`: a set only says what is different.
    """
    common = _read(files, f"{_FOLDER}common.toml")
    own = _read(files, f"{_FOLDER}{template.code}.toml")
    head = common.get("letterhead", {})
    letterhead = Letterhead(
        school=head["school"], foundation=head["foundation"], address=tuple(head["address"]),
        phone=head.get("phone", ""), email=head.get("email", ""), website=head.get("website", ""),
    )  # fmt: skip
    result = []
    facts: dict[str, FactValue] = _facts(common.get("facts", {}))
    for name in NAMES:
        if name not in own:
            place = f"{_FOLDER}{template.code}.toml"
            raise LetterBookError((LetterDefect(place, name, "dit voorbeeld ontbreekt"),))
        facts = facts | _facts(own[name])
        result.append(Sample(name, dict(facts), letterhead))
    return tuple(result)


def _read(files: Mapping[str, str], name: str) -> dict[str, Any]:
    if name not in files:
        raise LetterBookError((LetterDefect(name, "bestand", "het bestand ontbreekt"),))
    try:
        return tomllib.loads(files[name])
    except tomllib.TOMLDecodeError as error:
        raise LetterBookError(
            (LetterDefect(name, "bestand", f"dit is geen leesbaar TOML ({error})"),)
        ) from error


def _facts(table: Mapping[str, Any]) -> dict[str, FactValue]:
    result: dict[str, FactValue] = {}
    for key, value in table.items():
        if isinstance(value, list):
            result[key] = tuple(str(part) for part in value)
        elif isinstance(value, str | int | date | datetime):
            result[key] = value
    return result
