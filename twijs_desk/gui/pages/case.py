"""*Zaak*: who, what, how far, and what must be done now; everything else in tabs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import cases, wording
from twijs_desk.casework.rows import CaseView, ObligationRow, RouteRow
from twijs_desk.gui.pages import case_unsent
from twijs_desk.gui.pages.case_duties import DutyColumn, next_step
from twijs_desk.gui.pages.case_evidence import EvidenceTab
from twijs_desk.gui.pages.case_measures import MeasuresTab
from twijs_desk.gui.pages.case_tab import CaseTab, InlineForm, TabStack
from twijs_desk.gui.pages.case_tabs import LogTab, PeopleTab, RouteTab, TimelineTab
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import (
    Card,
    Chip,
    FlowLayout,
    Icon,
    Text,
    clear_layout,
    due_chip,
    h1,
    level_badge,
    outlined,
    primary,
    quiet,
)
from twijs_desk.gui.widgets.rows import Columns
from twijs_desk.gui.widgets.tabs import TabRow
from twijs_desk.terms import CaseStatus, Confidentiality, Level

_STEP_ICONS = {
    "done": ("circle-check", "ok", "klaar"),
    "now": ("circle-dot", "accent", "nu"),
    "later": ("circle", "control", "later"),
}
AT_ONCE = timedelta(hours=2)
"""A duty that is due sooner than this comes before the questions of the route."""
TABS = ("timeline", "people", "evidence", "route", "measures", "log")


class CasePage(Page):
    name = "case"
    nav = "cases"

    def build(self) -> None:
        self.case_id = ""
        self._asked_duty, self._fresh = "", False
        self._returned: dict[str, Any] = {}
        self.view: CaseView | None = None
        self._build_head()
        self.now_card = Card(kind="card-now", padding=16)
        self.columns = Columns(fold=860, spacing=24)
        left = Card(padding=20)
        self.tab_row = TabRow(self.tr("Delen van deze zaak"))
        self.stack = TabStack()
        self.tabs: list[CaseTab] = []
        for kind in (TimelineTab, PeopleTab, EvidenceTab, RouteTab, MeasuresTab, LogTab):
            tab = kind(self.desk, self.act, self.run)
            tab.navigate.connect(self.navigate)
            tab.party_chosen.connect(self._on_party_chosen)
            self.tabs.append(tab)
            self.stack.addWidget(tab)
            self.tab_row.addTab("")
        self.measures_tab = next(tab for tab in self.tabs if isinstance(tab, MeasuresTab))
        self.evidence_tab = next(tab for tab in self.tabs if isinstance(tab, EvidenceTab))
        left.add(self.tab_row)
        left.add(self.stack)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.now_card)
        column.addWidget(left)
        column.addStretch(1)
        self.side = DutyColumn(self.desk, self.act, self.run)
        self.side.navigate.connect(self.navigate)
        self.columns.add(holder, 11)
        self.columns.add(self.side, 4)
        self.body.addWidget(self.columns)
        self.body.addStretch(1)
        self.tab_row.currentChanged.connect(self._on_tab_changed)

    def _build_head(self) -> None:
        head = Columns(fold=800, spacing=12)
        titles, actions = QWidget(), QWidget()
        marks, buttons = FlowLayout(titles, spacing=12), FlowLayout(actions, spacing=12)
        buttons.setContentsMargins(0, 6, 0, 6)
        marks.setContentsMargins(0, 6, 0, 6)
        self.number = Text("", "h2", "text2", wrap=False)
        self.status_chip = Chip("", "accent")
        self.closed_chip = Chip("", "neutral", "lock")
        self.letter_button = outlined(self.tr("Brief maken"), "mail", height=32, shortcut="Ctrl+B")
        self.add_button = outlined(self.tr("Bewijs toevoegen"), "plus", height=32)
        self.close_button = quiet(self.tr("Zaak sluiten"), "archive", height=32)
        for widget in (self.number, self.status_chip, self.closed_chip):
            marks.addWidget(widget)
        for widget in (self.letter_button, self.add_button, self.close_button):
            buttons.addWidget(widget)
        head.add(titles, 1)
        head.add(actions, 0)
        self.body.addWidget(head)
        self.title = h1("")
        self.body.addWidget(self.title)
        steps = QWidget()
        self._steps = FlowLayout(steps, spacing=10)
        self.body.addWidget(steps)
        self.close_form = InlineForm(self.tr("Zaak sluiten"), self.tr("Sluit de zaak"))
        self.close_result = self.close_form.text(
            self.tr("Hoe is de zaak afgelopen?"), self.tr("In één of twee zinnen")
        )
        self.body.addWidget(self.close_form)
        self.letter_button.clicked.connect(self._on_letter_clicked)
        self.add_button.clicked.connect(self._on_add_clicked)
        self.close_button.clicked.connect(self._on_close_clicked)
        self.close_form.do_button.clicked.connect(self._on_close_confirmed)

    # Showing ----

    def show_for(
        self, case_id: str = "", tab: str = "", obligation_id: str = "", party_id: str = "", **_more: Any
    ) -> None:
        self._asked_duty = obligation_id
        if case_id and case_id != self.case_id:
            self.case_id = case_id
            self._fresh = True
            self.close_form.change_case(case_id)
            for part in (*self.tabs, self.side):
                part.change_case(case_id)
            self.tab_row.setCurrentIndex(0)
            if self.scroller is not None:
                self.scroller.verticalScrollBar().setValue(0)
        if party_id:
            self._choose_party(party_id)
        if tab in TABS:
            self.tab_row.setCurrentIndex(TABS.index(tab))
        desk, wanted = self.desk, self.case_id
        self.run(lambda: cases.open_case(desk, wanted), self._show)

    def _show(self, view: CaseView) -> None:
        self.view = view
        place = self.scroller.verticalScrollBar().value() if self.scroller is not None else 0
        asked = bool(self._asked_duty)
        self.number.setText(view.number)
        self.status_chip.set_chip(view.status.label, "done" if view.status == CaseStatus.CLOSED else "accent")
        self.closed_chip.setVisible(view.confidentiality != Confidentiality.NORMAL)
        words = self.tr("Vertrouwelijk: {how}").format(how=view.confidentiality.label.lower())
        self.closed_chip.set_chip(words, "neutral", "lock")
        self.title.setText(view.title)
        self._show_steps(view)
        self._show_now(view)
        closed = view.status == CaseStatus.CLOSED
        self.close_button.setVisible(not closed)
        names = (
            self.tr("Tijdlijn"),
            self.tr("Betrokkenen ({n})").format(n=len(view.parties)),
            self.tr("Feiten en bewijs ({n})").format(n=len(view.evidence)),
            self.tr("Beslisroute"),
            self.tr("Maatregelen en brieven"),
            self.tr("Logboek"),
        )
        for index, name in enumerate(names):
            self.tab_row.setTabText(index, name)
        self.side.show_case(view)
        if self._asked_duty:
            self.side.ask(self._asked_duty)
            self._asked_duty = ""
        self.tabs[self.stack.currentIndex()].show_case(view)
        self.stack.updateGeometry()
        if self._returned.get("case_id") == view.id:
            returned, self._returned = self._returned, {}
            # After what the tab that is shown asks of the vault itself.
            self.run(lambda: None, lambda _nothing: case_unsent.put_back(self, returned))
        if self.scroller is not None and not asked:
            # What had the keyboard is gone, and Qt looks for the next thing anywhere on the page: stay where we were.
            self.scroller.verticalScrollBar().setValue(0 if self._fresh else place)
        self._fresh = False

    def _show_steps(self, view: CaseView) -> None:
        clear_layout(self._steps)
        for index, step in enumerate(view.steps):
            icon, tone, spoken = _STEP_ICONS[step.state]
            box = QWidget()
            row = QHBoxLayout(box)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(Icon(icon, 18, tone))
            now = step.state == "now"
            row.addWidget(
                Text(step.label, "chip" if now else "small", "text" if now else "text2", wrap=False)
            )
            if index + 1 < len(view.steps):
                row.addSpacing(4)
                row.addWidget(Icon("chevron-right", 14, "text3"))
            box.setAccessibleName(f"{step.label}, {spoken}")
            self._steps.addWidget(box)

    def _show_now(self, view: CaseView) -> None:
        clear_layout(self.now_card.body)
        duty = view.next_step
        self.now_button = None
        if view.status == CaseStatus.CLOSED:
            self.now_card.hide()
            return
        self.now_card.show()
        row = QHBoxLayout()
        row.setSpacing(16)
        if view.route_open and (duty is None or not self._goes_before_route(duty)):
            self._now(
                row,
                "signpost",
                self.tr("Nu te doen: maak de beslisroute af"),
                self.tr(
                    "{n} vragen zijn beantwoord. Pas na de laatste vraag weet u zeker wat moet, mag en niet kan."
                ).format(n=view.route_answered),
                None,
                (self.tr("Ga verder met de vragen"), "signpost", "route"),
                next((route for route in view.routes if route.open), None) if len(view.routes) > 1 else None,
            )
        elif duty is not None:
            step = next_step(duty)
            icon = {"call": "phone", "route": "signpost"}.get(step[2].partition(":")[0], "list-checks")
            self._now(
                row,
                "mail" if step[2].startswith("letter") else icon,
                self.tr("Nu te doen: {title}").format(title=_lower(duty.title)),
                duty.reason,
                duty,
                step,
            )
        else:
            self._now(
                row,
                "circle-check",
                self.tr("Er staat niets meer open"),
                self.tr("Alle plichten zijn gedaan. U kunt de zaak sluiten, of nog iets toevoegen."),
                None,
                ("", "", ""),
            )
        self.now_card.body.addLayout(row)

    def _goes_before_route(self, duty: ObligationRow) -> bool:
        """A call, and what must be done at once or is late already (the police, say), cannot wait for questions."""
        if next_step(duty)[2] == "call":
            return True
        return (
            duty.level == Level.MUST and duty.due_at is not None and duty.due_at - self.desk.now() < AT_ONCE
        )

    def _now(
        self,
        row: QHBoxLayout,
        icon: str,
        title: str,
        reason: str,
        duty: ObligationRow | None,
        step: tuple[str, str, str],
        route: RouteRow | None = None,
    ) -> None:
        """`route`: whose questions come first, when the case is about more than one person."""
        row.addWidget(Icon(icon, 24, "accent", ground="tint", box=48), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Text(title, "h3"))
        self.now_card.setAccessibleName(title)
        if reason:
            words.addWidget(Text(reason, "body", "text2"))
        who = f"{route.name}, {route.capacity}" if route else duty.party_name if duty else ""
        if who:
            words.addWidget(Text(self.tr("Over {name}").format(name=who), "small", "text2"))
        if duty is not None:
            marks = QWidget()
            flow = FlowLayout(marks, spacing=10)
            flow.addWidget(level_badge(str(duty.level)))
            chip = wording.due_chip(duty.due_at, self.desk.now())
            flow.addWidget(due_chip(chip.state, chip.text))
            words.addWidget(marks)
            if duty.source:
                words.addWidget(Text(self.tr("Bron: {s}").format(s=duty.source), "small", "text2"))
        row.addLayout(words, 1)
        label, button_icon, page = step
        if page:
            button = primary(label, button_icon)
            person = route.party_id if route else duty.party_id if duty and duty.party_name else ""
            button.clicked.connect(lambda: self._go(page, person or ""))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.now_button = button
        elif duty is not None:
            button = primary(self.tr("Noteer wat u deed"), "check")
            button.setAccessibleName(self.tr("Noteer wat u deed: {title}").format(title=duty.title))
            button.clicked.connect(lambda: self.side.ask(duty.id))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.now_button = button

    def _go(self, page: str, party_id: str = "") -> None:
        name, _, code = page.partition(":")
        more = {"code": code, "party_id": party_id}
        self.navigate.emit(
            name, {"case_id": self.case_id} | {key: value for key, value in more.items() if value}
        )

    def first_focus(self) -> QWidget | None:
        return getattr(self, "now_button", None) or self.tab_row

    def resume_context(self) -> dict[str, Any]:
        return {"tab": TABS[self.tab_row.currentIndex()], "party_id": self.tabs[0].party_id}

    def unsent(self) -> dict[str, Any]:
        # What has not been put back yet is still to be kept.
        return self._returned or case_unsent.read(self)

    def give_back(self, unsent: dict[str, Any]) -> None:
        self._returned = unsent
        case_unsent.park(self, unsent)
        self.side.take_notes(unsent.get("notes", {}))

    def open_tab(self, name: str) -> None:
        self.tab_row.setCurrentIndex(TABS.index(name))

    def _choose_party(self, party_id: str) -> None:
        for tab in self.tabs:
            tab.party_id = party_id

    def _on_party_chosen(self, party_id: str) -> None:
        self._choose_party(party_id)
        self._on_tab_changed(self.stack.currentIndex())

    def _on_tab_changed(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        if self.view is not None:
            self.tabs[index].show_case(self.view)
        self.stack.updateGeometry()

    # Acting ----

    def act(
        self,
        work: Callable[[], Any],
        refused: Callable[[Exception], object] | None = None,
        after: Callable[[], object] | None = None,
    ) -> None:
        """One act on the vault thread, then the case as it now is; a refusal goes to whoever asked."""
        desk, case_id = self.desk, self.case_id

        def both() -> CaseView:
            work()
            return cases.show(desk, case_id)

        def done(view: CaseView) -> None:
            if after is not None:
                after()
            self.message.dismiss()
            self.saved.emit(self.desk.now())
            self._show(view)

        self.run(both, done, refused)

    def _on_letter_clicked(self) -> None:
        self.open_tab("measures")
        self.measures_tab.choose_letter()

    def _on_add_clicked(self) -> None:
        self.open_tab("evidence")
        self.evidence_tab.form.open_form(self.evidence_tab.kind)

    def _on_close_clicked(self) -> None:
        """Never a disabled button: say what stands in the way, or ask how it ended."""
        if self.view is None:
            return
        blocked = self.view.close_blocked_by
        if blocked:
            self.tell(
                "warn",
                self.tr("Deze zaak kan nog niet dicht. Eerst nog: {what}.").format(what="; ".join(blocked)),
            )
            return
        self.close_form.open_form(self.close_result)

    def _on_close_confirmed(self) -> None:
        desk, case_id, result = self.desk, self.case_id, self.close_result.toPlainText()
        self.act(
            lambda: cases.close_case(desk, case_id, result),
            self.close_form.refuse,
            self.close_form.close_form,
        )


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
