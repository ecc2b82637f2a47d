"""Make the pictures of the manual again: `python docs/handleiding/pictures.py`, when the screens have changed.

Walks the example school without a screen and keeps a few pictures as palette PNG, light enough for a repository.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
DRAWN = {
    "herstelblad": ("door", "herstelblad-light-1366"),
    "herstel": ("door", "herstel-light-1366"),
    "toegang": ("cards", "toegang-light"),
}
"""Pictures of the door and of single cards, which the example school does not pass: what draws them, and their name."""
PICTURES = ("overzicht", "nieuw-incident", "beslisroute", "belscherm", "brief", "dossier")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="twijs-desk-beeld-") as folder:
        demo = [sys.executable, "-m", "twijs_desk", "demo", "--headless", "--out", folder]
        subprocess.run(demo, cwd=HERE.parents[1], env=os.environ | {"TZ": "Europe/Amsterdam"}, check=True)
        for name in PICTURES:
            (made,) = Path(folder).glob(f"scherm-??-{name}.png")
            keep(made, name)
    with tempfile.TemporaryDirectory(prefix="twijs-desk-beeld-") as folder:
        root = HERE.parents[1]
        here = os.environ | {
            "TZ": "Europe/Amsterdam",
            "PYTHONPATH": str(root),
            "QT_QPA_PLATFORM": "offscreen",
        }
        for what in sorted({what for what, _file in DRAWN.values()}):
            subprocess.run([sys.executable, root / "tests/gui/shots.py", folder, what], env=here, check=True)
        for name, (_what, file) in DRAWN.items():
            keep(Path(folder) / f"{file}-x1.png", name)


def keep(made: Path, name: str) -> None:
    with Image.open(made) as picture:
        light = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    light.save(HERE / "beeld" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
