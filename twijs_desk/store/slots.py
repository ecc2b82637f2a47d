"""One key slot: the vault key, wrapped by what someone knows (a passphrase) or holds (a sheet, a device).

A passphrase is stretched with Argon2id. A recovery code and a device secret are random bits already: HKDF gives
the wrapping key, and also the slot's id, salt and nonce. So a recovery slot is known whole from code, vault id
and ciphertext, and a sheet with these opens a vault whose key file is lost. One code wraps one key, ever.
"""

import json
import secrets
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from twijs_desk.store.errors import Fault, StoreError

FORMAT = "twijs-desk-keys"
PASSPHRASE, RECOVERY, BOARD, DEVICE = "passphrase", "recovery", "board", "device"
SHEETS = (RECOVERY, BOARD)
"""Kinds of slots that a printed sheet opens; the second is kept by the board."""

_STRONG_KDF: Mapping[str, Any] = {"name": "hkdf-sha256"}
_ASSOCIATED_VERSION = 1


@dataclass(frozen=True)
class Bounds:
    """What is accepted before deriving: a doctored file may not weaken the key or eat the memory."""

    min_memory_kib: int = 64 * 1024
    max_memory_kib: int = 1024 * 1024
    max_time_cost: int = 16
    max_lanes: int = 16


@dataclass(frozen=True)
class Kdf:
    """Argon2id for new slots, and the bounds for slots that are read."""

    memory_kib: int = 256 * 1024
    time_cost: int = 3
    lanes: int = 4
    small_memory_kib: int = 128 * 1024
    bounds: Bounds = Bounds()


DEFAULT_KDF = Kdf()


@dataclass(frozen=True, repr=False)
class RecoveryCode:
    """What stands on a recovery sheet: 160 random bits. No repr: it stays out of tracebacks and logs."""

    bits: bytes


@dataclass(frozen=True, repr=False)
class DeviceSecret:
    """What the key store of the operating system holds: 256 random bits, never the vault key."""

    bits: bytes


Secret = str | RecoveryCode | DeviceSecret
"""What opens a slot; a plain string is a passphrase."""


@dataclass(frozen=True)
class Slot:
    id: str
    kind: str
    label: str
    kdf: Mapping[str, Any]
    salt: bytes
    nonce: bytes
    ciphertext: bytes = field(repr=False)
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Opened:
    """The vault key, the slot that gave it and how long its derivation took."""

    vault_key: bytes
    slot: Slot
    seconds: float


def new_recovery_code() -> RecoveryCode:
    return RecoveryCode(secrets.token_bytes(20))


def new_device_secret() -> DeviceSecret:
    return DeviceSecret(secrets.token_bytes(32))


# --- wrapping ---


def wrap(
    vault_key: bytes,
    vault_id: str,
    passphrase: str,
    *,
    label: str,
    kdf: Kdf = DEFAULT_KDF,
    extra: Mapping[str, Any] | None = None,
) -> Slot:
    """A new passphrase slot around the vault key."""
    slot_id = secrets.token_hex(8)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    for memory in (kdf.memory_kib, kdf.small_memory_kib):
        parameters = {
            "name": "argon2id",
            "version": 19,
            "memory_kib": memory,
            "time_cost": kdf.time_cost,
            "lanes": kdf.lanes,
        }
        check_bounds(parameters, kdf.bounds)
        try:
            wrapping = argon2(passphrase, salt, parameters)
        except StoreError as error:
            if error.fault is Fault.OUT_OF_MEMORY and memory > kdf.small_memory_kib:
                continue
            raise
        break
    return _seal(
        Slot(slot_id, PASSPHRASE, label, parameters, salt, nonce, b"", extra or {}),
        vault_key,
        vault_id,
        wrapping,
    )


def wrap_strong(
    vault_key: bytes,
    vault_id: str,
    secret: RecoveryCode | DeviceSecret,
    kind: str,
    *,
    label: str,
    extra: Mapping[str, Any] | None = None,
) -> Slot:
    """A new slot for a sheet (`recovery`, `board`) or for this device."""
    wrapping, slot_id, salt, nonce = _derive(secret.bits, vault_id, kind)
    slot = Slot(slot_id, kind, label, _STRONG_KDF, salt, nonce, b"", extra or {})
    return _seal(slot, vault_key, vault_id, wrapping)


def from_record(vault_id: str, code: RecoveryCode, ciphertext: bytes) -> tuple[Slot, bytes]:
    """The slot that a sheet describes, without any key file, and the vault key in it."""
    for kind in SHEETS:
        wrapping, slot_id, salt, nonce = _derive(code.bits, vault_id, kind)
        slot = Slot(slot_id, kind, "", _STRONG_KDF, salt, nonce, ciphertext)
        vault_key = _open(slot, vault_id, wrapping)
        if vault_key is not None:
            return slot, vault_key
    raise StoreError(Fault.WRONG_PASSPHRASE, "recovery record")


def wrapping_key(vault_id: str, code: RecoveryCode, kind: str) -> bytes:
    """What opens the slot of this code without the code itself; for the monthly drill only."""
    return _derive(code.bits, vault_id, kind)[0]


# --- opening ---


def open_passphrase(slot: Slot, vault_id: str, passphrase: str) -> Opened | None:
    """The vault key, or None when it is another passphrase. The bounds are checked by the caller."""
    begun = time.perf_counter()
    wrapping = argon2(passphrase, slot.salt, slot.kdf)
    seconds = time.perf_counter() - begun
    vault_key = _open(slot, vault_id, wrapping)
    return None if vault_key is None else Opened(vault_key, slot, seconds)


def open_strong(slot: Slot, vault_id: str, secret: RecoveryCode | DeviceSecret) -> Opened | None:
    vault_key = _open(slot, vault_id, _derive(secret.bits, vault_id, slot.kind)[0])
    return None if vault_key is None else Opened(vault_key, slot, 0.0)


def open_with(slot: Slot, vault_id: str, wrapping: bytes) -> bytes | None:
    return _open(slot, vault_id, wrapping)


def canonical(value: Any) -> bytes:
    """Raises ValueError for what cannot be written as JSON in UTF-8 and read back."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def check_bounds(parameters: Mapping[str, Any], bounds: Bounds) -> None:
    memory, time_cost, lanes = (parameters.get(name) for name in ("memory_kib", "time_cost", "lanes"))
    if parameters.get("name") != "argon2id" or parameters.get("version") != 19:
        raise StoreError(Fault.KEY_FILE_DAMAGED, "unknown key derivation")
    for value, low, high in (
        (memory, bounds.min_memory_kib, bounds.max_memory_kib),
        (time_cost, 1, bounds.max_time_cost),
        (lanes, 1, bounds.max_lanes),
    ):
        if type(value) is not int or not low <= value <= high:
            raise StoreError(Fault.KEY_FILE_DAMAGED, "key derivation out of bounds")


def argon2(passphrase: str, salt: bytes, parameters: Mapping[str, Any]) -> bytes:
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    # NFC: the same word typed on a Mac and on Windows must give the same bytes.
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(
            secret,
            salt,
            time_cost=parameters["time_cost"],
            memory_cost=parameters["memory_kib"],
            parallelism=parameters["lanes"],
            hash_len=32,
            type=Type.ID,
            version=19,
        )
    except (MemoryError, HashingError):
        # Within the bounds Argon2 has one reason left to fail: no memory.
        raise StoreError(Fault.OUT_OF_MEMORY, "key derivation") from None


def _derive(bits: bytes, vault_id: str, kind: str) -> tuple[bytes, str, bytes, bytes]:
    """Wrapping key, slot id, salt and nonce of a strong secret."""
    info = b"twijs-desk/1/slot/" + kind.encode()
    raw = HKDF(algorithm=SHA256(), length=68, salt=bytes.fromhex(vault_id), info=info).derive(bits)
    return raw[:32], raw[32:40].hex(), raw[40:56], raw[56:]


def _seal(slot: Slot, vault_key: bytes, vault_id: str, wrapping: bytes) -> Slot:
    sealed = AESGCM(wrapping).encrypt(slot.nonce, vault_key, _associated_data(vault_id, slot))
    return replace(slot, ciphertext=sealed)


def _open(slot: Slot, vault_id: str, wrapping: bytes) -> bytes | None:
    try:
        vault_key = AESGCM(wrapping).decrypt(slot.nonce, slot.ciphertext, _associated_data(vault_id, slot))
    except InvalidTag:
        return None
    except ValueError:  # lengths that AES-GCM does not know; JSON that is not plain
        raise StoreError(Fault.KEY_FILE_DAMAGED, "slot") from None
    if len(vault_key) != 32:
        raise StoreError(Fault.KEY_FILE_DAMAGED, "key length")
    return vault_key


def _associated_data(vault_id: str, slot: Slot) -> bytes:
    """All that must not change unseen. The label is left out: renaming a slot needs no passphrase."""
    parts = [FORMAT, _ASSOCIATED_VERSION, vault_id, slot.id, slot.kind, dict(slot.kdf), slot.salt.hex()]
    return canonical(parts)
