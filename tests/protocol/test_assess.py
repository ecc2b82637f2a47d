"""Replay of answers: what is asked next, what sleeps, what changes, and what is refused."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date

import pytest

from twijs_desk.protocol.assess import assess
from twijs_desk.protocol.model import AnswerError, Pack
from twijs_desk.protocol.outcome import compare, outcome_as_dict

ON = date(2026, 11, 23)
SAFE = {"danger": "no", "sexual_image_minor": "no"}


def test_danger_then_image_then_who_comes_first(pack: Pack) -> None:
    assert assess(pack, {}, ON).next_question == "danger"
    assert assess(pack, {"danger": "no"}, ON).next_question == "sexual_image_minor"
    assert assess(pack, SAFE, ON).next_question == "actor"


def test_the_sexual_offence_question_follows_at_once_for_staff(pack: Pack) -> None:
    assert assess(pack, {**SAFE, "actor": "employee"}, ON).next_question == "sexual_offence"
    parent = {**SAFE, "actor": "parent", "other_capacity": "no", "has_tasks": "yes"}
    assert assess(pack, parent, ON).next_question == "sexual_offence"


@pytest.mark.parametrize(
    "told",
    [{"actor": "pupil"}, {"actor": "parent", "has_tasks": "no"}, {"actor": "unknown", "maybe_staff": "no"}],
)
def test_it_is_not_asked_of_those_without_tasks(pack: Pack, told: dict[str, str]) -> None:
    asleep = assess(pack, {**SAFE, **told, "sexual_offence": "yes"}, ON)
    assert [s.state for s in asleep.route if s.question == "sexual_offence"] == ["asleep"]
    assert asleep.inspector.outcome == "nvt"


def test_before_the_call_every_step_waits(pack: Pack) -> None:
    outcome = assess(pack, {**SAFE, "actor": "employee", "sexual_offence": "unknown"}, ON)
    assert outcome.inspector.outcome == "verplicht-wet"
    assert {"call_inspector_statute", "inform_board"} <= outcome.musts()
    possible = outcome.measures_with("allowed") | outcome.measures_with("required")
    assert possible <= {"support", "restorative_talk"}


def test_nothing_is_allowed_while_a_bar_may_still_come(pack: Pack) -> None:
    outcome = assess(pack, {**SAFE, "actor": "employee"}, ON)
    assert "staff_suspension" not in outcome.measures_with("allowed")
    assert "pupil_suspension" in outcome.measures_with("barred")


def test_both_grounds_are_shown_apart(pack: Pack) -> None:
    told = {**SAFE, "actor": "employee", "sexual_offence": "yes", "transgressive": "yes"}
    inspector = assess(
        pack, {**told, "board_informed": "yes", "reasonable_suspicion": "not_yet"}, ON
    ).inspector
    assert inspector.bases == ("statute", "protocol")
    assert [ground.sources[0] for ground in inspector.grounds] == ["wpo-4a-1", "TW-S3"]


def test_an_answer_sleeps_and_returns(pack: Pack) -> None:
    told = {**SAFE, "actor": "employee", "sexual_offence": "yes", "pupil_age": "16_17"}
    as_employee = assess(pack, told, ON)
    as_pupil = assess(pack, {**told, "actor": "pupil"}, ON)
    again = assess(pack, told, ON)
    states = {step.question: step.state for step in as_pupil.route}
    assert states["sexual_offence"] == "asleep"
    assert states["pupil_age"] == "answered"
    assert again == as_employee


def test_the_order_of_answers_does_not_matter(pack: Pack) -> None:
    told = {**SAFE, "actor": "pupil", "pupil_age": "12_15", "rule_broken": ["indecent", "lesson_use"]}
    other = dict(reversed(told.items())) | {"rule_broken": ["lesson_use", "indecent"]}
    assert assess(pack, told, ON) == assess(pack, other, ON)


def test_compare_names_what_a_changed_answer_does(pack: Pack) -> None:
    told = {**SAFE, "actor": "employee", "sexual_offence": "no", "transgressive": "no"}
    before, after = assess(pack, told, ON), assess(pack, {**told, "transgressive": "yes"}, ON)
    change = compare(before, after)
    assert "call_inspector_protocol" in {entry.id for entry in change.added if entry.kind == "obligation"}
    assert ("inspector", "nvt", "verplicht-protocol") in {(m.kind, m.before, m.after) for m in change.moved}
    back = compare(after, before)
    assert {e.id for e in back.dropped} == {e.id for e in change.added}
    assert not compare(before, before)


def test_compare_shows_a_measure_that_moves(pack: Pack) -> None:
    told = {
        **SAFE,
        "actor": "employee",
        "sexual_offence": "no",
        "transgressive": "no",
        "school_related": "yes",
        "rule_broken": ["indecent"],
        "whistleblower": "no",
        "seriousness": "serious",
        "evidence_secured": "yes",
        "conflict_of_interest": "no",
    }
    change = compare(assess(pack, told, ON), assess(pack, {**told, "whistleblower": "yes"}, ON))
    moved = {m.id: (m.before, m.after) for m in change.moved if m.kind == "measure"}
    assert moved["staff_reprimand"] == ("allowed (board)", "barred (board)")


def test_conflict_of_interest_moves_the_decision_to_the_board(pack: Pack) -> None:
    outcome = assess(
        pack, {**SAFE, "actor": "pupil", "conflict_of_interest": "yes", "pupil_age": "12_15"}, ON
    )
    assert outcome.measures == () or all(line.decides == "board" for line in outcome.measures)
    told = {
        **SAFE,
        "actor": "parent",
        "has_tasks": "no",
        "serious_theme": "no",
        "conflict_of_interest": "unknown",
    }
    lines = assess(pack, told, ON).measures
    assert lines
    assert all(line.decides == "board" for line in lines)


@pytest.mark.parametrize(
    ("answers", "question", "words"),
    [
        ({"bestaat_niet": "yes"}, "bestaat_niet", "bestaat niet"),
        ({"danger": "misschien"}, "danger", "Kies uit: yes, no, unknown"),
        ({"danger": ["yes", "no"]}, "danger", "precies één"),
        ({"danger": []}, "danger", "ten minste één"),
        ({"danger": 1}, "danger", "moet tekst zijn"),
        ({"danger": True}, "danger", "moet tekst zijn"),
        ({"danger": None}, "danger", "moet tekst zijn"),
        ({"danger": {"yes": 1}}, "danger", "moet tekst zijn"),
        ({"rule_broken": ["none", "indecent"]}, "rule_broken", "kan niet samen"),
        ({"rule_broken": ["indecent", "unknown"]}, "rule_broken", "kan niet samen"),
        ({"rule_broken": ["indecent", "indecent"]}, "rule_broken", "twee keer"),
        ({"rule_broken": [3]}, "rule_broken", "moet tekst zijn"),
    ],
)
def test_wrong_answers_are_refused_with_the_question_named(
    pack: Pack, answers: dict[str, object], question: str, words: str
) -> None:
    with pytest.raises(AnswerError, match=words) as caught:
        assess(pack, answers, ON)  # type: ignore[arg-type]  # wrong types are the point
    assert caught.value.question == question
    assert question in str(caught.value)


def test_the_outcome_is_plain_data(pack: Pack) -> None:
    outcome = assess(pack, {**SAFE, "actor": "employee", "sexual_offence": "yes"}, ON)
    data = json.loads(json.dumps(outcome_as_dict(outcome)))
    duty = next(d for d in data["obligations"] if d["id"] == "call_inspector_statute")
    assert duty["basis"] == "statute"
    assert duty["level"] == "must"
    assert duty["due_rule"]["kind"] == "same_working_day"
    assert {"sources", "holder", "reason", "because", "title"} <= duty.keys()
    assert {cause["question"] for cause in duty["because"]} == {"sexual_offence"}
    assert data["measures"]["barred"]
    assert data["next_question"] == "board_informed"
    assert {field.name for field in fields(outcome)} - data.keys() == {"police_lines"}


def test_a_date_before_the_protocol_is_said(pack: Pack) -> None:
    assert not assess(pack, {}, date(2022, 5, 22)).pack_in_force
    assert assess(pack, {}, date(2022, 5, 23)).pack_in_force


def test_articles_are_only_those_that_bind_this_person(pack: Pack) -> None:
    told = {**SAFE, "school_related": "yes", "rule_broken": ["against_mission", "indecent"]}
    as_pupil = assess(pack, {**told, "actor": "pupil", "pupil_age": "12_15"}, ON).articles
    assert "TW-A8" in as_pupil
    assert "TW-C2" not in as_pupil
    as_employee = assess(pack, {**told, "actor": "employee", "sexual_offence": "no"}, ON).articles
    assert "TW-C2" in as_employee


def test_open_questions_are_those_answered_unknown(pack: Pack) -> None:
    outcome = assess(pack, {"danger": "unknown", "sexual_image_minor": "no", "actor": "unknown"}, ON)
    assert outcome.open_questions == ("danger", "actor")


def test_a_bar_for_the_role_comes_before_one_for_the_seriousness(pack: Pack) -> None:
    told = {
        **SAFE,
        "actor": "pupil",
        "school_related": "yes",
        "rule_broken": "indecent",
        "seriousness": "light",
    }
    line = next(m for m in assess(pack, told, ON).measures if m.id == "staff_summary_dismissal")
    assert line.reason.rule == "capacity:pupil"
    child = next(
        m for m in assess(pack, {**SAFE, "actor": "parent"}, ON).measures if m.id == "pupil_suspension"
    )
    assert child.sources == ("rblim-2022-5138", "gpo-107243")
    assert child.alternative


def test_who_is_involved_himself_keeps_only_what_cannot_wait(pack: Pack) -> None:
    """The board takes over what the principal would do; safety, evidence and the handing over stay with him."""
    answers = {"danger": "yes", "actor": "parent", "conflict_of_interest": "yes", "school_related": "yes"}
    answers |= {"rule_broken": "indecent", "affected": "pupil"}
    holders = {line.id: line.holder for line in assess(pack, answers, date(2026, 11, 23)).obligations}
    assert holders["call_emergency"] == holders["case_to_board"] == holders["record_incident"] == "principal"
    assert holders["care_for_affected"] == "board"
    calm = assess(pack, {**answers, "conflict_of_interest": "no"}, date(2026, 11, 23))
    assert {line.id: line.holder for line in calm.obligations}["care_for_affected"] == "principal"
