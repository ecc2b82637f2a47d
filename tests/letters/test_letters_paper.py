"""Letters on paper and in the archive, judged by tools that are not ours."""

import hashlib
import io
import os
import subprocess
import sys
from datetime import datetime

import pikepdf
import pypdfium2
import pytest
from letter_kit import AT, CODES, MM, NAMES, ON, book, faults, make, page_texts, squeezed

from twijs_desk.letters import LetterGapsError, compose, letter_meta
from twijs_desk.letters.model import Rendered
from twijs_desk.letters.render import render


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


@pytest.mark.parametrize("final", [True, False])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", CODES)
def test_every_sample_is_archive_grade_and_accessible(code: str, name: str, final: bool) -> None:
    made = make(code, name)
    letter = made.render(final=final)
    assert faults(letter.pdf) == []
    with opened(letter.pdf) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == letter.pages
        assert "/Encrypt" not in pdf.trailer
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                assert not {"/JS", "/JavaScript", "/AA", "/OpenAction", "/SMask", "/EmbeddedFile"} & set(
                    item.keys()
                )
                if item.get("/Type") == "/Font":
                    assert str(item.BaseFont)[7] == "+", "no subset"
                    assert "/FontFile2" in item.FontDescriptor
                    assert "/ToUnicode" in item


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", CODES)
def test_the_text_taken_back_equals_what_was_composed(code: str, name: str) -> None:
    made = make(code, name)
    letter = made.render()
    meta = letter_meta(made.template, made.facts, ON)
    pages = [squeezed(text) for text in page_texts(letter.pdf)]
    heading = squeezed("".join(run.text for run in made.composed.subject))
    body = pages[0][pages[0].index(heading, pages[0].index(squeezed(meta.reference)) + 10) :]
    assert meta.dated_on is not None
    for number, text in enumerate(pages[1:], 2):
        head = f"{made.letterhead.school} · {meta.reference} · 24 november 2026"
        if code == "I1":
            head = head.replace("24", "20" if name == "lang" else "23")
        opening = squeezed(f"{head}pagina {number} van {letter.pages}")
        assert text.startswith(opening)
        body += text.removeprefix(opening)
    for number in range(1, letter.pages + 1):
        composed = made.composed
        foot = f"Zaak {meta.case_number} · sjabloon {code} versie 1 ({composed.template_hash[:8]})"
        closing = squeezed(f"{foot}pagina {number} van {letter.pages}")
        assert body.count(closing) == 1
        body = body.replace(closing, "")
    for block in composed.blocks:
        for row in block.rows:
            body = body.replace(squeezed(f"{row.label} (vervolg)"), "")
    assert body.replace("•", "") == squeezed(expected(made.composed))


def expected(composed: object) -> str:
    def words(runs: object) -> str:
        return "".join(run.text for run in runs)  # type: ignore[attr-defined]  # runs of the model

    parts = [words(composed.subject), words(composed.salutation), composed.text, composed.closing]  # type: ignore[attr-defined]
    parts += [words(line) for line in composed.signature]  # type: ignore[attr-defined]
    for label, items in (("Bijlagen", composed.enclosures), ("Afschrift aan", composed.copies)):  # type: ignore[attr-defined]
        if items:
            parts.append(f"{label}: {'; '.join(items)}")
    return "\n".join(parts)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", ["L9", "M9"])
def test_a_window_envelope_shows_the_address_and_nothing_else(code: str, name: str) -> None:
    made = make(code, name)
    document = pypdfium2.PdfDocument(made.render().pdf)
    first = document[0]
    height = first.get_height()
    # The measured zone that a window can show: x < 115 mm, y 45 to 104 mm from the top.
    text = first.get_textpage()
    shown = text.get_text_bounded(left=0, bottom=height - 104 * MM, right=115 * MM, top=height - 45 * MM)
    meta = letter_meta(made.template, made.facts, ON)
    assert squeezed(shown) == squeezed(made.letterhead.return_line + "".join(meta.address))
    # And the address stands wholly where every measured window shows it: x 25 to 91, y 58 to 84.7 mm.
    box = text.get_text_bounded(
        left=24 * MM, bottom=height - 84.7 * MM, right=91.5 * MM, top=height - 57.5 * MM
    )
    assert squeezed(box) == squeezed("".join(meta.address))
    document.close()


def test_a_right_hand_window_moves_the_address_over() -> None:
    from dataclasses import replace

    made = make("M9")
    right = replace(made.letterhead, window="right")
    letter = render(made.composed, right, letter_meta(made.template, made.facts, ON), final=True, at=AT)
    assert faults(letter.pdf) == []
    document = pypdfium2.PdfDocument(letter.pdf)
    height = document[0].get_height()
    shown = (
        document[0]
        .get_textpage()
        .get_text_bounded(left=110 * MM, bottom=height - 90 * MM, right=193 * MM, top=height - 57 * MM)
    )
    assert "IJsselstein" in shown
    assert "AANGETEKEND" not in shown
    document.close()


@pytest.mark.parametrize("code", CODES)
def test_a_long_reference_block_takes_a_second_row(code: str) -> None:
    made = make(
        code,
        letter__handled_by="mr. dr. C.D. van den Berg-’s Jacob, voorzitter",
        letter__your_reference="X" * 50,
    )
    short = make(code).render()
    letter = made.render()
    assert faults(letter.pdf) == []
    assert "voorzitter" in page_texts(letter.pdf)[0]
    assert letter.positions["subject"][0].top >= short.positions["subject"][0].top


def test_postcode_keeps_two_spaces() -> None:
    """Measured on the page: readers of text fold two spaces into one, the sorting machine does not."""
    document = pypdfium2.PdfDocument(make("L9").render().pdf)
    text = document[0].get_textpage()
    words = text.get_text_range()
    start = words.index("1234 ZZ", words.index("Aan de ouders"))
    boxes = [text.get_charbox(start + n, loose=True) for n in (3, 5, 6, 8)]  # 4 Z Z V
    one, two = boxes[1][0] - boxes[0][2], boxes[3][0] - boxes[2][2]
    assert two == pytest.approx(2 * one, rel=0.1)
    document.close()


def test_metadata_names_no_person() -> None:
    for code in CODES:
        made = make(code, "lang")
        with opened(made.render().pdf) as pdf:
            info = {key: str(value) for key, value in pdf.docinfo.items()}
            assert info["/Title"] == f"{made.template.title} {made.facts['letter.reference']}"
            xmp = pdf.Root.Metadata.read_bytes().decode()
        for person in ("Şerife", "Ångström", "Łuczak", "Bruijn"):
            assert person not in xmp
            assert person not in "".join(info.values())


def test_a_draft_shows_its_gaps_and_a_final_refuses_them() -> None:
    made = make("L9", measure__reasons=None, return__talk_at=None)
    text = squeezed("".join(page_texts(made.render(final=False).pdf)))
    assert squeezed("[nog invullen: Waarom is een schorsing nodig?]") in text
    assert "CONCEPT" in text
    with pytest.raises(LetterGapsError, match=r"Waarom is een schorsing nodig\?; Wanneer is het gesprek"):
        made.render()
    assert "CONCEPT" not in "".join(page_texts(make("L9").render().pdf))


@pytest.mark.parametrize("code", CODES)
def test_an_empty_letter_is_a_valid_draft(code: str) -> None:
    made = make(code)
    composed = compose(made.template, {}, {}, book(), ON)
    meta = letter_meta(made.template, {}, ON)
    assert faults(render(composed, made.letterhead, meta, final=False, at=AT).pdf) == []
    with pytest.raises(LetterGapsError):
        render(composed, made.letterhead, meta, final=True, at=AT)


@pytest.mark.parametrize("code", CODES)
def test_a_signature_never_stands_alone(code: str) -> None:
    """Whatever the length of the text, the page with the signature carries some of the text too."""
    for lines in range(0, 40, 2):
        field = {"L9": "work__arrangement", "M9": "measure__reasons", "I1": "call__agreed"}[code]
        made = make(code, **{field: "\n".join(["Een regel met tekst."] * (lines + 1))})
        letter = made.render()
        signed = {place.page for place in letter.positions["signature"]}
        assert len(signed) == 1
        page = signed.pop()
        others = {block for block, places in letter.positions.items() if page in {p.page for p in places}}
        assert others - {"signature", "bijlagen", "afschrift aan"}


def test_positions_follow_the_blocks() -> None:
    made = make("L9")
    letter = made.render()
    assert {block.id for block in made.composed.blocks} <= letter.positions.keys()
    for places in letter.positions.values():
        for place in places:
            assert 1 <= place.page <= letter.pages
            assert 0 < place.left < place.right < 596
            assert 0 < place.top < place.bottom < 842


def test_bookmarks_and_structure() -> None:
    with opened(make("L9").render().pdf) as pdf:
        with pdf.open_outline() as outline:
            assert outline.root[0].title == "Besluit tot schorsing van Youssef"
            assert [item.title for item in outline.root[0].children][:2] == [
                "Wat is er gebeurd?",
                "Wat is ons verteld?",
            ]
        assert pdf.Root.Lang == "nl-NL"
        assert pdf.Root.MarkInfo.Marked


def test_the_same_letter_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "from letter_kit import make;"
        "print([make(c, n).render().sha256 for c in ('L9', 'I1') for n in ('kort', 'lang')])"
    )
    seen = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("random", "Europe/Amsterdam")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        environment["SOURCE_DATE_EPOCH"] = "86400" if seed == "1" else ""
        seen.add(
            subprocess.run(
                [sys.executable, "-c", program], env=environment, check=True, capture_output=True
            ).stdout
        )
    assert len(seen) == 1
    for _ in range(3):
        make("M9", "lang").render()
    mine = [
        hashlib.sha256(make(code, name).render().pdf).hexdigest()
        for code in ("L9", "I1")
        for name in ("kort", "lang")
    ]
    assert seen.pop().decode().strip() == str(mine)


def test_another_text_or_moment_gives_other_bytes() -> None:
    made = make("L9")
    meta = letter_meta(made.template, made.facts, ON)
    later = render(
        made.composed,
        made.letterhead,
        meta,
        final=True,
        at=datetime.fromisoformat("2026-11-24T13:05:01+00:00"),
    )
    other = make("L9", work__contact="juf Els")
    assert len({made.render().sha256, later.sha256, other.render().sha256}) == 3


def test_a_moment_without_zone_is_a_mistake_of_ours() -> None:
    made = make("L9")
    with pytest.raises(ValueError, match="time zone"):
        render(
            made.composed,
            made.letterhead,
            letter_meta(made.template, made.facts, ON),
            final=True,
            at=AT.replace(tzinfo=None),
        )


def test_sha256_is_that_of_the_bytes() -> None:
    letter: Rendered = make("I1").render()
    assert letter.sha256 == hashlib.sha256(letter.pdf).hexdigest()
