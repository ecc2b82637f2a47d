"""Backups through the acts of the desk: made, listed, looked at, put back, and the drill."""

from pathlib import Path

import pytest
from builders import FAST, PASSPHRASE, Clock, make_desk

from twijs_desk.casework import backups, incidents, logbook, vaults
from twijs_desk.casework import desk as desks
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import IncidentDraft


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def register(desk: Desk, text: str = "Een filmpje") -> None:
    incidents.register(desk, IncidentDraft(observation=text))


def actions(desk: Desk) -> list[str]:
    return [row.action for row in logbook.view(desk).rows]


def test_made_looked_at_and_put_back_while_the_present_vault_is_kept(tmp_path: Path, stick: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    desk = make_desk(home)
    register(desk)
    backups.set_places(desk, [stick])
    assert backups.state(desk).due
    made = backups.make(desk)
    assert made.good
    assert made.verified
    assert not backups.state(desk).due
    assert backups.state(desk).last_good_where == made.path
    register(desk, "later")
    desk.close()
    assert [row.path for row in backups.listing(stick)] == [made.path]
    looked = backups.inspect(made.path, PASSPHRASE, kdf=FAST)
    assert looked.sha256 == made.sha256
    assert dict(looked.counts) == dict(made.counts)
    report = backups.restore(stick, desk.path, PASSPHRASE, clock=Clock(), kdf=FAST)
    assert report.verified
    assert dict(report.counts) == dict(made.counts)
    back = desks.open(desk.path, PASSPHRASE, clock=Clock(), kdf=FAST)
    assert back.notice == ""
    assert "Reservekopie teruggezet" in actions(back)
    with back.look() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM incident").scalar() == 1
    back.close()
    assert vaults.examine(desk.path, PASSPHRASE, kdf=FAST).ok
    former = desks.open(report.kept[0], PASSPHRASE, clock=Clock(), kdf=FAST)
    with former.look() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM incident").scalar() == 2
    former.close()
