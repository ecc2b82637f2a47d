"""The baseline for saving: the same rows through a bare SQLModel session in an equally encrypted file.

No audit chain, no rules, no checks. Cipher and PRAGMAs are written out here, not taken from the product, so
that a slower product cannot slow its own baseline; `same_settings` tells when the two have drifted apart.
"""

import secrets
import uuid
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, SQLModel, select

from twijs_desk.store import models
from twijs_desk.store.database import Vault

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "fullfsync": "ON",
    "checkpoint_fullfsync": "ON",
    "foreign_keys": "ON",
    "recursive_triggers": "ON",
    "secure_delete": "ON",
    "temp_store": "MEMORY",
    "busy_timeout": "5000",
    "cache_size": "-16384",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "journal_size_limit": "16777216",
}
_NOT_COPIED = (models.AuditEvent, models.VaultInfo)
TABLES = [
    cls
    for cls in vars(models).values()
    if isinstance(cls, type)
    and issubclass(cls, SQLModel)
    and hasattr(cls, "__table__")
    and cls not in _NOT_COPIED
]
Row = tuple[type[SQLModel], dict[str, Any]]
Rows = dict[tuple[type[SQLModel], Any], dict[str, Any]]


class BareVault:
    def __init__(self, path: Path, filled_from: Vault | None = None) -> None:
        """Empty, or with the rows of a vault and without its triggers."""
        key = secrets.token_hex(48)

        def connect() -> Any:
            connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key}'\"")
            for name, value in PRAGMAS.items():
                connection.execute(f"PRAGMA {name}={value}").fetchall()
            return connection

        self.engine = sa.create_engine("sqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool)
        sa.event.listen(self.engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
        if filled_from is not None:
            with filled_from.outside_transaction() as connection:
                connection.execute("ATTACH ? AS bare KEY ?", (str(path), f"x'{key}'"))
                connection.execute("SELECT sqlcipher_export('bare')").fetchall()
                connection.execute("DETACH bare")
        with self.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            triggers = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            for name in triggers.scalars().all():
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
            SQLModel.metadata.create_all(connection)

    def save(self, new: list[Row], changed: list[Row]) -> None:
        """The same rows as the product wrote, made from their values and written in one transaction."""
        with Session(self.engine) as session:
            session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            session.add_all([table(**values) for table, values in new])
            for table, values in changed:
                session.merge(table(**values))
            session.commit()

    def settings(self) -> dict[str, Any]:
        with self.engine.connect() as connection:
            return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}


def same_settings(vault: Vault, bare: BareVault) -> bool:
    with vault.outside_transaction() as connection:
        ours = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    return ours == bare.settings()


class Watcher:
    """Sees which rows an act of the product added or changed, so that the bare save writes the very same."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.seen = self._all()

    def since(self) -> tuple[list[Row], list[Row]]:
        before, now = self.seen, self._all()
        self.seen = now
        new = [(key[0], values) for key, values in now.items() if key not in before]
        changed = [(key[0], values) for key, values in now.items() if before.get(key, values) != values]
        return new, changed

    def _all(self) -> Rows:
        rows: Rows = {}
        with self.vault.read() as session:
            for table in TABLES:
                for row in session.exec(select(table)):
                    key = sa.inspect(row).identity[0]
                    rows[table, key if isinstance(key, uuid.UUID | str) else str(key)] = row.model_dump()
        return rows
