"""Guards are rules of the pack: law stands, policy can be passed with a reason."""

from __future__ import annotations

import pytest

from twijs_desk.protocol.guards import guards_of, measure_of_letter
from twijs_desk.protocol.model import Pack


def test_a_guard_that_is_law_cannot_be_passed(pack: Pack) -> None:
    reasons = dict.fromkeys(pack.guards, "daarom")
    lines = guards_of(pack, "pupil_removal", (), reasons)
    law = [line for line in lines if line.guard.level == "law"]
    assert {"other_school_willing", "teacher_heard_law", "parents_heard_law"} <= {g.guard.id for g in law}
    assert all(line.open for line in law)
    assert not any(line.open for line in lines if line.guard.level == "policy")


def test_an_empty_reason_passes_nothing(pack: Pack) -> None:
    lines = guards_of(pack, "pupil_suspension", (), {"parents_heard": "  "})
    assert next(line for line in lines if line.guard.id == "parents_heard").open


def test_what_is_met_is_not_open(pack: Pack) -> None:
    names = {guard.id for guard in pack.guards.values()}
    for measure in pack.measures:
        assert not any(line.open for line in guards_of(pack, measure.id, names))


def test_every_measure_against_a_person_has_guards_and_words_for_what_is_missing(pack: Pack) -> None:
    for measure in pack.measures:
        if measure.kind in ("sanction", "order", "agreement"):
            assert measure.guards, measure.id
    for guard in pack.guards.values():
        assert guard.missing.endswith("."), guard.id
        assert guard.sources


def test_what_the_law_wants_first_goes_before_the_decision(pack: Pack) -> None:
    """WPO 40 lid 11 and 63 lid 2 for removal; WPO 40c lid 1 for the maximum and the reasons of a suspension."""
    before = {line.guard.id for line in guards_of(pack, "pupil_suspension")}
    assert {"max_school_week", "reasons_written", "parents_heard", "pupil_heard", "mandate_ok"} <= before
    assert {line.guard.id for line in guards_of(pack, "pupil_suspension", stage="after")} == {
        "inspectorate_over_one_day"
    }


def test_a_decision_letter_belongs_to_one_measure(pack: Pack) -> None:
    found = measure_of_letter(pack, "L9")
    assert found is not None
    assert found.id == "pupil_suspension"
    assert measure_of_letter(pack, "M9") is None
    codes = [code for measure in pack.measures for code in measure.decision_letters]
    assert len(codes) == len(set(codes))


def test_a_measure_that_is_not_there_is_named(pack: Pack) -> None:
    with pytest.raises(KeyError, match="nergens"):
        guards_of(pack, "nergens")
