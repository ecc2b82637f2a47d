"""What happened in a case, newest first, made from the records themselves."""

from sqlmodel import Session, col, select

from twijs_desk.casework import wording
from twijs_desk.casework.records import CLOCKS, all_of, corrections, current_moment
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


def timeline(session: Session, case: Case) -> tuple[TimelineRow, ...]:
    rows = [
        *_incident(session, case),
        *_calls(session, case),
        *_duties(session, case),
        *_decisions(session, case),
        *_papers(session, case),
    ]
    if case.closed_at is not None:
        rows.append(TimelineRow(case.closed_at, "incident", "Zaak afgesloten", case.result))
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def _incident(session: Session, case: Case) -> list[TimelineRow]:
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
        rows.append(TimelineRow(judged.decided_at, "answer", f"Kwalificatie: {label}", judged.ground))
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


def _duties(session: Session, case: Case) -> list[TimelineRow]:
    query = select(Obligation).where(
        Obligation.case_id == case.id,
        col(Obligation.status).in_([ObligationStatus.DONE, ObligationStatus.WAIVED]),
    )
    return [
        TimelineRow(
            duty.done_at or duty.triggered_at,
            "obligation",
            f"{ObligationStatus(duty.status).label}: {duty.title}",
            duty.proof or duty.waiver_reason,
            str(duty.id),
        )
        for duty in session.exec(query)
    ]


def _decisions(session: Session, case: Case) -> list[TimelineRow]:
    rows = []
    for hearing in all_of(session, Hearing, case):
        who = HearingKind(hearing.kind).label
        title = f"Niet gehoord: {who}" if hearing.skipped_reason else f"Gehoord: {who}"
        text = hearing.skipped_reason or hearing.minutes
        rows.append(
            TimelineRow(hearing.held_at or hearing.recorded_at, "hearing", title, text, str(hearing.id))
        )
    for measure in all_of(session, Measure, case):
        status = MeasureStatus(measure.status).label
        rows.append(
            TimelineRow(
                measure.recorded_at, "measure", f"{status}: {measure.title}", measure.reasons, str(measure.id)
            )
        )
    return rows


def _papers(session: Session, case: Case) -> list[TimelineRow]:
    rows = []
    for letter in all_of(session, Letter, case):
        if letter.status == LetterStatus.DRAFT:
            rows.append(
                TimelineRow(
                    letter.started_at, "letter", f"Brief begonnen: {letter.title}", "", str(letter.id)
                )
            )
        elif letter.finalised_at is not None:
            rows.append(
                TimelineRow(
                    letter.finalised_at,
                    "letter",
                    f"Brief definitief: {letter.title}",
                    f"Kenmerk {letter.reference}",
                    str(letter.id),
                )
            )
    return rows
