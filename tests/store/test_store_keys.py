"""The key file: slots, bounds, damage, copies, and room for what later versions put in it."""

import dataclasses
import hashlib
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time

import pytest
from fuzz_keys import fuzz
from hypothesis import given, settings
from hypothesis import strategies as st
from vault_kit import AT, FAST, PASSPHRASE

from twijs_desk.store import database, files, keys, slots
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.keys import DEFAULT_KDF, Bounds, Kdf, KeyFile


def a_key_file(passphrase=PASSPHRASE, kdf=FAST):
    vault_id, vault_key = keys.new_vault_id(), keys.new_vault_key()
    return KeyFile(
        vault_id, 1, (keys.wrap(vault_key, vault_id, passphrase, label="E. de Wit", kdf=kdf),)
    ), vault_key


def resealed(data, change):
    """The file after someone changed its body and put the right checksum on it."""
    whole = json.loads(data)
    change(whole["body"])
    whole["sha256"] = hashlib.sha256(slots.canonical(whole["body"])).hexdigest()
    return json.dumps(whole).encode()


def fault_of(action, *arguments, **named):
    with pytest.raises(StoreError) as caught:
        action(*arguments, **named)
    return caught.value.fault


def outcome(data):
    try:
        return keys.loads(data)
    except StoreError as error:
        return error.fault


def test_the_passphrase_gives_the_key_back_and_another_does_not():
    key_file, vault_key = a_key_file()
    assert keys.unwrap(key_file, PASSPHRASE, bounds=FAST.bounds) == vault_key
    assert fault_of(keys.unwrap, key_file, PASSPHRASE + " ", bounds=FAST.bounds) is Fault.WRONG_PASSPHRASE
    assert fault_of(keys.unwrap, key_file, "", bounds=FAST.bounds) is Fault.WRONG_PASSPHRASE


def test_the_same_word_from_another_keyboard_is_the_same_passphrase():
    key_file, vault_key = a_key_file("café")
    assert keys.unwrap(key_file, "cafe\u0301", bounds=FAST.bounds) == vault_key


def test_the_real_derivation_is_the_one_of_the_guide():
    assert (DEFAULT_KDF.memory_kib, DEFAULT_KDF.time_cost, DEFAULT_KDF.lanes) == (256 * 1024, 3, 4)
    assert DEFAULT_KDF.small_memory_kib == 128 * 1024
    assert DEFAULT_KDF.bounds == Bounds(64 * 1024, 1024 * 1024, 16, 16)


def test_the_cheap_derivation_is_refused_unless_the_bounds_say_so():
    key_file, _ = a_key_file()
    assert fault_of(keys.unwrap, key_file, PASSPHRASE) is Fault.KEY_FILE_DAMAGED
    cheap = Kdf(memory_kib=64, time_cost=1, lanes=1, small_memory_kib=64)
    assert fault_of(a_key_file, kdf=cheap) is Fault.KEY_FILE_DAMAGED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory_kib", 8),
        ("memory_kib", 1 << 40),
        ("memory_kib", -1),
        ("memory_kib", True),
        ("memory_kib", "262144"),
        ("memory_kib", None),
        ("memory_kib", 65536.0),
        ("time_cost", 0),
        ("time_cost", 1 << 31),
        ("lanes", 0),
        ("lanes", 1 << 20),
        ("name", "pbkdf2"),
        ("version", 16),
    ],
)
def test_doctored_parameters_are_refused_before_deriving(name, value):
    key_file, _ = a_key_file()

    def change(body):
        body["slots"][0]["kdf"] = {
            **{"name": "argon2id", "version": 19, "memory_kib": 65536, "time_cost": 3, "lanes": 4},
            name: value,
        }

    doctored = keys.loads(resealed(keys.dumps(key_file), change))
    assert fault_of(keys.unwrap, doctored, PASSPHRASE) is Fault.KEY_FILE_DAMAGED


def test_lowered_parameters_within_the_bounds_do_not_open():
    key_file, _ = a_key_file(kdf=dataclasses.replace(FAST, memory_kib=128))
    doctored = keys.loads(
        resealed(keys.dumps(key_file), lambda body: body["slots"][0]["kdf"].update(memory_kib=64))
    )
    assert fault_of(keys.unwrap, doctored, PASSPHRASE, bounds=FAST.bounds) is Fault.WRONG_PASSPHRASE


def test_a_slot_moved_to_another_vault_does_not_open():
    key_file, _ = a_key_file()
    moved = dataclasses.replace(key_file, vault_id=keys.new_vault_id())
    assert fault_of(keys.unwrap, moved, PASSPHRASE, bounds=FAST.bounds) is Fault.WRONG_PASSPHRASE


def test_without_memory_a_smaller_derivation_is_used(monkeypatch):
    real, asked = slots.argon2, []

    def short_of_memory(passphrase, salt, parameters):
        asked.append(parameters["memory_kib"])
        if parameters["memory_kib"] > 64:
            raise StoreError(Fault.OUT_OF_MEMORY)
        return real(passphrase, salt, parameters)

    monkeypatch.setattr(slots, "argon2", short_of_memory)
    key_file, vault_key = a_key_file(kdf=dataclasses.replace(FAST, memory_kib=1024))
    assert asked == [1024, 64]
    assert key_file.slots[0].kdf["memory_kib"] == 64
    assert keys.unwrap(key_file, PASSPHRASE, bounds=FAST.bounds) == vault_key


def test_several_slots_open_the_same_vault():
    key_file, vault_key = a_key_file()
    second = keys.wrap(vault_key, key_file.vault_id, "tweede sleutel", label="bestuur", kdf=FAST)
    both = keys.loads(keys.dumps(dataclasses.replace(key_file, slots=(*key_file.slots, second))))
    assert keys.unwrap(both, PASSPHRASE, bounds=FAST.bounds) == vault_key
    assert keys.unwrap(both, "tweede sleutel", bounds=FAST.bounds) == vault_key


def test_what_a_later_version_adds_is_kept(path):
    key_file, vault_key = a_key_file()

    def change(body):
        body["anchor"] = {"seq": 41, "mac": "ab"}
        body["slots"][0]["added_at"] = "2027-01-01"
        body["slots"].append({**body["slots"][0], "id": "x", "kind": "palm", "kdf": {"name": "hkdf"}})

    keys.key_path(path).write_bytes(resealed(keys.dumps(key_file), change))
    read = keys.read(path)
    keys.write(path, dataclasses.replace(read, generation=2))
    body = json.loads(keys.key_path(path).read_bytes())["body"]
    assert body["anchor"] == {"seq": 41, "mac": "ab"}
    assert body["slots"][0]["added_at"] == "2027-01-01"
    assert [slot["kind"] for slot in body["slots"]] == ["passphrase", "palm"]
    assert keys.unwrap(keys.read(path), PASSPHRASE, bounds=FAST.bounds) == vault_key


def test_a_newer_key_file_is_refused_even_when_an_old_copy_is_there(path):
    key_file, _ = a_key_file()
    keys.write(path, key_file)
    whole = json.loads(keys.dumps(key_file))
    keys.key_path(path).write_text(json.dumps(whole | {"format_version": 3}))
    assert fault_of(keys.read, path) is Fault.NEWER_VERSION


def test_each_use_has_its_own_key():
    sub = keys.sub_keys(bytes(32), "00" * 16)
    every = [sub.database, sub.audit, sub.attachments, sub.backup]
    assert len(set(every)) == 4
    assert all(len(key) == 32 for key in every)
    # Fixed for ever: another derivation would close every vault there is.
    assert sub.database.hex() == DATABASE_KEY_OF_ZEROS
    assert "database" not in repr(sub)


DATABASE_KEY_OF_ZEROS = "c4f33bedb984bead2217003b7a9815259605209f0c2e1999d9c0c042dfb88966"


def test_writing_keeps_the_former_file_as_a_copy_for_this_user_only(path):
    first, _ = a_key_file()
    keys.write(path, first)
    second = dataclasses.replace(first, generation=2)
    keys.write(path, second)
    assert keys.loads(keys.key_path(path).read_bytes()) == second
    assert keys.loads(keys.backup_path(path).read_bytes()) == first
    if os.name == "posix":
        for file in (keys.key_path(path), keys.backup_path(path)):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(p.name for p in path.parent.iterdir()) == ["school.twijs.keys", "school.twijs.keys.bak"]


def test_a_damaged_key_file_does_not_replace_its_good_copy(path):
    first, _ = a_key_file()
    keys.write(path, first)
    keys.key_path(path).write_bytes(b"{half")
    keys.write(path, dataclasses.replace(first, generation=2))
    assert keys.loads(keys.backup_path(path).read_bytes()) == first


@pytest.mark.parametrize("damage", [b"", b"{", b"null", b"[]", b'{"format": 3}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_key_file_falls_back_to_its_copy(path, damage):
    key_file, _ = a_key_file()
    keys.write(path, key_file)
    keys.key_path(path).write_bytes(damage)
    assert keys.read(path) == key_file
    keys.backup_path(path).write_bytes(damage)
    assert fault_of(keys.read, path) is Fault.KEY_FILE_DAMAGED


def test_one_changed_byte_anywhere_in_the_key_file_is_noticed():
    key_file, _ = a_key_file()
    data = keys.dumps(key_file)
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 0x01
        read = outcome(bytes(changed))
        if isinstance(read, Fault):
            assert read in (Fault.KEY_FILE_DAMAGED, Fault.NEWER_VERSION)
        else:  # a byte of layout: nothing that counts has changed
            assert read == key_file


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda children: (
                st.lists(children, max_size=4)
                | st.dictionaries(
                    st.sampled_from(
                        ["vault_id", "generation", "slots", "id", "kind", "label", "kdf", "salt"]
                    ),
                    children,
                    max_size=8,
                )
            ),
        ).map(
            lambda body: json.dumps(
                {
                    "format": keys.FORMAT,
                    "format_version": 1,
                    "sha256": hashlib.sha256(
                        json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
                            "utf-8", "surrogatepass"
                        )
                    ).hexdigest(),
                    "body": body,
                }
            ).encode()
        ),
    )
)
def test_any_bytes_are_a_key_file_or_a_clear_fault(data):
    read = outcome(data)
    assert isinstance(read, KeyFile) or read in (Fault.KEY_FILE_DAMAGED, Fault.NEWER_VERSION)


def test_left_overs_of_a_cut_off_write_are_cleaned_up(path):
    vault = database.create(path, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST)
    vault.close()
    (path.parent / "school.twijs.keys.0a1b2c3d.tmp").write_bytes(b"{")
    (path.parent / "school.twijs.keys.mine").write_bytes(b"not ours")
    database.open(path, PASSPHRASE, kdf=FAST).close()
    assert sorted(p.name for p in path.parent.iterdir()) == [
        "school.twijs",
        "school.twijs.keys",
        "school.twijs.keys.bak",
        "school.twijs.keys.mine",
    ]


def test_a_failing_write_leaves_the_old_file_and_nothing_else(path, monkeypatch):
    key_file, _ = a_key_file()
    keys.write(path, key_file)
    before = keys.key_path(path).read_bytes()

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    assert fault_of(keys.write, path, dataclasses.replace(key_file, generation=2)) is Fault.DISK_FULL
    assert keys.key_path(path).read_bytes() == before
    assert len(list(path.parent.iterdir())) == 2


# --- killed while it is written, and any bytes ---


WRITER = """
import dataclasses, os, sys
from pathlib import Path
from twijs_desk.store import keys
path = Path(sys.argv[1])
found = keys.read(path)
os.write(1, b"ready\\n")
while True:
    found = dataclasses.replace(found, generation=found.generation + 1, extra={"ballast": "x" * 50_000})
    keys.write(path, found, withdraw=bool(found.generation % 2))
    os.write(1, b"%d\\n" % found.generation)
"""


def kill_while_writing(path, rounds, chance):
    key_file, vault_key = a_key_file()
    keys.write(path, key_file)
    confirmed = 1
    for _ in range(rounds):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        ) as writer:
            assert writer.stdout.readline() == b"ready\n"
            lines = [writer.stdout.readline() for _ in range(chance.randrange(4))]
            time.sleep(chance.random() * 0.005)
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.readlines()
        confirmed = int(lines[-1]) if lines else confirmed
        for file in (keys.key_path(path), keys.backup_path(path)):  # each by itself, never half
            assert keys.unwrap(keys.loads(file.read_bytes()), PASSPHRASE, bounds=FAST.bounds) == vault_key
        found = keys.read(path)
        assert confirmed <= found.generation <= confirmed + 1
        confirmed = found.generation
        keys.clean_up(path)
        assert len(list(path.parent.iterdir())) == 2
    return confirmed


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killing_it_while_it_writes_leaves_a_whole_key_file(path):
    assert kill_while_writing(path, 10, random.Random(5)) > 10


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.slow
def test_killing_it_two_hundred_times_leaves_a_whole_key_file(path):
    assert kill_while_writing(path, 200, random.Random()) > 200


def test_a_thousand_damaged_key_files_and_codes_give_no_key_that_was_not_there():
    outcomes = fuzz(1000, 11)
    assert sum(outcomes.values()) == 1000
    assert all(
        outcomes[name] for name in ("key_file: refused", "key_file: opened", "code: opened", "record: opened")
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_fifty_thousand_damaged_key_files_and_codes_give_no_key_that_was_not_there(seed):
    assert sum(fuzz(10_000, seed).values()) == 10_000
