"""*Eerst dit* in the measure form: ticked by the case, confirmed by hand, missing; law stands, policy asks a reason."""

from datetime import date

import pytest
from builders import PUPIL_ROUTE, employee_case, finish_route, hear, register
from case_kit import focused, open_page, press, settle
from gui_kit import controls
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from twijs_desk.casework import cases
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import CaseView, PartyEntry
from twijs_desk.gui.pages.case import CasePage
from twijs_desk.gui.pages.case_forms import MeasureForm
from twijs_desk.gui.pages.case_guards import GuardLine
from twijs_desk.terms import CapacityKind, HearingKind, MeasureStatus, PartyRole

DECIDED = date(2026, 11, 23)
PUPIL = PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, "groep 7", label="Een leerling")


def opened(qtbot: QtBot, desk: Desk, case: CaseView, rule_id: str) -> tuple[CasePage, MeasureForm]:
    _window, page = open_page(qtbot, desk, "case", case_id=case.id, tab="measures")
    assert isinstance(page, CasePage)
    page.measures_tab.open_measure(rule_id)
    settle()
    return page, page.measures_tab.measure_form


def line(form: MeasureForm, guard: str) -> GuardLine:
    return next(each for each in form.guards.lines if each.row.id == guard)


def shown(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


@pytest.fixture
def teacher(desk: Desk) -> CaseView:
    return employee_case(desk)


def test_what_the_law_wants_first_stands_and_nothing_typed_is_lost(
    qtbot: QtBot, desk: Desk, teacher: CaseView
) -> None:
    page, form = opened(qtbot, desk, teacher, "staff_reprimand")
    view_given = line(form, "view_given")
    assert view_given.tick is None, "whether someone was heard stands in the case, not in a tick"
    assert view_given.accessibleName().startswith("Nog nodig")
    assert "Wet: kan niet worden overgeslagen." in shown(view_given)
    form.reasons.setPlainText("Drie avonden achter elkaar.")
    form.guards.reason.setPlainText("Er is haast.")
    form.who.setText("mr. Van den Berg")
    form.decided_on.set_day(DECIDED)
    form.do_button.click()
    settle()
    assert "Hoor de medewerker eerst" in form.error.text()
    assert form.isVisible()
    assert form.reasons.toPlainText() == "Drie avonden achter elkaar."
    assert form.guards.reason.toPlainText() == "Er is haast."
    assert cases.show(desk, teacher.id).measures == ()
    hear(desk, teacher.id, (HearingKind.EMPLOYEE,))
    page.measures_tab.show_case(cases.show(desk, teacher.id))
    settle()
    assert line(form, "view_given").accessibleName().startswith("Gedaan")
    form.do_button.click()
    settle()
    (kept,) = cases.show(desk, teacher.id).measures
    assert kept.status is MeasureStatus.DECIDED
    assert not form.isVisible()


def test_confirming_with_the_space_bar_makes_the_reason_go(
    qtbot: QtBot, desk: Desk, teacher: CaseView
) -> None:
    hear(desk, teacher.id, (HearingKind.EMPLOYEE,))
    _page, form = opened(qtbot, desk, teacher, "staff_reprimand")
    sent = line(form, "intention_registered")
    assert sent.tick is not None
    assert sent.tick.accessibleName() == "Voornemen aangetekend verstuurd"
    assert form.guards.reason.isVisible()
    assert form.guards.reason.accessibleName() == "Waarom slaat u iets over?"
    form.chosen.setFocus()
    press(Qt.Key.Key_Tab)
    assert focused() is sent.tick, "the list comes after the measure, in reading order"
    press(Qt.Key.Key_Space)
    assert sent.accessibleName().startswith("Gedaan")
    assert not form.guards.reason.isVisible()
    form.who.setText("mr. Van den Berg")
    form.reasons.setPlainText("Drie avonden achter elkaar.")
    form.decided_on.set_day(DECIDED)
    form.do_button.click()
    settle()
    assert len(cases.show(desk, teacher.id).measures) == 1


def test_policy_is_passed_with_a_reason_also_what_the_form_itself_asks(qtbot: QtBot, desk: Desk) -> None:
    case = register(desk, parties=(PUPIL,))
    finish_route(desk, case.id, PUPIL_ROUTE)
    hear(desk, case.id, (HearingKind.PARENTS, HearingKind.PUPIL, HearingKind.GROUP_TEACHER))
    _page, form = opened(qtbot, desk, case, "pupil_suspension")
    assert all(not each.open for each in form.guards.lines)
    assert not form.guards.reason.isVisible()
    form.reasons.setPlainText("De klasgenoot durft niet naar school.")
    for field, day in ((form.decided_on, 23), (form.starts_on, 24), (form.ends_on, 26)):
        field.set_day(date(2026, 11, day))
    form.do_button.click()
    settle()
    assert form.isVisible()
    assert form.error.isVisible()
    assert form.guards.reason.isVisible(), "the reason for not naming milder means can be given now"
    form.guards.reason.setPlainText("Er was al twee keer gepraat.")
    form.do_button.click()
    settle()
    (kept,) = cases.show(desk, case.id).measures
    assert kept.status is MeasureStatus.DECIDED
    assert form.guards.reason.toPlainText() == "", "the reason does not wait for the next measure"


def test_ticks_belong_to_the_measure_and_an_intention_needs_none(
    qtbot: QtBot, desk: Desk, teacher: CaseView
) -> None:
    _page, form = opened(qtbot, desk, teacher, "staff_reprimand")
    tick = line(form, "intention_registered").tick
    assert tick is not None
    tick.setChecked(True)
    form.chosen.set_value("staff_suspension")
    settle()
    other = line(form, "intention_registered").tick
    assert other is not None
    assert not other.isChecked()
    form.chosen.set_value("staff_instruction")
    settle()
    assert not form.guards.isVisible()
    form.chosen.set_value("staff_reprimand")
    settle()
    form.reasons.setPlainText("Nog te bespreken.")
    form.do_button.click()
    settle()
    (kept,) = cases.show(desk, teacher.id).measures
    assert kept.status is MeasureStatus.PROPOSED


def test_the_words_beside_the_box_tick_it_and_everything_has_a_name(
    qtbot: QtBot, desk: Desk, teacher: CaseView
) -> None:
    page, form = opened(qtbot, desk, teacher, "staff_reprimand")
    sent = line(form, "intention_registered")
    qtbot.mouseClick(sent, Qt.MouseButton.LeftButton)
    assert form.guards.met() == ("intention_registered",)
    assert [each for each in controls(page) if not each.accessibleName()] == []
