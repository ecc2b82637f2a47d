"""`harness write|check`: for the proof that nothing is lost when the program dies. Hidden from --help.

`write` saves for ever through the same acts as the window and prints `ACK n sha256` where the window would say
*opgeslagen*. `check` opens as usual and prints `HAVE n sha256` for every save, and one line `INTEGRITY`.
"""

import argparse
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from twijs_desk.casework import desk as desks
from twijs_desk.casework.errors import DeskError
from twijs_desk.cli.output import BAD_INPUT, CHECK_FAILED, OK, complain
from twijs_desk.cli.vaults import open_desk, passphrase, passphrase_option


def add_to(groups: Any) -> None:
    acts = groups.add_parser("harness").add_subparsers(dest="act", required=True, metavar="write|check")
    for name, run in (("write", run_write), ("check", run_check)):
        act = acts.add_parser(name)
        act.add_argument("path", type=Path)
        passphrase_option(act)
        act.set_defaults(run=run)


def run_write(options: argparse.Namespace) -> int:
    write(open_desk(options.path, passphrase(options)))
    return OK


def write(desk: desks.Desk, kinds: Collection[str] = ()) -> None:
    """Until it is killed, or until a save is refused."""
    from twijs_desk.casework import proof_saves

    try:
        for save in proof_saves.saves(desk, kinds):
            save.make()
            print_line(f"ACK {save.number} {save.sha256}")
    finally:
        desk.close()


def run_check(options: argparse.Namespace) -> int:
    from twijs_desk.casework import proof_saves

    secret = passphrase(options)
    try:
        desk = open_desk(options.path, secret)
    except DeskError as error:
        print_line("INTEGRITY not opened")
        complain(str(error))
        return BAD_INPUT
    try:
        lines = [f"HAVE {number} {sha256}" for number, sha256 in sorted(set(proof_saves.kept(desk)))]
        wrong = proof_saves.what_is_wrong(desk)
    except DeskError as error:
        print_line("INTEGRITY not readable")
        complain(str(error))
        return CHECK_FAILED
    finally:
        desk.close()
    print("\n".join([*lines, f"INTEGRITY {'; '.join(wrong) or 'ok'}"]), flush=True)
    return CHECK_FAILED if wrong else OK


def print_line(text: str) -> None:
    """In one piece and at once, whatever Python does with its buffers."""
    sys.stdout.flush()
    os.write(1, f"{text}\n".encode())
