"""*Over wie?*: a row of tabs when a case is about more than one person; each has an own route and outcome."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from twijs_desk.casework.rows import RouteRow
from twijs_desk.gui import icons, theme
from twijs_desk.gui.widgets.cards import clear_layout
from twijs_desk.gui.widgets.flow import FlowLayout
from twijs_desk.gui.widgets.text import Text

WIDEST = 320
_PAD, _MARK = 14, 24


def route_state(route: RouteRow) -> str:
    """`nog ongeveer 3 vragen`, or `alle vragen beantwoord`."""
    tr = QCoreApplication.translate
    if not route.open:
        return tr("PartySwitch", "alle vragen beantwoord")
    if route.left <= 1:
        return tr("PartySwitch", "nog 1 vraag")
    return tr("PartySwitch", "nog ongeveer {n} vragen").format(n=route.left)


class PartyTab(QRadioButton):
    """One person: name, capacity and how far the route is; a radio button to a screen reader and the arrow keys."""

    def __init__(self, route: RouteRow) -> None:
        super().__init__()
        self.party_id = route.party_id
        self._mouse = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_route(route)

    def show_route(self, route: RouteRow) -> None:
        self._lines = (route.name, route.capacity, route_state(route))
        self._open = route.open
        self.setAccessibleName(", ".join(self._lines))
        self.setToolTip("\n".join(self._lines))
        self.updateGeometry()
        self.update()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        fonts = (theme.font("bold"), theme.font("small"), theme.font("small"))
        metrics = [QFontMetrics(font) for font in fonts]
        words = max(m.horizontalAdvance(line) for m, line in zip(metrics, self._lines, strict=True))
        height = sum(m.height() for m in metrics)
        return QSize(min(WIDEST, words + _MARK + 2 * _PAD), height + 18)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

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
        on = self.isChecked()
        width = 2 if on else 1
        painter.setPen(QPen(theme.color("accent" if on else "line"), width))
        painter.setBrush(theme.color("tint" if on else "hover" if self._mouse else "surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        mark, tone = ("circle-dot", "accent") if self._open else ("circle-check", "ok")
        icons.paint(painter, mark, QRectF(_PAD - 2, 10, 18, 18), tone)
        top, left = 9.0, float(_PAD + _MARK)
        for line, role, tone in zip(
            self._lines, ("bold", "small", "small"), ("text", "text2", "text2"), strict=True
        ):
            font = theme.font(role)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            room = int(self.width() - left - _PAD)
            words = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, top, room + 2, metrics.height()), Qt.AlignmentFlag.AlignLeft, words)
            top += metrics.height()
        painter.end()


class PartySwitch(QWidget):
    """`chosen(party_id)` when another person is picked. Hidden while the case is about one person."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        title = QCoreApplication.translate("PartySwitch", "Over wie?")
        column.addWidget(Text(title, "chip", "text2"))
        self._row = QWidget()
        self._flow = FlowLayout(self._row, spacing=10)
        column.addWidget(self._row)
        self.setAccessibleName(title)
        self.tabs: list[PartyTab] = []
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._on_toggled)
        self._quiet = False
        self.hide()

    def show_routes(self, routes: Sequence[RouteRow], party_id: str) -> None:
        """Show these people with this one chosen, without telling anyone."""
        self._quiet = True
        if [tab.party_id for tab in self.tabs] != [route.party_id for route in routes]:
            for tab in self.tabs:
                self._group.removeButton(tab)
            clear_layout(self._flow)
            self.tabs = [PartyTab(route) for route in routes]
            for tab in self.tabs:
                self._group.addButton(tab)
                self._flow.addWidget(tab)
        for tab, route in zip(self.tabs, routes, strict=True):
            tab.show_route(route)
            tab.setChecked(route.party_id == party_id)
        self._quiet = False
        self.setVisible(len(self.tabs) > 1)

    def holds_focus(self) -> bool:
        return any(tab.hasFocus() for tab in self.tabs)

    def _on_toggled(self, tab: PartyTab, on: bool) -> None:
        if on and not self._quiet:
            self.chosen.emit(tab.party_id)
