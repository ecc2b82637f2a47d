"""Text, names, addresses and dates on their way to paper."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twijs_desk import dutch
from twijs_desk.letters import LetterTextError, fonts
from twijs_desk.letters.model import Para, Run
from twijs_desk.letters.names import (
    PersonName,
    PostalAddress,
    address_lines,
    address_name,
    postcode_line,
    salutation,
)
from twijs_desk.letters.text import clean, clean_paras, markup, paragraphs


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\u202eb", r"leesrichting.*U\+202E"),
        ("a\u2066b", "leesrichting"),
        ("a\u0007b", r"stuurteken.*U\+0007"),
        ("a\x00b", "stuurteken"),
        ("a\nb", "stuurteken"),
        ("😀", r"‘😀’ \(U\+1F600\)"),
        ("漢", "kan niet in de brief"),
        ("\ue000", "stuurteken"),
        ("x" * 20_001, r"te lang: 20\.001 tekens"),
    ],
)
def test_unprintable_text_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(LetterTextError, match=said):
        clean(text, fonts.coverage())


def test_the_place_is_named() -> None:
    with pytest.raises(LetterTextError, match="in ‘Naam’"):
        clean("😀", fonts.coverage(), where="‘Naam’")


def test_decomposed_letters_are_composed() -> None:
    assert clean("cafe\u0301 Zoe\u0308", fonts.coverage()) == "café Zoë"


def test_invisible_word_processor_marks_vanish() -> None:
    assert clean("bij\u00adlage\u200b\ufeff\ten", fonts.coverage()) == "bijlage en"


@given(st.text(max_size=60))
def test_clean_returns_printable_text_or_refuses(text: str) -> None:
    try:
        result = clean(text, fonts.coverage())
    except LetterTextError:
        return
    assert unicodedata.is_normalized("NFC", result)
    assert all(ord(character) in fonts.coverage() for character in result)
    assert clean(result, fonts.coverage()) == result


@given(st.text(st.characters(codec="latin-1", categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_markup_escapes_everything_that_reportlab_would_read(text: str) -> None:
    from html import unescape

    made = markup((Run(text),))
    assert "<" not in made
    assert unescape(made).replace("\u00a0", " ") == text.replace("\u00a0", " ")


def test_a_long_block_is_refused() -> None:
    with pytest.raises(LetterTextError, match="te lang"):
        paragraphs("woord\n" * 40_000)
    with pytest.raises(LetterTextError, match="te lang"):
        clean_paras([Para((Run("x" * 20_000),))] * 11)


@pytest.mark.parametrize(
    ("name", "line", "greeting"),
    [
        (PersonName("Bos", "A.", "de", "mevrouw"), "Mevrouw A. de Bos", "Geachte mevrouw De Bos,"),
        (PersonName("Bruijn", "J.", "de", "heer"), "De heer J. de Bruijn", "Geachte heer De Bruijn,"),
        (PersonName("Kooij", "A.B.", "van der"), "A.B. van der Kooij", "Geachte A.B. van der Kooij,"),
        (PersonName("Kooij", "", "van der"), "Van der Kooij", "Geachte Van der Kooij,"),
        (PersonName("Zand", "P.", "van ’t", "heer"), "De heer P. van ’t Zand", "Geachte heer Van ’t Zand,"),
        (PersonName("Hart", "E.", "’t", "mevrouw"), "Mevrouw E. ’t Hart", "Geachte mevrouw ’t Hart,"),
        (PersonName("Wit-Öl", "S.", "de", "mevrouw"), "Mevrouw S. de Wit-Öl", "Geachte mevrouw De Wit-Öl,"),
        (PersonName("IJs", "I.J.", "", "heer", "mr. dr."), "De heer mr. dr. I.J. IJs", "Geachte heer IJs,"),
        (PersonName("El Amrani", "M.", "", "heer"), "De heer M. El Amrani", "Geachte heer El Amrani,"),
    ],
)  # fmt: skip
def test_names_are_written_the_dutch_way(name: PersonName, line: str, greeting: str) -> None:
    assert address_name(name) == line
    assert salutation(name) == greeting


def test_addresses_follow_the_postal_rules() -> None:
    lines = address_lines("Mevrouw A. Bos", PostalAddress("Dorpsstraat 1", "2011ab", "Haarlem"))
    assert lines == ("Mevrouw A. Bos", "Dorpsstraat 1", "2011 AB\u00a0\u00a0HAARLEM")
    abroad = PostalAddress("Kerkstraat 1", "2000", "Antwerpen", country="België")
    assert address_lines("A. Bos", abroad)[-2:] == ("2000 ANTWERPEN", "BELGIË")


@pytest.mark.parametrize("postcode", ["", "0123 AB", "12345", "1234 A", "1234  AB", "1234 AB;"])
def test_a_wrong_postcode_is_refused(postcode: str) -> None:
    with pytest.raises(LetterTextError, match="klopt niet"):
        postcode_line(PostalAddress("x 1", postcode, "Haarlem"))


def test_an_address_has_three_to_six_lines() -> None:
    with pytest.raises(LetterTextError, match="niet compleet"):
        address_lines("", PostalAddress("", "2011 AB", "Haarlem"))
    with pytest.raises(LetterTextError, match="plaats ontbreekt"):
        address_lines("A", PostalAddress("x 1", "2011 AB", " "))


@given(st.text(max_size=30), st.text(max_size=15), st.sampled_from(["mevrouw", "heer", "neutral"]))
def test_the_name_formatter_keeps_every_surname(surname: str, prefix: str, form: str) -> None:
    name = PersonName(surname, "A.", prefix, form)  # type: ignore[arg-type]  # drawn from the allowed ones
    assert surname.strip() in salutation(name)
    assert surname.strip() in address_name(name)


def test_dates_and_lists() -> None:
    assert dutch.written_day(date(2027, 1, 5)) == "dinsdag 5 januari 2027"
    assert dutch.written_number(5) == "vijf"
    assert dutch.written_number(42) == "42"
    assert dutch.joined(["a", "b", "c"]) == "a, b en c"
    assert dutch.joined([]) == ""
