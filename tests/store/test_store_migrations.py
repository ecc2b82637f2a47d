"""Every migration up, down and round trip, with rows; models equal the newest; rewriting loses nothing."""

import hashlib
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import select
from vault_kit import AT, FAST, PASSPHRASE, a_full_case

from twijs_desk.store import database, keys, migrate, schema
from twijs_desk.store.check import check
from twijs_desk.store.connect import connect
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import METADATA, Case
from twijs_desk.store.triggers import TRIGGERS


def step(vault, to):
    with vault._engine.connect() as connection:
        connection.execution_options(mode="migrate")
        connection.detach()
        with connection.begin():
            migrate.migrate(connection, to=to)


def everything(vault):
    """All tables, triggers and rows."""
    with vault.read() as session:
        connection = session.connection()
        names = sorted(sa.inspect(connection).get_table_names())
        rows = {n: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{n}"'))) for n in names}
        return schema.describe(connection), migrate.triggers(connection), rows


def fault_at_opening(path):
    with pytest.raises(StoreError) as caught:
        database.open(path, PASSPHRASE, kdf=FAST)
    return caught.value.fault


@pytest.fixture
def filled(vault):
    with vault.write() as session:
        a_full_case(vault, session)
    return vault


@pytest.fixture
def later(tmp_path, monkeypatch):
    """A next version of the program, with one migration more."""
    scripts = tmp_path / "scripts"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))

    def add(upgrade, downgrade="pass", extra=""):
        (scripts / "m0004_next.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision, down_revision, branch_labels, depends_on = '0004', '0003', None, None\n{extra}\n"
            f"def upgrade():\n    {upgrade}\n\ndef downgrade():\n    {downgrade}\n"
        )
        monkeypatch.setattr(migrate, "SCRIPTS", scripts)
        monkeypatch.setattr(migrate, "HEAD", "0004")

    return add


REWRITE = (
    "with op.batch_alter_table('case_file') as batch:\n"
    "        batch.alter_column('title', existing_type=sa.String(), nullable=True)\n"
    "        batch.add_column(sa.Column('extra', sa.String(), nullable=True))"
)


def test_the_models_equal_the_newest_migration(vault):
    with vault.read() as session:
        connection = session.connection()
        assert schema.differences(connection) == []
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert migrate.triggers(connection) == TRIGGERS


def test_the_comparison_of_schemas_can_fail(vault):
    with vault.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP INDEX ix_case_status")
        connection.exec_driver_sql("CREATE INDEX ix_case_status ON case_file (status, id, updated_at)")
        connection.exec_driver_sql("DROP INDEX ix_hearing_case_id")
        connection.exec_driver_sql("ALTER TABLE draft ADD COLUMN extra TEXT")
        assert schema.differences(connection) == ["case_file", "draft", "hearing"]


def test_all_the_way_down_leaves_nothing_and_up_again_gives_the_same(filled):
    tables, triggers, _ = everything(filled)
    step(filled, "base")
    assert everything(filled) == ({}, {}, {"alembic_version": []})
    step(filled, migrate.HEAD)
    assert everything(filled)[:2] == (tables, triggers)


def test_a_rewritten_table_keeps_its_rows_its_children_and_its_triggers(filled, later):
    before = everything(filled)[2]
    filled.close()
    later(REWRITE)
    again = database.open(filled.path, PASSPHRASE, kdf=FAST)
    _, triggers, rows = everything(again)
    assert triggers == TRIGGERS
    assert {n: len(r) for n, r in rows.items()} == {n: len(r) for n, r in before.items()}
    assert rows["alembic_version"] == ["('0004',)"]
    assert {n: r for n, r in rows.items() if n not in ("case_file", "alembic_version")} == {
        n: r for n, r in before.items() if n not in ("case_file", "alembic_version")
    }
    assert {(f.kind.value, f.subject) for f in check(again)} == {("tables", "case_file")}
    with again.read() as session:  # and the connections afterwards keep their settings
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    again.close()


def test_up_and_down_again_gives_the_same_vault(filled, later):
    before = everything(filled)
    later(
        REWRITE,
        REWRITE.replace("nullable=True)", "nullable=False)", 1).replace(
            "batch.add_column(sa.Column('extra', sa.String(), nullable=True))", "batch.drop_column('extra')"
        ),
    )
    step(filled, "0004")
    assert everything(filled)[0] != before[0]
    step(filled, "0003")
    assert everything(filled) == before


@pytest.mark.parametrize(
    "upgrade",
    [
        "raise KeyError('halfway')",
        REWRITE + "\n    op.execute('no such statement')",
        REWRITE + "\n    op.execute('DELETE FROM hearing')",
        REWRITE + "\n    op.drop_index('ix_hearing_case_id')",
        REWRITE + "\n    op.execute('DELETE FROM case_file')",
        REWRITE + "\n    op.execute(\"UPDATE audit_event SET mac = 'x'\")",
    ],
)
def test_a_migration_that_goes_wrong_leaves_the_vault_as_it_was(filled, later, monkeypatch, upgrade):
    before = everything(filled)
    filled.close()
    with monkeypatch.context():
        later(upgrade)
        assert fault_at_opening(filled.path) is Fault.MIGRATION_FAILED
    monkeypatch.undo()
    again = database.open(filled.path, PASSPHRASE, kdf=FAST)
    assert everything(again) == before
    assert check(again) == []
    again.close()


def test_a_migration_may_say_that_rows_go(filled, later):
    filled.close()
    later("op.execute('DELETE FROM hearing')", extra="rows_may_change = ('hearing',)")
    again = database.open(filled.path, PASSPHRASE, kdf=FAST)
    assert everything(again)[2]["hearing"] == []
    again.close()


def test_an_older_program_refuses_the_newer_vault_unharmed(filled, later, monkeypatch):
    filled.close()
    later(REWRITE)
    database.open(filled.path, PASSPHRASE, kdf=FAST).close()
    monkeypatch.undo()
    before = hashlib.sha256(filled.path.read_bytes()).hexdigest()
    assert fault_at_opening(filled.path) is Fault.NEWER_VERSION
    assert hashlib.sha256(filled.path.read_bytes()).hexdigest() == before


def test_a_vault_in_use_is_not_migrated_by_someone_who_looks_beside_it(filled, later):
    later(REWRITE)
    with pytest.raises(StoreError) as caught:
        database.open(filled.path, PASSPHRASE, kdf=FAST, lock=False)
    assert caught.value.fault is Fault.IN_USE


def test_migrating_with_foreign_keys_on_is_refused(vault):
    with pytest.raises(RuntimeError, match="foreign keys"), vault.write() as session:
        migrate.migrate(session.connection())


def test_the_scripts_use_nothing_of_the_project():
    for script in migrate.SCRIPTS.glob("m*.py"):
        assert "twijs_desk" not in script.read_text(encoding="utf-8")


def test_a_vault_can_be_used_at_once_after_migrating(filled, later):
    filled.close()
    later(REWRITE)
    again = database.open(filled.path, PASSPHRASE, kdf=FAST)
    with again.write() as session:
        session.exec(select(Case)).one().updated_at = AT
        a_full_case(again, session, serial=2)
    again.close()


OLD_VAULTS = Path(__file__).with_name("vaults")
"""Files written by the program as it was at that revision, with a case in them; never made anew."""


REVISIONS = ("0001", "0002", "0003")


def an_old_vault(folder, revision):
    path = folder / "school.vault"
    shutil.copy(OLD_VAULTS / f"{revision}.vault", path)
    shutil.copy(OLD_VAULTS / f"{revision}.vault.keys", folder / "school.vault.keys")
    return path


def as_it_was(path, folder):
    """Revision and rows of a vault, without bringing it up: every column that it has by name."""
    copy = shutil.copytree(path.parent, folder) / path.name
    key_file = keys.read(copy)
    vault_key = keys.unwrap(key_file, PASSPHRASE, bounds=FAST.bounds)
    bare = connect(copy, keys.sub_keys(vault_key, key_file.vault_id).database, key_file.vault_id)
    names = [n for (n,) in bare.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {}
    for name in names:
        cursor = bare.execute(f'SELECT * FROM "{name}"')
        columns = [column[0] for column in cursor.description]
        found[name] = [dict(zip(columns, row, strict=True)) for row in cursor]
    bare.close()
    return found


def key_of(row):
    return repr(sorted(row.items()))


def test_a_vault_of_every_revision_is_kept():
    assert sorted(file.stem for file in OLD_VAULTS.glob("*.vault")) == list(REVISIONS)
    assert {script.revision for script in migrate._scripts().walk_revisions()} == set(REVISIONS)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_vault_of_every_revision_is_brought_up_with_everything_in_it(tmp_path, revision):
    path = an_old_vault(tmp_path, revision)
    before = as_it_was(path, tmp_path.parent / f"{tmp_path.name}-was")
    assert before["alembic_version"] == [{"version_num": revision}]
    filled = {name for name, rows in before.items() if rows}
    assert filled >= {"case_file", "incident", "person", "party", "flow_run", "answer", "audit_event"}
    if revision != "0001":
        assert filled >= {"sealed_paper", "evidence_content", "delivery", "draft", "rule_pack"}
    old = database.open(path, PASSPHRASE, kdf=FAST)  # migrates
    tables, triggers, rows = everything(old)
    assert triggers == TRIGGERS
    assert tables == schema.expected()
    assert rows["alembic_version"] == [f"('{migrate.HEAD}',)"]
    old.close()
    after = as_it_was(path, tmp_path.parent / f"{tmp_path.name}-is")
    for name, kept in before.items():
        if name != "alembic_version" and not name.startswith("sqlite_"):  # statistics are no one's rows
            columns = kept[0].keys() if kept else ()
            now = [{column: row[column] for column in columns} for row in after[name]]
            assert sorted(map(key_of, now)) == sorted(map(key_of, kept)), name
    again = database.open(path, PASSPHRASE, kdf=FAST)
    found = [f for f in check(again) if f.subject != ".bak"]  # that copy was left at home
    assert found == []
    assert everything(again)[2] == rows
    again.close()


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_down_to_every_revision_and_up_again_keeps_every_row(filled, revision):
    before = everything(filled)
    gone = {"0001": {"rule_pack", "destruction"}, "0002": {"destruction"}}[revision]
    step(filled, revision)
    assert set(everything(filled)[2]) == set(before[2]) - gone
    step(filled, migrate.HEAD)
    tables, triggers, rows = everything(filled)
    assert (tables, triggers) == before[:2]
    assert {n: r for n, r in rows.items() if n not in gone} == {
        n: r for n, r in before[2].items() if n not in gone
    }


def test_a_vault_of_the_first_revision_is_not_migrated_by_someone_who_looks_beside_it(tmp_path):
    path = an_old_vault(tmp_path, "0001")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(StoreError) as caught:
        database.open(path, PASSPHRASE, kdf=FAST, lock=False)
    assert caught.value.fault is Fault.IN_USE
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
