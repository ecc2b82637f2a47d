"""Gives the plain widgets of a Designer form their type, height and behaviour, by dynamic property."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from twijs_desk.gui import icons, theme

_INK = {"primary": "on_accent", "tonal": "accent", "link": "accent"}


def dress(root: QWidget) -> None:
    """Fonts by `role`; labels plain; buttons by `kind`; fields at least 36 high. Once, after `setupUi`."""
    _FontKeeper(root)
    for widget in root.findChildren(QWidget):
        if isinstance(widget, QLabel):
            widget.setTextFormat(Qt.TextFormat.PlainText)
            if widget.wordWrap():
                widget.setMinimumWidth(1)
                policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
                policy.setHeightForWidth(True)
                widget.setSizePolicy(policy)
        elif isinstance(widget, QPushButton):
            _dress_button(widget)
        elif isinstance(widget, QLineEdit) and widget.property("kind") == "field":
            widget.setFont(theme.font("body"))
            if widget.echoMode() == QLineEdit.EchoMode.Password:
                widget.setInputMethodHints(
                    Qt.InputMethodHint.ImhSensitiveData
                    | Qt.InputMethodHint.ImhNoPredictiveText
                    | Qt.InputMethodHint.ImhNoAutoUppercase
                )
        if widget.property("kind") in ("card", "warn", "quiet", "info"):
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)


def _dress_button(button: QPushButton) -> None:
    kind = button.property("kind")
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    if kind == "link":
        button.setMinimumHeight(24)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    elif button.minimumHeight() < 32:
        button.setMinimumHeight(40)


def tab_through(*parts: QWidget) -> None:
    """Tab goes through these in this order; of a part that holds controls, through all of them.

    Needed where code puts widgets between those of a form: they come last otherwise.
    """
    stops = [stop for part in parts for stop in _stops(part)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> list[QWidget]:
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return [part]
    return [
        each
        for each in part.findChildren(QWidget)
        # The list of a drop-down and a calendar are windows of their own.
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.window() is part.window()
    ]


class _FontKeeper(QObject):
    """Sets the fonts now and whenever the form is shown: inside a scroll area they are lost when the page
    gets another parent (tried; with any style sheet)."""

    def __init__(self, root: QWidget) -> None:
        super().__init__(root)
        self._root = root
        root.installEventFilter(self)
        self._set()

    def _set(self) -> None:
        for widget in self._root.findChildren(QWidget):
            role = widget.property("role")
            if isinstance(role, str):
                widget.setFont(theme.font(role))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._set()
        elif event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._set)  # when the children have had their turn as well
        return False


class IconKeeper(QObject):
    """Keeps an icon on a button of a form in the colours of the theme."""

    def __init__(self, button: QAbstractButton, name: str, size: int = 18) -> None:
        super().__init__(button)
        self._button, self._name, self._size = button, name, size
        button.setIconSize(QSize(size, size))
        button.installEventFilter(self)
        self._draw()

    def set_icon(self, name: str) -> None:
        self._name = name
        self._draw()

    def _draw(self) -> None:
        token = _INK.get(self._button.property("kind"), "text2")
        self._button.setIcon(icons.icon(self._name, self._size, token))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        return False
