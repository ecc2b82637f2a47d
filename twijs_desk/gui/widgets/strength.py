"""How hard a passphrase is to guess, as a bar of four steps."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from twijs_desk.gui import theme

MIN_STRENGTH = 2
"""Of 4: what is weaker is refused (`casework.access.must_be_strong`)."""


class StrengthBar(QWidget):
    """Four steps; the words beside it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(6)
        self._score = 0

    def set_score(self, score: int) -> None:
        self._score = score
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tone = "ok" if self._score >= 3 else "warn"
        width = (self.width() - 3 * 6) / 4
        for step in range(4):
            painter.fillRect(
                int(step * (width + 6)), 0, int(width), 6, theme.color(tone if step < self._score else "line")
            )
        painter.end()
