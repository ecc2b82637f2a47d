"""Backups in words, and the folders to look for them in.

Those are remembered outside the vault: when the vault is gone, that is when it matters. Paths only.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings

from twijs_desk.gui.ways_on import KEYS, MOVE, SALVAGE

if TYPE_CHECKING:
    from twijs_desk.casework.backups import BackupRow


def remember_places(paths: Sequence[Path]) -> None:
    QSettings("TWijs", "TWijs Desk").setValue("backup_places", [str(path) for path in paths])


def remembered_places() -> list[Path]:
    kept = QSettings("TWijs", "TWijs Desk").value("backup_places", [])
    return [Path(path) for path in ([kept] if isinstance(kept, str) else kept or []) if path]


STEPS = {
    "read": "De reservekopie wordt gelezen…",
    "open": "De inhoud wordt geopend…",
    "copy": "De kluis wordt gekopieerd…",
    "check": "De kopie wordt nagekeken…",
    "verify": "De kopie wordt vergeleken…",
    "write": "De kopie wordt bewaard…",
    "move": "De kluis wordt op zijn plaats gezet…",
    "done": "Klaar.",
}


def step_words(step: str) -> str:
    """What is being done, in Dutch; a step of a later version is simply work."""
    return STEPS.get(step, "Bezig…")


def row_words(row: BackupRow) -> str:
    from twijs_desk.casework import wording

    if row.made_at is None:
        return _tr("{name} · {words}").format(name=row.path.name, words=row.words)
    parts = [wording.moment(row.made_at), f"{max(1, round(row.size / 1_000_000))} MB"]
    if row.before_update:
        parts.append(_tr("vóór een nieuwe versie"))
    parts.append(str(row.path.parent))
    return " · ".join(parts)


def purpose_words(purpose: str) -> tuple[str, str, str]:
    if purpose == KEYS:
        return (
            _tr("Sleutelbestand terughalen"),
            _tr("In elke reservekopie zit ook het sleutelbestand. Uw kluis zelf verandert niet."),
            _tr("Haal het sleutelbestand terug"),
        )
    if purpose == SALVAGE:
        return (
            _tr("Redden wat leesbaar is"),
            _tr(
                "TWijs Desk zet alles wat nog te lezen is in een nieuwe kluis. De beschadigde kluis blijft staan. "
                "Probeer eerst een reservekopie: die is compleet."
            ),
            _tr("Red wat leesbaar is"),
        )
    if purpose == MOVE:
        return (
            _tr("Kluis verhuizen"),
            _tr(
                "TWijs Desk maakt een kopie op deze computer, kijkt die na en gebruikt hem voortaan. De oude bestanden "
                "blijven staan, onder een andere naam. Reservekopieën mogen wel op de oude plaats blijven."
            ),
            _tr("Verhuis de kluis"),
        )
    return (
        _tr("Reservekopie terugzetten"),
        _tr(
            "U krijgt de kluis zoals hij was toen de reservekopie werd gemaakt. Wat daarna kwam, staat er niet in."
        ),
        _tr("Zet terug"),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Restore", text)
