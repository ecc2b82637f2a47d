"""`audit verify`, and a bug that repeats nothing of a case."""

import io
import json
import sys
import uuid

from builders import FAST, PASSPHRASE, make_desk, register

from twijs_desk.casework import desk as desks
from twijs_desk.casework import logbook
from twijs_desk.cli import cases, main
from twijs_desk.store import migrate
from twijs_desk.store.models import Case
from twijs_desk.terms import CaseStatus


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{PASSPHRASE}\n".encode())))
    for name in ("open", "verify_log", "examine"):
        for owner in (desks, main.vaults.vaults):
            function = getattr(owner, name, None)
            if function is not None:
                monkeypatch.setattr(function, "__kwdefaults__", {**function.__kwdefaults__, "kdf": FAST})
    return main.main([*arguments, "--passphrase-stdin"])


def test_the_log_is_verified_and_the_first_broken_link_named(tmp_path, monkeypatch, capsys):
    desk = make_desk(tmp_path)
    register(desk)
    path = str(desk.path)
    desk.close()
    assert run(monkeypatch, "audit", "verify", path) == 0
    assert "sluiten op elkaar aan" in capsys.readouterr().out
    again = desks.open(desk.path, PASSPHRASE, kdf=FAST)
    with again.vault.write() as session:
        connection = session.connection()
        migrate.drop_triggers(connection)
        connection.exec_driver_sql("DELETE FROM audit_event WHERE seq = 2")
        migrate.create_triggers(connection)
    again.vault.close()
    assert run(monkeypatch, "audit", "verify", path, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["first_broken"], told["reason"]) == (False, 2, "gap")
    assert run(monkeypatch, "vault", "check", path) == 1
    assert "het logboek sluit niet op elkaar aan" in capsys.readouterr().err


def test_a_closed_case_is_destroyed_by_command(tmp_path, monkeypatch, capsys):
    desk = make_desk(tmp_path)
    case = register(desk)
    with desk.act() as act:
        row = act.session.get(Case, uuid.UUID(case.id))
        row.status, row.closed_at = CaseStatus.CLOSED, act.at
        act.log("case_closed", "case", row.id, row.id)
    desk.close()
    command = ("case", "destroy", case.number, "--vault", str(desk.path))
    assert run(monkeypatch, *command, "--approved-by", "het bestuur") == 2
    assert "wordt nog bewaard" in capsys.readouterr().err
    ground = "De rechter beval verwijdering op 20 november 2026."
    assert run(monkeypatch, *command, "--approved-by", "het bestuur", "--ground", ground) == 0
    told = capsys.readouterr().out
    assert "Verklaring van vernietiging" in told
    assert ground in told
    assert run(monkeypatch, "case", "list", "--vault", str(desk.path), "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(monkeypatch, "vault", "check", str(desk.path)) == 0
    again = desks.open(desk.path, PASSPHRASE, kdf=FAST)
    (line,) = [each for each in logbook.view(again).rows if each.action == "Zaak vernietigd"]
    assert line.case_number == case.number
    again.close()


def test_a_bug_is_told_without_its_message(tmp_path, monkeypatch, capsys):
    desk = make_desk(tmp_path)
    desk.close()

    def fail(_desk, *_more, **_named):
        raise KeyError("Youssef Zwartjes")

    monkeypatch.setattr(cases.cases, "listing", fail)
    assert run(monkeypatch, "case", "list", "--vault", str(desk.path)) == 3
    told = capsys.readouterr()
    assert "Zwartjes" not in told.out + told.err
    assert "builtins.KeyError" in told.err
    assert "cases.py" in told.err
