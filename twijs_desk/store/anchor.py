"""The head of the log, also kept outside the vault: so that a lost write-ahead log or an older copy is noticed.

Two copies: `<vault>.anchor` beside the vault, and one in a folder of this user, named after the vault and its
place, which an older copy of the whole vault folder does not bring along. A copy is two records of 512 bytes,
written in turn and in place, so that a torn write always leaves the one before it. A record: mark, vault id, number
of the last line, its mac, zeros, HMAC-SHA256 under the log's key. Nothing in it says anything about a person.

A record is written after the commit it tells of: the anchor may lag behind the vault, never run ahead of it.
It cannot be a reason not to save: what fails here is passed over and tried again later.
"""

import contextlib
import hashlib
import hmac
import os
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from twijs_desk.store.models import METADATA

RECORD = 512
_MARK = b"TWDANK1\0"
_FIELDS = struct.Struct(">8s16sQ32s")
_SEAL = 32
_LABEL = b"twijs-desk/1/anchor\n"
_SYNC_EVERY = 60.0
"""Seconds. Losing a minute of the anchor in a power cut costs nothing: the vault itself loses nothing."""
_BINARY = getattr(os, "O_BINARY", 0)
_LINES = METADATA.tables["audit_event"]


@dataclass(frozen=True)
class Lapse:
    """The vault is behind, or beside, what was last seen here."""

    kept_seq: int
    found_seq: int
    forked: bool = False
    found_at: datetime | None = None
    """The moment of the last line that is still there; of a fork: of the last line there is."""
    beside: bool = True
    """The copy beside the vault says so too; False: only the one in the user's folder, of another state of the disk."""

    @property
    def missing(self) -> int:
        """How many lines that were seen here are not in the vault; of a fork nobody knows how many."""
        return max(0, self.kept_seq - self.found_seq)


@dataclass(frozen=True)
class Head:
    seq: int
    mac: str


def beside(vault: Path) -> Path:
    return vault.with_name(vault.name + ".anchor")


def elsewhere(folder: Path, vault_id: str, vault: Path) -> Path:
    """Of the vault in this place: a backup put back in another place is no reason to doubt this one."""
    place = hashlib.sha256(os.fsencode(vault.resolve())).hexdigest()[:12]
    return folder / f"{vault_id}-{place}.anchor"


def seal(key: bytes, vault_id: str, head: Head) -> bytes:
    body = _FIELDS.pack(_MARK, bytes.fromhex(vault_id), head.seq, bytes.fromhex(head.mac))
    body = body.ljust(RECORD - _SEAL, b"\0")
    return body + hmac.new(key, _LABEL + body, hashlib.sha256).digest()


def unseal(key: bytes, vault_id: str, record: bytes) -> Head | None:
    """What a record says; None when it is torn, of another vault or of another key."""
    if len(record) != RECORD:
        return None
    body, found = record[:-_SEAL], record[-_SEAL:]
    if not hmac.compare_digest(found, hmac.new(key, _LABEL + body, hashlib.sha256).digest()):
        return None
    mark, vault, seq, mac = _FIELDS.unpack(body[: _FIELDS.size])
    return Head(seq, mac.hex()) if (mark, vault.hex()) == (_MARK, vault_id) else None


def restart(path: Path, folder: Path | None, vault_id: str, key: bytes, seq: int, mac: str) -> None:
    """From here on this is the head: after putting a backup back, or accepting what is missing.

    Without a head (seq 0) there is nothing to compare with and the copies go. Raises OSError.
    """
    copies = (beside(path), *([elsewhere(folder, vault_id, path)] if folder else []))
    for copy in copies:
        if seq == 0:
            copy.unlink(missing_ok=True)
            continue
        with contextlib.closing(_Copy(copy)) as file:
            file.write_all(seal(key, vault_id, Head(seq, mac)))


class Anchor:
    """Both copies, for as long as a vault is open. Used by one thread at a time (the vault's writer)."""

    def __init__(
        self, vault: Path, vault_id: str, key: bytes, folder: Path | None = None, *, writes: bool = True
    ) -> None:
        self.vault, self.vault_id, self.folder, self.writes = vault, vault_id, folder, writes
        self._key = key
        paths = (beside(vault), *([elsewhere(folder, vault_id, vault)] if folder else []))
        self._copies = [_Copy(path) for path in paths]
        # Read now, before the log is: a program that runs beside this one may be saving.
        self._kept = [self._newest(copy) for copy in self._copies]
        self._waiting = False
        self._latest: Head | None = None
        self._closed = False

    def note(self, seq: int, mac: str) -> None:
        """The head after a commit. While a lapse is not accepted, what was seen before stays on record."""
        self._latest = Head(seq, mac)
        if self.writes and not self._waiting and not self._closed:
            record = seal(self._key, self.vault_id, self._latest)
            for copy in self._copies:
                copy.write(record)

    def compare(self, session: Session) -> Lapse | None:
        """What is missing from the log according to the anchor."""
        beside, *_elsewhere = self._kept
        for kept in sorted({head for head in self._kept if head}, key=lambda head: -head.seq):
            try:
                last = session.execute(
                    sa.select(_LINES.c.seq, _LINES.c.at).order_by(_LINES.c.seq.desc()).limit(1)
                ).first()
                wanted = {head.seq: head.mac for head in (kept, beside) if head}
                rows = session.execute(sa.select(_LINES.c.seq, _LINES.c.mac).where(_LINES.c.seq.in_(wanted)))
                macs = {row.seq: row.mac for row in rows}
            except (sa.exc.DBAPIError, ValueError, TypeError):  # a damaged log is for `vault check` to tell
                self._waiting = True
                return None
            if macs.get(kept.seq) != kept.mac:
                self._waiting = True
                found_seq, found_at = (last.seq, last.at) if last else (0, None)
                return Lapse(
                    kept.seq,
                    found_seq,
                    forked=found_seq >= kept.seq,
                    found_at=found_at,
                    beside=beside is not None and macs.get(beside.seq) != beside.mac,
                )
        return None

    def accept(self) -> None:
        """The lapse was told and accepted: go on from the newest line. Raises OSError when that fails."""
        self._waiting = False
        if self._latest and self.writes:
            for copy in self._copies:
                copy.write_all(seal(self._key, self.vault_id, self._latest))

    def close(self) -> None:
        """Make the last record durable."""
        if self._closed:
            return
        if self._latest and self.writes and not self._waiting:
            record = seal(self._key, self.vault_id, self._latest)
            for copy in self._copies:
                copy.finish(record)
        self._closed = True
        for copy in self._copies:
            copy.close()

    def _newest(self, copy: "_Copy") -> Head | None:
        """The newest record of a copy; the other one is the next to be written over."""
        heads = [unseal(self._key, self.vault_id, record) for record in copy.records()]
        seqs = [head.seq if head else -1 for head in heads]
        copy.turn = 1 if seqs[0] >= seqs[1] else 0
        return heads[1 - copy.turn]


class _Copy:
    """One file with its two records. Only `write_all` tells that the disk refuses."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.turn = 0
        self._handle: int | None = None
        self._synced = 0.0
        self._not_before = 0.0
        self._failed = False

    def records(self) -> tuple[bytes, bytes]:
        data = b""
        with contextlib.suppress(OSError):
            if self.path.is_file():
                with self.path.open("rb") as file:
                    data = file.read(2 * RECORD)
        return data[:RECORD], data[RECORD:]

    def write(self, record: bytes) -> None:
        now = time.monotonic()
        if self._failed and now < self._not_before:
            return
        with self._trying(now):
            self._put(record, self.turn)
            self.turn = 1 - self.turn
            if now - self._synced >= _SYNC_EVERY:
                os.fsync(self._open())
                self._synced = now

    def finish(self, record: bytes) -> None:
        with self._trying(0.0):
            if self._failed:  # the last notes did not reach it
                self._put(record, self.turn)
            os.fsync(self._open())

    def write_all(self, record: bytes) -> None:
        """Both records, one after the other and durable: nothing of before is left."""
        for turn in (self.turn, 1 - self.turn):
            self._put(record, turn)
            os.fsync(self._open())

    def close(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):
                os.close(handle)

    @contextlib.contextmanager
    def _trying(self, now: float) -> Iterator[None]:
        try:
            yield
            self._failed = False
        except OSError:
            self.close()
            self._failed, self._not_before = True, now + _SYNC_EVERY

    def _open(self) -> int:
        if self._handle is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
        return self._handle

    def _put(self, record: bytes, turn: int) -> None:
        handle = self._open()
        os.lseek(handle, turn * RECORD, os.SEEK_SET)
        if os.write(handle, record) != len(record):
            raise OSError("short write")
