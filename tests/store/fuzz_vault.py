"""Any bytes as a vault: refused with a fault or opened with every row as it was; never a crash, never a new vault.

    .venv/bin/python tests/store/fuzz_vault.py COUNT [SEED]

Prints how often each answer came. The inputs are truncations, garbage, swapped, doubled and spliced pages,
write-ahead logs of others, files of other kinds and flipped bytes, of a real vault and of a second one.
"""

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":  # as a program it finds the product and its kit by itself
    sys.path[:0] = [str(HERE), str(HERE.parents[1])]

# ruff: noqa: E402
from vault_kit import AT, FAST, PASSPHRASE, a_case, a_full_case

from twijs_desk.store import database, keys
from twijs_desk.store.errors import Fault, StoreError

PAGE = 4096
ALLOWED = {
    Fault.DAMAGED,
    Fault.KEY_DOES_NOT_FIT,
    Fault.TRUNCATED,
    Fault.OTHER_VAULT,
    Fault.NOT_A_VAULT,
    Fault.NOT_READABLE,
    Fault.IO_ERROR,
    Fault.NEWER_VERSION,
}
SLOWEST = 5.0
"""Seconds for one opening, far above what it takes: above it, it hangs."""


def a_vault(path: Path, cases: int) -> None:
    vault = database.create(path, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST)
    with vault.write() as session:
        for serial in range(1, cases + 1):
            a_full_case(vault, session, serial)
    with vault.write() as session:
        session.add_all(a_case(serial, title="x" * 2000) for serial in range(100, 110))
    vault.close()


def twisted(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """One bad file."""
    pages = [data[i : i + PAGE] for i in range(0, len(data), PAGE)]
    others = [other[i : i + PAGE] for i in range(0, len(other), PAGE)]
    kind = chance.randrange(11)
    if kind == 0:
        return data[: chance.randrange(len(data))]
    if kind == 1:
        return data[: PAGE * chance.randrange(1, len(pages))]
    if kind == 2:
        return chance.randbytes(chance.choice([0, 1, 15, 16, 17, 100, PAGE, PAGE + 1, 5 * PAGE]))
    if kind == 3:
        a, b = chance.randrange(len(pages)), chance.randrange(len(pages))
        pages[a], pages[b] = pages[b], pages[a]
        return b"".join(pages)
    if kind == 4:
        pages[chance.randrange(len(pages))] = pages[chance.randrange(len(pages))]
        return b"".join(pages)
    if kind == 5:
        cut = chance.randrange(1, min(len(pages), len(others)))
        return b"".join(pages[:cut] + others[cut:])
    if kind == 6:
        pages[chance.randrange(len(pages))] = chance.randbytes(PAGE)
        return b"".join(pages)
    if kind == 7:
        start = chance.choice([b"SQLite format 3\0", b"%PDF-1.7\n", b"PK\3\4", b"{}", b"\0" * 16, data[:16]])
        return start + chance.randbytes(chance.randrange(3 * PAGE))
    if kind == 8:
        return data + chance.randbytes(chance.randrange(1, 2 * PAGE))
    if kind == 9:
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randrange(1, 600) :]


def seen(vault: database.Vault) -> list[tuple[object, ...]]:
    with vault.read() as session:
        found = session.connection().exec_driver_sql("SELECT * FROM case_file ORDER BY year, serial").all()
    return [tuple(row) for row in found]


def must_be_allowed(error: StoreError, where: str) -> None:
    if error.fault not in ALLOWED:
        raise AssertionError(f"{where}: {error.fault}") from error


def fuzz(folder: Path, count: int, seed: int) -> Counter[str]:
    """Raises AssertionError at the first wrong answer, with its number and seed."""
    chance = random.Random(seed)
    whole, second, copy = folder / "whole.twijs", folder / "second.twijs", folder / "copy.twijs"
    a_vault(whole, 2)
    a_vault(second, 3)
    data, other = whole.read_bytes(), second.read_bytes()
    vault = database.open(whole, PASSPHRASE, kdf=FAST)
    truth = seen(vault)
    vault.close()
    key_file, kept = keys.key_path(whole).read_bytes(), whole.read_bytes()
    answers: Counter[str] = Counter()
    for number in range(count):
        for left in folder.glob("copy.twijs*"):
            left.unlink()
        bad = twisted(chance, data, other)
        copy.write_bytes(bad)
        keys.key_path(copy).write_bytes(key_file)
        keys.backup_path(copy).write_bytes(key_file)
        if chance.randrange(4) == 0:
            wal = chance.choice([chance.randbytes(chance.randrange(9000)), other[:20_000], b""])
            copy.with_name(copy.name + "-wal").write_bytes(wal)
        where = f"input {number} of seed {seed}"
        start = time.monotonic()
        try:
            vault = database.open(copy, PASSPHRASE, kdf=FAST)
        except StoreError as error:
            must_be_allowed(error, where)
            assert copy.read_bytes() == bad, f"{where}: the refused file was changed"
            answers[error.fault.value] += 1
        else:
            try:
                assert vault.vault_id == keys.loads(key_file).vault_id, where
                answers["opened"] += 1
                try:
                    assert seen(vault) == truth, f"{where}: other rows"
                    answers["opened, rows as they were"] += 1
                except StoreError as error:
                    must_be_allowed(error, where)
            finally:
                vault.close()
        assert time.monotonic() - start < SLOWEST, f"{where}: too slow"
    assert whole.read_bytes() == kept
    return answers


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    folder = Path(tempfile.mkdtemp(prefix="twijs-desk-fuzz-"))
    start = time.monotonic()
    try:
        answers = fuzz(folder, count, seed)
    finally:
        shutil.rmtree(folder)
    print(f"seed {seed}, {count} inputs in {time.monotonic() - start:.0f} s")
    for answer, times in answers.most_common():
        print(f"{times:8} {answer}")


if __name__ == "__main__":
    main()
