"""Duties of a case: they follow the answers, keep their date and its reason, and ask for proof when done."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from twijs_desk.casework import wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.records import CLOCKS, case_number, corrections, current_moment, get
from twijs_desk.casework.rows import ObligationRow
from twijs_desk.protocol import calendar
from twijs_desk.protocol.model import DueRule, ObligationRule, Source
from twijs_desk.protocol.outcome import Outcome
from twijs_desk.store.models import Case, FlowRun, Incident, InspectorCall, Measure, Obligation
from twijs_desk.terms import Basis, CallOutcome, Level, MeasureStatus, ObligationStatus

CALL_INSPECTOR = "call:inspector"
CALL_RULES = ("call_inspector_statute", "call_inspector_protocol", "call_inspector_advised")
"""What a talk with the inspector fulfils. Telling him later of a report to the police is a duty of its own."""
REGISTER, QUALIFY, FILE = "register", "qualification", "dossier"
"""Actions of the pack that the app does itself; doing them is their own proof."""
_END_OF_DAY = time(23, 59)
_AT_ONCE = timedelta(hours=1)
"""After this, *meteen* shows as late."""
_OPEN_LIMIT = 500

_TERM_WORDS = {
    "at_once": "meteen",
    "same_day": "dezelfde dag",
    "same_working_day": "dezelfde werkdag",
    "elapsed_hours": "binnen {amount} uur",
    "working_days": "binnen {amount} werkdag(en)",
    "school_days": "binnen {amount} schooldag(en)",
    "days": "binnen {amount} dagen",
    "weeks": "binnen {amount} weken",
    "months": "binnen {amount} maanden",
}
_EVENT_WORDS = {
    "board_aware": "het bestuur ervan weet",
    "decision": "het besluit is genomen",
    "inspector_called": "de vertrouwensinspecteur is gesproken",
    "offence_reported": "de aangifte is gedaan",
    "victim_learned": "het slachtoffer ervan weet",
}


def done(desk: Desk, obligation_id: str, proof: str) -> ObligationRow:
    """Record that a duty was done, with what proves it.

    Raises InputError without proof, and DeskError for the call to the inspector: that is done by calling.
    """
    if not proof.strip():
        raise InputError("Schrijf op waaruit blijkt dat dit gedaan is.", "De plicht blijft open.")
    with desk.act() as act:
        row = _open(act.session, obligation_id)
        if row.rule_id in CALL_RULES and row.level == Level.MUST:
            raise DeskError(
                "Deze plicht is pas gedaan als u de vertrouwensinspecteur hebt gesproken.",
                "De plicht blijft open.",
                "Open het belscherm en leg het gesprek daar vast.",
            )
        settle(act, row, proof.strip())
        retime(act, _case(act.session, row))
        return rows(act.session, desk, [row])[0]


def waive(desk: Desk, obligation_id: str, reason: str) -> ObligationRow:
    """Leave a duty undone, with a written reason. Refused where law or protocol leaves no choice."""
    with desk.act() as act:
        row = _open(act.session, obligation_id)
        rule = _rule(desk, row.rule_id)
        if rule is None or not rule.waivable:
            raise DeskError(
                f"‘{row.title}’ moet: dit kunt u niet overslaan.",
                "De plicht blijft open.",
                f"Bron: {row.source}.",
            )
        if not reason.strip():
            raise InputError("Schrijf op waarom u dit niet doet.", "De plicht blijft open.")
        row.status, row.done_at, row.done_by = ObligationStatus.WAIVED, act.at, desk.actor
        row.waiver_reason = reason.strip()
        act.session.add(row)
        act.log("duty_waived", "obligation", row.id, row.case_id, rule=row.rule_id)
        return rows(act.session, desk, [row])[0]


def follow(act: Act, case: Case, incident: Incident, run: FlowRun, outcome: Outcome) -> None:
    """Make the duties of a case equal to the outcome: new ones open, those that no longer apply rest.

    What was done or waived stays as it was; a duty that comes back opens again.
    """
    query = select(Obligation).where(Obligation.run_id == run.id)
    known = {row.rule_id: row for row in act.session.exec(query)}
    named = {line.id: line for line in outcome.obligations}
    for line in outcome.obligations:
        row = known.get(line.id)
        if row is None:
            row = Obligation(
                case_id=case.id,
                run_id=run.id,
                rule_id=line.id,
                title=line.title,
                level=line.level,
                basis=line.basis,
                holder=line.holder,
                source=source_words(act.desk, line.sources),
                action=line.action,
                reason=line.explanation,
                triggered_at=act.at,
            )
            act.log("duty_opened", "obligation", row.id, case.id, rule=line.id)
        elif row.status == ObligationStatus.NOT_APPLICABLE:
            row.status, row.triggered_at = ObligationStatus.OPEN, act.at
            act.log("duty_opened", "obligation", row.id, case.id, rule=line.id)
        if row.status == ObligationStatus.OPEN:
            row.level, row.title = line.level, line.title
        act.session.add(row)
    for rule_id, row in known.items():
        if rule_id not in named and row.status == ObligationStatus.OPEN:
            row.status = ObligationStatus.NOT_APPLICABLE
            act.session.add(row)
            act.log("duty_rests", "obligation", row.id, case.id, rule=rule_id)
    act.session.flush()
    number = case_number(case)
    settle_by(act, case, REGISTER, f"Vastgelegd als zaak {number} op {wording.moment(incident.recorded_at)}.")
    retime(act, case, incident)


def retime(act: Act, case: Case, incident: Incident | None = None) -> None:
    """Give every open duty its date, now that another event may have happened."""
    incident = incident or act.session.exec(select(Incident).where(Incident.case_id == case.id)).one()
    happened = events(act.session, case, incident)
    query = select(Obligation).where(
        Obligation.case_id == case.id, Obligation.status == ObligationStatus.OPEN
    )
    for row in act.session.exec(query).all():
        rule = _rule(act.desk, row.rule_id)
        if rule is not None:
            row.due_at, row.due_sentence = term(act.desk, rule.due, happened)
            if rule.due.kind == "at_once" and rule.due.trigger in happened:
                # nothing is late before it was known that it must be done
                row.due_at = max(row.triggered_at, happened[rule.due.trigger]) + _AT_ONCE
            act.session.add(row)
    act.session.flush()


def term(desk: Desk, due: DueRule, happened: dict[str, datetime]) -> tuple[datetime | None, str]:
    """When a duty is due and why, in one sentence; no date while its event has not happened."""
    if due.kind == "none":
        return None, "Hiervoor geldt geen vaste termijn."
    from_at = happened.get(due.trigger)
    if from_at is None:
        return None, f"De termijn ({due_words(due)}) begint als {_EVENT_WORDS[due.trigger]}."
    found = calendar.due(due, from_at, desk.calendar)
    if found.at is not None:
        return found.at, found.sentence
    return (_end_of(found.on) if found.on else None), found.sentence


def events(session: Session, case: Case, incident: Incident) -> dict[str, datetime]:
    """The moments from which terms run, as far as they have happened."""
    fixes = corrections(session, incident)
    occurred_at, school_aware_at, board_aware_at = (
        current_moment(session, incident, name, fixes) for name in CLOCKS
    )
    happened: dict[str, datetime | None] = {
        "school_aware": school_aware_at,
        "breach_known": school_aware_at,
        "victim_learned": occurred_at or school_aware_at,
        "board_aware": board_aware_at or _settled_at(session, case, "inform_board"),
        "offence_reported": _settled_at(session, case, "report_offence"),
    }
    call = session.exec(
        select(InspectorCall)
        .where(InspectorCall.case_id == case.id, InspectorCall.outcome == CallOutcome.REACHED)
        .order_by(col(InspectorCall.started_at))
    ).first()
    happened["inspector_called"] = (call.ended_at or call.started_at) if call else None
    decided = session.exec(
        select(Measure)
        .where(
            Measure.case_id == case.id,
            Measure.status != MeasureStatus.WITHDRAWN,
            col(Measure.decided_on).is_not(None),
        )
        .order_by(col(Measure.recorded_at).desc())
    ).first()
    if decided is not None and decided.decided_on is not None:
        happened["decision"] = wording.from_local(datetime.combine(decided.decided_on, time(9)))
    return {name: at for name, at in happened.items() if at is not None}


def settle(act: Act, row: Obligation, proof: str) -> None:
    row.status, row.done_at, row.done_by, row.proof = ObligationStatus.DONE, act.at, act.desk.actor, proof
    act.session.add(row)
    act.log("duty_done", "obligation", row.id, row.case_id, rule=row.rule_id)


def settle_by(act: Act, case: Case, action: str, proof: str) -> None:
    """What the user just did in the app fulfils the open duties that ask for exactly that."""
    query = select(Obligation).where(
        Obligation.case_id == case.id,
        Obligation.action == action,
        Obligation.status == ObligationStatus.OPEN,
    )
    for row in act.session.exec(query).all():
        settle(act, row, proof)


def open_rows(session: Session, desk: Desk) -> tuple[ObligationRow, ...]:
    """Open duties over all cases, soonest first."""
    query = (
        select(Obligation)
        .where(Obligation.status == ObligationStatus.OPEN, Obligation.level != Level.MAY)
        .order_by(col(Obligation.due_at).is_(None), col(Obligation.due_at), col(Obligation.id))
        .limit(_OPEN_LIMIT)
    )
    return rows(session, desk, session.exec(query).all())


def rows(session: Session, desk: Desk, found: Iterable[Obligation]) -> tuple[ObligationRow, ...]:
    """Open duties first, soonest and heaviest first; then what is done, then what rests."""
    found = list(found)
    ids = {row.case_id for row in found}
    cases = {case.id: case for case in session.exec(select(Case).where(col(Case.id).in_(ids)))}
    parties = {
        run.id: run.party_id
        for run in session.exec(select(FlowRun).where(col(FlowRun.id).in_({row.run_id for row in found})))
    }
    order = list(ObligationStatus)
    levels = list(Level)
    found.sort(
        key=lambda row: (
            order.index(ObligationStatus(row.status)),
            levels.index(Level(row.level)) == 2,
            row.due_at is None,
            row.due_at.timestamp() if row.due_at else 0.0,
            levels.index(Level(row.level)),
            _rank(desk, row.rule_id),
        )
    )
    return tuple(_row(desk, row, cases[row.case_id], parties.get(row.run_id)) for row in found)


def source_words(desk: Desk, sources: Iterable[str]) -> str:
    """`Protocol S3; WPO art. 4a lid 1`"""
    numbers = {article.id: article.number for article in desk.pack.articles}
    words = []
    for source in sources:
        if source in numbers:
            words.append(f"Protocol {numbers[source]}")
        else:
            found = desk.pack.sources[source]
            words.append(source_label(found) + (" (nog te bevestigen)" if found.unsure else ""))
    return "; ".join(words)


def source_label(source: Source) -> str:
    """`Wet op het primair onderwijs, artikel 4a lid 1`"""
    return ", ".join(part for part in (source.title, source.locator) if part)


def due_words(due: DueRule) -> str:
    """The term itself, without a date: `binnen 72 uur`."""
    text = _TERM_WORDS.get(due.kind, "").format(amount=due.amount)
    for plural in ("werkdag", "schooldag"):
        text = text.replace(f"{plural}(en)", plural if due.amount == 1 else f"{plural}en")
    return text


def _row(desk: Desk, row: Obligation, case: Case, party_id: uuid.UUID | None) -> ObligationRow:
    rule = _rule(desk, row.rule_id)
    return ObligationRow(
        id=str(row.id),
        case_id=str(row.case_id),
        case_number=case_number(case),
        case_title=case.title,
        rule_id=row.rule_id,
        title=row.title,
        level=Level(row.level),
        basis=Basis(row.basis),
        holder=row.holder,
        source=row.source,
        action=row.action,
        reason=row.reason,
        due_at=row.due_at,
        due_sentence=row.due_sentence,
        status=ObligationStatus(row.status),
        done_at=row.done_at,
        proof=row.proof or row.waiver_reason,
        waivable=bool(rule and rule.waivable),
        party_id=str(party_id) if party_id else None,
    )


def _rule(desk: Desk, rule_id: str) -> ObligationRule | None:
    return next((rule for rule in desk.pack.obligations if rule.id == rule_id), None)


def _rank(desk: Desk, rule_id: str) -> int:
    """The pack lists duties in the order in which they come; that order breaks ties."""
    return next((i for i, rule in enumerate(desk.pack.obligations) if rule.id == rule_id), 999)


def _open(session: Session, obligation_id: str) -> Obligation:
    row = get(session, Obligation, obligation_id, "Deze plicht staat niet in de kluis.")
    if row.status != ObligationStatus.OPEN:
        raise InputError("Deze plicht is al afgehandeld.", "Er is niets gewijzigd.")
    return row


def _case(session: Session, row: Obligation) -> Case:
    return session.exec(select(Case).where(Case.id == row.case_id)).one()


def _settled_at(session: Session, case: Case, rule_id: str) -> datetime | None:
    row = session.exec(
        select(Obligation).where(
            Obligation.case_id == case.id,
            Obligation.rule_id == rule_id,
            Obligation.status == ObligationStatus.DONE,
        )
    ).first()
    return row.done_at if row else None


def _end_of(on: date) -> datetime:
    return wording.from_local(datetime.combine(on, _END_OF_DAY))
