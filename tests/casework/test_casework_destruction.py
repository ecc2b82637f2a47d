"""Destroying a case: who may, what goes, what stays, and that nothing of it can be read in the file afterwards."""

import uuid
from datetime import date

import pytest
import sqlalchemy as sa
from builders import (
    FAST,
    MONDAY,
    PASSPHRASE,
    both_letters,
    called,
    person,
    register,
    reopen,
    screenshot,
    suspended_pupil,
)
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from twijs_desk.casework import (
    cases,
    destruction,
    drafts,
    evidence,
    incidents,
    letters,
    logbook,
    people,
    scraps,
)
from twijs_desk.casework import (
    desk as desks,
)
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.rows import IncidentDraft, PartyEntry
from twijs_desk.store.check import check
from twijs_desk.store.erase import fingerprint
from twijs_desk.store.models import METADATA, Case, Destruction, DossierEntry
from twijs_desk.terms import CapacityKind, CaseStatus, Channel, PartyRole

GROUND = "De ouders vroegen verwijdering; het bestuur besloot op 20 november 2026."
BOARD = "mr. C.D. van den Berg"
WORDS = (
    "zonnebloempitten",
    "Zwartjes",
    "Quirijn",
    "Vogelaar",
    "Rietdekkersgang",
    "trampolinezaal",
    "knikkerbaan",
)


@pytest.fixture
def full(desk):
    """A closed case with something in nearly every table, beside a case that stays."""
    staying = register(desk)
    made = suspended_pupil(
        desk,
        title="Filmpje in de trampolinezaal",
        observation="Er staat een filmpje met zonnebloempitten online.",
    )
    case_id = made.case.id
    zwartjes = PartyEntry(PartyRole.AFFECTED, CapacityKind.PUPIL, person=person("Zwartjes", "Quirijn"))
    incidents.add_party(desk, case_id, zwartjes)
    evidence.add(desk, case_id, screenshot(title="knikkerbaan"))
    incidents.correct(desk, case_id, "place", "Rietdekkersgang", "verkeerd gehoord")
    called(desk, case_id)
    scraps.keep(desk, f"note/{case_id}", {"text": "zonnebloempitten"})
    letter, _second = both_letters(desk, case_id)
    letters.finalise(desk, letter.id)
    letters.record_delivery(desk, letter.id, Channel.REGISTERED, date(2026, 11, 23), tracking="3SVogelaar")
    close(desk, case_id)
    return staying, made


def close(desk, case_id):
    """Closed, without doing every duty first: that is another test's business."""
    with desk.act() as act:
        case = act.session.get(Case, uuid.UUID(case_id))
        case.status, case.closed_at = CaseStatus.CLOSED, act.at
        act.log("case_closed", "case", case.id, case.id)


def rows(desk):
    with desk.look() as session:
        return {
            name: sorted(map(repr, session.execute(sa.select(table)).all()))
            for name, table in METADATA.tables.items()
        }


def decrypted(desk):
    """Every page of the closed file as SQLite sees it, without SQLite: free pages and old cells as well."""
    data, key = desk.path.read_bytes(), desk.vault._sub.database
    plain = []
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
        plain.append(decryptor.update(page[16 if start == 0 else 0 : -80]) + decryptor.finalize())
    return b"".join(plain)


def found_in(pages):
    return {word for word in WORDS if word.encode() in pages or word.lower().encode() in pages}


def test_all_of_the_case_goes_and_all_of_the_rest_stays(desk, full):
    staying, made = full
    before = cases.show(desk, staying.id)
    done = destruction.destroy(desk, made.case.id, GROUND, BOARD)
    left = rows(desk)
    text = repr({name: found for name, found in left.items() if name != "destruction"})
    for each in (*WORDS, "Haddou"):
        assert each not in text, each
    ids = {
        name: [str(uuid.UUID(row.split("'")[1])) for row in found]
        for name, found in left.items()
        if name == "case_file"
    }
    assert ids["case_file"] == [staying.id]
    assert cases.show(desk, staying.id) == before
    assert [row.number for row in cases.listing(desk)] == [staying.number]
    assert set(done.counts) >= {"case_file", "letter", "sealed_paper", "evidence_content", "person", "answer"}
    assert len(left["person"]) == 2  # of the case that stays
    assert left["guardianship"] == []
    assert check(desk.vault) == []
    with pytest.raises(InputError):
        cases.show(desk, made.case.number)


def test_every_table_is_as_it_was_before_the_case_but_the_log_and_the_certificate(desk):
    """Also a table that is made later must be emptied: this compares everything."""
    register(desk)
    before = rows(desk)
    case = register(desk, title="zonnebloempitten")
    evidence.add(desk, case.id, screenshot())
    close(desk, case.id)
    destruction.destroy(desk, case.id, GROUND, BOARD)
    after = rows(desk)
    assert {n for n in before if before[n] != after[n]} == {"audit_event", "destruction"}


def test_no_word_of_it_is_left_in_the_file(desk, full):
    _, made = full
    again = reopen(desk)
    again.close()
    assert found_in(decrypted(desk)) == set(WORDS)  # the search can find
    again = desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=FAST)
    destruction.destroy(again, made.case.id, GROUND, BOARD)
    assert found_in(decrypted(again)) == set()
    wal = again.path.with_name(again.path.name + "-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    assert check(again.vault) == []
    again.close()
    assert found_in(decrypted(again)) == set()


def test_what_is_left_says_who_decided_and_names_no_one_in_the_case(desk, full):
    _, made = full
    row = destruction.destroy(desk, made.case.id, GROUND, BOARD)
    assert destruction.listing(desk) == (row,)
    assert (row.number, row.kind, row.ground, row.decided_by, row.approved_by) == (
        made.case.number,
        "pupil",
        GROUND,
        "J. de Bruijn",
        BOARD,
    )
    text = destruction.certificate(row)
    assert made.case.number in text
    assert row.sha256 in text
    for word in (*WORDS, "Youssef", "Amrani", "Haddou", "filmpje"):
        assert word.lower() not in text.lower()
    with desk.look() as session:
        kept = session.exec(select(Destruction)).one()
        assert kept.open_case is None
        assert fingerprint(kept) == kept.sha256
    lines = logbook.view(desk).rows
    assert "Zaak vernietigd" in {line.action for line in lines}


def test_its_number_is_never_given_to_another_case(desk):
    case = register(desk)
    close(desk, case.id)
    destruction.destroy(desk, case.id, GROUND, BOARD)
    assert register(desk).number == "2026-002"


def test_someone_who_is_in_another_case_or_a_draft_stays(desk):
    pupil, mother, sister = (
        people.add(desk, person("Vogelaar", name)) for name in ("Quirijn", "Anna", "Zus")
    )
    for child in (pupil, sister):
        people.set_guardian(desk, child.id, mother.id, has_authority=True)
    first = PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, "groep 7", person_id=pupil.id)
    second = PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, "groep 5", person_id=sister.id)
    one, _two = register(desk, parties=(first,)), register(desk, parties=(second,))
    close(desk, one.id)
    destruction.destroy(desk, one.id, GROUND, BOARD)
    left = {row.name for row in people.find(desk, "Vogelaar")}
    assert left == {"Anna Vogelaar", "Zus Vogelaar"}
    three = register(
        desk,
        parties=(
            PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, person=person("Zwartjes", "Quirijn")),
        ),
    )
    (zwartjes,) = people.find(desk, "Zwartjes")
    drafts.save(
        desk,
        IncidentDraft(
            observation="nog bezig",
            parties=(PartyEntry(PartyRole.AFFECTED, CapacityKind.PUPIL, person_id=zwartjes.id),),
        ),
    )
    close(desk, three.id)
    destruction.destroy(desk, three.id, GROUND, BOARD)
    assert len(people.find(desk, "Zwartjes")) == 1


@pytest.mark.parametrize(
    ("ground", "approver", "said"),
    [
        (GROUND, "", "met z’n tweeën"),
        (GROUND, "  j. de  bruijn ", "eigen besluit"),
        ("", BOARD, "wordt nog bewaard"),
        ("kort", BOARD, "wordt nog bewaard"),
        ("De familie Amrani vroeg erom.", BOARD, "een naam uit de zaak"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_goes(desk, ground, approver, said):
    case = register(desk)
    close(desk, case.id)
    before = rows(desk)
    with pytest.raises(DeskError, match=said):
        destruction.destroy(desk, case.id, ground, approver)
    assert rows(desk) == before


def test_an_open_case_is_never_destroyed(desk):
    case = register(desk)
    with pytest.raises(DeskError, match="nog niet afgesloten"):
        destruction.destroy(desk, case.id, GROUND, BOARD)


def test_past_its_date_no_other_ground_is_needed(desk):
    case = register(desk)
    close(desk, case.id)
    with desk.act() as act:
        for day in (date(2026, 11, 1), date(2026, 11, 22)):
            act.session.add(
                DossierEntry(
                    kind="pupil",
                    case_id=uuid.UUID(case.id),
                    title="Stuk",
                    basis="S6",
                    filed_at=act.at,
                    filed_by="x",
                    destroy_on=day,
                )
            )
        act.log("filed_in_dossier", "case", case.id, case.id)
    row = destruction.destroy(desk, case.id, "", BOARD)
    assert (row.ground, row.destroy_on) == (destruction.TERM_PASSED, date(2026, 11, 22))


def test_a_failure_half_way_leaves_the_whole_case(desk, full, monkeypatch):
    _, made = full
    before = rows(desk)

    def fail(row):
        raise DeskError("stuk")

    monkeypatch.setattr(destruction, "_row", fail)
    with pytest.raises(DeskError, match="stuk"):
        destruction.destroy(desk, made.case.id, GROUND, BOARD)
    assert rows(desk) == before


# --- what the database itself refuses ---

GUARDED = (
    "case_file",
    "incident",
    "correction",
    "publication",
    "evidence_item",
    "evidence_content",
    "custody_event",
    "answer",
    "qualification",
    "delivery",
    "sealed_paper",
    "audit_event",
)


def test_without_a_destruction_under_way_nothing_can_be_deleted(desk, full):
    staying, made = full
    close(desk, staying.id)
    destruction.destroy(desk, staying.id, GROUND, BOARD)  # one that is over opens nothing
    before = rows(desk)
    for table in GUARDED:
        if table != "qualification":
            assert before[table], table
            with pytest.raises(IntegrityError), desk.vault.write() as session:
                session.execute(sa.text(f"DELETE FROM {table}"))
    assert rows(desk) == before
    assert made.case.number == "2026-002"


def begun(session, case, **changes):
    values = {
        "case_id": uuid.UUID(case),
        "open_case": uuid.UUID(case),
        "year": 2026,
        "serial": 77,
        "kind": "pupil",
        "started_on": date(2026, 11, 23),
        "closed_at": MONDAY,
        "ground": GROUND,
        "decided_by": "a",
        "approved_by": "b",
        "destroyed_at": MONDAY,
        "sha256": "",
    }
    session.add(Destruction(**(values | changes)))
    session.flush()


def test_a_destruction_that_is_not_ended_cannot_be_kept(desk):
    case = register(desk)
    with pytest.raises(IntegrityError), desk.vault.write() as session:
        begun(session, case.id)
    with desk.look() as session:
        assert session.exec(select(Destruction)).all() == []


@pytest.mark.parametrize("changes", [{"open_case": None}, {"open_case": uuid.uuid4()}])
def test_a_destruction_begins_with_its_own_case(desk, changes):
    case = register(desk)
    with pytest.raises(IntegrityError), desk.vault.write() as session:
        begun(session, case.id, **changes)


def test_a_destruction_opens_only_its_own_case_and_never_again(desk):
    one, two = register(desk), register(desk)
    close(desk, one.id)
    destruction.destroy(desk, one.id, GROUND, BOARD)
    for sql in (
        f"UPDATE destruction SET open_case = '{uuid.UUID(two.id).hex}'",
        "UPDATE destruction SET ground = 'x'",
        "DELETE FROM destruction",
        "INSERT OR REPLACE INTO destruction SELECT * FROM destruction",
    ):
        with pytest.raises(IntegrityError), desk.vault.write() as session:
            session.execute(sa.text(sql))
    with pytest.raises(IntegrityError), desk.vault.write() as session:
        begin_one_and_delete_another(session, one, two)


def begin_one_and_delete_another(session, one, two):
    other = uuid.uuid4()
    begun(session, one.id, case_id=other, open_case=other)
    session.execute(sa.text(f"DELETE FROM incident WHERE case_id = '{uuid.UUID(two.id).hex}'"))
