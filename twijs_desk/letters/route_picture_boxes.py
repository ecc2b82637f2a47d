"""The boxes of a route: a question with its answers and what they bring about, set for one column width.

A piece is never split over columns, so a question that is too tall for a column is set in more pieces.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from twijs_desk.letters.route_picture_ink import (
    ACCENT,
    BOLD,
    EDGE,
    FAINT,
    HAIR,
    INK,
    ITALIC,
    LEADING,
    OK,
    QUIET,
    REGULAR,
    SOFT,
    TINT,
    WARN,
    WHITE,
    Path,
    Pen,
    Rect,
    ban,
    check,
    measure,
    printable,
)
from twijs_desk.protocol.picture import AnswerBox, AnswerRow, Effect, QuestionBox
from twijs_desk.protocol.picture_words import key_spans

ANSWERS_SHARE: Final = 0.36
FILLS: Final = {"inspector": ACCENT, "police": SOFT, "must": INK, "end": OK}
SMALLEST: Final = 6.5


@dataclass(frozen=True)
class Look:
    """Size of the text, width of the boxes in a column, and whether texts are whole or short."""

    size: float
    width: float
    whole: bool
    with_path: bool

    @property
    def line(self) -> float:
        return self.size * LEADING

    @property
    def pad(self) -> float:
        return self.size * 0.6

    @property
    def small(self) -> float:
        return max(SMALLEST, self.size * 0.9)


@dataclass(frozen=True)
class _Part:
    """A slice of a question: its answers in a row of their own, or a row of answers with their effects."""

    answers: tuple[AnswerBox, ...] = ()
    row: AnswerRow | None = None


@dataclass
class Piece:
    """Something that stands in a column as a whole; `keep` stays with the next one."""

    pen: Pen
    height: float
    keep: bool = False
    question: QuestionBox | None = None
    first: bool = True
    dot: float = 0.0
    section: str = ""
    gap: float = 0.0
    parts: tuple[_Part, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A piece with its place on a sheet."""

    piece: Piece
    x: float
    y: float


def question_pieces(question: QuestionBox, look: Look, tallest: float) -> list[Piece]:
    """The question in one piece, or in as many as its length asks for."""
    parts = _parts(question)
    pieces: list[Piece] = []
    while parts:
        count = len(parts)
        piece = _piece(question, parts, look, first=not pieces)
        while piece.height > tallest and count > 1:
            count = max(1, min(count - 1, int(count * tallest / piece.height)))
            piece = _piece(question, parts[:count], look, first=not pieces)
        if piece.height > tallest and (halves := _halved(parts[0])):
            parts[:1] = halves
            continue
        pieces.append(piece)
        parts = parts[count:]
    for piece in pieces[1:]:
        piece.first = False
    return pieces


def split(piece: Piece, room: float, look: Look) -> tuple[Piece, Piece] | None:
    """The part of a question that still fits at the foot of a column, and the rest for the next one."""
    question, parts = piece.question, piece.parts
    if question is None:
        return None
    for count in range(len(parts) - 1, 0, -1):
        upper = _piece(question, parts[:count], look, first=piece.first)
        if upper.height <= room:
            return upper, _piece(question, parts[count:], look, first=False)
    answers = parts[0].answers  # a long list of answers may go on as well
    for count in range(len(answers) - 3, 2, -3):
        upper = _piece(question, [_Part(answers[:count])], look, first=piece.first)
        if upper.height <= room:
            rest = [_Part(answers[count:]), *parts[1:]]
            return upper, _piece(question, rest, look, first=False)
    return None


def _parts(question: QuestionBox) -> list[_Part]:
    if question.listed:
        return [_Part(answers=question.answers), *(_Part(row=row) for row in question.rows)]
    if len(question.rows) == 1 and not question.rows[0].effects and not question.rows[0].opens:
        return [_Part(answers=question.answers)]
    return [_Part(row=row) for row in question.rows]


def _halved(part: _Part) -> list[_Part]:
    if part.row is None:
        middle = len(part.answers) // 2
        return [_Part(part.answers[:middle]), _Part(part.answers[middle:])] if middle else []
    row = part.row
    if len(row.effects) > 1:
        middle = len(row.effects) // 2
        return [
            _Part(row=replace(row, effects=row.effects[:middle])),
            _Part(row=replace(row, effects=row.effects[middle:], opens="")),
        ]
    if len(row.answers) > 1:
        middle = len(row.answers) // 2
        return [
            _Part(row=replace(row, answers=row.answers[:middle])),
            _Part(row=replace(row, answers=row.answers[middle:])),
        ]
    return []


def _piece(question: QuestionBox, parts: Sequence[_Part], look: Look, *, first: bool) -> Piece:
    pen = Pen()
    asleep = question.state in ("asleep", "skipped")
    pen.owner = pen.box("question", question.id, 0, 0, look.width, 0)
    inside = Pen(owner=0)
    inside.boxes.append(pen.boxes[0])
    y = look.pad * 0.6
    y += _head(inside, question, look, y, first=first)
    for number, part in enumerate(parts):
        if number:
            inside.add(Path(((look.pad, y), (look.width - look.pad, y)), HAIR, 0.5))
        y += look.pad * 0.22
        if part.row is None:
            y += chips(inside, part.answers, look.pad, y, look.width - 2 * look.pad, look, question)[0]
        else:
            y += _row(inside, part.row, y, look, question)
        y += look.pad * 0.22
    height = y + look.pad * 0.3
    strong = question.state == "next"
    pen.add(
        Rect(
            0, 0, look.width, height,
            fill=QUIET if asleep else WHITE,
            stroke=INK if strong else ACCENT if question.state == "answered" else EDGE,
            line=1.8 if strong else 1.1 if question.state == "answered" else 0.6,
            radius=look.size * 0.35, dashed=asleep,
        )
    )  # fmt: skip
    pen.items.extend(inside.items)
    pen.boxes = inside.boxes
    pen.paras = inside.paras
    pen.resize(0, height)
    return Piece(
        pen,
        height,
        question=question,
        first=first,
        dot=look.pad * 0.6 + look.line / 2,
        gap=look.size * 0.42,
        parts=tuple(parts),
    )


def _head(pen: Pen, question: QuestionBox, look: Look, y: float, *, first: bool) -> float:
    """Number, words, state and when it is asked."""
    start = y
    asleep = question.state in ("asleep", "skipped")
    ink = FAINT if asleep else INK
    state = {"next": "NU", "asleep": "SLAAPT", "skipped": "HOEFT NIET", "open": "LATER"}.get(
        question.state, ""
    )
    room = look.width - 2 * look.pad
    flag = 0.0
    if state:
        flag = measure(state, BOLD, look.small) + look.size * 0.8
        left = look.width - look.pad - flag
        now = question.state == "next"
        pen.add(
            Rect(left, y, flag, look.line, INK if now else "", INK if now else EDGE, 0.7, 2, dashed=asleep)
        )
        pen.paragraph(
            state, left + look.size * 0.4, y + (look.line - look.small * LEADING) / 2, flag, look.small, BOLD,
            WHITE if now else FAINT,
        )  # fmt: skip
        flag += look.size * 0.5
    if first:
        y += pen.paragraph(question.text, look.pad, y, room - flag, look.size, BOLD, ink, tag="H3")
    else:
        y += pen.paragraph(
            f"Vraag {question.number}, vervolg", look.pad, y, room - flag, look.size, BOLD, ink
        )
        return y - start
    several = " Meer antwoorden mogelijk." if question.multiple else ""
    condition = f"Alleen als {question.condition}." if question.condition else ""
    if condition or several:
        y += pen.paragraph(
            (condition + several).strip(),
            look.pad,
            y,
            room,
            look.size,
            ITALIC,
            FAINT if asleep else SOFT,
        )
    if look.whole and question.marks:
        y += pen.paragraph(f"Bron: [{question.marks}]", look.pad, y, room, look.small, REGULAR, FAINT)
    return y - start


def _row(pen: Pen, row: AnswerRow, y: float, look: Look, question: QuestionBox) -> float:
    """Answers and what they bring about: beside them on a wide page, below them in a narrow column."""
    left, room, size = look.pad, look.width - 2 * look.pad, look.size
    asleep = question.state in ("asleep", "skipped")
    if look.whole:
        share = _share(question, look, room)
        set_answers = keys if question.listed else chips
        height, _ = set_answers(pen, row.answers, left, y, share, look, question)
        x, top, right, used = left + share + size * 0.9, y + size * 0.12, room - share - size * 0.9, 0.0
    else:
        set_answers = keys if question.listed else chips
        height, end = set_answers(pen, row.answers, left, y, room, look, question)
        x, top, right = left + size, y + height - look.line, room - size
        used = end - x + size * 0.6
        if used < right * 0.3 and len(row.effects) <= (9 if question.listed else 1):
            x, top, right, used = x + used, y, right - used, 0.0
    words = f"→ ook vraag {row.opens}" if row.opens else "" if row.effects else "→ verder"
    if words:
        need = measure(words, BOLD, size) + 0.1
        if used and used + need > right:
            used, top = 0.0, y + height + size * 0.1
        taken = any(answer.chosen for answer in row.answers)
        colour = FAINT if asleep or not row.opens else ACCENT
        tall = pen.paragraph(
            words, x + used, top, right - used, size, BOLD if taken and row.opens else REGULAR, colour
        )
        if not row.effects:
            return max(height, top + tall - y)
        used = used + need + size if not look.whole else 0.0
        top += 0.0 if used else tall + size * 0.15
    return max(height, top + _effects(pen, row.effects, (x, top, right), used, look, asleep=asleep) - y)


def _effects(
    pen: Pen,
    effects: Sequence[Effect],
    place: tuple[float, float, float],
    used: float,
    look: Look,
    *,
    asleep: bool,
) -> float:
    """Consequences below each other, short ones beside each other; the first line may be `used` in part."""
    x, y, width = place
    top, tall = y, look.line * 1.04
    for effect in effects:
        need = _effect_width(effect, look)
        if used and used + need > width:
            used, top, tall = 0.0, top + tall + look.size * 0.16, 0.0
        tall = max(tall, effect_block(pen, effect, x + used, top, width - used, look, asleep=asleep))
        used += need + look.size * 1.2
    return top + tall + look.size * 0.08 - y


def _share(question: QuestionBox, look: Look, room: float) -> float:
    """Width of the answers beside their effects: what the widest needs, up to a part of the box."""
    size = look.size
    if question.listed:
        widest = max(measure(_keys(row.answers, question), BOLD, size) for row in question.rows) + 0.1
    else:
        widest = max(_chip_width(answer, size) for answer in question.answers)
    return min(widest, room * ANSWERS_SHARE)


def _chip_width(answer: AnswerBox, size: float) -> float:
    words = measure(printable(f"{answer.key} {answer.label}"), BOLD if answer.chosen else REGULAR, size)
    return words + size * 0.8 + (size if answer.chosen else 0.0) + 0.1


def effect_block(
    pen: Pen, effect: Effect, x: float, y: float, width: float, look: Look, *, asleep: bool = False
) -> float:
    """One consequence: its kind in a block, then the words. Returns the height."""
    size = look.size
    quiet = look.with_path and not effect.fired
    label, words = printable(effect.label), _effect_words(effect, look)
    icon = _icon(effect, look)
    block = _block(effect, look)
    owner, pen.owner = (
        pen.owner,
        pen.box(
            "effect", f"{effect.kind}:{effect.id}", x, y, min(width, _effect_width(effect, look) + 0.1), 0
        ),
    )
    index = pen.owner
    filled = effect.strong and effect.kind != "bar" and not quiet
    fill = FILLS.get(effect.kind, INK) if filled else ""
    edge = fill if filled else WARN if effect.kind == "bar" and not quiet else EDGE if quiet else SOFT
    colour = WHITE if filled else FAINT if quiet else WARN if effect.kind == "bar" else INK
    tall = look.small * 1.16
    top = y + (look.line - tall) / 2
    pen.add(Rect(x, top, block, tall, fill, edge, 0.7, look.size * 0.2, dashed=effect.kind == "bar" or quiet))
    inner = x + size * 0.35
    if effect.kind == "bar":
        pen.add(*ban(inner, top + (tall - icon) / 2, icon, colour))
    elif effect.fired:
        pen.add(check(inner, top + (tall - icon) / 2, icon, colour))
    if icon:
        inner += icon + size * 0.3
    room = x + block - inner
    pen.paragraph(label, inner, top + (tall - look.small * LEADING) / 2, room, look.small, BOLD, colour)
    height = pen.paragraph(
        words, x, y, width, size,
        BOLD if effect.fired and not asleep else REGULAR, FAINT if quiet or asleep else INK,
        indent=block + size * 0.4,
    )  # fmt: skip
    pen.resize(index, height)
    pen.owner = owner
    return height


def _icon(effect: Effect, look: Look) -> float:
    return look.small * 0.78 if effect.kind == "bar" or effect.fired else 0.0


def _block(effect: Effect, look: Look) -> float:
    icon = _icon(effect, look)
    wide = measure(printable(effect.label), BOLD, look.small)
    return wide + look.size * 0.7 + (icon + look.size * 0.3 if icon else 0.0)


def _effect_words(effect: Effect, look: Look) -> str:
    words = effect.more if look.whole else effect.text
    also = f" Als ook {effect.also}." if effect.also else ""
    stop = "" if words.endswith((".", "!", "?")) or not also else "."
    marks = f" [{effect.marks}]" if effect.marks else ""
    return words + stop + also + marks


def _effect_width(effect: Effect, look: Look) -> float:
    """Width on one line."""
    face = BOLD if effect.fired else REGULAR
    return (
        _block(effect, look)
        + look.size * 0.4
        + measure(printable(_effect_words(effect, look)), face, look.size)
    )


def chips(
    pen: Pen,
    answers: Sequence[AnswerBox],
    x: float,
    y: float,
    width: float,
    look: Look,
    question: QuestionBox,
) -> tuple[float, float]:
    """Answers in small boxes beside and below each other; returns the height and where the last one ends."""
    size, gap = look.size, look.size * 0.35
    cx, top, tall = x, y, 0.0
    for answer in answers:
        text = printable(f"{answer.key} {answer.label}")
        wide = min(_chip_width(answer, size), width)
        if cx > x and cx + wide > x + width:
            cx, top, tall = x, top + tall + gap, 0.0
        high = _chip(pen, answer, text, (cx, top, wide), look, question)
        tall = max(tall, high)
        cx += wide + gap
    return top + tall - y, cx - gap


def _chip(
    pen: Pen,
    answer: AnswerBox,
    text: str,
    place: tuple[float, float, float],
    look: Look,
    question: QuestionBox,
) -> float:
    x, y, width = place
    size = look.size
    dull = question.state in ("asleep", "skipped", "answered") and not answer.chosen
    owner, pen.owner = pen.owner, pen.box("answer", f"{question.id}:{answer.id}", x, y, width, 0)
    index, at = pen.owner, len(pen.items)
    tick = size if answer.chosen else 0.0
    height = pen.paragraph(
        text, x + size * 0.4 + tick, y + size * 0.06, width - size * 0.8 - tick + 0.1, size,
        BOLD if answer.chosen else REGULAR, FAINT if dull else INK,
    ) + size * 0.2  # fmt: skip
    pen.items.insert(
        at,
        Rect(
            x, y, width, height,
            fill=TINT if answer.chosen else "", stroke=INK if answer.chosen else HAIR if dull else EDGE,
            line=1.2 if answer.chosen else 0.6, radius=size * 0.5,
        ),
    )  # fmt: skip
    if answer.chosen:
        pen.add(check(x + size * 0.35, y + size * 0.3, size * 0.8, INK))
    pen.resize(index, height)
    pen.owner = owner
    return height


def keys(
    pen: Pen,
    answers: Sequence[AnswerBox],
    x: float,
    y: float,
    width: float,
    look: Look,
    question: QuestionBox,
) -> tuple[float, float]:
    """Answers that were listed above, by their keys: `bij 1–3, 0`."""
    chosen = any(answer.chosen for answer in answers)
    words = _keys(answers, question)
    face = BOLD if chosen else REGULAR
    height = pen.paragraph(
        words, x, y + look.size * 0.12, width, look.size, face,
        FAINT if question.state in ("asleep", "skipped") else INK,
    )  # fmt: skip
    return height + look.size * 0.12, x + min(width, measure(words, face, look.size))


def _keys(answers: Sequence[AnswerBox], question: QuestionBox) -> str:
    if len(answers) == len(question.answers):
        return "elk antwoord"
    return "bij " + key_spans([a.key for a in question.answers], {a.key for a in answers})


def heading(words: str, look: Look, *, section: str = "") -> Piece:
    """The head of a section across its column."""
    pen = Pen()
    pen.owner = pen.box("lane", section or words, 0, 0, look.width, 0)
    size = look.size * 1.15
    at = len(pen.items)
    height = pen.paragraph(
        words, look.pad, look.size * 0.2, look.width - 2 * look.pad, size, BOLD, WHITE, tag="H2"
    ) + look.size * 0.4  # fmt: skip
    pen.items.insert(at, Rect(0, 0, look.width, height, ACCENT, radius=look.size * 0.35))
    pen.resize(0, height)
    return Piece(pen, height, keep=True, section=words, gap=look.size * 0.5)


def line_of_text(
    kind: str, line_id: str, words: str, look: Look, *, face: str = REGULAR, keep: bool = False
) -> Piece:
    """A paragraph of its own, for lists at the end."""
    pen = Pen()
    pen.owner = pen.box(kind, line_id, 0, 0, look.width, 0)
    height = pen.paragraph(words, 0, 0, look.width, look.size, face)
    pen.resize(0, height)
    return Piece(pen, height, keep=keep, gap=look.size * 0.25)


def ending(look: Look) -> Piece:
    """Where the line of the route stops."""
    pen = Pen()
    pen.owner = pen.box("end", "end", 0, 0, look.width, 0)
    height = pen.paragraph("Einde van de route", 0, 0, look.width, look.size, BOLD)
    pen.resize(0, height)
    return Piece(pen, height, gap=look.size)


def effect_line(effect: Effect, look: Look) -> Piece:
    pen = Pen()
    pen.owner = pen.box("always", effect.id, 0, 0, look.width, 0)
    height = effect_block(pen, effect, 0, 0, look.width, look)
    pen.resize(0, height)
    return Piece(pen, height, gap=look.size * 0.3)
