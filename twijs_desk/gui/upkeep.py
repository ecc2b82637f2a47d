"""Backups and drills that happen by themselves: when they are due, on a thread of their own, told quietly.

`Upkeep` belongs to one open desk. Pages that show how it goes have `use_upkeep`.
"""

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from twijs_desk.gui.background import Runner

if TYPE_CHECKING:
    from twijs_desk.casework.backups import BackupState
    from twijs_desk.casework.desk import Desk

FIRST_LOOK_MS = 20_000
"""Not while the user waits for the first page."""
LOOK_MS = 30 * 60_000
BACKUP, DRILL = "backup", "drill"


class Upkeep(QObject):
    """`changed()` when something began, went on or ended. `state` is what the vault said last; none: not asked yet."""

    changed = Signal()
    _moved = Signal(str, float)

    def __init__(self, desk: "Desk", background: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.background = desk, background
        self.state: BackupState | None = None
        self.throwaway = False
        """The example school: nobody needs a recovery sheet or a backup of it."""
        self.running, self.step, self.part = "", "", 0.0
        self.said, self.failed = "", ""
        """What the last backup or drill said, and why it did not work."""
        self._drill_failed = False
        """Told once; not tried again by itself until the vault is opened anew."""
        self._stop: Event | None = None
        self._moved.connect(self._on_moved)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look a while after the desk opened, and every half hour."""
        QTimer.singleShot(FIRST_LOOK_MS, self, self.look)
        self._timer.start()

    def look(self) -> None:
        """Do what is due."""
        self._ask(self._on_state_known)

    def refresh(self) -> None:
        """Ask the vault how it stands; `changed` when it has answered."""
        self._ask(self._on_state)

    def _ask(self, then: Callable[[Any], None]) -> None:
        desk = self.desk

        def work() -> Any:
            from twijs_desk.casework import backups

            return backups.state(desk)

        self.background.run(work, then, self._on_unknown)

    def _on_unknown(self, _error: Exception) -> None:
        """The page that asks for the same says what is the matter."""

    def _on_state(self, state: "BackupState") -> None:
        self.state = state
        self.changed.emit()

    def _on_state_known(self, state: "BackupState") -> None:
        self._on_state(state)
        if self.running:
            return
        if state.due and any(place.reachable for place in state.places):
            self.back_up()
        elif state.drill_due and not self._drill_failed and any(place.reachable for place in state.places):
            self.drill()

    def back_up(self) -> None:
        """A verified backup in every chosen place that can be reached."""
        desk, tell = self.desk, self._moved.emit

        def work(stop: Event) -> Any:
            from twijs_desk.casework import backups

            made = backups.make(desk, progress=tell, cancel=stop)
            return made.words

        self._begin(BACKUP, work)

    def drill(self) -> None:
        """The newest backup put back in a sandbox and compared."""
        desk, tell = self.desk, self._moved.emit

        def work(stop: Event) -> Any:
            from twijs_desk.casework import backups
            from twijs_desk.casework.errors import DeskError

            report = backups.drill(desk, progress=tell, cancel=stop)
            if not report.ok:
                raise DeskError("De oefening is niet gelukt.", "De kluis is niet gewijzigd.", report.words)
            return report.words

        self._begin(DRILL, work)

    def cancel(self) -> None:
        if self._stop is not None:
            self._stop.set()

    def _begin(self, what: str, work: Callable[[Event], Any]) -> None:
        if self.running:
            return
        self.running, self.step, self.part, self.said, self.failed = what, "", 0.0, "", ""
        self._stop = self.background.errand(work, self._on_done, self._on_failed)
        self.changed.emit()

    def _on_moved(self, step: str, part: float) -> None:
        if self.running:
            self.step, self.part = step, part
            self.changed.emit()

    def _on_done(self, words: str) -> None:
        self._end(words, "")

    def _on_failed(self, error: Exception) -> None:
        self._drill_failed = self._drill_failed or self.running == DRILL
        self._end("", str(error))

    def _end(self, said: str, failed: str) -> None:
        self.running, self.step, self.part, self._stop = "", "", 0.0, None
        self.said, self.failed = said, failed
        self.refresh()
