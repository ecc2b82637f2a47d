"""Recovery sheets: made, printed, typed back; opening a vault with one; and the sheet that goes with a new vault key.

A sheet counts only when part of it was typed back. Until then it is in memory only.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from twijs_desk.casework import desk as desks
from twijs_desk.casework import faults, slot_record, wording
from twijs_desk.casework.desk import Clock, Desk
from twijs_desk.casework.errors import DeskError, InputError, WrongPassphrase
from twijs_desk.casework.slot_changes import SlotRow, change, slot_row, today
from twijs_desk.store import device, keys, recovery
from twijs_desk.store import rekey as rekeying
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.files import FileLock, lock_path
from twijs_desk.store.keys import DEFAULT_KDF, Kdf, KeyFile, RecoveryCode, Slot
from twijs_desk.store.models import Setting

_WRAPPINGS = "recovery_wrapping"
_WRAPPINGS_KEPT = 6
_LEAST_DISTINCT = 10  # of 32 characters; fewer is not chance
_UNTYPED = "Het blad is nog niet in gebruik."


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """A sheet that does not count yet: in memory only. `asked` are the groups of `code` to type back, from 1."""

    kind: str
    code: tuple[str, ...] = field(repr=False)
    record: tuple[str, ...] = field(repr=False)
    vault_id: str
    school: str
    made_at: datetime
    asked: tuple[int, ...]
    secret: RecoveryCode = field(repr=False)
    slot: Slot = field(repr=False)
    vault_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RekeyPlan:
    """What a new vault key means: these ways in end, and this sheet must be printed and proved first."""

    dropped: tuple[SlotRow, ...]
    sheet: RecoverySheet


def new_recovery(desk: Desk, kind: str = keys.RECOVERY) -> RecoverySheet:
    """A sheet to print. Nothing changes until `prove_recovery`; it is in memory only."""
    return _sheet(desk, kind, desk.vault.vault_key)


def recovery_from_code(desk: Desk, code_text: str, kind: str = keys.RECOVERY) -> None:
    """The sheet whose whole code is typed counts from now on: for a sheet that another run of the program printed.

    Its record is that of the paper: slot and ciphertext follow from code, vault and vault key.
    """
    code = parse_recovery(code_text)
    if len(set("".join(recovery.code_groups(code)))) < _LEAST_DISTINCT:
        raise InputError(
            "Deze code is niet door TWijs Desk gemaakt.", _UNTYPED, "Maak een nieuw herstelblad."
        )
    _enrol(desk, _sheet(desk, kind, desk.vault.vault_key, code))


def prove_recovery(desk: Desk, sheet: RecoverySheet, typed: str) -> None:
    """The sheet counts from now on, and the former one of its kind no longer, when the asked groups are right."""
    _check_typed(sheet, typed)
    if sheet.vault_key != desk.vault.vault_key or sheet.vault_id != desk.vault.vault_id:
        raise InputError("Dit herstelblad hoort niet bij deze sleutel.", _UNTYPED, "Maak een nieuw blad.")
    _enrol(desk, sheet)


def sheet_pdf(desk: Desk, sheet: RecoverySheet) -> bytes:
    """The sheet to print, in memory only."""
    from twijs_desk.letters import recovery_sheet

    return recovery_sheet.render(
        recovery_sheet.Page(
            for_board=sheet.kind == keys.BOARD,
            code=sheet.code,
            record=sheet.record,
            qr=recovery.qr_text(sheet.vault_id, sheet.slot.ciphertext),
            vault_id=sheet.vault_id,
            vault_name=desk.path.name,
            school=sheet.school,
            made_at=sheet.made_at,
            made_on=wording.day(wording.to_local(sheet.made_at).date()),
        )
    )


def parse_recovery(text: str) -> RecoveryCode:
    """The code as typed from a sheet. Raises InputError that names the wrong line."""
    try:
        return recovery.parse_code(text)
    except recovery.RecoveryTextError as error:
        raise InputError(*_typing_error(error, "herstelcode", "twee regels van 17 tekens")) from None


def parse_record(text: str) -> bytes:
    """The record as typed or scanned from a sheet."""
    try:
        return recovery.parse_record(text)
    except recovery.RecoveryTextError as error:
        raise InputError(*_typing_error(error, "slotgegevens", "vier regels van 20 tekens")) from None


def open_with_recovery(
    path: Path,
    code_text: str,
    clock: Clock = desks.system_clock,
    *,
    record_text: str = "",
    kdf: Kdf = DEFAULT_KDF,
    anchors: Path | None = None,
) -> Desk:
    """Open with the code of a sheet; with its record as well when the key file is lost. Then ask a new passphrase."""
    code = parse_recovery(code_text)
    if record_text:
        rebuild(path, code, parse_record(record_text))
    try:
        return desks.open(path, code, clock=clock, kdf=kdf, anchors=anchors)
    except WrongPassphrase:
        raise WrongPassphrase(
            "Deze herstelcode opent deze kluis niet.",
            faults.UNHARMED,
            "Kijk op het blad of het bij deze kluis hoort en het nieuwste is.",
        ) from None


def rebuild(path: Path, code: RecoveryCode, record: bytes) -> None:
    """A new key file from a sheet, when the old one is lost. Never over a key file that can be read."""
    path = path.resolve()
    with faults.told():
        lock = FileLock(lock_path(path))
        lock.acquire()
        try:
            keys.rebuild(path, code, record)
        except StoreError as error:
            if error.fault is Fault.EXISTS:
                return  # it can be read: the code alone opens it, or the vault says what is wrong
            if error.fault is Fault.WRONG_PASSPHRASE:
                raise WrongPassphrase(
                    "Code en slotgegevens passen niet bij deze kluis.",
                    faults.UNHARMED,
                    "Kijk op het blad of het bij deze kluis hoort, en typ beide opnieuw over.",
                ) from None
            if error.fault is Fault.DAMAGED:  # the sheet is of this vault, but its key opens nothing
                raise DeskError(
                    "Dit herstelblad is van vóór een nieuwe sleutel, of de kluis is beschadigd.",
                    faults.UNHARMED,
                    "Gebruik het nieuwste herstelblad, of zet een reservekopie terug.",
                ) from None
            raise
        finally:
            lock.release()


def recovery_route(desk: Desk, key_file: KeyFile) -> bytes:
    """The vault key in another copy of the key file, by the way of the sheet: for the monthly drill.

    Raises WrongPassphrase when that copy has no sheet that was proved here.
    """
    with desk.look() as session:
        setting = session.get(Setting, _WRAPPINGS)
        held = list(setting.value.get("keys", [])) if setting else []
    with faults.told():
        for entry in held:
            try:
                return keys.unwrap_with(key_file, bytes.fromhex(entry["key"]), entry["kind"])
            except StoreError as error:
                if error.fault is not Fault.WRONG_PASSPHRASE:
                    raise
    raise WrongPassphrase(
        "Geen beproefd herstelblad opent deze kopie.", faults.UNHARMED, "Maak een nieuw herstelblad."
    )


def _sheet(desk: Desk, kind: str, vault_key: bytes, code: RecoveryCode | None = None) -> RecoverySheet:
    if kind not in keys.SHEETS:
        raise ValueError(kind)
    code = code or keys.new_recovery_code()
    made_at = desk.now()
    slot = keys.wrap_strong(
        vault_key, desk.vault.vault_id, code, kind, label="", extra={"made_on": today(desk).isoformat()}
    )
    return RecoverySheet(
        kind=kind,
        code=recovery.code_lines(code),
        record=recovery.record_lines(slot.ciphertext),
        vault_id=desk.vault.vault_id,
        school=desk.school.name,
        made_at=made_at,
        asked=(1 + secrets.randbelow(4), 5 + secrets.randbelow(4)),  # one of each line
        secret=code,
        slot=slot,
        vault_key=vault_key,
    )


def _enrol(desk: Desk, sheet: RecoverySheet) -> None:
    slot = _proved(desk, sheet)
    change(
        desk,
        lambda former: (*(s for s in former if s.kind != sheet.kind), slot),
        "recovery_proved",
        before=lambda act: _keep_wrapping(act.session, sheet),
        slot_id=slot.id,
        kind=sheet.kind,
    )


def _check_typed(sheet: RecoverySheet, typed: str) -> None:
    groups = recovery.code_groups(sheet.secret)
    try:
        text = recovery.plain(typed)
    except recovery.RecoveryTextError:
        text = ""
    size = recovery.GROUP
    wanted = " en ".join(str(number) for number in sheet.asked)
    if len(text) != size * len(sheet.asked):
        raise InputError(
            f"Typ blok {wanted} van de herstelcode over: samen {size * len(sheet.asked)} tekens.", _UNTYPED
        )
    for place, number in enumerate(sheet.asked):
        if text[place * size : (place + 1) * size] != groups[number - 1]:
            raise InputError(
                f"Blok {number} klopt niet.",
                _UNTYPED,
                f"Kijk op het afgedrukte blad en typ blok {wanted} over.",
            )


def _proved(desk: Desk, sheet: RecoverySheet) -> Slot:
    return replace(sheet.slot, extra={**sheet.slot.extra, "proved_on": today(desk).isoformat()})


def _keep_wrapping(session: Session, sheet: RecoverySheet) -> None:
    """Whoever has the vault open has the vault key anyway; former ones stay for drills with older backups."""
    setting = session.get(Setting, _WRAPPINGS) or Setting(key=_WRAPPINGS)
    key = keys.wrapping_key(sheet.vault_id, sheet.secret, sheet.kind)
    entry = {"slot": sheet.slot.id, "kind": sheet.kind, "key": key.hex()}
    setting.value = {"keys": [entry, *setting.value.get("keys", [])][:_WRAPPINGS_KEPT]}
    session.add(setting)


def _typing_error(error: recovery.RecoveryTextError, what: str, shape: str) -> tuple[str, str, str]:
    happened = f"Regel {error.line} van de {what} klopt niet." if error.line else f"De {what} klopt niet."
    if error.reason == "characters":
        happened = f"In de {what} staan tekens die er niet in voorkomen."
    return happened, faults.UNHARMED, f"Typ alles van het blad over: {shape}."


# --- a new vault key ---


def plan_rekey(desk: Desk) -> RekeyPlan:
    """What a new key would end, and the sheet for it: to be printed and typed back before anything happens."""
    slots = desk.vault.key_file.slots
    own = desk.vault.opened.slot.id if desk.vault.opened else ""
    passphrases = [slot for slot in slots if slot.kind == keys.PASSPHRASE]
    if len(passphrases) == 1:
        own = passphrases[0].id
    sheet = _sheet(desk, keys.RECOVERY, keys.new_vault_key())
    return RekeyPlan(tuple(slot_row(slot) for slot in slots if slot.id != own), sheet)


def rekey(
    desk: Desk,
    passphrase: str,
    sheet: RecoverySheet | None,
    typed: str,
    progress: Callable[[str], None] | None = None,
) -> None:
    """A new vault key: everything encrypted anew, open to this passphrase and this sheet only.

    Withdraws access from who kept an old key file; not from who kept an old copy of the vault with it. Nobody else
    may be using the vault. Without a sheet (command line) the vault has none afterwards, and `status` says so.
    Raises WrongPassphrase or DeskError; then the former key holds.
    """
    vault = desk.vault
    if sheet:
        _check_typed(sheet, typed)
        if sheet.vault_key == vault.vault_key or sheet.vault_id != vault.vault_id:
            raise InputError("Dit herstelblad is niet voor een nieuwe sleutel gemaakt.", _UNTYPED)
    vault_key = sheet.vault_key if sheet else keys.new_vault_key()
    with faults.told():
        opened = keys.open_slot(vault.key_file, passphrase, bounds=vault.kdf.bounds)
        made_on = {"made_on": today(desk).isoformat()}
        own = keys.wrap(
            vault_key, vault.vault_id, passphrase, label=opened.slot.label, kdf=vault.kdf, extra=made_on
        )
    had_device = any(slot.kind == keys.DEVICE for slot in vault.key_file.slots)
    with desk.act() as act:
        rekeying.keep_chain_key(act.session, vault.audit_key)
        if sheet:
            _keep_wrapping(act.session, sheet)
        act.log("rekey_started", "vault", slot_id=own.id)
    with faults.told():
        rekeying.renew(
            vault,
            vault_key,
            (own, _proved(desk, sheet)) if sheet else (own,),
            progress=lambda stage: progress(_STAGES[stage]) if progress else None,
        )
    vault.opened = keys.Opened(vault_key, own, opened.seconds)
    with desk.act() as act:
        slot_record.remember(act.session, vault.key_file)
        act.log("rekeyed", "vault", slot_id=own.id)
    if had_device:
        device.forget(vault.vault_id)


_STAGES = {
    "begin": "Het sleutelbestand wordt voorbereid…",
    "encrypt": "De kluis wordt opnieuw versleuteld…",
    "verify": "De kluis wordt nagekeken…",
    "done": "De kluis heeft een nieuwe sleutel.",
}
