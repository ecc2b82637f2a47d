"""*Wie beslist* in *Instellingen*: per decision who takes it, and by which mandate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import mandates, wording
from twijs_desk.casework.mandates import MandateEntry, MandateRow
from twijs_desk.gui.pages.case_tab import InlineForm
from twijs_desk.gui.widgets import (
    Card,
    ChoiceField,
    DateField,
    Line,
    LineField,
    LinkButton,
    Text,
    clear_layout,
    labelled,
)

if TYPE_CHECKING:
    from twijs_desk.gui.pages.page import Page


class MandatesCard(Card):
    def __init__(self, page: Page) -> None:
        super().__init__(page.tr("Wie beslist"), padding=24, spacing=12, role="h2")
        self.page = page
        self.rows_shown: tuple[MandateRow, ...] = ()
        self.add(
            Text(
                self.tr(
                    "Zo ligt het in de regels. Heeft uw bestuur het anders vastgelegd, neem dat hier over. "
                    "Wat de wet bij het bestuur laat, blijft bij het bestuur."
                ),
                "body",
                "text2",
            )
        )
        self.list = QVBoxLayout()
        self.list.setSpacing(8)
        self.body.addLayout(self.list)
        self.form = MandateForm(self)
        self.places: dict[str, QVBoxLayout] = {}

    def fetch(self) -> None:
        desk = self.page.desk
        self.page.run(lambda: mandates.show(desk), self.show_rows)

    def show_rows(self, rows: tuple[MandateRow, ...]) -> None:
        self.rows_shown = rows
        self.form.close_form()
        self.form.setParent(self)  # it stands in one of the rows that go
        clear_layout(self.list)
        self.places = {}
        for number, row in enumerate(rows):
            if number:
                self.list.addWidget(Line())
            self.list.addWidget(self._row(row))

    def _row(self, row: MandateRow) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 6, 4)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(row.title, "bold"), 1)
        if row.fixed:
            head.addWidget(Text(self.tr("ligt vast in de wet"), "small", "text2", wrap=False))
        else:
            change = LinkButton(
                self.tr("Wijzigen"), name=self.tr("{title}: wijzigen wie beslist").format(title=row.title)
            )
            change.clicked.connect(lambda: self._open(row))
            head.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(Text(self.tr("Nu: {who}").format(who=row.now)))
        for words in _reasons(self, row):
            column.addWidget(Text(words, "small", "text2"))
        self.places[row.key] = column
        return box

    def _open(self, row: MandateRow) -> None:
        self.form.setParent(None)
        self.places[row.key].addWidget(self.form)
        self.form.open_for(row)

    def keep(self, entry: MandateEntry) -> None:
        desk = self.page.desk
        self.page.run(lambda: mandates.save(desk, (entry,)), self._on_kept, self.form.refuse)

    def back(self, key: str) -> None:
        desk = self.page.desk
        self.page.run(lambda: mandates.reset(desk, key), self._on_kept, self.form.refuse)

    def _on_kept(self, rows: tuple[MandateRow, ...]) -> None:
        self.show_rows(rows)
        self.page.saved.emit(self.page.desk.now())


class MandateForm(InlineForm):
    def __init__(self, card: MandatesCard) -> None:
        super().__init__(card.tr("Wie beslist dit?"), card.tr("Bewaren"))
        self.card = card
        self.row: MandateRow | None = None
        self.who = ChoiceField()
        self.who.currentIndexChanged.connect(self._refresh)
        self.fields.addWidget(labelled(self.tr("Wie beslist"), self.who))
        self.given = QCheckBox(self.tr("Het bestuur heeft dit mandaat gegeven"))
        self.given.toggled.connect(self._refresh)
        self.fields.addWidget(self.given)
        self.document, self.given_on = LineField(), DateField()
        self.proof = QWidget()
        pair = QHBoxLayout(self.proof)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(12)
        hint = self.tr("bijv. artikel 6 van het managementstatuut")
        pair.addWidget(labelled(self.tr("Waar staat dat?"), self.document, hint), 1)
        pair.addWidget(labelled(self.tr("Van"), self.given_on), 1)
        self.fields.addWidget(self.proof)
        self.reason = LineField()
        self.fields.addWidget(
            labelled(self.tr("Reden of afspraak"), self.reason, self.tr("als dat nodig is"))
        )
        self.back_button = LinkButton(self.tr("Terug naar wat de regels zeggen"))
        self.back_button.clicked.connect(self._on_back_clicked)
        self.fields.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.do_button.clicked.connect(self._on_do_clicked)

    def open_for(self, row: MandateRow) -> None:
        self.row = row
        self.who.blockSignals(True)
        self.who.clear()
        for code, words in row.choices:
            self.who.addItem(words[:1].upper() + words[1:], code)
        self.who.set_value(row.entry.decides)
        self.who.blockSignals(False)
        self.given.setChecked(row.entry.given)
        self.document.setText(row.entry.document)
        self.given_on.set_day(row.entry.given_on)
        self.given_on.suggest(wording.to_local(self.card.page.desk.now()).replace(tzinfo=None))
        self.reason.setText(row.entry.reason)
        self.back_button.setVisible(row.own)
        self._refresh()
        self.open_form(self.who)

    def _refresh(self) -> None:
        by_mandate = self.who.value() == mandates.IF_MANDATED
        self.given.setVisible(by_mandate)
        self.proof.setVisible(by_mandate and self.given.isChecked())

    def _on_back_clicked(self) -> None:
        if self.row is not None:
            self.card.back(self.row.key)

    def _on_do_clicked(self) -> None:
        if self.row is None:
            return
        by_mandate = self.who.value() == mandates.IF_MANDATED and self.given.isChecked()
        self.card.keep(
            MandateEntry(
                self.row.key,
                self.who.value(),
                by_mandate,
                self.document.text().strip() if by_mandate else "",
                self.given_on.day() if by_mandate else None,
                self.reason.text().strip(),
            )
        )


def _reasons(card: MandatesCard, row: MandateRow) -> list[str]:
    """Why it is so: the mandate or the agreement, then the law, then what the rules add."""
    entry, words = row.entry, []
    if entry.document:
        given = card.tr(" van {day}").format(day=wording.day(entry.given_on)) if entry.given_on else ""
        words.append(card.tr("Mandaat: {document}").format(document=entry.document) + given)
    if entry.reason:
        words.append(entry.reason)
    words.append(card.tr("Wet: {law}. Bron: {source}").format(law=row.law, source=row.source))
    if row.note and not row.own:
        words.append(row.note)
    return words
