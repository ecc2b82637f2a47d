"""Logging an incident: a draft from the first key on, facts that stand from the moment of *Vastleggen*."""

import uuid
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlmodel import select

from twijs_desk.casework import cases, evidence, flow, obligations, people, rules, runs, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.drafts import ENTRY, MAX_TEXT, guard_imagery, guard_size, key_of
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.records import (
    CLOCKS,
    case_number,
    case_of,
    current_moment,
    current_value,
    get,
    open_case_of,
    party_of,
    runs_of,
)
from twijs_desk.casework.rows import CaseView, IncidentDraft, PartyEntry
from twijs_desk.store import queries
from twijs_desk.store.models import Case, Correction, Draft, Incident, Party, Person, Publication
from twijs_desk.terms import CapacityKind, CaseStatus, PartyRole, Period

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_CLOCK_SLACK = timedelta(minutes=5)

CORRECTABLE = {
    "observation": "Wat er gebeurd is",
    "statement": "Letterlijke verklaring",
    "interpretation": "Wat het volgens u betekent",
    "occurred_at": "Wanneer het was",
    "school_aware_at": "Wanneer de school het hoorde",
    "board_aware_at": "Wanneer het bestuur het hoorde",
    "place": "Waar",
    "period": "In welke tijd",
}


def read(data: Any) -> IncidentDraft:
    """An incident from plain data (a JSON file). Times without a zone are Dutch clock times.

    Raises InputError that names every field that cannot be read.
    """
    try:
        return _zoned(ENTRY.validate_python(data, strict=False))
    except ValidationError as error:
        raise InputError(
            "Dit incident kan niet worden gelezen: " + "; ".join(_defects(error)) + ".",
            "Er is niets vastgelegd.",
        ) from None


@dataclass(frozen=True, slots=True)
class Registered:
    """What was just recorded, before anyone looks at it."""

    case_id: str
    number: str
    recorded_at: datetime


def register(desk: Desk, draft: IncidentDraft) -> CaseView:
    """`record`, and then the case as it now stands."""
    return cases.show(desk, record(desk, draft).case_id)


def record(desk: Desk, draft: IncidentDraft) -> Registered:
    """*Vastleggen*: incident, case, parties, evidence and log line in one transaction; then the draft is gone.

    Durable when this returns. Raises InputError that says what is missing or wrong; nothing was registered and the
    draft still stands.
    """
    now = desk.now()
    draft = _zoned(draft)
    aware_at = draft.school_aware_at or now
    _validate(draft, aware_at, now)
    guard_imagery(draft)
    with desk.act() as act:
        case = _open_case(act, draft)
        incident = Incident(
            case_id=case.id,
            occurred_at=draft.occurred_at,
            occurred_note=draft.occurred_note,
            school_aware_at=aware_at,
            board_aware_at=draft.board_aware_at,
            recorded_at=act.at,
            period=draft.period,
            place=draft.place,
            observation=draft.observation.strip(),
            statement=draft.statement.strip(),
            interpretation=draft.interpretation.strip(),
            recorded_by=desk.actor,
        )
        act.session.add(incident)
        if any(getattr(draft.publication, name) for name in ("platform", "account", "link")):
            act.session.add(_publication(incident, draft))
        named = [_add_party(act, case, entry) for entry in _with_actor(draft.parties)]
        for item in draft.evidence:
            evidence.keep(act, case, item)
        act.log("incident_registered", "incident", incident.id, case.id, number=case_number(case))
        for party in named:
            if party.role == PartyRole.ALLEGED_ACTOR:
                runs.start(act, case, party, imagery=draft.may_hold_minor_imagery, incident=incident)
        if draft.id and (row := act.session.get(Draft, key_of(draft.id))):
            act.session.delete(row)
        return Registered(str(case.id), case_number(case), act.at)


def correct(desk: Desk, case_id: str, field: str, new_value: str, reason: str) -> CaseView:
    """Correct a confirmed fact by addition: what was first recorded stays readable beside it."""
    if field not in CORRECTABLE:
        raise InputError("Dit veld kan niet worden verbeterd.")
    if not new_value.strip() or not reason.strip():
        raise InputError("Vul de verbetering en de reden in.", "Er is niets gewijzigd.")
    if len(new_value) > MAX_TEXT:
        raise InputError("Deze tekst is te lang.", "Er is niets gewijzigd.")
    with desk.act() as act:
        case = case_of(act.session, case_id)
        incident = act.session.exec(select(Incident).where(Incident.case_id == case.id)).one()
        new_value = _corrected(act, incident, field, new_value.strip())
        row = Correction(
            case_id=case.id,
            subject="incident",
            subject_id=incident.id,
            field=field,
            old_value=current_value(act.session, incident, field),
            new_value=new_value,
            reason=reason.strip(),
            made_at=act.at,
            made_by=desk.actor,
        )
        act.session.add(row)
        case.updated_at = act.at
        act.session.add(case)
        act.session.flush()
        obligations.retime(act, case, incident)
        act.log("fact_corrected", "correction", row.id, case.id, field=field)
    return cases.show(desk, case_id)


def add_party(desk: Desk, case_id: str, entry: PartyEntry) -> CaseView:
    """Add someone to the case. For an alleged actor a decision route starts, with what is known about the case."""
    _named(entry, "Er is niets gewijzigd.")
    with desk.act() as act:
        case = open_case_of(act.session, case_id)
        runs.start_missing(act, case)
        party = _add_party(act, case, entry)
        act.log("party_added", "party", party.id, case.id, role=str(entry.role))
        if party.role == PartyRole.ALLEGED_ACTOR:
            runs.start(act, case, party)
        runs.touch(act, case)
    return cases.show(desk, case_id)


def split_capacity(desk: Desk, party_id: str, capacity: CapacityKind, detail: str = "") -> CaseView:
    """Someone is in the case in another capacity too (a parent who is also staff): a route and an outcome for each.

    Raises InputError for someone who is no alleged actor, who is not known yet, or who is there in that capacity.
    """
    kept = "Er is niets gewijzigd."
    with desk.act() as act:
        party = get(act.session, Party, party_id, "Deze betrokkene staat niet in de zaak.")
        case = open_case_of(act.session, str(party.case_id))
        if party.role != PartyRole.ALLEGED_ACTOR:
            raise InputError(
                f"Alleen een {PartyRole.ALLEGED_ACTOR.label} krijgt per hoedanigheid een eigen beslisroute.",
                kept,
            )
        if party.person_id is None or capacity == CapacityKind.UNKNOWN:
            raise InputError("Leg eerst vast wie dit is en in welke hoedanigheid.", kept)
        other = Party(
            case_id=case.id,
            person_id=party.person_id,
            role=party.role,
            capacity=capacity,
            capacity_detail=detail.strip(),
        )
        act.session.add(other)
        act.session.flush()
        _once(act, case, other)
        act.log("party_split", "party", other.id, case.id, capacity=str(capacity))
        runs.start_missing(act, case)
        runs.touch(act, case)
        case_id = str(case.id)
    return cases.show(desk, case_id)


def identify(desk: Desk, case_id: str, party_id: str, entry: PartyEntry) -> CaseView:
    """Say who an unknown person turned out to be. The route takes over the new capacity and duties follow it.

    That nobody knew it before stays in the record as a correction. Raises InputError for someone already known.
    """
    _named(entry, "Er is niets gewijzigd.")
    if entry.person_id is None and entry.person is None:
        raise InputError("Vul in wie het is.", "Er is niets gewijzigd.")
    with desk.act() as act:
        case = open_case_of(act.session, case_id)
        party = party_of(act.session, case, party_id)
        if party.person_id is not None:
            raise InputError("Van deze betrokkene is al bekend wie het is.", "Er is niets gewijzigd.")
        note = Correction(
            case_id=case.id,
            subject="party",
            subject_id=party.id,
            field="person",
            old_value=party.label or CapacityKind(party.capacity).label,
            new_value=entry.capacity.label,
            reason="Later bekend geworden wie het is",
            made_at=act.at,
            made_by=desk.actor,
        )
        party.person_id = _person_id(act, entry)
        party.capacity = entry.capacity
        party.capacity_detail = _detail(entry)
        act.session.add_all((party, note))
        act.session.flush()
        _once(act, case, party)
        for run in runs_of(act.session, case):
            if run.party_id == party.id:
                asked = rules.of(desk, run).question(rules.of(desk, run).capacity_question)
                if asked.option(str(entry.capacity)):  # a foundation with other words for it asks for itself
                    flow.let_count(act, case, run, asked.id, (str(entry.capacity),), runs.TAKEN_OVER)
                if (age := runs.age_answer(act, case, run, party)) is not None:
                    flow.let_count(act, case, run, age[0], (age[1],), runs.TAKEN_OVER)
        act.log("party_identified", "party", party.id, case.id, capacity=str(entry.capacity))
    return cases.show(desk, case_id)


def _open_case(act: Act, draft: IncidentDraft) -> Case:
    local = wording.to_local(act.at)
    platform = draft.publication.platform.strip()
    case = Case(
        year=local.year,
        serial=queries.next_serial(act.session, local.year),
        title=draft.title.strip() or (f"Incident op {platform}" if platform else "Incident op sociale media"),
        status=CaseStatus.REGISTERED,
        no_copy=draft.may_hold_minor_imagery != "no",
        started_on=local.date(),
        updated_at=act.at,
    )
    act.session.add(case)
    return case


def _publication(incident: Incident, draft: IncidentDraft) -> Publication:
    entry = draft.publication
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return Publication(incident_id=incident.id, **values)


def _add_party(act: Act, case: Case, entry: PartyEntry) -> Party:
    party = Party(
        case_id=case.id,
        person_id=_person_id(act, entry),
        label=entry.label,
        role=entry.role,
        capacity=entry.capacity,
        capacity_detail=_detail(entry),
    )
    act.session.add(party)
    if entry.person_id:  # someone typed just now cannot be in the case already
        _once(act, case, party)
    return party


def _once(act: Act, case: Case, party: Party) -> None:
    """The same person twice in one role needs another capacity, or nobody could tell the two apart."""
    if party.person_id is None or party.role != PartyRole.ALLEGED_ACTOR:
        return
    twice = act.session.exec(
        select(Party).where(
            Party.case_id == case.id,
            Party.id != party.id,
            Party.role == party.role,
            Party.capacity == party.capacity,
            Party.person_id == party.person_id,
        )
    ).first()
    if twice is not None:
        label = CapacityKind(party.capacity).label
        raise InputError(f"Deze persoon staat al in de zaak als {label}.", "Er is niets vastgelegd.")


def _person_id(act: Act, entry: PartyEntry) -> uuid.UUID | None:
    """The person who was chosen, or the one who was typed and is now kept."""
    if entry.person_id:
        return get(act.session, Person, entry.person_id, "Deze persoon staat niet in de kluis.").id
    if entry.person is not None:
        return people.keep(act, replace(entry.person, capacity=entry.capacity)).id
    return None


def _detail(entry: PartyEntry) -> str:
    return entry.capacity_detail or (entry.person.capacity_detail if entry.person else "")


def _with_actor(entries: tuple[PartyEntry, ...]) -> tuple[PartyEntry, ...]:
    """A case always has someone it is about, if only an unknown person."""
    if any(entry.role == PartyRole.ALLEGED_ACTOR for entry in entries):
        return entries
    unknown = PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.UNKNOWN, label="Onbekende persoon")
    return (*entries, unknown)


def _validate(draft: IncidentDraft, aware_at: datetime, now: datetime) -> None:
    kept = "Er is nog niets vastgelegd."
    if not draft.observation.strip():
        raise InputError("Schrijf eerst kort op wat er is gebeurd.", kept)
    guard_size(draft)
    clocks = {
        "occurred_at": draft.occurred_at,
        "school_aware_at": aware_at,
        "board_aware_at": draft.board_aware_at,
    }
    _clocks(clocks, now, kept)
    _possible("Wanneer het online kwam", draft.publication.posted_at, now, kept)
    for entry in draft.parties:
        _named(entry, kept)


def _clocks(clocks: dict[str, datetime | None], now: datetime, kept: str) -> None:
    """What happened, happened before anyone knew, and nothing lies in the future."""
    for field, at in clocks.items():
        _possible(CORRECTABLE[field], at, now, kept)
    occurred_at = clocks["occurred_at"]
    for field, who in (("school_aware_at", "de school"), ("board_aware_at", "het bestuur")):
        known_at = clocks[field]
        if occurred_at is not None and known_at is not None and occurred_at > known_at:
            raise InputError(
                f"Het incident kan niet later zijn dan het moment waarop {who} het hoorde.",
                kept,
                "Verbeter de datum.",
            )


def _possible(label: str, at: datetime | None, now: datetime, kept: str) -> None:
    if at is not None and at > now + _CLOCK_SLACK:
        raise InputError(f"‘{label}’ ligt in de toekomst.", kept, "Verbeter de datum.")
    if at is not None and at < _EARLIEST:
        raise InputError(f"‘{label}’ ligt te ver terug.", kept, "Verbeter de datum.")


def _named(entry: PartyEntry, kept: str) -> None:
    if entry.person_id is None and entry.person is None and not entry.label.strip():
        raise InputError(
            "Bij een van de betrokkenen ontbreekt een naam.", kept, "Vul een naam in of kies ‘onbekend’."
        )


def _corrected(act: Act, incident: Incident, field: str, text: str) -> str:
    """The corrected value as it is kept: a clock as ISO text, checked against the other clocks."""
    kept = "Er is niets gewijzigd."
    if field == "period":
        if text not in list(Period):
            raise InputError("Deze tijd bestaat niet.", kept, "Kies les, werktijd, privétijd of onbekend.")
        return text
    if field not in CLOCKS:
        return text
    try:
        at = wording.aware(datetime.fromisoformat(text))
    except ValueError:
        raise InputError(
            "Dit is geen datum met tijd.", kept, "Schrijf bijvoorbeeld 2026-11-23T14:05."
        ) from None
    now_known = {name: current_moment(act.session, incident, name) for name in CLOCKS}
    _clocks(now_known | {field: at}, act.at, kept)
    return at.isoformat() if at else ""


def _zoned(draft: IncidentDraft) -> IncidentDraft:
    """Clock times without a zone are Dutch clock times."""
    return replace(
        draft,
        occurred_at=wording.aware(draft.occurred_at),
        school_aware_at=wording.aware(draft.school_aware_at),
        board_aware_at=wording.aware(draft.board_aware_at),
        publication=replace(draft.publication, posted_at=wording.aware(draft.publication.posted_at)),
        evidence=tuple(replace(item, captured_at=wording.aware(item.captured_at)) for item in draft.evidence),
    )


def _defects(error: ValidationError) -> list[str]:
    """Field by field what is wrong, without repeating what was typed."""
    words = {
        "missing": "ontbreekt",
        "unexpected_keyword_argument": "is geen bekend veld",
        "extra_forbidden": "is geen bekend veld",
        "enum": "heeft een waarde die niet bestaat",
        "string_type": "moet tekst zijn",
    }
    found = []
    for item in error.errors(include_input=False, include_url=False)[:10]:
        place = ".".join(str(part)[:40] for part in item["loc"]) or "het bestand"
        kind = str(item["type"])
        default = "is geen geldige datum of tijd" if "date" in kind else "kan niet worden gelezen"
        found.append(f"{place} {words.get(kind, default)}")
    return found
