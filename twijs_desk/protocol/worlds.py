"""A complete search through all answers that can matter to a few conditions.

A world is a set of answers chosen so far. In it a statement is true, false, *open* (the route has come to rest and
it is still undecided) or *pending* (it depends on an answer that the search has yet to choose). The search picks a
question that a pending statement waits for, tries every value of it and goes on until nothing is pending.

It leaves nothing out. Whether a condition holds depends only on the questions in it and on those that decide whether
these are asked; other answers cannot change it. Values that no condition in the search tells apart are tried once.
A branch ends early only when the search already has its answer for every choice below it, because a true or a false
statement stays so whatever is chosen later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from twijs_desk.protocol.conditions import ASLEEP, PENDING, UNANSWERED, State, Value, leaves, says, support
from twijs_desk.protocol.model import (
    UNKNOWN,
    All,
    AnyOf,
    Condition,
    FactRef,
    Is,
    IsNot,
    Known,
    Not,
    Pack,
    Question,
    Unknown,
)


class Truth(IntEnum):
    FALSE = 0
    OPEN = 1
    PENDING = 2
    TRUE = 3


TRUE: Final = (Truth.TRUE,)
NOT_TRUE: Final = (Truth.FALSE, Truth.OPEN)
_OPPOSITE: Final = (Truth.TRUE, Truth.OPEN, Truth.PENDING, Truth.FALSE)

Chosen = dict[str, Value]


class TooLarge(Exception):
    """The conditions of this pack are too tangled to prove anything within the budget."""


@dataclass(frozen=True)
class Wish:
    """The condition must come out as one of `truths`, in the world with this number."""

    condition: Condition
    truths: Collection[Truth]
    world: int = 0


class World:
    """What a set of answers decides; a question without an answer in it is pending."""

    def __init__(self, pack: Pack, chosen: Mapping[str, Value]) -> None:
        self.pack = pack
        self.chosen = chosen
        self.values: dict[str, Value] = {}
        self.facts: dict[str, Truth] = {}
        self.looked = 0

    def value(self, name: str) -> Value:
        found = self.values.get(name)
        if found is None:
            asked = self.truth(self.pack.by_id[name].when)
            if asked is Truth.TRUE:
                found = self.chosen.get(name, PENDING)
            else:
                found = ASLEEP if asked is Truth.FALSE else UNANSWERED if asked is Truth.OPEN else PENDING
            self.values[name] = found
        return found

    def truth(self, condition: Condition) -> Truth:
        self.looked += 1
        kind = type(condition)
        if kind is Is or kind is IsNot or kind is Known or kind is Unknown:
            return self._leaf(condition)
        if isinstance(condition, FactRef):
            known = self.facts.get(condition.fact)
            if known is None:
                known = self.facts[condition.fact] = self.truth(self.pack.facts[condition.fact].when)
            return known
        if isinstance(condition, All):
            worst = Truth.TRUE
            for part in condition.parts:
                here = self.truth(part)
                if here is Truth.FALSE:
                    return here
                if here is Truth.PENDING or (here is Truth.OPEN and worst is Truth.TRUE):
                    worst = here
            return worst
        if isinstance(condition, AnyOf):
            best = Truth.FALSE
            for part in condition.parts:
                here = self.truth(part)
                if here is Truth.TRUE:
                    return here
                best = max(best, here)
            return best
        assert isinstance(condition, Not)
        return _OPPOSITE[self.truth(condition.part)]

    def _leaf(self, leaf: Condition) -> Truth:
        assert isinstance(leaf, Is | IsNot | Known | Unknown)
        value = self.value(leaf.question)
        if isinstance(value, State):
            if value is ASLEEP:
                return Truth.FALSE
            if value is PENDING:
                return Truth.PENDING
            return Truth.OPEN if isinstance(leaf, Is | IsNot) else Truth.FALSE
        return Truth.TRUE if says(leaf, value) else Truth.FALSE

    def waits_for(self, condition: Condition) -> str | None:
        """A question whose answer a pending condition waits for, and that is surely asked."""
        if self.truth(condition) is not Truth.PENDING:
            return None
        match condition:
            case All(parts) | AnyOf(parts):
                return next((name for part in parts if (name := self.waits_for(part)) is not None), None)
            case Not(part):
                return self.waits_for(part)
            case FactRef(fact):
                return self.waits_for(self.pack.facts[fact].when)
            case Is(name, _) | IsNot(name, _) | Known(name) | Unknown(name):
                return self.waits_for(self.pack.by_id[name].when) or name

    def pending(self, condition: Condition) -> set[str]:
        """Every question that a pending condition may still wait for."""
        found: set[str] = set()
        todo = [condition]
        while todo:
            part = todo.pop()
            if self.truth(part) is not Truth.PENDING:
                continue
            match part:
                case All(parts) | AnyOf(parts):
                    todo.extend(parts)
                case Not(inner):
                    todo.append(inner)
                case FactRef(fact):
                    todo.append(self.pack.facts[fact].when)
                case Is(name, _) | IsNot(name, _) | Known(name) | Unknown(name):
                    if name not in found:
                        found.add(name)
                        todo.append(self.pack.by_id[name].when)
        return found


class Searcher:
    """Searches one pack; `budget` counts the statements that may still be looked at."""

    def __init__(self, pack: Pack, budget: int) -> None:
        self.pack = pack
        self.budget = budget
        self._needs = {q.id: support(q.when, pack.facts) for q in pack.questions}
        self._when_tests = {q.id: _tests([q.when], pack) for q in pack.questions}
        self._option_sets: dict[tuple[str, frozenset[tuple[str, ...]]], list[Value]] = {}

    def find(
        self, wishes: Sequence[Wish], *, partial: bool, worlds: Sequence[Mapping[str, Value]] = ({},)
    ) -> Chosen | None:
        """Answers for which every wish comes true, or None when there are none.

        `partial` also tries to leave questions open, as on a route that is under way; `worlds` fixes answers.
        """
        domains = self._domains([wish.condition for wish in wishes], partial)
        return self._search({}, wishes, worlds, domains)

    def _search(
        self,
        chosen: Chosen,
        wishes: Sequence[Wish],
        worlds: Sequence[Mapping[str, Value]],
        domains: Mapping[str, list[Value]],
    ) -> Chosen | None:
        here = [World(self.pack, {**chosen, **fixed}) for fixed in worlds]
        waiting: Sequence[Wish] = ()  # what has come out as wished stays so, and is not looked at again below
        for number, wish in enumerate(wishes):
            truth = here[wish.world].truth(wish.condition)
            if truth is Truth.PENDING:
                waiting = wishes[number:]
                break
            if truth not in wish.truths:
                self._pay(here)
                return None
        name = here[waiting[0].world].waits_for(waiting[0].condition) if waiting else None
        self._pay(here)
        if name is None:
            return chosen
        for value in domains[name]:
            found = self._search({**chosen, name: value}, waiting, worlds, domains)
            if found is not None:
                return found
        return None

    def _pay(self, worlds: Iterable[World]) -> None:
        self.budget -= sum(world.looked for world in worlds)
        if self.budget < 0:
            raise TooLarge

    def _domains(self, conditions: Sequence[Condition], partial: bool) -> dict[str, list[Value]]:
        """For each question that can matter one value of every group that the conditions cannot tell apart."""
        told = _tests(conditions, self.pack)
        todo, seen = list(told), set(told)
        while todo:
            for name in self._needs[todo.pop()]:
                if name not in seen:
                    seen.add(name)
                    todo.append(name)
        for name in seen:
            for other, tests in self._when_tests[name].items():
                told.setdefault(other, set()).update(tests)
        rest: list[Value] = [UNANSWERED] if partial else []
        return {name: [*self._values(self.pack.by_id[name], told[name]), *rest] for name in seen}

    def _values(self, question: Question, tests: set[tuple[str, ...]]) -> list[Value]:
        key = (question.id, frozenset(tests))
        if key not in self._option_sets:
            self._option_sets[key] = _grouped(question, sorted(tests))
        return self._option_sets[key]


def _tests(conditions: Iterable[Condition], pack: Pack) -> dict[str, set[tuple[str, ...]]]:
    """By question the groups of answers that the conditions ask about."""
    told: dict[str, set[tuple[str, ...]]] = {}
    for condition in conditions:
        for leaf in leaves(condition, pack.facts):
            options = leaf.options if isinstance(leaf, Is | IsNot) else (UNKNOWN,)
            told.setdefault(leaf.question, set()).add(options)
    return told


def _grouped(question: Question, tests: Sequence[tuple[str, ...]]) -> list[Value]:
    """One value for every way in which the tests can come out together.

    With several answers at once the tests that come out true are those of each answer together, so all ways are
    found by adding one answer at a time until nothing new appears.
    """
    marks = {
        option.id: frozenset(number for number, test in enumerate(tests) if option.id in test)
        for option in question.options
    }
    found: dict[frozenset[int], Value] = {}
    for option in question.options:
        found.setdefault(marks[option.id], (option.id,))
    if question.kind == "multi":
        together = [option.id for option in question.options if not option.exclusive]
        sets: dict[frozenset[int], tuple[str, ...]] = {}
        for option_id in together:
            for signature, members in [*sets.items(), (frozenset(), ())]:
                sets.setdefault(signature | marks[option_id], (*members, option_id))
            if len(sets) > MAX_GROUPS:
                raise TooLarge
        for signature, members in sets.items():
            found.setdefault(signature, members)
    return list(found.values())


MAX_GROUPS: Final = 4096
