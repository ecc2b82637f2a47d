"""Tab goes where the eye goes: in the order of the layouts, also past what was made later than its neighbours."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def arrange(root: QWidget) -> None:
    """Qt follows the order in which widgets were made: a form would have its button before its fields."""
    for first, second in pairwise(reading_order(root)):
        QWidget.setTabOrder(first, second)


def reading_order(root: QWidget) -> list[QWidget]:
    return [each for each in _walk(root) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]


def _walk(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield from _walk(inside)
        return
    layout = widget.layout()
    if layout is not None:
        yield from _walk_layout(layout)
    elif not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        # A splitter or a row of tabs places its parts itself.
        parts = [each for each in widget.children() if isinstance(each, QWidget) and not each.isWindow()]
        for part in sorted(parts, key=lambda part: (part.y(), part.x())):
            yield from _walk(part)


def _walk_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inside, widget = item.layout(), item.widget()
        if widget is not None:
            yield from _walk(widget)
        elif inside is not None:
            yield from _walk_layout(inside)
