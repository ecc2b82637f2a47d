"""A vault brought to another place: copied, read back, opened there, and only then put aside in the old one."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from twijs_desk.store import audit, database, keys, whereabouts
from twijs_desk.store.check import check
from twijs_desk.store.errors import Fault, StoreError, file_faults
from twijs_desk.store.files import FileLock, lock_path, remove_leftovers, sync_folder, write_atomically
from twijs_desk.store.keys import DEFAULT_KDF, Kdf, Secret

PUT_ASIDE = ".verhuisd"
_BLOCK = 1 << 20
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Moved:
    path: Path
    former: Path | None
    """The old set under its new name, still a whole vault; None when the old place did not let us rename it."""
    flaws: int
    """What the check of the new vault found; the old one had it too, for they are the same to the byte."""


def move(
    path: Path,
    to: Path,
    secret: Secret,
    *,
    at: datetime,
    actor: str = "",
    kdf: Kdf = DEFAULT_KDF,
    anchors: Path | None = None,
) -> Moved:
    """Bring the vault from a place where it may not stay open to `to`. Cut off anywhere, the old one is whole.

    Raises StoreError; then nothing changed in the old place.
    """
    path, to = path.resolve(), to.resolve()
    whereabouts.refuse_live(to)
    _refuse_existing(to)
    vault = database.open(path, secret, kdf=kdf, anchors=anchors, anywhere=True)
    try:
        with vault.read() as session:
            head = _head(session, vault.audit_key)
    finally:
        vault.close()  # folds the write-ahead log into the file
    with _held(to):
        _refuse_existing(to)
        with _held(path):
            _copy_set(path, to, vault.vault_id)
    flaws = _examine(to, secret, head, at=at, actor=actor, kdf=kdf, anchors=anchors)
    return Moved(to, _put_aside(path), flaws)


def _refuse_existing(to: Path) -> None:
    for each in (to, to.with_name(to.name + "-wal")):
        if os.path.lexists(each):
            raise StoreError(Fault.EXISTS, each.suffix)


def _head(session: Session, key: bytes) -> tuple[int, str]:
    report = audit.verify(session, key)
    return report.last_seq, report.last_mac


@contextlib.contextmanager
def _held(path: Path) -> Iterator[None]:
    lock = FileLock(lock_path(path))
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _copy_set(path: Path, to: Path, vault_id: str) -> None:
    """Key file first, the database under a temporary name, its rename last: without it there is no vault."""
    with file_faults():
        log = path.with_name(path.name + "-wal")
        if (
            log.exists() and log.stat().st_size
        ):  # someone was faster than our lock, or the log could not be folded
            raise StoreError(Fault.IN_USE, "write-ahead log")
        present = keys.key_path(to)
        if os.path.lexists(present) and keys.read(to).vault_id != vault_id:
            raise StoreError(Fault.EXISTS, ".keys")
        remove_leftovers(to)
        unfinished = to.with_name(f"{to.name}.{vault_id[:8]}.tmp")
        try:
            if _copy(path, unfinished) != _sha256(unfinished):
                raise StoreError(Fault.IO_ERROR, "copy differs")
            data = keys.dumps(keys.read(path))
            for each in (keys.key_path(to), keys.backup_path(to)):
                write_atomically(each, data)
            os.rename(unfinished, to)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        sync_folder(to.parent)


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    with os.fdopen(handle, "wb") as written, source.open("rb") as read:
        while block := read.read(_BLOCK):
            digest.update(block)
            written.write(block)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _examine(
    to: Path,
    secret: Secret,
    head: tuple[int, str],
    *,
    at: datetime,
    actor: str,
    kdf: Kdf,
    anchors: Path | None,
) -> int:
    """Open it in its new place: everything the old one had is there. How many flaws came along."""
    vault = database.open(to, secret, kdf=kdf, anchors=anchors)
    try:
        with vault.read() as session:
            if _head(session, vault.audit_key) != head:
                raise StoreError(Fault.IO_ERROR, "log differs")
        flaws = len(check(vault))
        with vault.write() as session:
            vault.log(session, at=at, actor=actor, action="vault_moved", subject="vault")
    finally:
        vault.close()
    return flaws


def _put_aside(path: Path) -> Path | None:
    """The old set keeps everything, under a name that no window opens by itself."""
    name = path.name + PUT_ASIDE
    number = 1
    while os.path.lexists(path.with_name(name)):
        number += 1
        name = f"{path.name}{PUT_ASIDE}-{number}"
    former = path.with_name(name)
    try:
        with _held(path):
            os.rename(path, former)
            for suffix in (".keys", ".keys.bak", ".anchor"):
                old = path.with_name(path.name + suffix)
                if os.path.lexists(old):
                    os.rename(old, former.with_name(former.name + suffix))
            sync_folder(path.parent)
    except (OSError, StoreError):
        return former if former.exists() else None
    return former
