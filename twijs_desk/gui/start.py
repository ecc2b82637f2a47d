"""Puts the application together: look, threads, crash reports, and the one window."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from twijs_desk.gui.background import Background
from twijs_desk.gui.session import Session
from twijs_desk.gui.theme import Theme, saved_look
from twijs_desk.gui.ways_on import instead_of
from twijs_desk.gui.widgets.focus import FocusRing

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk
    from twijs_desk.gui.crash import CrashReporter


def start(app: QApplication, path: Path, *, open_example: Callable[[], "Desk"] | None = None) -> Session:
    """The session window for this vault, not yet shown."""
    app.setApplicationName("TWijs Desk")
    app.setOrganizationName("TWijs Desk")
    app.setApplicationDisplayName("TWijs Desk")
    Theme(app, {"light": "light", "dark": "dark"}.get(saved_look()))
    FocusRing(app)
    background = Background()
    session = Session(background, instead_of(path), open_example=open_example)
    session.resize(1366, 768)
    _report_crashes(session, background, path.parent)
    return session


def _report_crashes(session: Session, background: Background, folder: Path) -> None:
    """Bugs on either thread end in one calm dialog and a file without case text."""

    def clock() -> datetime:
        from twijs_desk.casework.desk import system_clock

        return system_clock().astimezone(UTC)

    reporters: list[CrashReporter] = []

    def told(error: BaseException) -> None:
        if not reporters:  # made when first needed: nothing of it is loaded before the first paint
            from twijs_desk.gui.crash import CrashReporter

            reporters.append(CrashReporter(folder, clock, session))
        reporters[0](error)

    background.crashed.connect(told)
    sys.excepthook = lambda kind, error, trace: (
        sys.__excepthook__(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt)
        else told(error.with_traceback(trace))
    )
