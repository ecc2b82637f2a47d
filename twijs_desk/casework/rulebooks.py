"""The rules on the shelf: which are in use, which cases keep which, and reading new ones in after a look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, select

from twijs_desk.casework import parcels, wording
from twijs_desk.casework.desk import Act, Desk
from twijs_desk.casework.errors import DeskError, InputError
from twijs_desk.casework.library import Kept, canonical, newer
from twijs_desk.casework.parcels import UNTOUCHED, Parcel
from twijs_desk.casework.records import case_number
from twijs_desk.protocol.changes import Group, changes, dormant, since, switches
from twijs_desk.protocol.load import check, load
from twijs_desk.protocol.model import Pack
from twijs_desk.store.models import Case, FlowRun, RulePack, Setting

SIGNERS = "pack_signers"
SHOWN_DEFECTS = 3


class UnknownSigner(DeskError):
    """A whole parcel, signed with a key that this vault does not trust (yet)."""

    def __init__(self, parcel: Parcel) -> None:
        self.public_key = parcel.public_key
        self.fingerprint = parcel.fingerprint
        super().__init__(
            "Deze regels zijn getekend met een sleutel die deze kluis niet kent. "
            f"Vingerafdruk: {parcel.fingerprint}.",
            UNTOUCHED,
            "Vraag de stichting om de vingerafdruk, vergelijk hem en vertrouw de sleutel pas als hij gelijk is.",
        )


@dataclass(frozen=True, slots=True)
class Signer:
    name: str
    public_key: str
    fingerprint: str
    trusted_at: str
    trusted_by: str


@dataclass(frozen=True, slots=True)
class ShelfRow:
    pack_id: str
    version: str
    title: str
    origin: str
    """shipped | imported | kept (a copy for older cases) | missing (cases have it, this vault has not)"""
    in_use: bool
    active_from: date | None
    """From when it counts, or is going to count, for new cases."""
    signer: str
    signed_at: datetime | None
    imported_at: datetime | None
    imported_by: str
    valid_from: date | None
    valid_to: date | None
    verified: tuple[date, date] | None
    """The oldest and the newest day on which a source was looked up."""
    unsure: int
    """How many sources are still to be confirmed."""
    cases: tuple[str, ...]
    """Numbers of the cases that are pinned to this version."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading a parcel in would do."""

    pack_id: str
    version: str
    title: str
    sha256: str
    signer: str
    fingerprint: str
    signed_at: datetime
    valid_from: date | None
    valid_to: date | None
    against: str
    """The pack in use it was compared with."""
    earliest: date
    """The first day it can count for new cases."""
    groups: tuple[Group, ...]
    dormant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a date changes: another pack, or rules that begin or end."""

    on: date
    now_title: str
    then_title: str
    groups: tuple[Group, ...]
    in_force: bool
    """Whether the pack of that day is valid on that day."""


# --- who may sign ---


def signers(desk: Desk) -> tuple[Signer, ...]:
    with desk.look() as session:
        return _signers(session)


def trust_signer(desk: Desk, public_key: str, name: str) -> tuple[Signer, ...]:
    """Accept rules signed with this key from now on. The fingerprint was compared with the foundation's."""
    public_key = public_key.strip().lower()
    if not parcels.is_public_key(public_key):
        raise InputError("Dit is geen openbare sleutel voor regels.", UNTOUCHED)
    if not name.strip():
        raise InputError("Vul in van wie deze sleutel is.", UNTOUCHED)
    with desk.act() as act:
        known = _signers(act.session)
        if any(each.public_key == public_key for each in known):
            raise InputError("Deze sleutel wordt al vertrouwd.", UNTOUCHED)
        found = Signer(
            name.strip()[:200],
            public_key,
            parcels.fingerprint(public_key),
            act.at.isoformat(),
            desk.actor,
        )
        _save_signers(act, (*known, found))
        act.log("signer_trusted", "setting", SIGNERS, fingerprint=found.fingerprint)
        return (*known, found)


def drop_signer(desk: Desk, fingerprint: str) -> tuple[Signer, ...]:
    """No longer accept new rules with this key; what was read in before stays."""
    with desk.act() as act:
        known = _signers(act.session)
        left = tuple(each for each in known if each.fingerprint != fingerprint)
        if len(left) == len(known):
            raise InputError("Deze sleutel wordt niet vertrouwd.", UNTOUCHED)
        _save_signers(act, left)
        act.log("signer_dropped", "setting", SIGNERS, fingerprint=fingerprint)
        return left


def _signers(session: Session) -> tuple[Signer, ...]:
    row = session.get(Setting, SIGNERS)
    return tuple(Signer(**each) for each in row.value["keys"]) if row else ()


def _save_signers(act: Act, found: tuple[Signer, ...]) -> None:
    row = act.session.get(Setting, SIGNERS) or Setting(key=SIGNERS)
    row.value = {"keys": [{name: getattr(each, name) for name in Signer.__slots__} for each in found]}
    act.session.add(row)


# --- the shelf ---


def shelf(desk: Desk) -> tuple[ShelfRow, ...]:
    """Every pack: in use first, then what is to come, then what cases still need."""
    today = _today(desk)
    with desk.look() as session:
        library = desk.library
        library.refresh(session)
        pinned = _pinned(session)
    chosen, shipped = library.chosen(today), library.shipped
    shipped_name = (shipped.id, shipped.version)
    rows = []
    for name in dict.fromkeys([shipped_name, *((row.pack_id, row.version) for row in library.rows)]):
        kept = [row for row in library.rows if (row.pack_id, row.version) == name]
        adopted = [row for row in kept if row.active_from is not None]
        in_use = chosen in kept if chosen else name == shipped_name
        if adopted:
            row = chosen if chosen in kept and chosen else adopted[-1]
            rows.append(_row(desk, row, "imported", in_use, pinned))
        else:
            row = kept[-1] if kept else _bare(desk, *name, shipped.title)
            rows.append(_row(desk, row, "shipped" if name == shipped_name else "kept", in_use, pinned))
    seen = {(row.pack_id, row.version) for row in rows}
    for name in sorted(pinned.keys() - seen):
        rows.append(_row(desk, _bare(desk, *name, ""), "kept", False, pinned))
    order = {"imported": 0, "shipped": 1, "kept": 2, "missing": 3}
    return tuple(sorted(rows, key=lambda row: (not row.in_use, order[row.origin])))


def _bare(desk: Desk, pack_id: str, version: str, title: str) -> Kept:
    return Kept(pack_id, version, title, "", "", None, desk.now(), "", None)


def _pinned(session: Session) -> dict[tuple[str, str], tuple[str, ...]]:
    query = select(FlowRun.pack_id, FlowRun.pack_version, Case).join(Case).distinct()
    found: dict[tuple[str, str], set[str]] = {}
    for pack_id, version, case in session.exec(query):
        found.setdefault((pack_id, version), set()).add(case_number(case))
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}


def _row(
    desk: Desk, kept: Kept, origin: str, in_use: bool, pinned: Mapping[tuple[str, str], tuple[str, ...]]
) -> ShelfRow:
    pack: Pack | None = None
    try:
        pack = desk.rules_for(kept.pack_id, kept.version)
    except DeskError:
        origin = "missing"
    days = sorted(source.verified_on for source in pack.sources.values()) if pack else []
    return ShelfRow(
        pack_id=kept.pack_id,
        version=kept.version,
        title=kept.title or (pack.title if pack else kept.pack_id),
        origin=origin,
        in_use=in_use,
        active_from=kept.active_from,
        signer=kept.signer,
        signed_at=kept.signed_at,
        imported_at=kept.imported_at if kept.sha256 else None,
        imported_by=kept.imported_by,
        valid_from=pack.validity.valid_from if pack else None,
        valid_to=pack.validity.valid_to if pack else None,
        verified=(days[0], days[-1]) if days else None,
        unsure=sum(source.unsure for source in pack.sources.values()) if pack else 0,
        cases=pinned.get((kept.pack_id, kept.version), ()),
    )


# --- reading in ---


def preview_import(desk: Desk, path: Path) -> Preview:
    """What this parcel would change. Raises DeskError for a parcel that may not or cannot be used."""
    parcel, pack, signer = _judged(desk, path)
    today = _today(desk)
    current = desk.pack
    return Preview(
        pack_id=pack.id,
        version=pack.version,
        title=pack.title,
        sha256=parcel.sha256,
        signer=signer.name,
        fingerprint=signer.fingerprint,
        signed_at=parcel.signed_at,
        valid_from=pack.validity.valid_from,
        valid_to=pack.validity.valid_to,
        against=f"{current.title}, versie {current.version}",
        earliest=max(today, pack.validity.valid_from or today),
        groups=changes(current, pack),
        dormant=tuple(f"{part.title}{since(part)}" for part in dormant(pack, today) if part.kind != "pack"),
    )


def adopt(desk: Desk, path: Path, from_date: date, expected: str = "") -> tuple[ShelfRow, ...]:
    """Read a parcel in; it counts for cases that begin on or after that day, and only for those.

    `expected` is the sha256 that was previewed: what is taken is what was looked at.
    """
    parcel, pack, signer = _judged(desk, path)
    if expected and parcel.sha256 != expected:
        raise InputError(
            "Dit bestand is veranderd sinds u de wijzigingen bekeek.", UNTOUCHED, "Bekijk het opnieuw."
        )
    today = _today(desk)
    if from_date < today:
        raise InputError(
            "De begindatum ligt in het verleden; zaken houden de regels waaronder ze zijn begonnen.",
            UNTOUCHED,
            "Kies vandaag of een latere dag.",
        )
    if not pack.validity.holds(from_date):
        start, end = pack.validity.valid_from, pack.validity.valid_to
        words = [
            f"vanaf {wording.day(start)}" if start else "",
            f"tot en met {wording.day(end)}" if end else "",
        ]
        raise InputError(
            f"Deze regels gelden {' '.join(word for word in words if word)}.",
            UNTOUCHED,
            "Kies een dag waarop ze gelden.",
        )
    with desk.act() as act:
        act.session.add(
            RulePack(
                pack_id=pack.id,
                version=pack.version,
                title=pack.title,
                files=canonical(parcel.files),
                sha256=parcel.sha256,
                signer=f"{signer.name} ({signer.fingerprint})",
                signed_at=parcel.signed_at,
                imported_at=act.at,
                imported_by=desk.actor,
                active_from=from_date,
            )
        )
        act.log(
            "rules_adopted",
            "rule_pack",
            pack.version,
            pack=pack.id,
            sha256=parcel.sha256,
            active_from=from_date.isoformat(),
        )
    with desk.look() as session:
        desk.library.refresh(session)
    return shelf(desk)


def receive(desk: Desk, path: Path) -> Parcel:
    """A parcel that is whole, of a trusted signer and newer than what is here; its rules are not checked yet."""
    return _received(desk, path)[0]


def _received(desk: Desk, path: Path) -> tuple[Parcel, Signer]:
    parcel = parcels.read(path)
    signer = next((each for each in signers(desk) if each.public_key == parcel.public_key), None)
    if signer is None:
        raise UnknownSigner(parcel)
    _must_be_new(desk, parcel)
    return parcel, signer


def _judged(desk: Desk, path: Path) -> tuple[Parcel, Pack, Signer]:
    """The same with its rules, after the full check."""
    parcel, signer = _received(desk, path)
    pack = desk.library.proved.get(parcel.sha256) or opened(parcel)
    desk.library.proved[parcel.sha256] = pack
    _as_listed(parcel, pack)
    return parcel, pack, signer


def opened(parcel: Parcel) -> Pack:
    """The rules in a parcel, after the full check: half a minute for a large pack. Touches no vault."""
    defects = check(parcel.files)
    if defects:
        shown = "; ".join(f"{d.file}, {d.place}: {d.message}" for d in defects[:SHOWN_DEFECTS])
        more = f" (en nog {len(defects) - SHOWN_DEFECTS})" if len(defects) > SHOWN_DEFECTS else ""
        raise InputError(
            f"Deze regels hebben gebreken: {shown}{more}.", UNTOUCHED, "Meld dit aan wie de regels maakte."
        )
    pack = load(parcel.files)
    _as_listed(parcel, pack)
    return pack


def _as_listed(parcel: Parcel, pack: Pack) -> None:
    start = pack.validity.valid_from
    told = (parcel.id, parcel.version, parcel.title, parcel.valid_from)
    if told != (pack.id, pack.version, pack.title, start.isoformat() if start else ""):
        raise InputError(
            "De inhoudsopgave van dit pakket zegt iets anders dan de regels erin.",
            UNTOUCHED,
            "Meld dit aan wie de regels maakte.",
        )


def _must_be_new(desk: Desk, parcel: Parcel) -> None:
    library = desk.library
    with desk.look() as session:
        library.refresh(session)
    name = f"‘{parcel.title}’, versie {parcel.version}"
    same = [r.sha256 for r in library.rows if (r.pack_id, r.version) == (parcel.id, parcel.version)]
    if (parcel.id, parcel.version) == (library.shipped.id, library.shipped.version):
        same.append(library.shipped_sha)
    if any(sha256 != parcel.sha256 for sha256 in same):
        raise InputError(
            f"Deze kluis heeft al {name}, met een andere inhoud. Een versie heeft maar één inhoud.",
            UNTOUCHED,
            "Vraag om een pakket met een nieuw versienummer.",
        )
    today = _today(desk)
    coming = [r for r in library.rows if r.active_from is not None and r.active_from > today]
    used = [(desk.pack.id, desk.pack.version), *((r.pack_id, r.version) for r in coming)]
    if (parcel.id, parcel.version) in used:
        raise InputError(f"De regels {name} zijn al ingelezen.", UNTOUCHED)
    for pack_id, version in used:
        if pack_id == parcel.id and not newer(parcel.version, version):
            raise InputError(
                f"Deze regels ({parcel.version}) zijn ouder dan de regels die u al hebt ({version}).",
                UNTOUCHED,
            )


# --- looking ahead ---


def outlook(desk: Desk, on: date) -> Outlook:
    """What is different on that day: rules that begin or end, and rules that were read in for later."""
    today = _today(desk)
    now, then = desk.pack, desk.library.active(on)
    groups: tuple[Group, ...] = ()
    moved = tuple(str(part) for part in switches(then, today, on))
    if moved:
        groups = (Group("Wat begint of eindigt", moved),)
    if now is not then:
        groups += changes(now, then)
    return Outlook(
        on=on,
        now_title=f"{now.title}, versie {now.version}",
        then_title=f"{then.title}, versie {then.version}",
        groups=groups,
        in_force=then.validity.holds(on),
    )


def _today(desk: Desk) -> date:
    return wording.to_local(desk.now()).date()
