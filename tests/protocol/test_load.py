"""A pack that is wrong is refused, with file, place and a Dutch sentence; no text makes the loader fall over."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twijs_desk.protocol.load import check, load
from twijs_desk.protocol.model import Pack, PackError

SMALL = """
[pack]
id = "klein"
version = "1"
title = "Klein"
capacity_question = "who"

[[source]]
id = "doc"
title = "Document"
locator = "1"
kind = "policy"
verified_on = 2026-01-01

[[section]]
id = "A"
title = "Een"

[[capacity]]
id = "staff"
label = "Medewerker"
bar_reason = "Niet voor medewerkers."
bar_alternative = "Iets anders."
sources = ["doc"]

[[capacity]]
id = "unknown"
label = "Onbekend"
bar_reason = "Nog niet bekend."
bar_alternative = "Zoek het uit."
sources = ["doc"]

[[question]]
id = "who"
section = "A"
text = "Wie?"
help = "Hulp."
why = "Daarom."
options = [{ id = "staff", label = "Medewerker" }]
sources = ["doc"]
examples_yes = ["Ja"]
examples_no = ["Nee"]
next_note = "Verder."

[[question]]
id = "bad"
section = "A"
text = "Erg?"
help = "Hulp."
why = "Daarom."
when = { is = ["who", "staff"] }
options = [{ id = "yes", label = "Ja" }, { id = "no", label = "Nee" }]
sources = ["doc"]
examples_yes = ["Ja"]
examples_no = ["Nee"]
next_note = "Verder."

[[obligation]]
id = "act"
title = "Doe iets"
explanation = "Omdat het moet."
level = "must"
basis = "policy"
holder = "principal"
sources = ["doc"]
when = { is = ["bad", "yes", "unknown"] }
due = { kind = "at_once" }
proof = "notitie"
action = "note"
waivable = false

[[mandate]]
key = "free"
title = "Vrij"
decides = "principal"
law = "vrij"
sources = ["doc"]

[[measure]]
id = "talk"
title = "Gesprek"
explanation = "Een gesprek."
kind = "conversation"
applies_to = ["staff"]
decided_by = "free"
guards = []
letters = []
sources = ["doc"]
rules = [{ status = "allowed", reason = "Mag.", sources = ["doc"] }]

[[property]]
id = "act-when-bad"
title = "Bij iets ergs moet er iets gebeuren"
when = { is = ["bad", "yes"] }
then = { must = ["act"] }
sources = ["doc"]

[[property]]
id = "talk-with-staff"
title = "Praten mag met een medewerker en met niemand anders"
when = { is = ["who", "staff"] }
then = { allowed = ["talk"] }
exactly = true
sources = ["doc"]

[[property]]
id = "no-talk-with-unknown"
title = "Met een onbekende kan het niet"
when = { is = ["who", "unknown"] }
then = { barred = ["talk"] }
sources = ["doc"]
"""


def defects(text: str) -> str:
    found = check({"klein.toml": text})
    with pytest.raises(PackError):
        load({"klein.toml": text})
    assert found
    return "\n".join(str(defect) for defect in found)


def swap(old: str, new: str, text: str = SMALL) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_the_small_pack_is_sound() -> None:
    assert check({"klein.toml": SMALL}) == ()
    assert load({"klein.toml": SMALL}).id == "klein"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('why = "Daarom."\noptions', "options", "question who → why", "ontbreekt"),
        ('examples_no = ["Nee"]\nnext_note', "next_note", "question who → examples_no", "ontbreekt"),
        ('text = "Wie?"', "text = 3", "question who → text", "tekst"),
        ('text = "Wie?"', 'text = " "', "question who → text", "leeg"),
        ('text = "Wie?"', 'text = "Wie?"\nkleur = "rood"', "question who → kleur", "kent"),
        ('id = "bad"', 'id = "who"', "question who", "bestaat al"),
        ('id = "bad"', 'id = "b d"', "question b d → id", "code"),
        ('["who", "staff"]', '["wie", "staff"]', "question bad", "‘wie’ bestaat niet"),
        ('["who", "staff"]', '["who", "boss"]', "question bad", "geen antwoord ‘boss’"),
        ('["who", "staff"]', '["bad", "yes"]', "question bad", "kring"),
        ('when = { is = ["who", "staff"] }', 'when = { fact = "x" }', "question bad", "feit"),
        (
            'when = { is = ["who", "staff"] }',
            "when = { maybe = 1 }",
            "question bad → when",
            "geen voorwaarde",
        ),
        ('when = { is = ["who", "staff"] }', "when = 1", "question bad → when", "precies één woord"),
        ('when = { is = ["who", "staff"] }', "when = { all = [] }", "question bad → when", "1 tot"),
        (
            'when = { is = ["who", "staff"] }',
            'when = { all = [ { is = ["who", "staff"] }, { is = ["who", "unknown"] } ] }',
            "question bad",
            "nooit gesteld",
        ),
        (
            'options = [{ id = "yes", label = "Ja" }, { id = "no", label = "Nee" }]',
            "options = []",
            "bad",
            "loopt dood",
        ),
        ('{ is = ["bad", "yes", "unknown"] }', '{ is = ["who", "staff"] }', "question bad", "loopt dood"),
        (
            'sources = ["doc"]\nwhen = { is = ["bad"',
            'sources = []\nwhen = { is = ["bad"',
            "obligation act",
            "geen bron",
        ),
        ('sources = ["doc"]\nwhen = { is = ["bad"', 'when = { is = ["bad"', "obligation act", "geen bron"),
        (
            'sources = ["doc"]\nwhen = { is = ["bad"',
            'sources = ["x"]\nwhen = { is = ["bad"',
            "act",
            "bron ‘x’",
        ),
        ('level = "must"', 'level = "moet"', "obligation act → level", "kies uit"),
        ('due = { kind = "at_once" }', 'due = { kind = "weeks" }', "obligation act → due", "ontbreekt"),
        (
            'due = { kind = "at_once" }',
            'due = { kind = "weeks", amount = 999999999999 }',
            "due",
            "heel getal",
        ),
        ('due = { kind = "at_once" }', 'due = { kind = "at_once", from = "ooit" }', "due → from", "kies uit"),
        ('action = "note"', 'action = "letter:ZZ"', "obligation act", "brief ‘ZZ’"),
        ('action = "note"', 'action = "call:ZZ"', "obligation act", "telefoonnummer ‘ZZ’"),
        ('action = "note"', 'action = "dans"', "obligation act", "actie"),
        ("waivable = false", 'waivable = "nee"', "obligation act → waivable", "true of false"),
        ('applies_to = ["staff"]', 'applies_to = ["chef"]', "measure talk", "hoedanigheid ‘chef’"),
        ('decided_by = "free"', 'decided_by = "vrij"', "measure talk", "mandaat ‘vrij’"),
        ("guards = []", 'guards = ["g"]', "measure talk", "waarborg ‘g’"),
        ("letters = []", 'letters = ["L1"]', "measure talk", "brief ‘L1’"),
        ('status = "allowed"', 'status = "barred"', "measure talk", "wat er wel kan"),
        ('capacity_question = "who"', 'capacity_question = "wie"', "capacity_question", "bestaat niet"),
        (
            'id = "unknown"\nlabel = "Onb',
            'id = "other"\nlabel = "Onb',
            "capacity_question",
            "hoort een onderdeel",
        ),
        ("verified_on = 2026-01-01", 'verified_on = "gisteren"', "source doc → verified_on", "datum"),
        ('kind = "policy"', 'kind = "roddel"', "source doc → kind", "kies uit"),
        (
            '[pack]\nid = "klein"',
            '[pack]\nid = "klein"\nvalid_from = 2026-02-01\nvalid_to = 2026-01-01',
            "pack",
            "einddatum",
        ),
        ("[[section]]", "[[rommel]]", "rommel", "bestaat niet"),
        ("[pack]", "[[pack]]", "pack", "tabel"),
        ("[[section]]", "[section]", "section", "[[section]]"),
        ("[pack]", "[pack", "regel", "geen geldige TOML"),
    ],
)
def test_a_defect_is_named_with_file_and_place(old: str, new: str, place: str, words: str) -> None:
    said = defects(swap(old, new))
    assert "klein.toml" in said or "pack.toml" in said
    assert place in said
    assert words in said


def test_a_duty_that_not_knowing_takes_away_is_found() -> None:
    """Only `check` searches for this: a pack that starts the window was checked when it was made or imported."""
    text = swap('{ is = ["bad", "yes", "unknown"] }', '{ is = ["bad", "yes"] }')
    (found,) = check({"klein.toml": text})
    assert found.place == "obligation act"
    assert "weet ik nog niet" in found.message


def test_a_circle_between_facts_is_refused() -> None:
    text = SMALL + (
        '\n[[fact]]\nid = "een"\ntitle = "Een"\nwhen = { fact = "twee" }\n'
        '\n[[fact]]\nid = "twee"\ntitle = "Twee"\nwhen = { not = { fact = "een" } }\n'
    )
    assert "kring" in defects(text)


def test_questions_that_wait_for_each_other_are_refused() -> None:
    text = swap('why = "Daarom."\noptions', 'why = "Daarom."\nwhen = { is = ["bad", "yes"] }\noptions')
    said = defects(text)
    assert "die pas later komt" in said
    assert "kring" in said


def test_facts_that_explode_are_refused() -> None:
    text = SMALL + '\n[[fact]]\nid = "f0"\ntitle = "x"\nwhen = { is = ["who", "staff"] }\n'
    for n in range(1, 9):
        parts = ", ".join([f'{{ fact = "f{n - 1}" }}'] * 30)
        text += f'\n[[fact]]\nid = "f{n}"\ntitle = "x"\nwhen = {{ all = [ {parts} ] }}\n'
    started = time.monotonic()
    assert "te groot" in defects(text)
    assert time.monotonic() - started < 5


def test_facts_that_lean_on_each_other_without_end_are_refused() -> None:
    text = SMALL + '\n[[fact]]\nid = "f0"\ntitle = "x"\nwhen = { is = ["who", "staff"] }\n'
    for n in reversed(range(1, 500)):
        text += f'\n[[fact]]\nid = "f{n}"\ntitle = "x"\nwhen = {{ fact = "f{n - 1}" }}\n'
    assert "achter elkaar" in defects(text)


def test_a_pack_too_tangled_to_prove_is_refused_in_time() -> None:
    question = SMALL[SMALL.index('[[question]]\nid = "bad"') : SMALL.index("[[obligation]]")]
    text = SMALL
    for n in range(40):
        text += question.replace('id = "bad"', f'id = "q{n}"').replace(" }\noptions", " }\noptions")
    odd = ", ".join(
        f'{{ all = [ {{ is = ["q{n}", "yes"] }}, {{ is = ["q{n + 1}", "no"] }} ] }}' for n in range(39)
    )
    even = ", ".join(f'{{ not = {{ is = ["q{n}", "yes"] }} }}' for n in range(39))
    text += f'\n[[fact]]\nid = "a"\ntitle = "x"\nwhen = {{ all = [ {{ any = [ {odd} ] }}, {{ any = [ {even} ] }} ] }}\n'
    text += (
        '\n[[fact]]\nid = "b"\ntitle = "x"\nwhen = { all = [ { fact = "a" }, { not = { fact = "a" } } ] }\n'
    )
    duty = SMALL[SMALL.index("[[obligation]]") : SMALL.index("[[mandate]]")]
    text += swap('{ is = ["bad", "yes", "unknown"] }', '{ fact = "b" }', swap('"act"', '"act2"', duty))
    started = time.monotonic()
    assert "niet te bewijzen" in str(check({"klein.toml": text})[0])
    assert time.monotonic() - started < 60


def test_all_defects_are_told_at_once() -> None:
    text = swap('level = "must"', 'level = "x"', swap('text = "Wie?"', "text = 3"))
    assert len(check({"klein.toml": text})) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01\x02",
        "pack = " + "[" * 50_000,
        "pack = " + "{a=" * 5_000,
        "pack = " + "9" * 10_000,
        "pack = 1e999999999",
        "pack = 2026-99-99",
        ".".join(["a"] * 100_000) + " = 1",
        "\n".join("a." * 900 + f"b{n} = 1" for n in range(200)),
        '[pack]\nid = "' + "x" * 500_000 + '"',
        "[pack]\nid = nan\nversion = inf\ntitle = true\n",
        'pack = "tekst"',
        "question = [1, 2, 3]",
        "question = [{}]",
        "question = [[{}]]",
        "[[question]]\nid = {a = 1}\n[[question.options]]\nid = [1]\n",
        "[pack]\n" + "\n".join(f"k{n} = {n}" for n in range(5_000)),
    ],
    ids=range(17),
)
def test_garbage_gives_defects_and_nothing_else(text: str) -> None:
    started = time.monotonic()
    assert check({"pack.toml": text})
    assert time.monotonic() - started < 10


def test_no_files_and_too_many_files_are_refused() -> None:
    assert "geen enkel bestand" in str(check({})[0])
    assert "meer dan" in str(check({f"{n}.toml": "" for n in range(100)})[0])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_defects(text: str) -> None:
    assert check({"pack.toml": text})


def test_broken_copies_of_the_small_pack_never_raise() -> None:
    chance = random.Random(20261122)
    pieces = [
        "",
        '"',
        "[",
        "]]",
        "{",
        "}",
        "=",
        "\n",
        "true",
        "-1",
        "when",
        "is",
        '"who"',
        "unknown",
        "[[question]]",
    ]
    for _ in range(400):
        text = SMALL
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(text))
            text = text[:start] + chance.choice(pieces) + text[start + chance.randint(0, 30) :]
        for defect in check({"klein.toml": text}):
            assert defect.message


def _drop(name: str, kind: str) -> Callable[[dict[str, str]], dict[str, str]]:
    def change(files: dict[str, str]) -> dict[str, str]:
        marker = f'[[{kind}]]\nid = "{name}"'
        for file, text in files.items():
            if marker in text:
                start = text.index(marker)
                following = text.find("\n[[", start + 1)
                return {**files, file: text[:start] + (text[following:] if following > 0 else "")}
        raise AssertionError(marker)

    return change


def _swap(file: str, old: str, new: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda files: {**files, file: swap(old, new, files[file])}


@pytest.mark.parametrize(
    "change",
    [
        _drop("danger", "question"),
        _drop("actor", "question"),
        _drop("track_4a", "fact"),
        _drop("wpo-4a-1", "source"),
        _drop("parent", "capacity"),
        _drop("inspector", "contact"),
        _drop("max_school_week", "guard"),
        _drop("TW-S3", "article"),
        _swap("obligations.toml", '{ is = ["danger", "yes", "unknown"] }', '{ is = ["danger", "yes"] }'),
        _swap(
            "questions.toml",
            '{ is = ["sexual_offence", "yes", "unknown"] }',
            '{ is = ["sexual_offence", "yes"] }',
        ),
        _swap("questions.toml", '{ is = ["actor", "former_employee"] }', '{ is = ["actor", "former"] }'),
        _swap(
            "obligations.toml",
            'is = ["breach_risk", "risk", "high", "unknown"]',
            'is = ["breach_risk", "high"]',
        ),
        _swap("obligations.toml", 'sources = ["TW-S3", "vi-same-day"]', "sources = []"),
        _swap(
            "questions.toml",
            '{ is = ["transgressive", "yes", "unknown"] }',
            '{ is = ["transgressive", "yes"] }',
        ),
    ],
)
def test_a_planted_defect_in_the_real_pack_is_found(
    pack_files: dict[str, str], change: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    found = check(change(dict(pack_files)), at_most=1)
    assert found
    assert all(defect.file.endswith(".toml") and defect.place and defect.message for defect in found)


def test_a_loaded_pack_is_frozen(pack: Pack) -> None:
    with pytest.raises(AttributeError):
        pack.version = "2"  # type: ignore[misc]  # writing is the point
