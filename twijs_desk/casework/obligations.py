"""Duties of a case: they follow the answers, keep their date and its reason, and ask for proof when done."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from twijs_desk.casework import rules, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.records import (
    CLOCKS,
    actors,
    case_number,
    corrections,
    current_moment,
    get,
    names_apart,
    runs_of,
)
from twijs_desk.casework.rows import ObligationRow
from twijs_desk.protocol import calendar
from twijs_desk.protocol.model import TRIGGERS, DueRule, Pack, Source
from twijs_desk.protocol.outcome import Outcome
from twijs_desk.store.models import Case, FlowRun, Incident, InspectorCall, Measure, Obligation
from twijs_desk.terms import Basis, CallOutcome, Level, MeasureStatus, ObligationStatus

CALL_INSPECTOR = "call:inspector"
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
    "school_aware": "de school ervan weet",
    "board_aware": "het bestuur ervan weet",
    "inspector_called": "de vertrouwensinspecteur is gesproken",
    "offence_reported": "de aangifte is gedaan",
    "breach_known": "het datalek bekend is",
    "victim_learned": "het slachtoffer ervan weet",
    "decision": "het besluit is genomen",
    "notified": "het besluit is bekendgemaakt",
    "received": "het stuk is ontvangen",
    "filed": "het stuk is ingediend",
    "deregistered": "de leerling is uitgeschreven",
    "sent": "de brief is verstuurd",
    "intention_sent": "het voornemen is verstuurd",
    "heard": "er is gehoord",
    "inspectorate_notified": "het aan de inspectie is gemeld",
    "leerplicht_informed": "de leerplichtambtenaar is ingelicht",
}


def done(desk: Desk, obligation_id: str, proof: str) -> ObligationRow:
    """Record that a duty was done, with what proves it. A duty about the case itself is then done for everyone in it.

    Raises InputError without proof, and DeskError for the call to the inspector: that is done by calling.
    """
    if not proof.strip():
        raise InputError("Schrijf op waaruit blijkt dat dit gedaan is.", "De plicht blijft open.")
    with desk.act() as act:
        row = _open(act.session, obligation_id)
        pack = rules.of(desk, _run(act.session, row))
        if row.rule_id in rules.marking(pack, "inspector_called") and row.level == Level.MUST:
            raise DeskError(
                "Deze plicht is pas gedaan als u de vertrouwensinspecteur hebt gesproken.",
                "De plicht blijft open.",
                "Open het belscherm en leg het gesprek daar vast.",
            )
        for each in (row, *_same_duty(act.session, desk, row)):
            settle(act, each, proof.strip())
        retime(act, _case(act.session, row))
        return rows(act.session, desk, [row])[0]


def waive(desk: Desk, obligation_id: str, reason: str) -> ObligationRow:
    """Leave a duty undone, with a written reason. Refused where law or protocol leaves no choice."""
    with desk.act() as act:
        row = _open(act.session, obligation_id)
        rule = rules.duty(rules.of(desk, _run(act.session, row)), row.rule_id)
        if rule is None or not rule.waivable:
            raise DeskError(
                f"‘{row.title}’ moet: dit kunt u niet overslaan.",
                "De plicht blijft open.",
                f"Bron: {row.source}.",
            )
        if not reason.strip():
            raise InputError("Schrijf op waarom u dit niet doet.", "De plicht blijft open.")
        for each in (row, *_same_duty(act.session, desk, row)):
            each.status, each.done_at, each.done_by = ObligationStatus.WAIVED, act.at, desk.actor
            each.waiver_reason = reason.strip()
            act.session.add(each)
            act.log("duty_waived", "obligation", each.id, each.case_id, rule=each.rule_id)
        return rows(act.session, desk, [row])[0]


def follow(
    act: Act,
    case: Case,
    incident: Incident,
    run: FlowRun,
    outcome: Outcome,
    every: list[FlowRun] | None = None,
) -> None:
    """Make the duties of a route equal to its outcome: new ones open, those that no longer apply rest.

    What was done or waived stays as it was; a duty that comes back opens again. What was already done for the case
    as a whole is not asked again for another person in it.
    """
    pack = rules.of(act.desk, run)
    duties = of_case(act.session, case)
    settled = _settled_for_case(duties, run, pack)
    known = {row.rule_id: row for row in duties if row.run_id == run.id}
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
                source=source_words(pack, line.sources),
                action=line.action,
                reason=line.explanation,
                triggered_at=act.at,
                status=ObligationStatus.OPEN,
            )
            duties.append(row)
            act.log("duty_opened", "obligation", row.id, case.id, rule=line.id)
            if (done := settled.get(line.id)) is not None:
                _settle_as(act, row, done)
        elif row.status == ObligationStatus.NOT_APPLICABLE:
            row.status, row.triggered_at = ObligationStatus.OPEN, act.at
            act.log("duty_opened", "obligation", row.id, case.id, rule=line.id)
            if (done := settled.get(line.id)) is not None:
                _settle_as(act, row, done)
        if row.status == ObligationStatus.OPEN:
            row.level, row.title, row.holder = line.level, line.title, line.holder
    for rule_id, row in known.items():
        if rule_id not in named and row.status == ObligationStatus.OPEN:
            row.status = ObligationStatus.NOT_APPLICABLE
            act.log("duty_rests", "obligation", row.id, case.id, rule=rule_id)
    recorded = f"Vastgelegd als zaak {case_number(case)} op {wording.moment(incident.recorded_at)}."
    for row in duties:
        if row.action == REGISTER and row.status == ObligationStatus.OPEN:
            settle(act, row, recorded)
    retime(act, case, incident, duties, every)


def retime(
    act: Act,
    case: Case,
    incident: Incident | None = None,
    duties: list[Obligation] | None = None,
    every: list[FlowRun] | None = None,
) -> None:
    """Give every open duty its date, now that another event may have happened.

    `duties` and `every` (route): all of the case, where they were already read; new duties are kept with the date
    they get here.
    """
    incident = incident or act.session.exec(select(Incident).where(Incident.case_id == case.id)).one()
    duties = of_case(act.session, case) if duties is None else duties
    every = runs_of(act.session, case) if every is None else every
    for run in every:
        pack = rules.of(act.desk, run)
        happened = events(act.session, act.desk, case, incident, run, duties, every)
        for row in duties:
            mine = row.run_id == run.id and row.status == ObligationStatus.OPEN
            rule = rules.duty(pack, row.rule_id) if mine else None
            if rule is None:
                continue
            row.due_at, row.due_sentence = term(act.desk, rule.due, happened)
            if rule.due.kind == "at_once" and rule.due.trigger in happened:
                # nothing is late before it was known that it must be done
                row.due_at = max(row.triggered_at, happened[rule.due.trigger]) + _AT_ONCE
    act.session.add_all(duties)
    act.session.flush()


def of_case(session: Session, case: Case) -> list[Obligation]:
    """Every duty of the case, of all routes, in whatever state."""
    return list(session.exec(select(Obligation).where(Obligation.case_id == case.id)))


def term(desk: Desk, due: DueRule, happened: dict[str, datetime]) -> tuple[datetime | None, str]:
    """When a duty is due and why, in one sentence; no date while its event has not happened."""
    if due.kind == "none":
        return None, "Hiervoor geldt geen vaste termijn."
    from_at = happened.get(due.trigger)
    if from_at is None:
        return (
            None,
            f"De termijn ({due_words(due)}) begint als {_EVENT_WORDS.get(due.trigger, TRIGGERS[due.trigger])}.",
        )
    found = calendar.due(due, from_at, desk.calendar)
    if found.at is not None:
        return found.at, found.sentence
    return (_end_of(found.on) if found.on else None), found.sentence


def events(
    session: Session,
    desk: Desk,
    case: Case,
    incident: Incident,
    run: FlowRun,
    duties: list[Obligation] | None = None,
    every: list[FlowRun] | None = None,
) -> dict[str, datetime]:
    """The moments from which the terms of this route run, as far as they have happened.

    What was decided or reported about one person starts no term for another; what the board knows counts for all.
    `duties` and `every` (route): those of the case, where they were already read.
    """
    duties = of_case(session, case) if duties is None else duties
    every = runs_of(session, case) if every is None else every
    fixes = corrections(session, incident)
    occurred_at, school_aware_at, board_aware_at = (
        current_moment(session, incident, name, fixes) for name in CLOCKS
    )
    happened: dict[str, datetime | None] = {**_marked(desk, duties, [run])}
    happened |= {
        "school_aware": school_aware_at,
        "breach_known": school_aware_at,
        "victim_learned": occurred_at or school_aware_at,
        "board_aware": board_aware_at or _marked(desk, duties, every).get("board_aware"),
        "inspector_called": _called_at(session, desk, case, run, alone=len(every) == 1),
    }
    of_party = col(Measure.party_id) == run.party_id
    if not every or every[0].id == run.id:  # what is about nobody in particular is about who was named first
        of_party = of_party | col(Measure.party_id).is_(None)
    decided = session.exec(
        select(Measure)
        .where(
            Measure.case_id == case.id,
            of_party,
            Measure.status != MeasureStatus.WITHDRAWN,
            col(Measure.decided_on).is_not(None),
        )
        .order_by(col(Measure.recorded_at).desc())
    ).first()
    if decided is not None and decided.decided_on is not None:
        happened["decision"] = wording.from_local(datetime.combine(decided.decided_on, time(9)))
    return {name: at for name, at in happened.items() if at is not None}


def _called_at(session: Session, desk: Desk, case: Case, run: FlowRun, *, alone: bool) -> datetime | None:
    """When the inspector was spoken to about this person: not while the duty to call for them is still open."""
    call = session.exec(
        select(InspectorCall)
        .where(InspectorCall.case_id == case.id, InspectorCall.outcome == CallOutcome.REACHED)
        .order_by(col(InspectorCall.started_at))
    ).first()
    if call is None or (not alone and call_duties(session, desk, case, (run,))):
        return None
    return call.ended_at or call.started_at


def call_duties(
    session: Session, desk: Desk, case: Case, runs: Iterable[FlowRun] | None = None
) -> list[Obligation]:
    """The open duties that a talk with the inspector fulfils, one per ground and person.

    Telling him later of a report to the police is a duty of its own.
    """
    found: list[Obligation] = []
    for run in runs_of(session, case) if runs is None else runs:
        query = select(Obligation).where(
            Obligation.run_id == run.id,
            Obligation.action == CALL_INSPECTOR,
            Obligation.status == ObligationStatus.OPEN,
            col(Obligation.rule_id).in_(rules.marking(rules.of(desk, run), "inspector_called")),
        )
        found += session.exec(query).all()
    return found


def settle(act: Act, row: Obligation, proof: str) -> None:
    row.status, row.done_at, row.done_by, row.proof = ObligationStatus.DONE, act.at, act.desk.actor, proof
    act.session.add(row)
    act.log("duty_done", "obligation", row.id, row.case_id, rule=row.rule_id)


def settle_by(act: Act, case: Case, action: str, proof: str, run: FlowRun | None = None) -> None:
    """What the user just did in the app fulfils the open duties that ask for exactly that; of one route, or of all."""
    query = select(Obligation).where(
        Obligation.case_id == case.id,
        Obligation.action == action,
        Obligation.status == ObligationStatus.OPEN,
    )
    if run is not None:
        query = query.where(Obligation.run_id == run.id)
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
    """Open duties first, soonest and heaviest first; then what is done, then what rests.

    A duty about the case itself stands there once, however many people the case is about.
    """
    found = list(found)
    ids = {row.case_id for row in found}
    cases = {case.id: case for case in session.exec(select(Case).where(col(Case.id).in_(ids)))}
    query = select(FlowRun).where(col(FlowRun.case_id).in_(ids))
    runs = list(session.exec(query.order_by(col(FlowRun.started_at), col(FlowRun.id))))
    by_id = {run.id: run for run in runs}
    packs = {run.id: rules.of(desk, run) for run in runs}
    names = _names_where_needed(session, cases.values(), runs)
    shared = {run_id: rules.shared_duties(packs[run_id]) for run_id in {row.run_id for row in found} if names}
    order, levels, place = list(ObligationStatus), list(Level), {run.id: i for i, run in enumerate(runs)}
    found.sort(
        key=lambda row: (
            order.index(ObligationStatus(row.status)),
            levels.index(Level(row.level)) == 2,
            row.due_at is None,
            row.due_at.timestamp() if row.due_at else 0.0,
            levels.index(Level(row.level)),
            _rank(packs[row.run_id], row.rule_id),
            place[row.run_id],
        )
    )
    told: set[tuple[uuid.UUID, str, str]] = set()
    shown = []
    for row in found:
        for_all = row.case_id in names and row.rule_id in shared[row.run_id]
        if for_all and (row.case_id, row.rule_id, row.status) in told:
            continue
        told.add((row.case_id, row.rule_id, row.status))
        party_id = by_id[row.run_id].party_id
        name = "" if for_all or party_id is None else names.get(row.case_id, {}).get(party_id, "")
        shown.append(_row(packs[row.run_id], row, cases[row.case_id], party_id, name))
    return tuple(shown)


def _names_where_needed(
    session: Session, cases: Iterable[Case], runs: list[FlowRun]
) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    """The names of the people per case, for cases about more than one of them."""
    several = [case for case in cases if sum(run.case_id == case.id for run in runs) > 1]
    return {case.id: names_apart(actors(session, case)) for case in several}


def source_words(pack: Pack, sources: Iterable[str]) -> str:
    """`Protocol S3; WPO art. 4a lid 1`"""
    numbers = {article.id: article.number for article in pack.articles}
    words = []
    for source in sources:
        if source in numbers:
            words.append(f"Protocol {numbers[source]}")
        else:
            found = pack.sources[source]
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


def full_term(due: DueRule) -> str:
    """The term with what it runs from: `binnen 72 uur na het moment waarop het datalek bekend werd`."""
    return f"{due_words(due)} na {TRIGGERS[due.trigger]}" if due_words(due) else "geen vaste termijn"


def _row(pack: Pack, row: Obligation, case: Case, party_id: uuid.UUID | None, name: str) -> ObligationRow:
    rule = rules.duty(pack, row.rule_id)
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
        party_name=name,
    )


def _rank(pack: Pack, rule_id: str) -> int:
    """The pack lists duties in the order in which they come; that order breaks ties."""
    return next((i for i, rule in enumerate(pack.obligations) if rule.id == rule_id), 999)


def _open(session: Session, obligation_id: str) -> Obligation:
    row = get(session, Obligation, obligation_id, "Deze plicht staat niet in de kluis.")
    if row.status != ObligationStatus.OPEN:
        raise InputError("Deze plicht is al afgehandeld.", "Er is niets gewijzigd.")
    return row


def _case(session: Session, row: Obligation) -> Case:
    return session.exec(select(Case).where(Case.id == row.case_id)).one()


def _run(session: Session, row: Obligation) -> FlowRun:
    return session.exec(select(FlowRun).where(FlowRun.id == row.run_id)).one()


def _same_duty(session: Session, desk: Desk, row: Obligation) -> list[Obligation]:
    """The same open duty of the others in the case, when it is about the case and not about a person."""
    if row.rule_id not in rules.shared_duties(rules.of(desk, _run(session, row))):
        return []
    query = select(Obligation).where(
        Obligation.case_id == row.case_id,
        Obligation.rule_id == row.rule_id,
        Obligation.id != row.id,
        Obligation.status == ObligationStatus.OPEN,
    )
    return list(session.exec(query))


def _settled_for_case(duties: list[Obligation], run: FlowRun, pack: Pack) -> dict[str, Obligation]:
    """Duties about the case itself that are done or left in another route of it."""
    shared, over = rules.shared_duties(pack), (ObligationStatus.DONE, ObligationStatus.WAIVED)
    return {
        row.rule_id: row
        for row in duties
        if row.run_id != run.id and row.rule_id in shared and row.status in over
    }


def _settle_as(act: Act, row: Obligation, done: Obligation) -> None:
    row.status, row.done_at, row.done_by = done.status, done.done_at, done.done_by
    row.proof, row.waiver_reason = done.proof, done.waiver_reason
    action = "duty_done" if done.status == ObligationStatus.DONE else "duty_waived"
    act.log(action, "obligation", row.id, row.case_id, rule=row.rule_id)


def _marked(desk: Desk, duties: list[Obligation], runs: Iterable[FlowRun]) -> dict[str, datetime]:
    """The events that happened because a duty of these routes was done, each with its first moment."""
    found: dict[str, datetime] = {}
    for run in runs:
        marks = rules.marks(rules.of(desk, run))
        for row in duties:
            done = row.run_id == run.id and row.rule_id in marks and row.status == ObligationStatus.DONE
            if done and row.done_at is not None:
                event = marks[row.rule_id]
                found[event] = min(row.done_at, found.get(event, row.done_at))
    return found


def _end_of(on: date) -> datetime:
    return wording.from_local(datetime.combine(on, _END_OF_DAY))
