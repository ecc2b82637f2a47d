"""Set TWijs Desk up on this computer and run it: `python3 start.py demo`, `python3 start.py test`.

Only the standard library, so that it runs on a fresh machine. What it installs goes into `.venv` beside this
file. Only missing system libraries of Debian and Ubuntu are installed outside it, and only for root; others
are shown the command. Any other arguments are handed to the program: `python3 start.py pack check`.

Exit code: that of the program or the checks; 3 when something is missing that you have to install yourself.
What is said here goes to stderr, so that `--json` output of the program stays clean.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "twijs-desk-setup.json"
REQUIREMENTS = ROOT / "requirements"
OLDEST, NEWEST = (3, 11), (3, 14)
OLDEST_PIP = (22, 3)  # the first with --python
DEMO_OUTPUT = "demo-uitvoer"
NEEDS_YOU = 3
NO_SCREEN = "There is no screen here to open a window on. Try: python3 start.py demo"

# File that must load, Debian package that holds it. Found on a bare Debian 12 by trying.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libbrotlidec.so.1": "libbrotli1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
WAYLAND_LIBRARIES = {"libwayland-cursor.so.0": "libwayland-cursor0"}


class Stop(Exception):
    """Setting up cannot go on; the message says what to do."""

    def __init__(self, message: str, code: int = NEEDS_YOU) -> None:
        super().__init__(message)
        self.code = code


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(command: list[str], problem: str) -> None:
    """Run one step of the set-up; its output goes to stderr."""
    try:
        done = subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False)
    except OSError as error:
        raise Stop(f"{problem} ({error})", 1) from error
    if done.returncode != 0:
        raise Stop(f"{problem} (The messages above say why. Command: {' '.join(command)})", 1)


# --- Python ---


def check_python() -> None:
    version = sys.version_info[:2]
    if OLDEST <= version <= NEWEST:
        return
    wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
    advice = (
        f"For example: py -{NEWEST[0]}.{NEWEST[1] - 1} start.py"
        if os.name == "nt"
        else f"For example: python{OLDEST[0]}.{OLDEST[1]} start.py"
    )
    raise Stop(
        f"TWijs Desk needs Python {wanted}; this is Python {platform.python_version()}.\n"
        f"Install one of those (python.org) and start it with that one. {advice} {' '.join(sys.argv[1:])}"
    )


def this_platform() -> str:
    """Our name for this kind of computer, as in requirements/exceptions.toml."""
    machine = platform.machine().lower()
    if sys.platform == "win32":  # the wheels follow the interpreter: an x64 Python on an Arm computer is x64
        return {"win-arm64": "win_arm64"}.get(sysconfig.get_platform(), "win_amd64")
    if sys.platform == "darwin":
        return "macosx_arm64" if machine == "arm64" else "macosx_x86_64"
    if machine in ("aarch64", "arm64"):
        glibc = tuple(int(part) for part in (platform.libc_ver()[1] or "0.0").split(".")[:2])
        return "manylinux_aarch64_glibc_2_39" if glibc >= (2, 39) else "manylinux_aarch64_glibc_2_36"
    return "manylinux_x86_64"


def check_wheels(for_tests: bool) -> None:
    """Say beforehand what no wheel exists for; pip would only say 'no matching distribution'."""
    import tomllib  # new in 3.11, so only after check_python

    rows = tomllib.loads((REQUIREMENTS / "exceptions.toml").read_text(encoding="utf-8"))["exception"]
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    here = [
        row
        for row in rows
        if row["platform"] == this_platform()
        and python in row["pythons"]
        and (for_tests or row["needed_for"] == "program")
        and not (row["platform"] == "macosx_arm64" and int(platform.mac_ver()[0].split(".")[0]) >= 15)
    ]
    if here:
        reasons = "\n".join(f"- {row['package']} {row['version']}: {row['reason']}" for row in here)
        advice = "\n".join(dict.fromkeys(row["instead"] for row in here))
        raise Stop(
            f"Not everything is available for this computer with Python {python}:\n{reasons}\n{advice}"
        )


# --- System libraries ---


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(on_screen: bool, for_tests: bool, for_frozen: bool) -> dict[str, str]:
    """{what is missing: Debian package that holds it} for what is about to run."""
    if not sys.platform.startswith("linux"):
        return {}  # the wheels for Windows and macOS bring everything themselves
    libraries = dict(QT_LIBRARIES)
    if for_tests or (on_screen and os.environ.get("DISPLAY")):
        libraries.update(SCREEN_LIBRARIES)
    elif on_screen:
        libraries.update(WAYLAND_LIBRARIES)
    programs = {}
    if for_tests:
        programs["Xvfb"] = "xvfb"
    if for_frozen:
        programs["objdump"] = "binutils"
        shared = sysconfig.get_config_var("INSTSONAME") or ""
        in_place = Path(sysconfig.get_config_var("LIBDIR") or "/") / shared
        if ".so" not in shared:  # Debian's python3 is linked statically and has its shared library apart
            shared = f"libpython{sys.version_info[0]}.{sys.version_info[1]}.so.1.0"
        if not in_place.is_file():
            libraries[shared] = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"
    missing = {name: package for name, package in libraries.items() if not _loads(name)}
    missing.update({name: package for name, package in programs.items() if not shutil.which(name)})
    return missing


def install_packages(missing: dict[str, str]) -> None:
    if not missing:
        return
    packages = sorted(set(missing.values()))
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    what = ", ".join(sorted(missing))
    if not shutil.which("apt-get"):
        raise Stop(
            f"These parts of the system are missing: {what}.\n"
            f"Install the packages of your system that hold them (on Debian: {' '.join(packages)})."
        )
    if os.geteuid() != 0:
        raise Stop(
            f"These parts of the system are missing: {what}.\nInstall them with:\n  sudo sh -c '{command}'"
        )
    say(f"Installing system packages: {' '.join(packages)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quiet = command.replace("apt-get ", "apt-get -qq ")
    done = subprocess.run(["sh", "-c", quiet], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        say(done.stdout + done.stderr)
        raise Stop(f"Installing system packages failed. Try it by hand:\n  {command}")


def has_screen() -> bool:
    """Is there reason to expect a screen? (`screen_works` tries it once Qt is there.)"""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def screen_works() -> bool:
    attempt = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    done = subprocess.run(
        [str(venv_python()), "-c", attempt], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    return done.returncode == 0


# --- The environment in .venv ---


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _answer(command: list[str]) -> str:
    """What a command prints, or nothing when it cannot run."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _has_usable_pip(python: str) -> bool:
    version = _answer([python, "-c", "import pip; print(pip.__version__)"])
    numbers = [int(part) for part in version.split(".")[:2] if part.isdigit()]
    return tuple(numbers) >= OLDEST_PIP


def pip_command() -> list[str]:
    """A pip that installs into .venv. Without python3-venv, Debian puts none in there."""
    inside = str(venv_python())
    if _has_usable_pip(inside):
        return [inside, "-m", "pip"]
    if not _has_usable_pip(sys.executable):
        if importlib.util.find_spec("ensurepip"):
            run([inside, "-m", "ensurepip", "--upgrade"], "Python could not install pip.")
            return [inside, "-m", "pip"]
        install_packages({"pip": "python3-pip", "venv": "python3-venv"})
        if not _has_usable_pip(sys.executable):
            raise Stop("This Python has no pip. Install pip for it, or use a Python from python.org.")
    return [sys.executable, "-m", "pip", "--python", inside]


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(**changes: str) -> None:
    STAMP.write_text(json.dumps(read_stamp() | changes, indent=1), encoding="utf-8")


def make_venv() -> None:
    found = _answer([str(venv_python()), "-c", "import sys; print(*sys.version_info[:2])"])
    version = tuple(int(part) for part in found.split())
    moved = read_stamp().get("place", str(ROOT)) != str(ROOT)  # its programs hold the old path
    if OLDEST <= version <= NEWEST and not moved:
        return
    if VENV.exists():
        if not (VENV / "pyvenv.cfg").is_file():
            raise Stop(f"{VENV} exists but is no Python environment. Move it away and try again.")
        say("The environment in .venv no longer works here; it is made anew.")
        shutil.rmtree(VENV)
    say(f"Making an environment for Python {platform.python_version()} in .venv")
    if not importlib.util.find_spec("venv"):
        install_packages({"venv": "python3-venv"})
    run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], "Python could not make the environment.")
    write_stamp(place=str(ROOT))


def _digest(*files: Path) -> str:
    joined = hashlib.sha256()
    for file in files:
        joined.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return joined.hexdigest()


def install_requirements(for_tests: bool) -> None:
    """Install the pinned packages, unless those of the same lists are there already."""
    program = [REQUIREMENTS / "runtime.txt", REQUIREMENTS / "build.txt"]
    everything = [REQUIREMENTS / "dev.txt"]
    stamp = read_stamp()
    has_everything = stamp.get("everything") == _digest(*everything)
    if has_everything or (not for_tests and stamp.get("program") == _digest(*program)):
        return
    files = everything if for_tests else program
    size = "about 200 MB for the program and its tests" if for_tests else "about 110 MB"
    say(f"Installing the pinned packages ({size} to download the first time; this can take some minutes)")
    install = ["install", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    lists = [part for file in files for part in ("-r", str(file))]
    run(
        [*pip_command(), *install, *quiet, *lists],
        "The packages could not be installed. Is there a connection to the package index?",
    )
    write_stamp(**({"everything": _digest(*everything)} if for_tests else {"program": _digest(*program)}))


def install_project() -> None:
    """Make the checkout itself known as the package twijs_desk, so that edits work at once."""
    wanted = _digest(ROOT / "pyproject.toml")
    if read_stamp().get("project") == wanted:
        return
    say("Installing TWijs Desk itself from this folder")
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps"]
    run(
        [*pip_command(), *install, "--no-build-isolation", "--editable", str(ROOT)],
        "TWijs Desk itself could not be installed.",
    )
    tidy_editable_install()
    write_stamp(project=wanted)


def tidy_editable_install() -> None:
    """Make .venv point to this folder by a relative path, and drop the copies that were installed beside it.

    Python before 3.13 reads the pointer in the encoding of the system; a name like José in a full path can stop
    it. The copied resources are never read, but would go out of date.
    """
    for pointer in VENV.glob("**/site-packages/*twijs_desk*.pth"):
        pointer.write_text(os.path.relpath(ROOT, pointer.parent) + "\n", encoding="ascii")
        copied = pointer.parent / "twijs_desk"
        if copied.is_dir() and not (copied / "__init__.py").exists():
            shutil.rmtree(copied)


# --- Run ---


def demo_arguments(given: list[str], on_screen: bool) -> list[str]:
    if on_screen and "--headless" not in given:
        return ["demo", *given]
    headless = [] if "--headless" in given else ["--headless"]
    out = (
        [] if any(part == "--out" or part.startswith("--out=") for part in given) else ["--out", DEMO_OUTPUT]
    )
    return ["demo", *headless, *out, *given]


def program(arguments: list[str]) -> list[str]:
    """The command that does what was asked, after everything it needs has been set up."""
    wanted = arguments[0] if arguments else ""
    for_tests = wanted == "test"
    shows_window = wanted in ("", "demo") and "--headless" not in arguments
    on_screen = shows_window and has_screen()
    if wanted == "" and not on_screen:
        raise Stop(NO_SCREEN)
    check_wheels(for_tests)
    if for_tests or wanted in ("", "demo", "--self-test"):  # the other commands work without Qt
        install_packages(missing_packages(on_screen, for_tests, for_tests and "--fast" not in arguments))
    make_venv()
    install_requirements(for_tests)
    install_project()
    if on_screen and sys.platform.startswith("linux") and not screen_works():
        say("There is a setting for a screen here, but no window can be opened on it.")
        on_screen = False
    # -P: never a twijs_desk that happens to be in the current folder
    run_program = [str(venv_python()), "-P", "-m", "twijs_desk"]
    if wanted == "":
        if not on_screen:
            raise Stop(NO_SCREEN)
        return run_program
    if for_tests:
        say("Set-up is complete. Running the checks.")
        return [str(venv_python()), str(ROOT / "tools" / "checks.py"), *arguments[1:]]
    if wanted == "demo":
        how = (
            "in a window"
            if on_screen
            else f"without a screen (results in {DEMO_OUTPUT} unless --out says otherwise)"
        )
        say(f"Set-up is complete. Starting the example {how}.")
        arguments = demo_arguments(arguments[1:], on_screen)
    return [*run_program, *arguments]


def main() -> int:
    try:
        check_python()
        started = time.monotonic()
        command = program(sys.argv[1:])
        seconds = time.monotonic() - started
        if seconds > 5:
            say(f"(Setting up took {seconds:.0f} s; the next time it is skipped.)")
        environment = dict(os.environ)
        if sys.platform.startswith("linux") and (not has_screen() or "--headless" in command):
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        code = subprocess.run(command, env=environment, check=False).returncode
    except Stop as stop:
        say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        return 130
    return 128 - code if code < 0 else code  # ended by a signal: as a shell reports it


if __name__ == "__main__":
    sys.exit(main())
