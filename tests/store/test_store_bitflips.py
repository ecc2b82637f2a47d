"""One changed bit anywhere in the file: refused, found, or without effect on any row that is read.

The long proof, with the figures: .venv/bin/python -m pytest tests/store/test_store_bitflips.py -m slow -s
"""

import contextlib
import random
import shutil

import pytest
import sqlalchemy as sa
from vault_kit import AT, FAST, PASSPHRASE, a_full_case

from twijs_desk.store import anchor, database, keys
from twijs_desk.store.check import FindingKind, check
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import METADATA

TABLES = ("alembic_version", *METADATA.tables)
SAID = {Fault.DAMAGED, Fault.TRUNCATED, Fault.OTHER_VAULT, Fault.NOT_A_VAULT}


@pytest.fixture
def closed(path):
    vault = database.create(path, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST)
    for serial in range(1, 5):
        with vault.write() as session:
            a_full_case(vault, session, serial).title = "x" * 900
    with vault.write() as session:  # pages that are free
        session.execute(sa.text("DELETE FROM draft"))
    vault.close()
    return path


def rows(vault):
    """Every row of every table, as SQLite gives it; of a table that cannot be read: nothing."""
    found = {}
    for name in TABLES:
        with contextlib.suppress(StoreError), vault.read() as session:
            got = session.connection().exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY rowid').all()
            found[name] = [tuple(row) for row in got]
    return found


def flip(path, rounds, chance):
    """Gives how often it was refused, found, and harmless."""
    data = path.read_bytes()
    whole = database.open(path, PASSPHRASE, kdf=FAST)
    truth = rows(whole)
    assert set(truth) == set(TABLES)
    whole.close()
    data = path.read_bytes()
    told = {"refused": 0, "found": 0, "harmless": 0}
    copy = path.with_name("copy.twijs")
    for ending in (".keys", ".keys.bak"):
        shutil.copy(keys.key_path(path), copy.with_name(copy.name + ending))
    edges = [0, 15, 16, 17, 4095, 4096, len(data) - 1, len(data) - 81, len(data) - 80]
    for number in range(rounds):
        place = edges[number] if number < len(edges) else chance.randrange(len(data))
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(changed)
        anchor.beside(copy).unlink(missing_ok=True)
        try:
            vault = database.open(copy, PASSPHRASE, kdf=FAST)
        except StoreError as error:
            if error.fault not in SAID:
                raise AssertionError(f"{error.fault} after a flip at byte {place}") from error
            told["refused"] += 1
            continue
        try:
            for name, got in rows(vault).items():  # first, as someone who never checks would see it
                assert got == truth[name], f"another value shown after a flip at byte {place}"
            found = check(vault)
            assert not {f.kind for f in found} & {FindingKind.KEY_FILE}
            told["found" if found else "harmless"] += 1
            if not found:
                assert rows(vault) == truth, place
        finally:
            vault.close()
    return told


def test_a_flipped_bit_is_never_a_wrong_value(closed, capfd):
    told = flip(closed, 80, random.Random(11))
    assert told["refused"] + told["found"] >= 79, told
    assert capfd.readouterr().err == ""


@pytest.mark.slow
def test_a_thousand_flipped_bits_are_never_a_wrong_value(closed, capfd):
    told = flip(closed, 1000, random.Random())
    with capfd.disabled():
        print(f"\n{told}")
    assert told["harmless"] <= 1, told
