"""The wheel: everything the program reads from disk is in it, in the one package and nowhere else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """{name: content} of a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _shipped(folder: str, pattern: str) -> list[Path]:
    found = [path for path in sorted((ROOT / folder).rglob(pattern)) if path.is_file()]
    assert found, f"the checkout has no {folder}/{pattern}"
    return found


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("resources/fonts", "*.ttf"),
        ("resources/fonts", "OFL.txt"),
        ("resources/icons", "*.svg"),
        ("resources/protocol/twijs-2022", "*.toml"),
        ("resources/letters", "*.toml"),
        ("resources", "*"),
    ],
)
def test_resources_are_in_the_wheel_unchanged(wheel: dict[str, bytes], folder: str, pattern: str) -> None:
    for path in _shipped(folder, pattern):
        name = f"twijs_desk/_data/{path.relative_to(ROOT).as_posix()}"
        assert wheel.get(name) == path.read_bytes(), f"{name} is missing or different"


def test_the_style_sheet_is_in_the_wheel(wheel: dict[str, bytes]) -> None:
    assert wheel["twijs_desk/_data/ui/theme.qss"] == (ROOT / "ui/theme.qss").read_bytes()


def test_code_and_migrations_are_in_the_wheel(wheel: dict[str, bytes]) -> None:
    for path in _shipped("twijs_desk", "*.py"):
        assert path.relative_to(ROOT).as_posix() in wheel, f"{path} is not in the wheel"
    migrations = [name for name in wheel if name.startswith("twijs_desk/store/migrations/")]
    assert any(name.split("/")[-1].startswith("m0001_") for name in migrations)


def test_nothing_else_is_in_the_wheel(wheel: dict[str, bytes]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert len(tops) == 2, tops
    assert "twijs_desk" in tops
    assert not [name for name in wheel if "__pycache__" in name or name.endswith((".pyc", ".vault", ".ui"))]


def test_the_licences_go_with_it(wheel: dict[str, bytes]) -> None:
    held = {name.split("/licenses/")[1] for name in wheel if "/licenses/" in name}
    wanted = {"LICENSE", *(path.relative_to(ROOT).as_posix() for path in _shipped("LICENSES", "*.txt"))}
    assert wanted <= held
