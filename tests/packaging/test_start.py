"""`start.py`: what it decides before it installs or runs anything."""

import ast
import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_can_read_it_and_so_say_what_is_wrong() -> None:
    text = (ROOT / "start.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 8))
    for node in ast.parse(text).body:  # imported before the version is checked, so in every Python's library
        if isinstance(node, ast.Import):
            assert "tomllib" not in {name.name for name in node.names}


def test_only_the_standard_library_is_imported() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [n.name for n in node.names]
        )
    }
    assert names <= sys.stdlib_module_names


def test_this_python_and_computer_are_accepted(start: ModuleType) -> None:
    start.check_python()
    start.check_wheels(for_tests=True)


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 15, 0)])
def test_another_python_is_refused_with_advice(
    start: ModuleType, version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(start.Stop, match=r"needs Python 3\.11 to 3\.14") as stop:
        start.check_python()
    assert stop.value.code == 3


def test_windows_on_arm_is_told_which_python_to_take(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("sysconfig.get_platform", lambda: "win-arm64")
    with pytest.raises(start.Stop, match=r"Python for Windows x64"):
        start.check_wheels(for_tests=False)


def test_it_uses_the_names_of_the_written_exceptions(start: ModuleType) -> None:
    rows = tomllib.loads((ROOT / "requirements/exceptions.toml").read_text(encoding="utf-8"))["exception"]
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    assert all(f'"{row["platform"]}"' in source for row in rows)


@pytest.mark.parametrize(
    ("given", "on_screen", "expected"),
    [
        ([], True, ["demo"]),
        ([], False, ["demo", "--headless", "--out", "demo-uitvoer"]),
        (["--out", "x"], False, ["demo", "--headless", "--out", "x"]),
        (["--out=x"], False, ["demo", "--headless", "--out=x"]),
        (["--headless", "--out", "x"], False, ["demo", "--headless", "--out", "x"]),
        (["--headless"], True, ["demo", "--out", "demo-uitvoer", "--headless"]),
    ],
)
def test_the_example_runs_without_a_screen_when_there_is_none(
    start: ModuleType, given: list[str], on_screen: bool, expected: list[str]
) -> None:
    assert start.demo_arguments(given, on_screen) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves libraries to the system")
def test_a_missing_library_is_found_by_loading_it(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert start.missing_packages(on_screen=False, for_tests=False, for_frozen=False) == {}
    monkeypatch.setitem(start.QT_LIBRARIES, "libdoes-not-exist.so.7", "libdoes-not-exist7")
    missing = start.missing_packages(on_screen=False, for_tests=False, for_frozen=False)
    assert missing == {"libdoes-not-exist.so.7": "libdoes-not-exist7"}


def test_without_apt_the_packages_are_named(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(start.Stop, match="libexample1"):
        start.install_packages({"libexample.so.1": "libexample1"})


def test_the_stamp_ignores_line_ends_and_notices_changes(start: ModuleType, tmp_path: Path) -> None:
    unix, windows, other = tmp_path / "unix", tmp_path / "windows", tmp_path / "other"
    unix.write_bytes(b"a==1\n")
    windows.write_bytes(b"a==1\r\n")
    other.write_bytes(b"a==2\n")
    assert start._digest(unix) == start._digest(windows) != start._digest(other)


def test_the_exit_code_of_the_program_is_passed_on(tmp_path: Path) -> None:
    """From a Python that is refused: exit code 3 and a sentence, nothing on stdout."""
    refused = "import sys; sys.version_info = (3, 10, 0); sys.argv = ['start.py', 'demo']; import runpy; "
    refused += f"runpy.run_path({str(ROOT / 'start.py')!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", refused], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "needs Python" in done.stderr
