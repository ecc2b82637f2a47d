"""What stands on the page of a case and is not sent: open forms, words that wait for another case, notes at duties."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from twijs_desk.gui.pages.case_duties import DutyColumn
from twijs_desk.gui.pages.case_people import AddPeople
from twijs_desk.gui.pages.case_tab import CaseTab, InlineForm
from twijs_desk.gui.unsent import fill_fields, read_fields
from twijs_desk.gui.widgets import TextField

PEOPLE = "chosen people"


class CaseForms(Protocol):
    """What the page of a case has that can hold typed words."""

    case_id: str
    tabs: list[CaseTab]
    side: DutyColumn
    close_form: InlineForm
    close_result: TextField
    run: Callable[..., None]


def _forms(page: CaseForms) -> Iterator[tuple[str, InlineForm, Callable[[str], object]]]:
    yield "close", page.close_form, lambda _way: page.close_form.open_form(page.close_result)
    for tab in page.tabs:
        for name, (form, reopen) in tab.forms().items():
            yield name, form, reopen


def read(page: CaseForms) -> dict[str, Any]:
    """Plain values; empty when nothing is typed anywhere."""
    opened, typed, parked = {}, {}, {}
    for name, form, _reopen in _forms(page):
        if form.parked():
            parked[name] = form.parked()
        if not form.isHidden():
            opened[name] = form.way_in
        values = read_fields(form)
        people = form.chosen() if isinstance(form, AddPeople) else {}
        if people:
            values[PEOPLE] = people
        if name in opened or any(isinstance(value, str) and value for value in _words(values)):
            typed[name] = values
    notes = page.side.notes()
    if not (opened or typed or parked or notes):
        return {}
    return {"case_id": page.case_id, "open": opened, "typed": typed, "parked": parked, "notes": notes}


def _words(values: dict[str, Any]) -> list[Any]:
    """What was typed by hand, not what a list or a date happened to show."""
    return [value for name, value in values.items() if name.startswith(("TextField", "LineField"))]


def park(page: CaseForms, body: dict[str, Any]) -> None:
    """Give the forms the words of other cases back."""
    for name, form, _reopen in _forms(page):
        form.park(body.get("parked", {}).get(name, {}))


def put_back(page: CaseForms, body: dict[str, Any]) -> None:
    """The case is on the screen: open the forms again and fill them, each after what it fetches itself."""
    opened, typed = body.get("open", {}), body.get("typed", {})
    for name, form, reopen in _forms(page):
        if name in opened:
            reopen(opened[name])
        if name in typed:
            # After the answer to what opening asked of the vault (guards of a measure, say).
            page.run(lambda: None, _filler(form, typed[name]))


def _filler(form: InlineForm, values: dict[str, Any]) -> Callable[[object], None]:
    def fill(_nothing: object) -> None:
        fill_fields(form, values)
        if isinstance(form, AddPeople) and PEOPLE in values:
            form.put_chosen(values[PEOPLE])

    return fill
