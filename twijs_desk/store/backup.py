"""A verified, encrypted copy of the whole vault in one file (docs/decisions/0007-backups.md).

`VACUUM INTO` a temporary name beside the vault, verified there; then from front to back into the target, read
back there and compared. So a USB stick, a network folder or a synchronised folder only gets plain writes, and a
name that ends on `.reservekopie` was whole when it got that name.
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, Protocol

import twijs_desk
from twijs_desk.store import backup_folder, container, keys
from twijs_desk.store.container import BEFORE_MIGRATION, ORDINARY, SUFFIX, Manifest, Part
from twijs_desk.store.contents import Contents, examine, sqlite_faults, take_stock
from twijs_desk.store.errors import Fault, StoreError, file_faults
from twijs_desk.store.files import sync_folder
from twijs_desk.store.keys import KeyFile

Progress = Callable[[str, float], None]
"""Step (copy, verify, write, reread) and how far all of it is, from 0 to 1."""

_BLOCK = 1 << 20
_OPCODES = 5_000
_READ = 20  # SQLITE_READ, of the authorizer
_SHARES = {"copy": (0.0, 0.4), "verify": (0.4, 0.7), "write": (0.7, 0.9), "reread": (0.9, 1.0)}


class OpenVault(Protocol):
    """What is needed of `database.Vault`, which itself makes a backup before it migrates."""

    path: Path
    vault_id: str
    key_file: KeyFile

    @property
    def vault_key(self) -> bytes: ...

    def outside_transaction(self) -> AbstractContextManager[Any]: ...


@dataclass(frozen=True)
class Backup:
    path: Path
    size: int
    sha256: str
    manifest: Manifest
    contents: Contents


@dataclass(frozen=True)
class Failed:
    folder: Path
    error: StoreError


def _quiet(step: str, part: float) -> None:
    del step, part


@dataclass(frozen=True)
class Watch:
    progress: Progress
    cancel: Event | None

    def stopped(self) -> bool:
        return self.cancel is not None and self.cancel.is_set()

    def at(self, step: str, part: float) -> None:
        if self.stopped():
            raise StoreError(Fault.CANCELLED)
        low, high = _SHARES[step]
        self.progress(step, low + (high - low) * min(1.0, part))


@dataclass(frozen=True)
class Snapshot:
    """The database of one moment, verified; a temporary file beside the vault."""

    database: Path
    manifest: Manifest
    key_file: bytes
    contents: Contents


def make(
    vault: OpenVault,
    folders: Sequence[Path],
    *,
    at: datetime,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> list[Backup | Failed]:
    """One backup in each folder, all of the same moment. Safe beside other threads that read and save.

    Raises StoreError when the vault itself could not be copied; a folder that failed is in the answer.
    """
    watch = Watch(progress or _quiet, cancel)
    results: list[Backup | Failed] = []
    with snapshot(vault, at=at, kind=ORDINARY, watch=watch) as taken:
        for folder in folders:
            try:
                backup_folder.clear_cut_off(folder, vault.vault_id)
                made = _deliver(taken, folder / _name(at), watch)
            except StoreError as error:
                if error.fault is Fault.CANCELLED:
                    raise
                results.append(Failed(folder, error))
                continue
            results.append(made)
            backup_folder.explain(folder)
            if not taken.contents.flaws:  # an unsound copy does not push out the sound ones before it
                backup_folder.rotate(folder, vault.vault_id, keep=made.path, now=at)
                backup_folder.drop_stale(vault.path, vault.vault_id, now=at)
    return results


def before_migration(vault: OpenVault, revision: str | None) -> None:
    """A copy of the vault as it is, beside it. Raises StoreError when it cannot be made: then nothing migrates."""
    folder, name = vault.path.parent, vault.path.name
    start = f"{name}.voor-bijwerken-{revision or 'onbekend'}-"
    with file_faults():
        taken_numbers = [
            backup_folder.serial(file.name) for file in folder.iterdir() if file.name.startswith(start)
        ]
        at = datetime.fromtimestamp(vault.path.stat().st_mtime, UTC)  # of the last save; here is no clock
    target = folder / f"{start}{max(taken_numbers, default=0) + 1}{SUFFIX}"
    watch = Watch(_quiet, None)
    with snapshot(vault, at=at, kind=BEFORE_MIGRATION, watch=watch) as taken:
        backup_folder.clear_cut_off(folder, vault.vault_id)
        made = _deliver(taken, target, watch)
    backup_folder.keep_last_two(vault.path, vault.vault_id, made.path)


# --- making ---


@contextmanager
def snapshot(vault: OpenVault, *, at: datetime, kind: str, watch: Watch) -> Iterator[Snapshot]:
    # This form of name is cleared away at the next start, should this be cut off.
    temporary = vault.path.with_name(f"{vault.path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with file_faults():
            os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        vault_key, key_file = vault.vault_key, keys.dumps(_key_file(vault))
        sub = keys.sub_keys(vault_key, vault.vault_id)
        before, revision = _copy(vault, temporary, watch)
        watch.at("verify", 0.0)
        digest: list[str] = []
        contents = examine(
            temporary,
            sub,
            vault.vault_id,
            stop=watch.stopped,
            meanwhile=lambda: digest.append(_sha256(temporary, watch)),
        )
        if contents.differs(before.as_json(0)):
            raise StoreError(Fault.BACKUP_DIFFERS, "copy")
        size = temporary.stat().st_size
        if vault.vault_key != vault_key:
            raise StoreError(Fault.IN_USE, "the vault got a new key meanwhile")
        plain = Manifest(
            vault_id=vault.vault_id,
            made_at=at,
            product_version=twijs_desk.__version__,
            revision=revision,
            kind=kind,
            keys=Part(len(key_file), hashlib.sha256(key_file).hexdigest()),
            database=Part(size, digest[0]),
        )
        manifest = container.seal(plain, sub.backup, contents.as_json(size // 4096))
        yield Snapshot(temporary, manifest, key_file, contents)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _copy(vault: OpenVault, target: Path, watch: Watch) -> tuple[Contents, str]:
    """`VACUUM INTO`, and what the vault held at that same moment."""
    with (
        vault.outside_transaction() as gate,
        vault.outside_transaction() as reader,
        vault.outside_transaction() as copier,
        ThreadPoolExecutor(1, thread_name_prefix="backup-stock") as beside,
        sqlite_faults(),
    ):
        whole = max(1, int(copier.execute("PRAGMA page_count").fetchone()[0]) * 4096)
        gate.execute("PRAGMA busy_timeout=60000").fetchall()
        gate.execute("BEGIN IMMEDIATE")  # for an instant nobody saves, until both look at the same moment
        try:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            stock = beside.submit(take_stock, reader)  # counts while the copy is made

            def looking(action: int, *_: object) -> int:
                if (
                    action == _READ and gate.in_transaction
                ):  # VACUUM has its view from before its first read on
                    gate.rollback()
                return 0

            def working() -> int:
                with contextlib.suppress(OSError, StoreError):
                    watch.at("copy", target.stat().st_size / whole)
                return int(watch.stopped())

            watch.at("copy", 0.0)
            copier.set_authorizer(looking)
            copier.set_progress_handler(working, _OPCODES)
            copier.execute("VACUUM INTO ?", (str(target),))
        finally:
            if gate.in_transaction:
                gate.rollback()
        contents = stock.result()
        row = reader.execute("SELECT version_num FROM alembic_version").fetchone()
        reader.rollback()
    return contents, str(row[0]) if row else ""


def _key_file(vault: OpenVault) -> KeyFile:
    """As it is on the disk; when it was lost there, or a change of key was cut off, as this program knows it."""
    with contextlib.suppress(StoreError):
        found = keys.read(vault.path)
        if found.vault_id == vault.vault_id and not found.pending:
            return found
    return vault.key_file


def _sha256(path: Path, watch: Watch) -> str:
    digest, done, size = hashlib.sha256(), 0, max(1, path.stat().st_size)
    with file_faults(), path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            watch.at("verify", done / size)
    return digest.hexdigest()


def _deliver(taken: Snapshot, wanted: Path, watch: Watch) -> Backup:
    """Into the folder under a temporary name, read back, and only then under its own name."""
    size = taken.manifest.database.size
    temporary = wanted.with_name(f"{wanted.name}.{secrets.token_hex(4)}.tmp")
    try:
        written = container.write(
            temporary,
            taken.manifest,
            taken.key_file,
            taken.database,
            lambda done: watch.at("write", done / size),
        )
        _forget_cached(temporary)
        read = container.read(temporary, step=lambda done: watch.at("reread", done / size))
        if read.sha256 != written:
            raise StoreError(Fault.IO_ERROR, "read back")
        watch.at("reread", 1.0)
        with file_faults():
            target = _rename(temporary, wanted)
            sync_folder(target.parent)
            total = target.stat().st_size
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return Backup(target, total, written, taken.manifest, taken.contents)


def _rename(temporary: Path, wanted: Path) -> Path:
    """Never over a file that is there."""
    for number in range(1, 1000):
        name = wanted.name if number == 1 else f"{wanted.name.removesuffix(SUFFIX)}-{number}{SUFFIX}"
        target = wanted.with_name(name)
        if not os.path.lexists(target):
            os.rename(temporary, target)
            return target
    raise StoreError(Fault.EXISTS, "backup name")


def _forget_cached(path: Path) -> None:
    """So that reading back asks the disk, where the system offers that."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)


def _name(at: datetime) -> str:
    return f"twijs-desk-{at:%Y%m%d-%H%M%S}{SUFFIX}"
