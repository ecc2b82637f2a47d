"""Sheets of a route as PDF/A-2a and PDF/UA-1: the letters' canvas, with the words tagged in reading order."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from reportlab.lib.colors import HexColor

from twijs_desk.letters.archive import ArchiveCanvas, Info, Node
from twijs_desk.letters.route_picture_ink import Dot, Item, Path, Rect, Sheet, Text


def pdf(sheets: Sequence[Sheet], *, author: str, at: datetime) -> bytes:
    """The same bytes for the same sheets, author and moment."""
    first = sheets[0]
    canvas = ArchiveCanvas(Info(first.title, author, first.description, at, repr((sheets, at.timestamp()))))
    for number, sheet in enumerate(sheets):
        if number:
            canvas.next_page()
        canvas.setPageSize((sheet.width, sheet.height))
        for title, y in sheet.sections:
            key = f"deel-{number}-{y:.1f}"
            canvas.bookmarkHorizontalAbsolute(key, sheet.height - y)
            canvas.addOutlineEntry(title, key, level=0)
        part = canvas.root.add(Node("Sect"))
        for tagged, group in groupby(sheet.items, key=lambda item: isinstance(item, Text)):
            if tagged:
                _words(canvas, [item for item in group if isinstance(item, Text)], sheet, part, number)
            else:
                with canvas.artifact():
                    for item in group:
                        _shape(canvas, item, sheet)
    return canvas.finish()


def _words(canvas: ArchiveCanvas, texts: Sequence[Text], sheet: Sheet, part: Node, page: int) -> None:
    for _, lines in groupby(texts, key=lambda text: text.para):
        found = list(lines)
        tag = found[0].tag if page == 0 or found[0].tag != "H1" else "P"  # one title for the whole document
        with canvas.tagged(part.add(Node(tag))):
            for text in found:
                canvas.setFillColor(HexColor(text.colour))
                canvas.setFont(text.face, text.size)
                canvas.drawString(text.x, sheet.height - text.y, text.text)


def _shape(canvas: ArchiveCanvas, item: Item, sheet: Sheet) -> None:
    if isinstance(item, Text):
        return
    canvas.saveState()
    stroke, fill = bool(item.stroke), bool(item.fill)
    if stroke:
        canvas.setStrokeColor(HexColor(item.stroke))
        canvas.setLineWidth(item.line)
    if fill:
        canvas.setFillColor(HexColor(item.fill))
    if isinstance(item, Rect | Path) and item.dashed:
        canvas.setDash(2.4, 1.6)
    match item:
        case Rect():
            y = sheet.height - item.y - item.height
            canvas.roundRect(item.x, y, item.width, item.height, item.radius, stroke=stroke, fill=fill)
        case Dot():
            canvas.circle(item.x, sheet.height - item.y, item.radius, stroke=stroke, fill=fill)
        case Path():
            outline = canvas.beginPath()
            outline.moveTo(item.points[0][0], sheet.height - item.points[0][1])
            for x, y in item.points[1:]:
                outline.lineTo(x, sheet.height - y)
            if fill:
                outline.close()
            canvas.setLineJoin(1)
            canvas.drawPath(outline, stroke=stroke, fill=fill)
    canvas.restoreState()
