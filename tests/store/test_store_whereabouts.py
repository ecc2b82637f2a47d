"""A live vault is refused on another computer's disk and in what something else synchronises; nowhere else."""

import json
import shutil
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from vault_kit import AT, FAST, PASSPHRASE

from twijs_desk.store import database, whereabouts
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.whereabouts import Machine, PlaceKind, find, kind

LINUX = Machine("linux", {}, PurePosixPath("/home/e"))
WINDOWS = Machine("win32", {}, PureWindowsPath("C:/Users/E"))
MAC = Machine("darwin", {}, PurePosixPath("/Users/e"), mount_flags=lambda _path: 0x1000)

TABLE = r"""
21 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:40 / /mnt/school rw,relatime shared:7 - cifs //nas/school rw,vers=3.1.1
41 27 0:41 / /net/a\040b rw - nfs4 nas:/export rw
42 27 0:42 / /home/e/cloud rw - fuse.rclone drive: rw
43 27 0:43 / /home/e/bank rw - fuse.gocryptfs /x rw
44 27 8:17 / /media/e/STICK rw - vfat /dev/sdb1 rw
45 27 0:45 / /shared rw - 9p host rw
46 27 8:33 / /mnt/ntfs rw - fuseblk /dev/sdc1 rw
47 40 8:49 / /mnt/school/local rw - ext4 /dev/sdd1 rw
48 27 0:48 / /over rw - ext4 /dev/sde1 rw
49 27 0:49 / /over rw - smb3 //nas/over rw
50 27 0:50 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
"""


def on_linux(path, **changes):
    return find(PurePosixPath(path), replace(LINUX, mounts=TABLE, **changes))


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/home/e/x.kluis", "local"),
        ("/mnt/school/x.kluis", "network"),
        ("/mnt/school/deep/er/x.kluis", "network"),
        ("/mnt/school", "network"),
        ("/mnt/schoolplein/x.kluis", "local"),  # only begins with the same letters
        ("/mnt/school/local/x.kluis", "local"),
        ("/net/a b/x.kluis", "network"),
        ("/home/e/cloud/x.kluis", "network"),
        ("/home/e/bank/x.kluis", "local"),
        ("/mnt/ntfs/x.kluis", "local"),
        ("/over/x.kluis", "network"),  # mounted over: the last one counts
        ("/shared/x.kluis", "network"),
        ("/run/user/1000/gvfs/smb-share:server=nas/x.kluis", "network"),
        ("//server/share/x.kluis", "network"),
        ("/home/e/\\\\server\\share\\x.kluis", "network"),
    ],
)
def test_the_mount_table_of_linux(path, wanted):
    assert on_linux(path).kind == wanted


@pytest.mark.parametrize("type_", ["nfs", "9p", "cifs", "fuse.sshfs", "overlay"])
def test_the_disk_that_the_system_itself_stands_on_is_never_refused(type_):
    machine = replace(LINUX, mounts=f"1 0 0:1 / / rw - {type_} x rw\n2 1 0:2 / /home rw - 9p y rw\n")
    assert kind(PurePosixPath("/srv/x.kluis"), machine) == "local"
    # In a container every disk comes from the host, as its root does; elsewhere it is a share.
    assert kind(PurePosixPath("/home/x.kluis"), machine) == ("local" if type_ == "9p" else "network")


def test_a_disk_that_a_container_gets_from_its_host_is_a_disk():
    machine = replace(
        LINUX, mounts="1 0 0:1 / / rw - overlay x rw\n2 1 0:2 / /srv rw - 9p none rw,trans=fd\n"
    )
    assert kind(PurePosixPath("/srv/x.kluis"), machine) == "local"
    windows_disk = machine.mounts.replace("9p none", r"9p C:\134")
    assert kind(PurePosixPath("/srv/x.kluis"), replace(LINUX, mounts=windows_disk)) == "network"


@pytest.mark.parametrize("table", ["", "nonsense", "1 2 3 - \n", "- - -\n" * 3, "1 0 0:1 / / rw - cifs\n"])
def test_a_mount_table_that_cannot_be_read_refuses_nothing(table):
    assert kind(PurePosixPath("/home/e/x.kluis"), replace(LINUX, mounts=table)) == "local"


def test_a_stick_may_be_used_and_is_offered_for_backups():
    assert (
        on_linux("/media/e/STICK/x.kluis", removable=lambda device: device == "/dev/sdb1").kind == "removable"
    )
    assert on_linux("/media/e/STICK/x.kluis").kind == "local"
    stick = replace(WINDOWS, drive_type=lambda root: 2 if root == "E:\\" else 3)
    assert kind(PureWindowsPath("E:/x.kluis"), stick) == "removable"
    assert kind(PureWindowsPath("D:/x.kluis"), stick) == "local"
    assert kind(PurePosixPath("/Volumes/STICK/x.kluis"), MAC) == "removable"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (r"C:\Users\E\AppData\Local\TWijs Desk\x.kluis", "local"),
        (r"\\server\share\x.kluis", "network"),
        ("//server/share/map/x.kluis", "network"),
        (r"\\?\UNC\server\share\x.kluis", "network"),
        (r"\\?\C:\Users\E\x.kluis", "local"),
        (r"\\wsl$\Debian\home\x.kluis", "network"),
        (r"H:\x.kluis", "network"),
        (r"\\?\H:\x.kluis", "network"),
        (r"C:\Users\E\OneDrive\x.kluis", "synced"),
        (r"C:\Users\E\OneDrive - Stichting TWijs\Documenten\x.kluis", "synced"),
        (r"c:\users\e\onedrive - stichting twijs\x.kluis", "synced"),
        (r"C:\Users\E\iCloudDrive\x.kluis", "synced"),
        (r"C:\Users\E\Dropbox (TWijs)\x.kluis", "synced"),
        (r"G:\Mijn Drive\x.kluis", "synced"),
        (r"C:\Mijn Driewieler\x.kluis", "local"),
        (r"C:\Users\E\OneDrive.kluis", "local"),  # the name of the file says nothing
    ],
)
def test_the_drives_and_folders_of_windows(path, wanted):
    machine = replace(WINDOWS, drive_type=lambda root: 4 if root == "H:\\" else 3)
    assert kind(PureWindowsPath(path), machine) == wanted


def test_onedrive_says_in_the_environment_where_it_is_whatever_the_folder_is_called():
    machine = replace(WINDOWS, environment={"OneDriveCommercial": r"D:\Werk\Stichting"})
    assert find(PureWindowsPath(r"d:\werk\stichting\map\x.kluis"), machine).name == "OneDrive"
    assert kind(PureWindowsPath(r"D:\Werk\Stichtingen\x.kluis"), machine) == "local"
    assert kind(PureWindowsPath(r"D:\x.kluis"), replace(machine, environment={"OneDrive": ""})) == "local"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/Users/e/Library/Application Support/TWijs Desk/x.kluis", "local"),
        ("/Users/e/Library/CloudStorage/OneDrive-TWijs/x.kluis", "synced"),
        ("/Users/e/Library/Mobile Documents/com~apple~CloudDocs/x.kluis", "synced"),
        ("/Users/e/CloudStorage/x.kluis", "local"),
    ],
)
def test_the_folders_of_macos(path, wanted):
    assert kind(PurePosixPath(path), MAC) == wanted


def test_a_share_on_macos_is_not_local():
    share = replace(MAC, mount_flags=lambda _path: 0x0)
    assert kind(PurePosixPath("/Volumes/school/x.kluis"), share) == "network"


@pytest.mark.parametrize(
    ("marker", "name"),
    [
        (".sync_0a1b2c3d4e5f.db", "Nextcloud"),
        ("._sync_0a1b2c3d4e5f.db", "Nextcloud"),
        (".owncloudsync.log", "Nextcloud"),
        (".stfolder/x", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".dropbox.cache/x", "Dropbox"),
        (".sync/ID", "Resilio Sync"),
        (".SynologyWorkingDirectory/x", "Synology Drive"),
    ],
)
def test_what_a_synchronising_program_leaves_in_a_real_folder(tmp_path, marker, name):
    folder = tmp_path / "boven" / "school" / "kluis"
    folder.mkdir(parents=True)
    path = folder / "x.kluis"
    assert kind(path) == "local"
    left = tmp_path / "boven" / marker
    left.parent.mkdir(exist_ok=True)
    left.touch()
    assert find(path).name == name
    assert kind(path) == "synced"
    assert kind(tmp_path / "naast" / "x.kluis") == "local"


def test_the_settings_of_dropbox_in_the_home_folder_are_not_its_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()
    assert kind(tmp_path / "x.kluis") == "local"
    (tmp_path / ".dropbox" / "info.json").write_text(
        json.dumps({"business": {"path": str(tmp_path / "Team map"), "host": 1}, "personal": {}})
    )
    assert kind(tmp_path / "Team map" / "x.kluis") == "synced"
    assert kind(tmp_path / "x.kluis") == "local"
    for broken in (b"\xff", b"[]", b'{"a": 1}', b""):
        (tmp_path / ".dropbox" / "info.json").write_bytes(broken)
        assert kind(tmp_path / "Team map" / "x.kluis") == "local"


# --- the vault itself ---


def refusal(action):
    with pytest.raises(StoreError) as caught:
        action()
    return caught.value.fault


def test_a_vault_is_neither_made_nor_opened_in_a_synchronised_folder(tmp_path, monkeypatch):
    cloud, here = tmp_path / "wolk", tmp_path / "hier"
    cloud.mkdir()
    here.mkdir()
    path = here / "x.kluis"
    database.create(path, PASSPHRASE, at=AT, product_version="0", kdf=FAST).close()
    for each in list(here.iterdir()):
        shutil.copy(each, cloud)
    before = {each.name: each.read_bytes() for each in cloud.iterdir()}
    monkeypatch.setenv("OneDriveConsumer", str(cloud))
    moved = cloud / "x.kluis"
    assert refusal(lambda: database.open(moved, PASSPHRASE, kdf=FAST)) is Fault.SYNCED_PLACE
    new = cloud / "nieuw.kluis"
    make = lambda: database.create(new, PASSPHRASE, at=AT, product_version="0", kdf=FAST)  # noqa: E731
    assert refusal(make) is Fault.SYNCED_PLACE
    (tmp_path / "link").symlink_to(cloud)  # by another name it is the same place
    by_link = tmp_path / "link" / "x.kluis"
    assert refusal(lambda: database.open(by_link, PASSPHRASE, kdf=FAST)) is Fault.SYNCED_PLACE
    assert {each.name: each.read_bytes() for each in cloud.iterdir()} == before
    database.open(moved, PASSPHRASE, kdf=FAST, anywhere=True).close()  # to bring it to a better place
    database.open(path, PASSPHRASE, kdf=FAST).close()


def test_a_vault_on_a_share_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "x.kluis"
    database.create(path, PASSPHRASE, at=AT, product_version="0", kdf=FAST).close()
    table = whereabouts._mount_table() + f"99 1 0:99 / {tmp_path} rw - cifs //nas/school rw\n"
    monkeypatch.setattr(whereabouts, "_mount_table", lambda: table)  # a real share needs a second computer
    assert refusal(lambda: database.open(path, PASSPHRASE, kdf=FAST)) is Fault.NETWORK_PLACE
    monkeypatch.undo()
    database.open(path, PASSPHRASE, kdf=FAST).close()


def test_every_kind_has_its_answer(tmp_path):
    assert kind(tmp_path / "x.kluis") in PlaceKind
    whereabouts.refuse_live(tmp_path / "x.kluis")
    assert kind(Path("x.kluis")) in PlaceKind  # where the program was started
