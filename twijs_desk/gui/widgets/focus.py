"""One focus ring for every control: 2 px, radius 9, 4 px outside it, shown when the keyboard moves.

Like QFocusFrame, but its parent is the nearest scroll viewport or the window, so neither a card nor a layout
clips it, and it needs no Python proxy style (which would be asked thousands of times per layout).
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from twijs_desk.gui import theme

_GAP, _WIDTH = 4, 2
_MOVING = {
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_F6,
    Qt.Key.Key_Menu,
}
_FOLLOW = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
}


class _Ring(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("focus"), _WIDTH))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        painter.end()


class FocusRing(QObject):
    """Install once: `FocusRing(app)`; keeps one ring on whatever has the keyboard."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        # No ring before the first key: who uses the mouse does not need it.
        self._by_mouse = True
        app.focusChanged.connect(self._on_focus_changed)
        app.focusWindowChanged.connect(self._on_window_changed)

    def _on_window_changed(self, window: QObject | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._leave()
        if new is None or not new.isVisible() or new.isWindow():
            return
        self._target = new
        parent = _home(new)
        walk: QWidget | None = new
        while walk is not None:
            walk.installEventFilter(self)
            self._watched.append(walk)
            if walk is parent:
                break
            walk = walk.parentWidget()
        if not self._by_mouse:
            self._show()

    def _show(self) -> None:
        if self._ring is None and self._target is not None and isValid(self._target):
            self._ring = _Ring(_home(self._target))
            self._follow()

    def _leave(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = self._target = None

    def _follow(self) -> None:
        ring, target = self._ring, self._target
        if ring is None or target is None or not isValid(ring) or not isValid(target):
            return
        parent = ring.parentWidget()
        spot = QRect(target.mapTo(parent, QPoint(0, 0)), target.size())
        ring.setGeometry(spot.adjusted(-_GAP, -_GAP, _GAP, _GAP))
        ring.setVisible(target.isVisibleTo(parent))
        ring.raise_()

    def _on_key(self, event: QKeyEvent) -> None:
        """Keys that move or command show the ring; typing does not."""
        command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in _MOVING or command:
            self._by_mouse = False
            self._show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._on_key(event)
        elif kind == QEvent.Type.MouseButtonPress:
            self._by_mouse = True
        elif kind in _FOLLOW:
            self._follow()
        return False


def _home(widget: QWidget) -> QWidget:
    """The nearest viewport around the widget, else its window."""
    walk = widget.parentWidget()
    while walk is not None and not walk.isWindow():
        above = walk.parentWidget()
        if isinstance(above, QAbstractScrollArea) and above.viewport() is walk:
            return walk
        walk = above
    return widget.window()
