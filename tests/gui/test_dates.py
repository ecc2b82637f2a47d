"""A day that was chosen is the day that is kept, also around midnight and wherever the computer thinks it is."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from twijs_desk.casework.rows import FieldView
from twijs_desk.gui.pages.call_report import CallReport
from twijs_desk.gui.pages.letter_blocks import FieldBox
from twijs_desk.gui.widgets import DateField, MomentField

NOW = datetime(2026, 11, 27, 14, 5)  # noqa: DTZ001 - a Dutch clock time, as pages suggest it


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_day_does_not_move_with_the_zone(qtbot, hour: int) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.suggest(datetime(2026, 11, 27, hour, 10))  # noqa: DTZ001 - a Dutch clock time
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.day() == date(2026, 11, 27)


def test_letter_keeps_the_day_and_the_clock_time(qtbot) -> None:
    for kind, value in (("date", "2026-11-27"), ("moment", "2026-11-27T08:15")):
        field = FieldView("x", "Wanneer?", kind, value, required=True)
        box = FieldBox(field, NOW)
        qtbot.addWidget(box)
        assert box.value() == value


def test_clock_time_without_zone_is_dutch(qtbot) -> None:
    field = MomentField()
    qtbot.addWidget(field)
    field.set_moment(NOW)
    assert field.moment() == datetime(2026, 11, 27, 13, 5, tzinfo=UTC)


def test_call_keeps_the_moment_of_the_next_step(qtbot) -> None:
    report = CallReport()
    qtbot.addWidget(report)
    report.follow_up.set_moment(datetime(2026, 11, 27, 13, 5, tzinfo=UTC))
    assert report.value().follow_up_at == datetime(2026, 11, 27, 13, 5, tzinfo=UTC)
