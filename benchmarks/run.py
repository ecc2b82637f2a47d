"""How fast is it? Every figure beside a baseline that was measured in the same run: `python benchmarks/run.py`.

    --runs N      how often each figure is measured (start: N processes of each kind); 15 by itself
    --only NAME   one of: start, unlock, save, answer, draft, letter, rules, assess, proof
    --platform P  the Qt platform of the start figures; `offscreen` by itself, `xcb` needs a display

Ours and baseline take turns, so that both meet the same weather; the table shows medians in milliseconds and
their ratio. Milliseconds say something about one machine, ratios can be compared. Nothing is asserted here.

start   From starting a process until its first window is painted, seen from outside: the moment the parent
        starts it until the moment the child tells. Ours: the unlock window of `twijs-desk --vault PATH`.
        Baseline: an empty PySide6 QMainWindow. Warm: both ran once before. Byte code is compiled.
unlock  Ours: `desk.open` with the default key derivation, from passphrase to open desk, everything imported.
        Baseline: the Argon2id derivation alone, with the parameters of that vault.
save    Ours: `incidents.record`, from filled form to the moment where the window says that it is kept: the case
        with its parties, first duties and log lines, durable. Baseline: the very same rows (without the log) in
        one transaction through a bare SQLModel session, in a file encrypted alike with the same PRAGMAs.
answer  Ours: `flow.answer`, from a number key to the next question: the answer, the duties that follow, the log
        line and the whole route judged anew. Baseline: the same rows by a bare session.
draft   Ours: `drafts.save` of a form that grows while typing. Baseline: the same row by a bare session.
letter  Ours: compose and render the final L9, sample `normaal` (PDF/A-2a, PDF/UA-1). Baseline: the same words on
        the same pages with bare reportlab, without tags.
rules   Ours: `load` of the shipped rule pack, with the proof that everything in it can occur. Baseline: `tomllib`
        on the same text.
assess  Ours: the whole outcome of a finished route. Baseline: every condition of the pack looked at once.
proof   Ours: `check`, the whole proof over every combination of answers (limit: 60 s), 3 runs.
        Baseline: `load`.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

PASSPHRASE = "vier losse woorden samen"
AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
AIMS = {"start": "1.6", "save": "3"}
"""The limits of the guide on storage and start-up (section 12), shown beside the figure; not a test."""

WARM = 3
"""Rounds that are thrown away first: caches, prepared statements, first pages."""

Pair = tuple[float, float]
Act = Callable[[], object]


def start(runs: int, folder: Path, qt_platform: str) -> Iterator[Pair]:
    vault = folder / "start.kluis"
    new_vault(vault).close()
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": qt_platform,
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "PYTHONPATH": str(HERE.parent),
    }

    def seconds(*what: str) -> float:
        before = time.perf_counter()
        done = subprocess.run(
            [sys.executable, str(HERE / "start_probe.py"), *what],
            env=environment, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        return float(done.stdout) - before

    for number in range(runs + 1):
        pair = seconds("unlock", str(vault)), seconds("empty")
        if number:  # the first of each warms the disk cache
            yield pair


def unlock(runs: int, folder: Path) -> Iterator[Pair]:
    from argon2.low_level import Type, hash_secret_raw

    from twijs_desk.casework import desk as desks
    from twijs_desk.store import keys

    vault = folder / "unlock.kluis"
    new_vault(vault).close()
    slot = keys.read(vault).slots[0]
    memory, turns, lanes = (int(slot.kdf[name]) for name in ("memory_kib", "time_cost", "lanes"))
    print(f"  Argon2id: {memory // 1024} MiB, t={turns}, p={lanes}")

    def derive() -> object:
        return hash_secret_raw(PASSPHRASE.encode(), slot.salt, turns, memory, lanes, 32, Type.ID)

    for _ in range(runs):
        ours, desk = timed(lambda: desks.open(vault, PASSPHRASE))
        desk.close()
        yield ours, timed(derive)[0]


def save(runs: int, folder: Path) -> Iterator[Pair]:
    from twijs_desk.casework import incidents

    def prepare(desk: Any, number: int) -> Act:
        filled = report(number)
        return lambda: incidents.record(desk, filled)

    yield from against_bare(runs, folder, prepare)


def answer(runs: int, folder: Path) -> Iterator[Pair]:
    from twijs_desk.casework import flow, incidents

    case = ""

    def prepare(desk: Any, number: int) -> Act:
        nonlocal case
        question = flow.view(desk, case).question if case else None
        if question is None:
            case = incidents.register(desk, report(number)).id
            question = flow.view(desk, case).question
        chosen = next((option.id for option in question.options if option.id == "no"), question.options[0].id)
        return lambda: flow.answer(desk, case, question.id, chosen)

    yield from against_bare(runs, folder, prepare)


def draft(runs: int, folder: Path) -> Iterator[Pair]:
    from twijs_desk.casework import drafts

    kept = ""

    def prepare(desk: Any, number: int) -> Act:
        nonlocal kept
        text = "De vader van een leerling liet vandaag een telefoon zien. " * (number + 5)
        filled = replace(report(0), observation=text)
        kept = kept or drafts.save(desk, filled).id
        return lambda: drafts.save(desk, replace(filled, id=kept))

    yield from against_bare(runs, folder, prepare)


def letter(runs: int, _folder: Path) -> Iterator[Pair]:
    import bare_letter

    from twijs_desk import assets
    from twijs_desk.casework.desk import shipped_letters
    from twijs_desk.letters import compose, letter_meta
    from twijs_desk.letters.render import render
    from twijs_desk.letters.samples import samples

    book = shipped_letters()
    template = book.template("L9")
    found = samples(template, assets.texts(assets.resource("letters")))
    sample = next(each for each in found if each.name == "normaal")
    on = sample.facts["letter.dated_on"]

    def ours() -> Any:
        composed = compose(template, sample.facts, {}, book, on)
        meta = letter_meta(template, sample.facts, on)
        return render(composed, sample.letterhead, meta, final=True, at=AT)

    meta = letter_meta(template, sample.facts, on)
    content = bare_letter.words(compose(template, sample.facts, {}, book, on))

    def bare() -> tuple[bytes, int]:
        return bare_letter.draw(content, sample.letterhead, meta)

    print(f"  pages: ours {ours().pages}, bare {bare()[1]}")  # and fonts are read once, on both sides
    for _ in range(runs):
        yield timed(ours)[0], timed(bare)[0]


def rules(runs: int, _folder: Path) -> Iterator[Pair]:
    import tomllib

    from twijs_desk.protocol.load import load

    files = {
        name: text for name, text in pack_files().items() if name != "proof.toml"
    }  # not read when loading
    for _ in range(runs):
        yield (
            timed(lambda: load(files))[0],
            timed(lambda: [tomllib.loads(text) for text in files.values()])[0],
        )


def assess(runs: int, _folder: Path) -> Iterator[Pair]:
    from datetime import date

    from twijs_desk.protocol import assess as judging
    from twijs_desk.protocol.conditions import holds
    from twijs_desk.protocol.links import conditions_of
    from twijs_desk.protocol.load import load

    pack = load(pack_files())
    on = date(2026, 11, 23)
    answers: dict[str, str] = {}
    while (name := judging.next_question(pack, answers, on)) is not None:
        options = [option.id for option in pack.question(name).options]
        answers[name] = "no" if "no" in options else options[0]
    conditions = [condition for _, _, condition in conditions_of(pack)]
    values = {name: (value,) for name, value in answers.items()}
    print(
        f"  questions on this route: {len(answers)} of {len(pack.questions)}; conditions: {len(conditions)}"
    )
    for _ in range(runs):
        ours = timed(lambda: judging.assess(pack, answers, on))[0]
        yield ours, timed(lambda: [holds(condition, values, pack.facts) for condition in conditions])[0]


def proof(runs: int, _folder: Path) -> Iterator[Pair]:
    from twijs_desk.protocol.load import check, load

    files = pack_files()
    for _ in range(min(runs, 3)):
        ours, defects = timed(lambda: check(files))
        print(f"  {len(defects)} defects in {ours:.1f} s")
        yield ours, timed(lambda: load(files))[0]


def pack_files() -> dict[str, str]:
    from twijs_desk import assets

    return assets.texts(assets.resource("protocol", "twijs-2022"))


def against_bare(runs: int, folder: Path, prepare: Callable[[Any, int], Act]) -> Iterator[Pair]:
    """Each act on a real desk, then the very rows it wrote through a bare session. Preparing is not timed."""
    from bare_vault import BareVault, Watcher, same_settings

    from twijs_desk.casework import incidents

    desk = new_vault(folder / "ours.kluis")
    try:
        for number in range(5):  # like a used vault: a few cases stand in it
            incidents.register(desk, report(number))
        bare, watcher = BareVault(folder / "bare.kluis"), Watcher(desk.vault)
        bare.save([(key[0], values) for key, values in watcher.seen.items()], [])
        if not same_settings(desk.vault, bare):
            print("  WARNING: the PRAGMAs of product and baseline differ; the ratio means little.")
        for number in range(runs + WARM):
            act = prepare(desk, number)
            bare.save(*watcher.since())
            ours, _ = timed(act)
            new, changed = watcher.since()
            theirs, _ = timed(lambda new=new, changed=changed: bare.save(new, changed))
            if number >= WARM:
                yield ours, theirs
        print(f"  rows of the last one: {len(new)} new, {len(changed)} changed")
    finally:
        desk.close()


def new_vault(path: Path) -> Any:
    from twijs_desk.casework import desk as desks
    from twijs_desk.casework.rows import ProfileEntry, SchoolEntry

    ticks = iter(range(10**9))
    return desks.create(
        path,
        PASSPHRASE,
        school=SchoolEntry("Basisschool De Zeven Sloten", "DZS", city="Voorbeeldstad"),
        profile=ProfileEntry("M. Verhoeven", "schoolleider"),
        clock=lambda: AT + timedelta(milliseconds=next(ticks)),
    )


def report(number: int) -> Any:
    """A teacher's messages to a pupil: an incident with three people and one described piece of evidence."""
    from twijs_desk.casework.rows import (
        EvidenceEntry,
        IncidentDraft,
        PartyEntry,
        PersonEntry,
        PublicationEntry,
    )
    from twijs_desk.terms import Audience, CapacityKind, PartyRole, Period

    def party(role: PartyRole, capacity: CapacityKind, name: str) -> PartyEntry:
        return PartyEntry(
            role, capacity, person=PersonEntry(given_name=name, family_name=f"Verzonnen {number}")
        )

    return IncidentDraft(
        title=f"Privéberichten {number}",
        observation="Een ouder laat berichten zien die ’s avonds aan een leerling zijn gestuurd. " * 12,
        statement="“niet aan je ouders vertellen”",
        occurred_at=AT - timedelta(hours=16),
        school_aware_at=AT - timedelta(minutes=20),
        period=Period.PRIVATE,
        publication=PublicationEntry("Snapchat", "verzonnen", "", Audience.PRIVATE),
        parties=(
            party(PartyRole.ALLEGED_ACTOR, CapacityKind.EMPLOYEE, "Robin"),
            party(PartyRole.AFFECTED, CapacityKind.PUPIL, "Noor"),
            party(PartyRole.REPORTER, CapacityKind.PARENT, "Dirk"),
        ),
        evidence=(EvidenceEntry("schermafdruk", "Drie schermafdrukken", "Op papier ontvangen."),),
        may_hold_minor_imagery="no",
    )


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    before = time.perf_counter()
    result = call()
    return time.perf_counter() - before, result


FIGURES: dict[str, Callable[..., Iterator[Pair]]] = {
    "start": start,
    "unlock": unlock,
    "save": save,
    "answer": answer,
    "draft": draft,
    "letter": letter,
    "rules": rules,
    "assess": assess,
    "proof": proof,
}
BASELINES = {
    "start": "empty QMainWindow",
    "unlock": "Argon2id alone",
    "save": "bare SQLModel, same rows",
    "answer": "bare SQLModel, same rows",
    "draft": "bare SQLModel, same row",
    "letter": "bare reportlab, no tags",
    "rules": "tomllib, same text",
    "assess": "each condition once",
    "proof": "load of the same pack",
}


def facts(qt_platform: str) -> None:
    from importlib.metadata import version

    names = ("PySide6-Essentials", "sqlcipher3", "sqlmodel", "sqlalchemy", "argon2-cffi", "reportlab")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.platform()}, {platform.machine()}, {os.cpu_count()} cores{load}")
    print(f"Python {platform.python_version()}; " + ", ".join(f"{name} {version(name)}" for name in names))
    print(f"Qt platform of the start figures: {qt_platform}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description="Figures beside baselines, measured in the same run.")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--only", choices=FIGURES)
    parser.add_argument("--platform", default="offscreen", help="Qt platform of the start figures")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    facts(options.platform)
    rows = []
    for name in [options.only] if options.only else FIGURES:
        print(f"{name} …", flush=True)
        with tempfile.TemporaryDirectory(prefix="twijs-desk-benchmark-") as folder:
            extra = (options.platform,) if name == "start" else ()
            pairs = list(FIGURES[name](options.runs, Path(folder), *extra))
        ours = statistics.median(pair[0] for pair in pairs) * 1000
        theirs = statistics.median(pair[1] for pair in pairs) * 1000
        rows.append((name, ours, BASELINES[name], theirs, ours / theirs, AIMS.get(name, "-"), len(pairs)))
    print("\n| figure | ours ms | baseline | baseline ms | ratio | aim | runs |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: |")
    for name, ours, baseline, theirs, ratio, aim, runs in rows:
        print(f"| {name} | {ours:.1f} | {baseline} | {theirs:.1f} | **{ratio:.2f}** | {aim} | {runs} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
