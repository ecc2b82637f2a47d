"""The licences: our own text is whole, and every pinned package is on the page of third parties."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _pinned() -> set[str]:
    text = (ROOT / "requirements/dev.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))


def test_every_pinned_package_has_its_licence_listed() -> None:
    listed = set()
    for line in (ROOT / "docs/third-party.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            listed |= {re.sub(r"\(.*?\)", "", part).strip() for part in line.split("|")[1].split(",")}
    assert _pinned() <= listed, f"not in docs/third-party.md: {sorted(_pinned() - listed)}"


def test_our_own_licence_is_whole_in_both_languages() -> None:
    english = (ROOT / "LICENSE").read_text(encoding="utf-8")
    dutch = (ROOT / "LICENSES/EUPL-1.2-nl.txt").read_text(encoding="utf-8")
    for text in (english, dutch):
        assert re.findall(r"^(\d+)\.\s?\w", text, re.MULTILINE) == [str(number) for number in range(1, 16)]
        for compatible in (
            "(GPL) v. 2, v. 3",
            "(AGPL) v. 3",
            "(LGPL) v. 2.1, v. 3",
            "(MPL) v. 2",
            "LiLiQ-R+",
        ):
            assert compatible in text


def test_the_notices_that_must_go_along_are_there() -> None:
    for path, words in {
        "LICENSES/SQLCipher-BSD-3-Clause.txt": "ZETETIC LLC",
        "LICENSES/LGPL-3.0.txt": "GNU LESSER GENERAL PUBLIC LICENSE",
        "LICENSES/GPL-3.0.txt": "GNU GENERAL PUBLIC LICENSE",
        "LICENSES/Apache-2.0.txt": "Apache License",
        "resources/fonts/source-sans-3/OFL.txt": "SIL OPEN FONT LICENSE",
        "resources/icons/LICENSE": "ISC License",
    }.items():
        assert words in (ROOT / path).read_text(encoding="utf-8"), path
