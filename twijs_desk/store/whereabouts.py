"""Where a live vault may not stand: a network share, a folder that something else synchronises.

There the write-ahead log does not work (its shared memory is of one computer) or is copied half (then saves are gone
without a word). For finished backups the same places are fine. The rules of every system are tested on one: what is
asked of the system stands in `Machine`.
"""

import ctypes
import json
import os
import re
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from twijs_desk.store.errors import Fault, StoreError


class PlaceKind(StrEnum):
    LOCAL = "local"
    NETWORK = "network"
    SYNCED = "synced"
    REMOVABLE = "removable"


@dataclass(frozen=True)
class Place:
    kind: PlaceKind
    name: str = ""
    """The service or the type of file system, for the log: `OneDrive`, `cifs`."""


_LOCAL = Place(PlaceKind.LOCAL)

# Types of the mount table that are another computer, or a cloud that looks like a disk.
_NETWORK_TYPES = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs afs ncpfs ncp coda ceph glusterfs lustre gpfs beegfs ocfs2 gfs2 davfs davfs2 "
    "9p vboxsf prl_fs afpfs webdav sshfs".split()
)
_NETWORK_FUSE = frozenset(
    "sshfs rclone davfs davfs2 smbnetfs s3fs gcsfuse curlftpfs glusterfs ceph-fuse gvfsd-fuse vmhgfs-fuse "
    "google-drive-ocamlfuse onedriver goofys mount-s3 portal grpcfuse afuse nfs juicefs seaweedfs".split()
)
_OF_THE_HOST = "9p"
"""How a container gets its own disks too: then its root is one, or they have no source. Else it is a share."""

# Files or folders that a synchronising program leaves in the top of what it synchronises.
_MARKERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"\.dropbox\.cache", "Dropbox"),
        (r"\._?sync_[0-9a-f]+\.db", "Nextcloud"),
        (r"\.(owncloud|nextcloud)sync\.log", "Nextcloud"),
        (r"\.stfolder", "Syncthing"),
        (r"\.synologyworkingdirectory", "Synology Drive"),
        (r"\.tmp\.drive(up|down)load", "Google Drive"),
        (r"\.849c9593-d756-4e56-8d6e-42412f2a707b", "OneDrive"),
    )
)
_DROPBOX_FILE = ".dropbox"  # a file in the synchronised folder; the folder of that name at home is settings
_RESILIO = (".sync", "ID")

_PARTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"onedrive( ?-.*)?", "OneDrive"),
        (r"dropbox( \(.*\))?", "Dropbox"),
        (r"google ?drive( streaming)?|drivefs", "Google Drive"),
        (r"iclouddrive|icloud drive", "iCloud"),
    )
)
_MAC_PARTS = ((("library", "cloudstorage"), "CloudStorage"), (("library", "mobile documents"), "iCloud"))
_DRIVE_ROOTS = ("my drive", "mijn drive", "shared drives", "gedeelde drives")
"""Google Drive as a disk of its own: `G:\\Mijn Drive`."""

_WINDOWS_REMOVABLE, _WINDOWS_REMOTE = 2, 4  # DRIVE_REMOVABLE, DRIVE_REMOTE


@dataclass(frozen=True)
class Machine:
    """What is asked of the system, so that a test can answer for another one."""

    platform: str
    environment: Mapping[str, str]
    home: PurePath
    mounts: str = ""
    """Linux: the text of /proc/self/mountinfo."""
    drive_type: Callable[[str], int] = field(default=lambda _root: 3)
    """Windows: GetDriveTypeW of a drive such as `G:\\`."""
    mount_flags: Callable[[PurePath], int | None] = field(default=lambda _path: None)
    """macOS: the flags of statfs; None when it cannot be asked."""
    names_in: Callable[[PurePath], Collection[str]] = field(default=lambda _folder: ())
    is_file: Callable[[PurePath], bool] = field(default=lambda _path: False)
    read: Callable[[PurePath], bytes] = field(default=lambda _path: b"")
    removable: Callable[[str], bool] = field(default=lambda _device: False)
    """Linux: whether the disk under `/dev/sdb1` can be taken out."""


def refuse_live(path: Path, machine: Machine | None = None) -> None:
    """Raise StoreError when a vault cannot be kept safely in this place."""
    place = find(path, machine)
    if place.kind is PlaceKind.NETWORK:
        raise StoreError(Fault.NETWORK_PLACE, place.name)
    if place.kind is PlaceKind.SYNCED:
        raise StoreError(Fault.SYNCED_PLACE, place.name)


def kind(path: PurePath, machine: Machine | None = None) -> PlaceKind:
    return find(path, machine).kind


def find(path: PurePath, machine: Machine | None = None) -> Place:
    """What place this is. The file itself, and the folders above it, need not be there."""
    machine = machine or this_machine()
    if not path.is_absolute() and isinstance(path, Path):
        path = path.absolute()
    return _network(path, machine) or _synced(path, machine) or _removable(path, machine) or _LOCAL


# --- another computer ---


def _network(path: PurePath, machine: Machine) -> Place | None:
    if _is_unc(path):
        return Place(PlaceKind.NETWORK, "UNC")
    if machine.platform == "win32":
        drive = path.drive.removeprefix("\\\\?\\")
        return _if(machine.drive_type(f"{drive}\\") == _WINDOWS_REMOTE and bool(drive), "drive")
    if machine.platform == "darwin":
        flags = machine.mount_flags(path)
        return _if(flags is not None and not flags & _MNT_LOCAL, "statfs")
    mount = _mount_of(path, machine.mounts)
    if mount is None or mount.point == "/":
        return None
    name = mount.type.removeprefix("fuse.")
    fuse = mount.type.startswith("fuse.")
    if name == _OF_THE_HOST:
        root = _mount_of(PurePosixPath("/"), machine.mounts)
        return _if(mount.source != "none" and (root is None or root.type != mount.type), name)
    return _if(name in (_NETWORK_FUSE if fuse else _NETWORK_TYPES), name)


def _if(refused: bool, name: str) -> Place | None:
    return Place(PlaceKind.NETWORK, name) if refused else None


def _is_unc(path: PurePath) -> bool:
    r"""`\\server\share` and `//server/share`, also on a system where that is an odd name for something else."""
    text = str(path)
    if isinstance(path, PureWindowsPath):
        drive = path.drive.upper()
        if drive.startswith("\\\\?\\UNC\\"):
            return True
        return drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))
    return text.startswith("//") or any(part.startswith("\\\\") for part in path.parts)


@dataclass(frozen=True)
class _Mount:
    point: str
    type: str
    source: str


def _mount_of(path: PurePath, table: str) -> _Mount | None:
    """The mount a path is on: the longest mount point above it, and of equal ones the last."""
    best: _Mount | None = None
    for line in table.splitlines():
        left, found, right = line.partition(" - ")
        fields, rest = left.split(" "), right.split(" ")
        if not found or len(fields) < 5 or len(rest) < 2:
            continue
        mount = _Mount(_unescape(fields[4]), rest[0], _unescape(rest[1]))
        if path.is_relative_to(mount.point) and (best is None or len(mount.point) >= len(best.point)):
            best = mount
    return best


def _unescape(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


# --- something that synchronises ---


def _synced(path: PurePath, machine: Machine) -> Place | None:
    for folder, name in (*_announced(machine), *_of_dropbox(machine)):
        if _within(path, folder):
            return Place(PlaceKind.SYNCED, name)
    folders = [part.lower() for part in path.parent.parts]
    for part in folders:
        for pattern, name in _PARTS:
            if pattern.fullmatch(part):
                return Place(PlaceKind.SYNCED, name)
    for pair, name in _MAC_PARTS:
        if pair in pairwise(folders):
            return Place(PlaceKind.SYNCED, name)
    if isinstance(path, PureWindowsPath) and len(folders) > 1 and folders[1] in _DRIVE_ROOTS:
        return Place(PlaceKind.SYNCED, "Google Drive")
    return _marked(path, machine)


def _announced(machine: Machine) -> list[tuple[str, str]]:
    """OneDrive tells every program where it is."""
    return [
        (value, "OneDrive")
        for name, value in machine.environment.items()
        if name.upper().startswith("ONEDRIVE") and len(value) > 3
    ]


def _of_dropbox(machine: Machine) -> list[tuple[str, str]]:
    """Dropbox writes down where its folders are, for other programs."""
    homes = [machine.home / ".dropbox"]
    for name in ("APPDATA", "LOCALAPPDATA"):
        if base := machine.environment.get(name):
            homes.append(type(machine.home)(base) / "Dropbox")
    found = []
    for home in homes:
        try:
            told = json.loads(machine.read(home / "info.json") or b"{}")
            found += [(str(each["path"]), "Dropbox") for each in told.values() if each.get("path")]
        except (OSError, ValueError, AttributeError, TypeError, KeyError):
            continue  # not there, or not as we know it: the marker in the folder itself still counts
    return found


def _within(path: PurePath, folder: str) -> bool:
    return path.is_relative_to(type(path)(folder))  # a Windows path compares without case


def _marked(path: PurePath, machine: Machine) -> Place | None:
    for folder in path.parents:
        try:
            names = machine.names_in(folder)
        except OSError:  # not there yet, or not for us to see
            continue
        for name in names:
            for pattern, service in _MARKERS:
                if pattern.fullmatch(name):
                    return Place(PlaceKind.SYNCED, service)
        if _DROPBOX_FILE in names and machine.is_file(folder / _DROPBOX_FILE):
            return Place(PlaceKind.SYNCED, "Dropbox")
        if _RESILIO[0] in names and machine.is_file(folder / _RESILIO[0] / _RESILIO[1]):
            return Place(PlaceKind.SYNCED, "Resilio Sync")
    return None


# --- something that is taken out ---


def _removable(path: PurePath, machine: Machine) -> Place | None:
    found = False
    if machine.platform == "win32":
        found = bool(path.drive) and machine.drive_type(f"{path.drive}\\") == _WINDOWS_REMOVABLE
    elif machine.platform == "darwin":
        found = path.parts[1:2] == ("Volumes",)
    else:
        mount = _mount_of(path, machine.mounts)
        found = mount is not None and mount.point != "/" and machine.removable(mount.source)
    return Place(PlaceKind.REMOVABLE, "disk") if found else None


# --- this computer ---

_MNT_LOCAL = 0x1000


def this_machine() -> Machine:
    return Machine(
        platform=sys.platform,
        environment=os.environ,
        home=Path.home(),
        mounts=_mount_table(),
        drive_type=_drive_type,
        mount_flags=_mount_flags,
        names_in=os.listdir,
        is_file=os.path.isfile,
        read=lambda path: Path(path).read_bytes(),
        removable=_can_be_taken_out,
    )


def _mount_table() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(errors="surrogateescape")
    except OSError:
        return ""


def _drive_type(root: str) -> int:
    if sys.platform == "win32":
        return int(ctypes.windll.kernel32.GetDriveTypeW(ctypes.c_wchar_p(root)))
    return 0


def _mount_flags(path: PurePath) -> int | None:
    """`f_flags` of statfs for the nearest folder that is there."""
    if sys.platform == "darwin":
        libc = ctypes.CDLL(None, use_errno=True)
        statfs = getattr(libc, "statfs$INODE64", None) or libc.statfs
        answer = ctypes.create_string_buffer(4096)  # the structure is 2,168 bytes
        for folder in (path, *path.parents):
            if statfs(os.fsencode(folder), answer) == 0:
                return int.from_bytes(answer.raw[64:68], sys.byteorder)
    return None


def _can_be_taken_out(device: str) -> bool:
    """The disk itself says so; a partition stands in the folder of its disk."""
    if not device.startswith("/dev/"):
        return False
    entry = Path("/sys/class/block") / Path(device).name
    try:
        real = entry.resolve(strict=True)
        return any(
            (each / "removable").read_text().strip() == "1"
            for each in (real, real.parent)
            if (each / "removable").is_file()
        )
    except OSError:
        return False
