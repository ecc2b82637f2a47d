"""Helpers for the letter tests: the shipped book, samples, rendering and reading pages back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

import page
import pypdfium2

from twijs_desk import assets
from twijs_desk.letters import compose, letter_meta, load, samples
from twijs_desk.letters.model import Composed, FactValue, LetterBook, Letterhead, Rendered, Template
from twijs_desk.letters.render import render

ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
CODES = ("I1", "L9", "M9")
NAMES = ("kort", "normaal", "lang")
MM = 72 / 25.4


@cache
def files() -> dict[str, str]:
    return assets.texts(assets.resource("letters"))


@cache
def book() -> LetterBook:
    return load(files())


@dataclass(frozen=True)
class Made:
    template: Template
    facts: dict[str, FactValue]
    letterhead: Letterhead
    composed: Composed

    def render(self, *, final: bool = True) -> Rendered:
        meta = letter_meta(self.template, self.facts, ON)
        return render(self.composed, self.letterhead, meta, final=final, at=AT)


def make(code: str, name: str = "normaal", **changes: FactValue | None) -> Made:
    """A shipped sample with some facts changed; None takes a fact away. `__` stands for the dot in a key."""
    template = book().template(code)
    sample = {item.name: item for item in samples(template, files())}[name]
    facts = dict(sample.facts)
    for key, value in changes.items():
        fact = key.replace("__", ".")
        if value is None:
            facts.pop(fact, None)
        else:
            facts[fact] = value
    return Made(template, facts, sample.letterhead, compose(template, facts, {}, book(), ON))


def faults(pdf: bytes) -> list[str]:
    """What an independent validator has against it, for archive (PDF/A-2a) and access (PDF/UA-1)."""
    found = []
    for profile in ("2a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        if not report.is_compliant:
            found += [f"{profile} {failure.rule_id} {failure.message}" for failure in report.failures] or [
                profile
            ]
    return found


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        # PDFium marks a hyphen at the end of a line with U+FFFE, a hard one just the same.
        return [
            document[n].get_textpage().get_text_range().replace("\ufffe", "-") for n in range(len(document))
        ]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without white space of any kind, because lines break where they break."""
    return "".join(text.split())
