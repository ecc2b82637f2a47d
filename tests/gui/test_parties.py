"""A case about more than one person: switching with the keyboard, for whom a duty is, and another role."""

import pytest
from case_kit import answer_all, focused, open_page, press, settle
from gui_kit import controls
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from twijs_desk.casework import calls, cases, flow, incidents, letters
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import CaseView, IncidentDraft, PartyEntry, PersonEntry
from twijs_desk.gui.pages.call import CallPage
from twijs_desk.gui.pages.case import CasePage
from twijs_desk.gui.pages.case_measures import MeasuresTab
from twijs_desk.gui.pages.case_tabs import PeopleTab
from twijs_desk.gui.pages.route import RoutePage
from twijs_desk.terms import CapacityKind, ObligationStatus, PartyRole


@pytest.fixture
def two(desk: Desk) -> CaseView:
    """A pupil and a teacher in one case."""
    actor = PartyRole.ALLEGED_ACTOR
    pupil = PersonEntry(given_name="Youssef", infix="el", family_name="Amrani")
    teacher = PersonEntry(initials="R.", family_name="Hofstede")
    return incidents.register(
        desk,
        IncidentDraft(
            title="Groepsapp met een leerkracht",
            observation="In een groepsapp maken een leerling en een leerkracht een klasgenoot belachelijk.",
            parties=(
                PartyEntry(actor, CapacityKind.PUPIL, "groep 7", person=pupil),
                PartyEntry(actor, CapacityKind.EMPLOYEE, "leerkracht groep 7", person=teacher),
            ),
            may_hold_minor_imagery="no",
        ),
    )


def words(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_one_person_needs_no_switch(qtbot: QtBot, full_desk: Desk) -> None:
    case = cases.listing(full_desk)[0].id
    _window, page = open_page(qtbot, full_desk, "route", case_id=case)
    assert isinstance(page, RoutePage)
    assert not page.switch.isVisible()


def test_the_arrow_keys_go_along_the_people_and_nothing_chosen_is_lost(
    qtbot: QtBot, desk: Desk, two: CaseView
) -> None:
    _window, page = open_page(qtbot, desk, "route", case_id=two.id)
    assert isinstance(page, RoutePage)
    first, second = (route.party_id for route in two.routes)
    assert page.switch.isVisible()
    assert page.view is not None
    assert page.view.party_id == first
    assert focused() in page.question_panel.answers.answers, "the question has the keyboard, not the switch"
    press(Qt.Key.Key_1)
    chosen = page.question_panel.answers.value()
    page.switch.tabs[0].setFocus()
    press(Qt.Key.Key_Right)
    assert page.view.party_id == second
    assert focused() is page.switch.tabs[1]
    assert page.question_panel.answers.value() == ()
    press(Qt.Key.Key_Left)
    assert page.view.party_id == first
    assert page.question_panel.answers.value() == chosen
    assert "danger" not in {q.id for q in flow.view(desk, two.id).trail}, "choosing is not answering"


def test_an_answer_goes_to_the_person_who_is_shown(qtbot: QtBot, desk: Desk, two: CaseView) -> None:
    first, second = (route.party_id for route in two.routes)
    flow.answer(desk, two.id, "danger", "no")
    _window, page = open_page(qtbot, desk, "route", case_id=two.id, party_id=second)
    assert isinstance(page, RoutePage)
    assert page.view is not None
    question = page.view.question
    assert question is not None
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    assert question.id in {q.id for q in flow.view(desk, two.id, party_id=second).trail}
    assert question.id not in {q.id for q in flow.view(desk, two.id, party_id=first).trail}


def test_the_preview_says_for_whom_the_answer_counts_too(qtbot: QtBot, desk: Desk, two: CaseView) -> None:
    _window, page = open_page(qtbot, desk, "route", case_id=two.id)
    assert isinstance(page, RoutePage)
    press(Qt.Key.Key_1)
    assert "telt ook voor R. Hofstede" in words(page.question_panel.change)


def test_the_preview_says_what_it_was_and_what_it_becomes(qtbot: QtBot, desk: Desk, two: CaseView) -> None:
    answer_all(desk, two.id)
    first = two.routes[0].party_id
    _window, page = open_page(
        qtbot, desk, "route", case_id=two.id, party_id=first, question_id="conflict_of_interest"
    )
    assert isinstance(page, RoutePage)
    press(Qt.Key.Key_1)
    shown = words(page.question_panel.change)
    assert "Met dit antwoord verandert" in shown
    assert "Wordt: het bestuur beslist." in shown


def test_the_tabs_say_who_what_and_how_far(qtbot: QtBot, desk: Desk, two: CaseView) -> None:
    answer_all(desk, two.id)
    _window, page = open_page(qtbot, desk, "route", case_id=two.id, party_id=two.routes[1].party_id)
    assert isinstance(page, RoutePage)
    done, here = page.switch.tabs
    assert done.accessibleName() == "Youssef el Amrani, leerling, groep 7, alle vragen beantwoord"
    assert here.accessibleName().startswith("R. Hofstede, medewerker, leerkracht groep 7, nog ")
    assert here.isChecked()
    assert QAccessible.queryAccessibleInterface(here).role() == QAccessible.Role.RadioButton
    assert [w for w in controls(page) if not w.accessibleName()] == []


def test_duties_measures_and_letters_say_for_whom(qtbot: QtBot, desk: Desk, two: CaseView) -> None:
    first, second = (route.party_id for route in two.routes)
    answer_all(desk, two.id)
    flow.answer(desk, two.id, "transgressive", "yes", party_id=second)
    letters.begin(desk, two.id, "I1", second)
    _window, page = open_page(qtbot, desk, "case", case_id=two.id, tab="measures")
    assert isinstance(page, CasePage)
    assert "Voor R. Hofstede" in words(page.side)
    tab = page.findChild(MeasuresTab)
    assert tab is not None
    assert "Wat kan bij Youssef el Amrani, leerling, groep 7" in words(tab)
    assert "over R. Hofstede" in words(tab)
    assert tab.switch is not None
    tab.measure_form.reasons.setPlainText("Alleen voor Youssef")
    tab.switch.tabs[0].setFocus()
    press(Qt.Key.Key_Right)
    settle()
    assert "Wat kan bij R. Hofstede, medewerker, leerkracht groep 7" in words(tab)
    assert tab.measure_form.reasons.toPlainText() == "", "words about one person do not go to another"
    press(Qt.Key.Key_Left)
    settle()
    assert tab.measure_form.reasons.toPlainText() == "Alleen voor Youssef"
    assert first != second


def test_another_role_is_recorded_from_the_keyboard(qtbot: QtBot, desk: Desk, two: CaseView) -> None:
    _window, page = open_page(qtbot, desk, "case", case_id=two.id, tab="people")
    tab = page.findChild(PeopleTab)
    assert tab is not None
    teacher = next(p for p in two.parties if p.name == "R. Hofstede")
    button = next(
        b for b in controls(tab) if b.accessibleName() == "R. Hofstede ook in een andere rol vastleggen"
    )
    button.setFocus()
    press(Qt.Key.Key_Space)
    form = tab.split_form
    assert focused() is form.capacity
    assert "employee" not in [form.capacity.itemData(i) for i in range(form.capacity.count())]
    form.capacity.set_value("parent")
    form.detail.setText("ouder van een leerling uit groep 4")
    form.do_button.setFocus()
    press(Qt.Key.Key_Space)
    settle()
    view = cases.show(desk, two.id)
    assert [route.capacity for route in view.routes][
        2
    ] == "ouder/verzorger, ouder van een leerling uit groep 4"
    assert not form.isVisible()
    assert len({p.person_id for p in view.parties if p.name == teacher.name}) == 1


def test_a_call_about_one_of_them_leaves_the_duty_for_the_other(
    qtbot: QtBot, desk: Desk, two: CaseView
) -> None:
    second = two.routes[1].party_id
    flow.answer(desk, two.id, "transgressive", "yes", party_id=second)
    calls.begin(desk, two.id)
    _window, page = open_page(qtbot, desk, "call", case_id=two.id)
    assert isinstance(page, CallPage)
    assert page.about.isVisible()
    ticks = {tick.property("party"): tick for tick in page.about_ticks}
    assert all(tick.isChecked() for tick in ticks.values())
    ticks[second].setFocus()
    press(Qt.Key.Key_Space)
    page.report.spoken_to.setText("mevrouw Brandsma")
    page.report.advice.setPlainText("Praat met de ouders.")
    page.end_button.click()
    settle()
    open_calls = [
        row
        for row in cases.show(desk, two.id).obligations
        if row.rule_id == "call_inspector_protocol" and row.status is ObligationStatus.OPEN
    ]
    assert [row.party_id for row in open_calls] == [second]
    assert calls.view(desk, two.id).attempts[0].spoken_to == "mevrouw Brandsma"
