"""Two forms of *Toegang*: a recovery sheet, and a new key with the sheet that goes with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt

from twijs_desk.gui.pages.case_tab import InlineForm
from twijs_desk.gui.widgets import LineField, Text, labelled
from twijs_desk.gui.widgets.sheet import SheetPanel

if TYPE_CHECKING:
    from twijs_desk.casework.access import RecoverySheet, RekeyPlan
    from twijs_desk.gui.pages.page import Page


class Owner(Protocol):
    """The card these forms stand in: one act, then the list as it now is and one sentence."""

    page: Page
    act: Callable[..., None]
    renewed: Callable[[], None]
    """The vault got a new key: what was copied before has the old one."""


class SheetForm(InlineForm):
    """A recovery sheet, or the one for the board: shown, printed, typed back."""

    def __init__(self, card: Owner) -> None:
        super().__init__(card.page.tr("Herstelblad"), card.page.tr("Controleer"))
        self.card, self.kind = card, "recovery"
        self.intro = Text("", "body", "text2")
        self.fields.addWidget(self.intro)
        self.panel = SheetPanel(card.page.run, card.page.render)
        self.fields.addWidget(self.panel)
        self.panel.check_button.hide()
        self.do_button.clicked.connect(self.panel._on_check_clicked)
        self.panel.checked.connect(self._on_checked)

    def ask(self) -> None:
        tr = self.card.page.tr
        words = tr("Een nieuw blad vervangt het vorige. Het telt pas als u er twee blokken van overtypt.")
        if self.kind == "board":
            words = tr(
                "Met dit blad kan het bestuur de kluis openen, bijvoorbeeld als u uitvalt. Geef het in een gesloten "
                "envelop. Het telt pas als u er twee blokken van overtypt."
            )
        self.intro.setText(words)
        desk, kind = self.card.page.desk, self.kind

        def work() -> Any:
            from twijs_desk.casework import access

            return access.new_recovery(desk, kind)

        self.card.page.run(work, self._on_made)

    def _on_made(self, sheet: RecoverySheet) -> None:
        self.panel.show_sheet(self.card.page.desk, sheet)
        self.open_form(self.panel.print_button)

    def close_form(self) -> None:
        super().close_form()
        self.panel.forget()

    def _on_checked(self, typed: str) -> None:
        desk, sheet = self.card.page.desk, self.panel.sheet
        if sheet is None:
            return

        def work() -> None:
            from twijs_desk.casework import access

            access.prove_recovery(desk, sheet, typed)

        said = self.card.page.tr("Het herstelblad klopt en is vanaf nu geldig. Berg het veilig op.")
        self.card.act(work, self.panel.refuse, said)


class RekeyForm(InlineForm):
    """*Nieuwe sleutel*: what ends, the new sheet, the passphrase; then everything is encrypted anew."""

    def __init__(self, card: Owner) -> None:
        super().__init__(card.page.tr("Nieuwe sleutel"), card.page.tr("Maak een nieuwe sleutel"), kind="warn")
        self.card = card
        tr = card.page.tr
        self.fields.addWidget(
            Text(
                tr(
                    "Doe dit als iemand de kluis misschien kon openen die dat niet meer mag. Alles wordt opnieuw "
                    "versleuteld. Dat kan een paar minuten duren; laat de computer aan. Tegen iemand die al een kopie "
                    "van de kluis heeft, helpt het niet."
                )
            )
        )
        self.dropped = Text("", "body", "text2")
        self.fields.addWidget(self.dropped)
        self.panel = SheetPanel(card.page.run, card.page.render)
        self.panel.check_button.hide()
        self.fields.addWidget(self.panel)
        self.phrase = LineField(secret=True)
        self.fields.addWidget(labelled(tr("Uw wachtzin"), self.phrase, tr("blijft dezelfde")))
        self.do_button.clicked.connect(self.panel._on_check_clicked)
        self.panel.checked.connect(self._on_checked)

    def ask(self) -> None:
        desk = self.card.page.desk

        def work() -> Any:
            from twijs_desk.casework import access

            return access.plan_rekey(desk)

        self.card.page.run(work, self._on_planned)

    def _on_planned(self, plan: RekeyPlan) -> None:
        tr = self.card.page.tr
        names = ", ".join(row.label for row in plan.dropped)
        words = tr("Deze toegangen vervallen: {names}. ").format(names=names) if names else ""
        self.dropped.setText(words + tr("Druk eerst het nieuwe herstelblad af."))
        self.panel.show_sheet(self.card.page.desk, plan.sheet)
        self.open_form(self.panel.print_button)

    def close_form(self) -> None:
        super().close_form()
        self.panel.forget()
        self.phrase.clear()

    def _on_checked(self, typed: str) -> None:
        page, sheet, phrase = self.card.page, self.panel.sheet, self.phrase.text()
        if sheet is None:
            return
        if not phrase:
            self.refuse(ValueError(page.tr("Typ ook uw wachtzin.")))
            self.phrase.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.error.hide()
        desk, wait_for_errands = page.desk, page.background.stop_errands()

        def work() -> None:
            from twijs_desk.casework import access

            wait_for_errands()  # a backup may not read while everything changes
            access.rekey(desk, phrase, sheet, typed)

        page.tell("info", page.tr("De kluis wordt opnieuw versleuteld. Laat de computer aan."))
        said = page.tr(
            "De kluis heeft een nieuwe sleutel. Alleen uw wachtzin en het nieuwe herstelblad openen hem."
        )
        self.card.act(work, self._on_refused, said, self.card.renewed)

    def _on_refused(self, error: Exception) -> None:
        self.card.page.message.dismiss()
        self.refuse(error)
