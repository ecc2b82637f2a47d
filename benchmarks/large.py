"""The vault at 100,000 cases: unlock, save, backup, memory. `python benchmarks/large.py [--cases N] [--runs N]`

One case is registered through the product and its rows are then copied, with new ids, names, numbers and a sound
log, straight into the tables: the same rows in far less time. Nothing is asserted here.

unlock  From passphrase to open desk, less the Argon2id derivation alone (aim: at most 300 ms).
save    `incidents.record`, beside the very same rows through a bare SQLModel session in a vault of its own that
        was filled alike (aim: 3).
backup  `backups.make`: copied, opened, every page checked, log walked, counts compared, packed, read again. Beside
        `VACUUM INTO` of the same vault alone (aim: 2.5). Also the most memory that it took on top.
check   `vault check`, in seconds.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from run import PASSPHRASE, facts, new_vault, report, timed  # noqa: E402

BLOCK = 500
MIB = 1024 * 1024


def fill(path: Path, cases: int) -> None:
    """Copy the one case of the vault until there are so many."""
    from twijs_desk.casework import desk as desks
    from twijs_desk.casework import incidents

    desk = new_vault(path)
    before = raw_rows(desk)
    incidents.record(desk, report(0))
    rows = {
        table: [row for row in found if row not in before[table]] for table, found in raw_rows(desk).items()
    }
    columns = {table: names for table, (names, _) in tables(desk).items()}
    # From here on the log lines are chained by hand; the first ones stand.
    lines = rows.pop("audit_event")
    rows.pop("rule_pack", None)
    ids = sorted(
        {row[columns[table].index("id")] for table in rows for row in rows[table] if "id" in columns[table]}
    )
    with desk.vault.outside_transaction() as connection:
        for start in range(1, cases, BLOCK):
            connection.execute("BEGIN IMMEDIATE")
            copies: dict[str, list[tuple[Any, ...]]] = {table: [] for table in rows}
            for number in range(start, min(start + BLOCK, cases)):
                new = {old: os.urandom(16).hex() for old in ids}
                for table, found in rows.items():
                    copies[table] += [copy(row, columns[table], new, number) for row in found]
            for table, found in copies.items():
                marks = ", ".join("?" * len(columns[table]))
                connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', found)
            connection.execute("COMMIT")
    log(desk, lines, cases)
    desk.close()
    desks.open(path, PASSPHRASE).close()


def copy(row: tuple[Any, ...], names: list[str], new: dict[str, str], number: int) -> tuple[Any, ...]:
    values = [new.get(value, value) if isinstance(value, str) else value for value in row]
    for place, name in enumerate(names):
        if name == "serial":
            values[place] = number % 10_000 + 2
        elif name == "year":
            values[place] = 2010 + number // 10_000
        elif name == "search_key":
            values[place] = f"verzonnen{number} {values[place]}"
    return tuple(values)


def log(desk: Any, lines: list[tuple[Any, ...]], cases: int) -> None:
    """As many log lines as the cases would have left, in one sound chain."""
    from twijs_desk.casework.desk import Act

    del lines
    for start in range(0, cases, 2_000):
        with desk.vault.write() as session:
            act = Act(desk, session, desk.now())
            for number in range(start, min(start + 2_000, cases)):
                for action in ("person_added", "incident_registered", "route_started", "duty_opened"):
                    act.log(action, "case", f"{number:032x}", f"{number:032x}", number=f"2020-{number}")


def tables(desk: Any) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    with desk.vault.outside_transaction() as connection:
        names = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            ).fetchall()
        ]
        return {
            name: (
                [column[1] for column in connection.execute(f'PRAGMA table_info("{name}")').fetchall()],
                connection.execute(f'SELECT * FROM "{name}"').fetchall(),
            )
            for name in names
        }


def raw_rows(desk: Any) -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows for name, (_, rows) in tables(desk).items()}


def unlock(path: Path, runs: int) -> Iterator[tuple[float, float]]:
    from argon2.low_level import Type, hash_secret_raw

    from twijs_desk.casework import desk as desks
    from twijs_desk.store import keys

    slot = keys.read(path).slots[0]
    memory, turns, lanes = (int(slot.kdf[name]) for name in ("memory_kib", "time_cost", "lanes"))
    for number in range(runs + 1):
        ours, desk = timed(lambda: desks.open(path, PASSPHRASE))
        desk.close()
        derive = timed(
            lambda: hash_secret_raw(PASSPHRASE.encode(), slot.salt, turns, memory, lanes, 32, Type.ID)
        )[0]
        if number:
            yield ours, derive


def save(path: Path, bare_path: Path, runs: int) -> Iterator[tuple[float, float]]:
    """The bare vault is a copy of the filled one under a key of its own, made by SQLCipher's export."""
    from bare_vault import BareVault

    from twijs_desk.casework import desk as desks
    from twijs_desk.casework import incidents

    ticks = iter(range(10**9))
    at = datetime(2027, 1, 11, 13, 5, tzinfo=UTC)
    desk = desks.open(path, PASSPHRASE, clock=lambda: at + timedelta(milliseconds=next(ticks)))
    try:
        bare = BareVault(bare_path, filled_from=desk.vault)
        if hasattr(os, "sync"):
            os.sync()  # or the first saves wait for the copy to reach the disk
        for number in range(runs + 3):
            filled = report(10**6 + number)
            before = heads(desk)
            ours, _ = timed(lambda filled=filled: incidents.record(desk, filled))
            new = newest(desk, before)
            theirs, _ = timed(lambda new=new: bare.save(new, []))
            if number >= 3:
                yield ours, theirs
    finally:
        desk.close()


def heads(desk: Any) -> dict[Any, int]:
    from bare_vault import TABLES

    with desk.vault.outside_transaction() as connection:
        return {
            table: connection.execute(f'SELECT max(rowid) FROM "{table.__tablename__}"').fetchone()[0] or 0
            for table in TABLES
        }


def newest(desk: Any, before: dict[Any, int]) -> list[Any]:
    import sqlalchemy as sa
    from sqlmodel import select

    found = []
    with desk.vault.read() as session:
        for table, rowid in before.items():
            query = select(table).where(sa.text(f'"{table.__tablename__}".rowid > {rowid}'))
            found += [(table, row.model_dump()) for row in session.exec(query)]
    return found


BACKUP = """
import re, sys, time
from pathlib import Path
def memory(name):
    return int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
sys.path[:0] = [{root!r}]
from twijs_desk.casework import backups, desk as desks
desk = desks.open(Path({path!r}), {passphrase!r})
Path("/proc/self/clear_refs").write_text("5")  # forget the peak of the key derivation
before = memory("VmRSS")
start = time.perf_counter()
if {bare}:
    with desk.vault.outside_transaction() as connection:
        connection.execute("VACUUM INTO ?", ({target!r} + "/bare.kluis",))
else:
    backups.make(desk, Path({target!r}))
print(time.perf_counter() - start, memory("VmHWM") - before)
desk.close()
"""


def backup(path: Path, folder: Path, *, bare: bool) -> tuple[float, float]:
    """Seconds, and the most MiB on top of what the opened program took (Linux only)."""
    target = folder / ("bare" if bare else "ours")
    target.mkdir()
    program = BACKUP.format(
        root=str(HERE.parent), path=str(path), passphrase=PASSPHRASE, target=str(target), bare=bare
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds, kib = done.stdout.split()
    shutil.rmtree(target)
    return float(seconds), float(kib) / 1024


def check(path: Path) -> tuple[float, int]:
    from twijs_desk.casework import vaults

    seconds, found = timed(lambda: vaults.examine(path, PASSPHRASE))
    return seconds, len(found.findings)


def main() -> int:
    parser = argparse.ArgumentParser(description="The vault when it is large, beside baselines.")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    facts("-")
    with tempfile.TemporaryDirectory(prefix="twijs-desk-benchmark-") as name:
        folder = Path(name)
        path = folder / "groot.kluis"
        before = time.perf_counter()
        fill(path, options.cases)
        size = path.stat().st_size / MIB
        print(f"{options.cases} cases, {size:.0f} MiB, filled in {time.perf_counter() - before:.0f} s\n")
        print("| figure | ours | baseline | its figure | result | aim |")
        print("| --- | ---: | --- | ---: | ---: | ---: |")
        pairs = list(unlock(path, options.runs))
        ours, theirs = (statistics.median(pair[place] for pair in pairs) * 1000 for place in (0, 1))
        print(
            f"| unlock | {ours:.0f} ms | Argon2id alone | {theirs:.0f} ms | **+{ours - theirs:.0f} ms** | 300 ms |"
        )
        pairs = list(save(path, folder / "bare.kluis", options.runs))
        ours, theirs = (statistics.median(pair[place] for pair in pairs) * 1000 for place in (0, 1))
        print(
            f"| save | {ours:.1f} ms | bare SQLModel, same rows | {theirs:.1f} ms | **{ours / theirs:.2f}** | 3 |"
        )
        (folder / "bare.kluis").unlink()
        turns = [(backup(path, folder, bare=False), backup(path, folder, bare=True)) for _ in range(3)]
        ours, theirs = (statistics.median(turn[place][0] for turn in turns) for place in (0, 1))
        print(f"| backup | {ours:.1f} s | VACUUM INTO | {theirs:.1f} s | **{ours / theirs:.2f}** | 2.5 |")
        most = [max(turn[place][1] for turn in turns) for place in (0, 1)]
        print(f"| - memory | +{most[0]:.0f} MiB | | +{most[1]:.0f} MiB | | flat |")
        seconds, found = check(path)
        print(f"| check | {seconds:.1f} s | | | {found} findings | - |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
