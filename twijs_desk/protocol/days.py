"""Days and hours in Europe/Amsterdam: working days, recognised holidays, school days and limits on them.

Sources: Algemene termijnenwet art. 1 to 4, WPO art. 40c; the school's own days come from its calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from twijs_desk.dutch import AMSTERDAM
from twijs_desk.protocol.load import parse_tables
from twijs_desk.protocol.model import Defect, PackError
from twijs_desk.protocol.order import Moment, OrderRule, order_problems, read_moment, read_order
from twijs_desk.protocol.reading import Table

OPENS: Final = time(8)
CLOSES: Final = time(17)
DAY: Final = timedelta(days=1)
MAX_SCHOOL_DAYS: Final = 5  # WPO 40c "one week", as leerplicht offices count it
MAX_CALENDAR_SPAN: Final = (
    6  # and never beyond the sixth day after the first, so that no holiday stretches it
)


@dataclass(frozen=True)
class HolidayRule:
    """`year` for a day that one decree equates with a holiday (Algemene termijnenwet art. 3 lid 3)."""

    name: str
    month: int = 0
    day: int = 0
    easter: int | None = None
    sunday: int = 0
    year: int = 0

    def in_year(self, year: int) -> date | None:
        if self.year not in (0, year):
            return None
        if self.easter is not None:
            return easter(year) + timedelta(days=self.easter)
        fixed = date(year, self.month, self.day)
        return fixed + timedelta(days=self.sunday) if fixed.isoweekday() == 7 else fixed


@dataclass(frozen=True)
class Vacation:
    school_year: str
    name: str
    first: date
    last: date
    verified: bool
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    region: str
    holidays: tuple[HolidayRule, ...]
    vacations: tuple[Vacation, ...] = ()
    school_weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    study_days: frozenset[date] = frozenset()
    moments: tuple[Moment, ...] = ()
    orders: tuple[OrderRule, ...] = ()
    _named: dict[int, dict[date, str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Holidays by year, kept because every date asks for them."""


def with_school_days(
    calendar: Calendar,
    vacations: tuple[Vacation, ...],
    study_days: frozenset[date] = frozenset(),
    school_weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5}),
) -> Calendar:
    """The same holidays with the days of one school."""
    return replace(calendar, vacations=vacations, study_days=study_days, school_weekdays=school_weekdays)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    quarter, remainder = divmod(in_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - moon - remainder) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def holiday_name(day: date, calendar: Calendar) -> str | None:
    names = calendar._named.get(day.year)
    if names is None:
        names = {}
        for rule in calendar.holidays:
            on = rule.in_year(day.year)
            if on is not None:
                names.setdefault(on, rule.name)
        calendar._named[day.year] = names
    return names.get(day)


def is_workday(day: date, calendar: Calendar) -> bool:
    return day.isoweekday() <= 5 and holiday_name(day, calendar) is None


def workday_on_or_after(day: date, calendar: Calendar) -> date:
    while not is_workday(day, calendar):
        day += DAY
    return day


def workday_on_or_before(day: date, calendar: Calendar) -> date:
    while not is_workday(day, calendar):
        day -= DAY
    return day


def add_workdays(day: date, amount: int, calendar: Calendar) -> date:
    """The amount-th working day after the day, or before it when the amount is negative."""
    step, nearest = (DAY, workday_on_or_after) if amount > 0 else (-DAY, workday_on_or_before)
    for _ in range(abs(amount)):
        day = nearest(day + step, calendar)
    return day


def vacation_on(day: date, calendar: Calendar) -> Vacation | None:
    return next((v for v in calendar.vacations if v.first <= day <= v.last), None)


def is_school_day(day: date, calendar: Calendar) -> bool:
    return (
        day.isoweekday() in calendar.school_weekdays
        and day not in calendar.study_days
        and holiday_name(day, calendar) is None
        and vacation_on(day, calendar) is None
    )


def school_days(first: date, last: date, calendar: Calendar) -> tuple[date, ...]:
    """All school days from the first day up to and including the last."""
    span = (last - first).days + 1
    days = (first + timedelta(days=number) for number in range(max(0, span)))
    return tuple(day for day in days if is_school_day(day, calendar))


def add_school_days(day: date, amount: int, calendar: Calendar) -> date:
    """The amount-th school day after the day, or before it when the amount is negative.

    A calendar without any school day in a year gives up.
    """
    step = DAY if amount > 0 else -DAY
    for _ in range(abs(amount)):
        for _ in range(366):
            day += step
            if is_school_day(day, calendar):
                break
        else:
            raise ValueError("In de schoolkalender staat een jaar lang geen schooldag.")
    return day


def school_year_of(day: date) -> str:
    """`2026-2027`: a school year begins on 1 August."""
    first = day.year if day.month >= 8 else day.year - 1
    return f"{first}-{first + 1}"


def unsure_vacations(first: date, last: date, calendar: Calendar) -> tuple[Vacation, ...]:
    """The school holidays in these days that nobody has confirmed yet."""
    return tuple(
        vacation
        for vacation in calendar.vacations
        if not vacation.verified and vacation.first <= last and vacation.last >= first
    )


def knows_school_year(day: date, calendar: Calendar) -> bool:
    year = school_year_of(day)
    return any(vacation.school_year == year for vacation in calendar.vacations)


def suspension_maximum(start: date, calendar: Calendar) -> date | None:
    """Last school day a suspension may cover: at most 5, within 6 days after the start; None without any."""
    allowed = school_days(start, start + timedelta(days=MAX_CALENDAR_SPAN), calendar)[:MAX_SCHOOL_DAYS]
    return allowed[-1] if allowed else None


def suspension_needs_notice(first: date, last: date, calendar: Calendar) -> bool:
    """WPO 40c lid 3: the inspectorate is told when it lasts longer than one school day."""
    return len(school_days(first, last, calendar)) > 1


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day when that month is shorter."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if not date.min.year <= year < date.max.year:
        raise OverflowError
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - DAY).day
    return date(year, month + 1, min(day.day, last))


def add_elapsed_hours(at: datetime, hours: int) -> datetime:
    """Hours that really pass, also over a change to or from summer time."""
    return to_amsterdam(at.astimezone(UTC) + timedelta(hours=hours))


def to_amsterdam(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("Een moment zonder tijdzone kan niet worden gebruikt.")
    return at.astimezone(AMSTERDAM)


def line_open(at: datetime, calendar: Calendar, opens: time = OPENS, closes: time = CLOSES) -> bool:
    local = to_amsterdam(at)
    return is_workday(local.date(), calendar) and opens <= local.time() < closes


def next_opening(at: datetime, calendar: Calendar, opens: time = OPENS, closes: time = CLOSES) -> datetime:
    """The moment itself when the line is open, otherwise the next time it opens."""
    local = to_amsterdam(at)
    if line_open(at, calendar, opens, closes):
        return local
    day = local.date() if local.time() < opens else local.date() + DAY
    return datetime.combine(workday_on_or_after(day, calendar), opens, AMSTERDAM)


def load_calendar(files: Mapping[str, str]) -> Calendar:
    """The shipped holidays and school holidays from {relative name: TOML text}."""
    defects: list[Defect] = []
    tables = parse_tables(files, ("calendar",), ("holiday", "vacation", "moment", "order"), defects)
    holidays = tuple(_holiday(table) for table in tables["holiday"])
    vacations = tuple(_vacation(table) for table in tables["vacation"])
    moments = tuple(read_moment(table) for table in tables["moment"])
    orders = tuple(read_order(table) for table in tables["order"])
    if not defects:
        defects.extend(Defect("(volgorde)", place, why) for place, why in order_problems(moments, orders))
    region, weekdays = "", frozenset({1, 2, 3, 4, 5})
    for head in tables["calendar"]:
        region = head.text("region")
        weekdays = head.weekdays("school_weekdays")
        head.text("source")
        head.day("verified_on")
        head.finish()
    if not holidays and not defects:
        defects.append(Defect("(map)", "holiday", "in deze kalender staat geen enkele feestdag"))
    if defects:
        raise PackError(tuple(defects))
    return Calendar(region, holidays, vacations, weekdays, moments=moments, orders=orders)


def _holiday(table: Table) -> HolidayRule:
    rule = HolidayRule(
        name=table.text("name"),
        month=table.whole("month", 0),
        day=table.whole("day", 0),
        easter=table.whole("easter", 0, lowest=-200, highest=200) if "easter" in table.raw else None,
        sunday=table.whole("sunday", 0, lowest=-6, highest=6),
        year=table.whole("year", 0, lowest=1964, highest=2199) if "year" in table.raw else 0,
    )
    table.finish()
    if rule.easter is None:
        try:
            date(rule.year or 2023, rule.month, rule.day)  # no leap year, so 29 February is refused as well
        except ValueError:
            table.defect("geef een bestaande maand en dag, of het aantal dagen vanaf Pasen (easter)")
    return rule


def _vacation(table: Table) -> Vacation:
    first, last = table.day("first"), table.day("last")
    name = table.text("name")
    year = table.text("school_year")
    verified = table.flag("verified")
    note = table.text("note", "")
    table.finish()
    if first is None or last is None:
        return Vacation(year, name, date.min, date.min, verified, note)
    if last < first or (last - first).days > 120:
        table.defect("de laatste dag ligt voor de eerste, of de vakantie duurt langer dan 120 dagen", "last")
    return Vacation(year, name, first, last, verified, note)
