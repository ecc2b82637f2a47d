"""What is committed can be used by anyone: no address of a package index and no path of one computer."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Written in pieces, so that this file does not find itself.
INDEX = re.compile(
    "|".join(
        [
            r"(?:files\.)?python" + r"hosted\.org",
            r"pypi\." + r"org",
            r"registry\." + r"npmjs",
            r"deb\." + r"debian\.org",
            r"--(?:extra-)?index" + r"-url[ =]\S+:",
            r"--find" + r"-links[ =]\S+",
        ]
    )
)
PLACES = ["/wo" + "rk", "/ro" + "ot", "/t" + "mp/pin", re.escape(str(ROOT)), re.escape(str(Path.home()))]
LOCAL = re.compile(r"(?<![\w./-])(?:" + "|".join(PLACES) + r")(?![\w-])[/\w.-]*")


def findings(text: str) -> list[str]:
    """The addresses and local paths in a text."""
    return [match.group(0) for pattern in (INDEX, LOCAL) for match in pattern.finditer(text)]


NOT_COMMITTED = {"build", "dist", "demo-uitvoer", "__pycache__"}  # from .gitignore; hidden folders as well


def _committed() -> list[Path]:
    """The committed files; where Git is absent, everything that would be committed."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        found = []
        for folder, folders, files in os.walk(ROOT):
            folders[:] = [name for name in folders if name not in NOT_COMMITTED and name[0] != "."]
            found += [Path(folder) / name for name in files if not name.endswith(".pyc")]
        return found
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_committed_file_names_an_index_or_a_local_path() -> None:
    found = {}
    for path in _committed():
        if not path.is_file():  # deleted in the working tree
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # pictures and fonts
        if wrong := findings(text):
            found[path.relative_to(ROOT).as_posix()] = wrong
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "url = https://files.python" + "hosted.org/packages/x.whl",
        "see /wo" + "rk/main/start.py",
        "ran in /t" + "mp/pin/uvenv",
        "--find" + "-links /opt/wheels",
        '"/ro' + 'ot/.venv"',
    ],
)
def test_an_address_or_local_path_is_recognised(text: str) -> None:
    assert findings(text)


@pytest.mark.parametrize(
    "text", ["the working folder", "docs/work/x", "/usr/bin/python3", "https://www.rijksoverheid.nl/x"]
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert not findings(text)
