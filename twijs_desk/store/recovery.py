"""What stands on a recovery sheet, as groups of characters: the code and the record, written and read back.

Crockford's base32: no I, L, O or U, and when typed O is read as 0, I and L as 1. The code is 160 bits on two
lines of 16 characters, each with a check character: one wrong character, or two changed places, is always noticed and
the line named. The record is the 48-byte ciphertext of the slot on four lines of 20 characters: 12 bytes and
4 check bits each (15 of 16 errors are noticed here, the rest by the slot itself).
"""

import hashlib

from twijs_desk.store.slots import RecoveryCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4
CODE_GROUPS = 8
_MISREAD = str.maketrans("OIL", "011")
_LINE = 16
_RECORD_LINE = 20
_MAX_TYPED = 2000


class RecoveryTextError(ValueError):
    """`line` is the line that is wrong, counted from 1; 0 when the whole has another length."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def code_lines(code: RecoveryCode) -> tuple[str, str]:
    """`ABCD EFGH JKMN PQRS  T`: four groups and the check character of the line, twice."""
    text = _encode(int.from_bytes(code.bits, "big"), 2 * _LINE)
    first, second = (
        f"{_groups(line)}  {_check(line, number)}"
        for number, line in enumerate((text[:_LINE], text[_LINE:]), 1)
    )
    return first, second


def code_groups(code: RecoveryCode) -> tuple[str, ...]:
    """The eight groups without check characters, for typing some of them back."""
    text = _encode(int.from_bytes(code.bits, "big"), 2 * _LINE)
    return tuple(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def parse_code(typed: str) -> RecoveryCode:
    """The code from both lines with their check characters, however they were spaced."""
    text = _whole(typed, 2, _LINE + 1)
    lines = (text[: _LINE + 1], text[_LINE + 1 :])
    for number, line in enumerate(lines, 1):
        if _check(line[:-1], number) != line[-1]:
            raise RecoveryTextError(number, "check")
    return RecoveryCode(_decode(lines[0][:-1] + lines[1][:-1]).to_bytes(20, "big"))


def record_lines(ciphertext: bytes) -> tuple[str, ...]:
    """Four lines of five groups."""
    lines = []
    for number in range(4):
        part = ciphertext[number * 12 : number * 12 + 12]
        value = int.from_bytes(part, "big") << 4 | _check_bits(part, number)
        lines.append(_groups(_encode(value, _RECORD_LINE)))
    return tuple(lines)


def parse_record(typed: str) -> bytes:
    """The ciphertext from twenty groups; also from what the QR code says, where it stands behind the last `/`."""
    text = _whole(typed.rsplit("/", 1)[-1], 4, _RECORD_LINE)
    parts = []
    for number in range(4):
        value = _decode(text[number * _RECORD_LINE : (number + 1) * _RECORD_LINE])
        part = (value >> 4).to_bytes(12, "big")
        if value & 0xF != _check_bits(part, number):
            raise RecoveryTextError(number + 1, "check")
        parts.append(part)
    return b"".join(parts)


def qr_text(vault_id: str, ciphertext: bytes) -> str:
    """Only characters of the compact alphanumeric mode."""
    record = "".join(record_lines(ciphertext)).replace(" ", "")
    return f"TWIJS-DESK/1/{vault_id.upper()}/{record}"


def plain(typed: str) -> str:
    """What was typed as characters of the alphabet, without spaces and hyphens."""
    if len(typed) > _MAX_TYPED:
        raise RecoveryTextError(0, "too long")
    text = "".join(typed.split()).upper()
    for dash in "-\u2010\u2011\u2012\u2013\u2014\u2212":
        text = text.replace(dash, "")
    text = text.translate(_MISREAD)
    if any(character not in ALPHABET for character in text):
        raise RecoveryTextError(0, "characters")
    return text


def _whole(typed: str, lines: int, length: int) -> str:
    """All characters. When it was typed line by line, the line that is too short or too long is named."""
    parts = [plain(part) for part in typed.splitlines() if part.strip()]
    for number, part in enumerate(parts, 1):
        if len(parts) == lines and len(part) != length:
            raise RecoveryTextError(number, f"{len(part)} of {length} characters")
    text = "".join(parts)
    if len(text) != lines * length:
        raise RecoveryTextError(0, f"{len(text)} of {lines * length} characters")
    return text


def _groups(text: str) -> str:
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def _encode(value: int, length: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))


def _decode(text: str) -> int:
    value = 0
    for character in text:
        value = value << 5 | ALPHABET.index(character)
    return value


def _check(line: str, number: int) -> str:
    """A weighted sum in the field of 32 elements: each place counts by another power of x (x^5 = x^2 + 1)."""
    total = number
    for character in line:
        total = (total ^ ALPHABET.index(character)) << 1
        total ^= 0b100101 if total & 32 else 0
    return ALPHABET[total]


def _check_bits(part: bytes, number: int) -> int:
    return hashlib.sha256(bytes([number]) + part).digest()[0] & 0xF
