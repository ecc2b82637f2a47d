"""Is there room left on the disk of the vault? Said before it is too late."""

import shutil

from twijs_desk.casework.desk import Desk

ENOUGH = 500 * 1024 * 1024
"""Bytes. A new vault key and a backup need the size of the vault once more; a full disk refuses every save."""


def room_left(desk: Desk) -> str | None:
    """A warning when the disk of the vault is nearly full; None when there is room, or nobody can tell."""
    try:
        free = shutil.disk_usage(desk.path.parent).free
    except OSError:
        return None
    if free >= ENOUGH:
        return None
    return (
        f"De schijf met de kluis is bijna vol: er is nog {free // (1024 * 1024)} MB vrij. "
        "Wat bewaard is, is veilig. Maak ruimte vrij, anders kan TWijs Desk straks niets meer opslaan."
    )
