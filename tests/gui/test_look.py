"""Tokens, icons and forms: what the screens are drawn with."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from twijs_desk import assets
from twijs_desk.gui import icons, theme
from twijs_desk.gui.pages import PAGES, page_class
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.theme import Theme

ROOT = Path(__file__).resolve().parents[2]
FORMS = ("unlock", "first_run", "incident", "settings", "main_window")


def ratio(one: str, other: str) -> float:
    def luminance(value: str) -> float:
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in QColor(value).getRgbF()[:3]
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_words_and_controls_are_readable(tokens: dict[str, str]) -> None:
    for ink, ground in (
        ("text", "surface"),
        ("text2", "window"),
        ("text2", "nav"),
        ("text3", "subtle"),
        ("accent", "tint"),
        ("accent", "window"),
        ("on_accent", "accent"),
        ("on_accent", "accent_pressed"),
        ("danger", "danger_ground"),
        ("warn", "warn_ground"),
        ("ok", "ok_ground"),
        ("surface", "text2"),
        ("disabled", "subtle"),
        ("text", "warn_ground"),
    ):
        assert ratio(tokens[ink], tokens[ground]) >= 4.5, (ink, ground)
    for ground in ("surface", "window", "subtle"):
        assert ratio(tokens["control"], tokens[ground]) >= 3
        assert ratio(tokens["focus"], tokens[ground]) >= 3


def test_both_themes_have_the_same_tokens_and_fill_the_sheet(look: Theme) -> None:
    assert theme.LIGHT.keys() == theme.DARK.keys()
    for scheme in ("dark", "light"):
        look.force(scheme)
        assert "@" not in QApplication.instance().styleSheet()
    assert "font" not in re.sub(r"/\*.*?\*/", "", assets.style_sheet(), flags=re.DOTALL)


def test_the_palette_follows_the_theme_in_every_group(look: Theme) -> None:
    look.force("dark")
    palette = QApplication.palette()
    assert palette.color(QPalette.ColorRole.Window).name().upper() == theme.DARK["window"]
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        disabled = palette.color(QPalette.ColorGroup.Disabled, role).name().upper()
        assert disabled == theme.DARK["disabled"]
    look.force("light")
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == theme.LIGHT["window"]


def test_an_icon_takes_the_colour_of_its_token(look: Theme) -> None:
    def inks() -> set[str]:
        image = icons.pixmap("circle", 24, "accent", 2.0).toImage()
        return {
            image.pixelColor(x, y).name().upper()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }

    assert theme.LIGHT["accent"] in inks()
    look.force("dark")
    assert theme.DARK["accent"] in inks()
    look.force("light")


def test_only_the_icons_that_are_used_are_shipped_with_their_licence() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "twijs_desk").rglob("*.py")
        if "_data" not in path.parts
    )
    folder = assets.resource("icons")
    shipped = {path.stem for path in folder.glob("*.svg")}
    used = {name for name in shipped if f'"{name}"' in code}
    assert shipped == used
    assert "ISC" in (folder / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMS)
def test_compiled_forms_equal_their_drawing(name: str, tmp_path: Path) -> None:
    fresh = tmp_path / "form.py"
    tool = Path(sys.executable).with_name("pyside6-uic" + (".exe" if sys.platform == "win32" else ""))
    subprocess.run([str(tool), str(ROOT / "ui" / f"{name}.ui"), "-o", str(fresh)], check=True)

    def code(path: Path) -> list[str]:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if not line.startswith("#")]

    committed = ROOT / "twijs_desk" / "gui" / "forms" / f"ui_{name}.py"
    assert code(committed) == code(fresh), f"pyside6-uic ui/{name}.ui -o {committed.relative_to(ROOT)}"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_name(name: str) -> None:
    found = page_class(name)
    assert issubclass(found, Page)
    assert found.name == name
    assert found.nav or found.name in PAGES


def test_the_door_keeps_its_letters_when_the_look_changes(look: Theme, tmp_path: Path, qtbot) -> None:
    """Inside a scroll area a new style sheet takes the fonts away; they are given again."""
    from twijs_desk.gui.background import Immediately
    from twijs_desk.gui.unlock import UnlockView

    view = UnlockView(Immediately(), tmp_path / "school.kluis")
    qtbot.addWidget(view)
    view.show()
    size = view.form.title.font().pointSizeF()
    look.force("dark")
    qtbot.waitUntil(lambda: view.form.title.font().pointSizeF() == size)
    look.force("light")
    qtbot.waitUntil(lambda: view.form.title.font().pointSizeF() == size)
    assert size > view.form.intro.font().pointSizeF() + 5
