"""`calendar show` and `calendar import`: the school calendar of a vault as a table."""

import argparse
from pathlib import Path
from typing import Any

from twijs_desk.casework import school_calendar, wording
from twijs_desk.casework.errors import InputError, reason
from twijs_desk.casework.school_calendar import CalendarView
from twijs_desk.cli.cases import opened
from twijs_desk.cli.output import OK, as_json, say
from twijs_desk.cli.vaults import passphrase_option


def add_to(groups: Any) -> None:
    calendar = groups.add_parser("calendar", help="schoolkalender bekijken of inlezen")
    acts = calendar.add_subparsers(dest="act", required=True, metavar="show|import")
    show = acts.add_parser("show", help="vakanties, studiedagen en lesdagen")
    show.add_argument("--csv", action="store_true", help="als tabel die ‘calendar import’ weer leest")
    show.set_defaults(run=run_show)
    read = acts.add_parser("import", help="vervangt de schoolkalender door die uit een CSV-bestand")
    read.add_argument("file", type=Path, help="CSV-bestand, met de kolommen van ‘calendar show --csv’")
    read.set_defaults(run=run_import)
    for act in (show, read):
        act.add_argument("--vault", type=Path, required=True, help="pad van de kluis")
        passphrase_option(act)
        act.add_argument("--json", action="store_true")


def run_show(options: argparse.Namespace) -> int:
    with opened(options) as desk:
        _print(school_calendar.show(desk), options)
    return OK


def run_import(options: argparse.Namespace) -> int:
    try:
        with options.file.open("rb") as file:
            text = file.read(school_calendar.MAX_CSV + 1).decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"Het bestand {options.file} kan niet worden gelezen ({reason(error)}).") from None
    except UnicodeDecodeError:
        raise InputError(
            f"Het bestand {options.file} is geen tekst in UTF-8.", "Er is niets gewijzigd."
        ) from None
    days = school_calendar.read_csv(text)
    options.csv = False
    with opened(options) as desk:
        _print(school_calendar.save(desk, days), options)
    return OK


def _print(view: CalendarView, options: argparse.Namespace) -> None:
    if options.json:
        as_json(view)
        return
    if options.csv:
        say(school_calendar.as_csv(view.days).replace("\r\n", "\n").rstrip("\n"))
        return
    say("Schoolkalender van de school" if view.own else f"Meegeleverde kalender, regio {view.days.region}")
    for vacation in view.days.vacations:
        doubt = "" if vacation.verified else " (nog te bevestigen)"
        span = f"{wording.day(vacation.first)} tot en met {wording.day(vacation.last)}"
        say(f"  {vacation.school_year}  {vacation.name:<18} {span}{doubt}")
    for day in view.days.study_days:
        say(f"  studiedag  {wording.weekday_day(day.on)} {day.name}".rstrip())
