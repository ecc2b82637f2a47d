"""Rule packs from outside: checking one, listing its questions, assessing answers without a vault."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from twijs_desk import assets
from twijs_desk.casework import parcels
from twijs_desk.casework.desk import PACK_ID
from twijs_desk.casework.errors import InputError, reason
from twijs_desk.casework.obligations import source_label
from twijs_desk.protocol.assess import assess
from twijs_desk.protocol.changes import Group, Switch, changes, dormant, switches
from twijs_desk.protocol.load import check, load, proven
from twijs_desk.protocol.model import (
    All,
    AnswerError,
    AnyOf,
    Condition,
    FactRef,
    Is,
    IsNot,
    Known,
    Not,
    Pack,
    PackError,
    Unknown,
)
from twijs_desk.protocol.outcome import outcome_as_dict

_MAX_FILE = 2 * 1024 * 1024
"""Bytes per file of a pack; the shipped pack is far below it."""


@dataclass(frozen=True, slots=True)
class PackReport:
    id: str
    version: str
    counts: dict[str, int]
    defects: tuple[tuple[str, str, str], ...]
    """File, place and what is wrong, in Dutch."""


def shipped_folder() -> Path:
    return assets.resource("protocol", PACK_ID)


def check_folder(folder: Path) -> PackReport:
    """Everything that is wrong with the pack in a folder; no defects means it can be used."""
    files = _texts(folder)
    pack, found = proven(files)
    defects = tuple((defect.file, defect.place, defect.message) for defect in found)
    if pack is None:
        return PackReport("", "", {"files": len(files)}, defects)
    counts = {
        "files": len(files),
        "articles": len(pack.articles),
        "sources": len(pack.sources),
        "questions": len(pack.questions),
        "obligations": len(pack.obligations),
        "measures": len(pack.measures),
        "letters": len(pack.letters),
        "warnings": len(pack.warnings),
        "properties": len(pack.properties),
        "exclusions": len(pack.exclusions),
    }
    return PackReport(pack.id, pack.version, counts, defects)


def questions(folder: Path | None = None) -> list[dict[str, Any]]:
    """Every question in the order of the route, with its answers and when it is asked."""
    pack = read_pack(folder)
    return [
        {
            "id": question.id,
            "section": question.section,
            "text": question.text,
            "kind": question.kind,
            "answers": [
                {
                    "id": option.id,
                    "label": option.label,
                    "hint": option.hint,
                    "exclusive": option.exclusive,
                }
                for option in question.options
            ],
            "asked_when": words(pack, question.when),
            "help": question.help,
            "why": question.why,
            "examples_yes": list(question.examples_yes),
            "examples_no": list(question.examples_no),
            "next_note": question.next_note,
            "caution": question.caution,
            "sources": list(question.sources),
        }
        for question in pack.questions
    ]


def assess_answers(answers: Any, on: date, folder: Path | None = None) -> dict[str, Any]:
    """The outcome for a set of answers, as plain data.

    Raises InputError when the answers are no map, or name a question or an answer that does not exist.
    """
    pack = read_pack(folder)
    if isinstance(answers, Mapping) and set(answers) in ({"answers"}, {"answers", "pack"}):
        _same_pack(pack, answers.get("pack", pack.id))
        answers = answers["answers"]
    if not isinstance(answers, Mapping):
        raise InputError('De antwoorden moeten een lijst van vraag en antwoord zijn, zoals {"danger": "no"}.')
    try:
        outcome = assess(pack, answers, on)
    except AnswerError as error:
        raise InputError(str(error)) from None
    plain = outcome_as_dict(outcome)
    titles = {source.id: source_label(source) for source in pack.sources.values()}
    titles |= {article.id: f"Protocol {article.number}" for article in pack.articles}
    unsure = [source.id for source in pack.sources.values() if source.unsure]
    used = sorted(_sources_in(plain))
    plain["sources"] = {
        name: {"title": titles.get(name, name), "unsure": name in unsure} for name in used if name in titles
    }
    return plain


def _same_pack(pack: Pack, named: Any) -> None:
    """Answers say under which pack they were given: `id` or `id version`."""
    if named not in (pack.id, f"{pack.id} {pack.version}"):
        raise InputError(
            f"Deze antwoorden horen bij een andere regelset (‘{str(named)[:60]}’). Dit is {pack.id} {pack.version}.",
            todo="Kies de regelset waaronder de antwoorden zijn gegeven, met --pack.",
        )


def keygen(path: Path, passphrase: str = "") -> str:
    """A new key to sign rules with; gives the fingerprint of its public half."""
    return parcels.new_key(path, passphrase)


def is_locked(path: Path) -> bool:
    """Whether a private key asks for a passphrase."""
    return b"ENCRYPTED" in parcels.read_bytes(path, parcels.MAX_KEY, "sleutel")


def sign(folder: Path, key: Path, out: Path, at: datetime, passphrase: str = "") -> parcels.Parcel:
    """A signed parcel of the pack in a folder. Refused when the pack has any defect."""
    files = _texts(folder)
    defects = check(files)
    if defects:
        raise InputError(
            f"Deze regelset heeft {len(defects)} gebreken en is niet getekend.",
            f"Het eerste: {defects[0]}.",
            "Bekijk alle gebreken met `twijs-desk pack check`.",
        )
    pack = load(files)
    data = parcels.seal(
        files,
        pack_id=pack.id,
        version=pack.version,
        title=pack.title,
        valid_from=pack.validity.valid_from.isoformat() if pack.validity.valid_from else "",
        key=parcels.private_key(key, passphrase),
        at=at,
    )
    parcel = parcels.parse(data)
    parcels.write_new(out, data)
    return parcel


def verify(path: Path, signer: Path | None = None) -> parcels.Parcel:
    """A parcel whose signature holds, of this signer if one is given."""
    parcel = parcels.read(path)
    if signer is not None and parcels.public_key(signer) != parcel.public_key:
        raise InputError(
            f"Deze regels zijn met een andere sleutel getekend. Vingerafdruk: {parcel.fingerprint}."
        )
    return parcel


def diff(old: Path | None, new: Path) -> tuple[Group, ...]:
    """What the new pack changes against the old one, in words; each a folder or a parcel."""
    return changes(read_pack(old), read_pack(new))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A pack seen from one day: what sleeps today, and what that day switches on and off."""

    title: str
    in_force: bool
    dormant: tuple[Switch, ...]
    switches: tuple[Switch, ...]


def look_ahead(today: date, on: date, folder: Path | None = None) -> Ahead:
    pack = read_pack(folder)
    return Ahead(
        title=f"{pack.title}, versie {pack.version}",
        in_force=pack.validity.holds(on),
        dormant=dormant(pack, today),
        switches=switches(pack, today, on),
    )


def words(pack: Pack, condition: Condition) -> str:
    """A condition as a Dutch phrase with the codes of questions and answers."""
    match condition:
        case All(parts):
            return " en ".join(_nested(pack, part) for part in parts) or "altijd"
        case AnyOf(parts):
            return " of ".join(_nested(pack, part) for part in parts)
        case Not(part):
            return f"niet ({words(pack, part)})"
        case Is(question, options):
            return f"{question} is {' of '.join(options)}"
        case IsNot(question, options):
            return f"{question} is niet {' of '.join(options)}"
        case Known(question):
            return f"{question} is bekend"
        case Unknown(question):
            return f"{question} is nog niet bekend"
        case FactRef(fact):
            return words(pack, pack.facts[fact].when)


def _nested(pack: Pack, condition: Condition) -> str:
    text = words(pack, condition)
    return f"({text})" if " en " in text or " of " in text else text


def read_pack(folder: Path | None = None) -> Pack:
    """The pack in a folder, or the shipped one. Raises InputError with its first defect."""
    try:
        return load(_texts(folder or shipped_folder()))  # a folder, or a parcel with a good signature
    except PackError as error:
        first = error.defects[0]
        raise InputError(
            f"Deze regelset kan niet worden gebruikt: {first.file}, {first.place}: {first.message}.",
            todo="Bekijk alle gebreken met `twijs-desk pack check`.",
        ) from None


def _texts(folder: Path) -> Mapping[str, str]:
    if folder.is_file():
        return parcels.read(folder).files
    if not folder.is_dir():
        raise InputError(f"De map {folder} bestaat niet.", todo="Geef de map waarin de regelset staat.")
    files: dict[str, str] = {}
    for path in sorted(folder.rglob("*.toml")):
        try:
            if path.stat().st_size > _MAX_FILE:
                raise InputError(f"Het bestand {path.name} is te groot voor een regelset.")
            files[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise InputError(f"Het bestand {path.name} is geen leesbare tekst (UTF-8).") from None
        except OSError as error:
            raise InputError(f"Het bestand {path.name} kan niet worden gelezen ({reason(error)}).") from None
    if not files:
        raise InputError(f"In de map {folder} staat geen regelset (geen .toml-bestanden).")
    return files


def _sources_in(value: Any) -> set[str]:
    found: set[str] = set()
    if isinstance(value, dict):
        for key, part in value.items():
            found |= (
                set(part) if key in ("sources", "articles") and isinstance(part, list) else _sources_in(part)
            )
    elif isinstance(value, list):
        for part in value:
            found |= _sources_in(part)
    return found
