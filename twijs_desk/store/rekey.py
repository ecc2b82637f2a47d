"""A new vault key: everything encrypted anew. And which key a vault has after that was cut off.

Order: the log's first key into the vault → key file with both sets of slots (format version 2) → checkpoint,
`PRAGMA rekey` → verify → key file with the new slots only. Cut off anywhere, exactly one key opens the database;
the next start finds out which and finishes (`settle`).
"""

import contextlib
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import Session

from twijs_desk.store import connect, keys
from twijs_desk.store.errors import Fault, StoreError, file_faults
from twijs_desk.store.keys import Bounds, KeyFile, Opened, Slot
from twijs_desk.store.models import METADATA

_INFO = METADATA.tables["vault_info"]


class OpenVault(Protocol):
    """What this needs of `database.Vault`, which itself needs `settle`."""

    path: Path
    vault_id: str
    key_file: KeyFile

    @property
    def held(self) -> bool: ...

    def alone(self) -> AbstractContextManager[Any]: ...

    def take_key(self, vault_key: bytes, key_file: KeyFile) -> None: ...


Progress = Callable[[str], None]


def settle(
    path: Path, key_file: KeyFile, secret: keys.Secret, *, bounds: Bounds, held: bool
) -> tuple[KeyFile, Opened]:
    """The key file as it counts, and the vault key that the secret opens. When not `held` it only reads."""
    if not key_file.pending:
        opened = keys.open_slot(key_file, secret, bounds=bounds)
        if held:
            _withdraw_from_copy(path, key_file)
        return key_file, opened
    former = replace(key_file, pending=())
    renewed = replace(former, slots=key_file.pending)
    opens_none = StoreError(Fault.WRONG_PASSPHRASE)
    for candidate in (renewed, former):
        try:
            opened = keys.open_slot(candidate, secret, bounds=bounds)
        except StoreError as error:
            if error.fault not in (Fault.WRONG_PASSPHRASE, Fault.NO_PASSPHRASE):
                raise
            continue
        if opens(path, opened.vault_key, key_file.vault_id):
            if held:
                with contextlib.suppress(StoreError):  # a full disk keeps nobody out; the next start finishes
                    keys.write(path, candidate, withdraw=True)
            return candidate, opened
        opens_none = StoreError(Fault.DAMAGED, "no key opens it") if candidate is former else opens_none
    raise opens_none


def opens(path: Path, vault_key: bytes, vault_id: str) -> bool:
    """Whether this is the key of the database. Also with a write-ahead log of a cut-off rekey."""
    return connect.opens(path, keys.sub_keys(vault_key, vault_id).database, vault_id)


def keep_chain_key(session: Session, audit_key: bytes) -> None:
    """Before a new vault key: the log goes on under the key it has. Harmless when nothing comes of it."""
    session.connection().execute(sa.update(_INFO).values(chain_key=audit_key.hex()))


def renew(
    vault: OpenVault,
    vault_key: bytes,
    slots: tuple[Slot, ...],
    *,
    progress: Progress = lambda _: None,
) -> None:
    """Encrypt the open vault under a new vault key, with these slots around it and no others.

    Nobody else may be using the vault. Raises StoreError when it cannot be done; then the former key holds.
    """
    if not vault.held:
        raise StoreError(Fault.IN_USE, "rekey needs the vault alone")
    former = replace(vault.key_file, pending=())
    new_key = keys.sub_keys(vault_key, vault.vault_id).database
    both = replace(former, pending=slots, generation=former.generation + 1)
    renewed = replace(both, slots=slots, pending=())
    progress("begin")
    try:
        keys.write(vault.path, both, withdraw=True)  # the copy as well: either file alone must do
        with vault.alone() as connection:
            _checkpoint(connection)
            _must_have_room(vault.path)
            progress("encrypt")
            # Raw key and the same salt: the vault id stays the first 16 bytes of the file.
            connection.execute(f"PRAGMA rekey=\"x'{new_key.hex()}{vault.vault_id}'\"").fetchall()
        progress("verify")
        if not opens(
            vault.path, vault_key, vault.vault_id
        ):  # SQLCipher says `ok` to a rekey that failed, too
            raise StoreError(Fault.DISK_FULL if _lacks_room(vault.path) else Fault.IO_ERROR, "rekey")
        _verify(vault, new_key)
    except BaseException:
        if not opens(vault.path, vault_key, vault.vault_id):
            with contextlib.suppress(StoreError):  # no room for it: then the next start does it
                keys.write(vault.path, former, withdraw=True)
            raise
        vault.take_key(vault_key, renewed)  # the database has the new key: what failed came after
        raise
    vault.take_key(vault_key, renewed)
    keys.write(vault.path, renewed, withdraw=True)
    progress("done")


def _checkpoint(connection: Any) -> None:
    row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if row[0]:
        raise StoreError(Fault.IN_USE, "checkpoint")


def _lacks_room(path: Path) -> bool:
    """The whole vault goes through the write-ahead log once."""
    with file_faults():
        return shutil.disk_usage(path.parent).free < path.stat().st_size * 1.05 + (1 << 20)


def _must_have_room(path: Path) -> None:
    if _lacks_room(path):
        raise StoreError(Fault.DISK_FULL, "rekey")


def _verify(vault: OpenVault, new_key: bytes) -> None:
    connection = connect.connect(vault.path, new_key, vault.vault_id)
    try:
        _checkpoint(connection)  # the page check reads the main file only
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise StoreError(Fault.DAMAGED, "pages after rekey")
        if connection.execute("SELECT vault_id FROM vault_info").fetchall() != [(vault.vault_id,)]:
            raise StoreError(Fault.DAMAGED, "vault id after rekey")
    finally:
        connection.close()


def _withdraw_from_copy(path: Path, key_file: KeyFile) -> None:
    """A copy that still holds the former slots, because the last step was cut off, would withdraw nothing."""
    with contextlib.suppress(StoreError, OSError):
        if keys.loads(keys.backup_path(path).read_bytes()).pending:
            keys.write(path, key_file, withdraw=True)
