"""The program is killed at random moments: nothing confirmed is gone, and confirming too early is caught.

The long proof, more than a thousand kills: .venv/bin/python -m pytest tests/durability -m slow -p no:randomly
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and process groups of POSIX")


def crash(rounds, seed, *scenarios):
    """In a process of its own, for it forks."""
    done = subprocess.run(
        [sys.executable, str(HERE / "crash.py"), str(rounds), str(seed), *scenarios],
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1]), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr[-3000:]
    assert done.returncode in (0, 1)
    return [json.loads(line) for line in done.stdout.splitlines()]


EVERY = ("write", "true", "import", "window", "migrate", "backup", "restore", "rekey", "move")


def test_killing_the_program_loses_nothing_that_it_confirmed():
    results = crash(1, 4)
    for result in results:
        assert "lost" not in result, result
    assert {result["scenario"] for result in results} == set(EVERY)
    assert sum(result["kills"] for result in results) == len(EVERY)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scenario", "rounds"),
    list(zip(EVERY, (420, 60, 120, 120, 120, 100, 60, 120, 40), strict=True)),
)
def test_killing_it_more_than_a_thousand_times_loses_nothing(scenario, rounds):
    [result] = crash(rounds, os.urandom(4).hex(), scenario)
    assert "lost" not in result, result
    assert result["kills"] == rounds
    assert result["confirmed"] > rounds / 2
    # Half a second of rest and the save itself; a draft loses its last second at most.
    assert result.get("slowest_save_ms", 0) < 1000 * (os.getloadavg()[0] / 2 + 1)


def test_a_program_that_confirms_too_early_is_caught():
    [result] = crash(60, 1, "early")
    assert "confirmed saves are lost" in result["lost"]
