"""Registers incidents for ever, as the window does, and says so after each: for the test that kills it."""

import hashlib
import os
import random
import sys
from pathlib import Path

from builders import FAST, PASSPHRASE, PNG, Clock, an_incident, screenshot

from twijs_desk.casework import desk as desks
from twijs_desk.casework import drafts, flow, incidents


def main(path: Path) -> None:
    clock = Clock()
    desk = desks.open(path, PASSPHRASE, clock=clock, kdf=FAST)
    chance = random.Random()
    while True:
        text = "Een filmpje. " + "x" * chance.randrange(20_000)
        draft = an_incident(observation=text, evidence=(screenshot(content=PNG * 50),))
        kept = drafts.save(desk, draft)
        case = incidents.register(desk, drafts.resume(desk, kept.id))
        say(f"ACK {case.number} {hashlib.sha256(text.encode()).hexdigest()}\n")
        flow.answer(desk, case.id, "danger", "yes")
        clock.forward(seconds=1)


def say(line: str) -> None:
    os.write(1, line.encode())  # in one piece, whatever Python does with its buffers


if __name__ == "__main__":
    main(Path(sys.argv[1]))
