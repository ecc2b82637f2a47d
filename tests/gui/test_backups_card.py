"""Backups and drills: chosen, made by themselves, shown, stopped, and told quietly when they fail."""

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from gui_kit import PASSPHRASE, settle
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from twijs_desk.casework import backups, surroundings
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError
from twijs_desk.gui.background import Background, Immediately, worker_threads
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.gui.restore_words import remembered_places, step_words
from twijs_desk.gui.setup import PlacesStep
from twijs_desk.gui.upkeep import BACKUP, Upkeep


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def window(full_desk: Desk, qtbot) -> Iterator[MainWindow]:
    made = MainWindow(full_desk, Immediately())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def words(parent) -> str:
    settle()
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible())


def test_a_place_is_chosen_shown_with_its_kind_and_taken_away(
    window: MainWindow, full_desk: Desk, stick: Path
) -> None:
    window.open("settings", {"card": "backups"})
    card = window.page("settings").backups
    card.make_button.click()
    assert "Kies eerst een map" in words(window.page("settings").message)
    card.places.add(stick)
    assert [row.path for row in backups.state(full_desk).places] == [stick]
    assert "map op deze computer" in words(card)
    assert remembered_places() == [stick]
    other = stick.with_name("tweede")
    other.mkdir()
    card.places.add(other)
    assert not card.places.add_button.isVisible()  # two is all
    [gone] = [b for b in card.findChildren(QPushButton) if b.accessibleName() == f"{other} weghalen"]
    gone.click()
    assert [row.path for row in backups.state(full_desk).places] == [stick]


def test_a_place_beside_the_vault_is_refused_in_place(window: MainWindow, full_desk: Desk) -> None:
    window.open("settings")
    card = window.page("settings").backups
    card.places.add(full_desk.path.parent)
    assert "staat de kluis zelf" in words(window.page("settings").message)
    assert backups.state(full_desk).places == ()


def test_making_and_drilling_show_when(window: MainWindow, full_desk: Desk, stick: Path) -> None:
    window.open("settings")
    card = window.page("settings").backups
    card.places.add(stick)
    card.make_button.click()
    assert "Laatste goede reservekopie: 23 november 2026 14:05" in words(card)
    card.drill_button.click()
    assert "Laatste geslaagde oefening: 23 november 2026 14:05" in words(card)
    assert list(stick.iterdir())


def test_a_place_that_is_gone_is_a_quiet_sentence_on_the_overview(
    window: MainWindow, full_desk: Desk, stick: Path
) -> None:
    window.open("settings")
    card = window.page("settings").backups
    card.places.add(stick)
    shutil.rmtree(stick)
    card.make_button.click()
    assert "mislukt" in words(card)
    window.open("overview")
    page = window.page("overview")
    assert "mislukt" in words(page.reminders)
    [button] = [
        b for b in page.reminders.findChildren(QPushButton) if b.isVisible() and "Naar reserve" in b.text()
    ]
    button.click()
    QApplication.processEvents()
    assert window.current_page().name == "settings"


def test_what_is_due_happens_by_itself_on_a_thread_of_its_own(full_desk: Desk, stick: Path, qtbot) -> None:
    backups.set_places(full_desk, [stick])
    background = Background()
    upkeep = Upkeep(full_desk, background, background)
    assert upkeep._timer.interval() >= 60_000
    upkeep.look()
    seen = set()
    upkeep.changed.connect(lambda: seen.add(upkeep.running))
    qtbot.waitUntil(
        lambda: upkeep.state is not None and upkeep.state.last_good_at is not None, timeout=30_000
    )
    assert BACKUP in seen
    assert any(name.startswith("klussen") for name in worker_threads())
    upkeep.look()  # nothing to back up any more: the drill
    qtbot.waitUntil(lambda: bool(upkeep.state and upkeep.state.last_drill_ok), timeout=30_000)
    background.close()
    assert worker_threads() == []


def test_nothing_is_done_where_no_place_can_be_reached(full_desk: Desk, stick: Path) -> None:
    backups.set_places(full_desk, [stick])
    shutil.rmtree(stick)
    upkeep = Upkeep(full_desk, Immediately(), QApplication.instance())
    upkeep.look()
    assert not upkeep.running
    assert backups.state(full_desk).last_failure == ""
    upkeep.deleteLater()


def test_an_errand_can_be_stopped_and_keeps_neither_vault_nor_pages_waiting(qtbot) -> None:
    background = Background()
    told: list[object] = []

    def work(stop: threading.Event) -> str:
        stop.wait(30)
        raise DeskError("U hebt dit gestopt.")

    stop = background.errand(work, told.append, told.append)
    background.run(lambda: "kluis", told.append)
    qtbot.waitUntil(lambda: told == ["kluis"])
    assert background.pending == 0  # an errand is no waiting
    stop.set()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert "gestopt" in str(told[1])
    background.close()


def test_a_lock_stops_the_errand_before_the_vault_closes(qtbot) -> None:
    background = Background()
    order: list[str] = []

    def work(stop: threading.Event) -> None:
        stop.wait(30)
        time.sleep(0.05)
        order.append("errand")

    background.errand(work, lambda _n: None, lambda _e: None)
    wait = background.stop_errands()
    background.run(lambda: (wait(), order.append("closed")), lambda _n: None)
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["errand", "closed"]
    background.close()


def test_the_step_after_the_sheet_shows_what_kind_of_place_it_is(desk: Desk, stick: Path, qtbot) -> None:
    step = PlacesStep(Immediately(), desk)
    qtbot.addWidget(step)
    step.show()
    step.places.add(stick)
    assert str(stick) in words(step)
    assert "dezelfde computer" in words(step)
    with qtbot.waitSignal(step.opened):
        step.do_button.click()


def test_an_older_vault_is_told_on_the_overview_until_the_user_goes_on(full_desk: Desk, qtbot) -> None:
    full_desk.notice = "Deze kluis is ouder dan toen hij hier het laatst open was: 3 regels ontbreken."
    window = MainWindow(full_desk, Immediately())
    qtbot.addWidget(window)
    window.show()
    page = window.page("overview")
    assert "3 regels ontbreken" in words(page.reminders)
    [button] = [b for b in page.reminders.findChildren(QPushButton) if b.text() == "Ik weet het, ga verder"]
    full_desk.notice = ""  # what accepting does; there is no lapse in this vault
    button.click()
    assert "3 regels" not in words(page.reminders)
    window.close()


def test_every_step_has_words() -> None:
    assert step_words("verify") != step_words("iets nieuws")
    assert step_words("iets nieuws")


def renew_key(window: MainWindow) -> None:
    form = window.page("settings").access.rekey_form
    window.page("settings").access.rekey_button.click()
    sheet = form.panel.sheet
    groups = " ".join(sheet.code).split()
    groups = [group for group in groups if len(group) > 1]
    form.panel.typed.setText("".join(groups[number - 1] for number in sheet.asked))
    form.phrase.setText(PASSPHRASE)
    form.do_button.click()


def test_a_new_key_is_followed_by_a_new_backup(window: MainWindow, full_desk: Desk, stick: Path) -> None:
    window.open("settings")
    window.page("settings").backups.places.add(stick)
    before = full_desk.vault.vault_key
    renew_key(window)
    assert full_desk.vault.vault_key != before
    [copy] = backups.listing([stick])
    assert copy.good is not False
    assert backups.state(full_desk).last_good_at is not None


def test_without_a_place_a_new_key_asks_for_one(window: MainWindow) -> None:
    window.open("settings")
    renew_key(window)
    assert "Kies een map en maak een nieuwe reservekopie" in words(window.page("settings").message)


def test_a_full_disk_and_a_clock_set_back_are_one_line_each(window: MainWindow, monkeypatch) -> None:
    monkeypatch.setattr(surroundings, "ENOUGH", 1 << 62)
    monkeypatch.setattr(surroundings, "_SLACK", timedelta(days=-10_000))
    window.open("overview")
    said = words(window.page("overview").reminders)
    assert "bijna vol" in said
    assert "klok van deze computer staat achter" in said
    monkeypatch.undo()
    window.open("overview")
    assert "bijna vol" not in words(window.page("overview").reminders)


def test_the_example_school_is_not_asked_for_a_sheet_or_a_backup(window: MainWindow) -> None:
    window.open("overview")
    reminders = window.page("overview").reminders
    assert "herstelblad" in words(reminders)
    window.set_example(True)
    assert not reminders.isVisible()
