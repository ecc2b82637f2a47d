"""The tab *Betrokkenen*: an unknown person becomes known, and someone is added."""

from case_kit import focused, open_page, press, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from twijs_desk.casework import cases, incidents
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import IncidentDraft, PartyEntry, PersonEntry
from twijs_desk.gui.pages.case import CasePage
from twijs_desk.gui.pages.case_tabs import PeopleTab
from twijs_desk.terms import CapacityKind, PartyRole


def people_tab(qtbot: QtBot, desk: Desk) -> tuple[str, CasePage, PeopleTab]:
    case = incidents.register(desk, IncidentDraft(observation="Een anoniem account plaatst roddels."))
    _window, page = open_page(qtbot, desk, "case", case_id=case.id, tab="people")
    assert isinstance(page, CasePage)
    tab = page.findChild(PeopleTab)
    assert tab is not None
    return case.id, page, tab


def test_who_it_was_is_recorded_from_the_keyboard(qtbot: QtBot, desk: Desk) -> None:
    case_id, _page, tab = people_tab(qtbot, desk)
    tab.add_button.setFocus()
    press(Qt.Key.Key_Space)
    assert focused() is tab.form.name_field
    assert "De beslisroute past zich aan." in tab.form.hint.text()
    pupil = PersonEntry(given_name="Eva", family_name="Mol")
    tab.form.picker.set_entries(
        (PartyEntry(PartyRole.ALLEGED_ACTOR, CapacityKind.PUPIL, "groep 7", person=pupil),), {}
    )
    tab.form.do_button.setFocus()
    press(Qt.Key.Key_Space)
    settle()
    view = cases.show(desk, case_id)
    assert [(party.name, party.capacity) for party in view.parties] == [("Eva Mol", CapacityKind.PUPIL)]
    assert not tab.form.isVisible()
    assert any("Eva Mol" in label.text() for label in tab.findChildren(QLabel))


def test_nothing_chosen_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    case_id, _page, tab = people_tab(qtbot, desk)
    tab.add_button.click()
    tab.form.do_button.click()
    settle()
    assert tab.form.error.isVisible()
    assert "Kies of typ eerst een naam" in tab.form.error.text()
    assert len(cases.show(desk, case_id).parties) == 1
