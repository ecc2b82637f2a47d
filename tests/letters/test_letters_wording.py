"""The shipped sentences themselves: plain Dutch, honest about what is law, and the files as they were checked."""

import hashlib
import re

import pytest
from letter_kit import book, files

from twijs_desk import assets

STIFF = (
    "middels", "derhalve", "onderhavige", "dienaangaande", "conform", "inzake", "u dient", "hierbij deel ik",
    "te allen tijde", "voornoemde", "hetgeen", "alsmede", "danwel", "mitsdien",
)  # fmt: skip


def texts() -> list[tuple[str, str]]:
    clauses = [(item.code, item.text) for item in book().clauses]
    return clauses + [
        (f"{item.code}/{block.id}", block.text) for item in book().templates for block in item.blocks
    ]


def sentences(text: str) -> list[str]:
    plain = re.sub(r"\{[^}]*\}", "gat", text).replace("**", "")
    chunks = [" ".join(chunk.split()) for chunk in re.split(r"\n\s*\n", plain)]
    return [part for chunk in chunks for part in re.split(r"(?<=[.?!:;])\s+", chunk) if part]


def test_sentences_are_short() -> None:
    lengths = [len(part.split()) for _, text in texts() for part in sentences(text)]
    assert sum(lengths) / len(lengths) <= 15
    long = [(place, part) for place, text in texts() for part in sentences(text) if len(part.split()) > 25]
    assert long == []


def test_no_stiff_words() -> None:
    found = [
        (place, word)
        for place, text in texts()
        for word in STIFF
        if re.search(rf"\b{word}\b", text.casefold())
    ]
    assert found == []


def test_difficult_words_are_explained_where_they_are_used() -> None:
    def text(code: str) -> str:
        template = book().template(code)
        own = [block.text for block in template.blocks]
        return " ".join(own + [book().clause(block.clause).text for block in template.blocks if block.clause])

    for code, explained in (
        ("L9", ("Schorsing betekent", "Dat heet mandaat", "U kunt bezwaar maken. Dat betekent")),
        (
            "M9",
            (
                "plichtsverzuim. Dat betekent",
                "Een berisping is een brief",
                "U mag zich verweren. Dat betekent",
            ),
        ),
    ):
        words = " ".join(text(code).split())
        for part in explained:
            assert part in words


def test_only_law_and_cao_speak_of_a_right() -> None:
    for clause in book().clauses:
        if clause.mark == "beleid":
            assert "u heeft het recht" not in clause.text.casefold()
            assert "u hebt het recht" not in clause.text.casefold()
    assert "beleid van" in book().clause("BZW-B").text
    assert "niet in de wet" in " ".join(book().clause("BZW-B").text.split())


def test_cao_numbers_are_data() -> None:
    """No article number of the CAO stands in a text: it differs per CAO and none was read."""
    for place, text in texts():
        assert not re.search(r"artikel \d+\.\d+", text), place
    assert book().template("M9").field("cao.article").unsure


@pytest.mark.parametrize("name", ["SHA256SUMS"])
def test_fonts_and_profile_are_the_checked_files(name: str) -> None:
    folder = assets.resource("fonts")
    lines = (folder / name).read_text(encoding="utf-8").split("\n")
    listed = dict(reversed(line.split("  ", 1)) for line in lines if line)  # type: ignore[arg-type]  # pairs
    present = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in {".ttf", ".icc"}
    }
    assert present == set(listed)
    for file, digest in listed.items():
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest


def test_samples_are_fictional() -> None:
    for file, text in files().items():
        if file.startswith("samples/"):
            assert not re.search(r"\b(?!1234)[1-9]\d{3} ?[A-Z]{2}\b", text), file
            assert not re.search(r"@(?!\S*\.example)", text), file
