"""The route of a case: what was logged is not asked again, answers are added, duties follow them."""

import random

import pytest
from builders import (
    EMPLOYEE_ROUTE,
    PUPIL_ROUTE,
    affected_pupil,
    employee_party,
    finish_route,
    person,
    pupil_party,
    register,
    unknown_actor,
)
from sqlmodel import select

from twijs_desk.casework import cases, flow, obligations, people
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.rows import PartyEntry
from twijs_desk.store import models
from twijs_desk.terms import CapacityKind, CaseStatus, Level, ObligationStatus, PartyRole


def given(desk, case_id):
    return {q.id: q.chosen for q in flow.view(desk, case_id).trail}


def open_must(desk, case_id):
    return {
        row.rule_id
        for row in cases.show(desk, case_id).obligations
        if row.status is ObligationStatus.OPEN and row.level is Level.MUST
    }


def duty(desk, case_id, rule_id):
    return next(row for row in cases.show(desk, case_id).obligations if row.rule_id == rule_id)


@pytest.mark.parametrize("kind", [k for k in CapacityKind if k is not CapacityKind.UNKNOWN])
def test_the_capacity_that_was_logged_is_not_asked_again(desk, kind):
    case = register(desk, parties=(PartyEntry(PartyRole.ALLEGED_ACTOR, kind, label="Iemand"),))
    flow.answer(desk, case.id, "danger", "no")
    assert given(desk, case.id)["actor"] == (kind.value,)
    assert given(desk, case.id)["sexual_image_minor"] == ("no",)


def test_an_unknown_person_is_asked_for(desk):
    case = register(desk, parties=(unknown_actor(),))
    flow.answer(desk, case.id, "danger", "no")
    assert flow.view(desk, case.id).question.id == "actor"


@pytest.mark.parametrize(
    ("born", "group"),
    [
        ("2014-11-20", "under_12"),
        ("2014-11-19", "12_15"),  # twelve on the very day
        ("2010-11-20", "12_15"),
        ("2010-11-19", "16_17"),
        ("2008-11-19", "18_plus"),
    ],
)
def test_the_age_counts_on_the_day_it_happened(desk, born, group):
    from datetime import date

    actor = pupil_party()
    case = register(
        desk,
        parties=(
            PartyEntry(
                PartyRole.ALLEGED_ACTOR,
                CapacityKind.PUPIL,
                person=person(born_on=date.fromisoformat(born)),
            ),
        ),
    )
    assert actor.person is not None
    flow.answer(desk, case.id, "danger", "no")
    assert given(desk, case.id)["pupil_age"] == (group,)


def test_someone_known_already_keeps_one_record(desk):
    pupil = people.add(desk, person())
    case = register(
        desk, parties=(PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, person_id=pupil.id),)
    )
    assert case.parties[0].person_id == pupil.id
    assert len(people.find(desk, "amrani")) == 1


def test_answers_are_added_and_the_former_one_stays_in_the_record(desk, clock):
    case = register(desk)
    flow.answer(desk, case.id, "danger", "yes")
    clock.forward(minutes=5)
    flow.answer(desk, case.id, "danger", "no", note="Loos alarm")
    with desk.look() as session:
        rows = session.exec(
            select(models.Answer).where(models.Answer.question_id == "danger").order_by(models.Answer.seq)
        ).all()
    assert [(row.value, row.superseded_at is None) for row in rows] == [(["yes"], False), (["no"], True)]
    assert rows[0].superseded_at == rows[1].answered_at == clock.at


def test_the_same_answer_twice_is_one_answer(desk):
    case = register(desk)
    flow.answer(desk, case.id, "danger", "no")
    lines = len(log(desk))
    flow.answer(desk, case.id, "danger", "no")
    assert len(log(desk)) == lines


def log(desk):
    with desk.look() as session:
        return session.exec(select(models.AuditEvent)).all()


@pytest.mark.parametrize(
    ("question", "value"),
    [("verzonnen", "yes"), ("danger", "misschien"), ("danger", ()), ("rule_broken", ("none", "indecent"))],
)
def test_answers_that_do_not_exist_are_refused_and_change_nothing(desk, question, value):
    case = register(desk)
    lines, before = len(log(desk)), given(desk, case.id)
    for act in (flow.preview, flow.answer):
        with pytest.raises(InputError):
            act(desk, case.id, question, value)
    assert len(log(desk)) == lines
    assert given(desk, case.id) == before


def test_a_preview_changes_nothing_and_answering_then_does_exactly_that(desk):
    case = register(desk, parties=(employee_party(), affected_pupil()))
    for question, value in EMPLOYEE_ROUTE.items():
        asked = flow.view(desk, case.id).question
        if asked is None or asked.id != question:
            continue
        for option in [o.id for o in asked.options] if not asked.multiple else [value]:
            lines, before = len(log(desk)), effects(desk, case.id)
            change = flow.preview(desk, case.id, question, option)
            assert len(log(desk)) == lines
            assert effects(desk, case.id) == before
            flow.answer(desk, case.id, question, option)
            after = effects(desk, case.id)
            moved = {line.id: line.line.level for line in change.moved if line.line}
            added = {(line.level, line.id) for line in change.added}
            dropped = {line.id for line in change.dropped}
            assert added | {(level, id_) for id_, level in moved.items()} >= after - before >= added
            assert dropped == {id_ for _, id_ in before - after} - set(moved)
        flow.answer(desk, case.id, question, value)


def effects(desk, case_id):
    view = flow.view(desk, case_id)
    return {(line.level, line.id) for line in (*view.duties, *view.measures)}


def test_the_register_duty_is_its_own_proof(desk):
    case = register(desk)
    flow.answer(desk, case.id, "danger", "no")
    done = duty(desk, case.id, "record_incident")
    assert done.status is ObligationStatus.DONE
    assert case.number in done.proof


def test_a_changed_answer_puts_duties_to_rest_and_brings_them_back(desk, clock):
    case = register(desk)
    flow.answer(desk, case.id, "danger", "yes")
    assert duty(desk, case.id, "call_emergency").status is ObligationStatus.OPEN
    clock.forward(minutes=10)
    flow.answer(desk, case.id, "danger", "no")
    assert duty(desk, case.id, "call_emergency").status is ObligationStatus.NOT_APPLICABLE
    clock.forward(minutes=10)
    flow.answer(desk, case.id, "danger", "unknown")
    again = duty(desk, case.id, "call_emergency")
    assert again.status is ObligationStatus.OPEN
    assert again.due_at > clock.at
    actions = [line.action for line in log(desk)]
    assert actions.count("duty_rests") == 1


def test_a_duty_that_was_done_stays_done_when_the_answer_changes(desk):
    case = register(desk)
    flow.answer(desk, case.id, "danger", "yes")
    obligations.done(desk, duty(desk, case.id, "call_emergency").id, "112 gebeld om 10.05 uur")
    flow.answer(desk, case.id, "danger", "no")
    flow.answer(desk, case.id, "danger", "yes")
    assert duty(desk, case.id, "call_emergency").status is ObligationStatus.DONE


@pytest.mark.parametrize("seed", range(6))
def test_not_knowing_never_costs_a_duty(desk, seed):
    """On a walk through the route: at every question *unknown* opens at least what *yes* opens."""
    chance = random.Random(seed)
    actors = [pupil_party(), employee_party(), unknown_actor()]
    actors += [
        PartyEntry(PartyRole.ALLEGED_ACTOR, kind, label="Iemand")
        for kind in (CapacityKind.ASSIGNED, CapacityKind.FORMER_EMPLOYEE, CapacityKind.PARENT)
    ]
    case = register(desk, parties=(actors[seed],), may_hold_minor_imagery="unknown")
    for _ in range(40):
        question = flow.view(desk, case.id).question
        if question is None:
            break
        options = [option.id for option in question.options]
        if {"yes", "unknown"} <= set(options):
            flow.answer(desk, case.id, question.id, "yes")
            known = open_must(desk, case.id)
            flow.answer(desk, case.id, question.id, "unknown")
            assert known <= open_must(desk, case.id), question.id
        flow.answer(desk, case.id, question.id, chance.choice(options))
    else:
        pytest.fail("the route does not end")


# --- doing and leaving duties ---


def test_a_duty_is_done_with_proof_and_only_once(desk):
    case = register(desk)
    flow.answer(desk, case.id, "danger", "yes")
    row = duty(desk, case.id, "call_emergency")
    with pytest.raises(InputError, match="waaruit blijkt"):
        obligations.done(desk, row.id, "   ")
    assert duty(desk, case.id, "call_emergency").status is ObligationStatus.OPEN
    obligations.done(desk, row.id, "112 gebeld")
    with pytest.raises(InputError, match="al afgehandeld"):
        obligations.done(desk, row.id, "nog eens")
    assert duty(desk, case.id, "call_emergency").proof == "112 gebeld"


def test_what_must_cannot_be_waived_and_advice_only_with_a_reason(desk):
    case = register(desk)
    finish_route(desk, case.id, PUPIL_ROUTE)
    must = duty(desk, case.id, "written_suspension")
    with pytest.raises(DeskError, match="kunt u niet overslaan"):
        obligations.waive(desk, must.id, "Geen zin")
    advice = duty(desk, case.id, "care_for_affected")
    with pytest.raises(InputError, match="waarom"):
        obligations.waive(desk, advice.id, " ")
    obligations.waive(desk, advice.id, "De klasgenoot is al bij de intern begeleider.")
    assert duty(desk, case.id, "care_for_affected").status is ObligationStatus.WAIVED


@pytest.mark.parametrize("rule", ["call_inspector_statute", "call_inspector_protocol"])
def test_the_call_cannot_be_ticked_off(desk, rule):
    case = register(desk, parties=(employee_party(),))
    finish_route(desk, case.id, {"sexual_offence": "yes", "transgressive": "yes"})
    with pytest.raises(DeskError, match="pas gedaan als u de vertrouwensinspecteur"):
        obligations.done(desk, duty(desk, case.id, rule).id, "Ik heb gemaild")
    assert duty(desk, case.id, rule).status is ObligationStatus.OPEN


def test_telling_the_inspector_of_the_report_can_be_recorded(desk):
    """It is a duty of its own (WPO 4a lid 2); without this no such case could ever be closed."""
    case = register(desk, parties=(employee_party(),))
    finish_route(desk, case.id, {"sexual_offence": "yes", "reasonable_suspicion": "yes"})
    row = duty(desk, case.id, "tell_inspector_report")
    obligations.done(desk, row.id, "Gebeld op 23 november, mevrouw De Inspecteur")
    assert duty(desk, case.id, "tell_inspector_report").status is ObligationStatus.DONE


def test_no_term_runs_from_something_that_has_not_happened(desk):
    """The report to the police follows the talk with the inspector; before it nothing is late."""
    case = register(desk, parties=(employee_party(),))
    finish_route(desk, case.id, {"sexual_offence": "yes", "reasonable_suspicion": "unknown"})
    row = duty(desk, case.id, "report_offence")
    assert row.due_at is None
    assert "begint als de vertrouwensinspecteur is gesproken" in row.due_sentence


# --- closing ---


def test_open_duties_and_an_unfinished_route_block_closing(desk):
    case = register(desk)
    with pytest.raises(DeskError, match="beslisroute afmaken"):
        cases.close_case(desk, case.id, "Klaar")
    finish_route(desk, case.id, {"rule_broken": "none", "crime_possible": "no"})
    for row in cases.show(desk, case.id).obligations:
        if row.status is not ObligationStatus.OPEN:
            continue
        with pytest.raises(DeskError, match="kan nog niet dicht"):
            cases.close_case(desk, case.id, "Klaar")
        obligations.done(desk, row.id, "Gedaan")
    with pytest.raises(InputError, match="hoe de zaak is afgelopen"):
        cases.close_case(desk, case.id, " ")
    closed = cases.close_case(desk, case.id, "Onterechte melding.")
    assert closed.status is CaseStatus.CLOSED
    with pytest.raises(InputError, match="al afgesloten"):
        cases.close_case(desk, case.id, "Nog eens")


def test_what_must_be_done_today_is_on_the_overview(desk, clock):
    case = register(desk)
    groups = {group.key: [row.rule_id for row in group.obligations] for group in cases.overview(desk).groups}
    assert "route" in groups["today"]
    flow.answer(desk, case.id, "personal_data_leak", "yes")
    clock.forward(days=3)
    late = {group.key: [row.rule_id for row in group.obligations] for group in cases.overview(desk).groups}
    assert "assess_breach" in late["overdue"]


@pytest.mark.parametrize("number", ["2026-999", "x", "", "2026-" + "9" * 6000, "²⁰²⁶-²", "2026-٣"])
def test_a_case_that_is_not_there_is_a_short_dutch_sentence(desk, number):
    with pytest.raises(InputError, match="staat niet in deze kluis") as caught:
        cases.show(desk, number)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["²⁰²⁶-²", "2026-" + "9" * 6000, "%", "_", "'; drop table", "a" * 10_000])
def test_searching_for_odd_text_finds_nothing_and_breaks_nothing(desk, text):
    register(desk)
    assert cases.listing(desk, text=text) == ()


def test_the_register_pages_without_gaps_or_doubles(desk, clock):
    for _ in range(7):
        register(desk)
        clock.forward(minutes=0)
    seen, before = [], None
    while page := cases.listing(desk, before=before, limit=3):
        seen += [row.number for row in page]
        before = page[-1]
    assert sorted(seen) == [f"2026-00{n}" for n in range(1, 8)]
