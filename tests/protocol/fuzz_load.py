"""Feeds the loader damaged packs by the thousand: `python tests/protocol/fuzz_load.py COUNT SEED`.

Run as a process of its own with little memory, so that a pack which asks for too much fails here. Every input must
end, within the time given, in a pack or in defects with a file and a place.
"""

from __future__ import annotations

import contextlib
import random
import signal
import sys
import time
from collections.abc import Callable, Mapping
from types import FrameType

from twijs_desk import assets
from twijs_desk.protocol.load import check, load
from twijs_desk.protocol.model import PackError

MEMORY = 768 * 1024 * 1024  # bytes of address space, interpreter included
SECONDS = 20  # of work for one input (the whole proof of a pack that is still sound takes most of it)

WORDS = [
    "when", "all", "any", "not", "is", "is_not", "known", "unknown", "fact", "[[question]]", "[[fact]]",
    "[pack]", "[[measure]]", "options", "sources", "id", "{", "}", "[", "]", "=", '"', "'", '"""', "\n", "\\",
    "true", "1979-05-27", "08:00:00", "0x", "1e999", "nan", "inf", "a.b.c", "\x00", "\ufeff", "𝔘", "é", "9" * 400,
]  # fmt: skip


class TooSlow(Exception):
    pass


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow


def cut(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.randrange(1, 200) :]


def repeat(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    part = text[start : start + chance.randrange(1, 400)]
    return text[:start] + part * chance.choice([2, 3, 50]) + text[start:]


def insert(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + chance.choice(WORDS) * chance.choice([1, 1, 1, 5, 300]) + text[start:]


def swap(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for _ in range(chance.randrange(1, 4)):
        one, two = chance.randrange(len(words)), chance.randrange(len(words))
        words[one], words[two] = words[two], words[one]
    return " ".join(words)


def noise(text: str, chance: random.Random) -> str:
    raw = bytearray(text.encode())
    for _ in range(chance.randrange(1, 30)):
        if raw:
            raw[chance.randrange(len(raw))] = chance.randrange(256)
    return raw.decode("utf-8", "replace")


def rubbish(_text: str, chance: random.Random) -> str:
    return chance.randbytes(chance.randrange(0, 3000)).decode("latin-1")


def deep(_text: str, chance: random.Random) -> str:
    depth = chance.choice([5, 13, 200, 5000])
    opening, closing = chance.choice([("{ not = ", " }"), ("[", "]"), ("{ all = [", "] }")])
    return f'[[fact]]\nid = "x"\ntitle = "x"\nwhen = {opening * depth}1{closing * depth}\n'


def tangle(_text: str, chance: random.Random) -> str:
    """Many questions with conditions over all earlier ones: what a proof could choke on."""
    lines = []
    for number in range(chance.choice([5, 30, 160])):
        earlier = [f'{{ is = ["t{n}", "{chance.choice("ab")}"] }}' for n in range(number)]
        parts = chance.sample(earlier, min(len(earlier), chance.randrange(0, 12)))
        when = f"when = {{ {chance.choice(['all', 'any'])} = [{', '.join(parts)}] }}\n" if parts else ""
        lines.append(
            f'[[question]]\nid = "t{number}"\nsection = "first"\ntext = "t"\nhelp = "h"\nwhy = "w"\n{when}'
            'options = [{ id = "a", label = "a" }, { id = "b", label = "b" }]\nsources = ["TW-A1"]\n'
            'examples_yes = ["a"]\nexamples_no = ["b"]\nnext_note = "n"\n'
        )
    return "\n".join(lines)


WAYS: list[Callable[[str, random.Random], str]] = [cut, repeat, insert, swap, noise, rubbish, deep, tangle]


def damaged(files: Mapping[str, str], chance: random.Random) -> dict[str, str]:
    found = dict(files)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        name = chance.choice(sorted(found))
        found[name] = chance.choice(WAYS)(found[name], chance)
    if chance.random() < 0.02:
        found.pop(chance.choice(sorted(found)))
    if chance.random() < 0.02:
        found[chance.choice(["../x.toml", "", "a" * 300, "leeg.toml"])] = ""
    return found


def main(count: int, seed: int) -> int:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.signal(signal.SIGPROF, _stop)
    chance = random.Random(seed)
    packs = [
        assets.texts(assets.resource("protocol", name))
        for name in ("voorbeeld-klein", "twijs-2022")
        if assets.resource("protocol", name).is_dir()
    ]
    slowest = accepted = 0.0
    for number in range(count):
        chosen = packs[0] if chance.random() < 0.8 else packs[-1]
        files = damaged(chosen, chance)
        began = time.process_time()
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            with contextlib.suppress(PackError):
                load(files)
                accepted += 1
            if chosen is packs[0] and number % 20 == 0:
                check(files)
        except PackError as error:
            if not error.defects:
                raise
        except Exception as error:  # whatever escapes the loader is what this looks for
            print(f"input {number} of seed {seed}: {type(error).__name__}: {error}")
            return 1
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, time.process_time() - began)
    print(f"{count} inputs, {accepted:.0f} accepted, slowest {slowest:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
