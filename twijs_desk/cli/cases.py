"""`case add`, `list`, `show`, `next`, `answer` and `destroy`: the same functions that the window uses."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from twijs_desk.casework import cases, destruction, flow, incidents, wording
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.rows import CaseListRow, CaseView, FlowView, OutcomeLine, RouteRow
from twijs_desk.cli.output import OK, as_json, plain, say
from twijs_desk.cli.packs import read_json
from twijs_desk.cli.vaults import open_desk, passphrase, passphrase_option

MAX_CASE_FILE = 80 * 1024 * 1024
"""Bytes: a 50 MB piece of evidence in base64 and the text around it."""


def add_to(groups: Any) -> None:
    case = groups.add_parser("case", help="zaak toevoegen of bekijken")
    acts = case.add_subparsers(dest="act", required=True, metavar="add|list|show|next|answer|destroy")
    add = acts.add_parser("add", help="legt een incident uit een JSON-bestand vast als zaak")
    add.add_argument("file", help="JSON-bestand, of - voor standaardinvoer (na de wachtzin)")
    add.set_defaults(run=run_add)
    listing = acts.add_parser("list", help="alle zaken, laatst gewijzigd eerst")
    listing.set_defaults(run=run_list)
    show = acts.add_parser("show", help="één zaak met alles erin")
    show.add_argument("number", help="zaaknummer, zoals 2026-014")
    show.set_defaults(run=run_show)
    following = acts.add_parser("next", help="de vraag die nu aan de beurt is in de beslisroute")
    following.add_argument("number", help="zaaknummer, zoals 2026-014")
    following.set_defaults(run=run_next)
    answer = acts.add_parser("answer", help="beantwoordt een vraag van de beslisroute")
    answer.add_argument("number", help="zaaknummer, zoals 2026-014")
    answer.add_argument("question", help="code van de vraag")
    answer.add_argument("value", nargs="+", help="code van het antwoord; meer als de vraag dat toelaat")
    answer.add_argument("--note", default="", help="toelichting bij het antwoord")
    answer.set_defaults(run=run_answer)
    destroy = acts.add_parser("destroy", help="vernietigt een afgesloten zaak; dat kan niet terug")
    destroy.add_argument("number", help="zaaknummer, zoals 2026-014")
    destroy.add_argument("--ground", default="", help="waarom, zonder namen; nodig zolang de termijn loopt")
    destroy.add_argument("--approved-by", default="", help="wie het naast u goedkeurde")
    destroy.set_defaults(run=run_destroy)
    for act in (show, following, answer):
        act.add_argument("--party", default="", help="van wie: het nummer uit ‘case show’, of een id")
    for act in (add, listing, show, following, answer, destroy):
        act.add_argument("--vault", type=Path, required=True, help="pad van de kluis")
        passphrase_option(act)
        act.add_argument("--json", action="store_true")


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Desk]:
    desk = open_desk(options.vault, passphrase(options))
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
        view = cases.open_case(desk, options.number)
        wanted = (_route(view, options.party),) if options.party else view.routes
        outcomes = [flow.view(desk, view.id, party_id=route.party_id) for route in wanted]
    if options.json:
        as_json(plain(view) | {"outcomes": outcomes})
        return OK
    say(f"{view.number} {view.title} ({view.status.label})")
    for party in view.parties:
        say(f"  {party.role.label}: {party.name}, {party.capacity_detail or party.capacity.label}")
    say(f"  {view.incident.observation}")
    for duty in view.obligations:
        title = f"{duty.title} [{duty.party_name}]" if duty.party_name else duty.title
        say(f"  {duty.level.label:<6} {duty.status.label:<8} {title}. {duty.due_sentence} ({duty.source})")
    for route, outcome in zip(wanted, outcomes, strict=True):
        _say_outcome(route, outcome)
    for row in view.timeline:
        say(f"  {wording.moment(row.at)}  {row.title}")
    return OK


def run_next(options: argparse.Namespace) -> int:
    with opened(options) as desk:
        route = _route(cases.show(desk, options.number), options.party)
        _say_question(options, flow.view(desk, options.number, party_id=route.party_id))
    return OK


def run_answer(options: argparse.Namespace) -> int:
    with opened(options) as desk:
        route = _route(cases.show(desk, options.number), options.party)
        value = options.value[0] if len(options.value) == 1 else tuple(options.value)
        after = flow.answer(desk, options.number, options.question, value, options.note, route.party_id)
        _say_question(options, after)
    return OK


def run_destroy(options: argparse.Namespace) -> int:
    with opened(options) as desk:
        row = destruction.destroy(desk, options.number, options.ground, options.approved_by)
    if options.json:
        as_json(row)
    else:
        say(destruction.certificate(row).rstrip())
    return OK


def _route(view: CaseView, party: str) -> RouteRow:
    """The route that `--party` means: its number or the id of the person in this case; the first when left out."""
    if not party:
        return view.routes[0]
    found = next((route for route in view.routes if party in (str(route.number), route.party_id)), None)
    if found is None:
        there = "; ".join(f"{route.number} {route.name} ({route.capacity})" for route in view.routes)
        raise InputError(
            f"Er is geen beslisroute voor ‘{party[:40]}’ in zaak {view.number}.",
            "Er is niets gewijzigd.",
            f"Kies uit: {there}.",
        )
    return found


def _say_outcome(route: RouteRow, outcome: FlowView) -> None:
    state = f"nog ongeveer {route.left} vragen" if route.open else "beslisroute klaar"
    say(f"  {route.number}. {route.name}, {route.capacity}: {route.answered} beantwoord, {state}")
    say(f"     Vertrouwensinspecteur: {outcome.inspector}. Regels: {outcome.pack_version}.")
    for title, levels in (("Moet", ("required",)), ("Mag", ("allowed",)), ("Kan niet", ("barred",))):
        lines = [_measure(line) for line in outcome.measures if line.level in levels]
        if lines:
            say(f"     {title}: {'; '.join(lines)}")


def _measure(line: OutcomeLine) -> str:
    return f"{line.title} ({', '.join(source.label for source in line.sources)})"


def _say_question(options: argparse.Namespace, view: FlowView) -> None:
    if options.json:
        as_json(view)
        return
    if view.question is None:
        say(f"Alle vragen over {view.party_name} zijn beantwoord.")
        return
    say(f"{view.question.id}: {view.question.text} (over {view.party_name}, {view.capacity})")
    for option in view.question.options:
        say(f"  {option.id:<16} {option.label}")


def _told(options: argparse.Namespace, view: Any) -> None:
    if options.json:
        as_json(view)
    else:
        say(f"Vastgelegd als zaak {view.number}.")
