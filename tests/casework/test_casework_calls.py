"""The call to the inspector: both grounds, every attempt on record, nothing written down gets lost."""

from datetime import timedelta

import pytest
from builders import affected_pupil, called, employee_party, finish_route, notes, register

from twijs_desk.casework import calls, cases, flow, measures
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.rows import CallNotes
from twijs_desk.terms import CallOutcome, ObligationStatus, Suspicion


@pytest.fixture
def case(desk):
    """A teacher, possibly a sexual offence and transgressive besides: both grounds to call."""
    case = register(
        desk,
        observation="Een medewerker appte ’s avonds met Kim.",
        statement="“Hou dit tussen ons.”",
        parties=(employee_party(), affected_pupil()),
    )
    for question, value in {"danger": "no", "sexual_offence": "yes", "transgressive": "yes"}.items():
        flow.answer(desk, case.id, question, value)
    return case


def call_duties(desk, case_id):
    return {
        row.rule_id: row
        for row in cases.show(desk, case_id).obligations
        if row.rule_id in ("call_inspector_statute", "call_inspector_protocol")
    }


def statuses(desk, case_id):
    return {row.status for row in call_duties(desk, case_id).values()}


def test_the_call_screen_has_everything_at_hand(desk, case):
    view = calls.view(desk, case.id)
    assert view.number_shown == "0900 111 3 111"
    assert view.dial_link == "tel:09001113111"
    assert view.line_open
    assert "tot 17:00" in view.line_note
    assert len(view.duties) == len(view.grounds) == 2
    assert "S3" in view.grounds[0] + view.grounds[1]
    assert any(item.label == "Bestuur op de hoogte" and item.ready for item in view.prep)


def test_the_script_needs_no_names(desk, case):
    said = " ".join(calls.view(desk, case.id).script[:2])
    assert "leerkracht groep 6" in said
    assert "Kooij" not in said
    assert "Zandstra" not in said


def test_not_reached_keeps_the_duty_open_and_plans_the_next_attempt(desk, case, clock):
    view = calls.not_reached(desk, case.id, note="In gesprek")
    assert statuses(desk, case.id) == {ObligationStatus.OPEN}
    [attempt] = view.attempts
    assert attempt.outcome is CallOutcome.NOT_REACHED
    assert attempt.follow_up_at == clock.at + timedelta(minutes=30)
    clock.forward(minutes=30)
    view = calls.not_reached(desk, case.id)
    assert [row.attempt for row in view.attempts] == [2, 1]
    assert statuses(desk, case.id) == {ObligationStatus.OPEN}


def test_a_call_that_ends_fulfils_both_grounds_with_itself_as_proof(desk, case, clock):
    started = calls.begin(desk, case.id).current
    assert started.duty_basis == "law_and_protocol"
    clock.forward(minutes=12)
    view = calls.end(desk, started.id, notes())
    assert statuses(desk, case.id) == {ObligationStatus.DONE}
    assert view.duties == ()
    [row] = view.attempts
    assert row.ended_at - row.started_at == timedelta(minutes=12)
    for duty in call_duties(desk, case.id).values():
        assert "mevrouw De Inspecteur" in duty.proof
        assert "VI-2026-77" in duty.proof


@pytest.mark.parametrize("wrong", [{"spoken_to": " "}, {"advice": "", "notes": "  "}])
def test_a_call_without_who_or_what_stays_under_way_and_keeps_the_notes(desk, case, wrong):
    started = calls.begin(desk, case.id).current
    with pytest.raises(InputError, match="met wie u sprak") as caught:
        calls.end(desk, started.id, notes(agreed="Woensdag opnieuw", **wrong))
    assert "Uw aantekeningen zijn bewaard" in caught.value.safe
    current = calls.view(desk, case.id).current
    assert current.outcome is CallOutcome.IN_PROGRESS
    assert current.agreed == "Woensdag opnieuw"
    assert statuses(desk, case.id) == {ObligationStatus.OPEN}


def test_notes_are_kept_while_calling_and_the_call_goes_on_after_a_restart(desk, case, clock):
    started = calls.begin(desk, case.id).current
    calls.save_notes(desk, started.id, CallNotes(spoken_to="De Inspecteur", notes="eerste woorden"))
    clock.forward(minutes=2)
    again = calls.begin(desk, case.id).current
    assert (again.id, again.notes) == (started.id, "eerste woorden")
    assert len(calls.view(desk, case.id).attempts) == 1


def test_a_finished_call_can_be_completed_the_same_day_and_not_rewritten_later(desk, case, clock):
    called(desk, case.id)
    [row] = calls.view(desk, case.id).attempts
    clock.forward(hours=3)
    calls.save_notes(desk, row.id, notes(agreed="Ook de ouders bellen."))
    with pytest.raises(InputError, match="met wie u sprak"):
        calls.save_notes(desk, row.id, CallNotes())
    clock.forward(days=1)
    with pytest.raises(InputError, match="kan niet meer worden gewijzigd"):
        calls.save_notes(desk, row.id, notes(advice="Heel ander advies"))
    [kept] = calls.view(desk, case.id).attempts
    assert kept.agreed == "Ook de ouders bellen."
    assert kept.advice == notes().advice
    with pytest.raises(InputError, match="al afgesloten"):
        calls.end(desk, row.id, notes(advice="Heel ander advies"))
    assert calls.view(desk, case.id).attempts[0].advice == notes().advice


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ((2026, 11, 23, 6, 59), "maandag 23 november 2026 om 08:00"),  # a minute too early
        ((2026, 11, 23, 16, 0), "dinsdag 24 november 2026 om 08:00"),  # 17:00 in the Netherlands
        ((2026, 11, 27, 22, 30), "maandag 30 november 2026 om 08:00"),  # Friday night
        ((2026, 12, 24, 20, 0), "maandag 28 december 2026 om 08:00"),  # Christmas Eve
    ],
)
def test_outside_hours_it_says_when_the_line_opens(desk, case, clock, moment, opens):
    clock.to(*moment)
    view = calls.view(desk, case.id)
    assert not view.line_open
    assert opens in view.line_note
    assert any("112" in line for line in view.outside_hours)


def test_a_missed_call_on_friday_evening_is_planned_for_monday_morning(desk, case, clock):
    clock.to(2026, 11, 27, 15, 45)
    [row] = calls.not_reached(desk, case.id).attempts
    assert row.follow_up_at.isoformat() == "2026-11-30T07:00:00+00:00"


def test_a_call_over_midnight_ends_after_it_began(desk, case, clock):
    clock.to(2026, 11, 23, 22, 50)
    started = calls.begin(desk, case.id).current
    clock.forward(minutes=40)
    [row] = calls.end(desk, started.id, notes(follow_up_at=None)).attempts
    assert row.ended_at > row.started_at
    assert statuses(desk, case.id) == {ObligationStatus.DONE}


def test_hearing_of_it_after_hours_makes_the_call_due_the_next_working_day(desk, clock):
    clock.to(2026, 11, 27, 22, 0)
    case = register(desk, parties=(employee_party(),), school_aware_at=clock.at, board_aware_at=None)
    flow.answer(desk, case.id, "danger", "no")
    flow.answer(desk, case.id, "sexual_offence", "unknown")
    due = call_duties(desk, case.id)["call_inspector_statute"].due_at
    assert due.isoformat().startswith("2026-11-30")


def test_before_the_call_every_measure_is_barred_and_after_it_the_route_goes_on(desk, case):
    finish_route(desk, case.id, {"rule_broken": "indecent", "reasonable_suspicion": "not_called"})
    lines = measures.options(desk, case.id)
    assert {line.level for line in lines if line.id.startswith("staff_")} == {"barred"}
    assert all(line.alternative for line in lines if line.level == "barred")
    called(desk, case.id, suspicion=Suspicion.NO)
    finish_route(desk, case.id, {"seriousness": "serious"})
    assert "allowed" in {line.level for line in measures.options(desk, case.id)}


@pytest.mark.parametrize("act", [calls.end, calls.save_notes])
def test_a_call_that_is_not_there_is_a_dutch_sentence(desk, act):
    with pytest.raises(DeskError, match="staat niet in de kluis"):
        act(desk, "geen-id", notes())
