"""Work off the GUI thread: order, errors, pages that are gone, and nothing left at the end."""

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from twijs_desk.casework.errors import DeskError
from twijs_desk.gui.background import Background, Immediately, worker_threads


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_work_runs_elsewhere_and_answers_come_home_in_order(background: Background, qtbot) -> None:
    here = threading.get_ident()
    answers: list[tuple[int, bool, bool]] = []
    for number in range(5):
        background.run(
            lambda number=number: (number, threading.get_ident()),
            lambda answer: answers.append((answer[0], answer[1] != here, threading.get_ident() == here)),
        )
    qtbot.waitUntil(lambda: len(answers) == 5)
    assert answers == [(number, True, True) for number in range(5)]


def test_the_vault_has_one_thread_and_printing_does_not_hold_it(background: Background, qtbot) -> None:
    threads: list[int] = []
    free = threading.Event()
    background.render(lambda: free.wait(5), lambda _done: None)
    for _ in range(3):
        background.run(threading.get_ident, threads.append)
    qtbot.waitUntil(lambda: len(threads) == 3)
    free.set()
    assert len(set(threads)) == 1


def test_expected_trouble_goes_to_the_page_and_a_bug_to_the_crash_report(
    background: Background, qtbot
) -> None:
    told: list[Exception] = []
    crashed: list[Exception] = []
    background.crashed.connect(crashed.append)

    def trouble() -> None:
        raise DeskError("De schijf is vol.")

    background.run(trouble, lambda _none: None, told.append)
    background.run(lambda: 1 / 0, lambda _none: None, told.append)
    qtbot.waitUntil(lambda: bool(told) and bool(crashed))
    assert [str(error) for error in told] == ["De schijf is vol."]
    assert isinstance(crashed[0], ZeroDivisionError)


def test_a_page_that_is_gone_hears_nothing(background: Background, qtbot) -> None:
    class Listener(QObject):
        heard = 0

        def hear(self, _answer: object) -> None:
            Listener.heard += 1

    page, after = Listener(), []
    background.run(lambda: time.sleep(0.05), page.hear)
    delete(page)
    background.run(lambda: 1, after.append)
    qtbot.waitUntil(lambda: bool(after))
    assert Listener.heard == 0


def test_progress_shows_only_for_long_work(background: Background, qtbot) -> None:
    states: list[bool] = []
    background.busy_changed.connect(states.append)
    done: list[object] = []
    background.run(lambda: 1, done.append)
    qtbot.waitUntil(lambda: len(done) == 1)
    assert True not in states
    background.run(lambda: time.sleep(0.3), done.append)
    qtbot.waitUntil(lambda: len(done) == 2)
    assert True in states
    assert states[-1] is False


def test_closing_finishes_what_was_given_and_leaves_no_thread(qtbot) -> None:
    kept: list[int] = []
    background = Background()
    background.run(lambda: (time.sleep(0.05), kept.append(1)), lambda _none: None)
    background.close()
    background.close()
    assert kept == [1]
    assert worker_threads() == []


def test_immediately_keeps_the_same_promises() -> None:
    told: list[Exception] = []

    def trouble() -> None:
        raise DeskError("Kan niet.")

    Immediately().run(trouble, lambda _none: None, told.append)
    assert str(told[0]) == "Kan niet."
    with pytest.raises(ZeroDivisionError):
        Immediately().run(lambda: 1 / 0, lambda _none: None, told.append)
