"""Encrypted connections: every setting of the guide in its order, read back and asserted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.pool import QueuePool

from twijs_desk.store.errors import Fault, StoreError, fault_of_code

PLAIN_HEADER = b"SQLite format 3\x00"
_OLDEST_SQLITE = (3, 51, 3)  # before it: committed writes can vanish in WAL mode

# name, value to set, value to read back
_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("journal_mode", "WAL", "wal"),  # readers do not wait for the writer
    ("synchronous", "FULL", 2),  # NORMAL loses confirmed saves at a power cut
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),  # else INSERT OR REPLACE goes past the append-only triggers
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("busy_timeout", "5000", 5000),
    ("cache_size", "-16384", -16384),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("journal_size_limit", "16777216", 16777216),
)


def connect(path: Path, key: bytes, vault_id: str) -> Any:
    """One keyed connection to a file that must exist. Any error of SQLite comes out as it is."""
    if sqlcipher.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(Fault.CIPHER_MISSING, f"SQLite {sqlcipher.sqlite_version}")
    # mode=rw: SQLite would make a new, empty database when the file is missing.
    # Serialized build, and the pool gives a connection to one thread at a time: threads may take turns.
    connection = sqlcipher.connect(
        _uri(path) + "?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=5.0,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        # Raw key and salt: no derivation per connection, and the vault id is the first 16 bytes of the file.
        connection.execute(f"PRAGMA key=\"x'{key.hex()}{vault_id}'\"")
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
        if not cipher or not cipher[0]:
            raise StoreError(Fault.CIPHER_MISSING, "cipher_version")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for name, value, _ in _SETTINGS:
            connection.execute(f"PRAGMA {name}={value}").fetchall()
        wrong = [n for n, _, expected in _SETTINGS if read_setting(connection, n) != expected]
        if wrong:
            raise StoreError(Fault.CIPHER_MISSING, f"settings not accepted: {', '.join(wrong)}")
    except BaseException:
        connection.close()
        raise
    return connection


def opens(path: Path, key: bytes, vault_id: str) -> bool:
    """Whether this is the key of the database. A damaged first page looks the same as another key."""
    try:
        connect(path, key, vault_id).close()
    except sqlcipher.Error as error:
        fault = fault_of_code(getattr(error, "sqlite_errorcode", None))
        if fault is Fault.DAMAGED:
            return False
        raise StoreError(fault or Fault.IO_ERROR, "probe") from None
    return True


def _uri(path: Path) -> str:
    """SQLite takes no server name in a URI: `//server/share` goes into the path, as `C:/` does."""
    plain = path.absolute().as_posix()
    return "file://" + quote(plain if plain.startswith("/") else "/" + plain, safe="/:")


def read_setting(connection: Any, name: str) -> object:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


_DENY, _OK = 1, 0
_PRAGMA, _ATTACH, _DETACH, _FUNCTION = 19, 24, 25, 31
_NEVER_SET = {name for name, _, _ in _SETTINGS} - {"foreign_keys"}  # a migration turns that one off
_NEVER = {"key", "rekey", "hexkey", "hexrekey", "writable_schema"}
_NO_FUNCTION = {"load_extension", "sqlcipher_export"}


def _authorize(action: int, first: str | None, second: str | None, *_where: object) -> int:
    """What no statement of the program needs on an ordinary connection: another file, another key, other settings.

    Asked when a statement is prepared, not for each row: about 1 % of a list of cases. Backups and a new key have
    connections of their own.
    """
    if action in (_ATTACH, _DETACH) or (action == _FUNCTION and second in _NO_FUNCTION):
        return _DENY
    if action == _PRAGMA:
        name = (first or "").lower()
        if name in _NEVER or (second is not None and (name in _NEVER_SET or name.startswith("cipher"))):
            return _DENY
    return _OK


class Texts:
    """How texts leave a connection, and whether one of them had a zero in it.

    After a page that fails its check SQLCipher hands out zeros, for that page and all that follow. Where a page
    of a table is expected SQLite notices; the tail of a long text or picture would just be zeros, without any error.
    """

    __slots__ = ("zeros",)

    def __init__(self) -> None:
        self.zeros = False

    def __call__(self, raw: bytes) -> str:
        text = raw.decode()
        if "\0" in text:
            self.zeros = True
        return text


def must_be_sound(driver: Any) -> None:
    """After a text with a zero in it: is that what was written? Raises SQLITE_CORRUPT when pages come as zeros."""
    if driver.text_factory.zeros:
        driver.text_factory.zeros = False
        driver.execute("PRAGMA shrink_memory")  # so that the next page comes from the file
        driver.execute("SELECT count(*) FROM vault_info").fetchall()


def make_engine(creator: Callable[[], Any]) -> sa.Engine:
    """The engine around `connect`.

    A small pool, last used first, so that the warm page cache is used again: one connection for saving and
    others for reading in other threads. `module=` makes errors arrive as sqlalchemy.exc; hide_parameters
    keeps case text out of their messages.
    """

    def guarded() -> Any:
        connection = creator()
        connection.set_authorizer(_authorize)
        connection.text_factory = Texts()
        return connection

    engine = sa.create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=guarded,
        poolclass=QueuePool,
        pool_size=3,
        max_overflow=2,
        pool_timeout=10,
        pool_use_lifo=True,
        hide_parameters=True,
        echo=False,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        mode = connection.get_execution_options().get("mode", "read")
        if mode == "migrate":  # such a connection is never given back to the pool
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        # A reading transaction that turns to writing fails at once when another one writes: never allowed.
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if mode == 'read' else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if mode == "read" else "BEGIN IMMEDIATE")
        if mode == "write":
            # Checked at COMMIT: rows of one transaction may be added in any order (no relationships here).
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")

    @event.listens_for(engine, "reset")
    def leave_nothing_open(dbapi_connection: Any, _record: object, _state: object) -> None:
        # A COMMIT that SQLite refuses leaves the transaction open; SQLAlchemy takes it for finished.
        if dbapi_connection is not None and dbapi_connection.in_transaction:
            dbapi_connection.rollback()

    @event.listens_for(engine, "handle_error")
    def drop_dead_connections(context: ExceptionContext) -> None:
        # After a damaged page a connection refuses every row; a new one reads the rest.
        code = getattr(context.original_exception, "sqlite_errorcode", None)
        if fault_of_code(code) is Fault.DAMAGED:
            context.is_disconnect = True

    return engine
