"""Counting back, a clock that stands still, an extension: how they are told and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from twijs_desk.protocol.calendar import (
    AMSTERDAM,
    Calendar,
    Extension,
    due,
    load_calendar,
    staff_suspension,
    with_school_days,
)
from twijs_desk.protocol.model import DueRule, PackError

OBJECTION_DECISION = DueRule("weeks", 4, "received", statutory=True)
ACCESS = DueRule("months", 1, "received", statutory=True)


def test_five_working_days_before_a_meeting(calendar: Calendar) -> None:
    found = due(DueRule("working_days", 5), date(2026, 12, 30), calendar, back=True, event="het gesprek")
    assert found.on == date(2026, 12, 22)
    assert found.sentence == (
        "Vijf werkdagen voor het gesprek (woensdag 30 december 2026) is dinsdag 22 december 2026; "
        "Eerste Kerstdag en het weekend tellen niet mee."
    )
    assert found.safe_on is None


def test_a_term_counted_back_moves_only_to_an_earlier_day(calendar: Calendar) -> None:
    # Algemene termijnenwet art. 1 lid 2: not shifted forward, also when the law sets the term
    found = due(DueRule("weeks", 2, "decision", statutory=True), date(2027, 5, 19), calendar, back=True)
    assert found.on == date(2027, 5, 5)
    assert found.safe_on == date(2027, 5, 4)
    assert "Bevrijdingsdag" in found.sentence
    late = due(DueRule("days", 3), date(2026, 12, 28), calendar, back=True)
    assert (late.on, late.safe_on) == (date(2026, 12, 25), date(2026, 12, 24))


def test_hours_back_are_hours_that_pass(calendar: Calendar) -> None:
    found = due(
        DueRule("elapsed_hours", 48), datetime(2027, 3, 29, 9, 0, tzinfo=AMSTERDAM), calendar, back=True
    )
    assert found.at == datetime(2027, 3, 27, 8, 0, tzinfo=AMSTERDAM).astimezone(UTC)
    assert "een uur vooruit" in found.sentence


def test_the_clock_stands_still_while_the_committee_has_the_case(calendar: Calendar) -> None:
    # WPO 43 lid 4: from the day of filing until the day of the opinion; 9 days are left when it runs again
    still = due(OBJECTION_DECISION, date(2026, 11, 27), calendar, pauses=((date(2026, 12, 16), None),))
    assert still.on is None
    assert still.paused_since == date(2026, 12, 16)
    assert "staat stil sinds woensdag 16 december 2026" in still.sentence
    runs = due(
        OBJECTION_DECISION, date(2026, 11, 27), calendar, pauses=((date(2026, 12, 16), date(2027, 2, 15)),)
    )
    assert runs.on == date(2027, 2, 24)
    assert runs.sentence == (
        "Vier weken na de ontvangst (vrijdag 27 november 2026) is woensdag 24 februari 2027, "
        "omdat de termijn 61 dagen stilstond."
    )


def test_a_pause_after_the_end_changes_nothing(calendar: Calendar) -> None:
    plain = due(OBJECTION_DECISION, date(2026, 11, 2), calendar)
    assert due(OBJECTION_DECISION, date(2026, 11, 2), calendar, pauses=((date(2026, 12, 1), None),)) == plain


def test_a_pause_in_the_days_the_law_adds_moves_the_last_day(calendar: Calendar) -> None:
    # four weeks end on Friday 25 December, the law goes on to Monday, but the case was filed on Saturday
    start, filed = date(2026, 11, 27), date(2026, 12, 26)
    assert due(OBJECTION_DECISION, start, calendar, pauses=((filed, date(2027, 1, 20)),)).on == date(
        2027, 1, 20
    )
    assert due(OBJECTION_DECISION, start, calendar, pauses=((filed, None),)).paused_since == filed


def test_pauses_that_overlap_count_once(calendar: Calendar) -> None:
    both = ((date(2026, 12, 1), date(2026, 12, 11)), (date(2026, 12, 5), date(2026, 12, 8)))
    assert due(OBJECTION_DECISION, date(2026, 11, 23), calendar, pauses=both) == due(
        OBJECTION_DECISION, date(2026, 11, 23), calendar, pauses=both[:1]
    )


def test_a_request_for_access_is_extended_by_two_months_with_notice(calendar: Calendar) -> None:
    told = Extension(2, date(2026, 12, 10), "het gaat om veel stukken")
    found = due(ACCESS, date(2026, 11, 23), calendar, extension=told)
    assert found.on == date(2027, 2, 23)
    assert found.sentence == (
        "De termijn na de ontvangst (maandag 23 november 2026) is op donderdag 10 december 2026 "
        "met twee maanden verlengd en eindigt op dinsdag 23 februari 2027."
    )


@pytest.mark.parametrize(
    ("extension", "message"),
    [
        (Extension(2, date(2026, 12, 24), "veel stukken"), "uiterlijk op woensdag 23 december 2026"),
        (Extension(2, date(2026, 11, 22), "veel stukken"), "binnen de termijn"),
        (Extension(2, date(2026, 12, 10), "  "), "waarom de verlenging nodig is"),
        (Extension(0, date(2026, 12, 10), "veel stukken"), "minstens één"),
    ],
)
def test_an_extension_without_notice_or_reason_is_refused(
    calendar: Calendar, extension: Extension, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        due(ACCESS, date(2026, 11, 23), calendar, extension=extension)


def test_an_employee_is_suspended_for_four_weeks_and_longer_only_for_a_new_reason() -> None:
    start = date(2026, 11, 23)
    assert staff_suspension(start).on == date(2026, 12, 20)
    first = Extension(2, date(2026, 12, 18), "nieuwe verklaring van een leerling")
    assert staff_suspension(start, (first,)).on == date(2027, 1, 3)
    assert "met verlenging hooguit zes weken" in staff_suspension(start, (first,)).sentence
    for second, message in (
        (Extension(4, date(2027, 1, 4), "onderzoek"), "al voorbij"),
        (Extension(4, date(2027, 1, 2), " Nieuwe verklaring van een leerling"), "nieuwe noodzaak"),
        (Extension(4, date(2027, 1, 2), ""), "nieuwe noodzaak"),
        (Extension(5, date(2027, 1, 2), "onderzoek"), "hooguit vier weken"),
    ):
        with pytest.raises(ValueError, match=message):
            staff_suspension(start, (first, second))


def test_what_cannot_be_counted_is_refused_in_dutch(calendar: Calendar) -> None:
    on = date(2026, 11, 23)
    call, hours = DueRule("same_working_day"), DueRule("elapsed_hours", 72)
    pause = ((on, None),)
    with pytest.raises(ValueError, match="kan niet terugtellen"):
        due(call, on, calendar, back=True)
    with pytest.raises(ValueError, match="kan niet terugtellen, stilstaan"):
        due(hours, on, calendar, pauses=pause)
    with pytest.raises(ValueError, match="terugtelt"):
        due(OBJECTION_DECISION, on, calendar, back=True, pauses=pause)
    with pytest.raises(ValueError, match="pas stil op"):
        due(OBJECTION_DECISION, on, calendar, pauses=((on, date(2026, 11, 20)),))
    with pytest.raises(ValueError, match="te ver weg"):
        due(DueRule("months", 10_000), date(9900, 1, 1), calendar)
    with pytest.raises(ValueError, match="te ver weg"):
        due(DueRule("days", 3), date.min, calendar, back=True)
    never = with_school_days(calendar, (), frozenset(), frozenset())
    for back in (False, True):
        with pytest.raises(ValueError, match="geen schooldag"):
            due(DueRule("school_days", 1), on, never, back=back)


def test_school_days_name_what_is_not_confirmed(calendar: Calendar) -> None:
    found = due(DueRule("school_days", 3, "decision"), date(2026, 10, 8), calendar)
    assert found.on == date(2026, 10, 20)
    assert found.sentence == (
        "Drie schooldagen na het besluit (donderdag 8 oktober 2026) is dinsdag 20 oktober 2026; "
        "de herfstvakantie telt niet mee. Nog te bevestigen: herfstvakantie 2026-2027."
    )
    far = due(DueRule("school_days", 3, "decision"), date(2031, 10, 8), calendar)
    assert "Van schooljaar 2031-2032 staan er nog geen vakanties" in far.sentence


def test_a_sentence_begins_with_een_without_an_accent_on_the_capital(calendar: Calendar) -> None:
    found = due(DueRule("days", 1, "sent"), date(2026, 11, 23), calendar)
    assert found.sentence.startswith("Eén dag na de verzending")


def test_a_safe_day_never_lies_before_the_event(calendar: Calendar) -> None:
    found = due(DueRule("days", 1), date(2026, 11, 21), calendar)
    assert (found.on, found.safe_on) == (date(2026, 11, 22), None)
    assert found.sentence.endswith("Dat is een zondag.")


def test_a_day_can_be_equated_with_a_holiday_for_one_year() -> None:
    # Algemene termijnenwet art. 3 lid 3: a decree can do that, for example for the Friday after Ascension
    files = {
        "a.toml": '[calendar]\nregion = "Noord"\nschool_weekdays = [1, 2, 3, 4, 5]\nsource = "x"\n'
        'verified_on = 2026-11-22\n[[holiday]]\nname = "Gelijkgestelde dag"\nmonth = 5\nday = 7\nyear = 2027\n'
    }
    calendar = load_calendar(files)
    assert due(DueRule("weeks", 6, "notified", True), date(2027, 3, 26), calendar).on == date(2027, 5, 10)
    assert due(DueRule("weeks", 6, "notified", True), date(2028, 3, 24), calendar).on == date(2028, 5, 5)
    with pytest.raises(PackError):
        load_calendar({"a.toml": files["a.toml"].replace("2027\n", "1800\n")})
