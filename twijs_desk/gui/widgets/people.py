"""People as removable tokens, as in *Nieuw incident*."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from twijs_desk.gui.widgets.buttons import IconButton
from twijs_desk.gui.widgets.cards import clear_layout
from twijs_desk.gui.widgets.flow import FlowLayout
from twijs_desk.gui.widgets.text import Icon, Text


class PersonToken(QFrame):
    removed = Signal()

    def __init__(self, name: str, detail: str, *, removable: bool = True) -> None:
        super().__init__()
        self.setProperty("kind", "token")
        self.setAccessibleName(f"{name}, {detail}" if detail else name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4 if removable else 10, 2)
        row.setSpacing(8)
        row.addWidget(Icon("user", 16))
        words = Text(name, "button", wrap=False)
        words.setMaximumWidth(320)
        words.setToolTip(name if words.sizeHint().width() > 320 else "")
        row.addWidget(words)
        row.addWidget(Text(detail, "small", "text2", wrap=False))
        if removable:
            remove = IconButton("x", f"{name} weghalen", size=28)
            remove.clicked.connect(self.removed)
            row.addWidget(remove, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(32)


class TokenRow(QWidget):
    """The people picked so far; `removed(index)` when one is taken out."""

    removed = Signal(int)

    def __init__(self, name: str = "Gekozen personen") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._flow = FlowLayout(self)

    def set_people(self, people: list[tuple[str, str]]) -> None:
        clear_layout(self._flow)
        for index, (name, detail) in enumerate(people):
            token = PersonToken(name, detail)
            token.removed.connect(lambda index=index: self.removed.emit(index))
            self._flow.addWidget(token)
        self.setVisible(bool(people))
        self.updateGeometry()
