"""The key file of an open vault changed together with its line in the log; and slots as rows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from twijs_desk.casework import faults, slot_record, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.store import keys
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.keys import Slot

Slots = tuple[Slot, ...]

_KIND_LABELS = {
    keys.PASSPHRASE: "wachtzin",
    keys.RECOVERY: "herstelblad",
    keys.BOARD: "herstelblad van het bestuur",
    keys.DEVICE: "dit apparaat",
}


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One way into the vault. `strength` says in Dutch what it takes to guess it."""

    id: str
    kind: str
    label: str
    made_on: date | None
    strength: str


def slot_row(slot: Slot) -> SlotRow:
    strength = "160 willekeurige bits"
    if slot.kind == keys.PASSPHRASE:
        memory = slot.kdf.get("memory_kib")
        strength = f"Argon2id met {memory // 1024} MiB" if type(memory) is int else "onbekend"
    elif slot.kind == keys.DEVICE:
        strength = "wie op deze computer als u is aangemeld, kan erbij"
    elif slot.kind not in keys.SHEETS:
        strength = "van een nieuwere versie"
    return SlotRow(
        slot.id,
        slot.kind,
        slot.label or _KIND_LABELS.get(slot.kind, slot.kind),
        day(slot.extra.get("made_on")),
        strength,
    )


def day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def passphrase_slot(desk: Desk, label: str, passphrase: str) -> Slot:
    with faults.told():
        return keys.wrap(
            desk.vault.vault_key,
            desk.vault.vault_id,
            passphrase,
            label=" ".join(label.encode("utf-8", "replace").decode().split())[:60],
            kdf=desk.vault.kdf,
            extra={"made_on": today(desk).isoformat()},
        )


def today(desk: Desk) -> date:
    return wording.to_local(desk.now()).date()


def instead(former: Slot, new: Slot) -> Callable[[tuple[Slot, ...]], tuple[Slot, ...]]:
    return lambda slots: tuple(new if slot.id == former.id else slot for slot in slots)


def change(
    desk: Desk,
    make: Callable[[tuple[Slot, ...]], tuple[Slot, ...]],
    action: str,
    *,
    before: Callable[[Act], object] = lambda _: None,
    withdraw: bool = True,
    **detail: Any,
) -> None:
    """The key file and the line about it. The file is written last before the commit, and put back when that fails."""
    vault = desk.vault
    if not vault.held:
        raise faults.as_desk_error(StoreError(Fault.IN_USE))
    former = None
    try:
        with desk.act() as act:
            before(act)
            act.log(action, "vault", **detail)
            now = vault.key_file  # read here: while this act writes, no other can
            changed = replace(now, slots=make(now.slots), generation=now.generation + 1)
            slot_record.remember(act.session, changed)
            act.session.flush()
            with faults.told():
                keys.write(vault.path, changed, withdraw=withdraw)
            former, vault.key_file = now, changed
    except BaseException:
        if former:  # written, and then the commit failed
            vault.key_file = former
            keys.write(vault.path, former, withdraw=True)
        raise
