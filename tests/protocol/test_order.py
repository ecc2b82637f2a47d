"""Dates that cannot be true together are named, with the field; rules that chase each other are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from twijs_desk import assets
from twijs_desk.protocol.days import Calendar, load_calendar
from twijs_desk.protocol.model import PackError
from twijs_desk.protocol.order import DateDefect, Moments, OrderRule, date_defects, find_circle

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def found(calendar: Calendar, dates: Moments) -> tuple[DateDefect, ...]:
    return date_defects(dates, calendar.moments, calendar.orders, NOW)


@pytest.mark.parametrize(
    ("dates", "field", "message"),
    [
        (
            {"decided": date(2026, 11, 20), "notified": date(2026, 11, 19)},
            "notified",
            "De bekendmaking ligt voor het besluit.",
        ),
        (
            {"occurred": date(2026, 11, 20), "decided": date(2026, 11, 19)},
            "decided",
            "Het besluit ligt voor het voorval.",
        ),
        (
            {"starts": date(2026, 12, 2), "ends": date(2026, 12, 1)},
            "ends",
            "De laatste dag ligt voor de eerste dag.",
        ),
        (
            {"filed": date(2026, 11, 20), "objection_decided": date(2026, 11, 19)},
            "objection_decided",
            "De beslissing op het bezwaar ligt voor het indienen bij de geschillencommissie.",
        ),
        ({"decided": date(2026, 11, 24)}, "decided", "Het besluit ligt in de toekomst: 24 november 2026."),
        ({"occurred": date(202, 11, 24)}, "occurred", "Het voorval heeft een jaartal dat niet kan: 202."),
        (
            {"occurred": datetime(2026, 11, 1, 9, 0)},  # noqa: DTZ001 - a naive moment is the point
            "occurred",
            "Het voorval heeft een tijd zonder tijdzone.",
        ),
        ({"verjaardag": date(2026, 1, 1)}, "verjaardag", "‘verjaardag’ is geen datum die de regels kennen."),
    ],
)
def test_impossible_dates_are_named(calendar: Calendar, dates: Moments, field: str, message: str) -> None:
    [defect] = found(calendar, dates)
    assert (defect.field, defect.message) == (field, message)


def test_dates_in_order_are_fine(calendar: Calendar) -> None:
    same = date(2026, 11, 20)
    assert found(calendar, dict.fromkeys((m.id for m in calendar.moments), same)) == ()
    assert found(calendar, {"starts": date(2026, 12, 1), "decided": same, "notified": None}) == ()
    assert found(calendar, {}) == ()


def test_moments_of_one_day_are_compared_as_moments(calendar: Calendar) -> None:
    noon, later = datetime(2026, 11, 20, 11, 0, tzinfo=UTC), datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    assert found(calendar, {"occurred": later, "learned": noon})
    assert not found(calendar, {"occurred": later, "learned": noon.date()})
    # 23:30 UTC is the next day in the Netherlands
    assert not found(
        calendar, {"occurred": datetime(2026, 11, 19, 23, 30, tzinfo=UTC), "learned": date(2026, 11, 20)}
    )


def test_every_pair_in_the_wrong_order_is_refused(calendar: Calendar) -> None:
    """Against a plain closure of the rules: exactly the pairs that it orders are refused."""
    before = {(rule.first, rule.then) for rule in calendar.orders}
    while True:
        more = before | {(a, d) for a, b in before for c, d in before if b == c}
        if more == before:
            break
        before = more
    early, late = date(2026, 11, 2), date(2026, 11, 3)
    for one, other in combinations([moment.id for moment in calendar.moments], 2):
        assert bool(found(calendar, {one: late, other: early})) == ((one, other) in before), (one, other)
        assert bool(found(calendar, {one: early, other: late})) == ((other, one) in before), (one, other)


def test_rules_in_a_circle_are_refused(calendar: Calendar) -> None:
    circle = (*calendar.orders, OrderRule("notified", "learned"))
    assert set(find_circle(circle)) <= {"learned", "decided", "notified", "intention"}
    assert find_circle(calendar.orders) == ()
    assert find_circle((OrderRule("a", "b"), OrderRule("b", "a"))) == ("a", "b")
    assert find_circle((OrderRule("a", "a"),)) == ("a",)
    [defect] = date_defects({"decided": date(2026, 11, 20)}, calendar.moments, circle, NOW)
    assert "spreken elkaar tegen" in defect.message
    assert "de bekendmaking" in defect.message


def test_a_file_with_rules_in_a_circle_is_refused() -> None:
    files = assets.texts(assets.resource("calendar"))
    for extra, said in (
        ('[[order]]\nfirst = "ends"\nthen = "learned"\n', "wachten op elkaar"),
        ('[[order]]\nfirst = "ends"\nthen = "later"\n', "bestaat niet"),
        ('[[moment]]\nid = "ends"\nlabel = "het eind"\n', "dubbel"),
        ('[[order]]\nfirst = "ends"\n', "ontbreekt"),
    ):
        with pytest.raises(PackError, match=said):
            load_calendar({**files, "z.toml": extra})
