"""Ctrl+K: actions, cases and people in one list, by typing a few letters."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from twijs_desk.gui import icons, theme
from twijs_desk.gui.background import Runner
from twijs_desk.gui.widgets import LineField, Text

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk

_ITEM = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Goal:
    """One thing the palette can open."""

    text: str
    icon: str
    page: str
    context: dict[str, Any] = field(default_factory=dict)
    key: str = ""


ACTIONS = (
    Goal("Nieuw incident", "plus", "incident", key="Ctrl+N"),
    Goal("Overzicht: wat moet ik vandaag doen?", "inbox", "overview", key="Ctrl+1"),
    Goal("Alle zaken", "folder-open", "cases", key="Ctrl+2"),
    Goal("Dossiers van personen", "users", "dossiers", key="Ctrl+3"),
    Goal("Alle brieven", "mail", "letters", key="Ctrl+4"),
    Goal("Protocol lezen", "book-open", "protocol", key="Ctrl+5"),
    Goal("Regels: versie, inlezen, vooruitkijken", "shield-check", "rules"),
    Goal("Logboek", "scroll-text", "log", key="Ctrl+6"),
    Goal("Instellingen", "settings", "settings"),
    Goal("Vergrendelen", "lock", "lock", key="Ctrl+L"),
)


class Palette(QFrame):
    navigate = Signal(str, dict)
    lock_asked = Signal()

    def __init__(self, desk: "Desk", background: Runner, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self.background = desk, background
        self._asked = 0
        self._frame_height = 108
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Zoeken en opdrachten"))
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.field = LineField(placeholder=self.tr("Zoek een zaak, persoon of opdracht"))
        self.field.setAccessibleName(self.tr("Zoek een zaak, persoon of opdracht"))
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setProperty("kind", "list")
        self.list.setAccessibleName(self.tr("Gevonden"))
        self.list.setFont(theme.font("body"))
        self.list.setIconSize(QSize(18, 18))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._go)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        hint = self.tr("Pijl omhoog en omlaag kiest, Enter opent, Esc sluit")
        column.addWidget(Text(hint, "small", "text3", wrap=False))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self._search)
        self.field.textChanged.connect(self._on_text_changed)

    def popup(self) -> None:
        """Over the search button, as wide as fits."""
        window = self.parentWidget()
        self._back_to = window.focusWidget()
        width = min(620, window.width() - 48)
        left = 216 if window.width() > 1000 else (window.width() - width) // 2
        self.setGeometry(left, 12, width, min(460, window.height() - 48))
        self._fill(self._matching(""), [])
        self.show()
        self.raise_()
        self.field.setFocus()

    def dismiss(self) -> None:
        self.hide()
        if self._back_to is not None and self._back_to.isVisible():
            self._back_to.setFocus()
        self.deleteLater()

    def _on_text_changed(self, text: str) -> None:
        self._fill(self._matching(text), [])
        self._pause.start()

    def _matching(self, text: str) -> list[Goal]:
        words = text.casefold().split()
        return [goal for goal in ACTIONS if all(word in goal.text.casefold() for word in words)]

    def _search(self) -> None:
        text = self.field.text().strip()
        if len(text) < 2:
            return
        self._asked += 1
        asked, desk = self._asked, self.desk

        def work() -> tuple[int, list[Goal]]:
            from twijs_desk.casework import cases, people

            found = [
                Goal(f"{row.number} · {row.title}", "folder-open", "case", {"case_id": row.id})
                for row in cases.listing(desk, text=text, limit=6)
            ]
            found += [
                Goal(f"{row.name} · {row.capacity.label}", "user", "dossier", {"person_id": row.id})
                for row in people.find(desk, text, limit=6)
            ]
            return asked, found

        self.background.run(work, self._on_found, lambda _error: None)

    def _on_found(self, answer: tuple[int, list[Goal]]) -> None:
        asked, found = answer
        if asked == self._asked:
            self._fill(self._matching(self.field.text()), found)

    def _fill(self, actions: list[Goal], found: list[Goal]) -> None:
        self.list.clear()
        for goal in [*found, *actions]:
            shown = f"{goal.text}   ({goal.key})" if goal.key else goal.text
            item = QListWidgetItem(icons.icon(goal.icon, 18, "text2"), shown)
            item.setSizeHint(QSize(0, 36))
            item.setData(_ITEM, goal)
            self.list.addItem(item)
        if not self.list.count() and len(self.field.text()) >= 2:
            item = QListWidgetItem(self.tr("Niets gevonden"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._say()
        rows = max(1, self.list.count())
        room = self.parentWidget().height() - 48
        self.resize(self.width(), min(room, 36 * rows + self._frame_height))

    def _say(self) -> None:
        """The field keeps the keyboard, so the chosen line is told as its description."""
        item = self.list.currentItem()
        self.field.setAccessibleDescription(item.text() if item is not None else "")

    def _go(self, item: QListWidgetItem | None) -> None:
        goal = item.data(_ITEM) if item is not None else None
        if not isinstance(goal, Goal):
            return
        self.dismiss()
        if goal.page == "lock":
            self.lock_asked.emit()
        else:
            self.navigate.emit(goal.page, goal.context)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                self._say()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go(self.list.currentItem())
                return True
        elif event.type() == QEvent.Type.FocusOut and self.isVisible() and not self._mouse_inside():
            QTimer.singleShot(0, self, self._leave_if_unfocused)
        return bool(super().eventFilter(watched, event))

    def _mouse_inside(self) -> bool:
        return self.rect().contains(self.mapFromGlobal(self.cursor().pos() - QPoint(0, 0)))

    def _leave_if_unfocused(self) -> None:
        if self.isVisible() and not self.field.hasFocus() and self.window().isActiveWindow():
            self.hide()
            self.deleteLater()
