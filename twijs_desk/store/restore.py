"""Putting a backup back, so that a cut anywhere leaves the present vault or the restored one, and keeps both.

Order: lock → the backup read whole, its database and key file staged beside the vault and compared → marker →
the present files renamed to `.vorige-<moment>` → marker says so → the staged files get their names → marker gone.
Before the first marker nothing of the present vault has moved; after it `finish` completes the rest, at once or
at the next start. A write-ahead log never stays beside a database that is not its own.
"""

import contextlib
import glob
import json
import os
import re
import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from twijs_desk.store import anchor, container, keys, migrate, whereabouts
from twijs_desk.store.container import Manifest
from twijs_desk.store.contents import Contents, chain_key, examine, look_into, sqlite_faults
from twijs_desk.store.errors import Fault, StoreError, file_faults
from twijs_desk.store.files import FileLock, lock_path, remove_leftovers, sync_folder, write_atomically
from twijs_desk.store.keys import DEFAULT_KDF, Bounds, KeyFile, Secret

_SUFFIXES = ("", "-wal", "-shm", "-journal", ".keys", ".keys.bak", ".anchor")
"""The whole present set; the lock stays, for it is ours at that moment."""
_FINAL = ("", ".keys", ".keys.bak")
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Restored:
    path: Path
    kept: tuple[Path, ...]
    """Where the former vault is now; empty when there was none."""
    manifest: Manifest
    contents: Contents | None
    """What was found in it with the secret; None: only the hashes of the backup were compared."""
    sha256: str


def was_interrupted(path: Path) -> bool:
    return os.path.lexists(_marker(path))


def put_back(
    backup: Path,
    to: Path,
    secret: Secret | None = None,
    *,
    at: datetime,
    bounds: Bounds = DEFAULT_KDF.bounds,
    anchors: Path | None = None,
    progress: Callable[[str, float], None] = lambda step, part: None,  # noqa: ARG005
    stopped: Callable[[], bool] = lambda: False,
) -> Restored:
    """Put a backup in the place of the vault at `to`, which is kept under another name.

    With a secret the copy is opened and compared with what its maker sealed, before anything moves.
    """
    to = to.resolve()
    whereabouts.refuse_live(to)
    if to.is_dir():
        raise StoreError(Fault.NOT_A_VAULT, "folder")
    if container.is_backup(to):
        raise StoreError(Fault.EXISTS, "backup")
    if not to.parent.is_dir():
        raise StoreError(Fault.FOLDER_MISSING)
    container.read_manifest(backup)  # before a lock file appears for nothing
    lock = FileLock(lock_path(to))
    lock.acquire()
    staged = {suffix: to.with_name(f"{to.name}.{secrets.token_hex(4)}.tmp") for suffix in _FINAL}
    started = False
    try:
        sound = stage(backup, staged[""], progress=progress, stopped=stopped)
        manifest, key_file = sound.manifest, container.key_file_of(sound)
        _refuse_newer(manifest)
        contents, head = None, None
        if secret is not None:
            progress("verify", 0.5)
            vault_key = keys.unwrap(key_file, secret, bounds=bounds)
            contents = compare(staged[""], manifest, vault_key, thorough=True, stopped=stopped)
            head = _head_of_log(staged[""], vault_key, manifest.vault_id, contents)
        for suffix in (".keys", ".keys.bak"):
            with file_faults():
                _write_new(staged[suffix], sound.key_file)
        if stopped():
            raise StoreError(Fault.CANCELLED)
        progress("move", 0.9)
        kept = _begin(to, staged, at)
        started = True
        finish(to)
        # Putting an older copy back was asked for: the anchor begins with it, or without the secret anew.
        key, seq, mac = head or (b"", 0, "")
        with contextlib.suppress(OSError):  # else the next opening tells that the vault is older: also true
            anchor.restart(to, anchors, manifest.vault_id, key, seq, mac)
        progress("move", 1.0)
    finally:
        if not started:
            for file in staged.values():
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)
        lock.release()
    return Restored(to, kept, manifest, contents, sound.sha256)


def stage(
    backup: Path, database_to: Path, *, progress: Callable[[str, float], None], stopped: Callable[[], bool]
) -> container.Sound:
    """The database of a backup beside the vault; every byte of the backup was read and found right."""
    size = container.read_manifest(backup).database.size

    def step(done: int) -> None:
        if stopped():
            raise StoreError(Fault.CANCELLED)
        progress("read", 0.5 * done / size)

    return container.read(backup, database_to=database_to, step=step)


def compare(
    database: Path,
    manifest: Manifest,
    vault_key: bytes,
    *,
    thorough: bool = False,
    stopped: Callable[[], bool] = lambda: False,
) -> Contents:
    """Open the database and compare it with the sealed manifest. Raises StoreError when it differs."""
    sub = keys.sub_keys(vault_key, manifest.vault_id)
    told = container.unseal(manifest, sub.backup)
    found = examine(database, sub, manifest.vault_id, thorough=thorough, stop=stopped)
    differences = found.differs(told)
    if told.get("pages") != database.stat().st_size // 4096:
        differences.append("pages")
    if differences:
        raise StoreError(Fault.BACKUP_DIFFERS, ", ".join(differences))
    return found


def _refuse_newer(manifest: Manifest) -> None:
    if manifest.revision != migrate.HEAD and manifest.revision not in migrate.known_revisions():
        raise StoreError(Fault.NEWER_VERSION, f"revision {manifest.revision[:40]}")


def _head_of_log(
    database: Path, vault_key: bytes, vault_id: str, contents: Contents
) -> tuple[bytes, int, str]:
    sub = keys.sub_keys(vault_key, vault_id)
    with sqlite_faults(), closing(look_into(database, sub.database, vault_id)) as connection:
        return chain_key(connection, sub), contents.audit_seq, contents.audit_mac


# --- moving ---


def _marker(path: Path) -> Path:
    return path.with_name(path.name + ".terugzetten")


def _begin(path: Path, staged: dict[str, Path], at: datetime) -> tuple[Path, ...]:
    """Write down what is going to happen; from here on it happens, sooner or later."""
    names = [path.name + suffix for suffix in _SUFFIXES]
    if was_interrupted(path):  # a former restore that cannot be finished: its marker is kept as well
        names.append(_marker(path).name)
    moment = f"{at:%Y%m%d-%H%M%S}"
    while glob.glob(glob.escape(str(path)) + f".vorige-{moment}*"):
        moment += "-2"
    aside = {
        name: f"{path.name}.vorige-{moment}{name.removeprefix(path.name)}"
        for name in names
        if os.path.lexists(path.with_name(name))
    }
    if _marker(path).name in aside:
        with file_faults():
            os.rename(_marker(path), path.with_name(aside.pop(_marker(path).name)))
    plan = {
        "format": 1,
        "moving": "aside",
        "aside": aside,
        "staged": {path.name + suffix: file.name for suffix, file in staged.items()},
    }
    remove_leftovers(_marker(path))
    with file_faults():
        sync_folder(path.parent)  # the staged names are on the disk before the marker speaks of them
        write_atomically(_marker(path), json.dumps(plan, sort_keys=True).encode())
    return tuple(path.with_name(name) for name in aside.values())


def finish(path: Path) -> None:
    """Complete what was begun or cut off. Only with the lock in hand; may be called again and again."""
    marker = _marker(path)
    if not os.path.lexists(marker):
        return
    plan = _plan(path)
    remove_leftovers(marker)
    with file_faults():
        if plan["moving"] == "aside":
            for name, aside in plan["aside"].items():
                old, new = path.with_name(name), path.with_name(aside)
                if os.path.lexists(old) and not os.path.lexists(new):
                    os.rename(old, new)
            sync_folder(path.parent)
            plan["moving"] = "in"
            write_atomically(marker, json.dumps(plan, sort_keys=True).encode())
        for name, staged in plan["staged"].items():
            target, source = path.with_name(name), path.with_name(staged)
            if os.path.lexists(source):
                os.replace(source, target)
            elif not os.path.lexists(target):
                raise StoreError(Fault.RESTORE_CUT_OFF, "staged file gone")
        sync_folder(path.parent)
        marker.unlink()
        sync_folder(path.parent)


def _plan(path: Path) -> dict[str, Any]:
    """The marker; it may name files beside this vault only."""
    try:
        with file_faults():
            raw = _marker(path).read_bytes()
        if len(raw) > 1 << 16:
            raise ValueError
        plan = json.loads(raw)
        if plan["format"] != 1 or plan["moving"] not in ("aside", "in"):
            raise ValueError
        own = {path.name + suffix for suffix in _SUFFIXES}
        former = re.escape(path.name) + r"\.vorige-[0-9-]+(-wal|-shm|-journal|\.keys|\.keys\.bak|\.anchor)?"
        unfinished = re.escape(path.name) + r"\.[0-9a-f]{8}\.tmp"
        if not (
            own >= plan["aside"].keys()
            and all(re.fullmatch(former, aside) for aside in plan["aside"].values())
            and plan["staged"].keys() == {path.name + suffix for suffix in _FINAL}
            and all(re.fullmatch(unfinished, staged) for staged in plan["staged"].values())
        ):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StoreError(Fault.RESTORE_CUT_OFF, "marker") from None
    return dict(plan)


def _write_new(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


# --- the key file alone ---


def key_file_from(backup: Path, vault: Path) -> KeyFile:
    """The key file out of a backup, put beside a vault that lost its own; what is there is kept aside."""
    vault = vault.resolve()
    sound = container.read(backup)
    found = container.key_file_of(sound)
    with file_faults(ENOENT=Fault.NO_VAULT), vault.open("rb") as file:
        if file.read(16).hex() != found.vault_id:
            raise StoreError(Fault.OTHER_VAULT, "backup of another vault")
    lock = FileLock(lock_path(vault))
    lock.acquire()
    try:
        with file_faults():
            for old in (keys.key_path(vault), keys.backup_path(vault)):
                if os.path.lexists(old):
                    os.rename(old, old.with_name(f"{old.name}.former-{secrets.token_hex(4)}"))
        keys.write(vault, found)
    finally:
        lock.release()
    return found
