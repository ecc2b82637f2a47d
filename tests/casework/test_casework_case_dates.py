"""Where dates of a case enter, what cannot be true is refused and named, and nothing is written."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from builders import PUPIL_ROUTE, finish_route, register, suspend

from twijs_desk.casework import cases, measures
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.rows import HearingEntry
from twijs_desk.terms import HearingKind


@pytest.fixture
def case_id(desk: Desk) -> str:
    case = register(desk)
    finish_route(desk, case.id, PUPIL_ROUTE)
    return case.id


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"decided_on": date(2026, 11, 2)}, "Het besluit ligt voor de dag waarop de school het wist"),
        (
            {"starts_on": date(2026, 11, 19), "ends_on": date(2026, 11, 20)},
            "De eerste dag ligt voor het besluit",
        ),
        ({"decided_on": date(1880, 1, 1)}, "jaartal dat niet kan: 1880"),
    ],
)
def test_a_decision_that_cannot_be_is_named(
    desk: Desk, case_id: str, changes: dict[str, date], message: str
) -> None:
    with pytest.raises(InputError) as refused:
        suspend(desk, case_id, **changes)
    assert message in str(refused.value)
    assert cases.show(desk, case_id).measures == ()
    suspend(desk, case_id)


def test_an_invitation_after_the_hearing_is_named(desk: Desk, case_id: str) -> None:
    entry = HearingEntry(
        case_id=case_id,
        kind=HearingKind.PARENTS,
        invited_on=date(2026, 11, 24),
        held_at=datetime(2026, 11, 23, 9, 30),  # noqa: DTZ001 - a Dutch clock time, as the page gives it
        minutes="De ouders herkennen het verhaal.",
    )
    with pytest.raises(InputError) as refused:
        measures.record_hearing(desk, entry)
    assert "De uitnodiging voor het gesprek ligt in de toekomst" in str(refused.value)
    earlier = replace(entry, held_at=datetime(2026, 11, 22, 9, 30), invited_on=date(2026, 11, 23))  # noqa: DTZ001
    with pytest.raises(InputError, match="Het gesprek ligt voor de uitnodiging voor het gesprek"):
        measures.record_hearing(desk, earlier)
    assert cases.show(desk, case_id).hearings == ()
    measures.record_hearing(desk, replace(entry, invited_on=date(2026, 11, 23)))
