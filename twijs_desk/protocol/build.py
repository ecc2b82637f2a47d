"""One function per kind of part: from a table in a pack to the frozen dataclass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast, get_args

from twijs_desk.protocol import model
from twijs_desk.protocol.model import UNKNOWN, UNKNOWN_LABEL, Option
from twijs_desk.protocol.reading import Table

HOLDERS: Final = ("principal", "board", "dpo", "principal_if_mandated", "any_employee")
MEASURE_KINDS: Final = ("conversation", "agreement", "sanction", "order", "content", "support", "external")
_NO_DAY: Final = date(1970, 1, 1)  # stands in for a missing date; the pack is refused then


@dataclass(frozen=True)
class Head:
    id: str
    version: str
    title: str
    validity: model.Validity
    capacity_question: str


def head(table: Table) -> Head:
    return Head(
        table.identifier(),
        table.text("version"),
        table.text("title"),
        table.validity(),
        table.identifier("capacity_question"),
    )


def source(table: Table) -> model.Source:
    return model.Source(
        id=table.identifier(),
        title=table.text("title"),
        locator=table.text("locator"),
        kind=cast(model.SourceKind, table.choice("kind", get_args(model.SourceKind))),
        verified_on=table.day("verified_on") or _NO_DAY,
        unsure=table.flag("unsure", False),
        url=table.text("url", "") or None,
    )


def section(table: Table) -> model.Section:
    return model.Section(table.identifier(), table.text("title"))


def article(table: Table) -> model.Article:
    return model.Article(
        id=table.identifier(),
        number=table.identifier("number"),
        section=table.identifier("section"),
        title=table.text("title"),
        text=table.text("text"),
        binds=table.texts("binds"),
        since=table.day("since") or _NO_DAY,
        source=table.identifier("source"),
    )


def question(table: Table) -> model.Question:
    options = [_option(part) for part in table.tables("options")]
    if not [option for option in options if option.id != UNKNOWN]:
        table.defect("deze vraag loopt dood: er is geen antwoord om te kiezen", "options")
    names = [option.id for option in options]
    for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
        table.defect(f"het antwoord ‘{name}’ staat er dubbel", "options")
    if UNKNOWN not in names:
        options.append(Option(UNKNOWN, UNKNOWN_LABEL, "", exclusive=True))
    cautious = table.text("cautious", "") or ("yes" if "yes" in names else None)
    if cautious is not None and cautious not in names:
        table.defect("dit antwoord bestaat niet bij deze vraag", "cautious")
    return model.Question(
        id=table.identifier(),
        section=table.identifier("section"),
        text=table.text("text"),
        help=table.text("help"),
        why=table.text("why"),
        options=tuple(options),
        kind=cast(Literal["choice", "multi"], table.choice("kind", ("choice", "multi"), "choice")),
        when=table.condition(),
        sources=table.sources(),
        examples_yes=table.texts("examples_yes"),
        examples_no=table.texts("examples_no"),
        next_note=table.text("next_note"),
        caution=table.text("caution", ""),
        cautious=cautious,
        about=cast(Literal["case", "person"], table.choice("about", model.QUESTION_SUBJECTS, "person")),
        asks=table.choice("asks", model.QUESTION_ROLES, ""),
    )


def _option(table: Table) -> Option:
    option_id = table.identifier()
    option = Option(
        id=option_id,
        label=table.text("label"),
        hint=table.text("hint", ""),
        exclusive=table.flag("exclusive", False) or option_id == UNKNOWN,
        articles=table.texts("articles", required=False),
    )
    table.finish()
    return option


def fact(table: Table) -> model.Fact:
    return model.Fact(table.identifier(), table.text("title"), table.condition(default=None))


def obligation(table: Table) -> model.ObligationRule:
    return model.ObligationRule(
        id=table.identifier(),
        title=table.text("title"),
        explanation=table.text("explanation"),
        level=cast(model.Level, table.choice("level", get_args(model.Level))),
        basis=cast(model.Basis, table.choice("basis", get_args(model.Basis))),
        holder=table.choice("holder", HOLDERS),
        sources=table.sources(),
        when=table.condition(default=None),
        due=table.due(),
        proof=table.text("proof"),
        action=table.text("action"),
        waivable=table.flag("waivable"),
        after=table.texts("after", required=False),
        marks=table.choice("marks", model.TRIGGERS, ""),
        mandate=table.text("mandate", ""),
        acute=table.flag("acute", False),
        validity=table.validity(),
    )


def measure(table: Table) -> model.MeasureRule:
    return model.MeasureRule(
        id=table.identifier(),
        title=table.text("title"),
        explanation=table.text("explanation"),
        kind=table.choice("kind", MEASURE_KINDS),
        applies_to=table.texts("applies_to"),
        rules=tuple(_status(part) for part in table.tables("rules")),
        decided_by=table.identifier("decided_by"),
        guards=table.texts("guards", filled=False),
        letters=table.texts("letters", filled=False),
        sources=table.sources(),
        decision_letters=table.texts("decision_letters", required=False),
        validity=table.validity(),
    )


def _status(table: Table) -> model.StatusRule:
    rule = model.StatusRule(
        status=cast(model.Status, table.choice("status", get_args(model.Status))),
        when=table.condition(),
        reason=table.text("reason"),
        alternative=table.text("alternative", ""),
        sources=table.sources(),
        validity=table.validity(),
    )
    if rule.status == "barred" and not rule.alternative:
        table.defect("noem bij een verbod wat er wel kan", "alternative")
    table.finish()
    return rule


def bar(table: Table) -> model.BarRule:
    return model.BarRule(
        id=table.identifier(),
        kinds=tuple(table.texts("kinds", required=False)),
        measures=table.texts("measures", required=False),
        when=table.condition(default=None),
        reason=table.text("reason"),
        alternative=table.text("alternative"),
        sources=table.sources(),
        validity=table.validity(),
    )


def capacity(table: Table) -> model.Capacity:
    return model.Capacity(
        table.identifier(),
        table.text("label"),
        table.text("bar_reason"),
        table.text("bar_alternative"),
        table.sources(),
    )


def guard(table: Table) -> model.Guard:
    return model.Guard(
        id=table.identifier(),
        title=table.text("title"),
        sources=table.sources(),
        level=cast(Literal["law", "policy"], table.choice("level", ("law", "policy"), "policy")),
        missing=table.text("missing", ""),
        by=table.choice("by", model.GUARD_WAYS, "confirm"),
        stage=cast(
            Literal["before", "letter", "after"],
            table.choice("stage", ("before", "letter", "after"), "before"),
        ),
        validity=table.validity(),
    )


def mandate(table: Table) -> model.Mandate:
    return model.Mandate(
        key=table.identifier("key"),
        title=table.text("title"),
        decides=table.choice("decides", HOLDERS),
        law=table.text("law"),
        note=table.text("note", ""),
        sources=table.sources(),
        movable=table.flag("movable", True),
    )


def decider(table: Table) -> model.DeciderShift:
    return model.DeciderShift(
        id=table.identifier(),
        when=table.condition(default=None),
        decides=table.choice("decides", HOLDERS),
        reason=table.text("reason"),
        sources=table.sources(),
        keeps=table.texts("keeps", required=False),
        validity=table.validity(),
    )


def letter(table: Table) -> model.LetterRule:
    return model.LetterRule(
        code=table.identifier("code"),
        title=table.text("title"),
        when=table.condition() if "when" in table.raw else None,
        sources=table.sources(),
        validity=table.validity(),
    )


def warning(table: Table) -> model.Warning:
    return model.Warning(
        id=table.identifier(),
        text=table.text("text"),
        when=table.condition(default=None),
        sources=table.sources(),
        validity=table.validity(),
    )


def dossier(table: Table) -> model.DossierRule:
    return model.DossierRule(
        id=table.identifier(),
        dossier=cast(model.DossierKind, table.choice("dossier", get_args(model.DossierKind))),
        when=table.condition(default=None),
        reason=table.text("reason"),
        sources=table.sources(),
        validity=table.validity(),
    )


def register(table: Table) -> model.RegisterRule:
    return model.RegisterRule(
        id=table.identifier(),
        register=table.choice("register", model.REGISTERS),
        when=table.condition(default=None),
        reason=table.text("reason"),
        sources=table.sources(),
        validity=table.validity(),
    )


CLAIMS: Final = (
    "must",
    "should",
    "may",
    "term",
    "no_duty",
    "inspector",
    "police",
    "barred",
    "because",
    "allowed",
    "required",
    "bar",
    "warning",
    "letter",
    "dossier",
    "register",
    "decider",
    "asked",
)


def claim_property(table: Table) -> model.Property:
    return model.Property(
        id=table.identifier(),
        title=table.text("title"),
        when=table.condition(),
        then=_claims(table),
        exactly=table.flag("exactly", False),
        at_end=table.flag("at_end", False),
        sources=table.sources(),
    )


def _claims(table: Table) -> tuple[model.Claim, ...]:
    inner = table.table("then")
    claims = tuple(model.Claim(kind, inner.texts(kind)) for kind in CLAIMS if kind in inner.raw)
    inner.finish()
    if not claims:
        table.defect(f"noem wat er dan geldt; kies uit: {', '.join(CLAIMS)}", "then")
    return claims


def exclusion(table: Table) -> model.Exclusion:
    rules = table.texts("rules")
    if len(rules) < 2:
        table.defect("noem ten minste twee regels die elkaar uitsluiten", "rules")
    return model.Exclusion(table.identifier(), table.text("title"), rules, table.sources())


def inspector(table: Table) -> model.InspectorRule:
    outcomes = [outcome for outcome in get_args(model.InspectorOutcome) if outcome != "nvt"]
    return model.InspectorRule(
        id=table.identifier(),
        outcome=cast(model.InspectorOutcome, table.choice("outcome", outcomes)),
        basis=cast(model.Basis, table.choice("basis", get_args(model.Basis))),
        when=table.condition(default=None),
        reason=table.text("reason"),
        sources=table.sources(),
        validity=table.validity(),
    )


def police(table: Table) -> model.PoliceRule:
    return model.PoliceRule(
        id=table.identifier(),
        level=cast(model.PoliceLevel, table.choice("level", ("must", "may"))),
        what=table.choice("what", ("emergency", "consult", "report_duty", "option")),
        when=table.condition(default=None),
        reason=table.text("reason"),
        sources=table.sources(),
        validity=table.validity(),
    )


def contact(table: Table) -> model.Contact:
    return model.Contact(
        id=table.identifier(),
        title=table.text("title"),
        number=table.text("number"),
        display=table.text("display"),
        tel=table.text("tel"),
        opens=table.clock("opens"),
        closes=table.clock("closes"),
        verified_on=table.day("verified_on") or _NO_DAY,
        advice=table.text("advice", ""),
        sources=table.sources(),
    )
