"""Pictures of the screens to look at: `python tests/gui/shots.py FOLDER [page ...]`, once per scale factor.

QT_SCALE_FACTOR=2 gives 200 %. Every page is drawn at 1366x768 in light and dark, and at 960x600 in light.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gui_kit import PASSPHRASE, a_school, fast_kdf, fill, settle
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from twijs_desk.casework import desk as desks
from twijs_desk.casework import people
from twijs_desk.casework.desk import Desk
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


def door_views(folder: Path) -> dict[str, Callable[[Desk], QWidget]]:
    """The door and what stands beside it, each made for the picture."""
    from twijs_desk.gui.recovery import NewPassphraseView, RecoveryView
    from twijs_desk.gui.restore import RestoreView
    from twijs_desk.gui.setup import PlacesStep, SheetStep
    from twijs_desk.gui.unlock import UnlockView
    from twijs_desk.gui.ways_on import KEYS, MOVE, RESTORE, SALVAGE

    now, path = Immediately(), folder / "school.kluis"

    def refused(_desk: Desk) -> QWidget:
        view = UnlockView(now, folder / "weg.kluis")
        (folder / "weg.kluis").write_bytes(b"geen kluis")
        view.form.passphrase.setText("iets")
        view.submit()
        return view

    def waiting(_desk: Desk) -> QWidget:
        view = UnlockView(now, path)
        view.form.passphrase.setText("iets")
        view.wait(75)
        return view

    def record(_desk: Desk) -> QWidget:
        view = RecoveryView(now, path)
        view.code.lines[0].setText("ABCD")
        view.submit()
        view.ask_record()
        return view

    def places(desk: Desk) -> QWidget:
        step = PlacesStep(now, desk)
        for name in ("stick", "netwerk"):
            (folder / name).mkdir(exist_ok=True)
            step.places.add(folder / name)
        return step

    def restore(desk: Desk) -> QWidget:
        from twijs_desk.casework import backups

        backups.make(desk, folder / "stick")
        view = RestoreView(now, path, RESTORE)
        view.look_in([folder / "stick"])
        return view

    return {
        "ontgrendelen-geweigerd": refused,
        "ontgrendelen-wachten": waiting,
        "herstel": lambda _desk: RecoveryView(now, path),
        "herstel-slotgegevens": record,
        "nieuwe-wachtzin": lambda desk: NewPassphraseView(now, desk, ("schoolleider",)),
        "herstelblad": lambda desk: SheetStep(now, desk),
        "plaatsen": places,
        "terugzetten": restore,
        "sleutelbestand": lambda _desk: RestoreView(now, path, KEYS),
        "redden": lambda _desk: RestoreView(now, path, SALVAGE),
        "verhuizen": lambda _desk: RestoreView(now, path, MOVE),
    }


def own_settings() -> None:
    """Pictures may not change what the person who makes them has set."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, tempfile.mkdtemp())


def card_shots(folder: Path) -> None:
    """`python tests/gui/shots.py FOLDER cards`: the cards of *Instellingen* about access, backups and locking."""
    own_settings()
    app = QApplication([])
    look = Theme(app, "light")
    FocusRing(app)
    folder.mkdir(parents=True, exist_ok=True)
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    with tempfile.TemporaryDirectory() as temp:
        school, profile = a_school()
        vault = Path(temp) / "kluis" / "school.kluis"
        vault.parent.mkdir()
        desk = desks.create(
            vault,
            PASSPHRASE,
            school=school,
            profile=profile,
            clock=lambda: AT,
            kdf=fast_kdf(),
        )
        window = MainWindow(desk, Immediately())
        window.resize(1366, 768)
        window.show()
        window.open("settings")
        page = window.page("settings")
        (Path(temp) / "stick").mkdir()
        steps = {
            "toegang": lambda: page.access,
            "toegang-erbij": lambda: (page.access.add_button.click(), page.access)[1],
            "toegang-blad": lambda: (page.access.sheet_button.click(), page.access)[1],
            "toegang-sleutel": lambda: (page.access.rekey_button.click(), page.access)[1],
            "reservekopie-leeg": lambda: page.backups,
            "reservekopie": lambda: (
                page.backups.places.add(Path(temp) / "stick"),
                page.backups.make_button.click(),
                page.backups.drill_button.click(),
                page.backups,
            )[3],
            "vergrendelen": lambda: page.lock,
            "instellingen": lambda: window,
        }
        for name, step in steps.items():
            card = step()
            for scheme in ("light", "dark"):
                look.force(scheme)
                settle()
                card.grab().save(str(folder / f"{name}-{scheme}-x{scale}.png"))
        window.close()
        desk.close()


def door_shots(folder: Path) -> None:
    """`python tests/gui/shots.py FOLDER door`"""
    own_settings()
    app = QApplication([])
    look = Theme(app, "light")
    FocusRing(app)
    folder.mkdir(parents=True, exist_ok=True)
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    with tempfile.TemporaryDirectory() as temp:
        school, profile = a_school()
        vault = Path(temp) / "school.kluis"
        desk = desks.create(
            vault, PASSPHRASE, school=school, profile=profile, clock=lambda: AT, kdf=fast_kdf()
        )
        for name, make in door_views(Path(temp)).items():
            view = make(desk)
            view.resize(1366, 768)
            view.show()
            for scheme, width, height in (("light", 1366, 768), ("dark", 1366, 768), ("light", 683, 384)):
                look.force(scheme)
                view.resize(width, height)
                settle()
                view.grab().save(str(folder / f"{name}-{scheme}-{width}-x{scale}.png"))
            view.close()
        desk.close()


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


if __name__ == "__main__" and sys.argv[2:] == ["door"]:
    door_shots(Path(sys.argv[1]))
elif __name__ == "__main__" and sys.argv[2:] == ["cards"]:
    card_shots(Path(sys.argv[1]))
elif __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or PAGES)
