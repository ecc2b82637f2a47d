"""A damaged vault: what can be read comes over, what cannot is named, and the damaged file stays as it is."""

import random
import shutil
from contextlib import closing

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from test_store_backup import fill, names
from vault_kit import AT, FAST, PASSPHRASE, a_case

from twijs_desk.store import audit, database, keys, salvage
from twijs_desk.store.check import FindingKind, check
from twijs_desk.store.contents import look_into
from twijs_desk.store.errors import Fault, StoreError

CASES = 60


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "school.twijs"
    vault = database.create(path, PASSPHRASE, at=AT, product_version="1", kdf=FAST)
    fill(vault, CASES)
    sub, vault_id = keys.sub_keys(vault.vault_key, vault.vault_id), vault.vault_id
    with vault.read() as session:
        connection = session.connection()
        tables = (
            connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars().all()
        )
        rows = {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() for name in tables
        }
    vault.close()
    return path, sub, vault_id, rows


@pytest.fixture
def filled(template, path):
    source, sub, vault_id, _ = template
    for end in ("", ".keys", ".keys.bak", ".anchor"):
        shutil.copy(source.with_name(source.name + end), path.with_name(path.name + end))
    return path, sub, vault_id


def pages_of(filled, names, kind="leaf"):
    """Which pages belong to a table or index, by walking its tree as it is on the disk."""
    path, sub, vault_id = filled
    with closing(look_into(path, sub.database, vault_id)) as connection:
        roots = [
            row[0]
            for name in names
            for row in connection.execute(
                "SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)
            ).fetchall()
        ]
    raw = path.read_bytes()

    def plain(number):
        page = raw[(number - 1) * 4096 : number * 4096]
        unlock = Cipher(algorithms.AES256(sub.database), modes.CBC(page[4016:4032])).decryptor()
        return unlock.update(page[:4016]) + unlock.finalize()

    found, todo = [], list(roots)
    while todo:
        number = todo.pop()
        page = plain(number)
        if page[0] in (2, 5):  # interior of an index or a table
            many = int.from_bytes(page[3:5], "big")
            todo.append(int.from_bytes(page[8:12], "big"))
            for cell in range(many):
                at = int.from_bytes(page[12 + 2 * cell : 14 + 2 * cell], "big")
                todo.append(int.from_bytes(page[at : at + 4], "big"))
        elif number not in roots or len(roots) == 0 or kind == "any":
            found.append(number)
    return sorted(found)


def damage(path, pages):
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * 4096 + 1000)
            byte = file.read(1)
            file.seek((page - 1) * 4096 + 1000)
            file.write(bytes([byte[0] ^ 0x10]))


def saved(path, to, secret=PASSPHRASE):
    return salvage.salvage(path, secret, to, at=AT, product_version="1", bounds=FAST.bounds)


def told(report, vault):
    """What `check` finds is what the list of losses names, and nothing else."""
    named = {(loss.table, loss.why) for loss in report.losses}
    gone = {loss.row_id.replace("-", "") for loss in report.losses}
    for finding in check(vault):
        match finding.kind:
            case FindingKind.REFERENCE:
                assert (finding.subject, "dangling") in named
            case FindingKind.AUDIT:
                assert ("audit_event", "chain") in named
            case FindingKind.LETTER | FindingKind.EVIDENCE:
                assert finding.subject_id.replace("-", "") in gone, finding
            case _:
                raise AssertionError(finding)


def test_a_whole_vault_comes_over_whole(filled, tmp_path):
    path, *_ = filled
    before = path.read_bytes()
    report = saved(path, tmp_path / "new.twijs")
    assert report.losses == ()
    assert report.pages == ()
    assert path.read_bytes() == before
    assert names(tmp_path) == sorted(
        [name + end for name in ("new.twijs", "school.twijs") for end in ("", ".keys", ".keys.bak")]
        + ["school.twijs.anchor"]
    )
    vault = database.open(tmp_path / "new.twijs", PASSPHRASE, kdf=FAST)
    assert check(vault) == []
    fill(vault, 1, start=CASES + 1)
    vault.close()


@pytest.mark.parametrize(
    "tables",
    [
        ["incident"],
        ["case_file"],
        ["person", "party"],
        ["sealed_paper"],
        ["evidence_content", "evidence_item"],
        ["letter"],
        ["obligation", "answer", "custody_event"],
        ["sqlite_autoindex_case_file_1", "ix_party_case_id"],
    ],
)
def test_what_is_lost_is_named_and_the_rest_is_there(filled, template, tmp_path, tables):
    path, rows = filled[0], template[3]
    pages = pages_of(filled, tables)
    if not pages:
        pages = pages_of(filled, tables, "any")
    chosen = random.Random(1).sample(pages, 2 if len(pages) > 3 else 1)
    damage(path, chosen)
    before = path.read_bytes()
    report = saved(path, tmp_path / "new.twijs")
    assert set(report.pages) == set(chosen)
    assert path.read_bytes() == before
    gone = [loss for loss in report.losses if loss.why == "gone"]
    assert {loss.table for loss in gone} <= set(tables)
    vault = database.open(tmp_path / "new.twijs", PASSPHRASE, kdf=FAST)
    with vault.read() as session:
        for table in tables:
            if table.startswith(("sqlite", "ix_")):
                assert gone == []
                continue
            left = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert left + sum(1 for loss in gone if loss.table == table) == rows[table]
    assert bool(gone) is not tables[0].startswith("sqlite")
    assert all(loss.row_id for loss in gone)
    assert all(loss.case_number.startswith("2026-") for loss in gone if loss.table not in ("person",))
    told(report, vault)
    with vault.write() as session:
        session.add(a_case(CASES + 1))
        vault.log(session, at=AT, actor="E", action="x")
    vault.close()


def test_a_gap_in_the_log_is_named(filled, tmp_path):
    path, *_ = filled
    vault = database.open(path, PASSPHRASE, kdf=FAST)
    with vault.write() as session:
        for _ in range(200):
            vault.log(session, at=AT, actor="E", action="x")
    vault.close()
    pages = pages_of(filled, ["audit_event"])
    damage(path, [pages[len(pages) // 2]])
    report = saved(path, tmp_path / "new.twijs")
    lost = sorted(int(loss.row_id) for loss in report.losses if loss.why == "gone")
    (gap,) = [loss for loss in report.losses if loss.why == "chain"]
    assert lost == list(range(lost[0], lost[-1] + 1))
    assert int(gap.row_id) == lost[0]
    vault = database.open(tmp_path / "new.twijs", PASSPHRASE, kdf=FAST)
    with vault.read() as session:
        assert audit.verify(session, vault.audit_key).first_broken_seq == lost[0]
    told(report, vault)
    vault.close()


def test_damage_in_the_first_page_is_beyond_this_and_said_so(filled, tmp_path):
    path, *_ = filled
    damage(path, [1])
    with pytest.raises(StoreError) as caught:
        saved(path, tmp_path / "new.twijs")
    assert caught.value.fault is Fault.DAMAGED
    assert [name for name in names(tmp_path) if name.startswith("new")] == []


def test_nothing_is_overwritten_and_a_wrong_passphrase_makes_nothing(filled, tmp_path):
    path, *_ = filled
    with pytest.raises(StoreError) as caught:
        saved(path, path)
    assert caught.value.fault is Fault.EXISTS
    with pytest.raises(StoreError) as caught:
        saved(path, tmp_path / "new.twijs", "een andere zin")
    assert caught.value.fault is Fault.WRONG_PASSPHRASE
    assert [name for name in names(tmp_path) if name.startswith("new")] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_damage_anywhere_gives_a_vault_that_opens_or_a_refusal(filled, tmp_path, seed):
    path, *_ = filled
    chance = random.Random(seed)
    many = path.stat().st_size // 4096
    damage(path, [chance.randrange(2, many + 1) for _ in range(chance.randrange(1, 12))])
    try:
        report = saved(path, tmp_path / "new.twijs")
    except StoreError as error:
        assert error.fault is Fault.DAMAGED  # noqa: PT017 - one of two good outcomes
        assert [name for name in names(tmp_path) if name.startswith("new")] == []
        return
    vault = database.open(tmp_path / "new.twijs", PASSPHRASE, kdf=FAST)
    told(report, vault)
    vault.close()
