"""The answers of one route: what now counts, what it leads to, and adding one without losing the former."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from twijs_desk.casework import rules, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.protocol.assess import assess
from twijs_desk.protocol.model import AnswerError, Pack
from twijs_desk.protocol.outcome import Outcome
from twijs_desk.store import queries
from twijs_desk.store.models import Answer, FlowRun


def current(session: Session, run: FlowRun) -> Sequence[Answer]:
    query = select(Answer).where(Answer.run_id == run.id, col(Answer.superseded_at).is_(None))
    return session.exec(query.order_by(col(Answer.seq))).all()


def given(session: Session, run: FlowRun) -> dict[str, tuple[str, ...]]:
    return {row.question_id: tuple(row.value) for row in current(session, run)}


def notes(session: Session, run: FlowRun) -> dict[str, str]:
    return {row.question_id: row.note for row in current(session, run)}


def add(act: Act, run: FlowRun, question_id: str, chosen: tuple[str, ...], note: str) -> None:
    """The newer answer supersedes; the older one stays in the record."""
    query = select(Answer).where(
        Answer.run_id == run.id, Answer.question_id == question_id, col(Answer.superseded_at).is_(None)
    )
    for older in act.session.exec(query):
        older.superseded_at = act.at
        act.session.add(older)
    act.session.add(
        _answer(act, run, queries.next_answer_seq(act.session, run.id), question_id, chosen, note)
    )
    act.session.flush()


def first(act: Act, run: FlowRun, found: Sequence[tuple[str, tuple[str, ...], str]]) -> None:
    """The answers with which a new route begins: question, choice, note."""
    rows = [_answer(act, run, seq, *each) for seq, each in enumerate(found, 1)]
    act.session.add_all(rows)
    act.session.flush()


def _answer(act: Act, run: FlowRun, seq: int, question_id: str, chosen: tuple[str, ...], note: str) -> Answer:
    return Answer(
        run_id=run.id,
        seq=seq,
        question_id=question_id,
        value=list(chosen),
        note=note.strip(),
        answered_at=act.at,
        answered_by=act.desk.actor,
    )


def judge(pack: Pack, answers: Mapping[str, tuple[str, ...]], at: datetime) -> Outcome:
    """What the rules say of these answers. Raises InputError for an answer that the pack does not know."""
    try:
        return assess(pack, answers, wording.to_local(at).date())
    except AnswerError as error:
        raise InputError(str(error), "Er is niets gewijzigd.") from None


def outcome_of(session: Session, desk: Desk, run: FlowRun, at: datetime | None = None) -> Outcome:
    """What the rules of this route say about its answers as they now stand."""
    return judge(rules.of(desk, run), given(session, run), at or desk.now())
