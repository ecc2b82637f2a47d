"""*Logboek*: every act as one line, newest first, and whether the chain still holds."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import logbook, wording
from twijs_desk.casework.rows import LogRow, LogView
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import Card, Icon, Text, clear_layout, h1, outlined

STEP = 100


class LogPage(Page):
    name = nav = "log"

    def build(self) -> None:
        self.case_id: str | None = None
        self._last = 0
        self.body.addWidget(h1(self.tr("Logboek")))
        self.subtitle = Text("", "body", "text2")
        self.body.addWidget(self.subtitle)
        self.chain = Card(padding=12)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.chain_icon = Icon("shield-check", 20, "ok")
        self.chain_words = Text("", "bold")
        row.addWidget(self.chain_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.chain_words, 1)
        self.chain.body.addLayout(row)
        self.body.addWidget(self.chain)
        self.card = Card(padding=16, spacing=0)
        self.card.setAccessibleName(self.tr("Regels van het logboek"))
        self.list = QVBoxLayout()
        self.list.setSpacing(8)
        self.card.body.addLayout(self.list)
        self.body.addWidget(self.card)
        self.more = outlined(self.tr("Toon oudere regels"), "history", height=32)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.more.clicked.connect(self._on_more_clicked)

    def show_for(self, case_id: str | None = None, **_more: Any) -> None:
        self.case_id = case_id
        desk = self.desk
        self.run(lambda: logbook.view(desk, case_id=case_id, limit=STEP), self._show)

    def first_focus(self) -> QWidget | None:
        return self.more if self.more.isVisibleTo(self) else self.scroller

    def _show(self, view: LogView) -> None:
        clear_layout(self.list)
        self.subtitle.setText(
            self.tr("{n} regels. Elke regel hangt aan de vorige, zodat een weggehaalde regel opvalt.").format(
                n=view.total
            )
        )
        ok = view.chain_ok
        self.chain.setProperty("kind", "ok" if ok else "error")
        self.chain.style().unpolish(self.chain)
        self.chain.style().polish(self.chain)
        self.chain_icon.set_icon("shield-check" if ok else "triangle-alert", "ok" if ok else "danger")
        self.chain_words.setText(view.chain_note)
        self.chain.setAccessibleName(view.chain_note)
        self._add(view)

    def _add(self, view: LogView) -> None:
        for row in view.rows:
            self.list.addWidget(_line(row))
        self._last = view.rows[-1].seq if view.rows else 0
        self.more.setVisible(len(view.rows) == STEP and self._last > 1)

    def _on_more_clicked(self) -> None:
        desk, case_id, before = self.desk, self.case_id, self._last
        self.run(lambda: logbook.view(desk, case_id=case_id, before=before, limit=STEP), self._add)


def _line(row: LogRow) -> QWidget:
    box = QFrame()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(12)
    number = Text(f"{row.seq}", "small", "text3", wrap=False)
    number.setMinimumWidth(40)
    when = Text(wording.moment(row.at), "small", "text2", wrap=False)
    when.setMinimumWidth(160)
    line.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Text(row.action, "body", selectable=True), 3)
    line.addWidget(Text(row.case_number, "small", "text2"), 1)
    line.addWidget(Text(row.actor, "small", "text2"), 1)
    parts = (wording.moment(row.at), row.action, row.case_number, row.actor)
    box.setAccessibleName(", ".join(part for part in parts if part))
    return box
