"""Looking after a vault as a whole: is everything in it still what it was?"""

from dataclasses import dataclass
from pathlib import Path

from twijs_desk.casework import faults, places
from twijs_desk.casework.errors import DeskError
from twijs_desk.store import audit, database
from twijs_desk.store.check import FindingKind, check
from twijs_desk.store.errors import Fault
from twijs_desk.store.keys import DEFAULT_KDF, Kdf

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
}


@dataclass(frozen=True, slots=True)
class VaultFinding:
    kind: str
    text: str
    subject: str
    subject_id: str
    detail: str


@dataclass(frozen=True, slots=True)
class VaultReport:
    vault_id: str
    audit_lines: int
    audit_head: str
    findings: tuple[VaultFinding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings


def examine(
    path: Path, passphrase: str, *, kdf: Kdf = DEFAULT_KDF, anchors: Path | None = None
) -> VaultReport:
    """Check pages, structure, references, log, sealed letters and evidence. Raises DeskError when it cannot open."""
    with faults.told():
        vault = database.open(
            path, passphrase, kdf=kdf, lock=False, anchors=anchors or places.anchor_folder()
        )
        try:
            found = check(vault)
            with vault.read() as session:
                chain = audit.verify(session, vault.audit_key)
        finally:
            vault.close()
    if any(item.detail == Fault.DISK_FULL for item in found):
        raise DeskError(
            "De schijf is vol; de controle kon niet worden afgemaakt.",
            "De kluis is niet gewijzigd.",
            "Maak ruimte vrij en controleer opnieuw.",
        )
    return VaultReport(
        vault_id=vault.vault_id,
        audit_lines=chain.count,
        audit_head=chain.last_mac,
        findings=tuple(
            VaultFinding(str(item.kind), _TOLD[item.kind], item.subject, item.subject_id, item.detail)
            for item in found
        ),
    )
