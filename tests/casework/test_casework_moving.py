"""A vault in a place where it may not stay open is brought to this computer, and the old one stays until then."""

import os
from pathlib import Path

import pytest
from builders import FAST, PASSPHRASE, Clock, make_desk, register

from twijs_desk.casework import cases, logbook, moving, vaults
from twijs_desk.casework import desk as desks
from twijs_desk.casework.errors import DeskError, WrongPassphrase


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A filled vault in a folder that OneDrive turns out to keep."""
    folder = tmp_path / "wolk"
    folder.mkdir()
    desk = make_desk(folder)
    register(desk)
    desk.close()
    monkeypatch.setenv("OneDriveCommercial", str(folder))
    return desk.path


def contents(folder: Path) -> dict[str, bytes]:
    found = (each for each in folder.iterdir() if each.is_file() and each.suffix != ".tries")
    return {each.name: each.read_bytes() for each in found}


def move(path: Path, to: Path, passphrase: str = PASSPHRASE) -> moving.MoveReport:
    return moving.move_here(path, to, passphrase, clock=Clock(), kdf=FAST)


def test_the_refusal_says_why_and_which_way_on(cloud: Path) -> None:
    with pytest.raises(DeskError) as caught:
        desks.open(cloud, PASSPHRASE, clock=Clock(), kdf=FAST)
    assert "OneDrive" in caught.value.happened
    assert "niet geopend" in caught.value.safe
    assert "verhuis hem dan naar deze computer" in caught.value.todo
    assert "Reservekopieën mogen hier" in caught.value.todo


def test_it_is_brought_over_whole_and_the_old_one_is_put_aside(cloud: Path, tmp_path: Path) -> None:
    before = contents(cloud.parent)
    to = tmp_path / "hier" / "school.kluis"
    report = move(cloud, to)
    assert report.flaws == 0
    assert report.former == cloud.with_name("twijs-desk.kluis.verhuisd")
    desk = desks.open(to, PASSPHRASE, clock=Clock(), kdf=FAST)
    assert len(cases.listing(desk)) == 1
    log = logbook.view(desk)
    assert log.chain_ok
    assert "Kluis overgebracht naar een andere plaats" in {row.action for row in log.rows}
    assert not desk.notice
    desk.close()
    assert vaults.examine(to, PASSPHRASE, kdf=FAST).ok
    assert sorted(contents(cloud.parent)) == sorted(
        name.replace(".kluis", ".kluis.verhuisd", 1) for name in before
    )
    assert contents(cloud.parent)["twijs-desk.kluis.verhuisd"] == before["twijs-desk.kluis"]
    if os.name == "posix":
        assert {each.stat().st_mode & 0o077 for each in to.parent.iterdir()} == {0}
        assert to.parent.stat().st_mode & 0o077 == 0


def test_a_write_ahead_log_that_a_crash_left_comes_along(cloud: Path, tmp_path: Path) -> None:
    os.environ.pop("OneDriveCommercial")
    desk = desks.open(cloud, PASSPHRASE, clock=Clock(), kdf=FAST)
    register(desk, title="Tweede")
    crashed = tmp_path / "gestorven"
    crashed.mkdir()
    for name, data in contents(cloud.parent).items():  # as a dying program leaves them
        if not name.endswith((".lock", "-shm")):
            (crashed / name).write_bytes(data)
    desk.close()
    move(crashed / cloud.name, tmp_path / "hier" / "x.kluis")
    desk = desks.open(tmp_path / "hier" / "x.kluis", PASSPHRASE, clock=Clock(), kdf=FAST)
    assert len(cases.listing(desk)) == 2
    desk.close()


def test_nothing_moves_when_it_cannot_be_right(cloud: Path, tmp_path: Path) -> None:
    before = contents(cloud.parent)
    other = tmp_path / "ander"
    other.mkdir()
    (other / "school.kluis").write_bytes(b"x")
    with pytest.raises(WrongPassphrase):
        move(cloud, tmp_path / "hier" / "x.kluis", "een andere zin")
    with pytest.raises(DeskError, match="staat al een kluis"):
        move(cloud, other / "school.kluis")
    with pytest.raises(DeskError, match="OneDrive"):
        move(cloud, cloud.parent / "nieuw.kluis")
    with pytest.raises(DeskError, match="geen kluis"):
        move(tmp_path / "hier" / "niets.kluis", tmp_path / "hier" / "x.kluis")
    assert contents(cloud.parent) == before
    assert contents(tmp_path / "hier") == {}
    assert contents(other) == {"school.kluis": b"x"}


def test_a_vault_that_is_open_is_not_moved(cloud: Path, tmp_path: Path) -> None:
    os.environ.pop("OneDriveCommercial")
    desk = desks.open(cloud, PASSPHRASE, clock=Clock(), kdf=FAST)
    with pytest.raises(DeskError, match="al geopend, door programma"):
        move(cloud, tmp_path / "hier" / "x.kluis")
    desk.close()
