"""The recovery sheet of a vault on one A4: the code, the record, and what to do with them. In memory only.

Black on white, readable on a poor printer and for tired eyes; PDF/A and tagged like the letters. Every character
of the code stands in a cell of its own width, so that a group is four places also in a letter font.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import segno
from reportlab.lib.colors import black, white
from reportlab.lib.utils import simpleSplit

from twijs_desk.letters import fonts
from twijs_desk.letters.archive import A4, ArchiveCanvas, Info, Node

_MM = 72 / 25.4
_LEFT, _RIGHT = 22 * _MM, A4[0] - 22 * _MM
_QUIET = 4  # modules of white around a QR code; ISO 18004 asks four

_OPENING = (
    "Met dit blad opent u de kluis van TWijs Desk als niemand de wachtzin meer weet, of als het sleutelbestand "
    "kwijt is. Zonder wachtzin en zonder dit blad kan niemand de kluis openen, ook de maker van TWijs Desk niet."
)
_CODE_NOTE = (
    "Acht genummerde blokken van vier tekens. Het losse teken achter elke regel is een controle en hoort erbij. De "
    "letters I, L, O en U komen niet voor: wat erop lijkt, is een 1, een 0 of een V. Hoofdletters en spaties maken "
    "niet uit."
)
_RECORD_NOTE = (
    "Alleen nodig als het sleutelbestand (de uitgang is .keys) kwijt is. De QR-code zegt hetzelfde als de vier regels; "
    "de herstelcode staat er niet in. Zonder de herstelcode openen deze gegevens niets."
)
_DO = (
    "Start TWijs Desk en kies bij het ontgrendelen voor openen met het herstelblad.",
    "Typ beide regels van de herstelcode over. Vraagt TWijs Desk ook om de slotgegevens, typ dan ook die over.",
    "Kies meteen een nieuwe wachtzin.",
    "Kan iemand anders dit blad hebben gezien? Maak dan een nieuwe sleutel voor de kluis, met een nieuw blad.",
)
_KEEP = (
    "Bewaar dit blad in de brandkast van de school, in een dichte envelop.",
    "Niet bij de laptop en niet op de laptop. Maak er geen foto of scan van.",
    "Wie dit blad heeft en bij de computer of een reservekopie kan, kan alles lezen wat in de kluis staat.",
    "Maakt u een nieuw herstelblad? Vernietig dan dit blad: het opent de kluis niet meer.",
)
_KEEP_BOARD = (
    "Dit exemplaar is voor het bestuur. Bewaar het in de brandkast van het bestuur, in een dichte envelop.",
    *_KEEP[1:],
)


@dataclass(frozen=True, slots=True)
class Page:
    for_board: bool
    code: tuple[str, ...] = field(repr=False)
    """Lines of groups; two spaces before the check character."""
    record: tuple[str, ...] = field(repr=False)
    qr: str = field(repr=False)
    vault_id: str
    vault_name: str
    school: str
    made_at: datetime
    made_on: str


def render(page: Page) -> bytes:
    """The sheet as PDF. Neither code nor record is in its metadata or identity."""
    fonts.register()
    title = "Herstelblad voor het bestuur" if page.for_board else "Herstelblad"
    identity = repr((title, page.vault_id, page.made_at.timestamp()))
    canvas = ArchiveCanvas(Info(title, "TWijs Desk", "Herstelblad van een kluis", page.made_at, identity))
    sheet = _Sheet(canvas)
    sheet.text(title, tag="H1", face=fonts.BOLD, size=24, gap=10)
    covers = fonts.coverage()
    school, name = (_shown(text, covers) for text in (page.school, page.vault_name))
    facts = [part for part in (school, f"kluis {name}", f"gemaakt op {page.made_on}") if part]
    sheet.text(" · ".join(facts), size=11, gap=2)
    sheet.text(f"Kenmerk van de kluis: {_spaced(page.vault_id, 8)}", size=9, gap=8)
    sheet.text(_OPENING, size=11, gap=12)
    sheet.text("1. Herstelcode", tag="H2", face=fonts.BOLD, size=14, gap=2)
    sheet.text(_CODE_NOTE, size=9.5, gap=6)
    sheet.code(page.code)
    sheet.text("2. Slotgegevens", tag="H2", face=fonts.BOLD, size=14, gap=2)
    sheet.text(_RECORD_NOTE, size=9.5, gap=6)
    sheet.record(page.record, page.qr)
    sheet.text("Zo gebruikt u dit blad", tag="H2", face=fonts.BOLD, size=14, gap=3)
    sheet.points([f"{number}. {line}" for number, line in enumerate(_DO, 1)])
    sheet.text("Zo bewaart u dit blad", tag="H2", face=fonts.BOLD, size=14, gap=3)
    sheet.points([f"– {line}" for line in (_KEEP_BOARD if page.for_board else _KEEP)])
    return canvas.finish()


class _Sheet:
    """Writes from top to bottom; `y` is the lower edge of what is written."""

    def __init__(self, canvas: ArchiveCanvas) -> None:
        self._canvas = canvas
        self._part = canvas.root.add(Node("Sect"))
        self._y = A4[1] - 18 * _MM
        canvas.setFillColor(black)
        canvas.setStrokeColor(black)

    def text(
        self,
        words: str,
        *,
        tag: str = "P",
        face: str = fonts.BODY,
        size: float = 11,
        gap: float = 0,
        left: float = _LEFT,
    ) -> None:
        with self._canvas.tagged(self._part.add(Node(tag))):
            self._canvas.setFont(face, size)
            for line in simpleSplit(words, face, size, _RIGHT - left):
                self._y -= size * 1.3
                self._canvas.drawString(left, self._y + size * 0.3, line)
        self._y -= gap

    def points(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.text(line, size=10.5, gap=1.5)
        self._y -= 8

    def code(self, lines: Sequence[str]) -> None:
        """The numbers over the groups are those that the program asks for."""
        cell, group_gap, height = 18.4, 14.0, 48.0
        box = height * len(lines) + 10
        with self._canvas.artifact():
            self._canvas.setLineWidth(1.4)
            self._canvas.rect(_LEFT, self._y - box, _RIGHT - _LEFT, box)
        for row, line in enumerate(lines):
            baseline = self._y - row * height - 41
            groups, check = line.rsplit("  ", 1)
            x = _LEFT + 62
            with self._canvas.artifact():
                self._canvas.setFont(fonts.BODY, 11)
                self._canvas.drawString(_LEFT + 12, baseline + 4, f"Regel {row + 1}")
                self._canvas.setFont(fonts.BODY, 8)
                for place in range(4):
                    middle = x + place * (4 * cell + group_gap) + 2 * cell
                    self._canvas.drawCentredString(middle, baseline + 25, str(row * 4 + place + 1))
                self._canvas.drawCentredString(
                    x + 4 * (4 * cell + group_gap) + cell / 2, baseline + 25, "controle"
                )
            with self._canvas.tagged(self._part.add(Node("P"))):
                for group in (*groups.split(), check):
                    x = self._cells(group, x, baseline, cell, 25) + group_gap
        self._y -= box + 12

    def record(self, lines: Sequence[str], qr: str) -> None:
        cell, group_gap, height, edge = 11.0, 8.0, 25.0, 40 * _MM
        for row, line in enumerate(lines):
            x, baseline = _LEFT + 50, self._y - row * height - 24
            with self._canvas.artifact():
                self._canvas.setFont(fonts.BODY, 10)
                self._canvas.drawString(_LEFT, baseline, f"Regel {row + 1}")
            with self._canvas.tagged(self._part.add(Node("P"))):
                for group in line.split():
                    x = self._cells(group, x, baseline, cell, 14) + group_gap
        figure = Node(
            "Figure", alt="QR-code met de slotgegevens", box=(_RIGHT - edge, self._y - edge, _RIGHT, self._y)
        )
        with self._canvas.tagged(self._part.add(figure)):
            self._qr(qr, _RIGHT - edge, self._y - edge, edge)
        self._y -= edge + 6

    def _cells(self, text: str, x: float, baseline: float, cell: float, size: float) -> float:
        self._canvas.setFont(fonts.BOLD, size)
        for character in text:
            self._canvas.drawCentredString(x + cell / 2, baseline, character)
            x += cell
        return x

    def _qr(self, content: str, x: float, y: float, edge: float) -> None:
        rows = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]
        module = edge / (len(rows) + 2 * _QUIET)
        self._canvas.setFillColor(white)
        self._canvas.rect(x, y, edge, edge, stroke=0, fill=1)
        self._canvas.setFillColor(black)
        for down, row in enumerate(rows):
            top = y + edge - (_QUIET + down + 1) * module
            for across, dark in enumerate(row):
                if dark:  # a hair wider than the module, or viewers show white lines
                    self._canvas.rect(
                        x + (_QUIET + across) * module, top, module * 1.02, module * 1.02, stroke=0, fill=1
                    )


def _shown(text: str, covers: frozenset[int]) -> str:
    """A name on one line. What the font lacks must not keep anyone from a sheet."""
    return "".join(letter if ord(letter) in covers else "?" for letter in " ".join(text.split()))[:80]


def _spaced(text: str, size: int) -> str:
    return " ".join(text[start : start + size] for start in range(0, len(text), size))
