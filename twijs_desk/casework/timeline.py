"""What happened in a case, newest first, made from the records themselves."""

import uuid

from sqlmodel import Session, col, select

from twijs_desk.casework import wording
from twijs_desk.casework.records import (
    CLOCKS,
    actors,
    all_of,
    corrections,
    current_moment,
    names_apart,
    runs_of,
)
from twijs_desk.casework.rows import TimelineRow
from twijs_desk.store.models import (
    Case,
    Correction,
    EvidenceItem,
    Hearing,
    Incident,
    InspectorCall,
    Letter,
    Measure,
    Obligation,
    Qualification,
)
from twijs_desk.terms import (
    CallOutcome,
    HearingKind,
    LetterStatus,
    MeasureStatus,
    ObligationStatus,
    QualificationOutcome,
    StorageMode,
)

Names = dict[uuid.UUID, str]


def timeline(session: Session, case: Case) -> tuple[TimelineRow, ...]:
    runs = {run.id: run.party_id for run in runs_of(session, case)}
    names = names_apart(actors(session, case)) if len(runs) > 1 else {}
    rows = [
        *_incident(session, case, names),
        *_calls(session, case),
        *_duties(session, case, {run_id: _whom(names, party_id) for run_id, party_id in runs.items()}),
        *_decisions(session, case, names),
        *_papers(session, case, names),
    ]
    if case.closed_at is not None:
        rows.append(TimelineRow(case.closed_at, "incident", "Zaak afgesloten", case.result))
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def _whom(names: Names, party_id: uuid.UUID | None) -> str:
    """Who it is about, in a case about more than one person: ` (R. Hofstede)`."""
    return f" ({names[party_id]})" if party_id in names else ""


def _incident(session: Session, case: Case, names: Names) -> list[TimelineRow]:
    rows = []
    for incident in all_of(session, Incident, case):
        titles = ("Het gebeurde", "De school hoorde ervan", "Het bestuur hoorde ervan")
        fixes = corrections(session, incident)
        for field, title in zip(CLOCKS, titles, strict=True):
            at = current_moment(session, incident, field, fixes)
            note = incident.occurred_note if field == "occurred_at" else ""
            if at is not None:
                rows.append(TimelineRow(at, "incident", title, note))
        rows.append(
            TimelineRow(incident.recorded_at, "incident", "Vastgelegd", f"Door {incident.recorded_by}.")
        )
    for item in all_of(session, EvidenceItem, case):
        rows.append(
            TimelineRow(
                item.received_at,
                "evidence",
                f"Bewijsstuk {item.number}: {item.title}",
                StorageMode(item.storage_mode).label
                + (f", van {item.received_from}" if item.received_from else ""),
                str(item.id),
            )
        )
    for fix in all_of(session, Correction, case):
        rows.append(TimelineRow(fix.made_at, "correction", "Gegeven verbeterd", f"Reden: {fix.reason}"))
    for judged in all_of(session, Qualification, case):
        label = QualificationOutcome(judged.outcome).label
        title = f"Kwalificatie: {label}{_whom(names, judged.party_id)}"
        rows.append(TimelineRow(judged.decided_at, "answer", title, judged.ground))
    return rows


def _calls(session: Session, case: Case) -> list[TimelineRow]:
    rows = []
    for call in all_of(session, InspectorCall, case):
        title = {
            CallOutcome.REACHED: f"Vertrouwensinspecteur gesproken: {call.spoken_to}",
            CallOutcome.NOT_REACHED: "Vertrouwensinspecteur niet bereikt",
            CallOutcome.IN_PROGRESS: "In gesprek met de vertrouwensinspecteur",
        }[CallOutcome(call.outcome)]
        text = call.advice
        if call.outcome == CallOutcome.NOT_REACHED and call.follow_up_at is not None:
            text = f"Opnieuw bellen: {wording.moment(call.follow_up_at)}."
        rows.append(TimelineRow(call.started_at, "call", title, text, str(call.id)))
    return rows


def _duties(session: Session, case: Case, whom: dict[uuid.UUID, str]) -> list[TimelineRow]:
    """What was done; a duty that was done for everyone at once stands there once, without a name."""
    query = select(Obligation).where(
        Obligation.case_id == case.id,
        col(Obligation.status).in_([ObligationStatus.DONE, ObligationStatus.WAIVED]),
    )
    done: dict[tuple[object, ...], list[Obligation]] = {}
    for duty in session.exec(query):
        key = (duty.rule_id, duty.status, duty.done_at, duty.proof, duty.waiver_reason)
        done.setdefault(key, []).append(duty)
    return [
        TimelineRow(
            duty.done_at or duty.triggered_at,
            "obligation",
            f"{ObligationStatus(duty.status).label}: {duty.title}{whom.get(duty.run_id, '') if not rest else ''}",
            duty.proof or duty.waiver_reason,
            str(duty.id),
        )
        for duty, *rest in done.values()
    ]


def _decisions(session: Session, case: Case, names: Names) -> list[TimelineRow]:
    rows = []
    for hearing in all_of(session, Hearing, case):
        who = HearingKind(hearing.kind).label
        title = f"Niet gehoord: {who}" if hearing.skipped_reason else f"Gehoord: {who}"
        title += _whom(names, hearing.party_id)
        text = hearing.skipped_reason or hearing.minutes
        rows.append(
            TimelineRow(hearing.held_at or hearing.recorded_at, "hearing", title, text, str(hearing.id))
        )
    for measure in all_of(session, Measure, case):
        status = MeasureStatus(measure.status).label
        title = f"{status}: {measure.title}{_whom(names, measure.party_id)}"
        rows.append(TimelineRow(measure.recorded_at, "measure", title, measure.reasons, str(measure.id)))
    return rows


def _papers(session: Session, case: Case, names: Names) -> list[TimelineRow]:
    rows = []
    for letter in all_of(session, Letter, case):
        title = f"{letter.title}{_whom(names, letter.party_id)}"
        if letter.status == LetterStatus.DRAFT:
            rows.append(
                TimelineRow(letter.started_at, "letter", f"Brief begonnen: {title}", "", str(letter.id))
            )
        elif letter.finalised_at is not None:
            rows.append(
                TimelineRow(
                    letter.finalised_at,
                    "letter",
                    f"Brief definitief: {title}",
                    f"Kenmerk {letter.reference}",
                    str(letter.id),
                )
            )
    return rows
