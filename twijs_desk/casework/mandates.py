"""Who decides what in this foundation: the mandate table of the rules, with what the board laid down instead."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from twijs_desk.casework import obligations, own_rules, wording
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.protocol.mandates import BOARD, IF_MANDATED, PRINCIPAL, choices
from twijs_desk.protocol.model import Mandate, Pack
from twijs_desk.store.models import Setting

__all__ = ["IF_MANDATED", "MandateEntry", "MandateRow", "reset", "save", "show"]

_MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class MandateEntry:
    """What the board laid down for one decision. A mandate counts only with its document and date."""

    key: str
    decides: str
    given: bool = False
    document: str = ""
    given_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MandateRow:
    key: str
    title: str
    law: str
    note: str
    source: str
    choices: tuple[tuple[str, str], ...]
    """(code, words) of who may be chosen; one when the law leaves no choice."""
    entry: MandateEntry
    default: str
    now: str
    """Who decides today, in words."""
    own: bool
    """Laid down in this vault; otherwise the rules as shipped."""

    @property
    def fixed(self) -> bool:
        return len(self.choices) == 1


def show(desk: Desk) -> tuple[MandateRow, ...]:
    """Every kind of decision, in the order of the rules."""
    with desk.look() as session:
        return _rows(desk, session)


def save(desk: Desk, entries: Sequence[MandateEntry]) -> tuple[MandateRow, ...]:
    """Keep who decides; it counts for decisions from now on and changes nothing that was decided or sealed.

    Raises InputError for a mandate without document or date, and DeskError for a decision that the law leaves
    with the board. Then nothing was changed.
    """
    with desk.act() as act:
        shown = {row.key: row for row in _rows(desk, act.session)}
        kept = dict(own_rules.mandate_rows(act.session))
        changed = {}
        for entry in entries:
            row = shown.get(entry.key)
            if row is None:
                raise InputError("Deze beslissing staat niet in de regels.", "Er is niets gewijzigd.")
            if entry == row.entry:
                continue
            _check(row, entry, wording.to_local(act.at).date())
            kept[entry.key] = _plain(entry)
            changed[entry.key] = own_rules.effective(kept[entry.key])
        if changed:
            setting = act.session.get(Setting, own_rules.MANDATES_KEY) or Setting(key=own_rules.MANDATES_KEY)
            setting.value = kept
            act.session.add(setting)
            act.log("mandates_saved", "settings", **changed)
            act.session.flush()
        mandates = own_rules.mandates(act.session)
    desk.mandates = mandates
    return show(desk)


def reset(desk: Desk, key: str) -> tuple[MandateRow, ...]:
    """One decision back to what the rules say."""
    with desk.act() as act:
        kept = dict(own_rules.mandate_rows(act.session))
        setting = act.session.get(Setting, own_rules.MANDATES_KEY)
        if setting is not None and kept.pop(key, None) is not None:
            setting.value = kept
            act.session.add(setting)
            act.log("mandates_saved", "settings", **{key: "reset"})
            act.session.flush()
        mandates = own_rules.mandates(act.session)
    desk.mandates = mandates
    return show(desk)


def _check(row: MandateRow, entry: MandateEntry, today: date) -> None:
    safe = "Er is niets gewijzigd."
    if entry.decides not in dict(row.choices):
        raise DeskError(
            f"‘{row.title}’ kan niet door {wording.who_decides(entry.decides)} worden beslist.",
            safe,
            f"De wet: {row.law}.",
        )
    if max(len(entry.document), len(entry.reason)) > _MAX_TEXT:
        raise InputError(f"Houd de tekst bij ‘{row.title}’ onder {_MAX_TEXT} tekens.", safe)
    if entry.decides == IF_MANDATED and entry.given:
        if not entry.document.strip() or entry.given_on is None:
            raise InputError(
                f"Een mandaat voor ‘{row.title}’ telt alleen met het stuk waarin het staat en de datum daarvan.",
                safe,
            )
        if entry.given_on > today:
            raise InputError(f"De datum van het mandaat voor ‘{row.title}’ ligt in de toekomst.", safe)


def _rows(desk: Desk, session: Session) -> tuple[MandateRow, ...]:
    pack = desk.library.active(wording.to_local(desk.now()).date())
    kept = own_rules.mandate_rows(session)
    return tuple(_row(desk, pack, mandate, kept.get(mandate.key)) for mandate in pack.mandates.values())


def _row(desk: Desk, pack: Pack, mandate: Mandate, kept: dict[str, Any] | None) -> MandateRow:
    profile = desk.profile
    may = choices(mandate)
    own = kept is not None and kept.get("decides") in may
    if own and kept is not None:
        entry = _entry(mandate.key, kept)
        now = own_rules.effective(kept)
    elif mandate.decides == IF_MANDATED:
        # What was filled in when the vault was made counts until the board lays down more.
        given = profile.may_suspend
        entry = MandateEntry(mandate.key, mandate.decides, given, profile.mandate_source if given else "")
        now = PRINCIPAL if given else BOARD
    else:
        entry, now = MandateEntry(mandate.key, mandate.decides), mandate.decides
    return MandateRow(
        key=mandate.key,
        title=mandate.title,
        law=mandate.law,
        note=mandate.note,
        source=obligations.source_words(pack, mandate.sources),
        choices=tuple((code, wording.who_decides(code)) for code in may),
        entry=entry,
        default=mandate.decides,
        now=wording.who_decides(now),
        own=own,
    )


def _plain(entry: MandateEntry) -> dict[str, Any]:
    plain = asdict(entry)
    del plain["key"]
    given = entry.given and entry.decides == IF_MANDATED
    plain |= {
        "given": given,
        "document": entry.document.strip(),
        "given_on": entry.given_on.isoformat() if entry.given_on else None,
        "reason": entry.reason.strip(),
    }
    return plain


def _entry(key: str, kept: dict[str, Any]) -> MandateEntry:
    given_on = kept.get("given_on")
    return MandateEntry(
        key=key,
        decides=str(kept["decides"]),
        given=kept.get("given") is True,
        document=str(kept.get("document", "")),
        given_on=date.fromisoformat(given_on) if isinstance(given_on, str) else None,
        reason=str(kept.get("reason", "")),
    )
