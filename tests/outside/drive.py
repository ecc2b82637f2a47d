"""A working day in the real program, with marks in every field: `drive.py FOLDER [short|leak|call]`.

Runs under strace from test_outside_trace.py. `leak` and `call` are the proofs that the search can find: one
writes a mark to a file that it removes again, the other opens a socket. Says nothing; exit 0 when all was seen.
"""

import os
import sys
import tempfile
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

# ruff: noqa: E402
import marks
import sqlalchemy as sa
from builders import (
    FAST,
    PASSPHRASE,
    PROFILE,
    SCHOOL,
    both_letters,
    called,
    employee_case,
    screenshot,
    suspended_pupil,
)
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTextEdit, QWidget

from twijs_desk import app
from twijs_desk.casework import backups, cases, drafts, evidence, incidents, letters, people, scraps
from twijs_desk.casework import desk as desks
from twijs_desk.casework.desk import Desk
from twijs_desk.casework.errors import DeskError
from twijs_desk.casework.rows import IncidentDraft
from twijs_desk.gui.pages.letter_print import make_printer
from twijs_desk.gui.session import Session
from twijs_desk.store import migrate
from twijs_desk.store.models import METADATA
from twijs_desk.terms import Channel

AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
LEAST_SEEN = 30
"""So many different marks must have been on the screen, or the drive proves nothing."""


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


# --- planting ---


@dataclass(frozen=True)
class Planted:
    case: str
    other: str
    draft: str
    sealed: str


def plant(path: Path) -> Planted:
    """A vault with a case of every kind, and then a mark in every column that holds text."""
    # Not the function: it names the key slot, and stands readable in the key file by decision 0002.
    texts = [f.name for f in fields(PROFILE) if isinstance(getattr(PROFILE, f.name), str)]
    marked = {
        name: f"{getattr(PROFILE, name)} {marks.mark('profile', name)}"
        for name in texts
        if name != "function"
    }
    ticks = iter(range(100_000))
    desk = desks.create(
        path,
        PASSPHRASE,
        school=SCHOOL,
        profile=replace(PROFILE, **marked),
        clock=lambda: AT.replace(microsecond=next(ticks)),
        kdf=FAST,
    )
    made = suspended_pupil(desk)
    case = made.case.id
    evidence.add(desk, case, screenshot(content=marks.picture(), description="beeld"))
    evidence.add(desk, case, screenshot(content=f"bericht {marks.mark('evidence', 'text')}".encode()))
    evidence.add(desk, case, screenshot(content=None))
    incidents.correct(desk, case, "place", "Instagram", "verkeerd gehoord")
    called(desk, case)
    first, second = both_letters(desk, case)
    edit(desk, first)
    for letter in (first, second):
        letters.finalise(desk, letter.id)
    letters.record_delivery(desk, first.id, Channel.REGISTERED, date(2026, 11, 23), tracking="3S")
    other = employee_case(desk)
    draft = letters.begin(desk, other.id, "M9")
    typed = ("title", "observation", "statement", "interpretation", "place")
    drafts.save(desk, IncidentDraft(**{name: f"nog bezig {marks.mark('draft', name)}" for name in typed}))
    scraps.keep(desk, f"note/{case}", {"text": marks.mark("scrap", "text")})
    mark_everything(desk)
    desk.close()
    return Planted(case, other.id, draft.id, first.id)


def edit(desk: Desk, letter: Any) -> None:
    """One paragraph of a letter in other words."""
    for block in letter.blocks:
        try:
            letters.edit_block(desk, letter.id, block.id, f"Aangepast {marks.mark('letter', 'edits')}.")
        except DeskError:
            continue
        return
    raise AssertionError("no block can be edited")


def mark_everything(desk: Desk) -> None:
    """As someone with the key: straight in the tables, so that a new column is marked as well."""
    with desk.vault.write() as session:
        connection = session.connection()
        migrate.drop_triggers(connection)
        for table, column in marks.columns():
            word = marks.mark(table, column)
            connection.exec_driver_sql(
                f'UPDATE "{table}" SET "{column}" = trim("{column}" || ?) WHERE instr("{column}", ?) = 0',
                (f" {word}", word),
            )
        migrate.create_triggers(connection)
        desk.vault.log(session, at=desk.now(), actor="", action="settings_saved")


def must_be_everywhere(desk: Desk) -> None:
    """Every marked column has its mark in the vault; a table without rows proves nothing."""
    empty = {"hearing", "qualification", "guardianship", "allegation"}
    with desk.look() as session:
        for table, column in marks.columns():
            t = METADATA.tables[table]
            hits = session.execute(
                sa.select(sa.func.count()).where(t.c[column].contains(marks.mark(table, column)))
            )
            assert hits.scalar() or table in empty, f"no mark in {table}.{column}"


# --- driving ---


class Drive:
    def __init__(self, session: Session, folder: Path, planted: Planted) -> None:
        self.session, self.folder, self.planted = session, folder, planted
        self.seen: set[str] = set()

    def until(self, look: Callable[[], Any], what: str, seconds: float = 60) -> Any:
        for _ in range(int(seconds * 50)):
            if found := look():
                return found
            pause(20)
        raise AssertionError(f"waited for {what}")

    def desk(self) -> Desk:
        if self.session.desk is None:
            self.unlock()
        assert self.session.desk is not None
        return self.session.desk

    def settle(self) -> None:
        pause(30)
        self.until(lambda: not self.session.background.pending, "the threads")
        pause(60)

    def unlock(self) -> None:
        view = self.until(lambda: self.session.unlock_view, "the locked window")
        QTest.keyClicks(view.form.passphrase, "verkeerd geraden")
        QTest.keyClick(view.form.passphrase, "\r")
        self.settle()
        view.form.passphrase.clear()
        QTest.keyClicks(view.form.passphrase, PASSPHRASE)
        QTest.keyClick(view.form.passphrase, "\r")
        self.until(lambda: self.session.main, "the desk")
        self.settle()

    def look(self) -> None:
        """What is on the screen now: read by eye, and drawn."""
        self.settle()
        for widget in self.session.findChildren(QWidget):
            if not widget.isVisible():
                continue
            text = ""
            if isinstance(widget, QLabel | QLineEdit | QPushButton):
                text = widget.text()
            elif isinstance(widget, QPlainTextEdit | QTextEdit):
                text = widget.toPlainText()
            whole = text.lower().replace("\u200b", "")  # where a long word may break
            self.seen |= {part.split("q")[0] for part in whole.split(marks.WORD)[1:]}
        self.session.grab()

    def visit(self, name: str, **context: Any) -> Any:
        if self.session.main is None:  # it locked itself: on a slow machine a trace looks like sleep
            self.unlock()
        assert self.session.main is not None
        self.session.main.open(name, context)
        self.look()
        return self.session.main.current_page()

    def pages(self, short: bool) -> None:
        case, other = self.planted.case, self.planted.other
        desk = self.desk()
        view = cases.show(desk, case)
        person = next(party.person_id for party in view.parties if party.person_id)
        waiting = drafts.listing(desk)[0]
        self.visit("overview")
        self.visit("incident", draft_id=waiting.id)
        page = self.visit("case", case_id=case)
        for tab in range(page.tab_row.count()):
            page.tab_row.setCurrentIndex(tab)
            self.look()
        self.visit("letter", letter_id=self.planted.draft)
        self.visit("dossier", person_id=person)
        if not short:
            self.visit("route", case_id=case)
            self.visit("route", case_id=other)
            self.visit("call", case_id=other)
            for name in ("cases", "letters", "protocol", "log", "settings"):
                self.visit(name)

    def type_something(self) -> None:
        page = self.visit("incident")
        page.form.observation.setPlainText(f"Zojuist getypt {marks.mark('typed', 'observation')}.")
        pause(900)
        self.settle()

    def read_evidence(self) -> None:
        desk = self.desk()
        for item in cases.show(desk, self.planted.case).evidence:
            if item.size:
                pixmap = QPixmap()
                pixmap.loadFromData(evidence.content(desk, item.id))
                label = QLabel(self.session)
                label.setPixmap(pixmap)
                label.show()
                self.look()
                label.deleteLater()

    def paper(self) -> None:
        """Print as far as it goes here, and save outside: only these may leave the vault."""
        page = self.visit("letter", letter_id=self.planted.sealed)
        printer = make_printer("brief")
        printer.setResolution(100)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / "buiten" / "afdruk.pdf"))
        page.print_on(printer)
        self.settle()
        page.export_to(self.folder / "buiten" / "brief.pdf")
        self.settle()
        assert (self.folder / "buiten" / "brief.pdf").exists()

    def search(self) -> None:
        desk = self.desk()
        assert people.find(desk, marks.WORD) or people.find(desk, "Amrani")
        assert cases.listing(desk, text="Amrani")

    def back_up(self) -> None:
        desk = self.desk()
        (self.folder / "kopie").mkdir()
        backups.make(desk, self.folder / "kopie")

    def crash(self) -> None:
        """A bug with words of a case in its message, on both threads."""

        def fail() -> None:
            raise KeyError(marks.mark("crash", "message"))

        self.session.background.run(fail, lambda _nothing: None)
        self.settle()
        QTimer.singleShot(0, fail)
        self.settle()
        for widget in QApplication.topLevelWidgets():
            if widget is not self.session:
                widget.close()
        assert list((self.folder / "kluis").glob("storing-*.txt"))

    def statement_error(self) -> None:
        """A refused statement with a mark in its parameters."""
        desk = self.desk()
        try:
            with desk.vault.write() as session:
                session.execute(
                    sa.insert(METADATA.tables["capacity"]),
                    {
                        "id": uuid.uuid4(),
                        "person_id": uuid.uuid4(),
                        "kind": marks.mark("sql", "error"),
                        "detail": "",
                    },
                )
        except sa.exc.IntegrityError as error:
            sys.stderr.write(f"{error}\n")

    def all(self, short: bool) -> None:
        self.unlock()
        must_be_everywhere(self.desk())
        self.pages(short)
        self.type_something()
        self.read_evidence()
        self.search()
        self.statement_error()
        self.session.lock()
        self.settle()
        self.unlock()
        self.paper()
        if not short:
            self.back_up()
        self.crash()
        assert len(self.seen) >= LEAST_SEEN, sorted(self.seen)


def leak() -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(marks.mark("leak", "temporary").encode())
        file.flush()


def call() -> None:
    import socket

    with socket.socket() as phone:
        phone.settimeout(0.2)
        phone.connect_ex(("127.0.0.1", 9))


def cheap() -> None:
    for name in ("open", "create"):
        function = getattr(desks, name)
        function.__kwdefaults__ = dict(function.__kwdefaults__, kdf=FAST)


def main() -> int:
    folder, kind = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    if kind in ("leak", "call"):
        {"leak": leak, "call": call}[kind]()
        return 0
    for name in ("kluis", "buiten"):
        (folder / name).mkdir()
    cheap()
    path = folder / "kluis" / "school.kluis"
    planted = plant(path)
    result = 9

    def use() -> None:
        nonlocal result
        session = next(each for each in QApplication.topLevelWidgets() if isinstance(each, Session))
        try:
            Drive(session, folder, planted).all(kind == "short")
            result = 0
        except BaseException:
            traceback.print_exc()
        finally:
            session.close()
            QApplication.quit()

    turn = QApplication.exec

    def turn_with_a_user() -> int:
        QTimer.singleShot(0, use)
        return turn()

    QApplication.exec = staticmethod(turn_with_a_user)  # type: ignore[method-assign]
    code = app.main(["--vault", str(path)])
    return result or code


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # what Qt does at the very end is no part of the day
