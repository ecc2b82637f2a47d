"""`pack term`: count one term by hand, with the sentence that explains it, on the shipped calendar."""

import argparse
from datetime import date, datetime
from typing import Any

from twijs_desk.casework import wording
from twijs_desk.casework.desk import shipped_calendar
from twijs_desk.casework.errors import InputError
from twijs_desk.cli.output import OK, as_json, say
from twijs_desk.protocol.calendar import Extension, Pause, due
from twijs_desk.protocol.model import DUE_KINDS, TRIGGERS, DueRule

MAX_AMOUNT = 10_000


def add_to(acts: Any) -> None:
    term = acts.add_parser("term", help="rekent één termijn uit en zegt waarom")
    term.add_argument("--kind", required=True, choices=DUE_KINDS, help="soort termijn")
    term.add_argument("--amount", type=int, default=0, help="hoeveel uren, dagen, weken of maanden")
    term.add_argument(
        "--from", dest="start", required=True, help="datum JJJJ-MM-DD, of tijdstip JJJJ-MM-DDTUU:MM"
    )
    term.add_argument("--event", default="received", help=f"vanaf welke gebeurtenis: {', '.join(TRIGGERS)}")
    term.add_argument("--statutory", action="store_true", help="de termijn staat in een wet")
    term.add_argument("--back", action="store_true", help="telt terug vanaf de gebeurtenis")
    term.add_argument(
        "--pause",
        action="append",
        default=[],
        metavar="VAN:TOT",
        help="de klok staat stil; TOT mag leeg zijn",
    )
    term.add_argument("--extend", type=int, help="verlenging in dezelfde eenheid")
    term.add_argument("--told", help="datum waarop de verlenging is gemeld")
    term.add_argument("--reason", default="", help="reden van de verlenging")
    term.add_argument("--json", action="store_true")
    term.set_defaults(run=run_term)


def run_term(options: argparse.Namespace) -> int:
    kind, amount = options.kind, options.amount
    counted = kind not in ("none", "at_once", "same_day", "same_working_day")
    if not (1 if counted else 0) <= amount <= MAX_AMOUNT:
        raise InputError(f"Kies met --amount een aantal van 1 tot en met {MAX_AMOUNT}.")
    if options.event not in TRIGGERS:
        raise InputError(
            f"De gebeurtenis ‘{options.event[:30]}’ bestaat niet.", todo=f"Kies uit: {', '.join(TRIGGERS)}."
        )
    extension = None
    if options.extend is not None:
        if not options.told:
            raise InputError("Geef met --told de datum waarop de verlenging is gemeld.")
        extension = Extension(min(options.extend, MAX_AMOUNT), _day(options.told), options.reason)
    rule = DueRule(kind, amount, options.event, options.statutory)
    try:
        found = due(
            rule,
            _moment(options.start),
            shipped_calendar(),
            back=options.back,
            pauses=[_pause(text) for text in options.pause],
            extension=extension,
        )
    except ValueError as error:
        raise InputError(str(error)) from error
    if options.json:
        as_json(found)
        return OK
    if found.at is not None:
        say(wording.to_local(found.at).strftime("%Y-%m-%d %H:%M"))
    else:
        say(found.on.isoformat() if found.on is not None else "geen datum")
    say(found.sentence)
    return OK


def _moment(text: str) -> datetime | date:
    """A moment without a zone is a Dutch clock time."""
    if len(text) <= 10:
        return _day(text)
    try:
        at = wording.aware(datetime.fromisoformat(text))
    except ValueError:
        at = None
    if at is None or not 1 < at.year < 9999:
        raise InputError(f"‘{text[:30]}’ is geen tijdstip.", todo="Schrijf het als 2026-11-23T16:40.")
    return at


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"‘{text[:20]}’ is geen datum.", todo="Schrijf de datum als 2026-11-23.") from None


def _pause(text: str) -> Pause:
    first, colon, last = text.partition(":")
    if not colon:
        raise InputError("Schrijf --pause als 2026-12-16:2027-02-15, of 2026-12-16: zonder einde.")
    return _day(first), _day(last) if last else None
