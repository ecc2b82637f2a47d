"""Gives a vault a new key again and again, until it is killed: for tests/store/test_store_rekey.py."""

import os
import sys
from pathlib import Path

from vault_kit import AT, FAST, PASSPHRASE, a_case

from twijs_desk.store import database, keys, rekey


def renew(vault: database.Vault, progress: rekey.Progress = lambda _: None) -> None:
    new_key = keys.new_vault_key()
    slots = (
        keys.wrap(new_key, vault.vault_id, PASSPHRASE, label="schoolleider", kdf=FAST),
        keys.wrap_strong(new_key, vault.vault_id, keys.new_recovery_code(), keys.RECOVERY, label=""),
    )
    with vault.write() as session:
        rekey.keep_chain_key(session, vault.audit_key)
        vault.log(session, at=AT, actor="E. de Wit", action="rekey_started")
    rekey.renew(vault, new_key, slots, progress=progress)


def fill(vault: database.Vault, cases: int) -> None:
    with vault.write() as session:
        for serial in range(1, cases + 1):
            session.add(a_case(serial, title=f"zaak {serial} " + "x" * 4000))
        vault.log(session, at=AT, actor="E. de Wit", action="filled")


def main(path: Path) -> None:
    vault = database.open(path, PASSPHRASE, kdf=FAST)
    os.write(1, b"ready\n")
    while True:
        renew(vault, lambda stage: os.write(1, f"{stage}\n".encode()) and None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
