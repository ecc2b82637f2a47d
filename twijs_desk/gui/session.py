"""The one window of the program: locked, first run, or at the desk; and the way between them.

`app` makes it with a `Background` and the path of the vault. Before its first paint it imports
nothing heavy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from twijs_desk.casework import places
from twijs_desk.gui.background import Runner
from twijs_desk.gui.focus_spot import field_key
from twijs_desk.gui.unlock import UnlockView

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk
    from twijs_desk.gui.main_window import MainWindow


@runtime_checkable
class Door(Protocol):
    """What unlocking and the first run have in common."""

    def working(self, text: str) -> None:
        """Say what takes long; an empty text when it is over."""

    def refuse(self, text: str) -> None:
        """Say why it did not work."""


@dataclass(frozen=True)
class Spot:
    """Where the user was when the vault locked."""

    page: str
    context: dict[str, Any]
    history: list[tuple[str, dict[str, Any]]]
    field: tuple[str, str, int] | None
    """Class, accessible name and rank among equals of the widget that had the keyboard."""


class Session(QStackedWidget):
    """`painted` after the first paint of the locked window; `entered(main_window)` when the desk is open."""

    painted = Signal()
    entered = Signal(object)

    def __init__(
        self, background: Runner, path: Path, *, open_example: Callable[[], "Desk"] | None = None
    ) -> None:
        super().__init__()
        self.background, self.path, self._open_example = background, path, open_example
        self.setWindowTitle("TWijs Desk")
        self.setMinimumSize(640, 420)
        self.desk: Desk | None = None
        self.main: MainWindow | None = None
        self._spot: Spot | None = None
        self._is_example = False
        self._closed = False
        self.unlock_view: UnlockView | None = None
        self.first_run_view: QWidget | None = None
        self._show_door()

    # The door ----

    def _show_door(self) -> None:
        if places.exists(self.path):
            if self.unlock_view is None:
                self.unlock_view = UnlockView(
                    self.background, self.path, example=self._open_example is not None
                )
                self.unlock_view.painted.connect(self.painted)
                self.unlock_view.unlocked.connect(self.enter)
                self.unlock_view.example_asked.connect(self.open_example)
                self.addWidget(self.unlock_view)
            self.setCurrentWidget(self.unlock_view)
            self.unlock_view.reset()
        else:
            from twijs_desk.gui.first_run import FirstRunView

            if self.first_run_view is None:
                view = FirstRunView(self.background, self.path)
                view.created.connect(self.enter)
                view.example_asked.connect(self.open_example)
                view.form.example_card.setVisible(self._open_example is not None)
                self.first_run_view = view
                self.addWidget(view)
                QTimer.singleShot(0, view, view.form.passphrase.setFocus)
                QTimer.singleShot(0, self, self.painted.emit)
            self.setCurrentWidget(self.first_run_view)

    def open_example(self) -> None:
        """Make the throw-away school and sit down at it; takes a few seconds, so the door says so."""
        if self._open_example is None or self._is_example:
            return
        self._is_example = True
        self._tell_door(self.tr("De voorbeeldschool wordt gemaakt. Dit duurt enkele tellen."))
        self.background.run(self._open_example, self._on_example_opened, self._on_example_failed)

    def _on_example_opened(self, desk: "Desk") -> None:
        self._tell_door("")
        self.enter(desk)

    def _on_example_failed(self, error: Exception) -> None:
        self._is_example = False
        self._tell_door("")
        door = self.currentWidget()
        if isinstance(door, Door):
            door.refuse(str(error))

    def _tell_door(self, text: str) -> None:
        door = self.currentWidget()
        if isinstance(door, Door):
            door.working(text)

    # At the desk ----

    def enter(self, desk: "Desk") -> None:
        """Show the desk, at the place where it was locked."""
        from twijs_desk.gui.main_window import MainWindow

        self.desk = desk
        spot = self._spot
        self.main = MainWindow(desk, self.background, start="" if spot else "overview")
        self.main.lock_asked.connect(self.lock)
        self.main.set_example(self._is_example)
        self.addWidget(self.main)
        self.setCurrentWidget(self.main)
        if spot is not None:
            self._spot = None
            self.main.restore(spot.page, spot.context, spot.history, spot.field)
        self.entered.emit(self.main)

    def lock(self) -> None:
        """Save, close the vault, forget every page; come back to the same place after unlocking."""
        if self.main is None:
            return
        main = self.main
        if not self._is_example:
            place = main.place()
            if place is not None:
                self._spot = Spot(*place, main.history(), field_key(main, main.focusWidget()))
        self._drop_desk()
        self._is_example = False
        self._show_door()

    def _drop_desk(self) -> None:
        main, desk = self.main, self.desk
        self.main = self.desk = None
        if main is not None:
            main.leave()
            self.removeWidget(main)
            main.hide()
            main.deleteLater()
        if desk is not None:
            # After the saves that `leave` gave to the same thread.
            self.background.run(desk.close, lambda _nothing: None, lambda _error: None)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closed:
            self._closed = True
            self._drop_desk()
            self.background.close()
        super().closeEvent(event)
