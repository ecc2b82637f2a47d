"""On top of the overview: what was noticed at opening, what the vault lacks (a recovery sheet, a backup), and what the
computer under it lacks (room, the right time)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.gui.upkeep import Upkeep
from twijs_desk.gui.widgets import Button, Card, Icon, Text, announce, clear_layout

if TYPE_CHECKING:
    from twijs_desk.casework.access import AccessStatus
    from twijs_desk.gui.pages.page import Page


class Reminders(QWidget):
    """Empty and gone when there is nothing to say."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.upkeep: Upkeep | None = None
        self.status: AccessStatus | None = None
        self.lacks: tuple[str, ...] = ()
        self._shown: tuple[tuple[str, ...], ...] = ()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.hide()

    def use_upkeep(self, upkeep: Upkeep) -> None:
        self.upkeep = upkeep
        upkeep.changed.connect(self._show)

    def fetch(self) -> None:
        desk = self.page.desk

        def work() -> Any:
            from twijs_desk.casework import access, surroundings

            found = surroundings.clock_set_back(desk), surroundings.room_left(desk)
            return access.status(desk), tuple(words for words in found if words)

        self.page.run(work, self._on_fetched)
        if self.upkeep is not None:
            self.upkeep.refresh()

    def _on_fetched(self, found: tuple[AccessStatus, tuple[str, ...]]) -> None:
        self.status, self.lacks = found
        self._show()

    def _show(self) -> None:
        rows = self._rows()
        keys = tuple(row[:3] for row in rows)
        if keys == self._shown:
            return  # made anew only when something changed: a button may have the keyboard
        self._shown = keys
        clear_layout(self.column)
        for kind, words, label, act in rows:
            self.column.addWidget(self._row(kind, words, label, act))
        self.setVisible(bool(rows))

    def _rows(self) -> list[tuple[str, str, str, Callable[[], object]]]:
        tr, rows = self.page.tr, []
        if self.page.desk.notice:
            rows.append(("warn", self.page.desk.notice, tr("Ik weet het, ga verder"), self._accept))
        rows.extend(("tint", words, "", _nothing) for words in self.lacks)
        if self.upkeep is not None and self.upkeep.throwaway:
            return rows
        if self.status is not None and self.status.warning:
            rows.append(("tint", self.status.warning, tr("Maak het herstelblad"), self._go("access")))
        state = self.upkeep.state if self.upkeep is not None else None
        if state is not None:
            trouble = state.last_failure or (self.upkeep.failed if self.upkeep is not None else "")
            if not state.places:
                rows.append(("tint", state.words, tr("Kies een plaats"), self._go("backups")))
            elif trouble or state.last_drill_ok is False:
                words = trouble or tr("De laatste oefening met de reservekopie is niet gelukt.")
                rows.append(("tint", words, tr("Naar reservekopie"), self._go("backups")))
        return rows

    def _row(self, kind: str, words: str, label: str, act: Callable[[], object]) -> QWidget:
        card = Card(kind=kind, padding=12)
        card.setAccessibleName(words)
        row = QHBoxLayout()
        row.setSpacing(12)
        icon = Icon(
            "triangle-alert" if kind == "warn" else "info", 18, "warn" if kind == "warn" else "accent"
        )
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Text(words, "body"), 1)
        if label:
            button = Button(label, "outlined", height=32, name=f"{label}: {words}")
            button.clicked.connect(lambda _on=False: act())
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(row)
        if kind == "warn":
            announce(card, words)
        return card

    def _go(self, card: str) -> Callable[[], object]:
        return lambda: self.page.navigate.emit("settings", {"card": card})

    def _accept(self) -> None:
        desk = self.page.desk

        def work() -> None:
            from twijs_desk.casework import desk as desks

            desks.accept_lapse(desk)

        self.page.run(work, self._on_accepted)

    def _on_accepted(self, _nothing: object) -> None:
        self.page.saved.emit(self.page.desk.now())
        self._show()


def _nothing() -> None:
    """A line that only tells: what helps is done outside this program."""
