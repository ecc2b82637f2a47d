"""`pack picture` and `case picture`: the route as SVG or PDF, with or without the path of a case."""

import argparse
from pathlib import Path
from typing import Any

from twijs_desk.casework import pictures, wording
from twijs_desk.casework.desk import system_clock
from twijs_desk.casework.letters import write_whole
from twijs_desk.cli.cases import opened
from twijs_desk.cli.output import OK, say
from twijs_desk.cli.packs import MAX_ANSWERS, read_json
from twijs_desk.cli.vaults import passphrase_option


def add_to(groups: Any) -> None:
    """Add `picture` to the groups `pack` and `case`, which have to be there already."""
    pack = _acts(groups, "pack").add_parser("picture", help="tekent de route als SVG of PDF")
    pack.add_argument("dir", nargs="?", type=Path, help="map met de regelset; anders de meegeleverde")
    pack.add_argument("--answers", help="JSON-bestand met antwoorden, om hun weg te laten zien")
    pack.set_defaults(run=run_pack)
    case = _acts(groups, "case").add_parser("picture", help="tekent de weg van één zaak als SVG of PDF")
    case.add_argument("vault", type=Path, help="pad van de kluis")
    case.add_argument("number", help="zaaknummer, zoals 2026-014")
    case.add_argument("--party", type=int, help="de hoeveelste betrokkene met een route, vanaf 1")
    passphrase_option(case)
    case.set_defaults(run=run_case)
    for act in (pack, case):
        act.add_argument("--out", type=Path, required=True, help="bestand dat eindigt op .svg of .pdf")
        act.add_argument(
            "--size", choices=("overview", "detail"), default="overview", help="A3-overzicht of A4-bladen"
        )


def run_pack(options: argparse.Namespace) -> int:
    kind = pictures.kind_of(options.out)
    answers = read_json(options.answers, MAX_ANSWERS) if options.answers else None
    on = wording.to_local(system_clock()).date() if answers is not None else None
    write_whole(options.out, pictures.of_pack(options.dir, kind, options.size, answers, on))
    say(str(options.out))
    return OK


def run_case(options: argparse.Namespace) -> int:
    pictures.kind_of(options.out)
    with opened(options) as desk:
        party = pictures.party_at(desk, options.number, options.party) if options.party else None
        pictures.save(desk, options.number, options.out, party, options.size)
    say(str(options.out))
    return OK


def _acts(groups: Any, name: str) -> Any:
    """The acts of a group that another module made."""
    parser = groups.choices[name]
    return next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
