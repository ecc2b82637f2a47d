"""Making a backup: complete, of one moment, verified, and never half; whatever disk, program or user does meanwhile."""

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from vault_kit import AT, CAPTURE, FAST, PAPER, PASSPHRASE, a_case, a_full_case

from twijs_desk import assets
from twijs_desk.store import audit, backup, backup_folder, container, contents, database, keys, migrate
from twijs_desk.store.backup import Backup, Failed
from twijs_desk.store.errors import Fault, StoreError

OLD_VAULTS = Path(__file__).with_name("vaults")


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def fill(vault, cases=3, start=1):
    with vault.write() as session:
        for serial in range(start, start + cases):
            a_full_case(vault, session, serial)


def made(vault, folder, at=AT, **options):
    (result,) = backup.make(vault, [folder], at=at, **options)
    assert isinstance(result, Backup), result
    return result


def small_disk(folder, size="1500k", *, readonly=False):
    folder.mkdir(exist_ok=True)
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root")
    options = f"size={size},mode=700" + (",ro" if readonly else "")
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")


def unmount(folder):
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# --- whole and of one moment ---


def test_a_backup_holds_what_the_vault_holds_and_nothing_readable(vault, stick):
    fill(vault)
    done = made(vault, stick)
    assert done.path.name == "twijs-desk-20261123-093000.reservekopie"
    assert done.contents.counts["case_file"] == 3
    assert done.contents.flaws == ()
    sound = container.read(done.path)
    assert (sound.sha256, sound.manifest) == (done.sha256, done.manifest)
    assert keys.unwrap(container.key_file_of(sound), PASSPHRASE, bounds=FAST.bounds) == vault.vault_key
    told = container.unseal(sound.manifest, vault.backup_key)
    assert told["counts"] == dict(done.contents.counts)
    raw = done.path.read_bytes()
    for word in (b"Groot", b"Filmpje", b"case_file", b"SQLite format", CAPTURE, PAPER, b"E. de Wit"):
        assert word not in raw
    if os.name == "posix":
        assert done.path.stat().st_mode & 0o077 == 0
    assert names(vault.path.parent) == sorted(
        ["school.twijs" + end for end in ("", "-shm", "-wal", ".anchor", ".keys", ".keys.bak", ".lock")]
        + ["stick"]
    )
    assert names(stick) == sorted([*backup_folder.BESIDE, done.path.name])


def test_a_manifest_that_was_changed_no_longer_fits_its_seal(vault, stick):
    done = made(vault, stick)
    for changes in ({"made_at": AT + timedelta(days=1)}, {"revision": "0001"}, {"product_version": "9"}):
        forged = container.Manifest(**{**vars(done.manifest), **changes})
        with pytest.raises(StoreError) as caught:
            container.unseal(forged, vault.backup_key)
        assert caught.value.fault is Fault.BACKUP_DAMAGED


def test_others_read_and_save_while_a_backup_is_made(vault, stick):
    with vault.write() as session:
        for serial in range(1, 100):
            session.add(a_case(serial, title="x" * 20_000))
        vault.log(session, at=AT, actor="E", action="many")
    stop, waits, trouble = threading.Event(), [], []

    def save():
        serial = 1000
        try:
            while not stop.is_set():
                serial += 1
                began = time.perf_counter()
                with vault.write() as session:
                    session.add(a_case(serial))
                    vault.log(session, at=AT, actor="E", action="one")
                waits.append(time.perf_counter() - began)
        except BaseException as error:
            trouble.append(error)

    thread = threading.Thread(target=save)
    thread.start()
    try:
        results = [made(vault, stick, at=AT + timedelta(seconds=number)) for number in range(2)]
    finally:
        stop.set()
        thread.join()
    assert not trouble
    assert len(waits) > 10
    assert max(waits) < 2.0
    for done in results:  # of one moment: as many cases as lines in the log say
        lines = done.contents.counts["audit_event"]
        assert done.contents.counts["case_file"] == lines + 98
        assert done.contents.audit_seq == lines


def test_a_second_backup_of_the_same_second_gets_a_name_of_its_own(vault, stick):
    first, second = made(vault, stick), made(vault, stick)
    assert second.path.name == "twijs-desk-20261123-093000-2.reservekopie"
    assert container.read(second.path)
    assert first.path.exists() is False or first.path != second.path


def test_the_log_is_checked_as_its_own_check_does(vault):
    fill(vault)
    with vault.write() as session:
        vault.log(
            session, at=AT, actor='é"\\\n\U0001f3ac', action="x", detail={"b": 1, "a": ["é", None, 1.5]}
        )
    with vault.outside_transaction() as connection, vault.read() as session:
        assert audit.verify_bare(connection, vault.audit_key) == audit.verify(session, vault.audit_key)
        assert audit.verify_bare(connection, vault.audit_key).ok
        assert not audit.verify_bare(connection, b"\0" * 32).ok


# --- damage ---


def flip(raw, chance):
    position, bit = chance.randrange(len(raw)), chance.randrange(8)
    return raw[:position] + bytes([raw[position] ^ 1 << bit]) + raw[position + 1 :], position


def undetected(done, path, rounds, seed):
    chance, raw, missed = random.Random(seed), done.path.read_bytes(), []
    head = len(container.MAGIC) + 2500
    for number in range(rounds):
        part = raw if number % 3 else raw[:head]
        changed, position = flip(part, chance)
        path.write_bytes(changed if part is raw else changed + raw[head:])
        try:
            container.read(path)
        except StoreError:
            continue
        missed.append(position)
    return missed


def test_a_flipped_bit_anywhere_is_noticed(vault, stick, tmp_path):
    fill(vault)
    assert undetected(made(vault, stick), tmp_path / "flipped.reservekopie", 60, 1) == []


@pytest.mark.slow
def test_a_flipped_bit_anywhere_is_noticed_a_thousand_times(vault, stick, tmp_path):
    fill(vault)
    assert undetected(made(vault, stick), tmp_path / "flipped.reservekopie", 1000, 2) == []


def test_cut_short_or_made_longer_is_noticed(vault, stick, tmp_path):
    raw = made(vault, stick).path.read_bytes()
    other = tmp_path / "other.reservekopie"
    for changed in (raw[:-1], raw + b"\n", raw[: len(raw) // 2], raw[:30], b"", raw[1:], raw + raw):
        other.write_bytes(changed)
        with pytest.raises(StoreError):
            container.read(other)


def flipped_pages(vault, stick, rounds):
    """The check of the copy itself, where no hash of a container helps: every page through its HMAC."""
    fill(vault, 8)
    done = made(vault, stick)
    copy, changed = stick / "copy.db", stick / "changed.db"
    container.read(done.path, database_to=copy)
    raw, chance = copy.read_bytes(), random.Random(rounds)
    sub = keys.sub_keys(vault.vault_key, vault.vault_id)
    assert contents.examine(copy, sub, vault.vault_id, thorough=True) == done.contents
    missed = []
    for _ in range(rounds):
        flipped, position = flip(raw, chance)
        changed.write_bytes(flipped)
        try:
            contents.examine(changed, sub, vault.vault_id)
        except StoreError:
            continue
        missed.append(position)
    return missed


def test_the_check_of_the_copy_sees_a_flipped_bit_in_any_page(vault, stick):
    assert flipped_pages(vault, stick, 30) == []


@pytest.mark.slow
def test_the_check_of_the_copy_sees_a_flipped_bit_in_any_page_often(vault, stick):
    assert flipped_pages(vault, stick, 600) == []


def test_a_damaged_vault_gives_no_backup_and_removes_none(vault, stick):
    fill(vault, 20)
    good = made(vault, stick)
    path, size = vault.path, vault.path.stat().st_size
    vault.close()
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\0" * 8192)
    vault = database.open(path, PASSPHRASE, kdf=FAST)
    with pytest.raises(StoreError) as caught:
        backup.make(vault, [stick], at=AT + timedelta(days=200))
    assert caught.value.fault is Fault.DAMAGED
    vault.close()
    assert good.path.exists()
    assert not [name for name in names(path.parent) if name.endswith(".tmp")]


def test_a_log_that_was_tampered_with_is_copied_and_pushes_nothing_out(vault, stick):
    fill(vault)
    good = made(vault, stick)
    with vault.outside_transaction() as connection:
        connection.execute("DROP TRIGGER audit_event_no_update")
        connection.execute("UPDATE audit_event SET actor = 'iemand' WHERE seq = 2")
    done = made(vault, stick, at=AT + timedelta(days=300))
    assert done.contents.flaws == ("audit_event",)
    assert good.path.exists()


# --- stopped, full, gone ---


@pytest.mark.parametrize("step", ["copy", "verify", "write", "reread"])
def test_stopping_at_any_step_leaves_nothing(vault, stick, step):
    fill(vault, 25)
    cancel = threading.Event()

    def progress(name, part):
        assert 0 <= part <= 1
        if name == step:
            cancel.set()

    with pytest.raises(StoreError) as caught:
        backup.make(vault, [stick], at=AT, progress=progress, cancel=cancel)
    assert caught.value.fault is Fault.CANCELLED
    assert names(stick) == []
    assert not [name for name in names(vault.path.parent) if ".tmp" in name]
    fill(vault, 1, start=100)


def test_a_full_stick_is_told_and_the_other_place_still_gets_its_copy(vault, stick, tmp_path):
    disk = tmp_path / "disk"
    small_disk(disk, "200k")
    try:
        fill(vault)
        results = backup.make(vault, [disk, stick], at=AT)
        assert [type(result) for result in results] == [Failed, Backup]
        assert results[0].error.fault is Fault.DISK_FULL
        assert names(disk) == []
        assert container.read(results[1].path)
    finally:
        unmount(disk)


def test_a_stick_that_may_not_be_written_is_told(vault, tmp_path):
    disk = tmp_path / "disk"
    small_disk(disk, readonly=True)
    try:
        (failed,) = backup.make(vault, [disk], at=AT)
        assert failed.error.fault is Fault.READ_ONLY
    finally:
        unmount(disk)


@pytest.mark.parametrize("step", ["copy", "write", "reread"])
def test_a_stick_pulled_out_halfway_is_told(vault, stick, step):
    fill(vault)

    def pull(name, part):
        if name == step:
            shutil.rmtree(stick, ignore_errors=True)

    (failed,) = backup.make(vault, [stick], at=AT, progress=pull)
    assert failed.error.fault in (Fault.FOLDER_MISSING, Fault.NO_BACKUP, Fault.IO_ERROR)
    fill(vault, 1, start=50)


def test_a_disk_that_is_full_beside_the_vault_is_told_and_harms_nothing(tmp_path, stick):
    disk = tmp_path / "disk"
    small_disk(disk)
    try:
        vault = database.create(disk / "v", PASSPHRASE, at=AT, product_version="1", kdf=FAST)
        fill(vault)
        (disk / "ballast").write_bytes(b"\0" * (shutil.disk_usage(disk).free - 120_000))
        with pytest.raises(StoreError) as caught:
            backup.make(vault, [stick], at=AT)
        assert caught.value.fault is Fault.DISK_FULL
        assert names(stick) == []
        assert not [name for name in names(disk) if name.endswith(".tmp")]
        (disk / "ballast").unlink()
        made(vault, stick)
        vault.close()
    finally:
        unmount(disk)


def test_what_a_killed_program_left_on_the_stick_goes_and_nothing_else(vault, stick):
    done = made(vault, stick)
    raw = done.path.read_bytes()
    half = stick / f"{done.path.name}.0a1b2c3d.tmp"
    half.write_bytes(raw[: len(raw) // 2])
    strange = stick / "x.reservekopie.0a1b2c3d.tmp"
    strange.write_bytes(b"van iemand anders")
    made(vault, stick, at=AT + timedelta(hours=1))
    assert not half.exists()
    assert strange.exists()


# --- how long ---


def test_days_weeks_and_months_are_kept_and_nothing_of_others(vault, stick, tmp_path):
    other = database.create(tmp_path / "other", PASSPHRASE, at=AT, product_version="1", kdf=FAST)
    theirs = made(other, stick, at=AT - timedelta(days=400))
    other.close()
    (stick / "vakantie.jpg").write_bytes(b"foto")
    (stick / "kapot.reservekopie").write_bytes(b"TWIJS-RESERVEKOPIE 1\n{}")
    first = made(vault, stick)
    template = first.manifest
    first.path.unlink()
    copy = tmp_path / "copy.db"
    (again,) = backup.make(vault, [stick], at=AT)
    sound = container.read(again.path, database_to=copy)
    again.path.unlink()
    for days in range(200):  # two a day for two hundred days
        for hour in (8, 15):
            at = datetime(2026, 11, 23, hour, tzinfo=UTC) - timedelta(days=days + 1)
            dated = container.Manifest(
                **{**vars(template), "made_at": at, "database": sound.manifest.database}
            )
            container.write(stick / f"d{days}-{hour}.reservekopie", dated, sound.key_file, copy)
    newest = made(vault, stick, at=datetime(2026, 11, 23, 20, tzinfo=UTC))
    kept = [item.manifest.made_at for item in backup_folder.listing(stick, vault.vault_id)]
    assert kept[0] == newest.manifest.made_at
    assert [(kept[0].date() - at.date()).days for at in kept[:7]] == list(range(7))
    assert min(kept).date() == datetime(2026, 9, 30).date()  # noqa: DTZ001 - a day
    assert len(kept) == 7 + 4 + 1  # Sunday 22 is already there as a day; October's end is a week as well
    assert theirs.path.exists()
    assert {"vakantie.jpg", "kapot.reservekopie"} <= set(names(stick))


def test_the_only_copy_stays_however_old_and_with_a_clock_set_back(vault, stick):
    old = made(vault, stick, at=AT - timedelta(days=700))
    future = made(vault, stick, at=AT + timedelta(days=700))
    assert not old.path.exists()
    back = made(vault, stick, at=AT)
    assert future.path.exists()
    assert back.path.exists()


# --- before a migration ---


def old_vault(folder):
    for end in ("", ".keys"):
        shutil.copy(OLD_VAULTS / f"0001.vault{end}", folder / f"school.twijs{end}")
    return folder / "school.twijs"


def test_before_a_migration_a_copy_of_the_vault_as_it_was_is_laid_beside_it(tmp_path):
    path = old_vault(tmp_path)
    database.open(path, PASSPHRASE, kdf=FAST).close()
    (copy,) = tmp_path.glob("*.reservekopie")
    assert copy.name == "school.twijs.voor-bijwerken-0001-1.reservekopie"
    assert container.read(copy).manifest.revision == "0001"
    for _ in range(3):  # the same vault again and again: the newest two stay
        path.unlink()
        time.sleep(0.02)
        old_vault(tmp_path)
        database.open(path, PASSPHRASE, kdf=FAST).close()
    left = sorted(file.name for file in tmp_path.glob("*.reservekopie"))
    assert left == [f"school.twijs.voor-bijwerken-0001-{number}.reservekopie" for number in (3, 4)]


def test_a_copy_from_before_an_update_goes_after_three_months(tmp_path, stick):
    path = old_vault(tmp_path)
    vault = database.open(path, PASSPHRASE, kdf=FAST)
    (copy,) = tmp_path.glob("*.reservekopie")
    today = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
    made(vault, stick, at=today + timedelta(days=80))
    assert copy.exists()
    made(vault, stick, at=today + timedelta(days=94))
    assert not copy.exists()
    vault.close()


def test_a_new_vault_key_halfway_gives_no_backup(vault, stick):
    def renew(step, part):
        if step == "verify" and part == 0.4:
            vault._vault_key = keys.new_vault_key()

    former = vault.vault_key
    with pytest.raises(StoreError) as caught:
        backup.make(vault, [stick], at=AT, progress=renew)
    assert caught.value.fault is Fault.IN_USE
    assert names(stick) == []
    vault._vault_key = former


def test_without_room_for_that_copy_nothing_migrates_and_the_vault_is_unharmed(tmp_path):
    disk = tmp_path / "disk"
    small_disk(disk)
    try:
        path = old_vault(disk)
        (disk / "ballast").write_bytes(b"\0" * (shutil.disk_usage(disk).free - 250_000))
        before = path.read_bytes()
        with pytest.raises(StoreError) as caught:
            database.open(path, PASSPHRASE, kdf=FAST)
        assert caught.value.fault is Fault.DISK_FULL
        assert path.read_bytes() == before
        assert not list(disk.glob("*.reservekopie*"))
        (disk / "ballast").unlink()
        vault = database.open(path, PASSPHRASE, kdf=FAST)
        with vault.read() as session:
            assert migrate.current(session.connection()) == migrate.HEAD
        vault.close()
    finally:
        unmount(disk)


# --- the reader beside it ---


def read_alone(backup_path, *arguments, stdin=PASSPHRASE):
    """Without this program: another folder, nothing of ours on the path."""
    reader = backup_path.parent / "lezer.py"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    script = (
        "import sys, runpy; sys.path = [p for p in sys.path if not p.endswith('/main')]; "
        "sys.modules['twijs_desk'] = None; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", script, str(reader), str(backup_path), *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=backup_path.parent,
        check=False,
        timeout=60,
    )


def test_the_small_reader_shows_all_that_is_in_it(vault, stick, tmp_path):
    fill(vault)
    code = keys.new_recovery_code()
    slot = keys.wrap_strong(vault.vault_key, vault.vault_id, code, keys.RECOVERY, label="")
    whole = keys.KeyFile(vault.vault_id, 2, (*vault.key_file.slots, slot))
    keys.write(vault.path, whole)
    done = made(vault, stick)
    assert (stick / "lezer.py").read_bytes() == assets.resource("backup", "lezer.py").read_bytes()
    counted = read_alone(done.path, "--open", "--stdin")
    assert json.loads(counted.stdout) == dict(done.contents.counts), counted.stderr
    rows = json.loads(read_alone(done.path, "--json", "case_file", "--stdin").stdout)
    assert [(row["year"], row["serial"], row["title"]) for row in rows] == [
        (2026, serial, "Filmpje in de klassenapp") for serial in (1, 2, 3)
    ]
    from twijs_desk.store import recovery

    typed = "\n".join(recovery.code_lines(code))
    assert read_alone(done.path, "--open", "--recovery", "--stdin", stdin=typed).stdout == counted.stdout
    out = tmp_path / "uit"
    taken = read_alone(done.path, "--files", str(out), "--stdin")
    assert "NIET versleuteld" in taken.stderr
    assert sorted(path.read_bytes() for path in out.iterdir()) == sorted([PAPER, CAPTURE] * 3)
    wrong = read_alone(done.path, "--open", "--stdin", stdin="een andere zin")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    damaged = done.path.read_bytes()
    done.path.write_bytes(damaged[:-200] + b"\0" + damaged[-199:])
    assert read_alone(done.path).returncode == 2
