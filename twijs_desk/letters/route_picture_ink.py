"""Ink for the picture of a route: boxes, lines and measured text on a sheet, before it becomes SVG or PDF.

Sizes are points, from the top left. Text is measured with the font that the PDF embeds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from reportlab.pdfbase import pdfmetrics

from twijs_desk.letters import fonts

LEADING: Final = 1.12

INK: Final = "#182226"
SOFT: Final = "#46545A"
FAINT: Final = "#5A686E"
EDGE: Final = "#7B898E"
HAIR: Final = "#D5DDDF"
QUIET: Final = "#F0F4F4"
TINT: Final = "#DFEEF2"
ACCENT: Final = "#0B5E73"
WARN: Final = "#7A4A00"
OK: Final = "#1B6340"
WHITE: Final = "#FFFFFF"

Face = str
REGULAR: Final = fonts.BODY
BOLD: Final = fonts.BOLD
ITALIC: Final = fonts.ITALIC


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    line: float = 0.6
    radius: float = 0.0
    dashed: bool = False


@dataclass(frozen=True)
class Path:
    """A line through points; `closed` and `fill` make it a shape."""

    points: tuple[tuple[float, float], ...]
    stroke: str = ""
    line: float = 1.0
    dashed: bool = False
    fill: str = ""


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    fill: str
    stroke: str
    line: float = 0.8


@dataclass(frozen=True)
class Text:
    """One line of text on its baseline. Lines with the same `para` are one paragraph to a screen reader."""

    x: float
    y: float
    text: str
    size: float
    face: Face
    colour: str
    width: float
    owner: int
    para: int
    tag: str


Item = Rect | Path | Dot | Text


@dataclass(frozen=True)
class Box:
    """A place that holds something of the route: for the checks that nothing overlaps or sticks out."""

    kind: str
    id: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    width: float
    height: float
    title: str
    description: str
    items: tuple[Item, ...]
    boxes: tuple[Box, ...]
    sections: tuple[tuple[str, float], ...] = ()


@lru_cache(maxsize=65536)
def measure(text: str, face: Face, size: float) -> float:
    fonts.register()
    return float(pdfmetrics.stringWidth(text, face, size))


def printable(text: str) -> str:
    """What the font can show; a pack from elsewhere may hold anything."""
    covers = fonts.coverage()
    return "".join(c if ord(c) in covers else "?" for c in " ".join(text.split()))


def wrap(text: str, face: Face, size: float, width: float, first: float | None = None) -> list[str]:
    """Lines no wider than `width` (the first no wider than `first`); a word that is too long is cut."""
    lines: list[str] = []
    line = ""
    room = width if first is None else first

    def put(done: str) -> None:
        nonlocal room
        lines.append(done)
        room = width

    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if measure(joined, face, size) <= room:
            line = joined
            continue
        if line or (first is not None and not lines and measure(word, face, size) <= width):
            put(line)
        line = word
        while measure(line, face, size) > room:
            end = len(line) - 1
            while end > 1 and measure(line[:end], face, size) > room:
                end -= 1
            rest = line[end:]
            put(line[:end])
            line = rest
    lines.append(line)
    return lines


@dataclass
class Pen:
    """Collects ink at relative places; `at` moves a finished drawing to its place on a sheet."""

    items: list[Item] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    paras: int = 0
    owner: int = -1

    def box(self, kind: str, box_id: str, x: float, y: float, width: float, height: float) -> int:
        self.boxes.append(Box(kind, box_id, x, y, width, height))
        return len(self.boxes) - 1

    def resize(self, index: int, height: float) -> None:
        self.boxes[index] = replace(self.boxes[index], height=height)

    def paragraph(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        size: float,
        face: Face = REGULAR,
        colour: str = INK,
        *,
        indent: float = 0.0,
        tag: str = "P",
    ) -> float:
        """Set wrapped text with its top at `y`; returns its height."""
        lines = wrap(printable(text), face, size, width, width - indent if indent else None)
        for number, line in enumerate(lines):
            if line:
                left = x + (indent if number == 0 else 0.0)
                baseline = y + size * (LEADING * number + 0.94)
                wide = measure(line, face, size)
                self.items.append(
                    Text(left, baseline, line, size, face, colour, wide, self.owner, self.paras, tag)
                )
        self.paras += 1
        return len(lines) * size * LEADING

    def add(self, *items: Item) -> None:
        self.items.extend(items)

    def place(self, other: "Pen", dx: float, dy: float) -> None:
        """Put a finished drawing here."""
        start, paras = len(self.boxes), self.paras
        self.boxes.extend(replace(box, x=box.x + dx, y=box.y + dy) for box in other.boxes)
        for item in moved(other.items, dx, dy):
            if isinstance(item, Text):
                owner = item.owner + start if item.owner >= 0 else item.owner
                self.items.append(replace(item, owner=owner, para=item.para + paras))
            else:
                self.items.append(item)
        self.paras += other.paras


def moved(items: Iterable[Item], dx: float, dy: float) -> Iterable[Item]:
    for item in items:
        if isinstance(item, Path):
            yield replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
        else:
            yield replace(item, x=item.x + dx, y=item.y + dy)


def check(x: float, y: float, size: float, colour: str) -> Path:
    """A tick in a square of `size` with its top left at x, y."""
    points = (
        (x + 0.1 * size, y + 0.55 * size),
        (x + 0.4 * size, y + 0.85 * size),
        (x + 0.95 * size, y + 0.15 * size),
    )
    return Path(points, colour, max(0.9, size * 0.17))


def ban(x: float, y: float, size: float, colour: str) -> Sequence[Item]:
    """A ban sign in a square of `size`."""
    r = size / 2
    reach = r * 0.7
    return (
        Dot(x + r, y + r, r, "", colour, max(0.6, size * 0.13)),
        Path(((x + r - reach, y + r - reach), (x + r + reach, y + r + reach)), colour, max(0.6, size * 0.13)),
    )


def arrow(x: float, y: float, size: float, colour: str) -> Path:
    """A small head that points down with its tip at x, y."""
    return Path(((x - size / 2, y - size), (x + size / 2, y - size), (x, y)), fill=colour)
