"""Evidence: described, or stored with its SHA-256 from the moment it came in. Imagery of minors never enters."""

import hashlib

from sqlmodel import func, select

from twijs_desk.casework import wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.records import get, open_case_of
from twijs_desk.casework.rows import EvidenceEntry, EvidenceRow
from twijs_desk.store.models import Case, CustodyEvent, EvidenceContent, EvidenceItem
from twijs_desk.terms import CustodyKind, StorageMode

MAX_SIZE = 50 * 1024 * 1024
"""Bytes. Screenshots and mails fit easily; films are described, not stored."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def add(desk: Desk, case_id: str, entry: EvidenceEntry) -> EvidenceRow:
    """File one piece of evidence in a case.

    Raises DeskError when the case may hold no copies (possible sexual imagery of a minor), when the kind of file is
    not accepted, or when it is too large; then nothing of the content is kept.
    """
    with desk.act() as act:
        return row(keep(act, open_case_of(act.session, case_id), entry))


def keep(act: Act, case: Case, entry: EvidenceEntry) -> EvidenceItem:
    if not entry.title.strip():
        raise InputError("Geef het bewijsstuk een korte naam.", "Er is niets bewaard.")
    if entry.content is not None and case.no_copy:
        raise DeskError(
            "In deze zaak bewaart TWijs Desk geen bestanden.",
            "Van dit bestand is niets bewaard.",
            "Er kan een seksueel beeld van een minderjarige bij zitten. Stuur het niet door, bel de politie en "
            "beschrijf hier alleen wie het heeft, waar het staat en hoe u het weet.",
        )
    media_type = _accepted(entry.content) if entry.content is not None else ""
    last = act.session.exec(
        select(func.max(EvidenceItem.number)).where(EvidenceItem.case_id == case.id)
    ).one()
    item = EvidenceItem(
        case_id=case.id,
        number=(last or 0) + 1,
        kind=entry.kind,
        title=entry.title.strip(),
        description=entry.description,
        storage_mode=StorageMode.DESCRIBED_ONLY if entry.content is None else StorageMode.STORED,
        media_type=media_type,
        size=len(entry.content or b""),
        sha256=hashlib.sha256(entry.content).hexdigest() if entry.content is not None else "",
        received_from=entry.received_from,
        received_at=act.at,
        captured_at=wording.aware(entry.captured_at),
        captured_how=entry.captured_how,
    )
    act.session.add(item)
    act.session.flush()
    if entry.content is not None:
        act.session.add(EvidenceContent(evidence_id=item.id, content=entry.content))
    act.session.add(
        CustodyEvent(evidence_id=item.id, kind=CustodyKind.RECEIVED, at=act.at, actor=act.desk.actor)
    )
    act.log("evidence_added", "evidence", item.id, case.id, sha256=item.sha256, mode=item.storage_mode)
    return item


def content(desk: Desk, evidence_id: str) -> bytes:
    """The stored bytes, for viewing inside the app; viewing is logged in the chain of custody."""
    with desk.act() as act:
        item = get(act.session, EvidenceItem, evidence_id, "Dit bewijsstuk staat niet in de kluis.")
        stored = act.session.get(EvidenceContent, item.id)
        if stored is None:
            raise InputError("Van dit bewijsstuk is geen bestand bewaard, alleen een beschrijving.")
        if hashlib.sha256(stored.content).hexdigest() != item.sha256:
            raise DeskError(
                "Dit bewijsstuk is niet meer zoals het is ontvangen.",
                "TWijs Desk toont het daarom niet.",
                "Controleer de kluis en zet zo nodig een reservekopie terug.",
            )
        act.session.add(
            CustodyEvent(evidence_id=item.id, kind=CustodyKind.VIEWED, at=act.at, actor=act.desk.actor)
        )
        act.log("evidence_viewed", "evidence", item.id, item.case_id)
        return stored.content


def row(item: EvidenceItem) -> EvidenceRow:
    return EvidenceRow(
        id=str(item.id),
        number=item.number,
        kind=item.kind,
        title=item.title,
        description=item.description,
        storage_mode=StorageMode(item.storage_mode),
        media_type=item.media_type,
        size=item.size,
        sha256=item.sha256,
        received_from=item.received_from,
        received_at=item.received_at,
    )


def _accepted(content: bytes) -> str:
    """Media type read from the content, not from a name."""
    if len(content) > MAX_SIZE:
        raise InputError(
            "Dit bestand is te groot.",
            "Er is niets van bewaard.",
            f"TWijs Desk bewaart bestanden tot {MAX_SIZE // 1024 // 1024} MB. Beschrijf het bewijs en bewaar het "
            "bestand waar het nu staat.",
        )
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if text.strip() and "\0" not in text:
        return "text/plain"
    raise InputError(
        "Dit soort bestand bewaart TWijs Desk niet.",
        "Er is niets van bewaard.",
        "Gebruik een schermafdruk (PNG of JPEG), een PDF of platte tekst, of beschrijf het bewijs.",
    )
