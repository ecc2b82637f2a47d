"""Small marks that only inform: *Moet / Mag / Kan niet* and deadlines; shape and icon say it too."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from twijs_desk.gui import icons, theme


@dataclass(frozen=True, slots=True)
class ChipLook:
    icon: str
    ink: str
    ground: str
    border: str
    shape: str
    """block (radius 4) | pill (radius 12) | dashed (radius 4)"""


LOOKS = {
    "must": ChipLook("asterisk", "surface", "text2", "text2", "block"),
    "should": ChipLook("lightbulb", "accent", "tint", "accent", "pill"),
    "may": ChipLook("split", "text", "surface", "control", "pill"),
    "barred": ChipLook("ban", "text2", "subtle", "control", "dashed"),
    "overdue": ChipLook("triangle-alert", "danger", "danger_ground", "danger_ground", "pill"),
    "today": ChipLook("clock", "warn", "warn_ground", "warn_ground", "pill"),
    "soon": ChipLook("calendar", "text2", "subtle", "line", "pill"),
    "none": ChipLook("calendar", "text2", "subtle", "line", "pill"),
    "done": ChipLook("check", "ok", "ok_ground", "ok_ground", "pill"),
    "ok": ChipLook("circle-check", "ok", "ok_ground", "ok_ground", "pill"),
    "warn": ChipLook("circle-alert", "warn", "warn_ground", "warn_ground", "pill"),
    "accent": ChipLook("circle-dot", "accent", "tint", "tint", "pill"),
    "neutral": ChipLook("", "text2", "subtle", "line", "pill"),
}
LEVEL_WORDS = {"must": "Moet", "should": "Advies", "may": "Mag", "barred": "Kan niet"}


class Chip(QLabel):
    """A painted QLabel (role StaticText). `look` is a key of LOOKS, `icon` may replace its icon."""

    def __init__(
        self, text: str, look: str = "neutral", icon: str | None = None, parent: QWidget | None = None
    ):
        super().__init__(parent)
        self._look, self._icon = LOOKS[look], icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font("chip"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_chip(text, look, icon)

    def set_chip(self, text: str, look: str, icon: str | None = None) -> None:
        self._look, self._icon = LOOKS[look], icon
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _icon_name(self) -> str:
        return self._look.icon if self._icon is None else self._icon

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.text())
        room = 20 if self._icon_name() else 0
        return QSize(text + room + 20, max(24, self.fontMetrics().height() + 6))

    def minimumSizeHint(self) -> QSize:
        full = self.sizeHint()
        return QSize(min(full.width(), 90), full.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color(look.border), 1)
        if look.shape == "dashed":
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(theme.color(look.ground))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = rect.height() / 2 if look.shape == "pill" else 4
        painter.drawRoundedRect(rect, radius, radius)
        left = 10.0
        if self._icon_name():
            icons.paint(painter, self._icon_name(), QRectF(left - 1, self.height() / 2 - 7, 14, 14), look.ink)
            left += 19
        painter.setPen(theme.color(look.ink))
        painter.setFont(self.font())
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(self.width() - left - 8)
        )
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            words,
        )
        painter.end()


def level_badge(level: str) -> Chip:
    """*Moet*, *Advies*, *Mag* or *Kan niet*; takes the levels of an outcome line too."""
    known = {"required": "must", "allowed": "may", "warning": "should"}.get(level, level)
    return Chip(LEVEL_WORDS[known], known)


def due_chip(state: str, text: str) -> Chip:
    """A deadline as `casework.wording.due_chip` words it: overdue, today, soon, none (or `done`)."""
    return Chip(text, state)
