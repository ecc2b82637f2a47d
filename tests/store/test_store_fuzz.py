"""Any bytes as a vault: a sample of what fuzz_vault.py does at length."""

import random

import pytest
from fuzz_vault import fuzz


def test_three_hundred_bad_files_are_each_refused_or_whole(tmp_path):
    answers = fuzz(tmp_path, 300, 4)
    assert sum(times for answer, times in answers.items() if "," not in answer) == 300
    assert {"damaged", "truncated", "not_a_vault", "opened"} <= set(answers)


@pytest.mark.slow
def test_twenty_five_thousand_bad_files_are_each_refused_or_whole(tmp_path):
    fuzz(tmp_path, 25_000, random.randrange(1 << 32))
