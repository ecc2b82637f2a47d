"""Dutch as it stands in letters, on screen and in the reason of a term: dates, times, numbers, enumerations."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_NUMBERS = (
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
)


def written_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def written_day(day: date) -> str:
    return f"{DAYS[day.weekday()]} {written_date(day)}"


def written_time(moment: datetime) -> str:
    local = moment.astimezone(AMSTERDAM)
    return f"{local.hour}.{local.minute:02d} uur"


def written_moment(moment: datetime) -> str:
    """Day and clock time in the Netherlands, whatever zone the moment was stored in."""
    return f"{written_day(moment.astimezone(AMSTERDAM).date())} om {written_time(moment)}"


def written_number(number: int) -> str:
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} en {parts[-1]}"
