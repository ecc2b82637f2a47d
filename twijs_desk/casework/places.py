"""Where a vault lives; imported before the unlock window is painted, so nothing heavy here."""

import os
import sys
from pathlib import Path

VAULT_NAME = "twijs-desk.kluis"


def default_path() -> Path:
    """Where this user's vault lives when nothing else is said: a local folder, not a roaming one."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "TWijs Desk" / VAULT_NAME


def anchor_folder() -> Path:
    """Where this user keeps the last line of each vault's log, away from the vaults: ids and numbers only."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif "XDG_STATE_HOME" in os.environ:
        base = Path(os.environ["XDG_STATE_HOME"])
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path.home() / ".local" / "state"
    return base / "TWijs Desk" / "ankers"


def make_folder(folder: Path) -> None:
    """The folder and what is missing above it, for this user alone. Raises DeskError when that is not possible."""
    from twijs_desk.casework.faults import told
    from twijs_desk.store import files

    with told():
        files.make_folder(folder)


def exists(path: Path) -> bool:
    """The vault or its key file is there, or is being put back: that goes on at opening.

    `store.keys.key_path` and `store.restore`; tests hold the names together.
    """
    return any(path.with_name(path.name + end).exists() for end in ("", ".keys", ".terugzetten"))
