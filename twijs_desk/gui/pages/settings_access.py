"""*Toegang* in *Instellingen*: who can open the vault, the recovery sheets, this computer, and a new key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import wording
from twijs_desk.gui.pages.case_tab import InlineForm
from twijs_desk.gui.pages.settings_sheets import RekeyForm, SheetForm
from twijs_desk.gui.passphrase_fields import PassphraseFields
from twijs_desk.gui.widgets import (
    Card,
    FlowLayout,
    Icon,
    Line,
    LineField,
    LinkButton,
    Text,
    clear_layout,
    isolate,
    labelled,
    outlined,
    quiet,
)

if TYPE_CHECKING:
    from twijs_desk.casework.access import AccessStatus, SlotRow
    from twijs_desk.gui.pages.page import Page

ICONS = {"passphrase": "user", "recovery": "file-text", "board": "users", "device": "lock"}


class AccessCard(Card):
    """Fetches for itself; every act goes through the page's vault thread."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.tr("Toegang"), padding=24, spacing=12, role="h2")
        self.page = page
        self.status: AccessStatus | None = None
        self.renewed: Callable[[], None] = lambda: None
        tr = page.tr
        self.warning = Card(kind="warn", padding=12)
        self.warning_words = Text("", "body")
        self.warning.add(self.warning_words)
        self.warning.hide()
        self.add(self.warning)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(6)
        self.body.addLayout(self.rows)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=10)
        flow.setContentsMargins(0, 6, 0, 6)
        self.add_button = outlined(tr("Iemand toevoegen"), "plus", height=32)
        self.change_button = outlined(tr("Wachtzin wijzigen"), "pencil", height=32)
        self.sheet_button = outlined(tr("Herstelblad maken"), "file-text", height=32)
        self.board_button = quiet(tr("Blad voor het bestuur"), "users", height=32)
        self.rekey_button = quiet(tr("Nieuwe sleutel"), "shield", height=32)
        for button in (
            self.add_button,
            self.change_button,
            self.sheet_button,
            self.board_button,
            self.rekey_button,
        ):
            flow.addWidget(button)
        self.add(buttons)
        self.add_form, self.change_form = AddForm(self), ChangeForm(self)
        self.sheet_form, self.rekey_form = SheetForm(self), RekeyForm(self)
        self.forms = (self.add_form, self.change_form, self.sheet_form, self.rekey_form)
        for form in self.forms:
            self.add(form)
        self.add(Line())
        self.device = QCheckBox(tr("Op deze computer openen zonder wachtzin"))
        self.device.setAccessibleName(self.device.text())
        self.add(self.device)
        self.device_hint = Text(
            tr(
                "Handig, maar minder veilig: wie op deze computer onder uw naam is aangemeld, kan de kluis dan ook "
                "openen. Standaard staat dit uit."
            ),
            "small",
            "text2",
        )
        self.add(self.device_hint)
        self.add_button.clicked.connect(lambda: self.open_only(self.add_form))
        self.change_button.clicked.connect(lambda: self.open_only(self.change_form))
        self.sheet_button.clicked.connect(lambda: self.ask_sheet("recovery"))
        self.board_button.clicked.connect(lambda: self.ask_sheet("board"))
        self.rekey_button.clicked.connect(lambda: self.open_only(self.rekey_form))
        self.device.clicked.connect(self._on_device_clicked)

    def fetch(self) -> None:
        desk = self.page.desk

        def work() -> Any:
            from twijs_desk.casework import access

            return access.status(desk), access.device_available()

        self.page.run(work, self._on_fetched)

    def _on_fetched(self, found: tuple[AccessStatus, bool]) -> None:
        status, available = found
        self.status = status
        self.warning_words.setText(status.warning)
        self.warning.setVisible(bool(status.warning))
        clear_layout(self.rows)
        for slot in status.slots:
            self.rows.addWidget(self._row(slot, status))
        has_sheet = any(slot.kind == "recovery" for slot in status.slots)
        tr = self.page.tr
        self.sheet_button.set_text(tr("Nieuw herstelblad") if has_sheet else tr("Herstelblad maken"))
        self.device.setChecked(status.device_on)
        self.device.setVisible(available or status.device_on)
        if not available and not status.device_on:
            self.device_hint.setText(tr("Zonder wachtzin openen kan op deze computer niet."))

    def _row(self, slot: SlotRow, status: AccessStatus) -> QWidget:
        tr = self.page.tr
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 4, 6, 4)
        line.setSpacing(12)
        line.addWidget(Icon(ICONS.get(slot.kind, "lock"), 18, "text2"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = slot.label[:1].upper() + slot.label[1:]
        words.addWidget(Text(isolate(title), "bold"))
        proved = {"recovery": status.recovery_proved_on, "board": status.board_proved_on}.get(slot.kind)
        parts = [tr("sinds {day}").format(day=wording.day(slot.made_on)) if slot.made_on else ""]
        if slot.kind in ("recovery", "board"):
            parts.append(tr("overgetypt op {day}").format(day=wording.day(proved)) if proved else "")
        detail = " · ".join(part for part in parts if part)
        words.addWidget(Text(detail, "small", "text2"))
        line.addLayout(words, 1)
        box.setAccessibleName(f"{title}, {detail}")
        if slot.kind != "device":
            gone = LinkButton(tr("Intrekken"), name=tr("Toegang intrekken: {label}").format(label=slot.label))
            gone.clicked.connect(lambda: self.ask_remove(slot))
            line.addWidget(gone, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def open_only(self, form: InlineForm) -> None:
        """One form at a time."""
        for other in self.forms:
            if other is not form:
                other.close_form()
        self.page.message.dismiss()
        form.ask()  # type: ignore[attr-defined]  # every form of this card has it

    def ask_sheet(self, kind: str) -> None:
        self.sheet_form.kind = kind
        self.open_only(self.sheet_form)

    def ask_remove(self, slot: SlotRow) -> None:
        """No dialog: what it means, with the button beside it."""
        tr = self.page.tr
        words = tr(
            "Toegang ‘{label}’ intrekken? Wie een oude kopie van het sleutelbestand heeft, komt daarmee nog binnen; "
            "daartegen helpt alleen ‘Nieuwe sleutel’."
        ).format(label=slot.label)
        self.page.tell("warn", words, ((tr("Trek in"), lambda: self._remove(slot)),))

    def _remove(self, slot: SlotRow) -> None:
        desk = self.page.desk

        def work() -> None:
            from twijs_desk.casework import access

            access.remove_slot(desk, slot.id)

        self.act(work, self.page.show_error, self.page.tr("De toegang is ingetrokken."))

    def act(
        self,
        work: Callable[[], Any],
        refused: Callable[[Exception], object],
        said: str,
        then: Callable[[], None] | None = None,
    ) -> None:
        """One act, then the list as it now is and one sentence."""

        def done(_nothing: object) -> None:
            for form in self.forms:
                form.close_form()
            self.page.saved.emit(self.page.desk.now())
            self.page.tell("ok", said)
            self.fetch()
            if then is not None:
                then()

        self.page.run(work, done, refused)

    def _on_device_clicked(self, on: bool) -> None:
        desk, tr = self.page.desk, self.page.tr

        def work() -> None:
            from twijs_desk.casework import access

            if on:
                access.device_on(desk)
            else:
                access.device_off(desk)

        def refused(error: Exception) -> None:
            self.device.setChecked(not on)
            self.page.show_error(error)

        said = tr("Deze computer kan de kluis nu openen.") if on else tr("Alleen nog met een wachtzin.")
        self.act(work, refused, said)


class AddForm(InlineForm):
    def __init__(self, card: AccessCard) -> None:
        super().__init__(card.page.tr("Iemand toevoegen"), card.page.tr("Voeg toe"))
        self.card = card
        tr = card.page.tr
        self.label = LineField(placeholder=tr("bijvoorbeeld: intern begeleider"))
        hint = tr("een functie, geen naam: dit staat leesbaar buiten de kluis")
        self.fields.addWidget(labelled(tr("Voor wie?"), self.label, hint))
        desk = card.page.desk
        self.phrase = PassphraseFields(card.page.background, (desk.school.name, desk.profile.name))
        self.fields.addWidget(self.phrase)
        self.do_button.clicked.connect(self._on_do_clicked)

    def ask(self) -> None:
        self.open_form(self.label)

    def close_form(self) -> None:
        super().close_form()
        self.phrase.clear()

    def _on_do_clicked(self) -> None:
        tr, label = self.card.page.tr, self.label.text().strip()
        if not label:
            self.refuse(ValueError(tr("Vul in voor wie deze wachtzin is.")))
            self.label.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        problem = self.phrase.problem()
        if problem is not None:
            self.refuse(ValueError(problem[0]))
            problem[1].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        desk, new = self.card.page.desk, self.phrase.value()

        def work() -> None:
            from twijs_desk.casework import access

            access.add_person(desk, label, new)

        self.card.act(work, self.refuse, tr("Toegevoegd: {label}.").format(label=label))


class ChangeForm(InlineForm):
    def __init__(self, card: AccessCard) -> None:
        super().__init__(card.page.tr("Wachtzin wijzigen"), card.page.tr("Wijzig"))
        self.card = card
        self.old = LineField(secret=True)
        self.fields.addWidget(labelled(card.page.tr("Uw huidige wachtzin"), self.old))
        desk = card.page.desk
        self.phrase = PassphraseFields(card.page.background, (desk.school.name, desk.profile.name))
        self.fields.addWidget(self.phrase)
        self.do_button.clicked.connect(self._on_do_clicked)

    def ask(self) -> None:
        self.open_form(self.old)

    def close_form(self) -> None:
        super().close_form()
        self.old.clear()
        self.phrase.clear()

    def _on_do_clicked(self) -> None:
        problem = self.phrase.problem()
        if problem is not None:
            self.refuse(ValueError(problem[0]))
            problem[1].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        desk, old, new = self.card.page.desk, self.old.text(), self.phrase.value()

        def work() -> None:
            from twijs_desk.casework import access

            access.change_passphrase(desk, old, new)

        said = self.card.page.tr("De wachtzin is gewijzigd. De oude opent deze kluis niet meer.")
        self.card.act(work, self.refuse, said)
