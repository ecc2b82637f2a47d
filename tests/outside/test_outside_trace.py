"""Nothing of a case leaves the vault, and nobody is called: the system calls of a working day, searched for marks.

Everything that the program writes anywhere is looked at, the files that are gone again too; the vault and its
backups as well, for they must be noise. Only what the user saves or prints outside may hold words of a case.
"""

import codecs
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import marks
import pytest

HERE = Path(__file__).parent
CALLS = (
    "%network,open,openat,creat,rename,renameat2,write,pwrite64,writev,pwritev,pwritev2,sendfile,memfd_create"
)
_LINE = re.compile(rb"^(?:\[pid +)?(?:\d+\]? +)?(\w+)\((.*)$", re.DOTALL)
_TEXT = re.compile(rb'"((?:[^"\\]|\\.)*)"(\.\.\.)?', re.DOTALL)
_TARGET = re.compile(rb"^(?:AT_FDCWD<[^>]*>|(\d+)<([^>]*)>)")
WRITES = {b"write", b"pwrite64", b"writev", b"pwritev", b"pwritev2", b"sendto", b"sendmsg", b"sendmmsg"}
PIXELS_TO_THE_SCREEN = "pixels"


@dataclass
class Seen:
    """What a process did to the world."""

    written: dict[str, bytearray] = field(default_factory=lambda: defaultdict(bytearray))
    opened: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    connected: list[str] = field(default_factory=list)
    cut_short: int = 0


def traced(folder: Path, kind: str, display: str = "") -> Seen:
    """Run the drive under strace; its exit must be 0."""
    log = folder.with_name(folder.name + ".trace")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "PYTEST"))
    }
    home = {
        name: str(folder / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    }
    home |= {"HOME": str(folder), "TMPDIR": str(folder / "tmp"), "XDG_CACHE_HOME": str(folder / "cache")}
    home |= {"XDG_RUNTIME_DIR": str(folder / "run"), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    for name in ("tmp", "run"):
        (folder / name).mkdir(mode=0o700)
    strace = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-y",
        "-s",
        "4000000",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(log),
    ]
    done = subprocess.run(
        [*strace, sys.executable, "-B", str(HERE / "drive.py"), str(folder), kind],
        env=kept | home | {"TZ": "Europe/Amsterdam", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")[-3000:]
    seen = read(log)
    seen.written["standard output and error"] += done.stdout + done.stderr
    log.unlink()
    return seen


def read(log: Path) -> Seen:
    seen = Seen()
    with log.open("rb") as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                continue
            name, rest = found[1], found[2]
            if name in WRITES:
                target = _TARGET.match(rest)
                where = (target[2] or b"?").decode(errors="replace") if target else "?"
                for text in _TEXT.finditer(rest):
                    seen.written[where] += codecs.escape_decode(text[1])[0]  # type: ignore[attr-defined]
                    seen.cut_short += text[2] is not None
            elif name in (b"open", b"openat", b"creat"):
                if name == b"creat" or b"O_WRONLY" in rest or b"O_RDWR" in rest or b"O_CREAT" in rest:
                    path = _TEXT.search(rest)
                    if path and b"= -1" not in rest:
                        seen.opened.add(os.fsdecode(codecs.escape_decode(path[1])[0]))  # type: ignore[attr-defined]
            elif name == b"memfd_create":
                seen.opened.add("memfd")
            elif name == b"socket":
                seen.families.add(rest.split(b",")[0].decode())
            elif name == b"connect":
                seen.connected.append(rest.decode(errors="replace").strip()[:200])
    return seen


def leaks(seen: Seen, folder: Path) -> dict[str, list[str]]:
    """Where a mark stands that may not: in what was written, and in every file that is there now."""
    outside = str(folder / "buiten")
    found = {}
    for where, data in seen.written.items():
        hits = marks.found_in(bytes(data))
        if where.startswith(
            ("socket:", "UNIX")
        ):  # the screen: it shows pictures, and reads no text of a case
            hits = [hit for hit in hits if not hit.startswith(PIXELS_TO_THE_SCREEN)]
        if hits and not where.startswith(outside):
            found[where] = hits
    paths = {path for path in folder.rglob("*") if path.is_file()}
    paths |= {Path(name) for name in seen.opened if Path(name).is_file()}
    for path in paths:
        if not str(path).startswith((outside, "/dev/", "/proc/")) and (
            hits := marks.found_in(path.read_bytes())
        ):
            found[str(path)] = hits
    return found


def calls_someone(seen: Seen) -> list[str]:
    families = sorted(seen.families - {"AF_UNIX", "AF_NETLINK"})
    return families + [each for each in seen.connected if "AF_UNIX" not in each]


@pytest.fixture(autouse=True)
def strace_works(tmp_path: Path) -> None:
    if sys.platform != "linux" or shutil.which("strace") is None:
        pytest.skip("the trace needs strace on Linux (Debian package strace)")
    tried = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-o", str(tmp_path / "try"), "true"],
        capture_output=True,
        check=False,
    )
    if tried.returncode != 0:
        pytest.skip("strace may not trace here")


@pytest.fixture
def display() -> Iterator[str]:
    """A screen of our own, on a number that Xvfb finds free itself."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed (Debian package xvfb)")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def day(folder: Path, kind: str, display: str) -> None:
    folder.mkdir()
    seen = traced(folder, kind, display)
    assert seen.cut_short == 0, "a write was longer than what was looked at"
    assert leaks(seen, folder) == {}
    assert calls_someone(seen) == []
    assert any(where.endswith("school.kluis-wal") for where in seen.written), "the trace saw no saving"
    assert sum(map(len, seen.written.values())) > 1_000_000
    assert list((folder / "buiten").iterdir()), "what the user saves outside is there"


def test_a_short_day_leaves_nothing_outside_the_vault_and_calls_nobody(tmp_path: Path, display: str) -> None:
    day(tmp_path / "dag", "short", display)


@pytest.mark.slow
def test_a_whole_day_leaves_nothing_outside_the_vault_and_calls_nobody(tmp_path: Path, display: str) -> None:
    day(tmp_path / "dag", "", display)


# --- the search can find ---


def test_a_mark_in_a_temporary_file_that_is_gone_again_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "dag"
    folder.mkdir()
    found = leaks(traced(folder, "leak"), folder)
    assert len(found) == 1
    assert "leaktemporary" in repr(found)


def test_a_socket_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "dag"
    folder.mkdir()
    assert "AF_INET" in calls_someone(traced(folder, "call"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_mark_is_found_in_every_spelling(encoding: str) -> None:
    import base64

    for start in range(4):
        data = b"x" * start + f"een {marks.mark('person', 'family_name')} twee".upper().encode(encoding)
        assert marks.found_in(data)
        assert marks.found_in(b"\0\xff" + data)
        if encoding == "utf-8":
            assert marks.found_in(base64.b64encode(data.lower()))
            assert marks.found_in(data.lower().hex().encode())
    assert marks.found_in(marks.picture())
    assert marks.found_in(marks.PIXELS)
    assert marks.found_in(os.urandom(100_000)) == []


def test_every_column_with_text_is_marked() -> None:
    marked = {f"{table}.{column}" for table, column in marks.columns()}
    assert len(marked) > 80
    assert {"incident.observation", "person.family_name", "inspector_call.advice", "letter.title"} <= marked
