"""Can the answer to a question still change something? Only then is it asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from twijs_desk.protocol import claims
from twijs_desk.protocol.conditions import Value, support
from twijs_desk.protocol.model import FOREVER, Condition, MeasureRule, Pack, Question, Validity, Watched
from twijs_desk.protocol.worlds import World


def watched(pack: Pack) -> Mapping[str, tuple[Watched, ...]]:
    """By question everything in the pack whose outcome it can have a part in, also by having others asked."""
    found: dict[str, list[Watched]] = {question.id: [] for question in pack.questions}
    needs = {question.id: support(question.when, pack.facts) for question in pack.questions}
    for condition, validity in _outcomes(pack):
        todo, seen = list(support(condition, pack.facts)), set[str]()
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(needs[name])
        for name in seen:
            found[name].append(Watched(condition, validity))
    return {name: tuple(parts) for name, parts in found.items()}


def matters(pack: Pack, question: Question, given: Mapping[str, Value], on: date) -> bool:
    """Whether some part of the outcome on this day still waits for the question, after the answers so far."""
    if any(option.articles for option in question.options):
        return True  # which article was broken is part of the outcome itself
    world = World(pack, given)
    return any(
        part.validity.holds(on) and question.id in world.pending(part.condition)
        for part in pack.watched.get(question.id, ())
    )


def _outcomes(pack: Pack) -> Iterator[tuple[Condition, Validity]]:
    for duty in pack.obligations:
        yield duty.when, duty.validity
    for measure in pack.measures:
        for status in ("barred", "required", "allowed"):
            yield claims.status_condition(pack, measure, status), measure.validity
        if _dated(pack, measure):  # a status that a sleeping rule would hide can show today
            yield from ((rule.when, rule.validity) for rule in measure.rules)
    for letter in pack.letters:
        if letter.when is not None:
            yield letter.when, letter.validity
    for warning in pack.warnings:
        yield warning.when, warning.validity
    for dossier in pack.dossiers:
        yield dossier.when, dossier.validity
    for register in pack.registers:
        yield register.when, register.validity
    for ground in pack.inspector:
        yield ground.when, ground.validity
    for line in pack.police:
        yield line.when, line.validity
    for shift in pack.decider_shifts:
        yield shift.when, shift.validity


def _dated(pack: Pack, measure: MeasureRule) -> bool:
    """Whether what holds for this measure depends on the day."""
    wide = (bar.validity for bar in pack.bars if measure.kind in bar.kinds or measure.id in bar.measures)
    return any(validity != FOREVER for validity in (*(rule.validity for rule in measure.rules), *wide))
