"""Taking one case out of the vault for good, and what is left of it: a row without personal data.

Which tables belong to a case follows from their foreign keys, so that a new table cannot be forgotten.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Set
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session

from twijs_desk.store.models import METADATA, Destruction

_T = METADATA.tables
_PERSON_PARTS = ("capacity", "guardianship")


def owned(case_id: uuid.UUID) -> Iterator[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """The tables with rows of a case and which rows those are; children before their parents."""
    conditions: dict[str, sa.ColumnElement[bool]] = {"case_file": _T["case_file"].c.id == case_id}
    for table in METADATA.sorted_tables:
        parts = [
            key.parent.in_(sa.select(key.column).where(conditions[key.column.table.name]))
            for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
            if key.column.table.name in conditions and key.column.table is not table
        ]
        if "case_id" in table.c and table.c.case_id.foreign_keys:
            conditions[table.name] = table.c.case_id == case_id
        elif parts:
            conditions[table.name] = sa.or_(*parts)
    for table in reversed(METADATA.sorted_tables):
        if table.name in conditions:
            yield table, conditions[table.name]


def ids(session: Session, case_id: uuid.UUID) -> frozenset[str]:
    """The ids of the case and of all that belongs to it."""
    found = {str(case_id)}
    for table, condition in owned(case_id):
        if "id" in table.c:
            found |= {str(each) for each in session.execute(sa.select(table.c.id).where(condition)).scalars()}
    return frozenset(found)


def people_only_here(session: Session, case_id: uuid.UUID) -> set[uuid.UUID]:
    """People who occur in this case, or as a parent of someone in it, and nowhere else."""
    guardian = _T["guardianship"]
    here: set[uuid.UUID] = set()
    elsewhere: set[uuid.UUID] = set()
    for table in (_T["party"], _T["dossier_entry"]):
        for person, case in session.execute(
            sa.select(table.c.person_id, table.c.case_id).where(table.c.person_id.is_not(None))
        ):
            (here if case == case_id else elsewhere).add(person)
    pairs = session.execute(sa.select(guardian.c.child_id, guardian.c.guardian_id)).all()
    only = here - elsewhere
    only |= {parent for child, parent in pairs if child in only and parent not in elsewhere}
    while staying := {parent for child, parent in pairs if parent in only and child not in only}:
        only -= staying
    return only


def erase(
    session: Session, row: Destruction, people: Set[uuid.UUID], drafts: Set[uuid.UUID]
) -> dict[str, int]:
    """Delete every row of the case, these people and these drafts, in the running transaction.

    Fills in the counts and the hash of `row`, which is all that is left. The foreign keys of the people are
    checked at the commit: someone who is still needed elsewhere cannot go.
    """
    counts = {
        table.name: session.execute(
            sa.select(sa.func.count()).select_from(table).where(condition)
        ).scalar_one()
        for table, condition in owned(row.case_id)
    }
    parts = [
        (_T[name], sa.or_(*(key.parent.in_(people) for key in _T[name].foreign_keys)))
        for name in _PERSON_PARTS
    ]
    parts += [(_T["person"], _T["person"].c.id.in_(people)), (_T["draft"], _T["draft"].c.id.in_(drafts))]
    for table, condition in parts:
        counts[table.name] = session.execute(
            sa.select(sa.func.count()).select_from(table).where(condition)
        ).scalar_one()
    row.counts = {name: count for name, count in sorted(counts.items()) if count}
    row.sha256 = fingerprint(row)
    row.open_case = row.case_id
    session.add(row)
    session.flush()
    for table, condition in (*owned(row.case_id), *parts):
        session.execute(sa.delete(table).where(condition))
    row.open_case = None
    session.add(row)
    session.flush()
    return row.counts


def fingerprint(row: Destruction) -> str:
    """The hash over what the row says."""

    def plain(value: object) -> object:
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        return value if isinstance(value, int | str | dict | None) else str(value)

    said = {
        name: plain(getattr(row, name))
        for name in _T["destruction"].columns.keys()  # noqa: SIM118 - columns are found by key
        if name not in ("open_case", "sha256")
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
