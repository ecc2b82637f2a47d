"""Several people in one case: each an own route, outcome, measures and letters; the case itself is asked once."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders import (
    EMPLOYEE_ROUTE,
    L9_FIELDS,
    PUPIL_ROUTE,
    affected_pupil,
    employee_party,
    notes,
    parent,
    person,
    pupil_party,
    register,
    suspended_pupil,
    unknown_actor,
)
from sqlmodel import select

from twijs_desk.casework import calls, cases, flow, incidents, letters, measures, obligations, people
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.rows import HearingEntry, MeasureEntry, PartyEntry
from twijs_desk.store import models
from twijs_desk.terms import (
    CapacityKind,
    Channel,
    HearingKind,
    LetterStatus,
    MeasureStatus,
    ObligationStatus,
    PartyRole,
)


def second_pupil() -> PartyEntry:
    return PartyEntry(
        PartyRole.ALLEGED_ACTOR,
        CapacityKind.PUPIL,
        capacity_detail="groep 8",
        person=person("Yildiz", "Aylin", born_on=date(2014, 1, 5)),
    )


def two(desk, *entries):
    """A case about two people; their party ids in the order in which they were named."""
    case = register(desk, parties=(*(entries or (pupil_party(), employee_party())), affected_pupil()))
    return case.id, [route.party_id for route in case.routes]


def given(desk, case_id, party_id=None):
    return {q.id: q.chosen for q in flow.view(desk, case_id, party_id=party_id).trail}


def note_of(desk, case_id, party_id, question):
    return next(q.note for q in flow.view(desk, case_id, party_id=party_id).trail if q.id == question)


def walk(desk, case_id, party_id, choose):
    for _ in range(80):
        question = flow.view(desk, case_id, party_id=party_id).question
        if question is None:
            return
        options = [option.id for option in question.options]
        value = choose.get(question.id) or ("no" if "no" in options else options[0])
        flow.answer(desk, case_id, question.id, value, party_id=party_id)
    raise AssertionError("the route does not end")


def duties(desk, case_id, rule):
    return [row for row in cases.show(desk, case_id).obligations if row.rule_id == rule]


def stored(desk, case_id, rule):
    with desk.look() as session:
        rows = session.exec(select(models.Obligation).where(models.Obligation.rule_id == rule)).all()
        return [row.status for row in rows if str(row.case_id) == case_id]


def log(desk, action):
    with desk.look() as session:
        return session.exec(select(models.AuditEvent).where(models.AuditEvent.action == action)).all()


# --- routes ---


def test_every_alleged_actor_gets_a_route_in_the_order_of_naming(desk):
    entries = [replace(employee_party(), label=""), pupil_party(), unknown_actor()]
    case = register(desk, parties=(*entries, affected_pupil()))
    assert [(route.number, route.capacity.split(",")[0]) for route in case.routes] == [
        (1, "medewerker"),
        (2, "leerling"),
        (3, "onbekend"),
    ]
    flow.answer(desk, case.id, "danger", "no")
    for route, actor in zip(case.routes, ("employee", "pupil", None), strict=True):
        assert given(desk, case.id, route.party_id).get("actor") == (actor and (actor,))


def test_without_saying_who_it_is_the_route_of_who_was_named_first(desk):
    case_id, (first, second) = two(desk)
    assert flow.view(desk, case_id).party_id == first
    flow.answer(desk, case_id, "danger", "no")
    assert flow.view(desk, case_id).run_id == flow.view(desk, case_id, party_id=first).run_id
    assert flow.view(desk, case_id).run_id != flow.view(desk, case_id, party_id=second).run_id


def test_each_has_an_own_outcome(desk):
    case_id, (pupil, employee) = two(desk)
    walk(desk, case_id, pupil, PUPIL_ROUTE)
    walk(desk, case_id, employee, EMPLOYEE_ROUTE)
    kinds = {who: {m.id: m.level for m in measures.options(desk, case_id, who)} for who in (pupil, employee)}
    assert kinds[pupil]["pupil_suspension"] in ("required", "allowed")
    assert kinds[employee]["pupil_suspension"] == "barred"
    assert flow.outcome(desk, case_id, pupil).inspector.outcome == "nvt"
    assert flow.outcome(desk, case_id, employee).inspector.outcome == "verplicht-protocol"
    assert {row.party_id for row in duties(desk, case_id, "call_inspector_protocol")} == {employee}


def test_an_answer_about_the_person_stays_with_that_person(desk):
    case_id, (pupil, employee) = two(desk)
    walk(desk, case_id, pupil, PUPIL_ROUTE)
    assert given(desk, case_id, pupil)["seriousness"] == ("serious",)
    assert "seriousness" not in given(desk, case_id, employee)


def test_someone_added_later_starts_with_what_is_known_about_the_case(desk):
    case = register(desk)
    walk(desk, case.id, None, PUPIL_ROUTE)
    view = incidents.add_party(desk, case.id, employee_party())
    second = view.routes[1]
    known = given(desk, case.id, second.party_id)
    assert known["danger"] == ("no",)
    assert known["actor"] == ("employee",)
    assert "rule_broken" not in known
    words = note_of(desk, case.id, second.party_id, "danger")
    assert words == "Overgenomen uit de route van leerling, groep 7"
    assert "Youssef" not in words, "the name of one does not belong in the route of another"
    assert second.open
    assert second.left > 0
    assert view.close_blocked_by[-1].startswith("de beslisroute afmaken voor R. van der Kooij")


def test_a_reporter_gets_no_route(desk):
    case = register(desk)
    view = incidents.add_party(
        desk, case.id, PartyEntry(PartyRole.REPORTER, CapacityKind.PARENT, label="een moeder")
    )
    assert len(view.routes) == 1


def test_a_changed_answer_about_the_case_follows_in_every_route(desk, clock):
    case_id, (first, second) = two(desk)
    flow.answer(desk, case_id, "danger", "no", party_id=first)
    assert given(desk, case_id, second)["danger"] == ("no",)
    clock.forward(minutes=3)
    flow.answer(desk, case_id, "danger", "yes", party_id=second)
    assert given(desk, case_id, first)["danger"] == ("yes",)
    assert note_of(desk, case_id, first, "danger").startswith("Overgenomen uit de route van medewerker")
    assert stored(desk, case_id, "call_emergency") == [ObligationStatus.OPEN] * 2
    assert len(log(desk, "answer_followed")) == 2


def test_the_preview_says_in_whose_route_the_answer_counts_too(desk):
    case_id, (first, second) = two(desk)
    names = {route.party_id: route.name for route in cases.show(desk, case_id).routes}
    assert flow.preview(desk, case_id, "danger", "yes", first).follows == (names[second],)
    assert flow.preview(desk, case_id, "rule_broken", ("indecent",), second).follows == ()


def test_a_refused_answer_changes_neither_route(desk):
    case_id, (first, second) = two(desk)
    with pytest.raises(InputError):
        flow.answer(desk, case_id, "danger", "misschien", party_id=first)
    assert "danger" not in given(desk, case_id, first)
    assert "danger" not in given(desk, case_id, second)


def test_copies_stay_forbidden_unless_every_route_says_no(desk):
    case = register(desk, may_hold_minor_imagery="no")
    assert not case.no_copy
    view = incidents.add_party(desk, case.id, employee_party())
    assert not view.no_copy, "the answer is about the case and came along"
    flow.answer(desk, case.id, "sexual_image_minor", "unknown", party_id=view.routes[1].party_id)
    assert cases.show(desk, case.id).no_copy
    flow.answer(desk, case.id, "sexual_image_minor", "no")
    assert not cases.show(desk, case.id).no_copy


# --- the same person in two capacities ---


def test_a_parent_who_is_also_staff_is_split_by_capacity(desk):
    case = register(
        desk,
        parties=(
            PartyEntry(
                PartyRole.ALLEGED_ACTOR,
                CapacityKind.PARENT,
                "ouder van een leerling uit groep 5",
                person=parent("Smit", "Anna", "Voorbeeldlaan 1"),
            ),
        ),
    )
    walk(desk, case.id, None, {"rule_broken": ("indecent",), "school_related": "yes"})
    view = incidents.split_capacity(
        desk, case.routes[0].party_id, CapacityKind.EMPLOYEE, "leerkracht groep 3"
    )
    assert [route.capacity for route in view.routes] == [
        "ouder/verzorger, ouder van een leerling uit groep 5",
        "medewerker, leerkracht groep 3",
    ]
    assert len({party.person_id for party in view.parties}) == 1
    parent_id, staff_id = (route.party_id for route in view.routes)
    assert given(desk, case.id, staff_id)["danger"] == given(desk, case.id, parent_id)["danger"]
    walk(desk, case.id, staff_id, EMPLOYEE_ROUTE)
    assert flow.outcome(desk, case.id, staff_id).inspector.outcome == "verplicht-protocol"
    assert flow.outcome(desk, case.id, parent_id).inspector.outcome != "verplicht-protocol"
    allowed = {m.id for m in measures.options(desk, case.id, staff_id) if m.level != "barred"}
    assert allowed != {m.id for m in measures.options(desk, case.id, parent_id) if m.level != "barred"}


def test_a_letter_goes_with_the_capacity_it_is_about(desk):
    case = register(
        desk,
        parties=(
            PartyEntry(
                PartyRole.ALLEGED_ACTOR,
                CapacityKind.PARENT,
                person=parent("Smit", "Anna", "Voorbeeldlaan 1"),
            ),
        ),
    )
    view = incidents.split_capacity(desk, case.routes[0].party_id, CapacityKind.EMPLOYEE)
    with pytest.raises(DeskError, match="past niet bij deze persoon"):
        letters.begin(desk, case.id, "M9", case.routes[0].party_id)
    letter = letters.begin(desk, case.id, "M9", view.routes[1].party_id)
    assert letter.to_name == "Anna Smit"
    row = cases.show(desk, case.id).letters[0]
    assert row.party_id == view.routes[1].party_id


@pytest.mark.parametrize("capacity", [CapacityKind.PUPIL, CapacityKind.UNKNOWN])
def test_splitting_into_the_same_or_no_capacity_is_refused(desk, capacity):
    case = register(desk)
    with pytest.raises(InputError):
        incidents.split_capacity(desk, case.routes[0].party_id, capacity)
    assert len(cases.show(desk, case.id).parties) == 2
    assert not log(desk, "party_split")


def test_only_a_known_alleged_actor_can_be_split(desk):
    case = register(desk, parties=(unknown_actor(), affected_pupil()))
    affected = next(p for p in case.parties if p.role is PartyRole.AFFECTED)
    for party_id in (case.routes[0].party_id, affected.id, "geen-id", case.id):
        with pytest.raises(InputError):
            incidents.split_capacity(desk, party_id, CapacityKind.PARENT)
    assert len(cases.show(desk, case.id).routes) == 1


def test_the_same_person_twice_in_one_capacity_is_refused(desk):
    pupil = people.add(desk, person())
    entry = PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, person_id=pupil.id)
    case = register(desk, parties=(entry,))
    with pytest.raises(InputError, match="staat al in de zaak als leerling"):
        incidents.add_party(desk, case.id, entry)
    with pytest.raises(InputError, match="staat al in de zaak"):
        register(desk, parties=(entry, entry))
    assert len(cases.show(desk, case.id).parties) == 1
    assert len(cases.listing(desk)) == 1


def test_who_the_second_unknown_person_was_changes_only_that_route(desk):
    case_id, (first, second) = two(desk, pupil_party(), unknown_actor())
    flow.answer(desk, case_id, "danger", "no")
    incidents.identify(desk, case_id, second, replace(employee_party(), role=PartyRole.ALLEGED_ACTOR))
    assert given(desk, case_id, first)["actor"] == ("pupil",)
    assert given(desk, case_id, second)["actor"] == ("employee",)


# --- duties ---


def test_a_duty_about_the_case_is_shown_and_done_once(desk):
    case_id, (first, _second) = two(desk)
    flow.answer(desk, case_id, "danger", "yes", party_id=first)
    assert len(stored(desk, case_id, "call_emergency")) == 2
    (row,) = duties(desk, case_id, "call_emergency")
    assert row.party_name == ""
    obligations.done(desk, row.id, "112 gebeld om 10.05 uur")
    assert stored(desk, case_id, "call_emergency") == [ObligationStatus.DONE] * 2
    (row,) = duties(desk, case_id, "call_emergency")
    assert row.status is ObligationStatus.DONE
    overview = [
        d for g in cases.overview(desk).groups for d in g.obligations if d.rule_id == "call_emergency"
    ]
    assert overview == []


def test_a_duty_done_for_the_case_is_not_asked_again_for_someone_added_later(desk):
    case = register(desk)
    flow.answer(desk, case.id, "danger", "yes")
    obligations.done(desk, duties(desk, case.id, "call_emergency")[0].id, "112 gebeld")
    incidents.add_party(desk, case.id, employee_party())
    (row,) = duties(desk, case.id, "call_emergency")
    assert (row.status, row.proof) == (ObligationStatus.DONE, "112 gebeld")
    assert stored(desk, case.id, "call_emergency") == [ObligationStatus.DONE] * 2


def test_a_duty_about_a_person_says_for_whom_and_is_done_for_one(desk):
    case_id, (first, second) = two(desk, pupil_party(), second_pupil())
    for who in (first, second):
        walk(desk, case_id, who, PUPIL_ROUTE)
    rows = duties(desk, case_id, "written_suspension")
    assert {row.party_name for row in rows} == {"Youssef el Amrani", "Aylin Yildiz"}
    obligations.done(desk, rows[0].id, "Besluit geschreven")
    assert sorted(stored(desk, case_id, "written_suspension")) == ["done", "open"]
    assert {row.party_name for row in duties(desk, case_id, "written_suspension")} == {
        "Youssef el Amrani",
        "Aylin Yildiz",
    }


def test_one_person_needs_no_name_beside_a_duty(desk):
    case = register(desk)
    walk(desk, case.id, None, PUPIL_ROUTE)
    assert {row.party_name for row in cases.show(desk, case.id).obligations} == {""}


def test_a_decision_about_one_starts_no_term_for_the_other(desk):
    case_id, (first, second) = two(desk, pupil_party(), second_pupil())
    for who in (first, second):
        walk(desk, case_id, who, PUPIL_ROUTE)
    suspend(desk, case_id, second)
    due = {row.party_id: row.due_at for row in duties(desk, case_id, "written_suspension")}
    assert due[first] is None
    assert due[second] is not None


def test_the_case_closes_only_when_every_route_is_finished(desk):
    case_id, (first, second) = two(desk)
    walk(desk, case_id, first, PUPIL_ROUTE)
    for row in cases.show(desk, case_id).obligations:
        if row.status is ObligationStatus.OPEN:
            obligations.done(desk, row.id, "Gedaan")
    with pytest.raises(DeskError, match=r"de beslisroute afmaken voor R\. van der Kooij"):
        cases.close_case(desk, case_id, "Klaar")
    routes = [d for g in cases.overview(desk).groups for d in g.obligations if d.rule_id == "route"]
    assert [row.party_id for row in routes] == [second]


def test_the_timeline_says_about_whom_and_tells_what_was_done_for_all_once(desk):
    case_id, (first, second) = two(desk)
    flow.answer(desk, case_id, "danger", "yes")
    obligations.done(desk, duties(desk, case_id, "call_emergency")[0].id, "112 gebeld")
    flow.answer(desk, case_id, "danger", "no")
    walk(desk, case_id, first, PUPIL_ROUTE)
    walk(desk, case_id, second, EMPLOYEE_ROUTE)
    suspend(desk, case_id, first)
    titles = [row.title for row in cases.show(desk, case_id).timeline]
    assert sum("112" in title for title in titles) == 1
    assert sum(title.startswith("Gedaan: Leg de melding vast") for title in titles) == 1
    assert "Kwalificatie: Grensoverschrijdend (R. van der Kooij)" in titles
    assert next(t for t in titles if t.startswith("Besloten: ")).endswith("(Youssef el Amrani)")


def test_a_case_of_before_gets_its_missing_route_at_the_next_answer(desk):
    """Earlier versions only kept a route for the first alleged actor."""
    case = register(desk)
    with desk.act() as act:
        late = models.Party(
            case_id=uuid.UUID(case.id), label="Een moeder", role="alleged_actor", capacity="parent"
        )
        act.session.add(late)
        act.log("party_added", "party", late.id, case.id, role="alleged_actor")
    assert len(cases.show(desk, case.id).routes) == 1
    flow.answer(desk, case.id, "danger", "no")
    view = cases.show(desk, case.id)
    assert [route.name for route in view.routes] == ["Youssef el Amrani", "Een moeder"]
    assert given(desk, case.id, view.routes[1].party_id)["danger"] == ("no",)


# --- the call ---


def test_one_call_is_about_everyone_in_the_case(desk):
    other = employee_party(initials="B.", infix="", family_name="Vos")
    case_id, (first, second) = two(desk, employee_party(), other)
    for who in (first, second):
        walk(desk, case_id, who, EMPLOYEE_ROUTE)
    current = calls.begin(desk, case_id).current
    assert len(calls.view(desk, case_id).duties) == 2
    calls.end(desk, current.id, notes())
    assert stored(desk, case_id, "call_inspector_protocol") == [ObligationStatus.DONE] * 2


def test_a_call_about_one_leaves_the_duty_for_the_other(desk):
    other = employee_party(initials="B.", infix="", family_name="Vos")
    case_id, (first, second) = two(desk, employee_party(), other)
    offence = EMPLOYEE_ROUTE | {"sexual_offence": "yes", "reasonable_suspicion": "not_yet"}
    for who in (first, second):
        walk(desk, case_id, who, offence)
    current = calls.begin(desk, case_id).current
    calls.end(desk, current.id, notes(suspicion="yes"), [first])
    status = {row.party_id: row.status for row in duties(desk, case_id, "call_inspector_statute")}
    assert status == {first: ObligationStatus.DONE, second: ObligationStatus.OPEN}
    assert given(desk, case_id, first)["reasonable_suspicion"] == ("yes",)
    assert given(desk, case_id, second)["reasonable_suspicion"] != ("yes",)
    report = {row.party_id: row.due_at for row in duties(desk, case_id, "report_offence")}
    assert report[first] is not None
    assert report.get(second) is None, "nobody was called about this one yet"


@pytest.mark.parametrize("who", ["affected", "stranger", "nobody"])
def test_a_call_about_someone_without_a_route_is_refused_and_stays_under_way(desk, who):
    case_id, _ = two(desk)
    affected = next(p.id for p in cases.show(desk, case_id).parties if p.role is PartyRole.AFFECTED)
    current = calls.begin(desk, case_id).current
    chosen = {"affected": [affected], "stranger": [case_id], "nobody": []}[who]
    with pytest.raises(InputError):
        calls.end(desk, current.id, notes(), chosen)
    kept = calls.view(desk, case_id).current
    assert kept is not None
    assert kept.advice == notes().advice


# --- measures, hearing and letters ---


def suspend(desk, case_id, party_id, **changes):
    entry = MeasureEntry(
        case_id,
        party_id,
        "pupil_suspension",
        reasons="De klasgenoot durft niet naar school.",
        milder_means="Een andere werkplek geeft te weinig rust.",
        decided_on=date(2026, 11, 23),
        starts_on=date(2026, 11, 24),
        ends_on=date(2026, 11, 26),
        passed_reason="Er was acute onveiligheid; het horen volgt binnen één schooldag.",
    )
    return measures.decide(desk, replace(entry, **changes))


def test_a_measure_follows_the_outcome_of_the_person_it_is_for(desk):
    case_id, (pupil, employee) = two(desk)
    walk(desk, case_id, pupil, PUPIL_ROUTE)
    walk(desk, case_id, employee, EMPLOYEE_ROUTE)
    row = suspend(desk, case_id, pupil)
    assert (row.party_name, row.status) == ("Youssef el Amrani", MeasureStatus.DECIDED)
    with pytest.raises(DeskError, match="kan hier niet"):
        suspend(desk, case_id, employee)
    assert len(cases.show(desk, case_id).measures) == 1


@pytest.mark.parametrize(
    "act", ["view", "preview", "answer", "options", "kinds", "begin", "decide", "outcome"]
)
def test_someone_who_is_not_in_the_case_or_has_no_route_is_refused(desk, act):
    case_id, _ = two(desk)
    other_case, (stranger, _) = two(desk)
    affected = next(p.id for p in cases.show(desk, case_id).parties if p.role is PartyRole.AFFECTED)
    entry = MeasureEntry(case_id, None, "pupil_suspension")
    acts = {
        "view": lambda who: flow.view(desk, case_id, party_id=who),
        "preview": lambda who: flow.preview(desk, case_id, "danger", "no", who),
        "answer": lambda who: flow.answer(desk, case_id, "danger", "no", party_id=who),
        "options": lambda who: measures.options(desk, case_id, who),
        "kinds": lambda who: letters.kinds(desk, case_id, who),
        "begin": lambda who: letters.begin(desk, case_id, "L9", who),
        "decide": lambda who: measures.decide(desk, replace(entry, party_id=who)),
        "outcome": lambda who: flow.outcome(desk, case_id, who),
    }
    lines = len(log(desk, "question_answered"))
    for who, words in (
        (stranger, "staat niet in de zaak"),
        ("x", "staat niet in de zaak"),
        (affected, "getroffene.* is er geen beslisroute"),
    ):
        with pytest.raises(InputError, match=words):
            acts[act](who)
    assert len(log(desk, "question_answered")) == lines
    assert other_case != case_id


def test_hearing_one_pupil_is_not_hearing_the_other(desk):
    case_id, (first, second) = two(desk, pupil_party(), second_pupil())
    for who in (first, second):
        walk(desk, case_id, who, PUPIL_ROUTE)
        suspend(desk, case_id, who)
    for kind in (HearingKind.PARENTS, HearingKind.PUPIL, HearingKind.GROUP_TEACHER):
        measures.record_hearing(
            desk,
            HearingEntry(
                case_id, kind, second, held_at=datetime(2026, 11, 23, 8, tzinfo=UTC), minutes="Spijt."
            ),
        )
    needs = {who: open_points(desk, letters.begin(desk, case_id, "L9", who).id) for who in (first, second)}
    assert "hearing.pupil_on" in needs[first]
    assert "hearing.pupil_on" not in needs[second]


def open_points(desk, letter_id):
    return {found.field_id for found in letters.view(desk, letter_id).findings}


def test_letters_to_two_pupils_share_nothing(desk):
    first = suspended_pupil(desk)
    view = incidents.add_party(desk, first.case.id, second_pupil())
    second = view.routes[1].party_id
    walk(desk, first.case.id, second, PUPIL_ROUTE)
    suspend(desk, first.case.id, second, reasons="Aylin deelde het filmpje verder.")
    one = letters.begin(desk, first.case.id, "L9")
    letters.set_fields(desk, one.id, L9_FIELDS | {"work.contact": "de moeder van Youssef belt"})
    two_ = letters.begin(desk, first.case.id, "L9", second)
    text = " ".join(block.text for block in two_.blocks)
    assert "Youssef" not in text
    assert "Aylin deelde het filmpje verder." in text
    assert "Aylin" not in " ".join(block.text for block in letters.view(desk, one.id).blocks)


def test_a_sealed_letter_stays_as_it_was_when_an_answer_about_the_case_changes(desk):
    done = suspended_pupil(desk)
    view = incidents.add_party(desk, done.case.id, employee_party())
    for _ in range(2):
        letter = letters.begin(desk, done.case.id, "L9")
        letters.set_fields(desk, letter.id, L9_FIELDS)
    letters.finalise(desk, letter.id)
    before = letters.paper(desk, letter.id).pdf
    flow.answer(desk, done.case.id, "danger", "yes", party_id=view.routes[1].party_id)
    assert given(desk, done.case.id)["danger"] == ("yes",)
    sealed = letters.view(desk, letter.id)
    assert sealed.status is LetterStatus.FINAL
    assert letters.paper(desk, letter.id).pdf == before
    letters.record_delivery(desk, letter.id, Channel.REGISTERED, date(2026, 11, 23))


def test_a_closed_case_takes_no_route_and_no_capacity(desk):
    case = register(desk)
    walk(desk, case.id, None, {"rule_broken": "none", "crime_possible": "no"})
    for row in cases.show(desk, case.id).obligations:
        if row.status is ObligationStatus.OPEN:
            obligations.done(desk, row.id, "Gedaan")
    cases.close_case(desk, case.id, "Onterechte melding.")
    for act in (
        lambda: incidents.add_party(desk, case.id, employee_party()),
        lambda: incidents.split_capacity(desk, case.routes[0].party_id, CapacityKind.PARENT),
        lambda: flow.answer(desk, case.id, "danger", "yes", party_id=case.routes[0].party_id),
    ):
        with pytest.raises(DeskError, match="is afgesloten"):
            act()
    assert len(cases.show(desk, case.id).routes) == 1
    assert flow.view(desk, case.id, party_id=case.routes[0].party_id).question is None


# --- what an answer moves ---


def test_a_preview_says_what_moves_in_words(desk):
    case = register(desk)
    walk(desk, case.id, None, PUPIL_ROUTE | {"conflict_of_interest": "no"})
    change = flow.preview(desk, case.id, "danger", "yes")
    police = next(line for line in change.moved if line.kind == "police")
    assert police.after == "naar de politie gaan moet"
    change = flow.preview(desk, case.id, "conflict_of_interest", "yes")
    decider = next(line for line in change.moved if line.id == "pupil_suspension")
    assert "het bestuur beslist" in decider.after
    assert "schoolleider" in decider.before
    assert not [line for line in change.moved if line.line and line.line.level == "barred"], "no noise"
    ids = {line.id for line in (*change.added, *change.dropped)}
    assert not ids & {line.id for line in change.moved}, "what moves is not told twice"
