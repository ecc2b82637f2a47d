"""The decision route by keyboard alone, and what it must never lose."""

from case_kit import ALT, answer_all, case_id, focused, open_page, press, settle, type_text
from gui_kit import controls
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QCheckBox, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from twijs_desk.casework import flow
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import OptionRow
from twijs_desk.gui.pages.route import RoutePage
from twijs_desk.gui.widgets.answer import AnswerList

PRIVATE = "Privéberichten"


def test_the_whole_route_is_answered_with_number_keys_and_enter(qtbot: QtBot, full_desk: Desk) -> None:
    case = case_id(full_desk, PRIVATE)
    _window, page = open_page(qtbot, full_desk, "route", case_id=case)
    assert isinstance(page, RoutePage)
    asked = []
    while page.view is not None and page.view.question is not None:
        asked.append(page.view.question.id)
        assert focused() in page.question_panel.answers.answers, "the keyboard starts on the answers"
        press(Qt.Key.Key_2 if asked[-1] == "danger" else Qt.Key.Key_0)
        press(Qt.Key.Key_Return)
        assert len(asked) < 40
    assert len(asked) == len(set(asked))
    assert flow.view(full_desk, case).question is None
    assert page.review.isVisible()
    assert not page.question_panel.isVisible()
    assert focused() is page.review.first


def test_enter_without_an_answer_says_so_and_stays(qtbot: QtBot, full_desk: Desk) -> None:
    _window, page = open_page(qtbot, full_desk, "route", case_id=case_id(full_desk, PRIVATE))
    first = page.view.question.id
    press(Qt.Key.Key_Return)
    assert page.view.question.id == first
    assert "Kies eerst een antwoord" in page.message.words.text()


def test_arrows_move_and_choose_but_do_not_submit(qtbot: QtBot, full_desk: Desk) -> None:
    case = case_id(full_desk, PRIVATE)
    _window, page = open_page(qtbot, full_desk, "route", case_id=case)
    first = page.view.question.id
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Down)
    answers = page.question_panel.answers
    assert answers.value() == (answers.answers[1].value,)
    assert page.view.question.id == first
    assert not [q for q in flow.view(full_desk, case).trail if q.id == first]


def test_going_back_keeps_what_was_chosen_here_and_there(qtbot: QtBot, full_desk: Desk) -> None:
    case = case_id(full_desk, PRIVATE)
    window, page = open_page(qtbot, full_desk, "route", case_id=case)
    first = page.view.question.id
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return)
    second = page.view.question.id
    press(Qt.Key.Key_1)
    chosen = page.question_panel.answers.value()
    press(Qt.Key.Key_Left, ALT)
    assert window.current_page() is page, "Alt+Left is the previous question here, not the previous page"
    assert page.view.question.id != second
    assert page.question_panel.answers.value() == page.view.question.chosen != ()
    while page.view.question.id != second:
        press(Qt.Key.Key_Return)
    assert page.question_panel.answers.value() == chosen
    assert first in [question.id for question in page.view.trail]


def test_what_an_answer_adds_is_shown_before_it_counts(qtbot: QtBot, full_desk: Desk) -> None:
    case = case_id(full_desk, PRIVATE)
    answer_all(full_desk, case)
    _window, page = open_page(qtbot, full_desk, "route", case_id=case, question_id="transgressive")
    before = flow.view(full_desk, case)
    assert not any("vertrouwensinspecteur (protocol" in line.title for line in before.duties)
    press(Qt.Key.Key_1)
    shown = " ".join(label.text() for label in page.question_panel.change.findChildren(QLabel))
    assert "Met dit antwoord komt er bij" in shown
    assert "vertrouwensinspecteur" in shown
    assert "Moet" in shown
    assert flow.view(full_desk, case).duties == before.duties, "looking changes nothing"


def test_danger_shows_112_on_the_next_question(qtbot: QtBot, full_desk: Desk) -> None:
    _window, page = open_page(qtbot, full_desk, "route", case_id=case_id(full_desk, PRIVATE))
    assert page.view.question.id == "danger"
    assert not page.question_panel.acute.isVisible()
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    assert page.view.question.id != "danger"
    assert page.question_panel.acute.isVisible()
    assert "112" in page.question_panel.acute.accessibleName()


def test_a_note_goes_with_the_answer(qtbot: QtBot, full_desk: Desk) -> None:
    case = case_id(full_desk, PRIVATE)
    _window, page = open_page(qtbot, full_desk, "route", case_id=case)
    question = page.view.question.id
    press(Qt.Key.Key_2)
    page.question_panel.more.setFocus()
    press(Qt.Key.Key_Return)
    assert focused() is page.question_panel.note
    type_text("Gezien om tien uur 1 2 3")
    page.next_button.setFocus()
    press(Qt.Key.Key_Return)
    kept = next(q for q in flow.view(full_desk, case).trail if q.id == question)
    assert kept.note == "Gezien om tien uur 1 2 3"
    assert kept.chosen == (page.view.trail[0].chosen if page.view.trail[0].id == question else kept.chosen)


def test_reason_goes_under_the_question_when_narrow(qtbot: QtBot, full_desk: Desk) -> None:
    window, page = open_page(qtbot, full_desk, "route", case_id=case_id(full_desk, PRIVATE))
    assert page._reason_side.isVisible()
    window.resize(900, 620)
    settle()
    assert not page._reason_side.isVisible()
    assert page.reason.isVisible()
    assert page.reason.mapTo(page, page.reason.rect().topLeft()).x() > page._map_side.width()
    window.resize(683, 520)
    settle()
    assert not page._map_side.isVisible()
    assert page._map.isVisible()


def test_every_control_has_a_name(qtbot: QtBot, full_desk: Desk) -> None:
    case = case_id(full_desk, PRIVATE)
    _window, page = open_page(qtbot, full_desk, "route", case_id=case)
    assert [w for w in controls(page) if not w.accessibleName()] == []
    answer_all(full_desk, case)
    page.show_for(case_id=case)
    settle()
    assert page.review.isVisible()
    assert [w for w in controls(page) if not w.accessibleName()] == []


def test_answers_are_radio_buttons_or_check_boxes_with_their_key_in_the_name(qtbot: QtBot) -> None:
    answers = AnswerList()
    qtbot.addWidget(answers)
    options = (
        OptionRow("a", "1", "Ja, dit gaat een grens over", "Een lange uitleg " * 20),
        OptionRow("none", "2", "Geen", ""),
        OptionRow("unknown", "0", "Weet ik nog niet", ""),
    )
    answers.set_options(options, ())
    assert all(isinstance(each, QRadioButton) for each in answers.answers)
    first = answers.answers[0]
    assert first.accessibleName() == "Ja, dit gaat een grens over, toets 1"
    assert QAccessible.queryAccessibleInterface(first).role() == QAccessible.Role.RadioButton
    assert first.heightForWidth(400) > first.heightForWidth(900) > 64, "the hint wraps, it is never cut off"
    answers.set_options(options, ("a",), multiple=True, alone=("none", "unknown"))
    assert all(isinstance(each, QCheckBox) for each in answers.answers)
    assert answers.press_key("2")
    assert answers.value() == ("none",)
    assert answers.press_key("1")
    assert answers.value() == ("a",)
    assert not answers.press_key("7")
