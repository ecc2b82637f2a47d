"""Does a key fit a database file at all? SQLCipher says the same of a wrong key and of a damaged first page.

SQLCipher 4: pages of 4096 bytes that end on an IV of 16 and an HMAC-SHA512 over page, IV and page number, under a
key of its own (PBKDF2-HMAC-SHA512 over the database key, two rounds, the salt XOR 0x3a).
"""

import hashlib
import hmac
from pathlib import Path

from twijs_desk.store.errors import file_faults

PAGE = 4096
_SEAL = 64
_LOOKED_AT = 32


def key_fits(path: Path, key: bytes, salt: bytes) -> bool:
    """At least one of some pages, spread over the file, was sealed under this key. The first page is passed over."""
    sealing = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    with file_faults(), path.open("rb") as file:
        pages = path.stat().st_size // PAGE
        step = max(1, pages // _LOOKED_AT)
        for number in range(2, pages + 1, step):
            file.seek((number - 1) * PAGE)
            page = file.read(PAGE)
            if len(page) == PAGE and _sealed(page, number, sealing):
                return True
    return False


def _sealed(page: bytes, number: int, key: bytes) -> bool:
    found = hmac.new(key, page[:-_SEAL] + number.to_bytes(4, "little"), hashlib.sha512).digest()
    return hmac.compare_digest(found, page[-_SEAL:])
