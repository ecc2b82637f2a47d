"""People: found by three letters or added in place, with the capacity in which they take part."""

import unicodedata
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from twijs_desk.casework import wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.rows import PersonEntry, PersonRow
from twijs_desk.store.models import Capacity, Guardianship, Person
from twijs_desk.terms import CapacityKind, FormOfAddress

MAX_NAME = 200


def find(desk: Desk, text: str, limit: int = 8) -> tuple[PersonRow, ...]:
    """People whose name holds every typed word, however it is accented or capitalised."""
    with desk.look() as session:
        query = select(Person)
        for word in fold(text).split():
            query = query.where(col(Person.search_key).contains(word, autoescape=True))
        people = session.exec(query.order_by(col(Person.search_key)).limit(limit)).all()
        return rows(session, people)


def listing(desk: Desk, text: str = "", limit: int = 100) -> tuple[PersonRow, ...]:
    return find(desk, text, limit)


def add(desk: Desk, entry: PersonEntry) -> PersonRow:
    with desk.act() as act:
        person = keep(act, entry)
        return rows(act.session, [person])[0]


def person(desk: Desk, person_id: str) -> PersonEntry:
    with desk.look() as session:
        row = _get(session, person_id)
        capacity = _capacity(session, row.id)
        return PersonEntry(
            **row.model_dump(exclude={"id", "search_key", "created_at", "form_of_address"}),
            form_of_address=FormOfAddress(row.form_of_address),
            capacity=CapacityKind(capacity.kind) if capacity else CapacityKind.OUTSIDER,
            capacity_detail=capacity.detail if capacity else "",
        )


def update(desk: Desk, person_id: str, entry: PersonEntry) -> PersonRow:
    """Correct or complete a person's details; sealed letters keep what they said."""
    _validate(entry)
    with desk.act() as act:
        row = _get(act.session, person_id)
        for name, value in _columns(entry).items():
            setattr(row, name, value)
        capacity = _capacity(act.session, row.id)
        if capacity is None or (capacity.kind, capacity.detail) != (entry.capacity, entry.capacity_detail):
            today = wording.to_local(act.at).date()
            if capacity is not None:
                capacity.valid_to = today
            act.session.add(_new_capacity(row, entry, today))
        act.session.add(row)
        act.log("person_changed", "person", row.id)
        act.session.flush()
        return rows(act.session, [row])[0]


def set_guardian(desk: Desk, child_id: str, guardian_id: str, *, has_authority: bool, note: str = "") -> None:
    """Record who has authority over a pupil; letters to parents follow it."""
    with desk.act() as act:
        child, guardian = _get(act.session, child_id).id, _get(act.session, guardian_id).id
        if child == guardian:
            raise InputError("Iemand kan niet de eigen ouder zijn.", "Er is niets gewijzigd.")
        found = act.session.exec(
            select(Guardianship).where(Guardianship.child_id == child, Guardianship.guardian_id == guardian)
        ).first()
        row = found or Guardianship(child_id=child, guardian_id=guardian)
        row.has_authority, row.restriction_note = has_authority, note
        act.session.add(row)
        act.log("guardian_set", "person", child)


def guardians(desk: Desk, child_id: str) -> tuple[PersonRow, ...]:
    """The parents with authority over this pupil."""
    with desk.look() as session:
        query = (
            select(Person)
            .join(Guardianship, col(Guardianship.guardian_id) == col(Person.id))
            .where(
                Guardianship.child_id == _get(session, child_id).id, col(Guardianship.has_authority).is_(True)
            )
        )
        return rows(session, session.exec(query.order_by(col(Person.search_key))).all())


def keep(act: Act, entry: PersonEntry) -> Person:
    """Store a new person inside an act that is already under way."""
    _validate(entry)
    row = Person(**_columns(entry), created_at=act.at)
    act.session.add_all((row, _new_capacity(row, entry, None)))
    act.log("person_added", "person", row.id)
    return row


def display_name(row: Person | PersonEntry) -> str:
    """`mr. A.B. van der Kooij`, `Noor Timmers`: the given name when known, else the initials."""
    first = row.given_name or row.initials
    return " ".join(part for part in (row.title, first, row.infix, row.family_name) if part) or "Naamloos"


def fold(text: str) -> str:
    """Lower case without accents, so that `Muller` finds `Müller`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def rows(session: Session, people: Sequence[Person]) -> tuple[PersonRow, ...]:
    found = session.exec(
        select(Capacity).where(
            col(Capacity.person_id).in_([person.id for person in people]), col(Capacity.valid_to).is_(None)
        )
    ).all()
    current = {capacity.person_id: capacity for capacity in found}
    return tuple(_row(person, current.get(person.id)) for person in people)


def _row(person: Person, capacity: Capacity | None) -> PersonRow:
    first = person.given_name or person.initials
    return PersonRow(
        id=str(person.id),
        name=display_name(person),
        sort_name=", ".join(part for part in (person.family_name, f"{first} {person.infix}".strip()) if part),
        capacity=CapacityKind(capacity.kind) if capacity else CapacityKind.OUTSIDER,
        capacity_detail=capacity.detail if capacity else "",
        born_on=person.born_on,
    )


def _get(session: Session, person_id: str) -> Person:
    try:
        row = session.get(Person, uuid.UUID(person_id))
    except ValueError:
        row = None
    if row is None:
        raise InputError("Deze persoon staat niet in de kluis.", "Er is niets gewijzigd.")
    return row


def _capacity(session: Session, person_id: uuid.UUID) -> Capacity | None:
    return session.exec(
        select(Capacity).where(Capacity.person_id == person_id, col(Capacity.valid_to).is_(None))
    ).first()


def _new_capacity(row: Person, entry: PersonEntry, since: date | None) -> Capacity:
    return Capacity(person_id=row.id, kind=entry.capacity, detail=entry.capacity_detail, valid_from=since)


def _columns(entry: PersonEntry) -> dict[str, Any]:
    names = ("given_name", "initials", "infix", "family_name", "title", "street", "postcode", "city", "email")
    values: dict[str, Any] = {name: " ".join(getattr(entry, name).split()) for name in names}
    values["form_of_address"] = str(entry.form_of_address)
    values["born_on"] = entry.born_on
    values["search_key"] = fold(
        " ".join(
            str(values[name]) for name in ("family_name", "given_name", "initials", "infix") if values[name]
        )
    )
    return values


def _validate(entry: PersonEntry) -> None:
    if not (entry.given_name.strip() or entry.family_name.strip() or entry.initials.strip()):
        raise InputError("Vul een naam in.", todo="Een voornaam of een achternaam is genoeg.")
    for name in ("given_name", "initials", "infix", "family_name", "title", "street", "city", "email"):
        if len(getattr(entry, name)) > MAX_NAME:
            raise InputError(
                "Een van de naamvelden is te lang.",
                "Er is niets bewaard.",
                f"Gebruik hooguit {MAX_NAME} tekens per veld.",
            )
