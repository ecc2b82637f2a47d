"""Recompile the pinned requirements and the list of wheels behind them, for whoever changes a dependency.

`python tools/pins.py` keeps the pins that still fit the `.in` files; `--upgrade NAME` moves one package,
`--upgrade-all` everything. It needs `uv` on the path (or its path in the environment variable UV) and the
package index that uv is set up with. What it writes is portable: file names and hashes, no addresses.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
LOWEST_PYTHON = "3.11"


def _uv() -> str:
    found = os.environ.get("UV") or shutil.which("uv")
    if not found:
        sys.exit("uv was not found. Install it (for example: pip install uv) or set UV to its path.")
    return found


def _compile(name: str, *extra: str) -> None:
    """Write requirements/<name>.txt from requirements/<name>.in for every system and Python at once."""
    command = [
        _uv(), "pip", "compile", f"{name}.in", "-o", f"{name}.txt", "--quiet", "--universal",
        "--python-version", LOWEST_PYTHON, "--generate-hashes", "--no-emit-index-url",
        "--custom-compile-command", "python tools/pins.py", *extra,
    ]  # fmt: skip
    subprocess.run(command, cwd=REQUIREMENTS, check=True)


def _files_behind(name: str) -> dict[str, dict[str, dict[str, str]]]:
    """{package: {version: {file name: sha256}}} of all the index has for requirements/<name>.txt."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "pylock.toml"
        command = [
            _uv(), "pip", "compile", f"{name}.txt", "-o", str(lock), "--quiet", "--universal", "--no-deps",
            "--python-version", LOWEST_PYTHON, "--no-emit-index-url", "--format", "pylock.toml",
        ]  # fmt: skip
        subprocess.run(command, cwd=REQUIREMENTS, check=True)
        locked = tomllib.loads(lock.read_text(encoding="utf-8"))
    found: dict[str, dict[str, dict[str, str]]] = {}
    for package in locked["packages"]:
        found.setdefault(package["name"], {})[package["version"]] = {
            unquote(urlsplit(file["url"]).path).rsplit("/", 1)[-1]: file["hashes"]["sha256"]
            for file in [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
        }
    return found


def _keep_known_hashes(name: str, known: set[str]) -> None:
    """Drop the hashes of files that no supported Python can use (wheels for older ones)."""
    path = REQUIREMENTS / f"{name}.txt"
    text = path.read_text(encoding="utf-8").replace(" \\\n    --hash", "\n    --hash")
    kept = [
        line
        for line in text.splitlines()
        if not line.startswith("    --hash") or line.split(":", 1)[1] in known
    ]
    lines = [
        line + " \\" if following.startswith("    --hash") else line
        for line, following in zip(kept, [*kept[1:], ""], strict=True)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--upgrade", metavar="NAME", action="append", default=[], help="let this package move"
    )
    parser.add_argument("--upgrade-all", action="store_true", help="let every package move")
    chosen = parser.parse_args()
    moving = [part for name in chosen.upgrade for part in ("--upgrade-package", name)]
    if chosen.upgrade_all:
        moving.append("--upgrade")
    _compile("dev", *moving)
    for name in ("runtime", "build"):  # the same versions as in dev, which holds them all
        (REQUIREMENTS / f"{name}.txt").unlink(missing_ok=True)
        _compile(name, "--constraint", "dev.txt", "--no-annotate")
    behind = _files_behind("dev")
    known = {
        digest for versions in behind.values() for files in versions.values() for digest in files.values()
    }
    for name in ("dev", "runtime", "build"):
        _keep_known_hashes(name, known)
    text = json.dumps(behind, indent=1, sort_keys=True) + "\n"
    (REQUIREMENTS / "wheels.json").write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
