"""From one case to another: nothing typed for the first may end up in the second, and what is urgent stands on top."""

from datetime import timedelta

from case_kit import answer_all, case_id, open_page, settle
from pytestqt.qtbot import QtBot

from twijs_desk.casework import cases, flow, incidents
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import IncidentDraft
from twijs_desk.gui.pages.case import CasePage
from twijs_desk.gui.pages.overview import CaseTitle
from twijs_desk.gui.widgets import Text


def two_cases(desk: Desk) -> tuple[str, str]:
    first = incidents.register(desk, IncidentDraft(title="Een", observation="Wat bij de eerste gebeurde."))
    second = incidents.register(desk, IncidentDraft(title="Twee", observation="Wat bij de tweede gebeurde."))
    return first.id, second.id


def test_an_open_form_does_not_follow_to_another_case(qtbot: QtBot, desk: Desk) -> None:
    first, second = two_cases(desk)
    window, page = open_page(qtbot, desk, "case", case_id=first, tab="measures")
    assert isinstance(page, CasePage)
    form = page.measures_tab.hearing_form
    page.measures_tab.hearing_button.click()
    form.minutes.setPlainText("Woorden uit de eerste zaak.")
    form.held_at.set_moment(desk.now())
    form.declined.setChecked(True)
    window.open("case", {"case_id": second, "tab": "measures"})
    settle()
    assert not form.isVisible()
    page.measures_tab.hearing_button.click()
    assert form.minutes.toPlainText() == ""
    assert form.held_at.moment() is None
    assert not form.declined.isChecked()
    assert form.view is not None
    assert form.view.id == second
    window.open("case", {"case_id": first, "tab": "measures"})
    settle()
    page.measures_tab.hearing_button.click()
    assert form.minutes.toPlainText() == "Woorden uit de eerste zaak."


def test_a_person_chosen_for_one_case_is_not_added_to_the_next(qtbot: QtBot, desk: Desk) -> None:
    first, second = two_cases(desk)
    window, page = open_page(qtbot, desk, "case", case_id=first, tab="people")
    assert isinstance(page, CasePage)
    form = page.tabs[1].form  # type: ignore[attr-defined]  # the tab of the people
    form.ask(cases.show(desk, first))
    window.open("case", {"case_id": second, "tab": "people"})
    settle()
    assert not form.isVisible()
    assert form.view is None
    assert form.picker.entries() == ()


def test_what_must_be_done_at_once_stands_above_the_questions(qtbot: QtBot, desk: Desk) -> None:
    case = incidents.register(
        desk,
        IncidentDraft(
            observation="In een groepsapp gaat een foto rond.",
            school_aware_at=desk.now() - timedelta(minutes=5),
            may_hold_minor_imagery="yes",
        ),
    )
    assert case.next_step is not None
    assert case.route_open
    _window, page = open_page(qtbot, desk, "case", case_id=case.id)
    assert isinstance(page, CasePage)
    assert case.next_step.title.lower() in page.now_card.accessibleName().lower()
    assert page.now_button is not None
    page.now_button.click()
    settle()
    row = next(each for each in page.side.rows if each.duty.id == case.next_step.id)
    assert row.field.hasFocus()


def test_a_note_asked_on_the_overview_opens_at_its_duty(qtbot: QtBot, desk: Desk) -> None:
    case = incidents.register(
        desk, IncidentDraft(observation="Een foto in een groepsapp.", may_hold_minor_imagery="yes")
    )
    duty = case.next_step
    assert duty is not None
    _window, page = open_page(qtbot, desk, "case", case_id=case.id, obligation_id=duty.id)
    assert isinstance(page, CasePage)
    assert next(each for each in page.side.rows if each.duty.id == duty.id).field.hasFocus()


def test_ampersands_and_endless_words_are_shown_whole(qtbot: QtBot) -> None:
    title = CaseTitle("Zn & Co", "Open zaak: Zn & Co")
    qtbot.addWidget(title)
    title.resize(400, 24)
    title.show()
    assert title.text() == "Zn && Co"
    assert title.accessibleName() == "Open zaak: Zn & Co"
    long = Text("T" * 200)
    qtbot.addWidget(long)
    assert long.heightForWidth(300) > 3 * long.fontMetrics().height()
    copied = Text("T" * 200, selectable=True)
    qtbot.addWidget(copied)
    assert copied.text() == "T" * 200


def test_a_short_tab_leaves_no_empty_card_after_a_long_one(qtbot: QtBot, desk: Desk) -> None:
    first, _second = two_cases(desk)
    flow.answer(desk, first, "danger", "no", "")
    _window, page = open_page(qtbot, desk, "case", case_id=first)
    assert isinstance(page, CasePage)
    page.open_tab("measures")
    settle()
    qtbot.wait(20)
    long = page.stack.height()
    page.open_tab("timeline")
    settle()
    qtbot.wait(20)
    assert page.stack.height() <= page.stack.heightForWidth(page.stack.width()) + 1
    assert page.stack.height() < long


def test_a_case_that_is_shown_again_stays_where_it_was(qtbot: QtBot, full_desk: Desk) -> None:
    case = case_id(full_desk, "Privéberichten")
    answer_all(full_desk, case, transgressive="yes")
    _window, page = open_page(qtbot, full_desk, "case", case_id=case)
    assert isinstance(page, CasePage)
    assert page.scroller is not None
    bar = page.scroller.verticalScrollBar()
    assert bar.maximum() > 0
    assert page.now_button is not None
    page.now_button.setFocus()
    page.show_for(case_id=case, tab="people")
    settle()
    assert bar.value() == 0, (
        "the button that had the keyboard is made anew; the page may not jump to the next one"
    )
