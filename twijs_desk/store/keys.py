"""The key file beside the vault: a random data key, wrapped in slots. Reading, checking and writing it.

Format, growth and reasons: docs/decisions/0002-storage.md. Fields and slot kinds this version does not know
are kept as they are when the file is written again: an older program never throws a newer slot away.
"""

import base64
import binascii
import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from twijs_desk.store.errors import Fault, StoreError, file_faults
from twijs_desk.store.files import remove_leftovers, write_atomically

FORMAT = "twijs-desk-keys"
FORMAT_VERSION = 1
PASSPHRASE = "passphrase"

Secret = str
"""What opens a slot: a passphrase."""

_MAX_FILE = 1 << 20
_MAX_SLOTS = 64


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


@dataclass(frozen=True)
class KeyFile:
    vault_id: str
    generation: int
    slots: tuple[Slot, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True, repr=False)
class SubKeys:
    """One key per use, so that no key does two jobs. No repr: keys stay out of tracebacks and logs."""

    database: bytes
    audit: bytes
    attachments: bytes
    backup: bytes


def key_path(vault: Path) -> Path:
    return vault.with_name(vault.name + ".keys")


def backup_path(vault: Path) -> Path:
    return vault.with_name(vault.name + ".keys.bak")


def new_vault_id() -> str:
    """128 random bits: also the salt in the first 16 bytes of the database, so they must look like noise."""
    return secrets.token_hex(16)


def new_vault_key() -> bytes:
    return secrets.token_bytes(32)


def sub_keys(vault_key: bytes, vault_id: str) -> SubKeys:
    def derive(label: str) -> bytes:
        info = b"twijs-desk/1/" + label.encode()
        return HKDF(algorithm=SHA256(), length=32, salt=bytes.fromhex(vault_id), info=info).derive(vault_key)

    return SubKeys(derive("database"), derive("audit"), derive("attachments"), derive("backup"))


# --- slots ---


def wrap(vault_key: bytes, vault_id: str, passphrase: str, *, label: str, kdf: Kdf = DEFAULT_KDF) -> Slot:
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
        _check_bounds(parameters, kdf.bounds)
        try:
            wrapping = _argon2(passphrase, salt, parameters)
        except StoreError as error:
            if error.fault is Fault.OUT_OF_MEMORY and memory > kdf.small_memory_kib:
                continue
            raise
        break
    slot = Slot(slot_id, PASSPHRASE, label, parameters, salt, nonce, b"")
    sealed = AESGCM(wrapping).encrypt(nonce, vault_key, _associated_data(vault_id, slot))
    return replace(slot, ciphertext=sealed)


def unwrap(keys: KeyFile, passphrase: str, *, bounds: Bounds = DEFAULT_KDF.bounds) -> bytes:
    """The vault key, by the first passphrase slot that the passphrase opens.

    The slot decides, never the database: a wrong key and a damaged first page look the same to SQLCipher.
    """
    slots = [slot for slot in keys.slots if slot.kind == PASSPHRASE]
    if not slots:
        raise StoreError(Fault.KEY_FILE_DAMAGED, "no passphrase slot")
    for slot in slots:
        _check_bounds(slot.kdf, bounds)
    for slot in slots:
        wrapping = _argon2(passphrase, slot.salt, slot.kdf)
        try:
            vault_key = AESGCM(wrapping).decrypt(
                slot.nonce, slot.ciphertext, _associated_data(keys.vault_id, slot)
            )
        except InvalidTag:
            continue
        if len(vault_key) != 32:
            raise StoreError(Fault.KEY_FILE_DAMAGED, "key length")
        return vault_key
    raise StoreError(Fault.WRONG_PASSPHRASE)


def _associated_data(vault_id: str, slot: Slot) -> bytes:
    """All that must not change unseen. The label is left out: renaming a slot needs no passphrase."""
    parts = [FORMAT, FORMAT_VERSION, vault_id, slot.id, slot.kind, dict(slot.kdf), slot.salt.hex()]
    return _canonical(parts)


def _check_bounds(parameters: Mapping[str, Any], bounds: Bounds) -> None:
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


def _argon2(passphrase: str, salt: bytes, parameters: Mapping[str, Any]) -> bytes:
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


# --- the file ---


def write(vault: Path, keys: KeyFile) -> None:
    """Write beside, sync, replace; the former file stays as `.keys.bak`."""
    path, backup = key_path(vault), backup_path(vault)
    with file_faults():
        if path.exists() and _is_whole(path):
            write_atomically(backup, path.read_bytes())
        write_atomically(path, dumps(keys))
        if not backup.exists():
            write_atomically(backup, dumps(keys))


def read(vault: Path) -> KeyFile:
    """The key file, or its `.bak` when it is missing or damaged. A newer format is never passed over."""
    problems: list[StoreError] = []
    for path in (key_path(vault), backup_path(vault)):
        try:
            return loads(_bytes(path))
        except StoreError as error:
            if error.fault not in (Fault.KEY_FILE_MISSING, Fault.KEY_FILE_DAMAGED):
                raise
            problems.append(error)
    raise next((e for e in problems if e.fault is Fault.KEY_FILE_DAMAGED), problems[0])


def dumps(keys: KeyFile) -> bytes:
    body = {
        **keys.extra,
        "vault_id": keys.vault_id,
        "generation": keys.generation,
        "slots": [_slot_to_json(slot) for slot in keys.slots],
    }
    whole = {
        "format": FORMAT,
        "format_version": keys.format_version,
        "sha256": hashlib.sha256(_canonical(body)).hexdigest(),
        "body": body,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False).encode() + b"\n"


def loads(data: bytes) -> KeyFile:
    try:
        whole = json.loads(data.decode("utf-8"))
        if whole["format"] != FORMAT:
            raise StoreError(Fault.KEY_FILE_DAMAGED, "format")
        version, body = whole["format_version"], whole["body"]
        if hashlib.sha256(_canonical(body)).hexdigest() != whole["sha256"]:
            raise StoreError(Fault.KEY_FILE_DAMAGED, "checksum")
        if type(version) is not int or version < 1:
            raise StoreError(Fault.KEY_FILE_DAMAGED, "format version")
        if version > FORMAT_VERSION:
            raise StoreError(Fault.NEWER_VERSION, "key file")
        return _body_from_json(body, version)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise StoreError(Fault.KEY_FILE_DAMAGED, type(error).__name__) from None


def clean_up(vault: Path) -> None:
    """Remove temporary files of a write that was cut off. Only with the lock in hand."""
    remove_leftovers(key_path(vault))
    remove_leftovers(backup_path(vault))


def _body_from_json(body: dict[str, Any], version: int) -> KeyFile:
    vault_id, generation, slots = body["vault_id"], body["generation"], body["slots"]
    if len(bytes.fromhex(vault_id)) != 16 or type(generation) is not int or not isinstance(slots, list):
        raise StoreError(Fault.KEY_FILE_DAMAGED, "body")
    if len(slots) > _MAX_SLOTS:
        raise StoreError(Fault.KEY_FILE_DAMAGED, "too many slots")
    known = ("vault_id", "generation", "slots")
    extra = {name: value for name, value in body.items() if name not in known}
    return KeyFile(vault_id, generation, tuple(_slot_from_json(s) for s in slots), extra, version)


def _slot_to_json(slot: Slot) -> dict[str, Any]:
    return {
        **slot.extra,
        "id": slot.id,
        "kind": slot.kind,
        "label": slot.label,
        "kdf": dict(slot.kdf),
        "salt": base64.b64encode(slot.salt).decode(),
        "nonce": base64.b64encode(slot.nonce).decode(),
        "ciphertext": base64.b64encode(slot.ciphertext).decode(),
    }


def _slot_from_json(raw: dict[str, Any]) -> Slot:
    known = ("id", "kind", "label", "kdf", "salt", "nonce", "ciphertext")
    salt, nonce, sealed = (base64.b64decode(raw[n], validate=True) for n in ("salt", "nonce", "ciphertext"))
    texts = (raw["id"], raw["kind"], raw["label"])
    if not all(isinstance(text, str) for text in texts) or not isinstance(raw["kdf"], dict):
        raise StoreError(Fault.KEY_FILE_DAMAGED, "slot")
    if raw["kind"] == PASSPHRASE and (len(salt), len(nonce), len(sealed)) != (16, 12, 48):
        raise StoreError(Fault.KEY_FILE_DAMAGED, "slot lengths")
    extra = {name: value for name, value in raw.items() if name not in known}
    return Slot(*texts, raw["kdf"], salt, nonce, sealed, extra)


def _bytes(path: Path) -> bytes:
    with file_faults(ENOENT=Fault.KEY_FILE_MISSING, EACCES=Fault.NOT_READABLE), path.open("rb") as file:
        data = file.read(_MAX_FILE + 1)
    if len(data) > _MAX_FILE:
        raise StoreError(Fault.KEY_FILE_DAMAGED, "size")
    return data


def _is_whole(path: Path) -> bool:
    try:
        loads(_bytes(path))
    except StoreError:
        return False
    return True


def _canonical(value: Any) -> bytes:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8", "surrogatepass")
