"""The protocol page: every article is in the table with the places where the app applies it."""

from case_kit import open_page, settle
from pytestqt.qtbot import QtBot

from twijs_desk.casework import protocol_text
from twijs_desk.casework.desk import Desk
from twijs_desk.gui.widgets import Text


def test_the_table_names_every_article_with_its_places(qtbot: QtBot, full_desk: Desk) -> None:
    _window, page = open_page(qtbot, full_desk, "protocol")
    page.table_button.click()
    settle()
    assert page.table.isVisible()
    assert not page.articles_part.isVisible()
    shown = "\n".join(label.text() for label in page.table.findChildren(Text))
    for article in protocol_text.articles(full_desk):
        assert f"{article.number}  {article.title}" in shown
        assert article.used_in
        assert all(use in shown for use in article.used_in)
    page.table_button.click()
    settle()
    assert page.articles_part.isVisible()
    assert not page.table.isVisible()
