"""What can be wrong with a letter, in words a principal or a template writer can act on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterDefect:
    """One fault in a template file: which file, where in it, and what to repair (Dutch)."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file} › {self.place}: {self.message}"


class LetterError(Exception):
    """Base of everything this room refuses; the text is a Dutch sentence for the user."""


class LetterBookError(LetterError):
    """The shipped letters do not hang together; carries every defect that was found."""

    def __init__(self, defects: tuple[LetterDefect, ...]) -> None:
        self.defects = defects
        count = len(defects)
        head = "Er is 1 fout" if count == 1 else f"Er zijn {count} fouten"
        super().__init__(f"{head} in de briefsjablonen:\n" + "\n".join(str(defect) for defect in defects))


class LetterTextError(LetterError):
    """Text that cannot be printed as it stands: control characters, missing glyphs, too long."""


class LetterGapsError(LetterError):
    """A letter with open questions cannot be final."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self.labels = labels
        super().__init__("De brief kan nog niet definitief worden. Vul eerst aan: " + "; ".join(labels) + ".")
