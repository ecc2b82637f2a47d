"""Bringing a vault to this version's tables, in one transaction (docs/decisions/0002-storage.md).

Alembic runs without an env.py or ini file. It is imported only when there is something to do: at an ordinary
start the revision is read by plain SQL (`current`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import METADATA
from twijs_desk.store.triggers import TRIGGERS

HEAD = "0003"
SCRIPTS = Path(__file__).with_name("migrations")


def current(connection: sa.Connection) -> str | None:
    """The revision the vault is at; None for an empty database."""
    tables = connection.exec_driver_sql("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").all()
    if not tables:
        return None
    rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()
    if len(rows) > 1:
        raise StoreError(Fault.DAMAGED, "more than one revision")
    return str(rows[0][0]) if rows else None


def known_revisions() -> frozenset[str]:
    return frozenset(script.revision for script in _scripts().walk_revisions())


def migrate(connection: sa.Connection, *, to: str | None = None) -> None:
    """Up or down to a revision, by default the newest. The caller began the transaction, foreign keys OFF.

    With foreign keys ON the rewriting of a table empties its child tables without a word.
    """
    if connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
        raise RuntimeError("foreign keys must be off before the transaction begins")
    target = to or HEAD
    before, log = _row_counts(connection), _log(connection)
    drop_triggers(connection)
    may_change = _run(connection, target)
    create_triggers(connection)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise StoreError(Fault.MIGRATION_FAILED, f"foreign keys: {sorted({str(row[0]) for row in broken})}")
    after = _row_counts(connection)
    lost = sorted(t for t in before.keys() & after.keys() if before[t] != after[t] and t not in may_change)
    if lost:
        raise StoreError(Fault.MIGRATION_FAILED, f"rows: {lost}")
    if log is not None and "audit_event" in after and _log(connection) != log:
        raise StoreError(Fault.MIGRATION_FAILED, "log")
    if target == HEAD:
        if triggers(connection) != TRIGGERS:
            raise StoreError(Fault.MIGRATION_FAILED, "triggers")
        gone = _wanted_indexes() - _indexes(connection)
        if gone:
            raise StoreError(Fault.MIGRATION_FAILED, f"indexes: {sorted(gone)}")


def triggers(connection: sa.Connection) -> Mapping[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all()
    return {str(name): str(sql) for name, sql in rows}


def drop_triggers(connection: sa.Connection) -> None:
    for name in triggers(connection):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def create_triggers(connection: sa.Connection) -> None:
    """The whole list; on the way down only those whose table is still there."""
    tables = set(sa.inspect(connection).get_table_names())
    for sql in TRIGGERS.values():
        if sql.split(" ON ", 1)[1].split(" ", 1)[0] in tables:
            connection.exec_driver_sql(sql)


def _scripts() -> Any:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(SCRIPTS), version_locations=[str(SCRIPTS)])


def _row_counts(connection: sa.Connection) -> dict[str, int]:
    names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
    return {n: connection.exec_driver_sql(f'SELECT count(*) FROM "{n}"').scalar_one() for n in names}


def _indexes(connection: sa.Connection) -> set[str]:
    rows = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    )
    return set(rows.scalars())


def _wanted_indexes() -> set[str]:
    return {str(index.name) for table in METADATA.tables.values() for index in table.indexes}


def _log(connection: sa.Connection) -> list[tuple[object, ...]] | None:
    if "audit_event" not in sa.inspect(connection).get_table_names():
        return None
    rows = connection.exec_driver_sql("SELECT seq, prev_mac, mac FROM audit_event ORDER BY seq")
    return [tuple(row) for row in rows]


def _run(connection: sa.Connection, to: str) -> frozenset[str]:
    """Run the scripts; gives the tables of which they say that rows may come or go (`rows_may_change`)."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    scripts = _scripts()
    may_change: set[str] = set()

    def steps(revision: tuple[str, ...], _context: Any) -> Any:
        here = revision[0] if revision else None
        if to == "base" or (here and _is_below(scripts, to, here)):
            chosen = scripts._downgrade_revs(to, revision)
        else:
            chosen = scripts._upgrade_revs(to, revision)
        for step in chosen:
            may_change.update(getattr(step.revision.module, "rows_may_change", ()))
        return chosen

    with EnvironmentContext(Config(), scripts, fn=steps, destination_rev=to) as environment:
        # transactional_ddl: one transaction around everything, begun and ended by the caller.
        environment.configure(connection=connection, transactional_ddl=True, transaction_per_migration=False)
        environment.run_migrations()
    return frozenset(may_change)


def _is_below(scripts: Any, target: str, here: str) -> bool:
    below = {script.revision for script in scripts.walk_revisions("base", here)}
    return target in below and target != here
