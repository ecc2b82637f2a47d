"""The few questions to the vault that need thought about SQL; frozen lines out, never live objects.

Lists are column selects (three times as fast as objects) and page by keyset, so that page fifty costs as
much as page one. No SQL that only SQLite knows.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from twijs_desk.store.models import METADATA
from twijs_desk.terms import CaseStatus, CustodyKind, LetterStatus, ObligationStatus, PartyRole

_T = METADATA.tables
_CASE, _PARTY, _PERSON = _T["case_file"], _T["party"], _T["person"]
_OBLIGATION, _ANSWER, _RUN = _T["obligation"], _T["answer"], _T["flow_run"]


@dataclass(frozen=True)
class CaseLine:
    id: uuid.UUID
    number: str
    title: str
    status: str
    confidentiality: str
    updated_at: datetime
    alleged_actor: str


@dataclass(frozen=True)
class ObligationLine:
    id: uuid.UUID
    case_id: uuid.UUID
    number: str
    case_title: str
    rule_id: str
    title: str
    level: str
    basis: str
    holder: str
    source: str
    triggered_at: datetime
    due_at: datetime | None
    due_sentence: str


@dataclass(frozen=True)
class AnswerLine:
    id: uuid.UUID
    seq: int
    question_id: str
    value: Any
    note: str
    answered_at: datetime
    answered_by: str


@dataclass(frozen=True)
class TimelineLine:
    """`kind` and `what` are codes or the user's own words; casework makes the Dutch sentence."""

    at: datetime
    kind: str
    subject_id: uuid.UUID
    what: str
    actor: str


def case_number(year: int, serial: int) -> str:
    return f"{year}-{serial:03d}"


def next_serial(session: Session, year: int) -> int:
    """The next case number of a year. Only inside `vault.write()`: there nobody else takes the same."""
    highest = session.execute(sa.select(sa.func.max(_CASE.c.serial)).where(_CASE.c.year == year)).scalar()
    return int(highest or 0) + 1


def case_by_number(session: Session, number: str) -> uuid.UUID | None:
    year, _, serial = number.partition("-")
    if not (year.isascii() and year.isdigit() and serial.isascii() and serial.isdigit()):
        return None
    if len(year) != 4 or len(serial) > 9:
        return None
    found: uuid.UUID | None = session.execute(
        sa.select(_CASE.c.id).where(_CASE.c.year == int(year), _CASE.c.serial == int(serial))
    ).scalar()
    return found


def list_cases(
    session: Session, *, after: CaseLine | None = None, status: CaseStatus | None = None, limit: int = 100
) -> list[CaseLine]:
    """A page of cases, newest first; `after` is the last line of the page before."""
    other = _PARTY.alias()
    actor = (
        sa.select(other.c.id)
        .where(other.c.case_id == _CASE.c.id, other.c.role == PartyRole.ALLEGED_ACTOR.value)
        # Someone who is known before someone who is not; beyond that only a fixed order.
        .order_by(other.c.person_id.is_(None), other.c.label, other.c.id)
        .limit(1)
        .correlate(_CASE)
        .scalar_subquery()
    )
    query = (
        sa.select(
            *(
                _CASE.c[n]
                for n in ("id", "year", "serial", "title", "status", "confidentiality", "updated_at")
            ),
            _PARTY.c.label,
            *(_PERSON.c[n] for n in ("given_name", "initials", "infix", "family_name")),
        )
        .select_from(
            _CASE.outerjoin(_PARTY, _PARTY.c.id == actor).outerjoin(
                _PERSON, _PERSON.c.id == _PARTY.c.person_id
            )
        )
        .order_by(_CASE.c.updated_at.desc(), _CASE.c.id.desc())
        .limit(limit)
    )
    if status is not None:
        query = query.where(_CASE.c.status == status.value)
    if after is not None:
        here = sa.tuple_(_CASE.c.updated_at, _CASE.c.id)
        there = sa.tuple_(
            sa.literal(after.updated_at, _CASE.c.updated_at.type), sa.literal(after.id, _CASE.c.id.type)
        )
        query = query.where(here < there)
    return [
        CaseLine(
            row.id,
            case_number(row.year, row.serial),
            row.title,
            row.status,
            row.confidentiality,
            row.updated_at,
            _name(row),
        )
        for row in session.execute(query)
    ]


def open_obligations(
    session: Session, *, due_before: datetime | None = None, limit: int = 1000
) -> list[ObligationLine]:
    """What must still be done, over all cases not destroyed: first what is due first, undated last."""
    columns = ("id", "case_id", "rule_id", "title", "level", "basis", "holder", "source")
    query = (
        sa.select(
            *(_OBLIGATION.c[n] for n in (*columns, "triggered_at", "due_at", "due_sentence")),
            _CASE.c.year,
            _CASE.c.serial,
            _CASE.c.title.label("case_title"),
        )
        .join(_CASE, _CASE.c.id == _OBLIGATION.c.case_id)
        .where(
            _OBLIGATION.c.status == ObligationStatus.OPEN.value,
            _CASE.c.status != CaseStatus.DESTROYED.value,
        )
        .order_by(_OBLIGATION.c.due_at.nulls_last(), _OBLIGATION.c.triggered_at, _OBLIGATION.c.id)
        .limit(limit)
    )
    if due_before is not None:
        query = query.where(_OBLIGATION.c.due_at < due_before)
    return [
        ObligationLine(
            row.id,
            row.case_id,
            case_number(row.year, row.serial),
            row.case_title,
            row.rule_id,
            row.title,
            row.level,
            row.basis,
            row.holder,
            row.source,
            row.triggered_at,
            row.due_at,
            row.due_sentence,
        )
        for row in session.execute(query)
    ]


def current_answers(session: Session, run_id: uuid.UUID) -> list[AnswerLine]:
    """The answers that count now, in the order in which they were given."""
    columns = ("id", "seq", "question_id", "value", "note", "answered_at", "answered_by")
    rows = session.execute(
        sa.select(*(_ANSWER.c[n] for n in columns))
        .where(_ANSWER.c.run_id == run_id, _ANSWER.c.superseded_at.is_(None))
        .order_by(_ANSWER.c.seq)
    )
    return [AnswerLine(*row) for row in rows]


def next_answer_seq(session: Session, run_id: uuid.UUID) -> int:
    highest = session.execute(
        sa.select(sa.func.max(_ANSWER.c.seq)).where(_ANSWER.c.run_id == run_id)
    ).scalar()
    return int(highest or 0) + 1


def timeline(session: Session, case_id: uuid.UUID) -> list[TimelineLine]:
    """Everything that happened in a case and when, oldest first."""
    steps = sa.union_all(*_steps(case_id)).subquery()
    rows = session.execute(sa.select(steps).order_by(steps.c.at, steps.c.rank, steps.c.subject_id))
    return [TimelineLine(row.at, row.kind, row.subject_id, row.what, row.actor) for row in rows]


def _steps(case_id: uuid.UUID) -> list[sa.Select[Any]]:
    incident, publication, evidence = _T["incident"], _T["publication"], _T["evidence_item"]
    custody, call, hearing = _T["custody_event"], _T["inspector_call"], _T["hearing"]
    measure, letter, delivery = _T["measure"], _T["letter"], _T["delivery"]
    qualification, correction, entry = _T["qualification"], _T["correction"], _T["dossier_entry"]
    nothing = sa.literal("")
    rank = iter(range(100))

    def step(
        kind: str, table: sa.Table, at: Any, what: Any = nothing, actor: Any = nothing
    ) -> sa.Select[Any]:
        return sa.select(
            at.label("at"),
            sa.literal(next(rank)).label("rank"),
            sa.literal(kind).label("kind"),
            table.c.id.label("subject_id"),
            what.label("what"),
            actor.label("actor"),
        ).where(at.is_not(None))

    def of_case(table: sa.Table, kind: str, at: str, what: Any = nothing, actor: Any = nothing) -> Any:
        return step(kind, table, table.c[at], what, actor).where(table.c.case_id == case_id)

    return [
        of_case(incident, "occurred", "occurred_at", incident.c.occurred_note),
        step("posted", publication, publication.c.posted_at, publication.c.platform)
        .join(incident, incident.c.id == publication.c.incident_id)
        .where(incident.c.case_id == case_id),
        of_case(incident, "school_aware", "school_aware_at"),
        of_case(incident, "board_aware", "board_aware_at"),
        of_case(incident, "recorded", "recorded_at", actor=incident.c.recorded_by),
        of_case(correction, "corrected", "made_at", correction.c.field, correction.c.made_by),
        of_case(evidence, "evidence", "received_at", evidence.c.title, evidence.c.received_from),
        step("custody", custody, custody.c.at, custody.c.kind, custody.c.actor)
        .join(evidence, evidence.c.id == custody.c.evidence_id)
        .where(evidence.c.case_id == case_id, custody.c.kind != CustodyKind.RECEIVED.value),
        step("assessment", _RUN, _RUN.c.started_at).where(_RUN.c.case_id == case_id),
        of_case(
            qualification, "qualified", "decided_at", qualification.c.outcome, qualification.c.decided_by
        ),
        of_case(call, "call", "started_at", call.c.outcome, call.c.caller),
        of_case(hearing, "hearing", "held_at", hearing.c.kind),
        of_case(measure, "measure", "recorded_at", measure.c.title, measure.c.decided_by),
        of_case(_OBLIGATION, "obligation_done", "done_at", _OBLIGATION.c.title, _OBLIGATION.c.done_by).where(
            _OBLIGATION.c.status != ObligationStatus.OPEN.value
        ),
        of_case(letter, "letter_final", "finalised_at", letter.c.title, letter.c.finalised_by).where(
            letter.c.status != LetterStatus.DRAFT.value
        ),
        step("letter_sent", delivery, delivery.c.recorded_at, delivery.c.channel, delivery.c.sent_by)
        .join(letter, letter.c.id == delivery.c.letter_id)
        .where(letter.c.case_id == case_id),
        of_case(entry, "filed", "filed_at", entry.c.title, entry.c.filed_by),
        step("closed", _CASE, _CASE.c.closed_at, _CASE.c.result).where(_CASE.c.id == case_id),
    ]


def _name(row: Any) -> str:
    name = " ".join(part for part in (row.given_name or row.initials, row.infix, row.family_name) if part)
    return name or row.label or ""
