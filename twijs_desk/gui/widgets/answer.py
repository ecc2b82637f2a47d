"""Large answers with number keys, for the question of the decision route.

One answer is a painted QRadioButton, several are painted QCheckBoxes: the role, the arrow keys and the space bar
come from Qt, the looks from here. The height follows the wrapped text, so a hint is never cut off.
"""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from twijs_desk.gui import icons, theme
from twijs_desk.gui.widgets.cards import clear_layout
from twijs_desk.gui.widgets.rows import breakable, wrapped_height

_WRAP = int(Qt.TextFlag.TextWordWrap)
_BADGE, _LEFT, _RIGHT = 34, 64, 56
_ROOMY, _CLOSE = (64, 12), (46, 6)
"""Lowest height of an answer and the space above and below its words: a few answers, or a long list of them."""
LONG_LIST = 8


class AnswerOption(Protocol):
    """What a list of answers needs of `casework.rows.OptionRow`."""

    @property
    def id(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def hint(self) -> str: ...


class _PaintedAnswer:
    """The looks both kinds of answer share; a plain class, because two Qt bases in one object crash PySide."""

    value: str
    key: str
    hint: str
    _mouse: bool
    _size: tuple[int, int]

    def _set_up(self, option: AnswerOption, size: tuple[int, int]) -> None:
        self._size = size
        self.value, self.key, self.hint = option.id, option.key, option.hint
        self._mouse = False
        self.setText(option.label)
        self.setAccessibleName(self.tr("{label}, toets {key}").format(label=option.label, key=option.key))
        self.setAccessibleDescription(option.hint)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(220)

    def hitButton(self, position: QPoint) -> bool:
        return bool(self.rect().contains(position))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = width - _LEFT - _RIGHT
        lowest, margin = self._size
        height = 2 * margin + wrapped_height(self.text(), theme.font("h3"), room)
        if self.hint:
            height += 2 + wrapped_height(self.hint, theme.font("body"), room)
        return max(lowest, height)

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(self.width() if self.width() > 240 else 480))

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self._size[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # With Alt or Ctrl the arrow keys belong to the page (Alt+Left is *Vorige*), not to the answers.
        if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
            event.ignore()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._mouse = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = False
        self.update()
        super().leaveEvent(event)

    def _marks(self) -> tuple[str, str]:
        """Icons for chosen and not chosen."""
        return "circle-check", "circle"

    def paintEvent(self, _event: QPaintEvent) -> None:
        on = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if on else 1
        painter.setPen(QPen(theme.color("accent" if on else "control"), width))
        painter.setBrush(theme.color("tint" if on else "hover" if self._mouse else "surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        self._paint_badge(painter, on)
        room = self.width() - _LEFT - _RIGHT
        title_font, hint_font = theme.font("h3"), theme.font("body")
        title = wrapped_height(self.text(), title_font, room)
        hint = wrapped_height(self.hint, hint_font, room) + 2 if self.hint else 0
        top = (self.height() - title - hint) / 2
        painter.setPen(theme.color("text"))
        painter.setFont(title_font)
        painter.drawText(QRectF(_LEFT, top, room, title + 2), _WRAP, breakable(self.text()))
        if self.hint:
            painter.setPen(theme.color("text2"))
            painter.setFont(hint_font)
            painter.drawText(QRectF(_LEFT, top + title + 2, room, hint + 2), _WRAP, breakable(self.hint))
        mark = self._marks()[0 if on else 1]
        spot = QRectF(self.width() - 42, self.height() / 2 - 11, 22, 22)
        icons.paint(painter, mark, spot, "accent" if on else "control")
        painter.end()

    def _paint_badge(self, painter: QPainter, on: bool) -> None:
        badge = QRectF(15.5, self.height() / 2 - _BADGE / 2, _BADGE - 1, _BADGE - 1)
        painter.setPen(QPen(theme.color("accent" if on else "control"), 1))
        painter.setBrush(theme.color("accent" if on else "subtle"))
        painter.drawRoundedRect(badge, 6, 6)
        painter.setPen(theme.color("on_accent" if on else "text"))
        painter.setFont(theme.font("h3"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self.key)


class AnswerChoice(_PaintedAnswer, QRadioButton):
    """One of several answers."""

    def __init__(self, option: AnswerOption, size: tuple[int, int] = _ROOMY) -> None:
        QRadioButton.__init__(self)
        self._set_up(option, size)


class AnswerCheck(_PaintedAnswer, QCheckBox):
    """An answer that may be chosen beside others."""

    def __init__(self, option: AnswerOption, size: tuple[int, int] = _ROOMY) -> None:
        QCheckBox.__init__(self)
        self._set_up(option, size)

    def _marks(self) -> tuple[str, str]:
        return "square-check", "square"


class AnswerList(QWidget):
    """The answers to one question; `changed` when another one is chosen. Enter is left to the page."""

    changed = Signal()

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name or self.tr("Antwoorden"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 6)  # room for the focus ring
        self._column.setSpacing(12)
        self._group: QButtonGroup | None = None
        self._alone: set[str] = set()
        self._quiet = False
        self.answers: list[AnswerChoice | AnswerCheck] = []

    def set_options(
        self,
        options: Sequence[AnswerOption],
        chosen: Sequence[str],
        *,
        multiple: bool = False,
        alone: Sequence[str] = (),
    ) -> None:
        """Show other answers. `alone`: ids that exclude every other one of a multiple question."""
        clear_layout(self._column)
        if self._group is not None:
            self._group.deleteLater()
            self._group = None
        self._alone = set(alone)
        size = _CLOSE if len(options) > LONG_LIST else _ROOMY
        self._column.setSpacing(6 if size is _CLOSE else 12)
        kind = AnswerCheck if multiple else AnswerChoice
        self.answers = [kind(option, size) for option in options]
        if not multiple:
            self._group = QButtonGroup(self)
        self._quiet = True
        for answer in self.answers:
            if self._group is not None:
                self._group.addButton(answer)
            self._column.addWidget(answer)
            answer.setChecked(answer.value in chosen)
            answer.toggled.connect(self._on_answer_toggled)
        self._quiet = False

    def value(self) -> tuple[str, ...]:
        return tuple(answer.value for answer in self.answers if answer.isChecked())

    def press_key(self, key: str) -> bool:
        """Choose (or, of several, switch) the answer with this number; False when there is none."""
        for answer in self.answers:
            if answer.key == key:
                answer.setFocus(Qt.FocusReason.ShortcutFocusReason)
                answer.click()
                return True
        return False

    def first(self) -> QWidget | None:
        """Where the keyboard starts: the chosen answer, else the first."""
        chosen = [answer for answer in self.answers if answer.isChecked()]
        return (chosen or self.answers or [None])[0]

    def _on_answer_toggled(self, on: bool) -> None:
        if self._quiet:
            return
        sender = self.sender()
        if isinstance(sender, AnswerCheck) and on:
            self._quiet = True
            for other in self.answers:
                if other is not sender and (sender.value in self._alone or other.value in self._alone):
                    other.setChecked(False)
            self._quiet = False
        if on or isinstance(sender, AnswerCheck):
            self.changed.emit()
