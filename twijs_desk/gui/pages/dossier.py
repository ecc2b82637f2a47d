"""*Dossiers*: find a person, then everything that is kept about them, how long, and who looked."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from twijs_desk.casework import dossiers, wording
from twijs_desk.casework.rows import DossierEntryRow, DossierView, PersonRow
from twijs_desk.gui.pages.case_duties import CAPACITY_ICONS
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import (
    Card,
    Chip,
    EmptyState,
    Icon,
    Line,
    LineField,
    LinkButton,
    Text,
    clear_layout,
    h1,
    quiet,
)
from twijs_desk.gui.widgets.rows import RowButton

SHOWN = 100
"""People listed at once; typing narrows the list."""


class DossiersPage(Page):
    """The list of people; `show_for()` keeps what was typed."""

    name = nav = "dossiers"

    def build(self) -> None:
        self.body.addWidget(h1(self.tr("Dossiers")))
        self.body.addWidget(
            Text(
                self.tr("Typ een deel van de naam. Wie een dossier opent, staat in het logboek."),
                "body",
                "text2",
            )
        )
        self.field = LineField(placeholder=self.tr("Naam"))
        self.field.setAccessibleName(self.tr("Zoek een persoon"))
        self.field.setClearButtonEnabled(True)
        for clear_button in self.field.findChildren(QToolButton):
            clear_button.setAccessibleName(self.tr("Zoekveld leegmaken"))
        self.field.setMaximumWidth(480)
        self.body.addWidget(self.field)
        self.count = Text("", "small", "text2")
        self.body.addWidget(self.count)
        self.card = Card(padding=1, spacing=0)
        self.card.setAccessibleName(self.tr("Gevonden personen"))
        self.body.addWidget(self.card)
        self.empty = EmptyState(
            "users", self.tr("Niemand gevonden"), self.tr("Controleer de spelling, of typ minder letters.")
        )
        self.body.addWidget(self.empty)
        self.body.addStretch(1)
        self.empty.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self._on_return_pressed)
        self.people: tuple[PersonRow, ...] = ()

    def show_for(self, text: str = "", **_more: Any) -> None:
        if text:
            self.field.setText(text)
        self._search()

    def resume_context(self) -> dict[str, Any]:
        return {"text": self.field.text()}

    def first_focus(self) -> QWidget | None:
        return self.field

    def _search(self) -> None:
        self._pause.stop()
        desk, text = self.desk, self.field.text()
        self.run(lambda: dossiers.people_with(desk, text, SHOWN), self._show)

    def _show(self, people: tuple[PersonRow, ...]) -> None:
        self.people = people
        clear_layout(self.card.body)
        for index, person in enumerate(people):
            if index:
                self.card.add(Line())
            detail = person.capacity.label + (f", {person.capacity_detail}" if person.capacity_detail else "")
            icon = CAPACITY_ICONS.get(person.capacity, "user")
            row = RowButton(person.name, detail, icon, chevron="chevron-right")
            row.setAccessibleName(
                self.tr("Open dossier van {name}, {detail}").format(name=person.name, detail=detail)
            )
            row.clicked.connect(lambda _on=False, p=person.id: self._open(p))
            self.card.add(row)
        self.card.setVisible(bool(people))
        self.empty.setVisible(not people)
        words = self.tr("1 persoon") if len(people) == 1 else self.tr("{n} personen").format(n=len(people))
        if len(people) >= SHOWN:
            words = self.tr("De eerste {n} personen; typ een naam om te zoeken").format(n=SHOWN)
        self.count.setText(words)

    def _on_return_pressed(self) -> None:
        """Enter opens the person when the name leaves only one."""
        self._search()
        if len(self.people) == 1:
            self._open(self.people[0].id)

    def _open(self, person_id: str) -> None:
        self.navigate.emit("dossier", {"person_id": person_id})


class DossierPage(Page):
    name = "dossier"
    nav = "dossiers"

    def build(self) -> None:
        self.person_id = ""
        self.view: DossierView | None = None
        self.back_button = quiet(self.tr("Alle dossiers"), "chevron-left", height=32)
        self.body.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.title = h1("")
        self.subtitle = Text("", "body", "text2")
        self.body.addWidget(self.title)
        self.body.addWidget(self.subtitle)
        self.entries = Card(self.tr("Stukken"), spacing=10)
        self.cases = Card(self.tr("Zaken"), spacing=10)
        self.access = Card(self.tr("Wie heeft dit dossier geopend"), spacing=6)
        for card in (self.entries, self.cases, self.access):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.back_button.clicked.connect(lambda: self.navigate.emit("dossiers", {}))

    def show_for(self, person_id: str = "", **_more: Any) -> None:
        self.person_id = person_id or self.person_id
        desk, wanted = self.desk, self.person_id
        self.run(lambda: dossiers.show(desk, wanted), self._show)

    def first_focus(self) -> QWidget | None:
        return self.back_button

    def _show(self, view: DossierView) -> None:
        self.view = view
        self.title.setText(view.person.name)
        person = view.person
        parts = [person.capacity.label + (f", {person.capacity_detail}" if person.capacity_detail else "")]
        if person.born_on:
            parts.append(self.tr("geboren op {day}").format(day=wording.day(person.born_on)))
        self.subtitle.setText(" · ".join(parts))
        clear_layout(self.entries.body)
        for number, entry in enumerate(view.entries, 1):
            if number > 1:
                self.entries.add(Line())
            self.entries.add(self._entry(number, entry))
        if not view.entries:
            self.entries.add(Text(self.tr("In dit dossier ligt nog geen stuk."), "body", "text2"))
        clear_layout(self.cases.body)
        for case in view.cases:
            row = QHBoxLayout()
            row.setSpacing(12)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Text(case.title, "bold"))
            changed = self.tr("{number} · laatst gewijzigd op {when}")
            words.addWidget(
                Text(
                    changed.format(number=case.number, when=wording.moment(case.updated_at)), "small", "text2"
                )
            )
            row.addLayout(words, 1)
            row.addWidget(Chip(case.status.label, "neutral"), 0, Qt.AlignmentFlag.AlignTop)
            link = LinkButton(self.tr("Open zaak"), name=self.tr("Open zaak {n}").format(n=case.number))
            link.clicked.connect(lambda _on=False, c=case.id: self.navigate.emit("case", {"case_id": c}))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            self.cases.body.addLayout(row)
        if not view.cases:
            self.cases.add(Text(self.tr("Geen zaken."), "body", "text2"))
        clear_layout(self.access.body)
        for row_ in view.access:
            self.access.add(
                Text(f"{wording.moment(row_.at)} · {row_.actor} · {row_.action}", "small", "text2")
            )

    def _entry(self, number: int, entry: DossierEntryRow) -> QWidget:
        box = QFrame()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        index = Text(f"{number}", "h3", "text2", wrap=False)
        index.setMinimumWidth(26)
        row.addWidget(index, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Icon("file-text", 18, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(entry.title, "bold"))
        number_of = "" if entry.reference in entry.title else entry.reference
        parts = (number_of, self.tr("zaak {n}").format(n=entry.case_number), entry.kind.label)
        words.addWidget(Text(" · ".join(p for p in parts if p), "small", "text2"))
        filed = self.tr("In het dossier sinds {when}, door {who}").format(
            when=wording.moment(entry.filed_at), who=entry.filed_by
        )
        words.addWidget(Text(filed, "small", "text2"))
        if entry.basis:
            words.addWidget(Text(self.tr("Grond: {basis}").format(basis=entry.basis), "small", "text2"))
        keep = self.tr("Bewaren: {note}").format(note=entry.retention_note)
        if entry.destroy_on:
            keep = self.tr("Vernietigen op {day}. {note}").format(
                day=wording.day(entry.destroy_on), note=entry.retention_note
            )
        words.addWidget(Text(keep, "small", "text2"))
        row.addLayout(words, 1)
        if entry.letter_id:
            link = LinkButton(
                self.tr("Lees"), name=self.tr("Lees stuk {n}, {t}").format(n=number, t=entry.title)
            )
            context = {"letter_id": entry.letter_id}
            link.clicked.connect(lambda: self.navigate.emit("letter", context))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        box.setAccessibleName(self.tr("Stuk {n}, {title}").format(n=number, title=entry.title))
        return box
