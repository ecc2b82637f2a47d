"""The part of a pack that is in force on a day, and the days on which that changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from twijs_desk.protocol.model import Pack, Validity


def in_force(pack: Pack, on: date) -> Pack:
    """The same pack with only the rules that hold on this day."""
    return replace(
        pack,
        obligations=tuple(rule for rule in pack.obligations if rule.validity.holds(on)),
        measures=tuple(
            replace(measure, rules=tuple(rule for rule in measure.rules if rule.validity.holds(on)))
            for measure in pack.measures
            if measure.validity.holds(on)
        ),
        bars=tuple(rule for rule in pack.bars if rule.validity.holds(on)),
        decider_shifts=tuple(rule for rule in pack.decider_shifts if rule.validity.holds(on)),
        letters=tuple(rule for rule in pack.letters if rule.validity.holds(on)),
        warnings=tuple(rule for rule in pack.warnings if rule.validity.holds(on)),
        dossiers=tuple(rule for rule in pack.dossiers if rule.validity.holds(on)),
        registers=tuple(rule for rule in pack.registers if rule.validity.holds(on)),
        inspector=tuple(rule for rule in pack.inspector if rule.validity.holds(on)),
        police=tuple(rule for rule in pack.police if rule.validity.holds(on)),
    )


def turning_days(pack: Pack) -> tuple[date, ...]:
    """One day of every stretch in which the same rules hold; none when no rule has a date of its own."""
    starts: set[date] = set()
    for validity in _validities(pack):
        if validity.valid_from is not None:
            starts.add(validity.valid_from)
        if validity.valid_to is not None and validity.valid_to < date.max:
            starts.add(validity.valid_to + timedelta(days=1))
    if not starts:
        return ()
    first = min(starts)
    if first > date.min:
        starts.add(first - timedelta(days=1))
    return tuple(day for day in sorted(starts) if pack.validity.holds(day)) or (min(starts),)


def _validities(pack: Pack) -> Iterator[Validity]:
    for part in (
        pack.obligations,
        pack.measures,
        pack.bars,
        pack.decider_shifts,
        pack.letters,
        pack.warnings,
        pack.dossiers,
        pack.registers,
        pack.inspector,
        pack.police,
    ):
        yield from (rule.validity for rule in part)
    yield from (rule.validity for measure in pack.measures for rule in measure.rules)
