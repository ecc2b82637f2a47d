"""Buttons of every kind, choices that exclude each other, and the key beside an action."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from twijs_desk.gui import icons, theme
from twijs_desk.gui.widgets.flow import FlowLayout
from twijs_desk.gui.widgets.text import Text, restyle

_ICON_INK = {"primary": "on_accent", "tonal": "accent", "link": "accent"}


class Button(QPushButton):
    """`kind`: primary (one per page), tonal, outlined, quiet, link. `shortcut` also stands in the tooltip."""

    def __init__(
        self,
        text: str,
        kind: str = "outlined",
        icon: str = "",
        *,
        height: int = 40,
        shortcut: str = "",
        name: str = "",
        icon_after: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._words = icon, text
        if icon_after:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setProperty("kind", kind)
        self.setFont(theme.font("body" if kind == "link" else "button"))
        self.setMinimumHeight(24 if kind == "link" else height)
        self.setSizePolicy(
            QSizePolicy.Policy.Maximum if kind == "link" else QSizePolicy.Policy.Minimum,
            QSizePolicy.Policy.Fixed,
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.set_text(text, name)
        self._draw_icon()
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))
            self.setToolTip(f"{text} ({shown_key(shortcut)})")

    def set_text(self, text: str, name: str = "") -> None:
        """The words on the button; `name` when the words alone do not say enough to a screen reader."""
        self._words = text
        # A styled button leaves no gap after its icon: an en space, kept out of the accessible name.
        # And an ampersand is an ampersand: keys are named beside the words, never underlined in them.
        shown = text.replace("&", "&&")
        self.setText(f"\u2002{shown}" if self._icon_name and shown else shown)
        self.setAccessibleName(name or text)

    def set_kind(self, kind: str) -> None:
        self.setProperty("kind", kind)
        restyle(self)
        self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon_name:
            size = 16 if self.minimumHeight() < 36 else 18
            self.setIconSize(QSize(size, size))
            self.setIcon(icons.icon(self._icon_name, size, _ICON_INK.get(self.property("kind"), "text")))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_icon_name", ""):
            self._draw_icon()


class IconButton(Button):
    """A square button with only an icon; the name is spoken and shown as tooltip."""

    def __init__(self, icon: str, name: str, *, size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__("", "icon", icon, height=size, name=name, parent=parent)
        self.setFixedSize(size, size)
        self.setToolTip(name)


def primary(text: str, icon: str = "", **more: object) -> Button:
    return Button(text, "primary", icon, **more)  # type: ignore[arg-type]  # passes Button's own keywords on


def outlined(text: str, icon: str = "", **more: object) -> Button:
    return Button(text, "outlined", icon, **more)  # type: ignore[arg-type]  # passes Button's own keywords on


def tonal(text: str, icon: str = "", **more: object) -> Button:
    return Button(text, "tonal", icon, **more)  # type: ignore[arg-type]  # passes Button's own keywords on


def quiet(text: str, icon: str = "", **more: object) -> Button:
    return Button(text, "quiet", icon, **more)  # type: ignore[arg-type]  # passes Button's own keywords on


class LinkButton(Button):
    """An underlined link that acts; a real button, so Enter, Space and a screen reader work."""

    def __init__(self, text: str, icon: str = "", *, name: str = "", small: bool = False) -> None:
        super().__init__(text, "link", icon, name=name)
        if small:
            self.setFont(theme.font("small"))


class SourceLink(LinkButton):
    """Where a rule comes from (`Bron: protocol S3`); a press emits `asked(source_id)`."""

    asked = Signal(str)

    def __init__(self, source_id: str, label: str, *, prefix: str = "Bron: ", unsure: bool = False) -> None:
        doubt = " (nog te bevestigen)" if unsure else ""
        super().__init__(f"{prefix}{label}{doubt}", small=True)
        self.setToolTip(f"Lees {label}")
        self.clicked.connect(lambda: self.asked.emit(source_id))


class Kbd(QFrame):
    """The key that does the same, as a small cap; decoration, the button's tooltip says it too."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setProperty("kind", "kbd")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 1, 6, 1)
        row.addWidget(Text(shown_key(key), "small", "text2", wrap=False))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def shown_key(key: str) -> str:
    return key.replace("Return", "Enter").replace("Left", "←").replace("Right", "→")


class Choice(QRadioButton):
    """One of a few answers as a button; a radio button to a screen reader and the arrow keys."""

    def __init__(self, text: str, value: str, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.value = value
        self._icon_name = icon
        self._under_mouse = False
        self.setFont(theme.font("button"))
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        # Room for the check mark also while it is off, so that nothing jumps when it comes.
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + (58 if self._icon_name else 44), 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._under_mouse = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._under_mouse = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, ink = self.isChecked(), "accent" if self.isChecked() else "text"
        if not self.isEnabled():
            ink = "disabled"
        width = 2 if on else 1
        painter.setPen(QPen(theme.color("accent" if on else "control"), width))
        painter.setBrush(theme.color("tint" if on else "hover" if self._under_mouse else "surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        mark = "check" if on else self._icon_name
        words = self.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - words - (22 if mark else 0)) / 2
        if mark:
            icons.paint(painter, mark, QRectF(left - 1, self.height() / 2 - 8, 16, 16), ink)
            left += 22
        painter.setPen(theme.color(ink))
        painter.setFont(self.font())
        painter.drawText(
            QRectF(left, 0, words + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        painter.end()


class ChoiceRow(QWidget):
    """Exclusive choices on one line (wrapping); `value` is '' until one is picked."""

    changed = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], *, unknown: str = "unknown") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = FlowLayout(self, spacing=8)
        self.choices: list[Choice] = []
        for value, label in options:
            choice = Choice(label, value, icon="circle-question-mark" if value == unknown else "")
            choice.setAccessibleDescription(name)
            self._group.addButton(choice)
            row.addWidget(choice)
            self.choices.append(choice)
        self._group.buttonClicked.connect(self._on_choice_clicked)
        self._group.buttonToggled.connect(self._on_choice_toggled)
        self._quiet = False
        self._last = ""

    def value(self) -> str:
        checked = self._group.checkedButton()
        return checked.value if isinstance(checked, Choice) else ""

    def set_value(self, value: str) -> None:
        """Show a choice without telling anyone."""
        self._quiet = True
        try:
            self._group.setExclusive(False)
            for choice in self.choices:
                choice.setChecked(choice.value == value)
        finally:
            self._group.setExclusive(True)
            self._quiet = False
            self._last = self.value()

    def _on_choice_clicked(self) -> None:
        self._tell()

    def _on_choice_toggled(self, _choice: object, on: bool) -> None:
        if on:
            self._tell()

    def _tell(self) -> None:
        if not self._quiet and self.value() != self._last:
            self._last = self.value()
            self.changed.emit(self._last)
