"""The one window of the program: locked, first run, or at the desk; and the way between them.

`app` makes it with a `Background` and the path of the vault. Before its first paint it imports
nothing heavy.
"""

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPixmapCache
from PySide6.QtWidgets import QApplication, QStackedWidget, QToolTip, QWidget

from twijs_desk.casework import places
from twijs_desk.gui.background import Runner
from twijs_desk.gui.unlock import UnlockView
from twijs_desk.gui.watch import LockWatch

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk
    from twijs_desk.gui.capture import CaptureGuard
    from twijs_desk.gui.clipboard import ClipboardKeeper
    from twijs_desk.gui.door_view import DoorView
    from twijs_desk.gui.main_window import MainWindow
    from twijs_desk.gui.restore import Ended
    from twijs_desk.gui.system_watch import SystemWatch

CACHES = (("twijs_desk.letters.route_picture_ink", "measure"),)
"""Caches of the process that may hold words of a case: module and function."""


@runtime_checkable
class Door(Protocol):
    """What unlocking and the first run have in common."""

    def working(self, text: str) -> None:
        """Say what takes long; an empty text when it is over."""

    def refuse(self, text: str) -> None:
        """Say why it did not work."""


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
        self.setMinimumSize(640, 360)
        self.desk: Desk | None = None
        self.main: MainWindow | None = None
        self._was_locked = False
        self.watch = LockWatch(_app(), self)
        self.watch.due.connect(self._on_lock_due)
        self.watch.stirred.connect(self._on_stirred)
        self.clipboard: ClipboardKeeper | None = None
        self.capture: CaptureGuard | None = None
        self._system: SystemWatch | None = None
        self.painted.connect(lambda: QTimer.singleShot(0, self, self._guard_window))
        self._is_example = False
        self._closed = False
        self._view: DoorView | None = None
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
                self.unlock_view.way_asked.connect(self.show_way)
                self.addWidget(self.unlock_view)
            self.setCurrentWidget(self.unlock_view)
            self.unlock_view.reset()
        else:
            from twijs_desk.gui.first_run import FirstRunView

            if self.first_run_view is None:
                view = FirstRunView(self.background, self.path)
                view.created.connect(self._on_created)
                view.restore_asked.connect(lambda: self.show_way("restore"))
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

    # Other ways in ----

    def show_way(self, way: str) -> None:
        """What the door offers besides the passphrase; `restore` also from the settings, after a lock."""
        from twijs_desk.gui import ways_on

        if way == ways_on.CLOSE:
            self.close()
        elif way == ways_on.RECOVERY:
            from twijs_desk.gui.recovery import RecoveryView

            view = RecoveryView(self.background, self.path)
            view.opened.connect(self._on_recovered)
            self._show_view(view)
        else:
            from twijs_desk.gui.restore import RestoreView

            restore = RestoreView(self.background, self.path, way)
            restore.opened.connect(self._on_put_back)
            self._show_view(restore)

    def _show_view(self, view: "DoorView") -> None:
        """One view beside the door at a time; *Terug* leads back to the door."""
        self._drop_view()
        self._view = view
        view.left.connect(self._on_view_left)
        self.addWidget(view)
        self.setCurrentWidget(view)
        view.start()

    def _drop_view(self) -> None:
        if self._view is not None:
            self.removeWidget(self._view)
            self._view.hide()
            self._view.deleteLater()
            self._view = None

    def _on_view_left(self) -> None:
        self._drop_view()
        self._show_door()

    def _on_created(self, desk: "Desk") -> None:
        """A new vault: first the recovery sheet, then where backups go, then to work."""
        from twijs_desk.gui.setup import SheetStep

        self._hold(desk)
        step = SheetStep(self.background, desk)
        step.opened.connect(self._on_sheet_done)
        self._show_view(step)

    def _hold(self, desk: "Desk") -> None:
        """The vault is open while something is asked first: it locks by itself here as well."""
        self.desk = desk
        self.watch.begin()
        QTimer.singleShot(0, self, self._watch_system)

    def _on_sheet_done(self, desk: "Desk") -> None:
        from twijs_desk.gui.setup import PlacesStep

        step = PlacesStep(self.background, desk)
        step.opened.connect(self.enter)
        self._show_view(step)

    def _on_recovered(self, desk: "Desk") -> None:
        """In with the sheet: a passphrase first."""
        from twijs_desk.gui.recovery import NewPassphraseView

        self._hold(desk)

        def work() -> tuple[str, ...]:
            from twijs_desk.casework import access

            return tuple(row.label for row in access.status(desk).slots if row.kind == "passphrase")

        def show(found: tuple[str, ...]) -> None:
            view = NewPassphraseView(self.background, desk, found)
            view.opened.connect(self.enter)
            self._show_view(view)

        self.background.run(work, show, self._on_way_failed)

    def _on_put_back(self, ended: "Ended") -> None:
        """A vault came back, or only its key file: in, or to the passphrase."""
        if ended.path != self.path:
            self.path = ended.path
            if self.unlock_view is not None:
                self.unlock_view.moved(ended.path)
        if ended.desk is None:
            self._on_view_left()
            if self.unlock_view is not None:
                self.unlock_view.refuse(ended.words)
            return
        self._was_locked = False
        if ended.by_sheet:
            self._on_recovered(ended.desk)
            return
        self.enter(ended.desk)
        if self.main is not None:
            self.main.tell_once("ok", ended.words)

    def _on_way_failed(self, error: Exception) -> None:
        self._tell_door("")
        door = self.currentWidget()
        if isinstance(door, Door):
            door.refuse(str(error))

    # At the desk ----

    def enter(self, desk: "Desk") -> None:
        """Show the desk, at the place where it was locked."""
        from twijs_desk.gui.main_window import MainWindow

        self._drop_view()
        self.desk = desk
        again = self._was_locked and not self._is_example
        self.main = MainWindow(desk, self.background, start="" if again else "overview")
        self.main.lock_asked.connect(self.lock)
        self.main.restore_asked.connect(self._on_restore_asked)
        self.main.set_example(self._is_example)
        self.addWidget(self.main)
        self.setCurrentWidget(self.main)
        if again:
            self._was_locked = False
            self.main.come_back()
        if not self._is_example:
            self.watch.begin()
            self.main.upkeep.begin()
            QTimer.singleShot(0, self, self._watch_system)
        self.entered.emit(self.main)

    def lock(self) -> None:
        """Save, close the vault, forget every page; come back to the same place after unlocking. At once."""
        if self.desk is None:
            return
        self._was_locked = not self._is_example and self.main is not None
        self._drop_desk(come_back=self._was_locked)
        self._is_example = False
        self._show_door()

    def _on_restore_asked(self) -> None:
        self.lock()
        self._was_locked = False
        self.show_way("restore")

    def _drop_desk(self, *, come_back: bool = False) -> None:
        main, desk = self.main, self.desk
        self.main = self.desk = None
        self.watch.end()
        self._drop_view()
        if main is not None:
            main.keep_all(come_back=come_back)
            self.removeWidget(main)
            main.hide()
            main.deleteLater()
            close_others(self)
        if desk is not None:
            wait_for_errands = self.background.stop_errands()

            def close() -> None:
                wait_for_errands()
                desk.close()

            # After the saves that `keep_all` gave to the same thread.
            self.background.run(close, lambda _nothing: None, lambda _error: None)
        if self.clipboard is not None:
            self.clipboard.forget()
        # When what asked for the lock has returned, and the pages are really gone.
        QTimer.singleShot(0, self, forget)

    # Locking by itself ----

    def _guard_window(self) -> None:
        """What guards the window, after it could be seen."""
        from twijs_desk.gui.capture import CaptureGuard
        from twijs_desk.gui.clipboard import ClipboardKeeper

        if self.clipboard is None and not self._closed:
            self.clipboard = ClipboardKeeper(_app(), self)
            self.capture = CaptureGuard(_app(), self)

    def _watch_system(self) -> None:
        from twijs_desk.gui.system_watch import SystemWatch

        if self._system is None and not self._closed:
            self._system = SystemWatch(self)
            self._system.due.connect(self._on_lock_due)
            self._system.begin(self)

    def _on_lock_due(self, _reason: str) -> None:
        self.lock()

    def _on_stirred(self) -> None:
        if self.main is not None:
            self.main.unsent.keep()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closed:
            self._closed = True
            self._drop_desk()
            if self.clipboard is not None:
                self.clipboard.end()
            self.background.close()
        super().closeEvent(event)


def close_others(window: QWidget) -> None:
    """Dialogs, menus, lists and tooltips stand in windows of their own."""
    QToolTip.hideText()
    for other in QApplication.topLevelWidgets():
        if other is not window.window() and other.isVisible():
            other.close()


def forget() -> None:
    """What was drawn, measured or merely not yet cleared away leaves memory, as far as Python can."""
    QPixmapCache.clear()
    for name, function in CACHES:
        module = sys.modules.get(name)
        if module is not None:
            getattr(module, function).cache_clear()
    gc.collect()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
