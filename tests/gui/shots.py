"""Pictures of the screens to look at: `python tests/gui/shots.py FOLDER [page ...]`, once per scale factor.

QT_SCALE_FACTOR=2 gives 200 %. Every page is drawn at 1366x768 in light and dark, and at 960x600 in light.
"""

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gui_kit import PASSPHRASE, a_school, fast_kdf, fill, settle
from PySide6.QtWidgets import QApplication

from twijs_desk.casework import desk as desks
from twijs_desk.casework import people
from twijs_desk.casework.rows import PartyEntry
from twijs_desk.gui.background import Immediately
from twijs_desk.gui.main_window import MainWindow
from twijs_desk.gui.theme import Theme
from twijs_desk.gui.widgets import FocusRing
from twijs_desk.terms import PartyRole

AT = datetime(2026, 11, 23, 13, 5, 12, tzinfo=UTC)
PAGES = ("overview", "incident", "cases", "letters", "settings")


def type_incident(window: MainWindow, desk: desks.Desk) -> None:
    """The page as it looks halfway through a report."""
    page = window.page("incident")
    page.form.observation.setPlainText(
        "Vader van Noor (groep 8) laat op zijn telefoon zien dat meester Hofstede sinds de herfstvakantie ’s avonds "
        "privéberichten stuurt via Snapchat. Het gaat om “slaap lekker” en “niet aan je ouders vertellen”. Vader is "
        "rustig, maar wil vandaag weten wat wij doen."
    )
    page.form.occurred.set_moment(AT - timedelta(hours=16, minutes=25))
    page.form.platform.set_value("Snapchat")
    page.period.set_value("private")
    found = people.find(desk, "")
    entries = tuple(
        PartyEntry(role, row.capacity, row.capacity_detail, person_id=row.id)
        for row, role in zip(
            found, (PartyRole.ALLEGED_ACTOR, PartyRole.REPORTER, PartyRole.AFFECTED), strict=False
        )
    )
    page.people.set_entries(entries, {row.id: row.name for row in found})
    page.save_now()


def main(folder: Path, names: tuple[str, ...]) -> None:
    app = QApplication([])
    look = Theme(app, "light")
    FocusRing(app)
    folder.mkdir(parents=True, exist_ok=True)
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    with tempfile.TemporaryDirectory() as temp:
        school, profile = a_school()
        desk = desks.create(
            Path(temp) / "school.kluis",
            PASSPHRASE,
            school=school,
            profile=profile,
            clock=lambda: AT,
            kdf=fast_kdf(),
        )
        window = MainWindow(desk, Immediately())
        window.show()
        for filled in (False, True):
            if filled:
                fill(desk)
            for name in names:
                window.open(name, {})
                if name == "incident":
                    type_incident(window, desk)
                if not filled and name not in ("overview", "cases", "letters"):
                    continue
                for scheme, width, height in (
                    ("light", 1366, 768),
                    ("dark", 1366, 768),
                    ("light", 960, 600),
                ):
                    look.force(scheme)
                    window.resize(width, height)
                    settle()
                    state = "" if filled else "-leeg"
                    window.grab().save(str(folder / f"{name}{state}-{scheme}-{width}-x{scale}.png"))
        window.close()
        desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or PAGES)
