"""The proof can fail: a letter broken on purpose is caught, and each repair of reportlab is still needed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from letter_kit import faults, make

from twijs_desk.letters import archive, fonts


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Same length, so that offsets stay right and only the meant fault is there."""

    def change(pdf: bytes) -> bytes:
        assert old in pdf, old
        return pdf.replace(old, new.ljust(len(old)))

    return change


BROKEN = {
    "no output intent": swap(b"/OutputIntents", b"/OutputIntentz"),
    "not marked": swap(b"/Marked true", b"/Marked fals"),
    "no archive level": swap(b"<pdfaid:part>2", b"<pdfaid:part>9"),
    "no access mark": swap(b"<pdfuaid:part>1", b"<pdfuaid:part>7"),
    "no language": swap(b"/Lang", b"/Lanq"),
    "no structure": swap(b"/StructTreeRoot ", b"/StructTreeRooz "),
    "no unicode": swap(b"/ToUnicode", b"/ToUnicodf"),
    "font not embedded": swap(b"/FontFile2", b"/FontFilf2"),
    "no title shown": swap(b"/DisplayDocTitle true", b"/DisplayDocTitle null"),
    "no alternative text": swap(b"/Alt (", b"/Alz ("),
    "no identifier": swap(b"/ID", b"/IE"),
    "script": swap(b"/ViewerPreferences", b"/OpenAction"),
    "stream end": lambda pdf: re.sub(rb"\r\nendstream", b"  endstream", pdf),
    "cut": lambda pdf: pdf[: len(pdf) // 2],
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_letter_is_caught(fault: str) -> None:
    import page

    pdf = make("L9").render().pdf
    assert faults(pdf) == []
    try:
        found = faults(BROKEN[fault](pdf))
    except page.PageError as error:
        found = [str(error)]  # a file that cannot be read at all is caught too
    assert found


def plain_stream(self: Any, document: Any) -> bytes:
    return bytes(archive.pdfdoc.PDFStream.format(self, document))


@pytest.mark.parametrize(
    ("owner", "name", "original"),
    [
        (archive._Stream, "format", plain_stream),
        (fonts._ArchiveFont, "addObjects", fonts.ttfonts.TTFont.addObjects),
    ],
    ids=["line end before endstream", "unicode table"],
)
def test_a_repair_is_still_needed(
    owner: type, name: str, original: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When this fails, reportlab has mended it and our repair can go."""
    monkeypatch.setattr(owner, name, original)
    assert faults(make("L9").render().pdf) != []
