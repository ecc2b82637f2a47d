"""What stands at the door besides the passphrase: a card in the middle, with a way back. Loaded when asked for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from twijs_desk.gui.widgets import Card, FlowLayout, PageBody, Text, announce, h1, primary, quiet
from twijs_desk.gui.widgets.tab_order import arrange

WIDTH = 620


class DoorView(QWidget):
    """`left()` when the user goes back; `opened(desk)` when this way ended at an open vault."""

    left = Signal()
    opened = Signal(object)

    def __init__(self, title: str, intro: str, do: str) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroller = PageBody()
        self.scroller.setAccessibleName(title)
        outer.addWidget(self.scroller)
        middle = QHBoxLayout()
        self.card = Card(padding=28, spacing=12)
        self.card.setMaximumWidth(WIDTH)
        self.card.setAccessibleName(title)
        middle.addStretch(1)
        middle.addWidget(self.card, 10)
        middle.addStretch(1)
        self.scroller.body.addStretch(1)
        self.scroller.body.addLayout(middle)
        self.scroller.body.addStretch(1)
        self.title, self.intro = h1(title), Text(intro, "body", "text2")
        self.card.add(self.title)
        self.card.add(self.intro)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.card.body.addLayout(self.body)
        self.error = Card(kind="warn", padding=12)
        self.error_words = Text("", "body", selectable=True)
        self.error.add(self.error_words)
        self.error.hide()
        self.card.add(self.error)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self.tr("Voortgang"))
        self.bar.hide()
        self.bar_words = Text("", "small", "text2")
        self.bar_words.hide()
        self.card.add(self.bar)
        self.card.add(self.bar_words)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=10)
        row.setContentsMargins(0, 6, 0, 6)
        self.do_button = primary(do)
        self.back_button = quiet(self.tr("Terug"), "chevron-left")
        row.addWidget(self.do_button)
        row.addWidget(self.back_button)
        self.card.add(buttons)
        self.back_button.clicked.connect(self.left)
        self.busy = False

    def refuse(self, error: Exception | str) -> None:
        """What happened, what is safe and what to do; everything typed stays."""
        words = str(error)
        self.set_busy(False)
        self.error_words.setText(words)
        self.error.setAccessibleName(words)
        self.error.show()
        announce(self.error, words)

    def set_busy(self, busy: bool, words: str = "") -> None:
        self.busy = busy
        if busy:
            self.error.hide()
        self.bar.setRange(0, 0 if busy else 1)
        self.bar.setVisible(busy)
        self.bar_words.setText(words)
        self.bar_words.setVisible(busy and bool(words))

    def show_part(self, words: str, part: float) -> None:
        """How far it is, when that is known."""
        self.bar.setRange(0, 100)
        self.bar.setValue(int(part * 100))
        self.bar_words.setText(words)
        self.bar_words.setVisible(bool(words))

    def first_focus(self) -> QWidget:
        return self.do_button

    def focusNextPrevChild(self, forward: bool) -> bool:
        arrange(self)
        return super().focusNextPrevChild(forward)

    def start(self) -> None:
        """Shown: the keyboard where it is needed."""
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
