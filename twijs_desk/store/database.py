"""The vault: made, opened, written, read and closed. The only door to the encrypted file.

Formats, order of steps and reasons: docs/decisions/0002-storage.md.
"""

import contextlib
import os
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlmodel import Session

from twijs_desk.store import audit, backup, keys, migrate, rekey, restore, whereabouts
from twijs_desk.store.anchor import Anchor, Lapse
from twijs_desk.store.connect import PLAIN_HEADER, connect, make_engine, must_be_sound
from twijs_desk.store.errors import Fault, StoreError, fault_of_code, file_faults
from twijs_desk.store.files import (
    FileLock,
    belongs_to_another,
    family,
    keep_private,
    lock_path,
    remove_leftovers,
    sync_folder,
)
from twijs_desk.store.keys import DEFAULT_KDF, Kdf, KeyFile
from twijs_desk.store.models import AuditEvent, VaultInfo
from twijs_desk.store.pages import key_fits

_PAGE = 4096


class Vault:
    """An open vault. Any thread may use it; one writes at a time, readers do not wait."""

    def __init__(self, path: Path, key_file: KeyFile, vault_key: bytes, lock: FileLock | None) -> None:
        self.path = path
        self.vault_id = key_file.vault_id
        self.key_file = key_file
        self.lapse: Lapse | None = None
        """What the anchor says is missing from the log (a lost write-ahead log, an older copy); None: nothing."""
        self.kdf = DEFAULT_KDF
        self.opened: keys.Opened | None = None
        """The slot that opened the vault; None right after making it."""
        self._vault_key = vault_key
        self._sub = keys.sub_keys(vault_key, key_file.vault_id)
        self._chain_key = self._sub.audit
        self._anchor: Anchor | None = None
        self._head: tuple[int, str] | None = None
        self._lock = lock
        self._engine = make_engine(lambda: connect(path, self._sub.database, key_file.vault_id))
        self._writers = self._engine.execution_options(mode="write")
        self._writing = threading.Lock()
        self._writer: int | None = None
        self._closed = False

    @property
    def audit_key(self) -> bytes:
        return self._chain_key

    @property
    def vault_key(self) -> bytes:
        """For wrapping in a new slot; not to be kept."""
        return self._vault_key

    @property
    def backup_key(self) -> bytes:
        return self._sub.backup

    @property
    def held(self) -> bool:
        """This program has the vault to itself; False when it looks on beside a running one."""
        return self._lock is not None

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it is durable when the block ends, or none of it when anything fails."""
        self._must_be_open()
        if self._writer == threading.get_ident():
            raise RuntimeError("a transaction inside a transaction")
        with self._writing:
            self._writer = threading.get_ident()
            try:
                with _faults(), Session(self._writers, expire_on_commit=False) as session:
                    with _sound(session):  # BEGIN IMMEDIATE now, not at the first change
                        yield session
                    session.commit()
                if self._anchor and self._head:  # after the commit: the anchor never runs ahead of the vault
                    self._anchor.note(*self._head)
            finally:
                self._writer = self._head = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent view. Writing in it is refused."""
        self._must_be_open()
        with _faults(reading=True), Session(self._engine, expire_on_commit=False) as session, _sound(session):
            yield session

    @contextmanager
    def outside_transaction(self) -> Iterator[Any]:
        """A bare sqlcipher3 connection for statements that do not go inside a transaction (check, backup)."""
        self._must_be_open()
        with _faults():
            connection = connect(self.path, self._sub.database, self.vault_id)
            try:
                yield connection
            finally:
                connection.close()

    @contextmanager
    def alone(self) -> Iterator[Any]:
        """A bare connection while nothing of this program writes and no connection waits in the pool."""
        with self._writing:
            self._engine.dispose()
            with self.outside_transaction() as connection:
                yield connection

    def take_key(self, vault_key: bytes, key_file: KeyFile) -> None:
        """Go on under a new vault key; the log keeps its first one."""
        self._vault_key, self.key_file = vault_key, key_file
        self._sub = keys.sub_keys(vault_key, self.vault_id)
        self._engine.dispose()

    def log(
        self,
        session: Session,
        *,
        at: datetime,
        actor: str,
        action: str,
        subject: str = "",
        subject_id: str = "",
        case_id: str = "",
        detail: Mapping[str, Any] | None = None,
    ) -> AuditEvent:
        """A line in the log, in the same transaction as what it tells about."""
        event = audit.append(
            session,
            self._chain_key,
            at=at,
            actor=actor,
            action=action,
            subject=subject,
            subject_id=subject_id,
            case_id=case_id,
            detail=detail,
        )
        self._head = (event.seq, event.mac)
        return event

    def accept_lapse(self) -> None:
        """What the anchor missed was told and accepted; from the newest line on it counts again."""
        with self._writing, file_faults():
            if self._anchor:
                self._anchor.accept()
        self.lapse = None

    def close(self) -> None:
        """Fold the write-ahead log back and let go of the file. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        # A full or vanished disk must not stop closing: the write-ahead log stays, for the next start.
        with contextlib.suppress(sqlcipher.Error, StoreError):
            connection = connect(self.path, self._sub.database, self.vault_id)
            try:
                connection.execute("PRAGMA optimize")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()
        self._engine.dispose()
        if self._anchor:
            self._anchor.close()
        if self._lock:
            self._lock.release()

    def _must_be_open(self) -> None:
        if self._closed:
            raise StoreError(Fault.CLOSED)


def create(
    path: Path,
    passphrase: str,
    *,
    at: datetime,
    product_version: str,
    label: str = "",
    kdf: Kdf = DEFAULT_KDF,
    anchors: Path | None = None,
) -> Vault:
    """A new vault and its key file; neither is there when this fails or is cut off.

    `label` names the first slot. It stands readable in the key file: a role, no name. `anchors` is a folder
    of this user, away from the vault, for a second copy of the anchor.
    """
    path = path.resolve()  # by whatever name: one file, one lock
    whereabouts.refuse_live(path)
    _refuse_existing(path)
    with _locked(path, True) as lock:
        _refuse_existing(path)  # again: someone may have been faster
        _clear_cut_off_create(path)
        vault_id, vault_key = keys.new_vault_id(), keys.new_vault_key()
        made_on = {"made_on": at.date().isoformat()}
        slot = keys.wrap(vault_key, vault_id, passphrase, label=label, kdf=kdf, extra=made_on)
        key_file = KeyFile(vault_id, 1, (slot,))
        unfinished = _unfinished(path, vault_id)
        keys_written = False
        try:
            _fill(unfinished, key_file, vault_key, at, product_version)
            _set_aside(path)
            keys_written = True
            keys.write(path, key_file)
            with file_faults():
                if path.exists():
                    raise StoreError(Fault.EXISTS)
                os.rename(unfinished, path)
                sync_folder(path.parent)
        except BaseException:
            remove_leftovers(path)
            if keys_written and not path.exists():
                for leftover in (keys.key_path(path), keys.backup_path(path)):
                    with contextlib.suppress(OSError):
                        leftover.unlink(missing_ok=True)
            raise
        keep_private(*family(path))
        vault = Vault(path, key_file, vault_key, lock)
        vault.kdf = kdf
        vault._anchor = Anchor(path, vault_id, vault.audit_key, anchors)
        return vault


def open(
    path: Path,
    secret: keys.Secret,
    *,
    kdf: Kdf = DEFAULT_KDF,
    lock: bool = True,
    anchors: Path | None = None,
    anywhere: bool = False,
) -> Vault:
    """Open an existing vault; brings older tables to this version. Refuses without changing anything.

    `secret` is a passphrase or what opens another kind of slot. `lock=False` looks beside a running program
    (vault check); it never migrates. `anywhere` also opens on a network share or in a synchronised folder: only to
    bring the vault to a better place. A vault that is behind its anchor opens, and `lapse` says what is missing.
    """
    path = path.resolve()  # by whatever name: one file, one lock
    if not anywhere:
        whereabouts.refuse_live(path)
    if lock and restore.was_interrupted(path):
        with _locked(path, True) as held:
            restore.finish(path)
            if held:
                held.release()
    header = _header(path)
    key_file = _key_file(path, header)
    mismatch = header.hex() != key_file.vault_id
    with _locked(path, lock) as held:
        if held:
            keys.clean_up(path)
            remove_leftovers(path)
            if sys.platform != "win32":  # there it takes a program per file: only when the vault is made
                keep_private(*family(path))
        try:
            key_file, opened = rekey.settle(path, key_file, secret, bounds=kdf.bounds, held=held is not None)
        except StoreError as error:
            if mismatch and error.fault is Fault.WRONG_PASSPHRASE:
                raise StoreError(Fault.OTHER_VAULT) from None
            raise
        if not mismatch and _is_cut_short(path):
            raise StoreError(Fault.TRUNCATED)
        vault = Vault(path, key_file, opened.vault_key, held)
        vault.kdf, vault.opened = kdf, opened
        try:
            _bring_up_to_date(vault, may_migrate=held is not None)
            _take_up_the_chain(vault, anchors)
        except BaseException as error:
            vault._engine.dispose()
            # No room for the shared-memory file is any I/O error to SQLCipher.
            if isinstance(error, StoreError) and error.fault is Fault.IO_ERROR and _is_full(path.parent):
                raise StoreError(Fault.DISK_FULL, error.detail) from None
            if isinstance(error, StoreError) and error.fault is Fault.DAMAGED:
                if mismatch:
                    raise StoreError(Fault.OTHER_VAULT) from None
                if not key_fits(path, vault._sub.database, header):
                    raise StoreError(Fault.KEY_DOES_NOT_FIT) from None
            raise
        return vault


@contextmanager
def _faults(*, reading: bool = False) -> Iterator[None]:
    """Faults of SQLite as ours. What is a bug (a constraint, a wrong statement) comes out as it is."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlcipher.Error) as error:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        fault = fault_of_code(getattr(cause, "sqlite_errorcode", None))
        if fault is None or (reading and fault is Fault.READ_ONLY):
            raise
        raise StoreError(fault, str(getattr(cause, "sqlite_errorname", ""))) from None
    except sa.exc.TimeoutError:
        raise StoreError(Fault.IN_USE, "connections") from None


def _is_full(folder: Path) -> bool:
    """Less than the write-ahead log and its shared memory need to begin."""
    try:
        return shutil.disk_usage(folder).free < 65_536
    except OSError:
        return False


@contextmanager
def _sound(session: Session) -> Iterator[None]:
    """Nothing leaves the block that was read from a damaged page, whatever the block made of it."""
    driver = session.connection().connection.dbapi_connection
    try:
        yield
    finally:
        try:
            must_be_sound(driver)
        except sqlcipher.Error:
            session.invalidate()
            raise


@contextmanager
def _locked(path: Path, wanted: bool) -> Iterator[FileLock | None]:
    """Hold the lock; let go only when the block fails, else it belongs to the vault."""
    if not path.parent.is_dir():
        raise StoreError(Fault.FOLDER_MISSING)
    if not wanted:
        yield None
        return
    lock = FileLock(lock_path(path))
    lock.acquire()
    try:
        yield lock
    except BaseException:
        lock.release()
        raise


# --- making ---


def _unfinished(path: Path, vault_id: str) -> Path:
    return path.with_name(f"{path.name}.{vault_id[:8]}.tmp")


def _refuse_existing(path: Path) -> None:
    # A write-ahead log without its database holds someone's last saves; over a new one it is poison.
    for existing in (path, path.with_name(path.name + "-wal")):
        if os.path.lexists(existing):
            raise StoreError(Fault.EXISTS, existing.suffix)


def _clear_cut_off_create(path: Path) -> None:
    """A key file beside its own unfinished database is from a create that was cut off: never a vault."""
    try:
        cut_off = _unfinished(path, keys.read(path).vault_id).exists()
    except StoreError:
        cut_off = False
    if cut_off:
        with file_faults():
            keys.key_path(path).unlink(missing_ok=True)
            keys.backup_path(path).unlink(missing_ok=True)
    keys.clean_up(path)
    remove_leftovers(path)


def _set_aside(path: Path) -> None:
    """A key file without its database may be the only key to a copy elsewhere: keep it, out of the way."""
    with file_faults():
        for old in (keys.key_path(path), keys.backup_path(path)):
            if os.path.lexists(old):
                os.rename(old, old.with_name(f"{old.name}.former-{os.urandom(4).hex()}"))


def _fill(path: Path, key_file: KeyFile, vault_key: bytes, at: datetime, product_version: str) -> None:
    with file_faults():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    vault = Vault(path, key_file, vault_key, None)
    try:
        _migrate(vault)
        with vault.write() as session:
            session.add(VaultInfo(vault_id=key_file.vault_id, created_at=at, product_version=product_version))
        with vault.outside_transaction() as connection:
            if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise StoreError(Fault.IO_ERROR, "checkpoint")
    finally:
        vault.close()
    if _header(path).hex() != key_file.vault_id:
        raise StoreError(Fault.CIPHER_MISSING, "header")


# --- opening ---


def _header(path: Path) -> bytes:
    denied = Fault.OTHER_USER if belongs_to_another(path) else Fault.NOT_READABLE
    with file_faults(ENOENT=Fault.NO_VAULT, EACCES=denied):
        if path.is_dir():
            raise StoreError(Fault.NOT_A_VAULT, "folder")
        if not path.parent.is_dir():
            raise StoreError(Fault.FOLDER_MISSING)
        with path.open("rb") as file:
            header = file.read(len(PLAIN_HEADER))
    if header == PLAIN_HEADER:
        raise StoreError(Fault.NOT_A_VAULT, "plain SQLite")
    return header


def _key_file(path: Path, header: bytes) -> KeyFile:
    try:
        key_file = keys.read(path)
    except StoreError as error:
        if error.fault is Fault.KEY_FILE_MISSING and not _looks_encrypted(path):
            raise StoreError(Fault.NOT_A_VAULT) from None
        raise
    if len(header) < len(PLAIN_HEADER):
        raise StoreError(Fault.TRUNCATED, "shorter than a header")
    return key_file


def _looks_encrypted(path: Path) -> bool:
    """Whole pages of noise: then it is the key file that is missing, else this never was a vault."""
    with file_faults(), path.open("rb") as file:
        page = file.read(_PAGE)
    return len(page) == _PAGE and path.stat().st_size % _PAGE == 0 and len(set(page)) > 230


def _is_cut_short(path: Path) -> bool:
    """A broken last page that no write-ahead log can make whole; SQLite opens such a file without a word."""
    wal = path.with_name(path.name + "-wal")
    with file_faults():
        return path.stat().st_size % _PAGE != 0 and not (wal.exists() and wal.stat().st_size)


def _bring_up_to_date(vault: Vault, *, may_migrate: bool) -> None:
    with vault.read() as session:
        connection = session.connection()
        revision = migrate.current(connection)
        if revision is None:  # the right key, yet no tables: not something we made or left behind
            raise StoreError(Fault.DAMAGED, "no revision")
        if revision != migrate.HEAD and revision not in migrate.known_revisions():
            raise StoreError(Fault.NEWER_VERSION, f"revision {revision[:40]}")
        vault_id = connection.exec_driver_sql("SELECT vault_id FROM vault_info").scalars().all()
        if vault_id != [vault.vault_id]:
            raise StoreError(Fault.OTHER_VAULT, "vault id")
    if revision != migrate.HEAD:
        if not may_migrate:
            raise StoreError(Fault.IN_USE, "migration needed")
        backup.before_migration(vault, revision)
        _migrate(vault)


def _take_up_the_chain(vault: Vault, anchors: Path | None) -> None:
    """After a new vault key the log goes on under its first key, which the vault itself then holds."""
    with vault.read() as session:
        chain_key = session.connection().exec_driver_sql("SELECT chain_key FROM vault_info").scalar()
    if chain_key:
        vault._chain_key = bytes.fromhex(chain_key)
    # Read before the log is: beside a running program the log may grow in between.
    vault._anchor = Anchor(vault.path, vault.vault_id, vault.audit_key, anchors, writes=vault.held)
    with vault.read() as session:
        vault.lapse = vault._anchor.compare(session)


def _migrate(vault: Vault) -> None:
    try:
        with _faults(), vault._engine.connect() as connection:
            connection.execution_options(mode="migrate")
            connection.detach()  # foreign keys are off in it: closed for good afterwards
            with connection.begin():
                migrate.migrate(connection)
    except StoreError:
        raise
    except (
        Exception
    ) as error:  # whatever a script does wrong: rolled back, and the user hears it as one fault
        raise StoreError(Fault.MIGRATION_FAILED, type(error).__name__) from error
