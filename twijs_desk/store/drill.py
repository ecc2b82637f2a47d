"""The drill: a backup put back in a sandbox and compared, as if the computer were lost."""

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from twijs_desk.store import container, restore
from twijs_desk.store.container import Manifest
from twijs_desk.store.contents import Contents
from twijs_desk.store.database import Vault
from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.keys import KeyFile
from twijs_desk.store.models import METADATA

_LINES = METADATA.tables["audit_event"]


@dataclass(frozen=True)
class Drilled:
    manifest: Manifest
    contents: Contents


def drill(
    vault: Vault,
    backup: Path,
    vault_key_of: Callable[[KeyFile], bytes],
    *,
    progress: Callable[[str, float], None],
    stopped: Callable[[], bool],
) -> Drilled:
    """The backup out of its container into a temporary file beside the vault, opened and compared with its seal.

    `vault_key_of` opens the key file that is in the backup. Nothing of the sandbox stays: it is encrypted too,
    and the next start clears away one that was cut off.
    """
    sandbox = vault.path.with_name(f"{vault.path.name}.{secrets.token_hex(4)}.tmp")
    try:
        sound = restore.stage(backup, sandbox, progress=progress, stopped=stopped)
        if sound.manifest.vault_id != vault.vault_id:
            raise StoreError(Fault.OTHER_VAULT, "backup")
        progress("open", 0.5)
        vault_key = vault_key_of(container.key_file_of(sound))
        contents = restore.compare(sandbox, sound.manifest, vault_key, thorough=True, stopped=stopped)
        with vault.read() as session:
            found = session.execute(
                sa.select(_LINES.c.mac).where(_LINES.c.seq == contents.audit_seq)
            ).scalar()
        if contents.audit_seq and found != contents.audit_mac:
            raise StoreError(Fault.BACKUP_DIFFERS, "of another history")
        if contents.flaws:
            raise StoreError(Fault.BACKUP_DIFFERS, ", ".join(contents.flaws))
    finally:
        with contextlib.suppress(OSError):
            sandbox.unlink(missing_ok=True)
    progress("done", 1.0)
    return Drilled(sound.manifest, contents)
