"""Fills the disk under the program at a random moment, to the last block or nearly.

    python tests/durability/full.py RUNS SEED          (Linux, root: each run has a small disk of its own)

The program must say that the disk is full; nothing it confirmed is gone, and with room again it checks clean and saves.
"""

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import kit

_SIZE = 64 * 1024 * 1024
_SAID = "De schijf is vol"


def mount(folder: Path, size: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def one(disk: Path, chance: random.Random) -> tuple[str, kit.Ledger]:
    path, ledger = disk / "school.kluis", kit.Ledger()
    ledger.had = kit.check(path)
    program = kit.command("harness", "write", path, "--passphrase-stdin")
    program.read_until(chance.randint(1, 20))
    spare = chance.choice((0, chance.randint(0, 65_536), chance.randint(0, 2_000_000)))
    with contextlib.suppress(OSError):  # when the program takes the last block before us: as full as can be
        (disk / "ballast").write_bytes(bytes(max(0, shutil.disk_usage(disk).free - spare)))
    if program.finish() != 2 or not (said := program.complaint()).startswith(_SAID) or "Traceback" in said:
        raise kit.Lost(f"exit {program.code}: {program.complaint()}")
    ledger.hear(program.lines)
    have, wrong = kit.look(path)  # on the full disk: what is there can still be read
    if wrong and (("disk_full" not in wrong and _SAID not in wrong) or "Traceback" in wrong):
        raise kit.Lost(wrong)
    told = "readable while full" if have else "not opened while full"
    if have:
        ledger.compare(have)
    (disk / "ballast").unlink()
    ledger.compare(kit.check(path))
    again = kit.command("harness", "write", path, "--passphrase-stdin")
    again.read_until(3)
    ledger.hear(again.kill())
    ledger.compare(kit.check(path))
    return told, ledger


def prove(folder: Path, runs: int, chance: random.Random) -> Counter[str]:
    ended: Counter[str] = Counter()
    made, disk = folder / "made", folder / "disk"
    made.mkdir(mode=0o700)
    disk.mkdir()
    kit.make(made / "school.kluis")
    for _ in range(runs):
        shutil.rmtree(folder / "state", ignore_errors=True)
        # The second anchor on the same disk, as on most computers, or on another one.
        os.environ["XDG_STATE_HOME"] = str(chance.choice((folder, disk)) / "state")
        if not mount(disk, _SIZE):
            raise PermissionError("mounting is not allowed here")
        try:
            shutil.copytree(made, disk, dirs_exist_ok=True)
            told, ledger = one(disk, chance)
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)
        ended.update({told: 1, "confirmed": len(ledger.acknowledged)})
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
