"""Destroying a case: all of it goes, and a row without personal data says that it was there and who decided."""

import contextlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from twijs_desk.casework import scraps, wording
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.people import fold
from twijs_desk.casework.records import case_number, case_of, parties
from twijs_desk.store import erase, queries
from twijs_desk.store.errors import StoreError
from twijs_desk.store.models import AuditEvent, Case, Destruction, DossierEntry, Draft
from twijs_desk.terms import CapacityKind, CaseStatus, PartyRole

TERM_PASSED = "de bewaartermijn is verstreken"
_LEAST_GROUND = 10


@dataclass(frozen=True, slots=True)
class DestructionRow:
    """What is left of a destroyed case."""

    id: str
    number: str
    kind: str
    started_on: date
    closed_at: datetime
    destroy_on: date | None
    ground: str
    decided_by: str
    approved_by: str
    destroyed_at: datetime
    counts: Mapping[str, int]
    sha256: str


def destroy(desk: Desk, case_id: str, ground: str, approver: str) -> DestructionRow:
    """Destroy one closed case: its rows in every table, its drafts, and people who occur nowhere else.

    Only past its destruction date, or on a written ground; always with someone else who approves. There is no
    way back: also the pages of the file are overwritten. Copies of the vault made before keep the case.
    Raises InputError or DeskError and changes nothing.
    """
    with desk.act() as act:
        case = case_of(act.session, case_id)
        due = _due(act.session, case)
        _may_be_destroyed(desk, act.session, case, ground, approver, due)
        passed = due is not None and due < wording.to_local(act.at).date()
        row = Destruction(
            case_id=case.id,
            year=case.year,
            serial=case.serial,
            kind=_kind(act.session, case),
            started_on=case.started_on,
            closed_at=case.closed_at or case.updated_at,
            destroy_on=due,
            ground=ground.strip() or (TERM_PASSED if passed else ""),
            decided_by=desk.actor,
            approved_by=approver.strip(),
            destroyed_at=act.at,
            sha256="",
        )
        drafts, people = _drafts(act.session, case), erase.people_only_here(act.session, case.id)
        people -= _in_drafts(act.session, people, drafts)
        act.log("case_destroyed", "case", case.id, case.id, certificate=str(row.id))
        act.session.expunge(case)
        erase.erase(act.session, row, people, drafts)
        done = _row(row)
    with contextlib.suppress(StoreError), desk.vault.outside_transaction() as connection:
        # What was overwritten in the file still stands in the write-ahead log. Busy: closing does it again.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return done


def listing(desk: Desk) -> tuple[DestructionRow, ...]:
    """Everything that was destroyed, last first."""
    with desk.look() as session:
        found = session.exec(select(Destruction).order_by(col(Destruction.destroyed_at).desc()))
        return tuple(_row(row) for row in found)


def certificate(row: DestructionRow) -> str:
    """The statement of destruction, as text for paper or screen; it holds no personal data of anyone in the case."""
    due = f"Bewaren tot: {wording.day(row.destroy_on)}\n" if row.destroy_on else ""
    counted = "\n".join(f"  {name}: {count}" for name, count in row.counts.items())
    return (
        "Verklaring van vernietiging\n\n"
        f"Zaak: {row.number} ({CapacityKind(row.kind).label})\n"
        f"Begonnen op: {wording.day(row.started_on)}\n"
        f"Afgesloten op: {wording.moment(row.closed_at)}\n"
        f"{due}"
        f"Vernietigd op: {wording.moment(row.destroyed_at)}\n"
        f"Grond: {row.ground}\n"
        f"Besloten door: {row.decided_by}\n"
        f"Goedgekeurd door: {row.approved_by}\n\n"
        f"Verwijderde gegevens, per soort:\n{counted}\n\n"
        "In reservekopieën van voor deze dag staat de zaak nog, tot die kopieën zijn vervangen.\n"
        f"Controlegetal: {row.sha256}\n"
    )


def _may_be_destroyed(
    desk: Desk, session: Session, case: Case, ground: str, approver: str, due: date | None
) -> None:
    number, safe = case_number(case), "Er is niets vernietigd."
    if case.status != CaseStatus.CLOSED:
        raise DeskError(f"Zaak {number} is nog niet afgesloten.", safe, "Sluit de zaak eerst af.")
    if not approver.strip():
        raise InputError(
            "Vernietigen doet u met z’n tweeën.", safe, "Vul in wie er naast u heeft goedgekeurd."
        )
    if fold(" ".join(approver.split())) == fold(" ".join(desk.actor.split())):
        raise InputError(
            "U kunt uw eigen besluit niet goedkeuren.",
            safe,
            "Laat iemand anders het goedkeuren, bijvoorbeeld het bestuur.",
        )
    passed = due is not None and due < wording.to_local(desk.now()).date()
    if not passed and len(ground.strip()) < _LEAST_GROUND:
        until = f"tot {wording.day(due)}" if due else "zonder vastgestelde einddatum"
        raise InputError(
            f"Zaak {number} wordt nog bewaard ({until}).", safe, "Schrijf op waarom de zaak nu toch weg moet."
        )
    if _names(session, case) & set(re.findall(r"\w+", fold(ground))):
        raise InputError(
            "In de grond staat een naam uit de zaak; die blijft bewaard.",
            safe,
            "Schrijf de grond zonder namen.",
        )


def _names(session: Session, case: Case) -> set[str]:
    """The names of everyone in the case, in words of three letters or more."""
    texts = [
        text
        for party, person in parties(session, case)
        for text in ((person.given_name, person.family_name) if person else (party.label,))
    ]
    return {word for text in texts for word in re.findall(r"\w{3,}", fold(text))} - {"onbekende", "persoon"}


def _due(session: Session, case: Case) -> date | None:
    """The last destruction date of what is filed; none when any piece has none."""
    filed = session.exec(select(DossierEntry).where(DossierEntry.case_id == case.id)).all()
    known = [row.destroy_on for row in filed if row.destroy_on is not None]
    return max(known) if known and len(known) == len(filed) else None


def _kind(session: Session, case: Case) -> str:
    actor = next((p for p, _ in parties(session, case) if p.role == PartyRole.ALLEGED_ACTOR), None)
    return str(actor.capacity) if actor else str(CapacityKind.UNKNOWN)


def _drafts(session: Session, case: Case) -> set[uuid.UUID]:
    """What is half typed about this case: drafts that name it or something in it."""
    mine = erase.ids(session, case.id)
    keys = session.exec(select(AuditEvent.subject_id).where(AuditEvent.action == "scrap_kept").distinct())
    scrap_ids = {scraps.id_of(key) for key in keys if any(each in key for each in mine)}
    return {
        row.id
        for row in session.exec(select(Draft))
        if row.id in scrap_ids or any(each in json.dumps(row.body, default=str) for each in mine)
    }


def _in_drafts(session: Session, people: set[uuid.UUID], going: set[uuid.UUID]) -> set[uuid.UUID]:
    """People in a draft that stays."""
    staying = [
        json.dumps(row.body, default=str) for row in session.exec(select(Draft)) if row.id not in going
    ]
    return {person for person in people if any(str(person) in body for body in staying)}


def _row(row: Destruction) -> DestructionRow:
    return DestructionRow(
        id=str(row.id),
        number=queries.case_number(row.year, row.serial),
        kind=row.kind,
        started_on=row.started_on,
        closed_at=row.closed_at,
        destroy_on=row.destroy_on,
        ground=row.ground,
        decided_by=row.decided_by,
        approved_by=row.approved_by,
        destroyed_at=row.destroyed_at,
        counts=dict(row.counts),
        sha256=row.sha256,
    )
