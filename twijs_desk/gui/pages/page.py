"""What every page is and may count on."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from twijs_desk.gui.background import Runner, is_alive
from twijs_desk.gui.widgets.cards import InlineMessage, PageBody
from twijs_desk.gui.widgets.tab_order import arrange

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk


class Page(QWidget):
    """One screen in the stack. Made when it is first shown, kept until the vault locks.

    A subclass sets `name` (how `navigate` finds it) and `nav` (which rail item lights up), builds its
    widgets in
    `build`, and asks casework in `show_for`. With `scrolling = True` it adds to `self.body`, a padded
    column that
    scrolls; with False `self.body` is a bare column that fills the page. `self.foot()` gives a sticky row
    below.
    """

    name = ""
    nav = ""
    scrolling = True

    navigate = Signal(str, dict)
    """Page name and context: `navigate.emit("case", {"case_id": ...})`; `navigate.emit("back", {})` goes
    back."""
    saved = Signal(object)
    """An aware datetime: something was written at that moment (shown in the top bar)."""

    def __init__(self, desk: "Desk", background: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.background = background
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.message = InlineMessage()
        self._message_home = QVBoxLayout()
        self._message_home.setContentsMargins(24, 0, 24, 0)
        self._message_home.addWidget(self.message)
        outer.addLayout(self._message_home)
        self.message.closed.connect(lambda: self._message_home.setContentsMargins(24, 0, 24, 0))
        self.scroller: PageBody | None = None
        if self.scrolling:
            self.scroller = PageBody()
            self.body = self.scroller.body
            outer.addWidget(self.scroller, 1)
        else:
            self.body = QVBoxLayout()
            self.body.setContentsMargins(0, 0, 0, 0)
            self.body.setSpacing(0)
            outer.addLayout(self.body, 1)
        self._outer = outer
        self.build()

    def build(self) -> None:
        """Make the widgets, once."""

    def show_for(self, **context: Any) -> None:
        """Fetch and show; called every time the page comes up, also when the user comes back to it."""

    def leave(self) -> None:
        """Called before another page comes up or the vault locks: save what is being typed."""

    def resume_context(self) -> dict[str, Any]:
        """What to add to the context to come back exactly here after a lock (a draft's id, for instance)."""
        return {}

    def unsent(self) -> dict[str, Any]:
        """What is typed or chosen here and neither sent nor a draft; plain values, empty when there is none."""
        return {}

    def give_back(self, unsent: dict[str, Any]) -> None:
        """What `unsent` said before the vault locked or the program stopped; before the page shows anything."""

    def step_back(self) -> bool:
        """Alt+Left inside the page (the question before this one); False leaves the key to the window."""
        return False

    def first_focus(self) -> QWidget | None:
        """Where the keyboard starts on this page."""
        return None

    def foot(self) -> QHBoxLayout:
        """The sticky row under the page (height 64)."""
        bar = QFrame()
        bar.setProperty("kind", "foot")
        bar.setMinimumHeight(64)
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(12)
        row.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._outer.addWidget(bar)
        return row

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """`work` on the vault thread, `done` here; a DeskError becomes this page's inline message."""
        self.background.run(work, self._while_here(done), self._while_here(failed or self.show_error))

    def render(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """The same on the render thread: `work` may not touch the desk."""
        self.background.render(work, self._while_here(done), self._while_here(failed or self.show_error))

    def _while_here(self, call: Callable[[Any], object]) -> Callable[[Any], object]:
        """An answer that comes when the vault has locked meanwhile finds nobody: the page is gone."""

        def deliver(result: Any) -> None:
            if isValid(self) and is_alive(call):
                call(result)

        return deliver

    def focusNextPrevChild(self, forward: bool) -> bool:
        arrange(self)
        return super().focusNextPrevChild(forward)

    def show_error(self, error: Exception) -> None:
        self.tell("error", str(error))

    def tell(self, level: str, text: str, actions: tuple[tuple[str, Callable[[], object]], ...] = ()) -> None:
        """An inline message on top of the page: info, warn, error or ok, with buttons if wanted."""
        self._message_home.setContentsMargins(24, 16, 24, 0)
        self.message.show_message(level, text, actions)
