"""What is copied out of the program is marked, and gone after a minute or at a lock; other people's copies stay."""

from collections.abc import Iterator

import pytest
from door_kit import unlock
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from twijs_desk.gui import clipboard as clipboards
from twijs_desk.gui.clipboard import ClipboardKeeper
from twijs_desk.gui.session import Session


@pytest.fixture
def keeper(qapp: QApplication) -> Iterator[ClipboardKeeper]:
    made = ClipboardKeeper(qapp, qapp)
    yield made
    made.end()
    made.deleteLater()
    qapp.clipboard().clear()


def copy(qtbot, text: str) -> None:
    field = QLineEdit(text)
    qtbot.addWidget(field)
    field.show()
    field.selectAll()
    field.copy()


def test_a_copy_keeps_its_words_and_gets_its_marks(keeper: ClipboardKeeper, qtbot, monkeypatch) -> None:
    copy(qtbot, "Noor Timmers")
    mime = QApplication.clipboard().mimeData()
    assert mime.text() == "Noor Timmers"
    assert bytes(mime.data("x-kde-passwordManagerHint").data()) == b"secret"
    assert keeper._late.isActive()
    assert keeper._late.interval() == 60_000


def test_windows_keeps_it_out_of_history_and_cloud(keeper: ClipboardKeeper, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(clipboards.sys, "platform", "win32")
    copy(qtbot, "Noor Timmers")
    mime = QApplication.clipboard().mimeData()
    for name, value in (
        ("ExcludeClipboardContentFromMonitorProcessing", 1),
        ("CanIncludeInClipboardHistory", 0),
        ("CanUploadToCloudClipboard", 0),
    ):
        data = bytes(mime.data(f'application/x-qt-windows-mime;value="{name}"').data())
        assert int.from_bytes(data, "little") == value
        assert len(data) == 4


def test_after_a_minute_it_is_gone(keeper: ClipboardKeeper, qtbot) -> None:
    keeper._late.setInterval(20)
    copy(qtbot, "Noor Timmers")
    qtbot.waitUntil(lambda: not QApplication.clipboard().text())


def test_what_was_copied_elsewhere_is_never_touched(keeper: ClipboardKeeper, qtbot, monkeypatch) -> None:
    class Other:
        """A clipboard that another program owns (the offscreen one is always ours)."""

        def __init__(self) -> None:
            self.calls: list[str] = []

        def ownsClipboard(self) -> bool:
            return False

        def supportsSelection(self) -> bool:
            return False

        def clear(self, *_mode: object) -> None:
            self.calls.append("clear")

        def setMimeData(self, _mime: QMimeData) -> None:
            self.calls.append("set")

    copy(qtbot, "Noor Timmers")
    other = Other()
    monkeypatch.setattr(keeper, "_clipboard", other)
    monkeypatch.setattr(QApplication, "platformName", lambda: "xcb")
    keeper._on_changed()
    assert not keeper._late.isActive()
    keeper.forget()
    assert other.calls == []
    monkeypatch.undo()


def test_locking_and_closing_empty_it(session: Session, qtbot) -> None:
    unlock(session, qtbot)
    copy(qtbot, "Noor Timmers")
    assert QApplication.clipboard().text()
    session.lock()
    assert not QApplication.clipboard().text()
    copy(qtbot, "Noor Timmers")
    session.close()
    assert not QApplication.clipboard().text()


def test_the_passphrase_may_be_pasted(session: Session, qtbot) -> None:
    QApplication.clipboard().setText("een lange zin uit een wachtwoordbeheerder")
    field = session.unlock_view.form.passphrase
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "een lange zin uit een wachtwoordbeheerder"
