"""The rules a case was decided under, and the parts that questions and duties play in them."""

from twijs_desk.casework.desk import Desk
from twijs_desk.protocol.conditions import support
from twijs_desk.protocol.model import ObligationRule, Pack, Question
from twijs_desk.store.models import FlowRun


def of(desk: Desk, run: FlowRun) -> Pack:
    """The pack of this route; it stays the same when newer rules arrive."""
    return desk.rules_for(run.pack_id, run.pack_version)


def asking(pack: Pack, role: str) -> Question | None:
    """The question that asks for `imagery`, `age`, `qualification` or `suspicion`, if the pack has one."""
    return next((question for question in pack.questions if question.asks == role), None)


def asked_by(pack: Pack, question_id: str) -> str:
    """The part this question plays, or nothing."""
    question = pack.by_id.get(question_id)
    return question.asks if question else ""


def about_case(pack: Pack) -> frozenset[str]:
    """Questions with one answer for the whole case, whoever the route is about."""
    return frozenset(question.id for question in pack.questions if question.about == "case")


def shared_duties(pack: Pack) -> frozenset[str]:
    """Duties that only rest on answers about the case: done once, done for everyone in it."""
    shared = about_case(pack)
    return frozenset(
        rule.id for rule in pack.obligations if shared.issuperset(support(rule.when, pack.facts))
    )


def marks(pack: Pack) -> dict[str, str]:
    """Duties whose doing is an event that a term can run from: `report_offence` is `offence_reported`."""
    return {rule.id: rule.marks for rule in pack.obligations if rule.marks}


def marking(pack: Pack, event: str) -> frozenset[str]:
    """The duties whose doing is this event: `board_aware`, `inspector_called`, `offence_reported` and so on."""
    return frozenset(rule_id for rule_id, marked in marks(pack).items() if marked == event)


def duty(pack: Pack, rule_id: str) -> ObligationRule | None:
    return next((rule for rule in pack.obligations if rule.id == rule_id), None)
