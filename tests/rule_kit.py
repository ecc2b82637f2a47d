"""Parcels of rules for the tests: a key, the small pack of the invented foundation, and what can be wrong with them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from twijs_desk import assets
from twijs_desk.casework import parcels, rulebooks
from twijs_desk.casework.desk import Desk
from twijs_desk.protocol.load import load

SMALL = assets.resource("protocol", "voorbeeld-klein")
SHIPPED = assets.resource("protocol", "twijs-2022")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()
SIGNED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def texts(folder: Path = SMALL) -> dict[str, str]:
    return assets.texts(folder)


def changed(files: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """The same files with one text replaced, which is in the rules exactly once, or else once in their proof."""
    rules = {name: text for name, text in files.items() if name != "proof.toml"}
    among = rules if any(old in text for text in rules.values()) else dict(files)
    assert sum(text.count(old) for text in among.values()) == 1, old
    return {**files, **{name: text.replace(old, new) for name, text in among.items()}}


def version(files: Mapping[str, str], number: str) -> dict[str, str]:
    pack = load(files)
    return changed(files, f'version = "{pack.version}"', f'version = "{number}"')


def sealed(files: Mapping[str, str], key: Ed25519PrivateKey = KEY, **told: str) -> bytes:
    pack = load(files)
    start = pack.validity.valid_from
    manifest = {
        "pack_id": pack.id,
        "version": pack.version,
        "title": pack.title,
        "valid_from": start.isoformat() if start else "",
    }
    return parcels.seal(files, key=key, at=SIGNED, **(manifest | told))


def parcel_file(folder: Path, files: Mapping[str, str] | None = None, key: Ed25519PrivateKey = KEY) -> Path:
    path = folder / f"regels{len(list(folder.iterdir()))}{parcels.SUFFIX}"
    path.write_bytes(sealed(texts() if files is None else files, key))
    return path


def trusting(desk: Desk) -> Desk:
    rulebooks.trust_signer(desk, PUBLIC, "Stichting Voorbeeld")
    return desk


def resigned(data: bytes, **changes: object) -> bytes:
    """A parcel whose head was changed by someone who has the key: only its form can be wrong."""
    raw = json.loads(data) | changes
    del raw["signature"]
    body = parcels._text(raw)
    return parcels._text({**raw, "signature": KEY.sign(parcels._DOMAIN + body).hex()}) + b"\n"
