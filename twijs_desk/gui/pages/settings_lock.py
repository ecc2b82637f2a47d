"""*Vergrendelen* in *Instellingen*: after how many minutes, and whether a screen capture may show the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox

from twijs_desk.gui import capture, lock_settings, theme
from twijs_desk.gui.widgets import Card, Text
from twijs_desk.gui.widgets.fields import FIELD_HEIGHT

if TYPE_CHECKING:
    from twijs_desk.gui.pages.page import Page


class LockCard(Card):
    def __init__(self, page: Page) -> None:
        super().__init__(page.tr("Vergrendelen"), spacing=8)
        self.page = page
        row = QHBoxLayout()
        row.setSpacing(8)
        self.minutes = QSpinBox()
        self.minutes.setRange(lock_settings.MIN_MINUTES, lock_settings.MAX_MINUTES)
        self.minutes.setMinimumHeight(FIELD_HEIGHT)
        self.minutes.setFont(theme.font("body"))
        self.minutes.setSuffix(page.tr(" minuten"))
        self.minutes.setAccessibleName(page.tr("Vergrendelen na zoveel minuten zonder toets of muis"))
        words = Text(page.tr("Na"), "bold", wrap=False)
        words.setBuddy(self.minutes)
        row.addWidget(words)
        row.addWidget(self.minutes)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add(
            Text(
                page.tr(
                    "Zonder toets of muis. Ook meteen bij slaapstand, als u de computer vergrendelt en met Ctrl+L. "
                    "U raakt niets kwijt: na het ontgrendelen staat u weer in hetzelfde veld."
                ),
                "small",
                "text2",
            )
        )
        self.allow = QCheckBox(page.tr("Schermopname toestaan"))
        self.allow.setAccessibleName(self.allow.text())
        self.add(self.allow)
        self.hint = Text(self._hint(), "small", "text2")
        self.add(self.hint)
        self.minutes.valueChanged.connect(lock_settings.save_minutes)
        self.allow.toggled.connect(self._on_allow_toggled)

    def _hint(self) -> str:
        if not capture.possible():
            return self.page.tr(
                "Op Linux kan een programma zijn venster niet buiten een schermopname houden. Deel uw scherm niet "
                "als TWijs Desk open staat."
            )
        return self.page.tr(
            "Staat dit uit, dan is het venster zwart of weg op schermafdrukken en als u uw scherm deelt. Zet het "
            "alleen aan als iemand u op afstand helpt."
        )

    def fetch(self) -> None:
        for field, value in ((self.minutes, lock_settings.minutes()),):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self.allow.blockSignals(True)
        self.allow.setChecked(lock_settings.capture_allowed())
        self.allow.blockSignals(False)
        self.allow.setVisible(capture.possible())

    def _on_allow_toggled(self, on: bool) -> None:
        lock_settings.save_capture_allowed(on)
        capture.apply(self.window())
