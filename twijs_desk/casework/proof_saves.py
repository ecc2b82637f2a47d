"""What the durability proof saves, through the same acts as the window, and how it finds every save again.

Each save carries one line with its number. Drafts are overwritten and answers superseded, so the line goes along:
a draft keeps its earlier lines, a superseded answer keeps its note. The hash of a save is the SHA-256 of its line,
or of the whole file for evidence. For `twijs-desk harness`; nothing in the window uses it.
"""

import hashlib
import itertools
import random
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlmodel import Session

from twijs_desk.casework import calls, cases, drafts, evidence, flow, incidents, letters
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.faults import told
from twijs_desk.casework.rows import EvidenceEntry, IncidentDraft, PublicationEntry
from twijs_desk.store.check import check
from twijs_desk.store.models import METADATA

_T = METADATA.tables
_MARK = "bewaarproef"
_LINE = re.compile(rf"{_MARK} (\d+) [0-9a-z ]*? slot")
_TITLE = re.compile(rf"{_MARK} (\d+)")
_WORDS = "leerling ouder bericht filmpje groep gesprek klas school avond telefoon plein mentor".split()
_PNG = b"\x89PNG\r\n\x1a\n"
_CASES = 6
"""Cases that are worked on at the same time; the oldest makes room."""

_LONG = 20_000
"""Characters in a draft or a letter, after which it gets no further lines."""

_LETTER = "I1"
_FIRST_FIELDS = {
    "signer.name": "De schoolleider",
    "person.in_service": "ja",
    "person.contact_now": "nee",
    "pupil.age_group": "11 jaar, groep 7",
    "pupil.parents_informed": "nog niet",
    "pupil.safe": "ja",
    "board.informed_by": "de schoolleider, per telefoon",
}
_FREE_FIELD = "evidence.place"
_OWN_CASE = "Bewaarproef"


@dataclass(frozen=True, slots=True)
class Save:
    """One save that is about to be made; `make` returns when the window would say *opgeslagen*."""

    number: int
    sha256: str
    make: Callable[[], None]


@dataclass
class _Letter:
    id: str
    text: str = ""
    edits: int = 0


@dataclass
class _Case:
    id: str
    letter: _Letter | None = None


@dataclass
class _Work:
    desk: Desk
    chance: random.Random
    draft: IncidentDraft | None = None
    cases: list[_Case] = field(default_factory=list)


def saves(desk: Desk, kinds: Collection[str] = ()) -> Iterator[Save]:
    """Saves without end, numbered on from what is in the vault; of these kinds only when asked.

    Each must be made before the next is asked for.
    """
    work = _Work(desk, random.Random())
    left = [row for row in drafts.listing(desk) if row.title == _OWN_CASE]
    if left:
        work.draft = drafts.resume(desk, left[0].id)
    # Only its own cases: in another one files may be refused, or a question may wait that it does not know.
    own = [row for row in cases.listing(desk) if row.title == _OWN_CASE]
    work.cases = [_Case(row.id) for row in own[:_CASES]][::-1]
    with desk.look() as session:
        found = itertools.chain(_lines(session), _files(session, read=False))
        last = max((number for number, _ in found), default=0)
    chosen = {name: kind for name, kind in _KINDS.items() if not kinds or name in kinds}
    makers, weights = [make for make, _ in chosen.values()], [weight for _, weight in chosen.values()]
    for number in itertools.count(last + 1):
        save = None
        while save is None:
            [maker] = work.chance.choices(makers, weights)
            save = maker(work, number)
        yield save


def kept(desk: Desk) -> Iterator[tuple[int, str]]:
    """Number and hash of every save that is in the vault; a save can be met more than once."""
    with desk.look() as session:
        yield from _lines(session)
        yield from _files(session)


def what_is_wrong(desk: Desk) -> tuple[str, ...]:
    """Everything that `vault check` looks at, and what the anchor beside the vault says is missing.

    Not the anchor in the user's folder: a harness that puts a disk back as it was leaves that one where it is.
    """
    with told():
        found = [
            " ".join(part for part in (str(each.kind), each.subject, each.subject_id, each.detail) if part)
            for each in check(desk.vault)
        ]
    lapse = desk.vault.lapse
    if lapse is not None and lapse.beside:
        found.append(f"anchor {lapse.kept_seq} {lapse.found_seq}")
    return tuple(found)


# --- what is saved ---


def _line(work: _Work, number: int) -> str:
    words = " ".join(work.chance.choices(_WORDS, k=int(work.chance.paretovariate(0.7)) % 1500))
    return f"{_MARK} {number} {work.chance.randbytes(8).hex()} {words} slot"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _type(work: _Work, number: int) -> Save | None:
    """A pause in typing: the draft is kept with the new line under the earlier ones."""
    if work.draft is not None and len(work.draft.observation) > _LONG:
        return None
    line = _line(work, number)
    draft = _typed(work, line)

    def make() -> None:
        work.draft = replace(draft, id=drafts.save(work.desk, draft).id)

    return Save(number, _sha(line), make)


def _register(work: _Work, number: int) -> Save:
    """*Vastleggen*, with a last line that the draft did not have yet and now and then a screenshot."""
    line = _line(work, number)
    draft = _typed(work, line)
    if work.chance.random() < 0.3:
        shot = EvidenceEntry("screenshot", "Schermafdruk", content=_PNG + work.chance.randbytes(20_000))
        draft = replace(draft, evidence=(shot,))

    def make() -> None:
        case = incidents.register(work.desk, draft)
        work.draft = None
        work.cases = [*work.cases[1 - _CASES :], _Case(case.id)]

    return Save(number, _sha(line), make)


def _answer(work: _Work, number: int) -> Save | None:
    """The next question of a route, or an earlier one again; the line is the note at the answer."""
    if not work.cases:
        return None
    case = work.chance.choice(work.cases)
    question = flow.view(work.desk, case.id).question
    again = question is None or work.chance.random() < 0.3
    if question is None or again:
        question_id, options = "danger", ["yes", "no"]
    else:
        question_id, options = question.id, [option.id for option in question.options]
    value = "no" if "no" in options and not again else work.chance.choice(options)
    line = _line(work, number)

    def make() -> None:
        flow.answer(work.desk, case.id, question_id, value, note=line)

    return Save(number, _sha(line), make)


def _write_letter(work: _Work, number: int) -> Save | None:
    """A field of a draft letter, with the earlier lines in it. Beginning the letter has no line and no number."""
    if not work.cases:
        return None
    case = work.chance.choice(work.cases)
    if case.letter is None:
        if not calls.view(work.desk, case.id).attempts:  # a call record is about a call
            calls.not_reached(work.desk, case.id)
        case.letter = _Letter(letters.begin(work.desk, case.id, _LETTER).id)
    letter, line = case.letter, _line(work, number)
    if len(letter.text) > _LONG:
        return None
    text = f"{letter.text} {line}".strip()

    def make() -> None:
        letters.set_fields(work.desk, letter.id, {**_FIRST_FIELDS, _FREE_FIELD: text})
        letter.text, letter.edits = text, letter.edits + 1

    return Save(number, _sha(line), make)


def _seal(work: _Work, number: int) -> Save | None:
    """*Definitief maken*; the line is kept with the sealed letter as a reason."""
    case = next((each for each in work.cases if each.letter and each.letter.edits), None)
    if case is None or case.letter is None:
        return None
    letter, line = case.letter, _line(work, number)

    def make() -> None:
        letters.finalise(work.desk, letter.id, {_MARK: line})
        case.letter = None

    return Save(number, _sha(line), make)


def _import(work: _Work, number: int) -> Save | None:
    """A file that comes in: mostly small, now and then a few MB."""
    if not work.cases:
        return None
    size = min(int(2_000 * work.chance.paretovariate(0.6)), 3_000_000)
    content = _PNG + work.chance.randbytes(size)
    entry = EvidenceEntry("screenshot", f"{_MARK} {number}", content=content)
    case = work.chance.choice(work.cases)

    def make() -> None:
        evidence.add(work.desk, case.id, entry)

    return Save(number, hashlib.sha256(content).hexdigest(), make)


def _typed(work: _Work, line: str) -> IncidentDraft:
    draft = work.draft or IncidentDraft(
        title=_OWN_CASE,
        school_aware_at=work.desk.now(),
        board_aware_at=work.desk.now(),
        publication=PublicationEntry(platform="TikTok"),
        may_hold_minor_imagery="no",
    )
    return replace(draft, observation=f"{draft.observation}\n{line}".strip())


_KINDS: dict[str, tuple[Callable[[_Work, int], Save | None], int]] = {
    "draft": (_type, 40),
    "incident": (_register, 12),
    "answer": (_answer, 25),
    "letter": (_write_letter, 12),
    "seal": (_seal, 2),
    "import": (_import, 9),
}


# --- what is found again ---


def _lines(session: Session) -> Iterator[tuple[int, str]]:
    """From every text as it stands in its column; a damaged line is not found, or with another hash."""
    texts = (
        (_T["draft"], "body"),
        (_T["incident"], "observation"),
        (_T["answer"], "note"),
        (_T["letter"], "fields"),
        (_T["letter"], "policy_reasons"),
    )
    for table, name in texts:
        column = sa.type_coerce(table.c[name], sa.Text)  # JSON too: the lines need no escapes
        for text in session.execute(sa.select(column), execution_options={"yield_per": 200}).scalars():
            for found in _LINE.finditer(text or ""):
                yield int(found[1]), _sha(found[0])


def _files(session: Session, *, read: bool = True) -> Iterator[tuple[int, str]]:
    item, stored = _T["evidence_item"], _T["evidence_content"]
    query = sa.select(item.c.title, stored.c.content if read else sa.literal(b"")).join(
        stored, stored.c.evidence_id == item.c.id
    )
    found = session.execute(query.where(item.c.title.startswith(_MARK)), execution_options={"yield_per": 1})
    for title, content in found:
        if (named := _TITLE.fullmatch(title)) is not None:
            yield int(named[1]), hashlib.sha256(content).hexdigest()
