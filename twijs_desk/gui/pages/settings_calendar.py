"""*Schoolkalender* in *Instellingen*: holidays per school year, study days and lesson days. Saves itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import school_calendar, wording
from twijs_desk.casework.school_calendar import CalendarView, SchoolDays, StudyDay, Vacation
from twijs_desk.gui.pages.case_tab import InlineForm
from twijs_desk.gui.widgets import (
    Card,
    Chip,
    ChoiceField,
    DateField,
    FlowLayout,
    IconButton,
    LineField,
    LinkButton,
    Text,
    clear_layout,
    labelled,
    outlined,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from twijs_desk.gui.pages.page import Page

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class CalendarCard(Card):
    def __init__(self, page: Page) -> None:
        super().__init__(page.tr("Schoolkalender"), padding=24, spacing=12, role="h2")
        self.page = page
        self.days = SchoolDays()
        self._filling = False
        self.add(
            Text(
                self.tr(
                    "Hiermee telt TWijs Desk schooldagen. De vakanties van uw regio staan er al; pas ze aan "
                    "en voeg studiedagen toe. Een wijziging bewaart zichzelf, en open termijnen schuiven mee."
                ),
                "body",
                "text2",
            )
        )
        self.doubt = Chip("", "warn", "circle-alert")
        self.body.addWidget(self.doubt, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_weekdays()
        self.year = ChoiceField()
        self.year.setMaximumWidth(240)
        self.year.currentIndexChanged.connect(self._on_year_changed)
        self.add(labelled(self.tr("Schooljaar"), self.year))
        self.add(Text(self.tr("Vakanties"), "h3"))
        self.vacations = QVBoxLayout()
        self.vacations.setSpacing(4)
        self.body.addLayout(self.vacations)
        self.add_vacation = outlined(self.tr("Vakantie toevoegen"), "plus", height=36)
        self.add_vacation.clicked.connect(lambda: self.vacation_form.open_for(None, self.year.value()))
        self.body.addWidget(self.add_vacation, 0, Qt.AlignmentFlag.AlignLeft)
        self.vacation_form = VacationForm(self)
        self.add(self.vacation_form)
        self.add(Text(self.tr("Studiedagen"), "h3"))
        self.study_days = QVBoxLayout()
        self.study_days.setSpacing(4)
        self.body.addLayout(self.study_days)
        self.add_study = outlined(self.tr("Studiedag toevoegen"), "plus", height=36)
        self.add_study.clicked.connect(self._on_add_study_clicked)
        self.body.addWidget(self.add_study, 0, Qt.AlignmentFlag.AlignLeft)
        self.study_form = StudyForm(self)
        self.add(self.study_form)
        self.back = LinkButton(self.tr("Terug naar de meegeleverde kalender"))
        self.back.clicked.connect(self._on_back_clicked)
        self.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_weekdays(self) -> None:
        self.add(Text(self.tr("Op welke dagen is er les?"), "bold"))
        row = QWidget()
        flow = FlowLayout(row, spacing=16)
        self.weekdays: list[QCheckBox] = []
        for name in WEEKDAYS:
            tick = QCheckBox(self.tr(name))
            tick.toggled.connect(self._on_weekday_toggled)
            flow.addWidget(tick)
            self.weekdays.append(tick)
        self.add(row)

    # Show ----

    def fetch(self) -> None:
        desk = self.page.desk
        self.page.run(lambda: school_calendar.show(desk), self.show_view)

    def show_view(self, view: CalendarView) -> None:
        self._filling = True
        self.days = view.days
        for number, tick in enumerate(self.weekdays, 1):
            tick.setChecked(number in view.days.weekdays)
        unsure = len(view.unsure)
        self.doubt.setVisible(bool(unsure))
        words = (
            self.tr("Eén vakantie is nog niet bevestigd")
            if unsure == 1
            else self.tr("{n} vakanties zijn nog niet bevestigd").format(n=unsure)
        )
        self.doubt.set_chip(words, "warn", "circle-alert")
        self.back.setVisible(view.own)
        self._show_years()
        self._filling = False
        self._show_rows()
        if not view.readable:
            self.page.tell(
                "warn",
                self.tr(
                    "Uw eigen schoolkalender kan niet worden gelezen. "
                    "De meegeleverde kalender telt, tot u iets wijzigt."
                ),
            )

    def _show_years(self) -> None:
        kept = self.year.value()
        today = wording.to_local(self.page.desk.now()).date()
        now = school_calendar.school_year_of(today)
        years = sorted({vacation.school_year for vacation in self.days.vacations} | {now})
        years.append(school_calendar.next_year(years[-1]))
        self.year.blockSignals(True)
        self.year.clear()
        for year in years:
            self.year.addItem(year, year)
        self.year.set_value(kept if kept in years else now)
        self.year.blockSignals(False)

    def _show_rows(self) -> None:
        clear_layout(self.vacations)
        clear_layout(self.study_days)
        year = self.year.value()
        shown = [vacation for vacation in self.days.vacations if vacation.school_year == year]
        for vacation in shown:
            self.vacations.addWidget(self._vacation_row(vacation))
        if not shown:
            words = self.tr(
                "Voor dit schooljaar staan er nog geen vakanties in. Elke lesdag telt dan als schooldag."
            )
            self.vacations.addWidget(Text(words, "body", "text2"))
        study = [day for day in self.days.study_days if school_calendar.school_year_of(day.on) == year]
        for day in study:
            self.study_days.addWidget(self._study_row(day))
        if not study:
            self.study_days.addWidget(
                Text(self.tr("Nog geen studiedagen in dit schooljaar."), "body", "text2")
            )

    def _vacation_row(self, vacation: Vacation) -> QWidget:
        row, line = _row()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(vacation.name, "bold"))
        words.addWidget(Text(_span(vacation), "small", "text2"))
        if vacation.note:
            words.addWidget(Text(vacation.note, "small", "text2"))
        line.addLayout(words, 1)
        sure = QCheckBox(self.tr("Bevestigd"))
        sure.setChecked(vacation.verified)
        sure.setAccessibleName(self.tr("{name} bevestigd").format(name=vacation.name))
        sure.toggled.connect(lambda on: self.replace_vacation(vacation, replace(vacation, verified=on)))
        line.addWidget(sure)
        change = IconButton("pencil", self.tr("{name} wijzigen").format(name=vacation.name))
        change.clicked.connect(lambda: self.vacation_form.open_for(vacation, vacation.school_year))
        drop = IconButton("x", self.tr("{name} verwijderen").format(name=vacation.name))
        drop.clicked.connect(lambda: self.replace_vacation(vacation, None))
        line.addWidget(change)
        line.addWidget(drop)
        return row

    def _study_row(self, day: StudyDay) -> QWidget:
        row, line = _row()
        said = wording.weekday_day(day.on)
        line.addWidget(Text(f"{said} · {day.name}" if day.name else said), 1)
        drop = IconButton("x", self.tr("Studiedag {day} verwijderen").format(day=said))
        drop.clicked.connect(
            lambda: self.keep(
                replace(self.days, study_days=tuple(d for d in self.days.study_days if d != day))
            )
        )
        line.addWidget(drop)
        return row

    # Change ----

    def replace_vacation(
        self, old: Vacation | None, new: Vacation | None, form: InlineForm | None = None
    ) -> None:
        rest = tuple(vacation for vacation in self.days.vacations if vacation != old)
        self.keep(replace(self.days, vacations=(*rest, new) if new is not None else rest), form)

    def keep(self, days: SchoolDays, form: InlineForm | None = None) -> None:
        """Save; what is refused is said in the form it came from, and the page shows what still counts."""
        desk, before = self.page.desk, self.days

        def done(view: CalendarView) -> None:
            self.page.message.dismiss()
            if form is not None:
                form.close_form()
            self.show_view(view)
            self.page.saved.emit(desk.now())

        def refused(error: Exception) -> None:
            if form is not None:
                form.refuse(error)
            else:
                self.page.show_error(error)
            self.show_view(CalendarView(before, own=not self.back.isHidden()))

        self.page.run(lambda: school_calendar.save(desk, days), done, refused)

    def _on_weekday_toggled(self) -> None:
        if not self._filling:
            chosen = tuple(number for number, tick in enumerate(self.weekdays, 1) if tick.isChecked())
            self.keep(replace(self.days, weekdays=chosen))

    def _on_year_changed(self) -> None:
        if not self._filling:
            self.vacation_form.close_form()
            self._show_rows()

    def _on_add_study_clicked(self) -> None:
        self.study_form.open_for()

    def _on_back_clicked(self) -> None:
        desk, before = self.page.desk, self.days

        def done(view: CalendarView) -> None:
            self.show_view(view)
            self.page.saved.emit(desk.now())
            undo: Callable[[], object] = lambda: self.keep(before)  # noqa: E731 - a button wants one call
            words = self.tr("De meegeleverde kalender telt weer.")
            self.page.tell("ok", words, ((self.tr("Ongedaan maken"), undo),))

        self.page.run(lambda: school_calendar.reset(desk), done)


class VacationForm(InlineForm):
    def __init__(self, card: CalendarCard) -> None:
        super().__init__(card.tr("Vakantie"), card.tr("Bewaren"))
        self.card = card
        self._old: Vacation | None = None
        self.name = LineField()
        self.school_year = LineField()
        self.pair(
            labelled(self.tr("Naam"), self.name),
            labelled(self.tr("Schooljaar"), self.school_year, "2026-2027"),
        )
        self.first, self.last = DateField(), DateField()
        self.pair(labelled(self.tr("Eerste dag"), self.first), labelled(self.tr("Laatste dag"), self.last))
        self.note = LineField()
        self.fields.addWidget(labelled(self.tr("Opmerking"), self.note, self.tr("als dat nodig is")))
        self.verified = QCheckBox(self.tr("Ik heb deze datums nagekeken bij de bron"))
        self.fields.addWidget(self.verified)
        self.do_button.clicked.connect(self._on_do_clicked)

    def open_for(self, vacation: Vacation | None, year: str) -> None:
        self._old = vacation
        self.name.setText(vacation.name if vacation else "")
        self.school_year.setText(vacation.school_year if vacation else year)
        self.first.set_day(vacation.first if vacation else None)
        self.last.set_day(vacation.last if vacation else None)
        if vacation is None and year[:4].isdigit():
            for field in (self.first, self.last):
                field.suggest(school_calendar.first_day(year))
        self.note.setText(vacation.note if vacation else "")
        self.verified.setChecked(vacation.verified if vacation else True)
        self.open_form(self.name)

    def _on_do_clicked(self) -> None:
        first, last = self.first.day(), self.last.day()
        if first is None or last is None:
            self.refuse(ValueError(self.tr("Vul de eerste en de laatste dag in.")))
            return
        new = Vacation(
            self.school_year.text().strip(),
            self.name.text().strip(),
            first,
            last,
            self.verified.isChecked(),
            self.note.text().strip(),
        )
        self.card.replace_vacation(self._old, new, self)


class StudyForm(InlineForm):
    def __init__(self, card: CalendarCard) -> None:
        super().__init__(card.tr("Studiedag"), card.tr("Bewaren"))
        self.card = card
        self.on, self.name = DateField(), LineField()
        self.pair(
            labelled(self.tr("Dag"), self.on),
            labelled(self.tr("Waarvoor?"), self.name, self.tr("als u dat wilt onthouden")),
        )
        self.do_button.clicked.connect(self._on_do_clicked)

    def open_for(self) -> None:
        self.on.set_day(None)
        self.name.setText("")
        year = self.card.year.value()
        today = wording.to_local(self.card.page.desk.now()).replace(tzinfo=None)
        now = school_calendar.school_year_of(today.date())
        self.on.suggest(today if year == now else school_calendar.first_day(year))
        self.open_form(self.on)

    def _on_do_clicked(self) -> None:
        day = self.on.day()
        if day is None:
            self.refuse(ValueError(self.tr("Vul de dag in.")))
            return
        study = (*self.card.days.study_days, StudyDay(day, self.name.text().strip()))
        self.card.keep(replace(self.card.days, study_days=study), self)


def _row() -> tuple[QWidget, QHBoxLayout]:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 4, 6, 4)
    line.setSpacing(12)
    return row, line


def _span(vacation: Vacation) -> str:
    return f"{_short(vacation.first)} tot en met {_short(vacation.last)}"


def _short(day: date) -> str:
    return wording.weekday_day(day)
