"""Checks that a letter may leave the school: named predicates, which each template calls by name as data.

A guard that is law stands; one that is policy can be passed with a reason. Nothing here knows a letter code.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from twijs_desk.dutch import AMSTERDAM
from twijs_desk.letters.compose import Facts, applies, known, value_of
from twijs_desk.letters.model import Composed, FactValue, Finding, Guard, Template


@dataclass(frozen=True)
class _Case:
    guard: Guard
    template: Template
    facts: Facts
    composed: Composed
    others: tuple[str, ...]

    def value(self, field_id: str) -> FactValue | None:
        return value_of(self.facts, self.template, field_id)

    def day(self, field_id: str) -> date | None:
        value = self.value(field_id)
        if isinstance(value, datetime):
            return value.astimezone(AMSTERDAM).date()
        return value if isinstance(value, date) else None

    def number(self, field_id: str) -> int | None:
        value = self.value(field_id)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def option(self, name: str) -> str | int | bool | tuple[str, ...] | None:
        return dict(self.guard.options).get(name)


@dataclass(frozen=True)
class Fault:
    """What a predicate objects to: the field to go to and, where it helps, the words found."""

    field_id: str = ""
    found: str = ""


Predicate = Callable[[_Case], tuple[Fault, ...]]


def check(
    template: Template,
    facts: Facts,
    composed: Composed,
    *,
    others: tuple[str, ...] = (),
    reasons: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Every unmet guard, law first. `others` are the names of everyone in the case who may not be named;
    `reasons` are the reasons given for passing a policy guard, by guard id."""
    findings = []
    for guard in template.guards:
        if not applies(guard.when, facts, template):
            continue
        for fault in CHECKS[guard.check](_Case(guard, template, facts, composed, others)):
            given = "" if guard.level == "law" or reasons is None else reasons.get(guard.id, "").strip()
            message = guard.message.replace("{found}", fault.found)
            findings.append(Finding(guard.id, guard.level, message, fault.field_id, guard.source, given))
    return tuple(sorted(findings, key=lambda finding: finding.level != "law"))


def filled(case: _Case) -> tuple[Fault, ...]:
    """Every listed field has a value."""
    return tuple(Fault(field) for field in case.guard.fields if not known(case.value(field)))


def is_true(case: _Case) -> tuple[Fault, ...]:
    """Every listed field says yes; unknown is not yes."""
    return tuple(Fault(field) for field in case.guard.fields if case.value(field) is not True)


def is_empty(case: _Case) -> tuple[Fault, ...]:
    """Every listed field is empty: for lists of things that must not be there."""
    return tuple(
        Fault(field, _words(case.value(field))) for field in case.guard.fields if known(case.value(field))
    )


def one_of(case: _Case) -> tuple[Fault, ...]:
    """The field has one of the allowed values; unknown is left to `filled`."""
    allowed = case.option("values")
    field = case.guard.fields[0]
    value = case.value(field)
    return (
        (Fault(field, str(value)),)
        if known(value) and isinstance(allowed, tuple) and value not in allowed
        else ()
    )


def in_order(case: _Case) -> tuple[Fault, ...]:
    """Dates and moments stand in the order in which the fields are listed; equal is allowed."""
    faults = []
    known_days = [(field, day) for field in case.guard.fields if (day := case.day(field)) is not None]
    for (_, earlier), (field, later) in pairwise(known_days):
        if later < earlier:
            faults.append(Fault(field))
    return tuple(faults)


def suspension_length(case: _Case) -> tuple[Fault, ...]:
    """At most five school days and at most start + 6 (WPO 40c: one week; the stricter of both counts)."""
    first_field, last_field, days_field = case.guard.fields
    first, last, days = case.day(first_field), case.day(last_field), case.number(days_field)
    faults = []
    if first is not None and last is not None:
        if not first <= last <= first + timedelta(days=6):
            faults.append(Fault(last_field))
        elif days is not None and days > _weekdays(first, last):
            faults.append(Fault(days_field))
    if days is not None and not 1 <= days <= 5:
        faults.append(Fault(days_field))
    return tuple(faults)


def heard(case: _Case) -> tuple[Fault, ...]:
    """All listed hearings before the decision, or the one allowed reason and a hearing within a school day.

    Fields: decided on, reason for skipping, heard afterwards on, last day for that, then the hearings.
    """
    decided_field, skip_field, after_field, limit_field, *hearings = case.guard.fields
    decided = case.day(decided_field)
    missing = [field for field in hearings if not _before(case.day(field), decided)]
    if not missing:
        return ()
    skip = case.value(skip_field)
    if skip != case.option("only_reason"):
        return tuple(Fault(field) for field in missing)
    after = case.day(after_field)
    if after is None or decided is None:
        return (Fault(after_field),)
    limit = case.day(limit_field) or _next_weekday(decided)
    return () if decided <= after <= limit else (Fault(after_field),)


def after_days(case: _Case) -> tuple[Fault, ...]:
    """The last date lies at least `days` (or what `days_field` says) after the first, and at most `slack`
    more, for weekends and holidays."""
    first, last = case.day(case.guard.fields[0]), case.day(case.guard.fields[1])
    days, slack, days_field = case.option("days"), case.option("slack"), case.option("days_field")
    if isinstance(days_field, str):
        days = case.number(days_field)
    if first is None or last is None or not isinstance(days, int):
        return ()
    longest = days + (slack if isinstance(slack, int) else 0)
    return () if days <= (last - first).days <= longest else (Fault(case.guard.fields[1]),)


def has_clauses(case: _Case) -> tuple[Fault, ...]:
    """The blocks that carry the listed clauses are in the letter."""
    wanted = case.option("clauses")
    present = {block.id for block in case.composed.blocks}
    carriers = {block.clause: block.id for block in case.template.blocks if block.clause}
    names = wanted if isinstance(wanted, tuple) else ()
    return tuple(Fault(found=name) for name in names if carriers.get(name) not in present)


def no_forbidden_words(case: _Case) -> tuple[Fault, ...]:
    """None of the words this letter may not use, in text that people can change."""
    text = _own_words(case)
    return tuple(Fault(found=word) for word in case.template.forbidden if _contains(text, word))


def no_other_names(case: _Case) -> tuple[Fault, ...]:
    """No name of another child, parent or reporter of the same case."""
    text = _own_words(case)
    return tuple(
        Fault(found=name) for name in dict.fromkeys(case.others) if name.strip() and _contains(text, name)
    )


def ends_after_start(case: _Case) -> tuple[Fault, ...]:
    """A call or a talk ends after it began; moments, not only days."""
    start, end = case.value(case.guard.fields[0]), case.value(case.guard.fields[1])
    if isinstance(start, datetime) and isinstance(end, datetime) and end < start:
        return (Fault(case.guard.fields[1]),)
    return ()


CHECKS: Mapping[str, Predicate] = {
    "filled": filled,
    "is_true": is_true,
    "is_empty": is_empty,
    "one_of": one_of,
    "in_order": in_order,
    "suspension_length": suspension_length,
    "heard": heard,
    "after_days": after_days,
    "has_clauses": has_clauses,
    "no_forbidden_words": no_forbidden_words,
    "no_other_names": no_other_names,
    "ends_after_start": ends_after_start,
}


def _own_words(case: _Case) -> str:
    blocks = [block.text for block in case.composed.blocks if block.kind != "clause"]
    subject = "".join(run.text for run in case.composed.subject)
    return "\n".join([subject, *blocks, *case.composed.enclosures, *case.composed.copies])


def _contains(text: str, words: str) -> bool:
    """Whole words, whatever capitals and spaces; also where a name carries an `s` of possession."""
    pattern = r"\s+".join(re.escape(part) for part in words.split())
    return re.search(rf"(?<!\w){pattern}(?:['’]?s)?(?!\w)", text, re.IGNORECASE) is not None


def _before(day: date | None, decided: date | None) -> bool:
    return day is not None and (decided is None or day <= decided)


def _weekdays(first: date, last: date) -> int:
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))


def _next_weekday(day: date) -> date:
    following = day + timedelta(days=1)
    while following.weekday() >= 5:
        following += timedelta(days=1)
    return following


def _words(value: FactValue | None) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)
