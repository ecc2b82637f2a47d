"""Dates, times and short Dutch sentences as the screen and the log show them, in Europe/Amsterdam."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from twijs_desk.dutch import AMSTERDAM, joined, written_date, written_day


@dataclass(frozen=True, slots=True)
class DueChip:
    state: str
    """overdue | today | soon | none"""
    text: str


def to_local(moment: datetime) -> datetime:
    return moment.astimezone(AMSTERDAM)


def from_local(local: datetime) -> datetime:
    """A clock time in the Netherlands (naive) as UTC; in the repeated hour of October the first one."""
    return local.replace(tzinfo=AMSTERDAM).astimezone(UTC)


def aware(at: datetime | None) -> datetime | None:
    """The moment in UTC; a clock time without a zone is a Dutch clock time."""
    if at is None:
        return None
    try:
        return from_local(at) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar: whoever checks refuses it as impossible
        return at.replace(tzinfo=UTC)


day = written_date
"""`22 november 2026`"""
weekday_day = written_day
"""`maandag 23 november 2026`"""


def clock(moment: datetime) -> str:
    """`14:05`"""
    return to_local(moment).strftime("%H:%M")


def moment(value: datetime) -> str:
    """`22 november 2026 14:05`"""
    return f"{day(to_local(value).date())} {clock(value)}"


def week_number(value: date) -> int:
    return value.isocalendar().week


def countdown(left: timedelta) -> str:
    """`2 u 55 min`, `55 min`; whole minutes, never negative."""
    minutes = max(0, int(left.total_seconds()) // 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} u {minutes} min" if hours else f"{minutes} min"


def due_chip(due_at: datetime | None, now: datetime) -> DueChip:
    """How far away a deadline is, in the fewest words: `1 dag te laat`, `Vandaag, nog 2 u 55 min`."""
    if due_at is None:
        return DueChip("none", "Geen vaste datum")
    today, due_on = to_local(now).date(), to_local(due_at).date()
    if due_at < now:
        days = (today - due_on).days
        if days == 0:
            return DueChip("overdue", f"Te laat sinds {clock(due_at)}")
        return DueChip("overdue", f"{days} {'dag' if days == 1 else 'dagen'} te laat")
    if due_on == today:
        return DueChip("today", f"Vandaag, nog {countdown(due_at - now)}")
    days = (due_on - today).days
    return DueChip("soon", "Morgen" if days == 1 else f"Over {days} dagen")


and_list = joined
"""`a, b en c`"""


_DECIDERS = {
    "principal": "de schoolleider",
    "principal_if_mandated": "de schoolleider met mandaat, anders het bestuur",
    "board": "het bestuur",
    "dpo": "de functionaris gegevensbescherming",
    "any_employee": "iedere medewerker",
}


def who_decides(code: str) -> str:
    """`het bestuur`; a code that is new to this program stays as it is."""
    return _DECIDERS.get(code, code)
