"""Situations in Dutch with what should follow; a jurist can read and extend `stories.csv`.

An answer is `vraag=antwoord`, several with `+`, and `vraag=-` leaves a question open. What a story does not
mention is answered as in `USUAL`, so that a line holds only what matters.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from twijs_desk.protocol.assess import assess
from twijs_desk.protocol.model import Pack
from twijs_desk.protocol.outcome import Outcome

ON = date(2026, 11, 23)
USUAL = {
    "school_related": "yes",
    "evidence_secured": "yes",
    "seriousness": "serious",
    "pupil_age": "under_12",
    "own_class": "yes",
    "assigned_as": "volunteer",
    "affected": "nobody",
    "exit_kind": "allowed_criticism",
    "posted_by": "private",
    "consent_proof": "no",
    "pictured": "other",
}
STORIES = list(
    csv.DictReader(
        Path(__file__).with_name("stories.csv").read_text(encoding="utf-8").splitlines(), delimiter=";"
    )
)


def answer_all(pack: Pack, told: str) -> Outcome:
    given = dict(part.split("=") for part in told.split())
    left_open = {question for question, answer in given.items() if answer == "-"}
    answers = {q: a.split("+") for q, a in given.items() if a != "-"}
    while True:
        outcome = assess(pack, answers, ON)
        question = outcome.next_question
        if question is None:
            return outcome
        if question in left_open:
            # answer what comes after it as well, to see that the rest does not wait for it
            rest = [q.id for q in pack.questions if q.id not in answers and q.id not in left_open]
            before = len(answers)
            for name in rest:
                options = [o.id for o in pack.question(name).options]
                choice = USUAL.get(name, "no")
                if choice in options:
                    answers[name] = [choice]
            if len(answers) == before:
                return outcome
            continue
        assert question != "rule_broken", "een verhaal noemt zelf de geschonden afspraak"
        answers[question] = [USUAL.get(question, "no")]


def test_there_are_enough_stories() -> None:
    assert len(STORIES) >= 75


@pytest.mark.parametrize("story", STORIES, ids=[f"{s['nr']}-{s['situatie'][:40]}" for s in STORIES])
def test_story(pack: Pack, story: dict[str, str]) -> None:
    outcome = answer_all(pack, story["antwoorden"])
    known_duties = {duty.id for duty in pack.obligations}
    known_measures = {measure.id for measure in pack.measures}
    duties, no_duties = set(story["plichten"].split()), set(story["geen_plichten"].split())
    barred, allowed = set(story["verboden"].split()), set(story["toegestaan"].split())
    assert (duties | no_duties) <= known_duties
    assert (barred | allowed) <= known_measures

    assert outcome.inspector.outcome == story["inspecteur"]
    assert set(outcome.inspector.bases) == set(story["grondslagen"].split())
    assert outcome.police == story["politie"]
    assert duties <= outcome.musts()
    assert not no_duties & {line.id for line in outcome.obligations}
    assert barred <= outcome.measures_with("barred")
    assert allowed <= (outcome.measures_with("allowed") | outcome.measures_with("required"))
    assert {line.dossier for line in outcome.dossiers} == set(story["dossiers"].split())
    assert set(story["adviezen"].split()) <= {d.id for d in outcome.obligations if d.level != "must"}
    assert set(story["brieven"].split()) <= {line.code for line in outcome.letters}


@pytest.mark.parametrize("story", STORIES, ids=[s["nr"] for s in STORIES])
def test_every_line_of_a_story_has_a_source_and_a_reason(pack: Pack, story: dict[str, str]) -> None:
    outcome = answer_all(pack, story["antwoorden"])
    lines = [
        *outcome.obligations,
        *outcome.measures,
        *outcome.letters,
        *outcome.warnings,
        *outcome.inspector.grounds,
        *outcome.police_lines,
        *outcome.dossiers,
    ]
    assert lines
    for line in lines:
        assert line.sources, line
        assert all(source in pack.sources for source in line.sources)
        assert line.reason.because, line
        assert line.reason.pack_version == pack.version
    assert all(line.alternative for line in outcome.measures if line.status == "barred")
