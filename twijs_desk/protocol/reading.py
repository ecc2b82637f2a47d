"""Reads one table of a pack field by field and notes every defect with its place."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time
from typing import Final

from twijs_desk.protocol.model import (
    ALWAYS,
    DUE_KINDS,
    TRIGGERS,
    All,
    AnyOf,
    Condition,
    Defect,
    DueRule,
    FactRef,
    Is,
    IsNot,
    Known,
    Not,
    Unknown,
    Validity,
)

MAX_DEPTH: Final = 12
MAX_PARTS: Final = 40
MAX_TEXT: Final = 4000
MAX_AMOUNT: Final = 10_000
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}\Z")


class Table:
    """One TOML table; `finish` reports the fields nobody asked for."""

    def __init__(self, raw: object, file: str, place: str, defects: list[Defect]) -> None:
        self.file = file
        self.place = place
        self.defects = defects
        self.raw: dict[str, object] = {}
        if isinstance(raw, dict):
            self.raw = dict(raw)
        else:
            self.defect("hier hoort een tabel te staan")

    def defect(self, message: str, key: str = "") -> None:
        place = f"{self.place} → {key}" if key else self.place
        self.defects.append(Defect(self.file, place, message))

    def finish(self) -> None:
        for key in self.raw:
            self.defect("dit veld kent de regelset niet", key[:60])

    def _take(self, key: str, required: bool) -> object | None:
        if key not in self.raw:
            if required:
                self.defect("dit veld ontbreekt", key)
            return None
        return self.raw.pop(key)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            self.defect("hier hoort tekst te staan", key)
            return ""
        if len(value) > MAX_TEXT:
            self.defect(f"deze tekst is langer dan {MAX_TEXT} tekens", key)
            return ""
        if default is None and not value.strip():
            self.defect("deze tekst is leeg", key)
        return value.strip()

    def identifier(self, key: str = "id") -> str:
        value = self.text(key)
        if value and not _ID.match(value):
            self.defect("een code bestaat uit letters, cijfers, punt, streepje of liggend streepje", key)
            return ""
        return value

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value and value not in allowed:
            self.defect(f"‘{value[:60]}’ mag hier niet; kies uit: {', '.join(allowed)}", key)
        return value

    def texts(self, key: str, required: bool = True, filled: bool = True) -> tuple[str, ...]:
        value = self._take(key, required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.defect("hier hoort een lijst met teksten te staan", key)
            return ()
        if len(value) > MAX_PARTS or any(len(part) > MAX_TEXT for part in value):
            self.defect("deze lijst is te lang", key)
            return ()
        if required and filled and not value:
            self.defect("deze lijst is leeg", key)
        if any(not part.strip() for part in value):
            self.defect("in deze lijst staat een lege tekst", key)
        if len(set(value)) != len(value):
            self.defect("in deze lijst staat iets dubbel", key)
        return tuple(value)

    def sources(self) -> tuple[str, ...]:
        """A rule without a source is no rule: the list must be there and filled."""
        if not self.raw.get("sources"):
            self.raw.pop("sources", None)
            self.defect("deze regel heeft geen bron", "sources")
            return ()
        return self.texts("sources")

    def flag(self, key: str, default: bool | None = None) -> bool:
        value = self._take(key, default is None)
        if value is None:
            return bool(default)
        if not isinstance(value, bool):
            self.defect("hier hoort true of false te staan", key)
            return False
        return value

    def whole(self, key: str, default: int, lowest: int = 0, highest: int = MAX_AMOUNT) -> int:
        value = self._take(key, False)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            self.defect(f"hier hoort een heel getal van {lowest} tot en met {highest} te staan", key)
            return default
        return value

    def weekdays(self, key: str) -> frozenset[int]:
        value = self._take(key, True)
        if (
            not isinstance(value, list)
            or not value
            or any(part not in (1, 2, 3, 4, 5, 6, 7) for part in value)
        ):
            self.defect("hier hoort een lijst met weekdagen te staan: 1 is maandag, 7 is zondag", key)
            return frozenset()
        return frozenset(int(part) for part in value)

    def day(self, key: str, required: bool = True) -> date | None:
        value = self._take(key, required)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.defect("hier hoort een datum te staan, zoals 2026-11-22", key)
            return None
        return value

    def clock(self, key: str) -> time | None:
        value = self._take(key, False)
        if value is not None and not isinstance(value, time):
            self.defect("hier hoort een tijd te staan, zoals 08:00:00", key)
            return None
        return value

    def validity(self) -> Validity:
        start, end = self.day("valid_from", required=False), self.day("valid_to", required=False)
        if start and end and end < start:
            self.defect("de einddatum ligt voor de begindatum", "valid_to")
        return Validity(start, end)

    def tables(self, key: str, required: bool = True) -> list[Table]:
        value = self._take(key, required)
        if value is None:
            return []
        if not isinstance(value, list):
            self.defect("hier hoort een lijst met tabellen te staan", key)
            return []
        if len(value) > MAX_PARTS:
            self.defect("deze lijst is te lang", key)
            return []
        return [
            Table(part, self.file, f"{self.place} → {key}[{number}]", self.defects)
            for number, part in enumerate(value, 1)
        ]

    def table(self, key: str) -> Table:
        return Table(self._take(key, True) or {}, self.file, f"{self.place} → {key}", self.defects)

    def due(self) -> DueRule:
        if "due" not in self.raw:
            self.defect("dit veld ontbreekt", "due")
            return DueRule("none")
        inner = Table(self.raw.pop("due"), self.file, f"{self.place} → due", self.defects)
        kind = inner.choice("kind", DUE_KINDS)
        counted = kind in ("elapsed_hours", "working_days", "school_days", "days", "weeks", "months")
        if counted and "amount" not in inner.raw:
            inner.defect("dit veld ontbreekt", "amount")
        amount = inner.whole("amount", 0, lowest=1 if counted else 0)
        trigger = inner.choice("from", TRIGGERS, "school_aware")
        statutory = inner.flag("statutory", False)
        inner.finish()
        return DueRule(kind, amount, trigger, statutory)

    def condition(self, key: str = "when", default: Condition | None = ALWAYS) -> Condition:
        if key not in self.raw:
            if default is None:
                self.defect("dit veld ontbreekt", key)
            return default or ALWAYS
        return self._condition(self.raw.pop(key), key, 0)

    def _condition(self, raw: object, key: str, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            self.defect("deze voorwaarde is te diep genest", key)
            return ALWAYS
        if not isinstance(raw, dict) or len(raw) != 1:
            self.defect('een voorwaarde is een tabel met precies één woord, zoals { known = "actor" }', key)
            return ALWAYS
        word, value = next(iter(raw.items()))
        if word in ("all", "any"):
            return self._parts(word, value, key, depth)
        if word == "not":
            return Not(self._condition(value, key, depth + 1))
        if word in ("is", "is_not"):
            return self._statement(word, value, key)
        if word in ("known", "unknown", "fact"):
            if not isinstance(value, str) or not value or len(value) > MAX_TEXT:
                self.defect(f"achter ‘{word}’ hoort één code te staan", key)
                return ALWAYS
            return (
                Known(value) if word == "known" else Unknown(value) if word == "unknown" else FactRef(value)
            )
        self.defect(
            f"‘{str(word)[:40]}’ is geen voorwaarde; "
            "kies uit: all, any, not, is, is_not, known, unknown, fact",
            key,
        )
        return ALWAYS

    def _parts(self, word: str, value: object, key: str, depth: int) -> Condition:
        if not isinstance(value, list) or not 1 <= len(value) <= MAX_PARTS:
            self.defect(f"achter ‘{word}’ hoort een lijst met 1 tot {MAX_PARTS} voorwaarden te staan", key)
            return ALWAYS
        parts = tuple(self._condition(part, key, depth + 1) for part in value)
        return All(parts) if word == "all" else AnyOf(parts)

    def _statement(self, word: str, value: object, key: str) -> Condition:
        ok = isinstance(value, list) and 2 <= len(value) <= MAX_PARTS
        if not ok or not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.defect(f"achter ‘{word}’ hoort een lijst: eerst de vraag, dan een of meer antwoorden", key)
            return ALWAYS
        question, *options = value
        return (Is if word == "is" else IsNot)(question, tuple(options))
