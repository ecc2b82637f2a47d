"""The recovery sheet on the screen, and the ways in without the usual passphrase: sheet, key store, waiting."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from door_kit import cheap, cheap_restore, type_code, unlock
from gui_kit import PASSPHRASE, a_school, controls, fast_kdf
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from twijs_desk.casework import access
from twijs_desk.casework import desk as desks
from twijs_desk.casework.desk import Desk
from twijs_desk.gui.background import Background, Immediately
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.gui.recovery import CodeFields, NewPassphraseView, RecoveryView
from twijs_desk.gui.session import Session
from twijs_desk.gui.setup import PlacesStep, SheetStep
from twijs_desk.store import keys

NEW = "gele schoenen onder de kapstok"


def asked(sheet: access.RecoverySheet) -> str:
    groups = " ".join(line[:-1] for line in sheet.code).split()
    return " ".join(groups[number - 1] for number in sheet.asked)


@pytest.fixture
def sheet_of(school_vault: Path, monkeypatch) -> access.RecoverySheet:
    """A sheet of the closed vault that counts."""
    cheap_restore(monkeypatch)
    desk = desks.open(school_vault, PASSPHRASE, kdf=fast_kdf())
    sheet = access.new_recovery(desk)
    access.prove_recovery(desk, sheet, asked(sheet))
    desk.close()
    return sheet


@pytest.fixture
def window(full_desk: Desk, qtbot) -> Iterator[MainWindow]:
    made = MainWindow(full_desk, Immediately())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


# --- making one ---


def test_the_first_step_after_making_a_vault_proves_the_sheet(desk: Desk, qtbot) -> None:
    step = SheetStep(Immediately(), desk)
    qtbot.addWidget(step)
    step.show()
    sheet = step.panel.sheet
    assert [line.text() for line in step.panel.lines] == list(sheet.code)
    first, second = sheet.asked
    assert f"blok {first} en blok {second}" in step.panel.typed.accessibleName()
    step.panel.typed.setText("AAAA AAAA")
    step.panel.check_button.click()
    assert "klopt niet" in step.panel.error.text()
    assert access.status(desk).warning
    step.panel.typed.setText(asked(sheet).lower())
    with qtbot.waitSignal(step.opened):
        QTest.keyClick(step.panel.typed, Qt.Key.Key_Return)
    assert access.status(desk).warning == ""
    assert [line.text() for line in step.panel.lines] == ["", ""]
    assert [each for each in controls(step) if not each.accessibleName()] == []


def test_later_leaves_the_vault_without_a_sheet_and_the_overview_says_so(
    window: MainWindow, full_desk: Desk
) -> None:
    page = window.page("overview")
    words = [button.accessibleName() for button in page.reminders.findChildren(QPushButton)]
    assert any("Maak het herstelblad" in each for each in words)
    sheet = access.new_recovery(full_desk)
    access.prove_recovery(full_desk, sheet, asked(sheet))
    window.open("cases")
    window.open("overview")
    QApplication.processEvents()
    words = [b.accessibleName() for b in page.reminders.findChildren(QPushButton) if b.isVisible()]
    assert not any("Maak het herstelblad" in each for each in words)


def test_a_sheet_is_made_and_proved_in_the_settings(window: MainWindow, full_desk: Desk) -> None:
    window.open("settings", {"card": "access"})
    card = window.page("settings").access
    assert card.warning.isVisible()
    card.sheet_button.click()
    panel = card.sheet_form.panel
    panel.typed.setText(asked(panel.sheet))
    card.sheet_form.do_button.click()
    assert not card.warning.isVisible()
    assert not card.sheet_form.isVisible()
    assert panel.sheet is None
    assert {row.kind for row in access.status(full_desk).slots} == {"passphrase", "recovery"}


def test_leaving_the_settings_takes_the_code_and_the_passphrase_off_the_page(window: MainWindow) -> None:
    window.open("settings")
    card = window.page("settings").access
    card.sheet_button.click()
    assert card.sheet_form.panel.lines[0].text()
    card.open_only(card.change_form)
    assert not card.sheet_form.panel.lines[0].text()
    card.change_form.old.setText(PASSPHRASE)
    window.open("overview")
    assert card.change_form.old.text() == ""


def test_a_pdf_that_cannot_be_written_is_told(window: MainWindow, tmp_path: Path) -> None:
    window.open("settings")
    card = window.page("settings").access
    card.sheet_button.click()
    panel = card.sheet_form.panel
    panel.save_to(tmp_path / "er" / "is" / "niets.pdf", b"%PDF")
    assert "andere plaats" in panel.error.text()
    panel.save_to(tmp_path / "stick.pdf", b"%PDF")
    assert (tmp_path / "stick.pdf").read_bytes() == b"%PDF"


# --- people, change, remove, new key ---


def test_people_are_added_changed_and_removed(window: MainWindow, full_desk: Desk) -> None:
    window.open("settings")
    card = window.page("settings").access
    card.add_button.click()
    form = card.add_form
    form.do_button.click()
    assert "voor wie" in form.error.text()
    form.label.setText("intern begeleider")
    form.phrase.first.setText(NEW)
    form.phrase.second.setText(NEW + "x")
    form.do_button.click()
    assert "niet gelijk" in form.error.text()
    form.phrase.second.setText(NEW)
    form.do_button.click()
    assert not form.isVisible()
    assert form.phrase.first.text() == ""
    labels = [row.label for row in access.status(full_desk).slots]
    assert "intern begeleider" in labels
    card.change_button.click()
    change = card.change_form
    change.old.setText("niet de goede zin")
    change.phrase.first.setText(NEW + " nieuw")
    change.phrase.second.setText(NEW + " nieuw")
    change.do_button.click()
    assert "klopt niet" in change.error.text()
    change.old.setText(PASSPHRASE)
    change.do_button.click()
    assert not change.isVisible()
    [gone] = [
        each
        for each in card.findChildren(QPushButton)
        if each.accessibleName() == "Toegang intrekken: intern begeleider"
    ]
    gone.click()
    assert len(access.status(full_desk).slots) == 2  # only asked
    button = next(
        each for each in window.page("settings").message.findChildren(QPushButton) if each.text() == "Trek in"
    )
    button.click()
    assert len(access.status(full_desk).slots) == 1


def test_a_new_key_asks_the_passphrase_and_the_new_sheet(window: MainWindow, full_desk: Desk) -> None:
    window.open("settings")
    card = window.page("settings").access
    before = full_desk.vault.vault_key
    card.rekey_button.click()
    form = card.rekey_form
    form.panel.typed.setText(asked(form.panel.sheet))
    form.do_button.click()
    assert "wachtzin" in form.error.text()
    form.phrase.setText(PASSPHRASE)
    form.do_button.click()
    assert not form.isVisible()
    assert full_desk.vault.vault_key != before


# --- at the door ---


def test_the_sheet_opens_the_vault_and_asks_a_new_passphrase_at_once(
    session: Session, sheet_of: access.RecoverySheet, school_vault: Path, qtbot
) -> None:
    session.unlock_view.form.recovery_button.click()
    view = session.currentWidget()
    assert isinstance(view, RecoveryView)
    assert [each for each in controls(view) if not each.accessibleName()] == []
    first, second = sheet_of.code
    view.code.lines[0].setText(first)
    view.code.lines[1].setText(second[:-1] + ("0" if second[-1] != "0" else "1"))
    view.submit()
    qtbot.waitUntil(view.error.isVisible)
    assert "Regel 2" in view.error_words.text()
    assert view.code.lines[1].hasFocus()
    view.code.lines[1].setText(second)
    QTest.keyClick(view.code.lines[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(session.currentWidget(), NewPassphraseView), timeout=10_000)
    new = session.currentWidget()
    assert session.main is None  # nothing else first
    new.submit()
    assert "nieuwe wachtzin" in new.error_words.text()
    new.fields.first.setText(NEW)
    new.fields.second.setText(NEW)
    new.submit()
    qtbot.waitUntil(lambda: session.main is not None, timeout=10_000)
    session.close()
    desks.open(school_vault, NEW, kdf=fast_kdf()).close()


def test_both_lines_may_be_pasted_at_once(qtbot) -> None:
    fields = CodeFields()
    qtbot.addWidget(fields)
    QApplication.clipboard().setText("ABCD EFGH JKMN PQRS  T\n0123 4567 89AB CDEF  G")
    fields.lines[0].paste()
    fields.lines[0].textEdited.emit(fields.lines[0].text())
    assert fields.lines[0].text() == "ABCDEFGHJKMNPQRST"
    assert fields.lines[1].text() == "0123456789ABCDEFG"


def test_without_a_key_file_the_record_opens_it_as_well(
    session: Session, sheet_of: access.RecoverySheet, school_vault: Path, qtbot
) -> None:
    for copy in school_vault.parent.glob("*.keys*"):
        copy.unlink()
    unlock(session, qtbot)
    ways = [button.text().strip() for button in session.unlock_view._ways]
    assert ways == ["Sleutelbestand terughalen", "Herstelblad gebruiken", "Reservekopie terugzetten"]
    session.unlock_view._ways[1].click()
    view = session.currentWidget()
    type_code(view.code, sheet_of)
    view.submit()
    qtbot.waitUntil(view.record_box.isVisible)
    view.record.setPlainText("\n".join(sheet_of.record))
    view.submit()
    qtbot.waitUntil(lambda: isinstance(session.currentWidget(), NewPassphraseView), timeout=10_000)
    assert keys.key_path(school_vault).exists()


def test_back_leads_to_the_passphrase(session: Session, qtbot) -> None:
    session.unlock_view.form.recovery_button.click()
    session.currentWidget().back_button.click()
    assert session.currentWidget() is session.unlock_view
    assert session.unlock_view.form.passphrase.hasFocus()


def test_after_wrong_tries_the_door_counts_down_and_keeps_what_was_typed(session: Session, qtbot) -> None:
    form = session.unlock_view.form
    for _ in range(12):
        form.passphrase.setText("niet de goede zin")
        session.unlock_view.submit()
        qtbot.waitUntil(lambda: session.background.pending == 0)
        if session.unlock_view._seconds_left():
            break
    assert session.unlock_view._seconds_left() > 0
    assert "Wacht nog" in form.wrong_label.text()
    assert form.passphrase.text() == "niet de goede zin"
    assert form.passphrase.isEnabled()
    before = form.wrong_label.text()
    session.unlock_view._wait_until -= 1
    session.unlock_view._on_second_passed()
    assert form.wrong_label.text() != before or not form.wrong.isVisible()
    session.unlock_view._wait_until = 0.0
    session.unlock_view._on_second_passed()
    assert not form.wrong.isVisible()


def test_this_computer_opens_it_when_that_was_switched_on(
    school_vault: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    keyring.set_keyring(Drawer())
    desk = desks.open(school_vault, PASSPHRASE, kdf=fast_kdf())
    access.device_on(desk)
    desk.close()
    session = Session(Background(), school_vault)
    qtbot.addWidget(session)
    session.show()
    button = session.unlock_view.form.device_button
    qtbot.waitUntil(button.isVisible)
    assert session.main is None  # never by itself
    button.click()
    qtbot.waitUntil(lambda: session.main is not None, timeout=10_000)
    session.close()


class Drawer(KeyringBackend):
    """A key store in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.held.pop((service, username), None)


def test_a_vault_that_is_open_elsewhere_is_told_with_a_way_out(
    session: Session, school_vault: Path, qtbot
) -> None:
    other = desks.open(school_vault, PASSPHRASE, kdf=fast_kdf())
    unlock(session, qtbot)
    assert "al geopend" in session.unlock_view.form.wrong_label.text()
    assert [button.text() for button in session.unlock_view._ways] == ["Sluit dit venster"]
    other.close()
    session.unlock_view._ways[0].click()
    assert not session.isVisible()


def test_the_steps_have_names_and_secrets_are_not_shown(desk: Desk, qtbot) -> None:
    views: list[Any] = [PlacesStep(Immediately(), desk), NewPassphraseView(Immediately(), desk)]
    for view in views:
        qtbot.addWidget(view)
        view.show()
        assert [each for each in controls(view) if not each.accessibleName()] == []
    assert views[1].fields.first.echoMode() == QLineEdit.EchoMode.Password


def test_with_the_sheet_on_the_screen_it_locks_by_itself_too(vault_path: Path, qtbot, monkeypatch) -> None:
    cheap(monkeypatch)
    session = Session(Background(), vault_path)
    qtbot.addWidget(session)
    session.show()
    vault_path.parent.mkdir(parents=True, exist_ok=True)
    school, profile = a_school()
    session._on_created(desks.create(vault_path, PASSPHRASE, school=school, profile=profile, kdf=fast_kdf()))
    step = session.currentWidget()
    qtbot.waitUntil(lambda: step.panel.sheet is not None)
    assert session.watch._timer.isActive()
    session.watch.due.emit("idle")
    assert session.currentWidget() is session.unlock_view
    unlock(session, qtbot)
    assert session.main is not None
    session.close()


def test_the_sheet_is_printed_from_the_picture_of_its_page(
    window: MainWindow, tmp_path: Path, monkeypatch
) -> None:
    """The printer gets the page; no file of ours is left anywhere but where the user asked for one."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from twijs_desk.gui.pages import letter_print

    printers: list[QPrinter] = []

    def to_file(title: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "papier.pdf"))
        printer.setDocName(title)
        printers.append(printer)
        return printer

    monkeypatch.setattr(letter_print, "make_printer", to_file)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: QPrintDialog.DialogCode.Accepted)
    window.open("settings")
    card = window.page("settings").access
    card.sheet_button.click()
    card.sheet_form.panel.print_button.click()
    assert card.sheet_form.panel.error.text() == ""
    assert (tmp_path / "papier.pdf").read_bytes().startswith(b"%PDF")
    assert printers[0].docName() == "Herstelblad"
    kept: list[bytes] = []
    card.sheet_form.panel._with_pdf(kept.append)
    assert kept[0].startswith(b"%PDF")


# --- the keyboard ---


def tabbed(first: QWidget, count: int) -> list[str]:
    """The names that Tab passes, from this field on."""
    first.setFocus()
    names = []
    for _step in range(count):
        here = QApplication.focusWidget()
        names.append(here.accessibleName())
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return names


def test_tab_follows_the_eye_at_the_door(session: Session) -> None:
    session.activateWindow()
    session.unlock_view.form.recovery_button.click()
    view = session.currentWidget()
    assert tabbed(view.code.lines[0], 5) == [
        "Herstelcode, regel 1",
        "Herstelcode, regel 2",
        "Het sleutelbestand is weg of beschadigd",
        "Open de kluis",
        "Terug",
    ]


def test_tab_passes_the_fields_of_a_form_before_its_buttons(window: MainWindow) -> None:
    window.activateWindow()
    window.open("settings")
    card = window.page("settings").access
    card.add_button.click()
    form = card.add_form
    assert tabbed(form.label, 6) == [
        "Voor wie?",
        "Nieuwe wachtzin",
        "Nog een keer",
        "Toon wat ik typ",
        "Voeg toe",
        "Annuleren",
    ]
