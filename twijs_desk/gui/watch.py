"""When the vault must lock by itself: nobody is there, the computer slept, or the session of the user was locked.

`LockWatch(app).due` tells it, with the reason. The clocks are looked at once a second, never more often; what the
system itself tells (`gui/system_watch.py`) comes sooner.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from twijs_desk.gui import lock_settings

TICK_MS = 1000
JUMP_S = 5.0
"""The clock on the wall ran this much further than the clock of the processor: the computer slept."""
GAP_S = 20.0
"""So long without a tick is no slow computer: where both clocks go on during sleep, this is how it shows."""
_SIGNS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
    QEvent.Type.InputMethod,
}


def system_clocks() -> tuple[float, float]:
    """The clock on the wall and the one that never jumps, in seconds."""
    return time.time(), time.monotonic()


class LockWatch(QObject):
    """`due(reason)`: `idle` or `sleep`; `stirred()`: keys or mouse since a second ago. From `begin` until `end`."""

    due = Signal(str)
    stirred = Signal()

    def __init__(
        self,
        app: QApplication,
        parent: QObject,
        clocks: Callable[[], tuple[float, float]] = system_clocks,
    ) -> None:
        super().__init__(parent)
        self._app, self._clocks = app, clocks
        self._wall, self._steady = clocks()
        self._sign = self._steady
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        self._wall, self._steady = self._clocks()
        self._sign = self._steady
        self._app.installEventFilter(self)
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        self._app.removeEventFilter(self)

    def look(self) -> None:
        """What the clocks say now; also called when the window comes back to the front."""
        wall, steady = self._clocks()
        passed_wall, passed = wall - self._wall, steady - self._steady
        stirred = self._sign > self._steady
        self._wall, self._steady = wall, steady
        if passed_wall - passed > JUMP_S or passed > GAP_S:
            self.due.emit("sleep")
        elif steady - self._sign >= lock_settings.minutes() * 60:
            self.due.emit("idle")
        elif stirred:
            self.stirred.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self._sign = self._clocks()[1]
        return False
