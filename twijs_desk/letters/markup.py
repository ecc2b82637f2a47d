"""The small language of template texts: paragraphs, `- ` and `1. ` lists, `**bold**` and gaps `{field:form}`.

Only template files are read this way. What people type never is: `{{` in a name stays two braces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twijs_desk.letters.model import ParaKind

FORMS = frozenset({"", "day", "time", "words", "lower"})
_GAP = re.compile(r"\{([a-z0-9_]+(?:\.[a-z0-9_]+)*)(?::([a-z]+))?\}")
_NUMBER = re.compile(r"\d+\. ")


@dataclass(frozen=True)
class Token:
    """Words, or a gap when `field` is set."""

    text: str
    bold: bool = False
    field: str = ""
    form: str = ""


@dataclass(frozen=True)
class Line:
    kind: ParaKind
    tokens: tuple[Token, ...]

    @property
    def only_gap(self) -> str:
        """The field when this paragraph is nothing but one gap, so that it can grow to several."""
        return self.tokens[0].field if len(self.tokens) == 1 else ""


def lines(text: str) -> tuple[Line, ...]:
    """Blank lines separate paragraphs; line breaks inside a paragraph are only there for the writer."""
    result: list[Line] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        pending: list[str] = []
        kind: ParaKind = "text"
        for raw in chunk.split("\n"):
            line = raw.strip()
            if line.startswith("- ") or _NUMBER.match(line):
                _close(result, kind, pending)
                kind = "bullet" if line.startswith("- ") else "number"
                pending = [line.split(" ", 1)[1]]
            else:
                pending.append(line)
        _close(result, kind, pending)
    return tuple(result)


def inline(text: str) -> tuple[Token, ...]:
    """One line of text as tokens."""
    return tuple(_tokens(text))


def unknown_parts(text: str) -> list[str]:
    """Braces that are no gap and forms that do not exist, for the loader to report."""
    wrong = [f"{{{field}:{form}}}" for field, form in _GAP.findall(text) if form not in FORMS]
    rest = _GAP.sub("", text)
    if "{" in rest or "}" in rest:
        wrong.append("losse accolade")
    if text.count("**") % 2:
        wrong.append("oneven aantal **")
    return wrong


def fields(text: str) -> tuple[str, ...]:
    return tuple(field for field, _ in _GAP.findall(text))


def _close(result: list[Line], kind: ParaKind, pending: list[str]) -> None:
    words = " ".join(part for part in pending if part)
    if words:
        result.append(Line(kind, tuple(_tokens(words))))
    pending.clear()


def _tokens(text: str) -> Iterator[Token]:
    for index, part in enumerate(text.split("**")):
        bold = index % 2 == 1
        place = 0
        for found in _GAP.finditer(part):
            if found.start() > place:
                yield Token(part[place : found.start()], bold)
            yield Token("", bold, found[1], found[2] or "")
            place = found.end()
        if place < len(part):
            yield Token(part[place:], bold)
