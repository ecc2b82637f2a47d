"""What a vault lays over the shipped rules: the school's own days, and who decides in this foundation.

For the desk, which reads both when it opens. What cannot be read is left out; the pages that change it say so.
"""

from datetime import date
from typing import Any

from sqlmodel import Session

from twijs_desk.dutch import written_date
from twijs_desk.protocol.days import Calendar
from twijs_desk.protocol.mandates import BOARD, IF_MANDATED, PRINCIPAL, Mandates
from twijs_desk.protocol.school import SchoolDays, from_plain, with_school
from twijs_desk.store.models import Setting

CALENDAR_KEY = "school_calendar"
MANDATES_KEY = "mandates"


def school_days(session: Session) -> SchoolDays | None:
    """The school's own days, if it keeps them. Raises ValueError when they cannot be read."""
    row = session.get(Setting, CALENDAR_KEY)
    return from_plain(row.value) if row is not None else None


def calendar(session: Session, shipped: Calendar) -> Calendar:
    try:
        own = school_days(session)
    except ValueError:
        return shipped
    return with_school(shipped, own) if own is not None else shipped


def mandate_rows(session: Session) -> dict[str, dict[str, Any]]:
    row = session.get(Setting, MANDATES_KEY)
    value = row.value if row is not None else {}
    return {key: kept for key, kept in value.items() if isinstance(kept, dict)}


def mandates(session: Session) -> Mandates:
    rows = mandate_rows(session)
    return Mandates(
        {key: effective(kept) for key, kept in rows.items()},
        {key: document(kept) for key, kept in rows.items() if effective(kept) == PRINCIPAL},
    )


def effective(kept: dict[str, Any]) -> str:
    """Who decides now: without the mandate itself, what needs one is for the board."""
    decides = str(kept.get("decides", ""))
    if decides == IF_MANDATED:
        return PRINCIPAL if kept.get("given") is True else BOARD
    return decides


def document(kept: dict[str, Any]) -> str:
    """`artikel 6 van het managementstatuut, 1 augustus 2025`"""
    given_on = kept.get("given_on")
    day = written_date(date.fromisoformat(given_on)) if isinstance(given_on, str) and given_on else ""
    return ", ".join(part for part in (str(kept.get("document", "")), day) if part)
