"""The report of a call while it lasts: saves itself half a second after the last key."""

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import wording
from twijs_desk.casework.rows import CallNotes, CallRow
from twijs_desk.gui.widgets import (
    Card,
    ChoiceRow,
    Icon,
    LineField,
    MomentField,
    SaveState,
    Text,
    TextField,
    clear_layout,
    labelled,
)
from twijs_desk.terms import CallOutcome, Suspicion

WAIT_MS = 500


class CallReport(Card):
    """`typed(CallNotes)` half a second after the last key, or at once through `flush`."""

    typed = Signal(object)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("CallReport", "Verslag van dit gesprek"))
        self.save_state = SaveState()
        self.head.addWidget(self.save_state)
        self.waiting = Text(
            self.tr(
                "Druk op ‘Gesprek begonnen’ zodra u verbinding heeft. Dan kunt u hier meeschrijven; "
                "alles wordt meteen bewaard."
            ),
            "body",
            "text2",
        )
        self.add(self.waiting)
        self.fields = QWidget()
        column = QVBoxLayout(self.fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.spoken_to = LineField(placeholder=self.tr("Naam, of ‘naam niet genoemd’"))
        self.notes = TextField(lines=4)
        self.advice = TextField(lines=2)
        self.put_forward = TextField(lines=2)
        self.suspicion = ChoiceRow(
            self.tr("Is er een redelijk vermoeden?"), [(str(each), each.label) for each in Suspicion]
        )
        self.agreed = TextField(lines=2)
        self.informs = LineField(placeholder=self.tr("Bijvoorbeeld: wij bellen de ouders, vandaag"))
        self.reference = LineField(placeholder=self.tr("Als u er een kreeg"))
        self.follow_up = MomentField(empty=self.tr("Geen vervolg"))
        tr = self.tr
        column.addWidget(labelled(tr("Met wie sprak u?"), self.spoken_to))
        column.addWidget(labelled(tr("Aantekeningen"), self.notes))
        column.addWidget(labelled(tr("Welk advies kreeg u?"), self.advice))
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(Text(tr("Is er een redelijk vermoeden?"), "bold"))
        box.addWidget(self.suspicion)
        column.addLayout(box)
        column.addWidget(labelled(tr("Wat is afgesproken?"), self.agreed))
        column.addWidget(labelled(tr("Wie licht wie in?"), self.informs))
        column.addWidget(labelled(tr("Wat heeft u voorgelegd?"), self.put_forward))
        last = QGridLayout()
        last.setHorizontalSpacing(12)
        last.addWidget(labelled(tr("Kenmerk"), self.reference), 0, 0)
        last.addWidget(labelled(tr("Vervolg op"), self.follow_up), 1, 0)
        column.addLayout(last)
        self.add(self.fields)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.flush)
        self._shown = ""
        self._quiet = False
        for line in (self.spoken_to, self.informs, self.reference):
            line.textChanged.connect(self._on_typed)
        for text in (self.notes, self.advice, self.put_forward, self.agreed):
            text.textChanged.connect(self._on_typed)
        self.suspicion.changed.connect(self._on_typed)
        self.follow_up.changed.connect(self._on_typed)

    def show_call(self, call: CallRow | None) -> None:
        """Show the notes of the call under way; another call replaces them, the same call does not."""
        self.waiting.setVisible(call is None)
        self.fields.setVisible(call is not None)
        if call is None:
            self._timer.stop()
            self.save_state.hide()
            self._shown = ""
            return
        if call.id == self._shown:
            return  # what is being typed is newer than what was saved
        self._shown = call.id
        self._quiet = True
        self.spoken_to.setText(call.spoken_to)
        self.reference.setText(call.reference)
        self.notes.setPlainText(call.notes)
        self.advice.setPlainText(call.advice)
        self.put_forward.setPlainText(call.put_forward)
        self.agreed.setPlainText(call.agreed)
        self.informs.setText(call.informs)
        self.suspicion.set_value(str(call.suspicion))
        self.follow_up.set_moment(call.follow_up_at)
        self._quiet = False
        self.save_state.saved(call.saved_at, self.tr("Bewaard om"), seconds=True)

    def value(self) -> CallNotes:
        return CallNotes(
            spoken_to=self.spoken_to.text(),
            reference=self.reference.text(),
            put_forward=self.put_forward.toPlainText(),
            notes=self.notes.toPlainText(),
            advice=self.advice.toPlainText(),
            suspicion=Suspicion(self.suspicion.value() or Suspicion.NOT_YET),
            agreed=self.agreed.toPlainText(),
            informs=self.informs.text(),
            follow_up_at=self.follow_up.moment(),
        )

    def flush(self) -> None:
        """Hand out what is typed, if it is not yet."""
        if self._shown and (self._timer.isActive() or self.sender() is self._timer):
            self._timer.stop()
            self.save_state.working()
            self.typed.emit(self.value())

    def is_pending(self) -> bool:
        return self._timer.isActive()

    def stop(self) -> None:
        self._timer.stop()

    def _on_typed(self) -> None:
        if not self._quiet and self._shown:
            self._timer.start()


class CallAttempts(Card):
    """Every attempt, newest first: when, the outcome, with whom."""

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("CallAttempts", "Belpogingen"))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)

    def show_calls(self, calls: tuple[CallRow, ...]) -> None:
        clear_layout(self._list)
        self.setVisible(bool(calls))
        marks = {
            CallOutcome.REACHED: ("circle-check", "ok"),
            CallOutcome.NOT_REACHED: ("phone-missed", "warn"),
            CallOutcome.IN_PROGRESS: ("phone-call", "accent"),
        }
        for call in calls:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(Icon(marks[call.outcome][0], 18, marks[call.outcome][1]))
            words = QVBoxLayout()
            words.setSpacing(0)
            title = self.tr("Poging {count}: {outcome}").format(
                count=call.attempt, outcome=call.outcome.label.lower()
            )
            words.addWidget(Text(title, "bold"))
            parts = [wording.moment(call.started_at)]
            if call.spoken_to and call.outcome == CallOutcome.REACHED:
                parts.append(self.tr("met {who}").format(who=call.spoken_to))
            if call.reference:
                parts.append(self.tr("kenmerk {text}").format(text=call.reference))
            if call.outcome == CallOutcome.NOT_REACHED and call.follow_up_at:
                again = wording.moment(call.follow_up_at)
                parts.append(self.tr("probeer het opnieuw op {moment}").format(moment=again))
            words.addWidget(Text(" · ".join(parts), "small", "text2"))
            if call.outcome == CallOutcome.REACHED and call.advice:
                words.addWidget(Text(call.advice, "small", "text2"))
            row.addLayout(words, 1)
            self._list.addLayout(row)
