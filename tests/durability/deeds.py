"""What the program is killed in, besides saving: migrating, making a backup, putting one back, a new vault key.

Each deed runs in a fork of its own, says READY when it begins and DONE when it is over.
"""

import os
import random
import shutil
import time
from collections.abc import Callable, Collection
from pathlib import Path

import kit


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def wait_for_ready(program: kit.Program) -> None:
    program.read_until(1)
    if program.lines.pop(0) != "READY":
        raise kit.Lost("did not begin")


def strike_in(program: kit.Program, chance: random.Random, span: float) -> list[str]:
    """Kill it within `span` seconds of its beginning. It may be over before that."""
    wait_for_ready(program)
    time.sleep(chance.uniform(0, span))
    lines = program.kill()
    if complaint := program.complaint():
        raise kit.Lost(complaint)
    return lines


def time_of(deed: Callable[[], None]) -> float:
    """How long it takes when nobody interrupts it."""
    program = kit.forked(deed)
    wait_for_ready(program)
    began = time.monotonic()
    kit.must_end_well(program)
    return time.monotonic() - began


def fill(path: Path, saves: int) -> kit.Ledger:
    kit.make(path)
    return add(path, saves, kit.Ledger())


def add(path: Path, saves: int, ledger: kit.Ledger) -> kit.Ledger:
    program = kit.command("harness", "write", path, "--passphrase-stdin")
    program.read_until(saves)
    ledger.hear(program.kill())
    ledger.compare(kit.check(path))
    return ledger


def clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)


def forget_anchors(folder: Path) -> None:
    """An older copy that the proof itself puts back would rightly be told."""
    shutil.rmtree(folder.parent / "state", ignore_errors=True)


# --- migration ---


def migrate_and_kill(folder: Path, rounds: int, chance: random.Random) -> kit.Ledger:
    """A filled vault of an older version is opened; each round from the older version again."""
    older, here = folder / "older", folder / "here"
    older.mkdir(mode=0o700)
    clear(here)
    ledger = fill(older / "school.kluis", 120)

    def step_back() -> None:
        from twijs_desk.store import database, migrate

        vault = database.open(older / "school.kluis", kit.PASSPHRASE)
        with vault._engine.connect() as connection:
            connection.execution_options(mode="migrate")
            connection.detach()
            with connection.begin():
                migrate.migrate(connection, to="0001")
        vault.close()

    def bring_up_to_date() -> None:
        from twijs_desk.casework import desk as desks

        say("READY")
        desks.open(here / "school.kluis", kit.PASSPHRASE).close()

    kit.must_end_well(kit.forked(step_back))
    shutil.copytree(older, here, dirs_exist_ok=True)
    span = time_of(bring_up_to_date)
    for _ in range(rounds):
        clear(here)
        forget_anchors(folder)
        shutil.copytree(older, here, dirs_exist_ok=True)
        for _ in range(chance.choice((1, 1, 2))):  # now and then killed again while it picks up
            strike_in(kit.forked(bring_up_to_date), chance, span * 1.1)
        ledger.compare(kit.check(here / "school.kluis"), extra=0)
    return ledger


# --- backup ---


def back_up_for_ever(path: Path, away: Path) -> None:
    from twijs_desk.casework import backups, proof_saves
    from twijs_desk.casework import desk as desks

    desk = desks.open(path, kit.PASSPHRASE)
    say("READY")
    saves = proof_saves.saves(desk)
    while True:
        backups.make(desk, away)
        for _ in range(2):
            save = next(saves)
            save.make()
            say(f"ACK {save.number} {save.sha256}")


def inspect(away: Path, done: Collection[Path]) -> None:
    """Raises when a file that has the name of a backup is not whole; says which ones are."""
    from twijs_desk.casework import backups

    for row in backups.listing(away):
        if row.path not in done:
            backups.inspect(row.path, kit.PASSPHRASE)
            say(str(row.path))


def back_up_and_kill(folder: Path, rounds: int, chance: random.Random) -> kit.Ledger:
    """Backups while saving goes on in between; every file that has the name of a backup must be whole."""
    path, away = folder / "school.kluis", folder.parent / "stick"
    away.mkdir(exist_ok=True)
    ledger = fill(path, 100)

    inspected: set[Path] = set()
    for _ in range(rounds):
        ledger.hear(strike_in(kit.forked(lambda: back_up_for_ever(path, away)), chance, 1.5))
        ledger.compare(kit.check(path))
        looked = kit.forked(lambda done=frozenset(inspected): inspect(away, done))  # type: ignore[misc]
        inspected |= {Path(name) for name in kit.must_end_well(looked)}
    shutil.rmtree(away)
    return ledger


def restore_and_kill(folder: Path, rounds: int, chance: random.Random) -> kit.Ledger:
    """An older backup is put back over a newer vault: afterwards it is the one or the other, whole."""
    made, here, away = folder / "made", folder / "here", folder.parent / "stick"
    for each in (made, here, away):
        clear(each)
    path = made / "school.kluis"
    ledger = fill(path, 80)
    before = set(ledger.had)

    def back_up() -> None:
        from twijs_desk.casework import backups
        from twijs_desk.casework import desk as desks

        desk = desks.open(path, kit.PASSPHRASE)
        backups.make(desk, away)
        desk.close()

    def put_back() -> None:
        from twijs_desk.casework import backups

        say("READY")
        backups.restore(away, here / "school.kluis", kit.PASSPHRASE)

    kit.must_end_well(kit.forked(back_up))
    add(path, 20, ledger)
    shutil.copytree(made, here, dirs_exist_ok=True)
    span = time_of(put_back)
    for _ in range(rounds):
        clear(here)
        forget_anchors(folder)
        shutil.copytree(made, here, dirs_exist_ok=True)
        strike_in(kit.forked(put_back), chance, span * 1.1)
        have, wrong = kit.look(here / "school.kluis")
        if wrong and not (have == before and "anchor" in wrong):  # an older vault is told: rightly so
            raise kit.Lost(wrong)
        if have not in (before, ledger.had):
            raise kit.Lost("neither the vault nor the backup")
    shutil.rmtree(away)
    return ledger


# --- a new vault key ---


def renew_for_ever(path: Path) -> None:
    from twijs_desk.casework import desk as desks
    from twijs_desk.casework import proof_saves
    from twijs_desk.store import keys, rekey
    from twijs_desk.store.keys import Kdf

    light = Kdf(memory_kib=64 * 1024, time_cost=1, lanes=1, small_memory_kib=64 * 1024)
    desk = desks.open(path, kit.PASSPHRASE)
    say("READY")
    saves = proof_saves.saves(desk)
    while True:
        with desk.vault.write() as session:
            rekey.keep_chain_key(session, desk.vault.audit_key)
        key = keys.new_vault_key()
        slot = keys.wrap(key, desk.vault.vault_id, kit.PASSPHRASE, label="", kdf=light)
        rekey.renew(desk.vault, key, (slot,))
        save = next(saves)
        save.make()
        say(f"ACK {save.number} {save.sha256}")


def rekey_and_kill(folder: Path, rounds: int, chance: random.Random) -> kit.Ledger:
    """A new vault key again and again in the same vault, with saves in between."""
    path = folder / "school.kluis"
    ledger = fill(path, 120)

    for _ in range(rounds):
        ledger.hear(strike_in(kit.forked(lambda: renew_for_ever(path)), chance, 1.2))
        ledger.compare(kit.check(path))
    return ledger


# --- to another place ---


def move_and_kill(folder: Path, rounds: int, chance: random.Random) -> kit.Ledger:
    """The vault is brought to another folder: afterwards it is in the new place or in the old one, whole."""
    made, here, there = folder / "made", folder / "here", folder / "there"
    for each in (made, here):
        clear(each)
    ledger = fill(made / "school.kluis", 60)

    def move() -> None:
        from twijs_desk.casework import moving

        say("READY")
        moving.move_here(here / "school.kluis", there / "school.kluis", kit.PASSPHRASE)

    def again() -> None:
        clear(here)
        shutil.rmtree(there, ignore_errors=True)
        forget_anchors(folder)
        shutil.copytree(made, here, dirs_exist_ok=True)

    again()
    span = time_of(move)
    for _ in range(rounds):
        again()
        strike_in(kit.forked(move), chance, span * 1.1)
        if not (there / "school.kluis").exists():
            kit.must_end_well(kit.forked(move))  # nothing that was cut off stands in the way
        ledger.compare(kit.check(there / "school.kluis"), extra=0)
    return ledger
