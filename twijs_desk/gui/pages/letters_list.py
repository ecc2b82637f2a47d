"""*Brieven*: every letter of every case, drafts and sealed ones; Enter opens."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QTableView, QWidget

from twijs_desk.casework.rows import LetterRow
from twijs_desk.gui.models.letters import LetterTableModel
from twijs_desk.gui.pages.cases import dress_table
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import Card, EmptyState, LineField, Text, h1

LIMIT = 1000


class LettersPage(Page):
    name = nav = "letters"
    scrolling = False

    def build(self) -> None:
        self.body.setContentsMargins(24, 20, 24, 24)
        self.body.setSpacing(16)
        self.body.addWidget(h1(self.tr("Brieven")))
        search = QHBoxLayout()
        search.setSpacing(16)
        self.filter = LineField(placeholder=self.tr("Zoek op brief, naam, zaak of kenmerk"))
        self.filter.setAccessibleName(self.tr("Zoek in alle brieven"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(480)
        self.filter.textChanged.connect(self._on_text_changed)
        self.count_label = Text("", "small", "text2", wrap=False)
        search.addWidget(self.filter, 1)
        search.addWidget(self.count_label)
        search.addStretch(1)
        self.body.addLayout(search)
        self.model = LetterTableModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        dress_table(self.table, self.tr("Alle brieven"))
        for column, width in enumerate((320, 220, 110, 220, 120, 160)):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(self._on_activated)
        self.table.installEventFilter(self)
        self.filter.installEventFilter(self)
        self.empty = EmptyState(
            "mail",
            self.tr("Geen brieven gevonden"),
            self.tr("Een brief maakt u in een zaak: open de zaak en kies Brief maken."),
        )
        self.pile = QStackedWidget()
        self.pile.addWidget(self.table)
        self.pile.addWidget(self.empty)
        card = Card(padding=1)
        card.setAccessibleName(self.tr("Brieven"))
        card.setSizePolicy(card.sizePolicy().Policy.Preferred, card.sizePolicy().Policy.Expanding)
        card.add(self.pile, 1)
        self.body.addWidget(card, 1)

    def first_focus(self) -> QWidget | None:
        return self.filter

    def show_for(self, **_context: Any) -> None:
        from twijs_desk.casework import letters

        self.run(lambda: letters.listing(self.desk, limit=LIMIT), self._show)

    def _show(self, rows: tuple[LetterRow, ...]) -> None:
        self.model.show(rows)
        self._count()

    def _on_text_changed(self, text: str) -> None:
        self.model.search(text)
        self._count()

    def _count(self) -> None:
        count = self.model.rowCount()
        self.pile.setCurrentWidget(self.table if count else self.empty)
        self.count_label.setText(self.tr("1 brief") if count == 1 else self.tr("{0} brieven").format(count))
        if count:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.navigate.emit("letter", {"letter_id": self.model.letter(index.row()).id})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(5, self.width() < 1000)
        self.table.setColumnHidden(3, self.width() < 860)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_activated(self.table.currentIndex())
                return True
            if watched is self.filter and event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
        return bool(super().eventFilter(watched, event))
