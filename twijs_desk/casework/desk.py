"""The desk: an opened vault with its rules, its clock and who sits at it. Every act takes a desk first."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

import twijs_desk
from twijs_desk import assets
from twijs_desk.casework import faults, own_rules, passphrases, places, slot_record, wording
from twijs_desk.casework.errors import DeskError, TryLater
from twijs_desk.casework.library import Library
from twijs_desk.casework.rows import ProfileEntry, SchoolEntry
from twijs_desk.letters import LetterBookError
from twijs_desk.letters import load as load_letters
from twijs_desk.letters.model import LetterBook
from twijs_desk.protocol.days import Calendar, load_calendar
from twijs_desk.protocol.load import load as load_pack
from twijs_desk.protocol.mandates import Mandates
from twijs_desk.protocol.model import Pack, PackError
from twijs_desk.store import database, keys, tries
from twijs_desk.store.anchor import Lapse
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.models import School, Setting

PACK_ID = "twijs-2022"

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The one place where the product reads the time."""
    return datetime.now(UTC)  # noqa: TID251 - this is that place


@dataclass
class Desk:
    """An opened vault. Use from one thread only; `close` before dropping it."""

    vault: database.Vault
    library: Library
    calendar: Calendar
    book: LetterBook
    now: Clock
    profile: ProfileEntry
    school: SchoolEntry
    mandates: Mandates = field(default_factory=Mandates)
    notice: str = ""
    """What must be told at opening, in Dutch: the vault is older than what was seen here. Empty: nothing."""
    after_close: Callable[[], object] = lambda: None

    @property
    def path(self) -> Path:
        return self.vault.path

    @property
    def actor(self) -> str:
        return self.profile.name or self.profile.function

    @property
    def pack(self) -> Pack:
        """The rules for what begins today; a case that is under way has its own (`rules_for`)."""
        return self.mandates.on(self.library.active(wording.to_local(self.now()).date()))

    def rules_for(self, pack_id: str, pack_version: str) -> Pack:
        """The rule pack that a case was decided under; a case keeps it when newer rules arrive.

        Raises DeskError when this vault does not have that version.
        """
        return self.mandates.on(self.library.pack(pack_id, pack_version))

    @contextmanager
    def act(self) -> Iterator["Act"]:
        """One transaction with its log line; nothing counts unless all of it does."""
        with faults.told(), self.vault.write() as session:
            yield Act(self, session, self.now())

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A consistent view of the vault for reading."""
        with faults.told(), self.vault.read() as session:
            yield session

    def close(self) -> None:
        """Lock the vault. That it was locked is a line in the log, if the disk still takes one."""
        with faults.told():
            try:
                with contextlib.suppress(StoreError), self.vault.write() as session:
                    Act(self, session, self.now()).log("vault_locked", "vault")
            finally:
                self.vault.close()
        self.after_close()


@dataclass
class Act:
    """What an act needs while it runs: the session, its moment and the log."""

    desk: Desk
    session: Session
    at: datetime

    def pin(self) -> Pack:
        """The rules for a case that begins now; shipped rules are kept in the vault from then on."""
        library = self.desk.library
        pack = library.active(wording.to_local(self.at).date())
        if pack is library.shipped and library.keep_shipped(self.session, self.at, self.desk.actor):
            self.log("rules_kept", "rule_pack", pack.version, pack=pack.id, sha256=library.shipped_sha)
        return self.desk.mandates.on(pack)

    def log(
        self, action: str, subject: str = "", subject_id: object = "", case_id: object = "", **detail: Any
    ) -> None:
        """Add the line of this act to the chain. `detail` holds ids and fixed words only, never case text."""
        self.desk.vault.log(
            self.session,
            at=self.at,
            actor=self.desk.actor,
            action=action,
            subject=subject,
            subject_id=str(subject_id),
            case_id=str(case_id),
            detail=detail,
        )


@cache
def shipped_files() -> dict[str, str]:
    return assets.texts(assets.resource("protocol", PACK_ID))


@cache
def shipped_pack() -> Pack:
    return load_pack(shipped_files())


@cache
def shipped_calendar() -> Calendar:
    return load_calendar(assets.texts(assets.resource("calendar")))


@cache
def shipped_letters() -> LetterBook:
    return load_letters(assets.texts(assets.resource("letters")))


def create(
    path: Path,
    passphrase: str,
    *,
    school: SchoolEntry,
    profile: ProfileEntry,
    clock: Clock = system_clock,
    kdf: keys.Kdf = keys.DEFAULT_KDF,
    anchors: Path | None = None,
) -> Desk:
    """Make a new encrypted vault and sit down at it. Takes as long as the key derivation (about half a second).

    `anchors` is another folder for the second copy of the anchor than this user's own.

    Raises DeskError when the place cannot hold a vault or already has one; then nothing was made.
    """
    _rules()
    with faults.told():
        vault = database.create(
            path,
            passphrase,
            at=clock(),
            product_version=twijs_desk.__version__,
            kdf=kdf,
            anchors=anchors or places.anchor_folder(),
            label=profile.function,
        )
    tries.reset(vault.path)  # of a vault that was here before
    try:
        desk = _sit_down(vault, clock, profile, school)
        with desk.act() as act:
            act.session.add(School(**asdict(school)))
            act.session.add(Setting(key="profile", value=asdict(profile)))
            slot_record.remember(act.session, vault.key_file)
            act.log("vault_created", "vault")
    except BaseException:
        vault.close()
        raise
    return desk


def open(
    path: Path,
    secret: keys.Secret,
    *,
    clock: Clock = system_clock,
    kdf: keys.Kdf = keys.DEFAULT_KDF,
    anchors: Path | None = None,
) -> Desk:
    """Unlock an existing vault with a passphrase, a recovery code or this device's secret.

    Raises WrongPassphrase (TryLater after several wrong tries), or DeskError with what is the matter and what to do.
    """
    _rules()
    with trying(path, secret, clock), faults.told():
        vault = database.open(path, secret, kdf=kdf, anchors=anchors or places.anchor_folder())
    try:
        with faults.told(), vault.read() as session:
            school_row = session.exec(select(School)).first()
            profile_row = session.get(Setting, "profile")
            school = SchoolEntry(**school_row.model_dump(exclude={"id"})) if school_row else SchoolEntry()
            profile = ProfileEntry(**profile_row.value) if profile_row else ProfileEntry()
        desk = _sit_down(vault, clock, profile, school)
        _log_unlock(desk)
    except BaseException:
        vault.close()
        raise
    return desk


def lapse_notice(lapse: Lapse) -> str:
    """What the anchor missed, in Dutch."""
    if lapse.forked:
        return (
            f"Deze kluis heeft een andere geschiedenis dan de kluis die hier het laatst open was: regel "
            f"{lapse.kept_seq} van het logboek is een andere. Waarschijnlijk is een oude kopie teruggezet waarin "
            "daarna is doorgewerkt. Wat u nu ziet, hoort bij die kopie. Zoek de andere kluis of een reservekopie "
            "voordat u verdergaat."
        )
    lines = "1 regel" if lapse.missing == 1 else f"{lapse.missing} regels"
    lack = "ontbreekt" if lapse.missing == 1 else "ontbreken"
    since = f" sinds {wording.moment(lapse.found_at)}" if lapse.found_at else ""
    return (
        f"Deze kluis is ouder dan toen hij hier het laatst open was: {lines} van het logboek {lack}{since}. "
        "Waarschijnlijk is een oude kopie teruggezet of ging het bestand dat op -wal eindigt verloren. "
        "Wat u nu ziet, klopt met dat oude moment. Zoek een nieuwere reservekopie voordat u verdergaat."
    )


def accept_lapse(desk: Desk) -> None:
    """Go on with the vault as it is now. The log says how much was missing; the anchor begins anew."""
    lapse = desk.vault.lapse
    if lapse is None:
        return
    with desk.act() as act:
        act.log(
            "history_accepted",
            "vault",
            kept_seq=lapse.kept_seq,
            found_seq=lapse.found_seq,
            forked=lapse.forked,
        )
    with faults.told():
        desk.vault.accept_lapse()
    desk.notice = ""


@contextmanager
def trying(path: Path, secret: keys.Secret, clock: Clock) -> Iterator[None]:
    """Count wrong tries at a vault, and let a passphrase wait after several.

    A recovery code or device secret never waits: nobody guesses 160 bits, and who has the sheet is in a hurry.
    """
    path, guessable = path.resolve(), isinstance(secret, str)
    seconds = tries.seconds_left(path, clock()) if guessable else 0.0
    if seconds > 0:
        raise TryLater(seconds)
    try:
        yield
    except DeskError as error:
        cause = error.__cause__
        if isinstance(cause, StoreError) and cause.fault is Fault.WRONG_PASSPHRASE:
            tries.note(path, clock(), counts=guessable)
        raise


def _log_unlock(desk: Desk) -> None:
    """A full disk must not keep someone from what is in the vault: then nothing can be written, reading can."""
    failed = tries.read(desk.path)
    opened = desk.vault.opened
    try:
        with desk.vault.write() as session:
            act = Act(desk, session, desk.now())
            if failed.total > len(failed.moments):
                act.log("unlock_failed", "vault", earlier=failed.total - len(failed.moments))
            for moment in failed.moments:
                act.log("unlock_failed", "vault", tried_at=moment.isoformat())
            how = {"slot_id": opened.slot.id, "kind": opened.slot.kind} if opened else {}
            act.log("vault_unlocked", "vault", **how)
            differs = slot_record.differences(session, desk.vault.key_file)
            if differs:
                act.log("access_differs", "vault", **differs)
                slot_record.remember(session, desk.vault.key_file)
        if failed.total:
            tries.reset(desk.path)
    except StoreError as error:
        if error.fault is not Fault.DISK_FULL:
            raise faults.as_desk_error(error) from error


def save_settings(desk: Desk, school: SchoolEntry, profile: ProfileEntry) -> None:
    """Keep school and profile; the new values count from now on and change no sealed letter."""
    with desk.act() as act:
        row = act.session.exec(select(School)).first() or School(**asdict(school))
        for name, value in asdict(school).items():
            setattr(row, name, value)
        setting = act.session.get(Setting, "profile") or Setting(key="profile")
        setting.value = asdict(profile)
        act.session.add_all((row, setting))
        act.log("settings_saved", "settings")
    desk.school, desk.profile = replace(school), replace(profile)


def _rules() -> tuple[Pack, Calendar, LetterBook]:
    """Rules, calendar and letters; read before a vault is touched, so that a damaged installation harms nothing."""
    try:
        return shipped_pack(), shipped_calendar(), shipped_letters()
    except (PackError, LetterBookError, OSError) as error:
        raise DeskError(
            "De regels of brieven van TWijs Desk zijn onvolledig of beschadigd.",
            "Uw kluis is niet gewijzigd.",
            "Installeer TWijs Desk opnieuw.",
        ) from error


def _sit_down(vault: database.Vault, clock: Clock, profile: ProfileEntry, school: SchoolEntry) -> Desk:
    pack, calendar, book = _rules()
    library = Library(vault, pack, shipped_files)
    with faults.told(), vault.read() as session:
        library.refresh(session)
        calendar, mandates = own_rules.calendar(session, calendar), own_rules.mandates(session)
    desk = Desk(vault, library, calendar, book, clock, profile, school, mandates)
    desk.notice = lapse_notice(vault.lapse) if vault.lapse else ""
    with contextlib.suppress(DeskError):  # said where the rules are used; what is in the vault stays readable
        _ = desk.pack
    return desk


def passphrase_strength(text: str) -> tuple[int, str]:
    """How hard a passphrase is to guess, from 0 to 4, with advice in Dutch."""
    return passphrases.judge(text)
