"""Tabs of a case that mostly show: the timeline, the people, the route in short and the log."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import flow, logbook, wording
from twijs_desk.casework.rows import CaseView, FlowView, LogView, PartyRow
from twijs_desk.gui.pages.case_duties import party_line
from twijs_desk.gui.pages.case_people import AddPeople, SplitCapacity
from twijs_desk.gui.pages.case_tab import CaseTab, InlineForm
from twijs_desk.gui.widgets import (
    Button,
    ChoiceRow,
    FlowLayout,
    Icon,
    Line,
    LinkButton,
    Text,
    clear_layout,
    outlined,
    quiet,
)
from twijs_desk.gui.widgets.outcome import OutcomeRow
from twijs_desk.gui.widgets.timeline import Timeline
from twijs_desk.terms import CaseStatus, PartyRole

FILTERS = {
    "all": (),
    "talks": ("call", "hearing", "contact"),
    "letters": ("letter",),
    "evidence": ("evidence", "correction"),
    "answers": ("answer", "obligation", "measure"),
}


class TimelineTab(CaseTab):
    def build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        tr = self.tr
        self.filter = ChoiceRow(
            tr("Toon in de tijdlijn"),
            [
                ("all", tr("Alles")),
                ("talks", tr("Gesprekken")),
                ("letters", tr("Brieven")),
                ("evidence", tr("Bewijs")),
                ("answers", tr("Antwoorden en besluiten")),
            ],
        )
        self.filter.set_value("all")
        self.order = Button(tr("Nieuwste eerst"), "quiet", "chevron-down", height=32)
        self.newest_first = True
        head.addWidget(self.filter, 1)
        head.addWidget(self.order, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.timeline = Timeline()
        self.column.addWidget(self.timeline)
        self.column.addStretch(1)
        self.filter.changed.connect(lambda _value: self._refresh())
        self.order.clicked.connect(self._on_order_clicked)

    def show_case(self, view: CaseView) -> None:
        self.view = view
        self._refresh()

    def _on_order_clicked(self) -> None:
        self.newest_first = not self.newest_first
        self.order.set_text(self.tr("Nieuwste eerst") if self.newest_first else self.tr("Oudste eerst"))
        self._refresh()

    def _refresh(self) -> None:
        if self.view is None:
            return
        kinds = FILTERS[self.filter.value() or "all"]
        rows = [row for row in self.view.timeline if not kinds or row.kind in kinds]
        rows.sort(key=lambda row: row.at, reverse=self.newest_first)
        self.timeline.show_rows(tuple(rows), self.desk.now())


class PeopleTab(CaseTab):
    def build(self) -> None:
        head = QHBoxLayout()
        head.addStretch(1)
        self.add_button = outlined(
            self.tr("Nog een betrokkene…"),
            "plus",
            height=32,
            name=self.tr("Betrokkene toevoegen of aanwijzen"),
        )
        head.addWidget(self.add_button)
        self.column.addLayout(head)
        self.form = AddPeople(self.desk, self.act, self.run)
        self.column.addWidget(self.form)
        self.split_form = SplitCapacity(self.desk, self.act)
        self.column.addWidget(self.split_form)
        self.people = QVBoxLayout()
        self.people.setSpacing(12)
        self.column.addLayout(self.people)
        self.column.addStretch(1)
        self.add_button.clicked.connect(self._on_add_clicked)

    def forms(self) -> dict[str, tuple[InlineForm, Callable[[str], object]]]:
        return {
            "people": (self.form, lambda _way: self._on_add_clicked()),
            "split": (self.split_form, self._split_again),
        }

    def _split_again(self, party_id: str) -> None:
        parties = self.view.parties if self.view is not None else ()
        party = next((each for each in parties if each.id == party_id), None)
        if party is not None:
            self._on_split_clicked(party)

    def _on_add_clicked(self) -> None:
        if self.view is not None:
            self.split_form.close_form()
            self.form.ask(self.view)

    def _on_split_clicked(self, party: PartyRow) -> None:
        if self.view is not None:
            self.form.close_form()
            self.split_form.way_in = party.id
            self.split_form.ask(self.view, party)

    def show_case(self, view: CaseView) -> None:
        self.view = view
        clear_layout(self.people)
        for party in view.parties:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(party_line(party), 1)
            if party.person_id and party.role == PartyRole.ALLEGED_ACTOR and view.status != CaseStatus.CLOSED:
                split = quiet(
                    self.tr("Ook in een andere rol…"),
                    "split",
                    height=32,
                    name=self.tr("{name} ook in een andere rol vastleggen").format(name=party.name),
                )
                split.clicked.connect(lambda _on=False, p=party: self._on_split_clicked(p))
                row.addWidget(split)
            if party.person_id:
                open_it = outlined(
                    self.tr("Open dossier"),
                    "folder",
                    height=32,
                    name=self.tr("Open dossier van {name}").format(name=party.name),
                )
                context = {"person_id": party.person_id}
                open_it.clicked.connect(lambda _on=False, c=context: self.navigate.emit("dossier", c))
                row.addWidget(open_it)
            self.people.addLayout(row)
            self.people.addWidget(Line())
        if not view.parties:
            self.people.addWidget(Text(self.tr("Er staat nog niemand in deze zaak."), "body", "text2"))


class RouteTab(CaseTab):
    """The answers so far and what follows from them, with the way into the route."""

    def build(self) -> None:
        self.add_switch()
        self.content = QVBoxLayout()
        self.content.setSpacing(12)
        self.column.addLayout(self.content)
        self.column.addStretch(1)

    def show_case(self, view: CaseView) -> None:
        self.view = view
        desk, case_id, person = self.desk, view.id, self.person(view)
        who = person.party_id if person else None
        self.run(lambda: flow.view(desk, case_id, party_id=who), self._show_flow)

    def _show_flow(self, found: FlowView) -> None:
        clear_layout(self.content)
        open_route = found.question is not None
        words = self.tr("{done} vragen beantwoord, nog ongeveer {left} te gaan.").format(
            done=found.answered, left=max(1, found.expected - found.answered)
        )
        if not open_route:
            words = self.tr("Alle {done} vragen zijn beantwoord.").format(done=found.answered)
        self.content.addWidget(Text(words, "lead", "text2"))
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=12)
        row.setContentsMargins(0, 4, 0, 4)
        go_on = outlined(
            self.tr("Ga verder met de vragen") if open_route else self.tr("Open de beslisroute"), "signpost"
        )
        who = {"case_id": found.case_id, "party_id": found.party_id}
        go_on.clicked.connect(lambda: self.navigate.emit("route", who))
        row.addWidget(go_on)
        self.map_button = quiet(
            self.tr("Routekaart"), "signpost", name=self.tr("Routekaart van deze zaak tonen")
        )
        several = {"party_id": found.party_id} if len(found.routes) > 1 else {}
        path = {"case_id": found.case_id, **several}
        self.map_button.clicked.connect(lambda: self.navigate.emit("route_map", path))
        row.addWidget(self.map_button)
        self.content.addWidget(buttons)
        for question in found.trail:
            given = [option.label for option in question.options if option.id in question.chosen]
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(Icon("circle-check", 18, "ok"), 0, Qt.AlignmentFlag.AlignTop)
            both = QVBoxLayout()
            both.setSpacing(0)
            both.addWidget(Text(question.text, "body", "text2"))
            both.addWidget(Text(" · ".join(given), "bold"))
            if question.note:
                both.addWidget(Text(question.note, "small", "text2"))
            line.addLayout(both, 1)
            change = LinkButton(
                self.tr("Aanpassen"), name=self.tr("Antwoord aanpassen: {t}").format(t=question.text)
            )
            context = {**who, "question_id": question.id}
            change.clicked.connect(lambda _on=False, c=context: self.navigate.emit("route", c))
            line.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
            self.content.addLayout(line)
        if found.warnings:
            self.content.addWidget(Line())
            self.content.addWidget(Text(self.tr("Let hierop"), "h3"))
            for warning in found.warnings:
                outcome = OutcomeRow(warning)
                outcome.source_asked.connect(
                    lambda source: self.navigate.emit("protocol", {"source_id": source})
                )
                self.content.addWidget(outcome)
        pack = self.tr("Regelpakket {version}").format(version=found.pack_version)
        self.content.addWidget(Text(pack, "small", "text2"))


class LogTab(CaseTab):
    def build(self) -> None:
        self.content = QVBoxLayout()
        self.content.setSpacing(6)
        self.column.addLayout(self.content)
        self.column.addStretch(1)

    def show_case(self, view: CaseView) -> None:
        self.view = view
        desk, case_id = self.desk, view.id
        self.run(lambda: logbook.view(desk, case_id=case_id), self._show_log)

    def _show_log(self, log: LogView) -> None:
        clear_layout(self.content)
        note = QHBoxLayout()
        note.setSpacing(8)
        note.addWidget(
            Icon(
                "shield-check" if log.chain_ok else "triangle-alert", 18, "ok" if log.chain_ok else "danger"
            ),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        note.addWidget(Text(log.chain_note, "body", "text" if log.chain_ok else "danger"), 1)
        self.content.addLayout(note)
        self.content.addWidget(Line())
        for row in log.rows:
            line = QHBoxLayout()
            line.setSpacing(12)
            when = Text(wording.moment(row.at), "small", "text2", wrap=False)
            when.setMinimumWidth(150)
            line.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Text(row.action, "body", selectable=True), 1)
            line.addWidget(Text(row.actor, "small", "text2", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
            self.content.addLayout(line)
