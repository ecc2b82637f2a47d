"""Marks that cannot be there by chance: one per column of the vault, and a picture with its own bytes and pixels."""

import base64
import re
import struct
import zlib
from collections.abc import Iterator

from sqlmodel.sql.sqltypes import AutoString

from twijs_desk.store.models import METADATA

WORD = "zzqmerk"
"""Every mark begins so; looked for in any case of letters, as UTF-8, as UTF-16 and inside base64."""

# Columns that hold a fixed word, an id, a number or a hash of ours and no text of a person: they cannot be marked.
# A new column is not in this list, so it is marked; if that cannot be, its line belongs here with the others.
FIXED = set(
    """
    vault_info.* alembic_version.* audit_event.* rule_pack.* destruction.* setting.key draft.kind school.law
    person.form_of_address person.search_key capacity.kind case_file.status case_file.confidentiality
    incident.period correction.subject correction.field publication.audience publication.online_state party.role
    party.capacity allegation.rule_id allegation.finding evidence_item.kind evidence_item.storage_mode
    evidence_item.media_type evidence_item.sha256 custody_event.kind flow_run.pack_id flow_run.pack_version
    answer.question_id qualification.outcome obligation.rule_id obligation.level obligation.basis obligation.action
    obligation.status inspector_call.duty_basis inspector_call.outcome inspector_call.suspicion hearing.kind
    measure.rule_id measure.status letter.code letter.status letter.template_version letter.template_hash
    letter.sha256 letter.reference delivery.channel dossier_entry.kind
    """.split()
)


def mark(table: str, column: str) -> str:
    return WORD + table.replace("_", "") + column.replace("_", "") + "q"


def columns() -> Iterator[tuple[str, str]]:
    """Every column with text of people in it."""
    for table in METADATA.tables.values():
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if isinstance(column.type, AutoString) and not {name, f"{table.name}.*"} & FIXED:
                yield table.name, column.name


def _pixels(seed: bytes = b"twijs-desk") -> bytes:
    line = b""
    value = seed
    while len(line) < 64 * 3:
        value = zlib.compress(value + bytes([len(line) % 251]))
        line += bytes((each * 7 + 13) % 256 for each in value)
    return line[: 64 * 3]


PIXELS = _pixels()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture() -> bytes:
    """A PNG of 64 by 64 whose every line is the same, in bytes that are nowhere else, with a text in it."""
    body = zlib.compress((b"\0" + PIXELS) * 64)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
        + _chunk(b"tEXt", b"Comment\0" + f"{WORD}pictureq".encode())
        + _chunk(b"IDAT", body)
        + _chunk(b"IEND", b"")
    )


def _as_shown(order: str, alpha: bool) -> bytes:
    """Eight pixels as they stand in memory or in a file without compression."""
    found = b""
    for at in range(0, 24, 3):
        red, green, blue = PIXELS[at : at + 3]
        found += bytes((red, green, blue) if order == "rgb" else (blue, green, red)) + (
            b"\xff" if alpha else b""
        )
    return found


def _needles() -> dict[str, re.Pattern[bytes]]:
    small = WORD.encode()
    needles = {
        "UTF-8": re.compile(re.escape(small), re.IGNORECASE),
        "UTF-16LE": re.compile(re.escape(WORD.encode("utf-16-le")), re.IGNORECASE),
        "UTF-16BE": re.compile(re.escape(WORD.encode("utf-16-be")), re.IGNORECASE),
        "hexadecimal": re.compile(small.hex().encode(), re.IGNORECASE),
        "bytes of the picture": re.compile(re.escape(picture()[60:92])),
        "bytes of the picture, compressed": re.compile(
            re.escape(zlib.compress((b"\0" + PIXELS) * 64)[20:52])
        ),
    }
    for start in range(3):  # base64 looks different at each of three places
        inner = base64.b64encode(bytes(start) + small)[4 if start else 0 : -4]
        needles[f"base64 at {start}"] = re.compile(re.escape(inner))
    for order in ("rgb", "bgr"):
        for alpha in (False, True):
            needles[f"pixels {order}{' and alpha' if alpha else ''}"] = re.compile(
                re.escape(_as_shown(order, alpha))
            )
    return needles


NEEDLES = _needles()


def found_in(data: bytes) -> list[str]:
    """Which marks stand in these bytes, with for text what follows."""
    found = []
    for kind, needle in NEEDLES.items():
        hit = needle.search(data)
        if hit is not None:
            text = bytes(byte for byte in data[hit.start() : hit.start() + 80] if 32 <= byte < 127)
            found.append(f"{kind}: {text.decode()[:40]}")
    return found
