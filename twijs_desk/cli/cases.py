"""`case add`, `case list` and `case show`: the same functions that the window uses."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from twijs_desk.casework import cases, incidents, wording
from twijs_desk.casework import desk as desks
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import CaseListRow
from twijs_desk.cli.output import OK, as_json, say
from twijs_desk.cli.packs import read_json
from twijs_desk.cli.vaults import passphrase, passphrase_option

MAX_CASE_FILE = 80 * 1024 * 1024
"""Bytes: a 50 MB piece of evidence in base64 and the text around it."""


def add_to(groups: Any) -> None:
    case = groups.add_parser("case", help="zaak toevoegen of bekijken")
    acts = case.add_subparsers(dest="act", required=True, metavar="add|list|show")
    add = acts.add_parser("add", help="legt een incident uit een JSON-bestand vast als zaak")
    add.add_argument("file", help="JSON-bestand, of - voor standaardinvoer (na de wachtzin)")
    add.set_defaults(run=run_add)
    listing = acts.add_parser("list", help="alle zaken, laatst gewijzigd eerst")
    listing.set_defaults(run=run_list)
    show = acts.add_parser("show", help="één zaak met alles erin")
    show.add_argument("number", help="zaaknummer, zoals 2026-014")
    show.set_defaults(run=run_show)
    for act in (add, listing, show):
        act.add_argument("--vault", type=Path, required=True, help="pad van de kluis")
        passphrase_option(act)
        act.add_argument("--json", action="store_true")


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Desk]:
    desk = desks.open(options.vault, passphrase(options))
    try:
        yield desk
    finally:
        desk.close()


def run_add(options: argparse.Namespace) -> int:
    if options.file == "-":
        with opened(options) as desk:
            view = incidents.register(desk, incidents.read(read_json("-", MAX_CASE_FILE)))
            _told(options, view)
        return OK
    draft = incidents.read(read_json(options.file, MAX_CASE_FILE))
    with opened(options) as desk:
        _told(options, incidents.register(desk, draft))
    return OK


def run_list(options: argparse.Namespace) -> int:
    with opened(options) as desk:
        rows: list[CaseListRow] = []
        page = cases.listing(desk)
        while page:
            rows += page
            page = cases.listing(desk, before=page[-1])
    if options.json:
        as_json(rows)
        return OK
    for row in rows:
        say(f"{row.number}  {row.status.label:<18} {row.who:<28} {row.title}")
    say(f"{len(rows)} {'zaak' if len(rows) == 1 else 'zaken'}")
    return OK


def run_show(options: argparse.Namespace) -> int:
    with opened(options) as desk:
        view = cases.show(desk, options.number)
    if options.json:
        as_json(view)
        return OK
    say(f"{view.number} {view.title} ({view.status.label})")
    for party in view.parties:
        say(f"  {party.role.label}: {party.name}, {party.capacity_detail or party.capacity.label}")
    say(f"  {view.incident.observation}")
    for duty in view.obligations:
        say(
            f"  {duty.level.label:<6} {duty.status.label:<8} {duty.title}. {duty.due_sentence} ({duty.source})"
        )
    for row in view.timeline:
        say(f"  {wording.moment(row.at)}  {row.title}")
    return OK


def _told(options: argparse.Namespace, view: Any) -> None:
    if options.json:
        as_json(view)
    else:
        say(f"Vastgelegd als zaak {view.number}.")
