"""The right-hand column of a case: duties with their terms, done or waived in place, and the people."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from twijs_desk.casework import obligations, wording
from twijs_desk.casework.rows import CaseView, ObligationRow, PartyRow
from twijs_desk.gui.pages.case_tab import CaseTab, reveal
from twijs_desk.gui.widgets import (
    Button,
    Card,
    Chip,
    FlowLayout,
    Icon,
    Line,
    LinkButton,
    Text,
    TextField,
    clear_layout,
    due_chip,
    labelled,
    level_badge,
)
from twijs_desk.terms import CapacityKind, ObligationStatus

CAPACITY_ICONS = {
    CapacityKind.EMPLOYEE: "briefcase",
    CapacityKind.ASSIGNED: "briefcase",
    CapacityKind.FORMER_EMPLOYEE: "briefcase",
    CapacityKind.PARENT: "users",
}
MADE_HERE = ("L9", "M9", "I1")
"""Letters whose text the app has; other letters a duty names are made outside it for now."""


def next_step(duty: ObligationRow) -> tuple[str, str, str]:
    """Words, icon and page (`call`, `route`, `letter:L9`, or '' for *Gedaan*) of the step that fulfils a duty."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("DutyRow", text)

    if duty.action in {"call:inspector", "call"}:
        return tr("Open belscherm"), "phone", "call"
    if duty.action == "route":
        return tr("Ga verder met de vragen"), "signpost", "route"
    if duty.action.startswith("letter:") and duty.action.removeprefix("letter:") in MADE_HERE:
        return tr("Maak de brief"), "mail", duty.action
    return "", "check", ""


class DutyRow(QFrame):
    """One duty. `settled(proof)`, `waived(reason)` and `step_asked(page)` are left to the column."""

    settled = Signal(str)
    waived = Signal(str)
    step_asked = Signal(str)

    def __init__(self, duty: ObligationRow, chip: Chip) -> None:
        super().__init__()
        self.duty = duty
        self.field: TextField | None = None
        self._done = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(6)
        whom = f", {duty.party_name}" if duty.party_name else ""
        self.setAccessibleName(f"{duty.title}{whom}, {duty.level.label}, {chip.text()}")
        column.addWidget(Text(duty.title, "bold"))
        if duty.party_name:
            column.addWidget(Text(self.tr("Voor {name}").format(name=duty.party_name), "small", "text2"))
        marks = QWidget()
        flow = FlowLayout(marks, spacing=6)
        flow.addWidget(level_badge(str(duty.level)))
        flow.addWidget(chip)
        column.addWidget(marks)
        open_now = duty.status == ObligationStatus.OPEN
        for words in (duty.due_sentence if open_now else "", duty.proof if not open_now else ""):
            if words:
                column.addWidget(Text(words, "small", "text2"))
        if duty.source and open_now:
            column.addWidget(Text(self.tr("Bron: {source}").format(source=duty.source), "small", "text3"))
        if not open_now:
            return
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=8)
        row.setContentsMargins(0, 3, 0, 3)
        words, icon, page = next_step(duty)
        if page:
            step = Button(words, "outlined", icon, height=32, name=f"{words}: {duty.title}")
            step.clicked.connect(lambda: self.step_asked.emit(page))
            row.addWidget(step)
        if self.is_noted_here():
            done = Button(self.tr("Gedaan"), "outlined", "check", height=32)
            done.setAccessibleName(self.tr("Gedaan: {title}").format(title=duty.title))
            done.clicked.connect(lambda: self._ask(True))
            row.addWidget(done)
        if duty.waivable:
            skip = LinkButton(self.tr("Niet doen"), name=self.tr("Niet doen: {t}").format(t=duty.title))
            skip.clicked.connect(lambda: self._ask(False))
            row.addWidget(skip)
        column.addWidget(buttons)
        self._form = QVBoxLayout()
        column.addLayout(self._form)

    def is_noted_here(self) -> bool:
        """Open, and done by writing down what was done; a duty to call is done on the call screen."""
        duty = self.duty
        must_call = next_step(duty)[2] == "call" and str(duty.level) == "must"
        return duty.status == ObligationStatus.OPEN and not must_call

    def ask_done(self) -> None:
        self._ask(True)

    def note(self) -> dict[str, object]:
        """What is typed here and not recorded; empty when nothing is asked."""
        if self.field is None or not isValid(self.field):
            return {}
        return {"done": self._done, "text": self.field.toPlainText()}

    def take_note(self, note: dict[str, object]) -> None:
        """Ask again what was being answered, with the words that stood there."""
        self._ask(bool(note.get("done")), quiet=True)
        if self.field is not None:
            self.field.setPlainText(str(note.get("text", "")))
            self.field.moveCursor(QTextCursor.MoveOperation.End)

    def _ask(self, done: bool, *, quiet: bool = False) -> None:
        """Ask for the proof or the reason right here; `quiet` leaves the keyboard where it is."""
        clear_layout(self._form)
        self._done = done
        self.field = TextField(lines=2)
        label = self.tr("Waaruit blijkt dat?") if done else self.tr("Waarom doet u dit niet?")
        hint = self.tr("Wie, wat, wanneer") if done else self.tr("Komt in het dossier")
        self._form.addWidget(labelled(label, self.field, hint))
        self.error = Text("", "small", "danger")
        self.error.hide()
        self._form.addWidget(self.error)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=8)
        row.setContentsMargins(0, 3, 0, 3)
        self.keep_button = Button(self.tr("Leg vast"), "tonal", height=32)
        leave = Button(self.tr("Annuleren"), "quiet", height=32)
        row.addWidget(self.keep_button)
        row.addWidget(leave)
        self._form.addWidget(buttons)
        signal = self.settled if done else self.waived
        field = self.field
        self.keep_button.clicked.connect(lambda: signal.emit(field.toPlainText()))
        leave.clicked.connect(self._on_left)
        if quiet:
            return
        # What was just made is shown a moment later; only then can it be brought into view and take the keyboard.
        QTimer.singleShot(0, field, lambda: reveal(field))
        QTimer.singleShot(0, field, lambda: field.setFocus(Qt.FocusReason.OtherFocusReason))

    def _on_left(self) -> None:
        self.field = None
        clear_layout(self._form)

    def refuse(self, error: Exception) -> None:
        self.error.setText(str(error))
        self.error.show()


class DutyColumn(CaseTab):
    def build(self) -> None:
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        self.duties = Card(self.tr("Plichten en termijnen"), spacing=4)
        self.people = Card(self.tr("Betrokkenen"), spacing=8)
        self.column.addWidget(self.duties)
        self.column.addWidget(self.people)
        self.column.addStretch(1)
        self.rows: list[DutyRow] = []
        self._waiting: dict[str, dict[str, object]] = {}

    def notes(self) -> dict[str, dict[str, object]]:
        """By duty: what is being written down about it and is not recorded yet."""
        return self._waiting | {row.duty.id: row.note() for row in self.rows if row.note()}

    def take_notes(self, notes: dict[str, dict[str, object]]) -> None:
        self._waiting = dict(notes)

    def show_case(self, view: CaseView) -> None:
        """The rows are made anew; what was being typed in them goes along, also to another case and back."""
        waiting, typing = self.notes(), QApplication.focusWidget()
        busy = next((row.duty.id for row in self.rows if row.field is not None and row.field is typing), "")
        self.view = view
        clear_layout(self.duties.body)
        self.rows = []
        now = self.desk.now()
        shown = [d for d in view.obligations if d.status == ObligationStatus.OPEN]
        rest = [d for d in view.obligations if d.status in (ObligationStatus.DONE, ObligationStatus.WAIVED)]
        for duty in shown:
            chip = wording.due_chip(duty.due_at, now)
            self._add(duty, due_chip(chip.state, chip.text))
            note = waiting.pop(duty.id, {})
            row = self.rows[-1]
            if note and row.is_noted_here():
                row.take_note(note)
                if duty.id == busy and row.field is not None:
                    QTimer.singleShot(0, row.field, row.field.setFocus)
        gone = {duty.id for duty in view.obligations}
        self._waiting = {key: note for key, note in waiting.items() if key not in gone}
        if not shown:
            self.duties.add(Text(self.tr("Er staat nu niets open."), "body", "text2"))
        if rest:
            more = LinkButton(self.tr("Toon wat klaar is ({count})").format(count=len(rest)))
            self.duties.add(more)
            more.clicked.connect(self._unfold(more, rest))
        clear_layout(self.people.body)
        for party in view.parties:
            self.people.body.addWidget(party_line(party))

    def _unfold(self, more: LinkButton, rest: list[ObligationRow]) -> Callable[[], None]:
        def unfold() -> None:
            more.hide()
            for duty in rest:
                look = "done" if duty.status == ObligationStatus.DONE else "neutral"
                self._add(duty, Chip(duty.status.label, look))

        return unfold

    def _add(self, duty: ObligationRow, chip: Chip) -> None:
        if self.rows:
            self.duties.add(Line())
        row = DutyRow(duty, chip)
        row.settled.connect(lambda proof: self._settle(row, proof))
        row.waived.connect(lambda reason: self._waive(row, reason))
        row.step_asked.connect(lambda page: self._step(page, duty))
        self.rows.append(row)
        self.duties.add(row)

    def ask(self, duty_id: str) -> None:
        """Open the note of one duty, from the overview or from *Nu te doen*."""
        row = next((each for each in self.rows if each.duty.id == duty_id), None)
        if row is not None and row.is_noted_here():
            row.ask_done()

    def _settle(self, row: DutyRow, proof: str) -> None:
        desk, duty_id = self.desk, row.duty.id
        self.act(lambda: obligations.done(desk, duty_id, proof), row.refuse)

    def _waive(self, row: DutyRow, reason: str) -> None:
        desk, duty_id = self.desk, row.duty.id
        self.act(lambda: obligations.waive(desk, duty_id, reason), row.refuse)

    def _step(self, page: str, duty: ObligationRow) -> None:
        if self.view is None:
            return
        name, _, code = page.partition(":")
        more = {"code": code, "party_id": duty.party_id if duty.party_name else ""}
        self.navigate.emit(
            name, {"case_id": self.view.id} | {key: value for key, value in more.items() if value}
        )


def party_line(party: PartyRow) -> QWidget:
    """A person with the role in this case and the capacity: `vermoedelijk handelende · medewerker, groep 7`."""
    box = QFrame()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    icon = CAPACITY_ICONS.get(party.capacity, "user")
    row.addWidget(Icon(icon, 16, "text2", ground="subtle", box=32), 0, Qt.AlignmentFlag.AlignTop)
    capacity = party.capacity.label + (f", {party.capacity_detail}" if party.capacity_detail else "")
    detail = f"{party.role.label} · {capacity}"
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Text(party.name, "button", selectable=True))
    words.addWidget(Text(detail, "small", "text2"))
    row.addLayout(words, 1)
    box.setAccessibleName(f"{party.name}, {detail}")
    return box
