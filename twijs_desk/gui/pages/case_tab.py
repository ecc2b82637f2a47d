"""What every tab of a case has in common: it shows a `CaseView` and acts through the page."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from twijs_desk.casework.rows import CaseView, RouteRow
from twijs_desk.gui.widgets import (
    Button,
    Card,
    FlowLayout,
    LineField,
    MomentField,
    Text,
    TextField,
    labelled,
    outlined,
    tonal,
)
from twijs_desk.gui.widgets.party_switch import PartySwitch
from twijs_desk.gui.widgets.text import announce

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk

Act = Callable[..., None]
"""`act(work, refused, after=None)`: `work` on the vault thread, then the case is shown anew and `after()` called;
a DeskError goes to `refused(error)` and nothing that was typed is lost."""


def reveal(widget: QWidget) -> None:
    """Scroll the page around a widget until it can be seen."""
    walk = widget.parentWidget()
    while walk is not None and not isinstance(walk, QScrollArea):
        walk = walk.parentWidget()
    if isinstance(walk, QScrollArea):
        walk.ensureWidgetVisible(widget, 0, 24)


class TabStack(QStackedWidget):
    """As high as the tab that is shown, not as the highest of all."""

    def sizeHint(self) -> Any:
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else super().sizeHint()

    def minimumSizeHint(self) -> Any:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        shown = self.currentWidget()
        return bool(shown is not None and shown.hasHeightForWidth())

    def heightForWidth(self, width: int) -> int:
        shown = self.currentWidget()
        return shown.heightForWidth(width) if shown is not None else super().heightForWidth(width)


class CaseTab(QWidget):
    """Gets `desk` and the two ways to the vault from the page; never opens another page itself."""

    navigate = Signal(str, dict)
    party_chosen = Signal(str)
    """The person whose route and measures the case shows, when it is about more than one."""

    def __init__(self, desk: "Desk", act: Act, run: Callable[..., None]) -> None:
        super().__init__()
        self.desk, self.act, self.run = desk, act, run
        self.view: CaseView | None = None
        self.party_id = ""
        self.switch: PartySwitch | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 12, 0, 0)
        self.column.setSpacing(12)
        self.build()

    def build(self) -> None:
        """Make the widgets, once."""

    def show_case(self, view: CaseView) -> None:
        """Show this case; called when the tab comes up and after every change."""

    def forms(self) -> "dict[str, tuple[InlineForm, Callable[[str], object]]]":
        """The forms of this tab by name, each with how to open it for the same thing again."""
        return {}

    def add_switch(self) -> None:
        """A row to choose the person, for a tab that is about one person at a time."""
        self.switch = PartySwitch()
        self.switch.chosen.connect(self.party_chosen)
        self.column.addWidget(self.switch)

    def person(self, view: CaseView) -> RouteRow | None:
        """Whom this tab is about now; shown in the switch. None for a case without routes."""
        first = view.routes[0] if view.routes else None
        shown = next((route for route in view.routes if route.party_id == self.party_id), first)
        if self.switch is not None:
            self.switch.show_routes(view.routes, shown.party_id if shown else "")
        return shown

    def heightForWidth(self, width: int) -> int:
        # A stack is as high as its highest page, hidden or not: a short tab would stand in a very long empty card.
        return 0 if self.isHidden() else super().heightForWidth(width)

    def sizeHint(self) -> QSize:
        return QSize() if self.isHidden() else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize() if self.isHidden() else super().minimumSizeHint()

    def change_case(self, case_id: str) -> None:
        """Another case comes on screen: no open form of the last one may stay, or it would end up in this one."""
        self.party_id = ""
        for form in self.findChildren(InlineForm):
            form.change_case(case_id)


class InlineForm(Card):
    """A small form in the page itself, with one button that does it and one that leaves it.

    What was typed waits with the case it was typed for. The button is tonal: the page has its own primary one.
    """

    def __init__(self, title: str, do: str, *, kind: str = "quiet") -> None:
        super().__init__(title, kind=kind, spacing=12)
        self._case_id = ""
        self._typed: dict[str, list[str]] = {}
        self.way_in = ""
        """What this form was opened for (a measure, a person), to open it again after a lock."""
        self.fields = QVBoxLayout()
        self.fields.setSpacing(12)
        self.body.addLayout(self.fields)
        self.error = Text("", "body", "danger")
        self.error.hide()
        self.body.addWidget(self.error)
        row = QWidget()
        flow = FlowLayout(row, spacing=10)
        flow.setContentsMargins(0, 4, 0, 4)
        self.do_button: Button = tonal(do)
        self.cancel_button: Button = outlined(self.tr("Annuleren"))
        flow.addWidget(self.do_button)
        flow.addWidget(self.cancel_button)
        self.body.addWidget(row)
        self.cancel_button.clicked.connect(self.close_form)
        self.hide()

    def open_form(self, focus: QWidget | None = None) -> None:
        self.error.hide()
        self.show()
        QTimer.singleShot(0, self, self._reveal)
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal(self) -> None:
        """Bring the form into view once the page has made room for it."""
        reveal(self)

    def close_form(self) -> None:
        self.hide()

    def change_case(self, case_id: str) -> None:
        """Keep the words for the case they belong to, give back those of the other; days and ticks start anew."""
        if case_id == self._case_id:
            return
        texts, lines = self.findChildren(TextField), self.findChildren(LineField)
        self._typed[self._case_id] = [*(t.toPlainText() for t in texts), *(line.text() for line in lines)]
        words = self._typed.pop(case_id, [""] * (len(texts) + len(lines)))
        self._case_id = case_id
        for text, word in zip(texts, words, strict=False):
            text.setPlainText(word)
        for line, word in zip(lines, words[len(texts) :], strict=False):
            line.setText(word)
        for moment in self.findChildren(MomentField):
            moment.set_moment(None)
        for tick in self.findChildren(QCheckBox):
            tick.setChecked(False)
        self.close_form()

    def parked(self) -> dict[str, list[str]]:
        """The words that wait here for cases other than the one that is shown."""
        return {case: words for case, words in self._typed.items() if case and any(words)}

    def park(self, typed: dict[str, list[str]]) -> None:
        self._typed |= typed

    def refuse(self, error: Exception) -> None:
        """Say in the form itself why it was not accepted; everything typed stays."""
        self.error.setText(str(error))
        said = self.tr("Niet vastgelegd: {text}").format(text=str(error))
        self.error.setAccessibleName(said)
        self.error.show()
        announce(self.error, said)

    def pair(self, *boxes: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for box in boxes:
            row.addWidget(box, 1)
        self.fields.addLayout(row)

    def text(self, label: str, hint: str = "", *, lines: int = 2, required: bool = False) -> TextField:
        field = TextField(lines=lines)
        self.fields.addWidget(labelled(label, field, hint, required=required))
        return field
