"""Draw the route of the shipped rules to `docs/beeld/route.svg`, after a change in the rules or in the drawing.

`python tools/picture.py` writes it; `--check` fails when the committed one is not what would be drawn now.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "beeld" / "route.svg"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from twijs_desk.casework import pictures

    drawn = pictures.of_pack()
    if not options.check:
        TARGET.write_bytes(drawn)
        return 0
    if not TARGET.is_file() or TARGET.read_bytes() != drawn:
        print("docs/beeld/route.svg is out of date; run: python tools/picture.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
