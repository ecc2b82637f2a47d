"""The days of one school: its holidays, study days and the weekdays on which it teaches. Checked, and as plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from twijs_desk.dutch import DAYS, written_date
from twijs_desk.protocol.days import Calendar, Vacation, holiday_name, school_days, with_school_days

MAX_VACATIONS: Final = 400
MAX_STUDY_DAYS: Final = 1000
MAX_NAME: Final = 60
MAX_VACATION_DAYS: Final = 120
MIN_SCHOOL_DAYS: Final = 20
_YEAR: Final = re.compile(r"(20\d\d)-(20\d\d)\Z")
EVERY_WEEKDAY: Final = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class StudyDay:
    on: date
    name: str = ""


@dataclass(frozen=True)
class SchoolDays:
    region: str = ""
    weekdays: tuple[int, ...] = EVERY_WEEKDAY
    vacations: tuple[Vacation, ...] = ()
    study_days: tuple[StudyDay, ...] = ()


@dataclass(frozen=True)
class DayDefect:
    """`kind` is `weekdays`, `vacation` or `study_day`; `index` the place in that list."""

    kind: str
    index: int
    message: str


def school_days_of(calendar: Calendar) -> SchoolDays:
    return SchoolDays(
        calendar.region,
        tuple(sorted(calendar.school_weekdays)),
        calendar.vacations,
        tuple(StudyDay(day) for day in sorted(calendar.study_days)),
    )


def with_school(calendar: Calendar, school: SchoolDays) -> Calendar:
    """The recognised holidays with the days of this school."""
    return with_school_days(
        calendar,
        school.vacations,
        frozenset(day.on for day in school.study_days),
        frozenset(school.weekdays),
    )


def in_order(school: SchoolDays) -> SchoolDays:
    """By date, as a calendar is read."""
    return SchoolDays(
        school.region,
        tuple(sorted(set(school.weekdays))),
        tuple(sorted(school.vacations, key=lambda vacation: (vacation.first, vacation.name))),
        tuple(sorted(school.study_days, key=lambda day: day.on)),
    )


def day_defects(school: SchoolDays, calendar: Calendar) -> tuple[DayDefect, ...]:
    """Everything that cannot be, in Dutch, with its row. `calendar` gives the recognised holidays."""
    found: list[DayDefect] = []
    if not school.weekdays or not set(school.weekdays) <= set(range(1, 8)):
        found.append(DayDefect("weekdays", 0, "Kies minstens één lesdag in de week."))
    if len(school.vacations) > MAX_VACATIONS or len(school.study_days) > MAX_STUDY_DAYS:
        found.append(DayDefect("vacation", 0, "Dit zijn meer dagen dan een schoolkalender kan hebben."))
        return tuple(found)
    for index, vacation in enumerate(school.vacations):
        message = _vacation_defect(vacation)
        if message:
            found.append(DayDefect("vacation", index, message))
    if not found:
        found.extend(_overlaps(school.vacations))
    seen: set[date] = set()
    for index, day in enumerate(school.study_days):
        message = _study_day_defect(day, school, calendar, seen)
        seen.add(day.on)
        if message:
            found.append(DayDefect("study_day", index, message))
    if not found:
        found.extend(_empty_years(school, calendar))
    return tuple(found)


def _vacation_defect(vacation: Vacation) -> str:
    name = vacation.name.strip()
    if not name:
        return "Geef deze vakantie een naam."
    if len(name) > MAX_NAME or len(vacation.note) > 200:
        return f"De naam of opmerking bij ‘{name[:20]}…’ is te lang."
    year = _YEAR.match(vacation.school_year)
    if year is None or int(year[2]) != int(year[1]) + 1:
        return f"{name}: schrijf het schooljaar als 2026-2027."
    if vacation.last < vacation.first:
        return f"{name}: de laatste dag ligt voor de eerste."
    if (vacation.last - vacation.first).days >= MAX_VACATION_DAYS:
        return f"{name} duurt langer dan {MAX_VACATION_DAYS} dagen."
    first = int(year[1])
    if vacation.first < date(first, 8, 1) or vacation.last > date(first + 1, 9, 30):
        span = f"{written_date(vacation.first)} tot en met {written_date(vacation.last)}"
        return f"{name} ({span}) valt niet in schooljaar {vacation.school_year}."
    return ""


def _overlaps(vacations: tuple[Vacation, ...]) -> list[DayDefect]:
    found = []
    order = sorted(range(len(vacations)), key=lambda index: vacations[index].first)
    for before, after in pairwise(order):
        one, other = vacations[before], vacations[after]
        if other.first <= one.last:
            message = (
                f"{other.name} begint op {written_date(other.first)}, maar dan is het nog {one.name.lower()}."
            )
            found.append(DayDefect("vacation", after, message))
    return found


def _empty_years(school: SchoolDays, calendar: Calendar) -> list[DayDefect]:
    """A year that is nearly all holiday is a slip of the pen, and no term in school days would end."""
    own = with_school(calendar, school)
    last = [day.on.year for day in school.study_days] + [vacation.last.year for vacation in school.vacations]
    found = []
    for year in sorted(set(last)):
        if len(school_days(date(year, 1, 1), date(year, 12, 31), own)) < MIN_SCHOOL_DAYS:
            message = f"In {year} blijven er minder dan {MIN_SCHOOL_DAYS} lesdagen over."
            found.append(DayDefect("vacation", 0, message))
    return found


def _study_day_defect(day: StudyDay, school: SchoolDays, calendar: Calendar, seen: set[date]) -> str:
    said = written_date(day.on)
    if len(day.name) > MAX_NAME:
        return f"De naam bij {said} is te lang."
    if day.on in seen:
        return f"{said} staat er twee keer."
    if not 2000 <= day.on.year <= 2099:
        return f"{said} ligt te ver weg."
    if day.on.isoweekday() not in school.weekdays:
        return f"{said} is een {DAYS[day.on.weekday()]}; dan is er geen les."
    holiday = holiday_name(day.on, calendar)
    if holiday is not None:
        return f"{said} is al een vrije dag: {holiday}."
    vacation = next((v for v in school.vacations if v.first <= day.on <= v.last), None)
    return f"{said} valt al in de {vacation.name.lower()}." if vacation is not None else ""


def as_plain(school: SchoolDays) -> dict[str, Any]:
    return {
        "region": school.region,
        "weekdays": list(school.weekdays),
        "vacations": [
            {
                "school_year": vacation.school_year,
                "name": vacation.name,
                "first": vacation.first.isoformat(),
                "last": vacation.last.isoformat(),
                "verified": vacation.verified,
                "note": vacation.note,
            }
            for vacation in school.vacations
        ],
        "study_days": [{"on": day.on.isoformat(), "name": day.name} for day in school.study_days],
    }


def from_plain(value: object) -> SchoolDays:
    """Raises ValueError for anything that `as_plain` did not write."""
    try:
        raw = _mapping(value)
        return SchoolDays(
            str(raw["region"]),
            tuple(int(day) for day in raw["weekdays"]),
            tuple(
                Vacation(
                    str(row["school_year"]),
                    str(row["name"]),
                    date.fromisoformat(row["first"]),
                    date.fromisoformat(row["last"]),
                    row["verified"] is True,
                    str(row["note"]),
                )
                for row in map(_mapping, raw["vacations"])
            ),
            tuple(
                StudyDay(date.fromisoformat(row["on"]), str(row["name"]))
                for row in map(_mapping, raw["study_days"])
            ),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("Deze schoolkalender is niet te lezen.") from error


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value
