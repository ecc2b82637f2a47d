"""*Reservekopie en oefening* in *Instellingen*: where, how the last ones went, now, and putting one back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from twijs_desk.casework import wording
from twijs_desk.gui.restore_words import remember_places, step_words
from twijs_desk.gui.setup import PlacesPicker
from twijs_desk.gui.upkeep import BACKUP, DRILL, Upkeep
from twijs_desk.gui.widgets import Card, FlowLayout, LinkButton, Text, outlined, quiet

if TYPE_CHECKING:
    from twijs_desk.casework.backups import BackupState
    from twijs_desk.gui.pages.page import Page


class BackupsCard(Card):
    def __init__(self, page: Page, restore: Callable[[], object]) -> None:
        super().__init__(page.tr("Reservekopie en oefening"), padding=24, spacing=12, role="h2")
        self.page = page
        self.upkeep: Upkeep | None = None
        tr = page.tr
        self.add(
            Text(
                tr(
                    "Elke dag dat u werkt maakt TWijs Desk vanzelf een versleutelde kopie en kijkt die na. Eén keer "
                    "per maand zet het programma de nieuwste op proef terug."
                ),
                "body",
                "text2",
            )
        )
        self.places = PlacesPicker(page.background, page.desk)
        self.places.failed = page.show_error
        self.places.kept = self._on_places_kept
        self.add(self.places)
        self.facts = QVBoxLayout()
        self.facts.setSpacing(2)
        self.good, self.drilled = Text("", "bold"), Text("", "bold")
        self.trouble = Text("", "body", "warn")
        for words in (self.good, self.drilled, self.trouble):
            self.facts.addWidget(words)
        self.body.addLayout(self.facts)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(tr("Voortgang van reservekopie of oefening"))
        self.step = Text("", "small", "text2")
        self.add(self.bar)
        self.add(self.step)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=10)
        flow.setContentsMargins(0, 6, 0, 6)
        self.make_button = outlined(tr("Nu een reservekopie maken"), "save", height=32)
        self.drill_button = outlined(tr("Nu oefenen"), "history", height=32)
        self.stop_button = quiet(tr("Stop"), "x", height=32)
        self.restore_button = LinkButton(tr("Reservekopie terugzetten…"))
        for button in (self.make_button, self.drill_button, self.stop_button, self.restore_button):
            flow.addWidget(button)
        self.add(buttons)
        self.keeps = Text("", "small", "text2")
        self.add(self.keeps)
        for widget in (self.bar, self.step, self.stop_button, self.trouble):
            widget.hide()
        self.make_button.clicked.connect(self._on_make_clicked)
        self.drill_button.clicked.connect(self._on_drill_clicked)
        self.stop_button.clicked.connect(self._on_stop_clicked)
        self.restore_button.clicked.connect(lambda _on=False: restore())

    def use_upkeep(self, upkeep: Upkeep) -> None:
        self.upkeep = upkeep
        upkeep.changed.connect(self._on_changed)

    def fetch(self) -> None:
        from twijs_desk.casework import backups

        self.keeps.setText(backups.KEEPS)
        if self.upkeep is not None:
            self.upkeep.refresh()

    def new_key(self) -> None:
        """Backups of before have the old key: make one with the new key now, or ask for a place."""
        state, tr = self.upkeep.state if self.upkeep is not None else None, self.page.tr
        if self.upkeep is None or state is None:
            return
        told = tr("De kluis heeft een nieuwe sleutel. Oude reservekopieën openen nog met de oude. ")
        if any(row.reachable for row in state.places):
            self.page.tell("ok", told + tr("Er wordt nu een nieuwe reservekopie gemaakt."))
            self.upkeep.back_up()
            return
        todo = (
            tr("Sluit de USB-stick of netwerkmap aan en maak een nieuwe reservekopie.")
            if state.places
            else tr("Kies een map en maak een nieuwe reservekopie.")
        )
        self.page.tell("warn", told + todo, ((tr("Nu een reservekopie maken"), self._on_make_clicked),))

    def _on_places_kept(self, _state: object) -> None:
        self.page.saved.emit(self.page.desk.now())
        if self.upkeep is not None:
            self.upkeep.refresh()

    def _on_changed(self) -> None:
        upkeep = self.upkeep
        if upkeep is None:
            return
        running = bool(upkeep.running)
        for widget in (self.bar, self.step, self.stop_button):
            widget.setVisible(running)
        for button in (self.make_button, self.drill_button):
            button.setVisible(not running)
        self.bar.setValue(int(upkeep.part * 100))
        what = {BACKUP: self.page.tr("Reservekopie"), DRILL: self.page.tr("Oefening")}.get(upkeep.running, "")
        self.step.setText(f"{what}: {step_words(upkeep.step)}" if running else "")
        if upkeep.state is not None and not running:
            self._show(upkeep.state)

    def _show(self, state: BackupState) -> None:
        tr, upkeep = self.page.tr, self.upkeep
        if (
            tuple(self.places.paths) != tuple(row.path for row in state.places)
            or not self.places.rows.count()
        ):
            self.places.show_state(state)
            remember_places([row.path for row in state.places])
        self.good.setText(
            tr("Laatste goede reservekopie: {when}").format(when=wording.moment(state.last_good_at))
            if state.last_good_at
            else tr("Er is nog geen goede reservekopie.")
        )
        self.drilled.setText(
            tr("Laatste geslaagde oefening: {when}").format(when=wording.moment(state.last_drill_at))
            if state.last_drill_at
            else tr("Er is nog niet geoefend.")
        )
        said = upkeep.failed or state.last_failure if upkeep is not None else state.last_failure
        self.trouble.setText(said)
        self.trouble.setVisible(bool(said))
        if upkeep is not None and upkeep.said:
            self.page.tell("ok", upkeep.said)
            upkeep.said = ""

    def _on_make_clicked(self) -> None:
        if self.upkeep is None:
            return
        if not self.places.paths:
            self.page.tell("warn", self.page.tr("Kies eerst een map voor de reservekopieën."))
            self.places.add_button.setFocus()
            return
        self.upkeep.back_up()

    def _on_drill_clicked(self) -> None:
        if self.upkeep is not None:
            self.upkeep.drill()

    def _on_stop_clicked(self) -> None:
        if self.upkeep is not None:
            self.upkeep.cancel()
            self.step.setText(self.page.tr("Wordt gestopt…"))
