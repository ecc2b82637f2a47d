"""The Dutch manual says only what works: its commands exist, its examples run, its links and pictures are there."""

import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from journey_facts import PASSPHRASE

from twijs_desk import terms
from twijs_desk.casework import cases, incidents
from twijs_desk.casework import desk as desks
from twijs_desk.casework.rows import ProfileEntry, SchoolEntry
from twijs_desk.cli.main import main, parser
from twijs_desk.store.keys import Bounds, Kdf

MANUAL = Path(__file__).parents[2] / "docs" / "handleiding"
PAGES = sorted(MANUAL.glob("*.md"))
COMMANDS = (MANUAL / "05-opdrachtregel.md").read_text(encoding="utf-8")
BY_APP = ("demo", "--vault", "--self-test", "--version")
"""First words that `app.main` takes itself; the rest is for the command line."""

AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", COMMANDS, re.MULTILINE | re.DOTALL)


def test_every_command_in_the_manual_is_understood() -> None:
    lines = [shlex.split(line) for line in blocks("sh")[0].splitlines()]
    assert len(lines) > 10
    for words in lines:
        assert words[0] == "twijs-desk"
        if words[1:] and words[1] not in BY_APP:
            parser().parse_args(words[1:])


def test_answers_of_the_manual_are_assessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "antwoorden.json"
    answers.write_text(blocks("json")[0], encoding="utf-8")
    assert main(["assess", str(answers), "--on", "2026-11-23", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["obligations"]


def test_case_of_the_manual_becomes_a_case(tmp_path: Path) -> None:
    kdf = Kdf(memory_kib=64, time_cost=1, lanes=1, small_memory_kib=64, bounds=Bounds(min_memory_kib=8))
    example = json.loads(blocks("json")[1])
    desk = desks.create(
        tmp_path / "school.kluis", PASSPHRASE, school=SchoolEntry("De Zeven Sloten", "DZS"),
        profile=ProfileEntry("M. Verhoeven"), kdf=kdf, clock=lambda: AT,
    )  # fmt: skip
    try:
        view = cases.show(desk, incidents.register(desk, incidents.read(example)).id)
    finally:
        desk.close()
    assert view.title == example["title"]
    assert [party.name for party in view.parties] == ["R. Hofstede", "Noor Timmers", "Onbekende klasgenoot"]
    assert len(view.evidence) == 1
    assert view.incident.observation == example["observation"]


def test_table_of_values_is_complete() -> None:
    """A word that is added or renamed must reach the manual."""
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", COMMANDS, re.MULTILINE))
    for name, kind in {
        "period": terms.Period,
        "audience": terms.Audience,
        "online_state": terms.OnlineState,
        "role": terms.PartyRole,
        "capacity": terms.CapacityKind,
        "form_of_address": terms.FormOfAddress,
    }.items():
        assert set(re.findall(r"`(\w+)`", rows[name])) == {str(value) for value in kind}, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_are_there_and_light(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        found = page.parent / target
        assert found.is_file(), target
        if found.suffix == ".png":
            assert found.stat().st_size < 150_000, f"{target} is heavier than 150 kB"


def test_every_page_is_in_the_index() -> None:
    index = (MANUAL / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if page.name != "index.md" and f"({page.name})" not in index] == []
