"""A desk on a real encrypted vault with a clock that tests move, and cases, people and letters with good defaults."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from twijs_desk.casework import calls, flow, incidents, letters, measures, people
from twijs_desk.casework import desk as desks
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import (
    AnswerValue,
    CallNotes,
    CaseView,
    EvidenceEntry,
    HearingEntry,
    IncidentDraft,
    LetterView,
    MeasureEntry,
    PartyEntry,
    PersonEntry,
    PersonRow,
    ProfileEntry,
    PublicationEntry,
    SchoolEntry,
)
from twijs_desk.store.keys import Bounds, Kdf
from twijs_desk.terms import (
    Audience,
    CapacityKind,
    FormOfAddress,
    HearingKind,
    OnlineState,
    PartyRole,
    Period,
    Suspicion,
)

FAST = Kdf(memory_kib=64, time_cost=1, lanes=1, small_memory_kib=64, bounds=Bounds(min_memory_kib=8))
"""A key derivation that costs a millisecond; never outside tests."""

PASSPHRASE = "paarse fiets op het schoolplein"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Monday 23 November 2026, 10:00 in the Netherlands: a school day, the inspector's line is open."""

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
PDF = b"%PDF-1.7\n%a\n"

SCHOOL = SchoolEntry(
    name="Basisschool De Zeven Sloten",
    code="DZS",
    brin="00XX",
    street="Slotenkade 7",
    postcode="1234 ZZ",
    city="Voorbeeldstad",
    phone="000 - 000 00 00",
    email="info@zevensloten.example",
)
PROFILE = ProfileEntry(
    name="J. de Bruijn",
    function="schoolleider",
    board_name="mr. C.D. van den Berg",
    board_contact="het bestuurssecretariaat, 000 - 000 00 09",
    board_address="Postbus 1, 1234 ZZ Voorbeeldstad",
    may_suspend=True,
    mandate_source="artikel 6 van het managementstatuut van 1 augustus 2025",
    complaint_contact="S. Yılmaz, leerkracht van groep 3",
    confidant="M. Voorbeeld, 000 - 000 00 01",
    privacy_officer="fg@twijs.example",
    retention_pupil="tot twee jaar nadat uw kind van school is gegaan",
    retention_personnel="tot twee jaar na het einde van uw dienstverband",
)


@dataclass
class Clock:
    """The time of the desk. Tests move it; it never moves by itself."""

    at: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **step: int) -> datetime:
        self.at += timedelta(**step)
        return self.at

    def to(self, year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
        self.at = datetime(year, month, day, hour, minute, tzinfo=UTC)
        return self.at


def make_desk(
    folder: Path, clock: Clock | None = None, *, profile: ProfileEntry = PROFILE, school: SchoolEntry = SCHOOL
) -> Desk:
    path = folder / "twijs-desk.kluis"
    return desks.create(path, PASSPHRASE, school=school, profile=profile, clock=clock or Clock(), kdf=FAST)


def reopen(desk: Desk) -> Desk:
    """The same vault after closing the program and starting it again."""
    desk.close()
    return desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=FAST)


def person(family_name: str = "", given_name: str = "Youssef", **changes: Any) -> PersonEntry:
    """A pupil: Youssef el Amrani unless another family name is given."""
    name = {"family_name": family_name} if family_name else {"infix": "el", "family_name": "Amrani"}
    return replace(PersonEntry(given_name=given_name, capacity=CapacityKind.PUPIL, **name), **changes)


def parent(family_name: str, given_name: str, street: str, **changes: Any) -> PersonEntry:
    return replace(
        PersonEntry(
            given_name=given_name,
            initials=f"{given_name[0]}.",
            family_name=family_name,
            form_of_address=FormOfAddress.MS,
            street=street,
            postcode="1234 ZZ",
            city="Voorbeeldstad",
            capacity=CapacityKind.PARENT,
        ),
        **changes,
    )


def unknown_actor(label: str = "Onbekende persoon") -> PartyEntry:
    return PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.UNKNOWN, label=label)


def pupil_party(**changes: Any) -> PartyEntry:
    return PartyEntry(
        PartyRole.ALLEGED_ACTOR,
        CapacityKind.PUPIL,
        capacity_detail="groep 7",
        person=person(born_on=date(2015, 3, 2), **changes),
    )


def employee_party(**changes: Any) -> PartyEntry:
    entry = PersonEntry(
        initials="R.",
        infix="van der",
        family_name="Kooij",
        form_of_address=FormOfAddress.MR,
        street="Voorbeeldlaan 12",
        postcode="1234 ZZ",
        city="Voorbeeldstad",
        capacity=CapacityKind.EMPLOYEE,
    )
    return PartyEntry(
        PartyRole.ALLEGED_ACTOR,
        CapacityKind.EMPLOYEE,
        capacity_detail="leerkracht groep 6",
        person=replace(entry, **changes),
    )


def affected_pupil(given_name: str = "Kim", family_name: str = "Zandstra") -> PartyEntry:
    return PartyEntry(
        PartyRole.AFFECTED,
        CapacityKind.PUPIL,
        capacity_detail="groep 7",
        person=person(family_name, given_name, born_on=date(2015, 6, 1)),
    )


def an_incident(**changes: Any) -> IncidentDraft:
    """A pupil put a film of a classmate online; everything a report needs, no imagery of minors."""
    return replace(
        IncidentDraft(
            title="Filmpje uit de gymles",
            observation="Een leerling zette een filmpje van een klasgenoot op een openbaar account.",
            occurred_at=MONDAY - timedelta(days=4),
            school_aware_at=MONDAY - timedelta(hours=2),
            board_aware_at=MONDAY - timedelta(hours=1),
            period=Period.PRIVATE,
            place="TikTok",
            publication=PublicationEntry(
                platform="TikTok",
                account="@groep7",
                audience=Audience.PUBLIC,
                online_state=OnlineState.REMOVED,
            ),
            parties=(pupil_party(), affected_pupil()),
            may_hold_minor_imagery="no",
        ),
        **changes,
    )


def register(desk: Desk, **changes: Any) -> CaseView:
    return incidents.register(desk, an_incident(**changes))


def answers(desk: Desk, case_id: str, given: dict[str, AnswerValue]) -> None:
    for question, value in given.items():
        flow.answer(desk, case_id, question, value)


PUPIL_ROUTE: dict[str, AnswerValue] = {
    "danger": "no",
    "serious_theme": "no",
    "conflict_of_interest": "no",
    "personal_data_leak": "no",
    "school_related": "yes",
    "rule_broken": ("no_consent", "indecent"),
    "crime_possible": "no",
    "evidence_secured": "yes",
    "seriousness": "serious",
    "repeated": "yes",
    "own_class": "no",
    "suspension_length": "up_to_week",
}
EMPLOYEE_ROUTE: dict[str, AnswerValue] = {
    "danger": "no",
    "sexual_offence": "no",
    "transgressive": "yes",
    "conflict_of_interest": "no",
    "personal_data_leak": "no",
    "school_related": "yes",
    "rule_broken": ("wrong_channel", "indecent"),
    "crime_possible": "no",
    "evidence_secured": "yes",
    "whistleblower": "no",
    "seriousness": "serious",
}


def finish_route(desk: Desk, case_id: str, choose: dict[str, AnswerValue] | None = None) -> None:
    """Answer every question that is asked: as told, else no, else the first answer."""
    for _ in range(60):
        question = flow.view(desk, case_id).question
        if question is None:
            return
        options = [option.id for option in question.options]
        value = (choose or {}).get(question.id) or ("no" if "no" in options else options[0])
        flow.answer(desk, case_id, question.id, value)
    raise AssertionError("the route does not end")


def hear(desk: Desk, case_id: str, kinds: Iterable[HearingKind], *, days_ago: int = 0) -> None:
    for kind in kinds:
        measures.record_hearing(
            desk,
            HearingEntry(
                case_id,
                kind,
                held_at=desk.now() - timedelta(days=days_ago, minutes=30),
                attendees="de schoolleider",
                minutes=f"Het gesprek met {kind.label.lower()}: het spijt iedereen.",
            ),
        )


@dataclass
class Suspended:
    """A pupil with parents at two addresses, heard, suspended for three days."""

    case: CaseView
    pupil: PersonRow
    mother: PersonRow
    father: PersonRow


def suspended_pupil(desk: Desk, **changes: Any) -> Suspended:
    pupil = people.add(desk, person(born_on=date(2015, 3, 2)))
    mother = people.add(desk, parent("Haddou", "Samira", "Voorbeeldplein 3"))
    father = people.add(
        desk, parent("Amrani", "Karim", "Andere Weg 8", infix="el", form_of_address=FormOfAddress.MR)
    )
    for guardian in (mother, father):
        people.set_guardian(desk, pupil.id, guardian.id, has_authority=True)
    actor = PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, "groep 7", person_id=pupil.id)
    case = register(desk, parties=(actor, affected_pupil()), **changes)
    finish_route(desk, case.id, PUPIL_ROUTE)
    hear(desk, case.id, (HearingKind.PARENTS, HearingKind.PUPIL, HearingKind.GROUP_TEACHER))
    suspend(desk, case.id)
    return Suspended(case, pupil, mother, father)


def suspend(desk: Desk, case_id: str, **changes: Any) -> None:
    entry = MeasureEntry(
        case_id,
        None,
        "pupil_suspension",
        reasons="De klasgenoot durft niet naar school en er was een eerdere waarschuwing.",
        milder_means="Een andere werkplek geeft de klasgenoot te weinig rust.",
        decided_on=date(2026, 11, 23),
        starts_on=date(2026, 11, 24),
        ends_on=date(2026, 11, 26),
        passed_reason="Er was acute onveiligheid; het horen volgt binnen één schooldag.",
    )
    measures.decide(desk, replace(entry, **changes))


L9_FIELDS = {
    "work.arrangement": "De leerling krijgt elke dag werk in de leeromgeving.",
    "work.contact": "de leerkracht belt elke dag om 14.00 uur",
    "return.talk_at": "2026-11-27T08:15",
    "return.place": "in de kamer van de schoolleider",
    "inspectorate.informed_on": "2026-11-23",
    "attendance_officer.informed_on": "2026-11-23",
}
M9_FIELDS = {
    "cao.article": "artikel 3.20",
    "incident.days": "19 november 2026",
    "incident.learned_on": "2026-11-23",
    "duty.qualification": "Een medewerker gebruikt het ouderportaal voor contact met ouders.",
    "measure.intended": "reprimand",
    "measure.reasons": "Een gesprek in oktober hielp niet.",
    "defence.documents": "Schermafdruk van 19 november 2026",
    "sending.registered": "yes",
}
I1_FIELDS = {
    "call.suspicion_reason": "De inspecteur ziet geen aanwijzing voor een zedenmisdrijf.",
    "board.informed_by": "de schoolleider, per telefoon",
    "person.in_service": "ja",
    "person.contact_now": "nee, hij werkt thuis",
    "pupil.age_group": "11 jaar, groep 7",
    "pupil.parents_informed": "nog niet, in overleg",
    "pupil.safe": "ja",
    "evidence.place": "bij de moeder van de leerling, op haar telefoon",
}


def both_letters(desk: Desk, case_id: str) -> tuple[LetterView, LetterView]:
    """Decision L9 for both addresses, filled in, not yet final."""
    first = letters.begin(desk, case_id, "L9")
    letters.set_fields(desk, first.id, L9_FIELDS)
    second = letters.begin(desk, case_id, "L9")
    return letters.view(desk, first.id), letters.view(desk, second.id)


def employee_case(desk: Desk, **changes: Any) -> CaseView:
    case = register(
        desk,
        **(
            {
                "title": "Appjes buiten het ouderportaal",
                "observation": "Een medewerker stuurde een ouder ’s avonds boze appjes.",
                "parties": (employee_party(), affected_pupil()),
            }
            | changes
        ),
    )
    finish_route(desk, case.id, EMPLOYEE_ROUTE)
    return case


def notes(**changes: Any) -> CallNotes:
    return replace(
        CallNotes(
            spoken_to="mevrouw De Inspecteur",
            reference="VI-2026-77",
            put_forward="Privéberichten van een leerkracht aan een leerling.",
            notes="",
            advice="Licht de ouders in; aangifte is nu niet nodig.",
            suspicion=Suspicion.NO,
            agreed="De school spreekt met de ouders.",
            informs="De schoolleider vertelt het de ouders, maandag.",
            follow_up_at=MONDAY + timedelta(days=2),
        ),
        **changes,
    )


def called(desk: Desk, case_id: str, **changes: Any) -> None:
    """A call to the inspector in which someone answered."""
    current = calls.begin(desk, case_id).current
    assert current is not None
    calls.end(desk, current.id, notes(**changes))


def screenshot(**changes: Any) -> EvidenceEntry:
    return replace(EvidenceEntry(kind="screenshot", title="Schermafdruk", content=PNG), **changes)
