"""The end of the route: every answer, what must, may and cannot be done, with sources, and where to go next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework.rows import FlowView, OutcomeLine, QuestionView
from twijs_desk.gui.pages.route_question import AcuteCard
from twijs_desk.gui.widgets import Card, Chip, FlowLayout, LinkButton, Text, clear_layout, outlined, primary
from twijs_desk.gui.widgets.outcome import OutcomeRow, TogetherRow, alike

INSPECTOR = {
    "verplicht-wet": ("must", "Bellen met de vertrouwensinspecteur moet van de wet."),
    "verplicht-protocol": ("must", "Bellen met de vertrouwensinspecteur moet volgens het protocol."),
    "aanbevolen": ("should", "Bellen met de vertrouwensinspecteur is het advies."),
    "nvt": ("may", "Bellen met de vertrouwensinspecteur hoeft niet. Het mag wel, ook om te overleggen."),
}


class ReviewPanel(QWidget):
    """`question_asked(id)` goes back to an answer, `step_asked(page, code)` to what comes next."""

    question_asked = Signal(str)
    source_asked = Signal(str)
    step_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Nakijken en afronden"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self.first: QWidget | None = None

    def show_view(self, view: FlowView, available: Sequence[str]) -> None:
        """`available`: letter codes that can be made here."""
        clear_layout(self._column)
        self._column.addWidget(Text(self.tr("Nakijken en afronden"), "question"))
        intro = self.tr("Alle vragen hebben een antwoord. Kijk na of het klopt; aanpassen kan altijd.")
        if view.open_questions:
            intro = self.tr(
                "U antwoordde op {count} vragen ‘weet ik nog niet’. Alle plichten die daardoor nog kunnen "
                "gelden, staan hieronder."
            ).format(count=len(view.open_questions))
        self._column.addWidget(Text(intro, "lead", "text2"))
        acute = AcuteCard()
        self._column.addWidget(acute)  # first, or showing it would open a window of its own
        acute.show_for(view)
        self._steps(view, available)
        self._lines(self.tr("Dit moet, of is het advies"), view.duties, ("must", "should"))
        self._lines(self.tr("Dit mag"), view.duties, ("may",))
        self._lines(self.tr("Maatregelen die kunnen"), view.measures, ("required", "allowed"))
        self._lines(self.tr("Maatregelen die niet kunnen"), view.measures, ("barred",))
        self._lines(self.tr("Let hierop"), view.warnings, ("warning",))
        self._answers(view.trail)
        if view.letters:
            card = self._card(self.tr("Brieven die hierbij passen"))
            for code, title in view.letters:
                card.add(Text(f"{code} · {title}", "body"))
        pack = self.tr("Beoordeeld met regelpakket {version}. Deze zaak houdt die versie.")
        self._column.addWidget(Text(pack.format(version=view.pack_version), "small", "text2"))
        self._column.addStretch(1)

    def _card(self, title: str) -> Card:
        card = Card(title, spacing=12)
        self._column.addWidget(card)
        return card

    def _steps(self, view: FlowView, available: Sequence[str]) -> None:
        level, words = INSPECTOR.get(view.inspector, INSPECTOR["nvt"])
        card = Card(self.tr("Uw volgende stap"), kind="card-now")
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(Chip({"must": "Moet", "should": "Advies", "may": "Mag"}[level], level))
        line.addWidget(Text(words, "body"), 1)
        card.body.addLayout(line)
        row = QWidget()
        flow = FlowLayout(row, spacing=12)
        flow.setContentsMargins(0, 6, 0, 6)
        must_call = level in {"must", "should"}
        call = (primary if must_call else outlined)(self.tr("Open belscherm"), "phone")
        call.clicked.connect(lambda: self.step_asked.emit("call", ""))
        to_case = (outlined if must_call else primary)(self.tr("Naar de zaak"), "folder-open")
        to_case.clicked.connect(lambda: self.step_asked.emit("case", ""))
        letters = []
        for code, title in view.letters:
            if code in available:
                button = outlined(self.tr("Brief maken: {title}").format(title=title), "mail")
                button.clicked.connect(self._step("letter", code))
                letters.append(button)
        buttons = [call, *letters[:3], to_case] if must_call else [to_case, *letters[:3], call]
        for button in buttons:
            flow.addWidget(button)
        card.add(row)
        self.first = buttons[0]
        self._column.addWidget(card)

    def _step(self, page: str, code: str) -> Callable[[], None]:
        return lambda: self.step_asked.emit(page, code)

    def _lines(self, title: str, lines: Sequence[OutcomeLine], levels: Sequence[str]) -> None:
        mine = [line for level in levels for line in lines if line.level == level]
        if not mine:
            return
        card = self._card(f"{title} ({len(mine)})")
        for line in alike(mine) if levels == ("barred",) else mine:
            row = OutcomeRow(line) if isinstance(line, OutcomeLine) else TogetherRow(line)
            row.source_asked.connect(self.source_asked)
            card.add(row)

    def _answers(self, trail: Sequence[QuestionView]) -> None:
        card = self._card(self.tr("Uw antwoorden ({count})").format(count=len(trail)))
        for question in trail:
            given = [option.label for option in question.options if option.id in question.chosen]
            row = QHBoxLayout()
            row.setSpacing(12)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Text(f"{question.number}. {question.text}", "body", "text2"))
            words.addWidget(Text(" · ".join(given), "bold"))
            if question.note:
                words.addWidget(Text(question.note, "small", "text2"))
            row.addLayout(words, 1)
            change = LinkButton(
                self.tr("Aanpassen"),
                name=self.tr("Antwoord aanpassen: {text}").format(text=question.text),
            )
            change.clicked.connect(lambda _on=False, q=question.id: self.question_asked.emit(q))
            row.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
            card.body.addLayout(row)
