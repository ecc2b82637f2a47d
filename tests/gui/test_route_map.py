"""The page with the route as a picture: reached from *Protocol*, drawn, and made larger by key."""

from case_kit import open_page
from gui_kit import fill, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from twijs_desk.casework import cases, flow, incidents, pictures
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import IncidentDraft, PartyEntry
from twijs_desk.gui.background import Immediately
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.gui.pages.case import CasePage
from twijs_desk.gui.pages.case_tabs import RouteTab
from twijs_desk.gui.pages.route import RoutePage
from twijs_desk.gui.pages.route_map import RouteMapPage
from twijs_desk.terms import CapacityKind, PartyRole


def test_the_map_opens_from_the_protocol_page_and_grows(desk: Desk, qtbot) -> None:
    window = MainWindow(desk, Immediately())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open("protocol", {})
    settle()
    window.page("protocol").map_button.click()
    settle()
    page = window.page("route_map")
    assert window.current_page() is page
    assert page.sheet.renderer.isValid()
    before = page.sheet.width()
    page.larger.click()
    assert page.sheet.width() > before
    page.view.setFocus(Qt.FocusReason.OtherFocusReason)
    for _ in range(20):
        page.step(-1)
    assert page.sheet.width() < before
    assert not page.save_button.isVisible(), "only the path of a case is saved from here"
    image = page.sheet.grab().toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    }
    assert len(colours) > 5


def test_the_path_of_a_case_is_a_key_away_and_going_back_loses_nothing(qtbot: QtBot, desk: Desk) -> None:
    fill(desk)
    case = cases.listing(desk)[0].id
    window, page = open_page(qtbot, desk, "route", case_id=case)
    assert isinstance(page, RoutePage)
    page.question_panel.note.setPlainText("Nog navragen bij de leerkracht.")
    page.map_button.click()
    settle()
    shown = window.current_page()
    assert isinstance(shown, RouteMapPage)
    assert shown.save_button.isVisible()
    shown.back_button.click()
    settle()
    assert window.current_page() is page
    assert page.question_panel.note.toPlainText() == "Nog navragen bij de leerkracht."


def test_the_map_is_of_the_person_who_is_shown(qtbot: QtBot, desk: Desk, tmp_path, monkeypatch) -> None:
    actor = PartyRole.ALLEGED_ACTOR
    case = incidents.register(
        desk,
        IncidentDraft(
            observation="Een leerling en een leerkracht in een groepsapp.",
            parties=(
                PartyEntry(actor, CapacityKind.PUPIL, "groep 7", label="Een leerling"),
                PartyEntry(actor, CapacityKind.EMPLOYEE, "leerkracht", label="Een leerkracht"),
            ),
            may_hold_minor_imagery="no",
        ),
    )
    flow.answer(desk, case.id, "danger", "no")
    window, page = open_page(qtbot, desk, "case", case_id=case.id, tab="route")
    assert isinstance(page, CasePage)
    tab = page.findChild(RouteTab)
    assert tab is not None
    assert tab.switch is not None
    tab.switch.tabs[1].click()
    settle()
    tab.map_button.click()
    settle()
    shown = window.current_page()
    assert isinstance(shown, RouteMapPage)
    path = tmp_path / "kaart.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    shown.save_button.click()
    settle()
    person = cases.show(desk, case.id).routes[1].party_id
    assert path.read_bytes() == pictures.route(desk, case.id, person)
    assert path.read_bytes() != pictures.route(desk, case.id)
