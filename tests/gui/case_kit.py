"""Keys and cases for the tests of route, call, letter and case."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from twijs_desk.casework import cases, flow
from twijs_desk.casework import desk as desks
from twijs_desk.gui.background import Immediately
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.gui.pages.page import Page

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def open_page(qtbot: QtBot, desk: desks.Desk, name: str, **context: object) -> tuple[MainWindow, Page]:
    """The real window on this page, active, so that keys go where a user's keys would go."""
    window = MainWindow(desk, Immediately(), start="")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open(name, context)
    settle()
    return window, window.page(name)


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """A key to whatever has the keyboard."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)
    settle()


def shortcut(key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """A key that belongs to a button: Qt shows it pressed for a moment before it clicks."""
    press(key, modifier)
    QTest.qWait(180)


def type_text(text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)
    settle()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def case_id(desk: desks.Desk, words: str) -> str:
    return next(row.id for row in cases.listing(desk) if words in row.title)


def answer_all(desk: desks.Desk, case: str, **chosen: str) -> None:
    """Walk the route to its end: what is named, else no, else the first answer."""
    view = flow.view(desk, case)
    while view.question is not None:
        question = view.question
        ids = [option.id for option in question.options]
        value = chosen.get(question.id) or ("no" if "no" in ids else ids[0])
        given = (value,) if question.multiple else value
        view = flow.answer(desk, case, question.id, given, "Omdat het zo is.")
