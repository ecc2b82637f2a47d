"""The shell and what holds for every page: names, keyboard, size, history, palette, titles."""

from collections.abc import Iterator

import pytest
from gui_kit import controls, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QWidget

from twijs_desk.casework import cases, people
from twijs_desk.casework.desk import Desk
from twijs_desk.gui.background import Immediately
from twijs_desk.gui.focus_spot import find_field
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.gui.pages.overview import next_step
from twijs_desk.gui.palette import Palette
from twijs_desk.gui.theme import Theme

CONTEXTS = {
    "overview": {},
    "incident": {},
    "cases": {},
    "letters": {},
    "settings": {},
    "dossiers": {},
    "log": {},
    "protocol": {},
    "case": {"case_id": ""},
    "route": {"case_id": ""},
    "call": {"case_id": ""},
    "dossier": {"person_id": ""},
}
OPEN_WITHOUT_CASE = ("overview", "incident", "cases", "letters", "settings", "dossiers", "log", "protocol")


@pytest.fixture
def window(full_desk: Desk, qtbot) -> Iterator[MainWindow]:
    made = MainWindow(full_desk, Immediately())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def context_of(name: str, desk: Desk) -> dict[str, str]:
    context = dict(CONTEXTS[name])
    if "case_id" in context:
        context["case_id"] = cases.listing(desk)[0].id
    if "person_id" in context:
        context["person_id"] = people.listing(desk)[0].id
    return context


@pytest.mark.parametrize("name", CONTEXTS)
def test_every_control_says_what_it_is(window: MainWindow, full_desk: Desk, name: str) -> None:
    window.open(name, context_of(name, full_desk))
    settle()
    nameless = [
        (type(each).__name__, each.objectName())
        for each in controls(window)
        if not (each.accessibleName() or getattr(each, "text", str)()) and not isinstance(each, QScrollBar)
    ]
    assert nameless == []


@pytest.mark.parametrize("name", CONTEXTS)
def test_every_control_is_reached_with_tab(window: MainWindow, full_desk: Desk, name: str, qtbot) -> None:
    window.open(name, context_of(name, full_desk))
    window.activateWindow()
    settle()
    wanted = {
        each
        for each in controls(window)
        if each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus and not _later_radio(each)
    }
    reached: set[QWidget] = set()
    for _ in range(len(wanted) * 2 + 20):
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(focus)
        QTest.keyClick(focus or window, Qt.Key.Key_Tab)
    missed = [(type(each).__name__, each.accessibleName()) for each in wanted - reached]
    assert missed == []


def _later_radio(widget: QWidget) -> bool:
    """Tab enters a group of choices once; the arrows go through it."""
    group = getattr(widget, "group", lambda: None)()
    if group is None or not group.exclusive():
        return False
    return widget is not (group.checkedButton() or group.buttons()[0]) or group.checkedButton() is not None


@pytest.mark.parametrize("name", CONTEXTS)
@pytest.mark.parametrize("size", [(1366, 768), (1366, 700), (960, 600)], ids=str)
def test_nothing_is_wider_than_the_window(window: MainWindow, full_desk: Desk, name: str, size) -> None:
    window.open(name, context_of(name, full_desk))
    window.resize(*size)
    settle()
    assert (window.width(), window.height()) == size
    page = window.current_page()
    if page.scroller is not None:
        assert page.scroller.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("name", OPEN_WITHOUT_CASE)
def test_what_users_typed_stays_plain_text(window: MainWindow, name: str) -> None:
    window.open(name)
    settle()
    rich = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.text() and label.textFormat() != Qt.TextFormat.PlainText
    ]
    assert rich == []


def test_the_title_names_nobody(window: MainWindow, full_desk: Desk) -> None:
    for name in OPEN_WITHOUT_CASE:
        window.open(name)
        assert window.windowTitle() == "TWijs Desk"


def test_shortcuts_open_places_and_alt_left_goes_back(window: MainWindow, qtbot) -> None:
    window.activateWindow()
    qtbot.waitActive(window)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page().name == "cases"
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page().name == "incident"
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.current_page().name == "cases"
    with qtbot.waitSignal(window.lock_asked):
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_a_page_is_made_when_it_is_first_shown(window: MainWindow) -> None:
    assert set(window._pages) == {"overview"}
    first = window.page("cases")
    assert window.page("cases") is first


def test_the_rail_folds_below_1200_and_keeps_its_names(window: MainWindow) -> None:
    assert window.form.rail.width() == 192
    window.resize(1100, 700)
    settle()
    assert window.form.rail.width() == 56
    assert window.rail.buttons["cases"].accessibleName() == "Zaken"
    assert "Zaken" in window.rail.buttons["cases"].toolTip()


def test_the_palette_finds_actions_cases_and_people(window: MainWindow, qtbot) -> None:
    window.activateWindow()
    window.show_palette()
    palette = window.findChild(Palette)
    palette.field.setText("instel")
    assert palette.list.item(0).text() == "Instellingen"
    palette.field.setText("hofstede")
    qtbot.waitUntil(lambda: palette.list.count() == 2)
    texts = [palette.list.item(row).text() for row in range(2)]
    assert any(text.startswith("2026-") for text in texts)
    assert any("R. Hofstede" in text for text in texts)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current_page().name == "case")


def test_escape_closes_the_palette_and_gives_the_keyboard_back(window: MainWindow, qtbot) -> None:
    window.open("cases")
    field = window.current_page().filter
    field.setFocus()
    window.show_palette()
    palette = window.findChild(Palette)
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is field
    qtbot.waitUntil(lambda: window.findChild(Palette) is None)


def test_the_focus_ring_follows_the_keyboard_only(window: MainWindow, qtbot) -> None:
    window.activateWindow()
    qtbot.waitActive(window)
    window.open("cases")
    settle()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    target = QApplication.focusWidget()
    rings = [each for each in window.findChildren(QWidget, "focus_ring") if each.isVisible()]
    assert len(rings) == 1
    corner = target.mapTo(rings[0].parentWidget(), target.rect().topLeft())
    assert (rings[0].x(), rings[0].y()) == (corner.x() - 4, corner.y() - 4)
    assert rings[0].width() == target.width() + 8


def test_the_overview_counts_what_is_due_and_opens_the_next_step(
    window: MainWindow, full_desk: Desk, qtbot
) -> None:
    view = cases.overview(full_desk)
    due = sum(len(group.obligations) for group in view.groups if group.key in ("overdue", "today"))
    assert window.rail.buttons["overview"].accessibleName() == f"Overzicht, {due} te doen, huidige pagina"
    page = window.current_page()
    duty = view.groups[0].obligations[0]
    words, _icon, target, _context = next_step(duty)
    button = next(
        each for each in controls(page) if each.accessibleName().startswith(f"{words}: {duty.title}")
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.current_page().name == target)


def test_an_empty_overview_is_one_calm_line(desk: Desk, qtbot) -> None:
    window = MainWindow(desk, Immediately())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    settle()
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "Er is nu niets te doen" in texts
    assert not window.page("overview").drafts.isVisible()
    window.close()


def test_a_field_is_found_again_by_what_it_is_called(window: MainWindow) -> None:
    window.open("settings")
    form = window.page("settings").form
    assert find_field(window, ("QLineEdit", "BRIN", 0)) is form.brin
    assert find_field(window, ("QLineEdit", "Bestaat niet", 0)) is None


def test_settings_save_themselves_and_rename_the_school(window: MainWindow, full_desk: Desk, qtbot) -> None:
    window.open("settings")
    page = window.page("settings")
    page.form.school_name.setText("De Acht Sloten")
    QTest.keyClicks(page.form.brin, "1")
    window.open("overview")
    assert full_desk.school.name == "De Acht Sloten"
    assert window.school_label.text() == "De Acht Sloten"


def test_the_look_is_kept_and_holds_nothing_else(window: MainWindow, look: Theme) -> None:
    from twijs_desk.gui import theme

    window.open("settings")
    page = window.page("settings")
    page.look.choices[2].click()
    assert theme.is_dark()
    assert theme.saved_look() == "dark"
    page.look.choices[1].click()
    assert not theme.is_dark()
