"""*Beslisroute*: the map of sections, one question at a time, and why it is asked; at the end the review."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import flow, letters
from twijs_desk.casework.rows import AnswerValue, ChangeView, FlowView, QuestionView, RouteStep
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.pages.route_question import QuestionPanel
from twijs_desk.gui.pages.route_reason import ReasonPanel
from twijs_desk.gui.pages.route_review import ReviewPanel
from twijs_desk.gui.widgets import Icon, Kbd, PageBody, Text, clear_layout, outlined, primary, quiet
from twijs_desk.gui.widgets.party_switch import PartySwitch
from twijs_desk.gui.widgets.rows import RowButton

MAP_WIDTH, REASON_WIDTH = 248, 288
FOLD_REASON, FOLD_MAP = 944, 700
"""Page widths below which the reason goes under the question, and the map under that."""
_STATES = {
    "done": ("circle-check", "ok", "klaar"),
    "now": ("circle-dot", "accent", "nu"),
    "later": ("circle", "control", "later"),
}


class RoutePage(Page):
    name = "route"
    nav = "cases"
    scrolling = False

    def build(self) -> None:
        self.case_id = ""
        self.party_id: str | None = None
        """Whose route this is; none: of the person who was named first."""
        self.view: FlowView | None = None
        self.available: tuple[str, ...] = ()
        self._pending: dict[tuple[str, str, str], tuple[tuple[str, ...], str]] = {}
        """By case, person and question: what is chosen and typed there and not sent."""
        self._asked = 0
        self._sending = False
        """An answer is on its way: keys that come meanwhile were meant for the question that is gone."""
        columns = QWidget()
        self._columns = QHBoxLayout(columns)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self.body.addWidget(columns, 1)

        self._map = QWidget()
        self._map_column = QVBoxLayout(self._map)
        self._map_column.setContentsMargins(0, 16, 0, 12)
        self._map_column.setSpacing(0)
        self.map_title = Text(self.tr("Beslisroute"), "h2")
        self.map_case = Text("", "small", "text2")
        for words in (self.map_title, self.map_case):
            words.setContentsMargins(16, 0, 12, 0)
            self._map_column.addWidget(words)
        self._map_column.addSpacing(12)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(2)
        self._map_column.addLayout(self._steps)
        self._map_column.addStretch(1)
        keys = QHBoxLayout()
        keys.setContentsMargins(16, 8, 12, 0)
        keys.setSpacing(8)
        keys.addWidget(Icon("keyboard", 16))
        keys.addWidget(Text(self.tr("Cijfer kiest, Enter gaat verder"), "small", "text2"), 1)
        self._map_column.addLayout(keys)
        self.map_button = quiet(
            self.tr("Routekaart"), "signpost", height=32, name=self.tr("Routekaart van deze zaak tonen")
        )
        self._map_column.addSpacing(4)
        self._map_column.addWidget(self.map_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._map_side = _side("panel-left", MAP_WIDTH)
        self._columns.addWidget(self._map_side)

        centre = QFrame()
        centre.setProperty("kind", "surface")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.centre = PageBody(margin=26)
        _clear_ground(self.centre)
        column.addWidget(self.centre, 1)
        self.switch = PartySwitch()
        self.question_panel = QuestionPanel()
        self.review = ReviewPanel()
        self.centre.body.addWidget(self.switch)
        self.centre.body.addWidget(self.question_panel)
        self.centre.body.addWidget(self.review)
        self.centre.body.addStretch(1)
        self.review.hide()
        column.addWidget(self._build_foot())
        self._columns.addWidget(centre, 1)

        self.reason = ReasonPanel()
        self._reason_side = _side("panel-right", REASON_WIDTH, padding=20)
        self._columns.addWidget(self._reason_side)
        self._place()

        self.switch.chosen.connect(self._on_party_chosen)
        self.question_panel.changed.connect(self._on_answer_changed)
        self.reason.source_asked.connect(self._on_source_asked)
        self.review.source_asked.connect(self._on_source_asked)
        self.review.question_asked.connect(self._open_question)
        self.review.step_asked.connect(self._on_step_asked)

    def _build_foot(self) -> QFrame:
        bar = QFrame()
        bar.setMinimumHeight(64)
        row = QHBoxLayout(bar)
        row.setContentsMargins(26, 10, 26, 10)
        row.setSpacing(12)
        self.back_button = quiet(self.tr("Vorige"), "chevron-left")
        self.back_button.setToolTip(self.tr("Vorige vraag (Alt+←)"))
        self.stop_button = outlined(self.tr("Stop en bewaar"))
        self.next_button = primary(self.tr("Volgende vraag"))
        self.next_button.setToolTip(self.tr("Volgende vraag (Enter)"))
        row.addWidget(self.back_button)
        self._back_key, self._next_key = Kbd("Alt+Left"), Kbd("Enter")
        row.addWidget(self._back_key)
        row.addStretch(1)
        row.addWidget(self.stop_button)
        row.addWidget(self.next_button)
        row.addWidget(self._next_key)
        self.back_button.clicked.connect(self.back)
        self.stop_button.clicked.connect(self._on_stop_clicked)
        self.map_button.clicked.connect(self._on_map_clicked)
        self.next_button.clicked.connect(self.next)
        return bar

    # Fetching and showing ----

    def show_for(
        self, case_id: str = "", question_id: str | None = None, party_id: str | None = None, **_more: Any
    ) -> None:
        if case_id and case_id != self.case_id:
            self.case_id, self.party_id = case_id, None
        self.party_id = party_id or self.party_id
        self._fetch(question_id)

    def _fetch(self, question_id: str | None = None) -> None:
        wanted, desk, who = self.case_id, self.desk, self.party_id
        self.run(
            lambda: (
                flow.view(desk, wanted, question_id, who),
                tuple(kind.code for kind in letters.kinds(desk, wanted, who) if kind.available),
            ),
            self._on_fetched,
        )

    def _on_party_chosen(self, party_id: str) -> None:
        """Another person: what was chosen or typed for this one waits."""
        self._remember()
        self.party_id = party_id
        self._fetch()

    def _on_fetched(self, found: tuple[FlowView, tuple[str, ...]]) -> None:
        view, self.available = found
        self._show(view)

    def _show(self, view: FlowView) -> None:
        self.view = view
        self.message.dismiss()
        question = view.question
        self._show_map(view)
        self.switch.show_routes(view.routes, view.party_id)
        self.question_panel.setVisible(question is not None)
        self.review.setVisible(question is None)
        self._place()
        for widget in (self.next_button, self._next_key, self.stop_button):
            widget.setVisible(question is not None)
        self.back_button.setVisible(bool(view.trail) and not (question and question.number == 1))
        self._back_key.setVisible(self.back_button.isVisibleTo(self))
        if question is None:
            self.review.show_view(view, self.available)
        else:
            chosen, note = self._pending.get(
                (view.case_id, view.party_id, question.id), (question.chosen, question.note)
            )
            alone = [option.id for option in question.options if option.alone]
            self.question_panel.show_question(view, question, chosen, note, alone)
            self.reason.show_question(question)
            if chosen and chosen != question.chosen:
                self._on_answer_changed()
        self.centre.verticalScrollBar().setValue(0)
        # What was just made is shown a moment later; only then can it take the keyboard.
        QTimer.singleShot(0, self, self._take_focus)

    def _take_focus(self) -> None:
        if self.switch.holds_focus():
            return  # whoever goes along the people with the arrow keys, goes on there
        target = self.first_focus()
        if self.isVisible() and target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_map(self, view: FlowView) -> None:
        clear_layout(self._steps)
        words = self.tr("Zaak {number} · {done} van ongeveer {count} vragen")
        if view.answered and view.answered >= view.expected:
            words = self.tr("Zaak {number} · alle {done} vragen beantwoord")
        self.map_case.setText(
            words.format(number=view.case_number, done=view.answered, count=max(view.expected, view.answered))
        )
        for index, step in enumerate(view.steps):
            self._steps.addWidget(self._step_row(index + 1, step))
        row = RowButton(self.tr("Nakijken en afronden"))
        done = view.question is None
        state = "now" if done else "later"
        detail = self.tr("Alles heeft een antwoord") if done else self.tr("Na de laatste vraag")
        title = f"{len(view.steps) + 1}. {row.title()}"
        row.set_row(title, detail, *_STATES[state][:2], current=done, quiet=not done)
        row.clicked.connect(self._on_review_clicked)
        self._steps.addWidget(row)

    def _step_row(self, number: int, step: RouteStep) -> RowButton:
        icon, tone, spoken = _STATES[step.state]
        # A second count beside the one above the question would be one too many.
        summary = self.tr("Hier bent u nu") if step.state == "now" else step.summary
        row = RowButton(step.section, summary, icon, tone)
        row.set_row(
            f"{number}. {step.section}",
            summary,
            current=step.state == "now",
            quiet=step.state == "later",
            name=f"{number}. {step.section}, {spoken}, {summary}",
        )
        if step.first_question is not None:
            first = step.first_question
            row.clicked.connect(lambda: self._open_question(first))
        elif step.state == "later":
            row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.setCursor(Qt.CursorShape.ArrowCursor)
        return row

    def resume_context(self) -> dict[str, Any]:
        question = self.view.question if self.view else None
        return {"question_id": question.id if question else None, "party_id": self.party_id}

    def unsent(self) -> dict[str, Any]:
        self._remember()
        return (
            {"pending": [[*key, list(chosen), note] for key, (chosen, note) in self._pending.items()]}
            if (self._pending)
            else {}
        )

    def give_back(self, unsent: dict[str, Any]) -> None:
        for case_id, party_id, question_id, chosen, note in unsent.get("pending", []):
            self._pending[case_id, party_id, question_id] = (tuple(chosen), note)

    def first_focus(self) -> QWidget | None:
        if self.view is None or self.view.question is None:
            return self.review.first
        return self.question_panel.answers.first()

    # Answering ----

    def _on_answer_changed(self) -> None:
        view = self.view
        if view is None or view.question is None:
            return
        self._remember()
        value = self._value()
        if value is None:
            self.question_panel.change.show_change(None)
            return
        self._asked += 1
        turn, desk, case_id, question_id = self._asked, self.desk, self.case_id, view.question.id
        who = view.party_id or None
        self.run(
            lambda: flow.preview(desk, case_id, question_id, value, who),
            lambda change: self._on_previewed(turn, change),
        )

    def _on_previewed(self, turn: int, change: ChangeView) -> None:
        if turn == self._asked:
            self.question_panel.change.show_change(change)

    def _value(self) -> AnswerValue | None:
        question = self.view.question if self.view else None
        chosen = self.question_panel.answers.value()
        if question is None or not chosen:
            return None
        return chosen if question.multiple else chosen[0]

    def _remember(self) -> None:
        """Keep what is chosen or typed but not yet sent, so that going back and forth loses nothing."""
        question = self.view.question if self.view else None
        if self.view is not None and question is not None:
            note = self.question_panel.note.toPlainText()
            key = (self.view.case_id, self.view.party_id, question.id)
            chosen = self.question_panel.answers.value()
            if set(chosen) == set(question.chosen) and note == question.note:
                self._pending.pop(key, None)
            else:
                self._pending[key] = (chosen, note)

    def next(self) -> None:
        """Let the answer count and go on."""
        view = self.view
        if view is None or view.question is None or self._sending:
            return
        value = self._value()
        if value is None:
            self.tell("warn", self.tr("Kies eerst een antwoord. ‘Weet ik nog niet’ is ook een antwoord."))
            first = self.question_panel.answers.first()
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        question, note = view.question, self.question_panel.note.toPlainText().strip()
        chosen = self.question_panel.answers.value()
        if set(chosen) == set(question.chosen) and note == question.note:
            self._pending.pop((view.case_id, view.party_id, question.id), None)
            self._step_on(view, question)
            return
        self._remember()
        self._sending = True
        desk, case_id, who = self.desk, self.case_id, view.party_id or None
        self.run(
            lambda: flow.answer(desk, case_id, question.id, value, note, who),
            lambda after: self._on_answered(question.id, after),
            self._on_refused,
        )

    def _on_refused(self, error: Exception) -> None:
        self._sending = False
        self.show_error(error)

    def _on_answered(self, question_id: str, view: FlowView) -> None:
        self._sending = False
        self._pending.pop((view.case_id, view.party_id, question_id), None)
        self.saved.emit(self.desk.now())
        self._show(view)

    def _step_on(self, view: FlowView, question: QuestionView) -> None:
        """Nothing changed: on to the next question that has an answer, else to the first that has none."""
        ids = [each.id for each in view.trail]
        place = ids.index(question.id) if question.id in ids else len(ids)
        self._open_question(ids[place + 1] if place + 1 < len(ids) else None)

    def back(self) -> None:
        """To the question before this one; what was chosen here stays chosen."""
        view = self.view
        if view is None or not view.trail:
            return
        self._remember()
        ids = [each.id for each in view.trail]
        here = view.question.id if view.question else ""
        place = ids.index(here) - 1 if here in ids else len(ids) - 1
        if place >= 0:
            self._open_question(ids[place])

    def step_back(self) -> bool:
        if self.view is None or not self.back_button.isVisibleTo(self):
            return False
        self.back()
        return True

    def _open_question(self, question_id: str | None) -> None:
        self._remember()
        desk, case_id, who = self.desk, self.case_id, self.party_id
        self.run(lambda: flow.view(desk, case_id, question_id, who), self._show)

    def _on_review_clicked(self) -> None:
        self._open_question(None)

    def _on_stop_clicked(self) -> None:
        self._remember()
        self.navigate.emit("case", {"case_id": self.case_id, "party_id": self.party_id or ""})

    def _on_map_clicked(self) -> None:
        self._remember()
        who = {"party_id": self.view.party_id} if self.view is not None and len(self.view.routes) > 1 else {}
        self.navigate.emit("route_map", {"case_id": self.case_id, **who})

    def _on_source_asked(self, source_id: str) -> None:
        self._remember()
        self.navigate.emit("protocol", {"source_id": source_id})

    def _on_step_asked(self, page: str, code: str) -> None:
        more = {"code": code} if code else {}
        if self.view is not None and len(self.view.routes) > 1:
            more["party_id"] = self.view.party_id
        self.navigate.emit(page, {"case_id": self.case_id} | more)

    # Keys and width ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            answers = self.question_panel.answers.answers
            if isinstance(focused, QAbstractButton) and focused not in answers:
                focused.click()
            else:
                self.next()
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.text() and self.question_panel.answers.press_key(event.text().lower()):
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The reason beside or under the question, and the map beside it or under that."""
        review = self.view is not None and self.view.question is None
        wide_reason, wide_map = self.width() >= FOLD_REASON, self.width() >= FOLD_MAP
        self._put(self.reason, self._reason_side, wide_reason, 3)
        self._put(self._map, self._map_side, wide_map, 4)
        self.reason.setVisible(not review)
        self._reason_side.setVisible(wide_reason and not review)
        self._map_side.setVisible(wide_map)

    def _put(self, widget: QWidget, side: "QFrame", beside: bool, place: int) -> None:
        inner = side.findChild(PageBody)
        home = inner.body if beside and inner is not None else self.centre.body
        if home.indexOf(widget) < 0:
            if beside:
                home.addWidget(widget)
            else:
                home.insertWidget(min(place, home.count() - 1), widget)


def _clear_ground(scroll: PageBody) -> None:
    """Let the surface behind a scrolling part show through; `setWidget` turned the window colour on."""
    scroll.widget().setAutoFillBackground(False)


def _side(kind: str, width: int, padding: int = 0) -> QFrame:
    """A panel beside the question that scrolls on its own."""
    frame = QFrame()
    frame.setProperty("kind", kind)
    frame.setFixedWidth(width)
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    scroll = PageBody(margin=padding, spacing=0)
    if not padding:
        scroll.body.setContentsMargins(0, 0, 0, 0)
    _clear_ground(scroll)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    column.addWidget(scroll)
    return frame
