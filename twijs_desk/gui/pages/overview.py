"""*Overzicht*: what must be done today over all cases, the open cases, the drafts that wait."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from twijs_desk.casework import wording
from twijs_desk.casework.rows import CaseListRow, DraftRow, ObligationRow, OverviewView, TodayGroup
from twijs_desk.gui import theme
from twijs_desk.gui.pages.case_duties import MADE_HERE
from twijs_desk.gui.pages.overview_reminders import Reminders
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.upkeep import Upkeep
from twijs_desk.gui.widgets import (
    Button,
    Card,
    EmptyState,
    Icon,
    Line,
    LinkButton,
    Progress,
    Text,
    clear_layout,
    due_chip,
    h1,
    isolate,
    level_badge,
    primary,
)
from twijs_desk.terms import CaseStatus

SHOWN_AT_FIRST = 6
SHOWN_AT_MOST = 60
_GROUP_LOOK = {
    "overdue": ("triangle-alert", "danger"),
    "today": ("clock", "warn"),
    "week": ("calendar", "text2"),
    "later": ("calendar", "text2"),
    "waiting": ("circle", "text2"),
}
_PHASES = (
    CaseStatus.REGISTERED,
    CaseStatus.ASSESSMENT,
    CaseStatus.INVESTIGATION,
    CaseStatus.HEARING,
    CaseStatus.DECISION,
    CaseStatus.EXECUTION,
)


def next_step(duty: ObligationRow) -> tuple[str, str, str, dict[str, Any]]:
    """Words and icon of the button that does the next step of a duty, and the page it opens."""
    case = {"case_id": duty.case_id}
    if duty.party_name:  # a case about more than one person: the step is about this one
        case["party_id"] = duty.party_id or ""
    kind, _, detail = duty.action.partition(":")
    if kind == "call" and detail in ("", "inspector"):
        return "Bel nu", "phone", "call", case
    if kind == "letter" and detail in MADE_HERE:
        return "Maak de brief", "file-text", "letter", {**case, "code": detail}
    if kind in ("route", "qualification"):
        return "Ga verder", "signpost", "route", case
    words = {"note": "Noteer", "letter": "Noteer", "evidence": "Naar bewijs", "dossier": "Naar dossier"}.get(
        kind, "Open de zaak"
    )
    icon = {"note": "mail-check", "call": "phone", "evidence": "paperclip", "police": "shield"}.get(
        kind, "folder-open"
    )
    return words, icon, "case", {**case, "obligation_id": duty.id}


class OverviewPage(Page):
    name = nav = "overview"

    due_counted = Signal(int)

    def build(self) -> None:
        self._all = False
        head = QHBoxLayout()
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(h1(self.tr("Overzicht")))
        self.day_label = Text("", "body", "text2")
        left.addWidget(self.day_label)
        head.addLayout(left, 1)
        self.new_button = primary(self.tr("Nieuw incident"), "plus", height=48)
        self.new_button.setMinimumWidth(208)
        self.new_button.setToolTip(self.tr("Nieuw incident (Ctrl+N)"))
        self.new_button.clicked.connect(lambda: self.navigate.emit("incident", {}))
        head.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self.reminders = Reminders(self)
        self.body.addWidget(self.reminders)
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(24)
        self.body.addLayout(self.columns)
        self.body.addStretch(1)
        self._build_columns()
        self._minute = QTimer(self)
        self._minute.setInterval(60_000)
        self._minute.timeout.connect(self._on_minute_passed)
        self._minute.start()

    def _build_columns(self) -> None:
        self.todo = Card(self.tr("Vandaag te doen"), padding=0, spacing=0, role="h2")
        self.todo.head.setContentsMargins(16, 12, 16, 12)
        self.all_link = LinkButton("")
        self.all_link.clicked.connect(self._on_all_clicked)
        self.todo.head.addWidget(self.all_link)
        self.cases = Card(self.tr("Open zaken"), padding=0, spacing=0, role="h2")
        self.cases.head.setContentsMargins(16, 12, 16, 12)
        self.case_count = Text("", "body", "text2", wrap=False)
        if self.cases.title is not None:
            self.cases.title.setWordWrap(False)
            self.cases.head.setStretchFactor(self.cases.title, 0)
        self.cases.head.addWidget(self.case_count)
        self.cases.head.addStretch(1)
        register = LinkButton(self.tr("Naar register"))
        register.clicked.connect(lambda: self.navigate.emit("cases", {}))
        self.cases.head.addWidget(register)
        self.drafts = Card(self.tr("Concepten"))
        if self.drafts.title is not None:
            self.drafts.title.hide()
        self.line = Card(self.tr("Vertrouwensinspecteur"), kind="quiet")
        self.line_text = Text("", "small", "text2")
        self.line.add(self.line_text)
        right = QVBoxLayout()
        right.setSpacing(16)
        for card in (self.cases, self.drafts, self.line):
            right.addWidget(card)
        right.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.todo)
        left.addStretch(1)
        self.columns.addLayout(left, 3)
        self.columns.addLayout(right, 2)

    def first_focus(self) -> QWidget | None:
        return self.new_button

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        wide = self.width() >= 860
        self.columns.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    def show_for(self, **_context: Any) -> None:
        from twijs_desk.casework import cases

        self.run(lambda: cases.overview(self.desk), self._show)
        self.reminders.fetch()

    def use_upkeep(self, upkeep: Upkeep) -> None:
        self.reminders.use_upkeep(upkeep)

    def _on_minute_passed(self) -> None:
        # Not while the keyboard is on a row: rebuilding would take it away.
        inside = self.focusWidget()
        if self.isVisible() and (inside is None or not self.todo.isAncestorOf(inside)):
            self.show_for()

    def _on_all_clicked(self) -> None:
        self._all = not self._all
        self.show_for()

    def _show(self, view: OverviewView) -> None:
        today = wording.to_local(view.now).date()
        self.day_label.setText(f"{wording.weekday_day(today)} · week {wording.week_number(today)}")
        self._show_duties(view)
        self._show_cases(view)
        self._show_drafts(view.drafts)
        self.line_text.setText(view.line_note)
        self.line.setVisible(bool(view.line_note))
        due = sum(len(group.obligations) for group in view.groups if group.key in ("overdue", "today"))
        self.due_counted.emit(due)

    def _show_duties(self, view: OverviewView) -> None:
        clear_layout(self.todo.body)
        total = sum(len(group.obligations) for group in view.groups)
        room = SHOWN_AT_MOST if self._all else SHOWN_AT_FIRST
        self.all_link.setVisible(total > SHOWN_AT_FIRST)
        self.all_link.set_text(
            self.tr("Toon minder") if self._all else self.tr("Alle termijnen ({0})").format(total)
        )
        if not total:
            self.todo.add(Line())
            self.todo.add(
                EmptyState(
                    "circle-check",
                    self.tr("Er is nu niets te doen"),
                    self.tr("Gebeurt er iets? Druk op Nieuw incident. Eén minuut is genoeg."),
                )
            )
            return
        first = True
        for group in view.groups:
            rows = group.obligations[:room]
            room -= len(rows)
            if not rows:
                break
            self.todo.add(Line())
            self.todo.add(self._group_head(group))
            for duty in rows:
                self.todo.add(self._duty_row(duty, view, group.key, urgent=first))
                first = False
        self.todo.body.addSpacing(8)

    def _group_head(self, group: TodayGroup) -> QWidget:
        icon, tone = _GROUP_LOOK.get(group.key, ("calendar", "text2"))
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 12, 16, 4)
        row.setSpacing(6)
        row.addWidget(Icon(icon, 16, tone))
        row.addWidget(Text(group.label, "chip", tone, wrap=False))
        row.addWidget(Text(str(len(group.obligations)), "small", "text2", wrap=False))
        row.addStretch(1)
        return box

    def _duty_row(self, duty: ObligationRow, view: OverviewView, group: str, *, urgent: bool) -> QWidget:
        words, icon, page, context = next_step(duty)
        chip = wording.due_chip(duty.due_at, view.now)
        if duty.due_at is None and group == "today":
            chip = wording.DueChip("today", self.tr("Vandaag"))
        box = QWidget()
        box.setAccessibleName(f"{duty.title}, {duty.case_number}, {duty.level.label}, {chip.text}")
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        tone = {"overdue": "danger", "today": "accent"}.get(chip.state, "text2")
        ground = {"overdue": "danger_ground", "today": "tint"}.get(chip.state, "subtle")
        row.addWidget(Icon(icon, 20, tone, ground=ground, box=40), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Text(duty.title, "bold"))
        whom = f" · {isolate(duty.party_name)}" if duty.party_name else ""
        column.addWidget(Text(f"{duty.case_number} · {isolate(duty.case_title)}{whom}", "small", "text2"))
        marks = QHBoxLayout()
        marks.setSpacing(8)
        marks.setContentsMargins(0, 4, 0, 0)
        marks.addWidget(level_badge(duty.level.value))
        marks.addWidget(due_chip(chip.state, chip.text))
        marks.addStretch(1)
        column.addLayout(marks)
        row.addLayout(column, 1)
        button = Button(
            words,
            "tonal" if urgent else "outlined",
            icon if page == "call" else "",
            height=32,
            name=f"{words}: {duty.title}, zaak {duty.case_number}",
        )
        button.setMinimumWidth(136)
        button.clicked.connect(lambda: self.navigate.emit(page, context))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return box

    def _show_cases(self, view: OverviewView) -> None:
        clear_layout(self.cases.body)
        self.case_count.setText(str(view.open_case_count))
        self.case_count.setAccessibleName(self.tr("{0} open zaken").format(view.open_case_count))
        if not view.open_cases:
            self.cases.add(Line())
            empty = Text(self.tr("Er zijn geen open zaken."), "body", "text2")
            empty.setContentsMargins(16, 16, 16, 16)
            self.cases.add(empty)
        for case in view.open_cases[:8]:
            self.cases.add(Line())
            self.cases.add(self._case_row(case, view))

    def _case_row(self, case: CaseListRow, view: OverviewView) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.addWidget(Text(case.number, "small", "text2", wrap=False))
        top.addStretch(1)
        if case.next_due_at is not None:
            chip = wording.due_chip(case.next_due_at, view.now)
            top.addWidget(due_chip(chip.state, chip.text.split(",")[0]))
        column.addLayout(top)
        title = CaseTitle(case.title, f"Zaak {case.number}: {case.title}")
        title.clicked.connect(lambda: self.navigate.emit("case", {"case_id": case.id}))
        column.addWidget(title)
        if case.who:
            column.addWidget(Text(case.who, "small", "text2"))
        step = _PHASES.index(case.status) + 1 if case.status in _PHASES else len(_PHASES)
        column.addWidget(Progress(step, len(_PHASES), case.status.label))
        return box

    def _show_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        clear_layout(self.drafts.body)
        self.drafts.setVisible(bool(drafts))
        if not drafts:
            return
        count = len(drafts)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Icon("history", 20, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        words = self.tr("1 concept wacht op u") if count == 1 else f"{count} concepten wachten op u"
        column.addWidget(Text(words, "bold"))
        for draft in drafts[:3]:
            if count > 1:
                column.addWidget(Text(f"“{draft.title}”", "small"))
            started = wording.to_local(draft.started_at).date()
            column.addWidget(
                Text(
                    self.tr("Begonnen op {0}. Telt pas mee na vastleggen.").format(
                        wording.weekday_day(started).rsplit(" ", 1)[0]
                    ),
                    "small",
                    "text2",
                )
            )
            link = LinkButton(
                self.tr("Verder met concept"), name=self.tr("Verder met concept: {0}").format(draft.title)
            )
            link.clicked.connect(
                lambda _checked=False, key=draft.id: self.navigate.emit("incident", {"draft_id": key})
            )
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
        self.drafts.body.addLayout(row)


class CaseTitle(LinkButton):
    """The title of a case as a link in the ink of a heading; a long one is cut, the tooltip has it whole."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, name=name)
        self._full = text
        self.setFont(theme.font("bold"))
        self.setProperty("kind", "title")
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, self.width() - 4)
        self.set_text(shown, self.accessibleName())
