"""Who can open the vault: passphrases, sheets, this device, a new key; each with its line in the log."""

import contextlib
import dataclasses
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import keyring
import pytest
from builders import FAST, PASSPHRASE, Clock, make_desk, register
from keyring.backend import KeyringBackend
from keyring.backends import fail

from twijs_desk.casework import access, logbook, vaults
from twijs_desk.casework import desk as desks
from twijs_desk.casework.errors import DeskError, InputError, TryLater, WrongPassphrase
from twijs_desk.store import keys, tries
from twijs_desk.store.check import check

SECOND = "groene kraan achter de gymzaal"
THIRD = "zilveren lepel onder het dak"


def log(desk):
    return [row.action for row in logbook.view(desk).rows]


def reopened(desk, secret=PASSPHRASE):
    desk.close()
    return desks.open(desk.path, secret, clock=desk.now, kdf=FAST)


def asked(sheet):
    groups = " ".join(line[:-1] for line in sheet.code).split()
    return " ".join(groups[number - 1] for number in sheet.asked)


def prove(desk, kind="recovery"):
    sheet = access.new_recovery(desk, kind)
    access.prove_recovery(desk, sheet, asked(sheet))
    return sheet


# --- passphrases ---


def test_a_second_person_gets_in_without_the_vault_being_encrypted_anew(desk):
    before = desk.path.read_bytes()[:4096]
    row = access.add_person(desk, "  intern   begeleider ", SECOND)
    assert (row.kind, row.label, row.made_on.isoformat()) == ("passphrase", "intern begeleider", "2026-11-23")
    assert desk.path.read_bytes()[:4096] == before
    assert log(desk)[0] == "Toegang tot de kluis toegevoegd"
    for secret in (SECOND, PASSPHRASE):
        desk = reopened(desk, secret)
    assert access.add_person(desk, "\udcff" + "lang " * 50, THIRD).label == "?" + ("lang " * 12)[:59]
    access.remove_slot(desk, access.status(desk).slots[-1].id)
    assert [s.kind for s in access.status(desk).slots] == ["passphrase", "passphrase"]
    desk.close()


def test_a_changed_passphrase_ends_the_old_one_also_in_the_copy(desk):
    with pytest.raises(WrongPassphrase):
        access.change_passphrase(desk, "niet de goede zin", SECOND)
    access.change_passphrase(desk, PASSPHRASE, SECOND)
    assert log(desk)[0] == "Wachtzin van een toegang gewijzigd"
    desk.close()
    with pytest.raises(WrongPassphrase):
        desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=FAST)
    keys.key_path(desk.path).unlink()
    with pytest.raises(WrongPassphrase):
        desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=FAST)
    desks.open(desk.path, SECOND, clock=desk.now, kdf=FAST).close()


def test_the_last_passphrase_stays(desk):
    (only,) = access.status(desk).slots
    prove(desk)
    with pytest.raises(InputError, match="laatste wachtzin"):
        access.remove_slot(desk, only.id)
    with pytest.raises(InputError, match="bestaat niet"):
        access.remove_slot(desk, "0" * 16)
    second = access.add_person(desk, "adjunct", SECOND)
    access.remove_slot(desk, only.id)
    assert log(desk)[0] == "Toegang tot de kluis ingetrokken"
    desk.close()
    with pytest.raises(WrongPassphrase):
        desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=FAST)
    desk = desks.open(desk.path, SECOND, clock=desk.now, kdf=FAST)
    with pytest.raises(InputError, match="laatste wachtzin"):
        access.remove_slot(desk, second.id)
    desk.close()


@pytest.mark.parametrize(
    "weak", ["", "kort", "wachtwoord", "welkom01", "Basisschool De Zeven Sloten", "qwertyuiop12"]
)
def test_a_weak_passphrase_is_refused_with_advice(desk, weak):
    before = keys.key_path(desk.path).read_bytes()
    for act in (
        lambda: access.add_person(desk, "adjunct", weak),
        lambda: access.change_passphrase(desk, PASSPHRASE, weak),
        lambda: access.set_passphrase_after_recovery(desk, "", weak),
    ):
        with pytest.raises(InputError):
            act()
    assert keys.key_path(desk.path).read_bytes() == before
    with pytest.raises(InputError, match="te lang"):
        access.add_person(desk, "adjunct", SECOND * 60)


def test_strength_is_judged_with_dutch_words_and_what_is_known_of_the_school():
    scores = [
        access.strength(text)[0] for text in ("wachtwoord", "juf2026", "Sinterklaas1", PASSPHRASE, THIRD)
    ]
    assert scores[:3] < [2, 2, 2]
    assert all(score <= 1 for score in scores[:3])
    assert scores[3:] == [4, 4]
    about = ("Kwakkelbrug", "Q. Zwanenveld")
    assert access.strength("kwakkelbrug1")[0] > access.strength("kwakkelbrug1", about)[0]
    for text in ("", "a" * 100_000, "é" * 3000, "\0\ud800", "1" * 500):
        score, advice = access.strength(text)
        assert 0 <= score <= 4
        assert advice.endswith(".")
    assert desks.passphrase_strength(PASSPHRASE)[0] == 4


def test_every_change_needs_the_vault_for_itself(desk, tmp_path):
    desk.vault._lock, lock = None, desk.vault._lock
    try:
        with pytest.raises(DeskError, match="al geopend"):
            access.add_person(desk, "adjunct", SECOND)
    finally:
        desk.vault._lock = lock


# --- wrong tries ---


def wrong(desk, clock, secret="niet de goede zin", seconds=0):
    clock.forward(seconds=seconds)
    with pytest.raises(WrongPassphrase) as caught:
        desks.open(desk.path, secret, clock=clock, kdf=FAST)
    return caught.value


def test_wrong_tries_wait_longer_and_longer_and_end_up_in_the_log(desk, clock):
    desk.close()
    for _ in range(4):
        assert type(wrong(desk, clock)) is WrongPassphrase
    later = wrong(desk, clock)
    assert isinstance(later, TryLater)
    assert later.seconds == 2
    assert "2 seconden" in str(later)
    with pytest.raises(TryLater):  # also the right one waits
        desks.open(desk.path, PASSPHRASE, clock=clock, kdf=FAST)
    assert type(wrong(desk, clock, seconds=2)) is WrongPassphrase
    assert wrong(desk, clock, seconds=1).seconds == 3
    clock.forward(seconds=3)
    desk = desks.open(desk.path, PASSPHRASE, clock=clock, kdf=FAST)
    lines = log(desk)
    assert lines[:6] == ["Kluis geopend", *["Verkeerde wachtzin gegeven"] * 5]
    assert not tries.tries_path(desk.path).exists()
    desk.close()


def test_the_first_right_passphrase_leaves_no_trace_of_counting(desk, clock):
    desk = reopened(desk)
    assert not tries.tries_path(desk.path).exists()
    assert log(desk)[0] == "Kluis geopend"
    desk.close()


def test_a_right_recovery_code_never_waits_and_a_wrong_one_is_logged(desk, clock):
    sheet = prove(desk)
    desk.close()
    for _ in range(6):
        wrong(desk, clock, seconds=60)
    with pytest.raises(WrongPassphrase, match="herstelcode"):
        access.open_with_recovery(desk.path, "\n".join(access.new_recovery(desk).code), clock, kdf=FAST)
    desk = access.open_with_recovery(desk.path, "\n".join(sheet.code), clock, kdf=FAST)
    assert log(desk)[:8] == ["Kluis geopend", *["Verkeerde wachtzin gegeven"] * 7]
    desk.close()


# --- recovery sheets ---


def test_a_vault_without_a_sheet_says_so_until_one_is_proved(desk):
    assert "geen herstelblad" in access.status(desk).warning
    sheet = access.new_recovery(desk)
    assert "geen herstelblad" in access.status(desk).warning
    access.prove_recovery(desk, sheet, asked(sheet).lower().replace(" ", "-"))
    status = access.status(desk)
    assert status.warning == ""
    assert status.recovery_proved_on.isoformat() == "2026-11-23"
    assert status.board_proved_on is None
    assert log(desk)[0] == "Nieuw herstelblad in gebruik"


def test_what_is_typed_back_must_be_on_the_paper(desk):
    sheet = access.new_recovery(desk)
    assert 1 <= sheet.asked[0] <= 4 < sheet.asked[1] <= 8
    before = keys.key_path(desk.path).read_bytes()
    good = asked(sheet)
    second = good[5:]
    for typed in ("", "AB", good[:-1], "é" * 8, good + "A"):
        with pytest.raises(InputError, match="Typ blok"):
            access.prove_recovery(desk, sheet, typed)
    with pytest.raises(InputError, match=f"Blok {sheet.asked[1]} klopt niet"):
        access.prove_recovery(desk, sheet, good[:5] + ("0000" if second != "0000" else "1111"))
    assert keys.key_path(desk.path).read_bytes() == before
    for secret in (*sheet.code, sheet.secret.bits.hex(), *sheet.record):
        assert secret not in repr(sheet)


def test_a_new_sheet_takes_the_place_of_the_former_of_its_kind(desk, clock):
    first, board, second = prove(desk), prove(desk, "board"), prove(desk)
    assert sorted(row.kind for row in access.status(desk).slots) == ["board", "passphrase", "recovery"]
    desk.close()
    with pytest.raises(WrongPassphrase):
        access.open_with_recovery(desk.path, "\n".join(first.code), clock, kdf=FAST)
    for sheet in (second, board):
        access.open_with_recovery(desk.path, "".join(sheet.code), clock, kdf=FAST).close()


def test_the_way_of_the_sheet_opens_a_copy_of_the_key_file(desk):
    with pytest.raises(WrongPassphrase):
        access.recovery_route(desk, desk.vault.key_file)
    prove(desk)
    older = keys.read(desk.path)
    assert access.recovery_route(desk, older) == desk.vault.vault_key
    prove(desk)
    assert access.recovery_route(desk, older) == desk.vault.vault_key  # an older backup can still be tried
    assert access.recovery_route(desk, desk.vault.key_file) == desk.vault.vault_key


def test_the_sheet_brings_a_forgotten_passphrase_and_a_lost_key_file_back(desk, clock):
    sheet = prove(desk)
    desk.close()
    for file in (keys.key_path(desk.path), keys.backup_path(desk.path)):
        file.unlink()
    with pytest.raises(DeskError, match="ontbreekt"):
        access.open_with_recovery(desk.path, "\n".join(sheet.code), clock, kdf=FAST)
    typed = ("0" if sheet.code[1][0] != "0" else "1") + sheet.code[1][1:]
    with pytest.raises(InputError, match="Regel 2 van de herstelcode klopt niet"):
        access.open_with_recovery(desk.path, f"{sheet.code[0]}\n{typed}", clock)
    other = access.new_recovery(desk)
    with pytest.raises(WrongPassphrase, match="passen niet"):
        access.open_with_recovery(
            desk.path, "\n".join(sheet.code), clock, record_text="\n".join(other.record), kdf=FAST
        )
    desk = access.open_with_recovery(
        desk.path, "\n".join(sheet.code), clock, record_text="\n".join(sheet.record), kdf=FAST
    )
    access.set_passphrase_after_recovery(desk, "schoolleider", SECOND)
    desk = reopened(desk, SECOND)
    desk.close()


def test_after_recovery_a_new_passphrase_takes_the_place_of_the_forgotten_one(desk, clock):
    access.add_person(desk, "adjunct", SECOND)
    sheet = prove(desk)
    desk.close()
    desk = access.open_with_recovery(desk.path, "\n".join(sheet.code), clock, kdf=FAST)
    access.set_passphrase_after_recovery(desk, "adjunct", THIRD)
    assert len(access.status(desk).slots) == 3
    desk.close()
    with pytest.raises(WrongPassphrase):
        desks.open(desk.path, SECOND, clock=clock, kdf=FAST)
    for secret in (THIRD, PASSPHRASE):
        desks.open(desk.path, secret, clock=clock, kdf=FAST).close()


def test_a_full_disk_leaves_the_slots_and_the_log_as_they_were(desk, monkeypatch):
    from twijs_desk.store import files

    before = keys.key_path(desk.path).read_bytes()
    lines = log(desk)

    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        with pytest.raises(DeskError, match="schijf is vol"):
            access.add_person(desk, "adjunct", SECOND)
    assert keys.key_path(desk.path).read_bytes() == before
    assert log(desk) == lines
    assert len(access.status(desk).slots) == 1


# --- heavier when the computer can bear it ---


def test_a_slot_below_what_is_asked_gets_heavier_and_never_lighter(desk):
    kdf = dataclasses.replace(FAST, memory_kib=256, small_memory_kib=128)
    desk.close()
    desk = desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=kdf)
    assert not access.strengthen(desk, "niet de goede zin")
    for memory in (128, 256, 512):
        assert access.strengthen(desk, PASSPHRASE)
        assert desk.vault.key_file.slots[0].kdf["memory_kib"] == memory
        desk.close()
        desk = desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=kdf)
    assert not access.strengthen(desk, PASSPHRASE)  # the highest rung
    assert log(desk).count("Wachtzin zwaarder beveiligd") == 3
    desk.close()
    desk = desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=FAST)
    assert not access.strengthen(desk, PASSPHRASE)
    assert desk.vault.key_file.slots[0].kdf["memory_kib"] == 512
    desk.close()


@pytest.mark.parametrize(
    ("seconds", "free", "raised"),
    [(0.4, 1 << 40, False), (0.1, 1 << 10, False), (0.1, None, False), (0.1, 1 << 40, True)],
)
def test_it_gets_heavier_than_asked_only_when_it_went_quickly_and_memory_is_ample(
    desk, monkeypatch, seconds, free, raised
):
    desk = reopened(desk)
    desk.vault.opened = dataclasses.replace(desk.vault.opened, seconds=seconds)
    monkeypatch.setattr(access.machine, "free_memory", lambda: free)
    assert access.strengthen(desk, PASSPHRASE) is raised
    desk.close()


def test_the_free_memory_of_this_computer_is_known_or_not():
    free = access.machine.free_memory()
    assert free is None or 1 << 20 < free < 1 << 50


# --- this device ---


class InMemory(KeyringBackend):
    priority = 1

    def __init__(self):
        super().__init__()
        self.held = {}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password

    def delete_password(self, service, username):
        self.held.pop((service, username), None)


@pytest.fixture
def key_store():
    former = keyring.get_keyring()
    store = InMemory()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(former)


def test_this_device_opens_the_vault_only_after_it_was_asked_to(desk, key_store):
    assert access.device_available()
    assert access.device_secret(desk.path) is None
    access.device_on(desk)
    assert access.status(desk).device_on
    (held,) = key_store.held.values()
    assert desk.vault.vault_key.hex() not in held
    secret = access.device_secret(desk.path)
    desk = reopened(desk, secret)
    assert desk.vault.opened.slot.kind == "device"
    access.device_off(desk)
    assert key_store.held == {}
    assert log(desk)[0] == "Openen met een apparaat uitgezet"
    assert access.device_secret(desk.path) is None
    desk.close()
    with pytest.raises(WrongPassphrase):
        desks.open(desk.path, secret, clock=desk.now, kdf=FAST)
    desks.open(desk.path, PASSPHRASE, clock=desk.now, kdf=FAST).close()


def test_without_a_key_store_the_device_says_so_in_dutch(desk):
    former = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        assert not access.device_available()
        with pytest.raises(DeskError, match="sleutelbewaarplaats"):
            access.device_on(desk)
        assert not access.status(desk).device_on
    finally:
        keyring.set_keyring(former)


def test_opening_and_asking_for_a_device_secret_import_no_keyring_and_no_zxcvbn(desk):
    desk.close()
    program = (
        "import sys; from pathlib import Path\n"
        "from builders import FAST, PASSPHRASE\n"
        "from twijs_desk.casework import access, desk\n"
        "path = Path(sys.argv[1])\n"
        "assert access.device_secret(path) is None\n"
        "desk.open(path, PASSPHRASE, kdf=FAST).close()\n"
        "print([name for name in ('keyring', 'zxcvbn', 'reportlab') if name in sys.modules])\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program, str(desk.path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


# --- a new vault key ---


def test_a_new_key_ends_all_other_ways_in_and_keeps_everything_else(desk, clock, key_store):
    register(desk)
    access.add_person(desk, "adjunct", SECOND)
    old_sheet = prove(desk)
    access.device_on(desk)
    device = access.device_secret(desk.path)
    old_files = {p.name: p.read_bytes() for p in desk.path.parent.iterdir() if ".keys" in p.name}
    old_key = desk.vault.vault_key
    desk = reopened(desk)
    plan = access.plan_rekey(desk)
    assert sorted(row.kind for row in plan.dropped) == ["device", "passphrase", "recovery"]
    stages = []
    with pytest.raises(WrongPassphrase):
        access.rekey(desk, "niet de goede zin", plan.sheet, asked(plan.sheet))
    with pytest.raises(InputError):
        access.rekey(desk, PASSPHRASE, plan.sheet, "0000 0000")
    with pytest.raises(InputError):
        access.prove_recovery(desk, plan.sheet, asked(plan.sheet))
    other = access.new_recovery(desk)
    with pytest.raises(InputError):
        access.rekey(desk, PASSPHRASE, other, asked(other))
    assert desk.vault.vault_key == old_key
    access.rekey(desk, PASSPHRASE, plan.sheet, asked(plan.sheet), stages.append)
    assert stages[-1] == "De kluis heeft een nieuwe sleutel."
    assert desk.vault.vault_key != old_key
    register(desk)  # goes on in the same desk
    assert log(desk)[-1] == "Kluis gemaakt"
    assert logbook.view(desk).chain_ok
    assert "Kluis heeft een nieuwe sleutel" in log(desk)
    assert access.recovery_route(desk, desk.vault.key_file) == desk.vault.vault_key
    assert check(desk.vault) == []
    desk.close()
    assert keys.key_path(desk.path).read_bytes() == keys.backup_path(desk.path).read_bytes()
    for secret in (SECOND, device):
        with pytest.raises(WrongPassphrase):
            desks.open(desk.path, secret, clock=clock, kdf=FAST)
    with pytest.raises(WrongPassphrase):
        access.open_with_recovery(desk.path, "".join(old_sheet.code), clock, kdf=FAST)
    access.open_with_recovery(desk.path, "".join(plan.sheet.code), clock, kdf=FAST).close()
    desk = desks.open(desk.path, PASSPHRASE, clock=clock, kdf=FAST)
    assert logbook.view(desk).chain_ok
    desk.close()
    assert vaults.examine(desk.path, PASSPHRASE, kdf=FAST).ok
    new_files = {name: (desk.path.parent / name).read_bytes() for name in old_files}
    for name, data in old_files.items():  # an old key file with an old passphrase opens nothing any more
        (desk.path.parent / name).write_bytes(data)
    for secret in (PASSPHRASE, SECOND):
        with pytest.raises(DeskError):
            desks.open(desk.path, secret, clock=clock, kdf=FAST)
    for name, data in new_files.items():
        (desk.path.parent / name).write_bytes(data)
    desks.open(desk.path, PASSPHRASE, clock=clock, kdf=FAST).close()
    assert key_store.held == {}


def test_a_key_can_be_renewed_again_and_again(desk):
    for _ in range(3):
        plan = access.plan_rekey(desk)
        access.rekey(desk, PASSPHRASE, plan.sheet, asked(plan.sheet))
        register(desk)
        assert logbook.view(desk).chain_ok
        desk = reopened(desk)
    desk.close()


def test_the_sheet_of_a_plan_that_was_not_carried_out_opens_nothing(desk, clock):
    plan = access.plan_rekey(desk)
    desk.close()
    with pytest.raises(WrongPassphrase):
        access.open_with_recovery(desk.path, "".join(plan.sheet.code), clock, kdf=FAST)


def test_the_old_record_cannot_rebuild_after_a_new_key(desk, clock, tmp_path):
    old = prove(desk)
    plan = access.plan_rekey(desk)
    access.rekey(desk, PASSPHRASE, plan.sheet, asked(plan.sheet))
    desk.close()
    for file in (keys.key_path(desk.path), keys.backup_path(desk.path)):
        file.unlink()
    with pytest.raises(DeskError, match="van vóór een nieuwe sleutel"):
        access.open_with_recovery(
            desk.path, "".join(old.code), clock, record_text="\n".join(old.record), kdf=FAST
        )
    assert not keys.key_path(desk.path).exists()
    new = plan.sheet
    access.open_with_recovery(
        desk.path, "".join(new.code), clock, record_text="\n".join(new.record), kdf=FAST
    ).close()


def test_making_a_desk_again_after_all_this_is_as_before(tmp_path):
    desk = make_desk(tmp_path, Clock())
    assert desk.vault.opened is None
    assert not access.strengthen(desk, PASSPHRASE)
    desk.close()


def test_a_commit_that_fails_after_the_key_file_puts_it_back(desk):
    before = keys.read(desk.path)

    class Full(Exception):
        pass

    real = desk.act

    @contextlib.contextmanager
    def act_that_fails():
        with real() as act:
            yield act
            raise Full

    desk.act = act_that_fails
    with pytest.raises(Full):
        access.add_person(desk, "adjunct", SECOND)
    del desk.act
    assert keys.read(desk.path) == before == desk.vault.key_file
    assert "Toegang tot de kluis toegevoegd" not in log(desk)
    desk = reopened(desk)
    desk.close()


def test_changes_from_two_threads_do_not_undo_each_other(desk):
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda n: access.add_person(desk, f"rol {n}", f"{SECOND} {n}"), range(8)))
    assert {row.id for row in rows} <= {row.id for row in access.status(desk).slots}
    assert keys.read(desk.path) == desk.vault.key_file


def test_the_first_slot_has_a_role_and_a_day_and_no_name(desk):
    (row,) = access.status(desk).slots
    assert (row.label, row.made_on.isoformat()) == ("schoolleider", "2026-11-23")
    assert b"de Bruijn" not in keys.key_path(desk.path).read_bytes()


def test_wrong_tries_at_a_vault_that_was_here_before_do_not_count(tmp_path):
    path = tmp_path / "twijs-desk.kluis"
    for _ in range(5):
        tries.note(path, Clock()())
    desk = make_desk(tmp_path)
    desk.close()
    desks.open(path, PASSPHRASE, clock=desk.now, kdf=FAST).close()


def test_an_old_key_file_put_back_is_a_line_in_the_log(desk, clock):
    row = access.add_person(desk, "adjunct", SECOND)
    old = keys.key_path(desk.path).read_bytes()
    access.remove_slot(desk, row.id)
    desk = reopened(desk)
    assert "Sleutelbestand is buiten TWijs Desk om veranderd of teruggezet" not in log(desk)
    desk.close()
    keys.key_path(desk.path).write_bytes(old)
    desk = desks.open(desk.path, SECOND, clock=clock, kdf=FAST)  # for this there is a new key
    assert log(desk)[0] == "Sleutelbestand is buiten TWijs Desk om veranderd of teruggezet"
    desk = reopened(desk)
    assert log(desk)[0] == "Kluis geopend"  # told once
    desk.close()
