"""Expected errors, in Dutch: what happened, what is safe and what to do."""


class DeskError(Exception):
    """Something the user can act on. `str(error)` is the sentence to show; it holds no case text."""

    def __init__(self, happened: str, safe: str = "", todo: str = "") -> None:
        self.happened = happened
        self.safe = safe
        self.todo = todo
        super().__init__(" ".join(part for part in (happened, safe, todo) if part))


class WrongPassphrase(DeskError):
    """The passphrase opens none of the key slots."""


class InputError(DeskError):
    """What was entered cannot be accepted as it is; nothing was changed."""
