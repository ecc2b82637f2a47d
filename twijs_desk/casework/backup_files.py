"""Backup files without an opened vault: listed, examined, put back; the key file out of one; and salvage."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import twijs_desk
from twijs_desk.casework import faults, places, wording
from twijs_desk.casework.backup_rows import BackupRow, LossRow, RestoreReport, SalvageReport
from twijs_desk.casework.desk import Clock, system_clock
from twijs_desk.casework.errors import DeskError, WrongPassphrase
from twijs_desk.store import backup_folder, container, database, keys, salvage
from twijs_desk.store import restore as putting
from twijs_desk.store.container import BEFORE_MIGRATION
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.keys import DEFAULT_KDF, Kdf, Secret

Progress = Callable[[str, float], None]

_TABLES = {
    "case_file": "zaak",
    "incident": "incident",
    "correction": "verbetering",
    "publication": "publicatie",
    "party": "betrokkene",
    "person": "persoon",
    "capacity": "hoedanigheid",
    "guardianship": "gezag",
    "draft": "concept",
    "allegation": "gedraging",
    "evidence_item": "bewijsstuk",
    "evidence_content": "inhoud van een bewijsstuk",
    "custody_event": "overdracht van een bewijsstuk",
    "flow_run": "beslisroute",
    "answer": "antwoord",
    "qualification": "kwalificatie",
    "obligation": "plicht",
    "inspector_call": "gesprek met de vertrouwensinspecteur",
    "hearing": "horen",
    "measure": "maatregel",
    "letter": "brief",
    "sealed_paper": "papier van een definitieve brief",
    "delivery": "verzending",
    "dossier_entry": "stuk in een dossier",
    "audit_event": "regel van het logboek",
    "rule_pack": "regelset",
    "setting": "instelling",
    "school": "gegevens van de school",
    "vault_info": "kenmerk van de kluis",
}


def listing(paths: Path | Sequence[Path], vault_id: str | None = None) -> tuple[BackupRow, ...]:
    """The backups in these folders, newest first; places that cannot be reached are left out."""
    folders = [paths] if isinstance(paths, Path) else list(paths)
    rows = []
    for folder in folders:
        with contextlib.suppress(StoreError):
            rows += [_listed_row(item) for item in backup_folder.listing(Path(folder), vault_id)]
    oldest = datetime.min.replace(tzinfo=UTC)
    rows.sort(
        key=lambda row: row.made_at or oldest, reverse=True
    )  # stable: of one moment the last written first
    return tuple(rows)


def inspect(path: Path, secret: Secret | None = None, *, kdf: Kdf = DEFAULT_KDF) -> BackupRow:
    """Every byte of one backup examined; with a secret also what its maker sealed. Raises DeskError."""
    with told():
        sound = container.read(newest(path))
        counts: dict[str, int] = {}
        if secret is not None:
            vault_key = keys.unwrap(container.key_file_of(sound), secret, bounds=kdf.bounds)
            sub = keys.sub_keys(vault_key, sound.manifest.vault_id)
            counts = dict(container.unseal(sound.manifest, sub.backup)["counts"])
    manifest = sound.manifest
    return BackupRow(
        path=newest(path),
        made_at=manifest.made_at,
        size=newest(path).stat().st_size,
        vault_id=manifest.vault_id,
        good=True,
        words="Alle controlegetallen kloppen." + ("" if secret is None else " Het zegel is van deze kluis."),
        sha256=sound.sha256,
        verified=secret is not None,
        counts=counts,
        before_update=manifest.kind == BEFORE_MIGRATION,
    )


@contextmanager
def _of_that_time() -> Iterator[None]:
    """Whoever chose another passphrase since then types the new one first."""
    try:
        yield
    except StoreError as error:
        if error.fault is not Fault.WRONG_PASSPHRASE:
            raise
        raise WrongPassphrase(
            "Deze wachtzin opent deze reservekopie niet.",
            faults.UNHARMED,
            "Gebruik de wachtzin van toen de kopie werd gemaakt, of het herstelblad.",
        ) from None


def restore(
    backup: Path,
    to: Path,
    secret: Secret | None = None,
    *,
    progress: Progress | None = None,
    cancel: Event | None = None,
    clock: Clock = system_clock,
    kdf: Kdf = DEFAULT_KDF,
    anchors: Path | None = None,
) -> RestoreReport:
    """Put a backup back. `backup` is a file, or a folder: then the newest in it that is whole.

    The vault that is at `to` stays beside it under another name. With a secret everything is opened and compared
    first; without one only the hashes are, and the report says so. Raises DeskError; then nothing changed.
    """
    at = clock()
    folder = anchors or places.anchor_folder()
    with told(), _of_that_time():
        done = putting.put_back(
            newest(backup),
            to,
            secret,
            at=wording.to_local(at),
            bounds=kdf.bounds,
            anchors=folder,
            progress=progress or quiet,
            stopped=cancel.is_set if cancel else never,
        )
    if secret is not None:
        with told():
            vault = database.open(done.path, secret, kdf=kdf, anchors=folder)
        try:
            with told(), vault.write() as session:
                vault.log(
                    session,
                    at=at,
                    actor="",
                    action="restored",
                    subject="vault",
                    detail={"made_at": done.manifest.made_at.isoformat(), "sha256": done.sha256},
                )
        finally:
            vault.close()
    counts = dict(done.contents.counts) if done.contents else {}
    return RestoreReport(
        path=done.path,
        kept=done.kept,
        rows=sum(counts.values()),
        made_at=done.manifest.made_at,
        verified=done.contents is not None,
        sha256=done.sha256,
        counts=counts,
        words=_restored_words(done),
    )


def bring_back_keys(backup: Path, path: Path) -> None:
    """The key file out of a backup, for a vault whose key file and its copy are lost or damaged."""
    with told():
        putting.key_file_from(newest(backup), path)


def newest(path: Path) -> Path:
    if not path.is_dir():
        return path
    for row in listing(path):
        if row.good:
            return row.path
    raise StoreError(Fault.NO_BACKUP)


def recover(
    path: Path,
    secret: Secret,
    to: Path,
    *,
    progress: Progress | None = None,
    clock: Clock = system_clock,
    kdf: Kdf = DEFAULT_KDF,
    anchors: Path | None = None,
) -> SalvageReport:
    """All that can be read of a damaged vault, in a new one at `to`; the damaged one stays as it is.

    Names what was lost by kind, row and case, never what stood in it. Raises DeskError; then nothing is at `to`.
    """
    at, folder = clock(), anchors or places.anchor_folder()
    with told():
        done = salvage.salvage(
            path,
            secret,
            to,
            at=at,
            product_version=twijs_desk.__version__,
            bounds=kdf.bounds,
            progress=progress or quiet,
        )
        vault = database.open(done.path, secret, kdf=kdf, anchors=folder)
        try:
            with vault.write() as session:
                vault.log(
                    session,
                    at=at,
                    actor="",
                    action="salvaged",
                    subject="vault",
                    detail={"rows_lost": len(done.losses), "pages": list(done.pages)[:100]},
                )
            if vault.lapse:
                vault.accept_lapse()
        finally:
            vault.close()
    losses = tuple(_loss_row(loss) for loss in done.losses)
    return SalvageReport(
        path=done.path,
        rows=sum(done.counts.values()),
        pages=done.pages,
        losses=losses,
        words=_salvage_words(done, losses),
    )


def _loss_row(loss: salvage.Loss) -> LossRow:
    name = _TABLES.get(loss.table, loss.table)
    where = f" van zaak {loss.case_number}" if loss.case_number else ""
    if loss.why == "chain":
        words = f"Het logboek sluit niet meer vanaf regel {loss.row_id}: daar ontbreken regels."
    elif loss.why == "dangling":
        words = f"Bewaard, maar verwijst naar iets dat verloren is: {name} ({loss.row_id})."
    else:
        words = f"Verloren: {name}{where}" + (f" ({loss.row_id})." if loss.row_id else ".")
    return LossRow(loss.table, loss.row_id, loss.case_number, loss.why, words)


def _salvage_words(done: salvage.Salvaged, losses: tuple[LossRow, ...]) -> str:
    words = f"De nieuwe kluis heeft {sum(done.counts.values())} rijen: {done.path.name}."
    if not losses:
        return f"{words} Er is niets verloren gegaan."
    gone = sum(1 for loss in losses if loss.why == "gone")
    return (
        f"{words} {gone} {'rij was' if gone == 1 else 'rijen waren'} niet te lezen. De beschadigde kluis is niet "
        "veranderd. Leg de lijst van verliezen naast uw nieuwste reservekopie."
    )


def _listed_row(item: backup_folder.Listed) -> BackupRow:
    if item.manifest is None:
        error = faults.as_desk_error(StoreError(item.fault or Fault.BACKUP_DAMAGED))
        return BackupRow(item.path, None, item.size, "", False, error.happened)
    manifest = item.manifest
    return BackupRow(
        path=item.path,
        made_at=manifest.made_at,
        size=item.size,
        vault_id=manifest.vault_id,
        good=True,
        before_update=manifest.kind == BEFORE_MIGRATION,
    )


def _restored_words(done: putting.Restored) -> str:
    words = f"De reservekopie van {wording.moment(done.manifest.made_at)} is teruggezet."
    if done.contents is None:
        words += " Alleen de controlegetallen zijn vergeleken; of de inhoud klopt, blijkt bij het openen."
    else:
        words += " De inhoud is geopend en klopt."
    if done.kept:
        words += f" De vorige kluis staat er nog: {done.kept[0].name}."
    return words


def as_error(error: StoreError) -> DeskError:
    """What goes wrong here, in Dutch: about copies, not about something that was being saved."""
    if error.fault is Fault.DISK_FULL:
        return DeskError(
            "De schijf van de kluis is te vol: hiervoor is tijdelijk zo veel ruimte nodig als de kluis groot is.",
            "De kluis is niet gewijzigd en er is niets half achtergebleven.",
            "Maak ruimte vrij en probeer het opnieuw.",
        )
    return faults.as_desk_error(error)


@contextmanager
def told() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise as_error(error) from error


def quiet(step: str, part: float) -> None:
    del step, part


def never() -> bool:
    return False
