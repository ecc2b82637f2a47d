"""What stands in fields and is not sent yet: read from the screen, kept in the vault, put back after unlocking.

A page says in `unsent` what it has and takes it back in `give_back`; for whole forms `read_fields` and
`fill_fields` do the work. Kept every second in which something was typed, and at once when the vault locks.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from twijs_desk.gui.background import Runner
from twijs_desk.gui.widgets import ChoiceField, ChoiceRow, MomentField

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk

UNSENT, SPOT = "unsent", "spot"
_KINDS = (QPlainTextEdit, QLineEdit, MomentField, ChoiceField, QCheckBox, ChoiceRow)


def _fields(root: QWidget) -> Iterator[tuple[str, QWidget]]:
    """Every field below `root` with a name that is the same after the screen was made again."""
    seen: dict[str, int] = {}
    for field in root.findChildren(QWidget):
        if not isinstance(field, _KINDS):
            continue
        inside = field.parentWidget()
        if isinstance(inside, MomentField | QComboBox) or "qt_spinbox" in field.objectName():
            continue
        if isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal:
            continue  # a secret is never kept
        name = f"{type(field).__name__} {field.accessibleName()}"
        seen[name] = seen.get(name, -1) + 1
        yield f"{name} {seen[name]}", field


def read_fields(root: QWidget) -> dict[str, Any]:
    """The value of every field in a form, by name."""
    return {name: _value(field) for name, field in _fields(root)}


def fill_fields(root: QWidget, values: dict[str, Any]) -> None:
    """Put the values back in the fields that are there."""
    # Choices first: they decide which other fields a form shows and what it suggests in them.
    fields = sorted(_fields(root), key=lambda pair: not isinstance(pair[1], ChoiceField | ChoiceRow))
    for name, field in fields:
        if name in values:
            _put(field, values[name])


def _value(field: QWidget) -> Any:
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, MomentField):
        at = field.moment()
        return at.isoformat() if at else ""
    if isinstance(field, QCheckBox):
        return field.isChecked()
    return field.value() if isinstance(field, ChoiceField | ChoiceRow) else None


def _put(field: QWidget, value: Any) -> None:
    if isinstance(field, QPlainTextEdit):
        if field.toPlainText() != value:
            field.setPlainText(str(value))
    elif isinstance(field, QLineEdit):
        field.setText(str(value))
    elif isinstance(field, MomentField):
        field.set_moment(datetime.fromisoformat(value) if value else None)
    elif isinstance(field, QCheckBox):
        field.setChecked(bool(value))
    elif isinstance(field, ChoiceField | ChoiceRow) and value:
        field.set_value(str(value))


def cursor_of(field: QWidget | None) -> int:
    """Where in the text of the field the keyboard is; -1 for what holds no text."""
    if isinstance(field, QPlainTextEdit):
        return int(field.textCursor().position())
    return int(field.cursorPosition()) if isinstance(field, QLineEdit) else -1


def set_cursor(field: QWidget, place: int) -> None:
    if place < 0:
        return
    if isinstance(field, QPlainTextEdit):
        cursor = field.textCursor()
        cursor.setPosition(min(place, len(field.toPlainText())))
        field.setTextCursor(cursor)
    elif isinstance(field, QLineEdit):
        field.setCursorPosition(place)
        field.deselect()


class Unsent:
    """Writes what `collect` finds when it changed since the last time."""

    def __init__(self, desk: "Desk", background: Runner, collect: Callable[[], dict[str, Any]]) -> None:
        self.desk, self.background, self._collect = desk, background, collect
        self._kept: dict[str, Any] = {}

    def known(self, body: dict[str, Any]) -> None:
        """This is in the vault already."""
        self._kept = body

    def keep(self) -> None:
        """On the vault thread; nothing when nothing changed."""
        body = self._collect()
        if body == self._kept:
            return
        self._kept, desk = body, self.desk

        def work() -> None:
            from twijs_desk.casework import scraps

            scraps.keep(desk, UNSENT, body)

        # A full disk is told where the user saves; this is only the safety net under it.
        self.background.run(work, lambda _nothing: None, lambda _error: None)


def keep_spot(desk: "Desk", spot: dict[str, Any]) -> None:
    """Where the user is; on the vault thread, when the draft on the page has got its number."""
    from twijs_desk.casework import scraps

    scraps.keep(desk, SPOT, _plain(spot))


def _plain(value: Any) -> Any:
    """Ids and words as they can be kept; a draft on its way is its number by now."""
    if isinstance(value, dict):
        return {
            ("draft_id" if key == "draft_key" else str(key)): (
                getattr(each, "id", None) if key == "draft_key" else _plain(each)
            )
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
