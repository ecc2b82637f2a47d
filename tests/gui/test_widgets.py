"""Building blocks: what a screen reader hears, and how they behave under the hand."""

from datetime import UTC, date, datetime

import pytest
from gui_kit import settle
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from twijs_desk.gui.background import Immediately
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import (
    Card,
    Chip,
    ChoiceField,
    ChoiceRow,
    DateField,
    LineField,
    MomentField,
    SaveState,
    SourceLink,
    Text,
    TextField,
    due_chip,
    labelled,
    level_badge,
    primary,
)

OPTIONS = [("lesson", "Tijdens de les"), ("work", "Onder werktijd"), ("unknown", "Weet ik nog niet")]


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def test_roles_are_what_they_look_like(qtbot) -> None:
    row = ChoiceRow("In welke tijd?", OPTIONS)
    qtbot.addWidget(row)
    badge, button = level_badge("must"), primary("Vastleggen", "plus")
    for widget in (badge, button):
        qtbot.addWidget(widget)
    assert role(row.choices[0]) == QAccessible.Role.RadioButton
    assert role(badge) == QAccessible.Role.StaticText
    assert role(button) == QAccessible.Role.Button
    assert badge.accessibleName() == "Moet"
    assert button.accessibleName() == "Vastleggen"


@pytest.mark.parametrize(
    ("level", "words"),
    [("must", "Moet"), ("may", "Mag"), ("barred", "Kan niet"), ("required", "Moet"), ("allowed", "Mag")],
)
def test_every_level_has_its_own_words_and_shape(level: str, words: str, qtbot) -> None:
    badge = level_badge(level)
    qtbot.addWidget(badge)
    assert badge.text() == words
    others = [level_badge(each) for each in ("must", "may", "barred") if level_badge(each).text() != words]
    assert all(
        (each._look.icon, each._look.shape) != (badge._look.icon, badge._look.shape) for each in others
    )


def test_deadline_chips_differ_without_colour() -> None:
    icons = {due_chip(state, "x")._icon_name() for state in ("overdue", "today", "soon", "done")}
    assert len(icons) == 4


def test_a_choice_is_made_by_mouse_anywhere_and_by_arrow(qtbot) -> None:
    row = ChoiceRow("In welke tijd?", OPTIONS)
    qtbot.addWidget(row)
    with qtbot.waitExposed(row):
        row.show()
    row.activateWindow()
    heard: list[str] = []
    row.changed.connect(heard.append)
    right = row.choices[0].rect().topRight()
    QTest.mouseClick(row.choices[0], Qt.MouseButton.LeftButton, pos=right)
    row.choices[0].setFocus()
    QTest.keyClick(row.choices[0], Qt.Key.Key_Right)
    assert heard == ["lesson", "work"]
    row.set_value("unknown")
    assert (row.value(), heard) == ("unknown", ["lesson", "work"])
    row.set_value("")
    assert row.value() == ""


def test_a_label_belongs_to_its_field(qtbot) -> None:
    field = LineField()
    box = labelled("Naam", field, "zoals onder een brief")
    qtbot.addWidget(box)
    assert field.accessibleName() == "Naam"
    assert field.accessibleDescription() == "zoals onder een brief"
    assert box.findChildren(QLabel)[0].buddy() is field


def test_tab_leaves_a_text_and_the_wheel_changes_no_choice(qtbot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    text, choice = TextField(), ChoiceField(OPTIONS)
    column.addWidget(text)
    column.addWidget(choice)
    with qtbot.waitExposed(box):
        box.show()
    box.activateWindow()
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_Tab)
    assert text.toPlainText() == ""
    assert choice.hasFocus()
    assert choice.value() == "lesson"


def test_a_moment_keeps_dutch_time_over_the_change_of_the_clock(qtbot) -> None:
    field = MomentField()
    qtbot.addWidget(field)
    for moment in (
        datetime(2026, 11, 23, 13, 5, tzinfo=UTC),
        datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    ):
        field.set_moment(moment)
        assert field.moment() == moment
    assert "29 maart 2026" in field.text()
    day = DateField()
    qtbot.addWidget(day)
    day.set_day(date(2026, 11, 30))
    assert day.day() == date(2026, 11, 30)
    day.set_day(None)
    assert day.day() is None


def test_names_with_markup_are_shown_as_typed(qtbot) -> None:
    name = "<b>Jan</b> van der Kooij-de Bruijn 😀 محمد"
    label = Text(name)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == name


def test_what_is_saved_is_said_in_dutch_time(qtbot) -> None:
    state = SaveState()
    qtbot.addWidget(state)
    state.saved(datetime(2026, 11, 23, 13, 5, 12, tzinfo=UTC), "Concept bewaard om", seconds=True)
    assert state.accessibleName() == "Concept bewaard om 14:05:12"


def test_a_source_link_says_what_is_unsure(qtbot) -> None:
    link = SourceLink("S3", "protocol S3", unsure=True)
    qtbot.addWidget(link)
    assert "nog te bevestigen" in link.text()
    with qtbot.waitSignal(link.asked) as asked:
        link.click()
    assert asked.args == ["S3"]


def test_a_card_is_as_high_as_its_wrapped_words(qtbot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    card = Card("Titel")
    words = Text("Een lange zin die over meer regels loopt dan er eerst leken te zijn. " * 6)
    card.add(words)
    column.addWidget(card)
    column.addStretch(1)
    box.resize(320, 900)
    box.show()
    settle()
    assert words.height() >= words.heightForWidth(words.width())
    assert card.height() < 700


def test_a_page_tells_expected_trouble_in_place_with_a_way_on(qtbot) -> None:
    from twijs_desk.casework.errors import DeskError

    page = Page(None, Immediately())
    qtbot.addWidget(page)
    page.show()

    def trouble() -> None:
        raise DeskError("De schijf is vol.", "Uw tekst staat nog op het scherm.", "Maak ruimte vrij.")

    page.run(trouble, lambda _none: None)
    assert page.message.isVisible()
    assert "De schijf is vol." in page.message.accessibleName()
    pressed: list[int] = []
    page.tell("warn", "Er ontbreekt iets.", (("Ga erheen", lambda: pressed.append(1)),))
    button = next(each for each in page.message.findChildren(QWidget) if each.accessibleName() == "Ga erheen")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [1]


def test_a_chip_may_change_its_words(qtbot) -> None:
    chip = Chip("Vandaag, nog 1 min", "today")
    qtbot.addWidget(chip)
    before = chip.sizeHint().width()
    chip.set_chip("Te laat", "overdue")
    assert chip.accessibleName() == "Te laat"
    assert chip.sizeHint().width() < before
