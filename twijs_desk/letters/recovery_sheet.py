"""The recovery sheet of a vault on one A4: the code, the record, and what to do with them. In memory only."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Page:
    for_board: bool
    code: tuple[str, ...] = field(repr=False)
    record: tuple[str, ...] = field(repr=False)
    qr: str = field(repr=False)
    vault_id: str
    vault_name: str
    school: str
    made_at: datetime
    made_on: str


def render(page: Page) -> bytes:
    raise NotImplementedError
