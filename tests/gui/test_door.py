"""Unlocking, the first run, locking and coming back; and what is loaded before the first paint."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from door_kit import cheap, unlock
from gui_kit import PASSPHRASE, a_school, controls, fast_kdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from twijs_desk.casework import desk as desks
from twijs_desk.casework import places
from twijs_desk.gui import crash
from twijs_desk.gui.background import Background, worker_threads
from twijs_desk.gui.session import Session
from twijs_desk.gui.setup import PlacesStep, SheetStep
from twijs_desk.store import keys

HEAVY = (
    *("sqlmodel", "sqlalchemy", "alembic", "reportlab", "pydantic", "pypdfium2", "cryptography", "argon2"),
    *("keyring", "zxcvbn"),
)
LATER = ("PySide6.QtDBus", "PySide6.QtPrintSupport", "twijs_desk.gui.restore", "twijs_desk.gui.clipboard")
"""What guards the window or stands beside the door: after the first paint."""
FIRST_PAINT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from twijs_desk.gui.background import Background
from twijs_desk.gui.session import Session
from twijs_desk.gui.theme import Theme
from twijs_desk.gui.widgets.focus import FocusRing

app = QApplication([])
Theme(app)
FocusRing(app)
session = Session(Background(), Path(sys.argv[1]))
session.painted.connect(lambda: (print("PAINTED", sorted(sys.modules)), session.close(), app.quit()))
session.show()
app.exec()
"""


@pytest.mark.parametrize("first", [True, False], ids=["first run", "unlock"])
def test_nothing_heavy_is_loaded_before_the_first_paint(first: bool, tmp_path: Path) -> None:
    vault = tmp_path / "school.kluis"
    if not first:
        vault.write_bytes(b"not opened here")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", FIRST_PAINT, str(vault)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        cwd=Path(__file__).resolve().parents[2],
        check=True,
    )
    painted = next(line for line in done.stdout.splitlines() if line.startswith("PAINTED"))
    names = set(eval(painted.removeprefix("PAINTED ")))
    assert names.isdisjoint(LATER)
    loaded = {name.split(".")[0] for name in names}
    assert "PySide6" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_right_passphrase_opens_the_desk(session: Session, qtbot) -> None:
    unlock(session, qtbot)
    assert session.main is not None
    assert session.currentWidget() is session.main
    assert session.windowTitle() == "TWijs Desk"
    assert session.unlock_view.form.passphrase.text() == ""


def test_a_wrong_passphrase_says_so_in_place_and_may_be_tried_again(session: Session, qtbot) -> None:
    unlock(session, qtbot, "niet de goede zin")
    form = session.unlock_view.form
    assert "klopt niet" in form.wrong_label.text()
    assert form.passphrase.hasFocus()
    assert session.main is None
    form.passphrase.clear()
    unlock(session, qtbot)
    qtbot.waitUntil(lambda: session.main is not None)


def test_the_eye_shows_the_passphrase_and_caps_lock_is_told(session: Session) -> None:
    form = session.unlock_view.form
    QTest.mouseClick(form.eye_button, Qt.MouseButton.LeftButton)
    assert form.passphrase.echoMode() == QLineEdit.EchoMode.Normal
    assert form.eye_button.accessibleName() == "Wachtzin verbergen"
    if sys.platform != "win32":
        QTest.keyClick(form.passphrase, "A", Qt.KeyboardModifier.NoModifier)
        QTest.keyClicks(form.passphrase, "x")
    assert not form.caps_label.isVisible()


def test_lock_returns_to_the_same_page_and_field(session: Session, qtbot) -> None:
    unlock(session, qtbot)
    session.main.open("incident")
    page = session.main.current_page()
    page.form.observation.setPlainText("Een bericht in de groepsapp.")
    page.form.account.setText("@groep8")
    page._open_more()
    page.form.account.setFocus()
    session.lock()
    assert session.main is None
    assert session.currentWidget() is session.unlock_view
    unlock(session, qtbot)
    qtbot.waitUntil(lambda: session.main is not None and session.main.current_page() is not None)
    back = session.main.current_page()
    assert back is not page
    assert back.name == "incident"
    qtbot.waitUntil(lambda: back.form.observation.toPlainText() == "Een bericht in de groepsapp.")
    qtbot.waitUntil(back.form.account.hasFocus)


def test_closing_leaves_no_thread_and_keeps_what_was_typed(
    session: Session, qtbot, school_vault: Path
) -> None:
    unlock(session, qtbot)
    session.main.open("incident")
    session.main.current_page().form.observation.setPlainText("Net getypt.")
    session.close()
    assert worker_threads() == []
    desk = desks.open(school_vault, PASSPHRASE, kdf=fast_kdf())
    from twijs_desk.casework import drafts

    assert any(row.title == "Net getypt." for row in drafts.listing(desk))
    desk.close()


def test_a_file_that_is_no_vault_gets_a_sentence(tmp_path: Path, qtbot) -> None:
    path = tmp_path / "school.kluis"
    path.write_bytes(b"geen kluis")
    session = Session(Background(), path)
    qtbot.addWidget(session)
    session.show()
    unlock(session, qtbot)
    assert session.unlock_view.form.wrong_label.text()
    assert "Traceback" not in session.unlock_view.form.wrong_label.text()
    session.close()


def test_first_run_makes_a_vault_that_opens_again(vault_path: Path, qtbot, monkeypatch) -> None:
    cheap(monkeypatch)
    session = Session(Background(), vault_path)
    qtbot.addWidget(session)
    session.show()
    form = session.first_run_view.form
    view = session.first_run_view
    view.submit()
    assert "te zwak" in form.message_label.text()
    form.passphrase.setText(PASSPHRASE)
    form.repeat.setText(PASSPHRASE + "!")
    view.submit()
    assert "niet gelijk" in form.message_label.text()
    form.repeat.setText(PASSPHRASE)
    view.submit()
    assert "school" in form.message_label.text()
    form.school_name.setText("De Zeven Sloten")
    form.school_code.setText("dzs")
    form.profile_name.setText("M. Verhoeven")
    form.may_suspend.setChecked(True)
    qtbot.waitUntil(lambda: form.strength_label.text() == "Sterk.")
    view.submit()
    qtbot.waitUntil(lambda: isinstance(session.currentWidget(), SheetStep), timeout=10_000)
    sheet = session.currentWidget()
    qtbot.waitUntil(lambda: sheet.panel.sheet is not None)
    sheet.do_button.click()  # later
    qtbot.waitUntil(lambda: isinstance(session.currentWidget(), PlacesStep))
    session.currentWidget().do_button.click()
    qtbot.waitUntil(lambda: session.main is not None)
    reminders = session.main.page("overview").reminders
    qtbot.waitUntil(lambda: len(reminders.findChildren(QPushButton)) == 2)
    session.close()
    desk = desks.open(vault_path, PASSPHRASE, kdf=fast_kdf())
    assert desk.school.name == "De Zeven Sloten"
    assert desk.school.code == "DZS"
    assert desk.profile.may_suspend
    desk.close()


def test_every_control_at_the_door_has_a_name(session: Session, vault_path: Path, qtbot) -> None:
    assert [each for each in controls(session.unlock_view) if not each.accessibleName()] == []
    other = Session(Background(), vault_path.with_name("andere.kluis"))
    qtbot.addWidget(other)
    other.show()
    nameless = [type(each).__name__ for each in controls(other.first_run_view) if not _name(each)]
    assert nameless == []
    other.close()


def _name(widget: object) -> str:
    return widget.accessibleName() or getattr(widget, "text", str)()


def test_the_two_names_of_a_key_file_are_one(tmp_path: Path) -> None:
    vault = tmp_path / "school.kluis"
    assert not places.exists(vault)
    keys.key_path(vault).write_text("{}", encoding="utf-8")
    assert places.exists(vault)


def test_a_crash_report_holds_places_and_no_case_text(tmp_path: Path) -> None:
    secret = "Noor Timmers"
    try:
        raise ValueError(f"kan {secret} niet vinden")
    except ValueError as error:
        text = crash.report(error, datetime(2026, 11, 23, tzinfo=UTC))
    assert "ValueError" in text
    assert "test_door.py" in text
    assert secret not in text
    kept = crash.write(text, tmp_path / "map", datetime(2026, 11, 23, tzinfo=UTC))
    assert kept is not None
    assert kept.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("first", [True, False], ids=["first run", "unlock"])
def test_the_example_opens_says_so_and_a_refusal_is_told(
    first: bool, vault_path: Path, qtbot, monkeypatch
) -> None:
    from twijs_desk.casework.errors import DeskError

    cheap(monkeypatch)
    vault_path.parent.mkdir(parents=True)
    if not first:
        vault_path.write_bytes(b"op slot")
    tries: list[int] = []

    def example() -> object:
        tries.append(1)
        if len(tries) == 1:
            raise DeskError("De schijf is vol.")
        school, profile = a_school()
        other = vault_path.with_name("voorbeeld.kluis")
        return desks.create(other, PASSPHRASE, school=school, profile=profile)

    session = Session(Background(), vault_path, open_example=example)
    qtbot.addWidget(session)
    session.show()
    door = session.currentWidget()
    door.form.example_button.click()
    label = door.form.message_label if first else door.form.wrong_label
    qtbot.waitUntil(lambda: label.text() == "De schijf is vol.")
    door.form.example_button.click()
    assert door.form.busy_bar.isVisible()
    qtbot.waitUntil(lambda: session.main is not None, timeout=10_000)
    assert session.main.example_chip.isVisible()
    session.lock()
    assert session.currentWidget() is door
    session.close()
