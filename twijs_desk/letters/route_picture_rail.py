"""The line of a route beside its questions: straight on past what is not asked, a side track through it."""

from collections.abc import Iterable, Sequence
from typing import Final

from twijs_desk.letters.route_picture_boxes import Look, Piece, Placed
from twijs_desk.letters.route_picture_ink import (
    ACCENT,
    BOLD,
    EDGE,
    FAINT,
    INK,
    LEADING,
    WHITE,
    Dot,
    Path,
    Pen,
    arrow,
    measure,
)
from twijs_desk.protocol.picture import QuestionBox

TRACKS: Final = 3.5
"""Room for the line left of the boxes, in text sizes."""
_MAIN: Final = 1.0
_SIDE: Final = 2.25


def draw_rail(
    pen: Pen,
    columns: Sequence[Sequence[Placed]],
    lefts: Sequence[float],
    look: Look,
    later: Iterable[Piece] = (),
) -> None:
    """Draw the line through the placed pieces of each column, with a number for each question."""
    every = [[p for p in column if p.piece.question is not None] for column in columns]
    after = _questions(later)
    ahead = _questions(p.piece for column in columns for p in column) + after
    frontier = max((q.number for q in ahead if q.state in ("answered", "next")), default=0)
    for number, column in enumerate(every):
        if not column:
            continue
        following = _questions(p.piece for other in every[number + 1 :] for p in other) + after
        _column(pen, column, lefts[number], look, following[0] if following else None, frontier)


def _questions(pieces: Iterable[Piece]) -> list[QuestionBox]:
    return [piece.question for piece in pieces if piece.question is not None and piece.first]


def _column(
    pen: Pen,
    column: Sequence[Placed],
    left: float,
    look: Look,
    following: QuestionBox | None,
    frontier: int,
) -> None:
    u = look.size
    main, side = left + _MAIN * u, left + _SIDE * u
    radius = u * 0.92
    y = column[0].y
    for placed in column:
        piece = placed.piece
        question = piece.question
        if question is None:
            continue
        bottom = placed.y + piece.height + piece.gap
        centre = placed.y + piece.dot
        beside = bool(question.condition) and piece.first
        taken = not look.with_path or question.number <= frontier
        asked = not look.with_path or question.state in ("answered", "next")
        straight = taken and (not beside or not asked) and bool(look.with_path)
        _track(pen, ((main, y), (main, bottom)), look, on=straight or (taken and not beside), thin=beside)
        if beside:
            start, end = max(y, centre - radius * 1.9), min(bottom, placed.y + piece.height + piece.gap * 0.6)
            turn = (side - main) * 0.8
            points = (
                (main, start), (side, start + turn), (side, end - turn * 0.9), (main, end),
            )  # fmt: skip
            _track(pen, points, look, on=asked, thin=not asked)
        if piece.first:
            _station(pen, side if beside else main, centre, radius, placed.x, look, question)
        y = bottom
    if following is not None:
        end = y + u * 0.9
        _track(pen, ((main, y), (main, end)), look, on=not look.with_path or following.number <= frontier)
        pen.add(arrow(main, end + u * 0.7, u * 0.9, ACCENT))
        pen.paragraph(f"verder bij {following.number}", main + u, end - u * 0.45, 12 * u, u, BOLD, ACCENT)
    else:
        end = y + u * 0.6
        pen.add(Path(((main, y), (main, end)), ACCENT, u * 0.22))
        pen.add(Path(((main - u * 0.8, end), (main + u * 0.8, end)), INK, u * 0.3))


def _track(
    pen: Pen, points: tuple[tuple[float, float], ...], look: Look, *, on: bool, thin: bool = False
) -> None:
    if on and (look.with_path or not thin):
        pen.add(Path(points, ACCENT, look.size * (0.36 if look.with_path else 0.24)))
    else:
        pen.add(Path(points, EDGE, look.size * 0.1, dashed=True))


def _station(
    pen: Pen, x: float, y: float, radius: float, box: float, look: Look, question: QuestionBox
) -> None:
    dull = question.state in ("asleep", "skipped", "open")
    colour = EDGE if dull else ACCENT
    pen.add(Path(((x + radius, y), (box, y)), colour, 0.8, dashed=dull))
    filled = not dull and (not question.condition or question.state in ("answered", "next"))
    if question.state == "next":
        pen.add(Dot(x, y, radius * 1.25, WHITE, INK, 1.4))
    pen.add(Dot(x, y, radius, ACCENT if filled else WHITE, colour, 0.9))
    text, size = str(question.number), look.size
    wide = measure(text, BOLD, size)
    owner, pen.owner = pen.owner, -1
    pen.paragraph(
        text, x - wide / 2, y - size * LEADING / 2, wide + 1, size, BOLD,
        WHITE if filled else FAINT if dull else ACCENT,
    )  # fmt: skip
    pen.owner = owner
