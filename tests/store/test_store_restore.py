"""Putting a backup back: the present vault is kept, and a cut at any moment leaves a vault that opens."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fuzz_container import main as fuzz
from test_store_backup import fill, made, names, small_disk, unmount
from vault_kit import AT, FAST, PASSPHRASE

from twijs_desk.store import container, database, keys, restore
from twijs_desk.store.check import check
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.files import FileLock, lock_path

HERE = Path(__file__).parent


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def old_and_present(path, stick):
    """A backup with three cases, and the vault with five, its last save still in the write-ahead log."""
    vault = database.create(path, PASSPHRASE, at=AT, product_version="1", kdf=FAST)
    fill(vault)
    done = made(vault, stick)
    fill(vault, 2, start=4)
    vault.close()
    return done, path


def put(done, path, secret=PASSPHRASE, **options):
    return restore.put_back(done.path, path, secret, at=AT, bounds=FAST.bounds, **options)


def cases(path):
    vault = database.open(path, PASSPHRASE, kdf=FAST)
    try:
        with vault.read() as session:
            found = session.connection().exec_driver_sql("SELECT count(*) FROM case_file").scalar()
        assert check(vault) == []
        return found
    finally:
        vault.close()


def test_the_present_vault_is_kept_whole(old_and_present):
    done, path = old_and_present
    before = {end: (path.parent / (path.name + end)).read_bytes() for end in ("", ".keys", ".keys.bak")}
    report = put(done, path)
    assert report.contents.counts["case_file"] == 3
    aside = report.kept[0]
    assert aside.name == "school.twijs.vorige-20261123-093000"
    for end, raw in before.items():
        assert aside.with_name(aside.name + end).read_bytes() == raw
    assert cases(path) == 3
    assert cases(aside) == 5
    again = put(done, path)  # within the same second: another name
    assert again.kept[0] != aside
    assert cases(path) == 3


def test_a_write_ahead_log_of_the_former_vault_never_meets_the_restored_one(path, stick):
    vault = database.create(path, PASSPHRASE, at=AT, product_version="1", kdf=FAST)
    fill(vault)
    done = made(vault, stick)
    fill(vault, 2, start=4)
    crashed = path.parent / "crashed"
    crashed.mkdir()
    for end in ("", "-wal", ".keys", ".keys.bak"):  # as a killed program leaves it
        shutil.copy(path.with_name(path.name + end), crashed / (path.name + end))
    vault.close()
    assert (crashed / "school.twijs-wal").stat().st_size > 0
    report = put(done, crashed / path.name)
    assert not (crashed / "school.twijs-wal").exists()
    assert cases(crashed / path.name) == 3
    assert cases(report.kept[0]) == 5  # with its own log, the last saves are there


def test_without_a_vault_it_is_simply_there(old_and_present, tmp_path):
    done, _ = old_and_present
    new = tmp_path / "new"
    new.mkdir()
    report = put(done, new / "school.kluis", None)
    assert (report.kept, report.contents) == ((), None)
    assert names(new) == ["school.kluis", "school.kluis.keys", "school.kluis.keys.bak"]
    assert cases(new / "school.kluis") == 3


@pytest.mark.parametrize(
    ("secret", "fault"), [("een andere zin", Fault.WRONG_PASSPHRASE), (None, Fault.BACKUP_DAMAGED)]
)
def test_what_cannot_be_trusted_changes_nothing(old_and_present, secret, fault):
    done, path = old_and_present
    if secret is None:
        raw = bytearray(done.path.read_bytes())
        raw[len(raw) // 2] ^= 1
        done.path.write_bytes(raw)
    before = names(path.parent)
    with pytest.raises(StoreError) as caught:
        put(done, path, secret)
    assert caught.value.fault is fault
    assert names(path.parent) == before
    assert cases(path) == 5


def test_another_database_under_the_same_seal_is_noticed(old_and_present, tmp_path, path):
    """Someone made a container of an older database of the same vault: all sums right, the seal not."""
    done, path = old_and_present
    copy = tmp_path / "copy.db"
    sound = container.read(done.path, database_to=copy)
    other = container.Part(path.stat().st_size, __import__("hashlib").sha256(path.read_bytes()).hexdigest())
    forged = container.Manifest(**{**vars(sound.manifest), "database": other})
    target = tmp_path / "forged.reservekopie"
    container.write(target, forged, sound.key_file, path)
    with pytest.raises(StoreError) as caught:
        restore.put_back(target, path, PASSPHRASE, at=AT, bounds=FAST.bounds)
    assert caught.value.fault is Fault.BACKUP_DAMAGED
    assert cases(path) == 5


def test_a_vault_in_use_is_left_alone(old_and_present):
    done, path = old_and_present
    lock = FileLock(lock_path(path))
    lock.acquire()
    try:
        with pytest.raises(StoreError) as caught:
            put(done, path)
        assert caught.value.fault is Fault.IN_USE
    finally:
        lock.release()
    assert cases(path) == 5


def test_a_backup_of_a_newer_version_is_refused(old_and_present, tmp_path):
    done, path = old_and_present
    copy = tmp_path / "copy.db"
    sound = container.read(done.path, database_to=copy)
    newer = tmp_path / "newer.reservekopie"
    manifest = container.Manifest(**{**vars(sound.manifest), "revision": "9999"})
    container.write(newer, manifest, sound.key_file, copy)
    with pytest.raises(StoreError) as caught:
        restore.put_back(newer, path, at=AT)
    assert caught.value.fault is Fault.NEWER_VERSION
    assert cases(path) == 5


def test_a_full_disk_changes_nothing(old_and_present, tmp_path):
    done, path = old_and_present
    disk = tmp_path / "disk"
    small_disk(disk, "1200k")
    try:
        for end in ("", ".keys", ".keys.bak"):
            shutil.copy(path.with_name(path.name + end), disk / (path.name + end))
        (disk / "ballast").write_bytes(b"\0" * (shutil.disk_usage(disk).free - 100_000))
        before = names(disk)
        with pytest.raises(StoreError) as caught:
            put(done, disk / path.name)
        assert caught.value.fault is Fault.DISK_FULL
        assert names(disk) == before
        (disk / "ballast").unlink()
        assert cases(disk / path.name) == 5
    finally:
        unmount(disk)


def test_the_anchor_begins_anew_so_that_nothing_seems_missing(old_and_present, tmp_path):
    done, path = old_and_present
    anchors = tmp_path / "ankers"
    database.open(path, PASSPHRASE, kdf=FAST, anchors=anchors).close()
    vault = database.open(path, PASSPHRASE, kdf=FAST, anchors=anchors)
    with vault.write() as session:
        vault.log(session, at=AT, actor="E", action="x")
    vault.close()
    put(done, path, anchors=anchors)
    vault = database.open(path, PASSPHRASE, kdf=FAST, anchors=anchors)
    assert vault.lapse is None
    vault.close()


# --- cut off ---


class Cut(Exception):
    pass


def cut_at(monkeypatch, number):
    """The power goes at the nth rename or removal of the moving."""
    real = {name: getattr(os, name) for name in ("rename", "replace", "unlink")}
    done = {"count": 0}

    def cutting(name):
        def call(*arguments, **options):
            if done["count"] == number:
                raise Cut
            done["count"] += 1
            return real[name](*arguments, **options)

        return call

    for name in real:
        monkeypatch.setattr(os, name, cutting(name))
    return done


@pytest.mark.parametrize("number", range(10))
def test_cut_between_any_two_steps_of_the_moving_the_next_start_finishes(
    old_and_present, monkeypatch, number
):
    done, path = old_and_present
    staged = {
        end: path.with_name(f"{path.name}.{n:08x}.tmp") for n, end in enumerate(("", ".keys", ".keys.bak"))
    }
    sound = container.read(done.path, database_to=staged[""])
    for end in (".keys", ".keys.bak"):
        staged[end].write_bytes(sound.key_file)
    restore._begin(path, staged, AT)
    with monkeypatch.context() as patch:
        cut_at(patch, number)
        try:
            restore.finish(path)
            finished = True
        except Cut:
            finished = False
    assert finished is (number >= 9)
    assert restore.was_interrupted(path) is not finished
    assert cases(path) == 3
    assert cases(path.with_name("school.twijs.vorige-20261123-093000")) == 5
    assert not restore.was_interrupted(path)
    assert not [name for name in names(path.parent) if ".tmp" in name]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"[" * 50_000,
        b'{"format":1,"moving":"in","aside":{},"staged":{"school.twijs":"../../x"}}',
        b'{"format":1,"moving":"aside","aside":{"../x":"y"},"staged":{}}',
        b"\xff" * 99,
    ],
)
def test_a_damaged_marker_moves_nothing_and_putting_back_again_helps(old_and_present, text):
    done, path = old_and_present
    path.with_name(path.name + ".terugzetten").write_bytes(text)
    with pytest.raises(StoreError) as caught:
        database.open(path, PASSPHRASE, kdf=FAST)
    assert caught.value.fault is Fault.RESTORE_CUT_OFF
    put(done, path)
    assert cases(path) == 3


def killed(tmp_path, rounds, seed):
    """Another program makes backups and puts them back for ever; killed at random moments, whatever it was doing."""
    chance, folder = random.Random(seed), tmp_path / "killed"
    stick = folder / "stick"
    stick.mkdir(parents=True)
    path = folder / "school.twijs"
    vault = database.create(path, PASSPHRASE, at=AT, product_version="1", kdf=FAST)
    fill(vault)
    vault.close()
    told, acknowledged = {"backups": 0, "interrupted": 0, "rounds": 0}, 3
    for _ in range(rounds):
        worker = subprocess.Popen(
            [sys.executable, str(HERE / "crash_backup.py"), str(path), str(stick)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE)])},
        )
        assert worker.stdout.readline() == b"READY\n"
        time.sleep(chance.random() * 1.2)
        worker.send_signal(signal.SIGKILL)
        output = worker.stdout.read().decode().splitlines()  # not communicate: it forgets what is buffered
        worker.stdout.close()
        worker.wait()
        saves = [int(line.split()[1]) for line in output if line.startswith("ACK ")]
        acknowledged = max([acknowledged, *saves])
        told["interrupted"] += restore.was_interrupted(path)
        vault = database.open(path, PASSPHRASE, kdf=FAST)
        assert check(vault) == []
        with vault.read() as session:
            found = session.connection().exec_driver_sql("SELECT count(*) FROM case_file").scalar()
        vault.close()
        assert found in (acknowledged, acknowledged + 1), output  # what is put back was just copied
        acknowledged = found
        for file in stick.glob("*.reservekopie"):
            assert container.read(file)
            told["backups"] += 1
        told["rounds"] += 1
        for former in folder.glob("school.twijs.vorige-*"):
            former.unlink()
        for file in sorted(stick.glob("*.reservekopie"))[:-2]:
            file.unlink()
    return told


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_killed_while_backing_up_and_putting_back(tmp_path):
    assert killed(tmp_path, 6, 1)["rounds"] == 6


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_killed_while_backing_up_and_putting_back_a_hundred_times(tmp_path):
    told = killed(tmp_path, 100, 2)
    assert told["rounds"] == 100
    assert told["backups"] > 50


# --- the key file, and any bytes ---


def test_a_lost_key_file_comes_back_out_of_a_backup(old_and_present, tmp_path):
    done, path = old_and_present
    keys.key_path(path).unlink()
    keys.backup_path(path).write_bytes(b"kapot")
    with pytest.raises(StoreError):
        database.open(path, PASSPHRASE, kdf=FAST)
    restore.key_file_from(done.path, path)
    assert cases(path) == 5
    other = database.create(tmp_path / "other", PASSPHRASE, at=AT, product_version="1", kdf=FAST)
    other.close()
    with pytest.raises(StoreError) as caught:
        restore.key_file_from(done.path, tmp_path / "other")
    assert caught.value.fault is Fault.OTHER_VAULT


def test_any_bytes_as_a_backup_are_refused_or_sound():
    told = fuzz(500, 7)
    assert told["refused"] > 400


@pytest.mark.slow
def test_any_bytes_as_a_backup_are_refused_or_sound_often():
    told = fuzz(25_000, 8)
    assert told["refused"] > 20_000
