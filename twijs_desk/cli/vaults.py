"""`vault create` and `vault check`, and how a passphrase reaches a command."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from twijs_desk.casework import access, vaults
from twijs_desk.casework import desk as desks
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.rows import ProfileEntry, SchoolEntry
from twijs_desk.cli.output import CHECK_FAILED, OK, as_json, complain, say

MAX_PASSPHRASE = 1024


def add_to(groups: Any) -> Any:
    """The commands about a vault; returns the group, for the modules that add theirs."""
    vault = groups.add_parser("vault", help="kluis maken of controleren")
    acts = vault.add_subparsers(
        dest="act", required=True, metavar="create|check|backup|restore|drill|recover|slots|rekey|move"
    )
    create = acts.add_parser("create", help="maakt een nieuwe, versleutelde kluis")
    create.add_argument("path", type=Path)
    create.add_argument("--school", default="", help="naam van de school")
    create.add_argument("--code", default="", help="korte code van de school, voor het kenmerk")
    create.add_argument("--brin", default="")
    create.add_argument("--name", default="", help="uw naam, voor het logboek")
    passphrase_option(create)
    create.add_argument("--json", action="store_true")
    create.set_defaults(run=run_create)
    check = acts.add_parser("check", help="controleert kluis, logboek, brieven en bewijs")
    check.add_argument("path", type=Path)
    passphrase_option(check)
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check)
    return acts


def passphrase_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-stdin", action="store_true", help="lees de wachtzin van de eerste regel van de invoer"
    )


def passphrase(options: argparse.Namespace) -> str:
    """From standard input when asked, else typed without echo."""
    if options.passphrase_stdin:
        line = sys.stdin.buffer.readline(MAX_PASSPHRASE + 2)
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise InputError("De wachtzin is geen leesbare tekst (UTF-8).") from None
    elif sys.stdin.isatty():
        text = getpass.getpass("Wachtzin: ")
    else:
        raise InputError("Er is geen wachtzin gegeven.", todo="Gebruik --passphrase-stdin.")
    if not text:
        raise InputError("De wachtzin is leeg.", "Er is niets gewijzigd.")
    if len(text) > MAX_PASSPHRASE:
        raise InputError("De wachtzin is te lang.", "Er is niets gewijzigd.")
    return text


def open_desk(path: Path, secret: str) -> Desk:
    """The desk for one command; what must be told at opening goes to stderr."""
    desk = desks.open(path, secret)
    if desk.notice:
        complain(desk.notice)
    return desk


def run_create(options: argparse.Namespace) -> int:
    text = passphrase(options)
    access.must_be_strong(text, (options.school, options.code, options.name))
    school = SchoolEntry(name=options.school, code=options.code, brin=options.brin)
    desk = desks.create(options.path, text, school=school, profile=ProfileEntry(name=options.name))
    desk.close()
    if options.json:
        as_json({"path": str(options.path), "vault_id": desk.vault.vault_id})
    else:
        say(f"De kluis is gemaakt: {options.path}")
        say("Bewaar de wachtzin goed: zonder wachtzin kan niemand de kluis openen, ook de maker niet.")
        say(
            "Maak een herstelblad voor als de wachtzin zoekraakt: twijs-desk vault slots recovery PAD --out PDF"
        )
    return OK


def run_check(options: argparse.Namespace) -> int:
    report = vaults.examine(options.path, passphrase(options))
    if options.json:
        as_json(
            {
                "ok": report.ok,
                "vault_id": report.vault_id,
                "audit_lines": report.audit_lines,
                "audit_head": report.audit_head,
                "findings": report.findings,
                "warnings": report.warnings,
                "beside": report.beside,
            }
        )
        return OK if report.ok else CHECK_FAILED
    for noted in report.warnings:
        complain(f"Let op: {noted.text} ({' '.join((noted.subject, noted.detail)).strip()}).")
    if report.beside:
        say("De kluis is elders open; er is alleen gekeken.")
    if report.ok:
        say(f"De kluis is in orde. Het logboek heeft {report.audit_lines} regels en sluit.")
    else:
        for found in report.findings:
            complain(f"{found.text}: {found.subject} {found.subject_id} {found.detail}".strip())
        say(f"{len(report.findings)} gebreken gevonden. Maak een kopie van de map en verander er niets aan.")
    return OK if report.ok else CHECK_FAILED
