"""The example school that everybody sees first: it keeps up, and one case is about two pupils, each their own way."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from twijs_desk.casework import cases, example
from twijs_desk.casework.desk import Desk
from twijs_desk.terms import MeasureStatus

MONDAY = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)


@pytest.fixture(params=[MONDAY, SUNDAY_NIGHT], ids=["monday", "sunday night"])
def school(request: pytest.FixtureRequest) -> Iterator[Desk]:
    desk = example.throw_away(lambda: request.param)
    yield desk
    desk.close()


def test_two_pupils_in_one_case_have_their_own_outcome(school: Desk) -> None:
    found = {row.title: row.id for row in cases.listing(school)}
    assert len(found) == 5
    view = cases.show(school, found["Filmpje van de gymles op TikTok"])
    assert [route.open for route in view.routes] == [False, False]
    decided = {row.party_name: row.title for row in view.measures if row.status is MeasureStatus.DECIDED}
    assert len(decided) == 2
    assert len(set(decided.values())) == 2


def test_nothing_in_the_example_is_late(school: Desk) -> None:
    late = [
        duty.title
        for row in cases.listing(school)
        for duty in cases.show(school, row.id).obligations
        if duty.status == "open" and duty.due_at is not None and duty.due_at < school.now()
    ]
    assert late == []
