"""A new vault key, cut off or refused at any moment: exactly one key opens, and everything is still there.

The long proof: .venv/bin/python -m pytest tests/store -m slow -p no:randomly
"""

import dataclasses
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rekey_writer import fill, renew
from sqlmodel import select
from test_store_durability import ENVIRONMENT, mount_small_disk
from vault_kit import AT, FAST, PASSPHRASE

from twijs_desk.store import audit, database, keys, rekey
from twijs_desk.store.check import check
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.keys import KeyFile
from twijs_desk.store.models import Case

WRITER = Path(__file__).with_name("rekey_writer.py")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def make(path, cases=0):
    vault = database.create(path, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST)
    fill(vault, cases)
    return vault


def reopen(path, secret=PASSPHRASE, **named):
    return database.open(path, secret, kdf=FAST, **named)


def serials(vault):
    with vault.read() as session:
        assert audit.verify(session, vault.audit_key).ok
        return sorted(session.exec(select(Case.serial)).all())


def candidates(path):
    """The vault keys that the key file offers to the passphrase."""
    key_file = keys.read(path)
    parts = [dataclasses.replace(key_file, pending=())]
    if key_file.pending:
        parts.append(KeyFile(key_file.vault_id, 1, key_file.pending))
    return [keys.unwrap(part, PASSPHRASE, bounds=FAST.bounds) for part in parts]


def opening(path):
    vault_id = keys.read(path).vault_id
    return [key for key in candidates(path) if rekey.opens(path, key, vault_id)]


# --- killed ---


def kill_while_rekeying(path, rounds, chance, cases):
    vault = make(path, cases)
    begun = time.perf_counter()
    renew(vault)
    lasts = time.perf_counter() - begun
    vault.close()
    pending = renewed = 0
    for number in range(rounds):
        before = keys.read(path).slots[0].id
        with subprocess.Popen(
            [sys.executable, str(WRITER), str(path)], stdout=subprocess.PIPE, env=ENVIRONMENT
        ) as it:
            assert it.stdout.readline() == b"ready\n"
            if number % 2:  # in the middle of encrypting, else anywhere
                while it.stdout.readline() != b"encrypt\n":
                    pass
            time.sleep(chance.random() * lasts * (0.8 if number % 2 else 2))
            it.send_signal(signal.SIGKILL)
        pending += bool(keys.read(path).pending)
        assert len(opening(path)) == 1
        looking = reopen(path, lock=False)  # beside: settles nothing, but opens
        assert serials(looking) == list(range(1, cases + 1))
        looking.close()
        vault = reopen(path)
        assert serials(vault) == list(range(1, cases + 1))
        assert check(vault) == []
        vault.close()
        assert json.loads(keys.key_path(path).read_bytes())["format_version"] == 1
        assert not keys.loads(keys.backup_path(path).read_bytes()).pending
        renewed += keys.read(path).slots[0].id != before
        assert [key == vault.vault_key for key in opening(path)] == [True]
    return pending, renewed


@posix
def test_killing_it_while_it_makes_a_new_key_leaves_one_key_and_all_rows(path):
    kill_while_rekeying(path, 6, random.Random(4), 200)


@posix
@pytest.mark.slow
def test_killing_it_a_hundred_times_while_it_makes_a_new_key(path):
    pending, renewed = kill_while_rekeying(path, 100, random.Random(), 500)
    assert pending > 10  # killed halfway, not only before and after
    assert renewed > 10


# --- cut off at each step, without chance ---


class CutOff(BaseException):
    """Not an error of ours: as when the process is gone, but where we want it."""


@pytest.mark.parametrize("stage", ["begin", "encrypt", "verify", "done"])
def test_cut_off_at_a_stage_the_next_start_finishes(path, stage, monkeypatch):
    vault = make(path, 20)
    code_of_old = keys.open_slot(vault.key_file, PASSPHRASE, bounds=FAST.bounds).vault_key

    def stop(at):
        if at == stage:
            monkeypatch.setattr(
                keys, "write", None
            )  # whatever it does after being cut off, nothing is written
            raise CutOff

    write = keys.write
    with pytest.raises((CutOff, TypeError)):
        renew(vault, stop)
    monkeypatch.setattr(keys, "write", write)
    vault._engine.dispose()
    vault._lock.release()
    assert bool(keys.read(path).pending) == (stage in ("encrypt", "verify"))
    assert len(opening(path)) == 1
    settled = reopen(path)
    assert (settled.vault_key == code_of_old) == (stage in ("begin", "encrypt"))
    assert serials(settled) == list(range(1, 21))
    assert not keys.read(path).pending
    assert check(settled) == []
    settled.close()


def test_a_copy_that_was_not_reached_gets_the_new_slots_at_the_next_start(path):
    vault = make(path, 5)
    former = vault.key_file
    renew(vault)
    vault.close()
    both = dataclasses.replace(former, pending=keys.read(path).slots)
    keys.backup_path(path).write_bytes(keys.dumps(both))
    reopen(path, lock=False).close()
    assert keys.loads(keys.backup_path(path).read_bytes()).pending  # looking on changes nothing
    reopen(path).close()
    assert keys.backup_path(path).read_bytes() == keys.key_path(path).read_bytes()


def test_either_key_file_alone_is_enough_halfway(path):
    vault = make(path, 5)
    seen = []

    def look(stage):
        if stage == "verify":
            seen.append((keys.key_path(path).read_bytes(), keys.backup_path(path).read_bytes()))

    renew(vault, look)
    vault.close()
    ((key_file, copy),) = seen
    assert key_file == copy
    assert json.loads(key_file)["format_version"] == 2
    keys.key_path(path).unlink()
    keys.backup_path(path).write_bytes(copy)
    settled = reopen(path)
    assert serials(settled) == list(range(1, 6))
    settled.close()


def test_a_secret_of_the_key_that_lost_opens_nothing(path):
    vault = make(path, 5)
    second = keys.wrap(vault.vault_key, vault.vault_id, "tweede zin", label="", kdf=FAST)
    vault.key_file = dataclasses.replace(vault.key_file, slots=(*vault.key_file.slots, second))
    renew(vault)
    halfway = dataclasses.replace(vault.key_file, slots=(second,), pending=vault.key_file.slots)
    vault.close()
    keys.write(path, halfway, withdraw=True)
    with pytest.raises(StoreError) as caught:
        reopen(path, "tweede zin")
    assert caught.value.fault in (Fault.WRONG_PASSPHRASE, Fault.DAMAGED)
    assert keys.read(path).pending  # nothing was decided by someone who cannot open
    with pytest.raises(StoreError) as caught:
        reopen(path, "geen van beide")
    assert caught.value.fault is Fault.WRONG_PASSPHRASE
    vault = reopen(path)
    assert serials(vault) == [1, 2, 3, 4, 5]
    vault.close()


# --- refused ---


@posix
def test_a_full_disk_leaves_the_old_key(tmp_path, monkeypatch):
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mount_small_disk(disk):
        pytest.skip("mounting a small disk needs root")
    try:
        path = disk / "school.twijs"
        vault = make(path, 100)
        before = vault.vault_key
        vault.close()
        (disk / "more").write_bytes(bytes(shutil.disk_usage(disk).free - 300_000))
        vault = reopen(path)
        for room in (None, lambda _: None):  # seen beforehand; and found out halfway
            with monkeypatch.context() as patch:
                if room:
                    patch.setattr(rekey, "_must_have_room", room)
                with pytest.raises(StoreError) as caught:
                    renew(vault)  # the write-ahead log of a whole vault does not fit
            assert caught.value.fault is Fault.DISK_FULL
            assert vault.vault_key == before
            assert serials(vault) == list(range(1, 101))
        vault.close()
        assert opening(path) == [before]
        vault = reopen(path)
        assert serials(vault) == list(range(1, 101))
        (disk / "more").unlink()
        (disk / "ballast").unlink()
        renew(vault)  # with room it works
        assert check(vault) == []
        vault.close()
        assert not keys.read(path).pending
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_it_needs_the_vault_for_itself(path):
    make(path, 1).close()
    vault = reopen(path, lock=False)
    before = {p.name: p.read_bytes() for p in path.parent.iterdir() if "keys" in p.name}
    with pytest.raises(StoreError) as caught:
        rekey.renew(vault, keys.new_vault_key(), vault.key_file.slots)
    assert caught.value.fault is Fault.IN_USE
    vault.close()
    assert {p.name: p.read_bytes() for p in path.parent.iterdir() if "keys" in p.name} == before


def test_the_vault_id_stays_and_the_old_key_is_nowhere(path):
    vault = make(path, 50)
    old_key, header = vault.vault_key, path.read_bytes()[:16]
    old_pages = {path.read_bytes()[n : n + 4096] for n in range(4096, 40960, 4096)}
    renew(vault)
    assert not rekey.opens(path, old_key, vault.vault_id)
    vault.close()
    data = path.read_bytes()
    assert data[:16] == header == bytes.fromhex(vault.vault_id)
    assert not old_pages & {data[n : n + 4096] for n in range(4096, len(data), 4096)}
    assert not path.with_name(path.name + "-wal").exists()


def test_a_key_file_from_before_is_told_apart_from_a_damaged_vault(path):
    vault = make(path, 50)
    former = keys.key_path(path).read_bytes()
    renew(vault)
    vault.close()
    latest = keys.key_path(path).read_bytes()
    for each in (keys.key_path(path), keys.backup_path(path)):
        each.write_bytes(former)
    whole = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        reopen(path)
    assert caught.value.fault is Fault.KEY_DOES_NOT_FIT
    keys.key_path(path).write_bytes(latest)
    path.write_bytes(whole[:100] + bytes(200) + whole[300:])
    with pytest.raises(StoreError) as caught:
        reopen(path)
    assert caught.value.fault is Fault.DAMAGED
    path.write_bytes(whole)
    reopen(path).close()
