"""What must be heard, filled in or decided before a measure or its letter is final."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from twijs_desk.protocol.model import Guard, MeasureRule, Pack


@dataclass(frozen=True)
class GuardLine:
    """A guard of a measure: met, passed with a reason (policy only), or still in the way."""

    guard: Guard
    met: bool
    reason: str = ""

    @property
    def open(self) -> bool:
        return not self.met and (self.guard.level == "law" or not self.reason.strip())


def guards_of(
    pack: Pack,
    measure_id: str,
    met: Collection[str] = (),
    reasons: Mapping[str, str] | None = None,
    stage: str = "before",
    on: date | None = None,
) -> tuple[GuardLine, ...]:
    """The guards of a measure at one stage, law first: `before` the decision, in its `letter`, or `after` it.

    With `on` only those in force on that day.
    `met` are the guards that hold; `reasons` say why one of policy is passed. A reason cannot pass the law.
    Raises KeyError for a measure that the pack does not have.
    """
    given = reasons or {}
    lines = [
        GuardLine(guard, guard.id in met, given.get(guard.id, "") if guard.level == "policy" else "")
        for guard in (pack.guards[name] for name in _measure(pack, measure_id).guards)
        if guard.stage == stage and (on is None or guard.validity.holds(on))
    ]
    return tuple(sorted(lines, key=lambda line: line.guard.level != "law"))


def measure_of_letter(pack: Pack, code: str) -> MeasureRule | None:
    """The measure that a letter decides, if it decides one; its guards go before that letter."""
    return next((rule for rule in pack.measures if code in rule.decision_letters), None)


def _measure(pack: Pack, measure_id: str) -> MeasureRule:
    found = next((rule for rule in pack.measures if rule.id == measure_id), None)
    if found is None:
        raise KeyError(measure_id)
    return found
