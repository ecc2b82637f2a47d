"""The two larger forms of a case: deciding a measure, and recording that someone was heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox

from twijs_desk.casework import guards, measures, wording
from twijs_desk.casework.rows import CaseView, GuardRow, HearingEntry, MeasureEntry, OutcomeLine, RouteRow
from twijs_desk.gui.pages.case_guards import GuardList
from twijs_desk.gui.pages.case_tab import Act, InlineForm
from twijs_desk.gui.widgets import ChoiceField, DateField, LineField, MomentField, Text, labelled
from twijs_desk.gui.widgets.dress import tab_through
from twijs_desk.terms import HearingKind

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk

MANDATES = (
    ("", "Kies wat geldt"),
    ("board", "Het bestuur beslist zelf"),
    ("principal", "Mandaat in het managementstatuut"),
    ("board_mandate", "Apart mandaat van het bestuur voor deze zaak"),
)


class MeasureForm(InlineForm):
    """Advised against chosen, the reasons, who decides, and the dates with their maximum explained."""

    def __init__(self, desk: Desk, act: Act, run: Callable[..., None]) -> None:
        super().__init__(_tr("Maatregel vastleggen"), _tr("Leg de maatregel vast"))
        self.desk, self.act, self.run = desk, act, run
        self.view: CaseView | None = None
        self.options: tuple[OutcomeLine, ...] = ()
        self.party_id: str | None = None
        tr = self.tr
        self.whom = Text("", "body", "text2")
        self.fields.addWidget(self.whom)
        self.chosen = ChoiceField()
        self.advised = ChoiceField()
        self.fields.addWidget(labelled(tr("Gekozen maatregel"), self.chosen))
        self.guards = GuardList()
        self._guarded = ("", "", "")
        """Whose guards are shown: case, person and measure."""
        self.fields.addWidget(self.guards)
        self.fields.addWidget(
            labelled(tr("Wat was het advies?"), self.advised, tr("Van bestuur, jurist of inspecteur"))
        )
        self.deviation = self.text(
            tr("Waarom wijkt u af van het advies?"), tr("Nodig als advies en keuze verschillen")
        )
        self.reasons = self.text(tr("Redenen"), tr("Feiten en afweging, in uw eigen woorden"), lines=3)
        self.milder = self.text(tr("Waarom is iets lichters niet genoeg?"))
        self.who = LineField()
        self.mandate = ChoiceField([(value, tr(words)) for value, words in MANDATES])
        self.pair(labelled(tr("Wie beslist?"), self.who), labelled(tr("Op grond van"), self.mandate))
        self.decided_on = DateField(empty=tr("Nog niet besloten"))
        self.starts_on, self.ends_on = DateField(), DateField()
        self.fields.addWidget(
            labelled(tr("Besloten op"), self.decided_on, tr("Leeg: alleen het voornemen staat vast"))
        )
        self.pair(labelled(tr("Eerste dag"), self.starts_on), labelled(tr("Laatste dag"), self.ends_on))
        self.date_words = Text("", "small", "text2")
        self.fields.addWidget(self.date_words)
        self.do_button.clicked.connect(self._on_do_clicked)
        self.chosen.currentIndexChanged.connect(lambda _i: self._on_chosen())
        self.advised.currentIndexChanged.connect(lambda _i: self._refresh())
        self.starts_on.changed.connect(self._refresh_dates)

    def set_options(self, options: tuple[OutcomeLine, ...]) -> None:
        """What may be chosen; a barred measure stands in the list of the tab, with its reason, not here."""
        if options == self.options:
            return
        self.options = options
        for field, first in ((self.chosen, ""), (self.advised, self.tr("Geen advies gevraagd"))):
            kept = field.value()
            field.blockSignals(True)
            field.clear()
            if first:
                field.addItem(first, "")
            for line in options:
                if line.level != "barred":
                    field.addItem(line.title, line.id)
            field.set_value(kept)
            field.blockSignals(False)

    def open_for(self, view: CaseView, rule_id: str, person: RouteRow | None = None) -> None:
        self.view = view
        self.party_id = person.party_id if person else None
        if person is not None:
            words = self.tr("Voor {name}, {capacity}").format(name=person.name, capacity=person.capacity)
            self.whom.setText(words)
        self.whom.setVisible(person is not None and len(view.routes) > 1)
        self.chosen.set_value(rule_id)
        local = wording.to_local(self.desk.now()).replace(tzinfo=None)
        for field in (self.decided_on, self.starts_on, self.ends_on):
            field.suggest(local)
        self._refresh()
        self.fetch_guards()
        self.open_form(self.chosen)

    def change_case(self, case_id: str) -> None:
        if case_id != self._case_id:
            self.guards.show_rows(())
            self._guarded = ("", "", "")
        super().change_case(case_id)

    def fetch_guards(self) -> None:
        """Look again what the case shows; what was ticked for this measure stays ticked."""
        rule_id = self.chosen.value()
        if self.view is None or not rule_id:
            return
        desk, case_id, party_id = self.desk, self.view.id, self.party_id
        wanted = (case_id, party_id or "", rule_id)
        if wanted != self._guarded:
            self.guards.show_rows(())
        keep, self._guarded = wanted == self._guarded, wanted

        def show(rows: tuple[GuardRow, ...]) -> None:
            if wanted == self._guarded:  # not of the measure that was chosen before this one
                self.guards.show_rows(rows, keep=keep)
                tab_through(self.chosen, *self.guards.stops(), self.advised)

        self.run(lambda: guards.of_measure(desk, case_id, rule_id, party_id), show)

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        if self.decided_on.day() is not None:
            self.guards.ask_reason()

    def _on_chosen(self) -> None:
        self._refresh()
        if not self.isHidden():
            self.fetch_guards()

    def _line(self) -> OutcomeLine | None:
        return next((line for line in self.options if line.id == self.chosen.value()), None)

    def _refresh(self) -> None:
        line = self._line()
        advised = self.advised.value()
        self.deviation.parentWidget().setVisible(bool(advised) and advised != self.chosen.value())
        if line is not None and line.decides:
            self.who.setPlaceholderText(wording.who_decides(line.decides))
        self._refresh_dates()

    def _refresh_dates(self) -> None:
        """Say how long at most, with the dates: `Uiterlijk vrijdag 27 november, want…`"""
        start = _day(self.starts_on)
        if start is None:
            self.date_words.setText(
                self.tr("Bij een schorsing: kies de eerste dag, dan staat hier wat de laatste dag mag zijn.")
            )
            return
        self.run(lambda: measures.last_suspension_day(self.desk, start), self._on_last_day)

    def _on_last_day(self, found: tuple[date | None, str]) -> None:
        last, sentence = found
        self.date_words.setText(self.tr("Bij een schorsing: {sentence}").format(sentence=sentence))
        if last is not None:
            self.ends_on.suggest(datetime.combine(last, time(0, 0)))

    def _on_do_clicked(self) -> None:
        if self.view is None:
            return
        entry = MeasureEntry(
            case_id=self.view.id,
            party_id=self.party_id,
            rule_id=self.chosen.value(),
            advised=self.advised.value(),
            deviation_reason=self.deviation.toPlainText(),
            reasons=self.reasons.toPlainText(),
            milder_means=self.milder.toPlainText(),
            decided_by=self.who.text().strip() or self.who.placeholderText(),
            mandate=self.mandate.value(),
            decided_on=_day(self.decided_on),
            starts_on=_day(self.starts_on),
            ends_on=_day(self.ends_on),
            met=self.guards.met(),
            passed_reason=self.guards.passed_reason(),
        )
        desk = self.desk
        self.act(lambda: measures.decide(desk, entry), self.refuse, self._after)

    def _after(self) -> None:
        self.close_form()
        for text in (self.deviation, self.reasons, self.milder, self.guards.reason):
            text.clear()
        self.guards.show_rows(())
        self._guarded = ("", "", "")
        self.who.clear()
        for field in (self.decided_on, self.starts_on, self.ends_on):
            field.set_moment(None)


class HearingForm(InlineForm):
    """Who was heard, when and what was said; or that someone declined, or why it could not be done first."""

    def __init__(self, desk: Desk, act: Act) -> None:
        super().__init__(_tr("Horen vastleggen"), _tr("Leg het gesprek vast"))
        self.desk, self.act = desk, act
        self.view: CaseView | None = None
        tr = self.tr
        self.kind = ChoiceField([(str(each), each.label) for each in HearingKind])
        self.party = ChoiceField()
        self.pair(
            labelled(tr("Wie is gehoord?"), self.kind), labelled(tr("Over welke betrokkene?"), self.party)
        )
        self.invited_on = DateField(empty=tr("Niet ingevuld"))
        self.held_at = MomentField(empty=tr("Niet gehouden"))
        self.pair(labelled(tr("Uitgenodigd op"), self.invited_on), labelled(tr("Gesprek op"), self.held_at))
        self.declined = QCheckBox(tr("Wilde niet worden gehoord"))
        self.fields.addWidget(self.declined)
        self.skipped = self.text(tr("Waarom is er niet gehoord?"), tr("Alleen als het gesprek niet kon"))
        self.attendees = LineField()
        self.fields.addWidget(labelled(tr("Wie waren erbij?"), self.attendees))
        self.minutes = self.text(tr("Wat is er gezegd?"), tr("Zo letterlijk mogelijk"), lines=4)
        self.do_button.clicked.connect(self._on_do_clicked)

    def open_for(self, view: CaseView, party_id: str = "") -> None:
        self.view = view
        self.party.clear()
        for party in view.parties:
            self.party.addItem(f"{party.name}, {party.capacity.label}", party.id)
        if party_id:
            self.party.set_value(party_id)
        local = wording.to_local(self.desk.now()).replace(tzinfo=None)
        self.invited_on.suggest(local)
        self.held_at.suggest(local)
        self.open_form(self.kind)

    def _on_do_clicked(self) -> None:
        if self.view is None:
            return
        entry = HearingEntry(
            case_id=self.view.id,
            kind=HearingKind(self.kind.value()),
            party_id=self.party.value() or None,
            invited_on=_day(self.invited_on),
            held_at=self.held_at.moment(),
            declined=self.declined.isChecked(),
            skipped_reason=self.skipped.toPlainText(),
            attendees=self.attendees.text(),
            minutes=self.minutes.toPlainText(),
        )
        desk = self.desk
        self.act(lambda: measures.record_hearing(desk, entry), self.refuse, self._after)

    def _after(self) -> None:
        self.close_form()
        for text in (self.skipped, self.minutes, self.attendees):
            text.clear()
        self.declined.setChecked(False)
        self.held_at.set_moment(None)
        self.invited_on.set_moment(None)


def _day(field: DateField) -> date | None:
    return field.day()


def _tr(text: str) -> str:
    return QCoreApplication.translate("CaseForms", text)
