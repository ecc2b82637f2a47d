"""Drafts: what is being typed, in the vault from the first pause on. A draft counts nowhere."""

import uuid
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from pydantic import TypeAdapter
from sqlmodel import col, select

from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.records import get
from twijs_desk.casework.rows import DraftRow, IncidentDraft
from twijs_desk.store.models import Draft

MAX_TEXT = 100_000
"""Characters in one narrative: thirty pages, far more than a report and far less than a pasted mailbox."""

ENTRY = TypeAdapter(IncidentDraft)


def save(desk: Desk, draft: IncidentDraft) -> DraftRow:
    """Keep what is typed so far. Durable when this returns; may be called as often as the user pauses.

    Raises DeskError when the draft holds a file although sexual imagery of a minor is not excluded.
    """
    guard_imagery(draft)
    guard_size(draft)
    with desk.act() as act:
        row = act.session.get(Draft, key_of(draft.id)) if draft.id else None
        if row is None:
            row = Draft(kind="incident", started_at=act.at, saved_at=act.at)
            act.log("draft_started", "draft", row.id)
        row.body = ENTRY.dump_python(replace(draft, id=str(row.id)), mode="json")
        row.saved_at = act.at
        act.session.add(row)
        act.session.flush()
        return _draft_row(row)


def resume(desk: Desk, draft_id: str) -> IncidentDraft:
    with desk.look() as session:
        row = get(session, Draft, draft_id, "Dit concept bestaat niet meer.")
        return ENTRY.validate_python(row.body, strict=False)


def listing(desk: Desk) -> tuple[DraftRow, ...]:
    with desk.look() as session:
        query = select(Draft).where(Draft.kind == "incident").order_by(col(Draft.saved_at).desc())
        return tuple(_draft_row(row) for row in session.exec(query))


def discard(desk: Desk, draft_id: str) -> None:
    with desk.act() as act:
        row = get(act.session, Draft, draft_id, "Dit concept bestaat niet meer.")
        act.session.delete(row)
        act.log("draft_discarded", "draft", draft_id)


def key_of(draft_id: str) -> uuid.UUID:
    try:
        return uuid.UUID(draft_id)
    except ValueError:
        raise InputError("Dit concept bestaat niet.", "Er is niets gewijzigd.") from None


def guard_imagery(draft: IncidentDraft) -> None:
    if draft.may_hold_minor_imagery not in ("yes", "no", "unknown"):
        raise InputError(
            "Antwoord op de vraag over seksueel beeld met ja, nee of weet ik niet.", "Er is niets bewaard."
        )
    if draft.may_hold_minor_imagery != "no" and any(item.content is not None for item in draft.evidence):
        raise DeskError(
            "TWijs Desk bewaart dit bestand niet.",
            "Er is nu niets bewaard; wat u typte staat nog op het scherm.",
            "Zolang niet zeker is dat er geen seksueel beeld van een minderjarige bij zit, kunt u bewijs alleen "
            "beschrijven: wie heeft het, waar staat het en hoe weet u dat.",
        )


def guard_size(draft: IncidentDraft) -> None:
    long = [text for text in _texts(draft) if len(text) > MAX_TEXT]
    if long:
        raise InputError(
            f"Een van de teksten is te lang ({len(long[0]):,} tekens).".replace(",", "."),
            "Er is niets vastgelegd.",
            f"Gebruik hooguit {MAX_TEXT:,} tekens per veld en voeg lange stukken toe als bewijs.".replace(
                ",", "."
            ),
        )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _draft_row(row: Draft) -> DraftRow:
    return DraftRow(
        id=str(row.id),
        title=str(row.body.get("title") or row.body.get("observation") or "")[:80] or "Leeg concept",
        started_at=row.started_at,
        saved_at=row.saved_at,
    )
