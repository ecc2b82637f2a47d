"""Saves for ever, as the desk does, and says so after each: for the tests that kill it. Not a test itself."""

import hashlib
import os
import random
import sys
from pathlib import Path

from sqlmodel import select
from vault_kit import AT, FAST, PASSPHRASE, a_case, a_full_case

from twijs_desk.store import database, models, queries


def main(path: Path) -> None:
    vault = database.open(path, PASSPHRASE, kdf=FAST)
    chance = random.Random()
    while True:
        with vault.write() as session:
            serial = queries.next_serial(session, 2026)
            title = f"zaak {serial} " + "x" * chance.randrange(4000)
            if serial % 10 == 0:
                case = a_full_case(vault, session, serial)
                case.title = title
            else:
                session.add(a_case(serial, title=title))
                vault.log(session, at=AT, actor="E. de Wit", action="case.registered")
        say(f"ACK {serial} {hashlib.sha256(title.encode()).hexdigest()}\n")


def say(line: str) -> None:
    os.write(1, line.encode())  # in one piece, whatever Python does with its buffers


def saved(vault: database.Vault) -> dict[int, str]:
    with vault.read() as session:
        rows = session.exec(select(models.Case.serial, models.Case.title)).all()
    return {serial: hashlib.sha256(title.encode()).hexdigest() for serial, title in rows}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
