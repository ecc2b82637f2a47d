"""The questions to the vault: right answers, in the right order, over the right index."""

import uuid
from datetime import date, timedelta

from sqlmodel import select
from vault_kit import AT, a_case

from twijs_desk.store import queries
from twijs_desk.store.models import (
    Answer,
    Case,
    FlowRun,
    Incident,
    InspectorCall,
    Obligation,
    Party,
    Person,
    Publication,
)
from twijs_desk.terms import CaseStatus


def test_serials_count_per_year_and_never_repeat(vault):
    with vault.write() as session:
        assert queries.next_serial(session, 2026) == 1
        session.add(a_case(7))
        assert queries.next_serial(session, 2026) == 8
        assert queries.next_serial(session, 2027) == 1


def test_a_case_is_found_by_its_number_and_nonsense_finds_nothing(vault):
    with vault.write() as session:
        session.add(case := a_case(14))
    with vault.read() as session:
        assert queries.case_by_number(session, "2026-014") == case.id
        for nonsense in ("", "2026", "2026-", "2026-015", "x-y", "²026-14", "2026-" + "9" * 40, "2026--14"):
            assert queries.case_by_number(session, nonsense) is None


def test_pages_follow_on_each_other_newest_first(vault):
    with vault.write() as session:
        for serial in range(1, 26):
            # Pairs share a moment: there the id decides, and no line may be lost or shown twice.
            session.add(a_case(serial, updated_at=AT + timedelta(minutes=serial // 2)))
    seen = []
    after = None
    with vault.read() as session:
        while page := queries.list_cases(session, after=after, limit=4):
            seen += page
            after = page[-1]
        every = session.exec(select(Case)).all()
    assert len(seen) == 25
    assert [line.id for line in seen] == [
        case.id for case in sorted(every, key=lambda c: (c.updated_at, c.id.hex), reverse=True)
    ]


def test_the_list_names_the_first_known_alleged_actor_and_can_be_filtered(vault):
    with vault.write() as session:
        person = Person(given_name="Sem", infix="de", family_name="Groot", created_at=AT)
        cases = [a_case(1), a_case(2, status="closed"), a_case(3)]
        session.add(person)
        session.add_all(cases)
        session.flush()
        session.add(Party(case_id=cases[0].id, label="a", role="alleged_actor", capacity="unknown"))
        session.add(
            Party(case_id=cases[0].id, label="z", person_id=person.id, role="alleged_actor", capacity="pupil")
        )
        session.add(Party(case_id=cases[1].id, label="onbekende", role="alleged_actor", capacity="unknown"))
        session.add(Party(case_id=cases[2].id, label="melder", role="reporter", capacity="parent"))
    with vault.read() as session:
        lines = {line.number: line for line in queries.list_cases(session)}
        closed = queries.list_cases(session, status=CaseStatus.CLOSED)
    assert [lines[n].alleged_actor for n in ("2026-001", "2026-002", "2026-003")] == [
        "Sem de Groot",
        "onbekende",
        "",
    ]
    assert [line.number for line in closed] == ["2026-002"]


def test_the_list_uses_its_indexes_and_sorts_nothing(vault):
    with vault.outside_transaction() as connection:
        plan = "EXPLAIN QUERY PLAN SELECT id FROM case_file {} ORDER BY updated_at DESC, id DESC LIMIT 100"
        newest = str(connection.execute(plan.format("")).fetchall())
        of_status = str(connection.execute(plan.format("WHERE status = 'closed'")).fetchall())
    assert "ix_case_recent" in newest
    assert "ix_case_status" in of_status
    assert "TEMP B-TREE" not in newest + of_status


def _obligation(case, run, rule, **changes):
    values = {
        "case_id": case.id,
        "run_id": run.id,
        "rule_id": rule,
        "title": rule,
        "level": "must",
        "basis": "protocol",
        "holder": "principal",
        "source": "S7",
        "triggered_at": AT,
    }
    return Obligation(**(values | changes))


def test_open_obligations_come_in_the_order_in_which_they_are_due(vault):
    with vault.write() as session:
        case, gone = a_case(1), a_case(2, status="destroyed")
        session.add_all([case, gone])
        session.flush()
        run = FlowRun(case_id=case.id, pack_id="twijs-2022", pack_version="1", started_at=AT)
        other = FlowRun(case_id=gone.id, pack_id="twijs-2022", pack_version="1", started_at=AT)
        session.add_all([run, other])
        session.flush()
        session.add(_obligation(case, run, "undated"))
        session.add(_obligation(case, run, "later", due_at=AT + timedelta(days=2)))
        session.add(_obligation(case, run, "sooner", due_at=AT + timedelta(days=1)))
        session.add(_obligation(case, run, "done", due_at=AT, status="done"))
        session.add(_obligation(gone, other, "of a destroyed case", due_at=AT))
    with vault.read() as session:
        lines = queries.open_obligations(session)
        soon = queries.open_obligations(session, due_before=AT + timedelta(days=2))
    assert [line.rule_id for line in lines] == ["sooner", "later", "undated"]
    assert (lines[0].number, lines[0].case_title) == ("2026-001", "Filmpje in de klassenapp")
    assert [line.rule_id for line in soon] == ["sooner"]


def test_only_answers_that_were_not_superseded_count(vault):
    with vault.write() as session:
        case = a_case()
        session.add(case)
        session.flush()
        run = FlowRun(case_id=case.id, pack_id="twijs-2022", pack_version="1", started_at=AT)
        session.add(run)
        session.flush()

        def answer(seq, question, value):
            row = Answer(
                run_id=run.id,
                seq=seq,
                question_id=question,
                value=value,
                answered_at=AT,
                answered_by="E. de Wit",
            )
            session.add(row)
            return row

        old = answer(1, "danger", "no")
        answer(2, "tasks", ["teaching", "bso"])
        session.flush()
        old.superseded_at = AT + timedelta(minutes=1)
        answer(3, "danger", "unknown")
    with vault.read() as session:
        lines = queries.current_answers(session, run.id)
        assert queries.next_answer_seq(session, run.id) == 4
        assert queries.next_answer_seq(session, uuid.uuid4()) == 1
    assert [(line.question_id, line.value) for line in lines] == [
        ("tasks", ["teaching", "bso"]),
        ("danger", "unknown"),
    ]


def test_the_timeline_tells_only_this_case_oldest_first(vault):
    with vault.write() as session:
        case, other = a_case(1), a_case(2)
        session.add_all([case, other])
        session.flush()
        for each in (case, other):
            incident = Incident(
                case_id=each.id,
                occurred_at=AT - timedelta(days=3),
                school_aware_at=AT - timedelta(days=1),
                recorded_at=AT,
                observation="Een filmpje",
                recorded_by="E. de Wit",
            )
            session.add(incident)
            session.flush()
            session.add(
                Publication(incident_id=incident.id, platform="TikTok", posted_at=AT - timedelta(days=2))
            )
        session.add(
            InspectorCall(
                case_id=case.id,
                attempt=1,
                number_dialled="0900 111 3 111",
                duty_basis="protocol",
                started_at=AT + timedelta(hours=1),
                outcome="not_reached",
                caller="E. de Wit",
                saved_at=AT + timedelta(hours=1),
            )
        )
    with vault.read() as session:
        lines = queries.timeline(session, case.id)
    assert [line.kind for line in lines] == ["occurred", "posted", "school_aware", "recorded", "call"]
    assert (lines[1].what, lines[3].actor, lines[4].what) == ("TikTok", "E. de Wit", "not_reached")
    assert all(line.at.tzinfo is not None for line in lines)


def test_a_closed_case_keeps_its_place_in_the_timeline(vault):
    with vault.write() as session:
        session.add(case := a_case(closed_at=AT, result="Waarschuwing", started_on=date(2026, 1, 2)))
    with vault.read() as session:
        assert [line.kind for line in queries.timeline(session, case.id)] == ["closed"]
