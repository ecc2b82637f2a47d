"""Words on the page: headings, running text, icons that only decorate, and lines."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from twijs_desk.gui import icons, theme
from twijs_desk.gui.widgets.rows import breakable


class Text(QLabel):
    """A label in a role of the type scale and a colour token; always plain text, so names stay names."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        *,
        wrap: bool = True,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
            self.setMinimumWidth(1)
        self.setText(text)

    def setText(self, text: str) -> None:
        """A word without an end may not run out of the page; what can be copied stays letter for letter."""
        selectable = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        super().setText(breakable(text) if self.wordWrap() and not selectable else text)

    def minimumSizeHint(self) -> QSize:
        # A wrapped QLabel asks for the height it would need when very narrow; every page would scroll for it.
        # The layout gives the true height, by heightForWidth.
        if self.wordWrap():
            return QSize(1, self.fontMetrics().height())
        return super().minimumSizeHint()

    def set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again after a dynamic property changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def isolate(text: str) -> str:
    """For what users typed inside a line of ours: right-to-left words in it do not turn the line around."""
    return f"\u2068{text}\u2069"


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say something that came without the keyboard moving."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def h1(text: str = "") -> Text:
    return Text(text, "h1", wrap=True)


def h2(text: str = "") -> Text:
    return Text(text, "h2", wrap=True)


def h3(text: str = "") -> Text:
    return Text(text, "h3", wrap=True)


class Icon(QLabel):
    """A decorative icon: no accessible name, its meaning stands in the words beside it."""

    def __init__(
        self, name: str, size: int = 18, tone: str = "text2", *, ground: str = "", box: int = 0
    ) -> None:
        super().__init__()
        self._name, self._size, self._tone, self._ground = name, size, tone, ground
        edge = box or size
        self.setFixedSize(edge, edge)

    def set_icon(self, name: str, tone: str | None = None, ground: str | None = None) -> None:
        self._name = name
        self._tone = self._tone if tone is None else tone
        self._ground = self._ground if ground is None else ground
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(self._ground))
            painter.drawRoundedRect(self.rect(), 6, 6)
        rect = self.rect().toRectF()
        inset = (rect.width() - self._size) / 2
        icons.paint(painter, self._name, rect.adjusted(inset, inset, -inset, -inset), self._tone)
        painter.end()


class Line(QFrame):
    """A one-pixel line; decoration only."""

    def __init__(self, *, vertical: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "line")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Progress(QLabel):
    """Short bars for how far a case is (`2 van 6`), with the words beside it as its text."""

    def __init__(self, done: int, of: int, text: str) -> None:
        super().__init__()
        self._done, self._of = done, of
        self.setFont(theme.font("small"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setAccessibleName(f"{text}, stap {done} van {of}")
        self._bars = of * 16

    def sizeHint(self) -> QSize:
        return QSize(self._bars + 8 + self.fontMetrics().horizontalAdvance(self.text()) + 2, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._bars + 8, 20)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        for step in range(self._of):
            painter.setBrush(theme.color("accent" if step < self._done else "line"))
            painter.drawRoundedRect(int(step * 16.5), int(middle - 2), 13, 4, 2, 2)
        painter.setPen(theme.color("text2"))
        painter.setFont(self.font())
        painter.drawText(
            self.rect().adjusted(self._bars + 8, 0, 0, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, self.width() - self._bars - 8
            ),
        )
        painter.end()
