"""A QR code that makes a phone dial a number: always black on white with its quiet zone, also in dark."""

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

_QUIET = 4
"""Modules of white around the code; ISO 18004 asks four."""


class QrCode(QLabel):
    """Painted from the matrix in memory; no file is written. A QLabel, so that its name is read as text."""

    def __init__(self, content: str = "", name: str = "", *, edge: int = 148) -> None:
        super().__init__()
        self._edge = edge
        self._rows: tuple[tuple[int, ...], ...] = ()
        self.setFixedSize(edge, edge)
        self.set_content(content, name)

    def set_content(self, content: str, name: str) -> None:
        """`content` is what a phone reads; `name` says in words what scanning does."""
        self.setAccessibleName(name)
        self._rows = ()
        if content:
            code = segno.make(content, error="m", micro=False)
            self._rows = tuple(tuple(row) for row in code.matrix)
        self.update()

    def modules(self) -> tuple[tuple[int, ...], ...]:
        return self._rows

    def sizeHint(self) -> QSize:
        return QSize(self._edge, self._edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        if self._rows:
            # Whole device pixels per module keep the edges sharp for a camera.
            ratio = self.devicePixelRatioF()
            count = len(self._rows) + 2 * _QUIET
            module = max(1, int(self._edge * ratio / count)) / ratio
            start = (self._edge - module * len(self._rows)) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#000000"))
            for y, row in enumerate(self._rows):
                for x, dark in enumerate(row):
                    if dark:
                        painter.drawRect(QRectF(start + x * module, start + y * module, module, module))
        painter.end()
