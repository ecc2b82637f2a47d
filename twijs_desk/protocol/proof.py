"""Proves properties of a pack by searching all answers that can matter, for the loader and the tests.

The search is complete. Whether a rule fires depends only on the questions in its condition, and on those that
decide whether these are asked. Over that small set every value is tried; values that no condition in the set
tells apart count as one, and a branch stops as soon as the goal is decided for everything below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

from twijs_desk.protocol.conditions import (
    ASLEEP,
    PENDING,
    UNANSWERED,
    State,
    Value,
    Values,
    holds,
    leaves,
    support,
)
from twijs_desk.protocol.links import Places
from twijs_desk.protocol.model import UNKNOWN, All, Condition, Defect, Is, Not, Pack, Question

BUDGET: Final = 2_500_000  # statements looked at for one pack, some seconds; TWijs needs a fifth of it

_TOO_LARGE: Final = "de voorwaarden hangen zo ingewikkeld samen dat de regelset niet te bewijzen is"

Goal = Callable[[Mapping[str, Value]], bool | None]


class TooLarge(Exception):
    """The conditions of this pack are too tangled to prove anything within the budget."""


class Prover:
    def __init__(self, pack: Pack, budget: int = BUDGET) -> None:
        self.pack = pack
        self.budget = budget
        self.needs = {q.id: support(q.when, pack.facts) for q in pack.questions}

    def reach(self, condition: Condition) -> dict[str, tuple[str, ...]] | None:
        """Answers that make the condition true, or None when no answers can."""
        closure = self._closure([condition])

        def goal(chosen: Mapping[str, Value]) -> bool | None:
            return holds(condition, self._derive(closure, chosen), self.pack.facts)

        domains = self._domains(closure, [condition], partial=False)
        found = self._search(closure, {}, goal, domains, self._weight(closure, condition))
        return None if found is None else {q: v for q, v in found.items() if not isinstance(v, State)}

    def less_on_unknown(self, condition: Condition, question: Question) -> dict[str, Value] | None:
        """Answers for which the rule fires on the cautious answer and not on *unknown*, if there are any."""
        closure = self._closure([condition])
        if question not in closure or question.cautious is None:
            return None
        cautious: Value = (question.cautious,)

        def goal(chosen: Mapping[str, Value]) -> bool | None:
            sure = holds(condition, self._derive(closure, {**chosen, question.id: cautious}), self.pack.facts)
            if sure is False:
                return False
            unsure_values = self._derive(closure, {**chosen, question.id: (UNKNOWN,)})
            unsure = holds(condition, unsure_values, self.pack.facts)
            if unsure is True:
                return False
            return True if sure and (unsure is False or _settled(chosen, closure, question)) else None

        domains = self._domains(closure, [condition], partial=True)
        domains[question.id] = [cautious]
        return self._search(closure, {}, goal, domains, 2 * self._weight(closure, condition))

    def _weight(self, closure: list[Question], condition: Condition) -> int:
        """What one search step costs: the statements that are looked at."""
        conditions = [condition, *(question.when for question in closure)]
        return sum(1 + sum(1 for _ in leaves(part, self.pack.facts)) for part in conditions)

    def _closure(self, conditions: Iterable[Condition]) -> list[Question]:
        todo = [q for condition in conditions for q in support(condition, self.pack.facts)]
        seen: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(self.needs[name])
        return [question for question in self.pack.questions if question.id in seen]

    def _domains(
        self, closure: list[Question], conditions: list[Condition], partial: bool
    ) -> dict[str, list[Value]]:
        """For each question one value of every group that the conditions cannot tell apart."""
        told: dict[str, set[tuple[str, ...]]] = {question.id: set() for question in closure}
        for condition in [*conditions, *(question.when for question in closure)]:
            for leaf in leaves(condition, self.pack.facts):
                told[leaf.question].add(leaf.options if hasattr(leaf, "options") else (UNKNOWN,))
        domains: dict[str, list[Value]] = {}
        for question in closure:
            groups: dict[tuple[bool, ...], Value] = {}
            tests = sorted(told[question.id])
            for value in _values(question, {option for test in tests for option in test}):
                signature = tuple(any(option in value for option in test) for test in tests)
                groups.setdefault(signature, value)
            domains[question.id] = [*groups.values(), *([UNANSWERED] if partial else [])]
        return domains

    def _derive(self, closure: list[Question], chosen: Mapping[str, Value]) -> Values:
        """Chosen answers with the questions that do not apply put to sleep."""
        values: dict[str, Value] = {}
        for question in closure:
            applies = holds(question.when, values, self.pack.facts)
            pick = chosen.get(question.id, PENDING)
            if applies is False:
                values[question.id] = ASLEEP
            elif applies is None and pick is not PENDING and not isinstance(pick, State):
                # an answer counts only once it is certain that the question is asked
                values[question.id] = UNANSWERED if _all_chosen(question, chosen, self.needs) else PENDING
            else:
                values[question.id] = pick
        return values

    def _search(
        self,
        closure: list[Question],
        chosen: dict[str, Value],
        goal: Goal,
        domains: Mapping[str, list[Value]],
        weight: int,
    ) -> dict[str, Value] | None:
        self.budget -= weight
        if self.budget < 0:
            raise TooLarge
        verdict = goal(chosen)
        if verdict is not None:
            return dict(chosen) if verdict else None
        question = next((q for q in closure if q.id not in chosen), None)
        if question is None:
            return None
        for value in domains[question.id]:
            found = self._search(closure, {**chosen, question.id: value}, goal, domains, weight)
            if found is not None:
                return found
        return None


def _all_chosen(
    question: Question, chosen: Mapping[str, Value], needs: Mapping[str, tuple[str, ...]]
) -> bool:
    todo, seen = list(needs[question.id]), set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        if name not in chosen:
            return False
        todo.extend(needs[name])
    return True


def _settled(chosen: Mapping[str, Value], closure: list[Question], question: Question) -> bool:
    return all(other.id in chosen or other is question for other in closure)


def _values(question: Question, mentioned: set[str]) -> Iterator[tuple[str, ...]]:
    for option in question.options:
        yield (option.id,)
    if question.kind == "multi":
        together = [option.id for option in question.options if not option.exclusive]
        relevant = [option for option in together if option in mentioned]
        other = next((option for option in together if option not in mentioned), None)
        if len(relevant) > 8:
            relevant = relevant[:8]
        for size in range(1, len(relevant) + 1):
            for group in combinations(relevant, size):
                yield group
                if other is not None:
                    yield (*group, other)


def reach_defects(pack: Pack, places: Places) -> list[Defect]:
    """Every part that no answers can ever bring up."""
    prover = Prover(pack)
    defects: list[Defect] = []
    try:
        for kind, name, message, condition in _must_be_reachable(pack):
            if prover.reach(condition) is None:
                file, place = places.get((kind, name), ("pack.toml", f"{kind} {name}"))
                defects.append(Defect(file, place, message))
    except TooLarge:
        defects.append(Defect("pack.toml", "pack", _TOO_LARGE))
    return defects


def unknown_defects(pack: Pack, places: Places) -> list[Defect]:
    """Every duty that *unknown* loses and the cautious answer to the same question brings."""
    prover = Prover(pack)
    defects: list[Defect] = []
    try:
        for duty in pack.obligations:
            for question in pack.questions if duty.level == "must" else ():
                if prover.less_on_unknown(duty.when, question) is not None:
                    file, place = places.get(("obligation", duty.id), ("pack.toml", duty.id))
                    message = (
                        f"bij de vraag ‘{question.id}’ vervalt deze plicht door ‘weet ik nog niet’, "
                        f"terwijl zij geldt bij ‘{question.cautious}’"
                    )
                    defects.append(Defect(file, place, message))
    except TooLarge:
        defects.append(Defect("pack.toml", "pack", _TOO_LARGE))
    return defects


def _must_be_reachable(pack: Pack) -> Iterator[tuple[str, str, str, Condition]]:
    for question in pack.questions:
        yield "question", question.id, "deze vraag kan nooit gesteld worden", question.when
    for fact in pack.facts.values():
        yield "fact", fact.id, "dit feit kan nooit waar zijn", fact.when
    for duty in pack.obligations:
        yield "obligation", duty.id, "deze plicht kan nooit ontstaan", duty.when
    for measure in pack.measures:
        for number, rule in enumerate(measure.rules, 1):
            condition = measure_condition(pack, measure.id, number - 1)
            message = f"de regel nummer {number} ({rule.status}) van deze maatregel kan nooit gelden"
            yield "measure", measure.id, message, condition
    for bar in pack.bars:
        yield "bar", bar.id, "dit verbod kan nooit gelden", bar.when
    for shift in pack.decider_shifts:
        yield "decider", shift.id, "deze regel kan nooit gelden", shift.when
    for letter in pack.letters:
        if letter.when is not None:
            yield "letter", letter.code, "deze brief kan nooit nodig zijn", letter.when
        elif not any(letter.code in measure.letters for measure in pack.measures):
            yield "letter", letter.code, "geen enkele regel gebruikt deze brief", Not(All(()))
    for warning in pack.warnings:
        yield "warning", warning.id, "deze waarschuwing kan nooit verschijnen", warning.when
    for dossier in pack.dossiers:
        yield "dossier", dossier.id, "deze dossierregel kan nooit gelden", dossier.when
    for ground in pack.inspector:
        yield "inspector", ground.id, "deze regel kan nooit gelden", ground.when
    for line in pack.police:
        yield "police", line.id, "deze regel kan nooit gelden", line.when


def measure_condition(pack: Pack, measure_id: str, number: int) -> Condition:
    """When this status rule decides the measure: it holds, and nothing before it does."""
    measure = next(m for m in pack.measures if m.id == measure_id)
    rule = measure.rules[number]
    earlier = [other for other in measure.rules[:number] if other.status == rule.status]
    parts: list[Condition] = [rule.when, *(Not(other.when) for other in earlier)]
    if rule.status != "barred" or pack.capacity_question not in support(rule.when, pack.facts):
        parts.append(Is(pack.capacity_question, measure.applies_to))
    if rule.status != "barred":
        parts.extend(Not(other.when) for other in measure.rules if other.status == "barred")
        parts.extend(
            Not(bar.when) for bar in pack.bars if measure.kind in bar.kinds or measure.id in bar.measures
        )
    if rule.status == "allowed":
        parts.extend(Not(other.when) for other in measure.rules if other.status == "required")
    return All(tuple(parts))
