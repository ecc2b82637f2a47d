"""The term vectors of the legal guide, and the edges around them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from twijs_desk import assets
from twijs_desk.protocol.calendar import (
    AMSTERDAM,
    Calendar,
    add_months,
    add_school_days,
    due,
    easter,
    holiday_name,
    is_school_day,
    is_workday,
    line_open,
    load_calendar,
    next_opening,
    say_day,
    school_days,
    suspension_maximum,
    suspension_needs_notice,
    with_school_days,
    workday_on_or_after,
)
from twijs_desk.protocol.model import DueRule, PackError

OBJECTION = DueRule("weeks", 6, "notified", statutory=True)
DECISION = DueRule("weeks", 4, "received", statutory=True)
BREACH = DueRule("elapsed_hours", 72, "breach_known", statutory=True)
COMPLAINT = DueRule("months", 3, "victim_learned")
CALL = DueRule("same_working_day", 0, "school_aware")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("notified", "last"),
    [
        (date(2026, 11, 24), date(2027, 1, 5)),
        (date(2026, 11, 13), date(2026, 12, 28)),
        (date(2027, 2, 15), date(2027, 3, 30)),
        (date(2027, 3, 24), date(2027, 5, 7)),
        (date(2026, 12, 19), date(2027, 2, 1)),
    ],
)
def test_objection_of_six_weeks(calendar: Calendar, notified: date, last: date) -> None:
    found = due(OBJECTION, notified, calendar)
    assert found.on == last
    assert say_day(notified) in found.sentence
    assert say_day(last) in found.sentence


def test_decision_on_objection_of_four_weeks(calendar: Calendar) -> None:
    assert due(DECISION, date(2026, 11, 27), calendar).on == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("known", "until"),
    [
        (at(2026, 11, 20, 16, 40), at(2026, 11, 23, 16, 40)),
        (at(2026, 12, 24, 9, 15), at(2026, 12, 27, 9, 15)),
        (at(2027, 3, 27, 20, 0), at(2027, 3, 30, 21, 0)),
        (at(2026, 10, 24, 20, 0), at(2026, 10, 27, 19, 0)),
    ],
)
def test_breach_of_72_elapsed_hours(calendar: Calendar, known: datetime, until: datetime) -> None:
    found = due(BREACH, known, calendar)
    assert found.at == until.astimezone(UTC)
    assert found.at - known.astimezone(UTC) == timedelta(hours=72)


def test_a_change_of_the_clock_is_said(calendar: Calendar) -> None:
    assert "een uur vooruit" in due(BREACH, at(2027, 3, 27, 20, 0), calendar).sentence
    assert "een uur terug" in due(BREACH, at(2026, 10, 24, 20, 0), calendar).sentence
    assert "klok" not in due(BREACH, at(2026, 11, 20, 16, 40), calendar).sentence


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 11, 25), date(2026, 12, 1)),
        (date(2026, 12, 17), date(2026, 12, 18)),
        (date(2026, 11, 23), date(2026, 11, 27)),
    ],
)
def test_suspension_maximum(calendar: Calendar, start: date, last: date) -> None:
    assert suspension_maximum(start, calendar) == last


def test_no_suspension_can_be_planned_in_a_holiday(calendar: Calendar) -> None:
    assert suspension_maximum(date(2026, 12, 20), calendar) is None


def test_friday_and_monday_are_two_school_days(calendar: Calendar) -> None:
    assert suspension_needs_notice(date(2026, 11, 27), date(2026, 11, 30), calendar)
    assert not suspension_needs_notice(date(2026, 11, 27), date(2026, 11, 29), calendar)


def test_complaint_of_three_months_shows_a_safe_day(calendar: Calendar) -> None:
    found = due(COMPLAINT, date(2026, 11, 20), calendar)
    assert found.on == date(2027, 2, 20)
    assert found.safe_on == date(2027, 2, 19)
    assert "vrijdag 19 februari 2027" in found.sentence


def test_months_end_at_the_end_of_a_shorter_month() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 31), 12) == date(2027, 12, 31)


def test_terms_longer_than_the_law_says_are_not_shifted(calendar: Calendar) -> None:
    # 12 weeks shift, 13 do not (Algemene termijnenwet art. 4)
    start = date(2026, 9, 19)  # a Saturday
    assert due(DueRule("weeks", 12, "filed", True), start, calendar).on == date(2026, 12, 14)
    assert due(DueRule("weeks", 13, "filed", True), start, calendar).on == date(2026, 12, 19)


def test_a_statutory_term_of_three_days_holds_two_working_days(calendar: Calendar) -> None:
    # Thursday before Easter + 3 days: Good Friday, Saturday, Easter; so Wednesday (art. 1 gives Tuesday)
    found = due(DueRule("days", 3, "received", True), date(2027, 3, 25), calendar)
    assert found.on == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("aware", "until"),
    [
        (at(2026, 11, 20, 16, 59), at(2026, 11, 20, 17, 0)),
        (at(2026, 11, 20, 17, 0), at(2026, 11, 23, 8, 0)),
        (at(2026, 11, 20, 7, 59), at(2026, 11, 20, 8, 0)),
        (at(2026, 11, 21, 12, 0), at(2026, 11, 23, 8, 0)),
        (at(2026, 12, 24, 18, 0), at(2026, 12, 28, 8, 0)),
        (at(2027, 3, 25, 18, 0), at(2027, 3, 30, 8, 0)),
    ],
)
def test_same_working_day(calendar: Calendar, aware: datetime, until: datetime) -> None:
    assert due(CALL, aware, calendar).at == until.astimezone(UTC)


def test_the_line_and_its_next_opening(calendar: Calendar) -> None:
    assert line_open(at(2026, 11, 23, 8, 0), calendar)
    assert not line_open(at(2026, 11, 23, 17, 0), calendar)
    assert not line_open(at(2026, 11, 22, 12, 0), calendar)
    assert next_opening(at(2026, 11, 22, 12, 0), calendar) == at(2026, 11, 23, 8, 0)
    assert next_opening(at(2026, 11, 23, 9, 30), calendar) == at(2026, 11, 23, 9, 30)


def test_easter_of_many_years() -> None:
    known = {
        2000: (4, 23),
        2008: (3, 23),
        2011: (4, 24),
        2024: (3, 31),
        2025: (4, 20),
        2026: (4, 5),
        2027: (3, 28),
    }
    assert {year: (easter(year).month, easter(year).day) for year in known} == known
    assert all(easter(year).isoweekday() == 7 for year in range(1900, 2200))


def test_recognised_holidays(calendar: Calendar) -> None:
    assert holiday_name(date(2026, 4, 3), calendar) == "Goede Vrijdag"
    assert holiday_name(date(2026, 4, 27), calendar) == "Koningsdag"
    assert holiday_name(date(2025, 4, 26), calendar) == "Koningsdag"  # 27 April 2025 is a Sunday
    assert holiday_name(date(2025, 4, 27), calendar) is None
    assert holiday_name(date(2027, 5, 5), calendar) == "Bevrijdingsdag"
    assert holiday_name(date(2027, 5, 6), calendar) == "Hemelvaartsdag"
    assert not is_workday(date(2026, 12, 25), calendar)


def test_shifts_agree_with_a_plain_walk_over_the_days(calendar: Calendar) -> None:
    """A second, slower way to the same answer for every start in two years."""
    for number in range(730):
        start = date(2026, 1, 1) + timedelta(days=number)
        end = start + timedelta(days=42)
        while end.isoweekday() > 5 or holiday_name(end, calendar) is not None:
            end += timedelta(days=1)
        assert due(OBJECTION, start, calendar).on == end


def test_suspension_never_exceeds_either_limit(calendar: Calendar) -> None:
    for number in range(600):
        start = date(2025, 10, 1) + timedelta(days=number)
        last = suspension_maximum(start, calendar)
        if last is not None:
            assert (last - start).days <= 6
            assert 1 <= len(school_days(start, last, calendar)) <= 5


def test_a_school_can_have_its_own_days(calendar: Calendar) -> None:
    own = with_school_days(calendar, (), frozenset({date(2026, 11, 25)}), frozenset({1, 2, 3, 4}))
    assert not is_school_day(date(2026, 11, 25), own)  # study day
    assert not is_school_day(date(2026, 11, 27), own)  # no lessons on Friday
    assert is_school_day(date(2026, 12, 21), own)  # this school entered no holidays
    assert add_school_days(date(2026, 11, 24), 1, own) == date(2026, 11, 26)


def test_working_and_school_days_count_forward(calendar: Calendar) -> None:
    assert due(DueRule("working_days", 2, "sent"), date(2026, 12, 24), calendar).on == date(2026, 12, 29)
    assert due(DueRule("school_days", 1, "decision"), date(2026, 12, 18), calendar).on == date(2027, 1, 4)


def test_unusable_moments_are_refused_in_dutch(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match="tijdzone"):
        due(BREACH, datetime(2026, 11, 20, 16, 40), calendar)  # noqa: DTZ001 - a naive moment is the point
    with pytest.raises(ValueError, match="te ver weg"):
        due(OBJECTION, date.max, calendar)
    with pytest.raises(ValueError, match="geen schooldag"):
        add_school_days(date(2026, 1, 1), 1, with_school_days(calendar, (), frozenset(), frozenset()))


def test_terms_without_a_date(calendar: Calendar) -> None:
    assert due(DueRule("none"), date(2026, 11, 20), calendar).on is None
    assert due(DueRule("at_once"), at(2026, 11, 20, 9, 0), calendar).at == at(2026, 11, 20, 9, 0).astimezone(
        UTC
    )
    assert due(DueRule("same_day"), date(2026, 11, 20), calendar).on == date(2026, 11, 20)


def test_unverified_holidays_are_marked() -> None:
    calendar = load_calendar(assets.texts(assets.resource("calendar")))
    marks = {(v.school_year, v.name): v.verified for v in calendar.vacations}
    assert marks["2026-2027", "Kerstvakantie"]
    assert not marks["2026-2027", "Herfstvakantie"]
    assert workday_on_or_after(date(2026, 12, 25), calendar) == date(2026, 12, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "geen toml [",
        '[[holiday]]\nname = "X"\nmonth = 2\nday = 30\n',
        '[[holiday]]\nname = "X"\n',
        '[[holiday]]\nname = "X"\nmonth = 1\nday = 1\nkleur = "rood"\n',
        '[[vacation]]\nschool_year = "x"\nname = "x"\nfirst = 2026-02-02\nlast = 2026-02-01\nverified = true',
    ],
)
def test_a_broken_calendar_is_refused(text: str) -> None:
    with pytest.raises(PackError):
        load_calendar({"kalender.toml": text})
