"""Makes one write, sync or cut of the program fail, as a dying disk or a full one does.

    python tests/durability/inject.py RUNS SEED

The program must say so in Dutch or have survived it; nothing it confirmed is gone and the vault opens and checks clean.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import kit

CALLS = {"pwrite64": (10, 100, 900), "fsync": (3, 12, 30), "write": (3, 20), "ftruncate": (1, 2)}
"""How often each is called: at starting, in the first saves, until the end (measured)."""

ERRORS = ("EIO", "ENOSPC")
_SENTENCES = ("De schijf gaf een fout", "De schijf is vol", "TWijs Desk kan de kluis hier niet lezen")
_SAVES = 25
"""Confirmed after the fault, then it is over: the fault fell in something that may fail."""


def one(path: Path, chance: random.Random) -> tuple[str, list[str]]:
    """Run the writer with one call that fails; how it ended, and what it confirmed."""
    [call] = chance.choices(list(CALLS), (5, 3, 1, 1))
    error = "EIO" if call == "ftruncate" else chance.choice(ERRORS)
    number = chance.randint(1, chance.choice(CALLS[call]))
    persistent = "+" if chance.random() < 0.3 else ""  # from then on every one: the disk stays full
    log = path.parent.parent / "calls"
    options = ["-o", str(log), "-e", f"trace={call}"]
    for suffix in ("", "-wal", ".keys", ".anchor"):
        options += ["-P", f"{path}{suffix}"]
    options += ["-e", f"inject={call}:error={error}:when={number}{persistent}"]
    program = kit.command("harness", "write", path, "--passphrase-stdin", strace=options)
    stopped = False
    until = time.monotonic() + kit.LIMIT
    while len(program.lines) < _SAVES and not stopped:
        stopped = not program.read(0.5)
        if time.monotonic() > until:
            raise kit.Lost(f"{call} {error} {number}{persistent}: hangs")
    program.out.close()  # not stopped yet: it closes the vault, and that may fail too
    code, said = program.wait(), program.complaint()
    if code != 2 or "Traceback" in said or not said.startswith(_SENTENCES if stopped else ("",)):
        raise kit.Lost(f"{call} {error} {number}{persistent}: exit {code}: {said}")
    hit = "INJECTED" in log.read_text(errors="replace")
    return (f"{error} said" if stopped else "survived" if hit else "not reached"), program.lines


def prove(folder: Path, runs: int, chance: random.Random) -> Counter[str]:
    ended: Counter[str] = Counter()
    made = folder / "made"
    made.mkdir(mode=0o700)
    kit.make(made / "school.kluis")
    begin = kit.command("harness", "write", made / "school.kluis", "--passphrase-stdin")
    begin.read_until(60)
    begin.kill()
    while runs > ended.total() - ended["confirmed"] - ended["not reached"]:  # so many that were reached
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        shutil.rmtree(folder / "state", ignore_errors=True)
        here = folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(made, here)
        ledger = kit.Ledger()
        ledger.hear(begin.lines)
        how, lines = one(here / "school.kluis", chance)
        ended[how] += 1
        ledger.hear(lines)
        ledger.compare(kit.check(here / "school.kluis"), extra=2)  # one of the kill, one of the refused save
        ended["confirmed"] += len(lines)
    return ended


def main(arguments: list[str]) -> int:
    runs, seed = arguments
    kit.warm_up()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            ended: dict[str, object] = dict(prove(Path(folder).resolve(), int(runs), random.Random(seed)))
        except kit.Lost as lost:
            print(json.dumps({"lost": str(lost)}), flush=True)
            return 1
    print(json.dumps({"runs": int(runs), **ended, "seconds": round(time.monotonic() - began, 1)}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
