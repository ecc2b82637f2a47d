"""Tabs in the look of the desk; a QTabBar, so that the arrow keys and a screen reader know them."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar

from twijs_desk.gui import theme


class TabRow(QTabBar):
    """Names on a line with an accent below the chosen one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font("button"))

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.tabText(index)) + 30, 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 42)

    def sizeHint(self) -> QSize:
        return QSize(480, 42)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))
        for index in range(self.count()):
            rect = QRectF(self.tabRect(index))
            on = index == self.currentIndex()
            painter.setPen(theme.color("text" if on else "text2"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
            if on:
                painter.fillRect(
                    QRectF(rect.left() + 4, self.height() - 3, rect.width() - 8, 3), theme.color("accent")
                )
        painter.end()
