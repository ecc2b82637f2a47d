"""The tables as they are against the tables as the models say, read back from SQLite itself.

Alembic's comparison skips some kinds of index on SQLite; this one sees columns, foreign keys and every index.
"""

from collections.abc import Mapping
from functools import cache

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.pool import StaticPool

from twijs_desk.store.models import METADATA

Tables = Mapping[str, tuple[frozenset[tuple[object, ...]], ...]]


def describe(connection: sa.Connection) -> Tables:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
        "AND name <> 'alembic_version'"
    )
    return {str(name): _table(connection, str(name)) for name in names.scalars().all()}


@cache
def expected() -> Tables:
    engine = sa.create_engine(
        "sqlite://", module=sqlcipher, creator=lambda: sqlcipher.connect(":memory:"), poolclass=StaticPool
    )
    try:
        with engine.begin() as connection:
            METADATA.create_all(connection)
            return describe(connection)
    finally:
        engine.dispose()


def differences(connection: sa.Connection) -> list[str]:
    """Names of tables that are missing, unknown or not as the models say."""
    found, wanted = describe(connection), expected()
    return sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))


def _table(connection: sa.Connection, name: str) -> tuple[frozenset[tuple[object, ...]], ...]:
    def rows(sql: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]

    # name, type, not null, default, place in the primary key; the order of columns is of no meaning
    columns = frozenset(row[1:6] for row in rows(f'PRAGMA table_info("{name}")'))
    keys = frozenset(row[2:] for row in rows(f'PRAGMA foreign_key_list("{name}")'))
    indexes = set()
    for index in rows(f'PRAGMA index_list("{name}")'):
        # of each column: its name (or none: an expression), descending, part of the key
        parts = tuple(row[2:] for row in rows(f'PRAGMA index_xinfo("{index[1]}")'))
        label = index[1] if index[3] == "c" else ""
        indexes.add((label, index[2], index[3], index[4], parts))
    return columns, keys, frozenset(indexes)
