"""The route of a rule pack as a picture: one sheet with everything, or pages per section.

Columns like a newspaper, in the order in which questions are asked. A line runs down beside them; a question
that is not always asked stands on a side track of it. The sheet grows when the pack does; the letters do not
shrink below what can be read. `docs/decisions/0004-route-picture.md` says why.
"""

import itertools
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final, Literal

from twijs_desk.letters.route_picture_boxes import (
    SMALLEST,
    Look,
    Piece,
    Placed,
    effect_block,
    effect_line,
    ending,
    heading,
    line_of_text,
    question_pieces,
    split,
)
from twijs_desk.letters.route_picture_ink import BOLD, FAINT, INK, REGULAR, SOFT, Pen, Sheet
from twijs_desk.letters.route_picture_rail import TRACKS, draw_rail
from twijs_desk.protocol.picture import Effect, Picture

Size = Literal["overview", "detail"]

A4: Final = (595.28, 841.89)
A3: Final = (1190.55, 841.89)
"""Lying; the overview is as many of these as it needs, and one is what most routes need."""
_COUNTS: Final = (4, 5, 6, 7)
_GUTTER: Final = 0.9
_SIZES: Final = (8.5, 8.0, 7.5, 7.25, 7.0, 6.75, SMALLEST)
_DETAIL: Final = 8.5
_HEAD: Final = 40.0
_MARGIN: Final = 17.0
_LEGEND: Final = (
    Effect("inspector", "", "INSPECTEUR", "bel de vertrouwensinspecteur", "", "", "", True),
    Effect("police", "", "POLITIE", "bel of meld", "", "", "", True),
    Effect("must", "", "MOET", "plicht", "", "", "", True),
    Effect("bar", "", "KAN NIET", "maatregel die niet mag", "", "", "", True),
)


def layout(picture: Picture, size: Size = "overview") -> tuple[Sheet, ...]:
    """The picture on one sheet (`overview`, A3 when that is large enough) or on A4 pages (`detail`)."""
    return _overview(picture) if size == "overview" else _detail(picture)


def _overview(picture: Picture) -> tuple[Sheet, ...]:
    """One A3 with the sources below the route, or on a sheet of their own; more sheets for a longer route."""
    for sheets in itertools.count(1):
        for with_lists, smallest in ((True, 7.0), (False, SMALLEST)):
            worth = dict.fromkeys(_COUNTS, _SIZES[0])
            for text_size in (size for size in _SIZES if size >= smallest):
                for count in _COUNTS:
                    if text_size > worth[count]:
                        continue
                    look = _look(picture, text_size, (A3[0] - 2 * _MARGIN) / count, whole=False)
                    pieces, crowd = _set(picture, look, count * sheets, lists=with_lists)
                    if crowd > 1:  # height grows with the square of the size: skip what cannot fit either
                        worth[count] = max(smallest, text_size / crowd**0.4)
                    elif found := _placed(picture, look, pieces, count, sheets, lists=with_lists):
                        return found
    raise AssertionError("counting has no end")


def _room(look: Look) -> float:
    return A3[1] - 2 * _MARGIN - _HEAD - 1.8 * look.size


def _set(picture: Picture, look: Look, columns: int, *, lists: bool) -> tuple[list[Piece], float]:
    """Everything set at this size, and how full that makes the columns."""
    pieces = _route(picture, look, _room(look)) + (list(_lists(picture, look)) if lists else [])
    return pieces, sum(p.height + p.gap for p in pieces) / (columns * _room(look))


def _placed(
    picture: Picture, look: Look, pieces: Sequence[Piece], count: int, sheets: int, *, lists: bool
) -> tuple[Sheet, ...] | None:
    """The pieces in so many columns on so many sheets, or None when that does not fit."""
    room = _room(look)
    if len(_flow(pieces, room, look)) > count * sheets:
        return None
    columns = _balanced(pieces, room, count * sheets, look)
    shares = [columns[start : start + count] for start in range(0, len(columns), count)]
    if not lists:
        ends = list(_lists(picture, replace(look, whole=True)))
        shares.append(_balanced(ends, room, max(count, len(_flow(ends, room, look))), look))
    return tuple(
        _sheet(picture, share, look, number, len(shares), list(chain.from_iterable(shares[number:])))
        for number, share in enumerate(shares, 1)
    )


def _look(picture: Picture, size: float, column: float, *, whole: bool) -> Look:
    return Look(size, column - TRACKS * size - size * _GUTTER, whole, picture.with_path)


def _route(picture: Picture, look: Look, tallest: float) -> list[Piece]:
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
    pieces.append(ending(look))
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


def _flow(pieces: Sequence[Piece], room: float, look: Look) -> list[list[Piece]]:
    """Fill columns in order; a heading never stands alone at the foot of one, a long question may go on."""
    columns: list[list[Piece]] = [[]]
    used = 0.0
    waiting = deque(pieces)
    while waiting:
        block = [waiting.popleft()]
        while block[-1].keep and waiting:
            block.append(waiting.popleft())
        before = sum(p.height + p.gap for p in block[:-1])
        if columns[-1] and used + before + block[-1].height > room:
            halves = split(block[-1], room - used - before, look)
            if halves:
                columns[-1] += [*block[:-1], halves[0]]
                block = [halves[1]]
                before = 0.0
            columns.append([])
            used = 0.0
        columns[-1] += block
        used += before + block[-1].height + block[-1].gap
    return columns


def _balanced(pieces: Sequence[Piece], room: float, count: int, look: Look) -> list[list[Piece]]:
    """The lowest columns that still hold everything in `count` of them."""
    low, high = 0.0, room
    for _ in range(9):
        middle = (low + high) / 2
        columns = _flow(pieces, middle, look)
        fits = len(columns) <= count and all(_height(column) <= middle + 0.01 for column in columns)
        low, high = (low, middle) if fits else (middle, high)
    return _flow(pieces, high, look)


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
    number: int,
    total: int,
    later: Sequence[Sequence[Piece]],
) -> Sheet:
    pen, margin = Pen(), _MARGIN
    width, height = A3
    _page_head(pen, picture, margin, width, look, 17.0, f"vel {number} van {total}" if total > 1 else "")
    top = margin + _HEAD
    step = look.width + TRACKS * look.size + _GUTTER * look.size
    lefts = [margin + number * step for number in range(len(columns))]
    shown = [
        [Placed(p.piece, left + TRACKS * look.size, top + p.y) for p in stacked]
        for left, stacked in zip(lefts, _stacked(columns), strict=True)
    ]
    draw_rail(pen, shown, lefts, look, chain.from_iterable(later))
    for placed in chain.from_iterable(shown):
        pen.place(placed.piece.pen, placed.x, placed.y)
    return Sheet(width, height, _title(picture), _description(picture), tuple(pen.items), tuple(pen.boxes))


def _detail(picture: Picture) -> tuple[Sheet, ...]:
    margin = 34.0
    width, height = A4
    look = _look(picture, _DETAIL, width - 2 * margin + _DETAIL * _GUTTER, whole=True)
    room = height - 2 * margin - _HEAD - 2 * look.size
    pieces = _route(picture, look, room) + list(_lists(picture, look))
    pages = _pages(pieces, room, look)
    sheets = []
    for number, page in enumerate(pages, 1):
        pen = Pen()
        _page_head(pen, picture, margin, width, look, 13.0, f"pagina {number} van {len(pages)}")
        top = margin + _HEAD
        stacked = [Placed(p.piece, margin + TRACKS * look.size, top + p.y) for p in _stacked([page])[0]]
        draw_rail(pen, [stacked], [margin], look, later=chain.from_iterable(pages[number:]))
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


def _pages(pieces: Sequence[Piece], room: float, look: Look) -> list[list[Piece]]:
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
        flowed = _flow(section, room, look)
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
    pen.owner = -1
    if not whole:
        return
    pen.owner = len(pen.boxes) - 1
    left = margin + room + 20
    _legend(pen, picture, left, margin, width - margin - left, small)
    pen.owner = -1


def _legend(pen: Pen, picture: Picture, x: float, y: float, width: float, size: float) -> None:
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
        "Volg de lijn. Een vraag op een zijspoor komt alleen als de voorwaarde klopt; "
        "anders gaat u rechtdoor. [S3] artikel, [7] bron, ? nog te bevestigen."
    )


def _title(picture: Picture) -> str:
    return f"De route: {picture.about}" if picture.about else f"De route van regelset {picture.version}"


def _description(picture: Picture) -> str:
    questions = [question for lane in picture.lanes for question in lane.questions]
    words = f"{picture.title}. {len(questions)} vragen in volgorde, met antwoorden en gevolgen."
    if not picture.with_path:
        return words
    done = sum(question.state == "answered" for question in questions)
    asleep = sum(question.state == "asleep" for question in questions)
    now = next((f" Nu: vraag {q.number}, {q.text}" for q in questions if q.state == "next"), "")
    return f"{words} {done} beantwoord, {asleep} slapen.{now}"
