"""One backup in one file: what it is, the key file, the database and a check over everything before.

    TWIJS-RESERVEKOPIE 1\\n
    manifest: one line of canonical JSON\\n
    the bytes of the key file
    the bytes of the database (SQLCipher pages, encrypted as they were)
    SHA-256 over everything before, as 64 hexadecimal digits\\n

Nothing confidential stands readable in it. Reading believes no number before it was compared with the size of
the file, and takes blocks of a fixed size: a doctored file costs no memory. The same layout is told to people
in resources/backup/LEESMIJ-reservekopie.txt and read without this program by resources/backup/lezer.py.
"""

import base64
import binascii
import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from twijs_desk.store import keys
from twijs_desk.store.errors import Fault, StoreError, file_faults
from twijs_desk.store.keys import KeyFile

MAGIC = b"TWIJS-RESERVEKOPIE 1\n"
SUFFIX = ".reservekopie"
ORDINARY, BEFORE_MIGRATION = "backup", "migration"

_FAMILY = b"TWIJS-RESERVEKOPIE "
_PAGE = 4096
_BLOCK = 1 << 20
_MAX_MANIFEST = 1 << 16
_MAX_KEYS = 1 << 20
_TAIL = 65
_BINARY = getattr(os, "O_BINARY", 0)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_VAULT_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NAMES = {"vault_id", "made_at", "product_version", "revision", "kind", "files", "sealed"}

Step = Callable[[int], None]
"""Called between blocks with the number of bytes done; raises to stop."""


@dataclass(frozen=True)
class Part:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    vault_id: str
    made_at: datetime
    product_version: str
    revision: str
    kind: str
    keys: Part
    database: Part
    sealed: bytes = b""
    """Nonce and AES-GCM under the vault's backup key, over what only the vault may know; binds all the rest."""


def _no_step(done: int) -> None:
    del done


# --- the manifest ---


def seal(manifest: Manifest, backup_key: bytes, contents: Mapping[str, Any]) -> Manifest:
    """With the counts and the head of the log, readable and forgeable only with the key of the vault."""
    nonce = os.urandom(12)
    sealed = AESGCM(backup_key).encrypt(nonce, _canonical(contents), _associated_data(manifest))
    return replace(manifest, sealed=nonce + sealed)


def unseal(manifest: Manifest, backup_key: bytes) -> Mapping[str, Any]:
    try:
        plain = AESGCM(backup_key).decrypt(
            manifest.sealed[:12], manifest.sealed[12:], _associated_data(manifest)
        )
        contents = json.loads(plain)
    except (InvalidTag, ValueError):
        raise StoreError(Fault.BACKUP_DAMAGED, "seal") from None
    if not isinstance(contents, dict):
        raise StoreError(Fault.BACKUP_DAMAGED, "seal")
    return contents


def _associated_data(manifest: Manifest) -> bytes:
    return _canonical({name: value for name, value in _to_json(manifest).items() if name != "sealed"})


def _to_json(manifest: Manifest) -> dict[str, Any]:
    parts = (("keys", manifest.keys), ("database", manifest.database))
    return {
        "vault_id": manifest.vault_id,
        "made_at": manifest.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "product_version": manifest.product_version,
        "revision": manifest.revision,
        "kind": manifest.kind,
        "files": [{"name": name, "size": part.size, "sha256": part.sha256} for name, part in parts],
        "sealed": base64.b64encode(manifest.sealed).decode(),
    }


def _from_json(line: bytes) -> Manifest:
    try:
        raw = json.loads(line.decode("utf-8"))
        if not isinstance(raw, dict) or raw.keys() != _NAMES:
            raise StoreError(Fault.BACKUP_DAMAGED, "manifest")
        key_file, database = raw["files"]
        manifest = Manifest(
            vault_id=_text(raw["vault_id"], _VAULT_ID),
            made_at=datetime.fromisoformat(_text(raw["made_at"])),
            product_version=_text(raw["product_version"]),
            revision=_text(raw["revision"]),
            kind=_text(raw["kind"]),
            keys=_part(key_file, "keys", _MAX_KEYS),
            database=_part(database, "database", 1 << 50),
            sealed=base64.b64decode(_text(raw["sealed"]), validate=True),
        )
        if manifest.database.size % _PAGE or _canonical(_to_json(manifest)) != line:
            raise StoreError(Fault.BACKUP_DAMAGED, "manifest")
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, binascii.Error) as error:
        raise StoreError(Fault.BACKUP_DAMAGED, f"manifest: {type(error).__name__}") from None
    return manifest


def _text(value: object, form: re.Pattern[str] | None = None) -> str:
    if not isinstance(value, str) or len(value) > 4096 or (form and not form.fullmatch(value)):
        raise ValueError("text")
    return value


def _part(raw: Any, name: str, most: int) -> Part:
    if raw.keys() != {"name", "size", "sha256"} or raw["name"] != name:
        raise ValueError("part")
    size = raw["size"]
    if type(size) is not int or not 0 < size <= most:
        raise ValueError("size")
    return Part(size, _text(raw["sha256"], _SHA256))


def _canonical(value: Any) -> bytes:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8", "surrogatepass")


# --- writing ---


def write(target: Path, manifest: Manifest, key_file: bytes, database: Path, step: Step = _no_step) -> str:
    """Write the whole backup to a new file, from front to back and on to the disk; gives its SHA-256.

    Reading it back (`read`) proves that the parts are what the manifest says.
    `target` is a temporary name; the caller removes it when this fails.
    """
    whole, done = hashlib.sha256(), 0
    with file_faults():
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(handle, "wb", buffering=0) as file, database.open("rb", buffering=0) as source:
            head = MAGIC + _canonical(_to_json(manifest)) + b"\n" + key_file
            whole.update(head)
            _put(file, head)
            while block := source.read(_BLOCK):
                whole.update(block)
                _put(file, block)
                done += len(block)
                step(done)
            tail = whole.hexdigest().encode() + b"\n"
            _put(file, tail)
            whole.update(tail)
            os.fsync(file.fileno())
    return whole.hexdigest()


def _put(file: Any, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


# --- reading ---


@dataclass(frozen=True)
class Sound:
    """A backup of which every byte was read and found right."""

    manifest: Manifest
    key_file: bytes
    sha256: str


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path.is_dir():
        raise StoreError(Fault.NOT_A_BACKUP, "folder")
    with (
        file_faults(ENOENT=Fault.NO_BACKUP, EACCES=Fault.NOT_READABLE, EPERM=Fault.NOT_READABLE),
        path.open("rb") as file,
    ):
        yield file


def is_backup(path: Path) -> bool:
    """By its first line; whether it is whole, only reading tells."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def read_manifest(path: Path, *, whole: bool = True) -> Manifest:
    """What the backup says it is; its size is right, the bytes themselves are not examined (`read`).

    Not `whole`: of a file that may not be finished.
    """
    with _opened(path) as file:
        return _manifest(file, whole=whole)[0]


def _manifest(file: BinaryIO, *, whole: bool = True) -> tuple[Manifest, bytes]:
    first = file.read(len(MAGIC))
    if first != MAGIC:
        if first.startswith(_FAMILY):
            rest = first[len(_FAMILY) :]
            if rest[:1].isdigit() and rest[:1] != b"1":
                raise StoreError(Fault.NEWER_VERSION, "backup")
            raise StoreError(Fault.BACKUP_DAMAGED, "first line")
        raise StoreError(Fault.NOT_A_BACKUP)
    line = file.readline(_MAX_MANIFEST)
    if not line.endswith(b"\n"):
        raise StoreError(Fault.BACKUP_DAMAGED, "manifest")
    manifest = _from_json(line[:-1])
    size = len(MAGIC) + len(line) + manifest.keys.size + manifest.database.size + _TAIL
    if whole and os.fstat(file.fileno()).st_size != size:
        raise StoreError(Fault.BACKUP_DAMAGED, "size")
    return manifest, first + line


def read(path: Path, *, database_to: Path | None = None, step: Step = _no_step) -> Sound:
    """Read every byte; with `database_to` also write the database there, on to the disk.

    What is written counts only when this returns: the caller removes it otherwise.
    """
    with _opened(path) as file, contextlib.ExitStack() as stack:
        manifest, head = _manifest(file)
        key_file = file.read(manifest.keys.size)
        whole, inside = hashlib.sha256(head + key_file), hashlib.sha256()
        out: Any = None
        if database_to is not None:
            handle = os.open(database_to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
            out = stack.enter_context(os.fdopen(handle, "wb", buffering=0))
        left = manifest.database.size
        while left:
            block = file.read(min(_BLOCK, left))
            if not block:
                raise StoreError(Fault.BACKUP_DAMAGED, "size")
            whole.update(block)
            inside.update(block)
            if out is not None:
                _put(out, block)
            left -= len(block)
            step(manifest.database.size - left)
        tail = file.read(_TAIL + 1)
        if tail != whole.hexdigest().encode() + b"\n":
            raise StoreError(Fault.BACKUP_DAMAGED, "checksum")
        if (hashlib.sha256(key_file).hexdigest(), inside.hexdigest()) != (
            manifest.keys.sha256,
            manifest.database.sha256,
        ):
            raise StoreError(Fault.BACKUP_DAMAGED, "checksum of a part")
        if out is not None:
            os.fsync(out.fileno())
        whole.update(tail)
    return Sound(manifest, key_file, whole.hexdigest())


def key_file_of(sound: Sound) -> KeyFile:
    found = keys.loads(sound.key_file)
    if found.vault_id != sound.manifest.vault_id:
        raise StoreError(Fault.BACKUP_DAMAGED, "key file of another vault")
    return found
