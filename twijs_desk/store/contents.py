"""What is in a vault, in numbers and hashes, so that a copy can be compared with what it was made of.

Over bare connections and without the models: a copy may be of any older version.
"""

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher

from twijs_desk.store import audit
from twijs_desk.store.errors import Fault, StoreError, fault_of_code
from twijs_desk.store.keys import SubKeys

_SEALED = (("letter", "sealed_paper", "letter_id"), ("evidence_item", "evidence_content", "evidence_id"))
_INTERRUPTED = 9


@dataclass(frozen=True)
class Contents:
    """`papers` is one hash over the ids and hashes of all letters and evidence; `flaws` names unsound parts."""

    counts: Mapping[str, int]
    audit_seq: int
    audit_mac: str
    papers: str
    flaws: tuple[str, ...] = ()

    def as_json(self, pages: int) -> dict[str, Any]:
        return {
            "counts": dict(self.counts),
            "audit": {"seq": self.audit_seq, "mac": self.audit_mac},
            "papers": self.papers,
            "flaws": list(self.flaws),
            "pages": pages,
        }

    def differs(self, told: Mapping[str, Any]) -> list[str]:
        """In which parts this is not what a sealed manifest tells; counts by table."""
        mine = self.as_json(0)
        names = [name for name in ("audit", "papers") if mine[name] != told.get(name)]
        counts = told.get("counts")
        if not isinstance(counts, dict):
            return [*names, "counts"]
        return names + sorted(
            table
            for table in counts.keys() | self.counts.keys()
            if counts.get(table) != self.counts.get(table)
        )


@contextmanager
def sqlite_faults() -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == _INTERRUPTED:
            raise StoreError(Fault.CANCELLED) from None
        raise StoreError(
            fault_of_code(code) or Fault.DAMAGED, str(getattr(error, "sqlite_errorname", ""))
        ) from None


def look_into(path: Path, key: bytes, vault_id: str) -> Any:
    """A connection that reads a copy nobody else uses, and leaves it byte for byte as it is."""
    plain = path.absolute().as_posix()
    uri = (
        "file://" + quote(plain if plain.startswith("/") else "/" + plain, safe="/:") + "?mode=ro&immutable=1"
    )
    connection = sqlcipher.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}{vault_id}'\"")
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
        if not cipher or not cipher[0]:
            raise StoreError(Fault.CIPHER_MISSING, "cipher_version")
        for setting in ("query_only=ON", "temp_store=MEMORY", "cache_size=-16384", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute("PRAGMA trusted_schema=OFF").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def take_stock(connection: Any) -> Contents:
    """Counts, head of the log and hashes as they are written down, of one consistent view."""
    tables = [
        str(name)
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
    ]
    counts = {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in tables
    }
    seq, mac = 0, audit.START
    if "audit_event" in counts:
        head = connection.execute("SELECT seq, mac FROM audit_event ORDER BY seq DESC LIMIT 1").fetchone()
        seq, mac = (int(head[0]), str(head[1])) if head else (seq, mac)
    papers = hashlib.sha256()
    for table, _, _ in _SEALED:
        if table in counts:
            for row in connection.execute(f"SELECT id, sha256 FROM {table} ORDER BY id"):
                papers.update(f"{table} {row[0]} {row[1]}\n".encode("utf-8", "surrogatepass"))
    return Contents(counts, seq, mac, papers.hexdigest())


def examine(
    path: Path,
    sub: SubKeys,
    vault_id: str,
    *,
    thorough: bool = False,
    stop: Callable[[], bool] = lambda: False,
    meanwhile: Callable[[], None] = lambda: None,
) -> Contents:
    """Everything about a copy: each page and its HMAC, the structure, the counts and the chain of the log.

    Raises StoreError when it cannot be read whole; `flaws` names what is wrong in what can be read.
    `quick_check` reads every page through its HMAC, so that the separate page check would read all twice
    (tests/store/test_store_backup.py flips bits to prove it). `thorough` also compares indexes, references
    and the bytes of each letter and item of evidence: what a copy has from its source, sound or not.
    """
    with path.open("rb") as file:
        if file.read(16).hex() != vault_id:  # SQLCipher takes the salt from the key and never looks
            raise StoreError(Fault.BACKUP_DIFFERS, "header")
    flaws: list[str] = []
    problem: list[BaseException] = []

    def structure() -> None:
        try:
            with sqlite_faults(), closing(look_into(path, sub.database, vault_id)) as connection:
                connection.set_progress_handler(lambda: int(stop()), 50_000)
                check = "integrity_check" if thorough else "quick_check"
                if connection.execute(f"PRAGMA {check}(1)").fetchall() != [("ok",)]:
                    raise StoreError(Fault.DAMAGED, check)
                if thorough and connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                    flaws.append("references")
        except BaseException as error:
            problem.append(error)

    worker = threading.Thread(target=structure, name="backup-check")
    worker.start()
    try:
        with sqlite_faults(), closing(look_into(path, sub.database, vault_id)) as connection:
            connection.set_progress_handler(lambda: int(stop()), 50_000)
            contents = take_stock(connection)
            if thorough:
                flaws += _sealed_flaws(connection, contents.counts)
            if (
                "audit_event" in contents.counts
                and not audit.verify_bare(connection, chain_key(connection, sub)).ok
            ):
                flaws.append("audit_event")
        meanwhile()
    finally:
        worker.join()
    if problem:
        raise problem[0]
    if stop():
        raise StoreError(Fault.CANCELLED)
    return Contents(
        contents.counts, contents.audit_seq, contents.audit_mac, contents.papers, tuple(sorted(flaws))
    )


def chain_key(connection: Any, sub: SubKeys) -> bytes:
    """The key of the log: after a new vault key it is still the first one, which the vault then holds."""
    columns = {str(row[1]) for row in connection.execute("PRAGMA table_info(vault_info)").fetchall()}
    if "chain_key" in columns:
        row = connection.execute("SELECT chain_key FROM vault_info").fetchone()
        if row and row[0]:
            return bytes.fromhex(row[0])
    return sub.audit


def _sealed_flaws(connection: Any, counts: Mapping[str, int]) -> list[str]:
    """Letters and evidence that are no longer what their hash says."""
    found = []
    for table, content, reference in _SEALED:
        if content not in counts:
            continue
        rows = connection.execute(
            f"SELECT s.sha256, c.content FROM {content} c LEFT JOIN {table} s ON s.id = c.{reference}"
        )
        if any(
            wanted is None or hashlib.sha256(body).hexdigest() != str(wanted).lower() for wanted, body in rows
        ):
            found.append(table)
    return found
