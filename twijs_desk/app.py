"""Where the program starts: the window first and the rest behind it, or one command without a window."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk


def main(arguments: Sequence[str]) -> int:
    """No arguments: the window. `demo` and `--self-test` have their own; the rest is the command line."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a windowed program on Windows has no streams
            reconfigure(encoding="utf-8", errors="backslashreplace")
    match list(arguments):
        case []:
            return window(None)
        case ["--vault", path]:
            return window(Path(path))
        case ["demo", *rest]:
            from twijs_desk import demo

            return demo.main(rest)
        case ["--self-test"]:
            from twijs_desk import selftest

            return selftest.main()
        case rest:
            from twijs_desk.cli.main import main as run_command

            return run_command(rest)


def window(path: Path | None) -> int:
    """Open the window on a vault. Imports nothing heavy before the first paint (a test looks)."""
    from twijs_desk.gui.screen import has_screen

    if not has_screen():
        print(
            "Er is hier geen scherm om het venster op te openen. Er is niets gewijzigd. "
            "Gebruik een opdracht zonder venster: twijs-desk --help, of twijs-desk demo --headless.",
            file=sys.stderr,
        )
        return 2
    from PySide6.QtWidgets import QApplication

    from twijs_desk.casework import places
    from twijs_desk.gui.start import start

    app = QApplication(sys.argv[:1])
    session = start(app, path or places.default_path(), open_example=open_example)
    session.show()
    return app.exec()


def open_example() -> "Desk":
    """A throw-away example school, made when it is asked for."""
    from twijs_desk.casework import example

    return example.throw_away()
