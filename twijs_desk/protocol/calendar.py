"""Terms: from a due rule and its event to a date, with one Dutch sentence that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from twijs_desk.dutch import AMSTERDAM, written_number
from twijs_desk.protocol.counting import (
    COUNTED,
    Count,
    Due,
    Extension,
    Pause,
    capital,
    counted_back,
    say_day,
    say_moment,
    usable,
)
from twijs_desk.protocol.days import (
    CLOSES,
    DAY,
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
    "Extension",
    "HolidayRule",
    "Pause",
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
    "staff_suspension",
    "suspension_maximum",
    "suspension_needs_notice",
    "to_amsterdam",
    "vacation_on",
    "with_school_days",
    "workday_on_or_after",
    "workday_on_or_before",
]

STAFF_SUSPENSION_WEEKS: Final = 4  # CAO PO, in principle at most; an extension needs a new necessity


def due(
    rule: DueRule,
    trigger_at: datetime | date,
    calendar: Calendar,
    *,
    back: bool = False,
    pauses: Sequence[Pause] = (),
    extension: Extension | None = None,
    event: str = "",
) -> Due:
    """The end of a term, with the sentence that explains it.

    `back` counts back from the event; such a term never moves to a later day (Algemene termijnenwet art. 1 lid 2).
    `event` replaces the words for what the term runs from.
    Raises ValueError, in Dutch, for a moment without time zone, a date out of reach, or a pause or extension
    that cannot be.
    """
    words = event or TRIGGERS.get(rule.trigger, "de gebeurtenis")
    if isinstance(trigger_at, datetime):
        moment = to_amsterdam(trigger_at)
        day = moment.date()
    else:
        moment = datetime(trigger_at.year, trigger_at.month, trigger_at.day, tzinfo=AMSTERDAM)
        day = trigger_at
    if (
        (back or pauses or extension)
        and rule.kind not in COUNTED
        and not (back and rule.kind == "elapsed_hours")
    ):
        raise ValueError("Deze termijn kan niet terugtellen, stilstaan of worden verlengd.")
    if back and (pauses or extension):
        raise ValueError("Een termijn die terugtelt, kan niet stilstaan of worden verlengd.")
    try:
        if rule.kind in COUNTED:
            if back:
                return counted_back(rule, day, words, calendar)
            return Count(rule, day, words, calendar, usable(pauses)).due(extension)
        return _moment_term(rule, moment, isinstance(trigger_at, datetime), words, calendar, back)
    except OverflowError as error:
        raise ValueError("Deze datum ligt te ver weg om mee te rekenen.") from error


def staff_suspension(start: date, extensions: Sequence[Extension] = ()) -> Due:
    """The last day an employee may be suspended: four weeks, the first day counts; longer only by extensions.

    Raises ValueError, in Dutch, for an extension that is too long, too late or has no necessity of its own.
    """
    last = start + timedelta(weeks=STAFF_SUSPENSION_WEEKS) - DAY
    reasons: set[str] = set()
    for extension in extensions:
        if not 1 <= extension.amount <= STAFF_SUSPENSION_WEEKS:
            raise ValueError("Een schorsing wordt met hooguit vier weken tegelijk verlengd.")
        reason = extension.reason.strip().casefold()
        if not reason or reason in reasons:
            raise ValueError("Een langere schorsing vraagt een nieuwe noodzaak. Schrijf die op.")
        if extension.told_on > last:
            raise ValueError(f"De schorsing was al voorbij op {say_day(last)}; verlengen kan dan niet meer.")
        reasons.add(reason)
        last += timedelta(weeks=extension.amount)
    weeks = (last - start).days // 7 + 1
    most = f"hooguit {written_number(weeks)} weken, dus tot en met {say_day(last)}"
    sentence = f"Een schorsing vanaf {say_day(start)} duurt {'met verlenging ' if extensions else ''}{most}."
    return Due(None, last, sentence)


def _moment_term(
    rule: DueRule, moment: datetime, timed: bool, event: str, calendar: Calendar, back: bool
) -> Due:
    match rule.kind:
        case "at_once":
            return Due(moment.astimezone(UTC), None, f"Meteen, gerekend vanaf {event}: {say_moment(moment)}.")
        case "same_day":
            day = moment.date()
            return Due(None, day, f"Op dezelfde dag als {event}: {say_day(day)}.")
        case "same_working_day":
            return _same_working_day(moment, timed, event, calendar)
        case "elapsed_hours":
            return _elapsed(-rule.amount if back else rule.amount, moment, event)
    return Due(None, None, "Hier hoort geen vaste termijn bij.")


def _same_working_day(moment: datetime, timed: bool, event: str, calendar: Calendar) -> Due:
    if timed and not line_open(moment, calendar):
        at = next_opening(moment, calendar)
        sentence = (
            f"{capital(event)}: {say_moment(moment)}, buiten werkdagen van 08:00 tot 17:00. "
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
    way = "na" if hours >= 0 else "voor"
    sentence = f"{abs(hours)} uur {way} {event} ({say_moment(moment)}) is {say_moment(at)}."
    first, last = sorted((moment, at), key=lambda one: one.astimezone(UTC))
    change = (last.utcoffset() or timedelta()) - (first.utcoffset() or timedelta())
    if change:
        turned = "vooruit" if change > timedelta() else "terug"
        sentence += f" Weekend en feestdagen tellen mee, en de klok gaat in die tijd een uur {turned}."
    else:
        sentence += " Weekend en feestdagen tellen mee."
    return Due(at.astimezone(UTC), None, sentence)
