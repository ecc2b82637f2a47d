"""Fields to fill in, each with a label that belongs to it, and the label that says what is saved."""

from datetime import UTC, date, datetime, time

from PySide6.QtCore import QDate, QDateTime, QEvent, QRect, QRectF, QSize, Qt, QTime, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QDateTimeEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from twijs_desk.casework import wording
from twijs_desk.gui import icons, theme
from twijs_desk.gui.widgets.text import Icon, Text, restyle

FIELD_HEIGHT = 36


class LineField(QLineEdit):
    def __init__(self, text: str = "", placeholder: str = "", *, secret: bool = False) -> None:
        super().__init__(text)
        self.setProperty("kind", "field")
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setPlaceholderText(placeholder)
        self.setFont(theme.font("body"))
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
            self.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData
                | Qt.InputMethodHint.ImhNoPredictiveText
                | Qt.InputMethodHint.ImhNoAutoUppercase
            )

    def set_wrong(self, wrong: bool) -> None:
        self.setProperty("wrong", "true" if wrong else "false")
        restyle(self)


class TextField(QPlainTextEdit):
    """Several lines; Tab leaves the field instead of typing a tab."""

    def __init__(self, text: str = "", placeholder: str = "", *, lines: int = 4, role: str = "body") -> None:
        super().__init__(text)
        self.setProperty("kind", "field")
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setFont(theme.font(role))
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * lines + 24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.minimumHeight())

    def set_wrong(self, wrong: bool) -> None:
        self.setProperty("wrong", "true" if wrong else "false")
        restyle(self)


def _paint_frame(widget: QWidget, painter: QPainter, icon: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    on = widget.isEnabled()
    focused = widget.hasFocus()
    painter.setPen(QPen(theme.color("accent" if focused else "control" if on else "line"), 1))
    painter.setBrush(theme.color("surface" if on else "subtle"))
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    icons.paint(
        painter,
        icon,
        QRectF(widget.width() - 28, widget.height() / 2 - 8, 16, 16),
        "text2" if on else "disabled",
    )


class ChoiceField(QComboBox):
    """A drop-down painted by us (a styled one loses its arrow); the wheel never changes it by accident."""

    def __init__(self, options: list[tuple[str, str]] | None = None) -> None:
        super().__init__()
        self.setFont(theme.font("body"))
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, label in options or []:
            self.addItem(label, value)

    def value(self) -> str:
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        _paint_frame(self, painter, "chevron-down")
        painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
        painter.setFont(self.font())
        painter.drawText(
            self.rect().adjusted(11, 0, -34, 0),
            Qt.AlignmentFlag.AlignVCenter,
            self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, self.width() - 46),
        )
        painter.end()


class MomentField(QDateTimeEdit):
    """A date and time in the Netherlands that may stay empty; `moment()` and `set_moment()` speak aware UTC.

    Empty is the minimum date with its own words. Typing or opening the calendar starts at `suggest`.
    """

    changed = Signal()

    def __init__(self, *, empty: str = "Nog niet ingevuld", with_time: bool = True) -> None:
        super().__init__()
        self._suggest: datetime | None = None
        self.setFont(theme.font("body"))
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setCalendarPopup(True)
        self.setDisplayFormat("d MMMM yyyy  HH:mm" if with_time else "d MMMM yyyy")
        self.setDateTimeRange(
            QDateTime(QDate(1990, 1, 1), QTime(0, 0)), QDateTime(QDate(2100, 1, 1), QTime(0, 0))
        )
        self.setSpecialValueText(empty)
        self.setDateTime(self.minimumDateTime())
        self.setFrame(False)
        self.lineEdit().setFrame(False)
        self.lineEdit().installEventFilter(self)
        self.lineEdit().setAccessibleName(empty)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        calendar = self.calendarWidget()
        if calendar is not None:
            calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
            calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
            calendar.installEventFilter(self)
        self.dateTimeChanged.connect(lambda _value: self.changed.emit())

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)

    def suggest(self, at: datetime) -> None:
        """The moment at which typing or the calendar starts when the field is still empty."""
        self._suggest = at

    def is_empty(self) -> bool:
        return bool(self.dateTime() == self.minimumDateTime())

    def moment(self) -> datetime | None:
        if self.is_empty():
            return None
        value = self.dateTime()
        day, clock = value.date(), value.time()
        utc = datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=UTC)
        return wording.from_local(utc.replace(tzinfo=None))

    def set_moment(self, at: datetime | None) -> None:
        """Show a moment without telling anyone."""
        self.blockSignals(True)
        self.setDateTime(self.minimumDateTime() if at is None else _shown_time(at))
        self.blockSignals(False)
        self.update()

    def clear_moment(self) -> None:
        self.setDateTime(self.minimumDateTime())

    def _start(self) -> None:
        if self.is_empty():
            self.setDateTime(_shown_time(self._suggest) if self._suggest else QDateTime.currentDateTime())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_empty() and (event.text().isdigit() or event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)):
            self._start()
            self.setSelectedSection(QDateTimeEdit.Section.DaySection)
            if not event.text().isdigit():
                return
        if event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.clear_moment()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self.calendarWidget():
            self._start()
        elif watched is self.lineEdit() and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place_line()
        return bool(super().eventFilter(watched, event))

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Tab walks through day, month and year first; an empty field has none and would hold the keyboard for ever.
        if self.is_empty():
            return QWidget.focusNextPrevChild(self, forward)
        return bool(super().focusNextPrevChild(forward))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        self._place_line()

    def _place_line(self) -> None:
        """Left of our icon; the style moves it back whenever it is polished again."""
        room = QRect(9, 2, self.width() - 44, self.height() - 4)
        if self.lineEdit().geometry() != room:
            self.lineEdit().setGeometry(room)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance("30 september 2026  00:00")
        return QSize(words + 60, FIELD_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        _paint_frame(self, painter, "calendar")
        painter.end()


class DateField(MomentField):
    """A date that may stay empty; `day()` and `set_day()` speak `date`."""

    def __init__(self, *, empty: str = "Nog niet ingevuld") -> None:
        super().__init__(empty=empty, with_time=False)

    def day(self) -> date | None:
        if self.is_empty():
            return None
        value = self.dateTime().date()
        return date(value.year(), value.month(), value.day())

    def set_day(self, day: date | None) -> None:
        self.set_moment(None if day is None else wording.from_local(datetime.combine(day, time(12))))


def _shown_time(at: datetime) -> QDateTime:
    local = wording.to_local(wording.aware(at) or at)  # without a zone: a Dutch clock time
    return QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))


def labelled(
    label: str, field: QWidget, hint: str = "", *, name: str = "", required: bool = False
) -> QWidget:
    """A field under its label; the label is its buddy and accessible name, the hint its description."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    row = QHBoxLayout()
    row.setSpacing(8)
    words = Text(label, "bold", wrap=False)
    words.setBuddy(field)
    row.addWidget(words)
    if hint or required:
        row.addWidget(Text(hint or "verplicht", "small", "text3", wrap=True), 1)
    else:
        row.addStretch(1)
    column.addLayout(row)
    column.addWidget(field)
    field.setAccessibleName(name or (f"{label}, verplicht" if required else label))
    field.setAccessibleDescription(hint)
    return box


class SaveState(QWidget):
    """`Concept bewaard om 14:05:12`; `working()` while a save is under way."""

    def __init__(self, icon: str = "check") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._done_icon = icon
        self._icon = Icon(icon, 16, "ok" if icon == "check" else "text2")
        self.words = Text("", "small", "text2", wrap=False)
        row.addWidget(self._icon)
        row.addWidget(self.words)
        self.setVisible(False)

    def _show(self, text: str, icon: str, tone: str) -> None:
        self._icon.set_icon(icon, tone)
        self.words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(True)

    def working(self) -> None:
        self._show("Bezig met bewaren…", "loader", "text2")

    def saved(self, at: datetime, prefix: str = "Alles opgeslagen om", *, seconds: bool = False) -> None:
        local = wording.to_local(at)
        self._show(
            f"{prefix} {local.strftime('%H:%M:%S' if seconds else '%H:%M')}",
            self._done_icon,
            "ok" if self._done_icon == "check" else "text2",
        )

    def failed(self, text: str) -> None:
        self._show(text, "circle-alert", "warn")
