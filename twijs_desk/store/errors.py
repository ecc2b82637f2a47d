"""What can go wrong with the vault, as a fixed list; casework turns each fault into a Dutch sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class Fault(StrEnum):
    NO_VAULT = "no_vault"
    NOT_A_VAULT = "not_a_vault"
    TRUNCATED = "truncated"
    WRONG_PASSPHRASE = "wrong_passphrase"
    NO_PASSPHRASE = "no_passphrase"
    KEY_STORE = "key_store"
    KEY_FILE_MISSING = "key_file_missing"
    KEY_FILE_DAMAGED = "key_file_damaged"
    OTHER_VAULT = "other_vault"
    KEY_DOES_NOT_FIT = "key_does_not_fit"
    NEWER_VERSION = "newer_version"
    READ_ONLY = "read_only"
    NOT_READABLE = "not_readable"
    DISK_FULL = "disk_full"
    IO_ERROR = "io_error"
    DAMAGED = "damaged"
    IN_USE = "in_use"
    EXISTS = "exists"
    FOLDER_MISSING = "folder_missing"
    CIPHER_MISSING = "cipher_missing"
    OUT_OF_MEMORY = "out_of_memory"
    MIGRATION_FAILED = "migration_failed"
    CLOSED = "closed"
    OTHER_USER = "other_user"
    NETWORK_PLACE = "network_place"
    SYNCED_PLACE = "synced_place"
    NO_BACKUP = "no_backup"
    NOT_A_BACKUP = "not_a_backup"
    BACKUP_DAMAGED = "backup_damaged"
    BACKUP_DIFFERS = "backup_differs"
    CANCELLED = "cancelled"
    RESTORE_CUT_OFF = "restore_cut_off"


class StoreError(Exception):
    """A fault the user can meet. `detail` is for the log: names of tables or settings, no contents."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
        self.detail = detail


_PRIMARY = {
    5: Fault.IN_USE,  # SQLITE_BUSY
    6: Fault.IN_USE,  # SQLITE_LOCKED
    7: Fault.OUT_OF_MEMORY,  # SQLITE_NOMEM
    8: Fault.READ_ONLY,  # SQLITE_READONLY
    10: Fault.IO_ERROR,  # SQLITE_IOERR
    11: Fault.DAMAGED,  # SQLITE_CORRUPT
    13: Fault.DISK_FULL,  # SQLITE_FULL
    14: Fault.NOT_READABLE,  # SQLITE_CANTOPEN
    26: Fault.DAMAGED,  # SQLITE_NOTADB
}
_IOERR_SHMSIZE = 4874  # no room for the shared-memory file: the disk is full, only said differently


def fault_of_code(code: int | None) -> Fault | None:
    """The fault behind an (extended) SQLite result code; None means: a bug of ours, not a fault."""
    if code is None:
        return None
    if code == _IOERR_SHMSIZE:
        return Fault.DISK_FULL
    return _PRIMARY.get(code & 0xFF)


_ERRNO = {
    errno.ENOSPC: Fault.DISK_FULL,
    errno.EDQUOT: Fault.DISK_FULL,
    errno.EFBIG: Fault.DISK_FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EACCES: Fault.READ_ONLY,
    errno.EPERM: Fault.READ_ONLY,
    errno.ENOENT: Fault.FOLDER_MISSING,
    errno.ENOTDIR: Fault.FOLDER_MISSING,
    errno.EISDIR: Fault.NOT_A_VAULT,
}


@contextmanager
def file_faults(**overrides: Fault) -> Iterator[None]:
    """Turn an OSError into a fault; `ENOENT=Fault.NO_VAULT` says what it means in this place."""
    try:
        yield
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "")
        fault = overrides.get(name) or _ERRNO.get(error.errno or 0, Fault.IO_ERROR)
        raise StoreError(fault, name) from None
