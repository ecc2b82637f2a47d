"""What the screens show about backups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A folder that the user picked. `kind`: local, network, synced, removable."""

    path: Path
    kind: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One file. `good` after `make` and `inspect`: every byte was examined; in a listing: first lines and size."""

    path: Path
    made_at: datetime | None
    size: int
    vault_id: str
    good: bool
    words: str = ""
    sha256: str = ""
    verified: bool = False
    """The contents were opened and compared, not only the hashes."""
    counts: Mapping[str, int] = field(default_factory=dict)
    before_update: bool = False


@dataclass(frozen=True, slots=True)
class BackupState:
    places: tuple[PlaceRow, ...]
    last_good_at: datetime | None
    last_good_where: Path | None
    last_failure: str
    """What went wrong after the last good one, in Dutch; empty: nothing."""
    last_drill_at: datetime | None
    """The last drill that passed: *laatste geslaagde oefening*."""
    last_drill_ok: bool | None
    """Whether the newest drill passed; None: there was none."""
    due: bool
    drill_due: bool
    words: str


@dataclass(frozen=True, slots=True)
class RestoreReport:
    path: Path
    kept: tuple[Path, ...]
    rows: int
    made_at: datetime
    verified: bool
    sha256: str
    counts: Mapping[str, int]
    words: str


@dataclass(frozen=True, slots=True)
class DrillReport:
    """`recovery_proved`: through the recovery sheet; else by the key of the open vault."""

    ok: bool
    at: datetime
    counts: Mapping[str, int]
    words: str
    recovery_proved: bool = False
    path: Path | None = None
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LossRow:
    """`why`: gone, dangling (what it points at is gone), chain (the log has a gap)."""

    table: str
    row_id: str
    case_number: str
    why: str
    words: str


@dataclass(frozen=True, slots=True)
class SalvageReport:
    path: Path
    rows: int
    pages: tuple[int, ...]
    """Numbers of the damaged pages."""
    losses: tuple[LossRow, ...]
    words: str

    @property
    def whole(self) -> bool:
        return not self.losses
