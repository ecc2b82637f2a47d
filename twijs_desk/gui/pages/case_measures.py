"""*Maatregelen en brieven*: what may and cannot, the decision with its guardrails, hearing, and the letters."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import letters, measures, wording
from twijs_desk.casework.rows import CaseView, LetterKind, LetterRow, OutcomeLine
from twijs_desk.gui.pages.case_forms import HearingForm, MeasureForm
from twijs_desk.gui.pages.case_tab import CaseTab, InlineForm
from twijs_desk.gui.widgets import (
    Button,
    Card,
    Chip,
    FlowLayout,
    Icon,
    Line,
    LinkButton,
    Text,
    clear_layout,
    outlined,
)
from twijs_desk.gui.widgets.outcome import OutcomeRow, TogetherRow, alike
from twijs_desk.terms import LetterStatus, MeasureStatus

LETTER_LOOKS = {
    LetterStatus.DRAFT: ("neutral", "pencil"),
    LetterStatus.FINAL: ("ok", "lock"),
    LetterStatus.SENT: ("ok", "mail-check"),
    LetterStatus.WITHDRAWN: ("barred", "ban"),
}
MEASURE_LOOKS = {
    MeasureStatus.PROPOSED: "neutral",
    MeasureStatus.DECIDED: "accent",
    MeasureStatus.CARRIED_OUT: "done",
    MeasureStatus.WITHDRAWN: "barred",
}


class MeasuresTab(CaseTab):
    def build(self) -> None:
        self.options: tuple[OutcomeLine, ...] = ()
        self.kinds: tuple[LetterKind, ...] = ()
        self.add_switch()
        self.letters_head = self._head(self.tr("Brieven"))
        self.letter_button = outlined(self.tr("Brief maken"), "mail", height=32)
        self.letters_head.addWidget(self.letter_button)
        self.kind_box = Card(self.tr("Welke brief?"), kind="quiet")
        self.kind_box.hide()
        self.column.addWidget(self.kind_box)
        self.letters = self._list()
        self.column.addWidget(Line())
        head = self._head(self.tr("Horen"))
        self.hearing_button = outlined(self.tr("Horen vastleggen"), "users", height=32)
        head.addWidget(self.hearing_button)
        self.hearing_form = HearingForm(self.desk, self.act)
        self.column.addWidget(self.hearing_form)
        self.hearings = self._list()
        self.column.addWidget(Line())
        self._head(self.tr("Genomen maatregelen"))
        self.taken = self._list()
        self.measure_form = MeasureForm(self.desk, self.act, self.run)
        self.column.addWidget(self.measure_form)
        self.column.addWidget(Line())
        self.offered_title = Text("", "h3")
        self.column.addWidget(self.offered_title)
        self.offered = self._list()
        self.column.addStretch(1)
        self.letter_button.clicked.connect(self.choose_letter)
        self.hearing_button.clicked.connect(self._on_hearing_clicked)

    def _head(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Text(title, "h3"), 1)
        self.column.addLayout(row)
        return row

    def _list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        self.column.addLayout(column)
        return column

    def change_case(self, case_id: str) -> None:
        super().change_case(case_id)
        self.kind_box.hide()

    def show_case(self, view: CaseView) -> None:
        self.view = view
        desk, case_id, person = self.desk, view.id, self.person(view)
        who = person.party_id if person else None
        several = person is not None and len(view.routes) > 1
        title = self.tr("Wat kan bij deze persoon")
        if person is not None and several:
            title = self.tr("Wat kan bij {name}, {capacity}").format(
                name=person.name, capacity=person.capacity
            )
        self.offered_title.setText(title)
        # What is typed for one person must not end up with another.
        first = not several or who == view.routes[0].party_id
        self.measure_form.change_case(case_id if first else f"{case_id} {who}")
        self._show_letters(view)
        self._show_hearings(view)
        self._show_taken(view)
        self.run(
            lambda: (measures.options(desk, case_id, who), letters.kinds(desk, case_id, who)),
            self._on_fetched,
        )

    def _on_fetched(self, found: tuple[tuple[OutcomeLine, ...], tuple[LetterKind, ...]]) -> None:
        self.options, self.kinds = found
        clear_layout(self.offered)
        self.measure_form.set_options(self.options)
        if not self.measure_form.isHidden():
            self.measure_form.fetch_guards()  # someone may have been heard, or evidence added, meanwhile
        shown = [line for line in self.options if line.level != "barred"]
        barred = [line for line in self.options if line.level == "barred"]
        if not self.options:
            words = self.tr(
                "Beantwoord eerst de vragen van de beslisroute; dan staat hier wat mag en wat niet kan."
            )
            self.offered.addWidget(Text(words, "body", "text2"))
        for line in shown:
            self.offered.addWidget(self._option(line))
        if barred:
            self.offered.addWidget(Text(self.tr("Dit kan niet ({n})").format(n=len(barred)), "chip", "text2"))
        for line in alike(barred):
            if isinstance(line, OutcomeLine):
                self.offered.addWidget(self._option(line))
            else:
                together = TogetherRow(line)
                together.source_asked.connect(self._on_source_asked)
                self.offered.addWidget(together)

    def _on_source_asked(self, source_id: str) -> None:
        self.navigate.emit("protocol", {"source_id": source_id})

    def _option(self, line: OutcomeLine) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        outcome = OutcomeRow(line)
        outcome.source_asked.connect(self._on_source_asked)
        row.addWidget(outcome, 1)
        if line.level != "barred":
            choose = Button(self.tr("Kies"), "outlined", height=32)
            choose.setAccessibleName(self.tr("Kies: {title}").format(title=line.title))
            choose.clicked.connect(lambda: self.open_measure(line.id))
            row.addWidget(choose, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def forms(self) -> dict[str, tuple[InlineForm, Callable[[str], object]]]:
        return {
            "measure": (self.measure_form, self.open_measure),
            "hearing": (self.hearing_form, lambda _way: self._on_hearing_clicked()),
        }

    def open_measure(self, rule_id: str) -> None:
        if self.view is not None:
            self.hearing_form.close_form()
            self.measure_form.way_in = rule_id
            self.measure_form.open_for(self.view, rule_id, self.person(self.view))

    def _on_hearing_clicked(self) -> None:
        if self.view is not None:
            self.measure_form.close_form()
            person = self.person(self.view)
            self.hearing_form.open_for(self.view, person.party_id if person else "")

    def choose_letter(self) -> None:
        """Show the letters that can be made for this case, advised ones first."""
        clear_layout(self.kind_box.body)
        box = QWidget()
        flow = FlowLayout(box, spacing=10)
        flow.setContentsMargins(0, 4, 0, 4)
        first: Button | None = None
        for kind in self.kinds:
            if not kind.available:
                continue
            button = Button(
                f"{kind.code} · {kind.title}", "tonal" if kind.advised else "outlined", "mail", height=36
            )
            button.clicked.connect(self._begin(kind.code))
            flow.addWidget(button)
            first = first or button
        self.kind_box.add(box)
        missing = [kind for kind in self.kinds if kind.advised and not kind.available]
        if missing:
            names = ", ".join(f"{kind.code} {kind.title}" for kind in missing)
            more = LinkButton(
                self.tr("Toon {n} brieven die ook passen, maar nog geen tekst hebben").format(n=len(missing)),
                small=True,
            )
            listed = Text(names, "small", "text2")
            listed.hide()
            more.clicked.connect(lambda: listed.setVisible(listed.isHidden()))
            self.kind_box.add(more)
            self.kind_box.add(listed)
        self.kind_box.show()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, code: str) -> Callable[[], None]:
        def begin() -> None:
            self.kind_box.hide()
            if self.view is not None:
                person = self.person(self.view)
                who = {"party_id": person.party_id} if person and len(self.view.routes) > 1 else {}
                self.navigate.emit("letter", {"case_id": self.view.id, "code": code, **who})

        return begin

    def _show_letters(self, view: CaseView) -> None:
        clear_layout(self.letters)
        self.kind_box.hide()
        names = {route.party_id: route.label for route in view.routes} if len(view.routes) > 1 else {}
        for row in view.letters:
            self.letters.addWidget(self._letter(row, names.get(row.party_id, "")))
        if not view.letters:
            self.letters.addWidget(Text(self.tr("Er is nog geen brief gemaakt."), "body", "text2"))

    def _letter(self, row: LetterRow, about: str) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(12)
        line.addWidget(Icon("mail", 18, "text2"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(f"{row.code} · {row.title}", "bold"))
        who = self.tr("aan {name}").format(name=row.to_name) if row.to_name else ""
        at = wording.moment(row.finalised_at or row.saved_at)
        over = self.tr("over {name}").format(name=about) if about else ""
        words.addWidget(Text(" · ".join(p for p in (over, who, row.reference, at) if p), "small", "text2"))
        line.addLayout(words, 1)
        look, icon = LETTER_LOOKS[row.status]
        line.addWidget(Chip(row.status.label, look, icon), 0, Qt.AlignmentFlag.AlignTop)
        name = self.tr("Open brief {code}, {status}").format(code=row.code, status=row.status.label)
        open_it = LinkButton(self.tr("Open"), name=name)
        open_it.clicked.connect(lambda: self.navigate.emit("letter", {"letter_id": row.id}))
        line.addWidget(open_it, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _show_hearings(self, view: CaseView) -> None:
        clear_layout(self.hearings)
        names = {party.id: party.name for party in view.parties} if len(view.routes) > 1 else {}
        for hearing in view.hearings:
            when = wording.moment(hearing.held_at) if hearing.held_at else ""
            if hearing.declined:
                when = self.tr("wilde niet worden gehoord")
            elif not when:
                when = self.tr("niet gehoord: {reason}").format(reason=hearing.skipped_reason)
            over = names.get(hearing.party_id, "")
            title = " · ".join(part for part in (hearing.kind.label, when, over) if part)
            self.hearings.addWidget(Text(title, "bold"))
            if hearing.minutes:
                self.hearings.addWidget(Text(hearing.minutes, "body", "text2", selectable=True))
        if not view.hearings:
            self.hearings.addWidget(Text(self.tr("Er is nog niemand gehoord."), "body", "text2"))

    def _show_taken(self, view: CaseView) -> None:
        clear_layout(self.taken)
        for row in view.measures:
            line = QHBoxLayout()
            line.setSpacing(12)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Text(row.title, "bold"))
            parts = [row.party_name]
            if row.decided_on:
                parts.append(self.tr("besloten op {day}").format(day=wording.day(row.decided_on)))
            if row.starts_on and row.ends_on:
                dates = f"{wording.weekday_day(row.starts_on)} – {wording.weekday_day(row.ends_on)}"
                parts.append(self.tr("{dates} ({n} schooldagen)").format(dates=dates, n=row.school_days))
            words.addWidget(Text(" · ".join(p for p in parts if p), "small", "text2"))
            if row.deviation_reason:
                why = self.tr("Afgeweken van het advies: {reason}").format(reason=row.deviation_reason)
                words.addWidget(Text(why, "small", "text2"))
            line.addLayout(words, 1)
            line.addWidget(Chip(row.status.label, MEASURE_LOOKS[row.status]), 0, Qt.AlignmentFlag.AlignTop)
            self.taken.addLayout(line)
        if not view.measures:
            self.taken.addWidget(Text(self.tr("Er is nog geen maatregel vastgelegd."), "body", "text2"))
