"""`vault slots` (list, add, remove, change, recovery) and `vault rekey`: who can open the vault."""

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Any

from twijs_desk.casework import access
from twijs_desk.casework.errors import InputError, reason
from twijs_desk.cli.output import CHECK_FAILED, OK, as_json, complain, say
from twijs_desk.cli.vaults import MAX_PASSPHRASE, open_desk, passphrase, passphrase_option

_ACTS = ("list", "add", "remove", "change", "recovery")
_USES = """\
  vault slots PAD                      wie de kluis kan openen (zonder wachtzin)
  vault slots add PAD --label ROL      nog een wachtzin; de tweede regel van de invoer
  vault slots remove PAD ID            trekt een toegang in
  vault slots change PAD               een andere wachtzin; de tweede regel van de invoer
  vault slots recovery PAD --out PDF   nieuw herstelblad; telt pas als u de gevraagde blokken overtypt
  vault slots recovery PAD --confirm   een eerder afgedrukt blad: de hele code op de tweede regel van de invoer"""


def add_to(acts: Any) -> None:
    slots = acts.add_parser(
        "slots",
        help="wie de kluis kan openen; toevoegen, wijzigen, intrekken",
        epilog=_USES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    slots.add_argument("words", nargs="+", metavar="[add|remove|change|recovery] PAD [ID]")
    slots.add_argument(
        "--label", default="", help="staat leesbaar in het sleutelbestand: liever een rol dan een naam"
    )
    slots.add_argument("--out", type=Path, help="bestand voor het herstelblad (PDF)")
    slots.add_argument("--board", action="store_true", help="een herstelblad voor het bestuur")
    slots.add_argument(
        "--confirm", action="store_true", help="typ de code van een afgedrukt herstelblad over"
    )
    slots.set_defaults(run=run_slots)
    rekey = acts.add_parser(
        "rekey", help="nieuwe sleutel: versleutelt alles opnieuw, andere toegangen vervallen"
    )
    rekey.add_argument("path", type=Path)
    rekey.add_argument("--out", type=Path, help="bestand voor het nieuwe herstelblad (PDF)")
    rekey.set_defaults(run=run_rekey)
    for parser in (slots, rekey):
        passphrase_option(parser)
        parser.add_argument("--json", action="store_true")


def run_slots(options: argparse.Namespace) -> int:
    words = list(options.words)
    act = words.pop(0) if len(words) > 1 and words[0] in _ACTS else "list"
    wanted = 2 if act == "remove" else 1
    if len(words) != wanted:
        raise InputError("Deze opdracht klopt niet. Zo kan het wel:\n" + _USES)
    path = Path(words[0])
    if act == "list":
        return _list(options, path)
    if act == "recovery" and bool(options.out) == bool(options.confirm):
        raise InputError("Kies --out PDF voor een nieuw blad, of --confirm voor een afgedrukt blad.")
    if options.out:
        _must_be_new(options.out)
    secret = passphrase(options)
    new = _line(options, "Nieuwe wachtzin: ") if act in ("add", "change") else ""
    desk = open_desk(path, secret)
    try:
        if act == "add":
            row = access.add_person(desk, options.label, new)
            return _done(options, "De toegang is toegevoegd.", slot=row)
        if act == "remove":
            access.remove_slot(desk, words[1])
            return _done(options, "De toegang is ingetrokken.", removed=words[1])
        if act == "change":
            access.change_passphrase(desk, secret, new)
            return _done(options, "De wachtzin is gewijzigd.")
        kind = "board" if options.board else "recovery"
        if options.confirm:
            access.recovery_from_code(desk, _line(options, "Herstelcode: "), kind)
            return _done(options, "Het herstelblad is nu in gebruik.")
        sheet = access.new_recovery(desk, kind)
        _write_sheet(options.out, access.sheet_pdf(desk, sheet))
        typed = _typed_back(options, sheet)
        if not typed:
            return _not_proved(options, sheet)
        access.prove_recovery(desk, sheet, typed)
        return _done(options, "Het herstelblad is nu in gebruik.", out=str(options.out))
    finally:
        desk.close()


def run_rekey(options: argparse.Namespace) -> int:
    if options.out:
        _must_be_new(options.out)
    secret = passphrase(options)
    desk = open_desk(options.path, secret)
    try:
        plan = access.plan_rekey(desk)
        for row in plan.dropped:
            complain(f"Vervalt: {_written(row)}")
        typed = ""
        if options.out:
            _write_sheet(options.out, access.sheet_pdf(desk, plan.sheet))
            typed = _typed_back(options, plan.sheet)
            if not typed:
                return _not_proved(options, plan.sheet)
        sheet = plan.sheet if options.out else None
        access.rekey(desk, secret, sheet, typed, None if options.json else complain)
        warning = access.status(desk).warning
        if warning:
            complain(warning)
        return _done(options, "De kluis heeft een nieuwe sleutel.", dropped=plan.dropped, warning=warning)
    finally:
        desk.close()


def _list(options: argparse.Namespace, path: Path) -> int:
    rows = access.slots_of(path)
    warning = access.warning_of(rows)
    if options.json:
        as_json({"slots": rows, "warning": warning})
        return OK
    for row in rows:
        say(_written(row))
    if warning:
        complain(warning)
    return OK


def _written(row: access.SlotRow) -> str:
    made = f", sinds {row.made_on.isoformat()}" if row.made_on else ""
    return f"{row.id}  {row.kind:<10}  {row.label} ({row.strength}{made})"


def _done(options: argparse.Namespace, sentence: str, **values: Any) -> int:
    if options.json:
        as_json({"done": True, **values})
    else:
        say(sentence)
    return OK


def _not_proved(options: argparse.Namespace, sheet: access.RecoverySheet) -> int:
    complain("De gevraagde blokken zijn niet overgetypt. Er is niets gewijzigd; het blad telt niet.")
    if options.json:
        as_json({"done": False, "asked": sheet.asked, "out": str(options.out)})
    return CHECK_FAILED


def _typed_back(options: argparse.Namespace, sheet: access.RecoverySheet) -> str:
    """Asked on stderr, so that a program on the other side of the pipe can read the sheet and answer."""
    wanted = " en ".join(str(number) for number in sheet.asked)
    complain(
        f"Druk {options.out} af en verwijder daarna het bestand. Typ blok {wanted} van de herstelcode over:"
    )
    sys.stderr.flush()
    return _read().strip()


def _line(options: argparse.Namespace, prompt: str) -> str:
    """The second line of the input, or typed without echo."""
    if not options.passphrase_stdin and sys.stdin.isatty():
        return getpass.getpass(prompt)
    return _read()


def _read() -> str:
    try:
        return sys.stdin.buffer.readline(MAX_PASSPHRASE + 2).decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InputError("De invoer is geen leesbare tekst (UTF-8).") from None


def _must_be_new(path: Path) -> None:
    if os.path.lexists(path):
        raise InputError(f"{path} bestaat al.", "Er is niets gewijzigd.", "Kies een andere bestandsnaam.")


def _write_sheet(path: Path, pdf: bytes) -> None:
    """For this user's eyes only, and never over something."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pdf)
        except OSError:
            path.unlink(missing_ok=True)  # half a sheet is no sheet
            raise
    except OSError as error:
        raise InputError(
            f"Het herstelblad kon niet worden opgeslagen: {reason(error)}.", "Er is niets gewijzigd."
        ) from error
