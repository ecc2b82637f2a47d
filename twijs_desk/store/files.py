"""Files beside the vault: atomic writing, the lock that keeps a second program out, and rights for the user alone."""

import contextlib
import glob
import json
import os
import secrets
import socket
import stat
import subprocess
import sys
from pathlib import Path

from twijs_desk.store.errors import Fault, StoreError, file_faults

_BINARY = getattr(os, "O_BINARY", 0)
_LOCK_BYTE = 1 << 30  # Windows locks bytes, not files: far behind the text, which stays readable for others


def write_atomically(path: Path, data: bytes) -> None:
    """Either the old or the new content is there, also after a power cut; readable by this user only."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename durable. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_leftovers(path: Path) -> None:
    """Temporary files of a write that was cut off."""
    for name in glob.glob(glob.escape(str(path)) + ".????????.tmp*"):
        with contextlib.suppress(OSError):
            os.unlink(name)


# --- for this user alone ---


def make_folder(folder: Path) -> None:
    """The folder and what is missing above it; what is made here is for this user alone."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    with file_faults():
        for each in reversed(missing):
            each.mkdir(mode=0o700, exist_ok=True)
    if missing:
        keep_private(missing[-1])


def keep_private(*paths: Path) -> None:
    """Take away what others may do with these; a place that knows no rights (a USB stick) is left as it is."""
    for path in (each for each in paths if os.path.lexists(each)):
        with contextlib.suppress(OSError, KeyError, subprocess.SubprocessError):
            if sys.platform == "win32":
                user = f"{os.environ['USERDOMAIN']}\\{os.environ['USERNAME']}"
                command = private_command(path, user, folder=path.is_dir())
                subprocess.run(
                    command, capture_output=True, timeout=10, check=False, creationflags=0x08000000
                )
            elif (mode := path.stat().st_mode) & 0o077:
                path.chmod(stat.S_IMODE(mode) & 0o700)


def private_command(path: Path, user: str, *, folder: bool) -> list[str]:
    """Windows: nothing inherited any more, everything for this user; in a folder also for what comes in it."""
    grant = f"{user}:(OI)(CI)F" if folder else f"{user}:F"
    return ["icacls", str(path), "/inheritance:r", "/grant:r", grant, "/q"]


def family(vault: Path) -> tuple[Path, ...]:
    """The files that belong to a vault, whether they are there or not."""
    suffixes = ("", "-wal", "-shm", ".keys", ".keys.bak", ".anchor", ".lock")
    return tuple(vault.with_name(vault.name + suffix) for suffix in suffixes)


def belongs_to_another(path: Path) -> bool:
    """Whether another user of this computer owns the file, or the folder in which we may not look for it."""
    if sys.platform == "win32":
        return False
    for each in (path, *path.parents):
        with contextlib.suppress(OSError):
            return each.lstat().st_uid != os.geteuid()
    return False


# --- one program at a time ---


class FileLock:
    """One program per vault. The system frees the lock when the program dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def acquire(self) -> None:
        with file_faults():
            while True:
                try:
                    handle = os.open(self.path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
                except PermissionError:
                    if os.path.lexists(self.path) and belongs_to_another(self.path):
                        raise StoreError(Fault.OTHER_USER, "lock") from None
                    raise
                try:
                    _lock(handle)
                    if _still_there(handle, self.path):
                        break
                except BlockingIOError:
                    holder = _holder(handle)
                    os.close(handle)
                    raise StoreError(Fault.IN_USE, holder) from None
                except BaseException:
                    os.close(handle)
                    raise
                os.close(handle)  # the former holder removed the file between our open and our lock
        self._handle = handle
        with contextlib.suppress(OSError):  # on a full disk the lock holds without its text
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())

    def release(self) -> None:
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()  # while holding it, so that nobody locks a name that is gone
        os.close(handle)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()


def lock_path(vault: Path) -> Path:
    return vault.with_name(vault.name + ".lock")


def _lock(handle: int) -> None:
    """Take the lock or raise BlockingIOError. flock, not lockf: it also refuses a second opener in here."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCK_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _still_there(handle: int, path: Path) -> bool:
    if sys.platform == "win32":
        return True  # there a file that someone has open cannot be removed
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _holder(handle: int) -> str:
    try:
        held = json.loads(os.read(handle, 512))
        return f"pid {int(held['pid'])} on {str(held['host'])[:80]}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
