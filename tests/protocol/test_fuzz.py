"""A pack of any bytes ends in a pack or in Dutch defects: never a crash, a hang or a full memory.

Short: a few hundred inputs. Long (`-m slow`): 100,000, in processes with little memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).with_name("fuzz_load.py")


def feed(count: int, seed: int) -> str:
    root = str(FUZZ.parents[2])
    done = subprocess.run(
        [sys.executable, str(FUZZ), str(count), str(seed)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": root, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def test_rubbish_is_refused_in_bounded_time_and_memory() -> None:
    assert feed(300, 2026).startswith("300 inputs")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_a_hundred_thousand_inputs_are_refused_or_read(seed: int) -> None:
    told = feed(5_000, seed)
    print(told)
    assert "5000 inputs" in told
