"""Compile the drawn forms (`ui/*.ui`) to `twijs_desk/gui/forms/ui_*.py`, after a change in Qt Designer.

`python tools/forms.py` writes them; `--check` only says which committed ones differ from a fresh compilation
(comments aside: they hold the version of the compiler) and fails if there are any.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def compile_form(drawn: Path) -> str:
    """The Python text of one form."""
    compiler = shutil.which("pyside6-uic", path=str(Path(sys.executable).parent)) or "pyside6-uic"
    done = subprocess.run(
        [compiler, "--generator", "python", str(drawn)], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.replace("\r\n", "\n")


def essence(text: str) -> list[str]:
    """The lines that do something."""
    return [line.rstrip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def differing(forms: Path, compiled: Path) -> list[str]:
    """What is wrong with the compiled forms, one sentence each."""
    wrong = []
    expected = set()
    for drawn in sorted(forms.glob("*.ui")):
        target = compiled / f"ui_{drawn.stem}.py"
        expected.add(target)
        if not target.is_file():
            wrong.append(f"{drawn.name} has not been compiled")
        elif essence(target.read_text(encoding="utf-8")) != essence(compile_form(drawn)):
            wrong.append(f"{target.name} differs from {drawn.name}")
    wrong += [f"{extra.name} has no form" for extra in sorted(set(compiled.glob("ui_*.py")) - expected)]
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a form is out of date")
    forms, compiled = ROOT / "ui", ROOT / "twijs_desk" / "gui" / "forms"
    if parser.parse_args().check:
        wrong = differing(forms, compiled)
        print("\n".join(wrong) or f"{len(list(forms.glob('*.ui')))} forms are up to date")
        return 1 if wrong else 0
    for drawn in sorted(forms.glob("*.ui")):
        (compiled / f"ui_{drawn.stem}.py").write_text(compile_form(drawn), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
