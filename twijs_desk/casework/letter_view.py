"""A letter as the screen edits it: blocks with their text, their fields and what is still open."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from twijs_desk.casework import wording
from twijs_desk.casework.letter_facts import COMPUTED, Facts
from twijs_desk.casework.records import case_number
from twijs_desk.casework.rows import BlockView, FieldView, LetterRow
from twijs_desk.letters import markup
from twijs_desk.letters.compose import known, value_of
from twijs_desk.letters.model import (
    Block,
    Composed,
    ComposedBlock,
    FactValue,
    Field,
    LetterBook,
    Para,
    Run,
    Template,
)
from twijs_desk.letters.text import paragraphs
from twijs_desk.store.models import Case, Letter
from twijs_desk.terms import LetterStatus

_GAP = re.compile(r"\[nog invullen: ([^\]]+)\]")
_ADDRESS = ("addressee.lines", "addressee.salutation", "letter.your_reference")
_SIGNATURE = ("signer.name", "signer.role", "letter.enclosures", "letter.copies")
_YES_NO = (("yes", "Ja"), ("no", "Nee"))
_LOCKED = {
    "wet": "Vaste tekst: de wet vraagt dit.",
    "cao": "Vaste tekst: de cao vraagt dit.",
    "beleid": "Vaste tekst: beleid van de stichting.",
    "": "Vaste tekst.",
}


def block_views(
    template: Template, book: LetterBook, composed: Composed, facts: Facts, letter: Letter
) -> tuple[BlockView, ...]:
    """The blocks in the order of the page, with the fields that fill them; each field stands once."""
    shown = {block.id: block for block in composed.blocks}
    open_fields = {gap.field_id for gap in composed.gaps}
    placed: set[str] = set(COMPUTED)
    views = []
    if template.form == "letter":
        views.append(_extra("address", "Aan wie", _ADDRESS, template, facts, letter, open_fields, placed))
    for block in template.blocks:
        if block.id in shown:
            ids = [name for name in _fields_of(block, book) if name not in placed]
            placed.update(ids)
            fields = tuple(_field(template, name, facts, letter) for name in ids)
            views.append(_view(block, shown[block.id], fields, open_fields, letter))
    rest = [
        field.id
        for field in template.fields
        if field.id not in placed
        and field.id not in _SIGNATURE
        and any(field.id in guard.fields for guard in template.guards)
        and field.id not in ("letter.dated_on",)
    ]
    if rest:
        views.append(_extra("checks", "Controle", rest, template, facts, letter, open_fields, placed))
    views.append(
        _extra("signature", "Ondertekening", _SIGNATURE, template, facts, letter, open_fields, placed)
    )
    return tuple(views)


def edits_of(template: Template, letter: Letter) -> dict[str, tuple[Para, ...]]:
    """The user's own words per block; a gap that was left in the text stays a gap."""
    labels = {field.label: field.id for field in template.fields}
    return {
        block: tuple(
            Para(tuple(_runs(para.text, labels)), para.kind) for para in paragraphs(text, where="deze alinea")
        )
        for block, text in letter.edits.items()
    }


def letter_row(letter: Letter, case: Case) -> LetterRow:
    return LetterRow(
        id=str(letter.id),
        code=letter.code,
        title=letter.title,
        status=LetterStatus(letter.status),
        to_name=letter.addressee.get("name", ""),
        reference=letter.reference or "",
        saved_at=letter.saved_at,
        finalised_at=letter.finalised_at,
        case_id=str(case.id),
        case_number=case_number(case),
        party_id=str(letter.party_id) if letter.party_id else "",
    )


def _runs(text: str, labels: dict[str, str]) -> Iterable[Run]:
    last = 0
    for found in _GAP.finditer(text):
        field_id = labels.get(found.group(1))
        if field_id is None:
            continue
        if found.start() > last:
            yield Run(text[last : found.start()])
        yield Run(found.group(0), gap=field_id)
        last = found.end()
    if last < len(text):
        yield Run(text[last:])


def _view(
    block: Block, shown: ComposedBlock, fields: tuple[FieldView, ...], open_fields: set[str], letter: Letter
) -> BlockView:
    texts = [("- " if para.kind != "text" else "") + para.text for para in shown.paras]
    for row in shown.rows:
        texts.append(f"{row.label}: " + " ".join(para.text for para in row.paras))
    gaps = {run.gap for para in shown.paras for run in para.runs if run.gap}
    gaps |= {run.gap for row in shown.rows for para in row.paras for run in para.runs if run.gap}
    editable = block.kind == "editable"
    return BlockView(
        id=block.id,
        heading=shown.heading or _first_words(texts),
        kind=block.kind,
        text=letter.edits.get(block.id) or "\n\n".join(texts),
        standard=block.id not in letter.edits,
        complete=not (gaps & open_fields),
        hint=shown.hint if editable else shown.hint or _LOCKED[shown.mark],
        source=shown.source,
        mark=shown.mark,
        fields=fields,
    )


def _extra(
    block_id: str,
    heading: str,
    ids: Iterable[str],
    template: Template,
    facts: Facts,
    letter: Letter,
    open_fields: set[str],
    placed: set[str],
) -> BlockView:
    """A block that is not text on the page: who gets it, what must be sure, who signs."""
    mine = [name for name in ids if name in template.field_ids and name not in placed]
    placed.update(mine)
    fields = tuple(_field(template, name, facts, letter) for name in mine)
    return BlockView(
        id=block_id,
        heading=heading,
        kind="computed",
        text="\n".join(field.value for field in fields[:2] if field.value),
        standard=True,
        complete=not any(field.id in open_fields for field in fields),
        hint="",
        source="",
        mark="",
        fields=fields,
    )


def _fields_of(block: Block, book: LetterBook) -> tuple[str, ...]:
    texts = [block.text, *(row.text for row in block.rows)]
    if block.kind == "clause":
        texts.append(book.clause(block.clause).text)
    names = [name for text in texts for name in markup.fields(text)]
    names += [when.field for when in block.when]
    return tuple(dict.fromkeys(names))


def _field(template: Template, field_id: str, facts: Facts, letter: Letter) -> FieldView:
    item = template.field(field_id)
    typed = letter.fields.get(field_id)
    value = typed if typed is not None else _text(value_of(facts, template, field_id))
    hint = item.hint + (" (nog te bevestigen)" if item.unsure else "")
    return FieldView(item.id, item.label, _kind(item), value, item.required, _options(item), hint.strip())


def _kind(item: Field) -> str:
    return {"flag": "choice", "list": "paragraphs"}.get(item.kind, item.kind)


def _options(item: Field) -> tuple[tuple[str, str], ...]:
    return _YES_NO if item.kind == "flag" else item.choices


def _text(value: FactValue | None) -> str:
    """A fact as the field shows it; moments as Dutch clock time without zone."""
    if not known(value) or value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return wording.to_local(value.astimezone(UTC)).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "\n".join(part.text if isinstance(part, Para) else str(part) for part in value)
    return str(value)


def _first_words(texts: list[str]) -> str:
    words = " ".join(texts).split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")
