"""The engine against the second calculator: short in the ordinary run, every day of 2020 to 2040 with `-m slow`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from brute_terms import Brute, gauss_easter, last_sunday

from twijs_desk.protocol.calendar import (
    AMSTERDAM,
    Calendar,
    Extension,
    Vacation,
    due,
    easter,
    is_workday,
    staff_suspension,
    suspension_maximum,
    suspension_needs_notice,
    with_school_days,
)
from twijs_desk.protocol.model import DueRule

FIRST, LAST = date(2020, 1, 1), date(2040, 12, 31)
EPOCH = datetime(2019, 1, 1, tzinfo=UTC)
ONE = timedelta(days=1)

# In use in the pack and the legal guide, and the edges of the law: 90 and 91 days, 12 and 13 weeks, 3 and 4 months.
AMOUNTS = (
    ("working_days", 1), ("working_days", 2), ("working_days", 5), ("working_days", 10),
    ("school_days", 1), ("school_days", 5), ("school_days", 20),
    ("days", 1), ("days", 2), ("days", 3), ("days", 4), ("days", 7), ("days", 8), ("days", 14), ("days", 21),
    ("days", 90), ("days", 91),
    ("weeks", 1), ("weeks", 2), ("weeks", 3), ("weeks", 4), ("weeks", 6), ("weeks", 10), ("weeks", 12), ("weeks", 13),
    ("months", 1), ("months", 2), ("months", 3), ("months", 4), ("months", 12),
)  # fmt: skip
HOURS = (1, 4, 24, 48, 72, 168)


@pytest.fixture(scope="module")
def school(calendar: Calendar) -> Calendar:
    """A school with holidays every year, four days of lessons in a week, and some study days."""
    vacations = []
    study = set()
    for year in range(2018, 2043):
        label = f"{year}-{year + 1}"
        for name, first, days in (
            ("Herfstvakantie", date(year, 10, 17), 9),
            ("Kerstvakantie", date(year, 12, 20), 16),
            ("Voorjaarsvakantie", date(year + 1, 2, 20), 9),
            ("Meivakantie", date(year + 1, 4, 24), 14),
            ("Zomervakantie", date(year + 1, 7, 8), 44),
        ):
            vacations.append(Vacation(label, name, first, first + (days - 1) * ONE, year % 2 == 0))
        study.update((date(year, 11, 3), date(year, 3, 9), date(year, 6, 6)))
    return with_school_days(calendar, tuple(vacations), frozenset(study), frozenset({1, 2, 4, 5}))


@pytest.fixture(scope="module")
def brute(school: Calendar) -> Brute:
    silent = set()
    day = date(2018, 1, 1)
    while day.year < 2044:
        if day.isoweekday() == 3 or day in school.study_days:
            silent.add(day)
        day += ONE
    for vacation in school.vacations:
        day = vacation.first
        while day <= vacation.last:
            silent.add(day)
            day += ONE
    return Brute(2018, 2044, silent)


def days(step: int) -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += step * ONE


def minutes(at: datetime) -> int:
    return int((at - EPOCH).total_seconds()) // 60


STEP = [pytest.param(11, id="every 11th day"), pytest.param(1, id="every day", marks=pytest.mark.slow)]


def test_the_holidays_themselves(calendar: Calendar, brute: Brute) -> None:
    assert all(easter(year) == gauss_easter(year) for year in range(1900, 2100))
    assert all(is_workday(day, calendar) == brute.works(day) for day in days(1))
    assert last_sunday(2027, 3) == date(2027, 3, 28)


@pytest.mark.parametrize("step", STEP)
def test_every_term_of_days(school: Calendar, brute: Brute, step: int) -> None:
    for (kind, amount), statutory in product(AMOUNTS, (False, True)):
        rule = DueRule(kind, amount, "received", statutory)
        for start in days(step):
            found = due(rule, start, school)
            assert (found.on, found.safe_on) == brute.end(kind, amount, start, statutory), (rule, start)
            assert found.at is None
            told_well(found.sentence, found.on)


@pytest.mark.parametrize("step", STEP)
def test_every_term_counted_back(school: Calendar, brute: Brute, step: int) -> None:
    for kind, amount in AMOUNTS:
        rule = DueRule(kind, amount, "received", statutory=True)
        for event in days(step):
            found = due(rule, event, school, back=True)
            assert (found.on, found.safe_on) == brute.back(kind, amount, event), (rule, event)
            assert found.on is not None
            assert found.on < event
            told_well(found.sentence, found.on)


PAUSES = (
    (0, 1),
    (1, 5),
    (3, 24),
    (10, 80),
    (25, 27),
    (40, 41),
    (41, 60),
    (-10, 4),
    (-10, 0),
    (6, 6),
    (5, None),
    (28, None),
    (43, None),
)


@pytest.mark.parametrize(
    "step", [pytest.param(41, id="every 41st day"), pytest.param(1, id="every day", marks=pytest.mark.slow)]
)
def test_every_term_with_a_clock_that_stands_still(school: Calendar, brute: Brute, step: int) -> None:
    kinds = (
        ("weeks", 4),
        ("weeks", 6),
        ("days", 3),
        ("days", 21),
        ("months", 1),
        ("working_days", 5),
        ("school_days", 5),
    )
    for (kind, amount), statutory, (after, until) in product(kinds, (False, True), PAUSES):
        rule = DueRule(kind, amount, "received", statutory)
        for start in days(step):
            pause = (start + after * ONE, None if until is None else start + until * ONE)
            found = due(rule, start, school, pauses=(pause,))
            assert (found.on, found.safe_on) == brute.end(kind, amount, start, statutory, pause), (
                rule,
                start,
                pause,
            )
            assert (found.on is None) == (found.paused_since is not None)
            told_well(found.sentence, found.on)


@pytest.mark.parametrize("step", STEP)
def test_every_extension(school: Calendar, brute: Brute, step: int) -> None:
    for kind, amount, more in (
        ("months", 1, 2),
        ("weeks", 4, 4),
        ("weeks", 10, 3),
        ("days", 21, 7),
        ("working_days", 5, 5),
    ):
        for start, statutory in product(days(step), (False, True)):
            rule = DueRule(kind, amount, "received", statutory)
            extension = Extension(more, start + 3 * ONE, "het verzoek is ingewikkeld")
            found = due(rule, start, school, extension=extension)
            expected = brute.end(kind, amount + more, start, statutory)
            assert (found.on, found.safe_on) == expected, (rule, start)
            told_well(found.sentence, found.on)


@pytest.mark.parametrize("step", STEP)
def test_every_suspension_and_its_notice(school: Calendar, brute: Brute, step: int) -> None:
    for start in days(step):
        last = suspension_maximum(start, school)
        assert last == brute.suspension(start), start
        for length in (0, 1, 2, 3, 4, 5, 6):
            end = start + length * ONE
            assert suspension_needs_notice(start, end, school) == brute.notice(start, end), (start, end)
        once = Extension(4, start + 20 * ONE, "nieuwe verklaring")
        twice = Extension(2, start + 50 * ONE, "onderzoek van de politie")
        for extra, given in ((0, ()), (4, (once,)), (6, (once, twice))):
            assert staff_suspension(start, given).on == brute.employee(start, extra), start


CLOCKS = tuple(
    time(*parts)
    for parts in (
        (0, 0),
        (0, 59),
        (2, 0),
        (2, 30),
        (3, 0),
        (7, 59),
        (8, 0),
        (9, 15),
        (16, 59),
        (17, 0),
        (23, 59),
    )
)


@pytest.mark.parametrize("step", STEP)
def test_every_term_of_hours_and_the_same_working_day(school: Calendar, brute: Brute, step: int) -> None:
    turning = [
        last_sunday(year, month) + n * ONE
        for year in range(2020, 2041, min(step, 5))
        for month in (3, 10)
        for n in range(-4, 2)
    ]
    call = DueRule("same_working_day", 0, "school_aware")
    for day, clock, fold in product((*days(step), *turning), CLOCKS, (0, 1)):
        if fold and day not in turning:
            continue
        start = datetime.combine(day, clock, AMSTERDAM).replace(fold=fold).astimezone(UTC)
        since = minutes(start)
        for hours in HOURS:
            found = due(DueRule("elapsed_hours", hours, "breach_known", True), start, school)
            assert found.at is not None
            assert minutes(found.at) == brute.hours(since, hours), (start, hours)
            shown, minute = brute.wall(minutes(found.at))
            assert f"is {_day(shown)} om {minute // 60:02d}:{minute % 60:02d}." in found.sentence, (
                start,
                hours,
            )
            earlier = due(DueRule("elapsed_hours", hours, "breach_known"), start, school, back=True)
            assert earlier.at is not None
            assert minutes(earlier.at) == brute.hours(since, -hours)
        called = due(call, start, school)
        assert called.at is not None
        assert minutes(called.at) == brute.same_working_day(since), start
        told_well(called.sentence, called.on)


WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.isoweekday() - 1]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def told_well(sentence: str, last: date | None) -> None:
    """One sentence or two short ones, with the day itself in it."""
    assert 1 <= sentence.count(". ") + 1 <= 2, sentence
    assert sentence.endswith("."), sentence
    assert sentence[0] == sentence[0].upper(), sentence
    assert last is None or _day(last) in sentence, sentence
