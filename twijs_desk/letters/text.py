"""Text from people on its way to paper: cleaned, refused in Dutch when it cannot be printed, escaped once."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape as _xml_escape

from twijs_desk.letters.errors import LetterTextError
from twijs_desk.letters.model import Para, Run

MAX_RUN = 20_000
MAX_BLOCK = 200_000
MAX_LINE = 200
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Invisible characters that only carry layout from a word processor; nothing is lost without them.
_DROP = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060"), None)
_SPACES = dict.fromkeys(map(ord, "\t\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"), " ")


def clean(text: str, covers: frozenset[int] | None = None, *, limit: int = MAX_RUN, where: str = "") -> str:
    """NFC text on one line of thought, or a LetterTextError that names the character and the place.

    `covers` holds the code points of the letter font (`twijs_desk.letters.fonts.coverage()`).
    """
    place = f" in {where}" if where else ""
    if len(text) > limit:
        raise LetterTextError(
            f"De tekst{place} is te lang: {len(text):,} tekens, het hoogste aantal is {limit:,}.".replace(
                ",", "."
            )
        )
    result = unicodedata.normalize("NFC", text.translate(_DROP).translate(_SPACES))
    for character in result:
        if character in _BIDI:
            raise LetterTextError(
                f"De tekst{place} bevat een onzichtbaar teken dat de leesrichting omdraait "
                f"({code_point(character)}). Verwijder dat teken."
            )
        if unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}:
            raise LetterTextError(
                f"De tekst{place} bevat een stuurteken dat niet gedrukt kan worden "
                f"({code_point(character)}). Verwijder dat teken."
            )
        if covers is not None and ord(character) not in covers:
            raise LetterTextError(
                f"Het teken {describe(character)}{place} kan niet in de brief worden gedrukt. "
                "Schrijf het anders of laat het weg."
            )
    return result


def code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def describe(character: str) -> str:
    """The character as the user can recognise it: itself when it is visible, and always its number."""
    if unicodedata.category(character)[0] in "LNPS":
        return f"‘{character}’ ({code_point(character)})"
    return code_point(character)


def paragraphs(text: str, covers: frozenset[int] | None = None, *, where: str = "") -> tuple[Para, ...]:
    """Plain typed text as paragraphs: every line is one, `- ` makes a list item."""
    if len(text) > MAX_BLOCK:
        raise LetterTextError(
            f"De tekst{f' in {where}' if where else ''} is te lang: {len(text):,} tekens, "
            f"het hoogste aantal is {MAX_BLOCK:,}.".replace(",", ".")
        )
    result: list[Para] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        words = line.strip()
        if not words:
            continue
        if words[:2] in {"- ", "• ", "* "}:
            result.append(Para((Run(clean(words[2:].strip(), covers, where=where)),), "bullet"))
        else:
            result.append(Para((Run(clean(words, covers, where=where)),)))
    return tuple(result)


def clean_paras(
    paras: Iterable[Para], covers: frozenset[int] | None = None, *, where: str = ""
) -> tuple[Para, ...]:
    """Edited paragraphs with every run cleaned, empty ones left out, within the length a block may have."""
    result = []
    total = 0
    for para in paras:
        runs = tuple(
            Run(clean(run.text, covers, where=where), run.bold, run.italic, run.gap) for run in para.runs
        )
        total += sum(len(run.text) for run in runs)
        if total > MAX_BLOCK:
            raise LetterTextError(f"De tekst{f' in {where}' if where else ''} is te lang voor één onderdeel.")
        if any(run.text.strip() or run.gap for run in runs):
            result.append(Para(runs, para.kind))
    return tuple(result)


_NBSP = "\u00a0"
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_BOUND = re.compile(
    rf"(?<=\d) (?=\d|-|–|uur\b|(?:{_MONTHS})\b)|(?<=\d[-–]) (?=\d)|(?<= [-–]) (?=\d)"
    r"|(?<=€) (?=\d)|(?<=\bartikel) (?=[A-Z]?\d)|(?<=\b[A-Z]\.) (?=[A-Z])"
)


def bound(text: str) -> str:
    """Dates, telephone numbers, amounts and initials do not break over two lines."""
    return _BOUND.sub(_NBSP, text)


def markup(runs: Sequence[Run], *, draft: bool = True) -> str:
    """The only place where text becomes reportlab markup, and so the only place that escapes."""
    parts = []
    for run in runs:
        words = _xml_escape(bound(run.text))
        if run.bold:
            words = f"<b>{words}</b>"
        if run.italic:
            words = f"<i>{words}</i>"
        if run.gap and draft:
            words = (
                f'<font color="#7A4A00" backColor="#FBEFD9"><u width="0.6" offset="-2.6">'
                f'<strike width="0.6" offset="8.2">{words}</strike></u></font>'
            )
        parts.append(words)
    return "".join(parts)
