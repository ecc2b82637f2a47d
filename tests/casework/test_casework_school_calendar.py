"""The school's own calendar: kept, refused with the row named, read from a table, and counted with at once."""

from dataclasses import replace
from datetime import date

import pytest
from builders import reopen, suspended_pupil

from twijs_desk.casework import cases, logbook, measures, school_calendar
from twijs_desk.casework.desk import Desk, shipped_calendar
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.school_calendar import SchoolDays, StudyDay, Vacation
from twijs_desk.protocol.days import is_school_day
from twijs_desk.store.models import Setting

OWN = SchoolDays(
    region="Noord",
    weekdays=(1, 2, 4, 5),
    vacations=(
        Vacation("2026-2027", "Kerstvakantie", date(2026, 12, 19), date(2027, 1, 3), True),
        Vacation("2026-2027", "Herfstvakantie", date(2026, 10, 10), date(2026, 10, 18), False, "volgt nog"),
    ),
    study_days=(StudyDay(date(2026, 11, 26), "Team"),),
)


def test_a_new_vault_has_the_shipped_days_with_their_doubts(desk: Desk) -> None:
    view = school_calendar.show(desk)
    assert not view.own
    assert view.days.region == "Noord"
    assert "Herfstvakantie" in [vacation.name for vacation in view.unsure]
    assert desk.calendar == shipped_calendar()


def test_own_days_are_kept_in_order_logged_and_there_after_opening(desk: Desk) -> None:
    view = school_calendar.save(desk, OWN)
    assert view.own
    assert [vacation.name for vacation in view.days.vacations] == ["Herfstvakantie", "Kerstvakantie"]
    assert [vacation.name for vacation in view.unsure] == ["Herfstvakantie"]
    assert not is_school_day(date(2026, 11, 26), desk.calendar)
    assert logbook.view(desk).rows[0].action == "Schoolkalender gewijzigd"
    last, _ = measures.last_suspension_day(desk, date(2026, 11, 24))
    assert last == date(2026, 11, 30)
    again = reopen(desk)
    try:
        assert school_calendar.show(again) == view
        assert again.calendar == desk.calendar
        assert again.calendar.holidays == shipped_calendar().holidays
        assert school_calendar.reset(again).own is False
        assert again.calendar == shipped_calendar()
        assert logbook.view(again).rows[0].action == "Schoolkalender teruggezet"
    finally:
        again.close()


def test_open_duties_are_counted_again(desk: Desk) -> None:
    case_id = suspended_pupil(desk).case.id

    def school_day_duties() -> dict[str, str]:
        found = cases.show(desk, case_id).obligations
        return {row.rule_id: row.due_sentence for row in found if "schooldag" in row.due_sentence}

    before = school_day_duties()
    assert before
    tomorrow = StudyDay(date(2026, 11, 24))
    school_calendar.save(desk, replace(OWN, weekdays=(1, 2, 3, 4, 5), study_days=(tomorrow,)))
    after = school_day_duties()
    assert after.keys() == before.keys()
    assert all("een studiedag telt niet mee" in after[name] and after[name] != before[name] for name in after)
    school_calendar.reset(desk)
    assert school_day_duties() == before


VACATION = OWN.vacations[0]


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (replace(OWN, weekdays=()), "minstens één lesdag"),
        (replace(OWN, weekdays=(0, 1)), "minstens één lesdag"),
        (replace(OWN, vacations=(replace(VACATION, name=" "),)), "een naam"),
        (replace(OWN, vacations=(replace(VACATION, name="x" * 61),)), "te lang"),
        (replace(OWN, vacations=(replace(VACATION, school_year="26/27"),)), "schooljaar als 2026-2027"),
        (replace(OWN, vacations=(replace(VACATION, school_year="2026-2028"),)), "schooljaar als 2026-2027"),
        (
            replace(OWN, vacations=(replace(VACATION, last=date(2026, 12, 1)),)),
            "laatste dag ligt voor de eerste",
        ),
        (replace(OWN, vacations=(replace(VACATION, last=date(2027, 5, 1)),)), "langer dan 120 dagen"),
        (replace(OWN, vacations=(replace(VACATION, school_year="2025-2026"),)), "valt niet in schooljaar"),
        (
            replace(OWN, vacations=(VACATION, replace(VACATION, name="Extra", first=date(2027, 1, 3)))),
            "Extra begint op 3 januari 2027, maar dan is het nog kerstvakantie",
        ),
        (replace(OWN, study_days=(StudyDay(date(2026, 11, 29)),)), "is een zondag; dan is er geen les"),
        (replace(OWN, study_days=(StudyDay(date(2026, 11, 25)),)), "is een woensdag; dan is er geen les"),
        (replace(OWN, study_days=(StudyDay(date(2027, 3, 29)),)), "Tweede Paasdag"),
        (replace(OWN, study_days=(StudyDay(date(2026, 12, 21)),)), "valt al in de kerstvakantie"),
        (replace(OWN, study_days=OWN.study_days * 2), "twee keer"),
        (replace(OWN, study_days=(StudyDay(date(1999, 1, 4)),)), "te ver weg"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(desk: Desk, days: SchoolDays, message: str) -> None:
    school_calendar.save(desk, OWN)
    before = desk.calendar
    with pytest.raises(InputError) as refused:
        school_calendar.save(desk, days)
    assert message in str(refused.value)
    assert desk.calendar == before
    assert school_calendar.show(desk).days.weekdays == OWN.weekdays


def test_a_year_without_school_is_refused(desk: Desk) -> None:
    mondays = [date.fromordinal(date(2026, 1, 5).toordinal() + 7 * n) for n in range(52)]
    free = {date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 25)}
    days = SchoolDays(weekdays=(1,), study_days=tuple(StudyDay(day) for day in mondays if day not in free))
    with pytest.raises(InputError, match="minder dan 20 lesdagen"):
        school_calendar.save(desk, days)


def test_a_table_goes_out_and_comes_back(desk: Desk) -> None:
    days = school_calendar.save(desk, OWN).days
    text = school_calendar.as_csv(days)
    assert school_calendar.read_csv(text) == days
    assert school_calendar.read_csv("\ufeff" + text) == days
    head = "soort,schooljaar,naam,eerste dag,laatste dag,bevestigd\n"
    commas = f"{head}vakantie,2026-2027,Herfst,10-10-2026,18/10/2026,ja\n"
    found = school_calendar.read_csv(commas)
    assert found.vacations == (Vacation("2026-2027", "Herfst", date(2026, 10, 10), date(2026, 10, 18), True),)
    assert found.weekdays == (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("vakantie;2026-2027;Herfst;10 oktober;2026-10-18;ja", "Regel 1: ‘10 oktober’ is geen datum"),
        (
            "soort;x\nvakantie;2026-2027;Herfst;2026-10-10;2026-02-30;ja",
            "Regel 2: ‘2026-02-30’ is geen datum",
        ),
        ("vakantie;2026-2027;Herfst;2026-10-10;2026-10-18;misschien", "‘ja’ of ‘nee’"),
        ("feest;2026-2027;x;2026-10-10;2026-10-18;ja", "geen vakantie, studiedag of lesdagen"),
        ("lesdagen;;ma dinsdag;;;;", "lesdagen als ‘ma di wo do vr’"),
        ('vakantie;"2026', "geen leesbare CSV"),
        ("studiedag;;Team;2026-11-29;;;", "zondag"),
        ("x" * 1_100_000, "te groot"),
    ],
)
def test_a_table_that_cannot_be_read_names_the_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        school_calendar.read_csv(text)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "value", [{}, {"vacations": 3}, {"region": "", "weekdays": ["x"], "vacations": [], "study_days": []}]
)
def test_a_calendar_that_cannot_be_read_does_not_close_the_vault(
    desk: Desk, value: dict[str, object]
) -> None:
    with desk.act() as act:
        act.session.add(Setting(key="school_calendar", value=value))
    again = reopen(desk)
    try:
        view = school_calendar.show(again)
        assert (view.own, view.readable) == (False, False)
        assert again.calendar == shipped_calendar()
        assert school_calendar.save(again, OWN).own
    finally:
        again.close()


def test_the_shipped_calendar_itself_holds() -> None:
    """What a school starts from passes its own check, and comes back from a table as it was."""
    shipped = school_calendar.school_days_of(shipped_calendar())
    assert school_calendar.read_csv(school_calendar.as_csv(shipped)) == shipped
