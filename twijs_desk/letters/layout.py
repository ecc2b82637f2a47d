"""From composed paragraphs to places on pages: what stands where, what stays together, what may be split."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from twijs_desk.letters import fonts
from twijs_desk.letters.archive import A4, Node
from twijs_desk.letters.model import Composed, ComposedBlock, Para, Run
from twijs_desk.letters.text import markup

MM = 72 / 25.4
LEFT, RIGHT = 25 * MM, A4[0] - 20 * MM
WIDTH = RIGHT - LEFT
BODY_TOP = 118 * MM  # below the window of every envelope that was measured (the limit is 105)
NEXT_TOP = 30 * MM
BOTTOM = A4[1] - 27 * MM
RECORD_TOP = 62 * MM
LABEL_WIDTH = 52 * MM
SIGN_SPACE = 19 * MM
INK = HexColor("#1F2933")
QUIET = HexColor("#52606D")
ACCENT = HexColor("#0B5A6F")
_COMMON: dict[str, Any] = {
    "alignment": TA_LEFT,
    "textColor": INK,
    "bulletFontName": fonts.BODY,
    "splitLongWords": 1,
}


def _style(name: str, size: float, leading: float, font: str = fonts.BODY, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, allowWidows=0, allowOrphans=0, **_COMMON | more
    )


BODY = _style("body", 10.5, 14)
HEADING = _style("heading", 11, 15, fonts.BOLD, textColor=ACCENT)
SUBJECT = _style("subject", 13, 17, fonts.BOLD)
LABEL = _style("label", 9.5, 13, fonts.BOLD, textColor=QUIET)
CELL = _style("cell", 10, 13.2)
SMALL = _style("small", 9, 12, textColor=QUIET)


@dataclass(frozen=True)
class Placed:
    """One drawable on a page, measured from the top; `node` is None for repeated labels and rules."""

    flowable: Any
    left: float
    top: float
    width: float
    height: float
    node: Node | None
    block: str = ""
    rule: bool = False
    bullet: str = ""
    bullet_node: Node | None = None


@dataclass
class _Piece:
    """A paragraph waiting for its place."""

    paragraph: Any
    node: Node
    block: str
    before: float
    left: float = LEFT
    tight: bool = False  # stays with the piece that follows
    bullet: str = ""
    bullet_node: Node | None = None
    space: float = 0  # empty room under it, for a signature by hand

    @property
    def width(self) -> float:
        return RIGHT - self.left

    def height(self) -> float:
        return float(self.paragraph.wrap(self.width, 1e6)[1]) + self.space


class Flow:
    """Fills pages from top to bottom; knows nothing of letterheads."""

    def __init__(self, first_top: float) -> None:
        self.pages: list[list[Placed]] = [[]]
        self.top = first_top
        self._fresh = True

    def new_page(self) -> None:
        self.pages.append([])
        self.top = NEXT_TOP
        self._fresh = True

    def _put(self, piece: _Piece, height: float) -> None:
        self.pages[-1].append(
            Placed(
                piece.paragraph,
                piece.left,
                self.top,
                piece.width,
                height,
                piece.node,
                piece.block,
                bullet=piece.bullet,
                bullet_node=piece.bullet_node,
            )
        )
        self.top += height
        self._fresh = False

    def together(self, pieces: Sequence[_Piece]) -> None:
        """All on one page, on a new one when they do not fit here."""
        total = sum(piece.before + piece.height() for piece in pieces)
        if not self._fresh and self.top + total > BOTTOM:
            self.new_page()
        for piece in pieces:
            self.top += 0 if self._fresh else piece.before
            self._put(piece, piece.height())

    def text(self, piece: _Piece) -> None:
        """One paragraph, split over as many pages as it needs, never leaving a single line behind."""
        before = 0 if self._fresh else piece.before
        height = piece.height()
        if self.top + before + height <= BOTTOM:
            self.top += before
            self._put(piece, height)
            return
        room = BOTTOM - self.top - before
        parts = piece.paragraph.split(piece.width, room) if room > 2 * piece.paragraph.style.leading else []
        if len(parts) < 2:
            if self._fresh:
                raise AssertionError("a paragraph that fits on no page")
            self.new_page()
            self.text(piece)
            return
        self.top += before
        head = _Piece(parts[0], piece.node, piece.block, 0, piece.left)
        head.bullet, head.bullet_node = piece.bullet, piece.bullet_node
        self._put(head, head.height())
        self.new_page()
        for rest in parts[1:]:
            self.text(_Piece(rest, piece.node, piece.block, 0, piece.left))

    def sequence(self, pieces: Sequence[_Piece], tail: float = 0) -> None:
        """Paragraphs in order; headings and lead-ins go along with the first lines of what follows.

        `tail` is the room that must be left under the last of them.
        """
        for index, piece in enumerate(pieces):
            if piece.tight and not self._fresh and not self.fits(_least(pieces[index : index + 4], tail)):
                self.new_page()
            self.text(piece)

    def fits(self, height: float) -> bool:
        return self.top + height <= BOTTOM

    def row(self, label: str, cells: Sequence[_Piece], heading: Node, block: str) -> None:
        """A labelled row of a record; the label is repeated quietly where the row runs on."""
        paragraph = Paragraph(label, LABEL)
        label_height = float(paragraph.wrap(LABEL_WIDTH - 4 * MM, 1e6)[1])
        least = max(label_height, min(cells[0].height(), 2 * CELL.leading)) if cells else label_height
        if not self._fresh and self.top + 5 + least > BOTTOM:
            self.new_page()
        self._rule()
        start, page = self.top, len(self.pages)
        self.pages[-1].append(
            Placed(paragraph, LEFT, start, LABEL_WIDTH - 4 * MM, label_height, heading, block)
        )
        for cell in cells:
            self.text(cell)
            if len(self.pages) > page:
                page = len(self.pages)
                again = Paragraph(f"{label} (vervolg)", LABEL)
                height = float(again.wrap(LABEL_WIDTH - 4 * MM, 1e6)[1])
                self.pages[-1].append(
                    Placed(again, LEFT, NEXT_TOP, LABEL_WIDTH - 4 * MM, height, None, block)
                )
                start, label_height = NEXT_TOP, height
        self.top = max(self.top, start + label_height) + 4
        self._fresh = False

    def _rule(self) -> None:
        self.pages[-1].append(Placed(None, LEFT, self.top, WIDTH, 0, None, rule=True))
        self.top += 4
        self._fresh = False


def _least(pieces: Sequence[_Piece], tail: float) -> float:
    """Height of a run of tight pieces with the first lines of the one after them."""
    total = 0.0
    for piece in pieces:
        total += piece.before
        if not piece.tight:
            return total + min(piece.height(), 3 * float(piece.paragraph.style.leading))
        total += piece.height()
    return total + tail


def pieces_of(
    paras: Sequence[Para], parent: Node, block: str, *, draft: bool, style: ParagraphStyle, left: float
) -> list[_Piece]:
    """Paragraphs and lists of one block as pieces, hung into the structure tree in reading order."""
    result: list[_Piece] = []
    group: Node | None = None
    kind, number = "text", 0
    gap = 6 if style is BODY else 3
    for para in paras:
        words = markup(para.runs, draft=draft)
        if para.kind == "text":
            group, kind = None, "text"
            lead_in = para.text.rstrip().endswith(":") and len(para.text) < 200
            piece = _Piece(Paragraph(words, style), parent.add(Node("P")), block, gap, left, lead_in)
            result.append(piece)
            continue
        if group is None or para.kind != kind:
            kind, number = para.kind, 0
            group = parent.add(Node("L", numbering="Disc" if kind == "bullet" else "Decimal"))
        number += 1
        item = group.add(Node("LI"))
        label = item.add(Node("Lbl"))
        body = item.add(Node("LBody"))
        piece = _Piece(Paragraph(words, style), body, block, gap if number == 1 else 2, left + 5 * MM)
        piece.bullet, piece.bullet_node = ("•" if kind == "bullet" else f"{number}."), label
        result.append(piece)
    return result


def letter_pages(composed: Composed, root: Node, draft: bool, top: float) -> list[list[Placed]]:
    """The body of a letter: subject to signature, the signature never alone on a page."""
    flow = Flow(top)
    subject = Paragraph(markup(composed.subject, draft=draft), SUBJECT)
    greeting = Paragraph(markup(composed.salutation, draft=draft), BODY)
    pieces = [
        _Piece(subject, root.add(Node("H1")), "subject", 0),
        _Piece(greeting, root.add(Node("P")), "salutation", 9),
    ]
    for block in composed.blocks:
        pieces += _block(block, root, draft)
    ending = _ending(pieces)
    flow.sequence(pieces)
    flow.together([*ending, *_signature(composed, root, draft)])
    for label, items in (("Bijlagen", composed.enclosures), ("Afschrift aan", composed.copies)):
        if items:
            words = markup((Run(f"{label}: {'; '.join(items)}"),), draft=draft)
            flow.text(_Piece(Paragraph(words, SMALL), root.add(Node("P")), label.lower(), 10))
    return flow.pages


def record_pages(composed: Composed, root: Node, draft: bool, top: float) -> list[list[Placed]]:
    """A record: a title and labelled rows, no envelope; the signature takes the end of the text along."""
    flow = Flow(top)
    title = Paragraph(markup(composed.subject, draft=draft), SUBJECT)
    flow.text(_Piece(title, root.add(Node("H1")), "subject", 0))
    last = composed.blocks[-1] if composed.blocks else None
    for block in composed.blocks:
        pieces = _block(block, root, draft, style=CELL)
        if pieces and pieces[0].tight:
            pieces[0].before = 13
        if block is last and not block.rows:
            ending = _ending(pieces)
            flow.sequence(pieces)
            flow.together([*ending, *_signature(composed, root, draft)])
            return flow.pages
        flow.sequence(pieces, tail=22 * MM if block.rows else 0)
        if block.rows:
            _table(flow, block, root, draft, tail=60 * MM if block is last else 0)
    flow.together(_signature(composed, root, draft))
    return flow.pages


def _table(flow: Flow, block: ComposedBlock, root: Node, draft: bool, tail: float) -> None:
    flow.top += 4
    table = root.add(Node("Table"))
    for row in block.rows:
        line = table.add(Node("TR"))
        label = line.add(Node("TH", scope="Row"))
        value = line.add(Node("TD"))
        cells = pieces_of(row.paras, value, block.id, draft=draft, style=CELL, left=LEFT + LABEL_WIDTH)
        if cells:
            cells[0].before = 0
        if row is block.rows[-1] and tail and not flow.fits(sum(cell.height() for cell in cells) + tail):
            flow.new_page()
        flow.row(markup((Run(row.label),), draft=draft), cells, label, block.id)


def _ending(pieces: list[_Piece]) -> list[_Piece]:
    """Takes the last paragraph off, with the heading or lead-in above it, to stay with the signature."""
    if not pieces:
        return []
    last = pieces.pop()
    leading = last.paragraph.style.leading
    if last.height() > 8 * leading:
        # Only the end of a long paragraph goes along.
        parts = last.paragraph.split(last.width, last.height() - 3 * leading)
        if len(parts) == 2:
            pieces.append(_Piece(parts[0], last.node, last.block, last.before, last.left))
            pieces[-1].bullet, pieces[-1].bullet_node = last.bullet, last.bullet_node
            return [_Piece(parts[1], last.node, last.block, 0, last.left)]
    ending = [last]
    while pieces and pieces[-1].tight and len(ending) < 4:
        ending.insert(0, pieces.pop())
    return ending


def _block(block: ComposedBlock, root: Node, draft: bool, style: ParagraphStyle = BODY) -> list[_Piece]:
    result = []
    if block.heading:
        words = markup((Run(block.heading),), draft=draft)
        heading = _Piece(Paragraph(words, HEADING), root.add(Node("H2")), block.id, 12, tight=True)
        result.append(heading)
    body = pieces_of(block.paras, root, block.id, draft=draft, style=style, left=LEFT)
    if body and result:
        body[0].before = 2
    return result + body


def _signature(composed: Composed, root: Node, draft: bool) -> list[_Piece]:
    result: list[_Piece] = []
    if composed.closing:
        result.append(_Piece(Paragraph(composed.closing, BODY), root.add(Node("P")), "signature", 12))
    lines = [markup(runs, draft=draft) for runs in composed.signature]
    for index, words in enumerate(lines):
        before = 2 if index else 4 if composed.closing else 16
        piece = _Piece(Paragraph(words, BODY), root.add(Node("P")), "signature", before)
        if index == 0:
            piece.space = SIGN_SPACE
        result.append(piece)
    return result
