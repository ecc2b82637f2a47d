"""What can still be read of a damaged vault, in a new one; and a list of what was lost.

Works on a copy of the file and its write-ahead log: the damaged vault stays as it is, byte for byte. After a
damaged page a connection refuses every row, so each stretch is read on a fresh one. Which rows there should be is
told by the indexes, which stand on other pages. The new vault has the same id, key and key file.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from twijs_desk.store import audit, keys, migrate, rekey, whereabouts
from twijs_desk.store.connect import connect
from twijs_desk.store.contents import sqlite_faults
from twijs_desk.store.database import Vault
from twijs_desk.store.errors import Fault, StoreError, fault_of_code, file_faults
from twijs_desk.store.files import FileLock, lock_path, sync_folder
from twijs_desk.store.keys import DEFAULT_KDF, Bounds, Secret

_CASE_OF = {
    "sealed_paper": "SELECT case_id FROM letter WHERE id = ?",
    "delivery": "SELECT case_id FROM letter WHERE id = ?",
    "evidence_content": "SELECT case_id FROM evidence_item WHERE id = ?",
    "custody_event": "SELECT case_id FROM evidence_item WHERE id = ?",
    "publication": "SELECT case_id FROM incident WHERE id = ?",
    "answer": "SELECT case_id FROM flow_run WHERE id = ?",
}
"""By what the row points at (or is named after), where it has no case_id of its own."""
_OWNER = {
    "sealed_paper": "letter_id",
    "delivery": "letter_id",
    "evidence_content": "evidence_id",
    "custody_event": "evidence_id",
    "publication": "incident_id",
    "answer": "run_id",
}
_GUESSES = 5_000
"""How many row numbers are tried one by one when no index says which there are."""


@dataclass(frozen=True)
class Loss:
    """`why`: gone (could not be read), dangling (what it points at is gone), chain (the log has a gap)."""

    table: str
    row_id: str = ""
    case_number: str = ""
    why: str = "gone"


@dataclass(frozen=True)
class Salvaged:
    path: Path
    counts: Mapping[str, int]
    losses: tuple[Loss, ...]
    pages: tuple[int, ...]
    """Numbers of the damaged pages."""


def salvage(
    path: Path,
    secret: Secret,
    to: Path,
    *,
    at: datetime,
    product_version: str,
    bounds: Bounds = DEFAULT_KDF.bounds,
    progress: Callable[[str, float], None] = lambda step, part: None,  # noqa: ARG005
) -> Salvaged:
    """Bring over all that can be read. Nothing is at `to` when this fails or is cut off."""
    path, to = path.resolve(), to.resolve()
    whereabouts.refuse_live(to)
    if not to.parent.is_dir():
        raise StoreError(Fault.FOLDER_MISSING)
    for there in (to, to.with_name(to.name + "-wal"), keys.key_path(to)):
        if os.path.lexists(there):
            raise StoreError(Fault.EXISTS)
    with file_faults(ENOENT=Fault.NO_VAULT):
        path.stat()
    with _held(path), _held(to):
        work = to.with_name(f"{to.name}.{secrets.token_hex(4)}.tmp")
        fresh = to.with_name(f"{to.name}.{secrets.token_hex(4)}.tmp")
        try:
            _copy_raw(path, work)
            key_file, opened = rekey.settle(work, keys.read(path), secret, bounds=bounds, held=False)
            sub = keys.sub_keys(opened.vault_key, key_file.vault_id)
            source = _Source(work, sub.database, key_file.vault_id)
            pages = source.damaged_pages()
            progress("read", 0.1)
            revision = source.revision()
            _empty(fresh, key_file, opened.vault_key, revision)
            losses: list[Loss] = []
            with closing(connect(fresh, sub.database, key_file.vault_id)) as target:
                target.execute("PRAGMA foreign_keys=OFF").fetchall()
                losses = _bring_over(source, target, key_file.vault_id, at, product_version, progress)
                counts = _counts(target)
                with sqlite_faults():
                    if target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                        raise StoreError(Fault.IO_ERROR, "checkpoint")
                    if target.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                        raise StoreError(Fault.IO_ERROR, "new vault")
            keys.write(to, key_file)
            with file_faults():
                os.rename(fresh, to)
                sync_folder(to.parent)
        except BaseException:
            if not to.exists():
                for file in (keys.key_path(to), keys.backup_path(to)):
                    with contextlib.suppress(OSError):
                        file.unlink(missing_ok=True)
            raise
        finally:
            for base in (work, fresh):
                for suffix in ("", "-wal", "-shm"):
                    with contextlib.suppress(OSError):
                        base.with_name(base.name + suffix).unlink(missing_ok=True)
    progress("done", 1.0)
    return Salvaged(to, counts, tuple(losses), pages)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    lock = FileLock(lock_path(path))
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _copy_raw(path: Path, work: Path) -> None:
    """Nobody has the vault open (we hold its lock), so a copy of the files is a copy of the vault."""
    for suffix in ("", "-wal"):
        source, target = path.with_name(path.name + suffix), work.with_name(work.name + suffix)
        if suffix and not source.exists():
            continue
        with file_faults():
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            shutil.copyfile(source, target)
            short = target.stat().st_size % 4096
            if not suffix and short:  # a file cut off in the middle of a page: the whole pages count
                with target.open("r+b") as file:
                    file.truncate(target.stat().st_size - short)


def _empty(path: Path, key_file: keys.KeyFile, vault_key: bytes, revision: str) -> None:
    with file_faults():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    vault = Vault(path, key_file, vault_key, None)
    try:
        with vault._engine.connect() as connection:
            connection.execution_options(mode="migrate")
            connection.detach()
            with connection.begin():
                migrate.migrate(connection, to=revision)
    except sa.exc.DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        raise StoreError(fault_of_code(code) or Fault.MIGRATION_FAILED, "empty vault") from None
    finally:
        vault.close()


class _Source:
    """The damaged copy. Every question on a fresh connection; None is an answer that a damaged page refused."""

    def __init__(self, path: Path, key: bytes, vault_id: str) -> None:
        self._path, self._key, self._vault_id = path, key, vault_id

    def connection(self) -> Any:
        return connect(self._path, self._key, self._vault_id)

    def ask(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]] | None:
        try:
            with closing(self.connection()) as connection:
                return list(connection.execute(sql, values).fetchall())
        except sqlcipher.Error:
            return None

    def damaged_pages(self) -> tuple[int, ...]:
        """After folding the log in, for the page check reads the main file only."""
        try:
            with closing(self.connection()) as connection, contextlib.suppress(sqlcipher.Error):
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlcipher.Error:
            raise StoreError(Fault.DAMAGED, "first pages") from None
        rows = self.ask("PRAGMA cipher_integrity_check") or []
        words = [str(row[0]).split() for row in rows]
        return tuple(int(parts[-1]) for parts in words if parts and parts[-1].isdigit())

    def revision(self) -> str:
        rows = self.ask("SELECT version_num FROM alembic_version")
        revision = str(rows[0][0]) if rows else migrate.HEAD
        if revision not in migrate.known_revisions():
            raise StoreError(Fault.NEWER_VERSION, f"revision {revision[:40]}")
        return revision

    def rows(self, table: str, columns: list[str]) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
        """Every row by its number; None for one that is known to have been there and cannot be read."""
        expected = self._numbers(table)
        names = ", ".join(f'"{column}"' for column in columns)
        done = -(1 << 62)
        while True:
            try:
                with closing(self.connection()) as connection:
                    for number, *values in connection.execute(
                        f'SELECT rowid, {names} FROM "{table}" WHERE rowid > ? ORDER BY rowid', (done,)
                    ):
                        yield number, tuple(values)
                        done = number
                return
            except sqlcipher.Error:
                pass
            # One by one over the damaged stretch, until a row can be read again.
            candidates = (n for n in expected if n > done) if expected is not None else self._guesses(done)
            for number in candidates:
                found = self.ask(f'SELECT {names} FROM "{table}" WHERE rowid = ?', (number,))
                if found:
                    yield number, tuple(found[0])
                    done = number
                    break
                if found is None:
                    yield number, None
                done = number
            else:
                return

    def _guesses(self, done: int) -> Iterator[int]:
        start = max(done, 0)
        yield from range(start + 1, start + _GUESSES)

    def _numbers(self, table: str) -> list[int] | None:
        """Row numbers as an index knows them, on other pages than the rows; the longest list counts."""
        best: list[int] | None = None
        for index in self._indexes(table):
            found = self.ask(f'SELECT rowid FROM "{table}" INDEXED BY "{index}"')
            if found is not None and (best is None or len(found) > len(best)):
                best = sorted(int(row[0]) for row in found)
        return best

    def known_of(self, table: str, column: str) -> dict[int, Any]:
        """One column by row number, out of an index that begins with it; empty when there is none."""
        for index in self._indexes(table):
            parts = self.ask(f'PRAGMA index_info("{index}")') or []
            if parts and parts[0][2] == column:
                found = self.ask(f'SELECT rowid, "{column}" FROM "{table}" INDEXED BY "{index}"')
                if found:
                    return {int(row[0]): row[1] for row in found}
        return {}

    def _indexes(self, table: str) -> list[str]:
        return [str(row[1]) for row in self.ask(f'PRAGMA index_list("{table}")') or [] if not row[4]]


def _bring_over(
    source: _Source,
    target: Any,
    vault_id: str,
    at: datetime,
    product_version: str,
    progress: Callable[[str, float], None],
) -> list[Loss]:
    tables = [
        str(name)
        for (name,) in target.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
            "AND name <> 'alembic_version' ORDER BY name"
        ).fetchall()
    ]
    triggers = target.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:  # they judge new rows by other rows, which may come later here or never
        target.execute(f'DROP TRIGGER "{name}"')
    gone: list[tuple[str, int]] = []
    for done, table in enumerate(tables):
        progress("copy", 0.1 + 0.8 * done / len(tables))
        columns = [str(row[1]) for row in target.execute(f'PRAGMA table_info("{table}")').fetchall()]
        places = ", ".join("?" * len(columns))
        names = ", ".join(f'"{column}"' for column in columns)
        with sqlite_faults():
            target.execute("BEGIN IMMEDIATE")
            for number, values in source.rows(table, columns):
                if values is None:
                    gone.append((table, number))
                    continue
                try:
                    target.execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)
                except sqlcipher.IntegrityError:  # read from a page that is wrong in a way no HMAC shows
                    gone.append((table, number))
            if table == "vault_info" and not target.execute("SELECT 1 FROM vault_info").fetchall():
                target.execute(
                    "INSERT INTO vault_info (vault_id, created_at, product_version) VALUES (?, ?, ?)",
                    (vault_id, f"{at:%Y-%m-%d %H:%M:%S.%f}", product_version),
                )
            target.execute("COMMIT")
    for _, sql in triggers:
        target.execute(sql)
    losses = _named(source, target, gone)
    losses += _dangling(target)
    return losses + _gap(target)


def _named(source: _Source, target: Any, gone: list[tuple[str, int]]) -> list[Loss]:
    """Which rows these were, as far as the indexes know: an id and the number of the case."""
    losses = []
    for table in dict.fromkeys(name for name, _ in gone):
        numbers = [number for name, number in gone if name == table]
        first = target.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE pk = 1").fetchone()
        ids = source.known_of(table, str(first[0])) if first else {}
        cases = source.known_of(table, "case_id")
        owners = source.known_of(table, _OWNER[table]) if table in _OWNER else {}
        for number in numbers:
            row_id = str(number) if table == "audit_event" else _text(ids.get(number, ""))
            case_id = cases.get(number)
            if table == "case_file":
                case_id = ids.get(number)
            elif case_id is None and owners.get(number) is not None:
                found = target.execute(_CASE_OF[table], (owners[number],)).fetchone()
                case_id = found[0] if found else None
            losses.append(Loss(table, row_id, _case_number(source, target, case_id)))
    return losses


def _case_number(source: _Source, target: Any, case_id: Any) -> str:
    if case_id is None:
        return ""
    row = target.execute("SELECT year, serial FROM case_file WHERE id = ?", (case_id,)).fetchone()
    if row is None:  # the case itself is gone: its number stands in an index
        number = next(
            (n for n, found in source.known_of("case_file", "id").items() if found == case_id), None
        )
        known = source.ask(
            "SELECT rowid, year, serial FROM case_file INDEXED BY sqlite_autoindex_case_file_2"
        )
        row = next(((year, serial) for n, year, serial in known or [] if n == number), None)
    return f"{row[0]}-{int(row[1]):03d}" if row else ""


def _dangling(target: Any) -> list[Loss]:
    """Rows that were saved and point at one that was not: they stay, for they may be all that is left."""
    losses = []
    for table, number, _, _ in target.execute("PRAGMA foreign_key_check").fetchall():
        losses.append(Loss(str(table), f"rowid {number}", "", "dangling"))
    return losses


def _gap(target: Any) -> list[Loss]:
    """The first line of the log after which something is missing."""
    expected = 1
    for (seq,) in target.execute("SELECT seq FROM audit_event ORDER BY seq"):
        if seq != expected:
            return [Loss("audit_event", str(expected), "", "chain")]
        expected += 1
    return []


def _text(value: Any) -> str:
    return str(value) if value is not None else ""


def _counts(target: Any) -> dict[str, int]:
    names = target.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return {
        str(name): int(target.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])
        for (name,) in names.fetchall()
    }


def head(target: Vault) -> tuple[int, str]:
    """The last line of the log in the new vault."""
    with target.read() as session:
        report = session.connection().exec_driver_sql(
            "SELECT seq, mac FROM audit_event ORDER BY seq DESC LIMIT 1"
        )
        row = report.first()
    return (int(row[0]), str(row[1])) if row else (0, audit.START)
