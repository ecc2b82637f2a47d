"""Building blocks of the visual language (guide/looks/tokens.md), for every page.

**Look.** `theme.color("accent")` and `theme.font("h2")` at paint time, never stored. Icons: copy the Lucide
SVG into `resources/icons/`, then `icons.paint(painter, "phone", rect, "accent")`, `Icon("phone", 20)`
(decoration) or `Button("Bel nu", icon="phone")`. Style by `setProperty("kind", ...)` (see `ui/theme.qss`);
call `restyle(widget)` after a change. No fonts in QSS; no fixed colours in Python.

**Words.** `Text(text, role, tone, wrap=, selectable=)`: plain text always (names stay names); `h1() h2()
h3()`; roles: phone h1 question h2 h3 lead body bold button small chip; tones: text text2 text3 accent
danger warn ok. `isolate(text)` around typed words inside our own line; `announce(widget, text)` for a
screen reader. `Icon(name, size, tone, ground="tint", box=40)`, `Line(vertical=)`, `Progress(2, 6,
"Beoordeling")`.

**Marks.** `level_badge("must" | "should" | "may" | "barred" | "required" | "allowed")`, `due_chip(state,
text)` (state of `wording.due_chip`, or `done`), `Chip(text, look, icon)` with looks of `chips.LOOKS`.

**Actions.** `primary(text, icon)` once per page, `tonal`, `outlined`, `quiet`; `Button(...,
height=32|40|48, shortcut=, name=)`; `LinkButton`, `SourceLink(source_id, label)` (signal `asked(str)`),
`IconButton(icon, name)`, `Kbd("Ctrl+Enter")`. `ChoiceRow(name, [(value, label)])`: `value()`,
`set_value()`, signal `changed(str)`; `Choice` is a painted QRadioButton.

**Fields.** `labelled(label, field, hint)` gives label + field with buddy and accessible name; `LineField`,
`TextField`, `ChoiceField([(value, label)])`, `MomentField` / `DateField` (may be empty; `moment()` is aware
UTC, `DateField.day()` a date), `SaveState` (`working()`, `saved(at, prefix, seconds=True)`,
`failed(text)`).

**Surfaces.** `Card(title, kind="card" | "card-now" | "quiet" | "tint")` with `.add(widget)`, `.body`,
`.head`; `InlineMessage` (pages have `self.tell(level, text, actions)`), `EmptyState(icon, title, text,
button)`, `PageBody` (scroll), `FlowLayout`, `TokenRow`, `clear_layout(layout)`.

**Pages.** Subclass `gui.pages.page.Page`, set `name`, `nav`, build in `build()`, fetch in
`show_for(**context)` through `self.run(work, done)` (vault thread → GUI thread; DeskError → inline
message). Emit `navigate(name, {...})` and `saved(moment)`. Names of pages and their context:
`gui.pages.PAGES`. Leave 6 px free around controls for the focus ring; the ring itself comes from
`FocusRing`, nothing to do. Code that puts widgets between those of a form orders Tab with
`dress.tab_through`. A link or button in a column needs an alignment, or its width becomes the column's.
Never disable the main action: say what is missing on press.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twijs_desk.gui.widgets.buttons import (
        Button,
        Choice,
        ChoiceRow,
        IconButton,
        Kbd,
        LinkButton,
        SourceLink,
        outlined,
        primary,
        quiet,
        tonal,
    )
    from twijs_desk.gui.widgets.cards import Card, EmptyState, InlineMessage, PageBody, clear_layout
    from twijs_desk.gui.widgets.chips import Chip, due_chip, level_badge
    from twijs_desk.gui.widgets.fields import (
        ChoiceField,
        DateField,
        LineField,
        MomentField,
        SaveState,
        TextField,
        labelled,
    )
    from twijs_desk.gui.widgets.flow import FlowLayout
    from twijs_desk.gui.widgets.focus import FocusRing
    from twijs_desk.gui.widgets.people import PersonToken, TokenRow
    from twijs_desk.gui.widgets.text import Icon, Line, Progress, Text, announce, h1, h2, h3, isolate, restyle

_HOMES = {
    "buttons": "Button Choice ChoiceRow IconButton Kbd LinkButton SourceLink outlined primary quiet tonal",
    "cards": "Card EmptyState InlineMessage PageBody clear_layout",
    "chips": "Chip due_chip level_badge",
    "fields": "ChoiceField DateField LineField MomentField SaveState TextField labelled",
    "flow": "FlowLayout",
    "focus": "FocusRing",
    "people": "PersonToken TokenRow",
    "text": "Icon Line Progress Text announce h1 h2 h3 isolate restyle",
}
"""Where each name lives: a page loads what it uses, and the unlock window next to nothing."""
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found


__all__ = [
    "Button",
    "Card",
    "Chip",
    "Choice",
    "ChoiceField",
    "ChoiceRow",
    "DateField",
    "EmptyState",
    "FlowLayout",
    "FocusRing",
    "Icon",
    "IconButton",
    "InlineMessage",
    "Kbd",
    "Line",
    "LineField",
    "LinkButton",
    "MomentField",
    "PageBody",
    "PersonToken",
    "Progress",
    "SaveState",
    "SourceLink",
    "Text",
    "TextField",
    "TokenRow",
    "announce",
    "clear_layout",
    "due_chip",
    "h1",
    "h2",
    "h3",
    "isolate",
    "labelled",
    "level_badge",
    "outlined",
    "primary",
    "quiet",
    "restyle",
    "tonal",
]
