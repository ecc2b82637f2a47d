"""Reads a rule pack from TOML text. Whatever the text, the result is a pack or a list of defects in Dutch."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final, TypeVar, cast

from twijs_desk.protocol import build
from twijs_desk.protocol.links import Places, link_defects
from twijs_desk.protocol.model import Defect, Pack, PackError, Source
from twijs_desk.protocol.proof import claim_defects, proof_defects, reach_defects
from twijs_desk.protocol.reading import Table
from twijs_desk.protocol.relevance import watched

MAX_FILE: Final = 400_000
MAX_FILES: Final = 60
MAX_ENTRIES: Final = 600
MAX_DEFECTS: Final = 200
MAX_DOTS: Final = 4_000

_T = TypeVar("_T")

_KINDS: Final = (
    "source",
    "section",
    "article",
    "question",
    "fact",
    "obligation",
    "measure",
    "bar",
    "capacity",
    "guard",
    "mandate",
    "decider",
    "letter",
    "warning",
    "dossier",
    "register",
    "inspector",
    "police",
    "contact",
    "property",
    "exclusion",
)


def load(files: Mapping[str, str]) -> Pack:
    """The pack, refused when a part is wrong, points nowhere or can never be reached.

    What only the proof needs (`proof.toml`) is left unread: a case runs on rules, and starting must be quick.
    """
    pack, _, defects = _read({name: text for name, text in files.items() if not _is_proof(name)})
    if pack is None or defects:
        raise PackError(defects)
    return pack


def check(files: Mapping[str, str], at_most: int = MAX_DEFECTS) -> tuple[Defect, ...]:
    """The defects, also those that only the whole proof finds. Never raises."""
    return proven(files, at_most)[1]


def proven(files: Mapping[str, str], at_most: int = MAX_DEFECTS) -> tuple[Pack | None, tuple[Defect, ...]]:
    """The pack with all that the proof needs, and its defects; no pack when it cannot even be read."""
    pack, places, defects = _read(files)
    if pack is None or defects:
        return pack, defects
    unclaimed = claim_defects(pack, places)
    return pack, tuple(unclaimed[:at_most]) or tuple(islice(proof_defects(pack, places), at_most))


def _is_proof(name: str) -> bool:
    return name.startswith("proof") and name.endswith(".toml")


def _read(files: Mapping[str, str]) -> tuple[Pack | None, Places, tuple[Defect, ...]]:
    defects: list[Defect] = []
    tables = parse_tables(files, ("pack",), _KINDS, defects)
    if not defects and len(tables["pack"]) != 1:
        defects.append(Defect("pack.toml", "pack", "een regelset heeft precies één onderdeel [pack]"))
    if defects:
        return None, {}, tuple(defects[:MAX_DEFECTS])
    pack, places = _build(tables, defects)
    if pack is None or defects:
        return None, {}, tuple(defects[:MAX_DEFECTS])
    defects.extend(link_defects(pack, places))
    if not defects:
        pack = replace(pack, watched=watched(pack))
        defects.extend(reach_defects(pack, places))
    return pack, places, tuple(defects[:MAX_DEFECTS])


def parse_tables(
    files: Mapping[str, str], single: tuple[str, ...], many: tuple[str, ...], defects: list[Defect]
) -> dict[str, list[Table]]:
    """The tables of all files by kind; what is no TOML or no known kind becomes a defect."""
    found: dict[str, list[Table]] = {kind: [] for kind in (*single, *many)}
    if not files:
        defects.append(Defect("(map)", "bestanden", "er staat geen enkel bestand in deze map"))
    if len(files) > MAX_FILES:
        defects.append(Defect("(map)", "bestanden", f"er zijn meer dan {MAX_FILES} bestanden"))
        return found
    for name, text in sorted(files.items()):
        for key, value in _parse_file(name, text, defects).items():
            if key not in found:
                kinds = ", ".join(found)
                message = f"dit onderdeel bestaat niet; kies uit: {kinds}"
                defects.append(Defect(name, key[:60], message))
                continue
            entries = [value] if key in single else value
            if _is_proof(name) and key not in ("property", "exclusion"):
                message = "in dit bestand horen alleen eigenschappen (property) en uitsluitingen (exclusion)"
                defects.append(Defect(name, key, message))
                continue
            if not isinstance(entries, list):
                defects.append(Defect(name, key, f"schrijf dit onderdeel als lijst: [[{key}]]"))
                continue
            if len(entries) > MAX_ENTRIES:
                defects.append(Defect(name, key, f"meer dan {MAX_ENTRIES} onderdelen van één soort"))
                continue
            for number, entry in enumerate(entries, 1):
                label = key if key in single else _label(key, number, entry)
                found[key].append(Table(entry, name, label, defects))
    return found


def _label(kind: str, number: int, entry: object) -> str:
    name = entry.get("id", entry.get("code", entry.get("key"))) if isinstance(entry, dict) else None
    return f"{kind} {name[:60]}" if isinstance(name, str) and name else f"{kind} nummer {number}"


def _parse_file(name: str, text: str, defects: list[Defect]) -> dict[str, object]:
    if len(text) > MAX_FILE:
        defects.append(Defect(name, "bestand", f"dit bestand is groter dan {MAX_FILE} tekens"))
        return {}
    # A key of thousands of dotted parts makes a table that deep; no rule needs more than one dot on a line.
    if any(len(line) > MAX_DOTS and line.count(".") > MAX_DOTS // 4 for line in text.splitlines()):
        defects.append(Defect(name, "bestand", "een regel in dit bestand heeft te veel punten"))
        return {}
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        defects.append(Defect(name, _where(str(error)), "dit is geen geldige TOML-tekst"))
    except (RecursionError, ValueError, OverflowError):
        # tomllib lets these through for very deep nesting, impossible dates and endless digits.
        defects.append(Defect(name, "bestand", "dit bestand is te diep genest of bevat een onmogelijk getal"))
    return {}


def _where(message: str) -> str:
    """The line from tomllib's English message, if it names one."""
    _, at, rest = message.partition("at line ")
    line = rest.split(",")[0].split(")")[0]
    return f"regel {line}" if at and line.isdigit() else "bestand"


def _build(
    tables: dict[str, list[Table]], defects: list[Defect]
) -> tuple[Pack | None, dict[tuple[str, str], tuple[str, str]]]:
    places: dict[tuple[str, str], tuple[str, str]] = {}

    def read(kind: str, reader: Callable[[Table], _T], key: str = "id") -> dict[str, _T]:
        items: dict[str, _T] = {}
        for table in tables[kind]:
            item = reader(table)
            table.finish()
            name = cast(str, getattr(item, key))
            if name and name in items:
                table.defect(f"de code ‘{name}’ bestaat al bij een ander onderdeel van deze soort")
            items[name] = item
            places[kind, name] = (table.file, table.place)
        return items

    head_table = tables["pack"][0]
    head = build.head(head_table)
    head_table.finish()
    articles = read("article", build.article)
    sources = read("source", build.source)
    for article in articles.values():
        if article.id in sources:
            file, place = places["article", article.id]
            defects.append(Defect(file, place, "deze code is ook een bron"))
        base = sources.get(article.source)
        sources[article.id] = Source(
            id=article.id,
            title=f"{base.title if base else article.source}, artikel {article.number}: {article.title}",
            locator=article.number,
            kind="protocol",
            verified_on=base.verified_on if base else date(1970, 1, 1),
            url=base.url if base else None,
        )
    questions = read("question", build.question)
    pack = Pack(
        id=head.id,
        version=head.version,
        title=head.title,
        validity=head.validity,
        capacity_question=head.capacity_question,
        sources=sources,
        sections=tuple(read("section", build.section).values()),
        articles=tuple(articles.values()),
        questions=tuple(questions.values()),
        facts=read("fact", build.fact),
        obligations=tuple(read("obligation", build.obligation).values()),
        measures=tuple(read("measure", build.measure).values()),
        bars=tuple(read("bar", build.bar).values()),
        capacities=read("capacity", build.capacity),
        guards=read("guard", build.guard),
        mandates=read("mandate", build.mandate, "key"),
        decider_shifts=tuple(read("decider", build.decider).values()),
        letters=tuple(read("letter", build.letter, "code").values()),
        warnings=tuple(read("warning", build.warning).values()),
        dossiers=tuple(read("dossier", build.dossier).values()),
        registers=tuple(read("register", build.register).values()),
        inspector=tuple(read("inspector", build.inspector).values()),
        police=tuple(read("police", build.police).values()),
        contacts=read("contact", build.contact),
        properties=tuple(read("property", build.claim_property).values()),
        exclusions=tuple(read("exclusion", build.exclusion).values()),
        by_id=questions,
    )
    return (None if defects else pack), places
