"""The rules page: what is in use, reading a parcel in after a look, and looking ahead."""

from datetime import date
from pathlib import Path

import pytest
from gui_kit import settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from rule_kit import changed, parcel_file, texts, trusting, version

from twijs_desk.casework import desk as desks
from twijs_desk.casework import rulebooks
from twijs_desk.gui.background import Background, Immediately
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.gui.pages.rules import GroupList, PackCard, RulesPage
from twijs_desk.gui.widgets import Button, Chip, DateField, LineField, LinkButton, Text
from twijs_desk.protocol.changes import Group


@pytest.fixture
def post(tmp_path: Path) -> Path:
    folder = tmp_path / "post"
    folder.mkdir()
    return folder


@pytest.fixture
def window(qtbot, full_desk: desks.Desk) -> MainWindow:
    window = MainWindow(full_desk, Immediately())
    qtbot.addWidget(window)
    window.show()
    window.open("rules", {})
    return window


@pytest.fixture
def page(window: MainWindow) -> RulesPage:
    found = window.page("rules")
    assert isinstance(found, RulesPage)
    return found


def words(widget) -> str:
    settle()
    return " | ".join(text.text() for text in widget.findChildren(Text) if text.isVisibleTo(widget))


def cards(page: RulesPage) -> list[PackCard]:
    found = (page.list.itemAt(i).widget() for i in range(page.list.count()))
    return [card for card in found if isinstance(card, PackCard)]


def press(page: RulesPage, name: str) -> None:
    settle()
    (button,) = [b for b in page.findChildren(Button) if b.accessibleName() == name and b.isVisibleTo(page)]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle()


def test_the_page_names_the_rules_in_use_and_the_cases_that_keep_them(page: RulesPage) -> None:
    (card,) = cards(page)
    assert card.accessibleName().endswith(", in gebruik")
    assert "Zaken die deze regels houden (3)" in words(card)


def test_rules_are_trusted_looked_at_and_taken_into_use_with_the_keyboard(
    page: RulesPage, post: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    path = parcel_file(post)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    press(page, "Regels inlezen…")
    (name,) = page.findChildren(LineField)
    qtbot.waitUntil(name.hasFocus)
    press(page, "Vingerafdruk klopt: vertrouwen")
    assert "Vul in van wie deze sleutel is" in page.message.words.text()
    QTest.keyClicks(name, "Stichting Voorbeeld")
    press(page, "Vingerafdruk klopt: vertrouwen")
    assert "Dit is een andere regelset" in words(page)
    assert page.desk.pack.id == "twijs-2022"
    press(page, "In gebruik nemen")
    assert page.message.accessibleName().startswith("Gelukt")
    first, second = cards(page)
    assert "Stichting Voorbeeld" in words(first)
    assert first.accessibleName().endswith(", in gebruik")
    assert "Meegeleverd" in [chip.text() for chip in second.findChildren(Chip)]
    assert page.desk.pack.id == "voorbeeld-klein"


def test_not_doing_it_leaves_everything_as_it_was(page: RulesPage, post: Path) -> None:
    trusting(page.desk)
    page.look_at(parcel_file(post))
    assert "Dit verandert er" in words(page)
    press(page, "Niet doen")
    assert "Dit verandert er" not in words(page)
    assert page.desk.pack.id == "twijs-2022"
    page.look_at(parcel_file(post))
    page.leave()
    assert page.offer.count() == 0


def test_a_parcel_that_is_wrong_is_said_on_the_page(page: RulesPage, post: Path) -> None:
    path = parcel_file(post)
    path.write_bytes(path.read_bytes()[:-9])
    page.look_at(path)
    assert "Er is niets gewijzigd" in page.message.words.text()
    assert page.offer.count() == 0


def test_a_day_in_the_past_is_refused_and_the_offer_stays(page: RulesPage, post: Path) -> None:
    trusting(page.desk)
    page.look_at(parcel_file(post))
    day = next(field for field in page.findChildren(DateField) if field is not page.ahead_day)
    day.set_day(date(2026, 11, 1))
    press(page, "In gebruik nemen")
    assert "in het verleden" in page.message.words.text()
    assert "Dit verandert er" in words(page)
    day.set_day(date(2026, 12, 1))
    press(page, "In gebruik nemen")
    assert "Voor nieuwe zaken vanaf 1 december 2026" in words(page)
    assert page.desk.pack.id == "twijs-2022"


def test_looking_ahead_says_what_begins_and_what_stays(page: RulesPage, post: Path) -> None:
    press(page, "Bekijk")
    assert "Er verandert dan niets." in words(page.ahead)
    rulebooks.adopt(trusting(page.desk), parcel_file(post), date(2026, 11, 23))
    page.ahead_day.set_day(date(2028, 1, 1))
    press(page, "Bekijk")
    assert "Meld het ernstige voorval bij de inspectie’: geldt dan wel" in words(page.ahead)


def test_small_changes_are_said_in_words(page: RulesPage, post: Path) -> None:
    rulebooks.adopt(trusting(page.desk), parcel_file(post), date(2026, 11, 23))
    files = changed(version(texts(), "1.1"), "amount = 3, from", "amount = 2, from")
    files = changed(
        files, "praten=school_days:3:", "praten=school_days:2:"
    )  # what is stated apart moves along
    page.look_at(parcel_file(post, files))
    assert "de termijn is nu binnen 2 schooldagen" in words(page)


def test_a_long_group_unfolds(qtbot) -> None:
    found = GroupList([Group("Plichten", tuple(f"plicht {n}" for n in range(20)))])
    qtbot.addWidget(found)
    found.show()
    assert "plicht 6" not in words(found)
    (link,) = found.findChildren(LinkButton)
    link.click()
    assert "plicht 19" in words(found)


def test_the_protocol_page_leads_to_the_rules(window: MainWindow) -> None:
    window.open("protocol", {})
    window.page("protocol").rules_button.click()
    settle()
    assert window.current_page() is window.page("rules")


def test_the_proof_runs_beside_the_vault_and_a_page_that_was_left_gets_nothing(
    qtbot, full_desk: desks.Desk, post: Path
) -> None:
    trusting(full_desk)
    background = Background()
    window = MainWindow(full_desk, background)
    qtbot.addWidget(window)
    try:
        window.show()
        window.open("rules", {})
        page = window.page("rules")
        qtbot.waitUntil(lambda: page.list.count() == 1)
        page.look_at(parcel_file(post))
        qtbot.waitUntil(lambda: page.offer.count() == 1, timeout=20_000)
        window.open("protocol", {})
        qtbot.waitUntil(lambda: background.pending == 0, timeout=20_000)
        assert page.offer.count() == 0
        window.open("rules", {})
        page.look_at(parcel_file(post, version(texts(), "1.1")))
        page.leave()
        qtbot.waitUntil(lambda: background.pending == 0, timeout=20_000)
        assert page.offer.count() == 0
    finally:
        window.close()
        background.close()
