"""Backups through the acts of the desk: made, listed, looked at, put back, and the drill."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import FAST, PASSPHRASE, Clock, make_desk

from twijs_desk.casework import access, backups, incidents, logbook, places, vaults
from twijs_desk.casework import desk as desks
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError, WrongPassphrase
from twijs_desk.casework.rows import IncidentDraft
from twijs_desk.store import restore as restoring


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


def proved_sheet(desk: Desk) -> str:
    """A recovery sheet that was typed back; gives the code as it is printed."""
    sheet = access.new_recovery(desk)
    groups = " ".join(sheet.code).split()
    whole = [group for group in groups if len(group) == 4]
    access.prove_recovery(desk, sheet, " ".join(whole[number - 1] for number in sheet.asked))
    return "\n".join(sheet.code)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    home = tmp_path / "home"
    home.mkdir()
    desk = make_desk(home)
    register(desk)
    yield desk
    desk.close()


def test_the_drill_goes_through_the_sheet_and_says_what_was_proved(desk: Desk, stick: Path) -> None:
    backups.set_places(desk, [stick])
    with pytest.raises(DeskError, match="Er is geen reservekopie"):
        backups.drill(desk)
    assert not backups.state(desk).drill_due
    backups.make(desk)
    assert backups.state(desk).drill_due
    report = backups.drill(desk)
    assert (report.ok, report.recovery_proved) == (True, False)
    assert "niet bewezen" in report.words
    code = proved_sheet(desk)
    made = backups.make(desk)
    report = backups.drill(desk)
    assert (report.ok, report.recovery_proved, report.path) == (True, True, made.path)
    assert dict(report.counts) == dict(made.counts)
    typed = backups.drill(desk, stick, access.parse_recovery(code))
    assert typed.recovery_proved
    state = backups.state(desk)
    assert (state.last_drill_ok, state.drill_due) == (True, False)
    assert "Laatste geslaagde oefening" in state.words
    assert "Oefening met reservekopie geslaagd" in actions(desk)
    assert [path.name for path in desk.path.parent.iterdir() if ".tmp" in path.name] == []
    assert isinstance(desk.now, Clock)
    desk.now.forward(days=31)
    assert backups.state(desk).drill_due


def test_a_drill_that_fails_is_told_and_remembered(desk: Desk, stick: Path) -> None:
    made = backups.make(desk, stick)
    raw = bytearray(made.path.read_bytes())
    raw[-5000] ^= 4
    made.path.write_bytes(raw)
    report = backups.drill(desk, made.path)
    assert not report.ok
    assert "beschadigd" in report.words
    assert backups.state(desk).last_drill_ok is False
    assert backups.state(desk).last_drill_at is None
    assert "Oefening met reservekopie mislukt" in actions(desk)


def test_put_back_with_only_the_sheet(desk: Desk, stick: Path, tmp_path: Path) -> None:
    code = access.parse_recovery(proved_sheet(desk))
    made = backups.make(desk, stick)
    report = backups.restore(made.path, tmp_path / "nieuw.kluis", code, clock=Clock(), kdf=FAST)
    assert report.verified
    assert report.kept == ()
    assert vaults.examine(tmp_path / "nieuw.kluis", PASSPHRASE, kdf=FAST).ok
    with pytest.raises(WrongPassphrase):
        backups.restore(made.path, tmp_path / "ander.kluis", "een andere zin", clock=Clock(), kdf=FAST)
    assert not (tmp_path / "ander.kluis").exists()


def test_the_passphrase_of_today_is_told_apart_from_that_of_the_copy(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    made = backups.make(desk, stick)
    with pytest.raises(WrongPassphrase, match="van toen de kopie werd gemaakt"):
        backups.restore(
            made.path, tmp_path / "elders.kluis", "een andere zin van nu", clock=Clock(), kdf=FAST
        )


def test_a_vault_never_takes_the_place_of_a_backup(desk: Desk, stick: Path) -> None:
    made = backups.make(desk, stick)
    before = sorted(stick.iterdir()), made.path.read_bytes()
    with pytest.raises(DeskError, match="geen kluis"):
        backups.restore(made.path, made.path, PASSPHRASE, clock=Clock(), kdf=FAST)
    assert (sorted(stick.iterdir()), made.path.read_bytes()) == before


def test_a_drill_with_a_backup_of_another_vault_says_so(desk: Desk, stick: Path, tmp_path: Path) -> None:
    (tmp_path / "ander").mkdir()
    other = make_desk(tmp_path / "ander")
    made = backups.make(other, stick)
    other.close()
    report = backups.drill(desk, made.path)
    assert not report.ok
    assert "van een andere kluis" in report.words


def test_due_after_twenty_hours_when_something_was_saved(desk: Desk, stick: Path) -> None:
    assert not backups.due(desk)  # no place chosen
    backups.set_places(desk, [stick])
    backups.make(desk)
    assert isinstance(desk.now, Clock)
    desk.now.forward(hours=21)
    assert not backups.due(desk)  # nothing was saved
    register(desk)
    assert backups.due(desk)
    desk.now.forward(hours=-40)  # the clock was set back: better one too many
    assert backups.due(desk)


def test_places_are_folders_elsewhere_and_at_most_two(desk: Desk, stick: Path, tmp_path: Path) -> None:
    assert "nog geen plaats" in backups.state(desk).words
    with pytest.raises(InputError, match="nog geen plaats"):
        backups.make(desk)
    for wrong in ([desk.path.parent], [tmp_path / "weg"], [stick, tmp_path, tmp_path / "home"]):
        with pytest.raises(InputError):
            backups.set_places(desk, wrong)
    chosen = backups.set_places(desk, [stick, stick, tmp_path])
    assert [row.path for row in chosen.places] == [stick, tmp_path]
    assert all(row.reachable for row in chosen.places)
    again = backups.state(desk)
    assert again.places == chosen.places


def test_one_place_away_is_told_while_the_other_gets_its_copy(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    away = tmp_path / "weg"
    away.mkdir()
    backups.set_places(desk, [away, stick])
    away.rmdir()
    made = backups.make(desk)
    assert made.path.parent == stick
    state = backups.state(desk)
    assert "de plaats is er niet" in state.last_failure
    assert state.last_good_where == made.path
    assert {"Reservekopie mislukt", "Reservekopie gemaakt en gecontroleerd"} <= set(actions(desk))
    made.path.rename(tmp_path / made.path.name)
    shutil.rmtree(stick)
    with pytest.raises(DeskError, match="is mislukt"):
        backups.make(desk)
    assert backups.state(desk).last_good_at is not None


def test_another_thread_makes_a_backup_while_the_desk_goes_on(desk: Desk, stick: Path) -> None:
    backups.set_places(desk, [stick])
    found: list[backups.BackupRow] = []
    thread = threading.Thread(target=lambda: found.append(backups.make(desk)))
    thread.start()
    for _ in range(3):
        register(desk)
    thread.join()
    assert found[0].verified
    assert backups.inspect(found[0].path).good


def test_stopping_is_told_and_is_no_failure(desk: Desk, stick: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(DeskError, match="U hebt dit gestopt"):
        backups.make(desk, stick, cancel=cancel)
    assert backups.state(desk).last_failure == ""
    assert list(stick.iterdir()) == []


def test_a_lost_key_file_comes_back(desk: Desk, stick: Path) -> None:
    made = backups.make(desk, stick)
    desk.close()
    for end in (".keys", ".keys.bak"):
        desk.path.with_name(desk.path.name + end).unlink()
    backups.bring_back_keys(stick, desk.path)
    assert made.good
    assert vaults.examine(desk.path, PASSPHRASE, kdf=FAST).ok


def test_a_damaged_vault_comes_over_with_a_list_of_losses(desk: Desk, tmp_path: Path) -> None:
    for _ in range(30):
        register(desk, "woord " * 800)
    desk.close()
    with desk.path.open("r+b") as file:
        raw = file.read()
        for page in range(len(raw) // 4096 - 6, len(raw) // 4096 - 1):
            file.seek(page * 4096 + 100)
            file.write(bytes([raw[page * 4096 + 100] ^ 1]))
    before = desk.path.read_bytes()
    report = backups.recover(desk.path, PASSPHRASE, tmp_path / "nieuw.kluis", clock=Clock(), kdf=FAST)
    assert len(report.pages) == 5
    assert report.losses
    assert not report.whole
    assert all("woord" not in loss.words for loss in report.losses)
    assert desk.path.read_bytes() == before
    new = desks.open(tmp_path / "nieuw.kluis", PASSPHRASE, clock=Clock(), kdf=FAST)
    assert new.notice == ""
    assert "Leesbare delen overgezet naar een nieuwe kluis" in actions(new)
    new.close()


def test_a_restore_that_was_cut_off_does_not_look_like_no_vault(tmp_path: Path) -> None:
    path = tmp_path / "x.kluis"
    assert not places.exists(path)
    restoring._marker(path).write_text("{}")
    assert places.exists(path)


def test_a_file_that_is_no_backup_is_told(desk: Desk, stick: Path) -> None:
    other = stick / "brief.reservekopie"
    other.write_bytes(b"iets anders")
    (row,) = backups.listing(stick)
    assert not row.good
    assert "geen reservekopie" in row.words
    with pytest.raises(DeskError, match="geen reservekopie"):
        backups.inspect(other)
    with pytest.raises(DeskError, match="staat geen reservekopie"):
        backups.inspect(stick)
    with pytest.raises(DeskError, match="staat geen reservekopie"):
        backups.restore(stick / "weg.reservekopie", desk.path)
    assert backups.listing(stick / "weg") == ()


def test_too_little_room_beside_the_vault_is_told_as_what_it_is(stick: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root")
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        desk = make_desk(disk)
        register(desk)
        made = backups.make(desk, stick)
        free = shutil.disk_usage(disk).free
        (disk / "ballast").write_bytes(b"x" * (free - 150_000))
        for act in (lambda: backups.make(desk, stick), lambda: backups.restore(made.path, disk / "x.kluis")):
            with pytest.raises(DeskError, match="zo veel ruimte nodig als de kluis groot is"):
                act()
        assert "zo veel ruimte" in backups.drill(desk, made.path).words
        assert (
            sorted(path.name for path in disk.iterdir() if ".tmp" in path.name or "x.kluis" in path.name)
            == []
        )
        (disk / "ballast").unlink()
        assert backups.drill(desk, made.path).ok
        desk.close()
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
