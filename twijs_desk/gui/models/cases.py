"""The register as a table that fetches as you scroll: a page of rows at a time, by key, never by offset."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from twijs_desk.casework import wording
from twijs_desk.casework.rows import CaseListRow

PAGE = 100
COLUMNS = ("Nummer", "Titel", "Over wie", "Status", "Termijn", "Gewijzigd")
Index = QModelIndex | QPersistentModelIndex


class CaseTableModel(QAbstractTableModel):
    """`fetch(before, text, answer)` asks for a page; `answer(rows)` may come later."""

    filled = Signal(int)

    def __init__(self, fetch: Callable[..., None], now: Callable[[], Any]) -> None:
        super().__init__()
        self._fetch, self._now = fetch, now
        self._rows: list[CaseListRow] = []
        self._text = ""
        self._asked = 0
        self._waiting = self._complete = False

    def search(self, text: str) -> None:
        """Start again with only the cases that hold every word of `text`."""
        self._text = text.strip()
        self._asked += 1
        self._complete = False
        self._request(None)

    def case(self, row: int) -> CaseListRow:
        return self._rows[row]

    def row_of(self, case_id: str) -> int:
        return next((row for row, case in enumerate(self._rows) if case.id == case_id), -1)

    def _request(self, before: CaseListRow | None) -> None:
        self._waiting = True
        asked = self._asked
        self._fetch(before, self._text, lambda rows: self._on_rows(asked, before, rows))

    def _on_rows(self, asked: int, before: CaseListRow | None, rows: tuple[CaseListRow, ...]) -> None:
        if asked != self._asked:
            return
        self._complete = len(rows) < PAGE
        if before is None:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
        elif rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()
        # Not earlier: who listens to the insertion may ask for more while it is still going on.
        self._waiting = False
        self.filled.emit(len(self._rows))

    def complete(self) -> bool:
        return self._complete

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and bool(self._rows) and not self._complete and not self._waiting

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._request(self._rows[-1])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section] if 0 <= section < len(COLUMNS) else None
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        case = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(case, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            # Qt would read a name with `<` as markup: escape what users typed.
            from html import escape

            return escape(f"{case.number} · {case.title}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()]}: {self._cell(case, index.column())}"
        return None

    def _cell(self, case: CaseListRow, column: int) -> str:
        if column == 4:
            return wording.due_chip(case.next_due_at, self._now()).text if case.next_due_at else ""
        return (
            case.number,
            case.title,
            case.who,
            case.status.label,
            "",
            wording.day(wording.to_local(case.updated_at).date()),
        )[column]
