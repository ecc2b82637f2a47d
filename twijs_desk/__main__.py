"""`python -m twijs_desk` and the installed command `twijs-desk`."""

import sys

from twijs_desk import app


def main() -> None:
    sys.exit(app.main(sys.argv[1:]))


if __name__ == "__main__":
    main()
