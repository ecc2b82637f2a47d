"""What an assessment says, line by line with its reason; also as plain data and as a comparison of two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from twijs_desk.protocol.model import (
    Basis,
    DossierKind,
    DueRule,
    InspectorOutcome,
    Level,
    PoliceLevel,
    Status,
)


@dataclass(frozen=True)
class Because:
    """One answer that triggered a line."""

    question: str
    answer: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Reason:
    rule: str
    text: str
    because: tuple[Because, ...]
    sources: tuple[str, ...]
    pack_version: str


@dataclass(frozen=True)
class Step:
    question: str
    state: Literal["answered", "asleep"]
    answer: tuple[str, ...]


@dataclass(frozen=True)
class ObligationLine:
    id: str
    title: str
    explanation: str
    level: Level
    basis: Basis
    holder: str
    sources: tuple[str, ...]
    due: DueRule
    proof: str
    action: str
    waivable: bool
    after: tuple[str, ...]
    reason: Reason
    acute: bool = False
    """Stands above every question from the moment it applies."""


@dataclass(frozen=True)
class MeasureLine:
    id: str
    title: str
    explanation: str
    kind: str
    status: Status
    alternative: str
    guards: tuple[str, ...]
    mandate: str
    decides: str
    letters: tuple[str, ...]
    sources: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True)
class LetterLine:
    code: str
    title: str
    sources: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True)
class WarningLine:
    id: str
    text: str
    sources: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True)
class InspectorGround:
    outcome: InspectorOutcome
    basis: Basis
    sources: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True)
class Inspector:
    """The heaviest outcome and every ground for it: the law and the protocol may hold together."""

    outcome: InspectorOutcome
    bases: tuple[Basis, ...]
    grounds: tuple[InspectorGround, ...]


@dataclass(frozen=True)
class PoliceLine:
    level: PoliceLevel
    what: str
    sources: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True)
class DossierLine:
    dossier: DossierKind
    sources: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True)
class RegisterLine:
    """A register that this case must be entered in, such as the register of data breaches."""

    register: str
    sources: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True)
class Outcome:
    pack: str
    pack_version: str
    pack_in_force: bool
    on: date
    next_question: str | None
    route: tuple[Step, ...]
    obligations: tuple[ObligationLine, ...]
    measures: tuple[MeasureLine, ...]
    letters: tuple[LetterLine, ...]
    warnings: tuple[WarningLine, ...]
    open_questions: tuple[str, ...]
    inspector: Inspector
    police: PoliceLevel
    police_lines: tuple[PoliceLine, ...]
    dossiers: tuple[DossierLine, ...]
    registers: tuple[RegisterLine, ...]
    articles: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return self.next_question is None

    def musts(self) -> frozenset[str]:
        return frozenset(line.id for line in self.obligations if line.level == "must")

    def measures_with(self, status: Status) -> frozenset[str]:
        return frozenset(line.id for line in self.measures if line.status == status)


@dataclass(frozen=True)
class Moved:
    kind: str
    id: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    kind: str
    id: str
    title: str


@dataclass(frozen=True)
class Change:
    added: tuple[Entry, ...]
    dropped: tuple[Entry, ...]
    moved: tuple[Moved, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.moved)


def compare(before: Outcome, after: Outcome) -> Change:
    """What a changed answer adds, drops or moves, before the user confirms it."""
    old = {(entry.kind, entry.id): (entry, state) for entry, state in _entries(before)}
    new = {(entry.kind, entry.id): (entry, state) for entry, state in _entries(after)}
    moved = [
        Moved(key[0], key[1], old[key][1], new[key][1])
        for key in new
        if key in old and old[key][1] != new[key][1]
    ]
    if before.inspector.outcome != after.inspector.outcome:
        moved.append(Moved("inspector", "inspector", before.inspector.outcome, after.inspector.outcome))
    if before.police != after.police:
        moved.append(Moved("police", "police", before.police, after.police))
    return Change(
        added=tuple(entry for key, (entry, _) in new.items() if key not in old),
        dropped=tuple(entry for key, (entry, _) in old.items() if key not in new),
        moved=tuple(moved),
    )


def _entries(outcome: Outcome) -> Iterator[tuple[Entry, str]]:
    """Each line with what can move about it: the status of a measure, who decides, the term of a duty."""
    for duty in outcome.obligations:
        term = f"{duty.level} {duty.due.kind} {duty.due.amount} {duty.due.trigger}"
        yield Entry("obligation", duty.id, duty.title), term
    for measure in outcome.measures:
        yield Entry("measure", measure.id, measure.title), f"{measure.status} ({measure.decides})"
    for letter in outcome.letters:
        yield Entry("letter", letter.code, letter.title), ""
    for warning in outcome.warnings:
        yield Entry("warning", warning.id, warning.text), ""
    for dossier in outcome.dossiers:
        yield Entry("dossier", dossier.dossier, dossier.dossier), ""
    for register in outcome.registers:
        yield Entry("register", register.register, register.register), ""


def outcome_as_dict(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON-able data with stable English keys, for the command line."""
    return {
        "pack": outcome.pack,
        "pack_version": outcome.pack_version,
        "pack_in_force": outcome.pack_in_force,
        "on": outcome.on.isoformat(),
        "complete": outcome.complete,
        "next_question": outcome.next_question,
        "route": [
            {"question": step.question, "state": step.state, "answer": list(step.answer)}
            for step in outcome.route
        ],
        "obligations": [
            {
                "id": line.id,
                "title": line.title,
                "explanation": line.explanation,
                "level": line.level,
                "basis": line.basis,
                "sources": list(line.sources),
                "holder": line.holder,
                "due_rule": due_as_dict(line.due),
                "proof": line.proof,
                "action": line.action,
                "waivable": line.waivable,
                "after": list(line.after),
                **_reason(line.reason),
            }
            for line in outcome.obligations
        ],
        "measures": {
            status: [
                {
                    "id": line.id,
                    "title": line.title,
                    "alternative": line.alternative,
                    "guards": list(line.guards),
                    "mandate": line.mandate,
                    "decides": line.decides,
                    "letters": list(line.letters),
                    "sources": list(line.sources),
                    **_reason(line.reason),
                }
                for line in outcome.measures
                if line.status == status
            ]
            for status in ("required", "allowed", "barred")
        },
        "letters": [
            {"code": line.code, "title": line.title, "sources": list(line.sources), **_reason(line.reason)}
            for line in outcome.letters
        ],
        "warnings": [
            {"id": line.id, "text": line.text, "sources": list(line.sources), **_reason(line.reason)}
            for line in outcome.warnings
        ],
        "open_questions": list(outcome.open_questions),
        "inspector": {
            "outcome": outcome.inspector.outcome,
            "bases": list(outcome.inspector.bases),
            "grounds": [
                {
                    "outcome": ground.outcome,
                    "basis": ground.basis,
                    "sources": list(ground.sources),
                    **_reason(ground.reason),
                }
                for ground in outcome.inspector.grounds
            ],
        },
        "police": {
            "level": outcome.police,
            "lines": [
                {
                    "level": line.level,
                    "what": line.what,
                    "sources": list(line.sources),
                    **_reason(line.reason),
                }
                for line in outcome.police_lines
            ],
        },
        "dossiers": [
            {"dossier": line.dossier, "sources": list(line.sources), **_reason(line.reason)}
            for line in outcome.dossiers
        ],
        "registers": [
            {"register": line.register, "sources": list(line.sources), **_reason(line.reason)}
            for line in outcome.registers
        ],
        "articles": list(outcome.articles),
    }


def due_as_dict(due: DueRule) -> dict[str, Any]:
    return {"kind": due.kind, "amount": due.amount, "from": due.trigger, "statutory": due.statutory}


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "reason": reason.text,
        "because": [
            {"question": cause.question, "answer": list(cause.answer), "text": cause.text}
            for cause in reason.because
        ],
    }
