"""The route of a rule pack as a picture: one sheet with everything, or pages per section.

Columns like a newspaper, in the order in which questions are asked. A line runs down beside them; a question
that is not always asked stands on a side track of it. The sheet grows when the pack does; the letters do not
shrink below what can be read. `docs/decisions/0004-route-picture.md` says why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from twijs_desk.letters.route_picture_boxes import (
    SMALLEST,
    Look,
    Piece,
    effect_line,
    heading,
    line_of_text,
    question_pieces,
)
from twijs_desk.letters.route_picture_ink import BOLD, FAINT, INK, REGULAR, SOFT, Pen, Sheet
from twijs_desk.letters.route_picture_rail import TRACKS, draw_rail
from twijs_desk.protocol.picture import Effect, Picture

Size = Literal["overview", "detail"]

A4: Final = (595.28, 841.89)
SHEETS: Final = ((1190.55, 841.89), (1683.78, 1190.55), (2383.94, 1683.78), (3370.39, 2383.94))
"""A3, A2, A1 and A0, lying."""
_SIZES: Final = (8.5, 8.0, 7.5, 7.25, 7.0, 6.75, SMALLEST)
_DETAIL: Final = 8.5
_HEAD: Final = 60.0
_LEGEND: Final = (
    Effect("inspector", "", "INSPECTEUR", "bel de vertrouwensinspecteur", "", "", "", True),
    Effect("police", "", "POLITIE", "bel of meld", "", "", "", True),
    Effect("must", "", "MOET", "plicht", "", "", "", True),
    Effect("bar", "", "KAN NIET", "maatregel die niet mag", "", "", "", True),
)


@dataclass(frozen=True)
class Placed:
    piece: Piece
    x: float
    y: float


@dataclass(frozen=True)
class Column:
    """Where a column of pieces stands: its left edge, top and the pieces in it."""

    x: float
    top: float
    bottom: float
    placed: tuple[Placed, ...]


def layout(picture: Picture, size: Size = "overview") -> tuple[Sheet, ...]:
    """The picture on one sheet (`overview`, A3 when that is large enough) or on A4 pages (`detail`)."""
    return (_overview(picture),) if size == "overview" else _detail(picture)


def _overview(picture: Picture) -> Sheet:
    margin = 26.0
    for width, height in SHEETS:
        wide = width / SHEETS[0][0]
        counts = [round(count * wide) for count in (4, 5, 6)]
        for text_size in _SIZES:
            for count in counts:
                look = _look(picture, text_size, (width - 2 * margin) / count, whole=False)
                room = height - 2 * margin - _HEAD
                pieces = _pieces(picture, look, room - 3 * text_size)
                columns = _flow(pieces, room - 2 * text_size)
                if len(columns) <= count:
                    columns = _balanced(pieces, room - 2 * text_size, count)
                    return _sheet(picture, columns, look, (width, height), margin)
    width = SHEETS[-1][0]
    look = _look(picture, SMALLEST, (width - 2 * margin) / 24, whole=False)
    pieces = _pieces(picture, look, 2400.0)
    tallest = max(sum(p.height + p.gap for p in pieces) / 22, 2400.0)
    columns = _balanced(pieces, tallest * 1.2, 24)
    bottom = max(column[-1].y + column[-1].piece.height for column in _stacked(columns))
    return _sheet(picture, columns, look, (width, bottom + _HEAD + 2 * margin + 20), margin)


def _look(picture: Picture, size: float, column: float, *, whole: bool) -> Look:
    return Look(size, column - TRACKS * size - size * 1.4, whole, picture.with_path)


def _pieces(picture: Picture, look: Look, tallest: float) -> list[Piece]:
    pieces: list[Piece] = []
    if picture.always:
        pieces.append(heading("Altijd, bij elk antwoord", look))
        pieces += [effect_line(effect, look) for effect in picture.always]
    for lane in picture.lanes:
        title = f"{lane.title} (vervolg)" if lane.continued else lane.title
        pieces.append(heading(title, look, section=f"{lane.section}:{lane.questions[0].number}"))
        room = tallest - pieces[-1].height - pieces[-1].gap
        for question in lane.questions:
            pieces += question_pieces(question, look, room)
    pieces += _lists(picture, look)
    return pieces


def _lists(picture: Picture, look: Look) -> Iterator[Piece]:
    """Sources by number and, when there is room, what the named conditions stand for."""
    if picture.notes:
        yield heading("Bronnen", look)
        yield line_of_text(
            "note", "unsure", "[S3] is een artikel van het protocol. ? = nog te bevestigen.", look, keep=True
        )
    for note in picture.notes:
        doubt = "?" if note.unsure else ""
        yield line_of_text("note", str(note.number), f"[{note.number}{doubt}] {note.text}", look)
    if look.whole and picture.terms:
        yield heading("Wat de voorwaarden betekenen", look)
        for number, (title, words) in enumerate(picture.terms):
            yield line_of_text("term", str(number), f"{title}: {words}.", look)


def _flow(pieces: Sequence[Piece], room: float) -> list[list[Piece]]:
    """Fill columns in order; a heading never stands alone at the foot of one."""
    columns: list[list[Piece]] = [[]]
    used = 0.0
    index = 0
    while index < len(pieces):
        end = index + 1
        while end < len(pieces) and pieces[end - 1].keep:
            end += 1
        block = pieces[index:end]
        need = sum(p.height + p.gap for p in block) - block[-1].gap
        if columns[-1] and used + need > room:
            columns.append([])
            used = 0.0
        columns[-1] += block
        used += need + block[-1].gap
        index = end
    return columns


def _balanced(pieces: Sequence[Piece], room: float, count: int) -> list[list[Piece]]:
    """The lowest columns that still hold everything in `count` of them."""
    low, high = 0.0, room
    for _ in range(24):
        middle = (low + high) / 2
        columns = _flow(pieces, middle)
        fits = len(columns) <= count and all(_height(column) <= middle + 0.01 for column in columns)
        low, high = (low, middle) if fits else (middle, high)
    return _flow(pieces, high)


def _height(column: Sequence[Piece]) -> float:
    return sum(p.height + p.gap for p in column) - column[-1].gap if column else 0.0


def _stacked(columns: Sequence[Sequence[Piece]]) -> list[list[Placed]]:
    stacked = []
    for column in columns:
        y, placed = 0.0, []
        for piece in column:
            placed.append(Placed(piece, 0.0, y))
            y += piece.height + piece.gap
        stacked.append(placed)
    return stacked


def _sheet(
    picture: Picture,
    columns: Sequence[Sequence[Piece]],
    look: Look,
    page: tuple[float, float],
    margin: float,
) -> Sheet:
    pen = Pen()
    width, height = page
    _page_head(pen, picture, margin, width, look, 17.0)
    top = margin + _HEAD
    step = look.width + TRACKS * look.size + look.size * 1.4
    shown = [
        Column(
            margin + number * step,
            top,
            height - margin,
            tuple(Placed(p.piece, margin + number * step + TRACKS * look.size, top + p.y) for p in stacked),
        )
        for number, stacked in enumerate(_stacked(columns))
    ]
    draw_rail(pen, [list(column.placed) for column in shown], [c.x for c in shown], look, height - margin)
    for column in shown:
        for placed in column.placed:
            pen.place(placed.piece.pen, placed.x, placed.y)
    return Sheet(width, height, _title(picture), _description(picture), tuple(pen.items), tuple(pen.boxes))


def _detail(picture: Picture) -> tuple[Sheet, ...]:
    margin = 34.0
    width, height = A4
    look = _look(picture, _DETAIL, width - 2 * margin + _DETAIL * 1.4, whole=True)
    room = height - 2 * margin - _HEAD - 2 * look.size
    pieces = _pieces(picture, look, room)
    pages = _pages(pieces, room)
    sheets = []
    for number, page in enumerate(pages, 1):
        pen = Pen()
        _page_head(pen, picture, margin, width, look, 13.0, f"pagina {number} van {len(pages)}")
        top = margin + _HEAD
        stacked = [Placed(p.piece, margin + TRACKS * look.size, top + p.y) for p in _stacked([page])[0]]
        draw_rail(
            pen, [stacked], [margin], look, height - margin, last=number == len(pages), pages=pages[number:]
        )
        for placed in stacked:
            pen.place(placed.piece.pen, placed.x, placed.y)
        sections = tuple((p.piece.section, p.y) for p in stacked if p.piece.section)
        sheets.append(
            Sheet(
                width, height, _title(picture), _description(picture), tuple(pen.items), tuple(pen.boxes),
                sections,
            )
        )  # fmt: skip
    return tuple(sheets)


def _pages(pieces: Sequence[Piece], room: float) -> list[list[Piece]]:
    """A section begins on a new page unless all of it fits below the one before."""
    sections: list[list[Piece]] = []
    for piece in pieces:
        if piece.section or not sections:
            sections.append([])
        sections[-1].append(piece)
    pages: list[list[Piece]] = [[]]
    for section in sections:
        gap = pages[-1][-1].gap if pages[-1] else 0.0
        if pages[-1] and _height(pages[-1]) + gap + _height(section) <= room:
            pages[-1] += section
            continue
        flowed = _flow(section, room)
        pages = (pages if pages[-1] else []) + flowed
    return pages


def _page_head(
    pen: Pen, picture: Picture, margin: float, width: float, look: Look, size: float, page: str = ""
) -> None:
    pen.owner = pen.box("header", "header", margin, margin, width - 2 * margin, _HEAD)
    whole = width > A4[0] + 1
    room = (width - 2 * margin) * (0.6 if whole else 1.0)
    title = f"De route · {picture.about}" if picture.about else "De route"
    y = margin
    y += pen.paragraph(title, margin, y, room, size, BOLD, INK, tag="H1")
    small = max(look.size, 7.0) if whole else 8.0
    about = f"{picture.title} · regelset {picture.version}" + (f" · {page}" if page else "")
    y += pen.paragraph(about, margin, y, room, small, REGULAR, SOFT)
    pen.paragraph(_reading(picture), margin, y, room, small, REGULAR, FAINT)
    if not whole:
        return
    left = margin + room + 20
    _legend(pen, picture, left, margin, width - margin - left, small)
    pen.owner = -1


def _legend(pen: Pen, picture: Picture, x: float, y: float, width: float, size: float) -> None:
    from twijs_desk.letters.route_picture_boxes import effect_block

    look = Look(size, width, False, False)
    half = width / 2
    for number, effect in enumerate(_LEGEND):
        place = (x + (number % 2) * half, y + (number // 2) * size * 1.7)
        effect_block(pen, effect, place[0], place[1], half - 8, look)
    words = (
        "Vinkje: geldt in deze zaak. NU: de vraag die nu komt. SLAAPT: niet van toepassing."
        if picture.with_path
        else "Cijfers vóór antwoorden zijn de toetsen in de app."
    )
    pen.paragraph(words, x, y + size * 3.6, width, size, REGULAR, FAINT)


def _reading(picture: Picture) -> str:
    del picture
    return (
        "Volg de lijn van boven naar beneden. Een vraag op een zijspoor komt alleen als de voorwaarde klopt; "
        "anders gaat u rechtdoor. [S3] artikel, [7] bron, ? nog te bevestigen."
    )


def _title(picture: Picture) -> str:
    return f"De route: {picture.about}" if picture.about else f"De route van regelset {picture.version}"


def _description(picture: Picture) -> str:
    questions = [question for lane in picture.lanes for question in lane.questions]
    words = f"{picture.title}. {len(questions)} vragen in de volgorde waarin zij worden gesteld, met antwoorden en gevolgen."
    if not picture.with_path:
        return words
    done = sum(question.state == "answered" for question in questions)
    asleep = sum(question.state == "asleep" for question in questions)
    now = next((f" Nu: vraag {q.number}, {q.text}" for q in questions if q.state == "next"), "")
    return f"{words} {done} beantwoord, {asleep} slapen.{now}"
