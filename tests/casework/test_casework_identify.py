"""An unknown person who becomes known, and a case that is closed."""

import pytest
from builders import employee_party, pupil_party, register, unknown_actor

from twijs_desk.casework import cases, evidence, flow, incidents, letters, logbook
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.rows import EvidenceEntry
from twijs_desk.terms import CapacityKind, CaseStatus, PartyRole


def given(desk, case_id):
    return {question.id: question.chosen for question in flow.view(desk, case_id).trail}


def actor(view):
    return next(party for party in view.parties if party.role is PartyRole.ALLEGED_ACTOR)


def test_the_route_and_its_measures_follow_who_it_turned_out_to_be(desk):
    case = register(desk, parties=(unknown_actor(),))
    flow.answer(desk, case.id, "danger", "no")
    flow.answer(desk, case.id, "actor", "unknown")
    flow.answer(desk, case.id, "maybe_staff", "no")
    view = incidents.identify(desk, case.id, actor(case).id, pupil_party())
    assert actor(view).capacity is CapacityKind.PUPIL
    assert actor(view).person_id is not None
    answers = given(desk, case.id)
    assert answers["actor"] == ("pupil",)
    assert "maybe_staff" not in answers  # asleep: it no longer applies
    assert "pupil_age" in answers
    assert any(note.new_value == CapacityKind.PUPIL.label for note in view.corrections)
    assert "Vastgelegd wie de onbekende persoon is" in [row.action for row in logbook.view(desk).rows]
    letters.begin(desk, case.id, "L9")  # refused while nobody knew who it was


def test_someone_known_is_not_replaced(desk):
    case = register(desk, parties=(employee_party(),))
    with pytest.raises(InputError, match="al bekend"):
        incidents.identify(desk, case.id, actor(case).id, pupil_party())
    assert actor(cases.show(desk, case.id)).capacity is CapacityKind.EMPLOYEE


def test_an_unknown_person_is_not_identified_as_unknown(desk):
    case = register(desk, parties=(unknown_actor(),))
    with pytest.raises(InputError):
        incidents.identify(desk, case.id, actor(case).id, unknown_actor())


def test_a_closed_case_takes_nothing_new(desk):
    case = register(desk, parties=(unknown_actor(),))
    with desk.act() as act:
        row = act.session.get(incidents.Case, incidents.uuid.UUID(case.id))
        row.status = CaseStatus.CLOSED
        act.session.add(row)
        act.log("case_closed", "case", row.id, row.id)
    for attempt in (
        lambda: flow.answer(desk, case.id, "danger", "no"),
        lambda: evidence.add(desk, case.id, EvidenceEntry("other", "Iets")),
        lambda: letters.begin(desk, case.id, "I1"),
        lambda: incidents.identify(desk, case.id, actor(case).id, pupil_party()),
    ):
        with pytest.raises(DeskError, match="afgesloten"):
            attempt()
