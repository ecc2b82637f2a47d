"""*Zaken*: the register of every case, filtered while typing; Enter opens."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QStackedWidget, QTableView, QWidget

from twijs_desk.casework.rows import CaseListRow
from twijs_desk.gui import theme
from twijs_desk.gui.models.cases import PAGE, CaseTableModel
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import Card, EmptyState, LineField, Text, h1, primary


def dress_table(table: QTableView, name: str) -> None:
    """A calm table: whole rows, no grid, 40 high, Tab leaves it."""
    table.setAccessibleName(name)
    table.setFont(theme.font("body"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(40)
    header = table.horizontalHeader()
    header.setFont(theme.font("chip"))
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setMinimumSectionSize(60)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setFrameShape(QTableView.Shape.NoFrame)


class CasesPage(Page):
    name = nav = "cases"
    scrolling = False

    def build(self) -> None:
        self.body.setContentsMargins(24, 20, 24, 24)
        self.body.setSpacing(16)
        head = QHBoxLayout()
        head.addWidget(h1(self.tr("Zaken")), 1)
        self.new_button = primary(self.tr("Nieuw incident"), "plus")
        self.new_button.clicked.connect(lambda: self.navigate.emit("incident", {}))
        head.addWidget(self.new_button)
        self.body.addLayout(head)
        search = QHBoxLayout()
        search.setSpacing(16)
        self.filter = LineField(placeholder=self.tr("Zoek op nummer, titel, naam of tekst"))
        self.filter.setAccessibleName(self.tr("Zoek in alle zaken"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(480)
        self.count_label = Text("", "small", "text2", wrap=False)
        search.addWidget(self.filter, 1)
        search.addWidget(self.count_label)
        search.addStretch(1)
        self.body.addLayout(search)
        self.model = CaseTableModel(self._fetch, self.desk.now)
        self.model.filled.connect(self._on_filled)
        self.table = QTableView()
        self.table.setModel(self.model)
        dress_table(self.table, self.tr("Register van zaken"))
        widths = (100, 320, 230, 150, 190, 150)
        for column, width in enumerate(widths):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(self._on_activated)
        self.table.installEventFilter(self)
        self.filter.installEventFilter(self)
        self.empty = EmptyState(
            "folder-open",
            self.tr("Geen zaken gevonden"),
            self.tr("Een zaak begint met een nieuw incident."),
        )
        self.pile = QStackedWidget()
        self.pile.addWidget(self.table)
        self.pile.addWidget(self.empty)
        card = Card(padding=1)
        card.setAccessibleName(self.tr("Register"))
        card.setSizePolicy(card.sizePolicy().Policy.Preferred, card.sizePolicy().Policy.Expanding)
        card.add(self.pile, 1)
        self.body.addWidget(card, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self._search)
        self.filter.textChanged.connect(lambda _text: self._pause.start())

    def first_focus(self) -> QWidget | None:
        return self.filter

    def show_for(self, **context: Any) -> None:
        if "text" in context:
            self.filter.setText(context["text"])
        self._search()

    def resume_context(self) -> dict[str, Any]:
        return {"text": self.filter.text()}

    def _search(self) -> None:
        self._pause.stop()
        self.model.search(self.filter.text())

    def _fetch(
        self, before: CaseListRow | None, text: str, answer: Callable[[tuple[CaseListRow, ...]], None]
    ) -> None:
        from twijs_desk.casework import cases

        self.run(lambda: cases.listing(self.desk, before=before, limit=PAGE, text=text), answer)

    def _on_filled(self, count: int) -> None:
        self.pile.setCurrentWidget(self.table if count else self.empty)
        more = "" if self.model.complete() else self.tr(" of meer")
        words = self.tr("1 zaak") if count == 1 else self.tr("{0}{1} zaken").format(count, more)
        self.count_label.setText(words)
        if count and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.navigate.emit("case", {"case_id": self.model.case(index.row()).id})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(5, self.width() < 1000)
        self.table.setColumnHidden(2, self.width() < 940)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter:
                self._on_activated(self.table.currentIndex())
                return True
            if watched is self.filter and event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
        return bool(super().eventFilter(watched, event))
