"""*Waarom deze vraag?*: the reason, the sources, examples on either side and what to be careful with."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework.rows import QuestionView
from twijs_desk.gui.widgets import Icon, Text, clear_layout
from twijs_desk.gui.widgets.outcome import SourceCard


class ReasonPanel(QWidget):
    source_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Waarom deze vraag?"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)

    def show_question(self, question: QuestionView) -> None:
        clear_layout(self._column)
        self._column.addWidget(Text(self.tr("Waarom deze vraag?"), "h3"))
        self._column.addWidget(Text(question.why, "body", "text2"))
        if question.caution:
            self._head(self.tr("Pas op"))
            self._line("circle-alert", question.caution, "warn")
        for source in question.sources:
            card = SourceCard(source)
            card.asked.connect(self.source_asked)
            self._column.addWidget(card)
        if question.examples_yes:
            self._head(self.tr("Voorbeelden van wel"))
            for example in question.examples_yes:
                self._line("check", example)
        if question.examples_no:
            self._head(self.tr("Voorbeelden van niet"))
            for example in question.examples_no:
                self._line("x", example)
        self._column.addStretch(1)

    def _head(self, words: str) -> None:
        self._column.addWidget(Text(words, "chip", "text2"))

    def _line(self, icon: str, words: str, tone: str = "text2") -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon(icon, 16, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(words, "body"), 1)
        self._column.addLayout(row)
