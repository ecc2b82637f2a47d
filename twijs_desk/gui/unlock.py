"""The first thing on screen: the passphrase. Painted before anything heavy is loaded (a test looks)."""

import math
import sys
import time
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from twijs_desk.gui.background import Runner
from twijs_desk.gui.forms.ui_unlock import Ui_Unlock
from twijs_desk.gui.rail import paint_mark
from twijs_desk.gui.widgets.dress import IconKeeper, dress
from twijs_desk.gui.widgets.tab_order import arrange
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
    way_asked = Signal(str)
    """Another way than the passphrase: `recovery`, or what `ways_on` offers for what is the matter."""

    def __init__(self, background: Runner, path: Path, *, example: bool = True) -> None:
        super().__init__()
        self.background, self.path = background, path
        self._was_painted = False
        self._busy = False
        # It scrolls when the window is low: half a laptop screen at 200 %, and a sentence with its ways on.
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroller = scroller = QScrollArea()
        # A viewport of ours: to wrap one that Qt made, PySide first loads every kind of widget there is (10 ms).
        scroller.setViewport(QWidget())
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setAccessibleName(self.tr("Ontgrendelen"))
        inside = QWidget()
        self.form = Ui_Unlock()
        self.form.setupUi(inside)
        scroller.setWidget(inside)
        inside.setAutoFillBackground(False)
        outer.addWidget(scroller)
        dress(inside)
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
        self.form.device_button.hide()
        self.form.device_button.clicked.connect(self._on_device_clicked)
        self.form.recovery_button.clicked.connect(lambda: self.way_asked.emit("recovery"))
        self._wait_until = 0.0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._on_second_passed)
        self._ways: list[QPushButton] = []
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
        if self._seconds_left():
            self._show_wait()
            self.form.passphrase.setFocus()
            return
        self._set_busy(True)
        path = self.path

        def work() -> object:
            from twijs_desk.casework import desk

            return desk.open(path, text)

        def done(opened: object) -> None:
            self._on_opened(opened)
            self._strengthen(opened, text)

        self.background.run(work, done, self._on_refused)

    def _strengthen(self, opened: object, text: str) -> None:
        """Out of sight: make the passphrase costlier to guess when this computer can bear it."""

        def work(_stop: object) -> None:
            from twijs_desk.casework import access

            access.strengthen(opened, text)

        self.background.errand(work, lambda _nothing: None, lambda _error: None)

    def working(self, text: str) -> None:
        """Say what takes long; an empty text when it is over."""
        self.form.example_button.setText(text or self.tr("Bekijk eerst een voorbeeld"))
        self.form.busy_bar.setVisible(bool(text))

    def refuse(self, text: str) -> None:
        self._tell(text)

    def moved(self, path: Path) -> None:
        """The vault stands somewhere else now."""
        self.path = path
        self.form.place_label.setText(self.tr("Kluis: {0}").format(path))

    def reset(self) -> None:
        """Nothing typed, nothing told; the keyboard in the field."""
        self._countdown.stop()
        self._wait_until = 0.0
        self._clear_ways()
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
        seconds = float(getattr(error, "seconds", 0.0))
        if seconds:
            self.wait(seconds)
            return
        self._tell(str(error))
        self._offer(str(getattr(error, "fault", "")))
        self.form.passphrase.selectAll()

    # Waiting after wrong tries ----

    def wait(self, seconds: float) -> None:
        """Count down in words; what was typed stays in the field."""
        self._wait_until = time.monotonic() + seconds
        self._show_wait()
        announce(self.form.wrong, self.form.wrong_label.text())
        self._countdown.start()
        self.form.passphrase.setFocus()

    def _seconds_left(self) -> int:
        return max(0, math.ceil(self._wait_until - time.monotonic()))

    def _on_second_passed(self) -> None:
        if self._seconds_left():
            self._show_wait()
            return
        self._countdown.stop()
        self.form.wrong.hide()
        announce(self.form.passphrase, self.tr("U kunt het opnieuw proberen."))

    def _show_wait(self) -> None:
        left = self._seconds_left()
        minutes, seconds = divmod(left, 60)
        count = self.tr("{m} min {s} s").format(m=minutes, s=seconds) if minutes else f"{seconds} s"
        words = self.tr(
            "Een paar keer was de wachtzin niet goed. Wacht nog {count}. Uw kluis is niet gewijzigd; met het "
            "herstelblad hoeft u niet te wachten."
        )
        self.form.wrong_label.setText(words.format(count=count))
        self.form.wrong.setAccessibleName(words.format(count=count))
        self.form.wrong.show()

    # Ways on ----

    def _offer(self, fault: str) -> None:
        """What can be done about what is the matter with the vault, as buttons under the sentence."""
        self._clear_ways()
        if not fault:
            return
        from twijs_desk.gui import ways_on
        from twijs_desk.gui.widgets.buttons import outlined

        for way, words in ways_on.for_fault(fault):
            button = outlined(words, height=32)
            button.clicked.connect(lambda _on=False, way=way: self.way_asked.emit(way))
            self.form.wrong_layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._ways.append(button)

    def _clear_ways(self) -> None:
        for button in self._ways:
            button.hide()
            button.deleteLater()
        self._ways = []

    # The key store of this computer ----

    def _ask_device(self) -> None:
        """Whether this computer keeps a key for this vault; then a button opens it. Never by itself."""
        path = self.path

        def work() -> bool:
            from twijs_desk.casework import access
            from twijs_desk.casework.errors import DeskError

            try:
                return any(row.kind == "device" for row in access.slots_of(path))
            except DeskError:
                return False  # told when the user unlocks

        self.background.run(work, self.form.device_button.setVisible)

    def _on_device_clicked(self) -> None:
        if self._busy:
            return
        self._set_busy(True)
        path = self.path

        def work() -> object:
            from twijs_desk.casework import access, desk

            secret = access.device_secret(path)
            return desk.open(path, secret) if secret is not None else None

        self.background.run(work, self._on_device_answered, self._on_refused)

    def _on_device_answered(self, opened: object) -> None:
        if opened is not None:
            self._on_opened(opened)
            return
        self._set_busy(False)
        self.form.device_button.hide()
        self._tell(self.tr("Deze computer heeft de sleutel niet (meer). Gebruik uw wachtzin."))

    def _tell(self, text: str) -> None:
        self._clear_ways()
        self.form.wrong_label.setText(text)
        self.form.wrong.setAccessibleName(text)
        self.form.wrong.show()
        QTimer.singleShot(0, self, lambda: self.scroller.ensureWidgetVisible(self.form.wrong, 0, 16))
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

    def focusNextPrevChild(self, forward: bool) -> bool:
        arrange(self)
        return super().focusNextPrevChild(forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._on_first_paint)

    def _on_first_paint(self) -> None:
        self.painted.emit()
        self.background.run(preload, lambda _nothing: None)
        self._ask_device()

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
