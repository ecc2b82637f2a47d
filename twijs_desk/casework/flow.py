"""The decision route of someone in a case: one question at a time, to what must, may and cannot be done."""

import uuid
from collections.abc import Iterable, Sequence

from sqlmodel import Session

from twijs_desk.casework import answers, obligations, rules, runs, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.flow_change import change_view
from twijs_desk.casework.records import (
    actors,
    capacity_words,
    case_number,
    case_of,
    move_on,
    names_apart,
    open_case_of,
    parties,
    party_name,
    run_of,
    runs_of,
)
from twijs_desk.casework.rows import (
    AnswerValue,
    ChangeView,
    FlowView,
    OptionRow,
    OutcomeLine,
    QuestionView,
    RouteStep,
    SourceRow,
)
from twijs_desk.protocol.model import UNKNOWN, Pack, Question
from twijs_desk.protocol.outcome import MeasureLine, ObligationLine, Outcome, Reason
from twijs_desk.store.models import Case, FlowRun, Qualification
from twijs_desk.terms import CaseStatus


def view(desk: Desk, case_id: str, at_question: str | None = None, party_id: str | None = None) -> FlowView:
    """Where a route of this case is; `at_question` shows an earlier question again, with its answer.

    `party_id` is the alleged actor whose route it is; the one who was named first when left out.
    """
    with desk.look() as session:
        case = case_of(session, case_id)
        return _view(session, desk, case, run_of(session, case, party_id), at_question)


def preview(
    desk: Desk, case_id: str, question_id: str, value: AnswerValue, party_id: str | None = None
) -> ChangeView:
    """What this answer would add, drop and move, before it counts. Changes nothing."""
    with desk.look() as session:
        case = case_of(session, case_id)
        run = run_of(session, case, party_id)
        pack, given = rules.of(desk, run), answers.given(session, run)
        before = answers.judge(pack, given, desk.now())
        after = answers.judge(pack, {**given, question_id: _tuple(value)}, desk.now())
        shared = question_id in rules.about_case(pack)
        others = [other for other in runs_of(session, case) if shared and other.id != run.id]
        names = names_apart(actors(session, case))
        follows = tuple(names[other.party_id] for other in others if other.party_id in names)
        return change_view(
            before,
            after,
            lambda line: duty_line(pack, line),
            lambda line: measure_line(pack, line),
            follows,
        )


def answer(
    desk: Desk,
    case_id: str,
    question_id: str,
    value: AnswerValue,
    note: str = "",
    party_id: str | None = None,
) -> FlowView:
    """Let an answer count: it is added to the record, and duties follow it in the same transaction.

    An answer about the case itself counts in the routes of the others in the case too.
    """
    with desk.act() as act:
        case = open_case_of(act.session, case_id)
        runs.start_missing(act, case)
        run = run_of(act.session, case, party_id)
        let_count(act, case, run, question_id, _tuple(value), note)
        return _view(act.session, desk, case, run, None)


def let_count(
    act: Act, case: Case, run: FlowRun, question_id: str, chosen: tuple[str, ...], note: str = ""
) -> None:
    """Add an answer inside an act that is under way; the duties of the case follow it."""
    pack, given = rules.of(act.desk, run), answers.given(act.session, run)
    if given.get(question_id) == chosen and not note:
        return
    given[question_id] = chosen
    outcome = answers.judge(pack, given, act.at)
    answers.add(act, run, question_id, chosen, note)
    asks = rules.asked_by(pack, question_id)
    if asks == "qualification":
        _qualify(act, case, run, chosen[0], note)
    act.session.flush()
    obligations.follow(act, case, runs.incident_of(act.session, case), run, outcome)
    if asks == "qualification" and note.strip():
        words = f"Oordeel met reden, door {act.desk.actor}."
        obligations.settle_by(act, case, obligations.QUALIFY, words, run)
    runs.follow(act, case, run, question_id, chosen)
    if asks == "imagery":
        runs.guard_copies(act, case)
    move_on(act.session, case, CaseStatus.ASSESSMENT, act.at)
    if all(runs.is_finished(act.session, act.desk, each) for each in runs_of(act.session, case)):
        move_on(act.session, case, CaseStatus.INVESTIGATION, act.at)
    act.log("question_answered", "answer", run.id, case.id, question=question_id)
    act.session.flush()


def asks(session: Session, desk: Desk, run: FlowRun, question_id: str) -> bool:
    """Whether this route asks this question, answered or as the next one."""
    found = answers.outcome_of(session, desk, run)
    answered = {step.question for step in found.route if step.state == "answered"}
    return question_id in answered or found.next_question == question_id


def outcome(desk: Desk, case_id: str, party_id: str | None = None) -> Outcome:
    with desk.look() as session:
        return answers.outcome_of(session, desk, run_of(session, case_of(session, case_id), party_id))


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


def duty_line(pack: Pack, line: ObligationLine) -> OutcomeLine:
    return OutcomeLine(
        id=line.id,
        level=line.level,
        title=line.title,
        reason=line.explanation,
        because=because(line.reason),
        sources=source_rows(pack, line.sources),
        due_sentence=obligations.due_words(line.due),
        acute=line.acute,
    )


def measure_line(pack: Pack, line: MeasureLine) -> OutcomeLine:
    return OutcomeLine(
        id=line.id,
        level=line.status,
        title=line.title,
        reason=line.reason.text or line.explanation,
        because=because(line.reason),
        sources=source_rows(pack, line.sources),
        alternative=line.alternative,
        decides=line.decides,
    )


def because(reason: Reason) -> str:
    """The answers behind a line, as the user gave them."""
    return "; ".join(cause.text for cause in reason.because)


def _view(session: Session, desk: Desk, case: Case, run: FlowRun, at_question: str | None) -> FlowView:
    pack = rules.of(desk, run)
    given, notes = answers.given(session, run), answers.notes(session, run)
    outcome = answers.judge(pack, given, desk.now())
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
    left = runs.questions_left(pack, given, wording.to_local(desk.now()).date())
    found = next((pair for pair in parties(session, case) if pair[0].id == run.party_id), None)
    return FlowView(
        run_id=str(run.id),
        case_id=str(case.id),
        case_number=case_number(case),
        case_title=case.title,
        party_name=party_name(*found) if found else "",
        question=shown,
        answered=len(answered),
        expected=len(answered) + left,
        steps=_steps(pack, answered, shown, outcome),
        trail=trail,
        duties=tuple(duty_line(pack, line) for line in outcome.obligations),
        measures=tuple(measure_line(pack, line) for line in outcome.measures),
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
        party_id=str(run.party_id) if run.party_id else "",
        capacity=capacity_words(found[0]) if found else "",
        routes=runs.rows(session, desk, case, {run.id: (len(answered), left)}),
    )


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
            OptionRow(
                option.id,
                "0" if option.id == UNKNOWN else next(keys),
                option.label,
                option.hint,
                alone=option.exclusive or option.id == UNKNOWN,
            )
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
