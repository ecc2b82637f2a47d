"""The call to the inspector by keyboard alone: reached, not reached, and without a duty."""

from case_kit import CTRL, SHIFT, answer_all, case_id, focused, open_page, press, settle, shortcut, type_text
from gui_kit import controls
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from twijs_desk.casework import calls, cases
from twijs_desk.casework.desk import Desk
from twijs_desk.gui.pages.call import CallPage
from twijs_desk.terms import CallOutcome, ObligationStatus, Suspicion

PRIVATE = "Privéberichten"


def calling(qtbot: QtBot, desk: Desk) -> tuple[str, CallPage]:
    case = case_id(desk, PRIVATE)
    answer_all(desk, case, transgressive="yes")
    _window, page = open_page(qtbot, desk, "call", case_id=case)
    assert isinstance(page, CallPage)
    return case, page


def test_reached_keeps_the_report_and_settles_the_duty(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = calling(qtbot, full_desk)
    assert calls.view(full_desk, case).duties
    assert focused() is page.begin_button
    assert not page.report.fields.isVisible()
    shortcut(Qt.Key.Key_Return, CTRL)
    assert focused() is page.report.spoken_to
    type_text("mw. Brandsma")
    press(Qt.Key.Key_Tab)
    type_text("Vraagt naar de leeftijd.")
    press(Qt.Key.Key_Tab)
    type_text("Nog niet met de medewerker spreken.")
    page.report.suspicion.choices[0].setFocus()
    press(Qt.Key.Key_Space)
    page.end_button.setFocus()
    press(Qt.Key.Key_Space)
    call = calls.view(full_desk, case).attempts[0]
    assert call.outcome == CallOutcome.REACHED
    assert call.spoken_to == "mw. Brandsma"
    assert call.notes == "Vraagt naar de leeftijd."
    assert call.advice == "Nog niet met de medewerker spreken."
    assert call.suspicion == Suspicion.YES
    assert not calls.view(full_desk, case).duties
    assert page.after.isVisible()
    assert focused() is page.note_button
    asked: list[tuple[str, dict[str, str]]] = []
    page.navigate.connect(lambda name, context: asked.append((name, context)))
    press(Qt.Key.Key_Space)
    assert asked == [("letter", {"case_id": case, "code": "I1"})]


def test_notes_save_themselves_half_a_second_after_the_last_key(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = calling(qtbot, full_desk)
    shortcut(Qt.Key.Key_Return, CTRL)
    page.report.notes.setFocus()
    type_text("Doorverbonden")
    assert calls.view(full_desk, case).current.notes == ""
    qtbot.waitUntil(lambda: calls.view(full_desk, case).current.notes == "Doorverbonden", timeout=3000)
    assert page.report.save_state.words.text().startswith("Bewaard om")


def test_leaving_saves_what_was_typed_at_once(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = calling(qtbot, full_desk)
    shortcut(Qt.Key.Key_Return, CTRL)
    page.report.notes.setFocus()
    type_text("Halverwege")
    page.leave()
    assert calls.view(full_desk, case).current.notes == "Halverwege"


def test_ending_without_advice_is_refused_and_loses_nothing(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = calling(qtbot, full_desk)
    shortcut(Qt.Key.Key_Return, CTRL)
    type_text("mw. Brandsma")
    page.end_button.click()
    settle()
    assert "advies" in page.message.words.text()
    assert focused() is page.report.advice
    assert calls.view(full_desk, case).current.spoken_to == "mw. Brandsma"


def test_not_reached_keeps_the_duty_and_plans_a_retry(qtbot: QtBot, full_desk: Desk) -> None:
    case, page = calling(qtbot, full_desk)
    duties = calls.view(full_desk, case).duties
    shortcut(Qt.Key.Key_N, CTRL | SHIFT)
    after = calls.view(full_desk, case)
    assert after.duties == duties
    assert after.attempts[0].outcome == CallOutcome.NOT_REACHED
    assert after.attempts[0].follow_up_at is not None
    assert "blijft open" in page.message.words.text()
    assert "opnieuw" in page.message.words.text()
    assert page.attempts.isVisible()
    open_now = [d for d in cases.show(full_desk, case).obligations if d.status == ObligationStatus.OPEN]
    assert any(d.action == "call:inspector" for d in open_now)


def test_a_voluntary_call_works_without_a_duty(qtbot: QtBot, full_desk: Desk) -> None:
    case = case_id(full_desk, "Ouder over de school")
    _window, page = open_page(qtbot, full_desk, "call", case_id=case)
    shortcut(Qt.Key.Key_Return, CTRL)
    type_text("dhr. Vos")
    page.report.advice.setFocus()
    type_text("Niets doen.")
    page.end_button.click()
    settle()
    assert calls.view(full_desk, case).attempts[0].duty_basis == "voluntary"
    assert "belplicht staat op gedaan" not in page.after_words.text()


def test_number_and_qr_can_be_read_and_scanned(qtbot: QtBot, full_desk: Desk) -> None:
    _case, page = calling(qtbot, full_desk)
    assert page.number.text() == "0900 111 3 111"
    assert page.number.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert "0900 111 3 111" in page.qr.accessibleName()
    image = page.qr.grab().toImage()
    white = image.pixelColor(2, 2)
    assert (white.red(), white.green(), white.blue()) == (255, 255, 255), "quiet zone"
    rows = page.qr.modules()
    assert len(rows) == len(rows[0]) >= 21
    assert rows[0][:7] == (1, 1, 1, 1, 1, 1, 1), "finder pattern"


def test_every_control_has_a_name(qtbot: QtBot, full_desk: Desk) -> None:
    _case, page = calling(qtbot, full_desk)
    shortcut(Qt.Key.Key_Return, CTRL)
    assert [w for w in controls(page) if not w.accessibleName()] == []


def test_what_users_typed_is_never_markup(qtbot: QtBot, full_desk: Desk) -> None:
    case = case_id(full_desk, "Ouder over de school")
    _window, page = open_page(qtbot, full_desk, "call", case_id=case)
    told = [label for label in page.findChildren(QLabel) if "<b>met</b>" in label.text()]
    assert told
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in told)
