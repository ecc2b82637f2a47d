"""A folder with backups: what is in it, what is no longer wanted, and what lies beside it to explain it.

Only files that say they are a backup of this vault are ever removed; everything else in the folder is not ours.
"""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from twijs_desk import assets
from twijs_desk.store import container
from twijs_desk.store.container import BEFORE_MIGRATION, ORDINARY, SUFFIX, Manifest
from twijs_desk.store.errors import Fault, StoreError, file_faults
from twijs_desk.store.files import write_atomically

KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 7, 5, 3
"""Long enough for what is noticed late; short enough that destroyed data does not live on in copies for long."""
_KEEP_BEFORE_MIGRATION = 2
BESIDE = ("LEESMIJ-reservekopie.txt", "lezer.py")


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
            about = file.stat()
            size, written = about.st_size, about.st_mtime_ns
            manifest, fault = container.read_manifest(file), None
        except OSError:
            continue  # gone meanwhile
        except StoreError as error:
            manifest, fault = None, error.fault
        if vault_id is None or (manifest and manifest.vault_id == vault_id):
            found.append((written, Listed(file, size, manifest, fault)))
    oldest = datetime.min.replace(tzinfo=UTC)
    found.sort(
        key=lambda pair: (pair[1].manifest.made_at if pair[1].manifest else oldest, pair[0]), reverse=True
    )
    return [item for _, item in found]


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


def serial(name: str) -> int:
    number = name.removesuffix(SUFFIX).rpartition("-")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def keep_last_two(vault: Path, vault_id: str, newest: Path) -> None:
    """Of the copies that were made before updating; the rest of the folder is not ours."""
    start = f"{vault.name}.voor-bijwerken-"
    with contextlib.suppress(StoreError, OSError):
        files = [
            (item.path.stat().st_mtime_ns, item.path)
            for item in listing(vault.parent, vault_id)
            if item.manifest and item.manifest.kind == BEFORE_MIGRATION and item.path.name.startswith(start)
        ]
        for _, path in sorted(files, reverse=True)[_KEEP_BEFORE_MIGRATION:]:
            if path != newest:
                path.unlink()


def drop_stale(vault: Path, vault_id: str, *, now: datetime) -> None:
    """Copies from before an update that are three months old: destroyed data lives on in them as well."""
    with contextlib.suppress(StoreError, OSError):
        for item in listing(vault.parent, vault_id):
            about = item.manifest
            if about and about.kind == BEFORE_MIGRATION and item.path.name.startswith(vault.name):
                written = datetime.fromtimestamp(item.path.stat().st_mtime, UTC)
                if now - written > timedelta(days=31 * KEEP_MONTHS):
                    item.path.unlink()


def explain(folder: Path) -> None:
    """What this is and how to read it without this program; a full stick may do without."""
    for name in BESIDE:
        with contextlib.suppress(OSError):
            wanted = assets.resource("backup", name).read_bytes()
            target = folder / name
            if not target.is_file() or target.read_bytes() != wanted:
                write_atomically(target, wanted)


def clear_cut_off(folder: Path, vault_id: str) -> None:
    """Unfinished files of this vault; nobody else makes one, for we hold the vault."""
    with file_faults():
        unfinished = [
            file for file in folder.iterdir() if re.search(r"\.reservekopie\.[0-9a-f]{8}\.tmp$", file.name)
        ]
    for file in unfinished:
        with contextlib.suppress(OSError, StoreError):
            if container.read_manifest(file, whole=False).vault_id == vault_id:
                file.unlink()
