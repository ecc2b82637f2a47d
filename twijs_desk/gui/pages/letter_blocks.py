"""The blocks of a letter as rows that unfold: an editor or fields where something may be changed, and a plain
look with the reason where it may not."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from twijs_desk.casework import wording
from twijs_desk.casework.rows import BlockView, FieldView
from twijs_desk.gui.widgets import (
    Chip,
    ChoiceField,
    ChoiceRow,
    DateField,
    LineField,
    LinkButton,
    MomentField,
    Text,
    TextField,
    labelled,
)
from twijs_desk.gui.widgets.rows import Edge, RowButton

WAIT_MS = 500
MARKS = {
    "wet": "De wet vraagt deze tekst. U kunt hem daarom niet wijzigen.",
    "cao": "De cao vraagt deze tekst. U kunt hem daarom niet wijzigen.",
    "beleid": "Beleid van de stichting. U kunt deze tekst hier niet wijzigen.",
    "": "Vaste tekst. U kunt hem hier niet wijzigen.",
}
SHORT_CHOICE = 3


def structure(block: BlockView) -> tuple[object, ...]:
    """What must be the same for a row to be kept while its words change."""
    return (block.id, block.kind, tuple((f.id, f.kind, f.options) for f in block.fields))


class FieldBox(QWidget):
    """One field in the form its kind asks for. `typed(value)` at every change; empty is ''."""

    typed = Signal(str)

    def __init__(self, field: FieldView, now: datetime) -> None:
        super().__init__()
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.control: QWidget
        self._build(field, now)
        if isinstance(self.control, ChoiceRow):
            column.addWidget(Text(field.label, "bold"))
            column.addWidget(self.control)
            if field.hint:
                column.addWidget(Text(field.hint, "small", "text2"))
        else:
            column.addWidget(labelled(field.label, self.control, required=field.required and not field.value))
            self.control.setAccessibleDescription(field.hint)
            if field.hint:
                column.addWidget(Text(field.hint, "small", "text2"))
        self.set_value(field.value)
        self._connect()

    def _build(self, field: FieldView, now: datetime) -> None:
        if field.kind in {"date", "moment"}:
            self.control = DateField() if field.kind == "date" else MomentField()
            self.control.suggest(now.replace(second=0, microsecond=0))
        elif field.options and len(field.options) <= SHORT_CHOICE:
            self.control = ChoiceRow(field.label, list(field.options))
        elif field.options:
            self.control = ChoiceField([("", self.tr("Maak een keuze")), *field.options])
        elif field.kind == "paragraphs":
            self.control = TextField(lines=3)
        else:
            self.control = LineField()
            if field.kind == "number":
                self.control.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def _connect(self) -> None:
        control = self.control
        if isinstance(control, LineField):
            control.textChanged.connect(self.typed)
        elif isinstance(control, TextField):
            control.textChanged.connect(lambda: self.typed.emit(control.toPlainText()))
        elif isinstance(control, MomentField):
            control.changed.connect(lambda: self.typed.emit(self.value()))
        elif isinstance(control, ChoiceField):
            control.currentIndexChanged.connect(lambda _i: self.typed.emit(control.value()))
        elif isinstance(control, ChoiceRow):
            control.changed.connect(self.typed)

    def value(self) -> str:
        control = self.control
        if isinstance(control, LineField):
            return control.text()
        if isinstance(control, TextField):
            return control.toPlainText()
        if isinstance(control, MomentField):
            if isinstance(control, DateField):
                day = control.day()
                return day.isoformat() if day else ""
            at = control.moment()
            return wording.to_local(at).replace(tzinfo=None).isoformat(timespec="minutes") if at else ""
        return control.value() if isinstance(control, ChoiceField | ChoiceRow) else ""

    def set_value(self, value: str) -> None:
        """Show a value without telling anyone."""
        control = self.control
        if isinstance(control, MomentField):
            control.set_moment(_local(value))
            return
        control.blockSignals(True)
        if isinstance(control, LineField):
            control.setText(value)
        elif isinstance(control, TextField):
            control.setPlainText(value)
        elif isinstance(control, ChoiceField | ChoiceRow):
            control.set_value(value)
        control.blockSignals(False)

    def focus_target(self) -> QWidget:
        if isinstance(self.control, ChoiceRow):
            chosen = [choice for choice in self.control.choices if choice.isChecked()]
            return (chosen or self.control.choices)[0]
        return self.control


class BlockRow(QFrame):
    """One block. `field_typed(id, value)` and `text_typed(block, text)` half a second after the last key."""

    opened = Signal(str)
    field_typed = Signal(str, str)
    text_typed = Signal(str, str)
    restore_asked = Signal(str)

    def __init__(self, block: BlockView, now: datetime) -> None:
        super().__init__()
        self.block, self._now = block, now
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.head = RowButton("", chevron="chevron-right")
        self.head.clicked.connect(self.toggle)
        self._column.addWidget(self.head)
        self._inside: QWidget | None = None
        self.fields: dict[str, FieldBox] = {}
        self.editor: TextField | None = None
        self._restore: LinkButton | None = None
        self._own: Chip | None = None
        self._timers: dict[str, QTimer] = {}
        self._acts: dict[str, Callable[[], None]] = {}
        self.show_block(block)

    # Showing ----

    def is_open(self) -> bool:
        return self._inside is not None and not self._inside.isHidden()

    def show_block(self, block: BlockView) -> None:
        """Other words for the same block; what the user is typing in stays as it is."""
        self.block = block
        locked = block.kind in {"locked", "clause"} and not block.fields
        icon, tone = ("lock", "text2") if locked else ("circle-check", "ok")
        if not block.complete:
            icon, tone = "circle-alert", "warn"
        state = self.tr("vast") if locked else self.tr("klaar")
        if not block.complete:
            state = self.tr("nog aanvullen")
        detail = self._detail(block, locked=locked)
        self.head.set_row(
            block.heading,
            detail,
            icon,
            tone,
            chevron="chevron-down" if self.is_open() else "chevron-right",
            name=", ".join(part for part in (block.heading, state, detail) if part),
        )
        for field in block.fields:
            box = self.fields.get(field.id)
            if (
                box is not None
                and f"field:{field.id}" not in self._busy()
                and not box.focus_target().hasFocus()
            ):
                box.set_value(field.value)
        if self.editor is not None:
            if "text" not in self._busy() and not self.editor.hasFocus():
                _set_text(self.editor, block.text)
            self._show_own()

    def _busy(self) -> set[str]:
        return {key for key, timer in self._timers.items() if timer.isActive()}

    def _detail(self, block: BlockView, *, locked: bool) -> str:
        if not block.complete:
            return self.tr("Hier moet nog iets bij")
        if locked:
            return (
                self.tr("Vaste tekst, bron: {source}").format(source=block.source)
                if block.source
                else block.hint
            )
        lines = [line.strip(" ,") for line in block.text.splitlines() if line.strip()]
        first = " ".join(line if line[-1:] in ".:;?!" else f"{line}," for line in lines).rstrip(",")
        shown = block.heading.removesuffix("…")
        if block.heading.endswith("…") and first.startswith(shown):
            # The heading is the beginning of the text itself: go on where it stops.
            first = "…" + first[len(shown) :]
        return first[:110] + ("…" if len(first) > 110 else "")

    def toggle(self) -> None:
        if self.is_open():
            self.fold()
        else:
            self.unfold()
            self.opened.emit(self.block.id)

    def fold(self) -> None:
        self.flush()
        if self._inside is not None:
            self._inside.hide()
        self.show_block(self.block)

    def unfold(self) -> None:
        if self._inside is None:
            self._inside = self._build_inside()
            self._column.addWidget(self._inside)
        self._inside.show()
        self.show_block(self.block)

    def _build_inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 6, 16, 16)
        column.setSpacing(12)
        block = self.block
        for field in block.fields:
            box = FieldBox(field, self._now)
            box.typed.connect(
                self._later(f"field:{field.id}", lambda value, f=field.id: self.field_typed.emit(f, value))
            )
            self.fields[field.id] = box
            column.addWidget(box)
        if block.kind == "editable":
            if block.hint:
                column.addWidget(Text(block.hint, "small", "text2"))
            self.editor = TextField(block.text, lines=6)
            self.editor.setAccessibleName(self.tr("Tekst van {heading}").format(heading=block.heading))
            self.editor.setAccessibleDescription(block.hint)
            later = self._later("text", lambda value: self.text_typed.emit(self.block.id, value))
            editor = self.editor
            editor.textChanged.connect(lambda: later(editor.toPlainText()))
            column.addWidget(editor)
            row = QHBoxLayout()
            self._own = Chip(self.tr("Eigen tekst"), "neutral", "pencil")
            self._restore = LinkButton(self.tr("Standaardtekst terug"))
            self._restore.clicked.connect(self._on_restore_clicked)
            row.addWidget(self._own)
            row.addStretch(1)
            row.addWidget(self._restore)
            column.addLayout(row)
            self._show_own()
        elif block.kind in {"locked", "clause"}:
            column.addWidget(self._locked(block))
        return inside

    def _locked(self, block: BlockView) -> QWidget:
        """Fixed text looks fixed and says why: a dashed frame, a lock, the mark and the source."""
        frame = Edge()
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        look = {"wet": "Wet", "cao": "Cao", "beleid": "Beleid"}.get(block.mark, self.tr("Vast"))
        column.addWidget(Chip(look, "neutral", "lock"), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Text(block.text, "body", "text2", selectable=True))
        why = self.tr(MARKS.get(block.mark, MARKS[""]))
        if block.source:
            why += " " + self.tr("Bron: {source}.").format(source=block.source)
        column.addWidget(Text(why, "small", "text2"))
        frame.setAccessibleName(f"{block.heading}: {why}")
        return frame

    def _show_own(self) -> None:
        if self._own is not None and self._restore is not None:
            self._own.setVisible(not self.block.standard)
            self._restore.setVisible(not self.block.standard)

    def _on_restore_clicked(self) -> None:
        timer = self._timers.get("text")
        if timer is not None:
            timer.stop()
        if self.editor is not None:
            self.editor.clearFocus()
        self.restore_asked.emit(self.block.id)

    # Saving ----

    def _later(self, key: str, act: Callable[[str], None]) -> Callable[[str], None]:
        """Call `act` with the last value, half a second after the last change, or at `flush`."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(WAIT_MS)
        last = [""]

        def fire() -> None:
            act(last[0])

        timer.timeout.connect(fire)
        self._timers[key], self._acts[key] = timer, fire

        def later(value: str) -> None:
            last[0] = value
            timer.start()

        return later

    def flush(self) -> None:
        """Hand out now what still waits."""
        for key, timer in self._timers.items():
            if timer.isActive():
                timer.stop()
                self._acts[key]()

    def focus(self, field_id: str = "") -> None:
        """Unfold and put the keyboard in this field, or in the first there is."""
        self.unfold()
        self.opened.emit(self.block.id)
        box = self.fields.get(field_id) or next(iter(self.fields.values()), None)
        target = box.focus_target() if box is not None else self.editor or self.head
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _set_text(editor: TextField, text: str) -> None:
    if editor.toPlainText() != text:
        editor.blockSignals(True)
        editor.setPlainText(text)
        editor.blockSignals(False)


def _local(value: str) -> datetime | None:
    """ISO text as naive local time; None for what is no date."""
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return wording.to_local(found).replace(tzinfo=None) if found.tzinfo else found
