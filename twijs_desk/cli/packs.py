"""`pack check`, `pack questions` and `assess`."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from twijs_desk.casework import packs, wording
from twijs_desk.casework.desk import system_clock
from twijs_desk.casework.errors import InputError, reason
from twijs_desk.cli import norms, rulebooks, terms
from twijs_desk.cli.output import CHECK_FAILED, OK, as_json, complain, say

MAX_ANSWERS = 1024 * 1024
_LEVELS = {"must": "MOET", "should": "ADVIES", "may": "MAG"}
_REGISTERS = {
    "incident": "incidenten",
    "breach": "datalekken",
    "qualification": "oordelen over grensoverschrijdend",
    "complaint": "klachten",
}
_DOSSIERS = {
    "personnel": "Personeelsdossier",
    "pupil": "Leerlingendossier",
    "shielded_annex": "Afgeschermde bijlage",
    "case_file": "Zaakdossier",
    "confidential": "Vertrouwelijk",
}
_STATUS = {"required": "MOET", "allowed": "MAG", "barred": "KAN NIET"}


def add_to(groups: Any) -> None:
    pack = groups.add_parser("pack", help="regelset controleren of bekijken")
    acts = pack.add_subparsers(dest="act", required=True, metavar="check|questions|sign|…")
    check = acts.add_parser("check", help="laadt een regelset en noemt elk gebrek")
    check.add_argument("dir", nargs="?", type=Path, help="map met de regelset; anders de meegeleverde")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check)
    questions = acts.add_parser("questions", help="alle vragen met hun antwoorden")
    questions.add_argument("--pack", type=Path, help="map met een andere regelset")
    questions.add_argument("--json", action="store_true")
    questions.set_defaults(run=run_questions)
    rulebooks.add_to(acts)
    norms.add_to(acts)
    terms.add_to(acts)
    assess = groups.add_parser("assess", help="uitkomst voor een set antwoorden")
    assess.add_argument("answers", help="JSON-bestand {vraag: antwoord}, of - voor standaardinvoer")
    assess.add_argument("--on", help="datum JJJJ-MM-DD; anders vandaag")
    assess.add_argument("--pack", type=Path, help="map met een andere regelset")
    assess.add_argument("--json", action="store_true")
    assess.set_defaults(run=run_assess)


def run_check(options: argparse.Namespace) -> int:
    report = packs.check_folder(options.dir or packs.shipped_folder())
    if options.json:
        as_json(
            {
                "pack": report.id,
                "version": report.version,
                "counts": report.counts,
                "defects": [
                    {"file": file, "place": place, "message": text} for file, place, text in report.defects
                ],
            }
        )
    else:
        for file, place, text in report.defects:
            complain(f"{file}: {place}: {text}")
        if report.defects:
            say(f"{len(report.defects)} gebreken gevonden. Deze regelset kan niet worden gebruikt.")
        else:
            say(f"Regelset {report.id}, versie {report.version}: in orde.")
            say(", ".join(f"{count} {name}" for name, count in report.counts.items()))
    return CHECK_FAILED if report.defects else OK


def run_questions(options: argparse.Namespace) -> int:
    found = packs.questions(options.pack)
    if options.json:
        as_json(found)
        return OK
    for question in found:
        say(f"{question['id']}: {question['text']}")
        say(
            f"    gesteld: {question['asked_when']}"
            + (" (meer antwoorden)" if question["kind"] == "multi" else "")
        )
        say(f"    {question['help']}")
        if question["caution"]:
            say(f"    Let op: {question['caution']}")
        for option in question["answers"]:
            hint = f" ({option['hint']})" if option["hint"] else ""
            say(f"    {option['id']:<18} {option['label']}{hint}")
        for word, examples in (("wel", question["examples_yes"]), ("niet", question["examples_no"])):
            for example in examples:
                say(f"    {word:<4}: {example}")
    return OK


def run_assess(options: argparse.Namespace) -> int:
    on = _date(options.on) if options.on else wording.to_local(system_clock()).date()
    outcome = packs.assess_answers(_read(options.answers), on, options.pack)
    if options.json:
        as_json(outcome)
        return OK
    titles = {name: found["title"] for name, found in outcome["sources"].items()}
    unsure = {name for name, found in outcome["sources"].items() if found["unsure"]}

    def source(line: dict[str, Any]) -> str:
        named = [titles.get(s, s) + (" (nog te bevestigen)" if s in unsure else "") for s in line["sources"]]
        return f"        bron: {'; '.join(named)}"

    say(f"Uitkomst op {wording.day(on)}, regelset {outcome['pack']} {outcome['pack_version']}")
    say(f"Vertrouwensinspecteur: {outcome['inspector']['outcome']}")
    for line in outcome["inspector"]["grounds"]:
        say(f"        {line['reason']}")
        say(source(line))
    say(f"Politie: {outcome['police']['level']}")
    for line in outcome["police"]["lines"]:
        say(f"        {line['reason']}")
        say(source(line))
    for line in outcome["obligations"]:
        say(f"  {_LEVELS[line['level']]:<9} {line['title']}")
        say(source(line))
    for status, lines in outcome["measures"].items():
        for line, titled in _alike(lines):
            say(f"  {_STATUS[status]:<9} {', '.join(titled)}: {line['reason']}")
            if line["alternative"]:
                say(f"        wat wel kan: {line['alternative']}")
            say(source(line))
    for line in outcome["warnings"]:
        say(f"  LET OP    {line['text']}")
        say(source(line))
    for line in outcome["registers"]:
        say(f"Register {_REGISTERS.get(line['register'], line['register'])}: {line['reason']}")
        say(source(line))
    for line in outcome["dossiers"]:
        say(f"{_DOSSIERS.get(line['dossier'], line['dossier'])}: {line['reason']}")
        say(source(line))
    for line in outcome["letters"]:
        say(f"Brief {line['code']} {line['title']}")
        say(source(line))
    if outcome["open_questions"]:
        say("Nog uit te zoeken: " + ", ".join(outcome["open_questions"]))
    say(f"Volgende vraag: {outcome['next_question'] or 'geen, de route is klaar'}")
    return OK


def _alike(lines: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[str]]]:
    """Measures that are barred for the same reason are named together."""
    found: dict[tuple[str, str], tuple[dict[str, Any], list[str]]] = {}
    for number, line in enumerate(lines):
        same = (line["reason"], line["alternative"]) if line["alternative"] else (str(number), "")
        found.setdefault(same, (line, []))[1].append(line["title"])
    return list(found.values())


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"‘{text[:20]}’ is geen datum.", todo="Schrijf de datum als 2026-11-23.") from None


def _read(name: str) -> Any:
    """JSON from a file or standard input, of bounded size."""
    return read_json(name, MAX_ANSWERS)


def read_json(name: str, limit: int) -> Any:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(limit + 1)
    except OSError as error:
        raise InputError(f"Het bestand {name} kan niet worden gelezen ({reason(error)}).") from None
    if len(data) > limit:
        raise InputError(
            f"Het bestand {name} is te groot (meer dan {limit // 1024 // 1024} MB).", "Er is niets bewaard."
        )
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise InputError(
            f"Het bestand {name} is geen leesbare JSON (UTF-8).", "Er is niets bewaard."
        ) from None


def _no_constant(text: str) -> Any:
    raise ValueError(text)
