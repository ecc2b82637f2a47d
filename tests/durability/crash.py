"""Kills the real program at random moments and looks whether anything that was confirmed is gone.

    python tests/durability/crash.py ROUNDS SEED [SCENARIO…]

Half of the kills come at a random moment, half 0 to 3 ms after a confirmation. The vault is kept from round to round.
Prints one line of JSON; the exit code is 1 when something was lost.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import deeds
import kit
import window

ROUNDS_PER_VAULT = 60
"""Then a new one: checking grows with what is in it."""


def strike(program: kit.Program, chance: random.Random, span: float) -> list[str]:
    """Kill it at a random moment within `span` seconds, or right after one of its confirmations."""
    if chance.random() < 0.5:
        until = time.monotonic() + chance.uniform(0, span)
        while (left := until - time.monotonic()) > 0:
            if not program.read(left):
                break
    else:
        program.read_until(chance.randrange(1, 30))
        time.sleep(chance.uniform(0, 0.003))
    return program.kill()


def write_and_kill(folder: Path, rounds: int, chance: random.Random, *, true: bool = False) -> kit.Ledger:
    """The command line; every round it starts again where the last one was killed."""
    path, ledger = folder / "school.kluis", kit.Ledger()
    if true:
        kit.must_end_well(kit.true_program("vault", "create", path, "--passphrase-stdin"))
    else:
        kit.make(path)
    start = kit.true_program if true else kit.command
    for _ in range(rounds):
        program = start("harness", "write", path, "--passphrase-stdin")
        ledger.hear(strike(program, chance, 4.0 if true else 1.0))
        if program.complaint():
            raise kit.Lost(program.complaint())
        ledger.compare(kit.check(path, true=true))
    return ledger


def import_and_kill(folder: Path, rounds: int, chance: random.Random) -> kit.Ledger:
    """Only files that come in, up to a few MB: most kills fall inside a large transaction."""
    path, ledger = folder / "school.kluis", kit.Ledger()
    kit.make(path)

    def run() -> None:
        from twijs_desk.casework import desk as desks
        from twijs_desk.cli.harness import write

        write(desks.open(path, kit.PASSPHRASE), kinds=("import",))

    for round_ in range(rounds):
        if round_ == 0:  # a case to put them in
            program = kit.command("harness", "write", path, "--passphrase-stdin")
            program.read_until(40)
            ledger.hear(program.kill())
        ledger.hear(strike(kit.forked(run), chance, 1.0))
        ledger.compare(kit.check(path))
    return ledger


def window_and_kill(folder: Path, rounds: int, chance: random.Random) -> kit.Ledger:
    """The window itself, with someone who types; it is killed like a laptop that falls."""
    path, ledger = folder / "school.kluis", kit.Ledger()
    kit.make(path)
    for _ in range(rounds):
        first = max((number for number, _ in ledger.had), default=0) + 1
        program = kit.forked(lambda first=first: window.use(path, first))  # type: ignore[misc]
        if chance.random() < 0.3:
            time.sleep(chance.uniform(0, 2.0))  # while it starts and unlocks
        else:
            program.read_until(2 * chance.randint(1, 3))
            time.sleep(chance.choice((chance.uniform(0, 0.003), chance.uniform(0, 0.9))))
        lines = program.kill()
        told = [line for line in program.complaint().splitlines() if "propagateSizeHints" not in line]
        if told:
            raise kit.Lost("\n".join(told))
        ledger.slowest = max(
            [ledger.slowest, *(int(line.split()[1]) for line in lines if line.startswith("TOOK"))]
        )
        ledger.hear([line for line in lines if line.startswith("ACK")])
        ledger.compare(kit.check(path))
    return ledger


def early_and_kill(folder: Path, rounds: int, chance: random.Random) -> kit.Ledger:
    """The proof of the proof: a program that confirms before COMMIT. This one must be caught."""
    path, ledger = folder / "school.kluis", kit.Ledger()
    kit.make(path)

    def run() -> int:
        from twijs_desk import app

        confirm_early()
        return app.main(["harness", "write", str(path), "--passphrase-stdin"])

    for _ in range(rounds):
        ledger.hear(strike(kit.forked(run), chance, 1.0))
        ledger.compare(kit.check(path))
    return ledger


def confirm_early() -> None:
    """Make this process say ACK when the transaction is about to be committed."""
    from twijs_desk.casework import proof_saves
    from twijs_desk.cli import harness
    from twijs_desk.store import database

    saves, write, say = proof_saves.saves, database.Vault.write, harness.print_line
    pending: list[proof_saves.Save] = []

    def told_saves(*arguments: Any) -> Iterator[proof_saves.Save]:
        for save in saves(*arguments):
            pending.append(save)
            yield save

    @contextmanager
    def early_write(vault: database.Vault) -> Iterator[Any]:
        with write(vault) as session:
            yield session
            session.flush()
            while pending:
                say(f"ACK {pending[0].number} {pending.pop().sha256}")

    vars(proof_saves)["saves"] = told_saves
    vars(harness)["print_line"] = lambda _text: None
    database.Vault.write = early_write  # type: ignore[method-assign]


Scenario = Callable[[Path, int, random.Random], kit.Ledger]
SCENARIOS: dict[str, Scenario] = {
    "write": write_and_kill,
    "true": lambda folder, rounds, chance: write_and_kill(folder, rounds, chance, true=True),
    "import": import_and_kill,
    "window": window_and_kill,
    "migrate": deeds.migrate_and_kill,
    "backup": deeds.back_up_and_kill,
    "restore": deeds.restore_and_kill,
    "rekey": deeds.rekey_and_kill,
    "move": deeds.move_and_kill,
}
CONTROLS: dict[str, Scenario] = {"early": early_and_kill}


def run(name: str, rounds: int, chance: random.Random) -> dict[str, float]:
    """A scenario with fresh vaults; what it came to."""
    began, left = time.monotonic(), rounds
    kills = confirmed = unconfirmed = slowest = 0
    while left:
        now = min(left, ROUNDS_PER_VAULT)
        with tempfile.TemporaryDirectory() as folder:
            # Where the second anchor and the settings go: not into the real home.
            os.environ |= dict.fromkeys(("XDG_STATE_HOME", "XDG_CONFIG_HOME"), f"{folder}/state")
            (vaults := Path(folder) / "vaults").mkdir(mode=0o700)
            ledger = (SCENARIOS | CONTROLS)[name](vaults, now, chance)
        left, kills, slowest = left - now, kills + now, max(slowest, ledger.slowest)
        confirmed, unconfirmed = confirmed + len(ledger.acknowledged), unconfirmed + ledger.unconfirmed
    seconds = round(time.monotonic() - began, 1)
    result: dict[str, float] = {"kills": kills, "confirmed": confirmed, "unconfirmed": unconfirmed}
    return result | ({"slowest_save_ms": slowest} if slowest else {}) | {"seconds": seconds}


def main(arguments: list[str]) -> int:
    rounds, seed, *names = arguments
    kit.warm_up()
    for name in names or SCENARIOS:
        try:
            result: dict[str, object] = dict(run(name, int(rounds), random.Random(f"{seed} {name}")))
        except kit.Lost as lost:
            print(json.dumps({"scenario": name, "lost": str(lost)}), flush=True)
            return 1
        print(json.dumps({"scenario": name, **result}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
