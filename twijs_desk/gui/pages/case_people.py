"""The forms on the tab *Betrokkenen*: add someone, say who an unknown person is, or split someone by capacity."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Signal

from twijs_desk.casework import incidents, people, scraps
from twijs_desk.casework.rows import CaseView, PartyEntry, PartyRow, PersonRow
from twijs_desk.gui.pages.case_tab import Act, InlineForm
from twijs_desk.gui.pages.incident_people import PeoplePicker
from twijs_desk.gui.widgets import ChoiceField, LineField, Text, labelled
from twijs_desk.terms import CapacityKind, PartyRole

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk


class AddPeople(InlineForm):
    done = Signal()

    def __init__(self, desk: "Desk", act: Act, run: Callable[..., None]) -> None:
        tr = QCoreApplication.translate
        super().__init__(tr("AddPeople", "Wie is erbij betrokken?"), tr("AddPeople", "Leg vast"))
        self.desk, self.act = desk, act
        self.view: CaseView | None = None
        self.do_button.setAccessibleName(self.tr("Leg betrokkenen vast"))
        self.hint = Text("", "body", "text2")
        self.fields.addWidget(self.hint)
        self.name_field = LineField(placeholder=self.tr("Typ drie letters van een naam"))
        self.fields.addWidget(labelled(self.tr("Naam"), self.name_field))
        self.picker = PeoplePicker(
            self.name_field,
            self._find,
            lambda work, done: run(work, done, self.refuse),
        )
        self.fields.addWidget(self.picker)
        self.do_button.clicked.connect(self._on_do_clicked)

    def ask(self, view: CaseView) -> None:
        """Open the form for this case."""
        self.view = view
        self.picker.set_entries((), {})
        unknown = _unknown_actor(view) is not None
        self.hint.setText(
            self.tr(
                "Kies ‘vermoedelijk handelende’ om te zeggen wie de onbekende persoon is. De beslisroute past zich aan."
            )
        )
        self.hint.setVisible(unknown)
        self.open_form(self.name_field)

    def change_case(self, case_id: str) -> None:
        super().change_case(case_id)
        self.picker.set_entries((), {})
        self.view = None

    def chosen(self) -> dict[str, Any]:
        """Who is chosen and not recorded yet, for after a lock."""
        entries = self.picker.entries()
        return {"entries": scraps.plain_parties(entries), "names": self.picker.names()} if entries else {}

    def put_chosen(self, chosen: dict[str, Any]) -> None:
        self.picker.set_entries(scraps.parties(chosen["entries"]), chosen["names"])

    def _find(self, text: str) -> tuple[PersonRow, ...]:
        return people.find(self.desk, text)

    def _on_do_clicked(self) -> None:
        entries, view = self.picker.entries(), self.view
        if view is None:
            return
        if not entries:
            self.error.setText(self.tr("Kies of typ eerst een naam en druk op ‘Voeg toe’."))
            self.error.show()
            self.name_field.setFocus()
            return
        self.act(lambda: _record(self.desk, view, entries), self.refuse, self._on_recorded)

    def _on_recorded(self) -> None:
        self.close_form()
        self.done.emit()


class SplitCapacity(InlineForm):
    """*Ook in een andere rol*: a parent who is also staff gets a route, an outcome and letters for each."""

    def __init__(self, desk: "Desk", act: Act) -> None:
        tr = QCoreApplication.translate
        super().__init__(tr("SplitCapacity", "Ook in een andere rol"), tr("SplitCapacity", "Leg vast"))
        self.desk, self.act = desk, act
        self.party: PartyRow | None = None
        self.do_button.setAccessibleName(self.tr("Leg de andere rol vast"))
        self.hint = Text("", "body", "text2")
        self.fields.addWidget(self.hint)
        self.capacity = ChoiceField()
        self.detail = LineField(placeholder=self.tr("Bijvoorbeeld: leerkracht groep 3"))
        self.pair(
            labelled(self.tr("Hoedanigheid"), self.capacity),
            labelled(self.tr("Functie of groep"), self.detail),
        )
        self.do_button.clicked.connect(self._on_do_clicked)

    def ask(self, view: CaseView, party: PartyRow) -> None:
        self.party = party
        self.hint.setText(
            self.tr(
                "{name} staat in deze zaak als {capacity}. Voor de andere rol komt er een eigen beslisroute, met een "
                "eigen uitkomst en eigen brieven. Wat over de zaak zelf is geantwoord, gaat mee."
            ).format(name=party.name, capacity=party.capacity.label)
        )
        there = {each.capacity for each in view.parties if each.person_id == party.person_id}
        self.capacity.clear()
        for kind in CapacityKind:
            if kind not in there and kind != CapacityKind.UNKNOWN:
                self.capacity.addItem(kind.label, str(kind))
        self.open_form(self.capacity)

    def _on_do_clicked(self) -> None:
        if self.party is None:
            return
        desk, party_id, detail = self.desk, self.party.id, self.detail.text()
        capacity = CapacityKind(self.capacity.value())
        self.act(
            lambda: incidents.split_capacity(desk, party_id, capacity, detail), self.refuse, self._on_recorded
        )

    def _on_recorded(self) -> None:
        self.detail.clear()
        self.close_form()


def _unknown_actor(view: CaseView) -> str | None:
    return next(
        (p.id for p in view.parties if p.role == PartyRole.ALLEGED_ACTOR and p.person_id is None), None
    )


def _record(desk: "Desk", view: CaseView, entries: tuple[PartyEntry, ...]) -> Any:
    unknown = _unknown_actor(view)
    for entry in entries:
        named = entry.person_id is not None or entry.person is not None
        if entry.role == PartyRole.ALLEGED_ACTOR and named and unknown is not None:
            view = incidents.identify(desk, view.id, unknown, entry)
            unknown = None
        else:
            view = incidents.add_party(desk, view.id, entry)
    return view
