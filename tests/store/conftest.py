"""Real encrypted vaults, each in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from vault_kit import AT, FAST, PASSPHRASE

from twijs_desk.store import database
from twijs_desk.store.database import Vault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "school.twijs"


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    vault = database.create(path, PASSPHRASE, at=AT, product_version="0.1.0", kdf=FAST)
    yield vault
    assert vault._engine.pool.checkedout() == 0, "a transaction was left open"
    vault.close()
