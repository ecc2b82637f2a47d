"""*Nieuw incident*: one page, saved half a second after the last key, registered with Ctrl+Enter."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework.rows import DraftRow, IncidentDraft, PublicationEntry
from twijs_desk.gui.forms.ui_incident import Ui_Incident
from twijs_desk.gui.pages.incident_evidence import EvidencePart
from twijs_desk.gui.pages.incident_people import PeoplePicker
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import Card, Chip, ChoiceRow, Icon, Kbd, SaveState, Text, outlined, primary
from twijs_desk.gui.widgets.dress import dress, tab_through
from twijs_desk.terms import Audience, Period

if TYPE_CHECKING:
    from twijs_desk.casework.incidents import Registered

PAUSE_MS = 500
PLATFORMS = (
    ("", "Weet ik nog niet"),
    *((name, name) for name in ("Snapchat", "WhatsApp", "Instagram", "TikTok", "Facebook", "YouTube", "X")),
    *((name, name) for name in ("Teams", "Parro of Social Schools", "E-mail", "Spel of gamechat")),
    ("Ergens anders", "Ergens anders"),
)
STEPS = (
    (
        "circle-dot",
        "accent",
        "Vastleggen",
        "U krijgt een zaaknummer. Vanaf dan staan de feiten vast; aanvullen kan altijd.",
    ),
    ("circle", "control", "Beslisroute", "Een paar korte vragen, met uitleg erbij."),
    ("circle", "control", "Doen", "U ziet wat moet, wat mag en wanneer."),
)


class DraftKey:
    """The id of the draft on this page, shared with the vault thread so that no save makes a second draft."""

    def __init__(self, draft_id: str | None = None) -> None:
        self.id = draft_id
        self.closed = False
        """Registered: a save that comes late may not bring the draft back."""


class IncidentPage(Page):
    name = "incident"
    nav = "cases"

    def build(self) -> None:
        self.sheet = QWidget()
        self.form = Ui_Incident()
        self.form.setupUi(self.sheet)
        dress(self.sheet)
        self.body.addWidget(self.sheet)
        self._key = DraftKey()
        self._loading = True
        self._registering = False
        self._build_parts()
        self._build_side()
        self._build_foot()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.save_now)
        self._listen()
        self._order()

    def _order(self) -> None:
        form = self.form
        tab_through(
            *(form.observation, form.occurred, form.aware, form.platform, self.period),
            *(form.people_field, self.people, self.evidence, form.more_button),
            *(form.statement, form.interpretation, form.board, form.account, self.audience, form.case_title),
            *(self.later_button, self.register_button),
        )

    def _build_parts(self) -> None:
        form = self.form
        form.head_right.addWidget(Chip(self.tr("Concept"), "neutral", "pencil"))
        self.period = ChoiceRow(self.tr("In welke tijd?"), [(each.value, each.label) for each in Period])
        form.period_slot.addWidget(self.period)
        self.audience = ChoiceRow(
            self.tr("Wie kan het zien?"), [(each.value, each.label) for each in Audience]
        )
        form.audience_slot.addWidget(self.audience)
        for value, label in PLATFORMS:
            form.platform.addItem(label, value)
        self.people = PeoplePicker(form.people_field, self._find_people, self._ask)
        form.people_slot.addWidget(self.people)
        self.evidence = EvidencePart(self._ask)
        self.evidence.told.connect(self.tell)
        form.evidence_slot.addWidget(self.evidence)
        form.more.hide()
        form.more_button.clicked.connect(self._open_more)
        for field in (form.observation, form.statement, form.interpretation):
            field.installEventFilter(self)
        for moment in (form.occurred, form.aware, form.board):
            moment.suggest(self.desk.now())

    def _build_side(self) -> None:
        steps = Card(self.tr("Wat gebeurt hierna?"), spacing=12)
        for icon, tone, title, text in STEPS:
            steps.body.addLayout(_line(Icon(icon, 20, tone), title, text))
        self.form.side_slot.addWidget(steps)
        danger = Card(self.tr("Gevaar"))
        if danger.title is not None:
            danger.title.hide()
        danger.body.addLayout(
            _line(
                Icon("phone-call", 20, "text2"),
                self.tr("Is er nu gevaar?"),
                self.tr("Bel eerst 112. Deze pagina bewaart zichzelf."),
            )
        )
        self.form.side_slot.addWidget(danger)

    def _build_foot(self) -> None:
        row = self.foot()
        self.save_state = SaveState("save")
        row.addWidget(self.save_state)
        self.save_hint = Text(
            self.tr("· sluiten mag, u gaat later gewoon verder"), "small", "text2", wrap=False
        )
        self.save_hint.hide()
        row.addWidget(self.save_hint)
        row.addStretch(1)
        self.later_button = outlined(self.tr("Later verder"))
        self.later_button.clicked.connect(lambda: self.navigate.emit("overview", {}))
        row.addWidget(self.later_button)
        self.register_button = primary(
            self.tr("Vastleggen en naar beslisroute"), "arrow-right", shortcut="Ctrl+Return", icon_after=True
        )
        self.register_button.clicked.connect(self.register)
        row.addWidget(self.register_button)
        self.kbd = Kbd("Ctrl+Enter")
        row.addWidget(self.kbd)

    def _listen(self) -> None:
        form = self.form
        for text in (form.observation, form.statement, form.interpretation):
            text.textChanged.connect(self._on_changed)
        for line in (form.account, form.case_title):
            line.textChanged.connect(self._on_changed)
        for moment in (form.occurred, form.aware, form.board):
            moment.changed.connect(self._on_changed)
        form.platform.currentIndexChanged.connect(self._on_changed)
        for part in (self.period, self.audience, self.people, self.evidence):
            part.changed.connect(self._on_changed)

    # Showing ----

    def show_for(self, **context: Any) -> None:
        key = context.get("draft_key") or DraftKey(context.get("draft_id"))
        if key is self._key and not self._loading:
            return  # Coming back to the page as it was left.
        self._key = key
        self._loading = True
        self.message.dismiss()
        self.save_state.setVisible(False)
        self.save_hint.hide()
        if "draft_key" in context or key.id:
            self._load(key)
        else:
            self._fill(IncidentDraft(school_aware_at=self.desk.now()), {})

    def resume_context(self) -> dict[str, Any]:
        return {"draft_key": self._key}

    def first_focus(self) -> QWidget | None:
        return self.form.observation

    def _load(self, key: DraftKey) -> None:
        from twijs_desk.casework import drafts, people

        def work() -> tuple[IncidentDraft, dict[str, str]]:
            if key.id is None:
                return IncidentDraft(school_aware_at=self.desk.now()), {}
            draft = drafts.resume(self.desk, key.id)
            ids = {entry.person_id for entry in draft.parties if entry.person_id}
            return draft, {each: people.display_name(people.person(self.desk, each)) for each in ids}

        self.run(work, lambda answer: self._fill(*answer), self._on_load_failed)

    def _on_load_failed(self, error: Exception) -> None:
        self._key = DraftKey()
        self._fill(IncidentDraft(school_aware_at=self.desk.now()), {})
        self.show_error(error)

    def _fill(self, draft: IncidentDraft, names: dict[str, str]) -> None:
        self._loading = True
        form = self.form
        form.observation.setPlainText(draft.observation)
        form.statement.setPlainText(draft.statement)
        form.interpretation.setPlainText(draft.interpretation)
        form.case_title.setText(draft.title)
        form.occurred.set_moment(draft.occurred_at)
        form.aware.set_moment(draft.school_aware_at)
        form.board.set_moment(draft.board_aware_at)
        platform = draft.publication.platform
        if form.platform.findData(platform) < 0:
            form.platform.addItem(platform, platform)
        form.platform.set_value(platform)
        form.account.setText(draft.publication.account)
        self.period.set_value(draft.period.value if draft.id else "")
        self.audience.set_value(draft.publication.audience.value if draft.id else "")
        self.people.set_entries(draft.parties, names)
        self.evidence.set_state(draft.may_hold_minor_imagery, draft.evidence)
        extra = (draft.statement, draft.interpretation, draft.title, draft.publication.account)
        form.more.setVisible(any(extra) or draft.board_aware_at is not None)
        form.more_button.setVisible(not form.more.isVisibleTo(self.sheet))
        self._kept = draft
        self._loading = False

    def _open_more(self) -> None:
        self.form.more.show()
        self.form.more_button.hide()
        self.form.statement.setFocus()

    # Saving ----

    def collect(self) -> IncidentDraft:
        """What is on the page now."""
        form = self.form
        return replace(
            self._kept,
            id=self._key.id,
            title=form.case_title.text().strip(),
            observation=form.observation.toPlainText(),
            statement=form.statement.toPlainText(),
            interpretation=form.interpretation.toPlainText(),
            occurred_at=form.occurred.moment(),
            school_aware_at=form.aware.moment(),
            board_aware_at=form.board.moment(),
            period=Period(self.period.value() or Period.UNKNOWN),
            publication=replace(
                self._kept.publication or PublicationEntry(),
                platform=form.platform.value(),
                account=form.account.text().strip(),
                audience=Audience(self.audience.value() or Audience.UNKNOWN),
            ),
            parties=self.people.entries(),
            evidence=self.evidence.items(),
            may_hold_minor_imagery=self.evidence.answer(),
        )

    def _on_changed(self) -> None:
        if not self._loading:
            self._pause.start()

    def save_now(self) -> None:
        """Give the draft to the vault thread."""
        from twijs_desk.casework import drafts

        self._pause.stop()
        if self._loading or self._registering:
            return
        draft, key = self.collect(), self._key

        def work() -> DraftRow | None:
            if key.closed:
                return None
            row = drafts.save(self.desk, replace(draft, id=key.id))
            key.id = row.id
            return row

        self.run(work, self._on_saved, self._on_save_failed)

    def _on_saved(self, row: DraftRow | None) -> None:
        if row is None:
            return
        self.save_state.saved(row.saved_at, self.tr("Concept bewaard om"), seconds=True)
        self.save_hint.setVisible(self.width() > 900)
        self.saved.emit(row.saved_at)

    def _on_save_failed(self, error: Exception) -> None:
        self.save_state.failed(self.tr("Nog niet bewaard"))
        self.save_hint.hide()
        self.show_error(error)

    def leave(self) -> None:
        if self._pause.isActive():
            self.save_now()

    # Registering ----

    def register(self) -> None:
        from twijs_desk.casework import incidents

        if self._registering:
            return
        if not self.form.observation.toPlainText().strip():
            self.tell("warn", self.tr("Schrijf eerst kort op wat er is gebeurd. De rest mag later."))
            self.form.observation.set_wrong(True)
            self.form.observation.setFocus()
            return
        self.form.observation.set_wrong(False)
        self._pause.stop()
        self._registering = True
        draft, key = self.collect(), self._key

        def work() -> "Registered":
            done = incidents.record(self.desk, replace(draft, id=key.id))
            key.closed = True
            return done

        self.run(work, self._on_registered, self._on_register_failed)

    def _on_registered(self, done: "Registered") -> None:
        self._registering = False
        self._key = DraftKey()
        self._fill(IncidentDraft(school_aware_at=self.desk.now()), {})
        self.saved.emit(done.recorded_at)
        self.navigate.emit("route", {"case_id": done.case_id})

    def _on_register_failed(self, error: Exception) -> None:
        self._registering = False
        self.save_now()
        self.show_error(error)

    # Small things ----

    def _find_people(self, text: str) -> Any:
        from twijs_desk.casework import people

        return people.find(self.desk, text)

    def _ask(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        self.run(work, done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= 960
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self.form.columns.setDirection(direction)
        self.form.side.setMaximumWidth(312 if wide else 16_777_215)
        narrow = self.width() < 720
        self.form.clock_row.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        self.kbd.setVisible(self.width() >= 860)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+V of a picture into a text is meant as evidence."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            data = QApplication.clipboard().mimeData()
            if data is not None and data.hasImage() and not data.hasText():
                self.evidence.paste()
                return True
        return bool(super().eventFilter(watched, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.evidence.paste()
        else:
            super().keyPressEvent(event)


def _line(icon: QWidget, title: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Text(title, "bold"))
    column.addWidget(Text(text, "small", "text2"))
    row.addWidget(icon)
    row.addLayout(column, 1)
    row.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    return row
