"""A verified, encrypted copy of the whole vault in one file (docs/decisions/0007-backups.md).

`VACUUM INTO` a temporary name beside the vault, verified there; then from front to back into the target, read
back there and compared. So a USB stick, a network folder or a synchronised folder only gets plain writes, and a
name that ends on `.reservekopie` was whole when it got that name.
"""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, Protocol

import twijs_desk
from twijs_desk import assets
from twijs_desk.store import container, keys
from twijs_desk.store.container import BEFORE_MIGRATION, ORDINARY, SUFFIX, Manifest, Part
from twijs_desk.store.contents import Contents, examine, sqlite_faults, take_stock
from twijs_desk.store.errors import Fault, StoreError, file_faults
from twijs_desk.store.files import sync_folder, write_atomically
from twijs_desk.store.keys import KeyFile

Progress = Callable[[str, float], None]
"""Step (copy, verify, write, reread) and how far all of it is, from 0 to 1."""

KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 7, 5, 3
"""Long enough for what is noticed late; short enough that destroyed data does not live on in copies for long."""
_KEEP_BEFORE_MIGRATION = 2
BESIDE = ("LEESMIJ-reservekopie.txt", "lezer.py")
_BLOCK = 1 << 20
_OPCODES = 20_000
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
                _clear_cut_off(folder, vault.vault_id)
                made = _deliver(taken, folder / _name(at), watch)
            except StoreError as error:
                if error.fault is Fault.CANCELLED:
                    raise
                results.append(Failed(folder, error))
                continue
            results.append(made)
            _explain(folder)
            if not taken.contents.flaws:  # an unsound copy does not push out the sound ones before it
                rotate(folder, vault.vault_id, keep=made.path, now=at)
    return results


def before_migration(vault: OpenVault, revision: str | None) -> None:
    """A copy of the vault as it is, beside it. Raises StoreError when it cannot be made: then nothing migrates."""
    folder, name = vault.path.parent, vault.path.name
    start = f"{name}.voor-bijwerken-{revision or 'onbekend'}-"
    with file_faults():
        taken_numbers = [_serial(file.name) for file in folder.iterdir() if file.name.startswith(start)]
        at = datetime.fromtimestamp(vault.path.stat().st_mtime, UTC)  # of the last save; here is no clock
    target = folder / f"{start}{max(taken_numbers, default=0) + 1}{SUFFIX}"
    watch = Watch(_quiet, None)
    with snapshot(vault, at=at, kind=BEFORE_MIGRATION, watch=watch) as taken:
        _clear_cut_off(folder, vault.vault_id)
        made = _deliver(taken, target, watch)
    _keep_last_two(vault, made.path)


# --- making ---


@contextmanager
def snapshot(vault: OpenVault, *, at: datetime, kind: str, watch: Watch) -> Iterator[Snapshot]:
    # This form of name is cleared away at the next start, should this be cut off.
    temporary = vault.path.with_name(f"{vault.path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with file_faults():
            os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        before, revision = _copy(vault, temporary, watch)
        watch.at("verify", 0.0)
        sub = keys.sub_keys(vault.vault_key, vault.vault_id)
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
        key_file = keys.dumps(_key_file(vault))
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
        sqlite_faults(),
    ):
        whole = max(1, int(copier.execute("PRAGMA page_count").fetchone()[0]) * 4096)
        gate.execute("PRAGMA busy_timeout=60000").fetchall()
        gate.execute("BEGIN IMMEDIATE")  # for an instant nobody saves, until both look at the same moment
        try:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()

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

            copier.set_authorizer(looking)
            copier.set_progress_handler(working, _OPCODES)
            copier.execute("VACUUM INTO ?", (str(target),))
        finally:
            if gate.in_transaction:
                gate.rollback()
        contents = take_stock(reader)
        row = reader.execute("SELECT version_num FROM alembic_version").fetchone()
        reader.rollback()
    return contents, str(row[0]) if row else ""


def _key_file(vault: OpenVault) -> KeyFile:
    """As it is on the disk; when it was lost there, as this program knows it."""
    with contextlib.suppress(StoreError):
        found = keys.read(vault.path)
        if found.vault_id == vault.vault_id:
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


def _explain(folder: Path) -> None:
    """What this is and how to read it without this program; a full stick may do without."""
    for name in BESIDE:
        with contextlib.suppress(OSError):
            wanted = assets.resource("backup", name).read_bytes()
            target = folder / name
            if not target.is_file() or target.read_bytes() != wanted:
                write_atomically(target, wanted)


def _clear_cut_off(folder: Path, vault_id: str) -> None:
    """Unfinished files of this vault; nobody else makes one, for we hold the vault."""
    with file_faults():
        unfinished = [
            file for file in folder.iterdir() if re.search(r"\.reservekopie\.[0-9a-f]{8}\.tmp$", file.name)
        ]
    for file in unfinished:
        with contextlib.suppress(OSError, StoreError):
            if container.read_manifest(file, whole=False).vault_id == vault_id:
                file.unlink()


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


# --- what is in a folder ---


@dataclass(frozen=True)
class Listed:
    """A file that calls itself a backup; without a manifest it is damaged or of another kind."""

    path: Path
    size: int
    manifest: Manifest | None
    fault: Fault | None = None


def listing(folder: Path, vault_id: str | None = None) -> list[Listed]:
    """Newest first. Only the first lines and the size are read; `container.read` examines a file whole."""
    found = []
    with file_faults():
        files = [file for file in folder.iterdir() if file.name.endswith(SUFFIX)]
    for file in files:
        try:
            size, manifest, fault = file.stat().st_size, container.read_manifest(file), None
        except OSError:
            continue  # gone meanwhile
        except StoreError as error:
            manifest, fault = None, error.fault
        if vault_id is None or (manifest and manifest.vault_id == vault_id):
            found.append(Listed(file, size, manifest, fault))
    oldest = datetime.min.replace(tzinfo=UTC)
    found.sort(
        key=lambda item: (item.manifest.made_at if item.manifest else oldest, item.path.name), reverse=True
    )
    return found


def rotate(folder: Path, vault_id: str, *, keep: Path, now: datetime) -> list[Path]:
    """Remove what is no longer wanted of this vault, never `keep`; gives what went."""
    ours = [
        (item.path, item.manifest.made_at.astimezone(now.tzinfo))
        for item in listing(folder, vault_id)
        if item.manifest and item.manifest.kind == ORDINARY
    ]
    stays = {keep} | {
        path for path, made_at in ours if made_at > now
    }  # the clock was set back: touch nothing
    ages: tuple[tuple[int, Callable[[datetime], Any]], ...] = (
        (KEEP_DAYS, lambda made: (now.date() - made.date()).days),
        (KEEP_WEEKS, lambda made: (_monday(now) - _monday(made)).days // 7),
        (KEEP_MONTHS, lambda made: (now.year - made.year) * 12 + now.month - made.month),
    )
    for many, age in ages:
        newest: dict[int, Path] = {}
        for path, made_at in ours:  # newest first
            if age(made_at) < many:
                newest.setdefault(age(made_at), path)
        stays |= set(newest.values())
    gone = []
    for path, _ in ours:
        if path not in stays:
            with contextlib.suppress(OSError):
                path.unlink()
                gone.append(path)
    return gone


def _monday(moment: datetime) -> Any:
    day = moment.date()
    return day.fromordinal(day.toordinal() - day.weekday())


def _serial(name: str) -> int:
    number = name.removesuffix(SUFFIX).rpartition("-")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def _keep_last_two(vault: OpenVault, newest: Path) -> None:
    """Of the copies that were made before updating; the rest of the folder is not ours."""
    start = f"{vault.path.name}.voor-bijwerken-"
    with contextlib.suppress(StoreError, OSError):
        files = [
            (item.path.stat().st_mtime_ns, item.path)
            for item in listing(vault.path.parent, vault.vault_id)
            if item.manifest and item.manifest.kind == BEFORE_MIGRATION and item.path.name.startswith(start)
        ]
        for _, path in sorted(files, reverse=True)[_KEEP_BEFORE_MIGRATION:]:
            if path != newest:
                path.unlink()
