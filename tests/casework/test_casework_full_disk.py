"""A vault on a disk that is full: nothing new is kept, what was kept can be read, and space brings it back."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import FAST, PASSPHRASE, Clock

from twijs_desk.casework import cases, incidents, vaults
from twijs_desk.casework import desk as desks
from twijs_desk.casework.errors import DeskError
from twijs_desk.casework.rows import IncidentDraft, ProfileEntry, SchoolEntry

LONG = IncidentDraft(observation="woord " * 16_000)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_refuses_in_dutch_loses_nothing_and_still_opens(small_disk: Path) -> None:
    path = small_disk / "school.kluis"
    desk = desks.create(
        path, PASSPHRASE, school=SchoolEntry("S"), profile=ProfileEntry("P"), clock=Clock(), kdf=FAST
    )
    kept, refusal = 0, ""
    while not refusal and kept < 40:
        try:
            incidents.register(desk, LONG)
            kept += 1
        except DeskError as error:
            refusal = str(error)
    assert "De schijf is vol" in refusal
    assert "woord woord" not in refusal
    assert kept > 2
    desk.close()

    desk = desks.open(path, PASSPHRASE, clock=Clock(), kdf=FAST)  # reading works on a full disk
    assert len(cases.listing(desk)) == kept
    with pytest.raises(DeskError, match="De schijf is vol"):
        incidents.register(desk, LONG)
    desk.close()

    subprocess.run(["mount", "-o", "remount,size=6m", str(small_disk)], check=True)
    desk = desks.open(path, PASSPHRASE, clock=Clock(), kdf=FAST)
    incidents.register(desk, LONG)
    assert len(cases.listing(desk)) == kept + 1
    desk.close()
    assert vaults.examine(path, PASSPHRASE, kdf=FAST).ok
