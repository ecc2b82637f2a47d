"""A recovery sheet on the screen: read it, print it, keep it as PDF elsewhere, and type part of it back.

The sheet is in memory only. Nothing is written unless the user picks a file, and then with a warning.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from twijs_desk.gui.widgets.buttons import outlined, tonal
from twijs_desk.gui.widgets.cards import Card
from twijs_desk.gui.widgets.fields import LineField, labelled
from twijs_desk.gui.widgets.flow import FlowLayout
from twijs_desk.gui.widgets.text import Text, announce

if TYPE_CHECKING:
    from twijs_desk.casework.access import RecoverySheet
    from twijs_desk.casework.desk import Desk

Run = Callable[..., None]


class SheetPanel(QWidget):
    """`checked(typed)` when the asked groups are typed; whoever shows it proves them and calls `refuse` or hides it."""

    checked = Signal(str)

    def __init__(self, run: Run, render: Run) -> None:
        super().__init__()
        self._run, self._render = run, render
        self.sheet: RecoverySheet | None = None
        self.desk: Desk | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.paper = Card(kind="quiet", padding=16, spacing=6)
        self.paper.setAccessibleName(self.tr("Herstelblad"))
        self.head = Text("", "small", "text2")
        self.lines = [Text("", "h2", wrap=False), Text("", "h2", wrap=False)]
        self.paper.add(self.head)
        for line in self.lines:
            line.setFont(_even(line))
            self.paper.add(line)
        self.foot = Text("", "small", "text2")
        self.paper.add(self.foot)
        column.addWidget(self.paper)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=10)
        row.setContentsMargins(0, 4, 0, 4)
        self.print_button = tonal(self.tr("Afdrukken"), "printer")
        self.save_button = outlined(self.tr("Bewaar als PDF…"), "download")
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        column.addWidget(buttons)
        self.warning = Text(
            self.tr(
                "Bewaar het blad niet op deze laptop: wie de laptop heeft, heeft dan ook het blad. De brandkast van de "
                "school of een USB-stick in een la met een slot is goed."
            ),
            "small",
            "text2",
        )
        column.addWidget(self.warning)
        self.typed = LineField()
        self.typed_box = labelled(self.tr("Typ over van het blad"), self.typed)
        column.addWidget(self.typed_box)
        self.error = Text("", "body", "danger")
        self.error.hide()
        column.addWidget(self.error)
        self.check_button = tonal(self.tr("Controleer"), "check")
        column.addWidget(self.check_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.print_button.clicked.connect(self._on_print_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.check_button.clicked.connect(self._on_check_clicked)
        self.typed.returnPressed.connect(self._on_check_clicked)

    def show_sheet(self, desk: "Desk", sheet: "RecoverySheet") -> None:
        self.desk, self.sheet = desk, sheet
        self.head.setText(
            self.tr("Herstelcode van het bestuur") if sheet.kind == "board" else self.tr("Herstelcode")
        )
        for place, (label, line) in enumerate(zip(self.lines, sheet.code, strict=True), 1):
            label.setText(line)
            spoken = self.tr("Regel {n}: {code}").format(n=place, code=" ".join(line.replace(" ", "")))
            label.setAccessibleName(spoken)
        self.foot.setText(
            self.tr("Op het afgedrukte blad staan ook de slotgegevens, voor als het sleutelbestand weg is.")
        )
        first, second = sheet.asked
        words = self.tr("blok {first} en blok {second}, samen 8 tekens").format(first=first, second=second)
        self.typed.setPlaceholderText(words)
        name = self.tr("Typ blok {first} en blok {second} over van het blad").format(
            first=first, second=second
        )
        self.typed.setAccessibleName(name)
        label = self.typed_box.findChild(Text)
        if label is not None:
            label.setText(name)
        self.typed.clear()
        self.error.hide()

    def forget(self) -> None:
        """Take the code off the screen and out of this object."""
        self.desk = self.sheet = None
        for line in self.lines:
            line.clear()
            line.setAccessibleName("")
        self.typed.clear()

    def refuse(self, error: Exception) -> None:
        self.error.setText(str(error))
        self.error.setAccessibleName(str(error))
        self.error.show()
        announce(self.error, str(error))
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)
        self.typed.selectAll()

    def _on_check_clicked(self) -> None:
        self.error.hide()
        self.checked.emit(self.typed.text())

    def _with_pdf(self, then: Callable[[bytes], None]) -> None:
        desk, sheet = self.desk, self.sheet
        if desk is None or sheet is None:
            return

        def work() -> Any:
            from twijs_desk.casework import access

            return access.sheet_pdf(desk, sheet)

        self._run(work, then, self.refuse)

    def _on_print_clicked(self) -> None:
        self._with_pdf(self.print_pdf)

    def print_pdf(self, pdf: bytes) -> None:
        """Ask for a printer and draw the page on it; what the printer queue keeps is up to the system."""
        from PySide6.QtPrintSupport import QPrintDialog

        # Pages import widgets, so a widget asks for a page's helper when it is used.
        letter_print = import_module("twijs_desk.gui.pages.letter_print")
        printer = letter_print.make_printer(self.tr("Herstelblad"))
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self._render(lambda: letter_print.print_pdf(pdf, printer), self._on_printed, self.refuse)

    def _on_printed(self, _pages: int) -> None:
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_save_clicked(self) -> None:
        self._with_pdf(self._choose_file)

    def _choose_file(self, pdf: bytes) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Bewaar het herstelblad op een andere plaats"), "herstelblad.pdf", "PDF (*.pdf)"
        )
        if chosen:
            self.save_to(Path(chosen), pdf)

    def save_to(self, path: Path, pdf: bytes) -> None:
        try:
            path.write_bytes(pdf)
        except OSError:
            self.refuse(
                ValueError(self.tr("Dit is niet gelukt. Kies een andere plaats, of druk het blad af."))
            )
            return
        self.warning.setText(
            self.tr("Bewaard. Haal de stick uit de laptop, en zet het bestand niet ook nog op deze laptop.")
        )
        announce(self.warning, self.warning.text())
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)


def _even(label: Text) -> Any:
    """Every character as wide as the next, so that groups stand under each other and O and 0 differ."""
    from PySide6.QtGui import QFontDatabase

    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(label.font().pointSizeF())
    font.setWeight(label.font().weight())
    return font
