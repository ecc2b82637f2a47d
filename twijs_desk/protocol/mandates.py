"""Who decides what in this foundation: the table of the pack with what the board laid down instead.

A decision may always go up to the board. It goes to the principal only by a mandate, and where the law leaves
it with the board (`movable = false` in the pack) it stays there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from twijs_desk.protocol.model import Mandate, Pack

BOARD: Final = "board"
PRINCIPAL: Final = "principal"
IF_MANDATED: Final = "principal_if_mandated"


def choices(mandate: Mandate) -> tuple[str, ...]:
    """Who may be chosen for this decision, the default of the pack first."""
    if not mandate.movable:
        return (mandate.decides,)
    # The officer for data protection advises and watches; only where the pack says so does he file himself.
    return tuple(dict.fromkeys((mandate.decides, IF_MANDATED, BOARD)))


def with_mandates(pack: Pack, decides: Mapping[str, str]) -> Pack:
    """The pack with this foundation's choices; what its law does not leave room for stays as the pack has it."""
    changed = {
        key: replace(mandate, decides=decides[key])
        for key, mandate in pack.mandates.items()
        if mandate.movable and decides.get(key, mandate.decides) != mandate.decides
    }
    return replace(pack, mandates={**pack.mandates, **changed}) if changed else pack


class Mandates:
    """The choices of one foundation, laid over every pack that is asked for; each pack is made once."""

    def __init__(
        self, decides: Mapping[str, str] | None = None, documents: Mapping[str, str] | None = None
    ) -> None:
        self.decides: Mapping[str, str] = dict(decides or {})
        self.documents: Mapping[str, str] = dict(documents or {})
        """Where a mandate stands, as a letter names it, for the decisions that were given one."""
        self._made: dict[int, tuple[Pack, Pack]] = {}

    def on(self, pack: Pack) -> Pack:
        if not self.decides:
            return pack
        made = self._made.get(id(pack))
        if made is None or made[0] is not pack:
            made = self._made[id(pack)] = (pack, with_mandates(pack, self.decides))
        return made[1]
