"""*Nieuw incident*, who is involved: find by three letters, or add in place with role and capacity."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from twijs_desk.casework.rows import PartyEntry, PersonEntry, PersonRow
from twijs_desk.gui import icons, theme
from twijs_desk.gui.widgets import Card, ChoiceField, LineField, TokenRow, labelled, outlined, quiet
from twijs_desk.terms import CapacityKind, PartyRole

MIN_LETTERS = 3
_DATA = Qt.ItemDataRole.UserRole
ROLES = (
    PartyRole.ALLEGED_ACTOR,
    PartyRole.AFFECTED,
    PartyRole.REPORTER,
    PartyRole.WITNESS,
    PartyRole.PARENT,
)
Ask = Callable[[Callable[[], Any], Callable[[Any], object]], None]
UNKNOWN_LABEL = "Onbekende persoon"


def entry_name(entry: PartyEntry, names: dict[str, str]) -> str:
    if entry.person_id:
        return names.get(entry.person_id, "")
    if entry.person is not None:
        person = entry.person
        parts = (person.given_name or person.initials, person.infix, person.family_name)
        return " ".join(part for part in parts if part)
    return entry.label or UNKNOWN_LABEL


def entry_detail(entry: PartyEntry) -> str:
    detail = ", ".join(part for part in (entry.capacity.label, entry.capacity_detail) if part)
    return f"{detail} · {entry.role.label}"


class PeoplePicker(QWidget):
    """Lives under the search field of the form; `changed` when someone came or went."""

    changed = Signal()

    def __init__(self, field: QLineEdit, find: Callable[[str], Any], ask: Ask) -> None:
        super().__init__()
        self._field, self._find, self._ask = field, find, ask
        self._entries: list[PartyEntry] = []
        self._names: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.list = QListWidget()
        self.list.setProperty("kind", "list")
        self.list.setFont(theme.font("body"))
        self.list.setIconSize(QSize(16, 16))
        self.list.setAccessibleName(self.tr("Gevonden personen"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        self._list_card = Card(kind="card", padding=4)
        self._list_card.setAccessibleName(self.tr("Gevonden personen"))
        self._list_card.add(self.list)
        self._list_card.hide()
        column.addWidget(self._list_card)
        self._build_panel()
        column.addWidget(self.panel)
        self.tokens = TokenRow(self.tr("Betrokkenen"))
        self.tokens.removed.connect(self._on_token_removed)
        self.tokens.hide()
        column.addWidget(self.tokens)
        field.installEventFilter(self)
        field.textEdited.connect(self._on_text_edited)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self._search)

    def _build_panel(self) -> None:
        self.panel = Card(self.tr("Iemand toevoegen"), kind="quiet", spacing=12)
        names = QHBoxLayout()
        names.setSpacing(12)
        self.given, self.infix, self.family = LineField(), LineField(), LineField()
        self._name_boxes = (
            labelled(self.tr("Voornaam of letters"), self.given),
            labelled(self.tr("Tussenvoegsel"), self.infix),
            labelled(self.tr("Achternaam"), self.family),
        )
        for box, stretch in zip(self._name_boxes, (3, 2, 4), strict=True):
            names.addWidget(box, stretch)
        self.panel.body.addLayout(names)
        kinds = QHBoxLayout()
        kinds.setSpacing(12)
        self.role = ChoiceField([(role.value, role.label) for role in ROLES])
        self.capacity = ChoiceField([(kind.value, kind.label) for kind in CapacityKind])
        self.detail = LineField()
        kinds.addWidget(labelled(self.tr("Rol in deze zaak"), self.role), 3)
        kinds.addWidget(labelled(self.tr("Hoedanigheid"), self.capacity), 3)
        kinds.addWidget(labelled(self.tr("Groep of functie"), self.detail), 3)
        self.panel.body.addLayout(kinds)
        buttons = QHBoxLayout()
        self.add_button = outlined(self.tr("Toevoegen"), "plus", height=36)
        cancel = quiet(self.tr("Annuleer"), height=36)
        self.add_button.clicked.connect(self._add)
        cancel.clicked.connect(self._close_panel)
        buttons.addWidget(self.add_button)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        self.panel.body.addLayout(buttons)
        for field in (self.given, self.infix, self.family, self.detail):
            field.returnPressed.connect(self._add)
        self._person: PersonRow | None = None
        self._unknown = False
        self.panel.hide()

    # What was picked ----

    def names(self) -> dict[str, str]:
        """What the people on the tokens are called, by id."""
        return dict(self._names)

    def entries(self) -> tuple[PartyEntry, ...]:
        return tuple(self._entries)

    def set_entries(self, entries: tuple[PartyEntry, ...], names: dict[str, str]) -> None:
        """Show a draft's people without telling anyone; `names` by person id."""
        self._entries, self._names = list(entries), dict(names)
        self._close_panel()
        self._list_card.hide()
        self._field.clear()
        self._show()

    def _show(self) -> None:
        self.tokens.set_people(
            [(entry_name(entry, self._names), entry_detail(entry)) for entry in self._entries]
        )

    def _on_token_removed(self, index: int) -> None:
        del self._entries[index]
        self._show()
        self._field.setFocus()
        self.changed.emit()

    # Finding ----

    def _on_text_edited(self, text: str) -> None:
        if len(text.strip()) >= MIN_LETTERS:
            self._pause.start()
        else:
            self._pause.stop()
            self._list_card.hide()

    def _search(self) -> None:
        text, find = self._field.text().strip(), self._find
        self._ask(lambda: (text, find(text)), self._on_found)

    def _on_found(self, answer: tuple[str, tuple[PersonRow, ...]]) -> None:
        text, found = answer
        if text != self._field.text().strip():
            return
        self.list.clear()
        for row in found:
            detail = ", ".join(part for part in (row.capacity.label, row.capacity_detail) if part)
            self._add_item("user", f"{row.name} · {detail}", row)
        self._add_item("plus", self.tr("Nieuwe persoon toevoegen: {0}").format(text), text)
        self._add_item("circle-question-mark", self.tr("Iemand die nog onbekend is"), None)
        self.list.setCurrentRow(0)
        height = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        self.list.setFixedHeight(min(220, height + 4))
        self._list_card.show()
        self._say()

    def _add_item(self, icon: str, text: str, data: object) -> None:
        item = QListWidgetItem(icons.icon(icon, 16, "text2"), text)
        item.setSizeHint(QSize(0, 32))
        item.setData(_DATA, data)
        self.list.addItem(item)

    def _say(self) -> None:
        item = self.list.currentItem()
        self._field.setAccessibleDescription(item.text() if item is not None else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._list_card.isVisible()
        ):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                row = self.list.currentRow() + (1 if key == Qt.Key.Key_Down else -1)
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                self._say()
                return True
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self._choose(self.list.currentItem())
                return True
            if key == Qt.Key.Key_Escape:
                self._list_card.hide()
                return True
        return bool(super().eventFilter(watched, event))

    # Adding ----

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        data = item.data(_DATA)
        self._person = data if isinstance(data, PersonRow) else None
        self._unknown = data is None
        self._list_card.hide()
        fresh = isinstance(data, str)
        for box in self._name_boxes:
            box.setVisible(fresh)
        if isinstance(data, PersonRow):
            self._set_title(data.name)
            self.capacity.set_value(data.capacity.value)
            self.detail.setText(data.capacity_detail)
        elif isinstance(data, str):
            self._set_title(self.tr("Nieuwe persoon"))
            given, _, family = data.strip().rpartition(" ")
            self.given.setText(given or data.strip())
            self.family.setText(family if given else "")
            self.infix.clear()
            self.capacity.set_value(CapacityKind.PUPIL.value)
            self.detail.clear()
        else:
            self._set_title(self.tr("Iemand die nog onbekend is"))
            self.capacity.set_value(CapacityKind.UNKNOWN.value)
            self.detail.clear()
        self.role.set_value(self._likely_role().value)
        self.panel.show()
        (self.family if fresh else self.role).setFocus()

    def _set_title(self, text: str) -> None:
        if self.panel.title is not None:
            self.panel.title.setText(text)
        self.panel.setAccessibleName(self.tr("{0}: rol en hoedanigheid").format(text))

    def _likely_role(self) -> PartyRole:
        taken = {entry.role for entry in self._entries}
        return next((role for role in ROLES if role not in taken), PartyRole.WITNESS)

    def _add(self) -> None:
        role, capacity = PartyRole(self.role.value()), CapacityKind(self.capacity.value())
        detail = self.detail.text().strip()
        if self._person is not None:
            entry = PartyEntry(role, capacity, detail, person_id=self._person.id)
            self._names[self._person.id] = self._person.name
        elif self._unknown:
            entry = PartyEntry(role, capacity, detail, label=UNKNOWN_LABEL)
        else:
            person = self._typed(capacity, detail)
            if not (person.given_name or person.initials or person.family_name):
                self.family.set_wrong(True)
                self.family.setFocus()
                return
            entry = PartyEntry(role, capacity, detail, person=person)
        self._entries.append(entry)
        self._close_panel()
        self._field.clear()
        self._field.setFocus()
        self._show()
        self.changed.emit()

    def _typed(self, capacity: CapacityKind, detail: str) -> PersonEntry:
        first = self.given.text().strip()
        initials = "." in first
        return PersonEntry(
            given_name="" if initials else first,
            initials=first if initials else "",
            infix=self.infix.text().strip(),
            family_name=self.family.text().strip(),
            capacity=capacity,
            capacity_detail=detail,
        )

    def _close_panel(self) -> None:
        self.panel.hide()
        self.family.set_wrong(False)
        self._person, self._unknown = None, False
