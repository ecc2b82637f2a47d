"""Every letter on fictional data, short, normal and long: to read, to print and to check."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from twijs_desk import assets
from twijs_desk.casework.desk import shipped_letters
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.letters import write_whole
from twijs_desk.letters import check, compose, letter_meta
from twijs_desk.letters.errors import LetterError
from twijs_desk.letters.samples import samples


@dataclass(frozen=True, slots=True)
class LetterType:
    code: str
    title: str
    version: int
    dossier: str
    signs: str
    basis: tuple[str, ...]


def letter_types() -> tuple[LetterType, ...]:
    return tuple(
        LetterType(t.code, t.title, t.version, t.dossier, t.signs, tuple(basis.ref for basis in t.basis))
        for t in shipped_letters().templates
    )


def write_samples(code: str, folder: Path) -> tuple[Path, ...]:
    """Set the three samples of a letter as final PDFs in a folder. Raises DeskError; no half-written file."""
    from twijs_desk.letters.render import render

    book = shipped_letters()
    if code not in book.codes:
        raise InputError(f"Brief {code[:20]} bestaat niet. Kies uit: {', '.join(book.codes)}.")
    template = book.template(code)
    written = []
    for sample in samples(template, assets.texts(assets.resource("letters"))):
        on = sample.facts["letter.dated_on"]
        if not hasattr(on, "isoformat") or isinstance(on, str | int | tuple):
            raise DeskError(f"Het voorbeeld ‘{sample.name}’ van brief {code} heeft geen datum.")
        try:
            composed = compose(template, sample.facts, {}, book, on)
            unmet = [item for item in check(template, sample.facts, composed) if item.blocks_final]
            if unmet:
                raise DeskError(f"Het voorbeeld ‘{sample.name}’ van brief {code}: {unmet[0].message}")
            at = datetime.combine(on, time(12), UTC)
            meta = letter_meta(template, sample.facts, on)
            rendered = render(composed, sample.letterhead, meta, final=True, at=at)
        except LetterError as error:
            raise DeskError(str(error)) from None
        path = folder / f"{code}-{sample.name}.pdf"
        write_whole(path, rendered.pdf)
        written.append(path)
    return tuple(written)
