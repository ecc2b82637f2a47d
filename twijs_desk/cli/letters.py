"""`letter list` and `letter sample`."""

import argparse
from pathlib import Path
from typing import Any

from twijs_desk.casework import samples
from twijs_desk.casework.errors import InputError, reason
from twijs_desk.cli.output import OK, as_json, say


def add_to(groups: Any) -> None:
    letter = groups.add_parser("letter", help="brieven bekijken")
    acts = letter.add_subparsers(dest="act", required=True, metavar="list|sample")
    listing = acts.add_parser("list", help="alle soorten brieven")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    sample = acts.add_parser("sample", help="maakt voorbeelden als PDF, kort, normaal en lang")
    sample.add_argument("code", nargs="?", help="code van de brief, zoals L9")
    sample.add_argument("--all", action="store_true", help="alle brieven")
    sample.add_argument("--out", type=Path, required=True, help="map voor de PDF’s")
    sample.add_argument("--json", action="store_true")
    sample.set_defaults(run=run_sample)


def run_list(options: argparse.Namespace) -> int:
    types = samples.letter_types()
    if options.json:
        as_json(types)
        return OK
    for kind in types:
        say(f"{kind.code:<4} {kind.title} ({'; '.join(kind.basis)})")
    return OK


def run_sample(options: argparse.Namespace) -> int:
    if bool(options.code) == options.all:
        raise InputError(
            "Noem één brief of gebruik --all.", todo="Bijvoorbeeld: twijs-desk letter sample L9 --out map"
        )
    codes = [kind.code for kind in samples.letter_types()] if options.all else [options.code]
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"De map {options.out} kan niet worden gemaakt ({reason(error)}).") from None
    written = [path for code in codes for path in samples.write_samples(code, options.out)]
    if options.json:
        as_json({"files": [str(path) for path in written]})
    else:
        for path in written:
            say(str(path))
    return OK
