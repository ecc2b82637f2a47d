"""The baseline for a letter: the same words on the same pages with bare reportlab.

The same fonts, sizes, line breaks and page edges, but no tags, no bookmarks, no output intent, no repairs of
reportlab, no checks, and no composing: the words are ready before the clock starts.
"""

from io import BytesIO
from typing import Any

from twijs_desk import assets
from twijs_desk.letters.model import Composed, Letterhead, LetterMeta

MM = 72 / 25.4
_FACES = {"Bare": "SourceSans3_400Regular.ttf", "Bare-Bold": "SourceSans3_600SemiBold.ttf"}


def register() -> None:
    from reportlab.pdfbase import pdfmetrics, ttfonts

    folder = assets.resource("fonts", "source-sans-3")
    for name, file in _FACES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(ttfonts.TTFont(name, str(folder / file)))


Content = list[tuple[str, str]]


def words(composed: Composed) -> Content:
    """What the body says, as (style, text) in reading order."""
    from html import escape

    def joined(runs: Any) -> str:
        return "".join(run.text for run in runs)

    content: Content = [("bold", joined(composed.subject)), ("body", joined(composed.salutation))]
    for block in composed.blocks:
        if block.heading:
            content.append(("bold", block.heading))
        content += [("body", para.text) for para in block.paras]
        for row in block.rows:
            content.append(("bold", row.label))
            content += [("body", para.text) for para in row.paras]
    content.append(("body", composed.closing))
    content += [("body", joined(line)) for line in composed.signature]
    content += [("body", line) for line in (*composed.enclosures, *composed.copies)]
    return [(style, escape(text)) for style, text in content if text.strip()]


def draw(content: Content, letterhead: Letterhead, meta: LetterMeta) -> tuple[bytes, int]:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph

    register()
    styles = {
        "body": ParagraphStyle("body", fontName="Bare", fontSize=10.5, leading=14),
        "bold": ParagraphStyle("bold", fontName="Bare-Bold", fontSize=11, leading=15),
    }
    width = A4[0] - 45 * MM
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Bare-Bold", 14)
    canvas.drawString(25 * MM, A4[1] - 21 * MM, letterhead.school)
    canvas.setFont("Bare", 9.5)
    for index, line in enumerate((letterhead.foundation, *letterhead.address, letterhead.phone)):
        canvas.drawString(120 * MM, A4[1] - (20 + index * 4) * MM, line)
    for index, line in enumerate((letterhead.return_line, *meta.address)):
        canvas.drawString(25 * MM, A4[1] - (56 + index * 5) * MM, line)
    canvas.drawString(25 * MM, A4[1] - 106 * MM, f"{meta.dated_on} {meta.reference} {meta.handled_by}")
    at, pages = A4[1] - 118 * MM, 1
    for style, text in content:
        piece = Paragraph(text, styles[style])
        height = piece.wrap(width, 1e6)[1]
        if at - height < 27 * MM:
            parts = piece.split(width, at - 27 * MM)
            if len(parts) == 2:
                parts[0].drawOn(canvas, 25 * MM, at - parts[0].wrap(width, 1e6)[1])
                piece = parts[1]
            canvas.showPage()
            pages += 1
            at = A4[1] - 30 * MM
            height = piece.wrap(width, 1e6)[1]
        piece.drawOn(canvas, 25 * MM, at - height)
        at -= height + 6
    canvas.showPage()
    canvas.save()
    return file.getvalue(), pages
