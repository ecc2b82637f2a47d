"""What must be heard, filled in or decided before a measure or its letter is final."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from twijs_desk.protocol.model import Guard, Pack


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
    pack: Pack, measure_id: str, met: Collection[str], reasons: Mapping[str, str]
) -> tuple[GuardLine, ...]:
    """Every guard of a measure, law first. `met` are the guards that hold; `reasons` are why one of policy is passed.

    Raises KeyError for a measure that the pack does not have.
    """
    measure = next((rule for rule in pack.measures if rule.id == measure_id), None)
    if measure is None:
        raise KeyError(measure_id)
    lines = [
        GuardLine(guard, name in met, reasons.get(name, "") if guard.level == "policy" else "")
        for name in measure.guards
        for guard in (pack.guards[name],)
    ]
    return tuple(sorted(lines, key=lambda line: line.guard.level != "law"))


def measure_of_letter(pack: Pack, code: str) -> str | None:
    """The measure that a letter decides, if it decides one; its guards go before that letter."""
    return next((rule.id for rule in pack.measures if code in rule.decision_letters), None)
