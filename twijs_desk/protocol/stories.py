"""Situations in Dutch with what should follow, from a table that a jurist can read and extend.

One row is one situation. `antwoorden` holds `vraag=antwoord` pairs with spaces between them; several answers to one
question with `+`, and `vraag=-` leaves a question open. What a row does not mention is answered as in the row whose
number is `gewoon`, and otherwise with *no*. The other columns hold what must come out.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, get_args

from twijs_desk.protocol.assess import assess
from twijs_desk.protocol.model import AnswerError, InspectorOutcome, Pack, PoliceLevel
from twijs_desk.protocol.outcome import Outcome

USUAL: Final = "gewoon"
REQUIRED: Final = ("nr", "situatie", "antwoorden", "inspecteur", "politie")
EXPECTED: Final = (
    "grondslagen",
    "plichten",
    "geen_plichten",
    "verboden",
    "toegestaan",
    "dossiers",
    "adviezen",
    "waarschuwingen",
    "brieven",
)
COLUMNS: Final = (*REQUIRED, *EXPECTED, "bron")
MAX_TEXT: Final = 2_000_000
MAX_STORIES: Final = 5_000


class StoryError(ValueError):
    """A table that cannot be read as stories; every message is Dutch and names the line."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = tuple(messages)


@dataclass(frozen=True)
class Story:
    line: int
    nr: str
    situation: str
    answers: Mapping[str, tuple[str, ...]]
    left_open: frozenset[str]
    inspector: str
    police: str
    expected: Mapping[str, tuple[str, ...]]
    source: str


@dataclass(frozen=True)
class Verdict:
    """How one story came out; without differences it came out as told."""

    story: Story
    differences: tuple[str, ...]


def read_stories(text: str) -> tuple[Mapping[str, tuple[str, ...]], tuple[Story, ...]]:
    """The usual answers and all stories. Raises StoryError when a line cannot be read."""
    if len(text) > MAX_TEXT:
        raise StoryError([f"Deze tabel is groter dan {MAX_TEXT} tekens."])
    text = text.removeprefix("\ufeff")
    try:
        reader = csv.DictReader(text.splitlines(keepends=True), delimiter=";", strict=True)
        columns = [name.strip() for name in reader.fieldnames or ()]
        rows = list(reader)
    except csv.Error:
        raise StoryError(["Deze tabel kan niet worden gelezen: een aanhalingsteken sluit niet."]) from None
    problems = [f"De kolom ‘{name}’ ontbreekt." for name in REQUIRED if name not in columns]
    problems += [f"De kolom ‘{name[:40]}’ is onbekend." for name in columns if name not in COLUMNS]
    if len(set(columns)) != len(columns):
        problems.append("Een kolom staat er dubbel.")
    if len(rows) > MAX_STORIES:
        problems.append(f"Er staan meer dan {MAX_STORIES} verhalen in deze tabel.")
    if problems:
        raise StoryError(problems)
    usual: Mapping[str, tuple[str, ...]] = {}
    stories: list[Story] = []
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        cells = {
            str(name).strip(): (value or "") for name, value in row.items() if isinstance(value, str | None)
        }
        if None in row:
            problems.append(f"Regel {line}: er staan meer vakken dan kolommen.")
            continue
        answers, left_open, wrong = _answers(cells.get("antwoorden", ""))
        problems += [f"Regel {line}: {message}" for message in wrong]
        nr = cells["nr"].strip()
        if nr == USUAL:
            usual = answers
            continue
        story = Story(
            line,
            nr,
            cells["situatie"].strip(),
            answers,
            frozenset(left_open),
            cells["inspecteur"].strip(),
            cells["politie"].strip(),
            {name: tuple(cells.get(name, "").split()) for name in EXPECTED},
            cells.get("bron", "").strip(),
        )
        problems += [f"Regel {line}: {message}" for message in _story_problems(story, seen)]
        seen.add(nr)
        stories.append(story)
    if problems:
        raise StoryError(problems)
    return usual, tuple(stories)


def _answers(told: str) -> tuple[dict[str, tuple[str, ...]], set[str], list[str]]:
    answers: dict[str, tuple[str, ...]] = {}
    left_open: set[str] = set()
    wrong: list[str] = []
    for part in told.split():
        question, sign, chosen = part.partition("=")
        if not sign or not question or not chosen:
            wrong.append(f"‘{part[:60]}’ is geen vraag=antwoord.")
        elif question in answers or question in left_open:
            wrong.append(f"de vraag ‘{question[:60]}’ staat er twee keer.")
        elif chosen == "-":
            left_open.add(question)
        else:
            answers[question] = tuple(chosen.split("+"))
    return answers, left_open, wrong


def _story_problems(story: Story, seen: set[str]) -> Iterator[str]:
    if not story.nr:
        yield "het nummer ontbreekt."
    if story.nr in seen:
        yield f"het nummer ‘{story.nr[:20]}’ staat er twee keer."
    if not story.situation:
        yield "de situatie ontbreekt."
    if story.inspector not in get_args(InspectorOutcome):
        yield f"‘{story.inspector[:40]}’ is geen uitkomst; kies uit: {', '.join(get_args(InspectorOutcome))}."
    if story.police not in get_args(PoliceLevel):
        yield f"‘{story.police[:40]}’ is geen uitkomst; kies uit: {', '.join(get_args(PoliceLevel))}."


def judge(pack: Pack, story: Story, usual: Mapping[str, tuple[str, ...]], on: date) -> Verdict:
    """What comes out otherwise than the story tells, in Dutch."""
    try:
        outcome = tell(pack, story, usual, on)
    except AnswerError as error:
        return Verdict(story, (str(error),))
    return Verdict(story, tuple(_differences(pack, story, outcome)))


def tell(pack: Pack, story: Story, usual: Mapping[str, tuple[str, ...]], on: date) -> Outcome:
    """The outcome at the end of the story; also when it leaves a question open. Raises AnswerError."""
    for question in story.left_open - pack.by_id.keys():
        raise AnswerError(question, f"De vraag ‘{question[:60]}’ bestaat niet in regelset {pack.id}.")
    answers: dict[str, tuple[str, ...]] = dict(story.answers)
    for _ in pack.questions:
        outcome = assess(pack, answers, on)
        if outcome.next_question is None:
            return outcome
        wanted = [outcome.next_question]
        if outcome.next_question in story.left_open:
            # what comes after it is answered as well, to see that the rest does not wait for it
            wanted = [q.id for q in pack.questions if q.id not in answers and q.id not in story.left_open]
        before = len(answers)
        for name in wanted:
            choice = usual.get(name, ("no",))
            if all(pack.question(name).option(option) for option in choice):
                answers[name] = choice
            elif wanted == [outcome.next_question]:
                raise AnswerError(name, f"Dit verhaal noemt geen antwoord op de vraag ‘{name}’.")
        if len(answers) == before:
            return outcome
    return assess(pack, answers, on)


def _differences(pack: Pack, story: Story, outcome: Outcome) -> Iterator[str]:
    if outcome.inspector.outcome != story.inspector:
        yield f"vertrouwensinspecteur: {outcome.inspector.outcome}, verwacht {story.inspector}"
    if outcome.police != story.police:
        yield f"politie: {outcome.police}, verwacht {story.police}"
    expected = story.expected
    yield from _others("grondslagen", expected["grondslagen"], set(outcome.inspector.bases))
    yield from _others("dossiers", expected["dossiers"], {line.dossier for line in outcome.dossiers})
    duties = {line.id for line in outcome.obligations}
    possible = outcome.measures_with("allowed") | outcome.measures_with("required")
    known_duties = {rule.id for rule in pack.obligations}
    known_measures = {rule.id for rule in pack.measures}
    known_warnings = {rule.id for rule in pack.warnings}
    known_letters = {rule.code for rule in pack.letters}
    warnings = {line.id for line in outcome.warnings}
    letters = {line.code for line in outcome.letters}
    yield from _missing("plicht", expected["plichten"], outcome.musts(), known_duties)
    advised = {line.id for line in outcome.obligations if line.level != "must"}
    yield from _missing("advies", expected["adviezen"], advised, known_duties)
    yield from _missing(
        "verboden maatregel", expected["verboden"], outcome.measures_with("barred"), known_measures
    )
    yield from _missing("toegestane maatregel", expected["toegestaan"], possible, known_measures)
    yield from _missing("waarschuwing", expected["waarschuwingen"], warnings, known_warnings)
    yield from _missing("brief", expected["brieven"], letters, known_letters)
    for name in expected["geen_plichten"]:
        if name not in known_duties:
            yield f"plicht ‘{name[:60]}’ bestaat niet"
        elif name in duties:
            yield f"plicht ‘{name}’ geldt, en dat hoort niet"


def _others(what: str, wanted: tuple[str, ...], found: Collection[str]) -> Iterator[str]:
    """An empty cell says nothing; a filled one names all of them."""
    if wanted and set(found) != set(wanted):
        yield f"{what}: {' '.join(sorted(found)) or 'geen'}, verwacht {' '.join(wanted)}"


def _missing(
    what: str, wanted: tuple[str, ...], found: set[str] | frozenset[str], known: set[str]
) -> Iterator[str]:
    for name in wanted:
        if name not in known:
            yield f"{what} ‘{name[:60]}’ bestaat niet"
        elif name not in found:
            yield f"{what} ‘{name}’ ontbreekt"
