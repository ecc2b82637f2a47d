"""`vault move`: from a network share or a synchronised folder to this computer."""

import argparse
from pathlib import Path
from typing import Any

from twijs_desk.casework import moving
from twijs_desk.cli.output import OK, as_json, say
from twijs_desk.cli.vaults import passphrase, passphrase_option


def add_to(acts: Any) -> None:
    """To the commands of `vault`."""
    move = acts.add_parser("move", help="brengt een kluis over naar deze computer")
    move.add_argument("path", type=Path, help="de kluis op de netwerkmap of in de gesynchroniseerde map")
    move.add_argument("--to", type=Path, required=True, metavar="NIEUW", help="bestand op deze computer")
    passphrase_option(move)
    move.add_argument("--json", action="store_true")
    move.set_defaults(run=run_move)


def run_move(options: argparse.Namespace) -> int:
    report = moving.move_here(options.path, options.to, passphrase(options))
    if options.json:
        former = str(report.former) if report.former else None
        as_json({"path": str(report.path), "former": former, "flaws": report.flaws})
    else:
        say(report.words)
    return OK
