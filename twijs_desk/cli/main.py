"""`twijs-desk`: the acts of the desk without a window. Exit 0 done, 1 a check failed, 2 bad input, 3 a bug."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

import twijs_desk
from twijs_desk.cli import (
    audits,
    backups,
    calendars,
    cases,
    harness,
    letters,
    moving,
    packs,
    pictures,
    slots,
    vaults,
)
from twijs_desk.cli.output import BAD_INPUT, BROKEN, complain, unexpected

Command = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Says in Dutch what is wrong with a command."""

    def error(self, message: str) -> NoReturn:
        del message  # argparse speaks English; the usage line shows what is expected
        complain(f"Deze opdracht klopt niet. Zo kan het wel:\n{self.format_usage().strip()}")
        sys.exit(BAD_INPUT)


def parser() -> Parser:
    top = Parser(
        prog="twijs-desk",
        description="Zonder opdracht opent het venster. Met --json staat er alleen JSON op de uitvoer.",
        epilog="demo [--headless] [--out MAP]: het voorbeeld · --self-test: werkt alles? · --version",
    )
    top.add_argument("--version", action="version", version=f"TWijs Desk {twijs_desk.__version__}")
    groups = top.add_subparsers(dest="group", metavar="opdracht", required=True, parser_class=Parser)
    packs.add_to(groups)
    acts = vaults.add_to(groups)
    slots.add_to(acts)
    backups.add_to(acts)
    moving.add_to(acts)
    audits.add_to(groups)
    cases.add_to(groups)
    letters.add_to(groups)
    pictures.add_to(groups)
    calendars.add_to(groups)
    harness.add_to(groups)
    return top


def main(arguments: Sequence[str]) -> int:
    """Run one command; every expected trouble is one Dutch sentence on stderr."""
    from twijs_desk.casework.errors import DeskError

    options = parser().parse_args(list(arguments))
    command: Command = options.run
    try:
        return command(options)
    except DeskError as error:
        complain(str(error))
        if error.fault in ("network_place", "synced_place"):
            complain("Verhuizen: twijs-desk vault move PAD --to NIEUW")
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read our output stopped reading; nothing was lost.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD_INPUT
    except MemoryError:
        complain("Er is te weinig geheugen voor deze opdracht. Er is niets gewijzigd.")
        return BAD_INPUT
    except Exception as error:
        complain(unexpected(error))
        return BROKEN
