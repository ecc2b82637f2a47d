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

CALLS = ("pwrite64", "pwrite64", "pwrite64", "fsync", "fdatasync", "ftruncate", "write")
ERRORS = ("EIO", "ENOSPC")
_SENTENCES = ("De schijf gaf een fout", "De schijf is vol", "TWijs Desk kan de kluis hier niet lezen")
_SAVES = 40
"""Confirmed after the fault, then it is over: the fault fell in something that may fail."""


def one(path: Path, chance: random.Random) -> tuple[str, list[str]]:
    """Run the writer with one call that fails; how it ended, and what it confirmed."""
    call, error = chance.choice(CALLS), chance.choice(ERRORS)
    if call == "ftruncate" and error == "ENOSPC":
        error = "EIO"
    # The first writes are those of starting; later ones fall into saving and into folding the log back.
    number = chance.choice((chance.randint(1, 12), chance.randint(1, 60), chance.randint(1, 400)))
    persistent = "+" if chance.random() < 0.3 else ""  # from then on every one: the disk stays full
    log = path.parent.parent / "calls"
    before = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", str(log), "-e", f"trace={call}"]
    before += ["-P", str(path), "-P", f"{path}-wal", "-P", f"{path}.keys", "-P", f"{path}.anchor"]
    before += ["-e", f"inject={call}:error={error}:when={number}{persistent}"]
    program = kit.true_program("harness", "write", path, "--passphrase-stdin", before=before)
    stopped = False
    until = time.monotonic() + 12
    while len(program.lines) < _SAVES and time.monotonic() < until and not stopped:
        stopped = not program.read(0.5)
    if not stopped:
        os.killpg(program.pid, 9)
    code = program.finish()
    said = program.complaint()
    if stopped and (code != 2 or not said.startswith(_SENTENCES) or "Traceback" in said):
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
