"""Is everything in the vault still whole? For `vault check`; changes nothing but the write-ahead log.

A finding names a table and a row, never what stands in it.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session

from twijs_desk.store import audit, keys, migrate, schema
from twijs_desk.store.database import Vault
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import METADATA
from twijs_desk.store.triggers import TRIGGERS
from twijs_desk.terms import LetterStatus, StorageMode

_T = METADATA.tables


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
    )
    for name, part in parts:
        with _examining(findings, name), vault.read() as session:
            findings += list(part(session))
    return findings


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
    with vault.outside_transaction() as connection:
        # First fold the log in: the page check reads the main file only, and a page torn in an interrupted
        # checkpoint is whole in the log. While another program holds it there would be false alarms.
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            yield Finding(FindingKind.UNREADABLE, "pages", detail=Fault.IN_USE.value)
        else:
            for row in connection.execute("PRAGMA cipher_integrity_check").fetchall():
                yield Finding(FindingKind.PAGE, "file", detail=str(row[0]))
        for row in connection.execute("PRAGMA integrity_check").fetchall():
            if row[0] != "ok":
                yield Finding(FindingKind.STRUCTURE, "file", detail=str(row[0]))
        for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
            yield Finding(FindingKind.REFERENCE, str(table), f"rowid {rowid}", str(parent))


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


def _compare(content: bytes | None, sha256: str) -> str | None:
    if content is None:
        return "content missing"
    return None if hashlib.sha256(content).hexdigest() == sha256.lower() else "hash differs"
