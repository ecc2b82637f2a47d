"""Looking after a vault as a whole: is everything in it still what it was?"""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from twijs_desk.casework import desk as desks
from twijs_desk.casework import faults, places
from twijs_desk.casework.errors import DeskError
from twijs_desk.store import audit, database
from twijs_desk.store.check import Finding, FindingKind, behind, check, warnings
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.keys import DEFAULT_KDF, Kdf, Secret
from twijs_desk.store.models import Setting

_TOLD = {
    FindingKind.PAGE: "een bladzijde van het bestand is beschadigd",
    FindingKind.STRUCTURE: "de opbouw van het bestand klopt niet",
    FindingKind.REFERENCE: "een gegeven verwijst naar iets dat er niet is",
    FindingKind.AUDIT: "het logboek sluit niet op elkaar aan",
    FindingKind.LETTER: "een definitieve brief klopt niet met zijn zegel",
    FindingKind.RULES: "een bewaarde regelset klopt niet met zijn controlegetal",
    FindingKind.EVIDENCE: "een bewijsstuk klopt niet met zijn controlegetal",
    FindingKind.TRIGGER: "een beveiliging tegen wijzigen ontbreekt",
    FindingKind.TABLES: "een tabel is anders dan deze versie hem maakt",
    FindingKind.KEY_FILE: "het sleutelbestand of de kopie ervan klopt niet",
    FindingKind.UNREADABLE: "een onderdeel kon niet worden gelezen",
    FindingKind.AFFECTED: "op een beschadigde bladzijde staan gegevens",
    FindingKind.DESTRUCTION: "een verklaring van vernietiging is later gewijzigd",
    FindingKind.ANCHOR: "de kluis is ouder dan, of anders dan, wat hier het laatst open was",
    FindingKind.RECOVERY: "er is geen herstelblad voor deze kluis",
    FindingKind.PERMISSIONS: "een andere gebruiker van deze computer mag bij een bestand van de kluis",
}
_BROKEN = {
    "gap": "er ontbreekt een regel",
    "link": "de regel sluit niet aan op die ervoor",
    "edited": "de regel is gewijzigd",
    "unreadable": "de regel is onleesbaar",
}
_NOT_TOUCHED = {FindingKind.PAGE, FindingKind.STRUCTURE, FindingKind.UNREADABLE}
"""A vault with these is left as it is: not even a line in the log."""


@dataclass(frozen=True, slots=True)
class VaultFinding:
    kind: str
    text: str
    subject: str
    subject_id: str
    detail: str


@dataclass(frozen=True, slots=True)
class VaultReport:
    """`findings` are faults; `warnings` leave the vault whole, yet less protected than it should be."""

    vault_id: str
    audit_lines: int
    audit_head: str
    findings: tuple[VaultFinding, ...]
    warnings: tuple[VaultFinding, ...] = ()
    beside: bool = False
    """Another program had the vault open: this one only looked, and wrote nothing in the log."""

    @property
    def ok(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class LogReport:
    """Whether the log of a vault holds, and the first link where it does not."""

    vault_id: str
    lines: int
    head: str
    first_broken: int | None
    reason: str
    text: str
    notice: str

    @property
    def ok(self) -> bool:
        return self.first_broken is None and not self.notice


def examine(
    path: Path,
    secret: Secret,
    *,
    clock: desks.Clock = desks.system_clock,
    kdf: Kdf = DEFAULT_KDF,
    anchors: Path | None = None,
) -> VaultReport:
    """Check file, references, log, sealed letters, evidence, rules, key files, anchor and rights, and log that.

    Beside a running program it only looks. Raises DeskError when the vault cannot be opened.
    """
    with _opened(path, secret, clock, kdf, anchors) as vault:
        found = [*check(vault), *behind(vault)]
        noted = warnings(vault)
        if any(item.detail == Fault.DISK_FULL for item in found):
            raise DeskError(
                "De schijf is vol; de controle kon niet worden afgemaakt.",
                "De kluis is niet gewijzigd.",
                "Maak ruimte vrij en controleer opnieuw.",
            )
        if vault.held and not _NOT_TOUCHED & {item.kind for item in found}:
            _log_checked(vault, clock, len(found), len(noted))
        with vault.read() as session:
            chain = audit.verify(session, vault.audit_key)
        return VaultReport(
            vault_id=vault.vault_id,
            audit_lines=chain.count,
            audit_head=chain.last_mac,
            findings=tuple(_told(item) for item in found),
            warnings=tuple(_told(item) for item in noted),
            beside=not vault.held,
        )


def verify_log(
    path: Path,
    secret: Secret,
    *,
    clock: desks.Clock = desks.system_clock,
    kdf: Kdf = DEFAULT_KDF,
    anchors: Path | None = None,
) -> LogReport:
    """Walk the chain of the log from the first line, and hold its end against the anchor. Changes nothing."""
    with _opened(path, secret, clock, kdf, anchors, lock=False) as vault:
        with vault.read() as session:
            chain = audit.verify(session, vault.audit_key)
        why = _BROKEN.get(chain.reason, "de regel klopt niet")
        text = (
            f"Alle {chain.count} regels sluiten op elkaar aan."
            if chain.ok
            else f"Bij regel {chain.first_broken_seq} breekt het logboek: {why}."
        )
        return LogReport(
            vault_id=vault.vault_id,
            lines=chain.count,
            head=chain.last_mac,
            first_broken=chain.first_broken_seq,
            reason=chain.reason,
            text=text,
            notice=desks.lapse_notice(vault.lapse) if vault.lapse else "",
        )


@contextmanager
def _opened(
    path: Path,
    secret: Secret,
    clock: desks.Clock,
    kdf: Kdf,
    anchors: Path | None,
    *,
    lock: bool = True,
) -> Iterator[database.Vault]:
    """The vault itself, without a desk: a desk cannot sit down at a vault that is damaged in the wrong place."""
    kept = anchors or places.anchor_folder()
    with desks.trying(path, secret, clock), faults.told():
        try:
            vault = database.open(path, secret, kdf=kdf, lock=lock, anchors=kept)
        except StoreError as error:
            if not lock or error.fault is not Fault.IN_USE:
                raise
            vault = database.open(path, secret, kdf=kdf, lock=False, anchors=kept)
    try:
        with faults.told():
            yield vault
    finally:
        vault.close()


def _log_checked(vault: database.Vault, clock: desks.Clock, faults_found: int, warned: int) -> None:
    with contextlib.suppress(StoreError), vault.write() as session:  # full or read-only: the check stands
        profile = session.get(Setting, "profile")
        value = profile.value if profile else {}
        vault.log(
            session,
            at=clock(),
            actor=str(value.get("name") or value.get("function") or ""),
            action="vault_checked",
            subject="vault",
            detail={"faults": faults_found, "warnings": warned},
        )


def _told(item: Finding) -> VaultFinding:
    return VaultFinding(str(item.kind), _TOLD[item.kind], item.subject, item.subject_id, item.detail)
