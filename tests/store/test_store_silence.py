"""No error and no report repeats what stands in the vault: every kind of refused statement, with a mark in it."""

import logging
import traceback
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from vault_kit import AT, a_case, a_full_case

from twijs_desk.store import models as m
from twijs_desk.store.errors import Fault, StoreError

MARK = "Zwartjes-geheim"


def unique(session: Session) -> None:
    session.add_all([a_case(1, title=MARK), a_case(1, title=MARK)])
    session.flush()


def missing_value(session: Session) -> None:
    session.execute(sa.insert(m.Case), {"title": MARK, "year": 2026, "serial": 5})


def nowhere(session: Session) -> None:
    session.execute(
        sa.insert(m.Hearing).values(
            case_id=a_case().id, kind="x", minutes=MARK, recorded_at=AT, id=a_case().id
        )
    )


def frozen(session: Session) -> None:
    session.execute(sa.update(m.Incident).values(observation=MARK))


def no_such_column(session: Session) -> None:
    session.execute(sa.text("SELECT nothing FROM person WHERE family_name = :word"), {"word": MARK})


def wrong_statement(session: Session) -> None:
    session.execute(sa.text("SELEC :word"), {"word": MARK})


def wrong_type(session: Session) -> None:
    session.execute(sa.text("SELECT :word"), {"word": {MARK}})


def too_large_a_number(session: Session) -> None:
    session.execute(sa.text("SELECT :word, :number"), {"word": MARK, "number": 2**70})


def without_time_zone(session: Session) -> None:
    session.add(m.Draft(kind=MARK, started_at=datetime(2026, 11, 23), saved_at=AT))  # noqa: DTZ001
    session.flush()


def half_a_letter(session: Session) -> None:
    session.execute(sa.text("SELECT :word"), {"word": f"{MARK}\ud800"})


def not_for_json(session: Session) -> None:
    session.add(m.Draft(kind="x", body={"text": MARK, "odd": {1, 2}}, started_at=AT, saved_at=AT))
    session.flush()


def two_of_one(session: Session) -> None:
    session.add_all([a_case(8, title=MARK), a_case(9, title=MARK)])
    session.exec(select(m.Case).where(m.Case.title == MARK)).one()


def unreadable(session: Session) -> None:
    session.execute(sa.text("UPDATE draft SET body = :word"), {"word": f"{{{MARK}"})
    session.exec(select(m.Draft)).all()


KINDS = (
    unique,
    missing_value,
    nowhere,
    frozen,
    no_such_column,
    wrong_statement,
    wrong_type,
    too_large_a_number,
    without_time_zone,
    half_a_letter,
    not_for_json,
    two_of_one,
    unreadable,
)


def provoked(vault, kind) -> BaseException:
    try:
        with vault.write() as session:
            kind(session)
    except Exception as error:
        return error
    raise AssertionError("nothing was refused")


@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_statement_does_not_repeat_what_was_in_it(vault, kind, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    with vault.write() as session:
        a_full_case(vault, session)
    error = provoked(vault, kind)
    said = "".join(traceback.format_exception(error)) + caplog.text
    chain: BaseException | None = error
    while chain is not None:
        said += str(chain)
        chain = chain.__cause__ or chain.__context__
    out, err = capfd.readouterr()
    for word in (MARK, "Een filmpje van een leerkracht", "Groot"):
        assert word not in said + out + err


@pytest.mark.parametrize("kind", KINDS)
def test_the_crash_report_holds_none_of_it_either(vault, kind):
    crash = pytest.importorskip("twijs_desk.gui.crash")
    with vault.write() as session:
        a_full_case(vault, session)
    assert MARK not in crash.report(provoked(vault, kind), datetime.now(UTC))  # noqa: TID251 - any moment


def test_a_fault_says_which_and_no_more(vault):
    vault.close()
    with pytest.raises(StoreError) as caught, vault.write():
        pass
    assert str(caught.value) == Fault.CLOSED.value
