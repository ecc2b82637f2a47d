"""The middle of the decision route: one question with its answers, and what an answer would change."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework.rows import ChangeView, FlowView, MovedLine, OutcomeLine, QuestionView
from twijs_desk.gui.widgets import Icon, LinkButton, Text, TextField, clear_layout, labelled
from twijs_desk.gui.widgets.answer import AnswerList
from twijs_desk.gui.widgets.outcome import MovedRow, OutcomeRow


class AcuteCard(QFrame):
    """*Eerst dit*: 112, stop copying, stop measures; shown as soon as it applies, on every question after it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(Icon("triangle-alert", 20, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        self._words = QVBoxLayout()
        self._words.setSpacing(4)
        row.addLayout(self._words, 1)
        self.hide()

    def show_for(self, view: FlowView) -> None:
        lines = [line for line in view.duties if line.acute]
        clear_layout(self._words)
        self.setVisible(bool(lines))
        if not lines:
            return
        self._words.addWidget(Text(self.tr("Doe eerst dit"), "h3"))
        for line in lines:
            self._words.addWidget(Text(line.title, "bold"))
            if line.reason:
                self._words.addWidget(Text(line.reason, "body", "text"))
        titles = ". ".join(line.title for line in lines)
        self.setAccessibleName(self.tr("Doe eerst dit: {titles}").format(titles=titles))


class ChangePanel(QFrame):
    """*Met dit antwoord komt er bij / vervalt*, before the answer counts."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self.hide()

    def show_change(self, change: ChangeView | None) -> None:
        clear_layout(self._column)
        self.setVisible(change is not None)
        if change is None:
            return
        if change.empty:
            self._head("check", self.tr("Met dit antwoord verandert er niets aan wat moet, mag of niet kan"))
        if change.follows:
            words = self.tr("Dit antwoord gaat over de zaak en telt ook voor {names}").format(
                names=", ".join(change.follows)
            )
            self._head("users", words, "body")
        added = sorted(change.added, key=_weight)
        dropped = sorted(change.dropped, key=_weight)
        if added:
            self._head("plus", self.tr("Met dit antwoord komt er bij"))
            self._rows(added)
        if change.moved:
            self._head("arrow-right", self.tr("Met dit antwoord verandert"))
            self._moved(change.moved)
        if dropped:
            self._head("x", self.tr("Met dit antwoord vervalt"))
            self._rows(dropped)
        self.setAccessibleName(self.tr("Gevolgen van dit antwoord"))

    def _moved(self, lines: Sequence[MovedLine], limit: int = 6) -> None:
        """What it was and what it becomes, in words; the mark beside it shows only the new state."""
        box = QVBoxLayout()
        box.setContentsMargins(30, 0, 0, 0)
        box.setSpacing(6)
        for line in lines[:limit]:
            box.addWidget(MovedRow(line))
        rest = lines[limit:]
        if rest:
            more = LinkButton(self.tr("Toon er nog {count}").format(count=len(rest)))
            box.addWidget(more)

            def unfold() -> None:
                more.hide()
                for line in rest:
                    box.addWidget(MovedRow(line))

            more.clicked.connect(unfold)
        self._column.addLayout(box)

    def _head(self, icon: str, words: str, role: str = "bold") -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon(icon, 18, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(words, role), 1)
        self._column.addLayout(row)

    def _rows(self, lines: Sequence[OutcomeLine], limit: int = 6) -> None:
        """A few lines at once: many at a time say nothing any more."""
        box = QVBoxLayout()
        box.setContentsMargins(30, 0, 0, 0)
        box.setSpacing(6)
        for line in lines[:limit]:
            box.addWidget(OutcomeRow(line, brief=True))
        rest = lines[limit:]
        if rest:
            more = LinkButton(self.tr("Toon er nog {count}").format(count=len(rest)))
            box.addWidget(more)

            def unfold() -> None:
                more.hide()
                for line in rest:
                    box.addWidget(OutcomeRow(line, brief=True))

            more.clicked.connect(unfold)
        self._column.addLayout(box)


def _weight(line: OutcomeLine) -> int:
    order = ("must", "required", "should", "may", "allowed", "barred", "warning")
    return order.index(line.level) if line.level in order else len(order)


class QuestionPanel(QWidget):
    """The question itself. `changed` when another answer is chosen, before anything is stored."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.setSizePolicy(self.sizePolicy().Policy.Preferred, self.sizePolicy().Policy.Maximum)
        self.acute = AcuteCard()
        self.kicker = Text("", "chip", "text2")
        self.text = Text("", "question")
        self.help = Text("", "lead", "text2")
        self.answers = AnswerList()
        self.more = LinkButton(self.tr("Toelichting toevoegen"), "pencil")
        self.note = TextField(lines=2)
        self.note_box = labelled(
            self.tr("Toelichting"), self.note, self.tr("Komt bij uw antwoord in het dossier")
        )
        self.change = ChangePanel()
        for widget in (self.acute, self.kicker, self.text, self.help, self.answers, self.change):
            column.addWidget(widget)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.note_box)
        column.addStretch(1)
        self.more.clicked.connect(self._on_more_clicked)
        self.answers.changed.connect(self.changed)

    def show_question(
        self, view: FlowView, question: QuestionView, chosen: tuple[str, ...], note: str, alone: Sequence[str]
    ) -> None:
        self.acute.show_for(view)
        self.kicker.setText(
            self.tr("Vraag {number} van ongeveer {count} · {section}").format(
                number=question.number, count=max(view.expected, question.number), section=question.section
            )
        )
        self.text.setText(question.text)
        self.help.setText(question.help)
        self.help.setVisible(bool(question.help))
        self.answers.setAccessibleName(self.tr("Antwoorden op: {text}").format(text=question.text))
        self.answers.set_options(question.options, chosen, multiple=question.multiple, alone=alone)
        self.note.setPlainText(note)
        self._show_note(bool(note))
        self.change.show_change(None)

    def ask_for_note(self) -> None:
        self._show_note(True)

    def _show_note(self, on: bool) -> None:
        self.note_box.setVisible(on)
        self.more.setVisible(not on)

    def _on_more_clicked(self) -> None:
        self._show_note(True)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)
