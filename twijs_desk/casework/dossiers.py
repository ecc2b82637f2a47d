"""A person's dossier: the cases, the sealed pieces in order, how long they are kept, and who looked."""

import uuid
from collections.abc import Sequence

from sqlmodel import Session, col, select

from twijs_desk.casework import cases, logbook, people
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.records import case_number, case_of, get
from twijs_desk.casework.rows import DossierEntryRow, DossierView, PersonRow
from twijs_desk.store.models import AuditEvent, Case, DossierEntry, Letter, Party, Person
from twijs_desk.terms import DossierKind, LetterStatus


def people_with(desk: Desk, text: str = "", limit: int = 100) -> tuple[PersonRow, ...]:
    """People to open a dossier of; the text is part of a name."""
    return people.find(desk, text, limit)


def show(desk: Desk, person_id: str) -> DossierView:
    """Open someone's dossier. Opening is logged before anything is shown."""
    with desk.act() as act:
        person = get(act.session, Person, person_id, "Deze persoon staat niet in de kluis.")
        act.log("dossier_opened", "person", person.id)
        row = people.rows(act.session, [person])[0]
        ids = act.session.exec(select(Party.case_id).where(Party.person_id == person.id)).all()
        looked = act.session.exec(
            select(AuditEvent)
            .where(AuditEvent.subject_id == str(person.id), AuditEvent.action == "dossier_opened")
            .order_by(col(AuditEvent.seq).desc())
            .limit(50)
        ).all()
        return DossierView(
            person=row,
            cases=cases.lines(act.session, [uuid.UUID(str(found)) for found in ids]),
            entries=entries(act.session, _of(act.session, person)),
            access=tuple(logbook.row(event, "") for event in looked),
        )


def case_entries(desk: Desk, case_id: str) -> tuple[DossierEntryRow, ...]:
    """Every piece of a case, the confidential ones too."""
    with desk.look() as session:
        found = session.exec(
            select(DossierEntry)
            .where(DossierEntry.case_id == case_of(session, case_id).id)
            .order_by(col(DossierEntry.filed_at))
        ).all()
        return entries(session, found)


def entries(session: Session, found: Sequence[DossierEntry]) -> tuple[DossierEntryRow, ...]:
    numbers = {
        case.id: case_number(case)
        for case in session.exec(select(Case).where(col(Case.id).in_({row.case_id for row in found})))
    }
    letters: dict[uuid.UUID | None, Letter] = {
        letter.id: letter
        for letter in session.exec(select(Letter).where(col(Letter.id).in_({row.letter_id for row in found})))
    }
    return tuple(
        DossierEntryRow(
            id=str(row.id),
            kind=DossierKind(row.kind),
            title=row.title + _mark(letters.get(row.letter_id)),
            case_id=str(row.case_id),
            case_number=numbers[row.case_id],
            letter_id=str(row.letter_id) if row.letter_id else None,
            reference=(letters[row.letter_id].reference or "") if row.letter_id else "",
            basis=row.basis,
            filed_at=row.filed_at,
            filed_by=row.filed_by,
            valid_until=row.valid_until,
            destroy_on=row.destroy_on,
            retention_note=row.retention_note or "Nog vast te stellen door het bestuur",
        )
        for row in found
    )


def _mark(letter: Letter | None) -> str:
    """A withdrawn letter stays in the dossier, and whoever reads the dossier sees that it no longer counts."""
    return " · ingetrokken" if letter is not None and letter.status == LetterStatus.WITHDRAWN else ""


def _of(session: Session, person: Person) -> Sequence[DossierEntry]:
    return session.exec(
        select(DossierEntry)
        .where(DossierEntry.person_id == person.id)
        .order_by(col(DossierEntry.filed_at), col(DossierEntry.id))
    ).all()
