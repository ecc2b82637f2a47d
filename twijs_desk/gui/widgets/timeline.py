"""What happened, newest first: rows with a node and a rail. The rail is decoration; the row's name says it all."""

from datetime import date, datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import wording
from twijs_desk.casework.rows import TimelineRow
from twijs_desk.gui import icons, theme
from twijs_desk.gui.widgets.buttons import Button
from twijs_desk.gui.widgets.cards import clear_layout
from twijs_desk.gui.widgets.text import Text

KINDS = {
    "incident": ("flag", "ok", "ok_ground"),
    "answer": ("split", "accent", "tint"),
    "evidence": ("image", "text2", "subtle"),
    "call": ("phone", "accent", "tint"),
    "contact": ("message-square", "text2", "subtle"),
    "measure": ("gavel", "accent", "tint"),
    "hearing": ("users", "text2", "subtle"),
    "letter": ("mail", "accent", "tint"),
    "obligation": ("check", "ok", "ok_ground"),
    "correction": ("pencil", "warn", "warn_ground"),
}
"""Kind of a row -> icon, its colour and its ground."""

FIRST = 40
"""Rows that are made at once; a long case shows the rest on request."""


class _Node(QWidget):
    def __init__(self, kind: str, *, last: bool) -> None:
        super().__init__()
        self._look = KINDS.get(kind, ("circle", "text2", "subtle"))
        self._last = last
        self.setFixedWidth(32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        icon, ink, ground = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._last:
            painter.setPen(QPen(theme.color("line"), 2))
            painter.drawLine(16, 36, 16, self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawEllipse(QRectF(3, 4, 26, 26))
        icons.paint(painter, icon, QRectF(9, 10, 14, 14), ink)
        painter.end()


class _Row(QFrame):
    def __init__(self, row: TimelineRow, clock: str, *, last: bool) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(_Node(row.kind, last=last))
        words = QVBoxLayout()
        words.setContentsMargins(0, 6, 0, 14)
        words.setSpacing(2)
        words.addWidget(Text(row.title, "bold"))
        if row.text:
            words.addWidget(Text(row.text, "body", "text2", selectable=True))
        line.addLayout(words, 1)
        when = Text(clock, "small", "text2", wrap=False)
        when.setContentsMargins(0, 7, 0, 0)
        line.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(", ".join(part for part in (clock, row.title, row.text) if part))


class Timeline(QWidget):
    """Rows by day. `show_rows` takes them newest first or last, as the page wants them shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Tijdlijn"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: tuple[TimelineRow, ...] = ()
        self._today: date | None = None
        self.shown = 0

    def show_rows(self, rows: tuple[TimelineRow, ...], now: datetime) -> None:
        self._rows, self._today = rows, wording.to_local(now).date()
        self._fill(FIRST)

    def _fill(self, limit: int) -> None:
        clear_layout(self._column)
        rows = self._rows[:limit]
        self.shown = len(rows)
        day: date | None = None
        for index, row in enumerate(rows):
            on = wording.to_local(row.at).date()
            if on != day:
                day = on
                head = Text(self._day_words(on), "chip", "text2")
                head.setContentsMargins(0, 10, 0, 4)
                self._column.addWidget(head)
            after = rows[index + 1] if index + 1 < len(rows) else None
            last = after is None or wording.to_local(after.at).date() != on
            self._column.addWidget(_Row(row, wording.clock(row.at), last=last))
        if not rows:
            empty = Text(self.tr("Hier staat nog niets."), "body", "text2")
            empty.setContentsMargins(0, 16, 0, 16)
            self._column.addWidget(empty)
        if len(self._rows) > limit:
            more = Button(
                self.tr("Toon er nog {count}").format(count=min(200, len(self._rows) - limit)), height=32
            )
            more.clicked.connect(lambda: self._fill(limit + 200))
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)

    def _day_words(self, on: date) -> str:
        words = wording.weekday_day(on)
        if on == self._today:
            return self.tr("Vandaag, {day}").format(day=words)
        return words[:1].upper() + words[1:]
