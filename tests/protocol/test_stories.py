"""The situations beside the pack (`stories.csv`) come out as a jurist expects; every line explains itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from twijs_desk import assets
from twijs_desk.protocol.model import Pack
from twijs_desk.protocol.outcome import Outcome
from twijs_desk.protocol.stories import Story, judge, read_stories, tell

ON = date(2026, 11, 23)
TABLE = assets.resource("protocol", "twijs-2022") / "stories.csv"
ORDINARY, STORIES = read_stories(TABLE.read_text(encoding="utf-8"))


def lines(outcome: Outcome) -> list[Any]:
    return [
        *outcome.obligations,
        *outcome.measures,
        *outcome.letters,
        *outcome.warnings,
        *outcome.inspector.grounds,
        *outcome.police_lines,
        *outcome.dossiers,
    ]


def test_there_are_enough_stories_and_each_names_its_ground() -> None:
    assert len(STORIES) >= 75
    assert len({story.nr for story in STORIES}) == len(STORIES)
    assert [story.nr for story in STORIES if not story.source] == []


@pytest.mark.parametrize("story", STORIES, ids=[f"{s.nr}-{s.situation[:40]}" for s in STORIES])
def test_story(pack: Pack, story: Story) -> None:
    assert judge(pack, story, ORDINARY, ON).differences == ()
    outcome = tell(pack, story, ORDINARY, ON)
    advised = {line.id for line in outcome.obligations if line.level != "must"}
    assert set(story.expected["adviezen"]) <= advised
    assert set(story.expected["grondslagen"]) == set(outcome.inspector.bases)


@pytest.mark.parametrize("story", STORIES, ids=[s.nr for s in STORIES])
def test_every_line_of_a_story_has_a_source_and_a_reason(pack: Pack, story: Story) -> None:
    outcome = tell(pack, story, ORDINARY, ON)
    assert lines(outcome)
    for line in lines(outcome):
        assert line.sources, line
        assert all(source in pack.sources for source in line.sources)
        assert line.reason.because, line
        assert line.reason.pack_version == pack.version
    assert all(line.alternative for line in outcome.measures if line.status == "barred")


def test_the_stories_reach_most_of_the_pack(pack: Pack) -> None:
    """Every duty, warning and measure outcome that a reader can meet is met in some story, except a few."""
    seen: set[str] = set()
    for story in STORIES:
        outcome = tell(pack, story, ORDINARY, ON)
        seen |= {line.id for line in outcome.obligations} | {line.id for line in outcome.warnings}
        seen |= {f"{line.id}:{line.status}" for line in outcome.measures}
    duties = {duty.id for duty in pack.obligations} | {warning.id for warning in pack.warnings}
    statuses = {f"{m.id}:{rule.status}" for m in pack.measures for rule in m.rules}
    assert duties - seen == set()
    assert statuses - seen == set()
