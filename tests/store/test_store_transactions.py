"""Writing and reading: all or nothing, and nothing but what was meant."""

import traceback
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import insert, select
from vault_kit import AT, FAST, PASSPHRASE, a_case

from twijs_desk.store import audit, connect, database, queries
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import AuditEvent, Case, FlowRun


def test_what_is_written_is_there_after_closing_and_opening(vault):
    with vault.write() as session:
        session.add(a_case())
        vault.log(session, at=AT, actor="E. de Wit", action="case.registered")
    vault.close()
    again = database.open(vault.path, PASSPHRASE, kdf=FAST)
    with again.read() as session:
        assert session.exec(select(Case.title)).all() == ["Filmpje in de klassenapp"]
        assert audit.verify(session, again.audit_key).count == 1
    again.close()


def test_an_exception_takes_everything_back(vault):
    def fail():
        with vault.write() as session:
            session.add(a_case())
            vault.log(session, at=AT, actor="E. de Wit", action="case.registered")
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        fail()
    with vault.read() as session:
        assert session.exec(select(Case)).all() == []
        assert session.exec(select(AuditEvent)).all() == []


def test_a_closed_vault_says_so(vault):
    vault.close()
    with pytest.raises(StoreError) as caught, vault.read():
        pass
    assert caught.value.fault is Fault.CLOSED


def test_rows_of_one_transaction_may_be_added_in_any_order_but_must_fit_together(vault):
    case = a_case()
    with vault.write() as session:
        session.add(FlowRun(case_id=case.id, pack_id="twijs-2022", pack_version="1", started_at=AT))
        session.add(case)
    dangling = FlowRun(case_id=uuid.uuid4(), pack_id="twijs-2022", pack_version="1", started_at=AT)
    with pytest.raises(IntegrityError), vault.write() as session:
        session.add_all([a_case(2), dangling])
    with vault.read() as session:
        assert len(session.exec(select(Case)).all()) == 1


def test_reading_cannot_write(vault):
    with pytest.raises(OperationalError, match="readonly"), vault.read() as session:
        session.execute(insert(Case).values(a_case().model_dump()))
    with vault.write() as session:  # and the same connection can write afterwards
        session.add(a_case())


def test_readers_see_one_moment_and_do_not_wait_for_the_writer(vault):
    with vault.write() as session:
        session.add(a_case(1))
    with vault.read() as reader:
        assert len(reader.exec(select(Case.serial)).all()) == 1
        with vault.write() as session:
            session.add(a_case(2))
        assert len(reader.exec(select(Case.serial)).all()) == 1


def test_a_transaction_inside_a_transaction_is_refused_at_once(vault):
    with pytest.raises(RuntimeError), vault.write(), vault.write():
        pass
    with vault.write() as session:
        session.add(a_case())


def test_writers_in_several_threads_take_turns(vault):
    def save(worker):
        for _ in range(5):
            with vault.write() as session:
                session.add(a_case(queries.next_serial(session, 2026)))
                vault.log(session, at=AT, actor=f"worker {worker}", action="case.registered")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, range(4)))
    with vault.read() as session:
        assert sorted(session.exec(select(Case.serial)).all()) == list(range(1, 21))
        assert audit.verify(session, vault.audit_key) == audit.ChainReport(
            20, True, None, "", 20, session.get(AuditEvent, 20).mac
        )


def test_every_setting_is_read_back_on_every_connection(vault):
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
        "cache_size": -16384,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "journal_size_limit": 16777216,
    }
    with vault.read() as one, vault.read() as two, vault.write() as three:
        for session in (one, two, three):
            found = {n: session.connection().exec_driver_sql(f"PRAGMA {n}").scalar() for n in wanted}
            assert found == wanted
            assert session.connection().exec_driver_sql("PRAGMA cipher_version").scalar()


def test_a_setting_that_does_not_hold_is_noticed(vault, monkeypatch):
    monkeypatch.setattr(connect, "_SETTINGS", (*connect._SETTINGS, ("user_version", "3", 4)))
    with pytest.raises(StoreError) as caught, vault.outside_transaction():
        pass
    assert caught.value.fault is Fault.CIPHER_MISSING


def test_an_error_of_sql_holds_no_case_text(vault, caplog):
    secret = "Kees heeft het filmpje verspreid"
    with pytest.raises(IntegrityError) as caught, vault.write() as session:
        session.add_all([a_case(1, title=secret), a_case(1, title=secret)])
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text
    assert "UNIQUE" in shown
    assert secret not in shown
    with pytest.raises(StatementError) as refused, vault.write() as session:
        session.add(a_case(2, title=secret, updated_at=AT.replace(tzinfo=None)))
    shown = "".join(traceback.format_exception(refused.value)) + caplog.text
    assert "timezone" in shown
    assert secret not in shown
