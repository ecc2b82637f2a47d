"""A signed parcel of rules (`*.twijs-regels`): made, read and judged. Knows no vault.

One canonical JSON text with a manifest, the files of the pack and an Ed25519 signature over both. Everything
that is read here may come from anyone: sizes are bounded before parsing, and names are never used as paths.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from twijs_desk.casework.errors import DeskError, InputError, reason
from twijs_desk.casework.library import digest
from twijs_desk.protocol.load import MAX_FILES

SUFFIX: Final = ".twijs-regels"
MAX_PARCEL: Final = 2 * 1024 * 1024
MAX_KEY: Final = 8 * 1024
UNTOUCHED: Final = "Er is niets gewijzigd."
_FORMAT: Final = "twijs-regels/1"
_DOMAIN: Final = b"twijs-regels/1\n"
_PUBLIC: Final = "twijs-regels-sleutel"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.toml\Z")
_HEX: Final = re.compile(r"[0-9a-f]+\Z")
_MANIFEST: Final = ("id", "sha256", "signed_at", "title", "valid_from", "version")
_HEAD: Final = ("files", "format", "manifest", "public_key", "signature")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel whose signature holds. Whether its signer is trusted is up to the vault."""

    id: str
    version: str
    title: str
    valid_from: str
    files: Mapping[str, str]
    sha256: str
    signed_at: datetime
    public_key: str

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)


def fingerprint(public_key: str) -> str:
    """`1f3a 90bc …`: eight groups, to read aloud over the telephone."""
    text = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32]
    return " ".join(text[i : i + 4] for i in range(0, 32, 4))


# --- making ---


def seal(
    files: Mapping[str, str],
    *,
    pack_id: str,
    version: str,
    title: str,
    valid_from: str,
    key: Ed25519PrivateKey,
    at: datetime,
) -> bytes:
    """The bytes of a parcel. The caller has checked that the pack is whole."""
    for name in files:
        if not _NAME.match(name):
            raise InputError(
                f"De bestandsnaam ‘{name[:60]}’ kan niet in een pakket.",
                todo="Gebruik letters, cijfers en streepjes, zonder submappen, en de uitgang .toml.",
            )
    body = {
        "files": dict(files),
        "format": _FORMAT,
        "manifest": {
            "id": pack_id,
            "sha256": digest(files),
            "signed_at": at.astimezone(UTC).replace(microsecond=0).isoformat(),
            "title": title,
            "valid_from": valid_from,
            "version": version,
        },
        "public_key": _raw(key.public_key()),
    }
    data = _text({**body, "signature": key.sign(_DOMAIN + _text(body)).hex()}) + b"\n"
    if len(data) > MAX_PARCEL:
        raise InputError(f"Deze regelset is te groot voor een pakket (meer dan {MAX_PARCEL // 2**20} MB).")
    return data


def new_key(path: Path, passphrase: str = "") -> str:
    """Write a new private key (0600) and beside it the public one (`.pub`); gives the fingerprint."""
    key = Ed25519PrivateKey.generate()
    lock: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption()
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    public = _raw(key.public_key())
    beside = path.with_name(path.name + ".pub")
    write_new(beside, f"{_PUBLIC} {public}\n".encode())
    try:
        write_new(path, pem, mode=0o600)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return fingerprint(public)


def write_new(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """A file that was not there; half a file is taken away again."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    except FileExistsError:
        raise InputError(
            f"Het bestand {path} bestaat al.",
            "Het bestaande bestand is niet gewijzigd.",
            "Kies een andere naam.",
        ) from None
    except OSError as error:
        raise InputError(f"Het bestand {path} kan niet worden geschreven ({reason(error)}).") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise InputError(f"Het bestand {path} kan niet worden geschreven ({reason(error)}).") from None


def private_key(path: Path, passphrase: str = "") -> Ed25519PrivateKey:
    data = read_bytes(path, MAX_KEY, "sleutel")
    try:
        key = serialization.load_pem_private_key(data, passphrase.encode() if passphrase else None)
    except TypeError:
        raise InputError(
            "Deze sleutel is met een wachtzin beveiligd, of juist niet.",
            todo="Geef de wachtzin van de sleutel.",
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise InputError("Deze sleutel kan niet worden gelezen, of de wachtzin klopt niet.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError("Dit is geen sleutel om regels mee te tekenen (Ed25519).")
    return key


def public_key(path: Path) -> str:
    """The public key in a `.pub` file, as hexadecimal text."""
    words = read_bytes(path, MAX_KEY, "sleutel").decode("utf-8", "replace").split()
    if len(words) != 2 or words[0] != _PUBLIC or not is_public_key(words[1]):
        raise InputError(f"Het bestand {path.name} is geen openbare sleutel voor regels (.pub).")
    return words[1]


def is_public_key(text: str) -> bool:
    return len(text) == 64 and bool(_HEX.match(text))


# --- reading ---


def read(path: Path) -> Parcel:
    return parse(read_bytes(path, MAX_PARCEL, "pakket"))


def read_bytes(path: Path, limit: int, what: str) -> bytes:
    try:
        if not path.is_file():  # a pipe or a device would keep us waiting
            raise InputError(f"Het bestand {path} bestaat niet of is geen gewoon bestand.", UNTOUCHED)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise InputError(
            f"Het bestand {path} kan niet worden gelezen ({reason(error)}).", UNTOUCHED
        ) from None
    except ValueError:  # a NUL in the name
        raise InputError("Deze bestandsnaam kan niet.", UNTOUCHED) from None
    if len(data) > limit:
        raise InputError(f"Dit bestand is te groot voor een {what}.", UNTOUCHED)
    return data


def parse(data: bytes) -> Parcel:
    """What is in a parcel, when all of it is as it was signed. Raises InputError for any other bytes."""
    if len(data) > MAX_PARCEL:
        raise _refused("het is te groot")
    raw = _json(data)
    if not isinstance(raw, dict) or raw.get("format") != _FORMAT:
        raise InputError(
            "Dit bestand is geen pakket met regels, of het is van een nieuwere versie van TWijs Desk.",
            UNTOUCHED,
            f"Kies een bestand dat op {SUFFIX} eindigt.",
        )
    if sorted(raw) != sorted(_HEAD):
        raise _refused("er ontbreekt iets, of er staat iets te veel in")
    manifest, files = raw["manifest"], raw["files"]
    if not _texts(manifest) or sorted(manifest) != sorted(_MANIFEST):
        raise _refused("de inhoudsopgave klopt niet")
    if not _texts(files) or not 0 < len(files) <= MAX_FILES or not all(_NAME.match(name) for name in files):
        raise _refused("de lijst van bestanden klopt niet")
    key, signature = raw["public_key"], raw["signature"]
    if not isinstance(key, str) or not is_public_key(key):
        raise _refused("de sleutel is geen geldige sleutel")
    if not isinstance(signature, str) or len(signature) != 128 or not _HEX.match(signature):
        raise _refused("de handtekening is geen geldige handtekening")
    # One way to write a parcel: what was signed is exactly what is read.
    if _text(raw) + b"\n" != data:
        raise _refused("het is niet geschreven zoals TWijs Desk dat doet")
    body = {name: raw[name] for name in _HEAD if name != "signature"}
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), _DOMAIN + _text(body)
        )
    except (InvalidSignature, ValueError):
        raise DeskError(
            "De handtekening onder deze regels klopt niet: het bestand is na het tekenen gewijzigd of beschadigd.",
            UNTOUCHED,
            "Vraag het bestand opnieuw aan bij wie het maakte.",
        ) from None
    if digest(files) != manifest["sha256"]:
        raise _refused("het controlegetal klopt niet")
    return Parcel(
        id=manifest["id"],
        version=manifest["version"],
        title=manifest["title"],
        valid_from=manifest["valid_from"],
        files=files,
        sha256=manifest["sha256"],
        signed_at=_moment(manifest["signed_at"]),
        public_key=key,
    )


def _json(data: bytes) -> Any:
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_once,
            parse_int=_no_number,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError, InputError):
        raise InputError(
            "Dit bestand is geen pakket met regels, of het is beschadigd.",
            UNTOUCHED,
            f"Kies een bestand dat op {SUFFIX} eindigt.",
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _no_number(_text: str) -> Any:
    raise ValueError("a parcel holds texts only")


def _texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(part, str) for part in value.values())


def _text(value: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    except (UnicodeEncodeError, RecursionError):  # half a pair of surrogates, which JSON can spell
        raise _refused("er staat een teken in dat niet bestaat") from None


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            raise ValueError("no zone")
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _refused("de datum van tekenen klopt niet") from None


def _raw(key: Ed25519PublicKey) -> str:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()


def _refused(why: str) -> InputError:
    return InputError(
        f"Dit pakket met regels kan niet worden gebruikt: {why}.", UNTOUCHED, "Vraag het bestand opnieuw aan."
    )
