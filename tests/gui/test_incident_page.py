"""*Nieuw incident*: nothing typed is lost, the guard before evidence, people in place, and registering."""

from pathlib import Path

import pytest
from gui_kit import settle
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from twijs_desk.casework import cases, drafts, people
from twijs_desk.casework.desk import Desk
from twijs_desk.gui.background import Immediately
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.gui.pages.incident import IncidentPage
from twijs_desk.terms import CapacityKind, PartyRole, Period


@pytest.fixture
def window(full_desk: Desk, qtbot) -> MainWindow:
    made = MainWindow(full_desk, Immediately(), "incident")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def page(window: MainWindow) -> IncidentPage:
    return window.page("incident")


def drafted(desk: Desk) -> list[str]:
    return [row.title for row in drafts.listing(desk)]


def test_half_a_second_after_the_last_key_it_is_kept(page: IncidentPage, full_desk: Desk, qtbot) -> None:
    QTest.keyClicks(page.form.observation, "Filmpje op TikTok")
    assert "Filmpje op TikTok" not in drafted(full_desk)
    qtbot.waitUntil(lambda: "Filmpje op TikTok" in drafted(full_desk), timeout=2000)
    assert page.save_state.words.text() == "Concept bewaard om 14:05:12"
    QTest.keyClicks(page.form.observation, ", tijdens de gymles")
    qtbot.waitUntil(lambda: "Filmpje op TikTok, tijdens de gymles" in drafted(full_desk), timeout=2000)
    assert len([title for title in drafted(full_desk) if title.startswith("Filmpje op")]) == 1


def test_leaving_at_once_keeps_the_last_key(page: IncidentPage, window: MainWindow, full_desk: Desk) -> None:
    QTest.keyClicks(page.form.observation, "Nog net getypt")
    window.open("overview")
    assert "Nog net getypt" in drafted(full_desk)
    window.back()
    assert page.form.observation.toPlainText() == "Nog net getypt"
    window.open("incident")
    assert page.form.observation.toPlainText() == ""


def test_opening_the_page_alone_makes_no_draft(window: MainWindow, full_desk: Desk) -> None:
    before = drafted(full_desk)
    window.open("overview")
    assert drafted(full_desk) == before


def test_a_draft_comes_back_as_it_was(page: IncidentPage, window: MainWindow, full_desk: Desk) -> None:
    page.form.observation.setPlainText("Feit")
    page.form.statement.setPlainText("“Letterlijk”")
    page.form.interpretation.setPlainText("Duiding")
    page.form.occurred.set_moment(full_desk.now())
    page.form.platform.set_value("Snapchat")
    page.period.choices[2].click()
    add_person(page, "hof", PartyRole.ALLEGED_ACTOR)
    window.open("overview")
    key = next(row.id for row in drafts.listing(full_desk) if row.title == "Feit")
    window.open("incident", {"draft_id": key})
    draft = page.collect()
    assert (draft.observation, draft.statement, draft.interpretation) == ("Feit", "“Letterlijk”", "Duiding")
    assert draft.occurred_at is not None
    assert abs((draft.occurred_at - full_desk.now()).total_seconds()) < 60
    assert draft.period == Period.PRIVATE
    assert draft.publication.platform == "Snapchat"
    assert page.form.statement.isVisible()
    assert page.people.tokens.isVisible()
    assert len(draft.parties) == 1


def add_person(page: IncidentPage, letters: str, role: PartyRole) -> None:
    QTest.keyClicks(page.form.people_field, letters)
    page.people._search()
    QTest.keyClick(page.form.people_field, Qt.Key.Key_Return)
    page.people.role.set_value(role.value)
    page.people.add_button.click()


def test_people_by_three_letters_or_new_in_place(page: IncidentPage, full_desk: Desk) -> None:
    QTest.keyClicks(page.form.people_field, "ho")
    assert not page.people._list_card.isVisible()
    page.form.people_field.clear()
    add_person(page, "hofst", PartyRole.ALLEGED_ACTOR)
    QTest.keyClicks(page.form.people_field, "Sanne de Wit")
    page.people._search()
    QTest.keyClick(page.form.people_field, Qt.Key.Key_Return)
    assert page.people.family.text() == "Wit"
    page.people.given.setText("Sanne")
    page.people.infix.setText("de")
    page.people.capacity.set_value(CapacityKind.PARENT.value)
    page.people.role.set_value(PartyRole.REPORTER.value)
    QTest.keyClick(page.people.family, Qt.Key.Key_Return)
    first, second = page.people.entries()
    assert people.person(full_desk, first.person_id).family_name == "Hofstede"
    assert second.person.family_name == "Wit"
    assert second.capacity == CapacityKind.PARENT
    page.people.tokens.removed.emit(0)
    assert page.people.entries() == (second,)


def test_an_unknown_person_can_take_part(page: IncidentPage) -> None:
    QTest.keyClicks(page.form.people_field, "xyz")
    page.people._search()
    QTest.keyClick(page.form.people_field, Qt.Key.Key_Down)
    QTest.keyClick(page.form.people_field, Qt.Key.Key_Return)
    page.people.add_button.click()
    assert page.people.entries()[0].capacity == CapacityKind.UNKNOWN


def picture() -> QImage:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    return image


def test_no_file_comes_in_before_the_answer_is_no(
    page: IncidentPage, full_desk: Desk, tmp_path: Path
) -> None:
    QApplication.clipboard().setImage(picture())
    page.evidence.paste()
    assert page.evidence.items() == ()
    assert not page.evidence.panel.isVisible()
    assert page.message.isVisible()
    page.evidence.yes_button.click()
    assert not page.evidence.pick_button.isVisible()
    page.evidence.paste()
    assert not page.evidence.panel.isVisible()
    assert "0900-8844" in page.evidence.answer_label.text()
    page.evidence.describe_button.click()
    page.evidence.title.setText("Filmpje op de telefoon van vader")
    QTest.keyClick(page.evidence.title, Qt.Key.Key_Return)
    assert [item.content for item in page.evidence.items()] == [None]


def test_after_no_a_picture_is_pasted_kept_and_survives_the_draft(
    page: IncidentPage, window: MainWindow, full_desk: Desk
) -> None:
    page.form.observation.setPlainText("Met schermafdruk")
    page.evidence.no_button.click()
    QApplication.clipboard().setImage(picture())
    QTest.keyClick(page.form.observation, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.evidence.panel.isVisible()
    QTest.keyClick(page.evidence.title, Qt.Key.Key_Return)
    content = page.evidence.items()[0].content
    assert content is not None
    assert content.startswith(b"\x89PNG")
    window.open("overview")
    key = next(row.id for row in drafts.listing(full_desk) if row.title == "Met schermafdruk")
    window.open("incident", {"draft_id": key})
    assert page.evidence.items()[0].content == content
    change = page.evidence
    change._on_answered("unknown")
    assert change.items() == ()


def test_a_file_that_cannot_be_read_is_told(page: IncidentPage, tmp_path: Path) -> None:
    page.evidence.no_button.click()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "weg.png"))])
    QApplication.clipboard().setMimeData(data)
    page.evidence.paste()
    assert "kan niet worden gelezen" in page.message.words.text()
    assert not page.evidence.panel.isVisible()


def test_registering_needs_only_what_happened(
    page: IncidentPage, window: MainWindow, full_desk: Desk, qtbot
) -> None:
    before = len(cases.listing(full_desk))
    page.register_button.click()
    assert page.form.observation.hasFocus()
    assert "wat er is gebeurd" in page.message.words.text()
    QTest.keyClicks(page.form.observation, "Dreigende berichten in de groepsapp.")
    QTest.keyClick(page.form.observation, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.current_page().name == "route")
    assert len(cases.listing(full_desk)) == before + 1
    assert "Dreigende berichten in de groepsapp." not in drafted(full_desk)
    settle()
    window.open("incident")
    assert page.form.observation.toPlainText() == ""


def test_what_cannot_be_registered_is_told_and_kept(page: IncidentPage, full_desk: Desk) -> None:
    from datetime import timedelta

    page.form.observation.setPlainText("In de toekomst")
    page.form.occurred.set_moment(full_desk.now() + timedelta(days=3))
    page.register()
    assert "toekomst" in page.message.words.text()
    assert "In de toekomst" in drafted(full_desk)
    assert page.form.observation.toPlainText() == "In de toekomst"


def test_an_empty_moment_stays_empty_until_it_is_typed(page: IncidentPage, qtbot) -> None:
    field = page.form.occurred
    assert field.moment() is None
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.moment() is None
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.moment() == page.desk.now().replace(second=0, microsecond=0)
    QTest.keyClick(field, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert field.moment() is None
