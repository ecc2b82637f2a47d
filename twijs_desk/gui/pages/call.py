"""*Belscherm*: the number of the national confidential inspector, what to say, and the report while calling."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from twijs_desk.casework import calls, wording
from twijs_desk.casework.rows import CallNotes, CallRow, CallView, ObligationRow
from twijs_desk.gui.pages.call_report import CallAttempts, CallReport
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import (
    Card,
    Chip,
    FlowLayout,
    Icon,
    Text,
    clear_layout,
    due_chip,
    h1,
    level_badge,
    outlined,
    primary,
    quiet,
)
from twijs_desk.gui.widgets.qr import QrCode
from twijs_desk.gui.widgets.rows import Columns
from twijs_desk.terms import CallOutcome


class TimerChip(Chip):
    """How long the call lasts. Its spoken name changes once a minute, so that a screen reader stays quiet."""

    def __init__(self) -> None:
        super().__init__("", "accent", "timer")
        self._minute = -1

    def show_seconds(self, seconds: int) -> None:
        minutes, rest = divmod(max(0, seconds), 60)
        words = self.tr("In gesprek, {minutes:02d}:{rest:02d}").format(minutes=minutes, rest=rest)
        QLabel.setText(self, words)
        self.update()
        if minutes != self._minute:
            self._minute = minutes
            self.setAccessibleName(self.tr("In gesprek, {minutes} minuten").format(minutes=minutes))
            self.updateGeometry()


class CallPage(Page):
    name = "call"
    nav = "cases"

    def build(self) -> None:
        self.case_id = ""
        self.view: CallView | None = None
        head = QHBoxLayout()
        head.setSpacing(12)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        self.title = h1(self.tr("Landelijke Vertrouwensinspecteur bellen"))
        self.subtitle = Text("", "body", "text2")
        titles.addWidget(self.title)
        titles.addWidget(self.subtitle)
        head.addLayout(titles, 1)
        self._marks = QHBoxLayout()
        self._marks.setSpacing(8)
        head.addLayout(self._marks)
        self.body.addLayout(head)
        self._build_number()
        self._build_after()
        self.columns = Columns(fold=820)
        left = QWidget()
        left_column = QVBoxLayout(left)
        left_column.setContentsMargins(0, 0, 0, 0)
        left_column.setSpacing(16)
        self.grounds = Card(self.tr("Waarom bellen?"), spacing=6)
        self.prep = Card(self.tr("Dit heeft u bij de hand"), spacing=8)
        left_column.addWidget(self.grounds)
        left_column.addWidget(self.prep)
        left_column.addStretch(1)
        middle = QWidget()
        middle_column = QVBoxLayout(middle)
        middle_column.setContentsMargins(0, 0, 0, 0)
        middle_column.setSpacing(16)
        self.script = Card(self.tr("Zo kunt u het zeggen"), spacing=12)
        copy_script = quiet(self.tr("Kopieer"), "copy", height=32, name=self.tr("Kopieer de tekst"))
        copy_script.clicked.connect(self._on_copy_script_clicked)
        self.script.head.addWidget(copy_script)
        self.attempts = CallAttempts()
        middle_column.addWidget(self.script)
        middle_column.addWidget(self.attempts)
        middle_column.addStretch(1)
        self.report = CallReport()
        self.about = Card(self.tr("Over wie gaat dit gesprek?"), spacing=6)
        self.about_ticks: list[QCheckBox] = []
        right = QWidget()
        right_column = QVBoxLayout(right)
        right_column.setContentsMargins(0, 0, 0, 0)
        right_column.setSpacing(16)
        right_column.addWidget(self.about)
        right_column.addWidget(self.report)
        right_column.addStretch(1)
        self.columns.add(left, 8)
        self.columns.add(middle, 10)
        self.columns.add(right, 10)
        self.body.addWidget(self.columns)
        self.body.addStretch(1)
        self.report.typed.connect(self._on_notes_typed)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)

    def _build_number(self) -> None:
        self.number_card = Card()
        self.number_card.setAccessibleName(self.tr("Telefoonnummer"))
        row = Columns(fold=660, spacing=24)
        left_side = QWidget()
        left = QVBoxLayout(left_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        chips = QWidget()
        line = FlowLayout(chips, spacing=10)
        self.timer_chip = TimerChip()
        self.line_chip = Chip("", "ok")
        self.hours = Text("", "small", "text2")
        for widget in (self.timer_chip, self.line_chip):
            line.addWidget(widget)
        left.addWidget(chips)
        left.addWidget(self.hours)
        self.number = Text("", "phone", wrap=False, selectable=True)
        left.addWidget(self.number)
        self.outside = QVBoxLayout()
        self.outside.setSpacing(4)
        left.addLayout(self.outside)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=10)
        flow.setContentsMargins(0, 6, 0, 6)
        self.begin_button = primary(self.tr("Gesprek begonnen"), "phone-call", shortcut="Ctrl+Return")
        self.end_button = primary(self.tr("Gesprek beëindigen"), "phone-off")
        self.missed_button = outlined(self.tr("Niet bereikt"), "phone-missed", shortcut="Ctrl+Shift+N")
        self.copy_button = quiet(self.tr("Kopieer nummer"), "copy")
        for button in (self.begin_button, self.end_button, self.missed_button, self.copy_button):
            flow.addWidget(button)
        left.addWidget(buttons)
        left.addStretch(1)
        row.add(left_side, 1)
        right_side = QWidget()
        right = QVBoxLayout(right_side)
        right.setContentsMargins(0, 0, 8, 0)
        right.setSpacing(4)
        self.qr = QrCode(edge=168)
        right.addWidget(self.qr)
        scan = Text(self.tr("Scan met uw mobiel"), "bold", wrap=False)
        hint = Text(self.tr("Uw telefoon kiest het nummer, u drukt zelf op bellen."), "small", "text2")
        right.addWidget(scan)
        right.addWidget(hint)
        right.addStretch(1)
        row.add(right_side, 0)
        self.number_card.add(row)
        self.body.addWidget(self.number_card)
        self.begin_button.clicked.connect(self._on_begin_clicked)
        self.end_button.clicked.connect(self._on_end_clicked)
        self.missed_button.clicked.connect(self._on_missed_clicked)
        self.copy_button.clicked.connect(self._on_copy_clicked)

    def _build_after(self) -> None:
        self.after = Card(self.tr("Het gesprek is vastgelegd"), kind="card-now")
        self.after_words = Text("", "body")
        self.after.add(self.after_words)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=10)
        flow.setContentsMargins(0, 6, 0, 6)
        self.note_button = primary(self.tr("Belnotitie (I1) maken"), "mail")
        self.case_button = outlined(self.tr("Naar de zaak"), "folder-open")
        flow.addWidget(self.note_button)
        flow.addWidget(self.case_button)
        self.after.add(buttons)
        self.after.hide()
        self.body.addWidget(self.after)
        self.note_button.clicked.connect(
            lambda: self.navigate.emit("letter", {"case_id": self.case_id, "code": "I1"})
        )
        self.case_button.clicked.connect(lambda: self.navigate.emit("case", {"case_id": self.case_id}))

    # Showing ----

    def show_for(self, case_id: str = "", **_more: Any) -> None:
        if case_id != self.case_id:
            self.after.hide()
            self.report.show_call(None)
        self.case_id = case_id or self.case_id
        desk, wanted = self.desk, self.case_id
        self.run(lambda: calls.view(desk, wanted), self._show)

    def _show(self, view: CallView) -> None:
        self.view = view
        now = self.desk.now()
        self.subtitle.setText(
            self.tr("Zaak {number} · {title}").format(number=view.case_number, title=view.case_title)
        )
        clear_layout(self._marks)
        for widget in self._duty_marks(view.duties, now):
            self._marks.addWidget(widget)
        self.number.setText(view.number_shown)
        self.number.setAccessibleName(self.tr("Telefoonnummer {number}").format(number=view.number_shown))
        self.qr.set_content(
            view.dial_link,
            self.tr("QR-code: een telefoon die dit scant, kiest {number}").format(number=view.number_shown),
        )
        self.line_chip.set_chip(
            view.line_note, "ok" if view.line_open else "warn", "circle-check" if view.line_open else "clock"
        )
        self.hours.setText(view.hours_note)
        clear_layout(self.outside)
        if not view.line_open:
            self.outside.addWidget(Text(self.tr("Wat u tot dan doet"), "bold"))
            for sentence in view.outside_hours:
                self.outside.addWidget(_bullet("info", sentence.rstrip(".") + ".", "accent"))
        self._show_grounds(view)
        self._show_prep(view)
        self._show_script(view)
        self.attempts.show_calls(view.attempts)
        self.report.show_call(view.current)
        self._show_about(view)
        calling = view.current is not None
        self.begin_button.setVisible(not calling)
        self.end_button.setVisible(calling)
        done = view.attempts and view.attempts[0].outcome == CallOutcome.REACHED and not calling
        self.begin_button.set_kind("outlined" if done else "primary")
        self.begin_button.set_text(self.tr("Nog een gesprek") if done else self.tr("Gesprek begonnen"))
        self.begin_button.setShortcut(QKeySequence("Ctrl+Return"))  # new words take the key away (Qt)
        self.timer_chip.setVisible(calling)
        self.after.setVisible(bool(done))
        if done:
            self._show_after(view.attempts[0])
        if calling:
            self._tick()
            self._clock.start()
        else:
            self._clock.stop()

    def _show_about(self, view: CallView) -> None:
        """Who the call is about: everyone, unless a tick is taken away."""
        self.about.setVisible(bool(view.about) and view.current is not None)
        if [tick.property("party") for tick in self.about_ticks] == [party_id for party_id, _ in view.about]:
            return
        clear_layout(self.about.body)
        self.about_ticks = []
        for party_id, words in view.about:
            tick = QCheckBox(words)
            tick.setProperty("party", party_id)
            tick.setChecked(True)
            self.about_ticks.append(tick)
            self.about.body.addWidget(tick)
        hint = self.tr("De belplicht is gedaan voor wie hier is aangevinkt.")
        self.about.body.addWidget(Text(hint, "small", "text2"))

    def _duty_marks(self, duties: tuple[ObligationRow, ...], now: datetime) -> list[QWidget]:
        if not duties:
            return [level_badge("may")]
        strongest = sorted(duties, key=lambda duty: ("must", "should", "may").index(duty.level))[0]
        due = min((duty.due_at for duty in duties if duty.due_at), default=None)
        chip = wording.due_chip(due, now)
        return [level_badge(str(strongest.level)), due_chip(chip.state, chip.text)]

    def _show_grounds(self, view: CallView) -> None:
        clear_layout(self.grounds.body)
        for ground in view.grounds:
            self.grounds.body.addWidget(_bullet("scroll-text", ground, "accent"))
        for duty in view.duties:
            if duty.reason:
                self.grounds.body.addWidget(Text(duty.reason, "small", "text2"))
            if duty.source:
                self.grounds.body.addWidget(
                    Text(self.tr("Bron: {source}").format(source=duty.source), "small", "text2")
                )
        if not view.duties:
            words = self.tr("Er staat geen belplicht open. Overleggen mag altijd.")
            self.grounds.body.addWidget(Text(words, "small", "text2"))

    def _show_prep(self, view: CallView) -> None:
        clear_layout(self.prep.body)
        for item in view.prep:
            row = QHBoxLayout()
            row.setSpacing(10)
            icon = Icon("circle-check", 18, "ok") if item.ready else Icon("circle-alert", 18, "warn")
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Text(item.label, "small", "text2"))
            words.addWidget(Text(item.text, "button", selectable=True))
            row.addLayout(words, 1)
            self.prep.body.addLayout(row)

    def _show_script(self, view: CallView) -> None:
        clear_layout(self.script.body)
        for number, line in enumerate(view.script, 1):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(Text(f"{number}", "chip", "text2", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(f"“{line}”", "lead", selectable=True), 1)
            self.script.body.addLayout(row)
        if view.caution:
            note = Card(kind="tint", padding=12)
            note.add(_bullet("info", view.caution, "accent"))
            self.script.body.addWidget(note)

    def _show_after(self, call: CallRow) -> None:
        words = self.tr("Gesproken op {moment} met {who}. De belplicht staat op gedaan.")
        if call.duty_basis == "voluntary":
            words = self.tr("Gesproken op {moment} met {who}. Het gesprek staat in het logboek van de zaak.")
        self.after_words.setText(words.format(moment=wording.moment(call.started_at), who=call.spoken_to))

    def first_focus(self) -> QWidget | None:
        return self.end_button if self.end_button.isVisibleTo(self) else self.begin_button

    def _tick(self) -> None:
        if self.view is not None and self.view.current is not None:
            gone = self.desk.now() - self.view.current.started_at
            self.timer_chip.show_seconds(int(gone.total_seconds()))

    # Acting ----

    def _on_begin_clicked(self) -> None:
        desk, case_id = self.desk, self.case_id
        self.run(lambda: calls.begin(desk, case_id), self._on_begun)

    def _on_begun(self, view: CallView) -> None:
        self.message.dismiss()
        self._show(view)
        self.saved.emit(self.desk.now())
        self.report.spoken_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_notes_typed(self, notes: CallNotes) -> None:
        if self.view is None or self.view.current is None:
            return
        desk, call_id = self.desk, self.view.current.id
        self.run(lambda: calls.save_notes(desk, call_id, notes), self._on_notes_saved, self._on_save_failed)

    def _on_notes_saved(self, call: CallRow) -> None:
        self.report.save_state.saved(call.saved_at, self.tr("Bewaard om"), seconds=True)
        self.saved.emit(call.saved_at)

    def _on_save_failed(self, error: Exception) -> None:
        self.report.save_state.failed(self.tr("Nog niet bewaard"))
        self.show_error(error)

    def _on_end_clicked(self) -> None:
        if self.view is None or self.view.current is None:
            return
        # The words are saved first, so that nothing is lost when the end is refused.
        self.report.stop()
        notes = self.report.value()
        self._on_notes_typed(notes)
        desk, call_id = self.desk, self.view.current.id
        chosen = [str(tick.property("party")) for tick in self.about_ticks if tick.isChecked()]
        about = chosen if self.about_ticks else None
        self.run(lambda: calls.end(desk, call_id, notes, about), self._on_ended, self._on_end_refused)

    def _on_end_refused(self, error: Exception) -> None:
        self.show_error(error)
        field = self.report.advice if self.report.spoken_to.text().strip() else self.report.spoken_to
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ended(self, view: CallView) -> None:
        self.message.dismiss()
        self._show(view)
        self.saved.emit(self.desk.now())
        if self.scroller is not None:
            self.scroller.verticalScrollBar().setValue(0)
        self.note_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_missed_clicked(self) -> None:
        desk, case_id = self.desk, self.case_id
        self.report.flush()
        self.run(lambda: calls.not_reached(desk, case_id), self._on_missed)

    def _on_missed(self, view: CallView) -> None:
        self._show(view)
        self.saved.emit(self.desk.now())
        last = view.attempts[0] if view.attempts else None
        again = wording.moment(last.follow_up_at) if last and last.follow_up_at else ""
        words = self.tr("De poging staat vast.")
        if view.duties:
            words += " " + self.tr("De belplicht blijft open.")
        if again:
            words += " " + self.tr("Probeer het opnieuw op {moment}.").format(moment=again)
        self.tell("info", words)
        self.begin_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_copy_clicked(self) -> None:
        if self.view is not None:
            QGuiApplication.clipboard().setText(self.view.number_dialled)
            self.tell("ok", self.tr("Het nummer staat op het klembord."))

    def _on_copy_script_clicked(self) -> None:
        if self.view is not None:
            QGuiApplication.clipboard().setText("\n\n".join(self.view.script))
            self.tell(
                "ok", self.tr("De tekst staat op het klembord. Plak hem alleen waar het vertrouwelijk is.")
            )

    def leave(self) -> None:
        self.report.flush()
        self._clock.stop()


def _bullet(icon: str, text: str, tone: str) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(Icon(icon, 18, tone), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Text(text, "body"), 1)
    return box
