"""A user with only a keyboard. Keys go to the window, as the window system gives them; nothing is clicked or called.

The robot looks at what a screen reader would say (accessible names, text on the page) to know where it is.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Seen = TypeVar("Seen")


def pause(milliseconds: int) -> None:
    """Let the program run. Not `QTest.qWait`: that one keeps Python to itself, and every other thread waits."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Stuck(Exception):
    """The journey cannot go on by keyboard; the message says where."""


class Robot:
    def __init__(self, window: QWidget) -> None:
        self.window = window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.window.windowHandle(), key, modifiers)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.window.windowHandle(), letter)
        QApplication.processEvents()

    def tab_to(self, name: str, most: int = 60) -> None:
        """Walk with Tab until the keyboard is on the control whose spoken name starts so."""
        passed = []
        for _ in range(most):
            if self.here().startswith(name):
                return
            passed.append(self.here())
            self.press(KEY.Key_Tab)
        raise Stuck(f"Tab never reaches ‘{name}’; it passed {passed}")

    def here(self) -> str:
        """What a screen reader says about the control that has the keyboard."""
        widget = QApplication.focusWidget()
        if widget is None:
            return ""
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        return widget.accessibleName() or words.strip() or type(widget).__name__

    def fill(self, name: str, text: str) -> None:
        self.tab_to(name)
        self.press(KEY.Key_A, CTRL)
        self.type(text)

    def wait(self, look: Callable[[], Seen], what: str, seconds: float = 20) -> Seen:
        """Wait until `look()` sees something."""
        for _ in range(int(seconds * 50)):
            seen = look()
            if seen:
                return seen
            pause(20)
        raise Stuck(f"waited {seconds:.0f} s for: {what}; the keyboard is on ‘{self.here()}’; {self.shown()}")

    def sees(self, text: str) -> bool:
        return text in self.shown()

    def shown(self) -> str:
        """All words on screen."""
        parts = [w for w in self.window.findChildren(QWidget) if w.isVisible()]
        return " | ".join(
            words
            for w in parts
            if (words := w.text() if isinstance(w, QLabel | QAbstractButton) else w.accessibleName())
        )
