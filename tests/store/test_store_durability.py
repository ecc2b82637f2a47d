"""Killed, full, read-only: what was confirmed is there, what was not is gone whole, a fault says why.

The long proof: .venv/bin/python -m pytest tests/store -m slow -p no:randomly
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from crash_writer import saved
from sqlmodel import select
from vault_kit import AT, FAST, PASSPHRASE, a_case, a_full_case

from twijs_desk.store import database
from twijs_desk.store.check import check
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import Case

HERE = Path(__file__).parent
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def make(path):
    return database.create(path, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST)


def reopen(path):
    return database.open(path, PASSPHRASE, kdf=FAST)


# --- killed while saving ---


def kill_while_saving(path, rounds, chance):
    """Every round: save until killed; then every acknowledged save is there, and at most one more."""
    make(path).close()
    acknowledged = {}
    for _ in range(rounds):
        with subprocess.Popen(
            [sys.executable, str(HERE / "crash_writer.py"), str(path)],
            stdout=subprocess.PIPE,
            env=ENVIRONMENT,
        ) as writer:
            lines = [writer.stdout.readline() for _ in range(chance.randrange(1, 12))]
            time.sleep(chance.random() * 0.003)
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.readlines()
        for line in lines:
            word, serial, digest = line.split()
            assert word == b"ACK"
            acknowledged[int(serial)] = digest.decode()
        vault = reopen(path)
        found = saved(vault)
        assert acknowledged.items() <= found.items(), "a confirmed save is lost"
        assert len(found) - len(acknowledged) <= 1
        acknowledged = found
        assert check(vault) == []
        vault.close()
    return len(acknowledged)


@posix
def test_killing_it_while_it_saves_loses_nothing(path):
    assert kill_while_saving(path, 5, random.Random(2)) >= 5


@posix
@pytest.mark.slow
def test_killing_it_two_hundred_times_loses_nothing(path):
    assert kill_while_saving(path, 200, random.Random()) >= 200


@posix
def test_a_confirmation_that_comes_too_early_is_caught(path, monkeypatch):
    """The proof of the proof: a writer that says ACK before COMMIT must fail it."""
    early = path.parent / "early"
    early.mkdir()
    source = (HERE / "crash_writer.py").read_text()
    line = '        say(f"ACK {serial} {hashlib.sha256(title.encode()).hexdigest()}\\n")\n'
    assert source.count(line) == 1
    wrong = source.replace(line, "")
    wrong = wrong.replace(
        '                vault.log(session, at=AT, actor="E. de Wit", action="case.registered")\n',
        '                vault.log(session, at=AT, actor="E. de Wit", action="case.registered")\n    '
        + line
        + "            import time; time.sleep(0.01)\n",
    )
    (early / "crash_writer.py").write_text(wrong)
    monkeypatch.setattr(sys.modules[__name__], "HERE", early)
    monkeypatch.setitem(ENVIRONMENT, "PYTHONPATH", os.pathsep.join([str(HERE), *sys.path]))
    with pytest.raises(AssertionError, match="lost"):
        kill_while_saving(path, 20, random.Random(3))


# --- disk full ---


def fill_until_it_refuses(vault):
    for serial in range(1, 5000):
        with vault.write() as session:
            a_full_case(vault, session, serial).title = "x" * 20_000


def test_a_full_disk_refuses_the_save_and_keeps_everything_else(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mount_small_disk(disk):
        pytest.skip("mounting a small disk needs root; the file size limit below covers the rest")
    try:
        path = disk / "school.twijs"
        vault = make(path)
        with pytest.raises(StoreError) as caught:
            fill_until_it_refuses(vault)
        assert caught.value.fault is Fault.DISK_FULL
        count = len(saved(vault))
        assert count >= 3
        with pytest.raises(StoreError) as caught, vault.write() as session:
            session.add(a_case(9999, title="y" * 400_000))
        assert caught.value.fault is Fault.DISK_FULL
        vault.close()
        vault = reopen(path)  # still full: what is there can be read
        assert len(saved(vault)) == count
        vault.close()
        assert shutil.disk_usage(disk).free < 1_000_000
        # Another vault does not fit either: nothing of it stays behind.
        before = sorted(p.name for p in disk.iterdir())
        with pytest.raises(StoreError) as caught:
            make(disk / "second.twijs")
        assert caught.value.fault is Fault.DISK_FULL
        assert sorted(p.name for p in disk.iterdir()) == before
        (disk / "ballast").unlink()
        vault = reopen(path)
        with vault.write() as session:  # with room again, saving works again
            session.add(a_case(count + 1))
        assert check(vault) == []
        assert len(saved(vault)) == count + 1
        vault.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_without_room_to_begin_is_called_full(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mount_small_disk(disk):
        pytest.skip("mounting a small disk needs root")
    try:
        make(disk / "school.twijs").close()
        with contextlib.suppress(OSError), (disk / "rest").open("wb", buffering=0) as rest:
            while rest.write(b"\0" * 4096):
                pass
        with pytest.raises(StoreError) as caught:
            reopen(disk / "school.twijs")
        assert caught.value.fault is Fault.DISK_FULL
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def mount_small_disk(folder):
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        return False
    (folder / "ballast").write_bytes(b"\0" * 500_000)
    return True


@posix
def test_a_limit_on_file_size_refuses_the_save_and_keeps_everything_else(path):
    make(path).close()
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from test_store_durability import fill_until_it_refuses, reopen, saved\n"
        "from twijs_desk.store.errors import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, resource.RLIM_INFINITY))\n"
        "vault = reopen(Path(sys.argv[1]))\n"
        "try: fill_until_it_refuses(vault)\n"
        "except StoreError as error: print(error.fault.value, len(saved(vault)), flush=True)\n"
        "vault.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    fault, count = done.stdout.split()
    assert fault in (Fault.DISK_FULL.value, Fault.IO_ERROR.value)
    vault = reopen(path)
    assert len(saved(vault)) == int(count) >= 3
    assert check(vault) == []
    vault.close()


# --- read-only ---


@posix
def test_a_folder_that_may_not_be_written_is_said_to_be_so():
    """As an ordinary user, also when the tests run as root: root may write anywhere."""
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "school.twijs"
        make(path).close()
        before = {p.name: p.read_bytes() for p in folder.iterdir()}
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
        program = (
            "import os, sys; from pathlib import Path\n"
            "from twijs_desk.store.errors import StoreError\n"
            "from test_store_durability import make, reopen\n"
            "if os.geteuid() == 0: os.setgroups([]); os.setegid(65534); os.seteuid(65534)\n"
            "for action in (reopen, make):\n"
            "    for name in ('school.twijs', 'new.twijs'):\n"
            "        try: action(Path(sys.argv[1]) / name)\n"
            "        except StoreError as error: print(error.fault.value)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(folder)],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == ["read_only", "no_vault", "exists", "read_only"]
        assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@posix
def test_a_folder_that_may_no_longer_be_written_while_it_is_open(vault):
    with vault.write() as session:
        session.add(a_case(1))
    import resource  # POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(StoreError), vault.write() as session:
            session.add(a_case(2))
        with vault.read() as session:
            assert session.exec(select(Case.serial)).all() == [1]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, former)
    with vault.write() as session:
        session.add(a_case(2))
    assert check(vault) == []


# --- noise ---


def test_the_files_look_like_noise(path):
    """While open and after closing: no known word in database, log, shared memory or key file."""
    words = [b"Groot", b"filmpje", b"klassenapp", b"TikTok", b"schorsing", b"PDF-1.7", b"case_file"]
    words += [b"CREATE TABLE", b"SQLite format", PASSPHRASE.encode(), b"paarse"]
    vault = make(path)
    for serial in range(1, 20):
        with vault.write() as session:
            a_full_case(vault, session, serial)
    open_files = {p.name: p.read_bytes() for p in path.parent.iterdir()}
    assert len(open_files["school.twijs-wal"]) > 100_000
    vault.close()
    closed_files = {p.name: p.read_bytes() for p in path.parent.iterdir()}
    assert sorted(closed_files) == [
        "school.twijs",
        "school.twijs.anchor",
        "school.twijs.keys",
        "school.twijs.keys.bak",
    ]
    for files in (open_files, closed_files):
        for name, content in files.items():
            for word in words:
                assert word.lower() not in content.lower(), (name, word)
    data = closed_files["school.twijs"]
    assert len(data) > 100_000
    counts = [data.count(bytes([value])) for value in range(256)]
    expected = len(data) / 256
    chi_square = sum((count - expected) ** 2 / expected for count in counts)
    assert chi_square < 400  # 255 on average for noise; text or a header would give thousands


def test_another_sqlite_tool_cannot_read_it(path):
    tool = shutil.which("sqlite3")
    if tool is None:
        pytest.skip("no sqlite3 program on this machine")
    make(path).close()
    done = subprocess.run([tool, str(path), ".tables"], capture_output=True, text=True, check=False)
    assert "not a database" in done.stderr + done.stdout
