"""Input that wants to break a letter: it is printed as typed, or refused with a Dutch sentence."""

import random

import pypdfium2
import pytest
from letter_kit import AT, CODES, ON, faults, make, page_texts, squeezed

from twijs_desk.letters import LetterError, LetterTextError, compose, letter_meta
from twijs_desk.letters.model import Para, Run
from twijs_desk.letters.render import render

PRINTED = [
    "Müller<Smit>",
    "V&D",
    "A&copy B &lt C &amp; D",
    "De Vries & Zn",
    "a<b",
    "<b>vet",
    "</para>",
    "{{ measure.reasons }}",
    "{measure.reasons}",
    "<img src=/etc/hostname>",
    '<img src="https://example.org/x.png"/>',
    '<font color="white" size="0.1">weg</font>',
    "<!-- weg -->",
    "<?php weg ?>",
    "<![CDATA[weg]]>",
    "<onDraw name=x/>",
    "%s %(x)s $x \\n \\",
    "(haakjes) \\( %PDF endstream endobj",
    "Nguyễn Thị Ắ, Ğül Şen, Łukasz Żak, Iłja Ĳsbrand, Ștefan, Øre",
    "x" * 200,
    "€ 25,00 – “aanhaling” … ½ ×",
    "ALTIJD & OVERAL;",
]
REFUSED = ["Jan 😀", "Jan \u202enaJ", "Jan\u0007", "Jan\u0000", "漢字", "\u2067Jan", "\ud800"]


@pytest.mark.parametrize("text", PRINTED)
def test_text_is_printed_exactly_as_typed(text: str) -> None:
    made = make("L9", measure__reasons=text, pupil__full_name=text)
    letter = made.render()
    assert faults(letter.pdf) == []
    printed = squeezed("".join(page_texts(letter.pdf)))
    # Text that runs over a page end has the header and footer in between; these do not.
    assert printed.count(squeezed(text)) >= 2
    document = pypdfium2.PdfDocument(letter.pdf)
    images = [item for page in document for item in page.get_objects() if item.type == 3]
    document.close()
    assert images == []


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize(
    "field", ["measure__reasons", "pupil__full_name", "addressee__lines", "letter__copies"]
)
def test_text_that_cannot_be_printed_is_refused_in_dutch(field: str, text: str) -> None:
    value = (text, "Dorpsstraat 1", "1234 ZZ") if field in {"addressee__lines", "letter__copies"} else text
    with pytest.raises(LetterTextError, match=r"teken .*U\+[0-9A-F]{4,5}|stuurteken|leesrichting"):
        make("L9", **{field: value}).render()


def test_a_hostile_letterhead_or_edit_is_refused_too() -> None:
    from dataclasses import replace

    made = make("L9")
    meta = letter_meta(made.template, made.facts, ON)
    head = replace(made.letterhead, school="School 😀")
    with pytest.raises(LetterTextError, match="briefhoofd"):
        render(made.composed, head, meta, final=True, at=AT)
    composed = replace(made.composed, copies=("Jan\u202e",))
    with pytest.raises(LetterTextError, match="afschrift"):
        render(composed, made.letterhead, meta, final=True, at=AT)


def test_an_address_that_does_not_fit_the_window_is_refused_whole() -> None:
    with pytest.raises(LetterTextError, match="past niet in het venster"):
        make("L9", addressee__lines=("W" * 120, "Dorpsstraat 1", "1234 ZZ")).render()
    long = make(
        "L9", addressee__lines=("Mevrouw drs. A.B.C. van Voorbeeldhuizen-de Lange van der Oever", "a 1", "b")
    )
    assert "Oever" in page_texts(long.render().pdf)[0]
    with pytest.raises(LetterTextError, match="zes"):
        make("L9", addressee__lines=tuple("abcdefg")).render()


def test_thirty_pasted_pages_are_set() -> None:
    rng = random.Random(30)
    text = "\n\n".join(" ".join(rng.choices(WORDS, k=70)) for _ in range(260))
    made = make("L9", incident__facts=text)
    letter = made.render()
    assert 25 <= letter.pages <= 60
    assert faults(letter.pdf) == []
    body = "".join(page_texts(letter.pdf))
    assert body.count(f"van {letter.pages}") == 2 * letter.pages - 1


def test_more_than_a_letter_can_hold_is_refused() -> None:
    with pytest.raises(LetterTextError, match="te lang"):
        make("L9", incident__facts="woord " * 40_000)
    with pytest.raises(LetterTextError, match=r"te lang: \d+ pagina’s"):
        make("L9", incident__facts="een regel\n" * 4_000).render()


WORDS = (
    "de het een van school klas filmpje leerling ouders gesprek maandag telefoon groepsapp “toen” V&D a<b "
    "Şerife Zoë Łuczak geïnteresseerd reëel zeeën ruïne coördinatie crème façade {{naam}} 12.30 €25,– "
    "arbeidsongeschiktheidsverzekeringsmaatschappij"
).split()


def random_paras(rng: random.Random) -> tuple[Para, ...]:
    paras = []
    for _ in range(rng.randint(1, 25)):
        runs = tuple(
            Run(
                " ".join(rng.choices(WORDS, k=rng.randint(1, 45))) + " ",
                rng.random() < 0.15,
                rng.random() < 0.15,
            )
            for _ in range(rng.randint(1, 4))
        )
        paras.append(Para(runs, rng.choice(("text", "text", "bullet", "number"))))
    return tuple(paras)


def random_letter(seed: int) -> list[str]:
    """Faults of one generated letter or record: names, lengths, lists and tables of every size."""
    rng = random.Random(seed)
    code, final = CODES[seed % 3], rng.random() < 0.7
    name = " ".join(rng.choices(WORDS, k=rng.randint(1, 3)))
    changes = {
        "I1": {"call__put_forward": "\n".join(name * rng.randint(1, 9) for _ in range(rng.randint(1, 60))),
               "call__informing": tuple(name for _ in range(rng.randint(1, 40)))},
        "L9": {"pupil__full_name": name, "measure__milder": None if not final else name},
        "M9": {"defence__documents": tuple(name for _ in range(rng.randint(1, 30)))},
    }[code]  # fmt: skip
    made = make(code, rng.choice(("kort", "normaal", "lang")), **changes)  # type: ignore[arg-type]  # facts of every kind
    edits = {
        block.id: random_paras(rng)
        for block in made.template.blocks
        if block.kind == "editable" and block.when == () and rng.random() < 0.6
    }
    from letter_kit import book

    composed = compose(made.template, made.facts, edits, book(), ON)
    final = final and not composed.gaps
    meta = letter_meta(made.template, made.facts, ON)
    letter = render(composed, made.letterhead, meta, final=final, at=AT)
    found = faults(letter.pdf)
    text = squeezed("".join(page_texts(letter.pdf)))
    for block in composed.blocks:
        for para in block.paras:
            # The first words of each paragraph always share a page: no single line is left behind.
            if squeezed(para.text)[:30] not in text:
                found.append(f"{seed} {code}: lost {para.text[:40]!r}")
    return found


def test_generated_letters_are_archive_grade() -> None:
    assert [fault for seed in range(60) for fault in random_letter(seed)] == []


@pytest.mark.slow
def test_four_hundred_generated_letters_are_archive_grade() -> None:
    assert [fault for seed in range(1000, 1400) for fault in random_letter(seed)] == []


def test_a_hundred_odd_names_never_surprise() -> None:
    """Either a letter with the name in it, or a Dutch refusal: nothing else may come out."""
    rng = random.Random(7)
    alphabet = "".join(PRINTED[:8]) + "😀\u202e\u0007漢\u0301 'ß-`~\t"
    for _ in range(100):
        name = "".join(rng.choices(alphabet, k=rng.randint(1, 12))).strip() or "x"
        try:
            letter = make("L9", "kort", pupil__full_name=name).render()
        except LetterError as error:
            said = str(error)
        else:
            said = ""
        if said:
            assert said.endswith(".")
            continue
        assert squeezed(name).replace("\u0301", "")[:3] in squeezed("".join(page_texts(letter.pdf))).replace(
            "\u0301", ""
        )
