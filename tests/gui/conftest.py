"""Screens are tested offscreen, on a real encrypted vault, with Qt messages as failures and no thread left."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from door_kit import cheap
from gui_kit import PASSPHRASE, a_school, fast_kdf, fill
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from twijs_desk.casework import desk as desks
from twijs_desk.gui.background import Background, worker_threads
from twijs_desk.gui.session import Session
from twijs_desk.gui.theme import Theme
from twijs_desk.gui.widgets import FocusRing

AT = datetime(2026, 11, 23, 13, 5, 12, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plugin says of every window that it has no window manager to tell sizes to."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True))


@pytest.fixture(scope="session", autouse=True)
def look(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Theme:
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(tmp_path_factory.mktemp("settings")))
    FocusRing(qapp)
    return Theme(qapp, "light")


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    yield
    assert worker_threads() == []


@pytest.fixture(autouse=True)
def empty_clipboard(look: Theme) -> Iterator[None]:
    """A QMimeData made in Python may not outlive the interpreter (it crashes PySide on the way out)."""
    yield
    QApplication.clipboard().clear()


@pytest.fixture
def vault_path(tmp_path: Path) -> Path:
    return tmp_path / "kluis" / "school.kluis"


@pytest.fixture
def desk(vault_path: Path) -> Iterator[desks.Desk]:
    """An empty desk."""
    vault_path.parent.mkdir(parents=True)
    school, profile = a_school()
    opened = desks.create(
        vault_path, PASSPHRASE, school=school, profile=profile, clock=lambda: AT, kdf=fast_kdf()
    )
    yield opened
    opened.close()


@pytest.fixture
def full_desk(desk: desks.Desk) -> desks.Desk:
    """A desk with a few cases, people and a draft."""
    fill(desk)
    return desk


@pytest.fixture
def school_vault(vault_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed vault with a few cases, and a cheap key for opening and making."""
    vault_path.parent.mkdir(parents=True)
    school, profile = a_school()
    opened = desks.create(vault_path, PASSPHRASE, school=school, profile=profile, kdf=fast_kdf())
    fill(opened)
    opened.close()
    cheap(monkeypatch)
    return vault_path


@pytest.fixture
def session(school_vault: Path, qtbot) -> Iterator[Session]:
    made = Session(Background(), school_vault)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
