"""One process of the start-up figures: show a window, print the moment of its first paint, end.

`start_probe.py empty` is a QMainWindow with nothing in it; `start_probe.py unlock PATH` does what
`twijs-desk --vault PATH` does. Both stamp in the turn of the event loop that follows their first paint.
"""

import sys
import time


def empty() -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        was_painted = False

        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if not self.was_painted:
                self.was_painted = True
                QTimer.singleShot(0, stamp)

    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1366, 768)
    window.show()
    return app.exec()


def unlock(path: str) -> int:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from twijs_desk import app as program
    from twijs_desk.gui.start import start

    app = QApplication(sys.argv[:1])
    session = start(app, Path(path), open_example=program.open_example)
    session.painted.connect(stamp)
    session.show()
    return app.exec()


def stamp() -> None:
    # CLOCK_MONOTONIC (QueryPerformanceCounter on Windows): the same for this process and its parent.
    print(time.perf_counter(), flush=True)
    # The window is there; what it goes on to load behind it is no part of this figure.
    import os

    os._exit(0)


if __name__ == "__main__":
    sys.exit(empty() if sys.argv[1] == "empty" else unlock(sys.argv[2]))
