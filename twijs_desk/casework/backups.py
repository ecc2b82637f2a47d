"""Backups: where they go, making, looking at and putting back, and the monthly drill.

`make` and `drill` may run in another thread than the desk: they touch the vault only, in short transactions.
"""

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from sqlmodel import Session, col, func, select

from twijs_desk.casework import faults, sheets, wording
from twijs_desk.casework.backup_files import (
    as_error,
    bring_back_keys,
    inspect,
    listing,
    never,
    newest,
    quiet,
    recover,
    restore,
    told,
)
from twijs_desk.casework.backup_rows import (
    BackupRow,
    BackupState,
    DrillReport,
    LossRow,
    PlaceRow,
    RestoreReport,
    SalvageReport,
)
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError, InputError, WrongPassphrase
from twijs_desk.store import backup as store
from twijs_desk.store import drill as sandbox
from twijs_desk.store import keys, whereabouts
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.keys import KeyFile, RecoveryCode, Secret
from twijs_desk.store.models import AuditEvent, Draft, Setting

__all__ = [
    "BackupRow", "BackupState", "DrillReport", "LossRow", "PlaceRow", "RestoreReport", "SalvageReport", "Secret",
    "bring_back_keys", "drill", "drill_due", "due", "inspect", "listing", "make", "recover", "restore", "set_places",
    "state",
]  # fmt: skip

Progress = Callable[[str, float], None]

KEEPS = (
    "Op elke plaats blijft van de laatste 7 dagen, 5 weken en 3 maanden telkens de nieuwste reservekopie staan: lang "
    "genoeg voor wat u laat ontdekt, kort genoeg dat vernietigde gegevens er niet lang in voortleven."
)
MOST_PLACES = 2
_SETTING = "backups"
_DUE_AFTER = timedelta(hours=20)
_DRILL_AFTER = timedelta(days=30)
_NO_CHANGE = (
    "backup_made", "backup_failed", "drill_passed", "drill_failed", "vault_unlocked", "vault_locked", "vault_checked",
)  # fmt: skip
_UNHARMED = "De kluis is niet gewijzigd."
_FORMER_KEY = (
    "Het zegel van deze reservekopie hoort niet bij de sleutel van deze kluis. Kreeg de kluis een nieuwe sleutel, maak "
    "dan een nieuwe reservekopie en oefen opnieuw. Anders: vertrouw deze kopie niet."
)
_TARGET: dict[Fault, tuple[str, str]] = {
    Fault.DISK_FULL: ("de schijf is vol", "Maak daar ruimte vrij of kies een andere plaats."),
    Fault.READ_ONLY: (
        "TWijs Desk mag daar niet schrijven",
        "Vraag schrijfrechten of kies een andere plaats.",
    ),
    Fault.NOT_READABLE: ("de plaats is niet te lezen", "Controleer de rechten of kies een andere plaats."),
    Fault.FOLDER_MISSING: (
        "de plaats is er niet",
        "Sluit de USB-stick of netwerkmap aan en probeer het opnieuw.",
    ),
    Fault.NO_BACKUP: (
        "de plaats was ineens weg",
        "Sluit de USB-stick of netwerkmap aan en probeer het opnieuw.",
    ),
    Fault.BACKUP_DAMAGED: (
        "wat er werd teruggelezen klopte niet",
        "Vertrouw deze schijf of stick niet meer.",
    ),
    Fault.IO_ERROR: ("de schijf gaf een fout", "Controleer de schijf of stick en probeer het opnieuw."),
}


# --- where they go ---


def state(desk: Desk) -> BackupState:
    """Where backups go, how the last one went and whether it is time for another."""
    kept = _kept(desk)
    rows = tuple(_place(Path(path)) for path in kept.get("places", ()))
    last, drilled = _moment(kept.get("last_good_at")), _moment(kept.get("last_drill_at"))
    is_due, is_drill_due = due(desk), drill_due(desk)
    return BackupState(
        places=rows,
        last_good_at=last,
        last_good_where=Path(kept["last_good_where"]) if kept.get("last_good_where") else None,
        last_failure=str(kept.get("last_failure", "")),
        last_drill_at=drilled,
        last_drill_ok=kept.get("last_drill_ok"),
        due=is_due,
        drill_due=is_drill_due,
        words=_words(rows, last, drilled, str(kept.get("last_failure", ""))),
    )


def set_places(desk: Desk, paths: Sequence[Path]) -> BackupState:
    """One or two folders; the folder of the vault itself is refused, for it is lost together with the vault."""
    chosen = list(dict.fromkeys(Path(path).expanduser().absolute() for path in paths))
    if len(chosen) > MOST_PLACES:
        raise InputError("Kies een of twee plaatsen voor reservekopieën.", faults.UNHARMED)
    for path in chosen:
        if not path.is_dir():
            raise InputError(
                "Een van deze mappen is er niet.",
                faults.UNHARMED,
                "Sluit de USB-stick of netwerkmap aan, of kies een andere map.",
            )
        if path.resolve() == desk.path.parent.resolve():
            raise InputError(
                "In deze map staat de kluis zelf. Wie de computer kwijtraakt, is dan ook de reservekopie kwijt.",
                faults.UNHARMED,
                "Kies een USB-stick, een netwerkmap of een gesynchroniseerde map.",
            )
    with desk.act() as act:
        _keep(act.session, places=[str(path) for path in chosen])
        act.log("backup_places_set", "settings", count=len(chosen))
    return state(desk)


def due(desk: Desk) -> bool:
    """The newest good one is older than twenty hours (or there is none), and something was saved since."""
    kept = _kept(desk)
    if not kept.get("places"):
        return False
    last = _moment(kept.get("last_good_at"))
    if last is None:
        return True
    now = desk.now()
    if last <= now < last + _DUE_AFTER:
        return False
    with desk.look() as session:
        newer = session.exec(
            select(func.count())
            .select_from(AuditEvent)
            .where(
                AuditEvent.seq > int(kept.get("last_good_seq", 0)), col(AuditEvent.action).not_in(_NO_CHANGE)
            )
        ).one()
        typed = session.exec(select(func.count()).select_from(Draft).where(Draft.saved_at > last)).one()
    return bool(newer or typed)


def drill_due(desk: Desk) -> bool:
    """There is something to drill with, and the last drill that passed is a month old."""
    kept = _kept(desk)
    if not kept.get("last_good_at"):
        return False
    last = _moment(kept.get("last_drill_at"))
    return last is None or not last <= desk.now() < last + _DRILL_AFTER


# --- making and looking ---


def make(
    desk: Desk,
    to: Path | None = None,
    *,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> BackupRow:
    """A verified backup in `to`, or in every chosen place that can be reached. Raises DeskError.

    One place that fails is told in `state` while the other has its copy; only when all fail is it an error.
    """
    chosen = [Path(to)] if to is not None else [Path(path) for path in _kept(desk).get("places", ())]
    if not chosen:
        raise InputError(
            "Er is nog geen plaats voor reservekopieën gekozen.",
            _UNHARMED,
            "Kies bij Instellingen een USB-stick, netwerkmap of gesynchroniseerde map.",
        )
    at = desk.now()
    here = [path for path in chosen if path.is_dir()]
    results: list[store.Backup | store.Failed] = [
        store.Failed(path, StoreError(Fault.FOLDER_MISSING)) for path in chosen if path not in here
    ]
    if here:
        try:
            results += store.make(desk.vault, here, at=wording.to_local(at), progress=progress, cancel=cancel)
        except StoreError as error:
            if error.fault is not Fault.CANCELLED:
                _note_failure(desk, at, error.fault, as_error(error).happened)
            raise as_error(error) from error
    made = [result for result in results if isinstance(result, store.Backup)]
    failed = [result for result in results if isinstance(result, store.Failed)]
    trouble = [_target_error(item.folder, item.error.fault) for item in failed]
    if not made:
        _note_failure(desk, at, failed[0].error.fault, str(trouble[0]))
        raise trouble[0]
    _note_success(desk, at, made, failed, trouble)
    return _made_row(made[0])


# --- the drill ---


def drill(
    desk: Desk,
    backup: Path | None = None,
    recovery_code: RecoveryCode | None = None,
    *,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> DrillReport:
    """Put the newest backup back in a sandbox, through the recovery sheet, and compare all that is in it.

    Without a sheet by the key of the open vault; the report says that the recovery route was not proved.
    """
    at, proved = desk.now(), False
    with told():
        chosen = newest(backup) if backup else _newest_of(desk)

    def vault_key_of(key_file: KeyFile) -> bytes:
        nonlocal proved
        if recovery_code is not None:
            vault_key = keys.unwrap(key_file, recovery_code)
            proved = True
            return vault_key
        try:
            vault_key = sheets.recovery_route(desk, key_file)
        except WrongPassphrase:
            return desk.vault.vault_key
        proved = True
        return vault_key

    try:
        done = sandbox.drill(
            desk.vault,
            chosen,
            vault_key_of,
            progress=progress or quiet,
            stopped=cancel.is_set if cancel else never,
        )
    except StoreError as error:
        if error.fault is Fault.CANCELLED:
            raise as_error(error) from error
        words = _FORMER_KEY if error.detail == "seal" else str(as_error(error))
        with desk.act() as act:
            _keep(act.session, last_drill_ok=False)
            act.log("drill_failed", "backup", fault=error.fault.value)
        return DrillReport(False, at, {}, words, False, chosen)
    with desk.act() as act:
        _keep(act.session, last_drill_at=at.isoformat(), last_drill_ok=True)
        act.log("drill_passed", "backup", recovery=proved, audit_seq=done.contents.audit_seq)
    counts = dict(done.contents.counts)
    words = (
        f"De reservekopie van {wording.moment(done.manifest.made_at)} is teruggezet in een proefruimte en klopt: "
        "alle gegevens, brieven en bewijsstukken."
    ) + (
        " Het herstelblad opent hem."
        if proved
        else " Er is geen herstelblad beproefd: of iemand hem zonder uw wachtzin kan openen, is niet bewezen."
    )
    return DrillReport(True, at, counts, words, proved, chosen, done.manifest.made_at)


def _newest_of(desk: Desk) -> Path:
    folders = [Path(path) for path in _kept(desk).get("places", ())]
    rows = [row for row in listing(folders, desk.vault.vault_id) if row.good and not row.before_update]
    if not rows:
        raise DeskError(
            "Er is geen reservekopie van deze kluis bereikbaar.",
            _UNHARMED,
            "Sluit de USB-stick of netwerkmap aan, of maak eerst een reservekopie.",
        )
    return rows[0].path


# --- what is remembered ---


def _kept(desk: Desk) -> dict[str, Any]:
    with desk.look() as session:
        setting = session.get(Setting, _SETTING)
        return dict(setting.value) if setting else {}


def _keep(session: Session, **values: Any) -> None:
    setting = session.get(Setting, _SETTING) or Setting(key=_SETTING)
    setting.value = {**setting.value, **values}
    session.add(setting)


def _note_success(
    desk: Desk,
    at: datetime,
    made: list[store.Backup],
    failed: list[store.Failed],
    trouble: list[DeskError],
) -> None:
    with desk.act() as act:
        _keep(
            act.session,
            last_good_at=at.isoformat(),
            last_good_where=str(made[0].path),
            last_good_seq=made[0].contents.audit_seq,
            last_failure=str(trouble[0]) if trouble else _flaw_words(made[0]),
        )
        for item in failed:
            act.log("backup_failed", "backup", fault=item.error.fault.value)
        for done in made:
            act.log(
                "backup_made",
                "backup",
                sha256=done.sha256,
                audit_seq=done.contents.audit_seq,
                flaws=list(done.contents.flaws),
            )


def _note_failure(desk: Desk, at: datetime, fault: Fault, words: str) -> None:
    """In the vault, if it can be written; a full disk is told anyway."""
    with contextlib.suppress(DeskError), desk.act() as act:
        _keep(act.session, last_failure=words, last_failure_at=at.isoformat())
        act.log("backup_failed", "backup", fault=fault.value)


def _flaw_words(made: store.Backup) -> str:
    if not made.contents.flaws:
        return ""
    return (
        "In de kluis zelf klopt iets niet. De kopie is gelijk aan de kluis; oudere kopieën blijven daarom staan. "
        "Laat de kluis controleren."
    )


# --- rows and words ---


def _place(path: Path) -> PlaceRow:
    reachable = False
    with contextlib.suppress(OSError):
        reachable = path.is_dir()
    return PlaceRow(path, whereabouts.kind(path).value, reachable)


def _made_row(made: store.Backup) -> BackupRow:
    return BackupRow(
        path=made.path,
        made_at=made.manifest.made_at,
        size=made.size,
        vault_id=made.manifest.vault_id,
        good=True,
        words=_flaw_words(made),
        sha256=made.sha256,
        verified=True,
        counts=dict(made.contents.counts),
    )


def _target_error(folder: Path, fault: Fault) -> DeskError:
    why, todo = _TARGET.get(fault, ("de schijf gaf een fout", "Kies een andere plaats."))
    return DeskError(f"De reservekopie naar {folder} is mislukt: {why}.", _UNHARMED, todo)


def _words(rows: tuple[PlaceRow, ...], last: datetime | None, drilled: datetime | None, failure: str) -> str:
    if not rows:
        return "Er is nog geen plaats voor reservekopieën gekozen. Gaat deze computer stuk, dan bent u alles kwijt."
    parts = [failure] if failure else []
    parts.append(
        f"Laatste goede reservekopie: {wording.moment(last)}."
        if last
        else "Er is nog geen goede reservekopie."
    )
    parts.append(
        f"Laatste geslaagde oefening: {wording.moment(drilled)}." if drilled else "Er is nog niet geoefend."
    )
    if not any(row.reachable for row in rows):
        parts.append("Geen van de plaatsen is nu bereikbaar.")
    return " ".join(parts)


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None
