"""The log: every act as one line, chained so that a changed or missing line shows."""

from sqlmodel import col, func, select

from twijs_desk.casework.desk import Desk
from twijs_desk.casework.records import case_number, case_of
from twijs_desk.casework.rows import LogRow, LogView
from twijs_desk.store import audit, queries
from twijs_desk.store.models import AuditEvent, Case, Destruction

SENTENCES = {
    "vault_created": "Kluis gemaakt",
    "vault_moved": "Kluis overgebracht naar een andere plaats",
    "vault_unlocked": "Kluis geopend",
    "vault_locked": "Kluis vergrendeld",
    "vault_checked": "Kluis gecontroleerd",
    "history_accepted": "Doorgegaan met een oudere kluis, na waarschuwing",
    "unlock_failed": "Verkeerde wachtzin gegeven",
    "access_added": "Toegang tot de kluis toegevoegd",
    "access_changed": "Wachtzin van een toegang gewijzigd",
    "access_removed": "Toegang tot de kluis ingetrokken",
    "access_differs": "Sleutelbestand is buiten TWijs Desk om veranderd of teruggezet",
    "access_strengthened": "Wachtzin zwaarder beveiligd",
    "recovery_proved": "Nieuw herstelblad in gebruik",
    "device_on": "Openen met dit apparaat aangezet",
    "device_off": "Openen met een apparaat uitgezet",
    "rekey_started": "Nieuwe sleutel voor de kluis begonnen",
    "rekeyed": "Kluis heeft een nieuwe sleutel",
    "settings_saved": "Instellingen gewijzigd",
    "calendar_saved": "Schoolkalender gewijzigd",
    "calendar_reset": "Schoolkalender teruggezet",
    "mandates_saved": "Vastgelegd wie beslist",
    "person_added": "Persoon toegevoegd",
    "person_changed": "Gegevens van een persoon gewijzigd",
    "guardian_set": "Gezag vastgelegd",
    "draft_started": "Concept begonnen",
    "draft_discarded": "Concept weggegooid",
    "scrap_kept": "Onverstuurde tekst bewaard in de kluis",
    "incident_registered": "Incident vastgelegd",
    "fact_corrected": "Gegeven verbeterd",
    "party_added": "Betrokkene toegevoegd",
    "party_split": "Betrokkene ook in een andere hoedanigheid vastgelegd",
    "party_identified": "Vastgelegd wie de onbekende persoon is",
    "evidence_added": "Bewijsstuk toegevoegd",
    "evidence_viewed": "Bewijsstuk bekeken",
    "question_answered": "Vraag beantwoord",
    "route_started": "Beslisroute begonnen",
    "answer_followed": "Antwoord overgenomen in de beslisroute van een andere betrokkene",
    "qualified": "Kwalificatie vastgelegd",
    "duty_opened": "Plicht ontstaan",
    "duty_rests": "Plicht niet meer van toepassing",
    "duty_done": "Plicht gedaan",
    "duty_waived": "Advies niet opgevolgd, met reden",
    "call_started": "Gesprek met vertrouwensinspecteur begonnen",
    "call_completed": "Aantekeningen van het gesprek met vertrouwensinspecteur aangevuld",
    "call_ended": "Gesprek met vertrouwensinspecteur vastgelegd",
    "call_not_reached": "Vertrouwensinspecteur niet bereikt",
    "measure_recorded": "Maatregel vastgelegd",
    "hearing_recorded": "Horen vastgelegd",
    "letter_started": "Brief begonnen",
    "letter_sealed": "Brief definitief gemaakt",
    "policy_passed": "Beleidscontrole gepasseerd, met reden",
    "letter_viewed": "Definitieve brief bekeken",
    "letter_exported": "Brief als PDF buiten de kluis opgeslagen",
    "letter_sent": "Verzending van brief vastgelegd",
    "letter_withdrawn": "Brief ingetrokken",
    "filed_in_dossier": "Stuk in dossier gelegd",
    "dossier_opened": "Dossier geopend",
    "route_exported": "Routekaart buiten de kluis opgeslagen",
    "case_closed": "Zaak afgesloten",
    "case_opened": "Zaak geopend",
    "case_destroyed": "Zaak vernietigd",
    "letter_printed": "Definitieve brief afgedrukt",
    "rules_kept": "Meegeleverde regels in de kluis bewaard",
    "rules_adopted": "Regels ingelezen",
    "signer_trusted": "Ondertekenaar van regels vertrouwd",
    "signer_dropped": "Ondertekenaar van regels niet meer vertrouwd",
    "backup_places_set": "Plaatsen voor reservekopieën gekozen",
    "backup_made": "Reservekopie gemaakt en gecontroleerd",
    "backup_failed": "Reservekopie mislukt",
    "drill_passed": "Oefening met reservekopie geslaagd",
    "drill_failed": "Oefening met reservekopie mislukt",
    "restored": "Reservekopie teruggezet",
    "salvaged": "Leesbare delen overgezet naar een nieuwe kluis",
}


def view(desk: Desk, *, case_id: str | None = None, before: int | None = None, limit: int = 200) -> LogView:
    """The newest lines, and whether the chain holds over the whole log."""
    with desk.look() as session:
        query = select(AuditEvent)
        if case_id is not None:
            query = query.where(AuditEvent.case_id == str(case_of(session, case_id).id))
        if before is not None:
            query = query.where(AuditEvent.seq < before)
        events = session.exec(query.order_by(col(AuditEvent.seq).desc()).limit(limit)).all()
        total = session.exec(select(func.count()).select_from(AuditEvent)).one()
        report = audit.verify(session, desk.vault.audit_key)
        numbers = {str(case.id): case_number(case) for case in session.exec(select(Case))} if events else {}
        for gone in session.exec(select(Destruction)):
            numbers[str(gone.case_id)] = queries.case_number(gone.year, gone.serial)
        note = (
            f"Alle {report.count} regels sluiten op elkaar aan."
            if report.ok
            else f"Regel {report.first_broken_seq} klopt niet: het logboek is buiten TWijs Desk om gewijzigd."
        )
        return LogView(
            rows=tuple(row(event, numbers.get(event.case_id, "")) for event in events),
            total=total,
            chain_ok=report.ok,
            chain_note=note,
        )


def row(event: AuditEvent, number: str) -> LogRow:
    return LogRow(
        seq=event.seq,
        at=event.at,
        actor=event.actor,
        action=SENTENCES.get(event.action, event.action),
        case_number=number,
        mac=event.mac,
    )
