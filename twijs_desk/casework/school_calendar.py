"""The school's own calendar: holidays, study days and lesson days. Every term in school days is counted with it."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Never

from sqlmodel import Session, col, select

from twijs_desk.casework import obligations, own_rules
from twijs_desk.casework.desk import Act, Desk, shipped_calendar
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.protocol.days import Vacation, school_year_of
from twijs_desk.protocol.school import (
    SchoolDays,
    StudyDay,
    as_plain,
    day_defects,
    in_order,
    school_days_of,
    with_school,
)
from twijs_desk.store.models import Case, Obligation, Setting
from twijs_desk.terms import ObligationStatus

__all__ = [
    "MAX_CSV",
    "CalendarView",
    "SchoolDays",
    "StudyDay",
    "Vacation",
    "as_csv",
    "first_day",
    "next_year",
    "read_csv",
    "reset",
    "save",
    "school_days_of",
    "school_year_of",
    "show",
]

MAX_CSV = 1024 * 1024
_HEAD = ("soort", "schooljaar", "naam", "eerste dag", "laatste dag", "bevestigd", "opmerking")
_WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_MAX_SAID = 3


@dataclass(frozen=True, slots=True)
class CalendarView:
    days: SchoolDays
    own: bool
    """The school has saved its own days; otherwise these are the shipped ones."""
    readable: bool = True
    """False when what was saved cannot be read; the shipped days are used then."""

    @property
    def unsure(self) -> tuple[Vacation, ...]:
        """Holidays that nobody has confirmed yet."""
        return tuple(vacation for vacation in self.days.vacations if not vacation.verified)


def show(desk: Desk) -> CalendarView:
    """The days that count now."""
    with desk.look() as session:
        try:
            own = own_rules.school_days(session)
        except ValueError:
            return CalendarView(school_days_of(shipped_calendar()), own=False, readable=False)
    if own is None:
        return CalendarView(school_days_of(shipped_calendar()), own=False)
    return CalendarView(own, own=True)


def first_day(school_year: str) -> datetime:
    """1 September of a school year such as 2026-2027, where a date field starts."""
    return datetime(int(school_year[:4]), 9, 1)  # noqa: DTZ001 - a Dutch clock time, as date fields take it


def next_year(school_year: str) -> str:
    first = int(school_year[:4]) + 1
    return f"{first}-{first + 1}"


def save(desk: Desk, days: SchoolDays) -> CalendarView:
    """Keep the school's own days; open duties get their new dates at once, what is sealed or done stays as it is.

    Raises InputError that names what cannot be, such as holidays that overlap or a study day on a Sunday.
    """
    days = in_order(days)
    _refuse(days)
    with desk.act() as act:
        row = act.session.get(Setting, own_rules.CALENDAR_KEY) or Setting(key=own_rules.CALENDAR_KEY)
        row.value = as_plain(days)
        act.session.add(row)
        act.log("calendar_saved", "settings", vacations=len(days.vacations), study_days=len(days.study_days))
        _count_again(act, days)
    return CalendarView(days, own=True)


def reset(desk: Desk) -> CalendarView:
    """Back to the shipped days; open duties are counted again."""
    with desk.act() as act:
        row = act.session.get(Setting, own_rules.CALENDAR_KEY)
        if row is not None:
            act.session.delete(row)
        act.log("calendar_reset", "settings")
        _count_again(act, None)
    return show(desk)


def as_csv(days: SchoolDays) -> str:
    """The calendar as a table that `read_csv` reads back, with semicolons as Dutch spreadsheets expect."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(_HEAD)
    lines.writerow(("lesdagen", "", " ".join(_WEEKDAYS[day - 1] for day in days.weekdays), "", "", "", ""))
    for vacation in days.vacations:
        sure = "ja" if vacation.verified else "nee"
        lines.writerow(
            (
                "vakantie",
                vacation.school_year,
                vacation.name,
                vacation.first,
                vacation.last,
                sure,
                vacation.note,
            )
        )
    for study in days.study_days:
        lines.writerow(("studiedag", "", study.name, study.on, "", "", ""))
    return out.getvalue()


def read_csv(text: str) -> SchoolDays:
    """Raises InputError with the number of the line that cannot be read. Separated by semicolons or commas."""
    if len(text) > MAX_CSV:
        raise InputError("Dit bestand is te groot voor een schoolkalender.", "Er is niets gewijzigd.")
    base = school_days_of(shipped_calendar())
    weekdays, vacations, study = base.weekdays, [], []
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    try:
        rows = list(
            csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, strict=True)
        )
    except csv.Error as error:
        raise InputError("Dit bestand is geen leesbare CSV.", "Er is niets gewijzigd.") from error
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row] + [""] * len(_HEAD)
        kind = cells[0].casefold()
        if not any(cells) or kind == _HEAD[0]:
            continue
        if kind == "vakantie":
            first, last = _day(cells[3], number), _day(cells[4], number)
            vacations.append(Vacation(cells[1], cells[2], first, last, _yes(cells[5], number), cells[6]))
        elif kind == "studiedag":
            study.append(StudyDay(_day(cells[3], number), cells[2]))
        elif kind == "lesdagen":
            weekdays = _weekdays(cells[2], number)
        else:
            _bad(number, f"‘{cells[0][:20]}’ is geen vakantie, studiedag of lesdagen")
    days = in_order(SchoolDays(base.region, weekdays, tuple(vacations), tuple(study)))
    _refuse(days)
    return days


def _refuse(days: SchoolDays) -> None:
    found = day_defects(days, shipped_calendar())
    if found:
        said = " ".join(defect.message for defect in found[:_MAX_SAID])
        more = f" En nog {len(found) - _MAX_SAID} andere." if len(found) > _MAX_SAID else ""
        raise InputError(said + more, "De schoolkalender is niet gewijzigd.")


def _count_again(act: Act, days: SchoolDays | None) -> None:
    """With the new days, or with the old ones still when the act fails."""
    desk, before = act.desk, act.desk.calendar
    desk.calendar = with_school(shipped_calendar(), days) if days else shipped_calendar()
    try:
        for case in _cases_with_open_duties(act.session):
            try:
                obligations.retime(act, case)
            except DeskError:
                continue  # this case has rules that this vault cannot read; its page says so
        act.session.flush()
    except BaseException:
        desk.calendar = before
        raise


def _cases_with_open_duties(session: Session) -> list[Case]:
    waiting = select(Obligation.case_id).where(Obligation.status == ObligationStatus.OPEN)
    return list(session.exec(select(Case).where(col(Case.id).in_(waiting))))


def _day(text: str, number: int) -> date:
    """2026-11-22 or 22-11-2026."""
    parts = text.replace("/", "-").split("-")
    try:
        if len(parts) == 3 and all(part.isdigit() for part in parts):
            year, month, day = (int(part) for part in (parts if len(parts[0]) == 4 else reversed(parts)))
            return date(year, month, day)
    except ValueError:
        pass
    return _bad(number, f"‘{text[:20]}’ is geen datum; schrijf 2026-11-22 of 22-11-2026")


def _yes(text: str, number: int) -> bool:
    word = text.casefold()
    if word in ("ja", "nee", ""):
        return word == "ja"
    return _bad(number, f"schrijf bij bevestigd ‘ja’ of ‘nee’, niet ‘{text[:20]}’")


def _weekdays(text: str, number: int) -> tuple[int, ...]:
    words = text.casefold().replace(",", " ").split()
    if not words or not set(words) <= set(_WEEKDAYS):
        return _bad(number, "schrijf de lesdagen als ‘ma di wo do vr’")
    return tuple(sorted({_WEEKDAYS.index(word) + 1 for word in words}))


def _bad(number: int, why: str) -> Never:
    raise InputError(f"Regel {number}: {why}.", "De schoolkalender is niet gewijzigd.")
