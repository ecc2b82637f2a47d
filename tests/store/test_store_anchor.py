"""The anchor: a vault that lost its last lines, or has others, is noticed at opening and never by mistake."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from vault_kit import AT, FAST, PASSPHRASE, a_case

from twijs_desk.store import anchor, audit, database
from twijs_desk.store.anchor import RECORD, Head, Lapse

HERE = Path(__file__).parent
posix = pytest.mark.skipif(os.name != "posix", reason="signals, limits and rights of POSIX")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "ankers"


@pytest.fixture
def path(tmp_path):
    (tmp_path / "kluis").mkdir()
    return tmp_path / "kluis" / "school.twijs"


def make(path, folder):
    return database.create(path, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST, anchors=folder)


def reopen(path, folder):
    return database.open(path, PASSPHRASE, kdf=FAST, anchors=folder)


def save(vault, count=1):
    for _ in range(count):
        with vault.write() as session:
            vault.log(session, at=AT, actor="E. de Wit", action="case.registered")


def filled(path, folder, lines):
    vault = make(path, folder)
    save(vault, lines)
    vault.close()


def lapse_of(path, folder):
    vault = reopen(path, folder)
    try:
        return vault.lapse
    finally:
        vault.close()


def copy_of(path, to):
    """The whole folder, as someone with a USB stick copies it."""
    shutil.copytree(path.parent, to)
    return to


def put_back(copy, path, *, with_anchor):
    for file in copy.iterdir():
        if with_anchor or file.suffix != ".anchor":
            shutil.copy(file, path.parent / file.name)


def test_a_vault_that_was_closed_or_killed_is_not_behind(path, folder):
    filled(path, folder, 3)
    for lines in (1, 2, 3):
        vault = reopen(path, folder)
        assert vault.lapse is None
        save(vault, lines)
        vault.close()
    assert lapse_of(path, folder) is None
    assert anchor.beside(path).stat().st_size == 2 * RECORD
    assert [file.stat().st_size for file in folder.iterdir()] == [2 * RECORD]


WRITER = """
import os, sys; from pathlib import Path
from test_store_anchor import reopen, save
vault = reopen(Path(sys.argv[1]), Path(sys.argv[2]))
save(vault, 4)
os.write(1, b"saved\\n")
sys.stdin.read()
"""


def killed_with_everything_in_the_log(path, folder):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
    ) as writer:
        assert writer.stdout.readline() == b"saved\n"
        writer.send_signal(signal.SIGKILL)


@posix
def test_a_write_ahead_log_that_is_gone_after_a_kill_is_told(path, folder):
    filled(path, folder, 2)
    killed_with_everything_in_the_log(path, folder)
    wal = path.with_name(path.name + "-wal")
    kept = wal.read_bytes()
    wal.unlink()
    assert lapse_of(path, folder) == Lapse(6, 2, found_at=AT)
    assert lapse_of(path, folder) == Lapse(6, 2, found_at=AT)  # told until it is accepted
    assert len(kept) > 4096


@posix
def test_a_kill_alone_is_no_lapse(path, folder):
    filled(path, folder, 2)
    killed_with_everything_in_the_log(path, folder)
    vault = reopen(path, folder)
    assert vault.lapse is None
    with vault.read() as session:
        assert audit.verify(session, vault.audit_key).last_seq == 6
    vault.close()


@pytest.mark.parametrize("with_anchor", [False, True])
def test_an_older_copy_put_back_is_told_also_when_its_anchor_came_along(path, folder, tmp_path, with_anchor):
    filled(path, folder, 3)
    copy = copy_of(path, tmp_path / "usb")
    vault = reopen(path, folder)
    save(vault, 5)
    vault.close()
    put_back(copy, path, with_anchor=with_anchor)
    assert lapse_of(path, folder) == Lapse(8, 3, found_at=AT, beside=not with_anchor)
    if with_anchor:  # what the copy in the user's own folder is for
        assert lapse_of(path, None) is None


def test_an_older_copy_in_which_someone_worked_on_is_a_fork(path, folder, tmp_path):
    filled(path, folder, 3)
    copy = copy_of(path, tmp_path / "usb")
    vault = reopen(path, folder)
    save(vault, 2)
    vault.close()
    put_back(copy, path, with_anchor=True)
    vault = reopen(path, None)  # on another computer
    with vault.write() as session:
        for minute in range(4):
            vault.log(session, at=AT + timedelta(minutes=minute), actor="E. de Wit", action="other")
    vault.close()
    found = lapse_of(path, folder)
    assert (found.kept_seq, found.found_seq, found.forked, found.missing) == (5, 7, True, 0)


def test_working_on_does_not_hide_what_is_missing_and_accepting_does(path, folder, tmp_path):
    filled(path, folder, 3)
    copy = copy_of(path, tmp_path / "usb")
    vault = reopen(path, folder)
    save(vault, 5)
    vault.close()
    put_back(copy, path, with_anchor=False)
    vault = reopen(path, folder)
    save(vault, 1)
    vault.close()
    vault = reopen(path, folder)
    assert vault.lapse == Lapse(8, 4, found_at=AT)
    save(vault, 1)
    vault.accept_lapse()
    assert vault.lapse is None
    save(vault, 1)
    vault.close()
    assert lapse_of(path, folder) is None
    shutil.copytree(path.parent, tmp_path / "newer")
    vault = reopen(path, folder)
    save(vault, 1)
    vault.close()
    put_back(tmp_path / "newer", path, with_anchor=True)
    assert lapse_of(path, folder) == Lapse(
        7, 6, found_at=AT, beside=False
    )  # and the anchor is on watch again


def test_a_first_opening_without_any_anchor_is_fine_and_makes_one(path, folder):
    filled(path, folder, 3)
    anchor.beside(path).unlink()
    shutil.rmtree(folder)
    vault = reopen(path, folder)
    assert vault.lapse is None
    assert not anchor.beside(path).exists()
    save(vault)
    vault.close()
    assert anchor.beside(path).exists()
    assert len(list(folder.iterdir())) == 1


def records(vault, path):
    data = path.read_bytes()
    return [anchor.unseal(vault.audit_key, vault.vault_id, data[i : i + RECORD]) for i in (0, RECORD)]


def test_the_records_are_written_in_turn_and_a_torn_one_leaves_the_other(path, folder):
    vault = make(path, folder)
    save(vault, 2)
    file = anchor.beside(path)
    assert {head.seq for head in records(vault, file)} == {1, 2}
    save(vault, 1)
    assert {head.seq for head in records(vault, file)} == {2, 3}
    newest = max((0, 1), key=lambda i: records(vault, file)[i].seq)
    vault.close()
    data = bytearray(file.read_bytes())
    data[newest * RECORD + 100 : newest * RECORD + 512] = bytes(412)
    file.write_bytes(data)
    shutil.rmtree(folder)
    vault = reopen(path, folder)
    assert vault.lapse is None
    save(vault, 1)  # over the torn one, not over the good one
    assert {head.seq for head in records(vault, file)} == {2, 4}
    vault.close()


@pytest.mark.parametrize("content", [b"", b"x" * 7, bytes(1024), b"TWDANK1\0" * 128, os.urandom(5000)])
def test_an_anchor_that_says_nothing_is_passed_over(path, folder, content):
    filled(path, folder, 3)
    anchor.beside(path).write_bytes(content)
    shutil.rmtree(folder)
    assert lapse_of(path, folder) is None


def test_every_changed_bit_in_a_record_makes_it_say_nothing(path, folder):
    vault = make(path, folder)
    record = anchor.seal(vault.audit_key, vault.vault_id, Head(7, "ab" * 32))
    assert anchor.unseal(vault.audit_key, vault.vault_id, record) == Head(7, "ab" * 32)
    for bit in range(RECORD * 8):
        changed = bytearray(record)
        changed[bit // 8] ^= 1 << bit % 8
        assert anchor.unseal(vault.audit_key, vault.vault_id, bytes(changed)) is None
    assert anchor.unseal(vault.audit_key, "00" * 16, record) is None
    assert anchor.unseal(bytes(32), vault.vault_id, record) is None
    vault.close()


def test_the_anchor_of_another_vault_says_nothing(path, folder, tmp_path):
    filled(path, folder, 1)
    other = tmp_path / "other.twijs"
    filled(other, folder, 9)
    shutil.copy(anchor.beside(other), anchor.beside(path))
    assert lapse_of(path, folder) is None
    assert len(list(folder.iterdir())) == 2


def test_what_stands_in_an_anchor_are_numbers(path, folder):
    filled(path, folder, 3)
    data = anchor.beside(path).read_bytes()
    for word in (b"Wit", b"case", b"school", PASSPHRASE.encode()):
        assert word not in data
    if os.name == "posix":
        assert anchor.beside(path).stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_restart_forgets_what_was_there(path, folder):
    vault = make(path, folder)
    save(vault, 9)
    key, vault_id = vault.audit_key, vault.vault_id
    with vault.read() as session:
        fourth = session.execute(
            anchor._LINES.select().where(anchor._LINES.c.seq == 4)  # a backup that knows four lines
        ).one()
    vault.close()
    anchor.restart(path, folder, vault_id, key, 4, fourth.mac)
    for file in (anchor.beside(path), anchor.elsewhere(folder, vault_id, path)):
        assert records(vault, file) == [Head(4, fourth.mac)] * 2
    assert lapse_of(path, folder) is None
    anchor.restart(path, folder, vault_id, key, 0, "")
    assert not anchor.beside(path).exists()


def test_who_looks_on_beside_writes_no_anchor(path, folder):
    vault = make(path, folder)
    save(vault, 1)
    beside = database.open(path, PASSPHRASE, kdf=FAST, lock=False, anchors=folder)
    assert beside.lapse is None
    before = anchor.beside(path).read_bytes()
    beside.close()
    assert anchor.beside(path).read_bytes() == before
    vault.close()


def test_a_place_that_takes_no_anchor_is_no_reason_not_to_save(path, tmp_path):
    (tmp_path / "a file").write_text("x")
    vault = make(path, tmp_path / "a file" / "ankers")
    anchor.beside(path).mkdir()
    save(vault, 3)
    vault.close()
    vault = reopen(path, tmp_path / "a file" / "ankers")
    assert vault.lapse is None
    save(vault, 1)
    vault.close()


@posix
def test_a_disk_that_takes_no_anchor_is_no_reason_not_to_save(path, folder):
    make(path, folder).close()

    class Refuses(anchor._Copy):
        def _put(self, record, turn):
            if turn == 1:
                raise OSError(28, "No space left on device")
            super()._put(record, turn)

    vault = reopen(path, folder)
    vault._anchor._copies = [Refuses(copy.path) for copy in vault._anchor._copies]
    save(vault, 5)
    vault.close()
    assert lapse_of(path, folder) is None


def test_a_damaged_log_opens_and_the_anchor_keeps_what_it_knew(path, folder):
    filled(path, folder, 3)
    vault = reopen(path, folder)
    with vault.write() as session:
        session.connection().exec_driver_sql("DROP TRIGGER audit_event_no_update")
        session.connection().exec_driver_sql("UPDATE audit_event SET at = 'gisteren' WHERE seq = 3")
    vault.close()
    before = anchor.beside(path).read_bytes()
    assert lapse_of(path, folder) is None
    assert anchor.beside(path).read_bytes() == before


def test_the_anchor_costs_next_to_nothing(path, folder):
    vault = make(path, folder)
    save(vault, 1)
    start = time.perf_counter()
    for number in range(2, 1002):
        vault._anchor.note(number, "ab" * 32)
    each = (time.perf_counter() - start) / 1000
    print(f"\n{each * 1e6:.1f} microseconds per save for both copies")
    vault._anchor._waiting = True
    vault.close()
    assert each < 0.002


def log_and_repeat_a_number(vault, session):
    vault.log(session, at=AT, actor="E. de Wit", action="never")
    session.add(a_case(1))
    session.flush()


def test_nothing_is_noted_of_a_save_that_did_not_happen(path, folder):
    vault = make(path, folder)
    save(vault, 1)
    with vault.write() as session:
        session.add(a_case(1))
    with pytest.raises(IntegrityError), vault.write() as session:
        log_and_repeat_a_number(vault, session)
    assert vault._anchor._latest.seq == 1
    save(vault, 1)
    assert vault._anchor._latest.seq == 2
    vault.close()


def test_a_copy_in_another_place_that_went_on_is_no_reason_to_doubt_this_one(path, folder):
    vault = make(path, folder)
    vault.close()
    other = path.with_name("elders.twijs")
    for end in ("", ".keys"):
        shutil.copy(path.with_name(path.name + end), other.with_name(other.name + end))
    copy = reopen(other, folder)
    with copy.write() as session:
        copy.log(session, at=AT, actor="E. de Wit", action="in the copy")
    copy.close()
    again = reopen(path, folder)
    assert again.lapse is None
    with again.write() as session:
        again.log(session, at=AT, actor="E. de Wit", action="in the first")
    again.close()
    copy = reopen(other, folder)
    assert copy.lapse is None
    copy.close()
