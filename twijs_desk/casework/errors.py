"""Expected errors, in Dutch: what happened, what is safe and what to do."""

import errno
import math

_REASONS = {
    errno.ENOENT: "de map of het bestand bestaat niet",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EISDIR: "het is een map",
    errno.EACCES: "u hebt daar geen rechten",
    errno.EPERM: "u hebt daar geen rechten",
    errno.EROFS: "de schijf is alleen-lezen",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "uw schijfruimte is op",
    errno.ENAMETOOLONG: "de naam is te lang",
}


def reason(error: OSError) -> str:
    """Why the disk refused, in Dutch."""
    return _REASONS.get(error.errno or 0, "de schijf gaf een fout")


class DeskError(Exception):
    """Something the user can act on. `str(error)` is the sentence to show; it holds no case text."""

    fault = ""
    """What is the matter with the vault, as a fixed word, so that a screen can offer the way on."""

    def __init__(self, happened: str, safe: str = "", todo: str = "") -> None:
        self.happened = happened
        self.safe = safe
        self.todo = todo
        super().__init__(" ".join(part for part in (happened, safe, todo) if part))


class WrongPassphrase(DeskError):
    """The passphrase opens none of the key slots."""


class TryLater(WrongPassphrase):
    """After several wrong tries the next one waits `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        whole = max(1, math.ceil(seconds))
        super().__init__(
            f"Er is een paar keer een verkeerde wachtzin gegeven. Wacht {whole} "
            f"{'seconde' if whole == 1 else 'seconden'}.",
            "Er is niets gewijzigd.",
            "Probeer het daarna opnieuw, of gebruik de herstelcode.",
        )


class InputError(DeskError):
    """What was entered cannot be accepted as it is; nothing was changed."""
