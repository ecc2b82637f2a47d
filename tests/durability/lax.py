"""The program with synchronous=NORMAL, as most advice for WAL has it: the power-cut replay must catch it."""

import sys

from twijs_desk import app
from twijs_desk.store import connect

connect._SETTINGS = tuple(
    (name, "NORMAL", 1) if name == "synchronous" else (name, value, back)
    for name, value, back in connect._SETTINGS
)
sys.exit(app.main(sys.argv[1:]))
