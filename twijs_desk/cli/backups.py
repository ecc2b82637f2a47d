"""`vault backup`, `vault restore`, `vault drill` and `vault recover`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from twijs_desk.casework import access, backups
from twijs_desk.casework.errors import InputError
from twijs_desk.cli.output import CHECK_FAILED, OK, as_json, complain, say
from twijs_desk.cli.vaults import open_desk, passphrase, passphrase_option

_MAX_CODE = 512


def add_to(acts: Any) -> None:
    backup = acts.add_parser("backup", help="maakt een reservekopie en controleert die")
    backup.add_argument("path", type=Path)
    backup.add_argument("--to", type=Path, help="map; zonder deze optie: de gekozen plaatsen")
    backup.set_defaults(run=run_backup)
    restore = acts.add_parser("restore", help="zet een reservekopie terug; de vorige kluis blijft bewaard")
    restore.add_argument("backup", type=Path, help="een reservekopie, of een map: dan de nieuwste")
    restore.add_argument("--to", type=Path, required=True, help="het bestand van de kluis")
    restore.add_argument(
        "--recovery-stdin",
        action="store_true",
        help="lees de herstelcode van de invoer, in plaats van een wachtzin",
    )
    restore.set_defaults(run=run_restore)
    drill = acts.add_parser("drill", help="oefent: zet de nieuwste reservekopie terug in een proefruimte")
    drill.add_argument("path", type=Path)
    drill.add_argument("--backup", type=Path, help="een bepaalde reservekopie")
    drill.set_defaults(run=run_drill)
    recover = acts.add_parser("recover", help="zet wat leesbaar is van een beschadigde kluis in een nieuwe")
    recover.add_argument("path", type=Path)
    recover.add_argument("--to", type=Path, required=True, help="het bestand van de nieuwe kluis")
    recover.set_defaults(run=run_recover)
    for parser in (backup, restore, drill, recover):
        passphrase_option(parser)
        parser.add_argument("--json", action="store_true")


def run_backup(options: argparse.Namespace) -> int:
    desk = open_desk(options.path, passphrase(options))
    try:
        made = backups.make(desk, options.to)
        failure = backups.state(desk).last_failure
    finally:
        desk.close()
    if failure:
        complain(failure)
    if options.json:
        as_json(made)
    else:
        say(f"De reservekopie is gemaakt, teruggelezen en vergeleken: {made.path}")
    return OK


def run_restore(options: argparse.Namespace) -> int:
    report = backups.restore(options.backup, options.to, _secret(options))
    if options.json:
        as_json(report)
    else:
        say(report.words)
    return OK


def run_drill(options: argparse.Namespace) -> int:
    desk = open_desk(options.path, passphrase(options))
    try:
        report = backups.drill(desk, options.backup)
    finally:
        desk.close()
    if options.json:
        as_json(report)
    else:
        (say if report.ok else complain)(report.words)
    return OK if report.ok else CHECK_FAILED


def run_recover(options: argparse.Namespace) -> int:
    report = backups.recover(options.path, passphrase(options), options.to)
    if options.json:
        as_json(report)
    else:
        say(report.words)
        for lost in report.losses:
            complain(lost.words)
    return OK if report.whole else CHECK_FAILED


def _secret(options: argparse.Namespace) -> backups.Secret | None:
    """What opens the backup, when it was given: without it only the hashes are compared."""
    if options.recovery_stdin and options.passphrase_stdin:
        raise InputError("Geef een wachtzin of een herstelcode, niet allebei.", "Er is niets gewijzigd.")
    if options.recovery_stdin:
        try:
            return access.parse_recovery(sys.stdin.buffer.read(_MAX_CODE).decode("utf-8"))
        except UnicodeDecodeError:
            raise InputError("De herstelcode is geen leesbare tekst (UTF-8).") from None
    return passphrase(options) if options.passphrase_stdin else None
