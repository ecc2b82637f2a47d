"""The call to the national confidential inspector: two grounds, every attempt on record, notes kept while calling."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, func, select

from twijs_desk.casework import flow, obligations, rules, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.records import (
    actors,
    capacity_words,
    case_number,
    case_of,
    get,
    open_case_of,
    parties,
    party_name,
    run_of,
    runs_of,
)
from twijs_desk.casework.rows import CallNotes, CallRow, CallView, PrepItem
from twijs_desk.protocol.days import line_open, next_opening
from twijs_desk.protocol.model import Contact
from twijs_desk.store.models import (
    Case,
    EvidenceItem,
    FlowRun,
    Incident,
    InspectorCall,
    Party,
    Person,
    Publication,
)
from twijs_desk.terms import (
    Audience,
    CallOutcome,
    CapacityKind,
    PartyRole,
    Suspicion,
)

_GROUNDS = {
    "statute": "Wet: mogelijk seksueel misdrijf door iemand met taken voor de school (WPO art. 4a)",
    "protocol": "Protocol: communicatie van een medewerker is grensoverschrijdend (S3)",
    "policy": "Advies: bellen is verstandig, ook bij twijfel",
}


@dataclass(frozen=True, slots=True)
class Line:
    open: bool
    note: str


def line(desk: Desk, at: datetime | None = None) -> Line:
    """Whether the inspector's line is open now, or when it opens."""
    contact, now = _inspector(desk), at or desk.now()
    if contact.opens is None or contact.closes is None:
        return Line(True, "Dag en nacht bereikbaar")
    if line_open(now, desk.calendar, contact.opens, contact.closes):
        return Line(True, f"Nu open, tot {contact.closes:%H:%M}")
    opening = wording.to_local(next_opening(now, desk.calendar, contact.opens, contact.closes))
    return Line(False, f"Nu gesloten. Weer open op {wording.weekday_day(opening.date())} om {opening:%H:%M}")


def view(desk: Desk, case_id: str) -> CallView:
    """Everything for the call: number, hours, grounds, what to have at hand, what to say, earlier attempts."""
    with desk.look() as session:
        return _view(desk, session, case_of(session, case_id))


def begin(desk: Desk, case_id: str) -> CallView:
    """Start of a call. A call that is already under way goes on."""
    with desk.act() as act:
        case = open_case_of(act.session, case_id)
        if _current(act.session, case) is None:
            call = _new(act, case, CallOutcome.IN_PROGRESS)
            call.put_forward = "\n".join(script(desk, act.session, case)[1:-1])
            act.log("call_started", "inspector_call", call.id, case.id, attempt=call.attempt)
        act.session.flush()
        return _view(desk, act.session, case)


def save_notes(desk: Desk, call_id: str, notes: CallNotes) -> CallRow:
    """Keep the notes of a call while it lasts, or complete them on the same day after it."""
    with desk.act() as act:
        call = get(act.session, InspectorCall, call_id, "Dit gesprek staat niet in de kluis.")
        if call.outcome != CallOutcome.IN_PROGRESS:
            ended_on = wording.to_local(call.ended_at or call.started_at).date()
            if wording.to_local(act.at).date() != ended_on:
                raise InputError(
                    "Dit gesprek is afgesloten en kan niet meer worden gewijzigd.",
                    "Wat is vastgelegd, blijft staan.",
                    "Zet een aanvulling in een nieuw gesprek of in de belnotitie.",
                )
            if call.outcome == CallOutcome.REACHED:
                _complete(notes, "Wat is vastgelegd, blijft staan.")
            act.log("call_completed", "inspector_call", call.id, call.case_id)
        _write(act, call, notes)
        return row(call)


def end(desk: Desk, call_id: str, notes: CallNotes, party_ids: Sequence[str] | None = None) -> CallView:
    """End of a call in which the inspector was spoken to: the duty to call is done, with this call as proof.

    `party_ids` are the alleged actors whom the call was about; everyone in the case when left out.

    Raises InputError when it is not said who was spoken to or what was advised; the call then stays under way.
    """
    with desk.act() as act:  # first of all nothing that was written down gets lost
        call = get(act.session, InspectorCall, call_id, "Dit gesprek staat niet in de kluis.")
        if call.outcome == CallOutcome.IN_PROGRESS:
            _write(act, call, notes)
    _complete(notes, "Uw aantekeningen zijn bewaard; het gesprek staat nog open.")
    with desk.act() as act:
        call = get(act.session, InspectorCall, call_id, "Dit gesprek staat niet in de kluis.")
        if call.outcome != CallOutcome.IN_PROGRESS:
            raise InputError("Dit gesprek is al afgesloten.", "Er is niets gewijzigd.")
        case = act.session.exec(select(Case).where(Case.id == call.case_id)).one()
        about = (
            runs_of(act.session, case)
            if party_ids is None
            else [run_of(act.session, case, party_id) for party_id in party_ids]
        )
        if not about:
            raise InputError("Kies over wie het gesprek ging.", "Uw aantekeningen zijn bewaard.")
        _write(act, call, notes)
        call.outcome, call.ended_at = CallOutcome.REACHED, act.at
        proof = f"Gesproken op {wording.moment(call.started_at)} met {call.spoken_to}"
        proof += f", kenmerk {call.reference}" if call.reference else ""
        for run in about:
            _answer_follows(act, case, run, notes)
        for duty in obligations.call_duties(act.session, desk, case, about):
            obligations.settle(act, duty, f"{proof}.")
        act.log(
            "call_ended",
            "inspector_call",
            call.id,
            case.id,
            outcome=call.outcome,
            suspicion=call.suspicion,
            parties=[str(run.party_id) for run in about],
        )
        act.session.flush()
        obligations.retime(act, case)
        return _view(desk, act.session, case)


def _answer_follows(act: Act, case: Case, run: FlowRun, notes: CallNotes) -> None:
    """What the call showed is the answer to the question about reasonable suspicion (WPO 4a lid 2)."""
    question = rules.asking(rules.of(act.desk, run), "suspicion")
    if question is not None and flow.asks(act.session, act.desk, run, question.id):
        note = "Uitkomst van het gesprek met de vertrouwensinspecteur"
        flow.let_count(act, case, run, question.id, (str(notes.suspicion),), note)


def not_reached(desk: Desk, case_id: str, *, note: str = "") -> CallView:
    """Record an attempt without an answer. The duty stays open and a new attempt is planned."""
    with desk.act() as act:
        case = open_case_of(act.session, case_id)
        call = _current(act.session, case) or _new(act, case, CallOutcome.NOT_REACHED)
        call.outcome, call.ended_at, call.saved_at = CallOutcome.NOT_REACHED, act.at, act.at
        call.notes = note.strip() or call.notes
        contact = _inspector(desk)
        if contact.opens and contact.closes:
            call.follow_up_at = next_attempt(desk, act.at)
        act.session.add(call)
        act.log("call_not_reached", "inspector_call", call.id, case.id, attempt=call.attempt)
        act.session.flush()
        return _view(desk, act.session, case)


def next_attempt(desk: Desk, at: datetime) -> datetime:
    """Half an hour later while the line is open, else when it opens."""
    contact = _inspector(desk)
    later = at + timedelta(minutes=30)
    if contact.opens is None or contact.closes is None:
        return later
    if line_open(later, desk.calendar, contact.opens, contact.closes):
        return later
    return next_opening(later, desk.calendar, contact.opens, contact.closes).astimezone(UTC)


def rows(session: Session, case: Case) -> tuple[CallRow, ...]:
    query = select(InspectorCall).where(InspectorCall.case_id == case.id)
    return tuple(row(call) for call in session.exec(query.order_by(col(InspectorCall.attempt).desc())))


def row(call: InspectorCall) -> CallRow:
    return CallRow(
        id=str(call.id),
        attempt=call.attempt,
        outcome=CallOutcome(call.outcome),
        duty_basis=call.duty_basis,
        started_at=call.started_at,
        ended_at=call.ended_at,
        spoken_to=call.spoken_to,
        reference=call.reference,
        put_forward=call.put_forward,
        notes=call.notes,
        advice=call.advice,
        suspicion=Suspicion(call.suspicion),
        agreed=call.agreed,
        informs=call.informs,
        follow_up_at=call.follow_up_at,
        saved_at=call.saved_at,
    )


def script(desk: Desk, session: Session, case: Case) -> tuple[str, ...]:
    """What to say, filled from the case without names: a first advice talk needs none."""
    incident = session.exec(select(Incident).where(Incident.case_id == case.id)).one()
    publication = session.exec(select(Publication).where(Publication.incident_id == incident.id)).first()
    affected = _affected(session, case)
    kinds = dict.fromkeys(
        _who(pair) for pair in actors(session, case)
    )  # two pupils of one group are said once
    who = wording.and_list([f"een {kind}" for kind in kinds or (_who(None),)])
    medium = f" via {publication.platform}" if publication and publication.platform else ""
    private = publication is not None and publication.audience == Audience.PRIVATE
    about = f" en een {_who(affected)}" if affected else ""
    lines = [
        (
            f"Goedendag, u spreekt met {desk.profile.name or 'de ' + desk.profile.function}, "
            f"{desk.profile.function} van {desk.school.name or 'een basisschool'}. Ik wil overleggen over {who}."
        ),
        f"Het gaat om {'privéberichten' if private else 'berichten'}{medium} van {who}{about}.",
        f"Dit is er gebeurd: {incident.observation}",
    ]
    if incident.statement:
        lines.append(f"Letterlijk is gezegd of geschreven: {incident.statement}")
    lines.append("Wat raadt u ons aan? Moeten wij aangifte doen? Wat vertellen wij de ouders, en wanneer?")
    return tuple(lines)


def _view(desk: Desk, session: Session, case: Case) -> CallView:
    contact, state = _inspector(desk), line(desk)
    duties = obligations.call_duties(session, desk, case)
    current = _current(session, case)
    return CallView(
        case_id=str(case.id),
        case_number=case_number(case),
        case_title=case.title,
        number_shown=contact.display,
        number_dialled=contact.number,
        dial_link=contact.tel,
        line_open=state.open,
        line_note=state.note,
        hours_note=f"Op werkdagen van {contact.opens:%H:%M} tot {contact.closes:%H:%M}; nummer gecontroleerd op "
        f"{wording.day(contact.verified_on)}"
        if contact.opens and contact.closes
        else "",
        outside_hours=tuple(part.strip() for part in contact.advice.split(". ") if part.strip()),
        duties=obligations.rows(session, desk, duties),
        grounds=tuple(dict.fromkeys(_GROUNDS[duty.basis] for duty in duties)) or (_GROUNDS["policy"],),
        prep=_prep(desk, session, case),
        script=script(desk, session, case),
        caution="Stel de leerling en de medewerker vóór dit gesprek geen inhoudelijke vragen. Noteer spontane "
        "woorden letterlijk. Noem namen pas als de inspecteur erom vraagt.",
        attempts=rows(session, case),
        current=row(current) if current else None,
        about=_about(session, case),
    )


def _about(session: Session, case: Case) -> tuple[tuple[str, str], ...]:
    """Everyone with a route, when there are more than one: a call can cover some of them or all."""
    with_route = {run.party_id for run in runs_of(session, case)}
    pairs = [pair for pair in actors(session, case) if pair[0].id in with_route]
    if len(pairs) < 2:
        return ()
    return tuple(
        (str(party.id), f"{party_name(party, person)}, {capacity_words(party)}") for party, person in pairs
    )


def _prep(desk: Desk, session: Session, case: Case) -> tuple[PrepItem, ...]:
    """What the inspector will ask, with what the case already knows."""
    incident = session.exec(select(Incident).where(Incident.case_id == case.id)).one()
    publication = session.exec(select(Publication).where(Publication.incident_id == incident.id)).first()
    board_at = obligations.events(session, desk, case, incident, run_of(session, case)).get("board_aware")
    who = "; ".join(_describe(pair) for pair in actors(session, case))
    affected = _affected(session, case)
    count = session.exec(
        select(func.count()).select_from(EvidenceItem).where(EvidenceItem.case_id == case.id)
    ).one()

    def item(label: str, text: str) -> PrepItem:
        return PrepItem(label, text or "Nog onbekend", bool(text))

    happened = wording.moment(incident.occurred_at) if incident.occurred_at else incident.occurred_note
    medium = (
        " · ".join(part for part in (publication.platform, publication.account) if part)
        if publication
        else ""
    )
    return (
        item("School en BRIN", " · ".join(part for part in (desk.school.name, desk.school.brin) if part)),
        item("Uw functie", desk.profile.function),
        item("Bestuur op de hoogte", f"Ja, {wording.moment(board_at)}" if board_at else ""),
        item("Om wie gaat het", who),
        item("Leerling", _describe(affected)),
        item("Wanneer", happened),
        item("Medium en account", medium),
        item("Bewijs", f"{count} {'stuk' if count == 1 else 'stukken'} in de zaak" if count else ""),
    )


def _affected(session: Session, case: Case) -> tuple[Party, Person | None] | None:
    return next((pair for pair in parties(session, case) if pair[0].role == PartyRole.AFFECTED), None)


def _who(pair: tuple[Party, Person | None] | None) -> str:
    """A person without a name: `leerkracht groep 7`, `leerling uit groep 8`."""
    if pair is None or pair[0].capacity == CapacityKind.UNKNOWN:
        return "onbekende persoon"
    party = pair[0]
    label = CapacityKind(party.capacity).label
    if party.capacity == CapacityKind.PUPIL and party.capacity_detail:
        return f"{label} uit {party.capacity_detail}"
    return party.capacity_detail or label


def _describe(pair: tuple[Party, Person | None] | None) -> str:
    return f"{party_name(*pair)}, {_who(pair)}" if pair else ""


def _inspector(desk: Desk) -> Contact:
    """The number as it is now; whoever calls today is not helped by that of an earlier pack."""
    found = desk.pack.contacts.get("inspector")
    if found is None:
        raise DeskError(
            "De regels die nu gelden noemen geen nummer van de vertrouwensinspecteur.",
            "Er is niets gewijzigd.",
            "Vraag het nummer aan het bestuur en leg het gesprek vast in de zaak.",
        )
    return found


def _current(session: Session, case: Case) -> InspectorCall | None:
    return session.exec(
        select(InspectorCall).where(
            InspectorCall.case_id == case.id, InspectorCall.outcome == CallOutcome.IN_PROGRESS
        )
    ).first()


def _new(act: Act, case: Case, outcome: CallOutcome) -> InspectorCall:
    last = act.session.exec(
        select(func.max(InspectorCall.attempt)).where(InspectorCall.case_id == case.id)
    ).one()
    bases = {duty.basis for duty in obligations.call_duties(act.session, act.desk, case)}
    basis = (
        "law_and_protocol" if {"statute", "protocol"} <= bases
        else "law" if "statute" in bases
        else "protocol" if "protocol" in bases
        else "voluntary"
    )  # fmt: skip
    call = InspectorCall(
        case_id=case.id,
        attempt=(last or 0) + 1,
        number_dialled=_inspector(act.desk).number,
        duty_basis=basis,
        started_at=act.at,
        outcome=outcome,
        caller=f"{act.desk.profile.name}, {act.desk.profile.function}".strip(", "),
        saved_at=act.at,
    )
    act.session.add(call)
    act.session.flush()
    return call


def _complete(notes: CallNotes, kept: str) -> None:
    if not notes.spoken_to.strip() or not (notes.advice.strip() or notes.notes.strip()):
        raise InputError(
            "Vul in met wie u sprak en wat het advies was.",
            kept,
            "Kent u de naam niet, schrijf dan ‘naam niet genoemd’.",
        )


def _write(act: Act, call: InspectorCall, notes: CallNotes) -> None:
    for name, value in asdict(notes).items():
        setattr(call, name, value.strip() if isinstance(value, str) else value)
    call.follow_up_at = wording.aware(notes.follow_up_at)
    call.saved_at = act.at
    act.session.add(call)
    act.session.flush()
