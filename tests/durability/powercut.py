"""Replays a power cut: the program's writes and syncs are recorded once, the disk rebuilt as a cut would leave it.

    python tests/durability/powercut.py CUTS SEED [--run write|rekey|backup|make|lax] [--saves N]

What was not synced is dropped, kept or torn at 512 bytes; a name that was made, changed or removed counts from a sync
of its folder on, before it perhaps. `lax` records a program with synchronous=NORMAL: that one must be caught.
"""

import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import deeds
import kit

SECTOR = 512
_CALLS = (
    "openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,sync_file_range,ftruncate,truncate,"
    "rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat,fallocate,copy_file_range,sendfile,dup,dup2"
)


# --- recording ---


@dataclass(frozen=True)
class Call:
    name: str
    arguments: str
    result: int


_LINE = re.compile(r"^(?:\[pid +)?(\d+)\]? +(.*)$", re.DOTALL)
_CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>", re.DOTALL)
_UNFINISHED = " <unfinished ...>"


def record(path: Path, log: Path, saves: int, run: Callable[[], int | None]) -> list[str]:
    """Run the program under strace until it confirmed so many saves, then let it close as usual."""
    options = ["-y", "-xx", "-s", "9999999", "-e", f"trace={_CALLS}", "-o", str(log)]
    program = kit.forked(run, strace=options)
    program.read_until(saves)
    program.out.close()  # the next confirmation finds nobody listening: the program closes the vault and stops
    if program.wait() not in (0, 2) and "BrokenPipe" not in (said := program.complaint()):
        raise kit.Lost(said)
    return program.lines


def writer(path: Path) -> int:
    from twijs_desk import app

    return app.main(["harness", "write", str(path), "--passphrase-stdin"])


def lax_writer(path: Path) -> int:
    """The program with synchronous=NORMAL, as most advice for WAL has it."""
    from twijs_desk.store import connect

    connect._SETTINGS = tuple(
        (name, "NORMAL", 1) if name == "synchronous" else (name, value, back)
        for name, value, back in connect._SETTINGS
    )
    return writer(path)


def calls(log: Path) -> Iterator[Call]:
    """The calls in the order in which they ended; one that was interrupted by another is put together again."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            if (found := _LINE.match(line.rstrip("\n"))) is None:
                continue
            thread, text = found[1], found[2]
            if text.endswith(_UNFINISHED):
                begun[thread] = text.removesuffix(_UNFINISHED)
                continue
            if (resumed := _RESUMED.match(text)) is not None:
                text = begun.pop(thread, "") + text[resumed.end() :]
            if (call := _CALL.match(text)) is not None:
                yield Call(call[1], call[2], int(call[3]))


_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^(\d+)")
_LAST = re.compile(r", (\d+)$")


def strings(text: str) -> list[bytes]:
    return [bytes.fromhex(found.replace("\\x", "")) for found in _STRING.findall(text)]


# --- the disk ---


@dataclass
class File:
    """What is surely on the disk, and what was written since the last sync."""

    sure: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(offset, data), or (length, None) for a cut to that length."""

    def sync(self) -> None:
        for at, data in self.pending:
            apply(self.sure, at, data)
        self.pending.clear()

    def after_cut(self, chance: random.Random, mood: str) -> bytes:
        content = bytearray(self.sure)
        for at, data in self.pending:
            fate = mood if mood != "mixed" else chance.choice(("kept", "dropped", "torn"))
            if fate == "kept" or (fate == "torn" and data is None and chance.random() < 0.5):
                apply(content, at, data)
            elif fate == "torn" and data is not None:
                for start in range(0, len(data), SECTOR):
                    if chance.random() < 0.5:
                        apply(content, at + start, data[start : start + SECTOR])
        return bytes(content)


def apply(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        if len(content) > at:
            del content[at:]
        else:
            content.extend(bytes(at - len(content)))
        return
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


Names = dict[str, File]


@dataclass
class Disk:
    """The files below one folder. Names: what the program sees, and what a cut surely leaves."""

    root: str
    seen: Names = field(default_factory=dict)
    sure: Names = field(default_factory=dict)
    moves: list[tuple[str, str, File | None]] = field(default_factory=list)
    """(folder, name, file or gone), not yet synced."""
    handles: dict[int, File | str] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)

    def load(self) -> None:
        for each in Path(self.root).rglob("*"):
            if each.is_file() and not each.name.endswith("-shm"):
                self.seen[str(each)] = self.sure[str(each)] = File(bytearray(each.read_bytes()))

    def mine(self, name: str) -> bool:
        return name.startswith(self.root + "/") and not name.endswith("-shm")

    def name(self, path: str, file: File | None) -> None:
        if file is None:
            self.seen.pop(path, None)
        else:
            self.seen[path] = file
        self.moves.append((os.path.dirname(path), path, file))

    def take(self, call: Call) -> None:
        """One call of the program."""
        if call.result < 0:
            return
        texts, handle = strings(call.arguments), _HANDLE.match(call.arguments)
        on = int(handle[1]) if handle else -1
        match call.name:
            case "openat" | "open" | "creat":
                self._open(texts[0].decode(), call)
            case "write" if on == 1:
                self.acknowledged += texts[0].decode().splitlines()
            case "write":
                place = self.places.get(on, 0)
                self._write(on, place, texts[0][: call.result])
                self.places[on] = place + call.result
            case "pwrite64":
                offset = _LAST.search(call.arguments)
                assert offset is not None
                self._write(on, int(offset[1]), texts[0][: call.result])
            case "ftruncate":
                length = _LAST.search(call.arguments)
                assert length is not None
                if isinstance(file := self.handles.get(on), File):
                    file.pending.append((int(length[1]), None))
            case "fsync" | "fdatasync":
                self._sync(self.handles.get(on))
            case "rename" | "renameat" | "renameat2":
                old, new = (each.decode() for each in texts[:2])
                if self.mine(old) and (file := self.seen.get(old)) is not None:
                    self.name(new, file)
                    self.name(old, None)
            case "unlink" | "unlinkat":
                if self.mine(gone := texts[0].decode()) and gone in self.seen:
                    self.name(gone, None)
            case "mkdir" | "mkdirat" | "dup" | "dup2":
                pass
            case other:
                if self.root in str(texts):
                    raise NotImplementedError(other)

    def _open(self, path: str, call: Call) -> None:
        self.handles.pop(call.result, None)
        self.places[call.result] = 0
        if path not in self.seen and "O_CREAT" not in call.arguments:
            self.handles[call.result] = path  # a folder
        if not self.mine(path) or call.result in self.handles:
            return
        file = self.seen.get(path)
        if file is None:
            file = File()
            self.name(path, file)
        elif "O_TRUNC" in call.arguments:
            file.pending.append((0, None))
        self.handles[call.result] = file

    def _write(self, handle: int, at: int, data: bytes) -> None:
        if isinstance(file := self.handles.get(handle), File):
            file.pending.append((at, data))

    def _sync(self, what: File | str | None) -> None:
        if isinstance(what, File):
            what.sync()
        elif isinstance(what, str):
            for _, path, file in [move for move in self.moves if move[0] == what]:
                self._settle(self.sure, path, file)
            self.moves = [move for move in self.moves if move[0] != what]

    @staticmethod
    def _settle(names: Names, path: str, file: File | None) -> None:
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file

    def after_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Every file as it is found when the power is back."""
        mood = chance.choice(("dropped", "kept", "mixed", "mixed", "mixed"))
        names = dict(self.sure)
        count = {"dropped": 0, "kept": len(self.moves)}.get(mood, chance.randint(0, len(self.moves)))
        for _, path, file in self.moves[:count]:  # in their order: file systems keep a journal of names
            self._settle(names, path, file)
        return {path: file.after_cut(chance, mood) for path, file in names.items()}


# --- the proof ---


RUNS: dict[str, Callable[[Path], int | None]] = {
    "write": writer,
    "lax": lax_writer,
    "rekey": deeds.renew_for_ever,
    "backup": lambda path: deeds.back_up_for_ever(path, away(path)),
}


def away(path: Path) -> Path:
    """The stick of the backups; on the same disk here, so that it is cut off together with it."""
    return path.parent.parent / "stick"


def prove(folder: Path, cuts: int, chance: random.Random, saves: int, run: str) -> dict[str, object]:
    root, log = folder / "disk", folder / "calls"
    os.environ["XDG_STATE_HOME"] = str(root / "state")
    path = root / "vaults" / "school.kluis"
    for each in (path.parent, away(path)):
        each.mkdir(parents=True)
    kit.make(path)
    program = kit.command("harness", "write", path, "--passphrase-stdin")
    program.read_until(20)
    program.kill()  # the disk begins with a write-ahead log
    kit.check(path)
    start = kit.command("harness", "write", path, "--passphrase-stdin")
    start.read_until(5)
    start.kill()
    have = read_only_have(folder, root, path)
    disk = Disk(str(root))
    disk.load()
    heard = record(path, log, saves, lambda: RUNS[run](path))
    recorded = list(calls(log))
    mine = [n for n, call in enumerate(recorded) if matters(call, str(root))]
    at = sorted(chance.choices(mine, k=cuts))
    lost = damaged = done = 0
    first = ""
    for number, call in enumerate(recorded):
        disk.take(call)
        while done < len(at) and at[done] == number:
            done += 1
            rebuild(root, disk.after_cut(chance))
            ledger = kit.Ledger(had=set(have))
            ledger.hear([line for line in disk.acknowledged if line.startswith("ACK")])
            found, wrong = kit.look(path)
            try:
                ledger.compare(found)
            except kit.Lost as problem:
                lost, first = lost + 1, first or str(problem)
            else:
                if run == "backup" and not wrong:
                    whole = kit.forked(lambda: deeds.inspect(away(path), set()))
                    wrong = whole.complaint() if whole.finish() else ""
                damaged, first = damaged + bool(wrong), first or wrong
    if len(disk.acknowledged) < len(heard):
        raise kit.Lost("the recording is not complete")
    return {
        "cuts": done,
        "calls": len(mine),
        "confirmed": len(disk.acknowledged),
        "lost": lost,
        "damaged": damaged,
        "first": first,
    }


def prove_making(folder: Path, cuts: int, chance: random.Random) -> dict[str, object]:
    """A cut while a vault is made: afterwards there is a whole one, or none and a new one can be made there."""
    root, log = folder / "disk", folder / "calls"
    os.environ["XDG_STATE_HOME"] = str(root / "state")
    path = root / "vaults" / "school.kluis"
    for each in (path.parent, away(path)):
        each.mkdir(parents=True)
    disk = Disk(str(root))
    options = ["-y", "-xx", "-s", "9999999", "-e", f"trace={_CALLS}", "-o", str(log)]

    def run() -> None:
        sys.stdin.readline()  # strace is there
        kit.make_one(path)

    kit.must_end_well(kit.forked(run, strace=options))
    recorded = list(calls(log))
    mine = [n for n, call in enumerate(recorded) if matters(call, str(root))]
    at = sorted(chance.choices(mine, k=cuts))
    whole = again = 0
    for number, call in enumerate(recorded):
        disk.take(call)
        for _ in range(at.count(number)):
            rebuild(root, disk.after_cut(chance))
            if path.exists():
                whole += 1
            else:
                again += 1
                kit.make(path)
            kit.check(path)
    result = {"cuts": whole + again, "calls": len(mine), "whole": whole, "none": again}
    return result | {"lost": 0, "damaged": 0, "first": ""}


def read_only_have(folder: Path, root: Path, path: Path) -> set[tuple[int, str]]:
    """What is in the vault now, asked of a copy: opening it would fold the write-ahead log in."""
    aside = folder / "aside"
    shutil.copytree(root, aside)
    have = kit.check(path)
    shutil.rmtree(root)
    aside.rename(root)
    return have


_CHANGES = {"write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "unlink", "unlinkat", "openat"}


def matters(call: Call, root: str) -> bool:
    """Calls after which the disk is another: a cut elsewhere leaves the same."""
    if call.name not in _CHANGES or call.result < 0:
        return False
    if call.name == "openat":
        return "O_CREAT" in call.arguments and root in call.arguments + str(strings(call.arguments))
    hexed = "".join(f"\\x{byte:02x}" for byte in root.encode())
    return call.arguments.startswith("1<") or hexed in call.arguments or root in call.arguments


def rebuild(root: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(root)
    for folder in ("vaults", "stick"):
        (root / folder).mkdir(parents=True)
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("cuts", type=int)
    parser.add_argument("seed")
    parser.add_argument("--saves", type=int, default=120)
    parser.add_argument("--run", choices=[*RUNS, "make"], default="write")
    options = parser.parse_args()
    kit.warm_up()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(options.seed)
        here = Path(folder).resolve()
        if options.run == "make":
            result = prove_making(here, options.cuts, chance)
        else:
            result = prove(here, options.cuts, chance, options.saves, options.run)
    print(json.dumps({**result, "seconds": round(time.monotonic() - began, 1)}), flush=True)
    return 1 if result["lost"] or result["damaged"] else 0


if __name__ == "__main__":
    sys.exit(main())
