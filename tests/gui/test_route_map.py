"""The page with the route as a picture: reached from *Protocol*, drawn, and made larger by key."""

from gui_kit import settle
from PySide6.QtCore import Qt

from twijs_desk.casework.desk import Desk
from twijs_desk.gui.background import Immediately
from twijs_desk.gui.main_window import MainWindow


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
