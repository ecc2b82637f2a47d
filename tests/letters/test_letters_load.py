"""The letters as data: the shipped ones load, broken ones are named with file and place."""

import subprocess
import sys

import pytest
from letter_kit import AT, CODES, ON, book, files, make

from twijs_desk.letters import LetterBookError, compose, letter_meta, load

SMALL = """
code = "X9"
version = 1
title = "Proefbrief"
subject = "Proef voor {pupil.name}"
form = "letter"
dossier = "case"
signs = "anything"
addressees = "anyone"
valid_from = 2026-01-01
salutation = "{addressee.salutation}"
closing = "Met vriendelijke groet,"

[[basis]]
ref = "Proef"
note = "Alleen om te proberen."

[[field]]
id = "pupil.name"
label = "Hoe heet de leerling?"

[[block]]
id = "text"
kind = "editable"
text = "Dit gaat over {pupil.name}."

[[guard]]
id = "name"
check = "filled"
level = "law"
fields = ["pupil.name"]
message = "De naam ontbreekt."
source = "Proef"
"""


def with_letter(text: str) -> dict[str, str]:
    return {**files(), "X9.toml": text}


def defects(text: str) -> str:
    with pytest.raises(LetterBookError) as caught:
        load(with_letter(text))
    assert all(defect.file == "X9.toml" for defect in caught.value.defects)
    return str(caught.value)


def test_shipped_letters_load() -> None:
    assert book().codes == CODES
    for template in book().templates:
        assert template.basis
        assert len(template.hash) == 64


def test_a_new_letter_needs_no_python() -> None:
    from twijs_desk.letters.render import render

    new = load(with_letter(SMALL))
    template = new.template("X9")
    facts = {**make("L9").facts, "pupil.name": "Noor"}
    composed = compose(template, facts, {}, new, ON)
    assert composed.gaps == ()
    letter = render(composed, make("L9").letterhead, letter_meta(template, facts, ON), final=True, at=AT)
    assert letter.pages == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "X9"', "code = ", "geen leesbaar TOML"),
        ('code = "X9"', "", "‘code’ ontbreekt"),
        ('code = "X9"', 'code = "L9"', "bestaat al"),
        ("version = 1", 'version = "1"', "heel getal"),
        ('form = "letter"', 'form = "poster"', "‘form’ is ‘poster’"),
        ("valid_from = 2026-01-01", 'valid_from = "nu"', "moet een datum zijn"),
        ('title = "Proefbrief"', 'title = "Proefbrief"\ncolour = "red"', "geen bekende eigenschap"),
        ("{pupil.name}.", "{pupil.nmae}.", "het veld ‘pupil.nmae’ bestaat niet"),
        ("{pupil.name}.", "{pupil.name:long}.", "onleesbaar"),
        ("{pupil.name}.", "{pupil.name.", "losse accolade"),
        ("{pupil.name}.", "**{pupil.name}.", "oneven aantal"),
        ("Proef voor {pupil.name}", "Proef voor {wie}", "het veld ‘wie’ bestaat niet"),
        ('kind = "editable"', 'kind = "free"', "‘kind’ is ‘free’"),
        ('kind = "editable"', 'kind = "clause"\nclause = "WEG"', "het standaardblok ‘WEG’ bestaat niet"),
        ('kind = "editable"', 'kind = "editable"\nclause = "AVG"', "alleen een onderdeel van de soort"),
        ('kind = "editable"', 'kind = "editable"\nmark = "wet"', "noemt zijn bron"),
        ('kind = "editable"', 'kind = "editable"\nwhen = { field = "x", is = 1 }', "noemt het veld ‘x’"),
        (
            'kind = "editable"',
            'kind = "editable"\nwhen = { field = "pupil.name", like = 1 }',
            "precies één van",
        ),
        ('check = "filled"', 'check = "magic"', "de controle ‘magic’ bestaat niet"),
        ('level = "law"', 'level = "maybe"', "‘level’ is ‘maybe’"),
        ('fields = ["pupil.name"]', 'fields = ["pupil.age"]', "het veld ‘pupil.age’ bestaat niet"),
        ('fields = ["pupil.name"]', 'options = { clauses = ["AVG"] }', "geen onderdeel draagt"),
        ('fields = ["pupil.name"]', 'options = { days_field = "x" }', "‘days_field’ noemt het veld ‘x’"),
        ('source = "Proef"', "", "‘source’ ontbreekt"),
        ('label = "Hoe heet de leerling?"', 'label = "?"\ndefault = "Jan"', "noemt haar bron"),
        ('label = "Hoe heet de leerling?"', 'label = "?"\nkind = "choice"', "‘choices’"),
        ('id = "pupil.name"', 'id = "Pupil Name"', "mag alleen kleine letters"),
        ('[[basis]]\nref = "Proef"\nnote = "Alleen om te proberen."', "", "‘basis’ ontbreekt"),
    ],
)
def test_a_defect_is_named(old: str, new: str, said: str) -> None:
    assert old in SMALL
    assert said in defects(SMALL.replace(old, new, 1))


def test_all_defects_are_reported_at_once() -> None:
    with pytest.raises(LetterBookError) as caught:
        load(with_letter(SMALL.replace('code = "X9"', "").replace('level = "law"', 'level = "x"')))
    assert len(caught.value.defects) == 2


def test_missing_files_are_named() -> None:
    with pytest.raises(LetterBookError, match=r"clauses\.toml › bestand: het bestand ontbreekt"):
        load({"common.toml": files()["common.toml"], "X9.toml": SMALL})
    with pytest.raises(LetterBookError, match="ontbreekt"):
        load({})


def test_the_hash_follows_the_wording() -> None:
    def hash_of(changes: dict[str, str]) -> str:
        return load({**files(), **changes}).template("L9").hash

    before = book().template("L9").hash
    letter, clauses = files()["L9.toml"], files()["clauses.toml"]
    assert hash_of({"L9.toml": "# een opmerking\n" + letter}) == before
    assert hash_of({"L9.toml": letter.replace("weer welkom", "weer van harte welkom")}) != before
    assert (
        hash_of({"clauses.toml": clauses.replace("U kunt bezwaar maken.", "U mag bezwaar maken.")}) != before
    )
    assert (
        hash_of({"clauses.toml": clauses.replace("U kunt in beroep gaan", "U mag in beroep gaan")}) == before
    )


def test_reading_letters_does_not_import_reportlab() -> None:
    program = "import sys, twijs_desk.letters; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
