"""Is everything in the vault still whole? For `vault check`; changes nothing but the write-ahead log.

`check` gives what is wrong, `warnings` what is not wise, `behind` what the anchor misses. A finding names a table,
a row or the number of a case, never what stands in it.
"""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from twijs_desk.store import anchor, audit, erase, keys, migrate, queries, schema, slots
from twijs_desk.store.database import Vault
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.files import lock_path
from twijs_desk.store.models import METADATA, Destruction
from twijs_desk.store.triggers import TRIGGERS
from twijs_desk.terms import LetterStatus, StorageMode

_T = METADATA.tables
_DIALECT = sqlite.dialect()
_NAMED = 50
"""How many cases on damaged pages are named; of more than that only the number is told."""


class FindingKind(StrEnum):
    PAGE = "page"  # a page whose HMAC is not right
    STRUCTURE = "structure"  # SQLite's own integrity check
    REFERENCE = "reference"  # a row points at a row that is not there
    AUDIT = "audit"  # the chain of the log is broken
    LETTER = "letter"  # a final letter without its paper, or with another one
    RULES = "rules"  # a kept rule pack whose text is no longer what was read in
    EVIDENCE = "evidence"  # stored evidence that is gone or changed
    TRIGGER = "trigger"  # a trigger is missing or changed
    TABLES = "tables"  # a table is not as this version makes it
    KEY_FILE = "key_file"  # the key file or its copy cannot be read or is of another vault
    UNREADABLE = "unreadable"  # a part could not be examined at all
    AFFECTED = "affected"  # rows on a damaged page: of which table, and of which cases
    DESTRUCTION = "destruction"  # what is left of a destroyed case is no longer what was written then
    ANCHOR = "anchor"  # the log is behind, or beside, what was last seen on this computer
    RECOVERY = "recovery"  # no recovery sheet opens this vault
    PERMISSIONS = "permissions"  # another user of this computer may read or write a file of the vault


@dataclass(frozen=True)
class Finding:
    kind: FindingKind
    subject: str
    subject_id: str = ""
    detail: str = ""


def check(vault: Vault) -> list[Finding]:
    """Every part is examined, also when one before it is found broken."""
    findings: list[Finding] = []
    findings += _key_files(vault)
    with _examining(findings, "file"):
        findings += _file(vault)
    parts: tuple[tuple[str, Callable[[Session], Iterator[Finding]]], ...] = (
        ("schema", _schema),
        ("audit_event", lambda session: _chain(session, vault.audit_key)),
        ("letter", _letters),
        ("evidence_item", _evidence),
        ("rule_pack", _rules),
        ("destruction", _destroyed),
    )
    for name, part in parts:
        with _examining(findings, name), vault.read() as session:
            findings += list(part(session))
    return findings


def warnings(vault: Vault) -> list[Finding]:
    """What works, yet leaves the vault with less protection than it should have."""
    found = []
    if not any(slot.kind in slots.SHEETS for slot in vault.key_file.slots):
        found.append(Finding(FindingKind.RECOVERY, ".keys"))
    return [*found, *_permissions(vault)]


def behind(vault: Vault) -> list[Finding]:
    """What the anchor misses. Apart from `check`: the vault itself is whole, only older than it was."""
    lapse = vault.lapse
    if lapse is None:
        return []
    detail = f"kept {lapse.kept_seq}, found {lapse.found_seq}{', forked' if lapse.forked else ''}"
    return [Finding(FindingKind.ANCHOR, "audit_event", str(lapse.kept_seq), detail)]


def _permissions(vault: Vault) -> Iterator[Finding]:
    """On Windows the folder decides (places.default_path: the user's own); there is no mode to look at."""
    if os.name != "posix":
        return
    beside = [vault.path.with_name(vault.path.name + end) for end in ("", "-wal", "-shm")]
    beside += [keys.key_path(vault.path), keys.backup_path(vault.path), lock_path(vault.path)]
    for path in (*beside, anchor.beside(vault.path)):
        try:
            found = path.stat()
        except OSError:
            continue
        if stat.S_IMODE(found.st_mode) & 0o077 or found.st_uid != os.geteuid():
            yield Finding(FindingKind.PERMISSIONS, path.name, detail=stat.filemode(found.st_mode))


@contextmanager
def _examining(findings: list[Finding], name: str) -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        if error.fault is Fault.CLOSED:
            raise
        findings.append(Finding(FindingKind.UNREADABLE, name, detail=error.fault.value))


def _key_files(vault: Vault) -> Iterator[Finding]:
    for path in (keys.key_path(vault.path), keys.backup_path(vault.path)):
        try:
            if keys.loads(path.read_bytes()).vault_id != vault.vault_id:
                yield Finding(FindingKind.KEY_FILE, path.suffix, detail=Fault.OTHER_VAULT.value)
        except OSError:
            yield Finding(FindingKind.KEY_FILE, path.suffix, detail=Fault.KEY_FILE_MISSING.value)
        except StoreError as error:
            yield Finding(FindingKind.KEY_FILE, path.suffix, detail=error.fault.value)


def _file(vault: Vault) -> Iterator[Finding]:
    with vault.path.open("rb") as file:
        if file.read(16).hex() != vault.vault_id:  # SQLCipher takes the salt from the key and never looks
            yield Finding(FindingKind.PAGE, "header")
    damaged: list[str] = []
    with vault.alone() as connection:  # afterwards no connection knows a page from before
        # First fold the log in: the page check reads the main file only, and a page torn in an interrupted
        # checkpoint is whole in the log. While another program holds it there would be false alarms.
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            yield Finding(FindingKind.UNREADABLE, "pages", detail=Fault.IN_USE.value)
        else:
            damaged = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
        for line in damaged:
            number = re.search(r"page (\d+)", line)
            yield Finding(FindingKind.PAGE, "page", number[1] if number else "", line)
        if not damaged:  # after a damaged page this connection calls every page damaged
            for row in connection.execute("PRAGMA integrity_check").fetchall():
                if row[0] != "ok":
                    yield Finding(FindingKind.STRUCTURE, "file", detail=str(row[0]))
            for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
                yield Finding(FindingKind.REFERENCE, str(table), f"rowid {rowid}", str(parent))
    if damaged:
        yield from _affected(vault)


def _affected(vault: Vault) -> Iterator[Finding]:
    """Which tables have rows on a damaged page, and of which cases: read all of it and see what fails."""
    tables = [name for name in _T if not _readable(vault, sa.select(_T[name]))]
    numbers: dict[str, list[str]] = {name: [] for name in tables}
    for year, serial in _numbers(vault) if tables else ():
        case = _T["case_file"]
        this = sa.select(case.c.id).where(case.c.year == year, case.c.serial == serial)
        whole = sa.select(case).where(case.c.year == year, case.c.serial == serial)
        if not _readable(vault, whole):
            numbers.setdefault("case_file", []).append(queries.case_number(year, serial))
            continue
        with vault.read() as session:
            case_id = session.execute(this).scalar_one()
        for table, condition in erase.owned(case_id):
            if table.name in numbers and not _readable(vault, sa.select(table).where(condition)):
                numbers[table.name].append(queries.case_number(year, serial))
    for name, found in numbers.items():
        shown = ", ".join(sorted(found)[:_NAMED])
        rest = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        yield Finding(FindingKind.AFFECTED, name, detail=f"cases {shown}{rest}" if found else "")


def _numbers(vault: Vault) -> list[tuple[int, int]]:
    """Every case by its number: from the index, so that a damaged row does not hide the others."""
    case = _T["case_file"]
    try:
        with vault.read() as session:
            found = session.execute(
                sa.select(case.c.year, case.c.serial).order_by(case.c.year, case.c.serial)
            )
            return [(row.year, row.serial) for row in found]
    except StoreError:
        return []


def _readable(vault: Vault, query: sa.Select[Any]) -> bool:
    """Only whether the bytes can be fetched. A connection that met damage is not used again."""
    sql = str(query.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))  # values: ids of cases
    try:
        with vault.read() as session:
            for _ in session.connection().exec_driver_sql(sql, execution_options={"yield_per": 200}):
                pass
    except StoreError:
        return False
    return True


def _schema(session: Session) -> Iterator[Finding]:
    connection = session.connection()
    found = migrate.triggers(connection)
    for name in sorted(found.keys() | TRIGGERS.keys()):
        if found.get(name) != TRIGGERS.get(name):
            yield Finding(FindingKind.TRIGGER, name, detail="missing" if name not in found else "changed")
    for name in schema.differences(connection):
        yield Finding(FindingKind.TABLES, name)


def _chain(session: Session, key: bytes) -> Iterator[Finding]:
    report = audit.verify(session, key)
    if not report.ok:
        yield Finding(FindingKind.AUDIT, "audit_event", str(report.first_broken_seq), report.reason)


def _letters(session: Session) -> Iterator[Finding]:
    letter, paper = _T["letter"], _T["sealed_paper"]
    sealed = session.execute(
        sa.select(letter.c.id, letter.c.sha256, letter.c.finalised_at, letter.c.status).order_by(letter.c.id)
    ).all()
    for row in sealed:
        content = session.execute(sa.select(paper.c.content).where(paper.c.letter_id == row.id)).scalar()
        if row.status == LetterStatus.DRAFT.value or (content is None and row.finalised_at is None):
            if content is not None:
                yield Finding(FindingKind.LETTER, "letter", str(row.id), "paper of a draft")
        elif (problem := _compare(content, row.sha256)) is not None:
            yield Finding(FindingKind.LETTER, "letter", str(row.id), problem)


def _evidence(session: Session) -> Iterator[Finding]:
    item, stored = _T["evidence_item"], _T["evidence_content"]
    rows = session.execute(
        sa.select(item.c.id, item.c.sha256)
        .where(item.c.storage_mode == StorageMode.STORED.value)
        .order_by(item.c.id)
    ).all()
    for row in rows:
        content = session.execute(sa.select(stored.c.content).where(stored.c.evidence_id == row.id)).scalar()
        if (problem := _compare(content, row.sha256)) is not None:
            yield Finding(FindingKind.EVIDENCE, "evidence_item", str(row.id), problem)


def _rules(session: Session) -> Iterator[Finding]:
    table = _T["rule_pack"]
    keys_of = session.execute(sa.select(table.c.id, table.c.sha256).order_by(table.c.id)).all()
    for row in keys_of:
        files = session.execute(sa.select(table.c.files).where(table.c.id == row.id)).scalar_one()
        if (problem := _compare(files.encode("utf-8", "surrogatepass"), row.sha256)) is not None:
            yield Finding(FindingKind.RULES, "rule_pack", str(row.id), problem)


def _destroyed(session: Session) -> Iterator[Finding]:
    for row in session.execute(sa.select(Destruction)).scalars():
        if row.open_case is not None or erase.fingerprint(row) != row.sha256:
            yield Finding(FindingKind.DESTRUCTION, "destruction", str(row.id), "hash differs")


def _compare(content: bytes | None, sha256: str) -> str | None:
    if content is None:
        return "content missing"
    return None if hashlib.sha256(content).hexdigest() == sha256.lower() else "hash differs"
