"""Properties of the whole TWijs pack: proved over all answers that matter, and tried on random walks."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twijs_desk.protocol.assess import assess
from twijs_desk.protocol.claims import rule_condition
from twijs_desk.protocol.conditions import holds, support
from twijs_desk.protocol.links import conditions_of
from twijs_desk.protocol.load import check
from twijs_desk.protocol.model import UNKNOWN, Is, Pack, Question
from twijs_desk.protocol.outcome import compare
from twijs_desk.protocol.proof import Prover

ON = date(2026, 11, 23)
ARTICLES = [f"A{n}" for n in range(1, 10)] + [f"B{n}" for n in range(1, 6)]
ARTICLES += [f"C{n}" for n in range(1, 5)] + [f"S{n}" for n in range(1, 8)]
STABLE = """
danger sexual_image_minor actor maybe_staff during_service pupil_age sexual_offence board_informed
rule_broken school_related transgressive personal_data_leak breach_risk crime_possible
complaint_offence evidence_secured reasonable_suspicion whistleblower conflict_of_interest own_class
seriousness repeated
""".split()


def walk(pack: Pack, answers: dict[str, list[str]], pick: dict[str, str]) -> dict[str, list[str]]:
    """Answers everything that is asked, with the pick or the first option; fails when there is no end."""
    for _ in range(len(pack.questions) + 1):
        question = assess(pack, answers, ON).next_question
        if question is None:
            return answers
        options = [option.id for option in pack.question(question).options]
        answers = {**answers, question: [pick.get(question, options[0])]}
    raise AssertionError("geen einde")


@pytest.mark.slow  # in every ordinary run `twijs-desk pack check` does this (tools/checks.py)
def test_the_pack_has_no_defects(pack_files: dict[str, str]) -> None:
    assert check(pack_files) == ()


def test_all_25_articles_are_there_and_have_a_place(pack: Pack) -> None:
    footnotes = ["fn2", "fn3", "fn5"]  # those that hold a rule; the others explain words
    assert [article.number for article in pack.articles] == ARTICLES + footnotes
    placed = {a for q in pack.questions for option in q.options for a in option.articles}
    for part in (pack.obligations, pack.measures, pack.warnings, pack.dossiers, pack.inspector, pack.police):
        placed.update(source for rule in part for source in rule.sources)
    placed.update(source for q in pack.questions for source in q.sources)
    assert [a.number for a in pack.articles if a.id not in placed] == []
    assert all(article.since == date(2022, 5, 23) for article in pack.articles)


def test_question_codes_stay_what_they_are(pack: Pack) -> None:
    assert set(STABLE) <= {question.id for question in pack.questions}


def test_every_question_offers_not_known_as_an_ordinary_answer(pack: Pack) -> None:
    for question in pack.questions:
        unknown = question.option(UNKNOWN)
        assert unknown is not None
        assert "weet ik nog niet" in unknown.label.lower()


def test_every_option_of_every_question_leads_to_an_end(pack: Pack) -> None:
    prover = Prover(pack)
    for question in pack.questions:
        start = prover.reach(question.when)
        assert start is not None, question.id
        for option in question.options:
            answers = {q: list(v) for q, v in start.items()} | {question.id: [option.id]}
            end = walk(pack, answers, {})
            states = {step.question: step.state for step in assess(pack, end, ON).route}
            assert states[question.id] == "answered"


@pytest.mark.parametrize("kind", ["obligation", "letter", "warning", "dossier", "inspector", "police"])
def test_every_rule_is_reached_by_a_real_path(pack: Pack, kind: str) -> None:
    """The prover finds answers; `assess`, which knows nothing of the prover, must then show the line."""
    prover = Prover(pack)
    for found_kind, name, condition in conditions_of(pack):
        if found_kind != kind:
            continue
        start = prover.reach(condition)
        assert start is not None, name
        outcome = assess(pack, start, ON)
        shown = {
            "obligation": {line.id for line in outcome.obligations},
            "letter": {line.code for line in outcome.letters},
            "warning": {line.id for line in outcome.warnings},
            "dossier": {line.reason.rule for line in outcome.dossiers},
            "inspector": {ground.reason.rule for ground in outcome.inspector.grounds},
            "police": {line.reason.rule for line in outcome.police_lines},
        }[kind]
        assert name in shown


def test_every_measure_status_is_reached_by_a_real_path(pack: Pack) -> None:
    prover = Prover(pack)
    for measure in pack.measures:
        for rule in measure.rules:
            start = prover.reach(rule_condition(pack, measure, rule))
            assert start is not None, (measure.id, rule.status)
            line = next(m for m in assess(pack, start, ON).measures if m.id == measure.id)
            assert (line.status, line.reason.text) == (rule.status, rule.reason)


def test_every_letter_of_a_measure_is_offered_somewhere(pack: Pack) -> None:
    prover = Prover(pack)
    for measure in pack.measures:
        allowed = next(rule for rule in measure.rules if rule.status == "allowed")
        start = prover.reach(rule_condition(pack, measure, allowed))
        assert start is not None
        assert set(measure.letters) <= {line.code for line in assess(pack, start, ON).letters}


def test_yes_is_a_cautious_answer_wherever_it_can_bring_a_duty(pack: Pack) -> None:
    for question in pack.questions:
        if question.option("yes") is not None and question.id not in ("own_class",):
            assert question.cautious == "yes", question.id


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_random_walks_end_and_unknown_keeps_every_duty(pack: Pack, data: st.DataObject) -> None:
    answers: dict[str, list[str]] = {}
    while (name := assess(pack, answers, ON).next_question) is not None:
        answers[name] = data.draw(_answer(pack.question(name)), label=name)
        assert len(answers) <= len(pack.questions)
    asked = [step.question for step in assess(pack, answers, ON).route if step.state == "answered"]
    question = pack.question(data.draw(st.sampled_from(asked), label="changed"))
    unsure = assess(pack, {**answers, question.id: UNKNOWN}, ON).musts()
    for option in {"yes", question.cautious} & {option.id for option in question.options}:
        assert assess(pack, {**answers, question.id: str(option)}, ON).musts() <= unsure


def _answer(question: Question) -> st.SearchStrategy[list[str]]:
    single = st.sampled_from([[option.id] for option in question.options])
    if question.kind == "choice":
        return single
    several = [option.id for option in question.options if not option.exclusive]
    return single | st.lists(st.sampled_from(several), min_size=1, max_size=4, unique=True)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_measure_outside_the_role_and_none_before_the_call(pack: Pack, data: st.DataObject) -> None:
    answers: dict[str, list[str]] = {}
    while (name := assess(pack, answers, ON).next_question) is not None:
        answers[name] = data.draw(_answer(pack.question(name)), label=name)
        outcome = assess(pack, answers, ON)
        possible = outcome.measures_with("allowed") | outcome.measures_with("required")
        actor = answers.get("actor", [""])[0]
        for measure in pack.measures:
            if measure.id in possible:
                assert actor in measure.applies_to
        if outcome.inspector.outcome == "verplicht-wet" and answers.get(
            "reasonable_suspicion", [UNKNOWN]
        ) == [UNKNOWN]:
            assert possible <= {"support", "restorative_talk"}
        if answers.get("personal_data_leak", ["no"]) != ["no"]:
            hours = [line for line in outcome.obligations if line.due.kind == "elapsed_hours"]
            assert any(line.due.amount == 72 for line in hours)
        if answers.get("sexual_image_minor", ["no"]) != ["no"]:
            assert {"image_no_copy", "image_police_first", "image_describe_only"} <= outcome.musts()
            assert not {"pupil_remove_content", "platform_notice"} & possible


def test_a_pupil_suspension_needs_its_guards(pack: Pack) -> None:
    suspension = next(m for m in pack.measures if m.id == "pupil_suspension")
    assert {"parents_heard", "reasons_written", "max_school_week", "written_to_parents"} <= set(
        suspension.guards
    )
    removal = next(m for m in pack.measures if m.id == "pupil_removal")
    assert {"other_school_willing", "earlier_warning", "teacher_heard_law", "leerplicht_notice"} <= set(
        removal.guards
    )
    assert pack.mandates[removal.decided_by].decides == "board"


def test_the_only_outcome_for_parents_and_outsiders_is_their_own_list(pack: Pack) -> None:
    for measure in pack.measures:
        if measure.id.startswith(("staff_", "pupil_")):
            assert not {"parent", "former_employee", "outsider", "unknown"} & set(measure.applies_to)
        if measure.id.startswith("staff_"):
            assert measure.applies_to == ("employee",)


def test_the_inspector_line(pack: Pack) -> None:
    contact = pack.contacts["inspector"]
    assert contact.number == "0900-1113111"
    assert contact.display == "0900 111 3 111"
    assert contact.tel == "tel:09001113111"
    assert (contact.opens.hour, contact.closes.hour) == (8, 17) if contact.opens and contact.closes else False
    assert "0900-8844" in contact.advice
    assert "112" in contact.advice


def test_the_texts_are_plain(pack: Pack) -> None:
    """No word that accuses, and no sentence that runs on (at most 30 words)."""
    texts = [q.text for q in pack.questions] + [w.text for w in pack.warnings]
    texts += [d.explanation for d in pack.obligations] + [a.text for a in pack.articles]
    texts += [rule.reason for m in pack.measures for rule in m.rules]
    for text in texts:
        for sentence in re.split(r"[.?!:;] ", text):
            assert len(sentence.split()) <= 30, sentence
        assert not re.search(r"\b(middels|derhalve|onderhavige|conform|inzake|u dient te)\b", text), text


def test_questions_depend_only_on_what_was_asked_before(pack: Pack) -> None:
    seen: set[str] = set()
    for question in pack.questions:
        assert set(support(question.when, pack.facts)) <= seen
        seen.add(question.id)


def test_the_prover_does_not_find_what_cannot_be(pack: Pack) -> None:
    prover = Prover(pack)
    impossible = prover.reach(Is("sexual_offence", ("yes",)))
    assert impossible is not None
    assert impossible["actor"] != ("pupil",)


def test_every_question_can_change_the_outcome(pack: Pack) -> None:
    """On some way through the route that asks it, two of its answers give different lines."""
    prover = Prover(pack)
    for question in pack.questions:
        start = prover.reach(question.when)
        assert start is not None
        assert any(_changes(pack, question, start, random.Random(seed)) for seed in range(40)), question.id


def _changes(
    pack: Pack, question: Question, start: dict[str, tuple[str, ...]], chance: random.Random
) -> bool:
    picks = {q.id: chance.choice([o.id for o in q.options if o.id != UNKNOWN]) for q in pack.questions}
    end = walk(pack, {q: list(v) for q, v in start.items()}, picks)
    seen = set()
    for option in question.options:
        outcome = assess(pack, walk(pack, {**end, question.id: [option.id]}, picks), ON)
        lines = tuple(line.id for line in outcome.obligations)
        letters = tuple(line.code for line in outcome.letters)
        measures = tuple((line.id, line.status, line.decides) for line in outcome.measures)
        seen.add((lines, letters, measures, tuple(line.id for line in outcome.warnings), outcome.articles))
    return len(seen) > 1


def test_a_question_is_only_asked_while_it_can_still_change_something(pack: Pack) -> None:
    """Wherever a walk asks, some part of the outcome is undecided; skipped questions change nothing at all."""
    chance = random.Random(7)
    skipped = 0
    for _ in range(25):
        answers: dict[str, list[str]] = {}
        while (name := assess(pack, answers, ON).next_question) is not None:
            answers[name] = [chance.choice([option.id for option in pack.question(name).options])]
        end = assess(pack, answers, ON)
        values = {q: tuple(v) for q, v in answers.items()}
        for question in pack.questions:
            if question.id in answers or holds(question.when, values, pack.facts) is not True:
                continue
            skipped += 1
            for option in question.options:
                other = assess(pack, {**answers, question.id: [option.id]}, ON)
                assert not compare(end, other), (question.id, option.id)
    assert skipped
