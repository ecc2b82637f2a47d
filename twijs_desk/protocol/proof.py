"""Proves a pack over every combination of answers (see `worlds` for why nothing is left out).

At load: everything in the pack can occur. By `check` also: every property holds, rules that exclude each other never
meet, no measure is required and barred at once, and *unknown* never yields less than the cautious answer.
Every path ends: a question depends only on questions before it, and each is asked once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from twijs_desk.dutch import written_day
from twijs_desk.protocol import claims, coverage
from twijs_desk.protocol.conditions import State, Value, says, support
from twijs_desk.protocol.inforce import in_force, turning_days
from twijs_desk.protocol.links import Places
from twijs_desk.protocol.model import (
    UNKNOWN,
    All,
    AnyOf,
    Condition,
    Defect,
    FactRef,
    Is,
    IsNot,
    Known,
    Not,
    Pack,
    Property,
    Question,
    Unknown,
)
from twijs_desk.protocol.worlds import NOT_TRUE, TRUE, Chosen, Searcher, TooLarge, Wish

# Statements looked at: some seconds to load a pack, under a minute to check one (measured, see docs/pack.md).
LOAD_BUDGET: Final = 2_500_000
CHECK_BUDGET: Final = 60_000_000

_TOO_LARGE: Final = "de voorwaarden hangen zo ingewikkeld samen dat de regelset niet te bewijzen is"


class Prover:
    def __init__(self, pack: Pack, budget: int = LOAD_BUDGET) -> None:
        self.pack = pack
        self.searcher = Searcher(pack, budget)
        self._closures: dict[int, tuple[Condition, set[str]]] = {}

    def reach(self, *conditions: Condition) -> dict[str, tuple[str, ...]] | None:
        """Answers that make all conditions true, or None when no answers can."""
        found = self.searcher.find([Wish(part, TRUE) for part in conditions], partial=False)
        return None if found is None else _given(found)

    def less_on_unknown(self, ways: Sequence[Condition], question: Question) -> Chosen | None:
        """Answers for which one of the ways holds on the cautious answer and none on *unknown*, if there are any."""
        if question.cautious is None:
            return None
        cautious: Value = (question.cautious,)
        worlds = ({question.id: cautious}, {question.id: (UNKNOWN,)})
        for way in ways:
            if question.id in self._decides(way) and not self._never_less(way, question):
                others = [Wish(other, NOT_TRUE, world=1) for other in ways if other is not way]
                wishes = [Wish(way, TRUE), Wish(way, NOT_TRUE, world=1), *others]
                found = self.searcher.find(wishes, partial=True, worlds=worlds)
                if found is not None:
                    return found
        return None

    def _never_less(self, condition: Condition, question: Question) -> bool:
        """Whether it can be read off the words that *unknown* gives at least what the cautious answer gives.

        `all` and `any` never lose by more being true, `not` turns that round, and a question that is asked can
        only make its statements truer than one that sleeps. So when every statement about this question that
        counts in favour holds on *unknown* wherever it holds on the cautious answer, and every one that counts
        against the other way round, no search is needed.
        """
        cautious = (str(question.cautious),)
        todo = [(condition, True)]
        seen: set[tuple[int, bool]] = set()
        while todo:
            part, favours = todo.pop()
            if (id(part), favours) in seen:
                continue
            seen.add((id(part), favours))
            match part:
                case All(parts) | AnyOf(parts):
                    todo.extend((inner, favours) for inner in parts)
                case Not(inner):
                    todo.append((inner, not favours))
                case FactRef(fact):
                    todo.append((self.pack.facts[fact].when, favours))
                case Is(name, _) | IsNot(name, _) | Known(name) | Unknown(name):
                    if name != question.id:
                        todo.append((self.pack.by_id[name].when, favours))
                        continue
                    sure, unsure = says(part, cautious), says(part, (UNKNOWN,))
                    if (sure and not unsure) if favours else (unsure and not sure):
                        return False
        return True

    def broken(self, part: Property) -> Iterator[tuple[str, str, Chosen]]:
        """Every claim of a property that some answers break: kind, name and such answers."""
        for kind, name in claims.claims_of(part.then):
            then = claims.condition_of(self.pack, kind, name)
            if then is None:
                continue
            wanted = TRUE if kind == "no_duty" else NOT_TRUE
            partial = not (part.at_end or kind in ("allowed", "required"))
            found = self.searcher.find([Wish(part.when, TRUE), Wish(then, wanted)], partial=partial)
            if found is None and part.exactly:
                # the other way round as well: never without what the property asks for
                turned = TRUE if kind != "no_duty" else NOT_TRUE
                found = self.searcher.find([Wish(then, turned), Wish(part.when, NOT_TRUE)], partial=False)
            if found is not None:
                yield kind, name, found

    def _decides(self, condition: Condition) -> set[str]:
        """The questions that can matter to a condition, also through whether others are asked."""
        key = id(condition)
        if key not in self._closures:
            self._closures[key] = (condition, self._closure(condition))
        return self._closures[key][1]

    def _closure(self, condition: Condition) -> set[str]:
        todo = list(support(condition, self.pack.facts))
        seen: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(support(self.pack.by_id[name].when, self.pack.facts))
        return seen


def _given(chosen: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    return {name: value for name, value in chosen.items() if not isinstance(value, State)}


def say_answers(pack: Pack, chosen: Mapping[str, Value]) -> str:
    """Answers in the order of the route, as codes: `actor=employee, transgressive=unknown`."""
    order = {question.id: number for number, question in enumerate(pack.questions)}
    given = sorted(_given(chosen).items(), key=lambda pair: order[pair[0]])
    return ", ".join(f"{name}={'+'.join(value)}" for name, value in given) or "geen enkel antwoord"


def reach_defects(pack: Pack, places: Places, budget: int = LOAD_BUDGET) -> list[Defect]:
    """Every part that no answers can ever bring up."""
    prover = Prover(pack, budget)
    defects: list[Defect] = []
    try:
        for kind, name, message, condition in _must_be_reachable(pack):
            if prover.reach(condition) is None:
                rests = claims.rests_on(pack, condition, name)
                defects.append(
                    _defect(places, kind, name, f"{message}. Het rust op: {rests}" if rests else message)
                )
    except TooLarge:
        defects.append(Defect("pack.toml", "pack", _TOO_LARGE))
    return defects


def proof_defects(pack: Pack, places: Places, budget: int = CHECK_BUDGET) -> Iterator[Defect]:
    """What the whole proof finds: broken properties, contradictions, and *unknown* that yields too little.

    Where rules begin or end on a date the proof is given once for each stretch in between.
    """
    days = turning_days(pack)
    stretches: list[tuple[date | None, Pack]] = [(day, in_force(pack, day)) for day in days]
    for on, standing in stretches or [(None, pack)]:
        when = "" if on is None else f" (met de regels van {written_day(on)})"
        prover = Prover(standing, budget)
        try:
            for part in (_property_defects, _exclusion_defects, _unknown_defects):
                for found in part(prover, places):
                    yield replace(found, message=f"{found.message}{when}")
        except TooLarge:
            yield Defect("pack.toml", "pack", _TOO_LARGE)


def claim_defects(pack: Pack, places: Places) -> list[Defect]:
    """What could fall away unnoticed: rules no property speaks of, articles without a place, unused mandates.

    New demands belong here and not in loading: a pack that a case was decided under is read for as long as it exists.
    """
    used = {measure.decided_by for measure in pack.measures} | {duty.mandate for duty in pack.obligations}
    no_place = "geen enkele vraag, plicht, maatregel of andere regel past dit artikel toe"
    no_use = "geen enkele maatregel of plicht gebruikt dit mandaat"
    return [
        *(_defect(places, kind, name, claims.NOT_CLAIMED) for kind, name in claims.unclaimed(pack)),
        *(_defect(places, "article", name, no_place) for name in coverage.without_place(pack)),
        *(_defect(places, "mandate", name, no_use) for name in pack.mandates if name not in used),
    ]


def _property_defects(prover: Prover, places: Places) -> Iterator[Defect]:
    pack = prover.pack
    for part in pack.properties:
        for kind, name, found in prover.broken(part):
            then = claims.condition_of(pack, kind, name)
            example, rests = say_answers(pack, found), claims.rests_on(pack, then, name)
            message = (
                f"dit gaat niet op voor {kind} ‘{name}’, bijvoorbeeld bij {example}. Het rust op: {rests}"
            )
            yield _defect(places, "property", part.id, message)


def _exclusion_defects(prover: Prover, places: Places) -> Iterator[Defect]:
    pack = prover.pack
    for part in pack.exclusions:
        found = [claims.condition_of(pack, *claims.split(rule)) for rule in part.rules]
        wished = [condition for condition in found if condition is not None]
        together = prover.reach(*wished) if len(wished) == len(found) else None
        if together is not None:
            message = f"deze regels gelden samen, bijvoorbeeld bij {say_answers(pack, together)}"
            yield _defect(places, "exclusion", part.id, message)
    for measure in pack.measures:
        for rule in measure.rules if any(r.status == "required" for r in measure.rules) else ():
            if rule.status != "required":
                continue
            barred = claims.status_condition(pack, measure, "barred")
            clash = prover.reach(All((rule.when, Is(pack.capacity_question, measure.applies_to))), barred)
            if clash is not None:
                message = (
                    f"deze maatregel is verplicht en verboden tegelijk, bijvoorbeeld bij "
                    f"{say_answers(pack, clash)}. Het rust op: {claims.rests_on(pack, rule.when, measure.id)}"
                )
                yield _defect(places, "measure", measure.id, message)


def _unknown_defects(prover: Prover, places: Places) -> Iterator[Defect]:
    pack = prover.pack
    for kind, name, what, ways in _protective(pack):
        for question in pack.questions:
            found = prover.less_on_unknown(ways, question)
            if found is not None:
                message = (
                    f"bij de vraag ‘{question.id}’ vervalt {what} door ‘weet ik nog niet’, terwijl "
                    f"{what} geldt bij ‘{question.cautious}’, bijvoorbeeld bij {say_answers(pack, found)}"
                )
                yield _defect(places, kind, name, message)


def _protective(pack: Pack) -> Iterator[tuple[str, str, str, tuple[Condition, ...]]]:
    """Whatever protects someone and so may not fall away because something is not known yet, in all its ways."""
    for duty in pack.obligations:
        if duty.level == "must":
            yield "obligation", duty.id, "deze plicht", (duty.when,)
    for ground in pack.inspector:
        yield "inspector", ground.id, "deze grond", (ground.when,)
    for line in pack.police:
        if line.level == "must":
            yield "police", line.id, "deze regel", (line.when,)
    for measure in pack.measures:
        yield "measure", measure.id, "het verbod", claims.barred_ways(pack, measure)


def _defect(places: Places, kind: str, name: str, message: str) -> Defect:
    file, place = places.get((kind, name), ("pack.toml", f"{kind} {name}"))
    return Defect(file, place, message)


def _must_be_reachable(pack: Pack) -> Iterator[tuple[str, str, str, Condition]]:
    for question in pack.questions:
        yield "question", question.id, "deze vraag kan nooit gesteld worden", question.when
    for fact in pack.facts.values():
        yield "fact", fact.id, "dit feit kan nooit waar zijn", fact.when
    for duty in pack.obligations:
        yield "obligation", duty.id, "deze plicht kan nooit ontstaan", duty.when
    for measure in pack.measures:
        for number, rule in enumerate(measure.rules, 1):
            condition = claims.rule_condition(pack, measure, rule)
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
            yield "letter", letter.code, "geen enkele regel gebruikt deze brief", claims.NEVER
    for warning in pack.warnings:
        yield "warning", warning.id, "deze waarschuwing kan nooit verschijnen", warning.when
    for dossier in pack.dossiers:
        yield "dossier", dossier.id, "deze dossierregel kan nooit gelden", dossier.when
    for register in pack.registers:
        yield "register", register.id, "deze regel kan nooit gelden", register.when
    for ground in pack.inspector:
        yield "inspector", ground.id, "deze regel kan nooit gelden", ground.when
    for line in pack.police:
        yield "police", line.id, "deze regel kan nooit gelden", line.when
    for part in pack.properties:
        yield "property", part.id, "deze eigenschap gaat over een situatie die niet kan bestaan", part.when
