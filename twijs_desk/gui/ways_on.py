"""When a vault does not open: which ways on the door offers for what is the matter."""

from pathlib import Path

from PySide6.QtCore import QSettings

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
    "key_does_not_fit": (KEYS, RECOVERY, RESTORE),
    "no_passphrase": (RECOVERY,),
    "network_place": (MOVE,),
    "synced_place": (MOVE,),
    "in_use": (CLOSE,),
    "other_user": (CLOSE,),
    "newer_version": (CLOSE,),
    "io_error": (RESTORE,),
}


def for_fault(fault: str) -> tuple[tuple[str, str], ...]:
    """What can be done now: way and words, the best first."""
    return tuple((way, WORDS[way]) for way in _WAYS.get(fault, ()))


def instead_of(path: Path) -> Path:
    """Where the vault of this path stands since it was moved or saved from damage; the path itself otherwise."""
    pairs = _pairs()
    seen: set[Path] = set()
    while str(path) in pairs and path not in seen:
        seen.add(path)
        path = Path(pairs[str(path)])
    return path


def use_instead(path: Path, new: Path) -> None:
    """Open `new` from now on where `path` is asked for. Kept outside the vault: two paths, nothing else."""
    pairs = _pairs() | {str(path): str(new)}
    QSettings("TWijs", "TWijs Desk").setValue(
        "vault_instead", [text for pair in pairs.items() for text in pair]
    )


def _pairs() -> dict[str, str]:
    kept = QSettings("TWijs", "TWijs Desk").value("vault_instead", [])
    texts = [str(text) for text in kept] if isinstance(kept, list) else []
    return dict(zip(texts[::2], texts[1::2], strict=False))
