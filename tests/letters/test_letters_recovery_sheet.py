"""The recovery sheet: one page, everything on it readable, nothing of it in the metadata."""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
import segno
from letter_kit import faults

from twijs_desk.letters.recovery_sheet import Page, render

CODE = ("26A7 GWMJ PHE8 KQZK  G", "MYM0 RAMB 2X72 66NG  J")
RECORD = (
    "C1AA YCNV Q2NY S3N4 2CBX",
    "T4Y2 RSYC 556R BYPE 13JZ",
    "JYXC MGN3 194A P8CK D20T",
    "KKNH 8YQW RQTC 1386 DQJ0",
)
QR = "TWIJS-DESK/1/" + "9C" * 16 + "/" + "".join(RECORD).replace(" ", "")


def a_page(**changes):
    values = {
        "for_board": False,
        "code": CODE,
        "record": RECORD,
        "qr": QR,
        "vault_id": "9c" * 16,
        "vault_name": "twijs-desk.kluis",
        "school": "Basisschool De Zeven Sloten",
        "made_at": datetime(2026, 11, 23, 9, tzinfo=UTC),
        "made_on": "23 november 2026",
    }
    return Page(**(values | changes))


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        page = document[0]
        words = page.get_textpage()
        text = words.get_text_range()
        words.close()
        page.close()
    return text


@pytest.mark.parametrize("for_board", [False, True])
def test_the_sheet_is_one_page_with_code_record_and_what_to_do(for_board):
    pdf = render(a_page(for_board=for_board))
    assert faults(pdf) == []
    text = text_of(pdf)
    squeezed = "".join(text.split())
    for line in (*CODE, *RECORD):
        for group in line.split():
            assert group in squeezed
    for words in ("Basisschool De Zeven Sloten", "23 november 2026", "Zo bewaart u dit blad", "brandkast"):
        assert words in text
    assert ("voor het bestuur" in text) is for_board
    assert render(a_page(for_board=for_board)) == pdf


def test_neither_code_nor_record_is_in_the_metadata_or_the_representation():
    page = a_page()
    with pypdfium2.PdfDocument(render(page)) as document:
        metadata = str(document.get_metadata_dict())
    for group in " ".join((*CODE, *RECORD)).split():
        if len(group) == 4:
            assert group not in metadata
            assert group not in repr(page)


def test_names_of_any_length_and_script_keep_it_on_one_page():
    for name in ("", "x" * 500, "学校 \u0000 \n\t Ünïcode ☃", "Ö" * 79):
        assert "Herstelblad" in text_of(render(a_page(school=name, vault_name=name)))


def test_the_square_is_the_record_in_black_on_white():
    """Drawn modules compared with those of segno, as a camera would see them."""
    with pypdfium2.PdfDocument(render(a_page())) as document:
        page = document[0]
        picture = page.render(scale=6).to_pil().convert("L")
        page.close()
    rows = [list(row) for row in segno.make(QR, error="m", micro=False).matrix]
    edge = 40 * 72 / 25.4
    module = edge / (len(rows) + 8)
    right = picture.width - 22 * 72 / 25.4 * 6
    dark = [
        y for y in range(picture.height) if picture.getpixel((int(right - (edge - 4.5 * module) * 6), y)) < 64
    ]
    top = min(y for y in dark if y > 2400)
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            x = right - (edge - (4.5 + across) * module) * 6
            seen = picture.getpixel((int(x), int(top + (down + 0.5) * module * 6)))
            assert (seen < 128) == bool(value), (down, across)
    assert io.BytesIO(render(a_page())).getbuffer().nbytes < 100_000
