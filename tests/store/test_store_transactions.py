"""Writing and reading: all or nothing, and nothing but what was meant."""

import pytest
from sqlmodel import select
from vault_kit import AT, FAST, PASSPHRASE, a_case

from twijs_desk.store import audit, database
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import AuditEvent, Case


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
