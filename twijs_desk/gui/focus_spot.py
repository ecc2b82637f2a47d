"""Which field had the keyboard, in words that survive closing and opening the desk again."""

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


def field_key(root: QWidget, widget: QWidget | None) -> tuple[str, str, int] | None:
    if widget is None or not isValid(widget):
        return None
    kind, name = type(widget).__name__, widget.accessibleName()
    equals = [each for each in root.findChildren(type(widget)) if each.accessibleName() == name]
    return (kind, name, equals.index(widget)) if widget in equals else None


def find_field(root: QWidget, key: tuple[str, str, int]) -> QWidget | None:
    kind, name, rank = key
    equals = [
        each
        for each in root.findChildren(QWidget)
        if type(each).__name__ == kind and each.accessibleName() == name and each.isVisibleTo(root)
    ]
    return equals[rank] if rank < len(equals) else None
