"""*Instellingen*: school, who sits here, access, backups, who decides, the calendar, locking, look. Saves itself."""

from dataclasses import replace
from typing import Any

import PySide6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLineEdit, QWidget

import twijs_desk
from twijs_desk.casework.rows import ProfileEntry
from twijs_desk.gui import theme
from twijs_desk.gui.first_run import fill_laws, read_school
from twijs_desk.gui.forms.ui_settings import Ui_Settings
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.pages.settings_access import AccessCard
from twijs_desk.gui.pages.settings_backups import BackupsCard
from twijs_desk.gui.pages.settings_calendar import CalendarCard
from twijs_desk.gui.pages.settings_lock import LockCard
from twijs_desk.gui.pages.settings_mandates import MandatesCard
from twijs_desk.gui.upkeep import Upkeep
from twijs_desk.gui.widgets import Card, ChoiceRow, LinkButton, SaveState
from twijs_desk.gui.widgets.dress import dress

LOOKS = (("system", "Systeem"), ("light", "Licht"), ("dark", "Donker"))
PAUSE_MS = 1000


class SettingsPage(Page):
    name = nav = "settings"

    school_changed = Signal()
    restore_asked = Signal()

    def build(self) -> None:
        self.sheet = QWidget()
        self.form = form = Ui_Settings()
        form.setupUi(self.sheet)
        dress(self.sheet)
        self.body.addWidget(self.sheet)
        self.body.addStretch(1)
        fill_laws(form.law)
        for field in (form.school_code, form.brin):
            field.setMaxLength(8)
        self.look = ChoiceRow(self.tr("Weergave"), LOOKS)
        self.look.changed.connect(self._on_look_changed)
        form.look_slot.addWidget(self.look)
        self.mandates = MandatesCard(self)
        self.calendar = CalendarCard(self)
        self.access = AccessCard(self)
        self.backups = BackupsCard(self, self.restore_asked.emit)
        self.access.renewed = self.backups.new_key
        self.lock = LockCard(self)
        form.left.addWidget(self.access)
        form.left.addWidget(self.backups)
        form.left.addWidget(self.mandates)
        form.left.addWidget(self.calendar)
        self.save_state = SaveState()
        form.left.addWidget(self.save_state)
        form.about_text.setText(f"Versie {twijs_desk.__version__} · Qt {PySide6.__version__}")
        self.rules_link = LinkButton(
            self.tr("Versie en regels"), name=self.tr("Versie en regels: welke regels gelden")
        )
        self.rules_link.clicked.connect(lambda: self.navigate.emit("rules", {}))
        form.about_text.parentWidget().layout().addWidget(self.rules_link, 0, Qt.AlignmentFlag.AlignLeft)
        form.side_layout.insertWidget(1, self.lock)
        self._loading = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.save_now)
        for line in (*form.school_card.findChildren(QLineEdit), *form.profile_card.findChildren(QLineEdit)):
            line.textEdited.connect(lambda _text: self._pause.start())
        form.law.currentIndexChanged.connect(self._on_changed)

    def first_focus(self) -> QWidget | None:
        return self.form.school_name

    def show_for(self, card: str = "", **_context: Any) -> None:
        form, school, profile = self.form, self.desk.school, self.desk.profile
        self._loading = True
        for field, value in (
            (form.school_name, school.name),
            (form.school_code, school.code),
            (form.brin, school.brin),
            (form.organisation, school.organisation),
            (form.street, school.street),
            (form.postcode, school.postcode),
            (form.city, school.city),
            (form.phone, school.phone),
            (form.school_email, school.email),
            (form.profile_name, profile.name),
            (form.profile_function, profile.function),
            (form.board_name, profile.board_name),
            (form.board_contact, profile.board_contact),
        ):
            field.setText(value)
        form.law.set_value(school.law)
        form.vault_text.setText(str(self.desk.path.parent))
        self.look.set_value(theme.saved_look())
        self._loading = False
        for part in (self.access, self.backups, self.lock, self.mandates, self.calendar):
            part.fetch()
        if card:
            self._reveal(card)

    def use_upkeep(self, upkeep: Upkeep) -> None:
        self.backups.use_upkeep(upkeep)

    def _reveal(self, name: str) -> None:
        """Come from the overview straight to the card that it is about."""
        card: Card | None = {"access": self.access, "backups": self.backups}.get(name)
        if card is not None and self.scroller is not None:
            target = self.access.sheet_button if name == "access" else self.backups.places.add_button
            scroller = self.scroller
            QTimer.singleShot(50, card, lambda: scroller.ensureWidgetVisible(card, 0, 24))
            QTimer.singleShot(60, target, target.setFocus)

    def _on_changed(self) -> None:
        if not self._loading:
            self._pause.start()

    def save_now(self) -> None:
        from twijs_desk.casework import desk as desks

        self._pause.stop()
        if not self.form.school_name.text().strip():
            self.tell("warn", self.tr("Vul de naam van de school in. Uw wijziging is nog niet bewaard."))
            return
        school, profile = read_school(self.form), self._profile()

        def work() -> Any:
            desks.save_settings(self.desk, school, profile)
            return self.desk.now()

        self.run(work, self._on_saved)

    def _profile(self) -> ProfileEntry:
        """What stands on this page; what is kept elsewhere stays as it was."""
        form = self.form
        return replace(
            self.desk.profile,
            name=form.profile_name.text().strip(),
            function=form.profile_function.text().strip() or ProfileEntry().function,
            board_name=form.board_name.text().strip(),
            board_contact=form.board_contact.text().strip(),
        )

    def _on_saved(self, at: Any) -> None:
        self.message.dismiss()
        self.save_state.saved(at, self.tr("Bewaard om"))
        self.saved.emit(at)
        self.school_changed.emit()

    def leave(self) -> None:
        for form in self.access.forms:
            form.close_form()  # no passphrase or recovery code stays on a page that is not shown
        if self._pause.isActive():
            self.save_now()

    def _on_look_changed(self, look: str) -> None:
        theme.save_look(look)
        for each in QApplication.instance().findChildren(theme.Theme):
            each.force(None if look == "system" else look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= 960
        self.form.columns.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
        self.form.side.setMaximumWidth(312 if wide else 16_777_215)
