"""Sets a composed letter or record on paper: PDF/A-2a and PDF/UA-1, the same bytes for the same input.

Imports reportlab; casework imports this module only when a page has to be made.
"""

from dataclasses import replace
from datetime import datetime

from twijs_desk.letters import fonts, layout, stationery
from twijs_desk.letters.archive import A4, ArchiveCanvas, Info, Node
from twijs_desk.letters.errors import LetterGapsError, LetterTextError
from twijs_desk.letters.layout import LEFT, MM, RIGHT, Placed
from twijs_desk.letters.model import (
    Composed,
    ComposedBlock,
    Letterhead,
    LetterMeta,
    Para,
    Position,
    Rendered,
    Row,
    Run,
)
from twijs_desk.letters.text import clean

MAX_PAGES = 60
_HEIGHT = A4[1]


def render(
    composed: Composed, letterhead: Letterhead, meta: LetterMeta, *, final: bool, at: datetime
) -> Rendered:
    """The letter as PDF. `final` refuses open gaps and leaves out the CONCEPT mark.

    Raises LetterGapsError or LetterTextError, both with a Dutch sentence; then there is no PDF.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    if final and composed.gaps:
        raise LetterGapsError(tuple(dict.fromkeys(gap.label for gap in composed.gaps)))
    covers = fonts.coverage()
    composed = _cleaned(composed, covers)
    letterhead = _cleaned_head(letterhead, covers)
    meta = _cleaned_meta(meta, covers)
    info = Info(
        title=" ".join(filter(None, (composed.title, meta.reference))),
        author=letterhead.school,
        subject=f"Zaak {meta.case_number}" if meta.case_number else composed.title,
        at=at,
        identity=repr((composed, letterhead, meta, final, at.timestamp())),
    )
    canvas = ArchiveCanvas(info)
    head, body = Node("Sect"), Node("Sect")
    canvas.root.kids += [head, body]
    draft = not final
    letter = composed.form == "letter"
    shown = stationery.reference_pairs(meta, len(composed.enclosures))
    pairs = shown if letter else stationery.record_pairs(meta)
    lower = (len(stationery.rows_of(pairs)) - 1) * stationery.REFERENCE_ROW
    if letter:
        pages = layout.letter_pages(composed, body, draft, layout.BODY_TOP + lower)
    else:
        pages = layout.record_pages(composed, body, draft, layout.RECORD_TOP + lower)
    if len(pages) > MAX_PAGES:
        raise LetterTextError(
            f"De brief is te lang: {len(pages)} pagina’s, het hoogste aantal is {MAX_PAGES}. "
            "Kort de tekst in of voeg een deel toe als bijlage."
        )
    for number, page in enumerate(pages, 1):
        if draft:
            stationery.concept(canvas)
        if number == 1:
            stationery.letterhead_block(canvas, head, letterhead)
            if letter:
                stationery.envelope(canvas, head, letterhead, meta)
                stationery.reference_block(canvas, head, pairs, 106.2 * MM)
            else:
                stationery.record_marking(canvas, head, meta)
                stationery.reference_block(canvas, head, pairs, 49 * MM)
        else:
            stationery.next_head(canvas, letterhead, meta, number, len(pages))
        for placed in page:
            if len(pages) > 1:
                _bookmark(canvas, placed)
            _draw(canvas, placed, draft)
        stationery.footer(canvas, composed, meta, number, len(pages))
        if number < len(pages):
            canvas.next_page()
    return Rendered(canvas.finish(), len(pages), _positions(pages))


def _draw(canvas: ArchiveCanvas, placed: Placed, draft: bool) -> None:
    if placed.rule:
        with canvas.artifact():
            canvas.setStrokeColor(stationery.LINE)
            canvas.setLineWidth(0.7)
            canvas.line(LEFT, _HEIGHT - placed.top, RIGHT, _HEIGHT - placed.top)
        return
    if placed.bullet_node is not None:
        style = placed.flowable.style
        with canvas.tagged(placed.bullet_node):
            stationery.text(
                canvas, placed.bullet, placed.left - 5 * MM, placed.top + style.leading - 3.6, style.fontSize
            )
    scope = canvas.tagged(placed.node) if placed.node is not None else canvas.artifact("Pagination")
    with scope:
        canvas.saveState()
        if draft:
            canvas.setDash(2, 1.4)  # the only lines inside text are those around a gap
        height = placed.flowable.wrap(placed.width, 1e6)[1]
        placed.flowable.drawOn(canvas, placed.left, _HEIGHT - placed.top - height)
        canvas.restoreState()


def _bookmark(canvas: ArchiveCanvas, placed: Placed) -> None:
    """A way through letters of two pages and more, from the headings."""
    if placed.node is None or placed.node.tag not in {"H1", "H2"}:
        return
    key = f"kop-{canvas.getPageNumber()}-{placed.top:.2f}"
    canvas.bookmarkHorizontalAbsolute(key, _HEIGHT - placed.top)
    words = placed.flowable.getPlainText(identify=0)
    canvas.addOutlineEntry(words, key, level=0 if placed.node.tag == "H1" else 1)


def _positions(pages: list[list[Placed]]) -> dict[str, tuple[Position, ...]]:
    found: dict[str, dict[int, Position]] = {}
    for number, page in enumerate(pages, 1):
        for item in page:
            if not item.block:
                continue
            box = Position(number, item.left, item.top, item.left + item.width, item.top + item.height)
            seen = found.setdefault(item.block, {}).get(number)
            found[item.block][number] = (
                box
                if seen is None
                else Position(
                    number,
                    min(seen.left, box.left),
                    min(seen.top, box.top),
                    max(seen.right, box.right),
                    max(seen.bottom, box.bottom),
                )
            )
    return {block: tuple(places.values()) for block, places in found.items()}


def _cleaned(composed: Composed, covers: frozenset[int]) -> Composed:
    """Last gate before paper: whatever way the text came, nothing unprintable passes."""

    def runs(parts: tuple[Run, ...], where: str) -> tuple[Run, ...]:
        return tuple(replace(run, text=clean(run.text, covers, where=where)) for run in parts)

    def paras(items: tuple[Para, ...], where: str) -> tuple[Para, ...]:
        return tuple(replace(para, runs=runs(para.runs, where)) for para in items)

    def block(item: ComposedBlock) -> ComposedBlock:
        where = f"het onderdeel ‘{item.heading or item.id}’"
        rows = tuple(Row(clean(row.label, covers), paras(row.paras, where)) for row in item.rows)
        return replace(item, heading=clean(item.heading, covers), paras=paras(item.paras, where), rows=rows)

    return replace(
        composed,
        subject=runs(composed.subject, "het onderwerp"),
        salutation=runs(composed.salutation, "de aanhef"),
        blocks=tuple(block(item) for item in composed.blocks),
        signature=tuple(runs(line, "de ondertekening") for line in composed.signature),
        enclosures=tuple(clean(item, covers, where="de bijlagen") for item in composed.enclosures),
        copies=tuple(clean(item, covers, where="het afschrift") for item in composed.copies),
    )


def _cleaned_head(letterhead: Letterhead, covers: frozenset[int]) -> Letterhead:
    def one(text: str) -> str:
        return clean(text, covers, limit=200, where="het briefhoofd")

    return replace(
        letterhead,
        school=one(letterhead.school),
        foundation=one(letterhead.foundation),
        address=tuple(one(line) for line in letterhead.address),
        phone=one(letterhead.phone),
        email=one(letterhead.email),
        website=one(letterhead.website),
    )


def _cleaned_meta(meta: LetterMeta, covers: frozenset[int]) -> LetterMeta:
    def one(text: str) -> str:
        return clean(text, covers, limit=200, where="het adres of kenmerk")

    return replace(
        meta,
        reference=one(meta.reference),
        case_number=one(meta.case_number),
        address=tuple(one(line) for line in meta.address),
        marking=one(meta.marking),
        your_reference=one(meta.your_reference),
        handled_by=one(meta.handled_by),
    )
