"""Checking a vault from the desk: what is told, what is logged, and an older copy that is noticed."""

import json
import shutil
import subprocess
import sys

import pytest
from builders import FAST, PASSPHRASE, make_desk, register, reopen

from twijs_desk.casework import desk as desks
from twijs_desk.casework import logbook, vaults
from twijs_desk.casework.errors import WrongPassphrase
from twijs_desk.store import migrate


def actions(desk):
    return [row.action for row in logbook.view(desk).rows]


def test_a_check_is_a_line_in_the_log_and_its_head_is_told(desk):
    register(desk)
    desk.close()
    report = vaults.examine(desk.path, PASSPHRASE, kdf=FAST, clock=desk.now)
    assert (report.ok, report.beside) == (True, False)
    assert [found.kind for found in report.warnings] == ["recovery"]
    again = desks.open(desk.path, PASSPHRASE, kdf=FAST, clock=desk.now)
    view = logbook.view(again)
    assert view.rows[1].action == "Kluis gecontroleerd"
    assert (view.rows[1].seq, view.rows[1].mac) == (report.audit_lines, report.audit_head)
    assert view.rows[1].actor == desk.actor
    again.close()


def test_beside_a_running_program_it_only_looks(desk):
    register(desk)
    before = logbook.view(desk).total
    report = vaults.examine(desk.path, PASSPHRASE, kdf=FAST)
    assert (report.ok, report.beside, report.audit_lines) == (True, True, before)
    assert logbook.view(desk).total == before


def test_a_wrong_passphrase_is_said(desk):
    desk.close()
    with pytest.raises(WrongPassphrase):
        vaults.examine(desk.path, "fout", kdf=FAST)


def test_the_first_broken_link_is_named(desk):
    register(desk)
    with desk.vault.write() as session:
        connection = session.connection()
        migrate.drop_triggers(connection)
        connection.exec_driver_sql("UPDATE audit_event SET actor = 'iemand' WHERE seq = 3")
        migrate.create_triggers(connection)
    desk.vault.close()
    found = vaults.verify_log(desk.path, PASSPHRASE, kdf=FAST)
    assert (found.ok, found.first_broken, found.reason) == (False, 3, "edited")
    assert found.text == "Bij regel 3 breekt het logboek: de regel is gewijzigd."
    report = vaults.examine(desk.path, PASSPHRASE, kdf=FAST)
    assert [(f.kind, f.subject_id, f.detail) for f in report.findings] == [("audit", "3", "edited")]


@pytest.fixture
def older(desk, tmp_path):
    """A vault put back as it was three saves ago."""
    register(desk)
    desk.close()
    shutil.copytree(desk.path.parent, tmp_path / "usb", ignore=shutil.ignore_patterns("usb"))
    again = desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=FAST)
    register(again)
    again.close()
    for file in (tmp_path / "usb").iterdir():
        shutil.copy(file, desk.path.parent / file.name)
    return desk


def test_an_older_copy_is_told_until_it_is_accepted(older):
    desk = desks.open(older.path, PASSPHRASE, clock=older.now, kdf=FAST)
    missing = desk.vault.lapse.missing
    assert f"{missing} regels van het logboek ontbreken sinds 23 november 2026 10:00" in desk.notice
    assert "oude kopie" in desk.notice
    desk = reopen(desk)
    assert "ontbre" in desk.notice
    report = vaults.examine(older.path, PASSPHRASE, kdf=FAST)
    assert [f.kind for f in report.findings] == ["anchor"]
    desks.accept_lapse(desk)
    assert desk.notice == ""
    assert actions(desk)[0] == "Doorgegaan met een oudere kluis, na waarschuwing"
    desk = reopen(desk)
    assert desk.notice == ""
    desks.accept_lapse(desk)  # nothing to accept: nothing happens
    desk.close()
    assert vaults.examine(older.path, PASSPHRASE, kdf=FAST).ok


def test_the_log_itself_is_whole_and_its_end_is_missing(older):
    found = vaults.verify_log(older.path, PASSPHRASE, kdf=FAST)
    assert found.first_broken is None
    assert not found.ok
    assert "ouder" in found.notice


def test_the_command_line_says_all_of_it(tmp_path):
    program = [sys.executable, "-m", "twijs_desk"]

    def run(*arguments):
        return subprocess.run(
            [*program, *arguments], input=PASSPHRASE + "\n", capture_output=True, text=True, check=False
        )

    path, usb = tmp_path / "school.kluis", tmp_path / "usb"
    secret = "--passphrase-stdin"
    assert run("vault", "create", str(path), secret, "--name", "J. de Bruijn").returncode == 0
    shutil.copytree(tmp_path, usb, ignore=shutil.ignore_patterns("usb"))
    checked = run("vault", "check", str(path), secret, "--json")
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout)["warnings"][0]["kind"] == "recovery"
    whole = run("audit", "verify", str(path), secret, "--json")
    told = json.loads(whole.stdout)
    assert (whole.returncode, told["ok"], told["lines"]) == (0, True, 3)
    for file in usb.iterdir():
        shutil.copy(file, tmp_path / file.name)
    behind = run("audit", "verify", str(path), secret, "--json")
    assert (behind.returncode, json.loads(behind.stdout)["ok"]) == (1, False)
    listed = run("case", "list", "--vault", str(path), secret, "--json")
    assert (listed.returncode, json.loads(listed.stdout)) == (0, [])
    assert "1 regel van het logboek ontbreekt" in listed.stderr
    gone = run("case", "destroy", "2026-001", "--approved-by", "x", "--vault", str(path), secret)
    assert (gone.returncode, "staat niet in deze kluis" in gone.stderr) == (2, True)


def test_the_desk_of_a_first_run_has_nothing_to_tell(tmp_path):
    desk = make_desk(tmp_path)
    assert desk.notice == ""
    desk.close()
