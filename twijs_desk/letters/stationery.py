"""What stands around the text: letterhead, address window, reference block, page headers and footers."""

from reportlab.pdfbase.pdfmetrics import stringWidth

from twijs_desk.dutch import written_date
from twijs_desk.letters import fonts
from twijs_desk.letters.archive import A4, ArchiveCanvas, Node
from twijs_desk.letters.errors import LetterTextError
from twijs_desk.letters.layout import ACCENT, INK, LEFT, MM, QUIET, RIGHT
from twijs_desk.letters.model import Composed, Letterhead, LetterMeta
from twijs_desk.letters.names import MAX_ADDRESS_LINES

LINE = "#DDE3E8"
REFERENCE_ROW = 9 * MM
_HEIGHT = A4[1]
_ADDRESS_PITCH = 12.6
_WINDOW = 66 * MM
_PALE = "#EEF1F3"


def text(
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


def concept(canvas: ArchiveCanvas) -> None:
    with canvas.artifact():
        canvas.saveState()
        canvas.translate(A4[0] / 2, _HEIGHT / 2 - 20)
        canvas.rotate(52)
        canvas.setFillColor(_PALE)
        canvas.setFont(fonts.BOLD, 118)
        canvas.drawCentredString(0, -40, "CONCEPT")
        canvas.restoreState()


def letterhead_block(canvas: ArchiveCanvas, head: Node, letterhead: Letterhead) -> None:
    top = 17 * MM
    left = LEFT
    if letterhead.mark:
        box = (LEFT, _HEIGHT - top - 26, LEFT + 26, _HEIGHT - top)
        figure = head.add(Node("Figure", alt=f"Beeldmerk van {letterhead.foundation}", box=box))
        with canvas.tagged(figure):
            _mark(canvas, LEFT, _HEIGHT - top - 26, 26)
        left = LEFT + 35
    with canvas.tagged(head.add(Node("P"))):
        text(canvas, _fit(letterhead.school, 14, 95 * MM, fonts.BOLD), left, top + 12, 14, font=fonts.BOLD)
    with canvas.tagged(head.add(Node("P"))):
        text(canvas, letterhead.foundation, left, top + 24.5, 9.5, colour=QUIET)
    contact = [*letterhead.address, letterhead.phone, letterhead.email, letterhead.website]
    for index, line in enumerate(line for line in contact if line):
        with canvas.tagged(head.add(Node("P"))):
            text(canvas, line, RIGHT, top + 8 + index * 10.8, 8.5, colour=QUIET, right=True)


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


def envelope(canvas: ArchiveCanvas, head: Node, letterhead: Letterhead, meta: LetterMeta) -> None:
    """Address in the zone that every measured window shows, and nothing else near it."""
    left = LEFT if letterhead.window == "left" else 117 * MM
    with canvas.tagged(head.add(Node("P"))):
        text(
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
            text(canvas, line, left, 58 * MM + 10 + index * _ADDRESS_PITCH, size)
    if meta.marking:
        place = 125 * MM if letterhead.window == "left" else LEFT
        with canvas.tagged(head.add(Node("P"))):
            text(canvas, meta.marking.upper(), place, 58 * MM + 10, 9.5, font=fonts.BOLD)
    with canvas.artifact():
        canvas.setStrokeColor("#B8C2CC")
        canvas.setLineWidth(0.5)
        for mark, length in ((105, 4), (148.5, 6), (210, 4)):
            canvas.line(4 * MM, _HEIGHT - mark * MM, (4 + length) * MM, _HEIGHT - mark * MM)


def reference_pairs(meta: LetterMeta, enclosures: int) -> list[tuple[str, str]]:
    entries = [
        ("Datum", written_date(meta.dated_on) if meta.dated_on else "nog niet bekend"),
        ("Ons kenmerk", meta.reference or "volgt bij definitief maken"),
        ("Uw kenmerk", meta.your_reference),
        ("Behandeld door", meta.handled_by),
        ("Bijlagen", str(enclosures) if enclosures else ""),
    ]
    return [(label, value) for label, value in entries if value]


def record_pairs(meta: LetterMeta) -> list[tuple[str, str]]:
    entries = [
        ("Kenmerk", meta.reference or "volgt bij definitief maken"),
        ("Zaak", meta.case_number),
        ("Opgemaakt op", written_date(meta.dated_on) if meta.dated_on else "nog niet bekend"),
        ("Opgemaakt door", meta.handled_by),
    ]
    return [(label, value) for label, value in entries if value]


def rows_of(pairs: list[tuple[str, str]]) -> list[list[tuple[str, str, float]]]:
    """Label and value pairs next to each other, with their left edge; long ones start a new row."""
    rows: list[list[tuple[str, str, float]]] = [[]]
    left = LEFT
    for label, value in pairs:
        width = max(stringWidth(value, fonts.BODY, 9.5), stringWidth(label, fonts.BODY, 7.5))
        if rows[-1] and left + width > RIGHT:
            rows.append([])
            left = LEFT
        rows[-1].append((label, value, left))
        left += width + 14
    return rows


def reference_block(canvas: ArchiveCanvas, head: Node, pairs: list[tuple[str, str]], top: float) -> None:
    for number, row in enumerate(rows_of(pairs)):
        for label, value, left in row:
            # One paragraph per pair, so that a screen reader says label and value together.
            with canvas.tagged(head.add(Node("P"))):
                text(canvas, label, left, top + number * REFERENCE_ROW, 7.5, colour=QUIET)
                words = _fit(value, 9.5, RIGHT - left)
                text(canvas, words, left, top + number * REFERENCE_ROW + 4.2 * MM, 9.5)


def record_marking(canvas: ArchiveCanvas, head: Node, meta: LetterMeta) -> None:
    if meta.marking:
        with canvas.tagged(head.add(Node("P"))):
            text(canvas, meta.marking.upper(), LEFT, 43 * MM, 9.5, font=fonts.BOLD)


def next_head(
    canvas: ArchiveCanvas, letterhead: Letterhead, meta: LetterMeta, number: int, total: int
) -> None:
    parts = [letterhead.school, meta.reference, written_date(meta.dated_on) if meta.dated_on else ""]
    with canvas.artifact("Pagination"):
        line = _fit(" · ".join(part for part in parts if part), 8.5, 120 * MM)
        text(canvas, line, LEFT, 18 * MM, 8.5, colour=QUIET)
        text(canvas, f"pagina {number} van {total}", RIGHT, 18 * MM, 8.5, colour=QUIET, right=True)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.7)
        canvas.line(LEFT, _HEIGHT - 20.5 * MM, RIGHT, _HEIGHT - 20.5 * MM)


def footer(canvas: ArchiveCanvas, composed: Composed, meta: LetterMeta, number: int, total: int) -> None:
    parts = [
        f"Zaak {meta.case_number}" if meta.case_number else "",
        f"sjabloon {composed.code} versie {composed.version} ({composed.template_hash[:8]})",
    ]
    baseline = _HEIGHT - 17 * MM
    with canvas.artifact("Pagination"):
        text(canvas, " · ".join(part for part in parts if part), LEFT, baseline, 7.5, colour=QUIET)
        text(canvas, f"pagina {number} van {total}", RIGHT, baseline, 7.5, colour=QUIET, right=True)


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
    for size in (10.5, 10.0, 9.5):
        if all(stringWidth(line, fonts.BODY, size) <= _WINDOW for line in lines):
            return list(lines), size
    for size in (10.5, 10.0, 9.5, 9.0):
        fitted = [part for line in lines for part in _wrapped(line, size)]
        widest = max((stringWidth(line, fonts.BODY, size) for line in fitted), default=0)
        if len(fitted) <= MAX_ADDRESS_LINES and widest <= _WINDOW:
            return fitted, size
    longest = max(lines, key=len)
    raise LetterTextError(
        f"De adresregel ‘{longest}’ past niet in het venster van de envelop. Kort de regel in."
    )
