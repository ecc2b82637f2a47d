"""The register and the letters: models that keep Qt's rules, paging by key, instant filter, Enter opens."""

from datetime import UTC, datetime, timedelta

from gui_kit import settle
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from twijs_desk.casework.desk import Desk
from twijs_desk.casework.rows import CaseListRow, LetterRow
from twijs_desk.gui.background import Immediately
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.gui.models.cases import PAGE, CaseTableModel
from twijs_desk.gui.models.letters import LetterTableModel
from twijs_desk.terms import CaseStatus, LetterStatus

AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


def a_row(number: int) -> CaseListRow:
    return CaseListRow(
        f"id-{number:06}", f"2026-{number:03}", f"Zaak {number}", CaseStatus.ASSESSMENT, AT, "Noor", AT, 1
    )


class Shelf:
    """A hundred thousand cases, handed out a page at a time."""

    def __init__(self, count: int) -> None:
        self.rows = [a_row(number) for number in range(count)]
        self.asked: list[str | None] = []

    def fetch(self, before, text, answer) -> None:
        self.asked.append(before.id if before else None)
        start = int(before.id.removeprefix("id-")) + 1 if before else 0
        found = [row for row in self.rows[start:] if text in row.title] if text else self.rows[start:]
        answer(tuple(found[:PAGE]))


def test_the_model_keeps_the_rules_and_pages_by_key(qtmodeltester) -> None:
    shelf = Shelf(100_000)
    model = CaseTableModel(shelf.fetch, lambda: AT)
    model.search("")
    qtmodeltester.check(model)
    assert model.rowCount() >= PAGE
    asked = len(shelf.asked)
    model.fetchMore(QModelIndex())
    assert shelf.asked[asked] == f"id-{model.rowCount() - PAGE - 1:06}"
    assert len(shelf.asked) == asked + 1


def test_a_late_answer_to_an_old_search_is_dropped() -> None:
    waiting = []
    model = CaseTableModel(lambda before, text, answer: waiting.append((text, answer)), lambda: AT)
    model.search("oud")
    model.search("nieuw")
    waiting[1][1]((a_row(2),))
    waiting[0][1]((a_row(1),))
    assert model.case(0).id == "id-000002"
    assert model.rowCount() == 1


def test_the_last_page_ends_the_paging() -> None:
    model = CaseTableModel(Shelf(PAGE + 5).fetch, lambda: AT)
    model.search("")
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE + 5
    assert not model.canFetchMore(QModelIndex())


def test_a_name_with_markup_is_no_markup_in_the_tooltip() -> None:
    shelf = Shelf(1)
    shelf.rows = [CaseListRow("id-0", "2026-001", "<b>x</b>", CaseStatus.CLOSED, AT, "", None, 0)]
    model = CaseTableModel(shelf.fetch, lambda: AT)
    model.search("")
    assert "<b>" not in model.data(model.index(0, 1), Qt.ItemDataRole.ToolTipRole)
    assert model.data(model.index(0, 1), Qt.ItemDataRole.DisplayRole) == "<b>x</b>"


def test_the_letters_model_keeps_the_rules_and_filters(qtmodeltester) -> None:
    model = LetterTableModel()
    model.show(
        tuple(
            LetterRow(
                f"id-{number}",
                "L9",
                f"Besluit {number}",
                LetterStatus.DRAFT,
                "Noor",
                "",
                AT,
                None,
                "c",
                "2026-001",
            )
            for number in range(30)
        )
    )
    qtmodeltester.check(model)
    model.search("besluit 29")
    assert model.rowCount() == 1
    assert model.letter(0).id == "id-29"


def test_typing_filters_at_once_and_enter_opens(full_desk: Desk, qtbot) -> None:
    window = MainWindow(full_desk, Immediately(), "cases")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    page = window.page("cases")
    assert page.model.rowCount() == 3
    QTest.keyClicks(page.filter, "gymles")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.count_label.text() == "1 zaak"
    page.filter.setText("bestaat niet")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    settle()
    assert any(
        label.text() == "Geen zaken gevonden" for label in page.findChildren(QLabel) if label.isVisible()
    )
    page.filter.setText("gymles")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    QTest.keyClick(page.filter, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    opened: list[tuple[str, dict]] = []
    page.navigate.connect(lambda name, context: opened.append((name, context)))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened == [("case", {"case_id": page.model.case(0).id})]
    window.close()


def test_a_thousand_cases_are_there_within_a_blink(qtbot, full_desk: Desk) -> None:
    shelf = Shelf(100_000)
    model = CaseTableModel(shelf.fetch, lambda: AT + timedelta(days=1))
    model.search("")
    assert model.rowCount() == PAGE
    assert shelf.asked == [None]
