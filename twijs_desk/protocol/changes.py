"""What one rule pack changes against another, and what a date changes inside one, in Dutch sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from twijs_desk.dutch import joined, written_date
from twijs_desk.protocol.model import (
    TRIGGERS,
    All,
    AnyOf,
    Condition,
    DueRule,
    FactRef,
    Is,
    IsNot,
    Known,
    MeasureRule,
    Not,
    ObligationRule,
    Pack,
    Question,
    StatusRule,
    Unknown,
    Validity,
)

MAX_WORDS: Final = 400
"""Signs of a text that are shown; a longer one is cut with an ellipsis."""

_LEVELS: Final = {"must": "moet", "should": "advies", "may": "mag"}
_STATUS: Final = {"required": "moet", "allowed": "mag", "barred": "kan niet"}
_HOLDERS: Final = {
    "principal": "de schoolleider",
    "board": "het bestuur",
    "dpo": "de functionaris gegevensbescherming",
    "principal_if_mandated": "de schoolleider met mandaat, anders het bestuur",
    "any_employee": "iedere medewerker",
}
_BASES: Final = {"protocol": "het protocol", "statute": "de wet", "cao": "de cao", "policy": "beleid"}
_INSPECTOR: Final = {
    "verplicht-wet": "verplicht door de wet",
    "verplicht-protocol": "verplicht door het protocol",
    "aanbevolen": "aanbevolen",
}
_UNITS: Final = {
    "elapsed_hours": ("uur", "uur"),
    "working_days": ("werkdag", "werkdagen"),
    "school_days": ("schooldag", "schooldagen"),
    "days": ("dag", "dagen"),
    "weeks": ("week", "weken"),
    "months": ("maand", "maanden"),
}
_MOMENTS: Final = {
    "none": "zonder termijn",
    "at_once": "meteen",
    "same_day": "dezelfde dag",
    "same_working_day": "dezelfde werkdag",
}

_T = TypeVar("_T")


@dataclass(frozen=True)
class Group:
    """Sentences about one kind of part, in the order of the pack."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Switch:
    """A part that is silent on one day and speaks on another, or the other way round."""

    kind: str
    id: str
    title: str
    on: bool
    valid_from: date | None
    valid_to: date | None

    def __str__(self) -> str:
        return f"{self.title}: {'geldt dan wel' if self.on else 'geldt dan niet meer'}{since(self)}."


def since(part: Switch) -> str:
    """` (geldt vanaf 1 augustus 2027)`"""
    words = [
        f"vanaf {written_date(part.valid_from)}" if part.valid_from else "",
        f"tot en met {written_date(part.valid_to)}" if part.valid_to else "",
    ]
    text = " ".join(word for word in words if word)
    return f" (geldt {text})" if text else ""


# --- a date inside one pack ---


def parts(pack: Pack) -> Iterator[tuple[str, str, str, Validity]]:
    """Every part that can carry dates: kind, code, what it is called, and when it holds."""
    yield "pack", pack.id, f"Regelset ‘{pack.title}’", pack.validity
    for kind, title, items in _kinds(pack):
        for item in items:
            validity = getattr(item, "validity", None)
            if isinstance(validity, Validity):
                yield kind, _code(item), f"{title} ‘{_title(item)}’", validity
            for number, rule in enumerate(getattr(item, "rules", ())):
                inner = getattr(rule, "validity", None)
                if isinstance(inner, Validity) and isinstance(rule, StatusRule):
                    what = f"{title} ‘{_title(item)}’: {_STATUS[rule.status]}"
                    yield kind, f"{_code(item)}[{number}]", what, inner


def switches(pack: Pack, now: date, then: date) -> tuple[Switch, ...]:
    """What is silent now and holds then, and what holds now and is silent then."""
    return tuple(
        Switch(kind, code, title, validity.holds(then), validity.valid_from, validity.valid_to)
        for kind, code, title, validity in parts(pack)
        if validity.holds(now) != validity.holds(then)
    )


def dormant(pack: Pack, on: date) -> tuple[Switch, ...]:
    """What is in the pack and holds only after this day."""
    return tuple(
        Switch(kind, code, title, True, validity.valid_from, validity.valid_to)
        for kind, code, title, validity in parts(pack)
        if validity.valid_from is not None and validity.valid_from > on
    )


def _kinds(pack: Pack) -> Iterator[tuple[str, str, Iterable[Any]]]:
    yield "question", "Vraag", pack.questions
    yield "obligation", "Plicht", pack.obligations
    yield "measure", "Maatregel", pack.measures
    yield "bar", "Verbod", pack.bars
    yield "letter", "Brief", pack.letters
    yield "warning", "Waarschuwing", pack.warnings
    yield "dossier", "Dossier", pack.dossiers
    yield "register", "Register", pack.registers
    yield "inspector", "Vertrouwensinspecteur", pack.inspector
    yield "police", "Politie", pack.police
    yield "guard", "Waarborg", pack.guards.values()
    yield "mandate", "Mandaat", pack.mandates.values()
    yield "decider", "Wie beslist", pack.decider_shifts


def _code(item: Any) -> str:
    return str(getattr(item, "id", "") or getattr(item, "code", "") or getattr(item, "key", ""))


def _title(item: Any) -> str:
    for name in ("title", "text", "label", "reason"):
        if text := getattr(item, name, ""):
            return _short(str(text))
    return _code(item)


# --- two packs ---


def changes(old: Pack, new: Pack) -> tuple[Group, ...]:
    """Everything that differs, grouped; empty when both say the same."""
    both = _Both(old, new)
    groups = (
        Group("De regelset", tuple(both.head())),
        Group("Vragen", tuple(both.each(old.questions, new.questions, "vraag", both.question))),
        Group(
            "Voorwaarden met een naam",
            tuple(both.each(old.facts.values(), new.facts.values(), "voorwaarde", both.plain)),
        ),
        Group("Plichten", tuple(both.each(old.obligations, new.obligations, "plicht", both.duty))),
        Group("Maatregelen", tuple(both.each(old.measures, new.measures, "maatregel", both.measure))),
        Group("Verboden", tuple(both.each(old.bars, new.bars, "verbod", both.plain))),
        Group("Vertrouwensinspecteur", tuple(both.each(old.inspector, new.inspector, "regel", both.plain))),
        Group("Politie", tuple(both.each(old.police, new.police, "regel", both.plain))),
        Group("Waarschuwingen", tuple(both.each(old.warnings, new.warnings, "waarschuwing", both.plain))),
        Group("Brieven", tuple(both.each(old.letters, new.letters, "brief", both.plain))),
        Group(
            "Dossiers en registers",
            (
                *both.each(old.dossiers, new.dossiers, "regel", both.plain),
                *both.each(old.registers, new.registers, "regel", both.plain),
            ),
        ),
        Group(
            "Wie beslist en wat eerst moet",
            (
                *both.each(old.mandates.values(), new.mandates.values(), "mandaat", both.plain),
                *both.each(old.decider_shifts, new.decider_shifts, "regel", both.plain),
                *both.each(old.guards.values(), new.guards.values(), "waarborg", both.plain),
            ),
        ),
        Group(
            "Hoedanigheden",
            tuple(both.each(old.capacities.values(), new.capacities.values(), "hoedanigheid", both.plain)),
        ),
        Group("Artikelen", tuple(both.each(old.articles, new.articles, "artikel", both.plain))),
        Group("Bronnen", tuple(both.each(_own_sources(old), _own_sources(new), "bron", both.plain))),
        Group(
            "Telefoonnummers",
            tuple(both.each(old.contacts.values(), new.contacts.values(), "nummer", both.plain)),
        ),
        Group(
            "Bewezen eigenschappen",
            (
                *both.each(old.properties, new.properties, "eigenschap", both.plain),
                *both.each(old.exclusions, new.exclusions, "uitsluiting", both.plain),
            ),
        ),
    )
    return tuple(group for group in groups if group.lines)


def _own_sources(pack: Pack) -> Iterator[Any]:
    """Without the articles, which count as sources too and are compared themselves."""
    articles = {article.id for article in pack.articles}
    return (source for source in pack.sources.values() if source.id not in articles)


_FIELDS: Final = {
    "title": "de naam",
    "text": "de tekst",
    "label": "de naam",
    "help": "de uitleg",
    "why": "de reden van de vraag",
    "explanation": "de uitleg",
    "reason": "de reden",
    "alternative": "wat wel kan",
    "bar_reason": "de reden waarom iets niet past",
    "bar_alternative": "wat wel kan",
    "note": "de opmerking",
    "law": "de grondslag",
    "proof": "het bewijs",
    "caution": "de waarschuwing bij de vraag",
    "next_note": "wat er na het antwoord komt",
    "locator": "de vindplaats",
    "url": "het webadres",
    "display": "het nummer",
    "advice": "het advies",
    "missing": "wat er staat als het ontbreekt",
}
"""Texts of which the new wording is shown."""

_SILENT: Final = frozenset({"id", "code", "key", "number", "tel", "since", "place", "file"})
"""Fields that say nothing to a reader, or follow from another."""


class _Both:
    """Two packs, and the sentences about what differs between a part and its namesake."""

    def __init__(self, old: Pack, new: Pack) -> None:
        self.old, self.new = old, new

    def head(self) -> Iterator[str]:
        if self.old.id != self.new.id:
            yield f"Dit is een andere regelset: ‘{self.new.title}’ in plaats van ‘{self.old.title}’."
        elif self.old.title != self.new.title:
            yield f"De titel wordt ‘{self.new.title}’."
        if self.old.version != self.new.version:
            yield f"Versie {self.old.version} wordt {self.new.version}."
        if self.old.validity != self.new.validity:
            yield f"De regelset {_validity(self.new.validity)}; dit was: {_validity(self.old.validity)}."
        if self.old.capacity_question != self.new.capacity_question:
            yield f"De rol van iemand blijkt voortaan uit de vraag ‘{self._ask(self.new, self.new.capacity_question)}’."

    def each(
        self, old: Iterable[_T], new: Iterable[_T], noun: str, tell: Callable[[_T, _T], Iterator[str]]
    ) -> Iterator[str]:
        was, now = {_code(item): item for item in old}, {_code(item): item for item in new}
        for code, item in now.items():
            name = f"‘{_title(item)}’"
            if code not in was:
                yield f"Nieuw: {noun} {name}{self._more(item)}"
                continue
            told = list(tell(was[code], item)) if was[code] != item else []
            yield from (f"{name}: {sentence}" for sentence in told)
        gone = [item for code, item in was.items() if code not in now]
        if len(gone) > 1 and self.old.id != self.new.id:  # another foundation: the count says enough
            yield f"Vervallen: wat de vorige regelset hier noemde ({len(gone)} keer {noun})."
        else:
            yield from (f"Vervallen: {noun} ‘{_title(item)}’." for item in gone)

    def _more(self, item: Any) -> str:
        """What a reader must know about something new at once."""
        words = []
        if isinstance(item, Question):
            words.append(f"antwoorden: {joined([option.label for option in item.options])}")
        if isinstance(item, ObligationRule):
            words.append(
                f"{_LEVELS[item.level]}, {term(item.due)}, door {_HOLDERS.get(item.holder, item.holder)}"
            )
        if isinstance(item, MeasureRule):
            words.append("; ".join(f"{_STATUS[r.status]} {self.when(self.new, r.when)}" for r in item.rules))
        elif isinstance(item, Question):
            asked = self.when(self.new, item.when)
            words.append("altijd gesteld" if asked == "altijd" else f"gesteld {asked}")
        elif (condition := getattr(item, "when", None)) is not None:
            words.append(self.when(self.new, condition))
        validity = getattr(item, "validity", None)
        if isinstance(validity, Validity) and (validity.valid_from or validity.valid_to):
            words.append(_validity(validity))
        return f" ({'; '.join(words)})." if words else "."

    # -- one part --

    def question(self, old: Question, new: Question) -> Iterator[str]:
        was, now = {o.id: o for o in old.options}, {o.id: o for o in new.options}
        if added := [o.label for code, o in now.items() if code not in was]:
            yield f"er komt een antwoord bij: {joined(added)}."
        if dropped := [o.label for code, o in was.items() if code not in now]:
            yield f"een antwoord vervalt: {joined(dropped)}."
        for code, option in now.items():
            before = was.get(code)
            if before is not None and before.label != option.label:
                yield f"het antwoord ‘{before.label}’ heet nu ‘{option.label}’."
            elif before is not None and before != option:
                yield f"bij het antwoord ‘{option.label}’ is de toelichting of het artikel veranderd."
        if [c for c in was if c in now] != [c for c in now if c in was]:
            yield "de antwoorden staan in een andere volgorde."
        if old.kind != new.kind:
            yield "u kunt nu meer antwoorden kiezen." if new.kind == "multi" else "u kiest nu één antwoord."
        yield from self.plain(old, new, skip=("options", "kind"))

    def duty(self, old: ObligationRule, new: ObligationRule) -> Iterator[str]:
        if old.level != new.level:
            yield f"was ‘{_LEVELS[old.level]}’ en is nu ‘{_LEVELS[new.level]}’."
        if old.due != new.due:
            yield f"de termijn is nu {term(new.due)} (was: {term(old.due)})."
        if old.holder != new.holder:
            yield f"dit doet nu {_HOLDERS.get(new.holder, new.holder)} (was: {_HOLDERS.get(old.holder, old.holder)})."
        if old.basis != new.basis:
            yield f"dit volgt nu uit {_BASES[new.basis]} (was: {_BASES[old.basis]})."
        if old.waivable != new.waivable:
            yield (
                "u mag dit nu met een reden overslaan." if new.waivable else "u mag dit niet meer overslaan."
            )
        yield from self.plain(old, new, skip=("level", "due", "holder", "basis", "waivable"))

    def measure(self, old: MeasureRule, new: MeasureRule) -> Iterator[str]:
        yield from self._statuses(old, new)
        if old.applies_to != new.applies_to:
            added = [self._who(self.new, c) for c in new.applies_to if c not in old.applies_to]
            dropped = [self._who(self.old, c) for c in old.applies_to if c not in new.applies_to]
            if added:
                yield f"is er nu ook voor: {joined(added)}."
            if dropped:
                yield f"is er niet meer voor: {joined(dropped)}."
        for field, noun, names in (
            ("guards", "wat eerst moet", lambda pack, code: _short(pack.guards[code].title)),
            ("letters", "de brieven", lambda _pack, code: code),
        ):
            was, now = getattr(old, field), getattr(new, field)
            if added := [names(self.new, code) for code in now if code not in was]:
                yield f"bij {noun} komt erbij: {joined(added)}."
            if dropped := [names(self.old, code) for code in was if code not in now]:
                yield f"bij {noun} vervalt: {joined(dropped)}."
        if old.decided_by != new.decided_by:
            was_key, now_key = self.old.mandates[old.decided_by], self.new.mandates[new.decided_by]
            yield f"wie beslist, volgt nu uit ‘{now_key.title}’ (was: ‘{was_key.title}’)."
        yield from self.plain(old, new, skip=("rules", "applies_to", "guards", "letters", "decided_by"))

    def _statuses(self, old: MeasureRule, new: MeasureRule) -> Iterator[str]:
        """Rules have no code: equal ones fall out, the others are paired by status and order."""
        was = [rule for rule in old.rules if rule not in new.rules]
        now = [rule for rule in new.rules if rule not in old.rules]
        for rule in now:
            before = next((other for other in was if other.status == rule.status), None)
            if before is None:
                yield f"nieuw: {_STATUS[rule.status]} {self.when(self.new, rule.when)}. Reden: {_short(rule.reason)}"
                continue
            was.remove(before)
            for sentence in self.plain(before, rule):
                yield f"({_STATUS[rule.status]}) {sentence}"
        for rule in was:
            yield f"vervalt: {_STATUS[rule.status]} {self.when(self.old, rule.when)}."
        if not was and not now and old.rules != new.rules:
            yield "de regels staan in een andere volgorde."

    def plain(self, old: Any, new: Any, skip: tuple[str, ...] = ()) -> Iterator[str]:
        """Field by field: condition, dates and texts in words, anything else by naming it."""
        for name in vars(new):
            was, now = getattr(old, name), getattr(new, name)
            if was == now or name in skip or name in _SILENT:
                continue
            if name == "when":
                yield from self.moved(was, now)
            elif name == "validity":
                yield f"{_validity(now)} (was: {_validity(was)})."
            elif name == "verified_on":
                yield f"nagekeken op {written_date(now)} (was: {written_date(was)})."
            elif name == "unsure":
                yield "is nog te bevestigen." if now else "is bevestigd."
            elif name == "sources":
                yield from self._sources(was, now)
            elif name == "decides":
                yield f"dit beslist nu {_HOLDERS.get(now, now)} (was: {_HOLDERS.get(was, was)})."
            elif name == "outcome":
                yield f"de melding is nu {_INSPECTOR.get(now, now)} (was: {_INSPECTOR.get(was, was)})."
            elif name == "level" and now in _LEVELS:
                yield f"was ‘{_LEVELS.get(was, was)}’ en is nu ‘{_LEVELS[now]}’."
            elif name in _FIELDS:
                yield f"{_FIELDS[name]} is nu: ‘{_short(str(now or ''))}’."
            else:
                yield f"{_OTHER.get(name, f'het onderdeel ‘{name}’')} is veranderd."

    def _sources(self, was: tuple[str, ...], now: tuple[str, ...]) -> Iterator[str]:
        added = [_source(self.new, code) for code in now if code not in was]
        dropped = [_source(self.old, code) for code in was if code not in now]
        if added:
            yield f"nieuwe bron: {'; '.join(added)}."
        if dropped:
            yield f"bron vervallen: {'; '.join(dropped)}."

    # -- conditions --

    def moved(self, old: Condition | None, new: Condition | None) -> Iterator[str]:
        """What a changed condition means, as small as it can be said."""
        if old is None or new is None:
            text = "hoort nu alleen bij een maatregel" if new is None else self.when(self.new, new)
            yield f"dit {text}." if new is None else f"dit geldt nu {text}."
            return
        found = list(self._diff(old, new, True))
        if found and len(found) <= 4:
            yield from (f"{sentence}." for sentence in found)
            return
        yield f"de voorwaarde is nu: {self.when(self.new, new)} (was: {self.when(self.old, old)})."

    def _diff(self, old: Condition, new: Condition, good: bool) -> Iterator[str]:
        """`good`: more truth in this part makes the whole more often true. Empty: cannot be said in small."""
        more, less = ("geldt nu ook", "geldt niet meer") if good else ("geldt niet meer", "geldt nu ook")
        match old, new:
            case (Is(a, was), Is(b, now)) | (IsNot(a, was), IsNot(b, now)) if a == b:
                if isinstance(new, IsNot):
                    more, less = less, more
                if added := [o for o in now if o not in was]:
                    yield f"{more} bij {self._answer(self.new, b, added)}"
                if dropped := [o for o in was if o not in now]:
                    yield f"{less} bij {self._answer(self.old, a, dropped)}"
            case (Not(a), Not(b)):
                yield from self._diff(a, b, not good)
            case (All(a), All(b)) | (AnyOf(a), AnyOf(b)):
                gone = [part for part in a if part not in b]
                come = [part for part in b if part not in a]
                if len(gone) == 1 and len(come) == 1:
                    yield from self._diff(gone[0], come[0], good)
                elif isinstance(new, AnyOf) and not (gone and come):
                    yield from (f"{more} als {self.words(self.new, part)}" for part in come)
                    yield from (f"{less} als {self.words(self.old, part)}" for part in gone)
                elif isinstance(new, All) and good and not (gone and come):
                    yield from (f"geldt alleen nog als ook {self.words(self.new, part)}" for part in come)
                    yield from (f"geldt ook zonder dat {self.words(self.old, part)}" for part in gone)
            case (_, AnyOf(b)) if old in b:
                yield from (f"{more} als {self.words(self.new, part)}" for part in b if part != old)
            case (AnyOf(a), _) if new in a:
                yield from (f"{less} als {self.words(self.old, part)}" for part in a if part != new)
            case (_, All(b)) if good and old in b:
                yield from (
                    f"geldt alleen nog als ook {self.words(self.new, part)}" for part in b if part != old
                )
            case (All(a), _) if good and new in a:
                yield from (f"geldt ook zonder dat {self.words(self.old, part)}" for part in a if part != new)
            case _:
                return

    def when(self, pack: Pack, condition: Condition) -> str:
        return "altijd" if condition == All(()) else f"als {self.words(pack, condition)}"

    def words(self, pack: Pack, condition: Condition) -> str:
        """A condition with the texts of questions and answers; a named condition by its name."""
        return _short(_words(pack, condition))

    def _answer(self, pack: Pack, question_id: str, options: list[str]) -> str:
        return f"‘{self._ask(pack, question_id)}’: {_labels(pack, question_id, options)}"

    def _ask(self, pack: Pack, question_id: str) -> str:
        return pack.by_id[question_id].text if question_id in pack.by_id else question_id

    def _who(self, pack: Pack, code: str) -> str:
        return pack.capacities[code].label if code in pack.capacities else code


_OTHER: Final = {
    "section": "de plaats in de route",
    "examples_yes": "de lijst voorbeelden waarbij het antwoord ja is",
    "examples_no": "de lijst voorbeelden waarbij het antwoord nee is",
    "cautious": "welk antwoord het voorzichtigste is",
    "about": "of het om de zaak of om één persoon gaat",
    "asks": "waarvoor de app het antwoord gebruikt",
    "marks": "wat de app ermee bijhoudt",
    "action": "wat de app aanbiedt",
    "after": "wat eerst moet",
    "kind": "de soort",
    "kinds": "de soorten maatregelen",
    "measures": "de lijst maatregelen",
    "binds": "voor wie het geldt",
    "opens": "de openingstijd",
    "closes": "de sluitingstijd",
    "dossier": "het dossier",
    "register": "het register",
    "what": "wat u met de politie doet",
    "basis": "de grondslag",
    "then": "wat er moet gelden",
    "rules": "de lijst van regels",
}


def describe(pack: Pack, condition: Condition) -> str:
    """A condition in words, with texts of questions and answers."""
    return _words(pack, condition) if condition != All(()) else "altijd"


def term(due: DueRule) -> str:
    """`binnen 2 werkdagen na het besluit`"""
    if due.kind in _MOMENTS:
        return _MOMENTS[due.kind]
    one, more = _UNITS[due.kind]
    return (
        f"binnen {due.amount} {one if due.amount == 1 else more} na {TRIGGERS.get(due.trigger, due.trigger)}"
    )


def _words(pack: Pack, condition: Condition) -> str:
    match condition:
        case All(inner):
            return " en ".join(_inner(pack, part) for part in inner) or "altijd"
        case AnyOf(inner):
            return " of ".join(_inner(pack, part) for part in inner)
        case Not(inner_part):
            return f"niet geldt dat {_inner(pack, inner_part)}"
        case Is(question, options):
            return f"‘{_text(pack, question)}’ is {_labels(pack, question, options)}"
        case IsNot(question, options):
            return f"‘{_text(pack, question)}’ is niet {_labels(pack, question, options)}"
        case Known(question):
            return f"bij ‘{_text(pack, question)}’ het antwoord bekend is"
        case Unknown(question):
            return f"bij ‘{_text(pack, question)}’ het antwoord nog niet bekend is"
        case FactRef(fact):
            return f"‘{pack.facts[fact].title if fact in pack.facts else fact}’"


def _inner(pack: Pack, condition: Condition) -> str:
    text = _words(pack, condition)
    return f"({text})" if isinstance(condition, All | AnyOf) and len(condition.parts) > 1 else text


def _text(pack: Pack, question_id: str) -> str:
    return pack.by_id[question_id].text if question_id in pack.by_id else question_id


def _labels(pack: Pack, question_id: str, options: Iterable[str]) -> str:
    question = pack.by_id.get(question_id)
    labels: Mapping[str, str] = {o.id: o.label for o in question.options} if question else {}
    return " of ".join(labels.get(option, option) for option in options)


def _source(pack: Pack, code: str) -> str:
    source = pack.sources.get(code)
    return code if source is None else ", ".join(part for part in (source.title, source.locator) if part)


def _validity(validity: Validity) -> str:
    if validity.valid_from and validity.valid_to:
        return f"geldt van {written_date(validity.valid_from)} tot en met {written_date(validity.valid_to)}"
    if validity.valid_from:
        return f"geldt vanaf {written_date(validity.valid_from)}"
    if validity.valid_to:
        return f"geldt tot en met {written_date(validity.valid_to)}"
    return "geldt altijd"


def _short(text: str) -> str:
    return text if len(text) <= MAX_WORDS else text[: MAX_WORDS - 1].rstrip() + "…"
