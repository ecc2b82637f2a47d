"""Terms: from a due rule and its event to a date, with one Dutch sentence that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from twijs_desk.dutch import AMSTERDAM, DAYS, written_day, written_number
from twijs_desk.protocol.days import (
    CLOSES,
    Calendar,
    HolidayRule,
    Vacation,
    add_elapsed_hours,
    add_months,
    add_school_days,
    add_workdays,
    easter,
    holiday_name,
    is_school_day,
    is_workday,
    line_open,
    load_calendar,
    next_opening,
    school_days,
    suspension_maximum,
    suspension_needs_notice,
    to_amsterdam,
    vacation_on,
    with_school_days,
    workday_on_or_after,
    workday_on_or_before,
)
from twijs_desk.protocol.model import TRIGGERS, DueRule

__all__ = [
    "AMSTERDAM",
    "CLOSES",
    "Calendar",
    "Due",
    "HolidayRule",
    "Vacation",
    "add_elapsed_hours",
    "add_months",
    "add_school_days",
    "add_workdays",
    "due",
    "easter",
    "holiday_name",
    "is_school_day",
    "is_workday",
    "line_open",
    "load_calendar",
    "next_opening",
    "say_day",
    "say_moment",
    "school_days",
    "suspension_maximum",
    "suspension_needs_notice",
    "to_amsterdam",
    "vacation_on",
    "with_school_days",
    "workday_on_or_after",
    "workday_on_or_before",
]

_UNITS: Final = {
    "working_days": ("werkdag", "werkdagen"),
    "school_days": ("schooldag", "schooldagen"),
    "days": ("dag", "dagen"),
    "weeks": ("week", "weken"),
    "months": ("maand", "maanden"),
}
# Longer terms than these stay where they end (Algemene termijnenwet art. 4 onder b).
_LONGEST_SHIFTED: Final = {"days": 90, "weeks": 12, "months": 3}


@dataclass(frozen=True)
class Due:
    """`at` for terms that end on a moment, `on` on a day; `safe_on` when earlier is wiser."""

    at: datetime | None
    on: date | None
    sentence: str
    safe_on: date | None = None


def due(rule: DueRule, trigger_at: datetime | date, calendar: Calendar) -> Due:
    """Raises ValueError, in Dutch, for a moment without time zone or a date out of reach."""
    try:
        return _due(rule, trigger_at, calendar)
    except OverflowError as error:
        raise ValueError("Deze datum ligt te ver weg om mee te rekenen.") from error


def _due(rule: DueRule, trigger_at: datetime | date, calendar: Calendar) -> Due:
    if isinstance(trigger_at, datetime):
        moment = to_amsterdam(trigger_at)
        day = moment.date()
    else:
        moment = datetime(trigger_at.year, trigger_at.month, trigger_at.day, tzinfo=AMSTERDAM)
        day = trigger_at
    event = TRIGGERS.get(rule.trigger, "de gebeurtenis")
    match rule.kind:
        case "none":
            return Due(None, None, "Hier hoort geen vaste termijn bij.")
        case "at_once":
            return Due(moment.astimezone(UTC), None, f"Meteen, gerekend vanaf {event}: {say_moment(moment)}.")
        case "same_day":
            return Due(None, day, f"Op dezelfde dag als {event}: {say_day(day)}.")
        case "same_working_day":
            return _same_working_day(moment, isinstance(trigger_at, datetime), event, calendar)
        case "elapsed_hours":
            return _elapsed(rule.amount, moment, event)
        case "working_days":
            return _counted(rule, day, add_workdays(day, rule.amount, calendar), event)
        case "school_days":
            return _counted(rule, day, add_school_days(day, rule.amount, calendar), event)
        case _:
            return _calendar_term(rule, day, event, calendar)


def _same_working_day(moment: datetime, timed: bool, event: str, calendar: Calendar) -> Due:
    if timed and not line_open(moment, calendar):
        at = next_opening(moment, calendar)
        sentence = (
            f"{_capital(event)}: {say_moment(moment)}, buiten werkdagen van 08:00 tot 17:00. "
            f"Daarom zodra het weer kan: {say_moment(at)}."
        )
        return Due(at.astimezone(UTC), at.date(), sentence)
    day = workday_on_or_after(moment.date(), calendar)
    at = datetime.combine(day, CLOSES, AMSTERDAM)
    same = "dezelfde werkdag" if day == moment.date() else "de eerstvolgende werkdag"
    sentence = f"Uiterlijk {same} als {event}" if day == moment.date() else f"Uiterlijk {same} na {event}"
    return Due(at.astimezone(UTC), day, f"{sentence}: {say_moment(at)}.")


def _elapsed(hours: int, moment: datetime, event: str) -> Due:
    at = add_elapsed_hours(moment, hours)
    sentence = f"{hours} uur na {event} ({say_moment(moment)}) is {say_moment(at)}."
    sentence += " Weekend en feestdagen tellen mee."
    change = (at.utcoffset() or timedelta()) - (moment.utcoffset() or timedelta())
    if change:
        way = "vooruit" if change > timedelta() else "terug"
        sentence += f" De klok gaat in die tijd een uur {way}."
    return Due(at.astimezone(UTC), None, sentence)


def _counted(rule: DueRule, day: date, end: date, event: str) -> Due:
    return Due(None, end, f"{_amount(rule)} na {event} ({say_day(day)}) is {say_day(end)}.")


def _calendar_term(rule: DueRule, day: date, event: str, calendar: Calendar) -> Due:
    if rule.kind == "months":
        end = add_months(day, rule.amount)
    else:
        end = day + timedelta(days=rule.amount * (7 if rule.kind == "weeks" else 1))
    plain = _counted(rule, day, end, event)
    longest = _LONGEST_SHIFTED[rule.kind]
    if rule.statutory and rule.amount <= longest:
        return _shifted(day, end, plain, calendar)
    safe = workday_on_or_before(end, calendar)
    if safe == end:
        return plain
    wise = f"Dat is {_why_free(end, calendar)}: ga veilig uit van {say_day(safe)}."
    return Due(None, end, f"{plain.sentence} {wise}", safe)


def _shifted(day: date, end: date, plain: Due, calendar: Calendar) -> Due:
    """Algemene termijnenwet: art. 1 moves the end to a working day, art. 2 keeps two of them inside."""
    last = workday_on_or_after(end, calendar)
    if last != end:
        sentence = (
            f"{plain.sentence} Dat is {_why_free(end, calendar)}; de wet schuift door naar {say_day(last)}."
        )
        plain = Due(None, last, sentence)
    span = (end - day).days
    if span >= 3:
        inside = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
        workdays = [d for d in inside if is_workday(d, calendar)]
        if len(workdays) < 2:
            last = add_workdays(day, 2, calendar)
            sentence = f"{plain.sentence} Er horen twee werkdagen in de termijn: {say_day(last)}."
            return Due(None, last, sentence)
    return plain


def _why_free(day: date, calendar: Calendar) -> str:
    name = holiday_name(day, calendar)
    return name if name is not None else f"een {DAYS[day.weekday()]}"


def _amount(rule: DueRule) -> str:
    one, many = _UNITS[rule.kind]
    number = written_number(rule.amount)
    return f"{_capital(number)} {one if rule.amount == 1 else many}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def say_day(day: date) -> str:
    return written_day(day)


def say_moment(at: datetime) -> str:
    local = to_amsterdam(at)
    return f"{say_day(local.date())} om {local:%H:%M}"
