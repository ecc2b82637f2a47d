"""A disk that is nearly full and a clock that was set back are told; what is saved stays whole and in order."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import FAST, MONDAY, PASSPHRASE, Clock, make_desk, register, reopen

from twijs_desk.casework import backups, cases, logbook, places, surroundings
from twijs_desk.casework import desk as desks
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError
from twijs_desk.casework.faults import as_desk_error
from twijs_desk.store.errors import Fault, StoreError


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 600 MB; nothing of it is used until it is written."""
    folder = tmp_path / "schijf"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a disk needs root")
    command = ["mount", "-t", "tmpfs", "-o", "size=600m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_with_less_than_500_mb_left_is_told(disk: Path) -> None:
    desk = make_desk(disk)
    assert surroundings.room_left(desk) is None
    subprocess.run(["mount", "-o", "remount,size=450m", str(disk)], check=True)
    told = surroundings.room_left(desk)
    assert told is not None
    assert "bijna vol" in told
    assert f"{shutil.disk_usage(disk).free // 1024 // 1024} MB" in told
    register(desk)
    desk.close()


def test_a_clock_that_was_set_back_is_told_and_the_order_stays(desk: Desk, clock: Clock) -> None:
    first = register(desk, title="Eerst")
    assert surroundings.clock_set_back(desk) is None
    clock.forward(minutes=-4)  # the time server corrects a little
    assert surroundings.clock_set_back(desk) is None
    clock.forward(days=-400)
    told = surroundings.clock_set_back(desk)
    assert told is not None
    assert "23 november 2026" in told
    back = reopen(desk)
    changes = {"occurred_at": None, "school_aware_at": None, "board_aware_at": None}
    second = register(back, title="Daarna", **changes)
    assert second.number != first.number
    log = logbook.view(back)
    assert log.chain_ok
    assert [row.seq for row in log.rows] == sorted((row.seq for row in log.rows), reverse=True)
    assert log.rows[0].at < MONDAY
    clock.to(2026, 11, 24)
    assert surroundings.clock_set_back(back) is None
    assert {row.title for row in cases.listing(back)} == {"Eerst", "Daarna"}
    back.close()


def test_a_read_only_medium_has_its_own_sentence(tmp_path: Path) -> None:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting needs root")
    made, view = tmp_path / "gemaakt", tmp_path / "alleen-lezen"
    made.mkdir()
    view.mkdir()
    make_desk(made).close()
    mounts = (["mount", "--bind", str(made), str(view)], ["mount", "-o", "remount,ro,bind", str(view)])
    if any(subprocess.run(each, check=False, capture_output=True).returncode for each in mounts):
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(DeskError, match="alleen-lezen") as caught:
            desks.open(view / "twijs-desk.kluis", PASSPHRASE, clock=Clock(), kdf=FAST)
    finally:
        subprocess.run(["umount", str(view)], check=True)
    assert "stick" in caught.value.todo


@pytest.mark.parametrize("fault", list(Fault))
def test_every_trouble_has_what_happened_what_is_safe_and_what_to_do(fault: Fault) -> None:
    told = as_desk_error(StoreError(fault))
    assert told.happened
    assert told.happened.endswith(".")
    assert told.safe
    assert told.todo


def test_whoever_is_second_hears_who_is_first() -> None:
    told = as_desk_error(StoreError(Fault.IN_USE, "pid 4711 on school-laptop-3"))
    assert "programma 4711 op computer school-laptop-3" in told.happened
    assert "al geopend" in as_desk_error(StoreError(Fault.IN_USE)).happened


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_nothing_that_the_desk_writes_is_readable_for_others(tmp_path: Path) -> None:
    former = os.umask(0)
    try:
        places.make_folder(tmp_path / "van ons")
        desk = make_desk(tmp_path / "van ons")
        register(desk)
        stick = tmp_path / "stick"
        stick.mkdir()
        backups.make(desk, stick)
        open_files = {each.name: each.stat().st_mode & 0o077 for each in desk.path.parent.iterdir()}
        desk.close()
        with pytest.raises(DeskError):
            desks.open(desk.path, "een andere zin", clock=Clock(), kdf=FAST)
        backups.restore(stick, desk.path, PASSPHRASE, kdf=FAST)
        closed = {each.name: each.stat().st_mode & 0o077 for each in desk.path.parent.rglob("*")}
        saved = {each.name: each.stat().st_mode & 0o077 for each in stick.iterdir()}
    finally:
        os.umask(former)
    assert (tmp_path / "van ons").stat().st_mode & 0o077 == 0
    found = (
        open_files | closed | {name: mode for name, mode in saved.items() if name.endswith(".reservekopie")}
    )
    assert len(found) > 8
    assert {name: oct(mode) for name, mode in found.items() if mode} == {}
