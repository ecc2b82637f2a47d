"""Situations with their expected outcome, run over a rule pack: does it still say what a jurist expects?"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from twijs_desk.casework.errors import InputError, reason
from twijs_desk.casework.packs import read_pack, shipped_folder
from twijs_desk.protocol.stories import StoryError, Verdict, judge, read_stories

TABLE = "stories.csv"
"""The name of the table inside the folder of a pack."""


@dataclass(frozen=True, slots=True)
class StoriesReport:
    pack: str
    version: str
    verdicts: tuple[Verdict, ...]

    @property
    def wrong(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.differences)


def run(on: date, table: Path | None = None, folder: Path | None = None) -> StoriesReport:
    """Judge every story of the table; without a table the one in the folder of the pack.

    Raises InputError when the table or the pack cannot be read.
    """
    folder = folder or shipped_folder()
    pack = read_pack(folder)
    text = _text(table or folder / TABLE)
    try:
        usual, stories = read_stories(text)
    except StoryError as error:
        raise InputError(
            f"Deze tabel met verhalen kan niet worden gebruikt. {' '.join(error.messages[:5])}",
            todo="Verbeter de tabel en probeer het opnieuw.",
        ) from None
    return StoriesReport(pack.id, pack.version, tuple(judge(pack, story, usual, on) for story in stories))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(
            f"Het bestand {path.name} is geen leesbare tekst (UTF-8).",
            todo="Bewaar de tabel in uw rekenprogramma als CSV UTF-8.",
        ) from None
    except OSError as error:
        raise InputError(f"Het bestand {path.name} kan niet worden gelezen ({reason(error)}).") from None
