"""Surfaces: cards, quiet panels, inline messages, empty states and the scrollable body of a page."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from twijs_desk.gui.widgets.buttons import Button, IconButton
from twijs_desk.gui.widgets.flow import FlowLayout
from twijs_desk.gui.widgets.text import Icon, Text, announce, restyle


class Card(QFrame):
    """A surface with a title; add to `body`. `kind`: card, card-now (accent border), quiet, tint."""

    def __init__(
        self, title: str = "", *, kind: str = "card", padding: int = 16, spacing: int = 8, role: str = "h3"
    ) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(padding, padding, padding, padding)
        outer.setSpacing(spacing)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title: Text | None = None
        if title:
            self.setAccessibleName(title)
            self.title = Text(title, role, wrap=True)
            self.head.addWidget(self.title, 1)
            outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(spacing)
        outer.addLayout(self.body)

    def sizeHint(self) -> QSize:
        # The policy makes the hint the limit, so the hint must be the height of the wrapped content at this width.
        hint = super().sizeHint()
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth() and self.width() > 100:
            hint.setHeight(layout.totalHeightForWidth(self.width()))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.body.addWidget(widget, stretch)


_MESSAGE = {
    "info": ("info", "accent", "Let op"),
    "warn": ("circle-alert", "warn", "Nodig"),
    # Not red: red is for what is overdue, and nothing else.
    "error": ("triangle-alert", "warn", "Er ging iets mis"),
    "ok": ("circle-check", "ok", "Gelukt"),
}


class InlineMessage(QFrame):
    """What happened, what is safe and what to do, in the page itself. `level`: info, warn, error, ok."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(12)
        self._icon = Icon("info", 20, "accent")
        self.words = Text("", "body", "text", wrap=True, selectable=True)
        self._actions = QWidget()
        self._flow = FlowLayout(self._actions)
        close = IconButton("x", "Melding sluiten", size=28)
        close.clicked.connect(self.dismiss)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self._actions)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_message(
        self, level: str, text: str, actions: tuple[tuple[str, Callable[[], object]], ...] = ()
    ) -> None:
        self.setProperty("kind", level)
        restyle(self)
        icon, tone, word = _MESSAGE[level]
        self._icon.set_icon(icon, tone)
        self.words.setText(text)
        self.setAccessibleName(f"{word}: {text}")
        clear_layout(self._flow)
        for label, act in actions:
            button = Button(label, height=32)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._flow.addWidget(button)
        self._actions.setVisible(bool(actions))
        self.show()
        announce(self, f"{word}: {text}")

    def dismiss(self) -> None:
        if not self.isHidden():
            self.hide()
            self.closed.emit()


class EmptyState(QWidget):
    """One calm line and, where it helps, the button that starts something."""

    def __init__(self, icon: str, title: str, text: str = "", action: Button | None = None) -> None:
        super().__init__()
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(8)
        column.addWidget(Icon(icon, 24, "accent", ground="tint", box=48), 0, Qt.AlignmentFlag.AlignHCenter)
        for words, role, tone in ((title, "h3", "text"), (text, "body", "text2")):
            if words:
                label = Text(words, role, tone)
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                column.addWidget(label)
        if action is not None:
            column.addSpacing(8)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)


class PageBody(QScrollArea):
    """Scrolls a page's content, so that the window may always shrink; add to `body`."""

    def __init__(self, margin: int = 24, spacing: int = 16) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Inhoud van de pagina")
        inner = QWidget()
        inner.setObjectName("page_body")
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(margin, 20, margin, margin)
        self.body.setSpacing(spacing)
        self.setWidget(inner)


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and let it be deleted."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            break
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)
