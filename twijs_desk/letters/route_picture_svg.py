"""Sheets of a route as SVG: plain shapes and one text element per line, so that every viewer shows the same.

`textLength` keeps a line inside its box when the viewer has another font.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from twijs_desk.letters.route_picture_ink import BOLD, ITALIC, Dot, Item, Path, Rect, Sheet, Text

_FAMILY = "'Source Sans 3','Source Sans Pro','Segoe UI',Arial,sans-serif"
_BETWEEN = 18.0


def svg(sheets: Sequence[Sheet]) -> str:
    """One SVG; pages stand below each other."""
    width = max(sheet.width for sheet in sheets)
    height = sum(sheet.height for sheet in sheets) + _BETWEEN * (len(sheets) - 1)
    first = sheets[0]
    size = f'width="{_n(width)}pt" height="{_n(height)}pt" viewBox="0 0 {_n(width)} {_n(height)}"'
    named = f'aria-labelledby="naam uitleg" font-family="{_FAMILY}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} xml:lang="nl" role="img" {named}>',
        f'<title id="naam">{escape(first.title)}</title>',
        f'<desc id="uitleg">{escape(first.description)}</desc>',
    ]
    y = 0.0
    for sheet in sheets:
        parts.append(f'<g transform="translate(0 {_n(y)})">' if y else "<g>")
        parts.append(f'<rect width="{_n(sheet.width)}" height="{_n(sheet.height)}" fill="#FFFFFF"/>')
        parts += map(_item, sheet.items)
        parts.append("</g>")
        y += sheet.height + _BETWEEN
    return "\n".join([*parts, "</svg>", ""])


def _item(item: Item) -> str:
    match item:
        case Rect():
            return (
                f'<rect x="{_n(item.x)}" y="{_n(item.y)}" width="{_n(item.width)}" height="{_n(item.height)}"'
                + (f' rx="{_n(item.radius)}"' if item.radius else "")
                + _paint(item.fill, item.stroke, item.line, item.dashed)
                + "/>"
            )
        case Path():
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in item.points)
            name = "polygon" if item.fill else "polyline"
            return (
                f'<{name} points="{points}"' + _paint(item.fill, item.stroke, item.line, item.dashed)
                + ' stroke-linejoin="round"/>'
            )  # fmt: skip
        case Dot():
            return (
                f'<circle cx="{_n(item.x)}" cy="{_n(item.y)}" r="{_n(item.radius)}"'
                + _paint(item.fill, item.stroke, item.line, dashed=False)
                + "/>"
            )
        case Text():
            face = ' font-weight="600"' if item.face == BOLD else ""
            face += ' font-style="italic"' if item.face == ITALIC else ""
            return (
                f'<text x="{_n(item.x)}" y="{_n(item.y)}" font-size="{_n(item.size)}"{face} '
                f"fill={quoteattr(item.colour)} "
                f'textLength="{_n(item.width)}" lengthAdjust="spacingAndGlyphs">{escape(item.text)}</text>'
            )


def _paint(fill: str, stroke: str, line: float, dashed: bool) -> str:
    words = f' fill="{fill or "none"}"'
    if stroke:
        words += f' stroke="{stroke}" stroke-width="{_n(line)}"'
        if dashed:
            words += ' stroke-dasharray="2.4 1.6"'
    return words


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
