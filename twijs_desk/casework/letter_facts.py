"""What a letter needs to know, gathered from the case: who, when, heard, decided, computed dates."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from twijs_desk import dutch
from twijs_desk.casework import answers, obligations, people, rules, wording
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import InputError
from twijs_desk.casework.records import (
    all_of,
    case_number,
    current_moment,
    current_value,
    parties,
    runs_of,
)
from twijs_desk.letters.errors import LetterTextError
from twijs_desk.letters.model import FactValue, Template
from twijs_desk.letters.names import (
    Form,
    PersonName,
    PostalAddress,
    address_lines,
    address_name,
    full_name,
    salutation,
)
from twijs_desk.protocol.days import add_school_days, school_days, workday_on_or_after
from twijs_desk.protocol.model import Article, Pack
from twijs_desk.protocol.outcome import Outcome
from twijs_desk.store.models import (
    Case,
    FlowRun,
    Guardianship,
    Hearing,
    Incident,
    InspectorCall,
    Letter,
    Measure,
    Party,
    Person,
)
from twijs_desk.terms import (
    CallOutcome,
    CapacityKind,
    FormOfAddress,
    HearingKind,
    LetterStatus,
    MeasureStatus,
    PartyRole,
)

Facts = dict[str, FactValue]

OBJECTION_DAYS = 42
DEFENCE_DAYS = 21
"""Days for a view on an intended reprimand: a setting of the board, still to be confirmed in the present CAO."""

COMPUTED = frozenset(
    {
        "case.number",
        "letter.reference",
        "signer.has_mandate",
        "measure.decided_by",
        "employee.in_service",
        "pupil.own_conduct",
        "addressee.without_letter",
        "measure.school_days",
        "hearing.after_limit_on",
        "objection.last_on",
    }
)
"""Facts that the desk works out; what a user types does not overrule them."""

ACUTE = "acute onveiligheid"
"""The only reason to decide first and hear afterwards (RBLIM 2022:5138); any other leaves the hearing to be done."""

_HEARD_FIRST = (HearingKind.PARENTS, HearingKind.PUPIL, HearingKind.GROUP_TEACHER)

_FORMS: dict[FormOfAddress, Form] = {
    FormOfAddress.MS: "mevrouw",
    FormOfAddress.MR: "heer",
    FormOfAddress.NEUTRAL: "neutral",
}


@dataclass(frozen=True, slots=True)
class Household:
    """Parents with authority who live at one address: they get one letter together."""

    people: tuple[Person, ...]
    street: str
    postcode: str
    city: str

    @property
    def key(self) -> str:
        return f"{self.street}|{self.postcode}|{self.city}".casefold()

    @property
    def names(self) -> str:
        return wording.and_list([people.display_name(person) for person in self.people])


def gather(session: Session, desk: Desk, case: Case, letter: Letter, template: Template, on: date) -> Facts:
    """Every fact the case can give this letter, with what the user filled in over it."""
    incident = session.exec(select(Incident).where(Incident.case_id == case.id)).one()
    subject = subject_of(session, case, letter)
    run = run_behind(session, case, letter)
    outcome, pack = answers.outcome_of(session, desk, run), rules.of(desk, run)
    party_ids = _party_ids(session, case, run)
    facts: Facts = {}
    facts |= _school(desk, template, case)
    facts |= _dates(desk, session, case, letter, on, party_ids)
    facts |= _incident(session, incident, outcome, pack)
    facts |= _heard(session, case, desk, on, run, party_ids)
    decides = _decides(pack, template, outcome)
    facts |= _signer(desk, template, decides)
    if template.form == "letter":
        facts |= _addressee(session, case, letter, template, subject)
    facts |= _person(subject)
    facts |= _call(session, desk, case, incident, run)
    facts |= _route(outcome)
    typed = {key: value for key, value in read_fields(template, letter.fields).items() if key not in COMPUTED}
    facts |= typed
    facts |= _computed(desk, template, facts, decides)
    return {key: value for key, value in facts.items() if value not in ("", ())}


def run_behind(session: Session, case: Case, letter: Letter) -> FlowRun:
    """The route on whose outcome this letter rests: that of the person it is about."""
    runs = runs_of(session, case)
    return next((run for run in runs if run.party_id == letter.party_id), runs[0])


def _party_ids(session: Session, case: Case, run: FlowRun) -> set[uuid.UUID | None]:
    """Whose hearings and measures count: this person's, and for who was named first those of nobody in particular."""
    first = runs_of(session, case)[0]
    return {run.party_id, None} if run.id == first.id else {run.party_id}


def subject_of(session: Session, case: Case, letter: Letter) -> tuple[Party, Person | None] | None:
    """The person the letter is about: the party of the letter, else the alleged actor."""
    pairs = parties(session, case)
    wanted = letter.party_id
    return next((pair for pair in pairs if pair[0].id == wanted), pairs[0] if pairs else None)


def households(session: Session, pupil_id: uuid.UUID) -> tuple[Household, ...]:
    """The addresses at which parents with authority live; each gets its own letter."""
    query = (
        select(Person)
        .join(Guardianship, col(Guardianship.guardian_id) == col(Person.id))
        .where(Guardianship.child_id == pupil_id, col(Guardianship.has_authority).is_(True))
        .order_by(col(Person.family_name), col(Person.id))
    )
    grouped: dict[tuple[str, str, str], list[Person]] = {}
    for person in session.exec(query):
        grouped.setdefault((person.street, person.postcode, person.city), []).append(person)
    return tuple(Household(tuple(found), *address) for address, found in grouped.items())


def other_names(session: Session, case: Case, letter: Letter) -> tuple[str, ...]:
    """Names that may not appear: everyone in the case but the subject, the people addressed and who signs."""
    subject = subject_of(session, case, letter)
    allowed = {subject[0].person_id} if subject else set()
    addressed = {uuid.UUID(found) for found in letter.addressee.get("person_ids", [])}
    if subject and subject[0].person_id:
        for house in households(session, subject[0].person_id):
            addressed |= {person.id for person in house.people}
    words: set[str] = set()
    known = {subject[1].given_name, subject[1].family_name} if subject and subject[1] else set()
    for party, person in parties(session, case):
        if person is None or party.person_id in allowed or party.person_id in addressed:
            continue
        words |= {people.display_name(person), person.given_name}
        if person.family_name not in known:
            words.add(person.family_name)
    return tuple(sorted(word for word in words - known if len(word) > 1))


def read_fields(template: Template, fields: Mapping[str, str]) -> Facts:
    """What the user filled in, as facts of the right kind; what cannot be read counts as not filled in."""
    facts: Facts = {}
    for key, text in fields.items():
        if key in template.field_ids and text.strip():
            facts[key] = fact(template, key, text)
    return facts


def fact(template: Template, field_id: str, text: str) -> FactValue:
    """One typed value as a fact. Raises InputError when it does not fit the field."""
    item = template.field(field_id)
    try:
        match item.kind:
            case "date":
                return date.fromisoformat(text.strip())
            case "moment":
                at = datetime.fromisoformat(text.strip())
                return at.astimezone(UTC) if at.tzinfo else wording.from_local(at)
            case "number":
                return int(text)
            case "flag":
                return {"yes": True, "no": False}[text]
            case "list":
                return tuple(line.strip("-• ").strip() for line in text.splitlines() if line.strip())
            case "choice":
                return next(value for value, _ in item.choices if value == text)
            case _:
                return text.strip()
    except (ValueError, KeyError, StopIteration):
        raise InputError(f"‘{item.label}’ is niet goed ingevuld.", "Uw vorige invoer staat er nog.") from None


def _school(desk: Desk, template: Template, case: Case) -> Facts:
    school, profile = desk.school, desk.profile
    retention = profile.retention_pupil if template.dossier == "pupil" else profile.retention_personnel
    return {
        "foundation.name": school.organisation,
        "school.name": school.name,
        "case.number": case_number(case),
        "letter.handled_by": profile.name,
        "contact.name": profile.name,
        "contact.details": " of ".join(part for part in (school.phone, school.email) if part),
        "objection.address": profile.board_address,
        "complaint.contact": profile.complaint_contact,
        "complaint.confidant": profile.confidant,
        "privacy.officer": profile.privacy_officer,
        "privacy.retention": retention,
        "defence.oral_with": profile.board_contact,
    }


def _dates(
    desk: Desk,
    session: Session,
    case: Case,
    letter: Letter,
    on: date,
    party_ids: Collection[uuid.UUID | None],
) -> Facts:
    facts: Facts = {"letter.dated_on": on, "defence.days": DEFENCE_DAYS}
    facts["defence.last_on"] = workday_on_or_after(on + timedelta(days=DEFENCE_DAYS), desk.calendar)
    measure = session.get(Measure, letter.measure_id) if letter.measure_id else None
    if measure is None:
        rows = [
            row
            for row in all_of(session, Measure, case)
            if row.status != MeasureStatus.WITHDRAWN and row.party_id in party_ids
        ]
        measure = max(rows, key=lambda row: row.recorded_at, default=None)
    if measure is not None:
        facts |= {"measure.reasons": measure.reasons, "measure.milder": measure.milder_means}
        if measure.starts_on:
            facts["measure.starts_on"] = measure.starts_on
        if measure.ends_on:
            facts["measure.ends_on"] = measure.ends_on
            facts["measure.returns_on"] = add_school_days(measure.ends_on, 1, desk.calendar)
        for key in ("work.arrangement", "work.contact", "return.talk_at", "return.place"):
            if key in measure.details:
                facts[key] = measure.details[key]
    return facts


def _incident(session: Session, incident: Incident, outcome: Outcome, pack: Pack) -> Facts:
    broken = _norms(pack, outcome)
    lines = "\n".join(f"Artikel {a.number} van het protocol sociale media: {a.text}" for a in broken)
    facts: Facts = {
        "incident.facts": current_value(session, incident, "observation"),
        "measure.rule": lines,
        "provision.breached": lines,
    }
    if occurred_at := current_moment(session, incident, "occurred_at"):
        facts["incident.days"] = wording.day(wording.to_local(occurred_at).date())
    if board_aware_at := current_moment(session, incident, "board_aware_at"):
        facts["incident.learned_on"] = wording.to_local(board_aware_at).date()
    return facts


def _norms(pack: Pack, outcome: Outcome) -> list[Article]:
    """The articles that the answers name as broken and that bind this person; not those behind a duty of ours."""
    named: set[str] = set()
    for step in outcome.route:
        if step.state == "answered":
            question = pack.question(step.question)
            for option in question.options:
                if option.id in step.answer:
                    named |= set(option.articles)
    return [a for a in pack.articles if a.id in named and a.id in outcome.articles]


def _heard(
    session: Session,
    case: Case,
    desk: Desk,
    on: date,
    run: FlowRun,
    party_ids: Collection[uuid.UUID | None],
) -> Facts:
    keys = {
        HearingKind.PARENTS: ("hearing.parents_on", "hearing.parents_said"),
        HearingKind.PUPIL: ("hearing.pupil_on", "hearing.pupil_said"),
        HearingKind.GROUP_TEACHER: ("hearing.teacher_on", "hearing.teacher_said"),
        HearingKind.EMPLOYEE: ("hearing.employee_on", "statement.employee"),
    }
    facts: Facts = {"hearing.after_limit_on": add_school_days(on, 1, desk.calendar)}
    for hearing in sorted(all_of(session, Hearing, case), key=lambda row: row.recorded_at):
        if hearing.party_id not in party_ids:
            continue  # heard about someone else
        kind = HearingKind(hearing.kind)
        if hearing.skipped_reason.casefold().startswith(ACUTE):
            facts["hearing.skip_reason"] = ACUTE
            facts["hearing.skip_explained"] = hearing.skipped_reason[len(ACUTE) :].strip(" .,:;–-\n")
        if kind in keys and hearing.held_at is not None:
            on_key, said_key = keys[kind]
            facts[on_key] = wording.to_local(hearing.held_at).date()
            facts[said_key] = hearing.minutes
    if all(facts.get(keys[kind][0]) for kind in _HEARD_FIRST):
        facts.pop("hearing.skip_reason", None)  # in the end everyone was heard before the decision
    incident = session.exec(select(Incident).where(Incident.case_id == case.id)).one()
    happened = obligations.events(session, desk, case, incident, run)
    for key, event in (
        ("inspectorate.informed_on", "inspectorate_notified"),
        ("attendance_officer.informed_on", "leerplicht_informed"),
    ):
        if event in happened:
            facts[key] = wording.to_local(happened[event]).date()
    return facts


def _decides(pack: Pack, template: Template, outcome: Outcome) -> str:
    """Who decides by the mandate table; the board when the principal has a part in the case himself."""
    shifted = (
        line.decides for line in outcome.measures if line.decides != pack.mandates[line.mandate].decides
    )
    return next(shifted, pack.mandates[template.signs].decides)


def _principal_may(desk: Desk, decides: str) -> bool:
    return decides == "principal" or (decides == "principal_if_mandated" and desk.profile.may_suspend)


def _signer(desk: Desk, template: Template, decides: str) -> Facts:
    """Who signs: the principal where the mandate allows, else the board (mandate table of the pack)."""
    profile = desk.profile
    if _principal_may(desk, decides) or template.form == "record":
        return {
            "signer.name": profile.name,
            "signer.role": f"{profile.function} {desk.school.name}",
            "mandate.source": desk.mandates.documents.get(template.signs) or profile.mandate_source,
        }
    return {"signer.name": profile.board_name, "signer.role": "bestuurder"}


def _computed(desk: Desk, template: Template, facts: Facts, decides: str) -> Facts:
    """What follows from all the rest. A name that is neither the principal's nor the board's has no mandate."""
    profile = desk.profile
    signs = str(facts.get("signer.name", "")).casefold()
    by_principal = signs == profile.name.casefold()
    by_board = signs == profile.board_name.casefold() if profile.board_name else not by_principal
    allowed = template.form == "record" or by_board or (by_principal and _principal_may(desk, decides))
    computed: Facts = {
        "signer.has_mandate": allowed,
        "signer.on_behalf": by_principal,
        "measure.decided_by": "principal" if by_principal else "board",
    }
    dated_on = facts["letter.dated_on"]
    if isinstance(dated_on, date):
        last = dated_on + timedelta(days=OBJECTION_DAYS)
        computed["objection.last_on"] = workday_on_or_after(last, desk.calendar)
        computed["hearing.after_limit_on"] = add_school_days(dated_on, 1, desk.calendar)
    first, last_on = facts.get("measure.starts_on"), facts.get("measure.ends_on")
    if isinstance(first, date) and isinstance(last_on, date) and first <= last_on:
        computed["measure.school_days"] = len(school_days(first, last_on, desk.calendar))
        computed.setdefault("measure.returns_on", add_school_days(last_on, 1, desk.calendar))
    return computed


def _addressee(
    session: Session,
    case: Case,
    letter: Letter,
    template: Template,
    subject: tuple[Party, Person | None] | None,
) -> Facts:
    if subject is None or subject[1] is None:
        return {}
    person = subject[1]
    if template.addressees != "parents_with_authority":
        name = _name(person)
        return {
            "addressee.lines": _lines(address_name(name), person),
            "addressee.salutation": salutation(name),
        }
    houses = households(session, person.id)
    if not houses:
        return {}
    mine = next((house for house in houses if house.key == letter.addressee.get("household")), houses[0])
    others = [house for house in houses if house.key not in _served(session, case, letter, houses)]
    single = mine.people[0] if len(mine.people) == 1 else None
    first = person.given_name or people.display_name(person)
    name_line = address_name(_name(single)) if single else f"Aan de ouders/verzorgers van {first}"
    return {
        "addressee.lines": _lines(name_line, mine.people[0]),
        "addressee.salutation": salutation(_name(single)) if single else "Geachte ouders/verzorgers,",
        "addressee.all_have_authority": True,
        "addressee.without_letter": tuple(house.names for house in others if house.key != mine.key),
    }


def _served(session: Session, case: Case, letter: Letter, houses: Sequence[Household]) -> set[str]:
    """Households for which a letter of this kind exists, as a draft or final."""
    query = select(Letter).where(
        Letter.case_id == case.id,
        Letter.code == letter.code,
        Letter.party_id == letter.party_id,
        Letter.status != LetterStatus.WITHDRAWN,
    )
    return {row.addressee.get("household") or houses[0].key for row in session.exec(query)}


def _lines(name: str, person: Person) -> tuple[str, ...]:
    if not (person.street and person.postcode and person.city):
        return ()
    try:
        return address_lines(name, PostalAddress(person.street, person.postcode, person.city))
    except LetterTextError:  # a postcode that is none: the address stays a gap for the user to fill
        return ()


def _name(person: Person) -> PersonName:
    initials = person.initials or person.given_name
    return PersonName(
        surname=person.family_name,
        initials=initials,
        prefix=person.infix,
        form=_FORMS[FormOfAddress(person.form_of_address)],
        title=person.title,
    )


def _person(subject: tuple[Party, Person | None] | None) -> Facts:
    if subject is None:
        return {}
    party, person = subject
    facts: Facts = {
        "person.role": party.capacity_detail or CapacityKind(party.capacity).label,
        "employee.in_service": party.capacity == CapacityKind.EMPLOYEE,
    }
    if person is not None and party.capacity == CapacityKind.PUPIL:
        facts |= {
            "pupil.first_name": person.given_name or people.display_name(person),
            "pupil.full_name": people.display_name(person),
            "pupil.group": party.capacity_detail,
            "pupil.own_conduct": party.role == PartyRole.ALLEGED_ACTOR,
        }
    if person is not None and party.capacity == CapacityKind.EMPLOYEE:
        facts["employee.full_name"] = full_name(_name(person))
    return facts


def _route(outcome: Outcome) -> Facts:
    answers = {step.question: step.answer for step in outcome.route if step.state == "answered"}
    facts: Facts = {}
    if answers.get("whistleblower"):
        facts["whistleblower.considered"] = answers["whistleblower"] == ("no",)
    return facts


def _call(session: Session, desk: Desk, case: Case, incident: Incident, run: FlowRun) -> Facts:
    calls = sorted(all_of(session, InspectorCall, case), key=lambda call: call.attempt)
    if not calls:
        return {}
    reached = next((call for call in reversed(calls) if call.outcome == CallOutcome.REACHED), None)
    last = reached or calls[-1]
    facts: Facts = {
        "call.duty_basis": last.duty_basis,
        "call.reached": reached is not None,
        "call.attempts": tuple(_attempt(call) for call in calls),
        "call.number": last.number_dialled,
        "call.called_by": last.caller,
    }
    if reached is not None:
        law = "law" in reached.duty_basis
        facts |= {
            "call.started_at": reached.started_at,
            "call.ended_at": reached.ended_at or reached.started_at,
            "call.spoken_to": reached.spoken_to,
            "call.reference": reached.reference,
            "call.put_forward": reached.put_forward,
            "call.advice": "\n".join(part for part in (reached.advice, reached.notes) if part),
            "call.suspicion": reached.suspicion if law else "not_applicable",
            "call.agreed": reached.agreed,
            "call.informing": tuple(line for line in reached.informs.splitlines() if line.strip()),
        }
        if reached.follow_up_at:
            facts["call.next_contact"] = dutch.written_moment(reached.follow_up_at)
    elif last.follow_up_at:
        facts["call.next_attempt"] = f"{dutch.written_moment(last.follow_up_at)}, {last.caller}"
    board_at = obligations.events(session, desk, case, incident, run).get("board_aware")
    if board_at is not None:
        facts["board.informed_at"] = board_at
    pupil = next(
        (
            (party, person)
            for party, person in parties(session, case)
            if party.role == PartyRole.AFFECTED and party.capacity == CapacityKind.PUPIL
        ),
        None,
    )
    if pupil is not None:
        facts["pupil.age_group"] = _age_and_group(*pupil, at=last.started_at)
    return facts


def _attempt(call: InspectorCall) -> str:
    result = {
        CallOutcome.REACHED: f"gesproken met {call.spoken_to}",
        CallOutcome.NOT_REACHED: "niet bereikt",
        CallOutcome.IN_PROGRESS: "in gesprek",
    }[CallOutcome(call.outcome)]
    return f"{dutch.written_moment(call.started_at)}: {result}"


def _age_and_group(party: Party, person: Person | None, *, at: datetime) -> str:
    words = [party.capacity_detail or CapacityKind(party.capacity).label]
    if person is not None and person.born_on:
        on = wording.to_local(at).date()
        born = person.born_on
        words.insert(0, f"{on.year - born.year - ((on.month, on.day) < (born.month, born.day))} jaar")
    return ", ".join(words)
