"""How hard a passphrase is to guess, by zxcvbn with Dutch words and what is known of this school; advice in Dutch."""

from collections.abc import Sequence
from functools import cache

from twijs_desk import assets

_LOOKED_AT = 64
"""zxcvbn takes ever longer for longer text; what comes after this many characters only makes it stronger."""

_ADVICE = (
    "Veel te makkelijk te raden. Neem een zin van vier of meer woorden die niet bij elkaar horen.",
    "Te makkelijk te raden. Voeg een of twee woorden toe die er niet bij horen.",
    "Redelijk. Nog een woord erbij maakt de wachtzin veel sterker.",
    "Goed.",
    "Sterk.",
)
_WARNINGS = (
    ("sequence", "Een rijtje als abc of 1234 staat in elke lijst."),
    ("repeat", "Herhalen helpt niet."),
    ("spatial", "Toetsen naast elkaar staan in elke lijst."),
    ("date", "Een datum of jaartal is snel geraden."),
    ("year", "Een datum of jaartal is snel geraden."),
    ("dictionary", "Een bekend woord of bekende naam is snel geraden."),
)


def judge(text: str, about: Sequence[str] = ()) -> tuple[int, str]:
    """A score from 0 to 4 and a sentence. Takes a few milliseconds, whatever is typed."""
    if not text:
        return 0, _ADVICE[0]
    from zxcvbn import zxcvbn  # 0.1 s of dictionaries: only when someone chooses a passphrase

    known = [word for part in about for word in (part, *part.split()) if len(word) > 2]
    result = zxcvbn(text[:_LOOKED_AT], user_inputs=[*known, *_dutch_words()])
    score = int(result["score"])
    if score >= 2:
        return score, _ADVICE[score]
    found = {match["pattern"] for match in result["sequence"]}
    warning = next((sentence for pattern, sentence in _WARNINGS if pattern in found), "")
    return score, f"{_ADVICE[score]} {warning}".strip()


@cache
def _dutch_words() -> tuple[str, ...]:
    lines = assets.resource("words", "nl.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())
