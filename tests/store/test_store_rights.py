"""The files of a vault are for one user; another one, or one who lost the rights, hears so and harms nothing."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from vault_kit import AT, FAST, PASSPHRASE, a_case

from twijs_desk.store import database, files
from twijs_desk.store.errors import Fault, StoreError

HERE = Path(__file__).parent
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[1]), *sys.path])}
posix = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="becoming someone else needs root")
SOMEONE, SOMEONE_ELSE = 65534, 65533


def make(path):
    return database.create(
        path, PASSPHRASE, at=AT, product_version="0", kdf=FAST, anchors=path.parent / "ankers"
    )


def as_user(user, program, *arguments):
    """Python as another user, in a process of its own; what it printed."""
    # Everything is imported, by using it once, before the user changes: Python itself may not be readable for them.
    start = (
        "import os, sys, tempfile; from pathlib import Path\n"
        "from vault_kit import *\n"
        "from twijs_desk.store import database\n"
        "from twijs_desk.store.check import check\n"
        "from twijs_desk.store.errors import StoreError\n"
        "from twijs_desk.store.models import Case\n"
        "from sqlmodel import select\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    vault = database.create(Path(folder) / 'x', PASSPHRASE, at=AT, product_version='0', kdf=FAST)\n"
        "    with vault.write() as session: a_full_case(vault, session)\n"
        "    check(vault); vault.close()\n"
        f"os.setgroups([]); os.setgid({user}); os.setuid({user})\n"
        "path = Path(sys.argv[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start + program, *map(str, arguments)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout.split()


OPEN = "try: database.open(path, PASSPHRASE, kdf=FAST).close(); print('opened')\n"
OPEN += "except StoreError as error: print(error.fault.value)\n"


@pytest.fixture
def shared():
    """A folder that everyone may write, outside the folders of pytest, which are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def modes(folder):
    return {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.rglob("*")}


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_every_file_is_for_this_user_alone_whatever_the_umask(tmp_path, umask):
    former = os.umask(umask)
    try:
        files.make_folder(tmp_path / "nieuw" / "dieper")
        path = tmp_path / "nieuw" / "dieper" / "school.kluis"
        vault = make(path)
        with vault.write() as session:
            session.add(a_case(1))
            vault.log(session, at=AT, actor="x", action="case.registered")
        found = modes(tmp_path / "nieuw")
        vault.close()
    finally:
        os.umask(former)
    assert stat.S_IMODE((tmp_path / "nieuw").stat().st_mode) == 0o700
    assert {"school.kluis", "school.kluis-wal", "school.kluis-shm"} <= found.keys()
    assert {"school.kluis.keys", "school.kluis.keys.bak", "school.kluis.lock"} <= found.keys()
    assert {name: mode for name, mode in found.items() if mode & 0o077} == {}


@posix
def test_files_that_others_could_read_are_closed_at_opening(tmp_path):
    path = tmp_path / "school.kluis"
    make(path).close()
    mine = [each for each in tmp_path.iterdir() if each.is_file()]
    for each in mine:
        each.chmod(0o666)
    database.open(path, PASSPHRASE, kdf=FAST).close()
    assert len(mine) >= 3
    assert {stat.S_IMODE(each.stat().st_mode) for each in mine} == {0o600}


@root
def test_another_user_is_refused_and_told_that_it_is_not_theirs(shared):
    as_user(
        SOMEONE,
        "database.create(path, PASSPHRASE, at=AT, product_version='0', kdf=FAST).close()",
        shared / "x",
    )
    before = {each.name: each.read_bytes() for each in shared.iterdir()}
    assert as_user(SOMEONE_ELSE, OPEN, shared / "x") == ["other_user"]
    assert {each.name: each.read_bytes() for each in shared.iterdir()} == before
    assert as_user(SOMEONE, OPEN, shared / "x") == ["opened"]


@root
def test_a_folder_that_is_closed_to_the_user_is_no_crash(shared):
    inside = shared / "dicht"
    inside.mkdir(mode=0o700)
    make(inside / "x").close()
    assert as_user(SOMEONE, OPEN, inside / "x") == ["other_user"]


@root
def test_a_lock_file_that_another_user_left_behind_is_no_trap(shared):
    """The vault was given to someone else; only the lock of the former owner's crash is still there."""
    path = shared / "x"
    make(path).close()
    for each in files.family(path):
        if each.exists():
            os.chown(each, SOMEONE, SOMEONE)
    lock = files.lock_path(path)
    lock.touch(mode=0o600)
    assert as_user(SOMEONE, OPEN, path) == [
        "other_user"
    ]  # with a sentence that says what to do with the file
    lock.unlink()
    assert as_user(SOMEONE, OPEN, path) == ["opened"]


def test_a_second_program_hears_which_one_has_it(tmp_path):
    vault = make(tmp_path / "x")
    with pytest.raises(StoreError) as caught:
        database.open(tmp_path / "x", PASSPHRASE, kdf=FAST)
    assert caught.value.fault is Fault.IN_USE
    assert caught.value.detail == f"pid {os.getpid()} on {socket.gethostname()}"
    vault.close()


@root
def test_rights_that_are_lost_while_it_is_open_are_told_and_lose_nothing(shared):
    program = (
        "vault = database.create(path, PASSPHRASE, at=AT, product_version='0', kdf=FAST)\n"
        "with vault.write() as session: session.add(a_case(1))\n"
        "for each in path.parent.iterdir(): each.chmod(0)\n"
        "path.parent.chmod(0o500)\n"
        "for serial in (2, 3):\n"
        "    try:\n"
        "        with vault.write() as session: session.add(a_case(serial))\n"
        "        print('saved')\n"
        "    except StoreError as error: print(error.fault.value)\n"
        "try:\n"
        "    with vault.outside_transaction(): pass\n"
        "except StoreError as error: print(error.fault.value)\n"
        "vault.close()\n"
        "path.parent.chmod(0o700)\n"
        "for each in path.parent.iterdir(): each.chmod(0o600)\n"
        "vault = database.open(path, PASSPHRASE, kdf=FAST)\n"
        "with vault.read() as session: print(len(session.exec(select(Case)).all()))\n"
        "print(len(check(vault))); vault.close()\n"
    )
    mine = shared / "mijn"
    mine.mkdir()
    os.chown(mine, SOMEONE, SOMEONE)
    *told, refused, count, wrong = as_user(SOMEONE, program, mine / "x")
    assert set(told) <= {"saved", "read_only", "not_readable", "io_error"}
    assert refused in ("not_readable", "read_only")
    assert int(count) == 1 + told.count("saved")
    assert wrong == "0"


@root
def test_a_read_only_medium_is_said_to_be_so_and_stays_as_it_is(tmp_path):
    disk, view = tmp_path / "schijf", tmp_path / "alleen-lezen"
    disk.mkdir()
    view.mkdir()
    make(disk / "x").close()
    before = {each.name: each.read_bytes() for each in disk.iterdir() if each.is_file()}
    mounts = (["mount", "--bind", str(disk), str(view)], ["mount", "-o", "remount,ro,bind", str(view)])
    if any(subprocess.run(each, check=False, capture_output=True).returncode for each in mounts):
        pytest.skip("mounting is not allowed here")
    try:
        for action in (lambda: database.open(view / "x", PASSPHRASE, kdf=FAST), lambda: make(view / "y")):
            with pytest.raises(StoreError) as caught:
                action()
            assert caught.value.fault is Fault.READ_ONLY
    finally:
        subprocess.run(["umount", str(view)], check=True)
    assert {each.name: each.read_bytes() for each in disk.iterdir() if each.is_file()} == before


def test_what_windows_is_asked():
    file = files.private_command(Path("C:/Kluis/x.kluis"), "SCHOOL\\e.dewit", folder=False)
    assert file[0] == "icacls"
    assert file[2:] == ["/inheritance:r", "/grant:r", "SCHOOL\\e.dewit:F", "/q"]
    folder = files.private_command(Path("C:/Kluis"), "SCHOOL\\e.dewit", folder=True)
    assert "SCHOOL\\e.dewit:(OI)(CI)F" in folder
