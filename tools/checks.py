"""All checks of the project in one list, for `start.py test` and so for continuous integration.

Run by the Python of `.venv`. Every step is tried even when an earlier one failed; the end is a summary with
durations, and the exit code is 1 when any step failed. `--fast` leaves the frozen program out.
"""

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
WHEELS = BUILD / "wheel"
WHEEL_VENV = BUILD / "wheel-venv"
FROZEN = BUILD / "frozen"
SCRIPTS = Path(sys.executable).parent
WINDOWS = os.name == "nt"


class Failed(Exception):
    """A check that did not pass."""


@dataclass(frozen=True)
class Step:
    name: str
    check: Callable[[], None]


def _environment(**changes: str) -> dict[str, str]:
    """This environment without what would lead a copy elsewhere back to the checkout."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return kept | {"PYTHONUTF8": "1"} | changes


def run(*command: str | Path, cwd: Path = ROOT, screen: bool = False, **changes: str) -> None:
    if not screen:
        changes.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=_environment(**changes), check=False)
    if done.returncode != 0:
        raise Failed(f"exit code {done.returncode}: {' '.join(str(part) for part in command)}")


def python(*arguments: str | Path) -> Callable[[], None]:
    return lambda: run(sys.executable, *arguments)


def script(name: str, *arguments: str) -> Callable[[], None]:
    """A command that a package put beside this Python."""
    return lambda: run(shutil.which(name, path=str(SCRIPTS)) or name, *arguments)


def run_tests() -> None:
    """In a folder of this run alone: what an interrupted run left behind elsewhere cannot fail this one."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pytest = ("-m", "pytest", "-q", "-n", "auto", "--durations", "10")
        run(sys.executable, *pytest, "--basetemp", Path(folder) / "pytest")


def build_wheel() -> None:
    shutil.rmtree(WHEELS, ignore_errors=True)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", WHEELS)
    check = shutil.which("check-wheel-contents", path=str(SCRIPTS)) or "check-wheel-contents"
    run(check, "--toplevel", "twijs_desk", *WHEELS.glob("*.whl"))


def test_wheel() -> None:
    """Install the wheel where the checkout is out of sight; the other packages are borrowed from `.venv`."""
    (wheel,) = WHEELS.glob("*.whl")
    shutil.rmtree(WHEEL_VENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", "--without-pip", WHEEL_VENV)
    inside = WHEEL_VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
    install = ("install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps")
    run(sys.executable, "-m", "pip", "--python", inside, *install, wheel)
    packages = subprocess.run(
        [str(inside), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    borrowed = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    relative = [os.path.relpath(folder, packages) for folder in borrowed]
    (Path(packages) / "borrowed.pth").write_text("\n".join(relative) + "\n", encoding="ascii")
    with tempfile.TemporaryDirectory(prefix="elders ë ") as elsewhere:
        where = "import pathlib, sys, twijs_desk; sys.exit(sys.argv[1] not in twijs_desk.__file__)"
        run(inside, "-c", where, WHEEL_VENV, cwd=Path(elsewhere))
        program = shutil.which("twijs-desk", path=str(inside.parent)) or "twijs-desk"
        run(program, "--version", cwd=Path(elsewhere))
        run(program, "--self-test", cwd=Path(elsewhere))


def test_checkout_elsewhere() -> None:
    with tempfile.TemporaryDirectory() as elsewhere:
        run(sys.executable, "-m", "twijs_desk", "--self-test", cwd=Path(elsewhere))


def test_on_screen() -> None:
    """The same with the real platform plugin: on a virtual screen on Linux, on the desktop elsewhere."""
    self_test = (sys.executable, "-m", "twijs_desk", "--self-test")
    if not sys.platform.startswith("linux"):
        run(*self_test, screen=True)
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise Failed("the virtual screen (Xvfb) did not start")
        run(*self_test, screen=True, DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb")
    finally:
        server.terminate()
        server.wait()


def freeze() -> None:
    run(
        sys.executable, "-m", "PyInstaller", "build.spec", "--noconfirm", "--log-level", "ERROR",
        "--distpath", FROZEN, "--workpath", BUILD / "frozen-work",
    )  # fmt: skip


def test_frozen() -> None:
    program = FROZEN / "twijs-desk" / ("twijs-desk.exe" if WINDOWS else "twijs-desk")
    with tempfile.TemporaryDirectory(prefix="elders ë ") as elsewhere:
        run(program, "--version", cwd=Path(elsewhere))
        run(program, "--self-test", cwd=Path(elsewhere))


def steps(fast: bool) -> list[Step]:
    listed = [
        Step("style", python("-m", "ruff", "check", ".")),
        Step("format", python("-m", "ruff", "format", "--check", ".")),
        Step("types", python("-m", "mypy")),
        Step("imports", script("lint-imports")),
        Step("compiled forms", python("tools/forms.py", "--check")),
        Step("picture of the route", python("tools/picture.py", "--check")),
        Step("rules", python("-m", "twijs_desk", "pack", "check")),
        Step("stories", python("-m", "twijs_desk", "pack", "stories")),
        Step("tests", run_tests),
        Step("self-test from the checkout", test_checkout_elsewhere),
        Step("self-test on a screen", test_on_screen),
        Step("wheel", build_wheel),
        Step("self-test from the wheel", test_wheel),
    ]
    if not fast:
        listed += [Step("frozen program", freeze), Step("self-test from the frozen program", test_frozen)]
    return listed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="leave the frozen program out")
    chosen = steps(parser.parse_args().fast)
    results: list[tuple[Step, float, str]] = []
    for step in chosen:
        print(f"== {step.name}", flush=True)
        started = time.monotonic()
        problem = ""
        try:
            step.check()
        except (Failed, OSError, ValueError, subprocess.SubprocessError) as error:
            problem = str(error) or type(error).__name__
        seconds = time.monotonic() - started
        results.append((step, seconds, problem))
        print(f"== {step.name}: {'FAILED, ' + problem if problem else 'ok'} ({seconds:.1f} s)\n", flush=True)
    failed = [step.name for step, _, problem in results if problem]
    print("Summary")
    for step, seconds, problem in results:
        print(f"  {'FAILED' if problem else 'ok':6}  {seconds:7.1f} s  {step.name}")
    total = sum(seconds for _, seconds, _ in results)
    ending = f"failed: {', '.join(failed)}" if failed else "every check is good"
    print(f"{len(results)} checks in {total:.0f} s; {ending}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
