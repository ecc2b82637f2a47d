"""The rule packs a vault can use: the shipped one, those read in, and kept copies that cases are pinned to."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from twijs_desk import assets
from twijs_desk.casework import faults
from twijs_desk.casework.errors import DeskError
from twijs_desk.protocol.load import load
from twijs_desk.protocol.model import Pack, PackError
from twijs_desk.store import database
from twijs_desk.store.models import RulePack

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}\Z")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of the library without its text."""

    pack_id: str
    version: str
    title: str
    sha256: str
    signer: str
    signed_at: datetime | None
    imported_at: datetime
    imported_by: str
    active_from: date | None


_COLUMNS = (
    RulePack.pack_id,
    RulePack.version,
    RulePack.title,
    RulePack.sha256,
    RulePack.signer,
    RulePack.signed_at,
    RulePack.imported_at,
    RulePack.imported_by,
    RulePack.active_from,
)


class Library:
    """What rules there are in this vault. Reads the text of a pack only when it is asked for, once."""

    def __init__(
        self, vault: database.Vault, shipped: Pack, shipped_files: Callable[[], Mapping[str, str]]
    ) -> None:
        self._vault = vault
        self._plain = shipped
        self._shipped_files = shipped_files
        self._shipped_sha: str | None = None
        self._packs: dict[tuple[str, str], Pack] = {}
        self.shipped = shipped
        self.rows: tuple[Kept, ...] = ()
        self.proved: dict[str, Pack] = {}
        """Packs from outside that passed the whole check while the program runs, by the hash of their text."""

    def refresh(self, session: Session) -> None:
        """Look again at what the vault holds; for opening it and after reading rules in."""
        query = select(*_COLUMNS).order_by(  # type: ignore[call-overload]
            col(RulePack.imported_at), col(RulePack.id)
        )
        self.rows = tuple(Kept(*row) for row in session.execute(query))
        self.shipped = self._label_shipped()

    def _label_shipped(self) -> Pack:
        """A version stands for one text. Shipped rules that differ from kept ones of that version get a mark."""
        plain = self._plain
        same = [row for row in self.rows if (row.pack_id, row.version) == (plain.id, plain.version)]
        if not same or any(row.sha256 == self.shipped_sha for row in same):
            return plain
        return replace(plain, version=f"{plain.version}+{self.shipped_sha[:8]}")

    @property
    def shipped_sha(self) -> str:
        if self._shipped_sha is None:
            self._shipped_sha = digest(self._shipped_files())
        return self._shipped_sha

    def chosen(self, on: date) -> Kept | None:
        """The row that counts for new cases on this day; None for the shipped pack."""
        active = [row for row in self.rows if row.active_from is not None and row.active_from <= on]
        if not active:
            return None
        row = max(active, key=lambda row: (row.active_from, row.imported_at))
        if row.pack_id == self.shipped.id and newer(self.shipped.version, row.version):
            return None  # an update of the program brought newer rules of the same foundation
        return row

    def active(self, on: date) -> Pack:
        row = self.chosen(on)
        return self.shipped if row is None else self.pack(row.pack_id, row.version)

    def pack(self, pack_id: str, version: str) -> Pack:
        """This very version. Raises DeskError when neither program nor vault has it (any more)."""
        if (pack_id, version) == (self.shipped.id, self.shipped.version):
            return self.shipped
        if (pack_id, version) not in self._packs:
            self._packs[pack_id, version] = self._read(pack_id, version)
        return self._packs[pack_id, version]

    def _read(self, pack_id: str, version: str) -> Pack:
        query = select(RulePack).where(RulePack.pack_id == pack_id, RulePack.version == version)
        with faults.told(), self._vault.read() as session:
            row = session.exec(query.order_by(col(RulePack.imported_at))).first()
        name = f"‘{pack_id}’, versie {version}"
        files = row.files if row else _earlier(pack_id, version)
        if files is None:
            raise DeskError(
                f"De regels waaronder deze zaak is beoordeeld ({name}) zijn niet op deze computer.",
                "De zaak zelf is niet gewijzigd.",
                "Lees deze regels in bij Regels, of gebruik de versie van TWijs Desk waarmee de zaak is gemaakt.",
            )
        try:
            return replace(load(texts(files)), version=version)
        except (PackError, ValueError):
            raise DeskError(
                f"De bewaarde regels ({name}) kunnen niet worden gelezen.",
                "De kluis is niet gewijzigd.",
                "Controleer de kluis met `twijs-desk vault check` en vraag hulp.",
            ) from None

    def keep_shipped(self, session: Session, at: datetime, by: str) -> bool:
        """Put the text of the shipped rules in the vault, once, so that an update cannot take them from a case."""
        wanted = select(RulePack.id).where(
            RulePack.sha256 == self.shipped_sha,
            RulePack.pack_id == self.shipped.id,
            RulePack.version == self.shipped.version,
        )
        if session.exec(wanted).first() is not None:
            return False
        session.add(
            RulePack(
                pack_id=self.shipped.id,
                version=self.shipped.version,
                title=self.shipped.title,
                files=canonical(self._shipped_files()),
                sha256=self.shipped_sha,
                imported_at=at,
                imported_by=by,
            )
        )
        return True


def _earlier(pack_id: str, version: str) -> str | None:
    """Rules that an earlier program shipped before vaults kept them (revision 0001)."""
    if not (_PLAIN.match(pack_id) and _PLAIN.match(version)):
        return None
    path = assets.resource("protocol", "earlier", f"{pack_id}-{version}.json")
    return path.read_text(encoding="utf-8") if path.is_file() else None


def canonical(files: Mapping[str, str]) -> str:
    """The one way to write these files, so that the same rules have the same hash."""
    return json.dumps(dict(files), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(files: Mapping[str, str]) -> str:
    return hashlib.sha256(canonical(files).encode()).hexdigest()


def texts(files: str) -> dict[str, str]:
    found: Any = json.loads(files)
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise ValueError("no files")
    return found


def newer(version: str, than: str) -> bool:
    return _order(version) > _order(than)


def _order(version: str) -> tuple[tuple[int, str], ...]:
    """`2022.10` after `2022.9`; what stands behind a plus is no part of the order."""
    parts = re.findall(r"\d{1,9}|[^\d.]+", version.partition("+")[0])
    return tuple((int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts)
