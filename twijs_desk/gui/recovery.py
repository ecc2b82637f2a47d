"""At the door with a recovery sheet: type the code, get in, choose a new passphrase."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from twijs_desk.gui.background import Runner
from twijs_desk.gui.door_view import DoorView
from twijs_desk.gui.passphrase_fields import PassphraseFields
from twijs_desk.gui.widgets import LineField, LinkButton, Text, TextField, labelled

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk


class CodeFields(QWidget):
    """The two lines of a recovery code; pasting both lines in the first fills the second."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.lines = (LineField(), LineField())
        for number, line in enumerate(self.lines, 1):
            line.setPlaceholderText("XXXX XXXX XXXX XXXX  X")
            label = self.tr("Herstelcode, regel {n}").format(n=number)
            column.addWidget(labelled(label, line))
            line.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            )
        self.lines[0].textEdited.connect(self._on_edited)

    def _on_edited(self, text: str) -> None:
        plain = re.sub(r"[\s-]", "", text)
        if len(plain) > 17:
            self.lines[0].setText(plain[:17])
            self.lines[1].setText(plain[17:])
            self.lines[1].setFocus()

    def value(self) -> str:
        return "\n".join(line.text() for line in self.lines)

    def is_empty(self) -> bool:
        return not any(line.text().strip() for line in self.lines)

    def focus_line(self, words: str) -> None:
        """To the line that the sentence names."""
        found = re.search(r"Regel ([12])", words)
        line = self.lines[int(found[1]) - 1 if found else 0]
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()

    def clear(self) -> None:
        for line in self.lines:
            line.clear()


class RecoveryView(DoorView):
    """`opened(desk)` after the new passphrase is in its place."""

    def __init__(self, background: Runner, path: Path) -> None:
        super().__init__(
            _tr("Openen met het herstelblad"),
            _tr(
                "Typ de code van het blad over: twee regels. Hoofdletters, spaties en streepjes maken niet uit."
            ),
            _tr("Open de kluis"),
        )
        self.background, self.path = background, path
        self.code = CodeFields()
        self.body.addWidget(self.code)
        self.more = LinkButton(self.tr("Het sleutelbestand is weg of beschadigd"))
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.record = TextField(lines=4)
        self.record_box = labelled(
            self.tr("Slotgegevens"), self.record, self.tr("de vier regels onder de code op het blad")
        )
        self.body.addWidget(self.record_box)
        self.record_box.hide()
        self.more.clicked.connect(self.ask_record)
        self.do_button.clicked.connect(self.submit)
        for line in self.code.lines:
            line.returnPressed.connect(self.submit)

    def ask_record(self) -> None:
        """The key file is lost: what stands below the code is needed as well."""
        self.record_box.show()
        self.more.hide()

    def first_focus(self) -> QWidget:
        return self.code.lines[0]

    def reset(self) -> None:
        self.code.clear()
        self.record.clear()
        self.error.hide()

    def submit(self) -> None:
        if self.busy:
            return
        if self.code.is_empty():
            self.refuse(self.tr("Typ eerst de twee regels van de herstelcode."))
            self.code.focus_line("")
            return
        self.set_busy(True, self.tr("De kluis wordt geopend…"))
        path, code = self.path, self.code.value()
        record = "" if self.record_box.isHidden() else self.record.toPlainText()

        def work() -> object:
            from twijs_desk.casework import access

            return access.open_with_recovery(path, code, record_text=record)

        self.background.run(work, self._on_opened, self._on_refused)

    def _on_opened(self, desk: object) -> None:
        self.set_busy(False)
        self.reset()
        self.opened.emit(desk)

    def _on_refused(self, error: Exception) -> None:
        self.refuse(error)
        if getattr(error, "fault", "") in ("key_file_missing", "key_file_damaged"):
            self.ask_record()
            self.record.setFocus(Qt.FocusReason.OtherFocusReason)
        elif "slotgegevens" in str(error) and not self.record_box.isHidden():
            self.record.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.code.focus_line(str(error))


class NewPassphraseView(DoorView):
    """After coming in with the sheet: a passphrase to come in with tomorrow. Nothing else can be done first."""

    def __init__(self, background: Runner, desk: "Desk", labels: tuple[str, ...] = ()) -> None:
        super().__init__(
            _tr("Kies een nieuwe wachtzin"),
            _tr(
                "De kluis is open. Kies nu een wachtzin om hem voortaan mee te openen. "
                "Het herstelblad blijft daarnaast geldig."
            ),
            _tr("Bewaar en ga verder"),
        )
        self.background, self.desk = background, desk
        self.back_button.hide()
        self.label = LineField(labels[0] if labels else desk.profile.function)
        self.body.addWidget(
            labelled(
                self.tr("Voor wie is deze wachtzin?"),
                self.label,
                self.tr("een functie, geen naam: leesbaar buiten de kluis"),
            )
        )
        if labels:
            known = self.tr(
                "Er is al een wachtzin voor: {names}. Vult u dezelfde functie in, dan vervalt die oude wachtzin."
            )
            self.body.addWidget(Text(known.format(names=", ".join(labels)), "small", "text2"))
        self.fields = PassphraseFields(background, (desk.school.name, desk.profile.name))
        self.body.addWidget(self.fields)
        self.do_button.clicked.connect(self.submit)
        self.fields.second.returnPressed.connect(self.submit)

    def first_focus(self) -> QWidget:
        return self.fields.first

    def submit(self) -> None:
        if self.busy:
            return
        problem = self.fields.problem()
        if problem is not None:
            self.refuse(problem[0])
            problem[1].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_busy(True, self.tr("De wachtzin wordt bewaard…"))
        desk, label, new = self.desk, self.label.text().strip(), self.fields.value()

        def work() -> object:
            from twijs_desk.casework import access

            return access.set_passphrase_after_recovery(desk, label, new)

        self.background.run(work, self._on_set, self._on_refused)

    def _on_set(self, _row: object) -> None:
        self.set_busy(False)
        self.fields.clear()
        self.opened.emit(self.desk)

    def _on_refused(self, error: Exception) -> None:
        self.refuse(error)
        self.fields.first.setFocus(Qt.FocusReason.OtherFocusReason)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recovery", text)
