"""Rows that can be pressed: a section of the route, a block of a letter, a person in a list. And columns that fold."""

import re

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from twijs_desk.gui import icons, theme

_WRAP = int(Qt.TextFlag.TextWordWrap)
_LONG = re.compile(r"(\S{28})(?=\S)")


def breakable(text: str) -> str:
    """A word that is too long for a row gets places to break; Qt's own *wrap anywhere* breaks every word."""
    return _LONG.sub("\\1\u200b", text)


def wrapped_height(text: str, font: QFont, width: int) -> int:
    """How high a text becomes in this width."""
    if not text:
        return 0
    return (
        QFontMetrics(font).boundingRect(QRect(0, 0, max(40, width), 20000), _WRAP, breakable(text)).height()
    )


class RowButton(QPushButton):
    """An icon, a title and a line below it, over the whole width; the height follows the wrapped text.

    `chevron`: "" | "chevron-right" | "chevron-down". `current` tints the row and marks its left edge.
    """

    def __init__(
        self, title: str, detail: str = "", icon: str = "", tone: str = "text2", *, chevron: str = ""
    ) -> None:
        super().__init__()
        self._title, self._detail, self._icon_name, self._tone = title, detail, icon, tone
        self._chevron, self._current, self._mouse, self._quiet = chevron, False, False, False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setAccessibleName(f"{title}, {detail}" if detail else title)

    def set_row(
        self,
        title: str,
        detail: str = "",
        icon: str | None = None,
        tone: str | None = None,
        *,
        chevron: str | None = None,
        current: bool = False,
        quiet: bool = False,
        name: str = "",
    ) -> None:
        """Show other words. `quiet`: a row that is not yet there, in secondary text. `name`: what is spoken."""
        self._title, self._detail = title, detail
        self._icon_name = self._icon_name if icon is None else icon
        self._tone = self._tone if tone is None else tone
        self._chevron = self._chevron if chevron is None else chevron
        self._current, self._quiet = current, quiet
        self.setAccessibleName(name or (f"{title}, {detail}" if detail else title))
        self.updateGeometry()
        self.update()

    def title(self) -> str:
        return self._title

    def _room(self, width: int) -> int:
        return width - self._text_left() - (40 if self._chevron else 12)

    def _text_left(self) -> int:
        return 48 if self._icon_name else 16

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = self._room(width)
        height = wrapped_height(self._title, theme.font("bold"), room)
        height += wrapped_height(self._detail, theme.font("small"), room)
        return max(44, height + 12)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(self.width() if self.width() > 120 else 240))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 44)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A layout that measured the row at another width (while hidden, say) must ask again, or words are cut off.
        if self.height() < self.heightForWidth(self.width()):
            QTimer.singleShot(0, self, self.updateGeometry)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._mouse = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._current:
            painter.fillRect(self.rect(), theme.color("tint"))
            painter.fillRect(QRect(0, 0, 3, self.height()), theme.color("accent"))
        elif self._mouse and self.isEnabled():
            painter.fillRect(self.rect(), theme.color("hover"))
        room, left = self._room(self.width()), self._text_left()
        title_font, detail_font = theme.font("button" if self._quiet else "bold"), theme.font("small")
        title = wrapped_height(self._title, title_font, room)
        detail = wrapped_height(self._detail, detail_font, room)
        top = (self.height() - title - detail) / 2
        if self._icon_name:
            icons.paint(painter, self._icon_name, QRectF(16, top, 20, 20), self._tone)
        painter.setPen(theme.color("text2" if self._quiet else "text"))
        painter.setFont(title_font)
        painter.drawText(QRectF(left, top, room, title + 1), _WRAP, breakable(self._title))
        painter.setPen(theme.color("text2"))
        painter.setFont(detail_font)
        painter.drawText(QRectF(left, top + title, room, detail + 1), _WRAP, breakable(self._detail))
        if self._chevron:
            spot = QRectF(self.width() - 34, self.height() / 2 - 9, 18, 18)
            icons.paint(painter, self._chevron, spot, "text2")
        painter.end()


class WrapLink(QPushButton):
    """A link whose words go on at the next line, where a long source or question would widen the page."""

    def __init__(self, text: str, *, name: str = "", role: str = "body") -> None:
        super().__init__(text)
        self._role = role
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setAccessibleName(name or text)

    def _font(self) -> QFont:
        result = theme.font(self._role)
        result.setUnderline(True)
        return result

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(24, wrapped_height(self.text(), self._font(), width - 4) + 6)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._font()).horizontalAdvance(self.text()) + 6
        return QSize(width, self.heightForWidth(self.width() if 0 < self.width() < width else width))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(80, self.sizeHint().width()), 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.color("accent_hover" if self.underMouse() else "accent"))
        painter.setFont(self._font())
        flags = _WRAP | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(1, 0, self.width() - 3, self.height()), flags, breakable(self.text()))
        painter.end()


class Columns(QWidget):
    """Side by side when there is room, under each other when there is not (below `fold` logical pixels)."""

    def __init__(self, fold: int, spacing: int = 16) -> None:
        super().__init__()
        self._fold = fold
        self._stretches: list[int] = []
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)

    def add(self, widget: QWidget, stretch: int = 1) -> None:
        self._row.addWidget(widget, stretch)
        self._stretches.append(stretch)

    def folded(self) -> bool:
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        widths = [self._row.itemAt(i).minimumSize().width() for i in range(self._row.count())]
        return QSize(max(widths, default=0), super().minimumSizeHint().height() if self.folded() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        folded = event.size().width() < self._fold
        if folded != self.folded():
            self._row.setDirection(
                QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
            )
            for index, stretch in enumerate(self._stretches):
                self._row.setStretch(index, 0 if folded else stretch)
        super().resizeEvent(event)


class Edge(QWidget):
    """Keeps a dashed frame around what is locked; decoration only."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("control"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(theme.color("subtle"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()
