"""Saves, makes a backup, puts it back, for ever: for the tests that kill it. Not a test itself."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from vault_kit import AT, FAST, PASSPHRASE, a_case

from twijs_desk.store import backup, database, queries, restore


def main(path: Path, stick: Path) -> None:
    say("READY\n")
    at, turn = AT, 0
    while True:
        turn += 1
        at += timedelta(seconds=1)
        vault = database.open(path, PASSPHRASE, kdf=FAST)
        for _ in range(2):
            with vault.write() as session:
                serial = queries.next_serial(session, 2026)
                session.add(a_case(serial))
                vault.log(session, at=AT, actor="E", action="case.registered")
            say(f"ACK {serial}\n")
        (made,) = backup.make(vault, [stick], at=at)
        assert isinstance(made, backup.Backup)
        vault.close()
        if turn % 2:
            restore.put_back(
                made.path, path, PASSPHRASE if turn % 4 == 1 else None, at=at, bounds=FAST.bounds
            )


def say(line: str) -> None:
    os.write(1, line.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
