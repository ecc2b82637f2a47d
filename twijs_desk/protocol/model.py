"""What a rule pack holds: frozen facts about rules, for `assess` and the screens that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final, Literal

UNKNOWN: Final = "unknown"
UNKNOWN_LABEL: Final = "Weet ik nog niet"

SourceKind = Literal["protocol", "statute", "cao", "policy", "ruling"]
Level = Literal["must", "should", "may"]
Basis = Literal["protocol", "statute", "cao", "policy"]
Status = Literal["required", "allowed", "barred"]
InspectorOutcome = Literal["verplicht-wet", "verplicht-protocol", "aanbevolen", "nvt"]
PoliceLevel = Literal["must", "may", "none"]
DossierKind = Literal["personnel", "pupil", "shielded_annex", "case_file", "confidential"]

DUE_KINDS: Final = (
    "none",
    "at_once",
    "same_day",
    "same_working_day",
    "elapsed_hours",
    "working_days",
    "school_days",
    "days",
    "weeks",
    "months",
)

# The events a term can run from, as they read in a sentence: "twee werkdagen na <event>".
TRIGGERS: Final = {
    "school_aware": "het moment waarop de school het wist",
    "board_aware": "het moment waarop het bestuur het wist",
    "inspector_called": "het gesprek met de vertrouwensinspecteur",
    "offence_reported": "de aangifte",
    "breach_known": "het moment waarop het datalek bekend werd",
    "victim_learned": "de dag waarop de getroffene het wist",
    "decision": "het besluit",
    "notified": "de bekendmaking van het besluit",
    "received": "de ontvangst",
    "filed": "het indienen",
    "deregistered": "de uitschrijving",
    "sent": "de verzending",
    "intention_sent": "de verzending van het voornemen",
    "heard": "het horen",
    "inspectorate_notified": "de melding aan de inspectie",
    "leerplicht_informed": "het bericht aan de leerplichtambtenaar",
}

# What a question is about: one answer for the whole case, or an own answer for each person in it.
QUESTION_SUBJECTS: Final = ("case", "person")
# Questions that the app knows by what they ask instead of by their code.
QUESTION_ROLES: Final = ("imagery", "age", "qualification", "suspicion")
# How the app sees that a guard is met: from its own records, or because the user confirms it.
GUARD_WAYS: Final = (
    "confirm",
    "heard:parents",
    "heard:pupil",
    "heard:group_teacher",
    "heard:employee",
    "field:reasons",
    "field:milder_means",
    "field:starts_on",
    "field:ends_on",
    "field:decided_by",
    "maximum:school_week",
    "maximum:staff_weeks",
    "evidence",
    "checked",
)
REGISTERS: Final = ("incident", "breach", "qualification", "complaint")


class AnswerError(ValueError):
    """An answer that the pack cannot take; the message is Dutch and names the question."""

    def __init__(self, question: str, message: str) -> None:
        super().__init__(message)
        self.question = question


@dataclass(frozen=True)
class Defect:
    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}"


class PackError(ValueError):
    """A pack that cannot be used, with every defect found in it."""

    def __init__(self, defects: tuple[Defect, ...]) -> None:
        super().__init__("\n".join(str(defect) for defect in defects))
        self.defects = defects


# The small closed language `all any not is is_not known unknown`, and `fact` for a named condition.


@dataclass(frozen=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    part: Condition


@dataclass(frozen=True)
class Is:
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class IsNot:
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    question: str


@dataclass(frozen=True)
class Unknown:
    question: str


@dataclass(frozen=True)
class FactRef:
    fact: str


Condition = All | AnyOf | Not | Is | IsNot | Known | Unknown | FactRef
ALWAYS: Final = All(())


@dataclass(frozen=True)
class Validity:
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


FOREVER: Final = Validity()


@dataclass(frozen=True)
class DueRule:
    """When a duty must be done: `amount` of `kind`, counted from the event `trigger`."""

    kind: str
    amount: int = 0
    trigger: str = "school_aware"
    statutory: bool = False


@dataclass(frozen=True)
class Source:
    id: str
    title: str
    locator: str
    kind: SourceKind
    verified_on: date
    unsure: bool = False
    url: str | None = None


@dataclass(frozen=True)
class Section:
    id: str
    title: str


@dataclass(frozen=True)
class Article:
    id: str
    number: str
    section: str
    title: str
    text: str
    binds: tuple[str, ...]
    since: date
    source: str


@dataclass(frozen=True)
class Option:
    id: str
    label: str
    hint: str = ""
    exclusive: bool = False
    articles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    id: str
    section: str
    text: str
    help: str
    why: str
    options: tuple[Option, ...]
    kind: Literal["choice", "multi"]
    when: Condition
    sources: tuple[str, ...]
    examples_yes: tuple[str, ...]
    examples_no: tuple[str, ...]
    next_note: str
    caution: str = ""
    cautious: str | None = None
    about: Literal["case", "person"] = "person"
    asks: str = ""

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True)
class Fact:
    id: str
    title: str
    when: Condition


@dataclass(frozen=True)
class ObligationRule:
    id: str
    title: str
    explanation: str
    level: Level
    basis: Basis
    holder: str
    sources: tuple[str, ...]
    when: Condition
    due: DueRule
    proof: str
    action: str
    waivable: bool
    after: tuple[str, ...] = ()
    marks: str = ""
    mandate: str = ""
    acute: bool = False
    validity: Validity = FOREVER


@dataclass(frozen=True)
class StatusRule:
    status: Status
    when: Condition
    reason: str
    alternative: str
    sources: tuple[str, ...]
    validity: Validity = FOREVER


@dataclass(frozen=True)
class MeasureRule:
    id: str
    title: str
    explanation: str
    kind: str
    applies_to: tuple[str, ...]
    rules: tuple[StatusRule, ...]
    decided_by: str
    guards: tuple[str, ...]
    letters: tuple[str, ...]
    sources: tuple[str, ...]
    decision_letters: tuple[str, ...] = ()
    validity: Validity = FOREVER


@dataclass(frozen=True)
class BarRule:
    """Bars a kind of measures at once, whoever they are for."""

    id: str
    kinds: tuple[str, ...]
    measures: tuple[str, ...]
    when: Condition
    reason: str
    alternative: str
    sources: tuple[str, ...]
    validity: Validity = FOREVER


@dataclass(frozen=True)
class Capacity:
    """Who someone is to the school, and why measures meant for others do not fit."""

    id: str
    label: str
    bar_reason: str
    bar_alternative: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Guard:
    """What must be heard, filled in or decided first. Law stands; policy can be passed with a reason."""

    id: str
    title: str
    sources: tuple[str, ...]
    level: Literal["law", "policy"] = "policy"
    missing: str = ""
    by: str = "confirm"
    stage: Literal["before", "letter", "after"] = "before"
    validity: Validity = FOREVER


@dataclass(frozen=True)
class Mandate:
    key: str
    title: str
    decides: str
    law: str
    note: str
    sources: tuple[str, ...]
    movable: bool = True


@dataclass(frozen=True)
class DeciderShift:
    """Moves every decision, and the duties of the principal except those it `keeps`, to someone else."""

    id: str
    when: Condition
    decides: str
    reason: str
    sources: tuple[str, ...]
    keeps: tuple[str, ...] = ()
    validity: Validity = FOREVER


@dataclass(frozen=True)
class LetterRule:
    code: str
    title: str
    when: Condition | None
    sources: tuple[str, ...]
    validity: Validity = FOREVER


@dataclass(frozen=True)
class Warning:
    id: str
    text: str
    when: Condition
    sources: tuple[str, ...]
    validity: Validity = FOREVER


@dataclass(frozen=True)
class DossierRule:
    id: str
    dossier: DossierKind
    when: Condition
    reason: str
    sources: tuple[str, ...]
    validity: Validity = FOREVER


@dataclass(frozen=True)
class RegisterRule:
    id: str
    register: str
    when: Condition
    reason: str
    sources: tuple[str, ...]
    validity: Validity = FOREVER


@dataclass(frozen=True)
class InspectorRule:
    id: str
    outcome: InspectorOutcome
    basis: Basis
    when: Condition
    reason: str
    sources: tuple[str, ...]
    validity: Validity = FOREVER


@dataclass(frozen=True)
class PoliceRule:
    id: str
    level: PoliceLevel
    what: str
    when: Condition
    reason: str
    sources: tuple[str, ...]
    validity: Validity = FOREVER


@dataclass(frozen=True)
class Contact:
    id: str
    title: str
    number: str
    display: str
    tel: str
    opens: time | None
    closes: time | None
    verified_on: date
    advice: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """One thing that a property says of an outcome: `kind` is `duty`, `barred`, `inspector` and so on."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Property:
    """What must hold for all answers, written apart from the rules that make it hold, with its own source."""

    id: str
    title: str
    when: Condition
    then: tuple[Claim, ...]
    exactly: bool
    at_end: bool
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Exclusion:
    """Rules that contradict each other and so may never hold together."""

    id: str
    title: str
    rules: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Watched:
    """A condition that decides something, while its rule is in force."""

    condition: Condition
    validity: Validity


@dataclass(frozen=True)
class Pack:
    id: str
    version: str
    title: str
    validity: Validity
    capacity_question: str
    sources: Mapping[str, Source]
    sections: tuple[Section, ...]
    articles: tuple[Article, ...]
    questions: tuple[Question, ...]
    facts: Mapping[str, Fact]
    obligations: tuple[ObligationRule, ...]
    measures: tuple[MeasureRule, ...]
    bars: tuple[BarRule, ...]
    capacities: Mapping[str, Capacity]
    guards: Mapping[str, Guard]
    mandates: Mapping[str, Mandate]
    decider_shifts: tuple[DeciderShift, ...]
    letters: tuple[LetterRule, ...]
    warnings: tuple[Warning, ...]
    dossiers: tuple[DossierRule, ...]
    registers: tuple[RegisterRule, ...]
    inspector: tuple[InspectorRule, ...]
    police: tuple[PoliceRule, ...]
    contacts: Mapping[str, Contact]
    properties: tuple[Property, ...]
    exclusions: tuple[Exclusion, ...]
    by_id: Mapping[str, Question] = field(repr=False, default_factory=dict)
    watched: Mapping[str, tuple[Watched, ...]] = field(repr=False, compare=False, default_factory=dict)

    def question(self, question_id: str) -> Question:
        return self.by_id[question_id]
