"""The head of the log, also kept outside the vault: so that a lost write-ahead log or an older copy is noticed."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session


@dataclass(frozen=True)
class Lapse:
    """The vault is behind, or beside, what was last seen here."""

    kept_seq: int
    found_seq: int
    forked: bool = False


class Anchor:
    def __init__(
        self, vault: Path, vault_id: str, key: bytes, folder: Path | None = None, *, writes: bool = True
    ) -> None:
        self.vault, self.vault_id, self.folder, self.writes = vault, vault_id, folder, writes
        self._key = key

    def note(self, seq: int, mac: str) -> None:
        """The head after a commit."""
        del seq, mac

    def compare(self, session: Session) -> Lapse | None:
        """What is missing from the log according to the anchor."""
        del session
        return None

    def close(self) -> None:
        return
