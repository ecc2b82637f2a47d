"""Sets a composed letter or record on paper: PDF/A-2a and PDF/UA-1, the same bytes for the same input.

Imports reportlab; casework imports this module only when a page has to be made.
"""

from dataclasses import replace
from datetime import datetime

from reportlab.pdfbase.pdfmetrics import stringWidth

from twijs_desk.letters import fonts, layout
from twijs_desk.letters.archive import A4, ArchiveCanvas, Info, Node
from twijs_desk.letters.dutch import written_date
from twijs_desk.letters.errors import LetterGapsError, LetterTextError
from twijs_desk.letters.layout import ACCENT, INK, LEFT, MM, QUIET, RIGHT, Placed
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
from twijs_desk.letters.names import MAX_ADDRESS_LINES
from twijs_desk.letters.text import clean

MAX_PAGES = 60
_HEIGHT = A4[1]
_ADDRESS_PITCH = 12.6
_WINDOW = 66 * MM
_PALE = "#EEF1F3"
_LINE = "#DDE3E8"


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
    pages = (layout.letter_pages if letter else layout.record_pages)(composed, body, draft)
    if len(pages) > MAX_PAGES:
        raise LetterTextError(
            f"De brief is te lang: {len(pages)} pagina’s, het hoogste aantal is {MAX_PAGES}. "
            "Kort de tekst in of voeg een deel toe als bijlage."
        )
    for number, page in enumerate(pages, 1):
        if draft:
            _concept(canvas)
        if number == 1:
            _letterhead(canvas, head, letterhead)
            if letter:
                _envelope(canvas, head, letterhead, meta)
                _reference(canvas, head, meta, len(composed.enclosures))
            else:
                _record_head(canvas, head, meta)
        else:
            _next_head(canvas, letterhead, meta, number, len(pages))
        for placed in page:
            if len(pages) > 1:
                _bookmark(canvas, placed)
            _draw(canvas, placed, draft)
        _footer(canvas, composed, meta, number, len(pages))
        if number < len(pages):
            canvas.next_page()
    return Rendered(canvas.finish(), len(pages), _positions(pages))


def _draw(canvas: ArchiveCanvas, placed: Placed, draft: bool) -> None:
    if placed.rule:
        with canvas.artifact():
            canvas.setStrokeColor(_LINE)
            canvas.setLineWidth(0.7)
            canvas.line(LEFT, _HEIGHT - placed.top, RIGHT, _HEIGHT - placed.top)
        return
    if placed.bullet_node is not None:
        style = placed.flowable.style
        with canvas.tagged(placed.bullet_node):
            _text(
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


def _text(
    canvas: ArchiveCanvas,
    words: str,
    left: float,
    baseline: float,
    size: float,
    *,
    font: str = fonts.BODY,
    colour: object = INK,
    right: bool = False,
) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    (canvas.drawRightString if right else canvas.drawString)(left, _HEIGHT - baseline, words)


def _concept(canvas: ArchiveCanvas) -> None:
    with canvas.artifact():
        canvas.saveState()
        canvas.translate(A4[0] / 2, _HEIGHT / 2 - 20)
        canvas.rotate(52)
        canvas.setFillColor(_PALE)
        canvas.setFont(fonts.BOLD, 118)
        canvas.drawCentredString(0, -40, "CONCEPT")
        canvas.restoreState()


def _letterhead(canvas: ArchiveCanvas, head: Node, letterhead: Letterhead) -> None:
    top = 17 * MM
    left = LEFT
    if letterhead.mark:
        box = (LEFT, _HEIGHT - top - 26, LEFT + 26, _HEIGHT - top)
        figure = head.add(Node("Figure", alt=f"Beeldmerk van {letterhead.foundation}", box=box))
        with canvas.tagged(figure):
            _mark(canvas, LEFT, _HEIGHT - top - 26, 26)
        left = LEFT + 35
    with canvas.tagged(head.add(Node("P"))):
        _text(canvas, _fit(letterhead.school, 14, 95 * MM, fonts.BOLD), left, top + 12, 14, font=fonts.BOLD)
    with canvas.tagged(head.add(Node("P"))):
        _text(canvas, letterhead.foundation, left, top + 24.5, 9.5, colour=QUIET)
    contact = [*letterhead.address, letterhead.phone, letterhead.email, letterhead.website]
    for index, line in enumerate(line for line in contact if line):
        with canvas.tagged(head.add(Node("P"))):
            _text(canvas, line, RIGHT, top + 8 + index * 10.8, 8.5, colour=QUIET, right=True)


def _mark(canvas: ArchiveCanvas, left: float, bottom: float, size: float) -> None:
    """A small house on water: drawn, so that it stays sharp and needs no image."""
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(size / 26, size / 26)
    canvas.setFillColor(ACCENT)
    canvas.roundRect(0, 0, 26, 26, 5, stroke=0, fill=1)
    canvas.setStrokeColorRGB(1, 1, 1)
    canvas.setLineWidth(1.7)
    canvas.setLineJoin(1)
    canvas.setLineCap(1)
    path = canvas.beginPath()
    for x, y, start in (
        (6, 13.5, True),
        (13, 20, False),
        (20, 13.5, False),
        (8, 12.5, True),
        (8, 9.5, False),
        (18, 12.5, True),
        (18, 9.5, False),
    ):
        (path.moveTo if start else path.lineTo)(x, y)
    path.moveTo(6, 6.5)
    path.curveTo(8.5, 9, 10.5, 4.5, 13, 6.5)
    path.curveTo(15.5, 8.5, 17.5, 4.5, 20, 6.5)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def _envelope(canvas: ArchiveCanvas, head: Node, letterhead: Letterhead, meta: LetterMeta) -> None:
    """Address in the zone that every measured window shows, and nothing else near it."""
    left = LEFT if letterhead.window == "left" else 117 * MM
    with canvas.tagged(head.add(Node("P"))):
        _text(
            canvas,
            letterhead.return_line,
            left,
            56 * MM,
            _size(letterhead.return_line, 6.5, 66 * MM, 4.5),
            colour=QUIET,
        )
    lines, size = _address(meta.address)
    for index, line in enumerate(lines):
        with canvas.tagged(head.add(Node("P"))):
            _text(canvas, line, left, 58 * MM + 10 + index * _ADDRESS_PITCH, size)
    if meta.marking:
        place = 125 * MM if letterhead.window == "left" else LEFT
        with canvas.tagged(head.add(Node("P"))):
            _text(canvas, meta.marking.upper(), place, 58 * MM + 10, 9.5, font=fonts.BOLD)
    with canvas.artifact():
        canvas.setStrokeColor("#B8C2CC")
        canvas.setLineWidth(0.5)
        for mark, length in ((105, 4), (148.5, 6), (210, 4)):
            canvas.line(4 * MM, _HEIGHT - mark * MM, (4 + length) * MM, _HEIGHT - mark * MM)


def _reference(canvas: ArchiveCanvas, head: Node, meta: LetterMeta, enclosures: int) -> None:
    entries = [
        ("Datum", written_date(meta.dated_on) if meta.dated_on else "nog niet bekend"),
        ("Ons kenmerk", meta.reference or "volgt bij definitief maken"),
        ("Uw kenmerk", meta.your_reference),
        ("Behandeld door", meta.handled_by),
        ("Bijlagen", str(enclosures) if enclosures else ""),
    ]
    shown = [(label, value) for label, value in entries if value]
    left = LEFT
    for label, value in shown:
        # One paragraph per pair, so that a screen reader says label and value together.
        width = max(stringWidth(value, fonts.BODY, 9.5), stringWidth(label, fonts.BODY, 7.5)) + 14
        with canvas.tagged(head.add(Node("P"))):
            _text(canvas, label, left, 106.2 * MM, 7.5, colour=QUIET)
            _text(canvas, _fit(value, 9.5, RIGHT - left), left, 110.4 * MM, 9.5)
        left += width


def _record_head(canvas: ArchiveCanvas, head: Node, meta: LetterMeta) -> None:
    if meta.marking:
        with canvas.tagged(head.add(Node("P"))):
            _text(canvas, meta.marking.upper(), LEFT, 43 * MM, 9.5, font=fonts.BOLD)
    _pairs = [
        ("Kenmerk", meta.reference or "volgt bij definitief maken"),
        ("Zaak", meta.case_number),
        ("Opgemaakt op", written_date(meta.dated_on) if meta.dated_on else "nog niet bekend"),
        ("Opgemaakt door", meta.handled_by),
    ]
    left = LEFT
    for label, value in _pairs:
        if not value:
            continue
        with canvas.tagged(head.add(Node("P"))):
            _text(canvas, label, left, 49 * MM, 7.5, colour=QUIET)
            _text(canvas, _fit(value, 9.5, RIGHT - left), left, 53.2 * MM, 9.5)
        left += max(stringWidth(value, fonts.BODY, 9.5), stringWidth(label, fonts.BODY, 7.5)) + 16


def _next_head(
    canvas: ArchiveCanvas, letterhead: Letterhead, meta: LetterMeta, number: int, total: int
) -> None:
    parts = [letterhead.school, meta.reference, written_date(meta.dated_on) if meta.dated_on else ""]
    with canvas.artifact("Pagination"):
        line = _fit(" · ".join(part for part in parts if part), 8.5, 120 * MM)
        _text(canvas, line, LEFT, 18 * MM, 8.5, colour=QUIET)
        _text(canvas, f"pagina {number} van {total}", RIGHT, 18 * MM, 8.5, colour=QUIET, right=True)
        canvas.setStrokeColor(_LINE)
        canvas.setLineWidth(0.7)
        canvas.line(LEFT, _HEIGHT - 20.5 * MM, RIGHT, _HEIGHT - 20.5 * MM)


def _footer(canvas: ArchiveCanvas, composed: Composed, meta: LetterMeta, number: int, total: int) -> None:
    parts = [
        f"Zaak {meta.case_number}" if meta.case_number else "",
        f"sjabloon {composed.code} versie {composed.version} ({composed.template_hash[:8]})",
    ]
    baseline = _HEIGHT - 17 * MM
    with canvas.artifact("Pagination"):
        _text(canvas, " · ".join(part for part in parts if part), LEFT, baseline, 7.5, colour=QUIET)
        _text(canvas, f"pagina {number} van {total}", RIGHT, baseline, 7.5, colour=QUIET, right=True)


def _fit(words: str, size: float, width: float, font: str = fonts.BODY) -> str:
    """Only for lines that are repeated elsewhere in full: shortened with an ellipsis."""
    if stringWidth(words, font, size) <= width:
        return words
    while words and stringWidth(words + "…", font, size) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def _size(words: str, size: float, width: float, least: float) -> float:
    """The size at which a line fits, no smaller than `least`."""
    wide = stringWidth(words, fonts.BODY, size)
    return size if wide <= width else max(least, size * width / wide)


def _wrapped(line: str, size: float) -> list[str]:
    """Broken at ordinary spaces only: the two hard ones after a postcode stay."""
    parts: list[str] = []
    for word in line.split(" "):
        joined = f"{parts[-1]} {word}" if parts else word
        if parts and stringWidth(joined, fonts.BODY, size) <= _WINDOW:
            parts[-1] = joined
        else:
            parts.append(word)
    return parts


def _address(lines: tuple[str, ...]) -> tuple[list[str], float]:
    """The address as it fits the window: never cut, a long line runs on, and only then smaller type."""
    if len(lines) > MAX_ADDRESS_LINES:
        raise LetterTextError(
            "Het adres heeft te veel regels voor een vensterenvelop; zes is het hoogste aantal."
        )
    for size in (10.5, 10.0, 9.5, 9.0):
        fitted = [part for line in lines for part in _wrapped(line, size)]
        widest = max((stringWidth(line, fonts.BODY, size) for line in fitted), default=0)
        if len(fitted) <= MAX_ADDRESS_LINES and widest <= _WINDOW:
            return fitted, size
    longest = max(lines, key=len)
    raise LetterTextError(
        f"De adresregel ‘{longest}’ past niet in het venster van de envelop. Kort de regel in."
    )


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
