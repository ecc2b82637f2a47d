"""Which slots the vault knows of, kept inside it. A key file put back or changed outside shows at unlocking.

It cannot keep out a withdrawn passphrase that came back with an old key file: for that there is a new vault key.
"""

from typing import Any

from sqlmodel import Session

from twijs_desk.store.keys import KeyFile
from twijs_desk.store.models import Setting

_KEY = "key_slots"


def remember(session: Session, key_file: KeyFile) -> None:
    setting = session.get(Setting, _KEY) or Setting(key=_KEY)
    setting.value = {"ids": [slot.id for slot in key_file.slots]}
    session.add(setting)


def differences(session: Session, key_file: KeyFile) -> dict[str, Any]:
    """Ids of slots that came or went without the vault; empty when all is as it was left."""
    setting = session.get(Setting, _KEY)
    if setting is None:  # made before this was kept
        return {}
    found, known = {slot.id for slot in key_file.slots}, set(setting.value.get("ids", []))
    if found == known:
        return {}
    return {"unknown": sorted(found - known), "missing": sorted(known - found)}
