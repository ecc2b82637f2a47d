"""What the tests of the door build on: the right passphrase typed, and a key that costs nothing."""

from typing import TYPE_CHECKING

import pytest
from gui_kit import PASSPHRASE, fast_kdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from twijs_desk.casework import desk as desks
from twijs_desk.gui.session import Session

if TYPE_CHECKING:
    from twijs_desk.casework.access import RecoverySheet
    from twijs_desk.gui.recovery import CodeFields


def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("open", "create"):
        defaults = dict(getattr(desks, name).__kwdefaults__, kdf=fast_kdf())
        monkeypatch.setattr(getattr(desks, name), "__kwdefaults__", defaults)


def unlock(session: Session, qtbot, passphrase: str = PASSPHRASE) -> None:
    assert session.unlock_view is not None
    QTest.keyClicks(session.unlock_view.form.passphrase, passphrase)
    QTest.keyClick(session.unlock_view.form.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: session.main is not None or session.unlock_view.form.wrong.isVisible(), timeout=10_000
    )


def cheap_restore(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same cheap key for a recovery sheet and for putting a backup back."""
    from twijs_desk.casework import access, backups, moving

    cheap_ones = (
        access.open_with_recovery,
        backups.restore,
        backups.inspect,
        backups.recover,
        moving.move_here,
    )
    for function in cheap_ones:
        defaults = dict(function.__kwdefaults__, kdf=fast_kdf())
        monkeypatch.setattr(function, "__kwdefaults__", defaults)


def type_code(fields: "CodeFields", sheet: "RecoverySheet") -> None:
    for field, line in zip(fields.lines, sheet.code, strict=True):
        field.setText(line)
