"""The key file beside the vault: a random vault key, wrapped in slots. Reading, checking and writing it.

Format, growth and reasons: docs/decisions/0002-storage.md. Fields and slot kinds this version does not know
are kept as they are when the file is written again: an older program never throws a newer slot away.
"""

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from twijs_desk.store import connect
from twijs_desk.store.errors import Fault, StoreError, file_faults
from twijs_desk.store.files import remove_leftovers, write_atomically
from twijs_desk.store.slots import (
    BOARD,
    DEFAULT_KDF,
    DEVICE,
    FORMAT,
    PASSPHRASE,
    RECOVERY,
    SHEETS,
    Bounds,
    DeviceSecret,
    Kdf,
    Opened,
    RecoveryCode,
    Secret,
    Slot,
    canonical,
    check_bounds,
    from_record,
    new_device_secret,
    new_recovery_code,
    open_passphrase,
    open_strong,
    open_with,
    wrap,
    wrap_strong,
    wrapping_key,
)

__all__ = [
    "BOARD", "DEFAULT_KDF", "DEVICE", "FORMAT", "PASSPHRASE", "RECOVERY", "SHEETS", "Bounds", "DeviceSecret", "Kdf",
    "KeyFile", "Opened", "RecoveryCode", "Secret", "Slot", "SubKeys", "backup_path", "clean_up", "dumps", "key_path",
    "loads", "new_device_secret", "new_recovery_code", "new_vault_id", "new_vault_key", "open_slot", "read",
    "rebuild", "sub_keys", "unwrap", "unwrap_with", "wrap", "wrap_strong", "wrapping_key", "write",
]  # fmt: skip

FORMAT_VERSION = 1
PENDING_VERSION = 2
"""While a new vault key is on its way: a program that does not know `pending` must not touch the file."""

_STRONG = (*SHEETS, DEVICE)
_MAX_FILE = 1 << 20
_MAX_SLOTS = 64


@dataclass(frozen=True)
class KeyFile:
    vault_id: str
    generation: int
    slots: tuple[Slot, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)
    pending: tuple[Slot, ...] = ()
    """The slots around the new vault key, while it is not known which of both keys the database has."""


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


# --- opening ---


def unwrap(keys: KeyFile, secret: Secret, *, bounds: Bounds = DEFAULT_KDF.bounds) -> bytes:
    """The vault key, by the first slot that the secret opens."""
    return open_slot(keys, secret, bounds=bounds).vault_key


def open_slot(keys: KeyFile, secret: Secret, *, bounds: Bounds = DEFAULT_KDF.bounds) -> Opened:
    """The vault key and the slot that gave it.

    The slot decides, never the database: a wrong key and a damaged first page look the same to SQLCipher.
    """
    if isinstance(secret, str):
        slots = [slot for slot in keys.slots if slot.kind == PASSPHRASE]
        if not slots:
            raise StoreError(Fault.NO_PASSPHRASE)
        for slot in slots:
            check_bounds(slot.kdf, bounds)
        tries = (open_passphrase(slot, keys.vault_id, secret) for slot in slots)
    else:
        kinds = SHEETS if isinstance(secret, RecoveryCode) else (DEVICE,)
        slots = [slot for slot in keys.slots if slot.kind in kinds]
        tries = (open_strong(slot, keys.vault_id, secret) for slot in slots)
    opened = next((found for found in tries if found is not None), None)
    if opened is None:
        raise StoreError(Fault.WRONG_PASSPHRASE)
    return opened


def unwrap_with(keys: KeyFile, wrapping: bytes, kind: str) -> bytes:
    """The vault key by a wrapping key that the vault keeps of its own sheet: for the drill."""
    for slot in keys.slots:
        if slot.kind == kind:
            vault_key = open_with(slot, keys.vault_id, wrapping)
            if vault_key is not None:
                return vault_key
    raise StoreError(Fault.WRONG_PASSPHRASE, kind)


# --- the file ---


def write(vault: Path, keys: KeyFile, *, withdraw: bool = False) -> None:
    """Write beside, sync, replace; the former file stays as `.keys.bak`.

    `withdraw`: the former file holds what may no longer open the vault, so the copy becomes as the file is.
    """
    path, backup = key_path(vault), backup_path(vault)
    with file_faults():
        if not withdraw and path.exists() and _is_whole(path):
            write_atomically(backup, path.read_bytes())
        write_atomically(path, dumps(keys))
        if withdraw or not backup.exists():
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


def rebuild(vault: Path, code: RecoveryCode, record: bytes) -> KeyFile:
    """A new key file from a recovery sheet, for a vault whose key file is lost. Only with the lock in hand.

    Never over a key file that can be read: what is in it would be gone. A damaged one is replaced.
    """
    try:
        read(vault)
    except StoreError as error:
        if error.fault not in (Fault.KEY_FILE_MISSING, Fault.KEY_FILE_DAMAGED):
            raise
    else:
        raise StoreError(Fault.EXISTS, "key file")
    with file_faults(ENOENT=Fault.NO_VAULT, EACCES=Fault.NOT_READABLE), vault.open("rb") as file:
        vault_id = file.read(16).hex()
    if len(vault_id) != 32:
        raise StoreError(Fault.TRUNCATED, "shorter than a header")
    slot, vault_key = from_record(vault_id, code, record)
    # The database decides whether the sheet is of the present key.
    if not connect.opens(vault, sub_keys(vault_key, vault_id).database, vault_id):
        raise StoreError(Fault.DAMAGED, "recovery record of another key")
    keys = KeyFile(vault_id, 1, (slot,))
    write(vault, keys, withdraw=True)
    return keys


def dumps(keys: KeyFile) -> bytes:
    body = {
        **keys.extra,
        "vault_id": keys.vault_id,
        "generation": keys.generation,
        "slots": [_slot_to_json(slot) for slot in keys.slots],
    }
    if keys.pending:
        body["pending"] = [_slot_to_json(slot) for slot in keys.pending]
    whole = {
        "format": FORMAT,
        "format_version": PENDING_VERSION if keys.pending else FORMAT_VERSION,
        "sha256": hashlib.sha256(canonical(body)).hexdigest(),
        "body": body,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False).encode() + b"\n"


def loads(data: bytes) -> KeyFile:
    try:
        whole = json.loads(data.decode("utf-8"))
        if whole["format"] != FORMAT:
            raise StoreError(Fault.KEY_FILE_DAMAGED, "format")
        version, body = whole["format_version"], whole["body"]
        if hashlib.sha256(canonical(body)).hexdigest() != whole["sha256"]:
            raise StoreError(Fault.KEY_FILE_DAMAGED, "checksum")
        if type(version) is not int or version < 1:
            raise StoreError(Fault.KEY_FILE_DAMAGED, "format version")
        if version > PENDING_VERSION:
            raise StoreError(Fault.NEWER_VERSION, "key file")
        return _body_from_json(body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise StoreError(Fault.KEY_FILE_DAMAGED, type(error).__name__) from None


def clean_up(vault: Path) -> None:
    """Remove temporary files of a write that was cut off. Only with the lock in hand."""
    remove_leftovers(key_path(vault))
    remove_leftovers(backup_path(vault))


def _body_from_json(body: dict[str, Any]) -> KeyFile:
    vault_id, generation = body["vault_id"], body["generation"]
    slots, pending = body["slots"], body.get("pending", [])
    if not isinstance(vault_id, str) or len(vault_id) != 32 or len(bytes.fromhex(vault_id)) != 16:
        raise StoreError(Fault.KEY_FILE_DAMAGED, "vault id")
    if type(generation) is not int or not isinstance(slots, list) or not isinstance(pending, list):
        raise StoreError(Fault.KEY_FILE_DAMAGED, "body")
    if len(slots) + len(pending) > _MAX_SLOTS:
        raise StoreError(Fault.KEY_FILE_DAMAGED, "too many slots")
    known = ("vault_id", "generation", "slots", "pending")
    extra = {name: value for name, value in body.items() if name not in known}
    read_slots, read_pending = (tuple(_slot_from_json(s) for s in part) for part in (slots, pending))
    return KeyFile(vault_id, generation, read_slots, extra, read_pending)


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
    if raw["kind"] in (PASSPHRASE, *_STRONG) and (len(salt), len(nonce), len(sealed)) != (16, 12, 48):
        raise StoreError(Fault.KEY_FILE_DAMAGED, "slot lengths")
    extra = {name: value for name, value in raw.items() if name not in known}
    return Slot(*texts, raw["kdf"], salt, nonce, sealed, extra)


def _bytes(path: Path) -> bytes:
    told = file_faults(
        ENOENT=Fault.KEY_FILE_MISSING, EISDIR=Fault.KEY_FILE_DAMAGED, EACCES=Fault.NOT_READABLE
    )
    with told, path.open("rb") as file:
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
