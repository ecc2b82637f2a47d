"""A new vault key: everything encrypted anew. And which key a vault has after that was cut off."""

from pathlib import Path

from twijs_desk.store import keys
from twijs_desk.store.keys import Bounds, KeyFile


def settle(
    path: Path, key_file: KeyFile, secret: keys.Secret, *, bounds: Bounds, held: bool
) -> tuple[KeyFile, bytes]:
    """The key file as it counts, and the vault key that the secret opens."""
    del path, held
    return key_file, keys.unwrap(key_file, secret, bounds=bounds)
