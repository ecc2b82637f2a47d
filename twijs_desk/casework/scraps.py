"""What stands on the screen and counts nowhere yet: a choice not confirmed, a note half typed, where the user was.

Kept in the vault while it is locked or the program is gone, so that it is on the screen again afterwards and
nowhere else.
"""

import uuid
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import select

from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import PartyEntry
from twijs_desk.store.models import Draft

KIND = "scrap"
_PARTIES = TypeAdapter(tuple[PartyEntry, ...])
_SPACE = uuid.UUID("5d0c4b1e-1f0a-4f0e-9a53-8b1f6f3f6f0e")


def keep(desk: Desk, key: str, body: dict[str, Any]) -> None:
    """Keep `body` under `key` instead of what was kept there; an empty body removes it.

    Durable when this returns. One line in the log per scrap, not per pause in the typing.
    """
    with desk.act() as act:
        row = act.session.get(Draft, id_of(key))
        if not body:
            if row is not None:
                act.session.delete(row)
            return
        if row is None:
            row = Draft(id=id_of(key), kind=KIND, started_at=act.at, saved_at=act.at)
            act.log("scrap_kept", "draft", key)
        row.body = body
        row.saved_at = act.at
        act.session.add(row)


def read(desk: Desk, key: str) -> dict[str, Any]:
    """What is kept under `key`; empty when there is nothing."""
    with desk.look() as session:
        row = session.exec(select(Draft).where(Draft.id == id_of(key), Draft.kind == KIND)).first()
        return dict(row.body) if row is not None else {}


def take(desk: Desk, key: str) -> dict[str, Any]:
    """The same, and it is gone from the vault."""
    body = read(desk, key)
    if body:
        keep(desk, key, {})
    return body


def plain_parties(entries: tuple[PartyEntry, ...]) -> list[Any]:
    """People who are chosen and not recorded, as plain values that a scrap can hold."""
    return list(_PARTIES.dump_python(entries, mode="json"))


def parties(plain: list[Any]) -> tuple[PartyEntry, ...]:
    """And back."""
    return _PARTIES.validate_python(plain, strict=False)


def id_of(key: str) -> uuid.UUID:
    return uuid.uuid5(_SPACE, key)
