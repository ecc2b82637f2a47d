"""*Nieuw incident*, evidence: first the question about sexual imagery of a minor, then describe or keep.

Nothing is read from disk or clipboard before *Nee, zeker niet*: having such an image is itself an offence.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework.rows import EvidenceEntry
from twijs_desk.gui.widgets import (
    Card,
    ChoiceField,
    FlowLayout,
    Icon,
    LineField,
    LinkButton,
    Text,
    TextField,
    TokenRow,
    labelled,
    outlined,
    quiet,
)

KINDS = (
    ("screenshot", "Schermafdruk"),
    ("message", "Bericht of gesprek"),
    ("image", "Foto of afbeelding"),
    ("video", "Filmpje"),
    ("document", "Brief of e-mail"),
    ("other", "Iets anders"),
)
WHY = (
    "Seksueel beeld van iemand onder de 18 bezitten, bekijken of doorsturen is strafbaar, ook als u het doet om te "
    "helpen. Maak dus geen schermafdruk en bewaar niets. Laat het toestel zoals het is en bel de politie (0900-8844, "
    "bij gevaar 112). Hier beschrijft u alleen wie het heeft en waar het staat."
)
MAX_SIZE = 50 * 1024 * 1024
Ask = Callable[[Callable[[], Any], Callable[[Any], object]], None]


class EvidencePart(QWidget):
    """`changed` when the answer or a piece of evidence changed; `told(level, text)` for the page to show."""

    changed = Signal()
    told = Signal(str, str)

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._answer = "unknown"
        self._items: list[EvidenceEntry] = []
        self._content: bytes | None = None
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Bewijs"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._build_guard(column)
        self._build_actions(column)
        self._build_panel(column)
        self.tokens = TokenRow(self.tr("Bewijsstukken"))
        self.tokens.removed.connect(self._on_removed)
        self.tokens.hide()
        column.addWidget(self.tokens)
        self._show()

    def _build_guard(self, column: QVBoxLayout) -> None:
        self.guard = QFrame()
        self.guard.setProperty("kind", "warn")
        self.guard.setAccessibleName(self.tr("Kan er een seksueel beeld van een minderjarige bij zitten?"))
        row = QHBoxLayout(self.guard)
        row.setContentsMargins(16, 10, 16, 12)
        row.setSpacing(12)
        row.addWidget(Icon("shield", 20, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(self.tr("Kan er een seksueel beeld van een minderjarige bij zitten?"), "bold"))
        words.addWidget(Text(self.tr("Dan bewaart TWijs Desk geen beeld, alleen uw beschrijving.")))
        line = QHBoxLayout()
        line.setContentsMargins(0, 6, 0, 0)
        line.setSpacing(8)
        self.yes_button = outlined(self.tr("Ja of misschien"), height=32)
        self.no_button = outlined(self.tr("Nee, zeker niet"), height=32)
        self.yes_button.clicked.connect(lambda: self._on_answered("yes"))
        self.no_button.clicked.connect(lambda: self._on_answered("no"))
        why = LinkButton(self.tr("Waarom vraagt u dit?"), small=True)
        why.clicked.connect(lambda: self.told.emit("info", WHY))
        line.addWidget(self.yes_button)
        line.addWidget(self.no_button)
        line.addStretch(1)
        line.addWidget(why)
        words.addLayout(line)
        row.addLayout(words, 1)
        column.addWidget(self.guard)

    def _build_actions(self, column: QVBoxLayout) -> None:
        self.after = QWidget()
        rows = QVBoxLayout(self.after)
        rows.setContentsMargins(0, 0, 0, 0)
        state = QHBoxLayout()
        state.setSpacing(8)
        self.answer_icon = Icon("shield", 16, "text2")
        self.answer_label = Text("", "small", "text2")
        change = LinkButton(self.tr("Wijzig antwoord"), small=True)
        change.clicked.connect(lambda: self._on_answered("unknown"))
        state.addWidget(self.answer_icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.answer_label, 1)
        state.addWidget(change)
        rows.addLayout(state)
        holder = QWidget()
        actions = FlowLayout(holder)
        self.describe_button = outlined(self.tr("Beschrijf bewijs"), "pencil", height=32)
        self.pick_button = outlined(self.tr("Kies een bestand"), "paperclip", height=32)
        self.paste_button = outlined(self.tr("Plak schermafdruk"), "copy", height=32)
        self.describe_button.clicked.connect(lambda: self._open_panel(None, ""))
        self.pick_button.clicked.connect(self._on_pick_clicked)
        self.paste_button.clicked.connect(self.paste)
        for button in (self.describe_button, self.pick_button, self.paste_button):
            actions.addWidget(button)
        rows.addWidget(holder)
        column.addWidget(self.after)

    def _build_panel(self, column: QVBoxLayout) -> None:
        self.panel = Card(self.tr("Bewijsstuk"), kind="quiet", spacing=12)
        first = QHBoxLayout()
        first.setSpacing(12)
        self.kind = ChoiceField(list(KINDS))
        self.title = LineField()
        self.source = LineField()
        first.addWidget(labelled(self.tr("Soort"), self.kind), 2)
        first.addWidget(labelled(self.tr("Korte naam"), self.title), 3)
        first.addWidget(labelled(self.tr("Gekregen van"), self.source), 3)
        self.panel.body.addLayout(first)
        self.description = TextField(lines=2)
        self.panel.add(
            labelled(self.tr("Beschrijving"), self.description, self.tr("wie heeft het, waar staat het"))
        )
        self.file_label = Text("", "small", "text2")
        self.panel.add(self.file_label)
        line = QHBoxLayout()
        add = outlined(self.tr("Toevoegen"), "plus", height=36, name=self.tr("Bewijsstuk toevoegen"))
        cancel = quiet(self.tr("Annuleer"), height=36)
        add.clicked.connect(self._on_add_clicked)
        cancel.clicked.connect(self._close_panel)
        self.title.returnPressed.connect(self._on_add_clicked)
        self.source.returnPressed.connect(self._on_add_clicked)
        line.addWidget(add)
        line.addWidget(cancel)
        line.addStretch(1)
        self.panel.body.addLayout(line)
        self.panel.hide()
        column.addWidget(self.panel)

    # State ----

    def answer(self) -> str:
        return self._answer

    def items(self) -> tuple[EvidenceEntry, ...]:
        return tuple(self._items)

    def set_state(self, answer: str, items: tuple[EvidenceEntry, ...]) -> None:
        """Show a draft's evidence without telling anyone."""
        self._answer, self._items = answer, list(items)
        self._close_panel()
        self._show()

    def _show(self) -> None:
        asked = self._answer == "unknown"
        self.guard.setVisible(asked)
        self.after.setVisible(not asked)
        keeps = self._answer == "no"
        self.pick_button.setVisible(keeps)
        self.paste_button.setVisible(keeps)
        self.answer_icon.set_icon("circle-check" if keeps else "shield", "ok" if keeps else "warn")
        self.answer_label.setText(
            self.tr("Zeker geen seksueel beeld van een minderjarige. U kunt bestanden bewaren.")
            if keeps
            else self.tr(
                "Mogelijk seksueel beeld van een minderjarige. TWijs Desk bewaart geen bestanden. Maak geen "
                "schermafdruk, stuur niets door en bel de politie: 0900-8844."
            )
        )
        names = dict(KINDS)
        self.tokens.set_people(
            [
                (
                    item.title,
                    f"{names.get(item.kind, item.kind)} · "
                    + (self.tr("bestand") if item.content is not None else self.tr("beschreven")),
                )
                for item in self._items
            ]
        )

    def _on_answered(self, answer: str) -> None:
        held = [item for item in self._items if item.content is not None]
        if answer != "no" and held:
            self._items = [item for item in self._items if item.content is None]
            self.told.emit(
                "warn",
                self.tr(
                    "{0} bestand(en) weggehaald uit dit concept. Beschrijf het bewijs in woorden."
                ).format(len(held)),
            )
        self._answer = answer
        self._close_panel()
        self._show()
        (self.yes_button if answer == "unknown" else self.describe_button).setFocus()
        self.changed.emit()

    # Getting a file ----

    def _may_keep(self) -> bool:
        if self._answer == "no":
            return True
        self.told.emit(
            "warn",
            self.tr("Er is niets bewaard of bekeken. Beantwoord eerst de vraag bij Bewijs.")
            if self._answer == "unknown"
            else self.tr("Er is niets bewaard. In deze zaak kunt u bewijs alleen beschrijven."),
        )
        if self._answer == "unknown":
            self.yes_button.setFocus()
        return False

    def paste(self) -> None:
        if not self._may_keep():
            return
        data = QApplication.clipboard().mimeData()
        if data is not None and data.hasImage():
            image = data.imageData()
            self._open_panel(_png(image), self.tr("Schermafdruk"))
        elif data is not None and data.hasUrls() and data.urls()[0].isLocalFile():
            self._read(Path(data.urls()[0].toLocalFile()))
        else:
            self.told.emit("info", self.tr("Er staat geen afbeelding op het klembord."))

    def _on_pick_clicked(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Kies een bewijsstuk"))
        if name:
            self._read(Path(name))

    def _read(self, path: Path) -> None:
        def work() -> tuple[str, bytes]:
            from twijs_desk.casework.errors import InputError

            try:
                size = path.stat().st_size
                if size > MAX_SIZE:
                    raise InputError(
                        "Dit bestand is te groot.",
                        "Er is niets van bewaard.",
                        "Bewaren kan tot 50 MB. Beschrijf het bewijs en laat het bestand waar het staat.",
                    )
                return path.name, path.read_bytes()
            except OSError:
                raise InputError(
                    "Dit bestand kan niet worden gelezen.", "Er is niets bewaard.", "Kies een ander bestand."
                ) from None

        self._ask(work, lambda answer: self._open_panel(answer[1], Path(answer[0]).stem))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if not self._may_keep():
            return
        data = event.mimeData()
        if data.hasUrls() and data.urls()[0].isLocalFile():
            self._read(Path(data.urls()[0].toLocalFile()))
        elif data.hasImage():
            self._open_panel(_png(data.imageData()), self.tr("Schermafdruk"))

    # The panel ----

    def _open_panel(self, content: bytes | None, title: str) -> None:
        self._content = content
        self.title.setText(title)
        self.title.set_wrong(False)
        self.source.clear()
        self.description.clear()
        self.kind.set_value("screenshot" if content is not None else "message")
        self.file_label.setVisible(content is not None)
        self.file_label.setText(
            self.tr("Bestand van {0} kB. Komt versleuteld in de kluis.").format(max(1, len(content) // 1024))
            if content is not None
            else ""
        )
        self.panel.show()
        self.title.setFocus()

    def _close_panel(self) -> None:
        self._content = None
        self.panel.hide()

    def _on_add_clicked(self) -> None:
        title = self.title.text().strip()
        if not title:
            self.title.set_wrong(True)
            self.title.setFocus()
            self.told.emit("warn", self.tr("Geef het bewijsstuk een korte naam."))
            return
        self._items.append(
            EvidenceEntry(
                kind=self.kind.value(),
                title=title,
                description=self.description.toPlainText().strip(),
                received_from=self.source.text().strip(),
                content=self._content,
            )
        )
        self._close_panel()
        self._show()
        self.describe_button.setFocus()
        self.changed.emit()

    def _on_removed(self, index: int) -> None:
        del self._items[index]
        self._show()
        self.describe_button.setFocus()
        self.changed.emit()


def _png(image: object) -> bytes:
    raw = QByteArray()
    buffer = QBuffer(raw)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImage(image).save(buffer, "PNG")  # type: ignore[call-overload]  # imageData is a QImage when hasImage
    return bytes(raw.data())
