"""Puts facts and edits into a template: what can be filled is filled, the rest becomes a list of gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from twijs_desk import dutch
from twijs_desk.letters import markup
from twijs_desk.letters.errors import LetterError, LetterTextError
from twijs_desk.letters.model import (
    Block,
    Composed,
    ComposedBlock,
    FactValue,
    Field,
    Gap,
    LetterBook,
    LetterMeta,
    Para,
    Row,
    Run,
    Template,
    When,
)
from twijs_desk.letters.text import clean, clean_paras, paragraphs

Facts = Mapping[str, FactValue]


@dataclass
class _Desk:
    """One composition under way: the facts, and the gaps met so far."""

    template: Template
    facts: Facts
    gaps: list[Gap] = field(default_factory=list)

    def gap(self, item: Field, block: str) -> Run:
        found = Gap(item.id, item.label, block)
        if found not in self.gaps:
            self.gaps.append(found)
        return Run(f"[nog invullen: {item.label}]", gap=item.id)


def compose(
    template: Template,
    facts: Facts,
    edits: Mapping[str, tuple[Para, ...]],
    book: LetterBook,
    on: date,
) -> Composed:
    """The letter with everything known in place. `on` dates it when `letter.dated_on` is not given.

    Raises LetterError for a template not yet in force, an edit of a locked block, or a fact of a wrong kind.
    """
    if on < template.valid_from:
        since = dutch.written_date(template.valid_from)
        raise LetterError(f"De brief {template.code} ({template.title}) geldt pas vanaf {since}.")
    desk = _Desk(template, {"letter.dated_on": on, **facts})
    _check_kinds(desk)
    blocks_by_id = {block.id: block for block in template.blocks}
    for block_id in edits:
        block = blocks_by_id.get(block_id)
        if block is None:
            raise LetterError(f"De brief {template.code} heeft geen onderdeel ‘{block_id}’.")
        if block.kind != "editable":
            raise LetterError(
                f"Het onderdeel ‘{block.heading or block.id}’ is vaste tekst en kan niet worden gewijzigd."
            )
    if template.form == "letter":
        _need(desk, "address", "addressee.lines")
    subject = _inline(desk, template.subject, "subject")
    salutation = _inline(desk, template.salutation, "salutation")
    blocks = tuple(
        _block(desk, block, edits.get(block.id), book)
        for block in template.blocks
        if _wanted(desk, block.when, block.id)
    )
    return Composed(
        code=template.code,
        version=template.version,
        title=template.title,
        template_hash=template.hash,
        form=template.form,
        subject=subject,
        salutation=salutation,
        blocks=tuple(block for block in blocks if block.paras or block.rows),
        closing=template.closing,
        signature=_signature(desk),
        enclosures=_enclosures(desk),
        copies=_list(desk, "letter.copies"),
        gaps=tuple(desk.gaps),
    )


def letter_meta(template: Template, facts: Facts, on: date) -> LetterMeta:
    """Address, reference block and footer from the same facts."""
    desk = _Desk(template, facts)
    dated = facts.get("letter.dated_on", on)
    return LetterMeta(
        reference=_plain(desk, "letter.reference"),
        case_number=_plain(desk, "case.number"),
        dated_on=dated if isinstance(dated, date) else on,
        address=_list(desk, "addressee.lines") if template.form == "letter" else (),
        marking=template.marking,
        your_reference=_plain(desk, "letter.your_reference"),
        handled_by=_plain(desk, "letter.handled_by"),
    )


def _check_kinds(desk: _Desk) -> None:
    """Refuses a fact of a wrong kind even where the text does not print it: conditions and guards read it."""
    for item in desk.template.fields:
        value = desk.facts.get(item.id)
        if value is None or not known(value):
            continue
        if item.kind not in {"paragraphs", "list"}:
            _words(item, value, "")
        elif not isinstance(value, str | tuple):
            what = "tekst" if item.kind == "paragraphs" else "een lijst"
            raise LetterTextError(f"Bij ‘{item.label}’ hoort {what}.")


def known(value: FactValue | None) -> bool:
    return value is not None and value not in ("", ())


def applies(conditions: tuple[When, ...], facts: Facts, template: Template) -> bool:
    """Whether all conditions hold; unknown counts as yes, except where known or unknown is the question."""
    return all(_holds(condition, facts, template) for condition in conditions)


def _wanted(desk: _Desk, conditions: tuple[When, ...], block: str) -> bool:
    """Whether a part belongs in the letter; the question it hangs on is a gap as long as nobody answered."""
    if not applies(conditions, desk.facts, desk.template):
        return False
    for when in conditions:
        item = desk.template.field(when.field)
        asked = when.op not in {"known", "unknown"} and item.required
        if asked and not known(value_of(desk.facts, desk.template, when.field)):
            desk.gap(item, block)
    return True


def _holds(when: When, facts: Facts, template: Template) -> bool:
    value = value_of(facts, template, when.field)
    if when.op == "known":
        return known(value)
    if when.op == "unknown":
        return not known(value)
    if not known(value):
        return True
    if when.op == "over":
        return isinstance(value, int) and isinstance(when.value, int) and value > when.value
    return (value == when.value) == (when.op == "is")


def value_of(facts: Facts, template: Template, field_id: str) -> FactValue | None:
    value = facts.get(field_id)
    if known(value):
        return value
    return template.field(field_id).default or None


def _block(desk: _Desk, block: Block, edit: tuple[Para, ...] | None, book: LetterBook) -> ComposedBlock:
    clause = book.clause(block.clause) if block.kind == "clause" else None
    text = clause.text if clause else block.text
    heading = clause.heading if clause and not block.heading else block.heading
    if edit is None:
        paras = _paras(desk, text, block.id)
    else:
        where = f"het onderdeel ‘{block.heading or block.id}’"
        paras = tuple(
            Para(tuple(_refilled(desk, run, block.id) for run in para.runs), para.kind)
            for para in clean_paras(edit, where=where)
        )
    rows = tuple(
        Row(row.label, _paras(desk, row.text, block.id))
        for row in block.rows
        if _wanted(desk, row.when, block.id)
    )
    return ComposedBlock(
        id=block.id,
        kind=block.kind,
        heading="".join(run.text for run in _inline(desk, heading, block.id)),
        paras=paras,
        rows=tuple(row for row in rows if row.paras),
        mark=clause.mark if clause else block.mark,
        source=clause.source if clause else block.source,
        hint=block.hint,
        edited=edit is not None,
        unsure=clause is not None and clause.unsure,
    )


def _refilled(desk: _Desk, run: Run, block: str) -> Run:
    """A gap that the writer kept in an edited block stays a gap, or takes its value."""
    if not run.gap or run.gap not in desk.template.field_ids:
        return Run(run.text, run.bold, run.italic)
    item = desk.template.field(run.gap)
    value = value_of(desk.facts, desk.template, item.id)
    return Run(_words(item, value, ""), run.bold, run.italic) if known(value) else desk.gap(item, block)


def _paras(desk: _Desk, text: str, block: str) -> tuple[Para, ...]:
    result: list[Para] = []
    for line in markup.lines(text):
        if line.only_gap:
            item = desk.template.field(line.only_gap)
            if item.kind in {"paragraphs", "list"}:
                result += _grown(desk, item, block)
                continue
        runs = _filled(desk, line.tokens, block)
        if runs is not None:
            result.append(Para(runs, line.kind))
    return tuple(result)


def _grown(desk: _Desk, item: Field, block: str) -> tuple[Para, ...]:
    value = value_of(desk.facts, desk.template, item.id)
    if not known(value):
        return (Para((desk.gap(item, block),)),) if item.required else ()
    where = f"‘{item.label}’"
    if isinstance(value, str):
        return paragraphs(value, where=where)
    if isinstance(value, tuple):
        if item.kind == "list":
            return tuple(Para((Run(clean(str(part), where=where)),), "bullet") for part in value)
        kept = tuple(part if isinstance(part, Para) else Para((Run(part),)) for part in value)
        return clean_paras(kept, where=where)
    raise LetterTextError(f"Bij {where} hoort tekst.")


def _filled(desk: _Desk, tokens: tuple[markup.Token, ...], block: str) -> tuple[Run, ...] | None:
    """Runs of one paragraph, or None when it speaks of an optional fact that is not there."""
    runs: list[Run] = []
    for token in tokens:
        if not token.field:
            runs.append(Run(token.text, token.bold))
            continue
        item = desk.template.field(token.field)
        value = value_of(desk.facts, desk.template, item.id)
        if value is not None and known(value):
            runs.append(Run(_words(item, value, token.form), token.bold))
        elif item.required:
            runs.append(desk.gap(item, block))
        else:
            return None
    return tuple(runs)


def _inline(desk: _Desk, text: str, block: str) -> tuple[Run, ...]:
    return _filled(desk, markup.inline(text), block) or ()


def _words(item: Field, value: FactValue | None, form: str) -> str:
    """A fact as it reads in a sentence."""
    where = f"‘{item.label}’"
    if item.kind in {"date", "moment"}:
        return _time_words(item, value, form)
    if item.kind == "number":
        if isinstance(value, bool) or not isinstance(value, int):
            raise LetterTextError(f"Bij {where} hoort een getal.")
        return dutch.written_number(value) if form == "words" else str(value)
    if item.kind == "flag":
        if not isinstance(value, bool):
            raise LetterTextError(f"Bij {where} hoort ja of nee.")
        return "ja" if value else "nee"
    if item.kind == "choice":
        for key, label in item.choices:
            if key == value:
                return label
        raise LetterTextError(f"Bij {where} is ‘{value}’ geen mogelijk antwoord.")
    if isinstance(value, tuple):
        parts = [part.text if isinstance(part, Para) else part for part in value]
        return clean(dutch.joined(parts), where=where)
    if isinstance(value, str):
        words = clean(" ".join(value.split("\n")), where=where)
        return words[:1].lower() + words[1:] if form == "lower" else words
    raise LetterTextError(f"Bij {where} hoort tekst.")


def _time_words(item: Field, value: FactValue | None, form: str) -> str:
    if item.kind == "moment":
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise LetterTextError(f"Bij ‘{item.label}’ hoort een datum met een tijd.")
        return dutch.written_time(value) if form == "time" else dutch.written_moment(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise LetterTextError(f"Bij ‘{item.label}’ hoort een datum.")
    return dutch.written_day(value) if form == "day" else dutch.written_date(value)


def _signature(desk: _Desk) -> tuple[tuple[Run, ...], ...]:
    """Who signs, and in whose name: under mandate the letter says so, the board signs for itself."""
    if desk.template.form == "record":
        opening = "Naar waarheid opgemaakt,"
    elif value_of(desk.facts, desk.template, "signer.on_behalf") is False:
        opening = "Het bestuur van {foundation.name},"
    else:
        opening = "Namens het bestuur van {foundation.name},"
    texts = (opening, "{signer.name}", "{signer.role}")
    return tuple(_inline(desk, text, "signature") for text in texts)


def _need(desk: _Desk, block: str, field_id: str) -> None:
    item = desk.template.field(field_id)
    if not known(desk.facts.get(field_id)):
        desk.gap(item, block)


def _list(desk: _Desk, field_id: str) -> tuple[str, ...]:
    value = desk.facts.get(field_id, ())
    where = f"‘{desk.template.field(field_id).label}’"
    if isinstance(value, str):
        return (clean(value, where=where),) if value else ()
    if not isinstance(value, tuple):
        raise LetterTextError(f"Bij {where} hoort een lijst.")
    return tuple(clean(str(part), where=where) for part in value)


def _enclosures(desk: _Desk) -> tuple[str, ...]:
    """What the template always sends along, a list field of its own, and what the user adds."""
    result: list[str] = []
    for entry in desk.template.enclosures:
        field_id = markup.lines(entry)[0].only_gap
        result += _list(desk, field_id) if field_id else [entry]
    return (*result, *_list(desk, "letter.enclosures"))


def _plain(desk: _Desk, field_id: str) -> str:
    value = desk.facts.get(field_id, "")
    return clean(str(value), where=f"‘{desk.template.field(field_id).label}’")
