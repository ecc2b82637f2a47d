"""`pack stories` and `pack articles`: does a pack say what a jurist expects, and is every article in it?"""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from twijs_desk.casework import packs, protocol_text, stories, wording
from twijs_desk.casework.desk import system_clock
from twijs_desk.casework.errors import InputError
from twijs_desk.cli.output import CHECK_FAILED, OK, as_json, say


def add_to(acts: Any) -> None:
    told = acts.add_parser("stories", help="speelt de tabel met situaties na en noemt elk verschil")
    told.add_argument("table", nargs="?", type=Path, help="CSV-bestand; anders de tabel bij de regelset")
    told.add_argument("--pack", type=Path, help="map met een andere regelset")
    told.add_argument("--on", help="datum JJJJ-MM-DD; anders vandaag")
    told.add_argument("--json", action="store_true")
    told.set_defaults(run=run_stories)
    articles = acts.add_parser("articles", help="waar elk artikel van het protocol is toegepast")
    articles.add_argument("dir", nargs="?", type=Path, help="map met de regelset; anders de meegeleverde")
    articles.add_argument("--markdown", action="store_true", help="als tabel voor de documentatie")
    articles.add_argument("--json", action="store_true")
    articles.set_defaults(run=run_articles)


def run_stories(options: argparse.Namespace) -> int:
    on = _day(options.on) if options.on else wording.to_local(system_clock()).date()
    report = stories.run(on, options.table, options.pack)
    if options.json:
        as_json(
            {
                "pack": report.pack,
                "version": report.version,
                "on": on,
                "stories": [
                    {
                        "nr": verdict.story.nr,
                        "situation": verdict.story.situation,
                        "source": verdict.story.source,
                        "differences": verdict.differences,
                    }
                    for verdict in report.verdicts
                ],
            }
        )
    else:
        for verdict in report.verdicts:
            say(
                f"{'klopt ' if not verdict.differences else 'ANDERS'} {verdict.story.nr:>4}  {verdict.story.situation}"
            )
            for difference in verdict.differences:
                say(f"             {difference}")
        good = len(report.verdicts) - len(report.wrong)
        say(f"{good} van de {len(report.verdicts)} verhalen kloppen ({report.pack} {report.version}).")
    return CHECK_FAILED if report.wrong else OK


def run_articles(options: argparse.Namespace) -> int:
    pack = packs.read_pack(options.dir)
    rows = protocol_text.rows(pack)
    if options.json:
        as_json([{"number": row.number, "title": row.title, "applied": row.used_in} for row in rows])
    elif options.markdown:
        print(protocol_text.as_markdown(pack), end="")
    else:
        for row in rows:
            say(f"{row.number:<4} {row.title}")
            for use in row.used_in:
                say(f"       {use}")
    return OK


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"‘{text[:40]}’ is geen datum. Schrijf JJJJ-MM-DD.") from None
