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


@pytest.mark.parametrize(
    ("scenario", "rounds"),
    [
        ("true", 2),
        ("write", 5),
        ("import", 2),
        pytest.param("true", 60, marks=pytest.mark.slow),
        pytest.param("write", 500, marks=pytest.mark.slow),
        pytest.param("import", 120, marks=pytest.mark.slow),
    ],
)
def test_killing_the_program_loses_nothing_that_it_confirmed(scenario, rounds):
    [result] = crash(rounds, 4, scenario)
    assert "lost" not in result, result["lost"]
    assert result["kills"] == rounds
    assert result["confirmed"] >= rounds / 2


def test_a_program_that_confirms_too_early_is_caught():
    [result] = crash(60, 1, "early")
    assert "confirmed saves are lost" in result["lost"]
