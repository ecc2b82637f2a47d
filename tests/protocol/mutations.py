"""Damages a rule pack in every way that a slip of the pen could, one at a time, for `test_mutations`."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toml_text import text_of

Pack = dict[str, dict[str, Any]]
"""The tables of each file of a pack."""

RULES = ("obligation", "bar", "inspector", "police", "dossier", "register", "decider", "warning", "letter")
PARTS = ("article", "question", "fact", "measure", "capacity", "guard", "mandate", "contact", "section")


@dataclass(frozen=True)
class Damage:
    """One planted defect: what was done, where, and the words of which one must be named in the message."""

    kind: str
    what: str
    names: tuple[str, ...]
    files: Mapping[str, str]


def read(files: Mapping[str, str]) -> Pack:
    return {name: tomllib.loads(text) for name, text in files.items()}


def name_of(entry: dict[str, Any]) -> str:
    return str(entry.get("id", entry.get("code", entry.get("key", ""))))


class Damager:
    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.pack = read(files)

    def entries(self, *kinds: str) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
        """File, kind, number and table of every part of these kinds."""
        for file, tables in self.pack.items():
            for kind in kinds:
                for number, entry in enumerate(tables.get(kind, [])):
                    yield file, kind, number, entry

    def _with(self, file: str, change: Any) -> Mapping[str, str]:
        tables = copy.deepcopy(self.pack[file])
        change(tables)
        return {**self.files, file: text_of(tables)}

    def dropped(self, *kinds: str) -> Iterator[Damage]:
        for file, kind, number, entry in self.entries(*kinds):
            files = self._with(file, lambda t, k=kind, n=number: t[k].pop(n))
            yield Damage(f"drop {kind}", f"drop {kind} {name_of(entry)}", (name_of(entry),), files)

    def changed(self, what: str, *kinds: str, field: str, to: Any) -> Iterator[Damage]:
        """`to` gives the new value of a field from its old one; None leaves this part as it is."""
        for file, kind, number, entry in self.entries(*kinds):
            if field not in entry:
                continue
            new = to(copy.deepcopy(entry[field]))
            if new is None or new == entry[field]:
                continue

            def change(tables: Any, k: str = kind, n: int = number, value: Any = new) -> None:
                tables[k][n][field] = value

            yield Damage(
                f"{what} {kind}",
                f"{what}: {kind} {name_of(entry)}",
                (name_of(entry),),
                self._with(file, change),
            )

    def without(self, field: str, *kinds: str) -> Iterator[Damage]:
        for file, kind, number, entry in self.entries(*kinds):
            if field in entry:
                files = self._with(file, lambda t, k=kind, n=number: t[k][n].pop(field))
                yield Damage(
                    f"no {field} {kind}", f"no {field}: {kind} {name_of(entry)}", (name_of(entry),), files
                )

    def status_rules(self) -> Iterator[Damage]:
        """Each status rule of each measure dropped."""
        for file, _, number, entry in self.entries("measure"):
            for place, rule in enumerate(entry["rules"]):
                if len(entry["rules"]) == 1:
                    continue

                def change(tables: Any, n: int = number, p: int = place) -> None:
                    tables["measure"][n]["rules"].pop(p)

                kind = f"drop {rule['status']} rule"
                what = f"drop {rule['status']} rule {place + 1} of measure {entry['id']}"
                yield Damage(kind, what, (entry["id"],), self._with(file, change))

    def flipped_status_rules(self) -> Iterator[Damage]:
        """Each condition of a status rule turned round."""
        for file, _, number, entry in self.entries("measure"):
            for place, rule in enumerate(entry["rules"]):
                if "when" not in rule:
                    continue

                def change(tables: Any, n: int = number, p: int = place) -> None:
                    inner = tables["measure"][n]["rules"][p]
                    inner["when"] = {"not": inner["when"]}

                kind = f"flip {rule['status']} rule"
                what = f"flip {rule['status']} rule {place + 1} of measure {entry['id']}"
                yield Damage(kind, what, (entry["id"],), self._with(file, change))

    def options(self) -> Iterator[Damage]:
        """Each answer of each question dropped."""
        for file, _, number, entry in self.entries("question"):
            for place, option in enumerate(entry["options"]):
                if option["id"] == "unknown":
                    continue  # the app adds it when it is not there

                def change(tables: Any, n: int = number, p: int = place) -> None:
                    tables["question"][n]["options"].pop(p)

                kind = "drop answer"
                what = f"drop answer {option['id']} of question {entry['id']}"
                yield Damage(kind, what, (entry["id"], option["id"]), self._with(file, change))

    def flipped(self, *kinds: str) -> Iterator[Damage]:
        return self.changed("flip", *kinds, field="when", to=lambda when: {"not": when})

    def narrowed(self, *kinds: str) -> Iterator[Damage]:
        """Each `unknown` taken out of a condition: *weet ik nog niet* would then yield less."""
        return self.changed("forget unknown", *kinds, field="when", to=_forget_unknown)

    def circles(self) -> Iterator[Damage]:
        """Each fact made to rest on itself."""
        for file, kind, number, entry in self.entries("fact"):

            def change(tables: Any, n: int = number, name: str = entry["id"]) -> None:
                inner = tables["fact"][n]
                inner["when"] = {"any": [inner["when"], {"fact": name}]}

            what = f"circle: {kind} {entry['id']}"
            yield Damage("circle fact", what, (entry["id"],), self._with(file, change))

    def all(self) -> Iterator[Damage]:
        yield from self.dropped(*RULES, *PARTS, "source")
        yield from self.status_rules()
        yield from self.options()
        yield from self.flipped(*RULES, "question", "fact")
        yield from self.flipped_status_rules()
        yield from self.narrowed("obligation", "inspector", "police", "bar", "fact")
        yield from self.without("sources", *RULES, "question", "measure", "guard", "mandate", "capacity")
        yield from self.changed(
            "lower level", "obligation", field="level", to=lambda v: "may" if v != "may" else "must"
        )
        yield from self.changed("other term", "obligation", field="due", to=_longer)


def _longer(due: dict[str, Any]) -> dict[str, Any] | None:
    return {**due, "amount": due["amount"] + 1} if due.get("amount") else None


def _forget_unknown(when: Any) -> Any:
    if isinstance(when, dict):
        return {word: _forget_unknown(part) for word, part in when.items()}
    if isinstance(when, list) and len(when) > 2 and all(isinstance(part, str) for part in when):
        return [part for part in when if part != "unknown"]
    if isinstance(when, list):
        return [_forget_unknown(part) for part in when]
    return when
