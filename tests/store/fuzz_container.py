"""Any bytes as a backup: `python fuzz_container.py COUNT SEED`. Only a StoreError, or a backup that is sound."""

import hashlib
import json
import random
import resource
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from twijs_desk.store import container
from twijs_desk.store.container import MAGIC, Manifest, Part
from twijs_desk.store.errors import StoreError

AT = datetime(2026, 11, 23, tzinfo=UTC)
ODD = (
    0,
    -1,
    1,
    4095,
    4096,
    1 << 31,
    1 << 63,
    1 << 70,
    10**400,
    1.5,
    True,
    None,
    "",
    "x",
    [],
    {},
    "0" * 64,
    "../../x",
    "\ud800",
)


def main(count: int, seed: int) -> dict[str, int]:
    chance, told = random.Random(seed), {"sound": 0, "refused": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = a_backup(folder, chance)
        target = folder / "fuzzed.reservekopie"
        for _ in range(count):
            raw = mutate(good, chance)
            target.write_bytes(raw)
            try:
                container.read_manifest(target)
                sound = container.read(target)
            except StoreError:
                told["refused"] += 1
                continue
            assert raw[:-65] == good[:-65] or resealed(raw), "a wrong backup was taken for a good one"
            assert len(sound.key_file) == sound.manifest.keys.size
            told["sound"] += 1
    return told


def a_backup(folder: Path, chance: random.Random) -> bytes:
    database, keys = chance.randbytes(8192), chance.randbytes(300)
    (folder / "database").write_bytes(database)
    parts = [Part(len(data), hashlib.sha256(data).hexdigest()) for data in (keys, database)]
    manifest = Manifest("ab" * 16, AT, "1.0", "0003", "backup", *parts)
    manifest = container.seal(manifest, b"k" * 32, {"counts": {}})
    container.write(folder / "good", manifest, keys, folder / "database")
    return (folder / "good").read_bytes()


def mutate(good: bytes, chance: random.Random) -> bytes:
    end = good.index(b"\n", len(MAGIC))
    manifest, rest = json.loads(good[len(MAGIC) : end]), good[end + 1 : -65]
    match chance.randrange(9):
        case 0:
            return chance.randbytes(chance.randrange(3000))
        case 1:
            return good[: chance.randrange(len(good))]
        case 2:
            position = chance.randrange(len(good))
            return good[:position] + chance.randbytes(chance.randrange(1, 9)) + good[position + 1 :]
        case 3:
            line = json.dumps(change(manifest, chance), sort_keys=True, separators=(",", ":"))
        case 4:  # numbers that lie, the hash over everything right
            part = chance.choice(manifest["files"])
            part[chance.choice(["size", "sha256", "name"])] = chance.choice(ODD)
            line = json.dumps(manifest, sort_keys=True, separators=(",", ":"))
        case 5:
            line = "[" * chance.randrange(1, 60_000)
        case 6:
            line = '{"a":' + "9" * chance.randrange(1, 60_000) + "}"
        case 7:
            return MAGIC + b"x" * chance.choice([100, 70_000, 200_000])
        case _:
            return b"TWIJS-RESERVEKOPIE " + chance.choice([b"2", b"", b"1", b"\xff", b"11"]) + b"\n" + rest
    body = MAGIC + line.encode("utf-8", "surrogatepass") + b"\n" + rest
    return body + hashlib.sha256(body).hexdigest().encode() + b"\n"


def change(value: object, chance: random.Random) -> object:
    if isinstance(value, dict) and value:
        value = dict(value)
        name = chance.choice(sorted(value))
        match chance.randrange(4):
            case 0:
                del value[name]
            case 1:
                value[chance.choice(["extra", "é", name * 50])] = chance.choice(ODD)
            case 2:
                value[name] = chance.choice(ODD)
            case _:
                value[name] = change(value[name], chance)
        return value
    if isinstance(value, list) and value:
        return [change(part, chance) if chance.random() < 0.5 else part for part in value]
    return chance.choice(ODD)


def resealed(raw: bytes) -> bool:
    """Made anew with the right sums: what it says about itself is then for the seal to judge."""
    return raw[-65:] == hashlib.sha256(raw[:-65]).hexdigest().encode() + b"\n"


if __name__ == "__main__":
    result = main(int(sys.argv[1]), int(sys.argv[2]))
    print(result, f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
