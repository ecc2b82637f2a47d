"""The shipped pack and calendar, read once for all tests of this room."""

from __future__ import annotations

import pytest

from twijs_desk import assets
from twijs_desk.protocol.calendar import Calendar, load_calendar
from twijs_desk.protocol.load import load
from twijs_desk.protocol.model import Pack


@pytest.fixture(scope="session")
def pack_files() -> dict[str, str]:
    return assets.texts(assets.resource("protocol", "twijs-2022"))


@pytest.fixture(scope="session")
def pack(pack_files: dict[str, str]) -> Pack:
    return load(pack_files)


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return load_calendar(assets.texts(assets.resource("calendar")))
