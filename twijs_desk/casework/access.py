"""Who can open the vault: passphrases, recovery sheets, this device. Adding, changing and taking away.

Secrets stay in memory here; what is written is the key file (store/keys.py) and one line in the log. The label of a
slot stands readable in the key file: a role is better than a name. Sheets and the new vault key: `sheets`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from twijs_desk.casework import faults, machine, passphrases
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.sheets import (
    RecoverySheet,
    RekeyPlan,
    new_recovery,
    open_with_recovery,
    parse_record,
    parse_recovery,
    plan_rekey,
    prove_recovery,
    rebuild,
    recovery_from_code,
    recovery_route,
    rekey,
    sheet_pdf,
)
from twijs_desk.casework.slot_changes import SlotRow, change, day, instead, passphrase_slot, slot_row, today
from twijs_desk.store import device, keys
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.keys import DeviceSecret, Kdf

__all__ = [
    "AccessStatus", "RecoverySheet", "RekeyPlan", "SlotRow", "add_person", "change_passphrase",
    "device_available", "device_off", "device_on", "device_secret", "must_be_strong",
    "new_recovery", "open_with_recovery", "parse_record", "parse_recovery", "plan_rekey",
    "prove_recovery", "rebuild", "recovery_from_code", "recovery_route", "rekey", "remove_slot",
    "set_passphrase_after_recovery", "sheet_pdf", "slots_of", "status", "strength", "strengthen",
    "warning_of",
]  # fmt: skip

MIN_PASSPHRASE = 8
MAX_PASSPHRASE = 1024
LEAST_STRENGTH = 2
NO_SHEET = (
    "Deze kluis heeft geen herstelblad. Raakt de wachtzin zoek, dan kan niemand de kluis meer openen. "
    "Maak een herstelblad."
)
_QUICK = 0.3  # seconds of derivation: below it the computer can bear more


@dataclass(frozen=True, slots=True)
class AccessStatus:
    slots: tuple[SlotRow, ...]
    recovery_proved_on: date | None
    board_proved_on: date | None
    device_on: bool
    warning: str
    """What is missing, in Dutch; empty when there is a recovery sheet."""


def status(desk: Desk) -> AccessStatus:
    slots = tuple(slot_row(slot) for slot in desk.vault.key_file.slots)
    proved = {slot.kind: day(slot.extra.get("proved_on")) for slot in desk.vault.key_file.slots}
    return AccessStatus(
        slots=slots,
        recovery_proved_on=proved.get(keys.RECOVERY),
        board_proved_on=proved.get(keys.BOARD),
        device_on=any(row.kind == keys.DEVICE for row in slots),
        warning=warning_of(slots),
    )


def warning_of(slots: Sequence[SlotRow]) -> str:
    """What is missing among the ways in, in Dutch."""
    return "" if any(row.kind in keys.SHEETS for row in slots) else NO_SHEET


def slots_of(path: Path) -> tuple[SlotRow, ...]:
    """The ways into a vault; what stands readable in its key file, without opening anything."""
    with faults.told():
        if not path.exists():
            raise StoreError(Fault.NO_VAULT)
        return tuple(slot_row(slot) for slot in keys.read(path.resolve()).slots)


# --- passphrases ---


def strength(text: str, about: Sequence[str] = ()) -> tuple[int, str]:
    """How hard a passphrase is to guess, 0 to 4, with advice in Dutch. `about`: school, name; they count for little."""
    return passphrases.judge(text, about)


def must_be_strong(text: str, about: Sequence[str] = ()) -> None:
    """Refuse a passphrase that would make the vault easy to open."""
    if len(text) < MIN_PASSPHRASE:
        raise InputError(
            f"Deze wachtzin is te kort (minder dan {MIN_PASSPHRASE} tekens).",
            faults.UNHARMED,
            "Neem een zin van vier of meer woorden.",
        )
    if len(text) > MAX_PASSPHRASE:
        raise InputError("De wachtzin is te lang.", faults.UNHARMED)
    score, advice = strength(text, about)
    if score < LEAST_STRENGTH:
        raise InputError("Deze wachtzin is te makkelijk te raden.", faults.UNHARMED, advice)


def add_person(desk: Desk, label: str, passphrase: str) -> SlotRow:
    """One more passphrase. `label` stands readable in the key file: a role, no name."""
    _check_new(desk, passphrase)
    slot = passphrase_slot(desk, label, passphrase)
    change(
        desk, lambda former: (*former, slot), "access_added", slot_id=slot.id, kind=slot.kind, withdraw=False
    )
    return slot_row(slot)


def change_passphrase(desk: Desk, old: str, new: str) -> None:
    """Another passphrase in the slot that the old one opens. Raises WrongPassphrase when it opens none."""
    with faults.told():
        opened = keys.open_slot(desk.vault.key_file, old, bounds=desk.vault.kdf.bounds)
    _check_new(desk, new)
    slot = passphrase_slot(desk, opened.slot.label, new)
    change(desk, instead(opened.slot, slot), "access_changed", slot_id=slot.id, former_id=opened.slot.id)


def set_passphrase_after_recovery(desk: Desk, label: str, new: str) -> SlotRow:
    """A passphrase for who came in with the sheet; it takes the place of a forgotten one with the same label."""
    _check_new(desk, new)
    slot = passphrase_slot(desk, label, new)
    same = [s for s in desk.vault.key_file.slots if s.kind == keys.PASSPHRASE and s.label == slot.label]
    ids = {s.id for s in same}
    change(
        desk,
        lambda former: (*(s for s in former if s.id not in ids), slot),
        "access_changed" if same else "access_added",
        slot_id=slot.id,
        kind=slot.kind,
    )
    return slot_row(slot)


def remove_slot(desk: Desk, slot_id: str) -> None:
    """Take a way in away. It stays open for who kept an old copy of the key file: for that, `rekey`."""
    slots = desk.vault.key_file.slots
    slot = next((slot for slot in slots if slot.id == slot_id), None)
    if slot is None:
        raise InputError(
            "Deze toegang bestaat niet (meer).", faults.UNHARMED, "Ververs de lijst en kies opnieuw."
        )
    if slot.kind == keys.PASSPHRASE and sum(s.kind == keys.PASSPHRASE for s in slots) == 1:
        raise InputError(
            "Dit is de laatste wachtzin van de kluis.",
            faults.UNHARMED,
            "Voeg eerst een andere wachtzin toe, of wijzig deze.",
        )
    change(
        desk,
        lambda former: tuple(s for s in former if s.id != slot_id),
        "access_removed",
        slot_id=slot_id,
        kind=slot.kind,
    )
    if slot.kind == keys.DEVICE:
        device.forget(desk.vault.vault_id)


def strengthen(desk: Desk, passphrase: str) -> bool:
    """Make the slot that opened the vault costlier to guess, when this computer can bear it. Never cheaper.

    For after the unlock, out of sight: takes two derivations. True when something changed.
    """
    opened, kdf = desk.vault.opened, desk.vault.kdf
    if opened is None or opened.slot.kind != keys.PASSPHRASE or not desk.vault.held:
        return False
    slot = next((s for s in desk.vault.key_file.slots if s.id == opened.slot.id), None)
    memory = _next_rung(slot.kdf, kdf, opened.seconds) if slot else None
    if slot is None or memory is None:
        return False
    harder = replace(kdf, memory_kib=memory, small_memory_kib=memory)
    only = replace(desk.vault.key_file, slots=(slot,))
    try:
        keys.unwrap(only, passphrase, bounds=kdf.bounds)  # never wrapped in words that did not open it
        made = keys.wrap(
            desk.vault.vault_key,
            desk.vault.vault_id,
            passphrase,
            label=slot.label,
            kdf=harder,
            extra=slot.extra,
        )
    except StoreError as error:
        if error.fault in (Fault.OUT_OF_MEMORY, Fault.WRONG_PASSPHRASE):
            return False
        raise faults.as_desk_error(error) from error
    change(desk, instead(slot, made), "access_strengthened", slot_id=made.id, former_id=slot.id)
    desk.vault.opened = replace(opened, slot=made)
    return True


def _next_rung(used: Mapping[str, Any], kdf: Kdf, seconds: float) -> int | None:
    """More memory for the derivation: what new slots get, or twice that when it went quickly."""
    memory = used["memory_kib"]
    if used["time_cost"] > kdf.time_cost or used["lanes"] > kdf.lanes:
        return None  # made under heavier rules than these
    rungs = (kdf.small_memory_kib, kdf.memory_kib, 2 * kdf.memory_kib)
    rung = next((rung for rung in rungs if rung > memory), None)
    if rung is None or rung > kdf.bounds.max_memory_kib:
        return None
    free = machine.free_memory()
    if memory < kdf.memory_kib:
        return rung if free is None or free >= 2 * rung * 1024 else None
    return rung if seconds < _QUICK and free is not None and free >= 4 * rung * 1024 else None


def _check_new(desk: Desk, passphrase: str) -> None:
    must_be_strong(passphrase, (desk.school.name, desk.school.code, desk.profile.name))


# --- this device ---


def device_available() -> bool:
    return device.available()


def device_secret(path: Path) -> DeviceSecret | None:
    """What this computer keeps for a vault; None when it opens with a passphrase. Asks nothing when it is off."""
    try:
        key_file = keys.read(path.resolve())
        if any(slot.kind == keys.DEVICE for slot in key_file.slots):
            return device.find(key_file.vault_id)
    except StoreError:
        return None
    return None


def device_on(desk: Desk) -> None:
    """Let this computer open the vault for this user. Comfort, no protection: any program of the user can do it."""
    if not device.available():
        raise DeskError(
            "Deze computer heeft geen sleutelbewaarplaats die TWijs Desk kan gebruiken.",
            faults.UNHARMED,
            "Blijf uw wachtzin gebruiken.",
        )
    secret = keys.new_device_secret()
    slot = keys.wrap_strong(
        desk.vault.vault_key,
        desk.vault.vault_id,
        secret,
        keys.DEVICE,
        label="",
        extra={"made_on": today(desk).isoformat()},
    )
    with faults.told():
        device.keep(desk.vault.vault_id, secret)
    try:
        change(
            desk,
            lambda former: (*(s for s in former if s.kind != keys.DEVICE), slot),
            "device_on",
            slot_id=slot.id,
        )
    except BaseException:
        device.forget(desk.vault.vault_id)
        raise


def device_off(desk: Desk) -> None:
    """No device opens the vault any more, and this one forgets what it kept."""
    if any(slot.kind == keys.DEVICE for slot in desk.vault.key_file.slots):
        change(desk, lambda former: tuple(s for s in former if s.kind != keys.DEVICE), "device_off")
    device.forget(desk.vault.vault_id)
