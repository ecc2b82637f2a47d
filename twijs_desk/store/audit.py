"""The log as a chain: each line carries an HMAC over itself and over the line before it.

Canonical form of a line: the JSON array [seq, at, actor, action, subject, subject_id, case_id, detail] in
UTF-8, keys sorted, no spaces, `at` as UTC with microseconds. mac = HMAC-SHA256(audit key, prev_mac + LF +
that form), in hexadecimal; the first line follows on 64 zeros. The order is that of `seq`, not the clock.
The chain shows editing and gaps, not a tail cut off: for that the head of the chain is to be kept elsewhere.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlmodel import Session

from twijs_desk.store.models import METADATA, AuditEvent

START = "0" * 64
_LINES = METADATA.tables["audit_event"]
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_HEAD = "head of the log"
_quoted = lru_cache(512)(encode_basestring)


@dataclass(frozen=True)
class ChainReport:
    """`last_seq` and `last_mac` are the head of the chain, to be compared with a copy kept elsewhere."""

    count: int
    ok: bool
    first_broken_seq: int | None = None
    reason: str = ""
    last_seq: int = 0
    last_mac: str = START


def append(
    session: Session,
    key: bytes,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str = "",
    subject_id: str = "",
    case_id: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Add a line in the running (writing) transaction: it stands or falls with what it tells about."""
    if at.tzinfo is None:
        raise ValueError("at: a moment needs its time zone")
    at = at.astimezone(UTC)
    last = session.info.get(_HEAD)  # of this transaction: nobody else writes before it ends
    if last is None:
        last = session.execute(
            sa.select(_LINES.c.seq, _LINES.c.mac, _LINES.c.at).order_by(_LINES.c.seq.desc()).limit(1)
        ).first()
    seq, prev_mac = (last.seq + 1, last.mac) if last else (1, START)
    plain = json.loads(json.dumps(dict(detail or {}), allow_nan=False))  # as it will come back from the table
    if last and at < last.at:
        # The clock was set back. The order stays; the line says so for whoever reads the log.
        plain["clock_behind_seconds"] = round((last.at - at).total_seconds())
    event = AuditEvent(
        seq=seq,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        subject_id=subject_id,
        case_id=case_id,
        detail=plain,
        prev_mac=prev_mac,
        mac=_mac(key, prev_mac, (seq, at, actor, action, subject, subject_id, case_id, plain)),
    )
    session.add(event)  # goes to the table with the next flush, several lines at once
    session.info[_HEAD] = event
    return event


def verify(session: Session, key: bytes) -> ChainReport:
    """Walk the chain from the first line; stops at the first line that is not right."""
    bare = session.connection().connection.dbapi_connection
    try:
        count, prev_mac, _ = _walk(bare, key)
    except (ValueError, TypeError, AttributeError, sqlcipher.Error):
        count, prev_mac = 0, START
    # From the first line that is not right, if there is one, slowly: so that it can be said what is wrong.
    columns = [_LINES.c[n] for n in (*_FIELDS, "prev_mac", "mac")]
    query = sa.select(*columns).order_by(_LINES.c.seq)
    if count:
        query = query.where(_LINES.c.seq > count)
    rows = session.execute(query, execution_options={"yield_per": 500})
    try:
        for row in rows:
            expected = count + 1
            if row.seq != expected:
                return ChainReport(count, False, expected, "gap", count, prev_mac)
            if row.prev_mac != prev_mac:
                return ChainReport(count, False, row.seq, "link", count, prev_mac)
            if not _same(row.mac, _mac(key, prev_mac, tuple(row[: len(_FIELDS)]))):
                return ChainReport(count, False, row.seq, "edited", count, prev_mac)
            count, prev_mac = expected, row.mac
    except (ValueError, TypeError, AttributeError):  # JSON, moment or type that can no longer be read
        return ChainReport(count, False, count + 1, "unreadable", count, prev_mac)
    return ChainReport(count, True, None, "", count, prev_mac)


def verify_bare(connection: Any, key: bytes) -> ChainReport:
    """The same over a connection without models, for a copy or an older vault."""
    try:
        count, prev_mac, whole = _walk(connection, key)
    except (ValueError, TypeError, AttributeError):  # what is no text, moment or JSON
        return ChainReport(0, False, None, "unreadable")
    return ChainReport(count, whole, None if whole else count + 1, "" if whole else "broken", count, prev_mac)


def _walk(connection: Any, key: bytes) -> tuple[int, str, bool]:
    """How many lines from the first on are right, the mac of the last of them, and whether those are all.

    On the text as it is stored: five times as fast as through the types of the models. A line that is right
    in another spelling than ours counts as not right here.
    """
    count, prev_mac = 0, START
    names = ", ".join((*_FIELDS, "prev_mac", "mac"))
    for seq, at, actor, action, subject, subject_id, case_id, detail, prev, mac in connection.execute(
        f"SELECT {names} FROM audit_event ORDER BY seq"
    ):
        if seq != count + 1 or prev != prev_mac or len(at) != 26 or at[10] != " ":
            return count, prev_mac, False
        words = f"{_quoted(actor)},{_quoted(action)},{_quoted(subject)}"
        plain = "{}" if detail == "{}" else _ENCODER.encode(json.loads(detail))
        line = (
            f'{prev}\n[{seq},"{at[:10]}T{at[11:]}+00:00",{words},{encode_basestring(subject_id)},'
            f"{encode_basestring(case_id)},{plain}]"
        )
        if mac != hmac.digest(key, line.encode("utf-8", "surrogatepass"), "sha256").hex():
            return count, prev_mac, False
        count, prev_mac = seq, mac
    return count, prev_mac, True


_FIELDS = ("seq", "at", "actor", "action", "subject", "subject_id", "case_id", "detail")


def _same(found: str, wanted: str) -> bool:
    return hmac.compare_digest(found.encode("utf-8", "surrogatepass"), wanted.encode())


def _mac(key: bytes, prev_mac: str, line: tuple[Any, ...]) -> str:
    seq, at, *rest = line
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps(
        [seq, moment, *rest], sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    message = f"{prev_mac}\n{canonical}".encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()
