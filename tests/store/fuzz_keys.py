"""Throws damaged and doctored key files, codes, records and counts of tries at their readers. Not a test itself.

    python tests/store/fuzz_keys.py 50000 7

Every input gives a StoreError (or, for a code, a named line) or something sound; a key comes out of a slot only when
all that counts in it is as it was made.
"""

import contextlib
import dataclasses
import hashlib
import json
import random
import string
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vault_kit import FAST, PASSPHRASE

from twijs_desk.store import keys, recovery, slots, tries
from twijs_desk.store.errors import StoreError
from twijs_desk.store.keys import Bounds, KeyFile

BOUNDS = Bounds(min_memory_kib=8, max_memory_kib=256, max_time_cost=2, max_lanes=2)
VAULT_KEY, VAULT_ID = keys.new_vault_key(), keys.new_vault_id()
CODE, DEVICE = keys.new_recovery_code(), keys.new_device_secret()
GOOD = KeyFile(
    VAULT_ID,
    3,
    (
        keys.wrap(VAULT_KEY, VAULT_ID, PASSPHRASE, label="schoolleider", kdf=FAST),
        keys.wrap_strong(VAULT_KEY, VAULT_ID, CODE, keys.RECOVERY, label=""),
        keys.wrap_strong(VAULT_KEY, VAULT_ID, CODE, keys.BOARD, label=""),
        keys.wrap_strong(VAULT_KEY, VAULT_ID, DEVICE, keys.DEVICE, label=""),
    ),
)
MADE = {slot.id: slot for slot in GOOD.slots}
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 3, 1 << 40, 1.5, float("inf"), "", "x", "\0", "é", "\ud800", [], {}, [[]],
    {"a": {}},
    "00" * 16, "AA==", "A" * 64, "argon2id", "hkdf-sha256", "recovery", "passphrase", "device", "board", 10**400,
)  # fmt: skip


def key_file(chance: random.Random) -> str:
    data = keys.dumps(GOOD)
    how = chance.randrange(4)
    if how == 0:
        data = chance.randbytes(chance.randrange(600))
    elif how == 1:
        data = damaged(chance, data)
    else:
        whole = json.loads(data)
        for _ in range(chance.randrange(1, 4)):
            doctor(chance, whole if how == 2 else whole["body"])
        data = resealed(whole)
    try:
        found = keys.loads(data)
    except StoreError:
        return "refused"
    assert keys.loads(keys.dumps(found)) == found, "what was read is not what is written"
    return opened(found, chance.choice((PASSPHRASE, CODE, DEVICE)))


def opened(found: KeyFile, secret: keys.Secret) -> str:
    try:
        result = keys.open_slot(found, secret, bounds=BOUNDS)
    except StoreError:
        return "read, not opened"
    assert result.vault_key == VAULT_KEY, "another key"
    made = MADE[result.slot.id]
    same = dataclasses.replace(result.slot, label=made.label, extra=made.extra)
    assert found.vault_id == VAULT_ID, "a key for another vault"
    assert slots.canonical(dict(same.kdf)) == slots.canonical(dict(made.kdf)), "a key by other parameters"
    assert dataclasses.replace(same, kdf=made.kdf) == made, "a key from a changed slot"
    return "opened"


def resealed(whole: Any) -> bytes:
    """As someone would who knows the format: with the right checksum."""
    if isinstance(whole, dict) and "body" in whole:
        with contextlib.suppress(ValueError):
            whole["sha256"] = hashlib.sha256(slots.canonical(whole["body"])).hexdigest()
    return json.dumps(whole).encode("utf-8", "surrogatepass")


def doctor(chance: random.Random, value: Any) -> None:
    """Change, remove, add or repeat something, at any depth."""
    while True:
        if not isinstance(value, dict | list) or not value:
            return
        place = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
        if isinstance(value[place], dict | list) and value[place] and chance.random() < 0.7:
            value = value[place]
            continue
        break
    what = chance.randrange(5)
    if what == 0:
        del value[place]
    elif what == 1 and isinstance(value[place], str) and value[place]:
        text = value[place]
        at = chance.randrange(len(text))
        value[place] = text[:at] + chance.choice(string.printable) + text[at + 1 :]
    elif what == 2 and isinstance(value, list):
        value.append(chance.choice((*ODD, *value)))
    elif what == 3 and isinstance(value, dict):
        value[chance.choice(("pending", "slots", "kdf", "anchor", "id", "é"))] = chance.choice(
            (*ODD, value.get("slots"))
        )
    else:
        value[place] = chance.choice(ODD)


def damaged(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                del changed[at : at + chance.randrange(200)]
            case 2:
                changed[at:at] = chance.randbytes(chance.randrange(20))
            case _:
                del changed[at:]
    return bytes(changed)


def typed(chance: random.Random, good: str) -> str:
    """What someone types who looks away now and then."""
    text = list(good)
    if chance.random() < 0.15:
        return "".join(chr(chance.randrange(1, 0x2FF)) for _ in range(chance.randrange(120)))
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(text)) if text else 0
        match chance.randrange(5):
            case 0 if text:
                text[at] = chance.choice(string.printable + "éßıO0lI1-—")
            case 1 if text:
                del text[at]
            case 2:
                text.insert(at, chance.choice(recovery.ALPHABET + " -\n"))
            case 3 if at + 1 < len(text):
                text[at], text[at + 1] = text[at + 1], text[at]
            case _:
                text = [letter.lower() for letter in text]
    return "".join(text)


def code(chance: random.Random) -> str:
    text = typed(chance, chance.choice(("\n", " ", "")).join(recovery.code_lines(CODE)))
    try:
        found = recovery.parse_code(text)
    except recovery.RecoveryTextError as error:
        return f"refused, line {error.line}"
    assert len(found.bits) == 20
    plain = recovery.plain(text)
    assert recovery.plain("".join(recovery.code_lines(found))) == plain, (
        "read as something else than was typed"
    )
    return opened(GOOD, found)


def record(chance: random.Random) -> str:
    (slot,) = (slot for slot in GOOD.slots if slot.kind == keys.RECOVERY)
    text = typed(chance, "\n".join(recovery.record_lines(slot.ciphertext)))
    try:
        found = recovery.parse_record(text)
    except recovery.RecoveryTextError as error:
        return f"refused, line {error.line}"
    assert len(found) == 48
    try:
        rebuilt, vault_key = slots.from_record(VAULT_ID, CODE, found)
    except StoreError:
        return "read, not opened"
    assert (rebuilt, vault_key) == (slot, VAULT_KEY), "a key from a changed record"
    return "opened"


def count(chance: random.Random) -> str:
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "x"
        good = {
            "counted": 5,
            "total": 5,
            "last": "2026-01-01T10:00:00+00:00",
            "moments": ["2026-01-01T10:00:00Z"] * 3,
        }
        if chance.random() < 0.5:
            data = damaged(chance, json.dumps(good).encode())
        else:
            doctor(chance, good)
            data = json.dumps(good).encode("utf-8", "surrogatepass")
        tries.tries_path(vault).write_bytes(data)
        found = tries.read(vault)
        assert found.counted >= 0
        assert 0 <= tries.delay(found.counted) <= tries.LONGEST
        return "read" if found.total else "empty"


READERS: tuple[tuple[Callable[[random.Random], str], int], ...] = (
    (key_file, 5),
    (code, 2),
    (record, 2),
    (count, 1),
)


def fuzz(inputs: int, seed: int) -> Counter[str]:
    chance = random.Random(seed)
    readers, weights = zip(*READERS, strict=True)
    outcomes: Counter[str] = Counter()
    for number in range(inputs):
        (reader,) = chance.choices(readers, weights)
        try:
            outcomes[f"{reader.__name__}: {reader(chance)}"] += 1
        except Exception as error:
            raise AssertionError(f"input {number} of seed {seed}, {reader.__name__}: {error!r}") from error
    return outcomes


if __name__ == "__main__":
    for name, number in sorted(fuzz(int(sys.argv[1]), int(sys.argv[2])).items()):
        print(f"{number:7} {name}")
