"""Logging an incident: drafts that survive, facts that stand, and nothing at all when something is wrong."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from builders import MONDAY, an_incident, pupil_party, register, reopen
from sqlmodel import func, select

from twijs_desk.casework import cases, drafts, incidents
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.rows import IncidentDraft, PartyEntry, PublicationEntry
from twijs_desk.store import models
from twijs_desk.terms import CapacityKind, PartyRole

COUNTED = (
    models.Case,
    models.Incident,
    models.Party,
    models.Person,
    models.Publication,
    models.EvidenceItem,
    models.EvidenceContent,
    models.FlowRun,
    models.Obligation,
    models.AuditEvent,
    models.Draft,
)


def counts(desk):
    with desk.look() as session:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one() for table in COUNTED
        }


def test_a_draft_is_kept_and_resumed_after_closing_the_program(desk):
    typed = IncidentDraft(observation="Half af", parties=(pupil_party(),), occurred_at=MONDAY)
    row = drafts.save(desk, typed)
    again = reopen(desk)
    try:
        assert drafts.resume(again, row.id) == replace(typed, id=row.id)
        assert [draft.id for draft in drafts.listing(again)] == [row.id]
        assert cases.listing(again) == ()
    finally:
        again.close()


def test_saving_a_draft_again_overwrites_the_same_draft(desk, clock):
    first = drafts.save(desk, IncidentDraft(observation="Een"))
    clock.forward(minutes=1)
    second = drafts.save(desk, IncidentDraft(id=first.id, observation="Een twee"))
    assert second.id == first.id
    assert second.started_at == first.started_at
    assert second.saved_at > first.saved_at
    assert [draft.title for draft in drafts.listing(desk)] == ["Een twee"]


def test_a_draft_can_be_thrown_away_and_is_then_gone(desk):
    row = drafts.save(desk, IncidentDraft(observation="Vergissing"))
    drafts.discard(desk, row.id)
    assert drafts.listing(desk) == ()
    with pytest.raises(InputError, match="bestaat niet meer"):
        drafts.resume(desk, row.id)


def test_registering_makes_everything_at_once_and_removes_the_draft(desk):
    row = drafts.save(desk, an_incident())
    before = counts(desk)
    case = incidents.register(desk, drafts.resume(desk, row.id))
    after = counts(desk)
    assert after["Draft"] == 0
    for table in ("Case", "Incident", "Publication", "FlowRun"):
        assert after[table] == before[table] + 1, table
    assert after["Party"] == 2
    assert after["Person"] == 2
    assert case.number == "2026-001"
    assert case.incident.recorded_at == MONDAY
    assert case.incident.recorded_by == "J. de Bruijn"
    assert [party.role for party in case.parties] == [PartyRole.ALLEGED_ACTOR, PartyRole.AFFECTED]
    assert after["AuditEvent"] > before["AuditEvent"]


def test_numbers_follow_each_other_and_start_again_in_a_new_year(desk, clock):
    assert [register(desk).number for _ in range(2)] == ["2026-001", "2026-002"]
    clock.to(2026, 12, 31, 23, 30)  # half past midnight on 1 January in the Netherlands
    assert register(desk).number == "2027-001"


WRONG = {
    "no observation": ({"observation": "  "}, "Schrijf eerst kort op wat er is gebeurd"),
    "future": ({"occurred_at": MONDAY + timedelta(days=1)}, "ligt in de toekomst"),
    "school knew in the future": ({"school_aware_at": MONDAY + timedelta(hours=1)}, "ligt in de toekomst"),
    "board knew in the future": ({"board_aware_at": MONDAY + timedelta(hours=1)}, "ligt in de toekomst"),
    "posted in the future": (
        {"publication": PublicationEntry("TikTok", posted_at=MONDAY + timedelta(days=2))},
        "ligt in de toekomst",
    ),
    "happened after the school knew": (
        {"occurred_at": MONDAY - timedelta(hours=1), "school_aware_at": MONDAY - timedelta(hours=2)},
        "kan niet later zijn",
    ),
    "happened after the board knew": (
        {
            "occurred_at": MONDAY - timedelta(hours=3),
            "school_aware_at": MONDAY - timedelta(hours=2),
            "board_aware_at": MONDAY - timedelta(hours=4),
        },
        "kan niet later zijn",
    ),
    "too long ago": ({"occurred_at": MONDAY.replace(year=1889)}, "ligt te ver terug"),
    "before the calendar": ({"occurred_at": datetime.fromisoformat("0001-01-01")}, "ligt te ver terug"),
    "end of time": ({"occurred_at": datetime.max.replace(tzinfo=MONDAY.tzinfo)}, "ligt in de toekomst"),
    "ten megabytes": ({"observation": "x" * 10_000_000}, r"te lang \(10\.000\.000 tekens\)"),
    "ten megabytes elsewhere": (
        {"parties": (PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.UNKNOWN, label="y" * 10_000_000),)},
        "te lang",
    ),
    "nameless party": (
        {"parties": (PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL),)},
        "ontbreekt een naam",
    ),
    "a person who is not there": (
        {
            "parties": (
                PartyEntry(
                    PartyRole.ALLEGED_ACTOR,
                    CapacityKind.PUPIL,
                    person_id="6b1f9d5e-0000-4000-8000-000000000000",
                ),
            )
        },
        "staat niet in de kluis",
    ),
    "a person with a wrong id": (
        {"parties": (PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, person_id="jan"),)},
        "staat niet in de kluis",
    ),
    "imagery that is not yes, no or unknown": ({"may_hold_minor_imagery": "misschien"}, "ja, nee of weet ik"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_report_is_refused_and_leaves_the_draft_and_nothing_else(desk, name):
    changes, sentence = WRONG[name]
    kept = drafts.save(desk, an_incident())
    before = counts(desk)
    with pytest.raises(DeskError, match=sentence) as caught:
        incidents.register(desk, replace(an_incident(id=kept.id), **changes))
    assert caught.value.safe, "the user must read what is safe"
    assert counts(desk) == before
    assert [draft.id for draft in drafts.listing(desk)] == [kept.id]


def test_an_error_halfway_leaves_no_case_behind(desk):
    """The second person has no name: that shows only after the case and the first person were written."""
    nameless = replace(
        pupil_party(),
        role=PartyRole.WITNESS,
        person=replace(pupil_party().person, given_name="", family_name=""),
    )
    before = counts(desk)
    with pytest.raises(InputError, match="naam"):
        register(desk, parties=(pupil_party(), nameless))
    assert counts(desk) == before


def test_the_board_may_know_before_the_school(desk):
    case = register(
        desk,
        occurred_at=MONDAY - timedelta(hours=9),
        board_aware_at=MONDAY - timedelta(hours=5),
        school_aware_at=MONDAY - timedelta(hours=2),
    )
    assert case.incident.board_aware_at == MONDAY - timedelta(hours=5)


def test_times_without_a_zone_are_dutch_clock_times(desk):
    case = register(
        desk,
        occurred_at=datetime.fromisoformat("2026-07-01T12:00"),
        school_aware_at=datetime.fromisoformat("2026-11-23T08:00"),
    )
    assert case.incident.occurred_at == datetime.fromisoformat("2026-07-01T10:00:00+00:00")
    assert case.incident.school_aware_at == datetime.fromisoformat("2026-11-23T07:00:00+00:00")


def test_a_draft_too_long_to_keep_is_refused_and_the_former_draft_stands(desk):
    row = drafts.save(desk, IncidentDraft(observation="kort"))
    with pytest.raises(InputError, match="te lang"):
        drafts.save(desk, IncidentDraft(id=row.id, observation="x" * 10_000_000))
    assert drafts.resume(desk, row.id).observation == "kort"


@pytest.mark.parametrize("wrong", ["geen-id", "", "x" * 5000, "２０２６-００１"])
def test_a_draft_with_an_id_that_is_no_id_is_refused_in_dutch(desk, wrong):
    with pytest.raises(InputError, match="bestaat niet"):
        drafts.resume(desk, wrong)
    if wrong:
        with pytest.raises(InputError, match="bestaat niet"):
            drafts.save(desk, IncidentDraft(id=wrong, observation="x"))
        with pytest.raises(InputError, match="bestaat niet"):
            incidents.register(desk, an_incident(id=wrong))


# --- from a file ---


def test_a_case_file_is_read_with_every_defect_named():
    data = {
        "observation": 3,
        "occurred_at": "gisteren",
        "parties": [{"role": "boef", "capacity": "pupil", "label": "Geheime Naam"}],
        "verzonnen": True,
    }
    with pytest.raises(InputError) as caught:
        incidents.read(data)
    text = str(caught.value)
    for part in (
        "observation moet tekst zijn",
        "occurred_at is geen geldige datum",
        "verzonnen is geen bekend veld",
    ):
        assert part in text
    assert "parties.0.role" in text
    assert "Geheime Naam" not in text
    assert "boef" not in text


@pytest.mark.parametrize("data", [None, [], "tekst", 7, {"parties": {}}, {"k" * 100_000: 1}])
def test_what_is_no_report_at_all_is_refused_in_a_short_sentence(data):
    with pytest.raises(InputError) as caught:
        incidents.read(data)
    assert len(str(caught.value)) < 2000


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "2026-02-30T10:00:00", "x"])
def test_impossible_moments_in_a_file_are_refused_in_dutch(desk, moment):
    with pytest.raises(InputError):
        incidents.register(desk, incidents.read({"observation": "x", "occurred_at": moment}))
    assert cases.listing(desk) == ()


def test_a_file_gives_the_same_case_as_the_window(desk):
    text = drafts.ENTRY.dump_json(an_incident()).decode()
    assert incidents.read(json.loads(text)) == an_incident()


# --- corrections ---


def test_a_correction_is_added_and_the_first_text_stays_readable(desk, clock):
    case = register(desk)
    with desk.look() as session:
        recorded = session.exec(select(models.Incident)).one().model_dump()
    clock.forward(hours=1)
    incidents.correct(desk, case.id, "observation", "Het waren twee filmpjes.", "Moeder belde")
    clock.forward(hours=1)
    view = incidents.correct(desk, case.id, "observation", "Het waren drie filmpjes.", "Nog een gevonden")
    assert view.incident.observation == "Het waren drie filmpjes."
    assert [(c.old_value, c.new_value, c.reason) for c in view.corrections] == [
        ("Het waren twee filmpjes.", "Het waren drie filmpjes.", "Nog een gevonden"),
        (an_incident().observation, "Het waren twee filmpjes.", "Moeder belde"),
    ]
    with desk.look() as session:
        assert session.exec(select(models.Incident)).one().model_dump() == recorded


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [("observation", "", "x"), ("observation", "x", " "), ("recorded_by", "x", "x"), ("id", "x", "x")],
)
def test_a_correction_needs_a_field_a_value_and_a_reason(desk, field, value, reason):
    case = register(desk)
    with pytest.raises(InputError):
        incidents.correct(desk, case.id, field, value, reason)
    assert cases.show(desk, case.id).corrections == ()


def test_a_corrected_clock_moves_the_terms_that_run_from_it(desk):
    """The 72 hours of a data breach run from when the school knew; a corrected clock counts (AVG 33)."""
    from twijs_desk.casework import flow

    case = register(desk)
    flow.answer(desk, case.id, "personal_data_leak", "yes")
    before = duty(desk, case.id, "assess_breach")
    assert before.due_at == case.incident.school_aware_at + timedelta(hours=72)
    view = incidents.correct(desk, case.id, "school_aware_at", "2026-11-22T20:00", "De conciërge wist het al")
    earlier = datetime.fromisoformat("2026-11-22T19:00:00+00:00")
    assert view.incident.school_aware_at == earlier
    assert duty(desk, case.id, "assess_breach").due_at == earlier + timedelta(hours=72)
    [fix] = view.corrections
    assert (fix.old_value, fix.new_value) == ("23 november 2026 08:00", "22 november 2026 20:00")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("occurred_at", "gisteren", "geen datum"),
        ("occurred_at", "2026-11-24T10:00", "toekomst"),
        ("occurred_at", "2026-11-23T09:30", "kan niet later zijn"),
        ("board_aware_at", "2026-11-01T10:00", "kan niet later zijn"),
        ("school_aware_at", "2026-11-01T10:00", "kan niet later zijn"),
        ("period", "ooit", "bestaat niet"),
    ],
)
def test_a_corrected_clock_must_be_a_possible_one(desk, field, value, sentence):
    case = register(desk)
    with pytest.raises(InputError, match=sentence):
        incidents.correct(desk, case.id, field, value, "vergissing")
    assert cases.show(desk, case.id).corrections == ()


def test_a_corrected_period_shows(desk):
    case = register(desk)
    view = incidents.correct(desk, case.id, "period", "lesson", "Het was in de gymles")
    assert view.incident.period == "lesson"
    assert view.corrections[0].new_value == "Tijdens de les"


def duty(desk, case_id, rule_id):
    return next(row for row in cases.show(desk, case_id).obligations if row.rule_id == rule_id)
