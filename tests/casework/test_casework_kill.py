"""Killing the program while it saves loses no case that it said was kept, and leaves no half case."""

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import FAST, PASSPHRASE, Clock, make_desk
from sqlmodel import select

from twijs_desk.casework import cases, logbook
from twijs_desk.casework import desk as desks
from twijs_desk.store import models
from twijs_desk.store.check import check

HERE = Path(__file__).parent
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE.parent), str(HERE)]),
}


@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_killing_loses_no_case_that_was_confirmed(tmp_path, rounds):
    desk = make_desk(tmp_path)
    path = desk.path
    desk.close()
    chance = random.Random(rounds)
    confirmed: dict[str, str] = {}
    for _ in range(rounds):
        program = subprocess.Popen(
            [sys.executable, str(HERE / "crash_desk.py"), str(path)],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert program.stdout is not None
        first = program.stdout.readline()  # it is saving now
        time.sleep(chance.uniform(0, 0.4))
        program.kill()
        rest, complaint = program.communicate()
        assert not complaint, complaint.decode()
        for line in (first + rest).decode().splitlines():
            word, number, digest = line.split()
            assert word == "ACK"
            confirmed[number] = digest
    assert len(confirmed) >= rounds

    desk = desks.open(path, PASSPHRASE, clock=Clock(), kdf=FAST)
    for number, digest in confirmed.items():
        view = cases.show(desk, number)
        assert hashlib.sha256(view.incident.observation.encode()).hexdigest() == digest, number
    with desk.look() as session:
        every = session.exec(select(models.Case)).all()
        incidents = {row.case_id for row in session.exec(select(models.Incident))}
        runs = {row.case_id for row in session.exec(select(models.FlowRun))}
        evidence = {row.case_id for row in session.exec(select(models.EvidenceItem))}
        drafts = session.exec(select(models.Draft)).all()
    ids = {case.id for case in every}
    assert incidents == runs == evidence == ids, "a case is there with all of it or not at all"
    assert len(every) <= len(confirmed) + rounds
    assert len(drafts) <= rounds
    assert sorted(case.serial for case in every) == list(range(1, len(every) + 1))
    assert logbook.view(desk).chain_ok
    assert check(desk.vault) == []
    desk.close()
