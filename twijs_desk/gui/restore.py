"""At the door: put a backup back, bring the key file back, save what can be read, move to this computer.

Never over the present vault: that is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from twijs_desk.gui.background import Runner
from twijs_desk.gui.door_view import DoorView
from twijs_desk.gui.recovery import CodeFields
from twijs_desk.gui.restore_words import purpose_words, remembered_places, row_words, step_words
from twijs_desk.gui.ways_on import KEYS, MOVE, RESTORE, SALVAGE, use_instead
from twijs_desk.gui.widgets import Card, ChoiceRow, LineField, Text, TextField, labelled, outlined, quiet

if TYPE_CHECKING:
    from twijs_desk.casework.backups import BackupRow
    from twijs_desk.casework.desk import Desk

_ITEM = Qt.ItemDataRole.UserRole
_ROW = 44


@dataclass(frozen=True)
class Ended:
    """How it ended: the open vault (none: only the key file came back), what to say, where the vault stands now."""

    desk: "Desk | None"
    words: str
    path: Path
    by_sheet: bool = False
    losses: tuple[str, ...] = ()


class RestoreView(DoorView):
    """`opened(Ended)`. `purpose`: restore a whole vault, bring the key file back, salvage a damaged one, or move."""

    _moved = Signal(str, float)

    def __init__(self, background: Runner, path: Path, purpose: str = RESTORE) -> None:
        super().__init__(*purpose_words(purpose))
        self.background, self.path, self.purpose = background, path, purpose
        self._stop: Event | None = None
        self._asked = 0
        self._ended: Ended | None = None
        self.needs_backup = purpose in (RESTORE, KEYS)
        self.secret_box = QWidget()
        if self.needs_backup:
            self._build_list()
        if purpose != KEYS:
            self._build_secret()
        self.kept = Text(
            _tr("De kluis die er nu staat, blijft bewaard in dezelfde map: {folder}.").format(
                folder=path.parent
            ),
            "small",
            "text2",
            selectable=True,
        )
        self.kept.setVisible(purpose == RESTORE and path.exists())
        self.body.addWidget(self.kept)
        self.stop_button = quiet(_tr("Stop"), "x")
        self.stop_button.hide()
        self.card.add(self.stop_button)
        self.stop_button.clicked.connect(self._on_stop_clicked)
        self.do_button.clicked.connect(self.submit)
        self._moved.connect(self._on_moved)

    # Which one ----

    def _build_list(self) -> None:
        self.list = QListWidget()
        self.list.setProperty("kind", "list")
        self.list.setAccessibleName(_tr("Gevonden reservekopieën"))
        self.list.setWordWrap(True)
        frame = Card(padding=4)
        frame.setAccessibleName(_tr("Gevonden reservekopieën"))
        frame.add(self.list)
        self.frame = frame
        self.body.addWidget(frame)
        self.found = Text("", "small", "text2")
        self.body.addWidget(self.found)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.folder_button = outlined(_tr("Zoek in een andere map…"), "folder", height=32)
        self.file_button = outlined(_tr("Kies een bestand…"), "file-text", height=32)
        row.addWidget(self.folder_button)
        row.addWidget(self.file_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.folder_button.clicked.connect(self._on_folder_clicked)
        self.file_button.clicked.connect(self._on_file_clicked)
        self.look_in(remembered_places())

    def look_in(self, folders: Sequence[Path]) -> None:
        """Show the backups in these folders; what cannot be reached is left out."""
        self._asked += 1
        turn, chosen = self._asked, list(folders)

        def work() -> Any:
            from twijs_desk.casework import backups

            return turn, backups.listing(chosen), chosen

        self.background.run(work, self._on_listed, self.refuse)

    def _on_listed(self, answer: "tuple[int, tuple[BackupRow, ...], list[Path]]") -> None:
        turn, rows, folders = answer
        if turn != self._asked:
            return
        self.list.clear()
        for row in rows:
            self._add(row.path, row_words(row))
        places = ", ".join(str(folder) for folder in folders)
        if not folders:
            self.found.setText(
                _tr("Er is geen plaats bekend. Sluit de USB-stick of netwerkmap aan en kies de map.")
            )
        elif not rows:
            self.found.setText(_tr("Geen reservekopie gevonden in {places}.").format(places=places))
        else:
            self.found.setText(_tr("Gevonden in {places}. De nieuwste staat boven.").format(places=places))
        self.list.setCurrentRow(0)
        self._fit()

    def _fit(self) -> None:
        """As high as what was found, up to four: on a low screen the passphrase must stay in sight."""
        self.frame.setVisible(bool(self.list.count()))
        self.list.setFixedHeight(_ROW * min(4, self.list.count()) + 2)

    def _add(self, path: Path, words: str) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setSizeHint(QSize(0, _ROW))
        item.setData(_ITEM, str(path))
        item.setToolTip(str(path))
        self.list.addItem(item)
        return item

    def chosen(self) -> Path | None:
        item = self.list.currentItem()
        return Path(item.data(_ITEM)) if item is not None else None

    def _on_folder_clicked(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _tr("In welke map staan reservekopieën?"))
        if name:
            self.look_in([Path(name)])

    def _on_file_clicked(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _tr("Kies een reservekopie"), "", _tr("Reservekopieën (*.reservekopie);;Alle bestanden (*)")
        )
        if name:
            self.pick(Path(name))

    def pick(self, path: Path) -> None:
        """This file, whatever else was found."""
        self.list.setCurrentItem(self._add(path, path.name))
        self._fit()

    # With what ----

    def _build_secret(self) -> None:
        column = QVBoxLayout(self.secret_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.how = ChoiceRow(
            _tr("Waarmee opent u hem?"), [("phrase", _tr("Wachtzin")), ("code", _tr("Herstelblad"))]
        )
        self.how.set_value("phrase")
        column.addWidget(Text(_tr("Waarmee opent u hem?"), "bold"))
        column.addWidget(self.how)
        self.phrase = LineField(secret=True)
        hint = _tr("zoals die was toen de reservekopie werd gemaakt") if self.needs_backup else ""
        self.phrase_box = labelled(_tr("Wachtzin"), self.phrase, hint)
        column.addWidget(self.phrase_box)
        self.code = CodeFields()
        self.code.hide()
        column.addWidget(self.code)
        self.body.addWidget(self.secret_box)
        self.how.changed.connect(self._on_how_changed)
        self.phrase.returnPressed.connect(self.submit)

    def _on_how_changed(self, how: str) -> None:
        self.phrase_box.setVisible(how == "phrase")
        self.code.setVisible(how == "code")

    def first_focus(self) -> QWidget:
        if not self.needs_backup:
            return self.phrase
        return self.list if self.list.count() else self.folder_button

    # Doing it ----

    def submit(self) -> None:
        """Never disabled: says what is missing."""
        if self.busy:
            return
        if self._ended is not None:
            self.opened.emit(self._ended)
            return
        backup = self.chosen() if self.needs_backup else None
        if self.needs_backup and backup is None:
            self.refuse(_tr("Kies eerst een reservekopie."))
            self.folder_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.purpose != KEYS and not self._has_secret():
            self.refuse(_tr("Typ de wachtzin, of kies het herstelblad."))
            (self.phrase if self.how.value() == "phrase" else self.code.lines[0]).setFocus()
            return
        self.set_busy(True, _tr("Bezig…"))
        self.stop_button.setVisible(self.purpose == RESTORE)
        work = {
            RESTORE: self._restoring,
            KEYS: self._bringing_keys,
            SALVAGE: self._salvaging,
            MOVE: self._moving,
        }[self.purpose]
        self._stop = self.background.errand(work(backup), self._on_done, self._on_refused)

    def _has_secret(self) -> bool:
        return bool(self.phrase.text()) if self.how.value() == "phrase" else not self.code.is_empty()

    def _secret(self) -> Callable[[], Any]:
        """Read here, understood on the other thread: a wrong code is told there."""
        by_phrase, phrase, code = self.how.value() == "phrase", self.phrase.text(), self.code.value()

        def secret() -> Any:
            from twijs_desk.casework import access

            return phrase if by_phrase else access.parse_recovery(code)

        return secret

    def _restoring(self, backup: Path | None) -> Callable[[Event], Any]:
        path, secret, tell = self.path, self._secret(), self._moved.emit

        def work(stop: Event) -> Any:
            from twijs_desk.casework import backups
            from twijs_desk.casework import desk as desks

            assert backup is not None
            key = secret()
            path.parent.mkdir(parents=True, exist_ok=True)  # a new computer has no folder yet
            report = backups.restore(backup, path, key, progress=tell, cancel=stop)
            return Ended(desks.open(path, key), report.words, path, not isinstance(key, str))

        return work

    def _bringing_keys(self, backup: Path | None) -> Callable[[Event], Any]:
        path = self.path

        def work(_stop: Event) -> Any:
            from twijs_desk.casework import backups

            assert backup is not None
            backups.bring_back_keys(backup, path)
            words = _tr("Het sleutelbestand staat er weer. Ontgrendel de kluis met uw wachtzin.")
            return Ended(None, words, path)

        return work

    def _salvaging(self, _backup: Path | None) -> Callable[[Event], Any]:
        path, secret, tell = self.path, self._secret(), self._moved.emit
        to = _free(path.with_name(f"{path.stem}-gered{path.suffix}"))

        def work(_stop: Event) -> Any:
            from twijs_desk.casework import backups
            from twijs_desk.casework import desk as desks

            key = secret()
            report = backups.recover(path, key, to, progress=tell)
            lost = tuple(loss.words for loss in report.losses)
            return Ended(desks.open(to, key), report.words, to, not isinstance(key, str), lost)

        return work

    def _moving(self, _backup: Path | None) -> Callable[[Event], Any]:
        path, secret = self.path, self._secret()

        def work(_stop: Event) -> Any:
            from twijs_desk.casework import desk as desks
            from twijs_desk.casework import moving, places

            key = secret()
            report = moving.move_here(path, places.default_path(), key)
            opened = desks.open(report.path, key)
            return Ended(opened, report.words, report.path, not isinstance(key, str))

        return work

    def _on_moved(self, step: str, part: float) -> None:
        if self.busy:
            self.show_part(step_words(step), part)

    def _on_stop_clicked(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self.bar_words.setText(_tr("Wordt gestopt…"))

    def _on_refused(self, error: Exception) -> None:
        self.stop_button.hide()
        self.refuse(error)
        if self.purpose != KEYS:
            if self.how.value() == "code":
                self.code.focus_line(str(error))
            else:
                self.phrase.setFocus(Qt.FocusReason.OtherFocusReason)
                self.phrase.selectAll()

    def _on_done(self, ended: Ended) -> None:
        """What was put back is open; what could not be saved is shown before the user goes on."""
        self.stop_button.hide()
        self.set_busy(False)
        if self.purpose != KEYS:
            self.phrase.clear()
            self.code.clear()
        if ended.path != self.path:
            use_instead(self.path, ended.path)
        if self.purpose == SALVAGE:
            self._show_losses(ended)
        else:
            self.opened.emit(ended)

    def _show_losses(self, ended: Ended) -> None:
        self._ended = ended
        self.secret_box.hide()
        self.back_button.hide()
        self.intro.setText(ended.words)
        if ended.losses:
            listed = TextField("\n".join(ended.losses), lines=min(8, len(ended.losses) + 1))
            listed.setReadOnly(True)
            self.body.addWidget(labelled(_tr("Verloren gegaan"), listed))
        self.do_button.set_text(_tr("Open de geredde kluis"))
        self.do_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _free(path: Path) -> Path:
    """A name that is not taken: `school-gered.kluis`, `school-gered-2.kluis`."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _tr(text: str) -> str:
    return QCoreApplication.translate("Restore", text)
