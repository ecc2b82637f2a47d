"""The first thing on screen: the passphrase. Painted before anything heavy is loaded (a test looks)."""

import sys
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLineEdit, QWidget

from twijs_desk.gui.background import Runner
from twijs_desk.gui.forms.ui_unlock import Ui_Unlock
from twijs_desk.gui.rail import paint_mark
from twijs_desk.gui.widgets.dress import IconKeeper, dress
from twijs_desk.gui.widgets.text import announce

HEAVY = ("twijs_desk.casework.desk", "twijs_desk.casework.cases", "twijs_desk.gui.main_window")


def preload() -> None:
    """Import what the desk needs while the user types; runs on the vault thread."""
    for name in HEAVY[:2]:
        import_module(name)


class Mark(QWidget):
    """The product's mark; decoration."""

    def __init__(self, parent: QWidget, size: int = 48) -> None:
        super().__init__(parent)
        self.resize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, self.rect().toRectF())
        painter.end()


class UnlockView(QWidget):
    """`unlocked(desk)` when the vault is open; `example_asked()` for the throw-away school."""

    painted = Signal()
    unlocked = Signal(object)
    example_asked = Signal()

    def __init__(self, background: Runner, path: Path, *, example: bool = True) -> None:
        super().__init__()
        self.background, self.path = background, path
        self._was_painted = False
        self._busy = False
        self.form = Ui_Unlock()
        self.form.setupUi(self)
        dress(self)
        self.form.mark.setPixmap(QPixmap())
        Mark(self.form.mark)
        self._eye = IconKeeper(self.form.eye_button, "eye")
        self.form.eye_button.toggled.connect(self._on_eye_toggled)
        self.form.passphrase.returnPressed.connect(self.submit)
        self.form.passphrase.textEdited.connect(lambda _text: self.form.wrong.hide())
        self.form.passphrase.installEventFilter(self)
        self.form.unlock_button.clicked.connect(self.submit)
        self.form.unlock_button.setToolTip(self.tr("Ontgrendelen (Enter)"))
        self.form.example_button.clicked.connect(self.example_asked)
        self.form.example_button.setVisible(example)
        self.form.place_label.setText(self.tr("Kluis: {0}").format(path))
        for part in (self.form.wrong, self.form.caps_label):
            part.hide()
        keep = self.form.busy_bar.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.form.busy_bar.setSizePolicy(keep)
        self.form.busy_bar.hide()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(100)
        self._late.timeout.connect(self.form.busy_bar.show)

    def submit(self) -> None:
        """Derive the key and open the vault, both off this thread."""
        text = self.form.passphrase.text()
        if self._busy:
            return
        if not text:
            self._tell(self.tr("Typ eerst uw wachtzin."))
            return
        self._set_busy(True)
        path = self.path

        def work() -> object:
            from twijs_desk.casework import desk

            return desk.open(path, text)

        self.background.run(work, self._on_opened, self._on_refused)

    def working(self, text: str) -> None:
        """Say what takes long; an empty text when it is over."""
        self.form.example_button.setText(text or self.tr("Bekijk eerst een voorbeeld"))
        self.form.busy_bar.setVisible(bool(text))

    def refuse(self, text: str) -> None:
        self._tell(text)

    def reset(self) -> None:
        """Nothing typed, nothing told; the keyboard in the field."""
        self.form.passphrase.clear()
        self.form.eye_button.setChecked(False)
        self.form.wrong.hide()
        self.form.passphrase.setFocus()

    def _on_opened(self, opened: object) -> None:
        self._set_busy(False)
        self.reset()
        self.unlocked.emit(opened)

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(False)
        self._tell(str(error))
        self.form.passphrase.selectAll()

    def _tell(self, text: str) -> None:
        self.form.wrong_label.setText(text)
        self.form.wrong.setAccessibleName(text)
        self.form.wrong.show()
        self.form.passphrase.setAccessibleDescription(text)
        self.form.passphrase.setFocus()
        announce(self.form.wrong, text)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        # Read-only, not disabled: a disabled field would throw the keyboard out.
        self.form.passphrase.setReadOnly(busy)
        self.form.unlock_button.setText(
            self.tr("Bezig met ontgrendelen…") if busy else self.tr("Ontgrendelen")
        )
        if busy:
            self._late.start()
        else:
            self._late.stop()
            self.form.busy_bar.hide()

    def _on_eye_toggled(self, shown: bool) -> None:
        toggle_eye(self.form.passphrase, self._eye, shown)
        name = self.tr("Wachtzin verbergen") if shown else self.tr("Wachtzin tonen")
        self.form.eye_button.setAccessibleName(name)
        self.form.eye_button.setToolTip(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._on_first_paint)

    def _on_first_paint(self) -> None:
        self.painted.emit()
        self.background.run(preload, lambda _nothing: None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.form.caps_label.setVisible(caps_lock(event))
        return bool(super().eventFilter(watched, event))


def toggle_eye(field: QLineEdit, icon: IconKeeper, shown: bool) -> None:
    field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
    icon.set_icon("eye-off" if shown else "eye")


def caps_lock(event: QKeyEvent) -> bool:
    """Caps Lock is on, judged by what was typed; Windows can also be asked directly."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetKeyState(0x14) & 1)
    text, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if len(text) != 1 or not text.isalpha():
        return False
    return text.isupper() != shift
