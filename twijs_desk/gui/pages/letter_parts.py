"""What stands around the blocks of a letter: what is missing, the reasons policy asks, and the sealed letter."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import wording
from twijs_desk.casework.rows import Finding, LetterView
from twijs_desk.gui.pages.case_tab import InlineForm
from twijs_desk.gui.widgets import (
    Card,
    ChoiceField,
    DateField,
    FlowLayout,
    Icon,
    LineField,
    Text,
    TextField,
    clear_layout,
    labelled,
    outlined,
    primary,
    quiet,
)
from twijs_desk.gui.widgets.rows import WrapLink
from twijs_desk.terms import Channel, LetterStatus


def _tr(text: str) -> str:
    return QCoreApplication.translate("Letter", text)


class MissingCard(QFrame):
    """*Nog 2 dingen nodig*: every line jumps to its field."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(Icon("circle-alert", 20, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        self._words = QVBoxLayout()
        self._words.setSpacing(2)
        row.addLayout(self._words, 1)
        self.links: list[WrapLink] = []
        self._shown: tuple[Finding, ...] | None = None

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        blocking = tuple(found for found in findings if found.level != "policy")
        self.setVisible(bool(blocking))
        if blocking == self._shown:
            return
        self._shown = blocking
        clear_layout(self._words)
        self.links = []
        count = len(blocking)
        title = self.tr("Nog 1 ding nodig") if count == 1 else self.tr("Nog {n} dingen nodig").format(n=count)
        self._words.addWidget(Text(title, "bold", "warn"))
        for found in blocking:
            if found.block_id or found.field_id:
                link = WrapLink(found.text, name=self.tr("Vul aan: {text}").format(text=found.text))
                link.clicked.connect(lambda _on=False, f=found: self.asked.emit(f))
                self.links.append(link)
                self._words.addWidget(link)
            else:
                self._words.addWidget(Text(found.text, "body"))
        self.setAccessibleName(title)


class PolicyForm(InlineForm):
    """Policy may be passed with a reason; law and gaps may not, so those never stand here."""

    def __init__(self) -> None:
        super().__init__(
            _tr("Hier wijkt u af van beleid"), _tr("Definitief maken met deze reden"), kind="warn"
        )
        self.reasons: dict[str, TextField] = {}

    def ask(self, findings: tuple[Finding, ...]) -> None:
        clear_layout(self.fields)
        self.reasons = {}
        for found in findings:
            self.fields.addWidget(Text(found.text, "body"))
            field = TextField(lines=2)
            box = labelled(self.tr("Uw reden"), field, self.tr("Komt in het logboek en bij de brief"))
            field.setAccessibleName(self.tr("Uw reden bij: {text}").format(text=found.text))
            self.fields.addWidget(box)
            self.reasons[found.guard] = field
        self.open_form(next(iter(self.reasons.values()), None))

    def value(self) -> dict[str, str] | None:
        """The reasons by guard; None while one is empty."""
        given = {guard: field.toPlainText().strip() for guard, field in self.reasons.items()}
        return given if all(given.values()) else None


class FinalPanel(QWidget):
    """A sealed letter: number, hash, dossier, and what may still be done with it."""

    print_asked = Signal()
    export_asked = Signal()
    delivered = Signal(object, object, str)
    withdrawn = Signal(str)
    dossier_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.card = Card(self.tr("Definitief"), kind="card-now", spacing=8)
        self.facts = QVBoxLayout()
        self.facts.setSpacing(8)
        self.card.body.addLayout(self.facts)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=10)
        flow.setContentsMargins(0, 6, 0, 6)
        self.print_button = primary(self.tr("Afdrukken"), "printer", shortcut="Ctrl+P")
        self.export_button = outlined(self.tr("Bewaar als PDF"), "download")
        self.send_button = outlined(self.tr("Verzending vastleggen"), "mail-check")
        self.withdraw_button = quiet(self.tr("Intrekken"), "ban")
        for button in (self.print_button, self.send_button, self.export_button, self.withdraw_button):
            flow.addWidget(button)
        self.card.add(buttons)
        column.addWidget(self.card)
        self._build_send()
        column.addWidget(self.send_form)
        self.withdraw_form = InlineForm(self.tr("Deze brief intrekken"), self.tr("Trek de brief in"))
        self.withdraw_reason = self.withdraw_form.text(
            self.tr("Waarom trekt u deze brief in?"),
            self.tr("De brief blijft in het dossier, met deze reden"),
        )
        column.addWidget(self.withdraw_form)
        self.deliveries = Card(self.tr("Verzonden"), spacing=6)
        column.addWidget(self.deliveries)
        column.addStretch(1)
        self.print_button.clicked.connect(self.print_asked)
        self.export_button.clicked.connect(self.export_asked)
        self.send_button.clicked.connect(self._on_send_clicked)
        self.withdraw_button.clicked.connect(lambda: self.withdraw_form.open_form(self.withdraw_reason))
        self.send_form.do_button.clicked.connect(self._on_send_confirmed)
        self.withdraw_form.do_button.clicked.connect(
            lambda: self.withdrawn.emit(self.withdraw_reason.toPlainText())
        )

    def _build_send(self) -> None:
        self.send_form = InlineForm(self.tr("Verzending vastleggen"), self.tr("Leg vast"))
        self.channel = ChoiceField([(str(each), each.label) for each in Channel])
        self.sent_on = DateField()
        self.tracking = LineField(placeholder=self.tr("Bij aangetekende post"))
        self.send_form.fields.addWidget(labelled(self.tr("Hoe?"), self.channel))
        self.send_form.fields.addWidget(labelled(self.tr("Op welke dag?"), self.sent_on, required=True))
        self.send_form.fields.addWidget(labelled(self.tr("Nummer van de zending"), self.tracking))

    def show_letter(self, letter: LetterView, now_local: Callable[[], object]) -> None:
        self._now_local = now_local
        clear_layout(self.facts)
        title = letter.status.label
        if self.card.title is not None:
            self.card.title.setText(title)
        when = wording.moment(letter.finalised_at) if letter.finalised_at else ""
        dossier = letter.dossier.label + (f" · {letter.dossier_of}" if letter.dossier_of else "")
        for label, words, mono in (
            (self.tr("Nummer"), letter.reference, False),
            (self.tr("Definitief sinds"), when, False),
            (self.tr("Dossier"), dossier, False),
            (self.tr("Zegel (SHA-256)"), _grouped(letter.sha256), True),
        ):
            if words:
                self.facts.addWidget(Text(label, "small", "text2"))
                value = Text(words, "small" if mono else "bold", selectable=True)
                value.setAccessibleName(f"{label}: {words}")
                self.facts.addWidget(value)
        self.facts.addWidget(Text(self.tr("Deze brief staat vast en verandert niet meer."), "small", "text2"))
        gone = letter.status == LetterStatus.WITHDRAWN
        self.send_button.setVisible(not gone)
        self.withdraw_button.setVisible(not gone)
        clear_layout(self.deliveries.body)
        self.deliveries.setVisible(bool(letter.deliveries))
        for each in letter.deliveries:
            words = f"{wording.day(each.sent_on)} · {each.channel.label} · {each.sent_by}"
            self.deliveries.add(Text(words + (f" · {each.tracking}" if each.tracking else ""), "body"))

    def _on_send_clicked(self) -> None:
        self.sent_on.set_moment(self._now_local())  # type: ignore[arg-type]  # a naive local datetime
        self.send_form.open_form(self.channel)

    def _on_send_confirmed(self) -> None:
        sent_on = self.sent_on.day()
        if sent_on is None:
            self.send_form.refuse(ValueError(self.tr("Kies de dag van verzending.")))
            return
        self.delivered.emit(Channel(self.channel.value()), sent_on, self.tracking.text())


def _grouped(digest: str) -> str:
    """The hash in groups of eight, so that it wraps and can be read aloud."""
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))
