"""A power cut at any call and a disk that fails at any call: nothing confirmed is gone, nothing is damaged.

The long proof: .venv/bin/python -m pytest tests/durability -m slow -p no:randomly
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="records system calls with strace (Linux)"
)


def proof(script, *arguments):
    done = subprocess.run(
        [sys.executable, str(HERE / script), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize(("cuts", "saves"), [(8, 30), pytest.param(100, 400, marks=pytest.mark.slow)])
def test_a_power_cut_at_any_moment_loses_and_damages_nothing(cuts, saves):
    result = proof("powercut.py", cuts, 5, "--saves", saves)
    assert (result["lost"], result["damaged"]) == (0, 0), result["first"]
    assert result["cuts"] == cuts
    assert result["confirmed"] >= saves


@pytest.mark.slow
@pytest.mark.parametrize(("run", "saves"), [("rekey", 8), ("backup", 10), ("make", 0)])
def test_a_power_cut_in_a_deed_loses_and_damages_nothing(run, saves):
    result = proof("powercut.py", 100, 5, "--saves", saves, "--run", run)
    assert (result["lost"], result["damaged"]) == (0, 0), result["first"]


def test_a_program_that_does_not_wait_for_the_disk_is_caught():
    assert proof("powercut.py", 6, 5, "--saves", 30, "--run", "lax")["lost"] > 0


@pytest.mark.parametrize("runs", [6, pytest.param(100, marks=pytest.mark.slow)])
def test_a_call_that_fails_is_told_and_loses_nothing(runs):
    result = proof("inject.py", runs, 5)
    assert "lost" not in result, result["lost"]
    assert result["confirmed"] > 0
    if runs > 50:
        assert result["EIO said"] > 0
        assert result["ENOSPC said"] > 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounting a small disk needs root")
@pytest.mark.parametrize("runs", [1, pytest.param(60, marks=pytest.mark.slow)])
def test_a_disk_that_gets_full_at_any_moment_is_told_and_loses_nothing(runs):
    result = proof("full.py", runs, 5)
    assert "lost" not in result, result["lost"]
    assert result["readable while full"] > runs / 2
