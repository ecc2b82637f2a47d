"""The picture of the route: everything in it, nothing cut off or on top of something else, whatever the pack."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import combinations
from xml.etree import ElementTree

import pikepdf
import pytest
from letter_kit import faults
from reportlab.pdfbase import pdfmetrics

from twijs_desk import assets
from twijs_desk.letters import fonts
from twijs_desk.letters.route_picture import A3, A4, layout
from twijs_desk.letters.route_picture_ink import Box, Dot, Path, Rect, Sheet, Text, wrap
from twijs_desk.letters.route_picture_pdf import pdf
from twijs_desk.letters.route_picture_svg import svg
from twijs_desk.protocol.assess import assess
from twijs_desk.protocol.load import load
from twijs_desk.protocol.model import Pack
from twijs_desk.protocol.picture import picture

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"
HEAD = """
[pack]
id = "proef"
version = "1"
title = "Proef"
capacity_question = "actor"
[[section]]
id = "s0"
title = "Begin"
[[source]]
id = "wet"
title = "Een wet met een lange naam"
locator = "artikel 1"
kind = "statute"
verified_on = 2026-01-01
[[capacity]]
id = "pupil"
label = "Leerling"
bar_reason = "x"
bar_alternative = "y"
sources = ["wet"]
[[capacity]]
id = "unknown"
label = "Onbekend"
bar_reason = "x"
bar_alternative = "y"
sources = ["wet"]
"""


def question(
    name: str, section: str, options: Iterable[str], when: str = "", text: str = "Wat is er?"
) -> str:
    answers = ", ".join(f'{{ id = "{o}", label = "{o}" }}' for o in options)
    return f"""
[[question]]
id = "{name}"
section = "{section}"
text = "{text}"
help = "h"
why = "w"
options = [{answers}]
sources = ["wet"]
examples_yes = ["a"]
examples_no = ["b"]
next_note = "n"
{f"when = {when}" if when else ""}
"""


def duty(name: str, when: str, title: str = "Doe wat nodig is") -> str:
    return f"""
[[obligation]]
id = "{name}"
title = "{title}"
explanation = "e"
level = "must"
basis = "statute"
holder = "principal"
sources = ["wet"]
when = {when}
due = {{ kind = "at_once" }}
proof = "p"
action = "note"
waivable = false
"""


def tiny() -> Pack:
    return load(
        {"a.toml": HEAD + question("actor", "s0", ["pupil"]) + duty("d", '{ is = ["actor", "pupil"] }')}
    )


def large(count: int = 60) -> Pack:
    """Sixty questions, with long words, thirty answers to one, forty duties on another, and characters no font has."""
    text = HEAD + question("actor", "s0", ["pupil"])
    for number in range(1, count):
        section = f"s{number // 9}"
        if number % 9 == 0:
            text += f'\n[[section]]\nid = "{section}"\ntitle = "Deel {number} 🎬"\n'
        options = [f"a{n}" for n in range(30 if number == 20 else 2 + number % 4)]
        when = f'{{ is = ["q{number - 1}", "a0", "unknown"] }}' if number % 3 == 0 and number > 1 else ""
        words = (
            "Verantwoordingsdocumentatieverplichtingen" * 4
            if number == 30
            else f"Vraag met woorden {number}? " * (1 + number % 5)
        )
        text += question(f"q{number}", section, options, when, words.strip())
        for index in range(40 if number == 40 else 2):
            text += duty(
                f"d{number}_{index}",
                f'{{ is = ["q{number}", "a{index % 2}"] }}',
                f"Plicht {number} " * (index + 1),
            )
    return load({"a.toml": text})


def twijs() -> Pack:
    return load(assets.texts(assets.resource("protocol", "twijs-2022")))


PACKS = {"tiny": tiny, "large": large, "twijs": twijs}


@pytest.fixture(scope="module", params=PACKS)
def pack(request: pytest.FixtureRequest) -> Pack:
    return PACKS[request.param]()


def walked(pack: Pack, steps: int) -> dict[str, str]:
    """The first answer to the first questions of the route."""
    answers: dict[str, str] = {}
    for _ in range(steps):
        asked = assess(pack, answers, ON).next_question
        if asked is None:
            break
        answers[asked] = pack.question(asked).options[0].id
    return answers


def sheets_of(pack: Pack, size: str, steps: int | None = None) -> tuple[Sheet, ...]:
    answers = None if steps is None else walked(pack, steps)
    drawn = picture(pack, answers, ON, about="" if steps is None else "zaak 1", detail=size == "detail")
    return layout(drawn, size)  # type: ignore[arg-type]


def overlap(a: Box, b: Box) -> bool:
    slack = 0.01
    return (
        a.x + slack < b.x + b.width
        and b.x + slack < a.x + a.width
        and a.y + slack < b.y + b.height
        and b.y + slack < a.y + a.height
    )


@pytest.mark.parametrize("steps", [None, 6])
@pytest.mark.parametrize("size", ["overview", "detail"])
def test_nothing_overlaps_sticks_out_or_is_cut_off(pack: Pack, size: str, steps: int | None) -> None:
    for sheet in sheets_of(pack, size, steps):
        outer = [b for b in sheet.boxes if b.kind not in ("answer", "effect")]
        for kinds in (
            outer,
            [b for b in sheet.boxes if b.kind == "answer"],
            [b for b in sheet.boxes if b.kind == "effect"],
        ):
            clashes = [(a, b) for a, b in combinations(kinds, 2) if overlap(a, b)]
            assert clashes == []
        for box in sheet.boxes:
            assert box.x >= 0
            assert box.y >= 0
            assert box.x + box.width <= sheet.width
            assert box.y + box.height <= sheet.height - 10
        inner = [b for b in sheet.boxes if b.kind in ("answer", "effect")]
        for box in inner:
            assert any(
                o.x <= box.x and o.y <= box.y and box.x + box.width <= o.x + o.width + 0.01
                and box.y + box.height <= o.y + o.height + 0.01
                for o in outer
            ), box  # fmt: skip


@pytest.mark.parametrize("steps", [None, 6])
@pytest.mark.parametrize("size", ["overview", "detail"])
def test_every_line_fits_in_its_box_and_can_be_read(pack: Pack, size: str, steps: int | None) -> None:
    fonts.register()
    smallest = 6.5 if size == "overview" else 7.6
    for sheet in sheets_of(pack, size, steps):
        for text in (item for item in sheet.items if isinstance(item, Text)):
            wide = pdfmetrics.stringWidth(text.text, text.face, text.size)
            assert wide == pytest.approx(text.width)
            assert text.size >= smallest - 0.001
            assert text.x >= 0
            assert text.x + wide <= sheet.width
            if text.owner >= 0:
                box = sheet.boxes[text.owner]
                assert box.x - 0.01 <= text.x, text
                assert text.x + wide <= box.x + box.width + 0.2, text
                assert box.y - 0.3 <= text.y - text.size * 0.72, text
                assert text.y + text.size * 0.12 <= box.y + box.height + 0.3, text


@pytest.mark.parametrize("size", ["overview", "detail"])
def test_everything_of_the_pack_is_in_the_picture(pack: Pack, size: str) -> None:
    sheets = sheets_of(pack, size)
    found = {(box.kind, box.id) for sheet in sheets for box in sheet.boxes}
    wanted = {("question", q.id) for q in pack.questions}
    wanted |= {("answer", f"{q.id}:{o.id}") for q in pack.questions for o in q.options}
    wanted |= {("effect", f"must:{d.id}") for d in pack.obligations if d.level == "must"}
    wanted |= {("effect", f"inspector:{r.id}") for r in pack.inspector}
    wanted |= {("effect", f"police:{r.id}") for r in pack.police}
    wanted |= {("effect", f"bar:{r.id}") for r in pack.bars}
    if size == "detail":
        wanted |= {("effect", f"should:{d.id}") for d in pack.obligations if d.level == "should"}
    assert wanted - found == set()
    words = " ".join(item.text for sheet in sheets for item in sheet.items if isinstance(item, Text))
    for label in ("Weet ik nog niet", "Wat is er" if pack.id == "proef" and len(pack.questions) == 1 else ""):
        assert label in words


def test_the_shipped_route_stands_on_two_a3(pack: Pack) -> None:
    sheets = sheets_of(pack, "overview")
    assert all((sheet.width, sheet.height) == A3 for sheet in sheets)
    if pack.id == "twijs-2022":
        assert len(sheets) == 2  # the sources included
    assert all((sheet.width, sheet.height) == A4 for sheet in sheets_of(pack, "detail"))


def test_a_path_shows_what_was_chosen_what_sleeps_and_what_holds(pack: Pack) -> None:
    answers = walked(pack, 8)
    outcome = assess(pack, answers, ON)
    drawn = picture(pack, answers, ON, about="zaak 1")
    boxes = {q.id: q for lane in drawn.lanes for q in lane.questions}
    assert {q for q, box in boxes.items() if box.state == "answered"} == {
        step.question for step in outcome.route if step.state == "answered"
    }
    assert [q for q, box in boxes.items() if box.state == "next"] == list(
        filter(None, [outcome.next_question])
    )
    chosen = {q: a.id for q, box in boxes.items() for a in box.answers if a.chosen}
    assert chosen == {q: a for q, a in answers.items() if boxes[q].state == "answered"}
    fired = {e.key for box in boxes.values() for row in box.rows for e in row.effects if e.fired}
    fired |= {e.key for e in drawn.always if e.fired}
    assert {i for kind, i in fired if kind == "must"} == outcome.musts()
    assert {i for kind, i in fired if kind == "inspector"} == {
        g.reason.rule for g in outcome.inspector.grounds
    }
    assert {i for kind, i in fired if kind == "police"} == {line.reason.rule for line in outcome.police_lines}


def test_the_svg_is_plain_titled_and_the_same_every_time(pack: Pack) -> None:
    text = svg(sheets_of(pack, "overview"))
    assert text == svg(sheets_of(pack, "overview"))
    root = ElementTree.fromstring(text)
    assert root.find(f"{SVG}title").text  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc").text  # type: ignore[union-attr]
    names = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert names <= {"svg", "title", "desc", "g", "rect", "polyline", "polygon", "circle", "text"}
    for node in root.iter(f"{SVG}text"):
        assert float(node.attrib["textLength"]) > 0
    assert "href" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace("openedufonds", "")


@pytest.mark.parametrize("size", ["overview", "detail"])
def test_the_pdf_is_archive_grade_and_accessible(pack: Pack, size: str) -> None:
    sheets = sheets_of(pack, size, 4)
    made = pdf(sheets, author="School", at=AT)
    assert made == pdf(sheets, author="School", at=AT)
    assert faults(made) == []
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.check_pdf_syntax() == []
        assert len(opened.pages) == len(sheets)
        assert str(opened.Root.Lang) == "nl-NL"
        assert "zaak 1" in str(opened.docinfo.Title)


def test_a_long_word_is_cut_and_not_lost() -> None:
    fonts.register()
    word = "Verantwoordingsdocumentatieverplichtingen" * 3
    lines = wrap(f"kort {word} eind", fonts.BODY, 8, 60)
    assert "".join(lines).replace(" ", "") == f"kort{word}eind"
    assert all(pdfmetrics.stringWidth(line, fonts.BODY, 8) <= 60 for line in lines)


def test_the_line_of_the_route_keeps_out_of_the_boxes() -> None:
    for sheet in sheets_of(twijs(), "overview"):
        questions = [b for b in sheet.boxes if b.kind == "question"]
        for item in sheet.items:
            if isinstance(item, Dot) and item.radius > 4:
                right = item.x + item.radius - 0.5
                beside = [b for b in questions if b.y < item.y < b.y + b.height]
                assert not any(b.x < right < b.x + b.width for b in beside)
            assert isinstance(item, Rect | Path | Dot | Text)
