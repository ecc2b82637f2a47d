"""When a vault does not open: which ways on the door offers for what is the matter."""

from pathlib import Path
from typing import Any

RESTORE, KEYS, SALVAGE, RECOVERY, MOVE, CLOSE = "restore", "keys", "salvage", "recovery", "move", "close"

WORDS = {
    RESTORE: "Reservekopie terugzetten",
    KEYS: "Sleutelbestand terughalen",
    SALVAGE: "Redden wat leesbaar is",
    RECOVERY: "Herstelblad gebruiken",
    MOVE: "Kluis verhuizen naar deze computer",
    CLOSE: "Sluit dit venster",
}
_WAYS = {
    "no_vault": (RESTORE,),
    "not_a_vault": (RESTORE,),
    "truncated": (RESTORE, SALVAGE),
    "damaged": (RESTORE, SALVAGE),
    "restore_cut_off": (RESTORE,),
    "migration_failed": (RESTORE,),
    "key_file_missing": (KEYS, RECOVERY, RESTORE),
    "key_file_damaged": (KEYS, RECOVERY, RESTORE),
    "other_vault": (KEYS, RECOVERY, RESTORE),
    "no_passphrase": (RECOVERY,),
    "network_place": (MOVE,),
    "synced_place": (MOVE,),
    "in_use": (CLOSE,),
    "io_error": (RESTORE,),
}


def for_fault(fault: str) -> tuple[tuple[str, str], ...]:
    """What can be done now: way and words, the best first."""
    return tuple((way, WORDS[way]) for way in _WAYS.get(fault, ()))


def salvage(path: Path, secret: Any) -> str:
    """Save what is readable into a new vault beside the damaged one; the sentence to show."""
    from twijs_desk.casework import backups

    to = path.with_name(f"{path.stem}-gered{path.suffix}")
    report = backups.recover(path, secret, to)
    return str(report.words)


def move(path: Path) -> Path:
    """Bring a vault from a network or synchronised place to where this computer keeps its own."""
    from twijs_desk.casework import moving

    moved = moving.move_here(path)
    return Path(getattr(moved, "path", moved))
