"""Bringing a vault from a network share or a synchronised folder to this computer."""

from dataclasses import dataclass
from pathlib import Path

from twijs_desk.casework import desk as desks
from twijs_desk.casework import faults, places
from twijs_desk.casework.desk import Clock, system_clock
from twijs_desk.store import moving
from twijs_desk.store.files import make_folder
from twijs_desk.store.keys import DEFAULT_KDF, Kdf, Secret


@dataclass(frozen=True, slots=True)
class MoveReport:
    path: Path
    former: Path | None
    """Where the old files are now; None: they could not be renamed and are still at the old place."""
    flaws: int
    words: str


def move_here(
    path: Path,
    to: Path,
    secret: Secret,
    *,
    clock: Clock = system_clock,
    kdf: Kdf = DEFAULT_KDF,
    anchors: Path | None = None,
) -> MoveReport:
    """Copy the vault to a place on this computer, open and check it there, and put the old files aside.

    Raises DeskError; then the old vault is as it was and there is no new one.
    """
    with desks.trying(path, secret, clock), faults.told():
        make_folder(to.absolute().parent)
        done = moving.move(path, to, secret, at=clock(), kdf=kdf, anchors=anchors or places.anchor_folder())
    return MoveReport(done.path, done.former, done.flaws, _words(done))


def _words(done: moving.Moved) -> str:
    said = [f"De kluis staat nu in {done.path} en is daar gecontroleerd."]
    if done.former is not None:
        said.append(f"De oude bestanden staan nog op de oude plaats, als {done.former.name}.")
        said.append("Verwijder ze als u een paar dagen zonder problemen hebt gewerkt.")
    else:
        said.append("De oude bestanden konden niet worden hernoemd. Gebruik de oude kluis niet meer.")
    if done.flaws:
        said.append("De kluis had al gebreken; bekijk ze met ‘twijs-desk vault check’.")
    return " ".join(said)
