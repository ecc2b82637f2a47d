"""The navigation rail: seven places and *Vergrendelen*; 56 px with tooltips when the window is narrow."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from twijs_desk.gui import icons, theme

WIDE, NARROW = 192, 56
PLACES = (
    ("overview", "Overzicht", "inbox"),
    ("cases", "Zaken", "folder-open"),
    ("dossiers", "Dossiers", "users"),
    ("letters", "Brieven", "mail"),
    ("protocol", "Protocol", "book-open"),
    ("log", "Logboek", "scroll-text"),
)


class NavButton(QPushButton):
    """A painted push button (a checkable one would be called a check box by screen readers)."""

    def __init__(self, text: str, icon: str, key: str = "") -> None:
        super().__init__(text)
        self._icon, self._key = icon, key
        self._current = self._hover = False
        self._count = 0
        self.narrow = False
        self.setFont(theme.font("button"))
        self.setFixedHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    def _name(self) -> None:
        parts = [self.text()]
        if self._count:
            parts.append(f"{self._count} te doen")
        if self._current:
            parts.append("huidige pagina")
        self.setAccessibleName(", ".join(parts))
        self.setToolTip(f"{self.text()} ({self._key})" if self._key else self.text())

    def set_current(self, current: bool) -> None:
        self._current = current
        self._name()
        self.update()

    def set_count(self, count: int) -> None:
        self._count = count
        self._name()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(32 if self.narrow else 160, 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(32, 40)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rect = QRectF(self.rect())
        if self._current or self._hover:
            painter.setBrush(theme.color("surface" if self._current else "hover"))
            painter.drawRoundedRect(rect, 6, 6)
        if self._current:
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(0, 10, 3, 20), 1.5, 1.5)
        left = (rect.width() - 18) / 2 if self.narrow else 14
        icons.paint(painter, self._icon, QRectF(left, 11, 18, 18), "accent" if self._current else "text2")
        if not self.narrow:
            painter.setFont(self.font())
            painter.setPen(theme.color("text" if self._current else "text2"))
            room = rect.adjusted(44, 0, -44 if self._count else -8, 0)
            words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if self._count:
            self._paint_count(painter, rect)
        painter.end()

    def _paint_count(self, painter: QPainter, rect: QRectF) -> None:
        text = str(self._count) if self._count < 100 else "99+"
        painter.setFont(theme.font("chip"))
        width = max(26 if not self.narrow else 16, painter.fontMetrics().horizontalAdvance(text) + 10)
        pill = (
            QRectF(rect.right() - width, 0, width, 16)
            if self.narrow
            else QRectF(rect.right() - width - 10, 10, width, 20)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("tint"))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(theme.color("accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class Brand(QWidget):
    """The mark and the name; decoration."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = False
        self.setFixedHeight(56)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self.width() - 32) / 2 if self.narrow else 6
        paint_mark(painter, QRectF(left, 12, 32, 32))
        if not self.narrow:
            painter.setFont(theme.font("h3"))
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(48, 12, 140, 32), Qt.AlignmentFlag.AlignVCenter, "TWijs Desk")
        painter.end()


def paint_mark(painter: QPainter, rect: QRectF) -> None:
    """The product's mark: a shield with a check on the accent."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(rect, rect.width() / 5, rect.width() / 5)
    inset = rect.width() * 0.23
    icons.paint(painter, "shield-check", rect.adjusted(inset, inset, -inset, -inset), "on_accent")


class Rail(QWidget):
    chosen = Signal(str)
    locked = Signal()

    def __init__(self, frame: QFrame) -> None:
        super().__init__(frame)
        self._frame = frame
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._brand = Brand()
        self._column.addWidget(self._brand)
        self._column.addSpacing(8)
        self.buttons: dict[str, NavButton] = {}
        for number, (name, text, icon) in enumerate(PLACES, start=1):
            self._add(name, text, icon, f"Ctrl+{number}")
        self._column.addStretch(1)
        self._add("settings", "Instellingen", "settings", "")
        self.lock_button = NavButton("Vergrendelen", "lock", "Ctrl+L")
        self.lock_button.clicked.connect(self.locked)
        self._column.addWidget(self.lock_button)
        self.set_narrow(False)

    def _add(self, name: str, text: str, icon: str, key: str) -> None:
        button = NavButton(text, icon, key)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._column.addWidget(button)
        self.buttons[name] = button

    def set_current(self, name: str) -> None:
        for each, button in self.buttons.items():
            button.set_current(each == name)

    def set_count(self, count: int) -> None:
        """How many duties are overdue or due today, beside *Overzicht*."""
        self.buttons["overview"].set_count(count)

    def set_narrow(self, narrow: bool) -> None:
        self._frame.setFixedWidth(NARROW if narrow else WIDE)
        margin = 8 if narrow else 12
        self._column.setContentsMargins(margin, 0, margin, 16)
        self._brand.narrow = narrow
        for button in (*self.buttons.values(), self.lock_button):
            button.narrow = narrow
            button.updateGeometry()
            button.update()
        self._brand.update()
