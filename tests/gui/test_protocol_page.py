"""The protocol page: every article is in the table with the places where the app applies it."""

from datetime import date

from case_kit import open_page, settle
from pytestqt.qtbot import QtBot
from rule_kit import parcel_file, trusting

from twijs_desk.casework import protocol_text, rulebooks
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


def test_new_rules_bring_their_own_articles_to_a_page_that_was_open(
    qtbot: QtBot, full_desk: Desk, tmp_path
) -> None:
    window, page = open_page(qtbot, full_desk, "protocol")
    page.table_button.click()
    page.field.setText("S3")
    page.apply_filter()
    before = {card.source_id for card in page.cards}
    window.open("rules", {})
    rulebooks.adopt(trusting(full_desk), parcel_file(tmp_path), date(2026, 11, 23))
    window.open("protocol", {})
    settle()
    now = protocol_text.articles(full_desk)
    assert now
    assert {article.id for article in now} <= {card.source_id for card in page.cards}
    assert not before & {card.source_id for card in page.cards}
    assert page.table is None
    assert page.articles_part.isVisible(), "a table of the old rules may not stay on screen"
    page.table_button.click()
    settle()
    shown = "\n".join(label.text() for label in page.table.findChildren(Text))
    assert now[0].title in shown
