"""Evidence: sealed by its hash, told by its content, and never a file while sexual imagery is not excluded."""

import hashlib

import pytest
from builders import PDF, PNG, an_incident, register, screenshot
from sqlmodel import func, select

from twijs_desk.casework import cases, drafts, evidence, flow, incidents
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.rows import EvidenceEntry, IncidentDraft
from twijs_desk.store.models import CustodyEvent, EvidenceContent, EvidenceItem
from twijs_desk.terms import StorageMode


def stored(desk):
    with desk.look() as session:
        return session.exec(select(func.count()).select_from(EvidenceContent)).one()


def test_stored_evidence_carries_its_hash_and_gives_back_the_same_bytes(desk):
    case = register(desk, evidence=(screenshot(),))
    item = evidence.add(desk, case.id, EvidenceEntry(kind="mail", title="Mail", content=PDF))
    first, second = cases.show(desk, case.id).evidence
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 == hashlib.sha256(PNG).hexdigest()
    assert (second.media_type, second.size, second.id) == ("application/pdf", len(PDF), item.id)
    assert evidence.content(desk, first.id) == PNG
    with desk.look() as session:
        kinds = session.exec(select(CustodyEvent.kind).order_by(CustodyEvent.at)).all()
    assert sorted(kinds) == ["received", "received", "viewed"]


def test_evidence_that_is_no_longer_what_was_received_is_not_shown(desk):
    case = register(desk, evidence=(screenshot(),))
    item = cases.show(desk, case.id).evidence[0]
    with desk.vault.outside_transaction() as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE evidence_content SET content = zeroblob(length(content))")
    with pytest.raises(DeskError, match="niet meer zoals"):
        evidence.content(desk, item.id)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (PDF, "application/pdf"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPrest", "image/webp"),
        ("Geëxporteerde chat".encode(), "text/plain"),
    ],
)
def test_the_kind_of_file_is_read_from_its_content(desk, content, media_type):
    case = register(desk)
    assert evidence.add(desk, case.id, screenshot(content=content)).media_type == media_type


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00", b"PK\x03\x04\xff", b"", b"  ", b"\x00\x01", b"\xfe\xff\x00a"]
)
def test_other_kinds_of_file_are_refused_and_nothing_is_kept(desk, content):
    case = register(desk)
    with pytest.raises(InputError, match="bewaart TWijs Desk niet"):
        evidence.add(desk, case.id, screenshot(content=content))
    assert cases.show(desk, case.id).evidence == ()
    assert stored(desk) == 0


def test_a_file_over_the_limit_is_refused(desk):
    case = register(desk)
    with pytest.raises(InputError, match="te groot"):
        evidence.add(desk, case.id, screenshot(content=PNG + b"\0" * evidence.MAX_SIZE))
    assert stored(desk) == 0


def test_described_evidence_has_no_content_to_show(desk):
    case = register(desk)
    item = evidence.add(desk, case.id, EvidenceEntry("device", "Telefoon", "Ligt bij de vader"))
    assert item.storage_mode is StorageMode.DESCRIBED_ONLY
    assert item.sha256 == ""
    with pytest.raises(InputError, match="alleen een beschrijving"):
        evidence.content(desk, item.id)
    with pytest.raises(InputError, match="staat niet in de kluis"):
        evidence.content(desk, "geen-id")


# --- sexual imagery of a minor ---


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_no_file_enters_while_imagery_is_not_excluded(desk, answer):
    with_file = an_incident(may_hold_minor_imagery=answer, evidence=(screenshot(),))
    for act in (drafts.save, incidents.register):
        with pytest.raises(DeskError, match="bewaart dit bestand niet"):
            act(desk, with_file)
    assert cases.listing(desk) == ()
    assert drafts.listing(desk) == ()
    case = register(
        desk, may_hold_minor_imagery=answer, evidence=(EvidenceEntry("photo", "Foto", "bij ouder"),)
    )
    assert case.no_copy
    with pytest.raises(DeskError, match="bewaart TWijs Desk geen bestanden"):
        evidence.add(desk, case.id, screenshot())
    assert stored(desk) == 0
    assert [item.storage_mode for item in cases.show(desk, case.id).evidence] == [StorageMode.DESCRIBED_ONLY]


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_an_answer_that_changes_stops_new_files_and_leaves_the_old_for_the_police(desk, answer):
    case = register(desk, evidence=(screenshot(),))
    assert not case.no_copy
    flow.answer(desk, case.id, "sexual_image_minor", answer)
    with pytest.raises(DeskError, match="geen bestanden"):
        evidence.add(desk, case.id, screenshot())
    assert stored(desk) == 1


def test_only_the_answer_no_opens_the_case_for_files_again(desk):
    case = register(desk, may_hold_minor_imagery="unknown")
    flow.answer(desk, case.id, "sexual_image_minor", "no")
    assert evidence.add(desk, case.id, screenshot()).storage_mode is StorageMode.STORED
    flow.answer(desk, case.id, "sexual_image_minor", "yes")
    with pytest.raises(DeskError, match="geen bestanden"):
        evidence.add(desk, case.id, screenshot())


def test_a_draft_that_turns_to_yes_takes_no_new_text_with_the_file(desk):
    row = drafts.save(desk, IncidentDraft(observation="x", may_hold_minor_imagery="no"))
    with pytest.raises(DeskError) as caught:
        drafts.save(desk, IncidentDraft(id=row.id, may_hold_minor_imagery="yes", evidence=(screenshot(),)))
    assert "staat nog op het scherm" in caught.value.safe
    assert drafts.resume(desk, row.id).evidence == ()


def test_nothing_of_a_refused_file_is_in_the_vault_file(desk):
    marker = b"%PDF-1.7 " + b"geheim-merkteken-" * 400
    case = register(desk, may_hold_minor_imagery="yes")
    with pytest.raises(DeskError):
        evidence.add(desk, case.id, screenshot(content=marker))
    with desk.look() as session:
        assert session.exec(select(func.count()).select_from(EvidenceItem)).one() == 0
