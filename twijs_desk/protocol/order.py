"""Which date cannot come before which: names the impossible and the circular among the dates of a case.

The moments and their order are data (`resources/calendar/order.toml`), so that a rule about them has a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from twijs_desk.dutch import AMSTERDAM, joined, written_date
from twijs_desk.protocol.reading import Table

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)

Moments = Mapping[str, date | datetime | None]


@dataclass(frozen=True)
class Moment:
    """A date of a case: `label` reads in a sentence; `past` when it cannot lie in the future."""

    id: str
    label: str
    past: bool = False


@dataclass(frozen=True)
class OrderRule:
    """`then` cannot lie before `first`; the same day is fine."""

    first: str
    then: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class DateDefect:
    field: str
    message: str
    other: str = ""
    """The field it cannot be true together with."""


def date_defects(
    dates: Moments,
    moments: Iterable[Moment],
    orders: Iterable[OrderRule],
    now: datetime | None = None,
) -> tuple[DateDefect, ...]:
    """Everything that cannot be true about these dates, in Dutch, each with its field.

    Rules also hold across a moment that is not filled in: what comes before it, comes before what follows it.
    """
    rules = tuple(orders)
    labels = {moment.id: moment for moment in moments}
    circle = find_circle(rules)
    if circle:
        names = [_label(labels, name) for name in circle]
        message = f"De regels voor deze datums spreken elkaar tegen: {joined(names)} wachten op elkaar."
        return (DateDefect(circle[0], message),)
    found: list[DateDefect] = []
    known: dict[str, date | datetime] = {}
    for name, value in dates.items():
        if value is None:
            continue
        wrong = _impossible(name, value, labels, now)
        if wrong:
            found.append(DateDefect(name, wrong))
        else:
            known[name] = value
    for first, start in known.items():
        for then in _next_known(first, rules, known):
            if _earlier(known[then], start):
                message = f"{_capital(_label(labels, then))} ligt voor {_label(labels, first)}."
                found.append(DateDefect(then, message, first))
    return tuple(found)


def find_circle(orders: Iterable[OrderRule]) -> tuple[str, ...]:
    """Moments that wait on each other, in their order; empty when the rules can all hold."""
    after = _graph(orders)
    done: set[str] = set()
    for start in sorted(after):
        path: list[str] = []
        stack = [(start, iter(after.get(start, ())))]
        path.append(start)
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                done.add(name)
                path.pop()
                stack.pop()
            elif following in path:
                return tuple(path[path.index(following) :])
            elif following not in done:
                path.append(following)
                stack.append((following, iter(after.get(following, ()))))
    return ()


def read_moment(table: Table) -> Moment:
    moment = Moment(table.identifier(), table.text("label"), table.flag("past", False))
    table.finish()
    return moment


def read_order(table: Table) -> OrderRule:
    rule = OrderRule(
        table.identifier("first"), table.identifier("then"), table.texts("sources", required=False)
    )
    table.finish()
    return rule


def order_problems(moments: tuple[Moment, ...], orders: tuple[OrderRule, ...]) -> tuple[tuple[str, str], ...]:
    """What is wrong with the rules themselves: (place, message)."""
    names = [moment.id for moment in moments]
    found = [(name, "dit moment staat er dubbel") for name in sorted(set(names)) if names.count(name) > 1]
    for rule in orders:
        found.extend(
            (f"{rule.first} → {rule.then}", f"het moment ‘{name}’ bestaat niet")
            for name in (rule.first, rule.then)
            if name not in names
        )
    circle = find_circle(orders)
    if circle:
        ring = " → ".join((*circle, circle[0]))
        found.append((circle[0], f"deze momenten wachten op elkaar: {ring}"))
    return tuple(found)


def _impossible(
    name: str, value: date | datetime, labels: Mapping[str, Moment], now: datetime | None
) -> str | None:
    moment = labels.get(name)
    if moment is None:
        return f"‘{name[:40]}’ is geen datum die de regels kennen."
    label = _capital(moment.label)
    if isinstance(value, datetime) and value.tzinfo is None:
        return f"{label} heeft een tijd zonder tijdzone."
    day = value.date() if isinstance(value, datetime) else value
    if not EARLIEST <= day <= LATEST:
        return f"{label} heeft een jaartal dat niet kan: {day.year}."
    if now is not None and moment.past and _earlier(now, value):
        return f"{label} ligt in de toekomst: {written_date(_day(value))}."
    return None


def _next_known(first: str, rules: tuple[OrderRule, ...], known: Mapping[str, object]) -> list[str]:
    """The filled-in moments that follow, over moments that are not filled in."""
    after = _graph(rules)
    found: list[str] = []
    seen = {first}
    waiting = list(after.get(first, ()))
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if name in known:
            found.append(name)
        else:
            waiting.extend(after.get(name, ()))
    return found


def _graph(orders: Iterable[OrderRule]) -> dict[str, tuple[str, ...]]:
    after: dict[str, tuple[str, ...]] = {}
    for rule in orders:
        after[rule.first] = (*after.get(rule.first, ()), rule.then)
    return after


def _earlier(left: date | datetime, right: date | datetime) -> bool:
    """Moments are compared as moments; as soon as one is a whole day, days are compared."""
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left < right
    return _day(left) < _day(right)


def _day(value: date | datetime) -> date:
    return value.astimezone(AMSTERDAM).date() if isinstance(value, datetime) else value


def _label(labels: Mapping[str, Moment], name: str) -> str:
    return labels[name].label if name in labels else f"‘{name}’"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
