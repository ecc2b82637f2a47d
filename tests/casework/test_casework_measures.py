"""Measures and hearings: what law and protocol bar stays barred, and dates are dates that can be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import (
    EMPLOYEE_ROUTE,
    PROFILE,
    PUPIL_ROUTE,
    employee_case,
    finish_route,
    hear,
    make_desk,
    register,
    suspend,
)
from sqlmodel import select

from twijs_desk.casework import cases, flow, guards, letters, measures
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.rows import HearingEntry, MeasureEntry, PartyEntry
from twijs_desk.store.models import AuditEvent
from twijs_desk.terms import CapacityKind, CaseStatus, HearingKind, LetterStatus, MeasureStatus, PartyRole


@pytest.fixture
def case(desk):
    case = register(desk)
    finish_route(desk, case.id, PUPIL_ROUTE)
    return case


def test_a_measure_that_is_barred_is_refused_with_reason_source_and_alternative(desk):
    actor = PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PARENT, label="Een vader")
    case = register(desk, parties=(actor,))
    finish_route(
        desk, case.id, {"rule_broken": "indecent", "seriousness": "serious", "evidence_secured": "yes"}
    )
    with pytest.raises(DeskError) as caught:
        suspend(desk, case.id)
    assert "Een ouder kan niet worden geschorst" in caught.value.happened
    assert "Wat wel kan" in caught.value.todo
    assert "bron" in caught.value.todo
    assert cases.show(desk, case.id).measures == ()


def test_a_measure_of_another_role_is_refused(desk):
    case = employee_case(desk)
    with pytest.raises(DeskError):
        suspend(desk, case.id)
    assert cases.show(desk, case.id).measures == ()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (date(2026, 11, 24), date(2026, 12, 1), "Uiterlijk maandag 30 november"),  # six school days
        (
            date(2026, 12, 17),
            date(2027, 1, 4),
            "Uiterlijk vrijdag 18 december",
        ),  # over the Christmas holidays
        (date(2026, 12, 17), date(2026, 12, 24), "Uiterlijk vrijdag 18 december"),
        (date(2026, 11, 28), date(2026, 11, 30), "geen schooldag"),  # begins on a Saturday
        (date(2026, 12, 21), date(2026, 12, 22), "geen schooldag"),  # begins in the holidays
    ],
)
def test_a_suspension_longer_than_a_week_is_refused(desk, case, first, last, sentence):
    with pytest.raises(DeskError) as caught:
        suspend(desk, case.id, starts_on=first, ends_on=last)
    assert "Zo lang mag een schorsing niet duren" in caught.value.happened
    assert sentence in caught.value.todo
    assert cases.show(desk, case.id).measures == ()


def test_the_longest_suspension_is_five_school_days(desk, case):
    suspend(desk, case.id, starts_on=date(2026, 11, 24), ends_on=date(2026, 11, 30))
    [row] = cases.show(desk, case.id).measures
    assert row.school_days == 5
    assert row.status is MeasureStatus.DECIDED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": None}, "eerste en de laatste dag"),
        ({"ends_on": None}, "eerste en de laatste dag"),
        ({"ends_on": date(2026, 11, 23)}, "vóór de eerste dag"),
        ({"reasons": "  "}, "redenen"),
        ({"decided_on": date(2026, 11, 24)}, "toekomst"),
        ({"advised": "pupil_warning"}, "wijkt af van het advies"),
        ({"rule_id": "staff_reprimand"}, "."),
        ({"rule_id": "verzonnen"}, "."),
        ({"party_id": "geen-id"}, "staat niet in de zaak"),
    ],
)
def test_a_suspension_with_something_missing_is_refused(desk, case, changes, sentence):
    with pytest.raises(DeskError, match=sentence):
        suspend(desk, case.id, **changes)
    assert cases.show(desk, case.id).measures == ()


def test_advised_and_chosen_are_both_kept(desk, case):
    suspend(desk, case.id, advised="pupil_warning", deviation_reason="Er ligt al een waarschuwing.")
    [row] = cases.show(desk, case.id).measures
    assert row.deviation_reason == "Er ligt al een waarschuwing."
    assert cases.show(desk, case.id).status is CaseStatus.DECISION


def test_what_only_the_board_decides_is_not_recorded_as_decided_by_the_principal(desk):
    case = employee_case(desk)
    entry = MeasureEntry(
        case.id,
        None,
        "staff_reprimand",
        reasons="x",
        decided_by="J. de Bruijn",
        decided_on=date(2026, 11, 23),
    )
    with pytest.raises(DeskError, match="neemt het bestuur"):
        measures.decide(desk, entry)
    assert measures.decide(desk, replace(entry, decided_on=None)).status is MeasureStatus.PROPOSED
    hear(desk, case.id, (HearingKind.EMPLOYEE,))
    by_board = replace(entry, decided_by="mr. Van den Berg", met=("intention_registered",))
    assert measures.decide(desk, by_board).status is MeasureStatus.DECIDED


def test_what_the_law_wants_first_cannot_be_passed_with_a_reason(desk):
    """CvB 106138: a view asked afterwards does not cure that there was none before."""
    case = employee_case(desk)
    entry = MeasureEntry(
        case.id, None, "staff_reprimand", reasons="x", decided_by="mr. Van den Berg",
        decided_on=date(2026, 11, 23), met=("intention_registered", "view_given"), passed_reason="Geen tijd.",
    )  # fmt: skip
    with pytest.raises(DeskError, match="Hoor de medewerker eerst"):
        measures.decide(desk, entry)
    assert cases.show(desk, case.id).measures == ()
    hear(desk, case.id, (HearingKind.EMPLOYEE,))
    assert measures.decide(desk, entry).status is MeasureStatus.DECIDED


def test_policy_is_passed_only_with_a_reason_that_goes_into_the_log(desk, case):
    with pytest.raises(InputError, match="Hoor de ouders eerst"):
        suspend(desk, case.id, passed_reason="")
    assert cases.show(desk, case.id).measures == ()
    suspend(desk, case.id, passed_reason="Acute onveiligheid.")
    with desk.look() as session:
        actions = [event.action for event in session.exec(select(AuditEvent))]
    assert actions.count("policy_passed") == 3


def test_the_form_hears_which_guards_the_case_already_meets(desk, case):
    before = {row.id: row for row in guards.of_measure(desk, case.id, "pupil_suspension")}
    assert {"parents_heard", "pupil_heard", "teacher_heard"} <= before.keys()
    assert not before["parents_heard"].met
    assert before["parents_heard"].missing == "Hoor de ouders eerst."
    hear(desk, case.id, (HearingKind.PARENTS,))
    after = {row.id: row for row in guards.of_measure(desk, case.id, "pupil_suspension")}
    assert after["parents_heard"].met
    assert not after["pupil_heard"].met
    with pytest.raises(InputError, match="bestaat niet"):
        guards.of_measure(desk, case.id, "nergens")


def test_a_decision_letter_waits_for_its_decision(desk, case):
    letter = letters.begin(desk, case.id, "L9")
    with pytest.raises(DeskError, match="hoort een besluit"):
        letters.finalise(desk, letter.id)
    assert letters.view(desk, letter.id).status is LetterStatus.DRAFT


def test_a_principal_without_mandate_does_not_suspend(tmp_path):
    (tmp_path / "other").mkdir()
    desk = make_desk(tmp_path / "other", profile=replace(PROFILE, may_suspend=False))
    case = register(desk)
    finish_route(desk, case.id, PUPIL_ROUTE)
    with pytest.raises(DeskError, match="neemt het bestuur"):
        suspend(desk, case.id, decided_by=PROFILE.name)
    suspend(desk, case.id, decided_by=PROFILE.board_name)
    desk.close()


def test_the_terms_of_a_suspension_run_from_the_decision(desk, case):
    waiting = {row.rule_id: row for row in cases.show(desk, case.id).obligations}["notify_inspectorate"]
    assert waiting.due_at is None
    suspend(desk, case.id)
    row = {row.rule_id: row for row in cases.show(desk, case.id).obligations}["notify_inspectorate"]
    assert row.due_at.date() == date(2026, 11, 23)
    measures.decide(desk, MeasureEntry(case.id, None, "pupil_conversation", reasons="x"))
    again = {row.rule_id: row for row in cases.show(desk, case.id).obligations}["notify_inspectorate"]
    assert again.due_at == row.due_at, "a later intention takes no term away"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held_at": timedelta(hours=1)}, "ligt in de toekomst"),
        ({"held_at": timedelta(hours=-1), "minutes": " "}, "wat er is gezegd"),
        ({"held_at": None}, "waarom er niet is gehoord"),
        ({"party_id": "geen-id"}, "staat niet in de zaak"),
    ],
)
def test_a_hearing_that_cannot_be_is_refused(desk, case, clock, changes, sentence):
    changes = dict(changes)
    if isinstance(changes.get("held_at"), timedelta):
        changes["held_at"] = clock.at + changes["held_at"]
    entry = HearingEntry(case.id, HearingKind.PUPIL, held_at=clock.at, minutes="Ik wist het niet.")
    with pytest.raises(InputError, match=sentence):
        measures.record_hearing(desk, replace(entry, **changes))
    assert cases.show(desk, case.id).hearings == ()


def test_a_hearing_typed_as_a_dutch_clock_time_is_that_time(desk, case):
    from datetime import datetime

    typed = datetime.fromisoformat("2026-11-23T09:15")
    row = measures.record_hearing(
        desk, HearingEntry(case.id, HearingKind.PUPIL, held_at=typed, minutes="Het spijt mij.")
    )
    assert row.held_at.isoformat() == "2026-11-23T08:15:00+00:00"


def test_hearing_moves_the_case_on_and_never_back(desk, case):
    hear(desk, case.id, (HearingKind.PUPIL,))
    assert cases.show(desk, case.id).status is CaseStatus.HEARING
    suspend(desk, case.id)
    hear(desk, case.id, (HearingKind.PARENTS,))
    assert cases.show(desk, case.id).status is CaseStatus.DECISION


def test_the_whistleblower_stops_every_measure(desk):
    case = employee_case(desk)
    assert EMPLOYEE_ROUTE["whistleblower"] == "no"
    flow.answer(desk, case.id, "whistleblower", "unknown")
    entry = MeasureEntry(case.id, None, "staff_reprimand", reasons="x")
    with pytest.raises(DeskError, match="mag daarvan geen nadeel hebben"):
        measures.decide(desk, entry)
