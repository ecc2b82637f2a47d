"""The boxes of a route: a question with its answers and what they bring about, set for one column width.

A piece is never split over columns, so a question that is too tall for a column is set in more pieces.
"""

from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True)
class _Part:
    """A slice of a question: its answers in a row of their own, or a row of answers with their effects."""

    answers: tuple[AnswerBox, ...] = ()
    row: AnswerRow | None = None


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
    asleep = question.state == "asleep"
    pen.owner = pen.box("question", question.id, 0, 0, look.width, 0)
    inside = Pen(owner=0)
    inside.boxes.append(pen.boxes[0])
    y = look.pad * 0.8
    y += _head(inside, question, look, y, first=first)
    for number, part in enumerate(parts):
        if number:
            inside.add(Path(((look.pad, y), (look.width - look.pad, y)), HAIR, 0.5))
        y += look.pad * 0.35
        if part.row is None:
            y += chips(inside, part.answers, look.pad, y, look.width - 2 * look.pad, look, question)
        else:
            y += _row(inside, part.row, y, look, question)
        y += look.pad * 0.35
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
        pen, height, question=question, first=first, dot=look.pad * 0.8 + look.line / 2, gap=look.size * 0.7
    )


def _head(pen: Pen, question: QuestionBox, look: Look, y: float, *, first: bool) -> float:
    """Number, words, state and when it is asked."""
    start = y
    asleep = question.state == "asleep"
    ink = FAINT if asleep else INK
    state = {"next": "NU", "asleep": "SLAAPT", "open": "LATER"}.get(question.state, "")
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
        y += pen.paragraph(question.text, look.pad, y, room - flag, look.size * 1.06, BOLD, ink, tag="H3")
    else:
        y += pen.paragraph(
            f"Vraag {question.number}, vervolg", look.pad, y, room - flag, look.size, BOLD, ink
        )
        return y - start
    if question.condition:
        y += pen.paragraph(
            f"Alleen als {question.condition}",
            look.pad,
            y,
            room,
            look.size,
            ITALIC,
            FAINT if asleep else SOFT,
        )
    hints = []
    if question.multiple:
        hints.append("Meer antwoorden mogelijk.")
    if look.whole and question.marks:
        hints.append(f"Bron: [{question.marks}]")
    if hints:
        y += pen.paragraph(" ".join(hints), look.pad, y, room, look.small, REGULAR, FAINT)
    return y - start


def _row(pen: Pen, row: AnswerRow, y: float, look: Look, question: QuestionBox) -> float:
    asleep = question.state == "asleep"
    left = look.pad
    room = look.width - 2 * look.pad
    share = _share(question, look, room)
    height = (
        keys(pen, row.answers, left, y, share, look, question)
        if question.listed
        else chips(pen, row.answers, left, y, share, look, question)
    )
    x = left + share + look.size * 0.9
    right = room - share - look.size * 0.9
    top = y + look.size * 0.12
    if row.opens:
        words = f"→ ook vraag {row.opens}"
        taken = any(answer.chosen for answer in row.answers)
        top += pen.paragraph(
            words, x, top, right, look.size, BOLD if taken else REGULAR, FAINT if asleep else ACCENT
        )
    elif not row.effects:
        top += pen.paragraph("→ verder", x, top, right, look.size, REGULAR, FAINT)
    for effect in row.effects:
        top += effect_block(pen, effect, x, top, right, look, asleep=asleep) + look.size * 0.22
    return max(height, top - y)


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
    label = printable(effect.label)
    icon = look.small * 0.78 if effect.kind == "bar" or effect.fired else 0.0
    block = measure(label, BOLD, look.small) + size * 0.7 + (icon + size * 0.3 if icon else 0.0)
    also = f" Als ook {effect.also}." if effect.also else ""
    marks = f" [{effect.marks}]" if effect.marks else ""
    words = effect.more if look.whole else effect.text
    stop = "" if words.endswith((".", "!", "?")) or not also else "."
    owner, pen.owner = pen.owner, pen.box("effect", f"{effect.kind}:{effect.id}", x, y, width, 0)
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
        words + stop + also + marks, x, y, width, size,
        BOLD if effect.fired and not asleep else REGULAR, FAINT if quiet or asleep else INK,
        indent=block + size * 0.4,
    )  # fmt: skip
    pen.resize(index, height)
    pen.owner = owner
    return height


def chips(
    pen: Pen,
    answers: Sequence[AnswerBox],
    x: float,
    y: float,
    width: float,
    look: Look,
    question: QuestionBox,
) -> float:
    """Answers in small boxes beside and below each other; returns the height."""
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
    return top + tall - y


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
    dull = question.state in ("asleep", "answered") and not answer.chosen
    owner, pen.owner = pen.owner, pen.box("answer", f"{question.id}:{answer.id}", x, y, width, 0)
    index, at = pen.owner, len(pen.items)
    tick = size if answer.chosen else 0.0
    height = pen.paragraph(
        text, x + size * 0.4 + tick, y + size * 0.1, width - size * 0.8 - tick + 0.1, size,
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
) -> float:
    """Answers that were listed above, by their keys: `bij 1–3, 0`."""
    chosen = any(answer.chosen for answer in answers)
    words = _keys(answers, question)
    face = BOLD if chosen else REGULAR
    return pen.paragraph(
        words, x, y + look.size * 0.12, width, look.size, face,
        FAINT if question.state == "asleep" else INK,
    )  # fmt: skip


def _keys(answers: Sequence[AnswerBox], question: QuestionBox) -> str:
    if len(answers) == len(question.answers):
        return "elk antwoord"
    return "bij " + key_spans([a.key for a in question.answers], {a.key for a in answers})


def key_spans(order: Sequence[str], wanted: Iterable[str]) -> str:
    """`1–3, 5, a–f`: runs of keys in the order of the answers."""
    found = set(wanted)
    runs: list[list[str]] = []
    previous = ""
    for key in order:
        if key in found:
            if runs and previous in found and runs[-1][-1] == previous:
                runs[-1].append(key)
            else:
                runs.append([key])
        previous = key
    return ", ".join(
        run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs
    )


def heading(words: str, look: Look, *, section: str = "") -> Piece:
    """The head of a section across its column."""
    pen = Pen()
    pen.owner = pen.box("lane", section or words, 0, 0, look.width, 0)
    size = look.size * 1.25
    at = len(pen.items)
    height = pen.paragraph(
        words, look.pad, look.size * 0.3, look.width - 2 * look.pad, size, BOLD, WHITE, tag="H2"
    ) + look.size * 0.6  # fmt: skip
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


def effect_line(effect: Effect, look: Look) -> Piece:
    pen = Pen()
    pen.owner = pen.box("always", effect.id, 0, 0, look.width, 0)
    height = effect_block(pen, effect, 0, 0, look.width, look)
    pen.resize(0, height)
    return Piece(pen, height, gap=look.size * 0.3)
