"""What the database refuses by itself, and what the chain of the log and `check` notice."""

import contextlib
import hashlib
import os
import random
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from vault_kit import AT, FAST, PASSPHRASE, a_case, a_full_case

from twijs_desk.store import audit, database, keys, migrate
from twijs_desk.store.check import Finding, FindingKind, check, warnings
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import METADATA, AuditEvent, Case, Letter
from twijs_desk.store.triggers import FREE, FROZEN, TRIGGERS

APPEND_ONLY = [
    "audit_event",
    "incident",
    "correction",
    "custody_event",
    "qualification",
    "sealed_paper",
    "delivery",
    "rule_pack",
    "evidence_item",
]

CHANGED = {
    "audit_event": "actor",
    "delivery": "tracking",
    "custody_event": "note",
    "rule_pack": "files",
    "evidence_item": "sha256",
}


@pytest.fixture
def filled(vault):
    with vault.write() as session:
        a_full_case(vault, session)
    return vault


def run(vault, sql, **parameters):
    with vault.write() as session:
        return session.connection().execute(text(sql), parameters).rowcount


def refused(vault, sql, **parameters):
    with pytest.raises(IntegrityError):
        run(vault, sql, **parameters)


def as_attacker(vault, *statements):
    """Someone with the key and patience: triggers off, change, triggers back."""
    with vault.write() as session:
        connection = session.connection()
        migrate.drop_triggers(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)
        migrate.create_triggers(connection)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_confirmed_is_never_changed_replaced_or_deleted(filled, table):
    column = CHANGED.get(table, METADATA.tables[table].columns.keys()[-1])
    before = rows(filled, table)
    assert before
    if table not in FROZEN:
        refused(filled, f'UPDATE {table} SET "{column}" = "{column}"')
    refused(filled, f"UPDATE {table} SET \"{column}\" = 'anders'")
    refused(filled, f"DELETE FROM {table}")
    refused(filled, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert rows(filled, table) == before


def rows(vault, table):
    with vault.read() as session:
        return session.connection().execute(text(f"SELECT * FROM {table}")).all()


def test_an_answer_can_only_be_superseded_and_only_once(filled):
    for column in FROZEN["answer"]:
        refused(filled, f"UPDATE answer SET \"{column}\" = '99'")
    refused(filled, "DELETE FROM answer")
    assert run(filled, "UPDATE answer SET superseded_at = '2026-11-23 10:00:00.000000'") == 1
    refused(filled, "UPDATE answer SET superseded_at = '2026-11-24 10:00:00.000000'")
    refused(filled, "UPDATE answer SET superseded_at = NULL")


def test_a_publication_only_changes_in_whether_it_is_online(filled):
    for column in FROZEN["publication"]:
        refused(filled, f"UPDATE publication SET \"{column}\" = '99'")
    refused(filled, "DELETE FROM publication")
    assert run(filled, "UPDATE publication SET online_state = 'removed', removed_on = '2026-11-24'") == 1


def test_a_draft_letter_is_free_and_a_final_one_only_changes_status(filled):
    with filled.write() as session:
        draft = Letter(
            case_id=session.exec(select(Letter.case_id)).one(),
            code="M9",
            title="Voornemen",
            template_version="1",
            template_hash="ab",
            started_at=AT,
            saved_at=AT,
        )
        session.add(draft)
        session.flush()
        draft.fields = {"a": "b"}
        session.flush()
        session.delete(draft)
    for column in FROZEN["letter"]:
        refused(filled, f"UPDATE letter SET \"{column}\" = '99'")
    refused(filled, "UPDATE letter SET status = 'draft'")
    refused(filled, "UPDATE letter SET status = 'sent', title = 'Anders'")
    refused(filled, "DELETE FROM letter")
    refused(filled, "INSERT OR REPLACE INTO letter SELECT * FROM letter")
    assert run(filled, "UPDATE letter SET status = 'sent'") == 1
    refused(filled, "UPDATE letter SET fields = '[]'")


def test_every_fact_about_evidence_is_frozen(filled):
    for column in FROZEN["evidence_item"]:
        refused(filled, f"UPDATE evidence_item SET \"{column}\" = '99'")
    refused(filled, "DELETE FROM evidence_item")
    refused(filled, "DELETE FROM evidence_content")


def test_the_content_of_evidence_is_never_changed(filled):
    refused(filled, "UPDATE evidence_content SET content = x'00'")
    refused(filled, "UPDATE evidence_content SET evidence_id = evidence_id")


@pytest.mark.parametrize("table", sorted(FROZEN))
def test_the_triggers_speak_of_every_column(table):
    assert sorted([*FROZEN[table], *FREE[table]]) == sorted(METADATA.tables[table].columns.keys())


def test_the_triggers_are_those_of_this_revision():
    # Another list needs a migration, or vaults that are there keep the old one: then add a line here.
    of_revision = {
        "0001": "e4be5a3bba29861ebad04295faf067d2d58c01f2448c8150ec3a7f4dd100472a",
        "0002": "508238cee4c984bee98e0d404ff94f75deb0e00b8eae4f3f069bee6902e8948b",
        "0003": "2990444256ef1cd43417902d8015a1e5f09d52c9d484016b073a59740e54bbf0",
    }
    found = hashlib.sha256("\n".join(TRIGGERS.values()).encode()).hexdigest()
    assert found == of_revision[migrate.HEAD]


# --- the chain ---


def a_log(vault, lines=5):
    with vault.write() as session:
        for number in range(lines):
            vault.log(
                session,
                at=AT + timedelta(minutes=number),
                actor="E. de Wit",
                action="case.registered",
                subject="case",
                subject_id=str(number),
                detail={"number": f"2026-00{number}", "é": [1, None, True]},
            )


def report(vault):
    with vault.read() as session:
        return audit.verify(session, vault.audit_key)


def test_an_untouched_log_is_whole_and_tells_its_head(vault):
    assert report(vault) == audit.ChainReport(0, True)
    a_log(vault)
    found = report(vault)
    assert (found.count, found.ok, found.first_broken_seq, found.last_seq) == (5, True, None, 5)
    with vault.read() as session:
        assert found.last_mac == session.get(AuditEvent, 5).mac


@pytest.mark.parametrize(
    ("change", "seq", "reason"),
    [
        ("UPDATE audit_event SET actor = 'iemand' WHERE seq = 3", 3, "edited"),
        ("UPDATE audit_event SET detail = '{}' WHERE seq = 3", 3, "edited"),
        ("UPDATE audit_event SET detail = 'geen json' WHERE seq = 3", 3, "unreadable"),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00.000000' WHERE seq = 1", 1, "edited"),
        ("UPDATE audit_event SET at = 'gisteren' WHERE seq = 1", 1, "unreadable"),
        ("UPDATE audit_event SET case_id = 'x' WHERE seq = 5", 5, "edited"),
        ("UPDATE audit_event SET mac = prev_mac WHERE seq = 2", 2, "edited"),
        ("UPDATE audit_event SET mac = 'é' WHERE seq = 2", 2, "edited"),
        ("UPDATE audit_event SET mac = x'00' WHERE seq = 2", 2, "unreadable"),
        ("UPDATE audit_event SET prev_mac = mac WHERE seq = 2", 2, "link"),
        ("DELETE FROM audit_event WHERE seq = 2", 2, "gap"),
        ("DELETE FROM audit_event WHERE seq = 1", 1, "gap"),
        ("UPDATE audit_event SET seq = -seq WHERE seq = 3", 1, "gap"),
        ("UPDATE audit_event SET seq = 9 WHERE seq = 5", 5, "gap"),
    ],
)
def test_editing_and_gaps_in_the_log_are_found(vault, change, seq, reason):
    a_log(vault)
    as_attacker(vault, change)
    found = report(vault)
    assert (found.ok, found.first_broken_seq, found.reason) == (False, seq, reason)
    assert [f.kind for f in check(vault)] == [FindingKind.AUDIT]


def test_the_chain_depends_on_the_key(vault):
    a_log(vault)
    with vault.read() as session:
        assert audit.verify(session, bytes(32)).first_broken_seq == 1


def test_a_clock_set_back_keeps_the_order_and_is_told(vault):
    with vault.write() as session:
        vault.log(session, at=AT, actor="a", action="first")
        second = vault.log(session, at=AT - timedelta(hours=2), actor="a", action="second")
    assert (second.seq, second.detail) == (2, {"clock_behind_seconds": 7200})
    assert report(vault).ok


def test_a_moment_without_time_zone_is_refused(vault):
    with pytest.raises(ValueError, match="time zone"), vault.write() as session:
        vault.log(session, at=AT.replace(tzinfo=None), actor="a", action="b")


# --- check ---


def test_a_whole_vault_has_no_findings(filled):
    assert check(filled) == []
    filled.close()
    again = database.open(filled.path, PASSPHRASE, kdf=FAST)
    assert check(again) == []
    again.close()


@pytest.mark.parametrize(
    ("change", "kind", "detail"),
    [
        ("UPDATE sealed_paper SET content = x'25504446'", FindingKind.LETTER, "hash differs"),
        ("DELETE FROM sealed_paper", FindingKind.LETTER, "content missing"),
        ("UPDATE letter SET sha256 = 'ab'", FindingKind.LETTER, "hash differs"),
        ("UPDATE letter SET status = 'draft'", FindingKind.LETTER, "paper of a draft"),
        ("UPDATE evidence_content SET content = x'00'", FindingKind.EVIDENCE, "hash differs"),
        ("DELETE FROM evidence_content", FindingKind.EVIDENCE, "content missing"),
        ("CREATE TABLE extra (id INTEGER)", FindingKind.TABLES, ""),
        ("DROP INDEX ix_case_recent", FindingKind.TABLES, ""),
        ("ALTER TABLE case_file ADD COLUMN extra TEXT", FindingKind.TABLES, ""),
    ],
)
def test_check_finds_what_was_changed(filled, change, kind, detail):
    as_attacker(filled, change)
    assert [(f.kind, f.detail) for f in check(filled)] == [(kind, detail)]


def test_check_finds_a_missing_trigger_and_a_strange_one(filled):
    run(filled, "DROP TRIGGER audit_event_no_update")
    run(filled, "CREATE TRIGGER odd AFTER INSERT ON draft BEGIN SELECT 1; END")
    assert check(filled) == [
        Finding(FindingKind.TRIGGER, "audit_event_no_update", detail="missing"),
        Finding(FindingKind.TRIGGER, "odd", detail="changed"),
    ]


def test_check_finds_a_row_that_points_nowhere(filled):
    with filled.outside_transaction() as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(
            "INSERT INTO hearing SELECT ?, ?, party_id, kind, invited_on, held_at, declined, skipped_reason, "
            "attendees, minutes, recorded_at FROM hearing",
            (uuid.uuid4().hex, uuid.uuid4().hex),
        )
    found = check(filled)
    assert [(f.kind, f.subject, f.detail) for f in found] == [(FindingKind.REFERENCE, "hearing", "case_file")]


def damage(path, page):
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 + 100] ^= 0xFF
    path.write_bytes(data)


def leaf_pages(vault, table, rows):
    """The pages of a table, by what changes in the file when those rows are overwritten."""
    before = vault.path.read_bytes()
    with vault.write() as session:
        session.connection().exec_driver_sql(
            f"UPDATE {table} SET title = replace(title, 'x', 'y') WHERE {rows}"
        )
    with vault.outside_transaction() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    after = vault.path.read_bytes()
    pages = range(len(before) // 4096)
    return [n + 1 for n in pages if before[n * 4096 : n * 4096 + 4096] != after[n * 4096 : n * 4096 + 4096]]


def test_check_names_a_damaged_page_and_what_is_on_it_and_the_rest_goes_on(filled):
    with filled.write() as session:
        session.add_all(a_case(serial, title="x" * 3000) for serial in range(100, 140))
    with filled.outside_transaction() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = leaf_pages(filled, "case_file", "serial = 117")
    filled.close()
    for page in pages:
        damage(filled.path, page)
    again = database.open(filled.path, PASSPHRASE, kdf=FAST)
    found = check(again)
    assert {int(f.subject_id) for f in found if f.kind is FindingKind.PAGE} == set(pages)
    assert [(f.subject, f.detail) for f in found if f.kind is FindingKind.AFFECTED] == [
        ("case_file", "cases 2026-117")
    ]
    assert not {f.kind for f in found} & {FindingKind.AUDIT, FindingKind.LETTER, FindingKind.TRIGGER}
    with again.read() as session:
        assert session.exec(select(Letter)).one().reference == "2026-001/1"
    again.close()


def _stumble_over_the_title(vault, act):
    with getattr(vault, act)() as session:
        title = session.exec(select(Case.title).where(Case.serial == 1)).one()
        assert title.endswith("\0"), "not the page that was meant"
        raise ValueError("as a date would that is read from zeros")


@pytest.mark.parametrize("act", ["read", "write"])
def test_the_tail_of_a_long_text_on_a_damaged_page_is_never_shown_as_zeros(vault, act):
    with vault.write() as session:
        session.add(a_case(1, title="x" * 9000))
        session.add(a_case(2, title="een nul \0 die er zo is ingezet"))
    with vault.outside_transaction() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = leaf_pages(vault, "case_file", "serial = 1")
    vault.close()
    damage(vault.path, pages[-1])
    again = database.open(vault.path, PASSPHRASE, kdf=FAST)
    for _ in range(2):
        with pytest.raises(StoreError) as told:
            _stumble_over_the_title(again, act)
        assert told.value.fault is Fault.DAMAGED
        with getattr(again, act)() as session:
            assert "\0" in session.exec(select(Case.title).where(Case.serial == 2)).one()
    again.close()


def test_check_names_the_cases_whose_rows_are_on_a_damaged_page(vault):
    with vault.write() as session:
        for serial in range(1, 30):
            a_full_case(vault, session, serial).title = "x" * 500
        session.connection().exec_driver_sql("UPDATE measure SET title = title || printf('%.3000c', 'x')")
    with vault.outside_transaction() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = leaf_pages(vault, "measure", "case_id IN (SELECT id FROM case_file WHERE serial = 7)")
    vault.close()
    for page in pages:
        damage(vault.path, page)
    again = database.open(vault.path, PASSPHRASE, kdf=FAST)
    found = [f for f in check(again) if f.kind is FindingKind.AFFECTED]
    assert [f.subject for f in found] == ["measure"]
    assert "2026-007" in found[0].detail
    assert 1 <= found[0].detail.count("2026-") < 10
    again.close()


def test_check_finds_a_certificate_that_was_rewritten(filled):
    as_attacker(filled, "UPDATE destruction SET ground = 'iets anders'")
    assert [(f.kind, f.subject) for f in check(filled)] == [(FindingKind.DESTRUCTION, "destruction")]


def test_a_vault_without_recovery_sheet_or_with_open_files_gets_a_warning_and_is_not_at_fault(filled):
    assert [f.kind for f in warnings(filled)] == [FindingKind.RECOVERY]
    if os.name == "posix":
        keys.key_path(filled.path).chmod(0o644)
        assert [(f.kind, f.subject) for f in warnings(filled)][1:] == [
            (FindingKind.PERMISSIONS, "school.twijs.keys")
        ]
    assert check(filled) == []


def test_the_check_of_a_damaged_vault_changes_nothing_in_it(filled):
    filled.close()
    damage(filled.path, 9)
    before = filled.path.read_bytes()
    again = database.open(filled.path, PASSPHRASE, kdf=FAST)
    assert FindingKind.PAGE in {f.kind for f in check(again)}
    again.close()
    assert filled.path.read_bytes() == before


def opened_or_fault(path):
    try:
        return database.open(path, PASSPHRASE, kdf=FAST)
    except StoreError as error:
        return error.fault


def test_one_changed_bit_anywhere_is_never_a_wrong_answer(filled, tmp_path, capfd):
    with filled.read() as session:
        truth = [tuple(row) for row in session.connection().execute(text("SELECT * FROM letter"))]
    filled.close()
    data = filled.path.read_bytes()
    chance = random.Random(7)
    copy = tmp_path / "copy.twijs"
    keys.key_path(copy).write_bytes(keys.key_path(filled.path).read_bytes())
    keys.backup_path(copy).write_bytes(keys.key_path(filled.path).read_bytes())
    for place in [0, 15, 16, 4095, 4096, len(data) - 1, *chance.sample(range(len(data)), 30)]:
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(changed)
        vault = opened_or_fault(copy)
        if isinstance(vault, Fault):
            assert vault is Fault.DAMAGED, place
            continue
        assert FindingKind.PAGE in {f.kind for f in check(vault)}, place
        with contextlib.suppress(StoreError), vault.read() as session:
            assert [tuple(row) for row in session.connection().execute(text("SELECT * FROM letter"))] == truth
        vault.close()
    assert capfd.readouterr() == ("", "")  # SQLCipher would write its complaints on stderr


def test_check_finds_key_files_that_do_not_fit(filled):
    keys.key_path(filled.path).write_bytes(b"{")
    keys.backup_path(filled.path).unlink()
    assert [(f.subject, f.detail) for f in check(filled)] == [
        (".keys", "key_file_damaged"),
        (".bak", "key_file_missing"),
    ]


def test_no_finding_repeats_what_stands_in_the_vault(filled):
    as_attacker(filled, "UPDATE sealed_paper SET content = x'00'", "UPDATE audit_event SET actor = 'x'")
    shown = repr(check(filled))
    assert "filmpje" not in shown.lower()
    assert date(2026, 11, 23).isoformat() not in shown


# --- the library of rules ---


def test_a_kept_rule_pack_with_another_text_is_found(filled):
    as_attacker(filled, "UPDATE rule_pack SET files = replace(files, 'pack', 'pakk')")
    assert [(f.kind.value, f.subject, f.detail) for f in check(filled)] == [
        ("rules", "rule_pack", "hash differs")
    ]
