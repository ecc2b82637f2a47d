"""All letters as a table, filtered in memory: a school makes dozens a year, not thousands."""

from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from twijs_desk.casework import wording
from twijs_desk.casework.rows import LetterRow

COLUMNS = ("Brief", "Aan", "Zaak", "Kenmerk", "Status", "Bewaard")
Index = QModelIndex | QPersistentModelIndex


class LetterTableModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[LetterRow, ...] = ()
        self._rows: list[LetterRow] = []
        self._text = ""

    def show(self, rows: tuple[LetterRow, ...]) -> None:
        self._all = rows
        self.search(self._text)

    def search(self, text: str) -> None:
        self._text = text
        words = text.casefold().split()
        self.beginResetModel()
        self._rows = [
            row for row in self._all if all(word in " ".join(_cells(row)).casefold() for word in words)
        ]
        self.endResetModel()

    def letter(self, row: int) -> LetterRow:
        return self._rows[row]

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
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(row)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return escape(f"{row.title} · {row.to_name}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()]}: {_cells(row)[index.column()]}"
        return None


def _cells(row: LetterRow) -> tuple[str, ...]:
    return (
        f"{row.code} · {row.title}",
        row.to_name,
        row.case_number,
        row.reference,
        row.status.label,
        wording.day(wording.to_local(row.saved_at).date()),
    )
