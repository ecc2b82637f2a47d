"""Looking records up and turning them into rows; shared by the acts in this room."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from sqlmodel import Session, SQLModel, col, select

from twijs_desk.casework import wording
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.people import display_name
from twijs_desk.casework.rows import HearingRow, MeasureRow, PartyRow
from twijs_desk.store import queries
from twijs_desk.store.models import (
    Case,
    Correction,
    FlowRun,
    Hearing,
    Incident,
    Measure,
    Party,
    Person,
)
from twijs_desk.terms import CapacityKind, CaseStatus, HearingKind, MeasureStatus, PartyRole, Period

CLOCKS = ("occurred_at", "school_aware_at", "board_aware_at")
"""The clocks of an incident that can be corrected; the fourth, when it was recorded, is the desk's own."""

STATUS_LINE = (
    CaseStatus.REGISTERED,
    CaseStatus.ASSESSMENT,
    CaseStatus.INVESTIGATION,
    CaseStatus.HEARING,
    CaseStatus.DECISION,
    CaseStatus.EXECUTION,
    CaseStatus.CLOSED,
)

Row = TypeVar("Row", bound=SQLModel)


def get(session: Session, table: type[Row], row_id: str, missing: str) -> Row:
    """The record with this id, or an InputError that says what is missing."""
    try:
        key = uuid.UUID(row_id)
    except ValueError:
        raise InputError(missing, "Er is niets gewijzigd.") from None
    row = session.get(table, key)
    if row is None:
        raise InputError(missing, "Er is niets gewijzigd.")
    return row


def case_of(session: Session, case_id_or_number: str) -> Case:
    """A case by its id or by the number people see (`2026-014`)."""
    key = queries.case_by_number(session, case_id_or_number)
    found = session.get(Case, key) if key else None
    return found or get(
        session, Case, case_id_or_number, f"Zaak ‘{case_id_or_number[:40]}’ staat niet in deze kluis."
    )


def open_case_of(session: Session, case_id_or_number: str) -> Case:
    """A case that is still open; what was closed is only read, corrected or sent."""
    case = case_of(session, case_id_or_number)
    if case.status == CaseStatus.CLOSED:
        raise DeskError(
            f"Zaak {case_number(case)} is afgesloten.",
            "Er is niets gewijzigd.",
            "Is er iets nieuws gebeurd, leg dat dan vast als een nieuw incident.",
        )
    return case


def case_number(case: Case) -> str:
    return queries.case_number(case.year, case.serial)


def parties(session: Session, case: Case) -> list[tuple[Party, Person | None]]:
    """Everyone in the case, the alleged actor first, then in order of role and name."""
    rows = session.exec(select(Party).where(Party.case_id == case.id)).all()
    ids = [row.person_id for row in rows if row.person_id]
    people = {person.id: person for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}
    order = list(PartyRole)
    paired = [(row, people.get(row.person_id) if row.person_id else None) for row in rows]
    order[0], order[2] = order[2], order[0]
    return sorted(paired, key=lambda pair: (order.index(PartyRole(pair[0].role)), party_name(*pair)))


def party_name(party: Party, person: Person | None) -> str:
    return display_name(person) if person else party.label or "Onbekende persoon"


def party_row(party: Party, person: Person | None) -> PartyRow:
    return PartyRow(
        id=str(party.id),
        person_id=str(party.person_id) if party.person_id else None,
        name=party_name(party, person),
        role=PartyRole(party.role),
        capacity=CapacityKind(party.capacity),
        capacity_detail=party.capacity_detail,
    )


def party_of(session: Session, case: Case, party_id: str) -> Party:
    """Someone in this case. Raises InputError for anyone else."""
    missing = "Deze betrokkene staat niet in de zaak."
    party = get(session, Party, party_id, missing)
    if party.case_id != case.id:
        raise InputError(missing, "Er is niets gewijzigd.")
    return party


def actors(session: Session, case: Case) -> list[tuple[Party, Person | None]]:
    """The alleged actors of the case; each has a decision route of their own."""
    return [pair for pair in parties(session, case) if pair[0].role == PartyRole.ALLEGED_ACTOR]


def runs_of(session: Session, case: Case) -> list[FlowRun]:
    """The decision routes of the case, one per alleged actor, in the order in which they were named."""
    query = select(FlowRun).where(FlowRun.case_id == case.id)
    return list(session.exec(query.order_by(col(FlowRun.started_at), col(FlowRun.id))))


def run_of(session: Session, case: Case, party_id: str | None = None) -> FlowRun:
    """The decision route of this alleged actor; of the one who was named first when nobody is asked for."""
    found = runs_of(session, case)
    if not found:
        raise InputError("Deze zaak heeft nog geen beslisroute.")
    if party_id is None:
        return found[0]
    party = party_of(session, case, party_id)
    run = next((run for run in found if run.party_id == party.id), None)
    if run is None:
        raise InputError(
            f"Voor deze betrokkene ({PartyRole(party.role).label}) is er geen beslisroute.",
            "Er is niets gewijzigd.",
            "Een beslisroute is er voor elke vermoedelijk handelende.",
        )
    return run


def names_apart(paired: Iterable[tuple[Party, Person | None]]) -> dict[uuid.UUID, str]:
    """A name for everyone, with the capacity where the same name stands there twice."""
    paired = list(paired)
    names = [party_name(*pair) for pair in paired]
    return {
        party.id: f"{name} ({CapacityKind(party.capacity).label})" if names.count(name) > 1 else name
        for (party, _), name in zip(paired, names, strict=True)
    }


def capacity_words(party: Party) -> str:
    """`leerling, groep 7`"""
    label = CapacityKind(party.capacity).label
    return f"{label}, {party.capacity_detail}" if party.capacity_detail else label


def measure_row(measure: Measure, names: dict[uuid.UUID, str]) -> MeasureRow:
    return MeasureRow(
        id=str(measure.id),
        rule_id=measure.rule_id,
        title=measure.title,
        status=MeasureStatus(measure.status),
        party_name=names.get(measure.party_id, "") if measure.party_id else "",
        decided_by=measure.decided_by,
        decided_on=measure.decided_on,
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        school_days=int(measure.details.get("school_days", 0)),
        reasons=measure.reasons,
        deviation_reason=measure.deviation_reason,
        party_id=str(measure.party_id) if measure.party_id else "",
    )


def hearing_row(hearing: Hearing) -> HearingRow:
    return HearingRow(
        id=str(hearing.id),
        kind=HearingKind(hearing.kind),
        held_at=hearing.held_at,
        invited_on=hearing.invited_on,
        declined=hearing.declined,
        skipped_reason=hearing.skipped_reason,
        attendees=hearing.attendees,
        minutes=hearing.minutes,
        party_id=str(hearing.party_id) if hearing.party_id else "",
    )


def all_of(session: Session, table: type[Row], case: Case) -> Sequence[Row]:
    """Every row of a table that belongs to this case."""
    return session.exec(select(table).where(col(table.case_id) == case.id)).all()  # type: ignore[attr-defined]  # each such table has case_id


def move_on(session: Session, case: Case, status: CaseStatus, at: datetime) -> None:
    """Let the status follow what was done; it never goes back by itself."""
    case.updated_at = at
    if case.status in STATUS_LINE and STATUS_LINE.index(CaseStatus(case.status)) < STATUS_LINE.index(status):
        case.status = status
    session.add(case)


def corrections(session: Session, incident: Incident) -> dict[str, str]:
    """The newest correction of every corrected field, in one query."""
    found = session.exec(
        select(Correction)
        .where(Correction.subject_id == incident.id)
        .order_by(col(Correction.made_at), col(Correction.id))
    )
    return {row.field: row.new_value for row in found}


def current_value(
    session: Session, incident: Incident, field: str, fixes: Mapping[str, str] | None = None
) -> str:
    """A field of the incident as it now stands: the newest correction, else what was first recorded.

    A moment as ISO text, a period as its code; `shown` makes them readable. `fixes` are the corrections when
    more fields are asked for.
    """
    fixes = corrections(session, incident) if fixes is None else fixes
    if field in fixes:
        return fixes[field]
    value = getattr(incident, field)
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value or "")


def current_moment(
    session: Session, incident: Incident, field: str, fixes: Mapping[str, str] | None = None
) -> datetime | None:
    """One of the clocks of the incident as it now stands; terms run from this one."""
    value = current_value(session, incident, field, fixes)
    return datetime.fromisoformat(value) if value else None


def shown(field: str, value: str) -> str:
    """A value of the incident as people read it."""
    if field in CLOCKS and value:
        return wording.moment(datetime.fromisoformat(value))
    return Period(value).label if field == "period" and value else value
