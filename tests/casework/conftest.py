"""Every test of casework gets a desk on a real encrypted vault; its log must still hold when the test is over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, make_desk

from twijs_desk.casework.desk import Desk
from twijs_desk.store import audit


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    desk = make_desk(tmp_path, clock)
    yield desk
    if not desk.vault._closed:
        with desk.look() as session:
            report = audit.verify(session, desk.vault.audit_key)
        assert report.ok, f"the log broke at line {report.first_broken_seq}"
        desk.close()
