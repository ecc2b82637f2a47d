"""Counting days to the end of a term: forward, back, over a clock that stands still, and with an extension.

Says in one or two short Dutch sentences how it got there. Law: Algemene termijnenwet art. 1 to 4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from twijs_desk.dutch import DAYS, joined, written_day, written_number
from twijs_desk.protocol.days import (
    DAY,
    Calendar,
    add_months,
    add_school_days,
    add_workdays,
    holiday_name,
    is_school_day,
    is_workday,
    knows_school_year,
    school_year_of,
    to_amsterdam,
    unsure_vacations,
    vacation_on,
    workday_on_or_before,
)
from twijs_desk.protocol.model import DueRule

_UNITS: Final = {
    "working_days": ("werkdag", "werkdagen"),
    "school_days": ("schooldag", "schooldagen"),
    "days": ("dag", "dagen"),
    "weeks": ("week", "weken"),
    "months": ("maand", "maanden"),
}
# Longer terms than these stay where they end (Algemene termijnenwet art. 4 onder a).
LONGEST_SHIFTED: Final = {"days": 90, "weeks": 12, "months": 3}
COUNTED: Final = ("working_days", "school_days", "days", "weeks", "months")

Pause = tuple[date, date | None]
"""The clock stands still from the first day up to, and not including, the second; None while it still does."""


@dataclass(frozen=True)
class Due:
    """`at` for terms that end on a moment, `on` on a day; `safe_on` when earlier is wiser."""

    at: datetime | None
    on: date | None
    sentence: str
    safe_on: date | None = None
    paused_since: date | None = None
    """The clock stands still: there is no date until it runs again."""


@dataclass(frozen=True)
class Extension:
    """More of the same unit; counts only when told, with its reason, before the term was over (AVG 12 lid 3)."""

    amount: int
    told_on: date
    reason: str


def counted_back(rule: DueRule, day: date, event: str, calendar: Calendar) -> Due:
    match rule.kind:
        case "working_days":
            end = add_workdays(day, -rule.amount, calendar)
        case "school_days":
            end = add_school_days(day, -rule.amount, calendar)
        case "months":
            end = add_months(day, -rule.amount)
        case _:
            end = day - timedelta(days=rule.amount * (7 if rule.kind == "weeks" else 1))
    found = Due(None, end, f"{capital(say_amount(rule))} voor {event} ({say_day(day)}) is {say_day(end)}.")
    if rule.kind in ("working_days", "school_days"):
        return with_skipped(found, rule.kind, end + DAY, day - DAY, calendar)
    return with_safe_day(found, end, calendar)


@dataclass(frozen=True)
class Count:
    """One term counted forward, day by day where the clock can stand still."""

    rule: DueRule
    day: date
    event: str
    calendar: Calendar
    pauses: tuple[Pause, ...] = ()

    def due(self, extension: Extension | None = None) -> Due:
        plain = self._due(self.rule)
        if extension is None:
            return plain
        if extension.amount < 1:
            raise ValueError("Een verlenging duurt minstens één dag, week of maand.")
        if not extension.reason.strip():
            raise ValueError("Schrijf op waarom de verlenging nodig is.")
        if extension.told_on < self.day or (plain.on is not None and extension.told_on > plain.on):
            until = f", dus uiterlijk op {say_day(plain.on)}" if plain.on else ""
            raise ValueError(f"Een verlenging telt alleen als zij binnen de termijn is gemeld{until}.")
        more = say_amount(replace(self.rule, amount=extension.amount))
        told = f" is op {say_day(extension.told_on)} met {more} verlengd en eindigt op "
        longer = replace(self.rule, amount=self.rule.amount + extension.amount)
        return self._due(longer, f"De termijn na {self.event} ({say_day(self.day)}){told}")

    def _due(self, rule: DueRule, lead: str = "") -> Due:
        """`lead` is how the sentence begins; the last day follows it."""
        end = self._end(rule)
        if end is None:
            return self._standing(rule)
        lead = lead or f"{capital(say_amount(rule))} na {self.event} ({say_day(self.day)}) is "
        found = Due(None, end, f"{lead}{say_day(end)}.")
        lost = self._lost(end)
        if lost:
            days = "één dag" if lost == 1 else f"{written_number(lost)} dagen"
            found = replace(found, sentence=f"{found.sentence[:-1]}, omdat de termijn {days} stilstond.")
        if rule.kind in ("working_days", "school_days"):
            return found if lost else with_skipped(found, rule.kind, self.day + DAY, end - DAY, self.calendar)
        if rule.statutory and rule.amount <= LONGEST_SHIFTED[rule.kind]:
            return self._shifted(rule, found, end)
        running_from = max((last for _, last in self.pauses if last and last <= end), default=self.day)
        return with_safe_day(found, end, self.calendar, not_before=max(self.day, running_from))

    def _length(self, rule: DueRule) -> int:
        """Calendar days in a term of days, weeks or months."""
        if rule.kind == "months":
            return (add_months(self.day, rule.amount) - self.day).days
        return rule.amount * (7 if rule.kind == "weeks" else 1)

    def _end(self, rule: DueRule) -> date | None:
        """The last counted day; None when the clock stands still without an end before it comes."""
        if rule.kind == "working_days":
            return self._walk(rule.amount, lambda day: is_workday(day, self.calendar))
        if rule.kind == "school_days":
            return self._walk(rule.amount, lambda day: is_school_day(day, self.calendar))
        if not self.pauses:
            return self.day + timedelta(days=self._length(rule))
        return self._walk(self._length(rule), lambda _day: True)

    def _walk(self, amount: int, counts: Callable[[date], bool]) -> date | None:
        day, idle = self.day, 0
        while amount > 0:
            day += DAY
            pause = self._pause_on(day)
            if pause is not None:
                if pause[1] is None:
                    return None
                day = pause[1] - DAY
            elif counts(day):
                amount, idle = amount - 1, 0
            elif (idle := idle + 1) > 366:
                raise ValueError("In de schoolkalender staat een jaar lang geen schooldag.")
        return day

    def _pause_on(self, day: date) -> Pause | None:
        return next((p for p in self.pauses if p[0] <= day and (p[1] is None or day < p[1])), None)

    def _lost(self, end: date) -> int:
        return sum(
            max(0, (last - max(first, self.day + DAY)).days)
            for first, last in self.pauses
            if last is not None and last <= end
        )

    def _standing(self, rule: DueRule) -> Due:
        since = max(self.day, *(first for first, last in self.pauses if last is None))
        sentence = (
            f"De termijn van {say_amount(rule)} na {self.event} staat stil sinds {say_day(since)}; "
            "er is pas weer een einddatum als hij verder loopt."
        )
        return Due(None, None, sentence, paused_since=since)

    def _shifted(self, rule: DueRule, found: Due, end: date) -> Due:
        """Algemene termijnenwet: art. 1 moves the end to a working day, art. 2 keeps two of them inside."""
        last = moved = self._next_workday(end)
        if self._length(rule) >= 3:
            inside = (self.day + timedelta(days=n) for n in range(1, ((last or end) - self.day).days + 1))
            have = sum(1 for day in inside if self._works(day))
            while last is not None and have < 2:
                last, have = self._next_workday(last + DAY), have + 1
        if last is None or moved is None:
            return self._standing(rule)
        if last == end:
            return found
        if last == moved:
            why = why_free(end, self.calendar)
            sentence = f"{found.sentence} Dat is {why}; de wet schuift door naar {say_day(last)}."
        else:
            sentence = (
                f"{found.sentence} De wet schuift door naar {say_day(last)}, "
                "omdat er twee werkdagen in de termijn horen."
            )
        return Due(None, last, sentence)

    def _works(self, day: date) -> bool:
        return is_workday(day, self.calendar) and self._pause_on(day) is None

    def _next_workday(self, day: date) -> date | None:
        while not self._works(day):
            pause = self._pause_on(day)
            if pause is not None and pause[1] is None:
                return None
            day = pause[1] if pause is not None and pause[1] is not None else day + DAY
        return day


def usable(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """The pauses in order, those that touch or overlap as one. Raises ValueError for one that ends too early."""
    joined_up: list[Pause] = []
    for first, last in sorted(pauses, key=lambda pause: pause[0]):
        if last is not None and last < first:
            raise ValueError(
                f"De termijn stond pas stil op {say_day(first)} en kan niet al weer lopen op {say_day(last)}."
            )
        if joined_up and (joined_up[-1][1] is None or first <= joined_up[-1][1]):
            before, until = joined_up.pop()
            joined_up.append((before, None if until is None or last is None else max(until, last)))
        elif last != first:
            joined_up.append((first, last))
    return tuple(joined_up)


def with_skipped(found: Due, kind: str, first: date, last: date, calendar: Calendar) -> Due:
    """Say which days did not count, and which of them nobody has confirmed."""
    names: list[str] = []
    for day in _days(first, last):
        name = _skipped(kind, day, calendar)
        if name and name not in names:
            names.append(name)
    sentence = found.sentence
    if names:
        verb = "tellen" if len(names) > 1 else "telt"
        sentence = f"{sentence[:-1]}; {joined(names)} {verb} niet mee."
    if kind == "school_days" and found.on is not None:
        doubts = unsure_vacations(min(first, found.on), max(last, found.on), calendar)
        if doubts:
            named = joined([f"{v.name.lower()} {v.school_year}" for v in doubts])
            sentence += f" Nog te bevestigen: {named}."
        elif not knows_school_year(found.on, calendar):
            year = school_year_of(found.on)
            sentence += f" Van schooljaar {year} staan er nog geen vakanties in de schoolkalender."
    return replace(found, sentence=sentence)


def _skipped(kind: str, day: date, calendar: Calendar) -> str:
    counted = is_workday(day, calendar) if kind == "working_days" else is_school_day(day, calendar)
    if counted:
        return ""
    holiday = holiday_name(day, calendar)
    vacation = vacation_on(day, calendar) if kind == "school_days" else None
    if vacation is not None:
        return f"de {vacation.name.lower()}"
    if day.isoweekday() > 5:
        return "het weekend"
    if holiday is not None:
        return holiday
    return "een studiedag" if day in calendar.study_days else "een dag zonder les"


def with_safe_day(found: Due, end: date, calendar: Calendar, not_before: date | None = None) -> Due:
    safe = workday_on_or_before(end, calendar)
    if safe == end:
        return found
    free = why_free(end, calendar)
    if not_before is not None and safe < not_before:
        return replace(found, sentence=f"{found.sentence} Dat is {free}.")
    wise = f"Dat is {free}: ga veilig uit van {say_day(safe)}."
    return replace(found, sentence=f"{found.sentence} {wise}", safe_on=safe)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range(max(0, (last - first).days + 1))]


def why_free(day: date, calendar: Calendar) -> str:
    """Why nobody works on this day; empty for a working day."""
    name = holiday_name(day, calendar)
    if name is not None:
        return name
    return f"een {DAYS[day.weekday()]}" if day.isoweekday() > 5 else ""


def say_amount(rule: DueRule) -> str:
    """`zes weken`"""
    one, many = _UNITS[rule.kind]
    return f"{written_number(rule.amount)} {one if rule.amount == 1 else many}"


def capital(text: str) -> str:
    """A sentence that begins with *één* begins with *Eén*."""
    return ("E" if text[:1] == "é" else text[:1].upper()) + text[1:]


def say_day(day: date) -> str:
    return written_day(day)


def say_moment(at: datetime) -> str:
    local = to_amsterdam(at)
    return f"{say_day(local.date())} om {local:%H:%M}"
