"""What the store tests build on: a cheap key derivation, a moment, a passphrase and good rows."""

import hashlib
import uuid
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from twijs_desk.store import erase
from twijs_desk.store import models as m
from twijs_desk.store.database import Vault
from twijs_desk.store.keys import Bounds, Kdf

FAST = Kdf(memory_kib=64, time_cost=1, lanes=1, small_memory_kib=64, bounds=Bounds(min_memory_kib=8))
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PASSPHRASE = "paarse fiets op het schoolplein"
PAPER = b"%PDF-1.7 een brief"
RULES = '{"pack.toml":"[pack]"}'
CAPTURE = b"\x89PNG een schermafdruk"


def a_case(serial: int = 1, **changes: object) -> m.Case:
    values: dict[str, object] = {
        "year": 2026,
        "serial": serial,
        "title": "Filmpje in de klassenapp",
        "status": "registered",
        "started_on": date(2026, 11, 23),
        "updated_at": AT,
    }
    return m.Case(**(values | changes))


def a_full_case(vault: Vault, session: Session, serial: int = 1) -> m.Case:
    """One row in every table that holds records, with a sealed letter and stored evidence."""
    case, person = a_case(serial), m.Person(given_name="Sem", family_name="Groot", created_at=AT)
    guardian = m.Person(given_name="Lies", family_name="Groot", created_at=AT)
    party = m.Party(case_id=case.id, person_id=person.id, role="alleged_actor", capacity="pupil")
    incident = m.Incident(
        case_id=case.id,
        school_aware_at=AT,
        recorded_at=AT,
        observation="Een filmpje van een leerkracht",
        recorded_by="E. de Wit",
    )
    run = m.FlowRun(case_id=case.id, party_id=party.id, pack_id="twijs-2022", pack_version="1", started_at=AT)
    item = m.EvidenceItem(
        case_id=case.id,
        number=1,
        kind="screenshot",
        title="Schermafdruk",
        storage_mode="stored",
        media_type="image/png",
        size=len(CAPTURE),
        sha256=hashlib.sha256(CAPTURE).hexdigest(),
        received_at=AT,
    )
    measure = m.Measure(case_id=case.id, party_id=party.id, rule_id="S6.1", title="Schorsing", recorded_at=AT)
    letter = m.Letter(
        case_id=case.id,
        party_id=party.id,
        measure_id=measure.id,
        code="L9",
        title="Besluit schorsing",
        status="final",
        template_version="1",
        template_hash="ab",
        started_at=AT,
        saved_at=AT,
        reference=f"2026-{serial:03d}/1",
        sha256=hashlib.sha256(PAPER).hexdigest(),
        pages=1,
        finalised_at=AT,
        finalised_by="E. de Wit",
        snapshot={"naam": "Sem Groot"},
    )
    session.add_all(
        [
            case,
            person,
            guardian,
            party,
            incident,
            run,
            item,
            measure,
            letter,
            m.Setting(key=f"profile-{serial}", value={"name": "E. de Wit"}),
            m.RulePack(
                pack_id="twijs-2022",
                version="1",
                title="Protocol",
                files=RULES,
                sha256=hashlib.sha256(RULES.encode()).hexdigest(),
                imported_at=AT,
                imported_by="E. de Wit",
            ),
            m.School(name="De Vlieger", code=f"DV{serial}", brin="00XX", organisation="Stichting TWijs"),
            m.Capacity(person_id=person.id, kind="pupil"),
            m.Guardianship(child_id=person.id, guardian_id=guardian.id),
            m.Draft(kind="incident", body={"observation": "nog bezig"}, started_at=AT, saved_at=AT),
            m.Correction(
                case_id=case.id,
                subject="incident",
                subject_id=incident.id,
                field="place",
                old_value="",
                new_value="plein",
                reason="vergeten",
                made_at=AT,
                made_by="E. de Wit",
            ),
            m.Publication(incident_id=incident.id, platform="TikTok"),
            m.Allegation(case_id=case.id, party_id=party.id, rule_id="A4", text="beelden zonder toestemming"),
            m.EvidenceContent(evidence_id=item.id, content=CAPTURE),
            m.CustodyEvent(evidence_id=item.id, kind="received", at=AT, actor="E. de Wit"),
            m.Answer(
                run_id=run.id,
                seq=1,
                question_id="danger",
                value="no",
                answered_at=AT,
                answered_by="E. de Wit",
            ),
            m.Qualification(
                case_id=case.id, party_id=party.id, outcome="yes", decided_by="E. de Wit", decided_at=AT
            ),
            m.Obligation(
                case_id=case.id,
                run_id=run.id,
                rule_id="TW-S7",
                title="Bel de vertrouwensinspecteur",
                level="must",
                basis="protocol",
                holder="principal",
                source="S7",
                triggered_at=AT,
                due_at=AT + timedelta(days=1),
            ),
            m.InspectorCall(
                case_id=case.id,
                attempt=1,
                number_dialled="0900 111 3 111",
                duty_basis="protocol",
                started_at=AT,
                outcome="reached",
                caller="E. de Wit",
                saved_at=AT,
            ),
            m.Hearing(case_id=case.id, party_id=party.id, kind="parents", recorded_at=AT),
            m.SealedPaper(letter_id=letter.id, content=PAPER),
            m.Delivery(
                letter_id=letter.id,
                channel="registered",
                sent_on=date(2026, 11, 24),
                sent_by="E. de Wit",
                recorded_at=AT,
            ),
            m.DossierEntry(
                kind="pupil",
                person_id=person.id,
                case_id=case.id,
                letter_id=letter.id,
                title="Besluit schorsing",
                basis="S6",
                filed_at=AT,
                filed_by="E. de Wit",
            ),
        ]
    )
    gone = uuid.uuid4()
    destroyed = m.Destruction(
        case_id=gone,
        open_case=gone,
        year=2020,
        serial=serial,
        kind="pupil",
        started_on=date(2020, 1, 6),
        closed_at=AT,
        ground="de bewaartermijn is verstreken",
        decided_by="E. de Wit",
        approved_by="het bestuur",
        destroyed_at=AT,
        counts={"case_file": 1},
        sha256="",
    )
    destroyed.sha256 = erase.fingerprint(destroyed)
    session.add(destroyed)
    vault.log(session, at=AT, actor="E. de Wit", action="case.registered", case_id=str(case.id))
    session.flush()
    destroyed.open_case = None
    return case
