"""Do all names in a pack point at something, and can the questions be asked in the order they stand in?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from twijs_desk.protocol import claims
from twijs_desk.protocol.conditions import support
from twijs_desk.protocol.model import (
    All,
    AnyOf,
    Condition,
    Defect,
    FactRef,
    Is,
    IsNot,
    Known,
    Not,
    Pack,
    Unknown,
)

Places = Mapping[tuple[str, str], tuple[str, str]]
MAX_LEVELS = 10
MAX_QUESTIONS = 150
MAX_SIZE = 400  # statements in a condition with its facts written out
ACTIONS = (
    "none",
    "call",
    "letter",
    "note",
    "register",
    "breach",
    "evidence",
    "police",
    "dossier",
    "qualification",
    "measure",
)


def conditions_of(pack: Pack) -> Iterator[tuple[str, str, Condition]]:
    """Every condition with the kind and code of the part it stands in."""
    for question in pack.questions:
        yield "question", question.id, question.when
    for fact in pack.facts.values():
        yield "fact", fact.id, fact.when
    for duty in pack.obligations:
        yield "obligation", duty.id, duty.when
    for measure in pack.measures:
        for rule in measure.rules:
            yield "measure", measure.id, rule.when
    for bar in pack.bars:
        yield "bar", bar.id, bar.when
    for shift in pack.decider_shifts:
        yield "decider", shift.id, shift.when
    for letter in pack.letters:
        if letter.when is not None:
            yield "letter", letter.code, letter.when
    for warning in pack.warnings:
        yield "warning", warning.id, warning.when
    for dossier in pack.dossiers:
        yield "dossier", dossier.id, dossier.when
    for register in pack.registers:
        yield "register", register.id, register.when
    for ground in pack.inspector:
        yield "inspector", ground.id, ground.when
    for line in pack.police:
        yield "police", line.id, line.when


def link_defects(pack: Pack, places: Places) -> list[Defect]:
    defects: list[Defect] = []

    def add(kind: str, name: str, message: str) -> None:
        file, place = places.get((kind, name), ("pack.toml", f"{kind} {name}"))
        defects.append(Defect(file, place, message))

    for kind, name, condition in conditions_of(pack):
        for message in _unknown_names(pack, condition):
            add(kind, name, message)
    for kind, name, what, wanted, known in _references(pack):
        for code in wanted:
            if code not in known:
                add(kind, name, f"{what} ‘{code[:60]}’ bestaat niet")
    for duty in pack.obligations:
        for message in _action_defects(pack, duty.action):
            add("obligation", duty.id, message)
    for kind, name, message in claims.link_defects(pack):
        add(kind, name, message)
    for name in _date_circles(pack):
        add("obligation", name, "deze plicht wacht via andere plichten of hun datums op zichzelf (kring)")
    for bar in pack.bars:
        if not bar.kinds and not bar.measures:
            add("bar", bar.id, "noem soorten (kinds) of maatregelen (measures)")
    if defects:
        return defects
    defects_before = len(defects)
    circles, levels = _fact_circles(pack)
    for name in circles:
        add("fact", name, "deze voorwaarde verwijst via een kring naar zichzelf")
    if levels > MAX_LEVELS:
        add("pack", "pack", f"feiten (fact) verwijzen meer dan {MAX_LEVELS} keer achter elkaar naar elkaar")
    if len(pack.questions) > MAX_QUESTIONS:
        add("pack", "pack", f"een regelset heeft hoogstens {MAX_QUESTIONS} vragen")
    if len(defects) > defects_before:
        return defects
    sizes: dict[str, int] = {}
    for name, fact in pack.facts.items():
        if _size(fact.when, pack, sizes) > MAX_SIZE:
            add("fact", name, "deze voorwaarde is te groot als alles is uitgeschreven")
    for kind, name, condition in conditions_of(pack):
        if kind != "fact" and _size(condition, pack, sizes) > MAX_SIZE:
            add(kind, name, "deze voorwaarde is te groot als alles is uitgeschreven")
    if defects:
        return defects
    for name, message in _order_defects(pack):
        add("question", name, message)
    for name in _unused(pack):
        add("question", name, "deze vraag loopt dood: geen enkele regel gebruikt het antwoord")
    return defects + [
        Defect("pack.toml", "pack → capacity_question", message) for message in _capacity_defects(pack)
    ]


def _capacity_defects(pack: Pack) -> Iterator[str]:
    question = pack.by_id.get(pack.capacity_question)
    if question is None:
        yield f"de vraag ‘{pack.capacity_question}’ bestaat niet"
        return
    if question.kind != "choice":
        yield f"de vraag ‘{question.id}’ mag maar één antwoord hebben"
    options = {option.id for option in question.options}
    for missing in sorted(options - pack.capacities.keys()):
        yield f"bij het antwoord ‘{missing}’ hoort een onderdeel [[capacity]]"
    for extra in sorted(pack.capacities.keys() - options):
        yield f"de hoedanigheid ‘{extra}’ is geen antwoord op de vraag ‘{question.id}’"


def _unknown_names(pack: Pack, condition: Condition) -> Iterator[str]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _unknown_names(pack, part)
        case Not(part):
            yield from _unknown_names(pack, part)
        case FactRef(fact):
            if fact not in pack.facts:
                yield f"het feit ‘{fact[:60]}’ bestaat niet"
        case Is(name, options) | IsNot(name, options):
            question = pack.by_id.get(name)
            if question is None:
                yield f"de vraag ‘{name[:60]}’ bestaat niet"
                return
            for option in options:
                if question.option(option) is None:
                    yield f"de vraag ‘{name}’ heeft geen antwoord ‘{option[:60]}’"
        case Known(name) | Unknown(name):
            if name not in pack.by_id:
                yield f"de vraag ‘{name[:60]}’ bestaat niet"


Reference = tuple[str, str, str, Iterable[str], Iterable[str]]


def _references(pack: Pack) -> Iterator[Reference]:
    sections = [section.id for section in pack.sections]
    articles = [article.id for article in pack.articles]
    letters = [letter.code for letter in pack.letters]
    duties = [duty.id for duty in pack.obligations]
    measures = [measure.id for measure in pack.measures]
    for article in pack.articles:
        yield "article", article.id, "de afdeling", [article.section], sections
        yield "article", article.id, "de bron", [article.source], pack.sources
        yield "article", article.id, "de hoedanigheid", article.binds, pack.capacities
    for question in pack.questions:
        yield "question", question.id, "de afdeling", [question.section], sections
        for option in question.options:
            yield "question", question.id, "het artikel", option.articles, articles
    for duty in pack.obligations:
        yield "obligation", duty.id, "de plicht", duty.after, duties
        yield "obligation", duty.id, "het mandaat", [duty.mandate] if duty.mandate else [], pack.mandates
    for measure in pack.measures:
        yield "measure", measure.id, "de hoedanigheid", measure.applies_to, pack.capacities
        yield "measure", measure.id, "de waarborg", measure.guards, pack.guards
        yield "measure", measure.id, "de brief", measure.letters, letters
        yield "measure", measure.id, "de brief van het besluit", measure.decision_letters, measure.letters
        yield "measure", measure.id, "het mandaat", [measure.decided_by], pack.mandates
        for rule in measure.rules:
            yield "measure", measure.id, "de bron", rule.sources, pack.sources
    for bar in pack.bars:
        yield "bar", bar.id, "de maatregel", bar.measures, measures
    for shift in pack.decider_shifts:
        yield "decider", shift.id, "de plicht", shift.keeps, duties
    for kind, name, sources in _sourced(pack):
        yield kind, name, "de bron", sources, pack.sources


def _sourced(pack: Pack) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield from (("question", part.id, part.sources) for part in pack.questions)
    yield from (("obligation", part.id, part.sources) for part in pack.obligations)
    yield from (("measure", part.id, part.sources) for part in pack.measures)
    yield from (("bar", part.id, part.sources) for part in pack.bars)
    yield from (("capacity", part.id, part.sources) for part in pack.capacities.values())
    yield from (("guard", part.id, part.sources) for part in pack.guards.values())
    yield from (("mandate", part.key, part.sources) for part in pack.mandates.values())
    yield from (("decider", part.id, part.sources) for part in pack.decider_shifts)
    yield from (("letter", part.code, part.sources) for part in pack.letters)
    yield from (("warning", part.id, part.sources) for part in pack.warnings)
    yield from (("dossier", part.id, part.sources) for part in pack.dossiers)
    yield from (("register", part.id, part.sources) for part in pack.registers)
    yield from (("property", part.id, part.sources) for part in pack.properties)
    yield from (("exclusion", part.id, part.sources) for part in pack.exclusions)
    yield from (("inspector", part.id, part.sources) for part in pack.inspector)
    yield from (("police", part.id, part.sources) for part in pack.police)
    yield from (("contact", part.id, part.sources) for part in pack.contacts.values())


def _action_defects(pack: Pack, action: str) -> Iterator[str]:
    word, _, rest = action.partition(":")
    if word not in ACTIONS:
        yield f"de actie ‘{action[:60]}’ bestaat niet; kies uit: {', '.join(ACTIONS)}"
    elif word == "letter" and rest not in [letter.code for letter in pack.letters]:
        yield f"de brief ‘{rest[:60]}’ bestaat niet"
    elif word == "call" and rest not in pack.contacts:
        yield f"het telefoonnummer ‘{rest[:60]}’ bestaat niet"


def _direct_facts(condition: Condition) -> Iterator[str]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _direct_facts(part)
        case Not(part):
            yield from _direct_facts(part)
        case FactRef(fact):
            yield fact
        case _:
            return


def _fact_circles(pack: Pack) -> tuple[list[str], int]:
    """Facts left when those that rest on settled facts are taken away, and how many rounds that took."""
    levels = 0
    open_facts = {name: set(_direct_facts(fact.when)) for name, fact in pack.facts.items()}
    while settled := [name for name, needs in open_facts.items() if not needs & open_facts.keys()]:
        for name in settled:
            del open_facts[name]
        levels += 1
    return sorted(open_facts), levels


def _size(condition: Condition, pack: Pack, sizes: dict[str, int]) -> int:
    match condition:
        case All(parts) | AnyOf(parts):
            return 1 + sum(_size(part, pack, sizes) for part in parts)
        case Not(part):
            return 1 + _size(part, pack, sizes)
        case FactRef(fact):
            if fact not in sizes:
                sizes[fact] = _size(pack.facts[fact].when, pack, sizes)
            return sizes[fact]
        case _:
            return 1


def _order_defects(pack: Pack) -> Iterator[tuple[str, str]]:
    order = {question.id: number for number, question in enumerate(pack.questions)}
    needs = {q.id: set(support(q.when, pack.facts)) for q in pack.questions}
    for question in pack.questions:
        for other in sorted(needs[question.id]):
            if other == question.id:
                yield question.id, "deze vraag hangt van haar eigen antwoord af (kring)"
            elif order[other] > order[question.id]:
                circle = question.id in _reach(other, needs)
                why = " en samen vormen ze een kring" if circle else ""
                yield question.id, f"deze vraag hangt af van de vraag ‘{other}’, die pas later komt{why}"


def _date_circles(pack: Pack) -> list[str]:
    """Duties that wait for themselves: by `after`, or because their term runs from an event they lead to."""
    marked: dict[str, set[str]] = {}
    for duty in pack.obligations:
        if duty.marks:
            marked.setdefault(duty.marks, set()).add(duty.id)
    waits = {d.id: {*d.after, *marked.get(d.due.trigger, set())} for d in pack.obligations}
    return [name for name in waits if name in _reach(name, waits)]


def _reach(start: str, needs: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        for other in needs.get(name, set()) - seen:
            seen.add(other)
            todo.append(other)
    return seen


def _unused(pack: Pack) -> list[str]:
    used = {pack.capacity_question}
    for kind, name, condition in conditions_of(pack):
        if kind != "fact":
            used.update(q for q in support(condition, pack.facts) if not (kind == "question" and q == name))
    used.update(q.id for q in pack.questions if any(option.articles for option in q.options))
    return [question.id for question in pack.questions if question.id not in used]
