"""The shapes of a letter: template as data, composed text, and what goes to and comes from paper."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

BlockKind = Literal["locked", "editable", "computed", "clause"]
FieldKind = Literal["text", "paragraphs", "list", "date", "moment", "person", "choice", "number", "flag"]
ParaKind = Literal["text", "bullet", "number"]
Mark = Literal["wet", "cao", "beleid", ""]
Level = Literal["law", "policy"]
Form = Literal["letter", "record"]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; `gap` names the field that fills it (or still has to)."""

    text: str
    bold: bool = False
    italic: bool = False
    gap: str = ""


@dataclass(frozen=True)
class Para:
    """A paragraph or a list item. Nothing else exists in a letter."""

    runs: tuple[Run, ...]
    kind: ParaKind = "text"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


FactValue = str | int | bool | date | datetime | tuple[str, ...] | tuple[Para, ...]


@dataclass(frozen=True)
class When:
    """Condition on one field. Unknown counts as met, so that an open question never drops a paragraph."""

    field: str
    op: Literal["is", "is_not", "over", "known", "unknown"]
    value: str | int | bool = True


@dataclass(frozen=True)
class Field:
    id: str
    label: str
    kind: FieldKind
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""
    default_source: str = ""
    hint: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class RowTemplate:
    """One labelled row of a record."""

    label: str
    text: str
    when: tuple[When, ...] = ()


@dataclass(frozen=True)
class Block:
    id: str
    kind: BlockKind
    heading: str = ""
    text: str = ""
    rows: tuple[RowTemplate, ...] = ()
    clause: str = ""
    when: tuple[When, ...] = ()
    source: str = ""
    mark: Mark = ""
    hint: str = ""


@dataclass(frozen=True)
class Clause:
    code: str
    heading: str
    text: str
    mark: Mark
    source: str
    version: int
    unsure: bool = False


@dataclass(frozen=True)
class Guard:
    """A named check with its arguments; what it means stands in the template, how it works in `guards`."""

    id: str
    check: str
    level: Level
    message: str
    source: str
    fields: tuple[str, ...] = ()
    options: tuple[tuple[str, str | int | bool | tuple[str, ...]], ...] = ()
    when: tuple[When, ...] = ()


@dataclass(frozen=True)
class Basis:
    ref: str
    note: str
    unsure: bool = False


@dataclass(frozen=True)
class Template:
    code: str
    version: int
    title: str
    subject: str
    form: Form
    dossier: Literal["pupil", "personnel", "confidential", "case"]
    signs: str
    addressees: str
    valid_from: date
    basis: tuple[Basis, ...]
    sending: tuple[str, ...]
    marking: str
    salutation: str
    closing: str
    forbidden: tuple[str, ...]
    fields: tuple[Field, ...]
    blocks: tuple[Block, ...]
    guards: tuple[Guard, ...]
    enclosures: tuple[str, ...]
    file: str
    hash: str

    def field(self, field_id: str) -> Field:
        for item in self.fields:
            if item.id == field_id:
                return item
        raise KeyError(field_id)

    @property
    def field_ids(self) -> frozenset[str]:
        return frozenset(item.id for item in self.fields)


@dataclass(frozen=True)
class LetterBook:
    templates: tuple[Template, ...]
    clauses: tuple[Clause, ...]

    def template(self, code: str) -> Template:
        for item in self.templates:
            if item.code == code:
                return item
        raise KeyError(code)

    def clause(self, code: str) -> Clause:
        for item in self.clauses:
            if item.code == code:
                return item
        raise KeyError(code)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(item.code for item in self.templates)


@dataclass(frozen=True)
class Gap:
    """Something still to fill in: the missing list shows the label, the link leads to field and block."""

    field_id: str
    label: str
    block_id: str


@dataclass(frozen=True)
class Row:
    label: str
    paras: tuple[Para, ...]


@dataclass(frozen=True)
class ComposedBlock:
    id: str
    kind: BlockKind
    heading: str
    paras: tuple[Para, ...]
    rows: tuple[Row, ...] = ()
    mark: Mark = ""
    source: str = ""
    hint: str = ""
    edited: bool = False
    unsure: bool = False  # its ground is still to be confirmed; the screen says so

    @property
    def text(self) -> str:
        parts = [self.heading] if self.heading else []
        parts += [para.text for para in self.paras]
        for row in self.rows:
            parts.append(row.label)
            parts += [para.text for para in row.paras]
        return "\n".join(parts)


@dataclass(frozen=True)
class Composed:
    """A letter with its facts in place, ready to show, to check and to set."""

    code: str
    version: int
    title: str
    template_hash: str
    form: Form
    subject: tuple[Run, ...]
    salutation: tuple[Run, ...]
    blocks: tuple[ComposedBlock, ...]
    closing: str
    signature: tuple[tuple[Run, ...], ...]
    enclosures: tuple[str, ...]
    copies: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True)
class Finding:
    """An unmet guard. Law stands; policy can be passed with a reason that goes into the log."""

    guard: str
    level: Level
    message: str
    field_id: str
    source: str = ""
    reason: str = ""

    @property
    def blocks_final(self) -> bool:
        return self.level == "law" or not self.reason


@dataclass(frozen=True)
class Letterhead:
    """School and foundation as printed at the top of every letter."""

    school: str
    foundation: str
    address: tuple[str, ...]
    phone: str = ""
    email: str = ""
    website: str = ""
    window: Literal["left", "right"] = "left"
    mark: bool = True

    @property
    def return_line(self) -> str:
        return " · ".join((self.school, *self.address))


@dataclass(frozen=True)
class LetterMeta:
    """What stands around the text: address, reference block and footer."""

    reference: str
    case_number: str
    dated_on: date | None
    address: tuple[str, ...] = ()
    marking: str = ""
    your_reference: str = ""
    handled_by: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Position:
    """Where a block landed: page from 1, rectangle in points from the top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int
    positions: dict[str, tuple[Position, ...]] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()
