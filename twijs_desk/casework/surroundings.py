"""What the computer under the desk lacks: room on its disk, the right time. Said before it does harm."""

import shutil
from datetime import timedelta

from sqlmodel import func, select

from twijs_desk.casework import wording
from twijs_desk.casework.desk import Desk
from twijs_desk.store.models import AuditEvent

ENOUGH = 500 * 1024 * 1024
"""Bytes. A new vault key and a backup need the size of the vault once more; a full disk refuses every save."""

_SLACK = timedelta(minutes=5)


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


def clock_set_back(desk: Desk) -> str | None:
    """A warning when the clock is behind the log; None when it is not. The log keeps its order by number."""
    with desk.look() as session:
        latest = session.exec(select(func.max(AuditEvent.at))).one()
    if latest is None or desk.now() >= latest - _SLACK:
        return None
    return (
        f"De klok van deze computer staat achter: het logboek gaat al tot {wording.moment(latest)}. "
        "Wat u doet blijft in de goede volgorde staan. Zet de klok goed, anders kloppen datums en termijnen niet."
    )
