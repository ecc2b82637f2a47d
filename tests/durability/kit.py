"""What the proofs of durability share: the real program in a process of its own, and what a vault must still hold.

The program is forked from a process that has everything imported: starting it costs milliseconds, so that a thousand
kills take minutes. What runs in the fork is the command line itself, from its arguments on. `true_program` starts
Python anew.
"""

import io
import os
import random
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "paarse fiets op het schoolplein"
LIMIT = 60
"""Seconds after which a program hangs."""


class Lost(AssertionError):
    """What must never happen."""


@dataclass
class Program:
    pid: int
    out: IO[bytes]
    err: IO[bytes]
    lines: list[str] = field(default_factory=list)
    code: int | None = None
    _left: bytes = b""

    def read(self, seconds: float = 0) -> bool:
        """Take what the program printed so far; False when it printed its last."""
        ready, _, _ = select.select([self.out], [], [], seconds)
        if not ready:
            return True
        data = os.read(self.out.fileno(), 1 << 20)
        whole, _, self._left = (self._left + data).rpartition(b"\n")
        self.lines += whole.decode().splitlines()
        return bool(data)

    def read_until(self, count: int) -> None:
        """Wait for so many lines. Raises when the program stops before."""
        until = time.monotonic() + LIMIT
        while len(self.lines) < count:
            if not self.read(0.5):
                raise Lost(f"stopped by itself: {self.finish()} {self.complaint()}")
            if time.monotonic() > until:
                self.kill()
                raise Lost(f"hangs after {len(self.lines)} lines")

    def kill(self) -> list[str]:
        """SIGKILL to the whole group; what was printed before it."""
        os.killpg(self.pid, signal.SIGKILL)
        self.finish()
        return self.lines

    def finish(self) -> int:
        """Read to the end and wait; the exit code, negative for a signal."""
        until = time.monotonic() + LIMIT
        while self.read(0.5):
            if time.monotonic() > until:
                os.killpg(self.pid, signal.SIGKILL)
                raise Lost("hangs")
        return self.wait()

    def wait(self) -> int:
        if self.code is None:
            _, status = os.waitpid(self.pid, 0)
            self.code = os.waitstatus_to_exitcode(status)
            if (watcher := WATCHERS.pop(self.pid, None)) is not None:
                watcher.communicate()
        return self.code

    def complaint(self) -> str:
        return self.err.read().decode(errors="replace")[-2000:]


def forked(run: Callable[[], int | None], *, secret: str = PASSPHRASE, strace: Sequence[str] = ()) -> Program:
    """Run a function of the program in a new process group, with the passphrase on its standard input.

    `strace` are options under which its calls are watched from where it reads the passphrase.
    """
    (out, out_end), (err, err_end), (in_end, entry) = os.pipe(), os.pipe(), os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        for end in (out_end, err_end, in_end):
            os.close(end)
        if strace:
            attach(pid, strace)
        os.write(entry, secret.encode() + b"\n")
        os.close(entry)
        return Program(pid, os.fdopen(out, "rb"), os.fdopen(err, "rb"))
    code = 3
    try:
        os.setsid()
        for end, number in ((in_end, 0), (out_end, 1), (err_end, 2)):
            os.dup2(end, number)
        os.closerange(3, 256)
        sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb"), encoding="utf-8")
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")
        random.seed()
        code = run() or 0
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    finally:
        os._exit(code)


def attach(pid: int, options: Sequence[str]) -> None:
    """Have strace watch a process; it ends when the process does."""
    watcher = subprocess.Popen(
        ["strace", "-f", *options, "-p", str(pid)], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    assert watcher.stderr is not None
    if b"attached" not in (said := watcher.stderr.readline()):
        raise RuntimeError(said.decode())
    WATCHERS[pid] = watcher


WATCHERS: dict[int, "subprocess.Popen[bytes]"] = {}


def command(*arguments: object, secret: str = PASSPHRASE, strace: Sequence[str] = ()) -> Program:
    """The command line of the program, without starting Python again."""
    from twijs_desk import app

    return forked(lambda: app.main([str(each) for each in arguments]), secret=secret, strace=strace)


def true_program(*arguments: object, secret: str = PASSPHRASE) -> Program:
    """`python -m twijs_desk …` as a user starts it."""
    started = subprocess.Popen(
        [sys.executable, "-m", "twijs_desk", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    assert started.stdin is not None
    assert started.stdout is not None
    assert started.stderr is not None
    started.stdin.write(secret.encode() + b"\n")
    started.stdin.close()
    started.returncode = 0  # waited for by `finish`
    return Program(started.pid, started.stdout, started.stderr)


def warm_up() -> None:
    """Import what the program imports, so that a fork has it. Opens no vault: a fork may not inherit one."""
    from twijs_desk import app  # noqa: F401
    from twijs_desk.casework import desk, proof_saves  # noqa: F401
    from twijs_desk.cli import main
    from twijs_desk.letters import render  # noqa: F401

    main.parser()
    desk._rules()


def make_one(path: Path) -> None:
    """An empty vault whose key derivation is the cheapest that the program accepts."""
    from twijs_desk.casework import desk as desks
    from twijs_desk.casework.rows import ProfileEntry, SchoolEntry
    from twijs_desk.store.keys import Kdf

    light = Kdf(memory_kib=64 * 1024, time_cost=1, lanes=1, small_memory_kib=64 * 1024)
    school, profile = SchoolEntry("Basisschool De Zeven Sloten", "DZS"), ProfileEntry("E. de Wit")
    desks.create(path, PASSPHRASE, school=school, profile=profile, kdf=light).close()


def make(path: Path) -> None:
    must_end_well(forked(lambda: make_one(path)))


def must_end_well(program: Program) -> list[str]:
    if program.finish() != 0:
        raise Lost(f"exit {program.code}: {program.complaint()} {program.lines[-1:]}")
    return program.lines


# --- what must be in a vault ---

Saves = dict[int, str]
_LEFTOVER = re.compile(r"\.tmp|\.unfinished")


@dataclass
class Ledger:
    """What the program said was saved, held against what is in the vault, from round to round."""

    acknowledged: Saves = field(default_factory=dict)
    had: set[tuple[int, str]] = field(default_factory=set)
    unconfirmed: int = 0
    slowest: int = 0
    """Milliseconds from the last key to *bewaard*, where someone types."""

    def hear(self, lines: Sequence[str]) -> Saves:
        heard: Saves = {}
        for line in lines:
            word, number, sha256 = line.split()
            if word != "ACK":
                raise Lost(line)
            if int(number) in self.acknowledged:
                raise Lost(f"number {number} was given out twice")
            heard[int(number)] = sha256
        self.acknowledged |= heard
        return heard

    def compare(self, have: set[tuple[int, str]], *, extra: int = 1) -> None:
        """Everything confirmed is there, and at most one save more than was confirmed."""
        missing = sorted(set(self.acknowledged.items()) - have)
        if missing:
            raise Lost(f"{len(missing)} confirmed saves are lost, the first is {missing[0][0]}")
        if self.had - have:
            raise Lost(f"gone since the round before: {sorted(self.had - have)[:3]}")
        new = have - self.had - set(self.acknowledged.items())
        if len(new) > extra:
            raise Lost(f"{len(new)} unconfirmed saves in one round")
        self.unconfirmed += len(new)
        self.had = have


def look(path: Path, *, true: bool = False, secret: str = PASSPHRASE) -> tuple[set[tuple[int, str]], str]:
    """Open it as usual and have it checked: what is in it, and what is wrong with it."""
    start = true_program if true else command
    program = start("harness", "check", path, "--passphrase-stdin", secret=secret)
    code = program.finish()
    have, wrong = set(), ""
    for line in program.lines[:-1]:
        word, number, sha256 = line.split()
        if word != "HAVE":
            raise Lost(line)
        have.add((int(number), sha256))
    if code != 0 or program.lines[-1:] != ["INTEGRITY ok"]:
        wrong = f"exit {code}: {program.lines[-1:]} {program.complaint()}"
    left = [each.name for each in path.parent.iterdir() if _LEFTOVER.search(each.name)]
    return have, wrong or (f"left behind: {left}" if left else "")


def check(path: Path, *, true: bool = False, secret: str = PASSPHRASE) -> set[tuple[int, str]]:
    """What is in it. Raises when anything at all is wrong with it."""
    have, wrong = look(path, true=true, secret=secret)
    if wrong:
        raise Lost(wrong)
    return have
