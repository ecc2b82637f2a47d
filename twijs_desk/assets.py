"""Where the shipped files are: resources and the style sheet, from a checkout, a wheel or a frozen folder."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """Folder that holds `resources/` and `ui/`: the packaged copy if there is one, else the checkout."""
    packaged = _PACKAGE / "_data"
    return packaged if packaged.is_dir() else _PACKAGE.parent


def resource(*parts: str) -> Path:
    """Path of a file or folder under `resources/`."""
    return root().joinpath("resources", *parts)


def style_sheet() -> str:
    """Text of `ui/theme.qss`, with its colour names still to be filled in."""
    return (root() / "ui" / "theme.qss").read_text(encoding="utf-8")


def texts(folder: Path, suffix: str = ".toml") -> dict[str, str]:
    """All files with this suffix under a folder as {relative name with forward slashes: text}, in name order.

    Raises OSError or UnicodeDecodeError when a file cannot be read as UTF-8 text.
    """
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob(f"*{suffix}"))
    }
