"""Locking: by itself when nobody is there, at once, with nothing lost and nothing left on the screen or in memory."""

import gc
import os
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest
from door_kit import unlock
from gui_kit import PASSPHRASE, fast_kdf, settle
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPixmap, QPixmapCache
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
)

from twijs_desk.casework import cases, scraps
from twijs_desk.casework import desk as desks
from twijs_desk.casework.rows import PartyEntry, PersonEntry
from twijs_desk.gui import capture, lock_settings, system_watch
from twijs_desk.gui.session import Session
from twijs_desk.gui.watch import LockWatch
from twijs_desk.terms import CapacityKind, PartyRole

MARK = "Zilvermeeuw"


class Clocks:
    def __init__(self) -> None:
        self.wall, self.steady = 1_000_000.0, 500.0

    def __call__(self) -> tuple[float, float]:
        return self.wall, self.steady

    def forward(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def watch(qapp, clocks: Clocks):
    made = LockWatch(qapp, qapp, clocks)
    made.begin()
    made._timer.stop()  # the test looks itself
    made.told = []
    made.due.connect(made.told.append)
    yield made
    made.end()
    made.deleteLater()


def pass_time(watch: LockWatch, clocks: Clocks, seconds: int) -> None:
    for _ in range(seconds):
        clocks.forward(1)
        watch.look()


def test_ten_quiet_minutes_lock_and_a_key_starts_them_again(watch, clocks, qtbot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    pass_time(watch, clocks, 599)
    assert watch.told == []
    QTest.keyClick(field, "a")
    pass_time(watch, clocks, 599)
    assert watch.told == []
    pass_time(watch, clocks, 1)
    assert watch.told == ["idle"]


@pytest.mark.parametrize(("kept", "minutes"), [("1", 1), ("60", 60), ("0", 1), ("600", 60), ("veel", 10)])
def test_the_minutes_are_what_the_user_chose_within_bounds(kept: str, minutes: int, monkeypatch) -> None:
    lock_settings._settings().setValue("lock_minutes", kept)
    assert lock_settings.minutes() == minutes
    lock_settings.save_minutes(10)


def test_sleep_shows_as_a_clock_that_jumped(watch, clocks) -> None:
    clocks.forward(1)
    clocks.wall += 4
    watch.look()
    assert watch.told == []
    clocks.forward(1)
    clocks.wall += 3600
    watch.look()
    assert watch.told == ["sleep"]


def test_sleep_also_shows_where_both_clocks_go_on(watch, clocks) -> None:
    clocks.forward(1800)
    watch.look()
    assert watch.told == ["sleep"]


def test_a_clock_that_is_set_back_locks_nothing(watch, clocks) -> None:
    clocks.forward(1)
    clocks.wall -= 86_400
    watch.look()
    assert watch.told == []


def test_the_watch_looks_no_more_than_once_a_second(watch) -> None:
    assert watch._timer.interval() >= 1000


@pytest.mark.parametrize(
    ("message", "detail", "reason"),
    [
        (0x218, 4, "sleep"),
        (0x218, 7, ""),
        (0x2B1, 7, "session"),
        (0x2B1, 8, ""),
        (0x2B1, 4, "session"),
        (15, 4, ""),
    ],
)
def test_windows_says_sleep_and_session_lock(message: int, detail: int, reason: str) -> None:
    assert system_watch.reason_of(message, detail) == reason


def test_a_windows_message_is_read_where_it_lies() -> None:
    import ctypes

    told: list[str] = []
    listener = system_watch.WindowsMessages(told.append)
    message = system_watch._Message(0, 0x2B1, 7, 0)
    assert listener.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(message)) == (False, 0)
    assert listener.nativeEventFilter(b"xcb_generic_event_t", 0) == (False, 0)
    assert told == ["session"]


def test_a_session_id_becomes_a_path_as_systemd_writes_it() -> None:
    assert system_watch.bus_name("2") == "_32"
    assert system_watch.bus_name("c2") == "c2"
    assert system_watch.bus_name("a-b") == "a_2db"


HEARD = """
import subprocess, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from twijs_desk.gui.system_watch import SystemWatch
app = QApplication([])
watch, told = SystemWatch(app), []
watch.due.connect(told.append)
print("WAYS", watch.begin(QWidget()))
signals = [
    ("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", "true"),
    ("/org/freedesktop/login1/session/_32", "org.freedesktop.login1.Session.Lock"),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "true"),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "false"),
]
def tell():
    for path, name, *rest in signals:
        subprocess.run(["gdbus", "emit", "--session", "--object-path", path, "--signal", name, *rest], check=True)
    QTimer.singleShot(500, app.quit)
QTimer.singleShot(0, tell)
app.exec()
print("TOLD", told)
"""


@pytest.mark.skipif(
    shutil.which("dbus-run-session") is None or shutil.which("gdbus") is None, reason="no D-Bus here"
)
def test_a_linux_desktop_says_sleep_lock_and_screen_saver() -> None:
    """On a bus of its own that plays both the system's and the session's."""
    script = (
        f"import os\nos.environ['DBUS_SYSTEM_BUS_ADDRESS'] = os.environ['DBUS_SESSION_BUS_ADDRESS']\n{HEARD}"
    )
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"XDG_SESSION_ID": "2", "QT_QPA_PLATFORM": "offscreen"},
        check=True,
    )
    assert "WAYS ['sleep', 'session', 'session', 'session']" in done.stdout
    assert "TOLD ['sleep', 'session', 'session']" in done.stdout


def test_watching_the_system_never_stops_anyone(session: Session, qtbot, monkeypatch) -> None:
    def broken(_self, _window):
        raise OSError("geen bus")

    monkeypatch.setattr(system_watch.SystemWatch, "_linux", broken)
    assert system_watch.SystemWatch(session).begin(session) == []


def test_the_session_locks_when_the_watch_says_so(session: Session, qtbot) -> None:
    unlock(session, qtbot)
    session.watch.due.emit("idle")
    assert session.main is None
    assert session.currentWidget() is session.unlock_view
    assert not session.watch._timer.isActive()


def open_case(session: Session, qtbot, tab: str = ""):
    """The first case, on the screen."""
    if session.main is None:
        unlock(session, qtbot)
    desk = session.desk
    found = []
    session.background.run(lambda: cases.listing(desk)[0].id, found.append)
    qtbot.waitUntil(lambda: bool(found))
    session.main.open("case", {"case_id": found[0], "tab": tab})
    page = session.main.current_page()
    qtbot.waitUntil(lambda: page.view is not None and session.background.pending == 0)
    return page


def back_at(session: Session, qtbot, name: str):
    """Unlock, and wait for the page that was there."""
    unlock(session, qtbot)
    qtbot.waitUntil(
        lambda: session.main.current_page() is not None and session.main.current_page().name == name
    )
    qtbot.waitUntil(lambda: session.background.pending == 0)
    return session.main.current_page()


def test_a_choice_not_sent_and_its_note_are_there_after_a_lock(session: Session, qtbot) -> None:
    page = open_case(session, qtbot)
    session.main.open("route", {"case_id": page.case_id})
    route = session.main.current_page()
    qtbot.waitUntil(lambda: route.view is not None)
    question = route.view.question.id
    route.question_panel.answers.first().click()
    chosen = route.question_panel.answers.value()
    route.question_panel.ask_for_note()
    note = route.question_panel.note
    note.setPlainText("Vader belde hierover.")
    note.setFocus()
    cursor = note.textCursor()
    cursor.setPosition(5)
    note.setTextCursor(cursor)
    session.lock()
    route = back_at(session, qtbot, "route")
    qtbot.waitUntil(lambda: route.question_panel.note.toPlainText() == "Vader belde hierover.")
    assert route.view.question.id == question
    assert route.question_panel.answers.value() == chosen
    qtbot.waitUntil(route.question_panel.note.hasFocus)
    assert route.question_panel.note.textCursor().position() == 5
    assert route.view.question.chosen == ()  # and it still counts nowhere


def test_a_half_filled_form_is_open_again_with_what_was_typed(session: Session, qtbot) -> None:
    page = open_case(session, qtbot, "measures")
    tab = page.measures_tab
    tab.hearing_button.click()
    form = tab.hearing_form
    form.minutes.setPlainText("Zij zei dat het een grap was.")
    form.attendees.setText("Moeder")
    form.declined.setChecked(True)
    form.minutes.setFocus()
    session.lock()
    page = back_at(session, qtbot, "case")
    form = page.measures_tab.hearing_form
    qtbot.waitUntil(lambda: form.minutes.toPlainText() == "Zij zei dat het een grap was.")
    assert form.isVisible()
    assert form.attendees.text() == "Moeder"
    assert form.declined.isChecked()
    qtbot.waitUntil(form.minutes.hasFocus)


def test_people_chosen_and_not_recorded_are_there_after_a_lock(session: Session, qtbot) -> None:
    page = open_case(session, qtbot, "people")
    tab = page.tabs[1]
    tab.add_button.click()
    entry = PartyEntry(
        PartyRole.REPORTER,
        CapacityKind.PUPIL,
        "groep 8",
        person=PersonEntry(given_name="Sem", family_name="de Wit", capacity=CapacityKind.PUPIL),
    )
    tab.form.picker.set_entries((entry,), {})
    session.lock()
    page = back_at(session, qtbot, "case")
    form = page.tabs[1].form
    qtbot.waitUntil(lambda: form.picker.entries() == (entry,))
    assert form.isVisible()


def test_a_note_at_a_duty_survives_a_redraw_and_a_lock(session: Session, qtbot) -> None:
    page = open_case(session, qtbot)
    rows = [row for row in page.side.rows if row.is_noted_here()]
    assert rows
    duty = rows[0].duty.id
    rows[0].ask_done()
    rows[0].field.setPlainText("Gemaild om tien over")
    page._show(page.view)  # anything that happens in the case draws the column again
    again = next(row for row in page.side.rows if row.duty.id == duty)
    assert again.field.toPlainText() == "Gemaild om tien over"
    session.lock()
    page = back_at(session, qtbot, "case")
    qtbot.waitUntil(lambda: bool(page.side.notes()))
    again = next(row for row in page.side.rows if row.duty.id == duty)
    assert again.field.toPlainText() == "Gemaild om tien over"
    again.keep_button.click()
    qtbot.waitUntil(lambda: page.side.notes() == {})
    status = next(each.status for each in page.view.obligations if each.id == duty)
    assert str(status) == "done"


def test_words_parked_for_another_case_survive_a_lock(session: Session, qtbot) -> None:
    first = open_case(session, qtbot)
    first._on_close_clicked()
    first.close_form.open_form(first.close_result)
    first.close_result.setPlainText("Ouders zijn tevreden.")
    desk, one = session.desk, first.case_id
    others: list[str] = []
    session.background.run(lambda: [row.id for row in cases.listing(desk)], others.extend)
    qtbot.waitUntil(lambda: bool(others))
    session.main.open("case", {"case_id": next(each for each in others if each != one)})
    qtbot.waitUntil(lambda: first.view.id != one)
    session.lock()
    page = back_at(session, qtbot, "case")
    session.main.open("case", {"case_id": one})
    qtbot.waitUntil(lambda: page.view is not None and page.view.id == one)
    assert page.close_result.toPlainText() == "Ouders zijn tevreden."


def test_what_was_typed_is_kept_each_second_for_when_the_power_goes(
    session: Session, qtbot, school_vault: Path
) -> None:
    page = open_case(session, qtbot)
    page.close_form.open_form(page.close_result)
    QTest.keyClicks(page.close_result, "Half afgemaakt")
    session.watch.stirred.emit()
    desk, kept = session.desk, []
    session.background.run(lambda: scraps.read(desk, "unsent"), kept.append)
    qtbot.waitUntil(lambda: bool(kept))
    assert "Half afgemaakt" in str(kept[0])


def holders(marker: str) -> list[str]:
    """Widgets that show the marker, and live Python objects that hold it in a field, list or dictionary."""
    found = []
    for widget in QApplication.allWidgets():
        texts = [
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.windowTitle(),
        ]
        if isinstance(widget, QLabel | QLineEdit):
            texts.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            texts.append(widget.toPlainText())
        if isinstance(widget, QListWidget):
            texts += [widget.item(row).text() for row in range(widget.count())]
        found += [f"{type(widget).__name__}: {text}" for text in texts if marker in text]
    for thing in gc.get_objects():
        if isinstance(thing, types.FrameType | types.ModuleType | types.CodeType | types.FunctionType):
            continue
        if isinstance(thing, dict):
            held = list(thing.values())
        elif isinstance(thing, list | tuple | set | frozenset):
            held = list(thing)
        else:
            names = getattr(type(thing), "__slots__", ()) if "twijs" in str(type(thing).__module__) else ()
            held = [getattr(thing, name, None) for name in names]
        found += [
            f"{type(thing).__name__}: {text[:60]}" for text in held if type(text) is str and marker in text
        ]
    return found


def test_after_a_lock_nothing_confidential_is_left_in_widgets_or_objects(session: Session, qtbot) -> None:
    marker = MARK.join("ab")  # not a constant that this module itself keeps
    unlock(session, qtbot)
    session.main.open("incident")
    session.main.current_page().form.observation.setPlainText(f"Iets met {marker}")
    session.main.current_page().save_now()
    session.main.open("overview")
    qtbot.waitUntil(lambda: session.background.pending == 0)
    page = open_case(session, qtbot)
    page.close_form.open_form(page.close_result)
    page.close_result.setPlainText(marker)
    session.main.show_palette()
    session.main.open("overview")
    qtbot.waitUntil(lambda: session.background.pending == 0)
    settle()
    assert holders(marker)
    QPixmapCache.insert("bewijs", QPixmap(8, 8))
    session.lock()
    page = None
    qtbot.waitUntil(lambda: session.background.pending == 0)
    settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    settle()
    gc.collect()
    left = [each for each in holders(marker) if "Iets met" in each or each]
    assert left == []
    assert QPixmapCache.find("bewijs") is None or QPixmapCache.find("bewijs").isNull()


def test_dialogs_lists_and_the_palette_are_gone_at_once(session: Session, qtbot) -> None:
    unlock(session, qtbot)
    dialog = QDialog(session)
    dialog.open()
    session.main.show_palette()
    session.lock()
    assert not dialog.isVisible()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not session] == []
    assert session.windowTitle() == "TWijs Desk"


def test_a_lock_during_a_dialog_that_waits_ends_the_waiting(session: Session, qtbot) -> None:
    from PySide6.QtCore import QTimer

    unlock(session, qtbot)
    dialog = QDialog(session.main)
    QTimer.singleShot(50, session, session.lock)
    assert dialog.exec() == QDialog.DialogCode.Rejected
    assert session.currentWidget() is session.unlock_view


def test_locked_means_the_vault_is_closed(session: Session, qtbot, school_vault: Path) -> None:
    unlock(session, qtbot)
    session.lock()
    qtbot.waitUntil(lambda: session.background.pending == 0)
    desk = desks.open(school_vault, PASSPHRASE, kdf=fast_kdf())  # the lock file is free
    desk.close()


def test_ctrl_l_locks(session: Session, qtbot) -> None:
    unlock(session, qtbot)
    session.activateWindow()
    qtbot.waitActive(session)
    QTest.keyClick(session.main, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.main is None)


def test_the_window_is_out_of_captures_where_that_can_be_done(session: Session) -> None:
    assert not lock_settings.capture_allowed()
    assert capture.apply(session) is False  # offscreen
    lock_settings.save_capture_allowed(True)
    assert lock_settings.capture_allowed()
    lock_settings.save_capture_allowed(False)


def test_scraps_are_kept_read_taken_and_emptied(desk: desks.Desk) -> None:
    assert scraps.read(desk, "unsent") == {}
    scraps.keep(desk, "unsent", {"route": {"note": "hé"}})
    scraps.keep(desk, "unsent", {"route": {"note": "hé ja"}})
    assert scraps.read(desk, "unsent") == {"route": {"note": "hé ja"}}
    assert scraps.take(desk, "unsent") == {"route": {"note": "hé ja"}}
    assert scraps.take(desk, "unsent") == {}
    scraps.keep(desk, "unsent", {})
