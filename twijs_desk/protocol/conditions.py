"""Conditions over answers, in three values: yes, no and not decided yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from twijs_desk.protocol.model import (
    UNKNOWN,
    All,
    AnyOf,
    Condition,
    Fact,
    FactRef,
    Is,
    IsNot,
    Known,
    Not,
    Unknown,
)


class State:
    """Why a question has no answer; compared by identity."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


ASLEEP: Final = State("asleep")  # the question does not apply: every statement about it is false
UNANSWERED: Final = State("unanswered")  # it applies, or may still apply, and has no answer yet
PENDING: Final = State("pending")  # a proof has not chosen a value yet

Value = tuple[str, ...] | State
Values = Mapping[str, Value]


def holds(condition: Condition, values: Values, facts: Mapping[str, Fact]) -> bool | None:
    match condition:
        case All(parts):
            return _conjunction(parts, values, facts)
        case AnyOf(parts):
            undecided = False
            for part in parts:
                result = holds(part, values, facts)
                if result:
                    return True
                undecided = undecided or result is None
            return None if undecided else False
        case Not(part):
            result = holds(part, values, facts)
            return None if result is None else not result
        case FactRef(fact):
            return holds(facts[fact].when, values, facts)
        case Is(question, _) | IsNot(question, _) | Known(question) | Unknown(question):
            return _leaf(condition, values.get(question, UNANSWERED))


def _conjunction(parts: tuple[Condition, ...], values: Values, facts: Mapping[str, Fact]) -> bool | None:
    undecided = False
    for part in parts:
        result = holds(part, values, facts)
        if result is False:
            return False
        undecided = undecided or result is None
    return None if undecided else True


def _leaf(condition: Is | IsNot | Known | Unknown, value: Value) -> bool | None:
    if value is ASLEEP:
        return False
    if isinstance(value, State):
        return None if isinstance(condition, Is | IsNot) else False
    return says(condition, value)


def says(leaf: Is | IsNot | Known | Unknown, value: tuple[str, ...]) -> bool:
    """Whether a statement about a question holds for this answer to it."""
    match leaf:
        case Is(_, options):
            return any(option in value for option in options)
        case IsNot(_, options):
            return not any(option in value for option in options)
        case Known():
            return UNKNOWN not in value
        case Unknown():
            return UNKNOWN in value


def leaves(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[Is | IsNot | Known | Unknown]:
    """Every statement about a question in the condition, also inside its facts."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part, facts)
        case Not(part):
            yield from leaves(part, facts)
        case FactRef(fact):
            yield from leaves(facts[fact].when, facts)
        case Is() | IsNot() | Known() | Unknown():
            yield condition


def support(condition: Condition, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.question for leaf in leaves(condition, facts)))


def triggers(condition: Condition, values: Values, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The answered questions that made this condition come out as it did."""
    result = holds(condition, values, facts)
    found = _decisive(condition, values, facts, bool(result))
    return tuple(dict.fromkeys(q for q in found if not isinstance(values.get(q, UNANSWERED), State)))


def _decisive(condition: Condition, values: Values, facts: Mapping[str, Fact], want: bool) -> Iterator[str]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                if holds(part, values, facts) is want:
                    yield from _decisive(part, values, facts, want)
        case Not(part):
            yield from _decisive(part, values, facts, not want)
        case FactRef(fact):
            yield from _decisive(facts[fact].when, values, facts, want)
        case Is() | IsNot() | Known() | Unknown():
            yield condition.question
