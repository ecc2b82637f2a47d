"""The first time: passphrase, school, who sits here. Ends with an open, encrypted vault."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from twijs_desk.casework.rows import ProfileEntry, SchoolEntry
from twijs_desk.gui.background import Runner
from twijs_desk.gui.forms.ui_first_run import Ui_FirstRun
from twijs_desk.gui.unlock import toggle_eye
from twijs_desk.gui.widgets.buttons import LinkButton
from twijs_desk.gui.widgets.dress import IconKeeper, dress
from twijs_desk.gui.widgets.strength import MIN_STRENGTH, StrengthBar

LAWS = (
    ("WPO", "Basisonderwijs (WPO)"),
    ("WEC", "Speciaal onderwijs (WEC)"),
)


class FirstRunView(QWidget):
    """`created(desk)` with the open vault; `example_asked()` for the throw-away school."""

    created = Signal(object)
    example_asked = Signal()
    restore_asked = Signal()

    def __init__(self, background: Runner, path: Path) -> None:
        super().__init__()
        self.background, self.path = background, path
        self._busy = False
        self.form = form = Ui_FirstRun()
        form.setupUi(self)
        dress(self)
        form.scroll.setAccessibleName(self.tr("Eerste keer"))
        form.scroll.viewport().setAutoFillBackground(False)
        form.scroll_body.setAutoFillBackground(False)
        form.message.hide()
        form.busy_bar.hide()
        self._eye = IconKeeper(form.eye_button, "eye")
        form.eye_button.toggled.connect(self._on_eye_toggled)
        self.strength = StrengthBar()
        form.passphrase_box.insertWidget(2, self.strength)
        form.passphrase.textChanged.connect(self._on_passphrase_changed)
        fill_laws(form.law)
        form.organisation.setText(SchoolEntry().organisation)
        form.profile_function.setText(ProfileEntry().function)
        form.place_text.setText(str(path.parent))
        form.create_button.clicked.connect(self.submit)
        form.create_button.setShortcut("Ctrl+Return")
        form.create_button.setToolTip(self.tr("Kluis maken (Ctrl+Enter)"))
        form.example_button.clicked.connect(self.example_asked)
        self.restore_button = LinkButton(self.tr("Ik heb een reservekopie"))
        self.restore_button.clicked.connect(self.restore_asked)
        form.example_card.layout().addWidget(self.restore_button, 0, Qt.AlignmentFlag.AlignLeft)
        for field in (form.school_code, form.brin):
            field.setMaxLength(8)
        self._chain_enter()

    def _chain_enter(self) -> None:
        """Enter goes to the next field, as people expect of a form."""
        for field in self.findChildren(QLineEdit):
            field.returnPressed.connect(lambda field=field: field.focusNextChild())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= 900
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self.form.page_row.setDirection(direction)
        self.form.side.setMaximumWidth(312 if wide else 16_777_215)

    def submit(self) -> None:
        form = self.form
        if self._busy:
            return
        missing = self._missing()
        if missing is not None:
            self._tell(*missing)
            return
        form.message.hide()
        self._set_busy(True)
        path, passphrase = self.path, form.passphrase.text()
        school, profile = read_school(form), read_profile(form)

        def work() -> object:
            from twijs_desk.casework import desk, places

            places.make_folder(path.parent)
            return desk.create(path, passphrase, school=school, profile=profile)

        self.background.run(work, self._on_created, self._on_refused)

    def working(self, text: str) -> None:
        """Say what takes long; an empty text when it is over."""
        self.form.foot_label.setText(text)
        self.form.busy_bar.setVisible(bool(text))

    def refuse(self, text: str) -> None:
        self._tell(text, self.form.example_button)

    def _missing(self) -> tuple[str, QWidget] | None:
        form = self.form
        score, advice = _strength(form.passphrase.text())
        if score < MIN_STRENGTH:
            return self.tr("Deze wachtzin is te zwak. {0}").format(advice), form.passphrase
        if form.passphrase.text() != form.repeat.text():
            return self.tr("De twee wachtzinnen zijn niet gelijk. Typ ze nog een keer."), form.repeat
        if not form.school_name.text().strip():
            return self.tr("Vul de naam van de school in."), form.school_name
        if not form.profile_name.text().strip():
            return self.tr("Vul uw naam in."), form.profile_name
        return None

    def _on_passphrase_changed(self, text: str) -> None:
        if not text:
            self._show_strength((0, self.tr("Nog niets getypt.")))
        else:
            # On the vault thread: the first time it may still be importing there.
            self.background.run(lambda: _strength(text), self._show_strength)

    def _show_strength(self, judged: tuple[int, str]) -> None:
        score, advice = judged
        self.strength.set_score(score)
        self.form.strength_label.setText(advice)
        self.form.passphrase.setAccessibleDescription(advice)

    def _on_eye_toggled(self, shown: bool) -> None:
        toggle_eye(self.form.passphrase, self._eye, shown)
        self.form.repeat.setEchoMode(self.form.passphrase.echoMode())
        name = self.tr("Wachtzin verbergen") if shown else self.tr("Wachtzin tonen")
        self.form.eye_button.setAccessibleName(name)
        self.form.eye_button.setToolTip(name)

    def _on_created(self, desk: object) -> None:
        self._set_busy(False)
        self.form.passphrase.clear()
        self.form.repeat.clear()
        self.created.emit(desk)

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(False)
        self._tell(str(error), self.form.passphrase)

    def _tell(self, text: str, field: QWidget) -> None:
        self.form.message_label.setText(text)
        self.form.message.setAccessibleName(text)
        self.form.message.show()
        self.form.foot_label.setText(text)
        field.setFocus()
        self.form.scroll.ensureWidgetVisible(field, 0, 120)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.working(self.tr("De kluis wordt gemaakt. Dit duurt enkele tellen.") if busy else "")


def _strength(text: str) -> tuple[int, str]:
    from twijs_desk.casework.desk import passphrase_strength

    return passphrase_strength(text)


def fill_laws(field: object) -> None:
    for value, label in LAWS:
        field.addItem(label, value)  # type: ignore[attr-defined]  # the promoted drop-down of both forms


def read_school(form: object) -> SchoolEntry:
    """The school fields that first run and settings share."""

    def text(name: str) -> str:
        return str(getattr(form, name).text()).strip()

    return SchoolEntry(
        name=text("school_name"),
        code=text("school_code").upper(),
        brin=text("brin").upper(),
        law=form.law.value(),  # type: ignore[attr-defined]  # both forms have the same field names
        organisation=text("organisation"),
        street=text("street"),
        postcode=text("postcode"),
        city=text("city"),
        phone=text("phone"),
        email=text("school_email"),
    )


def read_profile(form: object) -> ProfileEntry:
    def text(name: str) -> str:
        return str(getattr(form, name).text()).strip()

    return ProfileEntry(
        name=text("profile_name"),
        function=text("profile_function") or ProfileEntry().function,
        board_name=text("board_name"),
        board_contact=text("board_contact"),
        may_suspend=form.may_suspend.isChecked(),  # type: ignore[attr-defined]  # both forms have this box
    )
