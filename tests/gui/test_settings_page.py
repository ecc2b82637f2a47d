"""*Instellingen*: the school calendar and who decides, filled in as a user would; and what is kept elsewhere stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from gui_kit import settle
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from twijs_desk.casework import desk as desks
from twijs_desk.casework import mandates, school_calendar
from twijs_desk.casework.desk import Desk
from twijs_desk.gui.background import Immediately
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.protocol.days import is_school_day


@pytest.fixture
def window(full_desk: Desk, qtbot) -> Iterator[MainWindow]:
    made = MainWindow(full_desk, Immediately())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def button(parent: QWidget, name: str) -> QPushButton:
    [found] = [one for one in parent.findChildren(QPushButton) if one.accessibleName() == name]
    return found


def words(parent: QWidget) -> str:
    settle()
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if not label.isHidden())


def test_a_study_day_is_added_and_counts(window: MainWindow, full_desk: Desk) -> None:
    window.open("settings")
    card = window.page("settings").calendar
    assert "nog niet bevestigd" in card.doubt.text()
    button(card, "Studiedag toevoegen").click()
    assert card.study_form.isVisible()
    card.study_form.do_button.click()
    assert "Vul de dag in" in card.study_form.error.text()
    card.study_form.on.set_day(date(2026, 11, 29))
    card.study_form.do_button.click()
    assert "zondag" in card.study_form.error.text()
    assert is_school_day(date(2026, 11, 30), full_desk.calendar)
    card.study_form.on.set_day(date(2026, 11, 30))
    QTest.keyClicks(card.study_form.name, "Team")
    card.study_form.do_button.click()
    assert not card.study_form.isVisible()
    assert not is_school_day(date(2026, 11, 30), full_desk.calendar)
    assert "maandag 30 november 2026 · Team" in words(card)
    button(card, "Studiedag maandag 30 november 2026 verwijderen").click()
    assert is_school_day(date(2026, 11, 30), full_desk.calendar)


def test_a_holiday_is_confirmed_changed_refused_and_removed(window: MainWindow, full_desk: Desk) -> None:
    window.open("settings")
    card = window.page("settings").calendar
    card.year.set_value("2026-2027")
    before = len(school_calendar.show(full_desk).unsure)
    [tick] = [t for t in card.findChildren(QCheckBox) if t.accessibleName() == "Herfstvakantie bevestigd"]
    tick.click()
    assert len(school_calendar.show(full_desk).unsure) == before - 1
    button(card, "Meivakantie wijzigen").click()
    form = card.vacation_form
    assert form.first.day() == date(2027, 4, 24)
    form.last.set_day(date(2027, 4, 1))
    form.do_button.click()
    assert "de laatste dag ligt voor de eerste" in form.error.text()
    assert form.isVisible()
    form.last.set_day(date(2027, 5, 9))
    form.do_button.click()
    settle()
    assert "zaterdag 24 april 2027 tot en met zondag 9 mei 2027" in words(card)
    button(card, "Meivakantie verwijderen").click()
    names = [v.name for v in full_desk.calendar.vacations if v.school_year == "2026-2027"]
    assert "Meivakantie" not in names


def test_a_new_school_year_can_be_filled(window: MainWindow, full_desk: Desk) -> None:
    window.open("settings")
    card = window.page("settings").calendar
    assert card.year.itemText(card.year.count() - 1) == "2027-2028"
    card.year.set_value("2027-2028")
    assert "nog geen vakanties" in words(card)
    button(card, "Vakantie toevoegen").click()
    form = card.vacation_form
    assert form.school_year.text() == "2027-2028"
    form.name.setText("Herfstvakantie")
    form.first.set_day(date(2027, 10, 16))
    form.last.set_day(date(2027, 10, 24))
    form.do_button.click()
    assert not is_school_day(date(2027, 10, 18), full_desk.calendar)
    assert card.year.value() == "2027-2028"


def test_lesson_days_and_the_way_back(window: MainWindow, full_desk: Desk) -> None:
    window.open("settings")
    page = window.page("settings")
    card = page.calendar
    assert not card.back.isVisible()
    card.weekdays[2].click()
    assert full_desk.calendar.school_weekdays == {1, 2, 4, 5}
    for number in (0, 1, 3, 4):
        card.weekdays[number].click()
    assert "minstens één lesdag" in page.message.words.text()
    assert full_desk.calendar.school_weekdays == {5}, "the last day stays, and stays ticked"
    assert card.weekdays[4].isChecked()
    card.back.click()
    assert full_desk.calendar.school_weekdays == {1, 2, 3, 4, 5}
    [undo] = [b for b in page.message.findChildren(QPushButton) if "Ongedaan" in b.accessibleName()]
    undo.click()
    assert full_desk.calendar.school_weekdays == {5}


def test_who_decides_is_laid_down_with_its_mandate(window: MainWindow, full_desk: Desk) -> None:
    window.open("settings")
    settle()
    card = window.page("settings").mandates
    button(card, "Toegangs- of contactverbod voor een ouder: wijzigen wie beslist").click()
    form = card.form
    assert form.isVisible()
    assert not form.given.isVisible()
    form.who.set_value("principal_if_mandated")
    form.given.click()
    assert form.document.isVisible()
    form.do_button.click()
    assert "het stuk waarin het staat" in form.error.text()
    form.document.setText("artikel 8 van het managementstatuut")
    form.given_on.set_day(date(2026, 9, 1))
    form.do_button.click()
    assert full_desk.pack.mandates["access_ban"].decides == "principal"
    assert "Mandaat: artikel 8 van het managementstatuut van 1 september 2026" in words(card)
    button(card, "Toegangs- of contactverbod voor een ouder: wijzigen wie beslist").click()
    form.back_button.click()
    assert full_desk.pack.mandates["access_ban"].decides == "board"


def test_what_the_law_leaves_with_the_board_has_no_button(window: MainWindow) -> None:
    window.open("settings")
    settle()
    card = window.page("settings").mandates
    names = {one.accessibleName() for one in card.findChildren(QPushButton)}
    fixed = [row.title for row in card.rows_shown if row.fixed]
    assert len(fixed) == 2
    assert not any(title in name for title in fixed for name in names)
    assert words(card).count("ligt vast in de wet") == 2
    assert "principal" not in words(card)
    assert "board" not in words(card)


def test_saving_the_page_keeps_what_is_not_on_it(window: MainWindow, full_desk: Desk) -> None:
    profile = replace(
        full_desk.profile, mandate_source="artikel 6", confidant="M. Voorbeeld", may_suspend=True
    )
    desks.save_settings(full_desk, full_desk.school, profile)
    window.open("settings")
    page = window.page("settings")
    page.form.board_name.setText("mr. De Wit")
    page.save_now()
    assert full_desk.profile == replace(profile, board_name="mr. De Wit")
    assert mandates.show(full_desk)


def test_the_rules_are_one_link_away(window: MainWindow) -> None:
    page = window.page("settings")
    page.rules_link.click()
    settle()
    assert window.current_page() is window.page("rules")
