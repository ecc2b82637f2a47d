"""`twijs-desk demo`: the example school, in a window or walked without a screen."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twijs_desk.casework.desk import Desk
    from twijs_desk.gui.main_window import MainWindow

MOMENT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
"""A Monday at 14:05 Dutch time, while the inspector's line is open: the headless walk is the same every day."""
OUT = Path("demo-uitvoer")


def main(arguments: Sequence[str]) -> int:
    from twijs_desk.cli.main import Parser
    from twijs_desk.gui.screen import has_screen

    parser = Parser(prog="twijs-desk demo", description="Opent TWijs Desk op een verzonnen school.")
    parser.add_argument(
        "--headless", action="store_true", help="zonder scherm: brieven en schermbeelden in een map"
    )
    parser.add_argument("--out", type=Path, default=OUT, help="map voor brieven en schermbeelden")
    options: argparse.Namespace = parser.parse_args(list(arguments))
    if options.headless or not has_screen():
        return walk(options.out)
    return show()


def show() -> int:
    """The window on a throw-away example school; gone when it closes."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from twijs_desk.casework import places
    from twijs_desk.gui.start import start

    print("TWijs Desk opent met de voorbeeldschool De Zeven Sloten. Alle namen zijn verzonnen.")
    app = QApplication(sys.argv[:1])
    session = start(app, places.default_path(), open_example=_example)
    session.show()
    QTimer.singleShot(0, session.open_example)
    code = app.exec()
    print("Het venster is gesloten en de voorbeeldschool is weggegooid. Er is niets van bewaard.")
    return code


def _example() -> "Desk":
    from twijs_desk.casework import example

    return example.throw_away()


def walk(folder: Path) -> int:
    """Walk the example without a screen; leave letters and pictures in a folder and say what was done."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from twijs_desk.casework import example
    from twijs_desk.casework.errors import reason
    from twijs_desk.cli.output import BAD_INPUT, complain

    folder = folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".proef").write_bytes(b"")
        (folder / ".proef").unlink()
    except OSError as error:
        complain(
            f"In de map {folder} kan niet worden geschreven ({reason(error)}). Kies een andere met --out."
        )
        return BAD_INPUT
    app = QApplication.instance() or QApplication(["twijs-desk"])
    assert isinstance(app, QApplication)
    print("1. Een versleutelde kluis maken voor een verzonnen school, en vijf zaken vastleggen.", flush=True)
    ticks = iter(range(10_000))
    desk = example.throw_away(lambda: MOMENT.replace(microsecond=next(ticks)))
    try:
        print("2. Langs de schermen lopen, met de echte vensters.", flush=True)
        pictures = _pictures(app, desk, folder)
        print("3. De verzegelde brieven uit de kluis halen.", flush=True)
        papers = _papers(desk, folder)
    finally:
        desk.close()
    print(f"Klaar. {len(papers)} brieven (PDF) en {len(pictures)} schermbeelden (PNG) staan in:")
    print(f"  {folder}")
    for path in (*papers, *pictures):
        print(f"  - {path.name}")
    print("De kluis van het voorbeeld is weer weggegooid. Alle namen zijn verzonnen.")
    return 0


def _papers(desk: "Desk", folder: Path) -> list[Path]:
    from twijs_desk.casework import letters

    written = []
    for row in letters.listing(desk):
        if row.reference:
            path = folder / f"brief-{row.reference}.pdf"
            letters.export(desk, row.id, path)
            written.append(path)
    return sorted(written)


def _pictures(app: Any, desk: "Desk", folder: Path) -> list[Path]:
    """The main screens as pictures, in light, and three of them in dark."""
    from PySide6.QtCore import QEventLoop, QTimer

    from twijs_desk.casework import places
    from twijs_desk.gui.background import Background
    from twijs_desk.gui.main_window import MainWindow
    from twijs_desk.gui.session import Session
    from twijs_desk.gui.theme import Theme
    from twijs_desk.gui.widgets.focus import FocusRing

    theme = Theme(app, "light")
    FocusRing(app)
    background = Background()
    troubles: list[BaseException] = []
    background.crashed.connect(troubles.append)
    written: list[Path] = []

    def wait(milliseconds: int) -> None:
        # An event loop lets the vault thread work; QTest.qWait would keep it waiting.
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def settle() -> None:
        for _ in range(400):
            wait(15)
            if not background.pending:
                break
        wait(60)

    def picture(name: str, widget: Any) -> None:
        settle()
        path = folder / f"scherm-{len(written) + 1:02d}-{name}.png"
        if not widget.grab().save(str(path)):
            raise OSError(f"het schermbeeld {path.name} kan niet worden geschreven")
        written.append(path)

    door = Session(Background(), folder / "nieuw" / places.VAULT_NAME)
    door.resize(1366, 768)
    door.show()
    picture("eerste-keer", door)
    door.close()
    lock = Session(Background(), desk.path)
    lock.resize(1366, 768)
    lock.show()
    picture("ontgrendelen", lock)
    lock.close()
    window = MainWindow(desk, background)
    window.set_example(True)
    window.resize(1366, 768)
    window.show()
    stops = _stops(desk)
    for name, go in stops:
        go(window)
        picture(name, window)
    theme.force("dark")
    for name, go in stops:
        if name in ("overzicht", "beslisroute", "brief"):
            go(window)
            picture(f"{name}-donker", window)
    theme.force("light")
    window.leave()
    window.close()
    background.close()
    if troubles:
        raise troubles[0]
    return written


def _stops(desk: "Desk") -> list[tuple[str, Callable[["MainWindow"], None]]]:
    """Which screens, with what on them."""
    from twijs_desk.casework import cases, drafts, letters
    from twijs_desk.terms import PartyRole

    by_title = {row.title: cases.show(desk, row.id) for row in cases.listing(desk)}
    messages = by_title["Privéberichten aan een leerling uit groep 8"]
    film = by_title["Filmpje van de gymles op TikTok"]
    gossip = by_title["Anoniem roddelaccount over leerlingen"]
    pupil = next(party for party in film.parties if party.role == PartyRole.ALLEGED_ACTOR)
    draft = letters.begin(desk, messages.id, "I1")
    sealed = next(row for row in letters.listing(desk) if row.code == "L9")
    waiting = drafts.listing(desk)[0]

    def page(name: str, **context: Any) -> Callable[["MainWindow"], None]:
        return lambda window: window.open(name, context)

    return [
        ("overzicht", page("overview")),
        ("nieuw-incident", page("incident", draft_id=waiting.id)),
        ("zaak", page("case", case_id=messages.id)),
        ("beslisroute", page("route", case_id=messages.id, question_id="transgressive")),
        ("beslisroute-onbekende", page("route", case_id=gossip.id)),
        ("beslisroute-nakijken", page("route", case_id=film.id)),
        ("belscherm", page("call", case_id=messages.id)),
        ("brief", page("letter", letter_id=draft.id)),
        ("brief-definitief", page("letter", letter_id=sealed.id)),
        ("dossier", page("dossier", person_id=pupil.person_id)),
        ("zaken", page("cases")),
        ("brieven", page("letters")),
        ("protocol", page("protocol")),
        ("logboek", page("log")),
        ("instellingen", page("settings")),
    ]
