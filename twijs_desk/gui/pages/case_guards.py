"""*Eerst dit*: what goes before a decision, with what the case already shows, what is confirmed here and what lacks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework.rows import GuardRow
from twijs_desk.gui.widgets import Icon, Text, TextField, clear_layout, labelled

MARK_WIDTH = 20


class GuardLine(QWidget):
    """One guard: ticked by the case, to be confirmed, or missing with what to do."""

    changed = Signal()

    def __init__(self, row: GuardRow, *, ticked: bool) -> None:
        super().__init__()
        self.row = row
        self.tick: QCheckBox | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        law = self.tr("Wet: kan niet worden overgeslagen.")
        if row.confirm:
            self.tick = QCheckBox()
            self.tick.setFixedWidth(MARK_WIDTH)
            self.tick.setChecked(ticked)
            self.tick.setAccessibleName(row.title)
            self.tick.setAccessibleDescription(" ".join(filter(None, (row.missing, self._law(law)))))
            self.tick.toggled.connect(self._on_toggled)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            mark: QWidget = self.tick
        elif row.met:
            mark = Icon("circle-check", 18, "ok")
        else:
            mark = Icon("circle" if row.skipped_reason else "circle-alert", 18, "warn")
        if row.confirm:
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        else:
            mark.setFixedWidth(MARK_WIDTH)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(row.title, "body"))
        self.more = Text("", "small", "text2")
        words.addWidget(self.more)
        line.addLayout(words, 1)
        self._refresh()

    def _law(self, words: str) -> str:
        return words if self.row.level == "law" else ""

    @property
    def open(self) -> bool:
        """Still in the way, unless it is of policy and a reason is given."""
        ticked = self.tick is not None and self.tick.isChecked()
        return not (self.row.met or ticked or (self.row.skipped_reason and self.row.level != "law"))

    def _refresh(self) -> None:
        row = self.row
        parts = []
        if row.skipped_reason and not row.met:
            parts.append(self.tr("Niet gedaan, want: {reason}").format(reason=row.skipped_reason))
        if self.open:
            parts += [row.missing, self._law(self.tr("Wet: kan niet worden overgeslagen."))]
        self.more.setText(" ".join(filter(None, parts)))
        self.more.setVisible(bool(self.more.text()))
        state = self.tr("Nog nodig") if self.open else self.tr("Gedaan")
        said = " ".join(filter(None, (f"{state}: {row.title}.", self.more.text())))
        self.setAccessibleName(said)

    def _on_toggled(self) -> None:
        self._refresh()
        self.changed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The words beside the box work as the box does."""
        if self.tick is not None and event.button() == Qt.MouseButton.LeftButton:
            self.tick.toggle()
            self.tick.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mouseReleaseEvent(event)


class GuardList(QWidget):
    """The guards of one measure, and the one reason for passing what is policy."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.setAccessibleName(self.tr("Eerst dit"))
        column.addWidget(Text(self.tr("Eerst dit"), "bold"))
        column.addWidget(
            Text(
                self.tr(
                    "Nodig voor het besluit. Een voornemen, zonder besluitdatum, kunt u altijd vastleggen."
                ),
                "small",
                "text2",
            )
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self.reason = TextField(lines=2)
        self.reason_box = labelled(
            self.tr("Waarom slaat u iets over?"), self.reason, self.tr("Dit komt in het logboek")
        )
        column.addWidget(self.reason_box)
        self.lines: list[GuardLine] = []
        self._ask_reason = False
        self.show_rows(())

    def show_rows(self, rows: Sequence[GuardRow], *, keep: bool = False) -> None:
        """`keep`: the same measure again, so what was ticked stays ticked."""
        ticked = set(self.met()) if keep else set()
        if not keep:
            self._ask_reason = False
        clear_layout(self._rows)
        self.lines = [GuardLine(row, ticked=row.id in ticked) for row in rows]
        for line in self.lines:
            line.changed.connect(self._refresh)
            self._rows.addWidget(line)
        self._refresh()

    def ask_reason(self) -> None:
        """The decision was refused: what the form itself asks can be policy too, and be passed with a reason."""
        self._ask_reason = True
        self._refresh()

    def _refresh(self) -> None:
        policy = any(line.open and line.row.level != "law" for line in self.lines)
        self.reason_box.setVisible(policy or self._ask_reason)
        self.setVisible(bool(self.lines) or self._ask_reason)

    def met(self) -> tuple[str, ...]:
        """What the user confirmed here."""
        return tuple(line.row.id for line in self.lines if line.tick is not None and line.tick.isChecked())

    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in reading order."""
        return (*(line.tick for line in self.lines if line.tick is not None), self.reason)

    def passed_reason(self) -> str:
        """Words in a field that is hidden belong to another measure or to what is done by now."""
        return "" if self.reason_box.isHidden() else self.reason.toPlainText()
