"""*Brief*: what is missing, the blocks, and the real page beside them; once final only to read, print and send."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import letters, wording
from twijs_desk.casework.rows import Finding, LetterView, Preview
from twijs_desk.gui.pages.case_tab import InlineForm
from twijs_desk.gui.pages.letter_blocks import BlockRow, structure
from twijs_desk.gui.pages.letter_parts import FinalPanel, MissingCard, PolicyForm
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.unsent import fill_fields, read_fields
from twijs_desk.gui.widgets import Card, Chip, FlowLayout, Line, PageBody, SaveState, Text, h1, primary, quiet
from twijs_desk.gui.widgets.preview import PreviewPanel
from twijs_desk.gui.widgets.rows import Columns
from twijs_desk.terms import Channel, LetterStatus

FOLD = 900
"""Page width below which the preview goes under the blocks."""


class LetterPage(Page):
    name = "letter"
    nav = "letters"
    scrolling = False

    def build(self) -> None:
        self.letter_id = ""
        self.view: LetterView | None = None
        self.rows: dict[str, BlockRow] = {}
        self._shape: tuple[object, ...] = ()
        self._begun: dict[tuple[str, str], str] = {}
        self._about: str | None = None
        """Whom a new letter is about; none: the alleged actor who was named first."""
        self._preview_turn = 0
        self._returned: dict[str, Any] = {}
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(18, 18, 24, 20)
        column.setSpacing(12)
        column.addWidget(self._build_head())
        self._split = QHBoxLayout()
        self._split.setSpacing(16)
        column.addLayout(self._split, 1)
        self.body.addWidget(content, 1)

        self.left = PageBody(margin=6, spacing=12)
        self.left.body.setContentsMargins(6, 0, 10, 6)
        self.left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.missing = MissingCard()
        self.policy = PolicyForm()
        self.blocks = Card(padding=1, spacing=0)
        self.blocks.setAccessibleName(self.tr("Onderdelen van de brief"))
        self.final = FinalPanel()
        self.hint = Text(self.tr("Definitief maken nummert en verzegelt de brief."), "small", "text2")
        for widget in (self.missing, self.policy, self.final, self.blocks, self.hint):
            self.left.body.addWidget(widget)
        self.left.body.addStretch(1)
        self._split.addWidget(self.left, 4)
        self.panel = PreviewPanel(self.render, name=self.tr("Voorbeeld van de brief"))
        self._split.addWidget(self.panel, 5)
        self.final.hide()

        self.missing.asked.connect(self.go_to)
        self.policy.do_button.clicked.connect(self._on_policy_confirmed)
        self.final.print_asked.connect(self._on_print_asked)
        self.final.export_asked.connect(self._on_export_asked)
        self.final.delivered.connect(self._on_delivered)
        self.final.withdrawn.connect(self._on_withdrawn)
        # Several saves in a row ask for one new page.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(40)
        self._soon.timeout.connect(self._refresh_preview)

    def _build_head(self) -> Columns:
        head = Columns(fold=760, spacing=12)
        words, actions = QWidget(), QWidget()
        flow = FlowLayout(actions, spacing=12)
        flow.setContentsMargins(6, 6, 0, 6)
        titles = QVBoxLayout(words)
        titles.setContentsMargins(6, 0, 0, 0)
        titles.setSpacing(2)
        self.title = h1("")
        self.subtitle = Text("", "small", "text2")
        titles.addWidget(self.title)
        titles.addWidget(self.subtitle)
        head.add(words, 1)
        self.save_state = SaveState()
        self.status = Chip("", "neutral", "pencil")
        self.case_button = quiet(self.tr("Naar de zaak"), "folder-open")
        self.final_button = primary(self.tr("Definitief maken"), "stamp", shortcut="Ctrl+Shift+D")
        for widget in (self.save_state, self.status, self.case_button, self.final_button):
            flow.addWidget(widget)
        head.add(actions, 0)
        self.case_button.clicked.connect(self._on_case_clicked)
        self.final_button.clicked.connect(self.make_final)
        return head

    # Fetching and showing ----

    def show_for(
        self,
        letter_id: str = "",
        case_id: str = "",
        code: str = "",
        party_id: str | None = None,
        **_more: Any,
    ) -> None:
        desk = self.desk
        if letter_id:
            self.run(lambda: letters.view(desk, letter_id), self._open)
        elif case_id and code:
            self._about = party_id
            known = self._begun.get((case_id, code), "")
            self.run(lambda: _draft_of(desk, case_id, code, known, party_id), self._on_begun)

    def _on_begun(self, found: tuple[LetterView, bool]) -> None:
        letter, resumed = found
        again = self._begun.get((letter.case_id, letter.code)) == letter.id
        self._begun[letter.case_id, letter.code] = letter.id
        self._open(letter)
        if resumed and not again:
            self.tell(
                "info",
                self.tr("U was al met deze brief bezig; u gaat verder waar u was."),
                ((self.tr("Begin een nieuwe brief"), self._begin_another),),
            )
        elif not resumed:
            self.saved.emit(letter.saved_at)

    def _begin_another(self) -> None:
        if self.view is None:
            return
        desk, case_id, code = self.desk, self.view.case_id, self.view.code
        self.message.dismiss()
        about = self._about
        self.run(lambda: (letters.begin(desk, case_id, code, about), False), self._on_begun)

    def resume_context(self) -> dict[str, Any]:
        return {"letter_id": self.letter_id} if self.letter_id else {}

    def unsent(self) -> dict[str, Any]:
        forms = {name: read_fields(form) for name, form in self._forms().items() if not form.isHidden()}
        return self._returned or ({"letter_id": self.letter_id, "forms": forms} if forms else {})

    def give_back(self, unsent: dict[str, Any]) -> None:
        self._returned = unsent

    def _forms(self) -> dict[str, InlineForm]:
        return {"policy": self.policy, "send": self.final.send_form, "withdraw": self.final.withdraw_form}

    def _put_back(self, letter: LetterView) -> None:
        """Open the forms again that were open when the vault locked, with what was typed in them."""
        forms, self._returned = self._returned["forms"], {}
        policy = tuple(found for found in letter.findings if found.level == "policy")
        for name, form in self._forms().items():
            if name in forms:
                if name == "policy":
                    self.policy.ask(policy)
                else:
                    form.open_form()
                fill_fields(form, forms[name])

    def _open(self, letter: LetterView) -> None:
        other = letter.id != self.letter_id
        self.letter_id = letter.id
        if other:
            self.panel.preview.clear()
            self.panel.preview.edit_block("")
            self.left.verticalScrollBar().setValue(0)
            self.policy.close_form()
            self.save_state.hide()
            self._shape = ()
        self._show(letter)
        if other and letter.status == LetterStatus.DRAFT:
            first = next((row for row in self.rows.values() if not row.block.complete), None)
            if first is not None:
                first.unfold()
                self.panel.preview.edit_block(first.block.id)
        self._refresh_preview()
        if self._returned.get("letter_id") == letter.id:
            self._put_back(letter)
        # What was just made is shown a moment later; only then can it take the keyboard.
        QTimer.singleShot(0, self, self._take_focus)

    def _take_focus(self) -> None:
        target = self.first_focus()
        if self.isVisible() and target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, letter: LetterView) -> None:
        self.view = letter
        draft = letter.status == LetterStatus.DRAFT
        self.title.setText(letter.title)
        parts = [self.tr("Zaak {number}").format(number=letter.case_number)]
        if letter.to_name:
            parts.append(self.tr("aan {name}").format(name=letter.to_name))
        parts.append(letter.reference if letter.reference and not draft else letter.code)
        self.subtitle.setText(" · ".join(parts))
        look = {LetterStatus.DRAFT: "neutral", LetterStatus.WITHDRAWN: "barred"}.get(letter.status, "ok")
        self.status.set_chip(letter.status.label, look, "pencil" if draft else "lock")
        for widget in (self.final_button, self.blocks, self.hint):
            widget.setVisible(draft)
        self.final.setVisible(not draft)
        self.missing.show_findings(letter.findings if draft else ())
        if draft:
            self._show_blocks(letter)
            self._show_hint(letter)
        else:
            self.policy.close_form()
            self.final.show_letter(letter, self._now_local)
        self.panel.title.setText(self.tr("Voorbeeld") if draft else self.tr("De verzegelde brief"))

    def _show_hint(self, letter: LetterView) -> None:
        blocking = [found for found in letter.findings if found.level != "policy"]
        words = self.tr("Definitief maken nummert en verzegelt de brief. Daarna verandert hij niet meer.")
        if blocking:
            words = self.tr("Definitief maken kan als de {n} punten hierboven klaar zijn.").format(
                n=len(blocking)
            )
            if len(blocking) == 1:
                words = self.tr("Definitief maken kan als het punt hierboven klaar is.")
        self.hint.setText(words)

    def _show_blocks(self, letter: LetterView) -> None:
        shape = tuple(structure(block) for block in letter.blocks)
        if shape == self._shape:
            for block in letter.blocks:
                self.rows[block.id].show_block(block)
            return
        kept = {
            row.block.id: row for row in self.rows.values() if structure(row.block) in shape and self._shape
        }
        opened = [block_id for block_id, row in self.rows.items() if row.is_open()] if self._shape else []
        self._shape = shape
        while self.blocks.body.count():
            item = self.blocks.body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in kept.values():
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        for index, block in enumerate(letter.blocks):
            if index:
                self.blocks.add(Line())
            row = kept.get(block.id)
            if row is None:
                row = self._row(letter, block)
                if block.id in opened:
                    row.unfold()
            else:
                row.show_block(block)
            self.rows[block.id] = row
            self.blocks.add(row)

    def _row(self, letter: LetterView, block: Any) -> BlockRow:
        row = BlockRow(block, self._now_local())
        letter_id = letter.id
        row.opened.connect(self._on_block_opened)
        row.field_typed.connect(lambda field, value: self._save_field(letter_id, field, value))
        row.text_typed.connect(lambda block_id, text: self._save_text(letter_id, block_id, text))
        row.restore_asked.connect(lambda block_id: self._restore(letter_id, block_id))
        return row

    def first_focus(self) -> QWidget | None:
        if self.view is None:
            return None
        if self.view.status != LetterStatus.DRAFT:
            return self.final.print_button
        if self.missing.links:
            return self.missing.links[0]
        return next((row.head for row in self.rows.values()), None)

    def _now_local(self) -> datetime:
        return wording.to_local(self.desk.now()).replace(tzinfo=None)

    # Editing ----

    def _on_block_opened(self, block_id: str) -> None:
        for other in self.rows.values():
            if other.block.id != block_id and other.is_open():
                other.fold()
        self.panel.preview.edit_block(block_id)

    def go_to(self, found: Finding) -> None:
        """Open the block of a finding and put the keyboard in its field."""
        row = self.rows.get(found.block_id) or next(
            (r for r in self.rows.values() if any(f.id == found.field_id for f in r.block.fields)), None
        )
        if row is not None:
            row.focus(found.field_id)
            self.left.ensureWidgetVisible(row, 0, 40)

    def _save_field(self, letter_id: str, field_id: str, value: str) -> None:
        desk = self.desk
        self._save(lambda: letters.set_field(desk, letter_id, field_id, value))

    def _save_text(self, letter_id: str, block_id: str, text: str) -> None:
        desk = self.desk
        self._save(lambda: letters.edit_block(desk, letter_id, block_id, text))

    def _restore(self, letter_id: str, block_id: str) -> None:
        desk = self.desk
        self._save(lambda: letters.restore_block(desk, letter_id, block_id))

    def _save(self, work: Any) -> None:
        self.save_state.working()
        self.run(work, self._on_saved_here, self._on_save_failed)

    def _on_saved_here(self, letter: LetterView) -> None:
        self.save_state.saved(letter.saved_at, self.tr("Bewaard om"), seconds=True)
        self.saved.emit(letter.saved_at)
        if letter.id == self.letter_id:
            self.message.dismiss()
            self._show(letter)
            self._soon.start()

    def _on_save_failed(self, error: Exception) -> None:
        self.save_state.failed(self.tr("Nog niet bewaard"))
        self.show_error(error)

    def leave(self) -> None:
        for row in self.rows.values():
            row.flush()

    # The page ----

    def _refresh_preview(self) -> None:
        letter = self.view
        if letter is None:
            return
        self._preview_turn += 1
        turn, desk, letter_id = self._preview_turn, self.desk, letter.id
        if letter.status == LetterStatus.DRAFT:
            self.run(lambda: letters.prepare(desk, letter_id), lambda job: self._on_prepared(turn, job))
        else:
            self.run(lambda: letters.paper(desk, letter_id), lambda paper: self._on_rendered(turn, paper))

    def _on_prepared(self, turn: int, job: letters.PreviewJob) -> None:
        if turn == self._preview_turn:
            self.render(lambda: letters.render(job), lambda preview: self._on_rendered(turn, preview))

    def _on_rendered(self, turn: int, preview: Preview) -> None:
        if turn == self._preview_turn:
            self.panel.preview.show_pdf(preview)

    # Making final ----

    def make_final(self) -> None:
        """Never disabled: says what is missing and goes there, asks the reasons policy wants, then seals."""
        self.leave()
        desk, letter_id = self.desk, self.letter_id
        # After what was still waiting has been written, in the order in which it was given.
        self.run(lambda: letters.view(desk, letter_id), self._on_ready_to_seal)

    def _on_ready_to_seal(self, letter: LetterView) -> None:
        self._show(letter)
        blocking = [found for found in letter.findings if found.level != "policy"]
        if blocking:
            first = blocking[0]
            words = self.tr("Nog nodig: {what}").format(what=first.text)
            if len(blocking) > 1:
                words += " " + self.tr("En nog {n} andere.").format(n=len(blocking) - 1)
            self.tell("warn", words)
            self.go_to(first)
            return
        policy = tuple(found for found in letter.findings if found.level == "policy")
        if policy:
            self.policy.ask(policy)
            self.left.ensureWidgetVisible(self.policy)
            return
        self._confirm({})

    def _on_policy_confirmed(self) -> None:
        reasons = self.policy.value()
        if reasons is None:
            self.policy.refuse(ValueError(self.tr("Schrijf bij elk punt een reden op.")))
            return
        self._seal(reasons)

    def _confirm(self, reasons: dict[str, str]) -> None:
        """Sealing cannot be undone: one question in the page, with the keyboard on the answer."""
        self.tell(
            "info",
            self.tr(
                "Na definitief maken kunt u de brief niet meer wijzigen. Hij krijgt een nummer en gaat in het dossier."
            ),
            (
                (self.tr("Maak definitief"), lambda: self._seal(reasons)),
                (self.tr("Nog niet"), self.message.dismiss),
            ),
        )
        from twijs_desk.gui.widgets import Button

        button = next(
            (b for b in self.message.findChildren(Button) if b.text() == self.tr("Maak definitief")), None
        )
        if button is not None:
            QTimer.singleShot(0, button, button.setFocus)

    def _seal(self, reasons: dict[str, str]) -> None:
        desk, letter_id = self.desk, self.letter_id
        self.message.dismiss()
        self.run(lambda: letters.finalise(desk, letter_id, reasons), self._on_sealed)

    def _on_sealed(self, letter: LetterView) -> None:
        self.save_state.hide()
        self._show(letter)
        self._refresh_preview()
        self.saved.emit(self.desk.now())
        words = self.tr("De brief is definitief: {number}.").format(number=letter.reference)
        self.tell("ok", words)
        self.left.verticalScrollBar().setValue(0)
        self.final.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # Once final ----

    def _on_delivered(self, channel: Channel, sent_on: date, tracking: str) -> None:
        desk, letter_id = self.desk, self.letter_id
        self.run(
            lambda: letters.record_delivery(desk, letter_id, channel, sent_on, tracking),
            self._after_final_act,
            self.final.send_form.refuse,
        )

    def _on_withdrawn(self, reason: str) -> None:
        desk, letter_id = self.desk, self.letter_id
        self.run(
            lambda: letters.withdraw(desk, letter_id, reason),
            self._after_final_act,
            self.final.withdraw_form.refuse,
        )

    def _after_final_act(self, letter: LetterView) -> None:
        self.final.send_form.close_form()
        self.final.withdraw_form.close_form()
        self._show(letter)
        self.saved.emit(self.desk.now())

    def _on_print_asked(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog

        from twijs_desk.gui.pages.letter_print import make_printer

        printer = make_printer(self.view.reference if self.view else "")
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: Any) -> None:
        """Print the stored bytes; about a second a page, off the GUI thread."""
        from twijs_desk.gui.pages.letter_print import print_pdf

        desk, letter_id = self.desk, self.letter_id
        self.tell("info", self.tr("De brief wordt afgedrukt."))

        def printing(paper: Preview) -> None:
            self.render(lambda: print_pdf(paper.pdf, printer), self._on_printed)

        self.run(lambda: letters.to_print(desk, letter_id), printing)

    def _on_printed(self, pages: int) -> None:
        words = self.tr("Naar de printer gestuurd: {n} pagina’s.").format(n=pages)
        self.tell("ok", self.tr("Naar de printer gestuurd: 1 pagina.") if pages == 1 else words)

    def _on_export_asked(self) -> None:
        self.tell(
            "warn",
            self.tr(
                "Een PDF buiten de kluis is niet versleuteld. Iedereen die erbij kan, kan hem lezen. "
                "Het bewaren komt in het logboek."
            ),
            ((self.tr("Kies waar"), self._choose_export), (self.tr("Toch niet"), self.message.dismiss)),
        )

    def _choose_export(self) -> None:
        """The file dialog of the system; the name holds the number, never a person."""
        suggested = f"{self.view.reference}.pdf" if self.view else "brief.pdf"
        name, _kind = QFileDialog.getSaveFileName(self, self.tr("Bewaar als PDF"), suggested, "PDF (*.pdf)")
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        desk, letter_id = self.desk, self.letter_id
        self.run(
            lambda: letters.export(desk, letter_id, path),
            lambda _nothing: self.tell("ok", self.tr("Bewaard buiten de kluis. Dit staat in het logboek.")),
        )

    def _on_case_clicked(self) -> None:
        if self.view is not None:
            self.navigate.emit("case", {"case_id": self.view.case_id})

    # Width ----

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= FOLD
        if beside == (self._split.indexOf(self.panel) >= 0):
            return
        if beside:
            self._split.addWidget(self.panel, 5)
            self.panel.setMinimumHeight(0)
        else:
            self._split.removeWidget(self.panel)
            self.left.body.addWidget(self.panel)
            self.panel.setMinimumHeight(480)


def _draft_of(
    desk: Any, case_id: str, code: str, known: str, party_id: str | None
) -> tuple[LetterView, bool]:
    """The draft of this letter that is being written, or a new one; True when it was there already."""
    drafts = [
        row
        for row in letters.listing(desk, case_id=case_id)
        if row.code == code and row.status == LetterStatus.DRAFT and party_id in (None, row.party_id)
    ]
    row = next((row for row in drafts if row.id == known), drafts[0] if drafts else None)
    if row is not None:
        return letters.view(desk, row.id), True
    return letters.begin(desk, case_id, code, party_id), False
