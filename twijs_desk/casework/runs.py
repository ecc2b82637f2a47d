"""The decision routes of a case: one for each alleged actor, sharing the answers that are about the case itself."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session, select

from twijs_desk.casework import answers, obligations, rules, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.records import actors, capacity_words, names_apart, party_name, runs_of
from twijs_desk.casework.rows import RouteRow
from twijs_desk.protocol.assess import next_question
from twijs_desk.protocol.model import Pack
from twijs_desk.store.models import Case, FlowRun, Incident, Party, Person
from twijs_desk.terms import CapacityKind

TAKEN_OVER = "Overgenomen uit de vastlegging"
_TICK = timedelta(microseconds=1)


def start(
    act: Act, case: Case, actor: Party, *, imagery: str = "unknown", incident: Incident | None = None
) -> FlowRun:
    """Open the route of an alleged actor; what was logged, or answered for another in the case, is not asked again.

    `incident`: the facts of this case, where they are at hand.
    """
    incident = incident or incident_of(act.session, case)
    earlier = runs_of(act.session, case)
    pack = rules.of(act.desk, earlier[0]) if earlier else act.pin()  # one case, one set of rules
    # Routes that begin in one act keep the order in which the people were named.
    started_at = max([act.at, *(run.started_at + _TICK for run in earlier)])
    run = FlowRun(
        case_id=case.id, party_id=actor.id, pack_id=pack.id, pack_version=pack.version, started_at=started_at
    )
    act.session.add(run)
    known = _logged(act, incident, pack, actor, imagery)
    found: dict[str, tuple[tuple[str, ...], str]] = {
        key: ((value,), TAKEN_OVER) for key, value in known.items()
    }
    for other in earlier:
        for question_id, chosen in _shared(act.session, act.desk, other).items():
            if question_id not in found and _fits(pack, question_id, chosen):
                found[question_id] = chosen, taken_from(act.session, other)
    answers.first(act, run, [(question_id, *each) for question_id, each in found.items()])
    act.log("route_started", "flow_run", run.id, case.id)
    every = [*earlier, run]
    guard_copies(act, case, every)
    outcome = answers.judge(pack, {key: chosen for key, (chosen, _note) in found.items()}, act.at)
    obligations.follow(act, case, incident, run, outcome, every)
    return run


def start_missing(act: Act, case: Case) -> None:
    """Every alleged actor has a route, also one who was added by an earlier version of the program."""
    have = {run.party_id for run in runs_of(act.session, case)}
    for party, _person in actors(act.session, case):
        if party.id not in have:
            start(act, case, party)


def follow(act: Act, case: Case, run: FlowRun, question_id: str, chosen: tuple[str, ...]) -> None:
    """An answer about the case itself counts in the routes of all others too."""
    if question_id not in rules.about_case(rules.of(act.desk, run)):
        return
    for other in runs_of(act.session, case):
        pack = rules.of(act.desk, other)
        same = answers.given(act.session, other).get(question_id) == chosen
        if other.id == run.id or same or not _fits(pack, question_id, chosen):
            continue
        answers.add(act, other, question_id, chosen, taken_from(act.session, run))
        outcome = answers.outcome_of(act.session, act.desk, other, act.at)
        obligations.follow(act, case, incident_of(act.session, case), other, outcome)
        act.log("answer_followed", "answer", other.id, case.id, question=question_id)


def guard_copies(act: Act, case: Case, every: list[FlowRun] | None = None) -> None:
    """Only when every route says *no* may the store keep a copy of anything."""
    said = []
    for run in runs_of(act.session, case) if every is None else every:
        question = rules.asking(rules.of(act.desk, run), "imagery")
        if question is not None:
            said.append(answers.given(act.session, run).get(question.id))
    if said:
        case.no_copy = any(answer != ("no",) for answer in said)
        act.session.add(case)


def rows(
    session: Session, desk: Desk, case: Case, known: Mapping[uuid.UUID, tuple[int, int]] | None = None
) -> tuple[RouteRow, ...]:
    """Every route of the case with how far it is, in the order in which the people were named.

    `known`: how many questions of a route are answered and left, where that was already worked out.
    """
    known = known or {}
    return tuple(
        replace(row, answered=answered, left=left)
        for run, row in _rows(session, desk, case)
        for answered, left in (known.get(run.id) or _progress(session, desk, run),)
    )


def unfinished(session: Session, desk: Desk, case: Case) -> tuple[RouteRow, ...]:
    """The routes with a question still open; without counting them, for a list over many cases."""
    return tuple(row for _run, row in _rows(session, desk, case) if row.open)


def is_finished(session: Session, desk: Desk, run: FlowRun) -> bool:
    on = wording.to_local(desk.now()).date()
    return next_question(rules.of(desk, run), answers.given(session, run), on) is None


def _rows(session: Session, desk: Desk, case: Case) -> list[tuple[FlowRun, RouteRow]]:
    people = actors(session, case)
    by_id, labels = {party.id: (party, person) for party, person in people}, names_apart(people)
    runs = [run for run in runs_of(session, case) if run.party_id in by_id]
    return [
        (
            run,
            RouteRow(
                party_id=str(party.id),
                number=number,
                name=party_name(party, person),
                label=labels[party.id],
                capacity=capacity_words(party),
                answered=0,
                left=0,
                open=not is_finished(session, desk, run),
            ),
        )
        for number, run in enumerate(runs, 1)
        if run.party_id is not None
        for party, person in (by_id[run.party_id],)
    ]


def _progress(session: Session, desk: Desk, run: FlowRun) -> tuple[int, int]:
    pack, given, now = rules.of(desk, run), answers.given(session, run), desk.now()
    answered = sum(step.state == "answered" for step in answers.judge(pack, given, now).route)
    return answered, questions_left(pack, given, wording.to_local(now).date())


def questions_left(pack: Pack, given: dict[str, tuple[str, ...]], on: date) -> int:
    """How many questions are still to come when each is answered with its first answer: an honest estimate."""
    known = dict(given)
    for count in range(len(pack.questions)):
        following = next_question(pack, known, on)
        if following is None:
            return count
        options = [option.id for option in pack.question(following).options]
        known[following] = ("no" if "no" in options else options[0],)
    return 0


def taken_from(session: Session, run: FlowRun) -> str:
    """Says whose answer it is by capacity: the name of one person does not belong in the route of another."""
    party = session.get(Party, run.party_id) if run.party_id else None
    who = capacity_words(party) if party else "een andere betrokkene"
    return f"Overgenomen uit de route van {who}"


def age_answer(act: Act, case: Case, run: FlowRun, actor: Party) -> tuple[str, str] | None:
    """The question about age with its answer, when the date of birth of a pupil is known."""
    question = rules.asking(rules.of(act.desk, run), "age")
    group = _age_of(act, incident_of(act.session, case), actor)
    return (question.id, group) if question and group and question.option(group) else None


def age_group(born_on: date, on: date) -> str:
    """The age groups of the route: under 12, 12 to 15, 16 and 17, 18 and over."""
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return "under_12" if age < 12 else "12_15" if age < 16 else "16_17" if age < 18 else "18_plus"


def touch(act: Act, case: Case) -> None:
    case.updated_at = act.at
    act.session.add(case)
    act.session.flush()


def incident_of(session: Session, case: Case) -> Incident:
    return session.exec(select(Incident).where(Incident.case_id == case.id)).one()


def _logged(act: Act, incident: Incident, pack: Pack, actor: Party, imagery: str) -> dict[str, str]:
    """What *Vastleggen* already said, as answers to the questions of this pack."""
    known: dict[str, str | None] = {}
    if actor.capacity != CapacityKind.UNKNOWN:
        known[pack.capacity_question] = str(actor.capacity)
    if (question := rules.asking(pack, "imagery")) and imagery in ("yes", "no"):
        known[question.id] = imagery
    if question := rules.asking(pack, "age"):
        known[question.id] = _age_of(act, incident, actor)
    return {key: value for key, value in known.items() if value and _fits(pack, key, (value,))}


def _age_of(act: Act, incident: Incident, actor: Party) -> str | None:
    if actor.capacity != CapacityKind.PUPIL or actor.person_id is None:
        return None
    person = act.session.get(Person, actor.person_id)
    if person is None or person.born_on is None:
        return None
    happened_at = incident.occurred_at or incident.school_aware_at
    return age_group(person.born_on, wording.to_local(happened_at).date())


def _shared(session: Session, desk: Desk, run: FlowRun) -> dict[str, tuple[str, ...]]:
    shared = rules.about_case(rules.of(desk, run))
    return {key: value for key, value in answers.given(session, run).items() if key in shared}


def _fits(pack: Pack, question_id: str, chosen: tuple[str, ...]) -> bool:
    """Another pack may not know this question or this answer."""
    question = pack.by_id.get(question_id)
    return question is not None and all(question.option(value) for value in chosen)
