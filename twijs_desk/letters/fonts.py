"""The shipped letter font: registered for setting, and asked which characters it can show."""

from functools import cache
from typing import Any

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics, ttfonts

from twijs_desk import assets

BODY = "TwijsBody"
BOLD = "TwijsBody-Bold"
ITALIC = "TwijsBody-Italic"
BOLD_ITALIC = "TwijsBody-BoldItalic"
_FACES = {
    BODY: "SourceSans3_400Regular.ttf",
    BOLD: "SourceSans3_600SemiBold.ttf",
    ITALIC: "SourceSans3_400Regular_Italic.ttf",
    BOLD_ITALIC: "SourceSans3_600SemiBold_Italic.ttf",
}


def to_unicode(font: str, subset: list[int]) -> str:
    """ToUnicode table without the two faults of reportlab 5.1.0: codes that point to U+0000, which PDF/A
    forbids, and characters above U+FFFF cut in half."""
    pairs = [(code, chr(value)) for code, value in enumerate(subset) if value]
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        f"/CIDSystemInfo << /Registry ({font}) /Ordering ({font}) /Supplement 0 >> def",
        f"/CMapName /{font} def", "/CMapType 2 def",
        "1 begincodespacerange", "<00> <FF>", "endcodespacerange",
    ]  # fmt: skip
    for start in range(0, len(pairs), 100):  # the format allows at most 100 per section
        part = pairs[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{code:02X}> <{value.encode('utf-16-be').hex().upper()}>" for code, value in part]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


class _ArchiveFont(ttfonts.TTFont):  # type: ignore[misc]  # reportlab has no types
    def addObjects(self, doc: Any) -> None:
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        face = (self.face.name + self.face.subfontNameX).decode("ascii")
        for number, subset in enumerate(subsets):
            name = f"{ttfonts.SUBSETN(number).decode('ascii')}+{face}"
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(name, subset)


@cache
def register() -> None:
    """Load the four faces once per process and make them one family for bold and italic."""
    folder = assets.resource("fonts", "source-sans-3")
    for name, file in _FACES.items():
        pdfmetrics.registerFont(_ArchiveFont(name, str(folder / file), asciiReadable=0))
    for bold, italic, name in ((0, 0, BODY), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD_ITALIC)):
        addMapping(BODY, bold, italic, name)


@cache
def coverage() -> frozenset[int]:
    """Code points that all four faces can show."""
    register()
    faces = [set(pdfmetrics.getFont(name).face.charToGlyph) for name in _FACES]
    return frozenset(set.intersection(*faces))
