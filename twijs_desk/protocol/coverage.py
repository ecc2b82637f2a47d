"""Where each article of the protocol is applied: everything the protocol says has a place in the pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from twijs_desk.protocol.model import Pack

# What a place is called in Dutch, in the order in which places are listed.
PLACE_WORDS: Final = {
    "question": "vraag",
    "obligation": "plicht",
    "measure": "maatregel",
    "bar": "verbod",
    "inspector": "vertrouwensinspecteur",
    "police": "politie",
    "letter": "brief",
    "warning": "waarschuwing",
    "dossier": "dossier",
    "register": "register",
    "guard": "waarborg",
    "decider": "wie beslist",
    "capacity": "hoedanigheid",
}


@dataclass(frozen=True)
class Place:
    kind: str
    id: str
    title: str


def where_applied(pack: Pack) -> dict[str, tuple[Place, ...]]:
    """For each article, by its code, every part of the pack that rests on it."""
    found: dict[str, dict[Place, None]] = {article.id: {} for article in pack.articles}
    for place, sources in _cited(pack):
        for source in sources:
            if source in found:
                found[source][place] = None
    order = list(PLACE_WORDS)
    return {name: tuple(sorted(places, key=lambda p: order.index(p.kind))) for name, places in found.items()}


def without_place(pack: Pack) -> Iterator[str]:
    """Articles that nothing in the pack applies."""
    return (name for name, places in where_applied(pack).items() if not places)


def _cited(pack: Pack) -> Iterator[tuple[Place, tuple[str, ...]]]:
    for question in pack.questions:
        yield Place("question", question.id, question.text), question.sources
        for option in question.options:
            yield Place("question", question.id, f"{question.text} {option.label}"), option.articles
    for duty in pack.obligations:
        yield Place("obligation", duty.id, duty.title), duty.sources
    for measure in pack.measures:
        used = (*measure.sources, *(source for rule in measure.rules for source in rule.sources))
        yield Place("measure", measure.id, measure.title), used
    for bar in pack.bars:
        yield Place("bar", bar.id, bar.reason), bar.sources
    for ground in pack.inspector:
        yield Place("inspector", ground.id, ground.reason), ground.sources
    for line in pack.police:
        yield Place("police", line.id, line.reason), line.sources
    for letter in pack.letters:
        yield Place("letter", letter.code, f"{letter.code} {letter.title}"), letter.sources
    for warning in pack.warnings:
        yield Place("warning", warning.id, warning.text), warning.sources
    for dossier in pack.dossiers:
        yield Place("dossier", dossier.id, dossier.reason), dossier.sources
    for register in pack.registers:
        yield Place("register", register.id, register.reason), register.sources
    for guard in pack.guards.values():
        yield Place("guard", guard.id, guard.title), guard.sources
    for shift in pack.decider_shifts:
        yield Place("decider", shift.id, shift.reason), shift.sources
    for capacity in pack.capacities.values():
        yield Place("capacity", capacity.id, capacity.label), capacity.sources
