"""The rules a case was decided under, and the parts that questions and duties play in them."""

from twijs_desk.casework.desk import Desk
from twijs_desk.protocol.conditions import support
from twijs_desk.protocol.model import ObligationRule, Pack, Question
from twijs_desk.store.models import FlowRun

# Codes of the shipped pack, for a pack that does not yet say these things itself (`about`, `asks`, `marks`).
_ABOUT_CASE = frozenset(
    {
        "danger",
        "sexual_image_minor",
        "board_informed",
        "conflict_of_interest",
        "personal_data_leak",
        "breach_risk",
        "school_related",
        "evidence_secured",
    }
)
_ASKS = {
    "imagery": "sexual_image_minor",
    "age": "pupil_age",
    "qualification": "transgressive",
    "suspicion": "reasonable_suspicion",
}
_MARKS = {
    "board_aware": frozenset({"inform_board"}),
    "inspector_called": frozenset(
        {"call_inspector_statute", "call_inspector_protocol", "call_inspector_advised"}
    ),
    "offence_reported": frozenset({"report_offence"}),
    "inspectorate_notified": frozenset({"notify_inspectorate"}),
    "leerplicht_informed": frozenset({"copy_to_leerplicht"}),
}


def of(desk: Desk, run: FlowRun) -> Pack:
    """The pack of this route; it stays the same when newer rules arrive."""
    return desk.rules_for(run.pack_id, run.pack_version)


def asking(pack: Pack, role: str) -> Question | None:
    """The question that asks for `imagery`, `age`, `qualification` or `suspicion`, if the pack has one."""
    if any(question.asks for question in pack.questions):
        return next((question for question in pack.questions if question.asks == role), None)
    return pack.by_id.get(_ASKS[role])


def asked_by(pack: Pack, question_id: str) -> str:
    """The part this question plays, or nothing."""
    return next((role for role in _ASKS if (q := asking(pack, role)) and q.id == question_id), "")


def about_case(pack: Pack) -> frozenset[str]:
    """Questions with one answer for the whole case, whoever the route is about."""
    said = frozenset(question.id for question in pack.questions if question.about == "case")
    return said or _ABOUT_CASE & frozenset(pack.by_id)


def shared_duties(pack: Pack) -> frozenset[str]:
    """Duties that only rest on answers about the case: done once, done for everyone in it."""
    shared = about_case(pack)
    return frozenset(
        rule.id for rule in pack.obligations if shared.issuperset(support(rule.when, pack.facts))
    )


def marks(pack: Pack) -> dict[str, str]:
    """Duties whose doing is an event that a term can run from: `report_offence` is `offence_reported`."""
    said = {rule.id: rule.marks for rule in pack.obligations if rule.marks}
    return said or {rule_id: event for event, ids in _MARKS.items() for rule_id in ids}


def marking(pack: Pack, event: str) -> frozenset[str]:
    """The duties whose doing is this event: `board_aware`, `inspector_called`, `offence_reported` and so on."""
    return frozenset(rule_id for rule_id, marked in marks(pack).items() if marked == event)


def duty(pack: Pack, rule_id: str) -> ObligationRule | None:
    return next((rule for rule in pack.obligations if rule.id == rule_id), None)
