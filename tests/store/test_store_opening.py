"""Making and opening: every wrong file has its own fault, and none of them is changed by trying."""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import select
from vault_kit import AT, FAST, PASSPHRASE, a_case

from twijs_desk.store import connect, database, keys, migrate
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import Case, VaultInfo


def fault_of(action, *arguments, **named):
    with pytest.raises(StoreError) as caught:
        action(*arguments, **named)
    return caught.value.fault


def opening(path, passphrase=PASSPHRASE):
    """The fault at opening; nothing in the folder may have changed by it."""
    before = contents(path.parent)
    fault = fault_of(database.open, path, passphrase, kdf=FAST)
    assert contents(path.parent) == before
    return fault


def contents(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.is_file()}


def make(path, passphrase=PASSPHRASE):
    return database.create(path, passphrase, at=AT, product_version="0.1.0", kdf=FAST)


@pytest.fixture
def closed(path):
    vault = make(path)
    with vault.write() as session:
        session.add_all(a_case(serial, title="x" * 5000) for serial in range(1, 10))
    vault.close()
    return path


def test_a_new_vault_says_which_one_it_is_and_is_for_this_user_only(path):
    vault = make(path)
    with vault.read() as session:
        info = session.exec(select(VaultInfo)).one()
    assert (info.vault_id, info.created_at, info.product_version) == (vault.vault_id, AT, "0.1.0")
    if os.name == "posix":
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    vault.close()
    assert sorted(contents(path.parent)) == ["school.twijs", "school.twijs.keys", "school.twijs.keys.bak"]


def test_the_real_derivation_opens_and_the_cheap_one_is_refused_by_default(path, tmp_path):
    database.create(path, PASSPHRASE, at=AT, product_version="0.1.0").close()
    database.open(path, PASSPHRASE).close()
    cheap = tmp_path / "cheap.twijs"
    make(cheap).close()
    assert fault_of(database.open, cheap, PASSPHRASE) is Fault.KEY_FILE_DAMAGED


def test_an_odd_name_is_no_trouble(tmp_path):
    path = tmp_path / "dos siér #1 50%?[a].twijs"
    make(path).close()
    database.open(path, PASSPHRASE, kdf=FAST).close()
    assert len(contents(tmp_path)) == 3


def test_wrong_passphrase(closed):
    assert opening(closed, "fout") is Fault.WRONG_PASSPHRASE


def test_no_vault_and_no_folder(tmp_path):
    assert opening(tmp_path / "nothing.twijs") is Fault.NO_VAULT
    assert fault_of(database.open, tmp_path / "no" / "x.twijs", PASSPHRASE) is Fault.FOLDER_MISSING
    assert fault_of(make, tmp_path / "no" / "x.twijs") is Fault.FOLDER_MISSING
    (tmp_path / "folder.twijs").mkdir()
    assert opening(tmp_path / "folder.twijs") is Fault.NOT_A_VAULT
    assert fault_of(make, tmp_path / "folder.twijs") is Fault.EXISTS


@pytest.mark.parametrize(
    "content", [b"", b"hallo", b"PK\x03\x04" + b"x" * 9000, b"\0" * 8192, bytes(range(256)) * 17]
)
def test_another_file_is_not_a_vault(path, content):
    path.write_bytes(content)
    assert opening(path) is Fault.NOT_A_VAULT


def test_a_plain_sqlite_file_is_not_a_vault_even_beside_a_key_file(closed):
    closed.write_bytes(b"SQLite format 3\x00" + b"\0" * 4080)
    assert opening(closed) is Fault.NOT_A_VAULT


def test_a_file_without_length_is_not_a_new_vault(closed):
    closed.write_bytes(b"")
    assert opening(closed) is Fault.TRUNCATED


@pytest.mark.parametrize("length", [5, 16, 100, 5000, 20_001, -1])
def test_a_truncated_vault(closed, length):
    data = closed.read_bytes()
    closed.write_bytes(data[:length])
    assert opening(closed) is Fault.TRUNCATED


def test_whole_pages_missing_at_the_end(closed):
    data = closed.read_bytes()
    closed.write_bytes(data[:-8192])
    assert opening(closed) in (Fault.TRUNCATED, Fault.DAMAGED)


@pytest.mark.parametrize("place", [16, 100, 2000, 4090])
def test_a_damaged_first_page_is_not_a_wrong_passphrase(closed, place):
    data = bytearray(closed.read_bytes())
    data[place] ^= 0xFF
    closed.write_bytes(data)
    assert opening(closed) is Fault.DAMAGED
    assert opening(closed, "fout") is Fault.WRONG_PASSPHRASE


def test_a_key_file_that_is_missing_or_damaged(closed):
    keys.key_path(closed).unlink()
    database.open(closed, PASSPHRASE, kdf=FAST).close()  # by its copy
    keys.backup_path(closed).unlink()
    assert opening(closed) is Fault.KEY_FILE_MISSING
    keys.key_path(closed).write_bytes(b"{}")
    assert opening(closed) is Fault.KEY_FILE_DAMAGED


def test_the_key_file_of_another_vault(closed, tmp_path):
    other = tmp_path / "other.twijs"
    make(other, "ander woord").close()
    shutil.copy(keys.key_path(other), keys.key_path(closed))
    assert opening(closed, "ander woord") is Fault.OTHER_VAULT
    assert opening(closed) is Fault.OTHER_VAULT


def test_a_newer_vault_is_refused_unharmed(closed):
    vault = database.open(closed, PASSPHRASE, kdf=FAST)
    with vault.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    vault.close()
    assert opening(closed) is Fault.NEWER_VERSION


def test_a_vault_without_tables_is_damaged_and_not_filled(closed):
    vault = database.open(closed, PASSPHRASE, kdf=FAST)
    with vault.write() as session:
        session.connection().exec_driver_sql("DELETE FROM alembic_version")
    vault.close()
    assert opening(closed) is Fault.DAMAGED


def test_an_existing_vault_or_its_log_is_never_overwritten(closed):
    before = contents(closed.parent)
    assert fault_of(make, closed) is Fault.EXISTS
    assert contents(closed.parent) == before
    wal = closed.with_name("elsewhere.twijs-wal")
    wal.write_bytes(b"somebody's last saves")
    assert fault_of(make, closed.with_name("elsewhere.twijs")) is Fault.EXISTS
    assert wal.read_bytes() == b"somebody's last saves"


def test_a_key_file_without_its_vault_is_kept_out_of_the_way(closed, tmp_path):
    elsewhere = tmp_path / "copy.db"
    shutil.move(closed, elsewhere)
    old = keys.key_path(closed).read_bytes()
    make(closed, "nieuw").close()
    kept = list(tmp_path.glob("school.twijs.keys.former-*"))
    assert [file.read_bytes() for file in kept] == [old]
    shutil.copy(kept[0], keys.key_path(elsewhere))
    database.open(elsewhere, PASSPHRASE, kdf=FAST).close()


def test_the_second_opener_is_refused_and_the_first_goes_on(vault):
    with pytest.raises(StoreError) as caught:
        database.open(vault.path, PASSPHRASE, kdf=FAST)
    assert caught.value.fault is Fault.IN_USE
    assert str(os.getpid()) in caught.value.detail
    assert fault_of(make, vault.path) is Fault.EXISTS
    with vault.write() as session:
        session.add(a_case())
    beside = database.open(vault.path, PASSPHRASE, kdf=FAST, lock=False)
    with beside.read() as session:
        assert len(session.exec(select(Case)).all()) == 1
    beside.close()
    vault.close()
    database.open(vault.path, PASSPHRASE, kdf=FAST).close()


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_the_same_vault_by_another_name_is_the_same_vault(vault, tmp_path):
    link = tmp_path / "link.twijs"
    link.symlink_to(vault.path)
    assert fault_of(database.open, link, PASSPHRASE, kdf=FAST) is Fault.IN_USE
    vault.close()
    again = database.open(link, PASSPHRASE, kdf=FAST)
    assert again.path == vault.path.resolve()
    again.close()


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/map/e/a b#?%.twijs"), "file:///map/e/a%20b%23%3F%25.twijs"),
        (PureWindowsPath("C:\\Users\\é\\x.twijs"), "file:///C:/Users/%C3%A9/x.twijs"),
        (PureWindowsPath("\\\\server\\share\\x.twijs"), "file:////server/share/x.twijs"),
    ],
)
def test_how_sqlite_is_told_where_the_file_is(path, uri, monkeypatch):
    monkeypatch.setattr(type(path), "absolute", lambda self: self, raising=False)
    assert connect._uri(path) == uri


def test_waiting_too_long_for_another_writer_is_a_clear_fault(vault, monkeypatch):
    quick = tuple(("busy_timeout", "50", 50) if s[0] == "busy_timeout" else s for s in connect._SETTINGS)
    monkeypatch.setattr(connect, "_SETTINGS", quick)
    beside = database.open(vault.path, PASSPHRASE, kdf=FAST, lock=False)
    with vault.write() as session:
        session.add(a_case())
        with pytest.raises(StoreError) as caught, beside.write():
            pass
    assert caught.value.fault is Fault.IN_USE
    with beside.write() as session:
        session.add(a_case(2))
    beside.close()


def test_another_program_is_refused_and_its_death_frees_the_vault(closed, tmp_path):
    program = (
        "import sys; from pathlib import Path; from vault_kit import FAST, PASSPHRASE\n"
        "from twijs_desk.store import database\n"
        "vault = database.open(Path(sys.argv[1]), PASSPHRASE, kdf=FAST)\n"
        "print('open', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(closed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as holder:
        assert holder.stdout.readline().strip() == b"open"
        assert fault_of(database.open, closed, PASSPHRASE, kdf=FAST) is Fault.IN_USE
        holder.kill()
    database.open(closed, PASSPHRASE, kdf=FAST).close()


@pytest.mark.parametrize("step", ["wrap", "_fill", "write", "rename"])
def test_a_failing_create_leaves_nothing(path, step, monkeypatch):
    def fail(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    owner = {"wrap": keys, "_fill": database, "write": keys, "rename": database.os}[step]
    monkeypatch.setattr(owner, step, fail)
    with pytest.raises((StoreError, OSError)):
        make(path)
    assert contents(path.parent) == {}


@pytest.mark.skipif(os.name != "posix", reason="the test stops the program with os._exit in the middle")
@pytest.mark.parametrize("step", ["wrap", "_fill", "_set_aside", "write", "rename"])
def test_a_create_that_is_cut_off_is_no_vault_and_can_be_done_again(path, step):
    program = (
        "import os, sys; from pathlib import Path; from vault_kit import AT, FAST, PASSPHRASE\n"
        "from twijs_desk.store import database, keys\n"
        f"owner = {{'wrap': keys, 'write': keys, 'rename': database.os}}.get({step!r}, database)\n"
        f"real = getattr(owner, {step!r})\n"
        "def cut(*a, **k):\n"
        f"    if {step!r} == 'write': real(*a, **k)\n"
        "    os._exit(9)\n"
        f"setattr(owner, {step!r}, cut)\n"
        "database.create(Path(sys.argv[1]), PASSPHRASE, at=AT, product_version='0.1.0', kdf=FAST)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert done.returncode == 9
    assert fault_of(database.open, path, PASSPHRASE, kdf=FAST) is Fault.NO_VAULT
    make(path, "nieuw").close()
    database.open(path, "nieuw", kdf=FAST).close()
    assert sorted(contents(path.parent)) == ["school.twijs", "school.twijs.keys", "school.twijs.keys.bak"]


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH ':memory:' AS other",
        "ATTACH '/nowhere/plain.db' AS other KEY ''",
        "SELECT load_extension('x')",
        "SELECT sqlcipher_export('main')",
        "VACUUM INTO '/nowhere/copy.db'",
        "PRAGMA key = 'x'",
        "PRAGMA rekey = 'x'",
        "PRAGMA writable_schema = ON",
        "PRAGMA synchronous = OFF",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA secure_delete = OFF",
        "PRAGMA cipher_memory_security = ON",
    ],
)
def test_an_ordinary_connection_refuses_other_files_keys_and_settings(vault, sql):
    with pytest.raises(DatabaseError), vault.write() as session:
        session.connection().exec_driver_sql(sql)
    with vault.write() as session:  # and is as it was
        session.add(a_case())
        for name, _, expected in connect._SETTINGS:
            assert connect.read_setting(session.connection().connection.dbapi_connection, name) == expected


def test_every_connection_has_every_setting(vault):
    with vault.read() as one, vault.read() as two, vault.outside_transaction() as bare:
        for connection in (*(each.connection().connection.dbapi_connection for each in (one, two)), bare):
            for name, _, expected in connect._SETTINGS:
                assert connect.read_setting(connection, name) == expected, name
            assert connect.read_setting(connection, "cipher_version")


def test_a_setting_that_is_not_accepted_is_a_fault(path, monkeypatch):
    monkeypatch.setattr(connect, "_SETTINGS", (*connect._SETTINGS, ("cell_size_check", "OFF", 1)))
    assert fault_of(make, path) is Fault.CIPHER_MISSING


def test_a_library_without_cipher_is_a_fault_and_writes_nothing(path, monkeypatch):
    """As if the module were plain SQLite: the question for its cipher gets no answer."""

    class Plain:
        def __init__(self, real):
            self._real = real

        def execute(self, sql, *more):
            return self._real.execute("SELECT 1 WHERE 0" if "cipher_version" in sql else sql, *more)

        def close(self):
            self._real.close()

    real = connect.sqlcipher.connect
    monkeypatch.setattr(connect.sqlcipher, "connect", lambda *a, **k: Plain(real(*a, **k)))
    assert fault_of(make, path) is Fault.CIPHER_MISSING
    assert contents(path.parent) == {}


def test_an_old_sqlite_is_refused(path, monkeypatch):
    monkeypatch.setattr(connect, "_OLDEST_SQLITE", (99, 0, 0))
    assert fault_of(make, path) is Fault.CIPHER_MISSING
    assert contents(path.parent) == {}


def test_an_ordinary_opening_does_not_load_the_migration_machinery(closed):
    program = (
        "import sys; from pathlib import Path; from vault_kit import FAST, PASSPHRASE\n"
        "from twijs_desk.store import database\n"
        "database.open(Path(sys.argv[1]), PASSPHRASE, kdf=FAST).close()\n"
        "print('alembic' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(closed)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "False"
    assert done.stderr == ""


def test_the_newest_revision_is_the_one_this_version_expects():
    assert migrate._scripts().get_heads() == [migrate.HEAD]
