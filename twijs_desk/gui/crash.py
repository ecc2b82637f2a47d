"""When the program itself fails: calm words, versions, a copy button, and a file that holds no case text.

The file keeps the kind of error and the places in our code, never the message of the error or values of
variables: those may hold names.
"""

import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

import twijs_desk
from twijs_desk.gui.widgets.buttons import outlined, primary
from twijs_desk.gui.widgets.text import Text, h2


def report(error: BaseException, at: datetime) -> str:
    """What a maker needs: versions, the kind of error and where, without what was being handled."""
    lines = [
        f"TWijs Desk {twijs_desk.__version__}",
        f"Moment: {at.isoformat(timespec='seconds')}",
        f"Python {platform.python_version()}, Qt {PySide6.__version__}",
        f"{platform.system()} {platform.release()}",
        "",
    ]
    chain: BaseException | None = error
    while chain is not None:
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}")
        lines += [f"  {_place(frame)}" for frame in _frames(chain.__traceback__)]
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
        if chain is not None:
            lines.append("door:")
    return "\n".join(lines) + "\n"


def _frames(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(trace))[-12:]


def _place(frame: traceback.FrameSummary) -> str:
    parts = Path(frame.filename).parts
    short = "/".join(parts[parts.index("twijs_desk") :]) if "twijs_desk" in parts else parts[-1]
    return f"{short}:{frame.lineno} {frame.name}"


def write(text: str, folder: Path, at: datetime) -> Path | None:
    """Keep the report beside the vault, on this computer only; None when the disk refuses."""
    target = folder / f"storing-{at:%Y%m%d-%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return target


class CrashDialog(QDialog):
    def __init__(self, text: str, kept_at: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("TWijs Desk")
        self.resize(560, 380)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(h2(self.tr("Er ging iets mis in TWijs Desk")))
        column.addWidget(
            Text(
                self.tr(
                    "Wat u eerder bewaarde staat veilig in de kluis. Hooguit de laatste seconde kan "
                    "ontbreken. Dit ligt niet aan u. U kunt doorgaan; lukt dat niet, sluit het programma "
                    "en open het opnieuw."
                )
            )
        )
        column.addWidget(
            Text(
                self.tr(
                    "Voor de maker: hieronder staat geen tekst uit een zaak en geen naam van een betrokkene."
                ),
                "small",
                "text2",
            )
        )
        details = QPlainTextEdit(text)
        details.setReadOnly(True)
        details.setTabChangesFocus(True)
        details.setProperty("kind", "field")
        details.setAccessibleName(self.tr("Gegevens voor de maker"))
        column.addWidget(details, 1)
        if kept_at is not None:
            column.addWidget(
                Text(self.tr("Bewaard in {0}").format(kept_at), "small", "text3", selectable=True)
            )
        row = QHBoxLayout()
        copy = outlined(self.tr("Kopiëren"), "copy")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        close = primary(self.tr("Doorgaan"))
        close.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()


class CrashReporter:
    """Shows one dialog at a time; also serves as `sys.excepthook`."""

    def __init__(self, folder: Path, clock: object, parent: QWidget | None = None) -> None:
        self.folder, self._clock, self.parent = folder, clock, parent
        self.dialog: CrashDialog | None = None

    def __call__(self, error: BaseException) -> None:
        at = self._clock()  # type: ignore[operator]  # a clock: callable without arguments
        text = report(error, at)
        kept_at = write(text, self.folder, at)
        sys.stderr.write(text)
        if self.dialog is None or not self.dialog.isVisible():
            self.dialog = CrashDialog(text, kept_at, self.parent)
            self.dialog.open()

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self(error.with_traceback(trace))
