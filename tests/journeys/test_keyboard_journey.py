"""From first run to a sealed letter with the keyboard alone, on a real window of a real X server."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from journey_facts import ADVICE, OBSERVATION, PASSPHRASE, PUPIL, TEACHER

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
STEPS = (
    "eerste keer",
    "incident vastgelegd",
    "beslisroute",
    "niet bereikt, plicht blijft open",
    "gesprek vastgelegd",
    "brief",
    "brief in de zaak gevonden",
    "vergrendeld en ontgrendeld",
    "logboek",
)


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


@pytest.fixture
def home(tmp_path: Path, display: str) -> dict[str, str]:
    """An environment without traces of whoever runs the test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_"))}
    return kept | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE))),
        "PYTHONIOENCODING": "utf-8",
        "TZ": "Europe/Amsterdam",
    }


def test_whole_way_by_keyboard_alone(tmp_path: Path, home: dict[str, str]) -> None:
    vault = tmp_path / "kluis" / "school.kluis"
    done = subprocess.run(
        [sys.executable, str(HERE / "walk.py"), str(vault), str(tmp_path)],
        env=home,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    told = f"{done.stdout}\n{done.stderr}\npicture, if any: {tmp_path}"
    assert done.returncode == 0, told
    assert "platform: xcb" in done.stdout, told
    reached = [line.removeprefix("step: ") for line in done.stdout.splitlines() if line.startswith("step: ")]
    assert len(reached) == len(STEPS), told
    for line, expected in zip(reached, STEPS, strict=True):
        assert line.startswith(expected), told
    assert "Traceback" not in done.stderr, told

    vault_is_ok(vault, home)
    nothing_is_readable(vault)


def vault_is_ok(vault: Path, home: dict[str, str]) -> None:
    """Another process, the command line, finds pages, log, sealed letter and references in order."""
    checked = subprocess.run(
        [sys.executable, "-m", "twijs_desk", "vault", "check", str(vault), "--passphrase-stdin"],
        env=home,
        input=PASSPHRASE + "\n",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "in orde" in checked.stdout


def nothing_is_readable(vault: Path) -> None:
    """To every other program each file of the vault is noise: no names, no text, no SQLite header."""
    files = [path for path in vault.parent.iterdir() if path.is_file()]
    assert vault in files
    secrets = [*TEACHER.split(), *PUPIL.split(), OBSERVATION[:20], ADVICE[:20], PASSPHRASE, "Verhoeven"]
    for path in files:
        content = path.read_bytes()
        for secret in secrets:
            for encoding in ("utf-8", "utf-16-le"):
                assert secret.encode(encoding) not in content, f"{secret} in {path.name}"
    assert not vault.read_bytes().startswith(b"SQLite format 3")
    # A program that knows SQLite but not the key. In a process of its own: the product never imports sqlite3.
    reader = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('select * from sqlite_master').fetchall()"
    )
    opened = subprocess.run(
        [sys.executable, "-c", reader, str(vault)], capture_output=True, encoding="utf-8", check=False
    )
    assert opened.returncode != 0
    assert "file is not a database" in opened.stderr
