"""The example school: fictional people and cases in a throw-away vault, made with the same acts as real ones."""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

from twijs_desk.casework import (
    calls,
    cases,
    drafts,
    flow,
    incidents,
    letters,
    measures,
    obligations,
    people,
    wording,
)
from twijs_desk.casework import (
    desk as desks,
)
from twijs_desk.casework.desk import Clock, Desk
from twijs_desk.casework.rows import (
    AnswerValue,
    CallNotes,
    CaseView,
    EvidenceEntry,
    HearingEntry,
    IncidentDraft,
    MeasureEntry,
    PartyEntry,
    PersonEntry,
    ProfileEntry,
    PublicationEntry,
    SchoolEntry,
)
from twijs_desk.protocol.days import add_school_days, is_school_day
from twijs_desk.terms import (
    Audience,
    CapacityKind,
    Channel,
    FormOfAddress,
    HearingKind,
    OnlineState,
    PartyRole,
    Period,
    Suspicion,
)

SCHOOL = SchoolEntry(
    name="Basisschool De Zeven Sloten",
    code="DZS",
    brin="99ZX",
    organisation="Stichting TWijs",
    street="Slotenkade 7",
    postcode="1234 ZZ",
    city="Voorbeeldstad",
    phone="000 - 000 00 00",
    email="info@dezevensloten.example",
)
PROFILE = ProfileEntry(
    name="M. Verhoeven",
    function="schoolleider",
    board_name="drs. A.C. de Haan",
    board_contact="het bestuurssecretariaat, 000 - 000 00 01, bestuur@voorbeeld.example",
    board_address="Voorbeeldplein 1, 1234 ZX Voorbeeldstad",
    may_suspend=True,
    mandate_source="artikel 6 van het managementstatuut van 1 augustus 2025",
    complaint_contact="mevrouw E. Postma, intern begeleider",
    confidant="de externe vertrouwenspersoon van de GGD, 000 - 000 00 02",
    privacy_officer="fg@voorbeeld.example",
    retention_pupil="tot twee jaar nadat uw kind van school is",
    retention_personnel="tot twee jaar na het einde van uw dienstverband",
)


SECOND_PUPIL = "Zoë de Wit"
DONE = {
    "tell_parents_affected": "De ouders van de klasgenoot gebeld; zij weten wat de school doet.",
    "tell_parents_actor": "De ouders gebeld en uitgenodigd voor een gesprek.",
    "tell_reporter": "De melder gebeld en bedankt.",
    "inform_data_subject": "Met de leerling en de ouders besproken wat is vastgelegd en hoe lang.",
    "care_for_affected": "Gesproken met wie het trof; er is een vaste contactpersoon.",
    "support_employee": "Met de medewerker gesproken; de vertrouwenspersoon is genoemd.",
}
"""What the example school noted at its duties, by rule."""


def throw_away(clock: Clock = desks.system_clock) -> Desk:
    """An example school in a vault of its own in the temporary folder, gone when the desk closes."""
    folder = Path(tempfile.mkdtemp(prefix="twijs-desk-voorbeeld-"))
    desk = desks.create(
        folder / "voorbeeld.kluis",
        secrets.token_urlsafe(24),
        school=SCHOOL,
        profile=PROFILE,
        clock=clock,
        anchors=folder / "ankers",
    )
    desk.after_close = lambda: shutil.rmtree(folder, ignore_errors=True)
    try:
        fill(desk)
    except BaseException:
        desk.close()
        raise
    return desk


def fill(desk: Desk) -> None:
    """Put the example cases in an empty vault, spread over the last weeks before the desk's own now."""
    now = desk.now()
    _parent_on_facebook(desk, now - timedelta(days=12, hours=3))
    _reprimand(desk, now - timedelta(days=6, hours=2), now)
    _gym_film(desk, now - timedelta(days=4, hours=1), now)
    _gossip_account(desk, now - timedelta(days=2, hours=4))
    _private_messages(desk, now - timedelta(hours=2))
    _keep_up(desk)
    drafts.save(
        desk,
        IncidentDraft(
            observation="In de groepsapp van groep 5 staat een foto van een kind in de kleedkamer. Nog navragen.",
            publication=PublicationEntry(platform="WhatsApp", audience=Audience.GROUP),
        ),
    )


def _keep_up(desk: Desk) -> None:
    """What was advised in the weeks before is done in time, so that the overview shows a school that keeps up."""
    now = desk.now()
    for row in cases.listing(desk):
        for duty in cases.show(desk, row.id).obligations:
            late = duty.due_at is not None and duty.due_at < now
            for_second = duty.rule_id in DONE and duty.party_name == SECOND_PUPIL
            if duty.status != "open" or duty.due_at is None or not (late or for_second):
                continue
            with _at(desk, min(now, duty.due_at) - timedelta(hours=1)):
                obligations.done(desk, duty.id, DONE.get(duty.rule_id, "Gedaan; zie het verslag in de zaak."))


def answer_route(
    desk: Desk,
    case_id: str,
    answers: Mapping[str, AnswerValue],
    notes: Mapping[str, str],
    party_id: str | None = None,
) -> None:
    """Walk the route to its end with these answers; what is not named is answered with no, or the first answer."""
    view = flow.view(desk, case_id, party_id=party_id)
    while view.question is not None:
        question = view.question
        options = [option.id for option in question.options]
        usual = "no" if "no" in options else "none" if "none" in options else options[0]
        value = answers.get(question.id, usual)
        view = flow.answer(desk, case_id, question.id, value, notes.get(question.id, ""), party_id)


@contextmanager
def _at(desk: Desk, moment: datetime) -> Iterator[None]:
    """The desk's clock at another moment, for acts that lie in the past of the example."""
    clock: Callable[[], datetime] = desk.now
    desk.now = lambda: moment
    try:
        yield
    finally:
        desk.now = clock


def _private_messages(desk: Desk, at: datetime) -> None:
    """Today: a teacher's private messages to a pupil. The call is still to be made."""
    with _at(desk, at):
        case = incidents.register(
            desk,
            IncidentDraft(
                title="Privéberichten aan een leerling uit groep 8",
                observation="De vader van een leerling uit groep 8 laat op zijn telefoon zien dat een "
                "leerkracht sinds "
                "de herfstvakantie ’s avonds privéberichten stuurt via Snapchat. De leerling heeft drie "
                "schermafdrukken gemaakt. Vader is rustig en wil vandaag weten wat de school doet.",
                statement="“slaap lekker” en “niet aan je ouders vertellen”",
                interpretation="Het contact is persoonlijk en wordt geheimgehouden.",
                occurred_at=at - timedelta(hours=16),
                school_aware_at=at - timedelta(minutes=20),
                period=Period.PRIVATE,
                publication=PublicationEntry("Snapchat", "r.hofst", "", Audience.PRIVATE, "1 leerling"),
                parties=(
                    PartyEntry(
                        PartyRole.ALLEGED_ACTOR,
                        CapacityKind.EMPLOYEE,
                        "leerkracht groep 7",
                        person=PersonEntry(
                            initials="R.",
                            family_name="Hofstede",
                            form_of_address=FormOfAddress.MR,
                            street="Dorpsweg 14",
                            postcode="1234 ZY",
                            city="Voorbeeldstad",
                        ),
                    ),
                    PartyEntry(
                        PartyRole.AFFECTED,
                        CapacityKind.PUPIL,
                        "groep 8",
                        person=PersonEntry(given_name="Noor", family_name="Timmers", born_on=_born(at, 11)),
                    ),
                    PartyEntry(
                        PartyRole.REPORTER,
                        CapacityKind.PARENT,
                        "vader",
                        person=PersonEntry(
                            initials="D.", family_name="Timmers", form_of_address=FormOfAddress.MR
                        ),
                    ),
                ),
                evidence=(
                    EvidenceEntry(
                        "schermafdruk",
                        "Drie schermafdrukken van Snapchat",
                        "Op papier ontvangen; account, datum en tijd zijn leesbaar.",
                        "de vader van de leerling",
                    ),
                ),
                may_hold_minor_imagery="no",
            ),
        )
    with _at(desk, at + timedelta(minutes=25)):
        flow.answer(desk, case.id, "danger", "no")
        flow.answer(desk, case.id, "sexual_offence", "no", "Geen seksuele inhoud gezien of gemeld.")
        flow.answer(
            desk,
            case.id,
            "transgressive",
            "yes",
            "’s Avonds privécontact met een kind en vragen om het geheim te houden.",
        )
    with _at(desk, at + timedelta(minutes=40)):
        calls.not_reached(desk, case.id, note="In gesprek, na tien minuten opgehangen.")


def _gym_film(desk: Desk, at: datetime, now: datetime) -> None:
    """A pupil filmed in class and posted it: heard, suspended for two days, letters to two households.

    A second pupil sent the film on: the same case, with an outcome of its own.
    """
    with _at(desk, at):
        case = incidents.register(
            desk,
            IncidentDraft(
                title="Filmpje van de gymles op TikTok",
                observation="Tijdens de gymles is met een telefoon een filmpje gemaakt van een klasgenoot die valt. "
                "Het filmpje stond dezelfde middag op TikTok, met een spottende tekst. De klasgenoot is herkenbaar. "
                "Twee weken eerder was over eenzelfde filmpje al een gesprek met de leerling en de ouders. "
                "Een tweede leerling stuurde het filmpje door in de groepsapp van de klas.",
                occurred_at=at - timedelta(hours=3),
                school_aware_at=at,
                period=Period.LESSON,
                publication=PublicationEntry("TikTok", "@yy.klas7", "", Audience.PUBLIC, "43 keer bekeken"),
                parties=(
                    PartyEntry(
                        PartyRole.ALLEGED_ACTOR,
                        CapacityKind.PUPIL,
                        "groep 7",
                        person=PersonEntry(
                            given_name="Youssef", family_name="El Amrani", born_on=_born(at, 10)
                        ),
                    ),
                    PartyEntry(
                        PartyRole.ALLEGED_ACTOR,
                        CapacityKind.PUPIL,
                        "groep 7",
                        person=PersonEntry(
                            given_name="Zoë", infix="de", family_name="Wit", born_on=_born(at, 10)
                        ),
                    ),
                    PartyEntry(
                        PartyRole.AFFECTED,
                        CapacityKind.PUPIL,
                        "groep 7",
                        person=PersonEntry(
                            given_name="Daan", infix="van den", family_name="Berg", born_on=_born(at, 10)
                        ),
                    ),
                ),
                may_hold_minor_imagery="no",
            ),
        )
        posted, sent_on = (p for p in case.parties if p.role == PartyRole.ALLEGED_ACTOR)
        _parents(desk, posted.person_id or "")
        answer_route(
            desk,
            case.id,
            {
                "rule_broken": ("lesson_use", "no_consent", "indecent"),
                "school_related": "yes",
                "evidence_secured": "yes",
                "seriousness": "serious",
                "repeated": "yes",
                "own_class": "no",
                "suspension_length": "up_to_week",
            },
            {},
            posted.id,
        )
        answer_route(
            desk,
            case.id,
            {
                "rule_broken": ("no_consent", "indecent"),
                "school_related": "yes",
                "evidence_secured": "yes",
                "seriousness": "light",
                "own_class": "yes",
            },
            {"seriousness": "Eén keer doorgestuurd, en uit zichzelf verteld."},
            sent_on.id,
        )
    before = _school_day_before(desk, now)
    with _at(desk, before):
        _heard(desk, case)
        measures.decide(
            desk,
            MeasureEntry(
                case_id=case.id,
                party_id=sent_on.id,
                rule_id="pupil_conversation",
                reasons="De leerling vertelde het zelf en heeft het filmpje weggehaald. Een gesprek is genoeg.",
                decided_by="principal",
                decided_on=wording.to_local(desk.now()).date(),
                met=("parents_invited",),
            ),
        )
    start = add_school_days(wording.to_local(now).date(), 1, desk.calendar)
    end = add_school_days(start, 1, desk.calendar)
    last, _ = measures.last_suspension_day(desk, start)
    measures.decide(
        desk,
        MeasureEntry(
            case_id=case.id,
            party_id=posted.id,
            rule_id="pupil_suspension",
            reasons="De klasgenoot moet zich veilig kunnen voelen in de les. Twee weken geleden is na een eerder "
            "filmpje afgesproken dat dit niet meer gebeurt. Een korte schorsing maakt duidelijk dat "
            "dit ernstig is "
            "en geeft ons de tijd om met de groep te praten.",
            milder_means="Wij hebben eerder gepraat en een afspraak gemaakt. De telefoon inleveren "
            "bij de deur hebben "
            "wij overwogen. Dat neemt niet weg wat er met het filmpje is gebeurd.",
            decided_by="principal",
            mandate=desk.profile.mandate_source,
            decided_on=wording.to_local(desk.now()).date(),
            starts_on=start,
            ends_on=min(end, last) if last else start,
        ),
    )
    proofs = {
        "notify_inspectorate": "Gemeld met het formulier van de inspectie; ontvangstbevestiging in de zaak.",
        "copy_to_leerplicht": "Gemaild aan de leerplichtambtenaar; kopie in de zaak.",
        "hear_before_suspension": "Ouders, leerling en groepsleerkracht gehoord; verslagen in de zaak.",
        "formalise_suspension": "Besluit met redenen en data vastgelegd; brief L9.",
        "care_for_affected": "Met de klasgenoot en de ouders gesproken; vaste contactpersoon is de leerkracht.",
    }
    for duty in cases.show(desk, case.id).obligations:
        if duty.rule_id in proofs and duty.status == "open":
            obligations.done(desk, duty.id, proofs[duty.rule_id])
    back = add_school_days(min(end, last) if last else start, 1, desk.calendar)
    for _ in range(2):
        letter = letters.begin(desk, case.id, "L9")
        letters.set_fields(
            desk,
            letter.id,
            {
                "work.arrangement": "De leerkracht geeft een weekpakket mee en kijkt het elke dag na.",
                "work.contact": "mevrouw S. Jonker, leerkracht groep 7, elke schooldag om 13.00 uur",
                "return.talk_at": f"{back.isoformat()}T08:15",
                "return.place": "in de kamer van de schoolleider",
            },
        )
    for row in cases.show(desk, case.id).letters:
        letters.finalise(desk, row.id)
    first = cases.show(desk, case.id).letters[0]
    letters.record_delivery(
        desk, first.id, Channel.REGISTERED_AND_ORDINARY, wording.to_local(now).date(), "3SVOORBEELD0001"
    )


def _reprimand(desk: Desk, at: datetime, now: datetime) -> None:
    """An employee argued about pupils in a public group: the call made, the board's intention written."""
    with _at(desk, at):
        case = incidents.register(
            desk,
            IncidentDraft(
                title="Reacties over leerlingen in een openbare groep",
                observation="In een openbare buurtgroep op Facebook heeft een medewerker op drie "
                "avonden gereageerd op een "
                "bericht over de school. In twee reacties staan de thuissituatie en de voornaam van een leerling. "
                "De reacties waren zichtbaar voor alle leden van de groep.",
                occurred_at=at - timedelta(days=2),
                school_aware_at=at,
                board_aware_at=at,
                period=Period.PRIVATE,
                publication=PublicationEntry(
                    "Facebook", "T. de Boer", "", Audience.PUBLIC, "1.200 leden", None, OnlineState.REMOVED
                ),
                parties=(
                    PartyEntry(
                        PartyRole.ALLEGED_ACTOR,
                        CapacityKind.EMPLOYEE,
                        "leerkracht groep 5",
                        person=PersonEntry(
                            initials="T.J.",
                            infix="de",
                            family_name="Boer",
                            form_of_address=FormOfAddress.MS,
                            street="Kerklaan 22",
                            postcode="1234 ZW",
                            city="Voorbeeldstad",
                        ),
                    ),
                ),
                may_hold_minor_imagery="no",
            ),
        )
        answer_route(
            desk,
            case.id,
            {
                "board_informed": "yes",
                "transgressive": "yes",
                "rule_broken": ("personal_data", "harm_in_debate"),
                "school_related": "yes",
                "evidence_secured": "yes",
                "seriousness": "serious",
                "personal_data_leak": "no",
            },
            {"transgressive": "De thuissituatie van een kind is herkenbaar gedeeld in een openbare groep."},
        )
    with _at(desk, _on_a_working_day(desk, at + timedelta(hours=1))):
        calls.not_reached(desk, case.id)
    with _at(desk, _on_a_working_day(desk, at + timedelta(hours=2))):
        call = calls.begin(desk, case.id).current
    if call is not None:
        with _at(desk, _on_a_working_day(desk, at + timedelta(hours=2)) + timedelta(minutes=18)):
            calls.end(
                desk,
                call.id,
                CallNotes(
                    spoken_to="mevrouw J. Brandsma, vertrouwensinspecteur",
                    reference="VI-voorbeeld-117",
                    put_forward=call.put_forward,
                    advice="Spreek de medewerker aan, leg vast wat er is gedeeld en bespreek met het bestuur of een "
                    "maatregel past. Geen aanwijzing voor een seksueel misdrijf.",
                    suspicion=Suspicion.NO,
                    agreed="De school neemt weer contact op als er nieuwe berichten opduiken.",
                    informs="De schoolleider informeert vandaag het bestuur over dit advies.",
                ),
            )
    note = letters.begin(desk, case.id, "I1")
    letters.set_fields(
        desk,
        note.id,
        {
            "person.in_service": "ja",
            "person.contact_now": "ja, als leerkracht van groep 5",
            "pupil.age_group": "8 jaar, groep 5",
            "pupil.parents_informed": "ja, op de dag van de melding",
            "pupil.safe": "ja",
            "evidence.place": "schermafdrukken in de zaak, gemaakt door de schoolleider",
            "call.suspicion_reason": "Het gaat om het delen van gegevens, niet om seksueel gedrag.",
            "call.next_contact": "alleen bij nieuwe berichten",
            "board.informed_by": "de schoolleider, per telefoon",
        },
    )
    letters.finalise(desk, note.id)
    heard_at = _school_day_before(desk, now)
    with _at(desk, heard_at):
        measures.record_hearing(
            desk,
            HearingEntry(
                case.id,
                HearingKind.EMPLOYEE,
                held_at=heard_at - timedelta(hours=2),
                attendees="de medewerker, de schoolleider",
                minutes="Ik wilde de school verdedigen. Ik had niet door dat anderen konden zien om "
                "welk kind het ging. "
                "Ik heb de reacties meteen weggehaald.",
            ),
        )
    letter = letters.begin(desk, case.id, "M9")
    letters.set_fields(
        desk,
        letter.id,
        {
            "cao.name": "CAO PO (looptijd 1 november 2025 tot en met 28 februari 2027)",
            "cao.article": "het artikel over disciplinaire maatregelen",
            "incident.facts": _facts_by_date(at),
            "incident.days": wording.and_list(_evenings(at)),
            "duty.qualification": "Als de feiten kloppen, heeft u gegevens van een leerling gedeeld met "
            "mensen die daar "
            "niets mee te maken hebben. Dat past niet bij wat van een goede medewerker wordt verwacht.",
            "measure.intended": "reprimand",
            "measure.reasons": "Het gaat om een kwetsbaar kind en om drie avonden. Een gesprek alleen "
            "past daar naar ons "
            "voorlopige oordeel niet bij. Wij wegen mee dat u de reacties zelf hebt weggehaald.",
            "defence.documents": "Schermafdrukken van uw reacties\nVerslag van het gesprek met u\n"
            "Protocol sociale media van 23 mei 2022",
            "sending.registered": "yes",
        },
    )
    if not letters.view(desk, letter.id).findings:
        letters.finalise(desk, letter.id)


def _evenings(at: datetime) -> list[str]:
    return [wording.day(wording.to_local(at - timedelta(days=back)).date()) for back in (4, 3, 2)]


def _facts_by_date(at: datetime) -> str:
    """Each fact with its day, addressed to the reader of the letter."""
    days = _evenings(at)
    return (
        f"Op {days[0]} reageerde u in een openbare buurtgroep op Facebook op een bericht over de school.\n"
        f"Op {days[1]} schreef u daar de voornaam van een leerling.\n"
        f"Op {days[2]} schreef u daar over de thuissituatie van dezelfde leerling.\n"
        "Alle leden van de groep konden de reacties lezen."
    )


def _parent_on_facebook(desk: Desk, at: datetime) -> None:
    with _at(desk, at):
        case = incidents.register(
            desk,
            IncidentDraft(
                title="Bericht van een ouder over een leerkracht",
                observation="Een ouder schrijft op een openbare Facebookpagina dat een met naam genoemde leerkracht "
                "“kinderen klein houdt”. Onder het bericht staan elf reacties.",
                occurred_at=at - timedelta(hours=20),
                school_aware_at=at,
                period=Period.PRIVATE,
                publication=PublicationEntry("Facebook", "", "", Audience.PUBLIC, "11 reacties"),
                parties=(
                    PartyEntry(
                        PartyRole.ALLEGED_ACTOR,
                        CapacityKind.PARENT,
                        "ouder van een leerling uit groep 6",
                        person=PersonEntry(
                            title="mr. dr.",
                            initials="A.-M.",
                            infix="van der",
                            family_name="Kooij-de Bruijn",
                            form_of_address=FormOfAddress.MS,
                            street="Vaartkade 101",
                            postcode="1234 ZV",
                            city="Voorbeeldstad",
                        ),
                    ),
                ),
                may_hold_minor_imagery="no",
            ),
        )
        answer_route(
            desk,
            case.id,
            {
                "rule_broken": ("indecent",),
                "school_related": "yes",
                "affected": ("employee",),
                "evidence_secured": "yes",
                "seriousness": "light",
                "crime_possible": "no",
            },
            {},
        )


def _gossip_account(desk: Desk, at: datetime) -> None:
    with _at(desk, at):
        case = incidents.register(
            desk,
            IncidentDraft(
                title="Anoniem roddelaccount over leerlingen",
                observation="Op Instagram staat een account met roddels over leerlingen uit groep 8. "
                "Wie erachter zit is "
                "niet bekend. Er zijn zes berichten, met voornamen.",
                school_aware_at=at,
                publication=PublicationEntry(
                    "Instagram", "@dzs.roddels", "", Audience.PUBLIC, "61 volgers", None, OnlineState.ONLINE
                ),
                may_hold_minor_imagery="no",
            ),
        )
        flow.answer(desk, case.id, "danger", "no")


def _parents(desk: Desk, pupil_id: str) -> None:
    """Two parents with authority at two addresses."""
    homes = (
        ("S.", "El Amrani", FormOfAddress.MR, "Molenpad 3", "1234 ZT"),
        ("N.", "Bakker", FormOfAddress.MS, "Lindehof 58", "1234 ZS"),
    )
    for initials, name, form, street, postcode in homes:
        parent = people.add(
            desk,
            PersonEntry(
                initials=initials,
                family_name=name,
                form_of_address=form,
                street=street,
                postcode=postcode,
                city="Voorbeeldstad",
                capacity=CapacityKind.PARENT,
            ),
        )
        people.set_guardian(desk, pupil_id, parent.id, has_authority=True)


def _heard(desk: Desk, case: CaseView) -> None:
    said = {
        HearingKind.PARENTS: "Wij schrikken hiervan. Wij willen weten hoe de klas ermee omgaat.",
        HearingKind.PUPIL: "Ik vond het grappig. Ik had niet gedacht dat iedereen het zou zien. Het spijt me.",
        HearingKind.GROUP_TEACHER: "De klas is er stil van. De klasgenoot wilde de volgende dag niet naar de gymles.",
    }
    for hours, (kind, text) in enumerate(said.items(), start=1):
        measures.record_hearing(
            desk,
            HearingEntry(
                case.id,
                kind,
                held_at=desk.now() - timedelta(hours=hours),
                attendees="de schoolleider",
                minutes=text,
            ),
        )


def _born(at: datetime, age: int) -> date:
    local = wording.to_local(at).date()
    return date(local.year - age, 2, 14)


def _school_day_before(desk: Desk, at: datetime) -> datetime:
    """Three in the afternoon on the last school day before this moment."""
    found = wording.to_local(at).date() - timedelta(days=1)
    while not is_school_day(found, desk.calendar):
        found -= timedelta(days=1)
    return wording.from_local(datetime.combine(found, time(15)))


def _on_a_working_day(desk: Desk, at: datetime) -> datetime:
    """The same clock time on the first school day from then, so that the inspector's line is open."""
    local = wording.to_local(at)
    found = local.date()
    while not is_school_day(found, desk.calendar):
        found += timedelta(days=1)
    noon = datetime.combine(found, local.time().replace(hour=min(max(local.hour, 9), 15)))
    return wording.from_local(noon)
