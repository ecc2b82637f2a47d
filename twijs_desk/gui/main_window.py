"""The shell around every page: rail, top bar, page stack with history, shortcuts, lock.

Made after the vault is open. The window title never holds a name or a case.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from twijs_desk.gui import pages
from twijs_desk.gui.background import Runner
from twijs_desk.gui.focus_spot import field_key, find_field
from twijs_desk.gui.forms.ui_main_window import Ui_MainWindow
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.rail import PLACES, Rail
from twijs_desk.gui.unsent import SPOT, UNSENT, Unsent, cursor_of, keep_spot, set_cursor
from twijs_desk.gui.upkeep import BACKUP, DRILL, Upkeep
from twijs_desk.gui.widgets import Chip, Icon, Kbd, Line, SaveState, Text
from twijs_desk.gui.widgets.text import announce

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk

NARROW_BELOW = 1200


class SearchButton(QPushButton):
    """Looks like a field, opens the palette; a button, so that nothing typed is lost between the two."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "outlined")
        self.setAccessibleName("Zoek een zaak, persoon of opdracht, Ctrl+K")
        self.setMinimumSize(220, 32)
        self.setMaximumWidth(360)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 8, 0)
        row.addWidget(Icon("search", 18))
        self._words = Text("", "body", "text2", wrap=False)
        row.addWidget(self._words, 1)
        row.addWidget(Kbd("Ctrl+K"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= 345
        self._words.setText(self.tr("Zoek een zaak, persoon of opdracht") if wide else self.tr("Zoeken"))


class MainWindow(QWidget):
    lock_asked = Signal()
    restore_asked = Signal()
    """Put a backup back: that is done at the door, when this vault is closed."""

    def __init__(self, desk: "Desk", background: Runner, start: str = "overview") -> None:
        super().__init__()
        self.desk, self.background = desk, background
        self.form = Ui_MainWindow()
        self.form.setupUi(self)
        self.setMinimumSize(640, 360)
        self.form.stack.setAccessibleName("Pagina")
        self.rail = Rail(self.form.rail)
        self.rail.chosen.connect(self.open)
        self.rail.locked.connect(self.lock)
        self._build_top()
        policy = self.form.busy_bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.form.busy_bar.setSizePolicy(policy)
        self.form.busy_bar.hide()
        self._pages: dict[str, Page] = {}
        self._history: list[tuple[str, dict[str, Any]]] = []
        self._current: tuple[str, dict[str, Any]] | None = None
        self._announced: datetime | None = None
        self.upkeep = Upkeep(desk, background, self)
        self.upkeep.changed.connect(self._on_upkeep_changed)
        self._returned: dict[str, dict[str, Any]] = {}
        """What pages that are not made yet get back of what was typed in them before."""
        self.unsent = Unsent(desk, background, self._collect_unsent)
        self._build_shortcuts()
        busy = getattr(background, "busy_changed", None)
        if busy is not None:
            busy.connect(self.form.busy_bar.setVisible)
        self._fetch_unsent()
        if start:
            self.open(start)

    # Parts ----

    def _build_top(self) -> None:
        row = QHBoxLayout(self.form.top)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(20)
        self.search_button = SearchButton()
        self.search_button.clicked.connect(self.show_palette)
        row.addWidget(self.search_button, 2)
        row.addStretch(1)
        self.example_chip = Chip(self.tr("Voorbeeldschool, verzonnen gegevens"), "accent", "info")
        self.example_chip.hide()
        row.addWidget(self.example_chip)
        self.upkeep_label = Text("", "small", "text2", wrap=False)
        self.upkeep_label.hide()
        row.addWidget(self.upkeep_label)
        self.save_state = SaveState()
        row.addWidget(self.save_state)
        line = Line(vertical=True)
        line.setFixedHeight(32)
        row.addWidget(line)
        self._school_icon = Icon("school", 18)
        self.school_label = Text(self.desk.school.name, "button", "text2", wrap=False)
        self.school_label.setAccessibleName(f"School: {self.desk.school.name}")
        school = QHBoxLayout()
        school.setSpacing(8)
        school.addWidget(self._school_icon)
        school.addWidget(self.school_label)
        row.addLayout(school)

    def _build_shortcuts(self) -> None:
        self._shortcut("Ctrl+N", lambda: self.open("incident"))
        self._shortcut("Ctrl+K", self.show_palette)
        self._shortcut("Ctrl+L", self.lock)
        self._shortcut("Alt+Left", self._on_back_pressed)
        for number, (name, _text, _icon) in enumerate(PLACES, start=1):
            self._shortcut(f"Ctrl+{number}", lambda name=name: self.open(name))

    def _shortcut(self, key: str, act: Any) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(act)

    # Pages ----

    def page(self, name: str) -> Page:
        """The page of that name, made now if it was not yet."""
        if name not in self._pages:
            page: Page = pages.page_class(name)(self.desk, self.background)
            page.navigate.connect(self._on_navigate)
            page.saved.connect(self._on_saved)
            counted = getattr(page, "due_counted", None)
            if counted is not None:
                counted.connect(self.rail.set_count)
            use_upkeep = getattr(page, "use_upkeep", None)
            if use_upkeep is not None:
                use_upkeep(self.upkeep)
            restore = getattr(page, "restore_asked", None)
            if restore is not None:
                restore.connect(self.restore_asked)
            renamed = getattr(page, "school_changed", None)
            if renamed is not None:
                renamed.connect(self.school_changed)
            self._pages[name] = page
            self.form.stack.addWidget(page)
            if name in self._returned:
                page.give_back(self._returned.pop(name))
        return self._pages[name]

    def current_page(self) -> Page | None:
        return self._pages.get(self._current[0]) if self._current else None

    def place(self) -> tuple[str, dict[str, Any]] | None:
        """Where the user is, to come back to after a lock."""
        page = self.current_page()
        if self._current is None or page is None:
            return None
        return self._current[0], {**self._current[1], **page.resume_context()}

    def history(self) -> list[tuple[str, dict[str, Any]]]:
        return list(self._history)

    # What is not sent, and the way back after a lock ----

    def _fetch_unsent(self) -> None:
        """Before the first page asks for anything, so that it arrives before what the page shows."""
        desk = self.desk

        def work() -> dict[str, Any]:
            from twijs_desk.casework import scraps

            return scraps.read(desk, UNSENT)

        self.background.run(work, self._on_unsent_fetched)

    def _on_unsent_fetched(self, body: dict[str, Any]) -> None:
        self.unsent.known(body)
        self._returned = dict(body)
        for name, page in self._pages.items():
            if name in self._returned:
                page.give_back(self._returned.pop(name))

    def _collect_unsent(self) -> dict[str, Any]:
        shown = {name: page.unsent() for name, page in self._pages.items()}
        return self._returned | {name: body for name, body in shown.items() if body}

    def keep_all(self, *, come_back: bool) -> None:
        """Everything typed goes into the vault; with `come_back` also where the user is."""
        field = self.focusWidget()
        place, key = self.place(), field_key(self, field)
        spot = {"place": place, "history": self.history(), "field": key, "cursor": cursor_of(field)}
        self.leave()
        self.unsent.keep()
        if come_back and place is not None:
            desk = self.desk
            self.background.run(lambda: keep_spot(desk, spot), _nothing, _nothing)

    def come_back(self) -> None:
        """To the page and the field where it was locked; to the overview when that is not known."""
        desk = self.desk

        def work() -> dict[str, Any]:
            from twijs_desk.casework import scraps

            return scraps.read(desk, SPOT)

        self.background.run(work, self._on_spot_fetched, self._on_spot_lost)

    def _on_spot_lost(self, _error: Exception) -> None:
        self.open("overview")

    def _on_spot_fetched(self, spot: dict[str, Any]) -> None:
        if self._current is not None:
            return  # The user was faster.
        name, context = spot.get("place") or ("overview", {})
        self._history = [(each[0], each[1]) for each in spot.get("history", [])]
        self._show(name, context)
        if spot.get("field"):
            kind, words, rank = spot["field"]
            self._find_again((kind, words, rank), int(spot["cursor"]), self.focusWidget(), tries=40)

    def _find_again(
        self, field: tuple[str, str, int], cursor: int, before: QWidget | None, tries: int
    ) -> None:
        found = find_field(self, field)
        if found is not None and found.isVisible() and (cursor <= 0 or _holds(found, cursor)):
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            set_cursor(found, cursor)
        elif tries:
            QTimer.singleShot(50, self, lambda: self._find_again(field, cursor, before, tries - 1))

    def open(self, name: str, context: dict[str, Any] | None = None) -> None:
        """Show a page and remember the one before it."""
        if self._current is not None and (name, context or {}) != self._current:
            self._history.append(self.place() or self._current)
            del self._history[:-50]
        self._show(name, context or {})

    def _on_back_pressed(self) -> None:
        page = self.current_page()
        if page is None or not page.step_back():
            self.back()

    def back(self) -> None:
        if self._history:
            self._show(*self._history.pop())

    def _show(self, name: str, context: dict[str, Any]) -> None:
        self.leave()
        page = self.page(name)
        self._current = (name, context)
        self.rail.set_current(page.nav or name)
        page.message.dismiss()
        self.form.stack.setCurrentWidget(page)
        page.show_for(**context)
        target = page.first_focus()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the current page again, for instance when a new day begins."""
        if self._current is not None:
            self._pages[self._current[0]].show_for(**self._current[1])

    def _on_navigate(self, name: str, context: dict[str, Any]) -> None:
        # After the event that asked for it: the page that emits may not be torn from under its own slot.
        QTimer.singleShot(0, self, lambda: self.back() if name == "back" else self.open(name, context))

    def _on_saved(self, at: datetime) -> None:
        self.save_state.saved(at)
        # At most once a minute: a screen reader may not talk through what is being typed.
        if self._announced is None or (at - self._announced).total_seconds() >= 60:
            self._announced = at
            announce(self.save_state, self.save_state.words.text())

    def _on_upkeep_changed(self) -> None:
        """Quietly in the top bar: a backup or a drill is under way."""
        what = self.upkeep.running
        words = {
            BACKUP: self.tr("Reservekopie {n}%"),
            DRILL: self.tr("Oefening {n}%"),
        }.get(what, "")
        self.upkeep_label.setText(words.format(n=int(self.upkeep.part * 100)))
        self.upkeep_label.setVisible(bool(what) and self.width() >= 900)

    def tell_once(self, level: str, words: str) -> None:
        """On the page that is shown."""
        page = self.current_page()
        if page is not None:
            page.tell(level, words)

    # Palette, lock, close ----

    def show_palette(self) -> None:
        from twijs_desk.gui.palette import Palette

        palette = Palette(self.desk, self.background, self)
        palette.navigate.connect(self._on_navigate)
        palette.lock_asked.connect(self.lock)
        palette.popup()

    def lock(self) -> None:
        """Ask the session to save, close the vault and show the door."""
        self.lock_asked.emit()

    def leave(self) -> None:
        """Save what is being typed on the page that is shown."""
        page = self.current_page()
        if page is not None:
            page.leave()

    def set_example(self, example: bool) -> None:
        self.example_chip.setVisible(example)
        self.upkeep.throwaway = example
        self.upkeep.changed.emit()

    def school_changed(self) -> None:
        self.school_label.setText(self.desk.school.name)
        self.school_label.setAccessibleName(f"School: {self.desk.school.name}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self.rail.set_narrow(narrow)
        self.school_label.setVisible(self.width() >= 900)
        self._school_icon.setVisible(self.width() >= 900)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()


def _holds(field: QWidget, cursor: int) -> bool:
    """The text that was in the field is in it again."""
    text = getattr(field, "toPlainText", None) or getattr(field, "text", None)
    return text is None or len(text()) >= cursor


def _nothing(_result: object) -> None:
    """The user is not here to be told."""


def show_on_screen(window: QWidget, width: int = 1366, height: int = 768) -> None:
    """Open as large as designed, or as the screen allows."""
    screen = QApplication.primaryScreen()
    room = screen.availableGeometry() if screen is not None else None
    if room is not None and (room.width() < width or room.height() < height):
        window.showMaximized()
    else:
        window.resize(width, height)
        window.show()
