"""Wrong tries at a vault, in a small file beside it: how many and when. Nothing about who or what was typed.

They cost a growing delay at the screen; against someone who takes the files along only Argon2 helps. A right
passphrase at once meets no file at all. A file that cannot be read or written never keeps the user out.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from twijs_desk.store.errors import StoreError, file_faults
from twijs_desk.store.files import write_atomically

FREE_TRIES = 3
LONGEST = 60.0
_KEPT = 100
_MAX_FILE = 64 * 1024


@dataclass(frozen=True)
class Tries:
    """`counted` rules the delay; `moments` are for the log, the newest hundred."""

    counted: int = 0
    total: int = 0
    last: datetime | None = None
    moments: tuple[datetime, ...] = ()


def tries_path(vault: Path) -> Path:
    return vault.with_name(vault.name + ".tries")


def delay(counted: int) -> float:
    """Seconds after so many wrong tries: none after the first three, then 2, 4, 8 … 60."""
    over = counted - FREE_TRIES
    return 0.0 if over <= 0 else min(LONGEST, 2.0 ** min(over, 10))


def read(vault: Path) -> Tries:
    try:
        with tries_path(vault).open("rb") as file:
            raw = json.loads(file.read(_MAX_FILE))
        counted, total = raw["counted"], raw["total"]
        moments = tuple(_moment(text) for text in raw["moments"][-_KEPT:])
        if type(counted) is not int or type(total) is not int or min(counted, total) < 0:
            return Tries()
        return Tries(counted, total, _moment(raw["last"]), moments)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return Tries()


def seconds_left(vault: Path, now: datetime) -> float:
    """How long to wait before the next try. A clock set back costs the delay once more, never longer."""
    tries = read(vault)
    wanted = delay(tries.counted)
    if not wanted or tries.last is None:
        return 0.0
    passed = (now - tries.last).total_seconds()
    if passed < 0:
        if not _write(vault, Tries(tries.counted, tries.total, now, tries.moments)):
            return 0.0  # the wait would never end
        passed = 0.0
    return max(0.0, wanted - passed)


def note(vault: Path, now: datetime, *, counts: bool = True) -> None:
    """One more wrong try. `counts=False`: logged, but no reason to wait (a recovery code cannot be guessed)."""
    tries = read(vault)
    last = now if counts or tries.last is None else tries.last
    moments = (*tries.moments, now)[-_KEPT:]
    _write(vault, Tries(tries.counted + counts, tries.total + 1, last, moments))


def reset(vault: Path) -> None:
    try:
        tries_path(vault).unlink(missing_ok=True)
    except OSError:
        return


def _write(vault: Path, tries: Tries) -> bool:
    value = {
        "counted": tries.counted,
        "total": tries.total,
        "last": tries.last.isoformat() if tries.last else None,
        "moments": [moment.isoformat() for moment in tries.moments],
    }
    try:
        with file_faults():
            write_atomically(tries_path(vault), json.dumps(value).encode())
    except StoreError:
        return False
    return True


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment.astimezone(UTC)
