"""Reads the letters from their TOML files; refuses, with file and place, what does not hang together.

One file per letter; `common.toml` holds the fields every letter may use, `clauses.toml` the standard blocks.
A new letter is a new file: nothing here or elsewhere knows its code.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, get_args

from twijs_desk.letters import markup
from twijs_desk.letters.errors import LetterBookError, LetterDefect
from twijs_desk.letters.guards import CHECKS
from twijs_desk.letters.model import (
    Basis,
    Block,
    BlockKind,
    Clause,
    Field,
    FieldKind,
    Guard,
    LetterBook,
    RowTemplate,
    Template,
    When,
)

COMMON, CLAUSES = "common.toml", "clauses.toml"
_WHEN_OPS = ("is", "is_not", "over", "known", "unknown")
_LETTER_KEYS = frozenset(
    "code version title subject form dossier signs addressees valid_from basis sending marking salutation "
    "closing forbidden enclosures field block guard".split()
)
_FIELD_KEYS = frozenset("id label kind required choices default default_source hint unsure".split())
_BLOCK_KEYS = frozenset("id kind heading text row clause when source mark hint".split())
_GUARD_KEYS = frozenset("id check level message source fields options when".split())
_CLAUSE_KEYS = frozenset("heading text mark source version unsure".split())


class _Reader:
    """Takes typed values out of one table and notes every defect instead of stopping at the first."""

    def __init__(self, file: str, place: str, table: object, defects: list[LetterDefect]) -> None:
        self.file, self.place, self.defects = file, place, defects
        self.table: dict[str, Any] = table if isinstance(table, dict) else {}
        if not isinstance(table, dict):
            self.fault("hier hoort een tabel te staan")

    def fault(self, message: str, place: str = "") -> None:
        where = " › ".join(part for part in (self.place, place) if part)
        self.defects.append(LetterDefect(self.file, where or "bestand", message))

    def allow(self, keys: frozenset[str]) -> None:
        for key in self.table.keys() - keys:
            self.fault(f"‘{key}’ is geen bekende eigenschap")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.table.get(key, default)
        if value is None or (default is None and value == ""):
            self.fault(f"‘{key}’ ontbreekt")
            return ""
        if not isinstance(value, str):
            self.fault(f"‘{key}’ moet tekst zijn")
            return ""
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> Any:
        value = self.text(key, default)
        if value not in allowed and (value or default is not None):
            self.fault(f"‘{key}’ is ‘{value}’; mogelijk is: {', '.join(part or 'leeg' for part in allowed)}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            self.fault(f"‘{key}’ moet true of false zijn")
            return default
        return value

    def number(self, key: str) -> int:
        value = self.table.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.fault(f"‘{key}’ moet een heel getal vanaf 1 zijn")
            return 1
        return value

    def words(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.fault(f"‘{key}’ moet een lijst van teksten zijn")
            return ()
        return tuple(value)

    def tables(self, key: str, name: str = "id") -> list["_Reader"]:
        value = self.table.get(key, [])
        if not isinstance(value, list):
            self.fault(f"‘{key}’ moet een lijst van tabellen zijn")
            return []
        result = []
        for index, item in enumerate(value, 1):
            label = item.get(name, index) if isinstance(item, dict) else index
            place = " › ".join(part for part in (self.place, f"{key} {label}") if part)
            result.append(_Reader(self.file, place, item, self.defects))
        return result


def load(files: Mapping[str, str]) -> LetterBook:
    """All letters and clauses from {file name: text}; raises LetterBookError with every defect found."""
    defects: list[LetterDefect] = []
    parsed: dict[str, dict[str, Any]] = {}
    for file, text in files.items():
        if "/" in file:
            continue  # samples and other folders are no letters
        try:
            parsed[file] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            defects.append(LetterDefect(file, "bestand", f"dit is geen leesbaar TOML ({error})"))
    for needed in (COMMON, CLAUSES):
        if needed not in files:
            defects.append(LetterDefect(needed, "bestand", "het bestand ontbreekt"))
    shared_data, clause_data = parsed.pop(COMMON, {}), parsed.pop(CLAUSES, {})
    common = _fields(_Reader(COMMON, "", shared_data, defects))
    clauses = _clauses(_Reader(CLAUSES, "", clause_data, defects))
    templates: list[Template] = []
    for file, table in sorted(parsed.items()):
        reader = _Reader(file, "", table, defects)
        template = _template(reader, common, clauses, _hash(table, shared_data, clause_data))
        if any(other.code == template.code for other in templates):
            reader.fault(f"de code ‘{template.code}’ bestaat al")
        templates.append(template)
    if not parsed and not defects:
        defects.append(LetterDefect("(map)", "bestand", "er zijn geen brieven"))
    if defects:
        raise LetterBookError(tuple(defects))
    return LetterBook(tuple(templates), tuple(clauses.values()))


def _hash(table: dict[str, Any], shared: dict[str, Any], clauses: dict[str, Any]) -> str:
    """SHA-256 of everything that decides the wording: the letter, the shared fields and its own clauses."""
    blocks = table.get("block", [])
    used = (
        {block.get("clause") for block in blocks if isinstance(block, dict)}
        if isinstance(blocks, list)
        else set()
    )
    content = [table, shared, {code: clause for code, clause in clauses.items() if code in used}]
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _template(
    reader: _Reader, common: tuple[Field, ...], clauses: Mapping[str, Clause], template_hash: str
) -> Template:
    reader.allow(_LETTER_KEYS)
    own = _fields(reader)
    shared = tuple(item for item in common if item.id not in {field.id for field in own})
    fields = own + shared
    ids = frozenset(item.id for item in fields)
    blocks = tuple(_block(item, ids, clauses) for item in reader.tables("block"))
    guards = tuple(_guard(item, ids, blocks) for item in reader.tables("guard"))
    if not blocks:
        reader.fault("de brief heeft geen onderdelen")
    for name, group in (("block", blocks), ("guard", guards)):
        names = [item.id for item in group]
        for double in sorted({item for item in names if names.count(item) > 1}):
            reader.fault(f"‘{double}’ komt twee keer voor", name)
    subject, form = reader.text("subject"), reader.choice("form", ("letter", "record"))
    salutation = reader.text("salutation", "")
    for place, text in (("subject", subject), ("salutation", salutation)):
        _gaps(reader, place, text, ids)
    for entry in reader.words("enclosures"):
        _gaps(reader, "enclosures", entry, ids)
    basis = tuple(
        Basis(item.text("ref"), item.text("note"), item.flag("unsure", False))
        for item in reader.tables("basis", "ref")
    )
    if not basis:
        reader.fault("‘basis’ ontbreekt: elke brief noemt zijn grondslag")
    return Template(
        code=reader.text("code"),
        version=reader.number("version"),
        title=reader.text("title"),
        subject=subject,
        form=form,
        dossier=reader.choice("dossier", ("pupil", "personnel", "confidential", "case")),
        signs=reader.text("signs"),
        addressees=reader.text("addressees"),
        valid_from=_day(reader),
        basis=basis,
        sending=reader.words("sending"),
        marking=reader.text("marking", ""),
        salutation=salutation,
        closing=reader.text("closing", ""),
        forbidden=reader.words("forbidden"),
        fields=fields,
        blocks=blocks,
        guards=guards,
        enclosures=reader.words("enclosures"),
        file=reader.file,
        hash=template_hash,
    )


def _day(reader: _Reader) -> date:
    value = reader.table.get("valid_from")
    if not isinstance(value, date) or isinstance(value, datetime):
        reader.fault("‘valid_from’ moet een datum zijn, zoals 2026-08-01")
        return date.max
    return value


def _fields(reader: _Reader) -> tuple[Field, ...]:
    result: list[Field] = []
    for item in reader.tables("field"):
        item.allow(_FIELD_KEYS)
        kind = item.choice("kind", get_args(FieldKind), "text")
        choices = tuple(
            (option.text("value"), option.text("label")) for option in item.tables("choices", "value")
        )
        if (kind == "choice") != bool(choices):
            item.fault("alleen een veld van de soort ‘choice’ heeft ‘choices’, en dan altijd")
        default = item.text("default", "")
        source = item.text("default_source", "")
        if default and not source:
            item.fault("een standaardwaarde noemt haar bron (‘default_source’)")
        field_id = item.text("id")
        if markup.fields(f"{{{field_id}}}") != (field_id,):
            item.fault("‘id’ mag alleen kleine letters, cijfers, _ en punten hebben")
        if any(field.id == field_id for field in result):
            item.fault("dit veld komt twee keer voor")
        result.append(
            Field(
                id=field_id,
                label=item.text("label"),
                kind=kind,
                required=item.flag("required", True),
                choices=choices,
                default=default,
                default_source=source,
                hint=item.text("hint", ""),
                unsure=item.flag("unsure", False),
            )
        )
    return tuple(result)


def _clauses(reader: _Reader) -> dict[str, Clause]:
    result = {}
    for code in reader.table:
        item = _Reader(reader.file, code, reader.table[code], reader.defects)
        item.allow(_CLAUSE_KEYS)
        text = item.text("text")
        for part in markup.unknown_parts(text):
            item.fault(f"onleesbaar in de tekst: {part}")
        mark = item.choice("mark", ("wet", "cao", "beleid", ""), "")
        result[code] = Clause(
            code, item.text("heading", ""), text, mark, item.text("source"), item.number("version"),
            item.flag("unsure", False),
        )  # fmt: skip
    return result


def _block(reader: _Reader, ids: frozenset[str], clauses: Mapping[str, Clause]) -> Block:
    reader.allow(_BLOCK_KEYS)
    kind = reader.choice("kind", get_args(BlockKind))
    code = reader.text("clause", "")
    text, heading = reader.text("text", ""), reader.text("heading", "")
    rows = []
    for row in reader.tables("row", "label"):
        row.allow(frozenset({"label", "text", "when"}))
        words = row.text("text")
        _gaps(row, "text", words, ids)
        rows.append(RowTemplate(row.text("label"), words, _when(row, ids)))
    if kind == "clause":
        if code not in clauses:
            reader.fault(f"het standaardblok ‘{code}’ bestaat niet in {CLAUSES}")
        else:
            _gaps(reader, f"standaardblok {code}", clauses[code].text, ids)
    elif code:
        reader.fault("alleen een onderdeel van de soort ‘clause’ noemt een standaardblok")
    elif not text and not rows:
        reader.fault("het onderdeel heeft geen tekst")
    _gaps(reader, "text", text, ids)
    _gaps(reader, "heading", heading, ids)
    mark = reader.choice("mark", ("wet", "cao", "beleid", ""), "")
    source = reader.text("source", "")
    if mark and not source:
        reader.fault("een onderdeel met een merk (wet, cao, beleid) noemt zijn bron")
    return Block(
        id=reader.text("id"),
        kind=kind,
        heading=heading,
        text=text,
        rows=tuple(rows),
        clause=code,
        when=_when(reader, ids),
        source=source,
        mark=mark,
        hint=reader.text("hint", ""),
    )


def _guard(reader: _Reader, ids: frozenset[str], blocks: tuple[Block, ...]) -> Guard:
    reader.allow(_GUARD_KEYS)
    check = reader.text("check")
    if check not in CHECKS:
        reader.fault(f"de controle ‘{check}’ bestaat niet; mogelijk is: {', '.join(sorted(CHECKS))}")
    fields = reader.words("fields")
    for field in fields:
        if field not in ids:
            reader.fault(f"het veld ‘{field}’ bestaat niet")
    options = reader.table.get("options", {})
    if not isinstance(options, dict):
        reader.fault("‘options’ moet een tabel zijn")
        options = {}
    pairs = tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in options.items())
    counted = dict(pairs).get("days_field", "")
    if counted and counted not in ids:
        reader.fault(f"‘days_field’ noemt het veld ‘{counted}’, dat niet bestaat")
    carried = {block.clause for block in blocks if block.clause}
    wanted = dict(pairs).get("clauses", ())
    for clause in wanted if isinstance(wanted, tuple) else ():
        if clause not in carried:
            reader.fault(f"geen onderdeel draagt het standaardblok ‘{clause}’")
    return Guard(
        id=reader.text("id"),
        check=check,
        level=reader.choice("level", ("law", "policy")),
        message=reader.text("message"),
        source=reader.text("source"),
        fields=fields,
        options=pairs,
        when=_when(reader, ids),
    )


def _when(reader: _Reader, ids: frozenset[str]) -> tuple[When, ...]:
    """One condition or a list of conditions that all have to hold."""
    value = reader.table.get("when", [])
    found = [_condition(reader, item, ids) for item in (value if isinstance(value, list) else [value])]
    return tuple(item for item in found if item is not None)


def _condition(reader: _Reader, table: object, ids: frozenset[str]) -> When | None:
    ops = [op for op in _WHEN_OPS if op in table] if isinstance(table, dict) else []
    if not isinstance(table, dict) or len(ops) != 1 or table.keys() != {"field", ops[0]}:
        reader.fault("‘when’ heeft een veld en precies één van: " + ", ".join(_WHEN_OPS))
        return None
    if table["field"] not in ids:
        reader.fault(f"‘when’ noemt het veld ‘{table['field']}’, dat niet bestaat")
    value = table[ops[0]]
    if not isinstance(value, str | int):
        reader.fault("de waarde in ‘when’ moet tekst, een getal of true/false zijn")
        return None
    op: Any = ops[0]
    return When(str(table["field"]), op, value)


def _gaps(reader: _Reader, place: str, text: str, ids: frozenset[str]) -> None:
    for part in markup.unknown_parts(text):
        reader.fault(f"onleesbaar: {part}", place)
    for field in markup.fields(text):
        if field not in ids:
            reader.fault(f"het veld ‘{field}’ bestaat niet", place)
