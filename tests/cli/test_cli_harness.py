"""`harness write|check`, as a proof from outside uses it: every kind of save is found again, trouble has one line."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest
from builders import PASSPHRASE, PROFILE, SCHOOL

from twijs_desk.casework import cases, drafts, incidents, proof_saves
from twijs_desk.casework import desk as desks
from twijs_desk.casework.rows import IncidentDraft
from twijs_desk.cli.main import parser
from twijs_desk.store.keys import Kdf

ROOT = Path(__file__).parents[2]
LIGHT = Kdf(memory_kib=64 * 1024, time_cost=1, lanes=1, small_memory_kib=64 * 1024)
"""The cheapest that the command line accepts."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "school.kluis"
    desks.create(path, PASSPHRASE, school=SCHOOL, profile=PROFILE, kdf=LIGHT).close()
    return path


def run(*arguments: object, passphrase: str = PASSPHRASE) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "twijs_desk", *map(str, arguments), "--passphrase-stdin"],
        input=passphrase + "\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def writing(path: Path, saves: int) -> Iterator["subprocess.Popen[str]"]:
    """The writer in another process, after so many confirmed saves."""
    program = subprocess.Popen(
        [sys.executable, "-m", "twijs_desk", "harness", "write", str(path), "--passphrase-stdin"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(PASSPHRASE + "\n")
    program.stdin.close()
    for _ in range(saves):
        assert re.fullmatch(r"ACK \d+ [0-9a-f]{64}\n", program.stdout.readline())
    yield program
    program.kill()
    program.stdout.close()
    program.wait()


def test_it_is_not_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert "harness" not in parser().format_help()
    with pytest.raises(SystemExit):
        parser().parse_args(["vault", "--help"])
    assert "harness" not in capsys.readouterr().out


def test_every_kind_of_save_is_found_again_with_the_same_hash(path: Path) -> None:
    desk = desks.open(path, PASSPHRASE)
    made: dict[int, str] = {}
    groups = (("incident",), ("answer",), ("letter", "seal"), ("import",), ("draft",))
    assert {kind for kinds in groups for kind in kinds} == set(proof_saves._KINDS)
    for kinds in groups:
        for save in islice(proof_saves.saves(desk, kinds), 40 if "seal" in kinds else 8):
            save.make()
            assert save.number not in made
            made[save.number] = save.sha256
    assert dict(proof_saves.kept(desk)) == made
    assert set(made) == set(range(1, len(made) + 1))
    assert proof_saves.what_is_wrong(desk) == ()
    with desk.look() as session:
        for name in ("draft", "answer", "letter", "evidence_item", "sealed_paper"):
            assert session.connection().exec_driver_sql(f"SELECT count(*) FROM {name}").scalar(), name
    desk.close()


def test_it_saves_on_in_a_vault_where_someone_worked(path: Path) -> None:
    desk = desks.open(path, PASSPHRASE)
    other = incidents.register(
        desk, IncidentDraft(title="Echt", observation="Een filmpje")
    )  # takes no files yet
    drafts.save(desk, IncidentDraft(title="Nog niet klaar", observation="Iets"))
    for save in islice(proof_saves.saves(desk, ("incident", "import")), 12):
        save.make()
    assert cases.show(desk, other.id).evidence == ()
    assert [row.title for row in drafts.listing(desk)] == ["Nog niet klaar"]
    desk.close()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_second_program_is_refused_and_told_which_one_has_the_vault(path: Path) -> None:
    with writing(path, 3) as program:
        second = run("harness", "write", path)
        assert second.returncode == 2
        assert second.stdout == ""
        assert f"door programma {program.pid} op computer {socket.gethostname()}" in second.stderr
        program.send_signal(signal.SIGKILL)
    again = run("harness", "check", path)  # the lock of a dead program holds nobody back
    assert again.returncode == 0
    assert again.stdout.endswith("INTEGRITY ok\n")


def test_a_vault_that_does_not_open_or_is_damaged_has_its_line(path: Path) -> None:
    wrong = run("harness", "check", path, passphrase="een andere zin")
    assert (wrong.returncode, wrong.stdout) == (2, "INTEGRITY not opened\n")
    assert "klopt niet" in wrong.stderr
    with writing(path, 15):
        pass
    assert run("harness", "check", path).returncode == 0
    data = bytearray(path.read_bytes())
    data[len(data) // 2 // 4096 * 4096 + 100] ^= 1
    path.write_bytes(data)
    damaged = run("harness", "check", path)
    assert damaged.returncode in (1, 2)
    assert re.search(r"^INTEGRITY (?!ok)", damaged.stdout, re.MULTILINE)
    assert "Traceback" not in damaged.stderr


def test_a_vault_in_a_synchronised_folder_is_refused_and_can_be_moved(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDrive", str(tmp_path))
    refused = run("harness", "check", path)
    assert refused.returncode == 2
    assert "OneDrive" in refused.stderr
    monkeypatch.delenv("OneDrive")
    cloud = tmp_path / "wolk"
    cloud.mkdir()
    for each in list(tmp_path.glob("school.kluis*")):
        each.rename(cloud / each.name)
    monkeypatch.setenv("OneDrive", str(cloud))
    moved = run("vault", "move", cloud / "school.kluis", "--to", tmp_path / "hier" / "x.kluis", "--json")
    assert moved.returncode == 0, moved.stderr
    assert json.loads(moved.stdout)["former"].endswith(".verhuisd")
    assert run("harness", "check", tmp_path / "hier" / "x.kluis").returncode == 0
