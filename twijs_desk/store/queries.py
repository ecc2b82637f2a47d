"""The few questions to the vault that need thought about SQL: numbers that never repeat, and cases by number.

No SQL that only SQLite knows.
"""

import uuid

import sqlalchemy as sa
from sqlmodel import Session

from twijs_desk.store.models import METADATA

_CASE, _ANSWER = METADATA.tables["case_file"], METADATA.tables["answer"]
_DESTROYED = METADATA.tables["destruction"]


def case_number(year: int, serial: int) -> str:
    return f"{year}-{serial:03d}"


def next_serial(session: Session, year: int) -> int:
    """The next case number of a year. Only inside `vault.write()`: there nobody else takes the same."""
    taken = [  # the number of a case that was destroyed is never given to another
        session.execute(sa.select(sa.func.max(table.c.serial)).where(table.c.year == year)).scalar()
        for table in (_CASE, _DESTROYED)
    ]
    return max(int(serial or 0) for serial in taken) + 1


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


def next_answer_seq(session: Session, run_id: uuid.UUID) -> int:
    highest = session.execute(
        sa.select(sa.func.max(_ANSWER.c.seq)).where(_ANSWER.c.run_id == run_id)
    ).scalar()
    return int(highest or 0) + 1
