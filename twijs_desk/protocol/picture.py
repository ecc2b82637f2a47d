"""What the picture of a route says, before anything is drawn: questions with their answers, when they are
asked, and what each answer brings about. With answers: what was asked, what sleeps and what holds.

For `letters.route_picture`, which sets it on paper. Pure, like everything here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from twijs_desk.protocol.assess import Answer, next_question, read_answers
from twijs_desk.protocol.conditions import ASLEEP, PENDING, UNANSWERED, State, Value, holds, leaves, support
from twijs_desk.protocol.model import (
    All,
    AnyOf,
    Condition,
    Is,
    Pack,
    Question,
    Validity,
)
from twijs_desk.protocol.picture_words import Wording, answer_keys, first_sentence, spans

TagKind = Literal["inspector", "police", "must", "bar", "end", "should"]
QuestionState = Literal["plain", "answered", "next", "open", "skipped", "asleep"]
"""`skipped`: it may be asked, but its answer can change nothing any more."""

_ORDER: tuple[TagKind, ...] = ("inspector", "police", "must", "bar", "end", "should")
_CALL = {"verplicht-wet": "WET", "verplicht-protocol": "PROTOCOL", "aanbevolen": "ADVIES"}


@dataclass(frozen=True)
class Effect:
    """What an answer brings about. `also` names what must hold besides; `marks` are articles and sources."""

    kind: TagKind
    id: str
    label: str
    text: str
    more: str
    also: str
    marks: str
    strong: bool
    fired: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.id


@dataclass(frozen=True)
class AnswerBox:
    id: str
    key: str
    label: str
    chosen: bool
    opens: str


@dataclass(frozen=True)
class AnswerRow:
    """Answers that bring about the same things."""

    answers: tuple[AnswerBox, ...]
    opens: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class QuestionBox:
    """`listed`: the answers overlap so much that they are listed first and named by key in the rows."""

    id: str
    number: int
    text: str
    multiple: bool
    condition: str
    marks: str
    answers: tuple[AnswerBox, ...]
    rows: tuple[AnswerRow, ...]
    listed: bool
    state: QuestionState


@dataclass(frozen=True)
class Lane:
    """Questions of one section that follow each other; a section that comes back is `continued`."""

    section: str
    title: str
    continued: bool
    questions: tuple[QuestionBox, ...]


@dataclass(frozen=True)
class Note:
    number: int
    text: str
    unsure: bool


@dataclass(frozen=True)
class Picture:
    title: str
    version: str
    about: str
    """For whom the path is, without a name: `Zaak 2026-014, betrokkene 1`; empty for the whole route."""
    lanes: tuple[Lane, ...]
    always: tuple[Effect, ...]
    notes: tuple[Note, ...]
    terms: tuple[tuple[str, str], ...]
    detail: bool = False

    @property
    def with_path(self) -> bool:
        return bool(self.about)


@dataclass(frozen=True)
class _Rule:
    kind: TagKind
    id: str
    label: str
    text: str
    more: str
    when: Condition
    sources: tuple[str, ...]
    strong: bool
    validity: Validity


def picture(
    pack: Pack,
    answers: Mapping[str, Answer] | None = None,
    on: date | None = None,
    *,
    about: str = "",
    detail: bool = False,
) -> Picture:
    """The whole route, or with `answers` and a day `on` the path they take.

    `detail` adds what is advised and the sources of the questions.

    Raises AnswerError when an answer does not belong to the pack.
    """
    return _Drawing(pack, answers, on, detail).picture(
        about or ("Een reeks antwoorden" if answers is not None else "")
    )


class _Drawing:
    def __init__(
        self, pack: Pack, answers: Mapping[str, Answer] | None, on: date | None, detail: bool
    ) -> None:
        self.pack = pack
        self.on = on
        self.path = answers is not None
        self.detail = detail
        self.given = read_answers(pack, answers or {})
        self.words = Wording(pack)
        self.numbers = {question.id: number for number, question in enumerate(pack.questions, 1)}
        self.values = self._replay()
        self.notes: dict[str, int] = {}
        self.articles = {article.id: article.number for article in pack.articles}
        self.next = next_question(pack, self.given, on) if self.path and on else None
        self.rules = tuple(rule for rule in self._rules() if detail or rule.kind != "should")
        self.placed = self._place()

    def picture(self, about: str) -> Picture:
        lanes: list[Lane] = []
        titles = {section.id: section.title for section in self.pack.sections}
        seen: set[str] = set()
        for question in self.pack.questions:
            box = self._box(question)
            if lanes and lanes[-1].section == question.section:
                last = lanes.pop()
                lanes.append(Lane(last.section, last.title, last.continued, (*last.questions, box)))
            else:
                title = titles.get(question.section, question.section)
                lanes.append(Lane(question.section, title, question.section in seen, (box,)))
            seen.add(question.section)
        lanes = _fired_where_chosen(lanes)
        always = tuple(
            self._effect(rule, "") for rule in self.rules if not support(rule.when, self.pack.facts)
        )
        used = {fact for q in self.pack.questions for fact in self.words.facts_in(q.when)}
        used |= {fact for rule in self.rules for fact in self.words.facts_in(rule.when)}
        return Picture(
            title=self.pack.title,
            version=f"{self.pack.id} {self.pack.version}",
            about=about,
            lanes=tuple(lanes),
            always=always,
            notes=tuple(
                Note(number, self._source(name), self.pack.sources[name].unsure)
                for name, number in self.notes.items()
            ),
            terms=tuple(
                (fact.title, self.words.of(fact.when)) for fact in self.pack.facts.values() if fact.id in used
            ),
            detail=self.detail,
        )

    def _replay(self) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for question in self.pack.questions:
            applies = holds(question.when, values, self.pack.facts)
            answer = self.given.get(question.id)
            values[question.id] = ASLEEP if applies is False else answer if applies and answer else UNANSWERED
        return values

    def _rules(self) -> Iterable[_Rule]:
        for call in self.pack.inspector:
            label = f"INSPECTEUR · {_CALL.get(call.outcome, call.outcome.upper())}"
            must = call.outcome.startswith("verplicht")
            yield _Rule(
                "inspector", call.id, label, first_sentence(call.reason), call.reason, call.when,
                call.sources, must, call.validity,
            )  # fmt: skip
        for police in self.pack.police:
            must = police.level == "must"
            yield _Rule(
                "police", police.id, "POLITIE · MOET" if must else "POLITIE · MAG",
                first_sentence(police.reason), police.reason, police.when, police.sources, must,
                police.validity,
            )  # fmt: skip
        for duty in self.pack.obligations:
            if duty.level == "may":
                continue
            kind: TagKind = "must" if duty.level == "must" else "should"
            label = "MOET" if duty.level == "must" else "ADVIES"
            yield _Rule(
                kind, duty.id, label, duty.title, duty.title, duty.when, duty.sources,
                duty.level == "must", duty.validity,
            )  # fmt: skip
        for bar in self.pack.bars:
            more = f"{bar.reason} Wel: {bar.alternative}"
            yield _Rule(
                "bar", bar.id, "KAN NIET", first_sentence(bar.reason), more, bar.when, bar.sources,
                True, bar.validity,
            )  # fmt: skip

    def _simulate(self, anchor: Question, option: str) -> dict[str, Value]:
        """One answer given, everything before it undecided, everything after it still open."""
        values: dict[str, Value] = {}
        passed = False
        for question in self.pack.questions:
            if question.id == anchor.id:
                values[question.id], passed = (option,), True
            elif holds(question.when, values, self.pack.facts) is False:
                values[question.id] = ASLEEP
            else:
                values[question.id] = UNANSWERED if passed else PENDING
        return values

    def _place(self) -> dict[str, dict[str, list[tuple[_Rule, str]]]]:
        """Per question and answer: what that answer brings about, with what must hold besides.

        A rule stands at every question that can bring it about alone, and at the last one it looks at.
        """
        facts = self.pack.facts
        placed: dict[str, dict[str, list[tuple[_Rule, str]]]] = {
            q.id: {o.id: [] for o in q.options} for q in self.pack.questions
        }
        simulated = {(q.id, o.id): self._simulate(q, o.id) for q in self.pack.questions for o in q.options}
        for rule in self.rules:
            asked = support(rule.when, facts)
            if not asked:
                continue
            last = max(asked, key=self.numbers.__getitem__)
            for question_id in asked:
                question = self.pack.question(question_id)
                about = self._about(rule.when, question_id)
                results = {o.id: holds(about, simulated[question_id, o.id], facts) for o in question.options}
                sure = [o for o, result in results.items() if result]
                chosen = [o for o, result in results.items() if result is not False]
                if question_id != last:
                    chosen = sure
                for option in chosen:
                    rest = self._rest(about, question, simulated[question_id, option])
                    placed[question_id][option].append((rule, "" if results[option] else rest))
            found = (other for q in asked for rules in placed[q].values() for other, _ in rules)
            if not any(rule is other for other in found):  # only more answers at once bring it about
                named = {o for leaf in leaves(rule.when, facts) if isinstance(leaf, Is) for o in leaf.options}
                for option in named & set(placed[last]) or placed[last]:
                    placed[last][option].append((rule, self.words.of(rule.when)))
        return placed

    def _about(self, condition: Condition, anchor: str) -> Condition:
        """The alternatives of a condition that look at this question; the others stand at their own."""
        while (inner := self.words.inside(condition)) is not None:
            condition = inner
        if not isinstance(condition, AnyOf):
            return condition
        parts = tuple(part for part in condition.parts if anchor in support(part, self.pack.facts))
        return self._about(parts[0], anchor) if len(parts) == 1 else AnyOf(parts)

    def _rest(self, condition: Condition, anchor: Question, values: Mapping[str, Value]) -> str:
        """What must hold besides this answer, as far as being asked does not say it already."""
        known = anchor.when.parts if isinstance(anchor.when, All) else (anchor.when,)

        def left(part: Condition) -> Condition | None:
            """The part without what this answer decides; None when nothing is left to ask."""
            if part in known or holds(part, values, self.pack.facts) is not None:
                return None
            if not isinstance(part, All | AnyOf):
                return part
            found = [
                each
                for each in map(
                    left, (p for p in part.parts if holds(p, values, self.pack.facts) is not False)
                )
                if each is not None
            ]
            unique = tuple(dict.fromkeys(found))
            return unique[0] if len(unique) == 1 else type(part)(unique) if unique else None

        open_part = left(condition)
        return self.words.of(open_part) if open_part is not None else ""

    def _box(self, question: Question) -> QuestionBox:
        placed = self.placed[question.id]
        value = self.values[question.id]
        chosen = () if isinstance(value, State) else value
        opens = self._opens(question)
        keys = answer_keys(question)
        answers = tuple(
            AnswerBox(
                o.id, keys[o.id], o.label, o.id in chosen,
                spans(opens[o.id]),
            )
            for o in question.options
        )  # fmt: skip
        rows, listed = _rows(answers, {a.id: [self._effect(r, e) for r, e in placed[a.id]] for a in answers})
        condition = "" if question.when == All(()) else self.words.of(question.when)
        state: QuestionState = "plain"
        if self.path:
            passed = self.next is None or self.numbers[question.id] < self.numbers[self.next]
            state = (
                "asleep" if value is ASLEEP
                else "answered" if chosen
                else "next" if question.id == self.next
                else "skipped" if passed
                else "open"
            )  # fmt: skip
        return QuestionBox(
            id=question.id,
            number=self.numbers[question.id],
            text=question.text,
            multiple=question.kind == "multi",
            condition=condition,
            marks=self._marks(question.sources) if self.detail else "",
            answers=answers,
            rows=rows,
            listed=listed,
            state=state,
        )

    def _opens(self, anchor: Question) -> dict[str, list[int]]:
        """Per answer the later questions that it brings and another answer does not."""
        later = [q for q in self.pack.questions if anchor.id in support(q.when, self.pack.facts)]
        awake: dict[str, set[str]] = {}
        for option in anchor.options:
            values = self._simulate(anchor, option.id)
            awake[option.id] = {q.id for q in later if values[q.id] is not ASLEEP}
        every = set.intersection(*awake.values()) if awake else set()
        return {o: sorted(self.numbers[q] for q in found - every) for o, found in awake.items()}

    def _effect(self, rule: _Rule, also: str) -> Effect:
        fired = (
            self.path
            and (self.on is None or rule.validity.holds(self.on))
            and holds(rule.when, self.values, self.pack.facts) is True
        )
        when = self.words.validity(rule.validity)
        return Effect(
            rule.kind, rule.id, rule.label, rule.text + when, rule.more + when, also,
            self._marks(rule.sources), rule.strong, fired,
        )  # fmt: skip

    def _marks(self, sources: tuple[str, ...]) -> str:
        """`S3, 7`: articles by their number, other sources by their place in the list."""
        marks = []
        for name in sources:
            if name in self.articles:
                marks.append(self.articles[name])
            elif name in self.pack.sources:
                number = self.notes.setdefault(name, len(self.notes) + 1)
                marks.append(f"{number}?" if self.pack.sources[name].unsure else str(number))
        return ", ".join(marks)

    def _source(self, name: str) -> str:
        source = self.pack.sources[name]
        return ", ".join(filter(None, (source.title, source.locator)))


def _fired_where_chosen(lanes: list[Lane]) -> list[Lane]:
    """What holds is marked at the answer that was given; at other answers only when no given one shows it."""

    def shown(row: AnswerRow) -> bool:
        return any(answer.chosen for answer in row.answers)

    rows = [row for lane in lanes for question in lane.questions for row in question.rows]
    given = {effect.key for row in rows if shown(row) for effect in row.effects if effect.fired}

    def quieter(row: AnswerRow) -> AnswerRow:
        if shown(row):
            return row
        effects = tuple(replace(e, fired=e.fired and e.key not in given) for e in row.effects)
        return replace(row, effects=effects)

    return [
        replace(
            lane,
            questions=tuple(replace(q, rows=tuple(map(quieter, q.rows))) for q in lane.questions),
        )
        for lane in lanes
    ]


def _rows(
    answers: tuple[AnswerBox, ...], effects: Mapping[str, list[Effect]]
) -> tuple[tuple[AnswerRow, ...], bool]:
    """Answers with the same effects side by side, unless that would repeat too much."""
    groups: dict[tuple[object, ...], list[AnswerBox]] = {}
    for answer in answers:
        key = (answer.opens, *((e.key, e.also) for e in effects[answer.id]))
        groups.setdefault(key, []).append(answer)
    shown = sum(len(effects[group[0].id]) for group in groups.values())
    unique = {(e.key, e.also): e for answer in answers for e in effects[answer.id]}
    if shown <= len(unique) + 3 and len(answers) <= 9:
        rows = [
            AnswerRow(tuple(group), group[0].opens, _sorted(effects[group[0].id]))
            for group in groups.values()
        ]
        return tuple(rows), False
    by_answers: dict[tuple[AnswerBox, ...], list[Effect]] = {}
    for key, effect in unique.items():
        group = tuple(a for a in answers if any((e.key, e.also) == key for e in effects[a.id]))
        by_answers.setdefault(group, []).append(effect)
    listed = [AnswerRow(group, "", _sorted(found)) for group, found in by_answers.items()]
    for opens in dict.fromkeys(answer.opens for answer in answers if answer.opens):
        listed.append(AnswerRow(tuple(a for a in answers if a.opens == opens), opens, ()))
    return tuple(listed), True


def _sorted(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    return tuple(sorted(effects, key=lambda e: _ORDER.index(e.kind)))
