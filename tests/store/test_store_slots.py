"""Slots that a sheet or a device opens, what stands on a sheet, and wrong tries beside a vault."""

import dataclasses
import json
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import fail
from vault_kit import AT, FAST, PASSPHRASE

from twijs_desk.store import database, device, keys, recovery, slots, tries
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.keys import KeyFile, RecoveryCode


def fault_of(action, *arguments, **named):
    with pytest.raises(StoreError) as caught:
        action(*arguments, **named)
    return caught.value.fault


def with_sheet(kind=keys.RECOVERY):
    vault_id, vault_key, code = keys.new_vault_id(), keys.new_vault_key(), keys.new_recovery_code()
    slot = keys.wrap_strong(vault_key, vault_id, code, kind, label="")
    return KeyFile(vault_id, 1, (slot,)), vault_key, code


# --- slots ---


@pytest.mark.parametrize("kind", keys.SHEETS)
def test_a_code_opens_its_slot_and_no_other_secret_does(kind):
    key_file, vault_key, code = with_sheet(kind)
    assert keys.unwrap(key_file, code) == vault_key
    for other in (keys.new_recovery_code(), keys.new_device_secret(), slots.DeviceSecret(code.bits)):
        assert fault_of(keys.unwrap, key_file, other) is Fault.WRONG_PASSPHRASE
    assert fault_of(keys.unwrap, key_file, code.bits.hex()) is Fault.NO_PASSPHRASE


def test_a_code_opens_after_writing_and_reading_back(path):
    key_file, vault_key, code = with_sheet()
    keys.write(path, key_file)
    assert keys.unwrap(keys.read(path), code) == vault_key


def test_the_whole_slot_follows_from_code_vault_and_ciphertext():
    for kind in keys.SHEETS:
        key_file, vault_key, code = with_sheet(kind)
        slot, found = slots.from_record(key_file.vault_id, code, key_file.slots[0].ciphertext)
        assert (slot, found) == (key_file.slots[0], vault_key)
        assert (
            fault_of(slots.from_record, keys.new_vault_id(), code, key_file.slots[0].ciphertext)
            is Fault.WRONG_PASSPHRASE
        )


def test_the_derivation_of_a_sheet_is_fixed_for_ever():
    """Another derivation would make every printed sheet worthless."""
    slot = keys.wrap_strong(bytes(range(32)), "00" * 16, RecoveryCode(bytes(20)), "recovery", label="x")
    assert (slot.id, slot.ciphertext.hex()) == SLOT_OF_ZEROS
    assert recovery.code_lines(RecoveryCode(bytes(range(20)))) == LINES_OF_COUNTING


SLOT_OF_ZEROS = (
    "85ac8da73a2e8e52",
    "ad10febf3e0d6204c2a957a3f6e4c25d1d50215cb577c881e7cd4378058ce32a3e08e073b11883a723de21c179bc0dd2",
)
LINES_OF_COUNTING = ("000G 40R4 0M30 E209  9", "185G R38E 1W81 24GK  0")


def test_the_drill_goes_the_way_of_the_sheet_without_the_code():
    key_file, vault_key, code = with_sheet(keys.BOARD)
    wrapping = keys.wrapping_key(key_file.vault_id, code, keys.BOARD)
    assert keys.unwrap_with(key_file, wrapping, keys.BOARD) == vault_key
    assert fault_of(keys.unwrap_with, key_file, wrapping, keys.RECOVERY) is Fault.WRONG_PASSPHRASE
    assert fault_of(keys.unwrap_with, key_file, bytes(32), keys.BOARD) is Fault.WRONG_PASSPHRASE


@pytest.mark.parametrize("part", ["id", "kind", "salt", "nonce", "ciphertext", "kdf"])
def test_a_changed_slot_of_a_sheet_gives_no_key(part):
    key_file, _, code = with_sheet()
    slot = key_file.slots[0]
    changed = {
        "id": "0" * 16,
        "kind": keys.BOARD,
        "salt": bytes(16),
        "nonce": bytes(12),
        "ciphertext": slot.ciphertext[:-1] + bytes([slot.ciphertext[-1] ^ 1]),
        "kdf": {"name": "hkdf-sha256", "rounds": 0},
    }
    other = dataclasses.replace(key_file, slots=(dataclasses.replace(slot, **{part: changed[part]}),))
    assert fault_of(keys.unwrap, other, code) is Fault.WRONG_PASSPHRASE


def test_secrets_do_not_show_in_tracebacks():
    key_file, _, code = with_sheet()
    opened = keys.open_slot(key_file, code)
    for thing in (code, opened, keys.new_device_secret(), key_file):
        for secret in (code.bits, opened.vault_key, key_file.slots[0].ciphertext):
            assert repr(secret)[2:-1] not in repr(thing)
            assert secret.hex() not in repr(thing)


# --- what stands on a sheet ---


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=20, max_size=20), st.binary(min_size=48, max_size=48))
def test_what_is_printed_is_read_back(bits, ciphertext):
    code = RecoveryCode(bits)
    lines = recovery.code_lines(code)
    assert recovery.parse_code("\n".join(lines)) == code
    assert recovery.parse_code(" ".join(lines).lower().replace(" ", "-")) == code
    assert recovery.parse_code("".join(lines).replace("0", "o").replace("1", "l")) == code
    assert "".join(recovery.code_groups(code)) == "".join(line[:-1] for line in lines).replace(" ", "")
    record = recovery.record_lines(ciphertext)
    assert [len(line.split()) for line in record] == [5] * 4
    assert recovery.parse_record("\n".join(record)) == ciphertext
    assert recovery.parse_record(recovery.qr_text("0a" * 16, ciphertext)) == ciphertext


def test_every_wrong_character_and_every_swap_in_a_code_is_named_by_its_line():
    code = keys.new_recovery_code()
    text = "".join(recovery.code_lines(code)).replace(" ", "")
    for place in range(34):
        line = 1 if place < 17 else 2
        for letter in recovery.ALPHABET:
            if letter != text[place]:
                with pytest.raises(recovery.RecoveryTextError) as caught:
                    recovery.parse_code(text[:place] + letter + text[place + 1 :])
                assert caught.value.line == line
        if place not in (16, 33) and text[place] != text[place + 1]:
            swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            with pytest.raises(recovery.RecoveryTextError) as caught:
                recovery.parse_code(swapped)
            assert caught.value.line == line
    first, second = recovery.code_lines(code)
    with pytest.raises(recovery.RecoveryTextError):
        recovery.parse_code(second + first)


def test_a_line_that_is_too_short_is_named():
    lines = recovery.code_lines(keys.new_recovery_code())
    with pytest.raises(recovery.RecoveryTextError) as caught:
        recovery.parse_code(f"{lines[0]}\n{lines[1][:-1]}")
    assert caught.value.line == 2
    for text in ("", "abc", "é" * 34, "U" * 34, "x" * 10_000, "\0" * 34, "\n" * 50):
        with pytest.raises(recovery.RecoveryTextError):
            recovery.parse_code(text)
        with pytest.raises(recovery.RecoveryTextError):
            recovery.parse_record(text)


# --- a lost key file ---


def a_vault_with_sheet(path):
    vault = database.create(path, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST)
    code = keys.new_recovery_code()
    slot = keys.wrap_strong(vault.vault_key, vault.vault_id, code, keys.RECOVERY, label="")
    keys.write(path, dataclasses.replace(vault.key_file, slots=(*vault.key_file.slots, slot)))
    vault.close()
    return code, slot.ciphertext


def test_the_copy_the_sheet_and_nothing_else_bring_a_lost_key_file_back(path):
    code, record = a_vault_with_sheet(path)
    keys.key_path(path).unlink()
    database.open(path, PASSPHRASE, kdf=FAST).close()  # by the copy, which is from before the sheet
    keys.backup_path(path).unlink()
    assert fault_of(database.open, path, code, kdf=FAST) is Fault.KEY_FILE_MISSING
    assert fault_of(keys.rebuild, path, keys.new_recovery_code(), record) is Fault.WRONG_PASSPHRASE
    assert not keys.key_path(path).exists()
    keys.rebuild(path, code, record)
    assert keys.key_path(path).read_bytes() == keys.backup_path(path).read_bytes()
    assert fault_of(database.open, path, PASSPHRASE, kdf=FAST) is Fault.NO_PASSPHRASE
    vault = database.open(path, code, kdf=FAST)
    assert vault.opened.slot.kind == keys.RECOVERY
    vault.close()


def test_a_half_written_key_file_is_replaced_and_a_whole_one_never(path):
    code, record = a_vault_with_sheet(path)
    assert fault_of(keys.rebuild, path, code, record) is Fault.EXISTS
    whole = keys.key_path(path).read_bytes()
    keys.key_path(path).write_bytes(whole[: len(whole) // 2])
    assert fault_of(keys.rebuild, path, code, record) is Fault.EXISTS  # the copy can be read
    keys.backup_path(path).write_bytes(b"")
    keys.rebuild(path, code, record)
    database.open(path, code, kdf=FAST).close()


def test_the_sheet_of_another_vault_rebuilds_nothing(path):
    code, record = a_vault_with_sheet(path)
    other = path.with_name("other.twijs")
    database.create(other, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST).close()
    for file in (keys.key_path(other), keys.backup_path(other)):
        file.unlink()
    assert fault_of(keys.rebuild, other, code, record) is Fault.WRONG_PASSPHRASE
    assert fault_of(keys.rebuild, path.with_name("none"), code, record) is Fault.NO_VAULT
    other.write_bytes(b"x")
    assert fault_of(keys.rebuild, other, code, record) is Fault.TRUNCATED


def test_the_key_file_of_another_vault_is_told_apart(path):
    code, _ = a_vault_with_sheet(path)
    other = path.with_name("other.twijs")
    database.create(other, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST).close()
    shutil.copy(keys.key_path(other), keys.key_path(path))
    before = keys.key_path(path).read_bytes()
    for secret in (PASSPHRASE, "iets heel anders", code):
        assert fault_of(database.open, path, secret, kdf=FAST) is Fault.OTHER_VAULT
    assert keys.key_path(path).read_bytes() == before


# --- the key store of the system ---


class InMemory(KeyringBackend):
    """A key store as a backend of `keyring` must be, that forgets everything with the process."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.held = {}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password

    def delete_password(self, service, username):
        if self.held.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not there")


@pytest.fixture
def key_store():
    former = keyring.get_keyring()
    store = InMemory()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(former)


def test_the_key_store_gives_back_what_it_keeps(key_store):
    secret, vault_id = keys.new_device_secret(), keys.new_vault_id()
    assert device.available()
    assert device.find(vault_id) is None
    device.keep(vault_id, secret)
    assert device.find(vault_id) == secret
    assert device.find(keys.new_vault_id()) is None
    key_store.held = dict.fromkeys(key_store.held, "no secret of ours")
    assert device.find(vault_id) is None
    device.forget(vault_id)
    device.forget(vault_id)
    assert key_store.held == {}


def test_without_a_key_store_it_says_so():
    former = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        assert not device.available()
        assert fault_of(device.keep, "00", keys.new_device_secret()) is Fault.KEY_STORE
        assert fault_of(device.find, "00") is Fault.KEY_STORE
        device.forget("00")
    finally:
        keyring.set_keyring(former)


def test_an_error_of_the_key_store_tells_nothing_of_what_it_keeps(key_store, monkeypatch):
    secret = keys.new_device_secret()

    def broken(self, service, username, password):
        raise RuntimeError(f"cannot keep {password}")

    monkeypatch.setattr(InMemory, "set_password", broken)
    with pytest.raises(StoreError) as caught:
        device.keep("00", secret)
    assert caught.value.fault is Fault.KEY_STORE
    assert secret.bits.hex() not in repr(caught.value)


# --- wrong tries ---


def test_the_delay_grows_after_three_tries_and_stops_at_a_minute(path):
    assert [tries.delay(n) for n in range(11)] == [0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60]
    assert tries.delay(10**9) == 60
    moment = AT
    for n in range(1, 12):
        tries.note(path, moment)
        assert tries.seconds_left(path, moment) == tries.delay(n)
        assert tries.seconds_left(path, moment + timedelta(seconds=tries.delay(n))) == 0
        moment += timedelta(minutes=2)
    assert tries.read(path).total == len(tries.read(path).moments) == 11
    tries.reset(path)
    tries.reset(path)
    assert tries.read(path) == tries.Tries()
    assert list(path.parent.iterdir()) == []


def test_a_clock_set_back_costs_the_delay_once_and_no_more(path):
    for _ in range(5):
        tries.note(path, AT)
    earlier = AT - timedelta(days=400)
    assert tries.seconds_left(path, earlier) == 4
    assert tries.seconds_left(path, earlier + timedelta(seconds=3)) == 1
    assert tries.seconds_left(path, earlier + timedelta(seconds=4)) == 0


def test_a_wrong_recovery_code_is_remembered_but_nobody_waits(path):
    for _ in range(10):
        tries.note(path, AT, counts=False)
    assert tries.seconds_left(path, AT) == 0
    assert tries.read(path).total == 10


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b"\xff", b'{"counted": -1}', b"[" * 60_000, b'{"counted": 1e999, "total": 1}']
    + [
        json.dumps({"counted": 5, "total": 5, "last": last, "moments": []}).encode()
        for last in ("x", 3, "2026-01-01")
    ],
)
def test_a_damaged_count_keeps_nobody_out(path, damage):
    tries.tries_path(path).write_bytes(damage)
    assert tries.seconds_left(path, AT) == 0
    tries.note(path, AT)
    assert tries.read(path).counted == 1


def test_the_count_holds_moments_and_nothing_else(path):
    for _ in range(150):
        tries.note(path, AT)
    raw = json.loads(tries.tries_path(path).read_bytes())
    assert set(raw) == {"counted", "total", "last", "moments"}
    assert (raw["counted"], raw["total"], len(raw["moments"])) == (150, 150, 100)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs another user")
def test_a_folder_that_may_not_be_written_has_no_count_and_no_delay():
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        path = folder / "school.twijs"
        for _ in range(9):
            tries.note(path, AT)
        os._exit(0 if tries.seconds_left(path, AT) == 0 and not list(folder.iterdir()) else 1)
    assert os.waitpid(child, 0)[1] == 0
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_in_the_place_of_the_key_file_is_a_damaged_one(path):
    database.create(path, PASSPHRASE, at=AT, product_version="1", kdf=FAST).close()
    keys.key_path(path).unlink()
    keys.key_path(path).mkdir()
    database.open(path, PASSPHRASE, kdf=FAST).close()  # by the copy
    keys.backup_path(path).unlink()
    assert fault_of(database.open, path, PASSPHRASE, kdf=FAST) is Fault.KEY_FILE_DAMAGED
