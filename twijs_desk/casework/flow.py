"""The decision route of a case: one question at a time, from answers to what must, may and cannot be done."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from twijs_desk.casework import obligations, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.records import (
    case_number,
    case_of,
    move_on,
    open_case_of,
    parties,
    party_name,
    run_of,
)
from twijs_desk.casework.rows import (
    AnswerValue,
    ChangeView,
    FlowView,
    IncidentDraft,
    OptionRow,
    OutcomeLine,
    QuestionView,
    RouteStep,
    SourceRow,
)
from twijs_desk.protocol.assess import assess, next_question
from twijs_desk.protocol.model import UNKNOWN, AnswerError, Pack, Question
from twijs_desk.protocol.outcome import MeasureLine, ObligationLine, Outcome, Reason
from twijs_desk.store import queries
from twijs_desk.store.models import Answer, Case, FlowRun, Incident, Party, Person, Qualification
from twijs_desk.terms import CapacityKind, CaseStatus

ACTOR = "actor"
IMAGERY = "sexual_image_minor"
AGE = "pupil_age"
QUALIFICATION = "transgressive"
TAKEN_OVER = "Overgenomen uit de vastlegging"


def start(act: Act, case: Case, incident: Incident, actor: Party, draft: IncidentDraft) -> None:
    """Open the route for the alleged actor; what was already logged is not asked again."""
    pack = act.desk.pack
    run = FlowRun(
        case_id=case.id, party_id=actor.id, pack_id=pack.id, pack_version=pack.version, started_at=act.at
    )
    act.session.add(run)
    act.session.flush()
    known: dict[str, str] = {}
    if actor.capacity != CapacityKind.UNKNOWN:
        known[ACTOR] = str(actor.capacity)
    if draft.may_hold_minor_imagery in ("yes", "no"):
        known[IMAGERY] = draft.may_hold_minor_imagery
    if group := _age_of(act, incident, actor):
        known[AGE] = group
    for question_id, value in known.items():
        question = pack.by_id.get(question_id)
        if question and question.option(value):
            _add_answer(act, run, question_id, (value,), TAKEN_OVER)
    act.session.flush()
    obligations.follow(act, case, incident, run, outcome_of(act.session, act.desk, run))


def take_over_age(act: Act, case: Case, run: FlowRun, actor: Party) -> None:
    """The age group of a pupil whose date of birth is known need not be asked."""
    incident = act.session.exec(select(Incident).where(Incident.case_id == case.id)).one()
    if group := _age_of(act, incident, actor):
        let_count(act, case, run, AGE, (group,), TAKEN_OVER)


def _age_of(act: Act, incident: Incident, actor: Party) -> str | None:
    if actor.capacity != CapacityKind.PUPIL or actor.person_id is None or AGE not in act.desk.pack.by_id:
        return None
    person = act.session.get(Person, actor.person_id)
    if person is None or person.born_on is None:
        return None
    happened_at = incident.occurred_at or incident.school_aware_at
    return age_group(person.born_on, wording.to_local(happened_at).date())


def view(desk: Desk, case_id: str, at_question: str | None = None) -> FlowView:
    """Where the route of this case is; `at_question` shows an earlier question again, with its answer."""
    with desk.look() as session:
        case = case_of(session, case_id)
        return _view(session, desk, case, run_of(session, case), at_question)


def preview(desk: Desk, case_id: str, question_id: str, value: AnswerValue) -> ChangeView:
    """What this answer would add and drop, before it counts. Changes nothing."""
    with desk.look() as session:
        case = case_of(session, case_id)
        run = run_of(session, case)
        before = outcome_of(session, desk, run)
        given = {**_answers(session, run), question_id: _tuple(value)}
        after = _assess(desk, given, desk.now())
        old, new = _effects(desk, before), _effects(desk, after)
        return ChangeView(
            added=tuple(line for key, line in new.items() if key not in old),
            dropped=tuple(line for key, line in old.items() if key not in new),
        )


def answer(desk: Desk, case_id: str, question_id: str, value: AnswerValue, note: str = "") -> FlowView:
    """Let an answer count: it is added to the record, and duties follow it in the same transaction."""
    with desk.act() as act:
        case = open_case_of(act.session, case_id)
        run = run_of(act.session, case)
        let_count(act, case, run, question_id, _tuple(value), note)
        return _view(act.session, desk, case, run, None)


def let_count(
    act: Act, case: Case, run: FlowRun, question_id: str, chosen: tuple[str, ...], note: str = ""
) -> None:
    """Add an answer inside an act that is under way; the duties of the case follow it."""
    given = _answers(act.session, run)
    if given.get(question_id) == chosen and not note:
        return
    given[question_id] = chosen
    outcome = _assess(act.desk, given, act.at)
    _add_answer(act, run, question_id, chosen, note)
    if question_id == QUALIFICATION:
        _qualify(act, case, run, chosen[0], note)
    if question_id == IMAGERY:  # only *no* lets the store keep a copy of anything
        case.no_copy = chosen[0] != "no"
    act.session.flush()
    incident = act.session.exec(select(Incident).where(Incident.case_id == case.id)).one()
    obligations.follow(act, case, incident, run, outcome)
    if question_id == QUALIFICATION and note.strip():
        obligations.settle_by(act, case, obligations.QUALIFY, f"Oordeel met reden, door {act.desk.actor}.")
    move_on(act.session, case, CaseStatus.ASSESSMENT, act.at)
    if outcome.complete:
        move_on(act.session, case, CaseStatus.INVESTIGATION, act.at)
    act.log("question_answered", "answer", run.id, case.id, question=question_id)
    act.session.flush()


def asks(session: Session, desk: Desk, run: FlowRun, question_id: str) -> bool:
    """Whether the route of this case asks this question, answered or as the next one."""
    found = outcome_of(session, desk, run)
    answered = {step.question for step in found.route if step.state == "answered"}
    return question_id in answered or found.next_question == question_id


def outcome_of(session: Session, desk: Desk, run: FlowRun, now: datetime | None = None) -> Outcome:
    """What the rules say about the answers as they now stand."""
    return _assess(desk, _answers(session, run), now or desk.now())


def outcome(desk: Desk, case_id: str) -> Outcome:
    with desk.look() as session:
        return outcome_of(session, desk, run_of(session, case_of(session, case_id)))


def age_group(born_on: date, on: date) -> str:
    """The age groups of the route: under 12, 12 to 15, 16 and 17, 18 and over."""
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return "under_12" if age < 12 else "12_15" if age < 16 else "16_17" if age < 18 else "18_plus"


def source_rows(pack: Pack, ids: Iterable[str]) -> tuple[SourceRow, ...]:
    """Sources and protocol articles as the screen shows them, with what is still to be confirmed marked."""
    articles = {article.id: article for article in pack.articles}
    found = []
    for source_id in dict.fromkeys(ids):
        if source_id in articles:
            article = articles[source_id]
            found.append(
                SourceRow(source_id, f"Protocol {article.number}", article.text, False, article.since)
            )
        else:
            source = pack.sources[source_id]
            label = obligations.source_label(source)
            found.append(SourceRow(source_id, label, "", source.unsure, source.verified_on))
    return tuple(found)


def duty_line(desk: Desk, line: ObligationLine) -> OutcomeLine:
    return OutcomeLine(
        id=line.id,
        level=line.level,
        title=line.title,
        reason=line.explanation,
        because=because(line.reason),
        sources=source_rows(desk.pack, line.sources),
        due_sentence=obligations.due_words(line.due),
    )


def measure_line(desk: Desk, line: MeasureLine) -> OutcomeLine:
    return OutcomeLine(
        id=line.id,
        level=line.status,
        title=line.title,
        reason=line.reason.text or line.explanation,
        because=because(line.reason),
        sources=source_rows(desk.pack, line.sources),
        alternative=line.alternative,
        decides=line.decides,
    )


def because(reason: Reason) -> str:
    """The answers behind a line, as the user gave them."""
    return "; ".join(cause.text for cause in reason.because)


def _view(session: Session, desk: Desk, case: Case, run: FlowRun, at_question: str | None) -> FlowView:
    pack = desk.pack
    given = _answers(session, run)
    notes = _notes(session, run)
    outcome = _assess(desk, given, desk.now())
    answered = [step.question for step in outcome.route if step.state == "answered"]
    trail = tuple(
        _question(pack, pack.question(question_id), i + 1, given.get(question_id, ()), notes)
        for i, question_id in enumerate(answered)
    )
    shown: QuestionView | None = None
    if at_question is not None:
        if at_question not in pack.by_id:
            raise InputError(f"De vraag ‘{at_question[:60]}’ bestaat niet in deze beslisroute.")
        shown = next((question for question in trail if question.id == at_question), None)
    if shown is None and outcome.next_question is not None:
        shown = _question(pack, pack.question(outcome.next_question), len(answered) + 1, (), notes)
    paired = parties(session, case)
    return FlowView(
        run_id=str(run.id),
        case_id=str(case.id),
        case_number=case_number(case),
        case_title=case.title,
        party_name=next((party_name(*pair) for pair in paired if pair[0].id == run.party_id), ""),
        question=shown,
        answered=len(answered),
        expected=len(answered) + _left(desk, given),
        steps=_steps(pack, answered, shown, outcome),
        trail=trail,
        duties=tuple(duty_line(desk, line) for line in outcome.obligations),
        measures=tuple(measure_line(desk, line) for line in outcome.measures),
        warnings=tuple(
            OutcomeLine(
                line.id, "warning", line.text, "", because(line.reason), source_rows(pack, line.sources)
            )
            for line in outcome.warnings
        ),
        open_questions=tuple(pack.question(question_id).text for question_id in outcome.open_questions),
        inspector=outcome.inspector.outcome,
        letters=tuple((line.code, line.title) for line in outcome.letters),
        pack_version=f"{pack.id} {pack.version}",
    )


def _left(desk: Desk, given: dict[str, tuple[str, ...]]) -> int:
    """How many questions are still to come when each is answered with its first answer: an honest estimate."""
    answers = dict(given)
    on = wording.to_local(desk.now()).date()
    for count in range(len(desk.pack.questions)):
        following = next_question(desk.pack, answers, on)
        if following is None:
            return count
        question = desk.pack.question(following)
        answers[following] = (next((o.id for o in question.options if o.id == "no"), question.options[0].id),)
    return 0


def _steps(
    pack: Pack, answered: Sequence[str], shown: QuestionView | None, outcome: Outcome
) -> tuple[RouteStep, ...]:
    steps = []
    for section in pack.sections:
        mine = [question for question in pack.questions if question.section == section.id]
        if not mine:  # a section of the protocol itself, not of the route
            continue
        done = [question for question in mine if question.id in answered]
        here = shown is not None and any(question.id == shown.id for question in mine)
        last = {step.question: step.answer for step in outcome.route}
        if here:
            state, summary = (
                "now",
                f"Vraag {[q.id for q in [*done, *mine]].index(shown.id) + 1}" if shown else "",
            )
        elif done:
            state = "done"
            summary = " · ".join(_labels(done[0], last[done[0].id]))
            if len(done) > 1:  # the first answer alone (`Wat is er gebeurd? Nee`) says something else
                summary = f"{len(done)} vragen beantwoord"
        else:
            state, summary = "later", "Nog niet begonnen" if outcome.next_question else "Niet nodig"
        steps.append(RouteStep(section.title, state, summary, done[0].id if done else None))
    return tuple(steps)


def _question(
    pack: Pack, question: Question, number: int, chosen: tuple[str, ...], notes: dict[str, str]
) -> QuestionView:
    keys = iter("123456789abcdefghij")
    section = next(section.title for section in pack.sections if section.id == question.section)
    return QuestionView(
        id=question.id,
        number=number,
        section=section,
        text=question.text,
        help=question.help,
        why=question.why,
        options=tuple(
            OptionRow(option.id, "0" if option.id == UNKNOWN else next(keys), option.label, option.hint)
            for option in question.options
        ),
        multiple=question.kind == "multi",
        examples_yes=question.examples_yes,
        examples_no=question.examples_no,
        caution=question.caution,
        sources=source_rows(pack, question.sources),
        chosen=chosen,
        note=notes.get(question.id, ""),
    )


def _effects(desk: Desk, outcome: Outcome) -> dict[tuple[str, str], OutcomeLine]:
    lines = {(line.level, line.id): duty_line(desk, line) for line in outcome.obligations}
    return lines | {(line.status, line.id): measure_line(desk, line) for line in outcome.measures}


def _assess(desk: Desk, given: dict[str, tuple[str, ...]], now: datetime) -> Outcome:
    try:
        return assess(desk.pack, given, wording.to_local(now).date())
    except AnswerError as error:
        raise InputError(str(error), "Er is niets gewijzigd.") from None


def _current(session: Session, run: FlowRun) -> Sequence[Answer]:
    query = select(Answer).where(Answer.run_id == run.id, col(Answer.superseded_at).is_(None))
    return session.exec(query.order_by(col(Answer.seq))).all()


def _answers(session: Session, run: FlowRun) -> dict[str, tuple[str, ...]]:
    return {row.question_id: tuple(row.value) for row in _current(session, run)}


def _notes(session: Session, run: FlowRun) -> dict[str, str]:
    return {row.question_id: row.note for row in _current(session, run)}


def _add_answer(act: Act, run: FlowRun, question_id: str, chosen: tuple[str, ...], note: str) -> None:
    """The newer answer supersedes; the older one stays in the record."""
    query = select(Answer).where(
        Answer.run_id == run.id, Answer.question_id == question_id, col(Answer.superseded_at).is_(None)
    )
    for older in act.session.exec(query):
        older.superseded_at = act.at
        act.session.add(older)
    act.session.add(
        Answer(
            run_id=run.id,
            seq=queries.next_answer_seq(act.session, run.id),
            question_id=question_id,
            value=list(chosen),
            note=note.strip(),
            answered_at=act.at,
            answered_by=act.desk.actor,
        )
    )


def _qualify(act: Act, case: Case, run: FlowRun, outcome: str, ground: str) -> None:
    row = Qualification(
        id=uuid.uuid4(),
        case_id=case.id,
        party_id=run.party_id,
        outcome=outcome,
        ground=ground.strip(),
        decided_by=act.desk.actor,
        decided_at=act.at,
    )
    act.session.add(row)
    act.log("qualified", "qualification", row.id, case.id, outcome=outcome)


def _labels(question: Question, chosen: tuple[str, ...]) -> list[str]:
    return [option.label for option in question.options if option.id in chosen]


def _tuple(value: AnswerValue) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
