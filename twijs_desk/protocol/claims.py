"""What a property or an exclusion says, as a condition over answers; for the proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from twijs_desk.protocol.conditions import support
from twijs_desk.protocol.model import (
    All,
    AnyOf,
    BarRule,
    Claim,
    Condition,
    FactRef,
    Is,
    IsNot,
    Known,
    MeasureRule,
    Not,
    ObligationRule,
    Pack,
    StatusRule,
    Unknown,
)

NEVER: Final = Not(All(()))
NOT_CLAIMED: Final = (
    "geen enkele eigenschap zegt wanneer dit moet gelden; zo valt het niet op als het wegvalt"
)


def condition_of(pack: Pack, kind: str, name: str) -> Condition | None:
    """When this part of an outcome is there; None when the pack has no such part."""
    match kind:
        case "must" | "should" | "may" | "no_duty" | "duty":
            return next((duty.when for duty in pack.obligations if duty.id == name), None)
        case "bar":
            return next((bar.when for bar in pack.bars if bar.id == name), None)
        case "warning":
            return next((rule.when for rule in pack.warnings if rule.id == name), None)
        case "decider":
            return next((rule.when for rule in pack.decider_shifts if rule.id == name), None)
        case "register":
            return next((rule.when for rule in pack.registers if rule.id == name), None)
        case "dossier":
            return next((rule.when for rule in pack.dossiers if rule.id == name), None)
        case "asked":
            return pack.by_id[name].when if name in pack.by_id else None
        case "inspector":
            return _any([r.when for r in pack.inspector if name in (r.id, r.outcome)])
        case "police":
            return _any([r.when for r in pack.police if name in (r.id, r.level, r.what)])
        case "letter":
            return _letter(pack, name)
        case "barred" | "allowed" | "required":
            measure = next((rule for rule in pack.measures if rule.id == name), None)
            return None if measure is None else status_condition(pack, measure, kind)
        case "because":
            return _any([rule_condition(pack, m, r) for m, r in _barred_for(pack) if name in _because(m, r)])
        case _:
            return None


def _any(parts: list[Condition]) -> Condition | None:
    return AnyOf(tuple(parts)) if parts else None


def _letter(pack: Pack, code: str) -> Condition | None:
    rule = next((letter for letter in pack.letters if letter.code == code), None)
    if rule is None:
        return None
    ways: list[Condition] = [] if rule.when is None else [rule.when]
    for measure in pack.measures:
        if code in measure.letters:
            ways.append(Not(status_condition(pack, measure, "barred")))
    return AnyOf(tuple(ways))


def status_condition(pack: Pack, measure: MeasureRule, status: str) -> Condition:
    """When a measure gets this status; a bar goes before what is required, and that before what is allowed."""
    fits = Is(pack.capacity_question, measure.applies_to)
    barred = AnyOf(barred_ways(pack, measure))
    if status == "barred":
        return barred
    required = AnyOf(tuple(rule.when for rule in measure.rules if rule.status == "required"))
    if status == "required":
        return All((fits, Not(barred), required))
    allowed = AnyOf(tuple(rule.when for rule in measure.rules if rule.status == "allowed"))
    return All((fits, Not(barred), Not(required), allowed))


def barred_ways(pack: Pack, measure: MeasureRule) -> tuple[Condition, ...]:
    """Every way in which a measure is barred: for someone it is not meant for, or by a rule."""
    return (IsNot(pack.capacity_question, measure.applies_to), *bars_on(pack, measure))


def bars_on(pack: Pack, measure: MeasureRule) -> Iterator[Condition]:
    """Every condition that bars this measure for the people it is meant for, or for someone it is not meant for."""
    fits = Is(pack.capacity_question, measure.applies_to)
    for rule in measure.rules:
        if rule.status == "barred":
            names_person = pack.capacity_question in support(rule.when, pack.facts)
            yield rule.when if names_person else All((fits, rule.when))
    for bar in pack.bars:
        if touches(bar, measure):
            yield All((fits, bar.when))


def touches(bar: BarRule, measure: MeasureRule) -> bool:
    return measure.kind in bar.kinds or measure.id in bar.measures


def _barred_for(pack: Pack) -> Iterator[tuple[MeasureRule, StatusRule]]:
    return ((m, rule) for m in pack.measures for rule in m.rules if rule.status == "barred")


def _because(measure: MeasureRule, rule: StatusRule) -> set[str]:
    """The reason of a bar as a property names it, by what it rests on: `pupil_removal=wpo-40-11`."""
    return {f"{measure.id}={source}" for source in rule.sources}


def rule_condition(pack: Pack, measure: MeasureRule, rule: StatusRule) -> Condition:
    """When this very rule decides the measure: it holds, and nothing that goes before it does."""
    number = measure.rules.index(rule)
    earlier = [other for other in measure.rules[:number] if other.status == rule.status]
    parts: list[Condition] = [rule.when, *(Not(other.when) for other in earlier)]
    if rule.status != "barred" or pack.capacity_question not in support(rule.when, pack.facts):
        parts.append(Is(pack.capacity_question, measure.applies_to))
    if rule.status != "barred":
        parts.extend(Not(other.when) for other in measure.rules if other.status == "barred")
        parts.extend(Not(bar.when) for bar in pack.bars if touches(bar, measure))
    if rule.status == "allowed":
        parts.extend(Not(other.when) for other in measure.rules if other.status == "required")
    return All(tuple(parts))


def split(rule: str) -> tuple[str, str]:
    """`obligation:call` as a kind and a name; a measure carries its status: `measure:ban=allowed`."""
    kind, _, name = rule.partition(":")
    if kind == "measure":
        name, _, status = name.partition("=")
        return (status if status in ("barred", "allowed", "required") else "?"), name
    return ("duty" if kind == "obligation" else kind), name


def term_of(duty: ObligationRule) -> str:
    """The term of a duty as a property names it: `assess_breach=elapsed_hours:72:breach_known:statutory`."""
    term = f"{duty.id}={duty.due.kind}:{duty.due.amount}:{duty.due.trigger}"
    return f"{term}:statutory" if duty.due.statutory else term


def unclaimed(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every rule that no property speaks of, by kind and name."""
    said = {(claim.kind, name) for part in pack.properties for claim in part.then for name in claim.names}

    def silent(name: str, *kinds: str) -> bool:
        return not any((kind, name) in said for kind in kinds)

    terms = {name for kind, name in said if kind == "term"}
    for duty in pack.obligations:
        if silent(duty.id, duty.level) or (duty.due.amount and term_of(duty) not in terms):
            yield "obligation", duty.id
    yield from (("bar", r.id) for r in pack.bars if silent(r.id, "bar"))
    yield from (("inspector", r.id) for r in pack.inspector if silent(r.id, "inspector"))
    yield from (("police", r.id) for r in pack.police if silent(r.id, "police"))
    yield from (("dossier", r.id) for r in pack.dossiers if silent(r.id, "dossier"))
    yield from (("register", r.id) for r in pack.registers if silent(r.id, "register"))
    yield from (("decider", r.id) for r in pack.decider_shifts if silent(r.id, "decider"))
    yield from (("warning", r.id) for r in pack.warnings if silent(r.id, "warning"))
    yield from (("letter", r.code) for r in pack.letters if r.when is not None and silent(r.code, "letter"))
    for measure in pack.measures:
        never_barred = set(measure.applies_to) >= set(pack.capacities) and not any(bars_on(pack, measure))
        if silent(measure.id, "allowed", "required") or (silent(measure.id, "barred") and not never_barred):
            yield "measure", measure.id


def claims_of(part: tuple[Claim, ...]) -> Iterator[tuple[str, str]]:
    for claim in part:
        for name in claim.names:
            yield claim.kind, name


def link_defects(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Kind, name and message of every property or exclusion that points at nothing."""
    for part in pack.properties:
        for leaf in _words(part.when):
            if isinstance(leaf, FactRef):
                yield "property", part.id, "een eigenschap noemt antwoorden zelf, geen feit (fact)"
            elif (question := pack.by_id.get(leaf.question)) is None:
                yield "property", part.id, f"de vraag ‘{leaf.question[:60]}’ bestaat niet"
            elif isinstance(leaf, Is | IsNot):
                for option in leaf.options:
                    if question.option(option) is None:
                        yield (
                            "property",
                            part.id,
                            f"het antwoord ‘{option[:60]}’ bestaat niet bij {question.id}",
                        )
        for kind, name in claims_of(part.then):
            if name not in _names(pack, kind):
                yield "property", part.id, f"het onderdeel {kind} ‘{name[:60]}’ bestaat niet"
    for rules in pack.exclusions:
        for rule in rules.rules:
            kind, name = split(rule)
            if name not in _names(pack, kind):
                yield "exclusion", rules.id, f"de regel ‘{rule[:60]}’ bestaat niet"


def _names(pack: Pack, kind: str) -> set[str]:
    match kind:
        case "must" | "should" | "may":
            return {rule.id for rule in pack.obligations if rule.level == kind}
        case "no_duty" | "duty":
            return {rule.id for rule in pack.obligations}
        case "term":
            return {term_of(rule) for rule in pack.obligations}
        case "bar":
            return {rule.id for rule in pack.bars}
        case "warning":
            return {rule.id for rule in pack.warnings}
        case "decider":
            return {rule.id for rule in pack.decider_shifts}
        case "register":
            return {rule.id for rule in pack.registers}
        case "dossier":
            return {rule.id for rule in pack.dossiers}
        case "asked":
            return set(pack.by_id)
        case "inspector":
            return {name for rule in pack.inspector for name in (rule.id, rule.outcome)}
        case "police":
            return {name for rule in pack.police for name in (rule.id, rule.level, rule.what)}
        case "letter":
            return {rule.code for rule in pack.letters}
        case "barred" | "allowed" | "required":
            return {rule.id for rule in pack.measures}
        case "because":
            return set().union(*(_because(m, rule) for m, rule in _barred_for(pack)))
        case _:
            return set()


def rests_on(pack: Pack, condition: Condition | None, name: str) -> str:
    """The facts, bars and questions that a condition of this part rests on, in words: where to look for the fault."""
    todo = [] if condition is None else [condition]
    facts: dict[str, None] = {}
    questions: dict[str, None] = {}
    while todo:
        for word in _words(todo.pop()):
            if isinstance(word, FactRef):
                if word.fact not in facts:
                    facts[word.fact] = None
                    todo.append(pack.facts[word.fact].when)
            elif word.question not in questions:
                questions[word.question] = None
                todo.append(pack.by_id[word.question].when)
    measure = next((rule for rule in pack.measures if rule.id == name), None)
    bars = [bar.id for bar in pack.bars if measure is not None and touches(bar, measure)]
    listed = (("feiten", list(facts)), ("verboden", bars), ("vragen", list(questions)))
    return "; ".join(f"{what} {', '.join(names)}" for what, names in listed if names)


def _words(condition: Condition) -> Iterator[Is | IsNot | Known | Unknown | FactRef]:
    """Every statement in a condition as it was written, with the facts not yet written out."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _words(part)
        case Not(part):
            yield from _words(part)
        case Is() | IsNot() | Known() | Unknown() | FactRef():
            yield condition
