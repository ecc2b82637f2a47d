"""Facts and evidence of a case: read what was recorded, correct it by addition, describe or add a piece."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import evidence, incidents, wording
from twijs_desk.casework.errors import DeskError
from twijs_desk.casework.rows import CaseView, CorrectionRow, EvidenceEntry, EvidenceRow
from twijs_desk.gui.pages.case_tab import CaseTab, InlineForm
from twijs_desk.gui.widgets import (
    Button,
    Card,
    Chip,
    ChoiceField,
    ChoiceRow,
    Icon,
    Line,
    LineField,
    LinkButton,
    Text,
    clear_layout,
    labelled,
    outlined,
)
from twijs_desk.terms import StorageMode

MAX_READ = 60_000_000
"""Never read more than this from a chosen file; casework decides what is accepted."""


class EvidenceTab(CaseTab):
    def build(self) -> None:
        tr = self.tr
        self.facts_title = Text(tr("Wat is vastgelegd"), "h3")
        self.column.addWidget(self.facts_title)
        self.facts = QVBoxLayout()
        self.facts.setSpacing(10)
        self.column.addLayout(self.facts)
        self.fields = {
            "observation": tr("Wat is gezien of gehoord"),
            "statement": tr("Wat is letterlijk gezegd"),
            "interpretation": tr("Wat de school ervan denkt"),
        }
        self.correction = InlineForm(tr("Een feit verbeteren"), tr("Leg de verbetering vast"))
        self.correct_field = ChoiceField(list(self.fields.items()))
        self.correction.fields.addWidget(labelled(tr("Welk feit?"), self.correct_field))
        self.correct_old = Text("", "body", "text2", selectable=True)
        self.correction.fields.addWidget(self.correct_old)
        self.correct_new = self.correction.text(tr("Zo is het juist"), lines=3, required=True)
        self.correct_reason = self.correction.text(
            tr("Waarom?"), tr("Wat er eerst stond, blijft in het dossier staan")
        )
        self.column.addWidget(self.correction)
        self.column.addWidget(Line())
        head = QHBoxLayout()
        head.addWidget(Text(tr("Bewijs"), "h3"), 1)
        self.add_button = outlined(tr("Bewijs toevoegen"), "plus", height=32)
        head.addWidget(self.add_button)
        self.column.addLayout(head)
        self.no_copy = Card(kind="warn")
        self.no_copy.add(
            Text(
                tr(
                    "In deze zaak bewaart TWijs Desk geen bestanden: er kan een seksueel beeld van een "
                    "minderjarige bij zitten. Beschrijf alleen wie het heeft, waar het staat en hoe u het weet."
                ),
                "body",
            )
        )
        self.column.addWidget(self.no_copy)
        self._build_form()
        self.items = QVBoxLayout()
        self.items.setSpacing(10)
        self.column.addLayout(self.items)
        self.column.addStretch(1)
        self.correct_field.currentIndexChanged.connect(lambda _i: self._show_old())
        self.correction.do_button.clicked.connect(self._on_correct_clicked)
        self.add_button.clicked.connect(lambda: self.form.open_form(self.kind))
        self.form.do_button.clicked.connect(self._on_add_clicked)

    def _build_form(self) -> None:
        tr = self.tr
        self.form = InlineForm(tr("Bewijs toevoegen"), tr("Leg vast"))
        self.kind = ChoiceField(
            [
                ("screenshot", tr("Schermafdruk")),
                ("message", tr("Bericht of gesprek")),
                ("photo", tr("Foto of filmpje")),
                ("paper", tr("Papier")),
                ("statement", tr("Verklaring")),
                ("other", tr("Anders")),
            ]
        )
        self.name_field = LineField(placeholder=tr("Bijvoorbeeld: schermafdruk groepsapp"))
        self.form.pair(
            labelled(tr("Soort"), self.kind), labelled(tr("Korte naam"), self.name_field, required=True)
        )
        self.description = self.form.text(tr("Beschrijving"), tr("Wat staat erop, wanneer, hoe vastgelegd"))
        self.received_from = LineField()
        self.form.fields.addWidget(labelled(tr("Gekregen van"), self.received_from))
        # Asked before anything can be chosen: the app never holds such a picture (Sr 252).
        self.guard_words = Text(tr("Kan er een seksueel beeld van een minderjarige bij zitten?"), "bold")
        self.guard = ChoiceRow(
            tr("Kan er een seksueel beeld van een minderjarige bij zitten?"),
            [("yes", tr("Ja of misschien")), ("no", tr("Nee, zeker niet"))],
        )
        self.guard_hint = Text(
            tr(
                "Voeg dan geen bestand toe. Kijk niet verder, stuur niets door en bel de politie. Beschrijf in woorden."
            ),
            "body",
            "warn",
        )
        self.form.fields.addWidget(self.guard_words)
        self.form.fields.addWidget(self.guard)
        self.form.fields.addWidget(self.guard_hint)
        row = QHBoxLayout()
        self.file_button = Button(tr("Bestand kiezen"), "outlined", "paperclip", height=32)
        self.file_words = Text("", "small", "text2")
        row.addWidget(self.file_button)
        row.addWidget(self.file_words, 1)
        self.form.fields.addLayout(row)
        self.path: Path | None = None
        self.column.addWidget(self.form)
        self.file_button.clicked.connect(self._on_file_clicked)
        self.guard.changed.connect(lambda _value: self._show_guard())

    def _show_guard(self) -> None:
        """A file can be chosen only after *Nee, zeker niet*, and never in a case that keeps no copies."""
        may_copy = self.view is not None and not self.view.no_copy
        self.guard_words.setVisible(may_copy)
        self.guard.setVisible(may_copy)
        self.guard_hint.setVisible(may_copy and self.guard.value() == "yes")
        self.file_button.setVisible(may_copy and self.guard.value() == "no")
        if self.guard.value() != "no" or not may_copy:
            self.path = None
            self.file_words.setText("")

    def change_case(self, case_id: str) -> None:
        super().change_case(case_id)
        self.guard.set_value("")
        self._show_guard()

    def show_case(self, view: CaseView) -> None:
        self.view = view
        clear_layout(self.facts)
        incident = view.incident
        for field, label in self.fields.items():
            value = getattr(incident, field)
            changes = [each for each in view.corrections if each.field == field]
            if value or changes:
                self._fact(field, label, value, changes)
        when = wording.moment(incident.occurred_at) if incident.occurred_at else incident.occurred_note
        lines = (
            (self.tr("Gebeurd"), when or self.tr("Nog onbekend")),
            (self.tr("School wist ervan"), wording.moment(incident.school_aware_at)),
            (
                self.tr("Bestuur wist ervan"),
                wording.moment(incident.board_aware_at) if incident.board_aware_at else self.tr("Nog niet"),
            ),
            (self.tr("Vastgelegd"), f"{wording.moment(incident.recorded_at)}, {incident.recorded_by}"),
            (self.tr("In welke tijd"), incident.period.label),
        )
        for label, words in lines:
            self.facts.addLayout(_pair(label, words))
        for publication in view.publications:
            parts = (publication.platform, publication.account, publication.audience.label)
            state = publication.online_state.label
            self.facts.addLayout(_pair(self.tr("Waar"), " · ".join(p for p in (*parts, state) if p)))
        clear_layout(self.items)
        for item in view.evidence:
            self.items.addWidget(self._item(item))
        if not view.evidence:
            self.items.addWidget(Text(self.tr("Er is nog geen bewijs beschreven."), "body", "text2"))
        self.no_copy.setVisible(view.no_copy)
        self._show_guard()
        self._show_old()

    def _fact(self, field: str, label: str, value: str, changes: list[CorrectionRow]) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(label, "chip", "text2"), 1)
        fix = LinkButton(self.tr("Verbeter"), name=self.tr("Verbeter: {label}").format(label=label))
        fix.clicked.connect(lambda: self._open_correction(field))
        head.addWidget(fix)
        self.facts.addLayout(head)
        self.facts.addWidget(Text(value, "lead", selectable=True))
        for change in changes:
            old = Card(kind="quiet", padding=12, spacing=4)
            when = wording.moment(change.made_at)
            words = self.tr("Verbeterd op {moment} door {who}. Eerst stond er:")
            old.add(Text(words.format(moment=when, who=change.made_by), "small", "text2"))
            old.add(Text(change.old_value, "body", "text2", selectable=True))
            old.add(Text(self.tr("Reden: {reason}").format(reason=change.reason), "small", "text2"))
            self.facts.addWidget(old)

    def _item(self, item: EvidenceRow) -> QWidget:
        box = Card(padding=12, spacing=4)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon("image", 18, "text2"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Text(f"{item.number}. {item.title}", "bold"), 1)
        stored = item.storage_mode == StorageMode.STORED
        head.addWidget(
            Chip(item.storage_mode.label, "ok" if stored else "neutral", "lock" if stored else None)
        )
        box.body.addLayout(head)
        if item.description:
            box.add(Text(item.description, "body", "text2", selectable=True))
        parts = [wording.moment(item.received_at)]
        if item.received_from:
            parts.append(self.tr("van {who}").format(who=item.received_from))
        box.add(Text(" · ".join(parts), "small", "text2"))
        if item.sha256:
            box.add(Text(f"SHA-256 {item.sha256}", "small", "text3", selectable=True))
        box.setAccessibleName(self.tr("Bewijsstuk {n}, {t}").format(n=item.number, t=item.title))
        return box

    def forms(self) -> dict[str, tuple[InlineForm, Callable[[str], object]]]:
        return {
            "correction": (self.correction, self._open_correction),
            "evidence": (self.form, lambda _way: self.form.open_form(self.kind)),
        }

    def _open_correction(self, field: str) -> None:
        self.correction.way_in = field
        self.correct_field.set_value(field)
        self.correct_new.setPlainText(str(getattr(self.view.incident, field)) if self.view else "")
        self.correction.open_form(self.correct_new)
        self._show_old()

    def _show_old(self) -> None:
        if self.view is not None:
            old = str(getattr(self.view.incident, self.correct_field.value() or "observation"))
            self.correct_old.setText(self.tr("Er staat nu: {text}").format(text=old or self.tr("niets")))

    def _on_correct_clicked(self) -> None:
        if self.view is None:
            return
        desk, case_id, field = self.desk, self.view.id, self.correct_field.value()
        new, reason = self.correct_new.toPlainText(), self.correct_reason.toPlainText()

        def work() -> object:
            return incidents.correct(desk, case_id, field, new, reason)

        self.act(work, self.correction.refuse, self._after_correct)

    def _after_correct(self) -> None:
        self.correction.close_form()
        self.correct_reason.clear()

    def _on_file_clicked(self) -> None:
        """The file dialog of the system; the file is read when *Leg vast* is pressed."""
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Kies een bestand"))
        if name:
            self.choose_file(Path(name))

    def choose_file(self, path: Path) -> None:
        self.path = path
        self.file_words.setText(path.name)

    def _on_add_clicked(self) -> None:
        if self.view is None:
            return
        desk, case_id, path = self.desk, self.view.id, self.path
        kind, title = self.kind.value(), self.name_field.text()
        description, giver = self.description.toPlainText(), self.received_from.text()

        def work() -> object:
            content = _read(path) if path is not None else None
            entry = EvidenceEntry(kind, title, description, giver, content=content)
            return evidence.add(desk, case_id, entry)

        self.act(work, self.form.refuse, self._after_add)

    def _after_add(self) -> None:
        self.form.close_form()
        self.guard.set_value("")
        self._show_guard()
        for line in (self.name_field, self.received_from, self.description):
            line.clear()


def _pair(label: str, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    left = Text(label, "small", "text2", wrap=False)
    left.setMinimumWidth(150)
    row.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Text(words, "body", selectable=True), 1)
    return row


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_READ)
    except OSError:
        raise DeskError(
            "Dit bestand kan niet worden gelezen.",
            "Er is niets vastgelegd; wat u typte staat er nog.",
            "Kijk of het bestand er nog is en niet door een ander programma wordt gebruikt.",
        ) from None
