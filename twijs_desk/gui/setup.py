"""Right after a vault was made: the recovery sheet, then where backups go. Both may wait; the overview reminds."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from twijs_desk.gui.background import Runner
from twijs_desk.gui.door_view import DoorView
from twijs_desk.gui.restore_words import remember_places
from twijs_desk.gui.widgets import FlowLayout, Icon, LinkButton, Text, clear_layout, isolate, outlined
from twijs_desk.gui.widgets.sheet import SheetPanel

if TYPE_CHECKING:
    from twijs_desk.casework.access import RecoverySheet
    from twijs_desk.casework.backups import BackupState
    from twijs_desk.casework.desk import Desk

KINDS = {
    "local": ("folder", "map op deze computer"),
    "network": ("link", "netwerkmap"),
    "synced": ("history", "gesynchroniseerde map"),
    "removable": ("save", "USB-stick of losse schijf"),
}


def kind_words(kind: str) -> str:
    return _tr(KINDS.get(kind, KINDS["local"])[1])


class SheetStep(DoorView):
    """`opened(desk)` when the sheet is proved, or when it may wait."""

    def __init__(self, background: Runner, desk: "Desk") -> None:
        super().__init__(
            _tr("Uw herstelblad"),
            _tr(
                "Bent u uw wachtzin kwijt, dan is dit blad de enige weg naar binnen. Druk het af, of bewaar het als "
                "PDF op een andere plaats. Typ daarna twee blokken over van het blad: zo weet u dat het klopt."
            ),
            _tr("Later doen"),
        )
        self.background, self.desk = background, desk
        self.panel = SheetPanel(background.run, background.render)
        self.body.addWidget(self.panel)
        self.later = Text(
            _tr("Later mag. Tot u het doet, staat er een herinnering op het overzicht."), "small", "text2"
        )
        self.body.addWidget(self.later)
        self.back_button.hide()
        self.do_button.set_kind("quiet")
        self.panel.check_button.set_kind("primary")
        self.do_button.clicked.connect(self._leave)
        self.panel.checked.connect(self._on_checked)
        self.fetch()

    def fetch(self) -> None:
        desk = self.desk

        def work() -> Any:
            from twijs_desk.casework import access

            return access.new_recovery(desk)

        self.background.run(work, self._on_made, self.refuse)

    def _on_made(self, sheet: "RecoverySheet") -> None:
        self.panel.show_sheet(self.desk, sheet)

    def first_focus(self) -> QWidget:
        return self.panel.print_button

    def _on_checked(self, typed: str) -> None:
        desk, sheet = self.desk, self.panel.sheet
        if sheet is None or self.busy:
            return
        self.set_busy(True)

        def work() -> None:
            from twijs_desk.casework import access

            access.prove_recovery(desk, sheet, typed)

        self.background.run(work, self._on_proved, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        self.set_busy(False)
        self.panel.refuse(error)

    def _on_proved(self, _nothing: object) -> None:
        self._leave()

    def _leave(self) -> None:
        self.set_busy(False)
        self.panel.forget()
        self.opened.emit(self.desk)


class PlacesStep(DoorView):
    """`opened(desk)` when one or two places are chosen, or when that may wait."""

    def __init__(self, background: Runner, desk: "Desk") -> None:
        super().__init__(
            _tr("Reservekopie"),
            _tr(
                "Gaat deze computer stuk of weg, dan is een reservekopie alles wat u nog heeft. TWijs Desk maakt hem "
                "elke dag dat u werkt, versleuteld, op één of twee plaatsen die u kiest."
            ),
            _tr("Verder"),
        )
        self.background, self.desk = background, desk
        self.back_button.hide()
        self.places = PlacesPicker(background, desk)
        self.places.failed = self.refuse
        self.places.kept = self._on_kept
        self.body.addWidget(self.places)
        self.hint = Text(
            _tr("Later mag. Tot u een map kiest, staat er een herinnering op het overzicht."),
            "small",
            "text2",
        )
        self.body.addWidget(self.hint)
        self.do_button.clicked.connect(lambda: self.opened.emit(self.desk))

    def _on_kept(self, state: "BackupState") -> None:
        self.error.hide()
        self.hint.setVisible(not state.places)
        if len(state.places) > 1:
            self.do_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        return self.places.add_button


class PlacesPicker(QWidget):
    """The folders for backups, each with what kind of place it is, and a way to add or take one away."""

    def __init__(self, background: Runner, desk: "Desk") -> None:
        super().__init__()
        self.background, self.desk = background, desk
        self.paths: list[Path] = []
        self.failed: Any = lambda _error: None
        self.kept: Any = lambda _state: None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        column.addLayout(self.rows)
        self.add_button = outlined(
            _tr("Kies een map…"), "plus", height=32, name=_tr("Kies een map voor reservekopieën")
        )
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_button.clicked.connect(self._on_add_clicked)

    def show_state(self, state: "BackupState") -> None:
        clear_layout(self.rows)
        self.paths = [row.path for row in state.places]
        for row in state.places:
            box = QWidget()
            line = FlowLayout(box, spacing=10)
            icon = KINDS.get(row.kind, KINDS["local"])[0]
            line.addWidget(Icon(icon, 18, "text2"))
            line.addWidget(Text(isolate(str(row.path)), "bold", wrap=False))
            words = kind_words(row.kind)
            if not row.reachable:
                words += " · " + _tr("nu niet bereikbaar")
            line.addWidget(Text(words, "small", "text2" if row.reachable else "warn", wrap=False))
            gone = LinkButton(_tr("Weghalen"), name=_tr("{path} weghalen").format(path=row.path))
            gone.clicked.connect(lambda _on=False, path=row.path: self._drop(path))
            line.addWidget(gone)
            self.rows.addWidget(box)
        if state.places and all(row.kind == "local" for row in state.places):
            warn = _tr(
                "Dit is dezelfde computer als die van de kluis. Kies liever een USB-stick of een netwerkmap."
            )
            self.rows.addWidget(Text(warn, "small", "warn"))
        self.add_button.setVisible(len(self.paths) < 2)
        self.add_button.set_text(
            _tr("Kies nog een map…") if self.paths else _tr("Kies een map…"),
            _tr("Kies een map voor reservekopieën"),
        )

    def _on_add_clicked(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _tr("Waar komen de reservekopieën?"))
        if name:
            self.add(Path(name))

    def add(self, path: Path) -> None:
        self._keep([*self.paths, path])

    def _drop(self, path: Path) -> None:
        self._keep([each for each in self.paths if each != path])

    def _keep(self, paths: list[Path]) -> None:
        desk = self.desk

        def work() -> Any:
            from twijs_desk.casework import backups

            return backups.set_places(desk, paths)

        self.background.run(work, self._on_kept, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        self.failed(error)

    def _on_kept(self, state: "BackupState") -> None:
        remember_places([row.path for row in state.places])
        self.show_state(state)
        self.kept(state)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Setup", text)
