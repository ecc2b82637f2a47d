"""The search against plain trying: on small packs made by chance both must say the same."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Iterator, Mapping

import pytest

from twijs_desk.protocol.conditions import ASLEEP, UNANSWERED, Value, holds
from twijs_desk.protocol.load import load
from twijs_desk.protocol.model import (
    ALWAYS,
    UNKNOWN,
    All,
    AnyOf,
    Condition,
    Is,
    IsNot,
    Known,
    Not,
    Option,
    Pack,
    Question,
    Unknown,
)
from twijs_desk.protocol.proof import Prover
from twijs_desk.protocol.worlds import NOT_TRUE, TRUE, Searcher, TooLarge, Truth, Wish


def small_pack(pack: Pack, chance: random.Random) -> Pack:
    """Five questions with conditions by chance, in place of those of a real pack."""
    questions: list[Question] = []
    for number in range(5):
        names = ["a", "b", UNKNOWN] if chance.random() < 0.7 else ["a", "b", "c", UNKNOWN]
        options = tuple(Option(name, name, exclusive=name == UNKNOWN) for name in names)
        when = condition(chance, questions, 2) if questions and chance.random() < 0.7 else ALWAYS
        kind = "multi" if chance.random() < 0.3 else "choice"
        questions.append(
            Question(f"q{number}", "s", "t", "h", "w", options, kind, when, ("x",), (), (), "n", cautious="a")
        )
    return dataclasses.replace(pack, questions=tuple(questions), by_id={q.id: q for q in questions}, facts={})


def condition(chance: random.Random, questions: list[Question], depth: int) -> Condition:
    if depth == 0 or chance.random() < 0.3:
        question = chance.choice(questions)
        names = tuple(
            chance.sample([o.id for o in question.options], chance.randint(1, len(question.options) - 1))
        )
        return chance.choice(
            [
                Is(question.id, names),
                IsNot(question.id, names),
                Known(question.id),
                Unknown(question.id),
            ]
        )
    parts = tuple(condition(chance, questions, depth - 1) for _ in range(chance.randint(1, 3)))
    return chance.choice([All(parts), AnyOf(parts), Not(parts[0])])


def worlds(pack: Pack, partial: bool) -> Iterator[Mapping[str, Value]]:
    """Every set of answers, one by one; a question that is not asked sleeps or stays open."""
    choices = [pick if partial else pick[:-1] for pick in picks(pack, None)]
    for picked in itertools.product(*choices):
        yield put(pack, picked)


@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_the_search_finds_an_answer_exactly_when_trying_all_does(
    pack: Pack, seed: int, partial: bool
) -> None:
    chance = random.Random(seed)
    small = small_pack(pack, chance)
    first, second = (condition(chance, list(small.questions), 3) for _ in range(2))
    tried = any(
        holds(first, values, {}) is True and holds(second, values, {}) is not True
        for values in worlds(small, partial)
    )
    found = Searcher(small, 10_000_000).find([Wish(first, TRUE), Wish(second, NOT_TRUE)], partial=partial)
    assert (found is not None) is tried


@pytest.mark.parametrize("seed", range(30))
def test_what_the_search_finds_is_really_so(pack: Pack, seed: int) -> None:
    chance = random.Random(1000 + seed)
    small = small_pack(pack, chance)
    wanted = condition(chance, list(small.questions), 3)
    found = Searcher(small, 10_000_000).find([Wish(wanted, TRUE)], partial=False)
    if found is None:
        return
    values: dict[str, Value] = {}
    for question in small.questions:
        applies = holds(question.when, values, {})
        pick = found.get(question.id, (question.options[0].id,))
        values[question.id] = ASLEEP if applies is False else pick if applies else UNANSWERED
    assert holds(wanted, values, {}) is True


def test_a_question_with_many_answers_is_tried_in_every_combination(pack: Pack) -> None:
    """Nine answers that nine conditions tell apart: all of them together must be found as well."""
    many = pack.question("rule_broken")
    names = [option.id for option in many.options if not option.exclusive][:9]
    assert many.kind == "multi"
    together = All(tuple(Is("rule_broken", (name,)) for name in names))
    found = Searcher(pack, 10_000_000).find([Wish(together, TRUE)], partial=False)
    assert found is not None
    assert set(names) <= set(found["rule_broken"])


def test_a_pack_too_tangled_to_prove_is_refused_and_does_not_hang(pack_files: dict[str, str]) -> None:
    pack = load(pack_files)
    with pytest.raises(TooLarge):
        Searcher(pack, 50).find([Wish(Is("reasonable_suspicion", ("yes",)), TRUE)], partial=False)


def test_open_is_neither_true_nor_false() -> None:
    assert Truth.OPEN in NOT_TRUE
    assert Truth.PENDING not in (*NOT_TRUE, *TRUE)


@pytest.mark.parametrize("seed", range(60))
def test_less_on_unknown_is_found_exactly_when_trying_all_finds_it(pack: Pack, seed: int) -> None:
    """Also where the words alone say that no search is needed."""
    chance = random.Random(5000 + seed)
    small = small_pack(pack, chance)
    rule = condition(chance, list(small.questions), 3)
    prover = Prover(small)
    for question in small.questions:
        sure: dict[tuple[object, ...], bool | None] = {}
        unsure: dict[tuple[object, ...], bool | None] = {}
        for picked in itertools.product(*picks(small, question)):
            rest = tuple(pick for pick, q in zip(picked, small.questions, strict=True) if q is not question)
            place = [q.id for q in small.questions].index(question.id)
            for into, own in ((sure, ("a",)), (unsure, (UNKNOWN,))):
                values = put(small, (*picked[:place], own, *picked[place + 1 :]))
                into[rest] = holds(rule, values, {})
        tried = any(result is True and unsure[rest] is not True for rest, result in sure.items())
        assert (prover.less_on_unknown((rule,), question) is not None) is tried, question.id


def picks(pack: Pack, fixed: Question | None) -> list[list[Value]]:
    """The answers to try per question; the fixed one gets its answers later. Open comes last."""
    found: list[list[Value]] = []
    for question in pack.questions:
        alone: list[Value] = [(option.id,) for option in question.options]
        if question.kind == "multi":
            free = [o.id for o in question.options if not o.exclusive]
            for size in range(2, len(free) + 1):
                alone.extend(itertools.combinations(free, size))
        found.append([UNANSWERED] if question is fixed else [*alone, UNANSWERED])
    return found


def put(pack: Pack, picked: tuple[Value, ...]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for question, pick in zip(pack.questions, picked, strict=True):
        applies = holds(question.when, values, {})
        values[question.id] = ASLEEP if applies is False else pick if applies else UNANSWERED
    return values
