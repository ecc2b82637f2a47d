"""From answers to an outcome: replays all answers over a pack. The same answers give the same outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from twijs_desk.protocol.conditions import ASLEEP, UNANSWERED, State, Value, holds, support, triggers
from twijs_desk.protocol.model import (
    UNKNOWN,
    AnswerError,
    Basis,
    Condition,
    InspectorOutcome,
    MeasureRule,
    ObligationRule,
    Pack,
    PoliceLevel,
    Question,
    Status,
)
from twijs_desk.protocol.outcome import (
    Because,
    DossierLine,
    Inspector,
    InspectorGround,
    LetterLine,
    MeasureLine,
    ObligationLine,
    Outcome,
    PoliceLine,
    Reason,
    RegisterLine,
    Step,
    WarningLine,
)
from twijs_desk.protocol.relevance import matters

Answer = str | Sequence[str]

_INSPECTOR_ORDER: tuple[InspectorOutcome, ...] = ("verplicht-wet", "verplicht-protocol", "aanbevolen")


def assess(pack: Pack, answers: Mapping[str, Answer], on: date) -> Outcome:
    return _Replay(pack, read_answers(pack, answers), on).outcome()


def next_question(pack: Pack, answers: Mapping[str, Answer], on: date) -> str | None:
    """Only which question comes next; without judging duties and measures."""
    return _Replay(pack, read_answers(pack, answers), on).next_question


def read_answers(pack: Pack, answers: Mapping[str, Answer]) -> dict[str, tuple[str, ...]]:
    """The answers as option ids in pack order, or an AnswerError that names the question."""
    given: dict[str, tuple[str, ...]] = {}
    for question_id, answer in answers.items():
        if not isinstance(question_id, str) or question_id not in pack.by_id:
            name = str(question_id)[:60]
            raise AnswerError(name, f"De vraag ‘{name}’ bestaat niet in regelset {pack.id}.")
        given[question_id] = _read_answer(pack.question(question_id), answer)
    return given


def _read_answer(question: Question, answer: object) -> tuple[str, ...]:
    where = f"Vraag ‘{question.id}’"
    if isinstance(answer, str):
        chosen: tuple[str, ...] = (answer,)
    elif isinstance(answer, list | tuple) and all(isinstance(part, str) for part in answer):
        chosen = tuple(answer)
    else:
        raise AnswerError(question.id, f"{where}: het antwoord moet tekst zijn (de code van een antwoord).")
    if not chosen:
        raise AnswerError(question.id, f"{where}: kies ten minste één antwoord.")
    if question.kind == "choice" and len(chosen) != 1:
        raise AnswerError(question.id, f"{where}: kies precies één antwoord.")
    allowed = [option.id for option in question.options]
    for part in chosen:
        if part not in allowed:
            raise AnswerError(
                question.id,
                f"{where}: het antwoord ‘{part[:60]}’ bestaat niet. Kies uit: {', '.join(allowed)}.",
            )
    if len(set(chosen)) != len(chosen):
        raise AnswerError(question.id, f"{where}: hetzelfde antwoord is twee keer gegeven.")
    alone = next((o for o in question.options if o.id in chosen and o.exclusive), None)
    if alone is not None and len(chosen) > 1:
        raise AnswerError(question.id, f"{where}: ‘{alone.label}’ kan niet samen met een ander antwoord.")
    return tuple(option for option in allowed if option in chosen)


class _Replay:
    """One walk over the pack with one set of answers."""

    def __init__(self, pack: Pack, given: Mapping[str, tuple[str, ...]], on: date) -> None:
        self.pack = pack
        self.on = on
        self.values: dict[str, Value] = {}
        self.route: list[Step] = []
        self._who = (pack.capacity_question,)
        self._open: list[Question] = []
        for question in pack.questions:
            self._visit(question, given.get(question.id))
        answered = {name: value for name, value in self.values.items() if not isinstance(value, State)}
        self.next_question: str | None = next(
            (question.id for question in self._open if matters(pack, question, answered, on)), None
        )

    def _visit(self, question: Question, answer: tuple[str, ...] | None) -> None:
        applies = holds(question.when, self.values, self.pack.facts)
        if applies is False:
            self.values[question.id] = ASLEEP
        elif applies and answer is not None:
            self.values[question.id] = answer
        else:
            self.values[question.id] = UNANSWERED
            if applies:
                self._open.append(question)
        if answer is not None:
            self.route.append(Step(question.id, "answered" if applies else "asleep", answer))

    def outcome(self) -> Outcome:
        pack = self.pack
        obligations = self._obligations()
        measures = self._measures()
        inspector = self._inspector()
        police = self._police()
        dossiers = tuple(
            DossierLine(
                rule.dossier, rule.sources, self._reason(rule.id, rule.reason, rule.when, rule.sources)
            )
            for rule in pack.dossiers
            if rule.validity.holds(self.on) and self._true(rule.when)
        )
        registers = tuple(
            RegisterLine(
                rule.register, rule.sources, self._reason(rule.id, rule.reason, rule.when, rule.sources)
            )
            for rule in pack.registers
            if rule.validity.holds(self.on) and self._true(rule.when)
        )
        levels = [line.level for line in police]
        level: PoliceLevel = "must" if "must" in levels else "may" if "may" in levels else "none"
        return Outcome(
            pack=pack.id,
            pack_version=pack.version,
            pack_in_force=pack.validity.holds(self.on),
            on=self.on,
            next_question=self.next_question,
            route=tuple(self.route),
            obligations=obligations,
            measures=measures,
            letters=self._letters(measures),
            warnings=tuple(
                WarningLine(
                    rule.id, rule.text, rule.sources, self._reason(rule.id, "", rule.when, rule.sources)
                )
                for rule in pack.warnings
                if rule.validity.holds(self.on) and self._true(rule.when)
            ),
            open_questions=tuple(q for q, value in self.values.items() if value == (UNKNOWN,)),
            inspector=inspector,
            police=level,
            police_lines=police,
            dossiers=dossiers,
            registers=registers,
            articles=self._articles(
                [line.sources for line in obligations]
                + [ground.sources for ground in inspector.grounds]
                + [line.sources for line in police]
                + [line.sources for line in measures if line.status != "barred"]
                + [line.sources for line in dossiers]
            ),
        )

    def _true(self, condition: Condition) -> bool:
        return holds(condition, self.values, self.pack.facts) is True

    def _obligations(self) -> tuple[ObligationLine, ...]:
        return tuple(
            ObligationLine(
                id=rule.id,
                title=rule.title,
                explanation=rule.explanation,
                level=rule.level,
                basis=rule.basis,
                holder=self._holder(rule),
                sources=rule.sources,
                due=rule.due,
                proof=rule.proof,
                action=rule.action,
                waivable=rule.waivable,
                after=rule.after,
                reason=self._reason(rule.id, rule.explanation, rule.when, rule.sources),
                acute=rule.acute,
            )
            for rule in self.pack.obligations
            if rule.validity.holds(self.on) and self._true(rule.when)
        )

    def _holder(self, rule: ObligationRule) -> str:
        """Who has the duty; what the principal would do goes to whoever decides when he may not."""
        if rule.holder in ("principal", "principal_if_mandated"):
            for shift in self.pack.decider_shifts:
                if shift.validity.holds(self.on) and rule.id not in shift.keeps and self._true(shift.when):
                    return shift.decides
        return rule.holder

    def _measures(self) -> tuple[MeasureLine, ...]:
        capacity = self.values[self.pack.capacity_question]
        if isinstance(capacity, State):
            return ()  # nobody can say what fits a person before it is known who that person is to the school
        lines = (
            self._measure(rule, capacity[0]) for rule in self.pack.measures if rule.validity.holds(self.on)
        )
        return tuple(line for line in lines if line is not None)

    def _measure(self, rule: MeasureRule, capacity_id: str) -> MeasureLine | None:
        fits = capacity_id in rule.applies_to
        in_force = [own for own in rule.rules if own.validity.holds(self.on)]
        for bar in in_force:
            speaks = fits or self.pack.capacity_question in support(bar.when, self.pack.facts)
            if bar.status == "barred" and speaks and self._true(bar.when):
                reason = self._reason(rule.id, bar.reason, bar.when, bar.sources)
                return self._measure_line(rule, "barred", bar.alternative, reason)
        if not fits:
            capacity = self.pack.capacities[capacity_id]
            because = self._because([self.pack.capacity_question])
            reason = Reason(
                f"capacity:{capacity_id}", capacity.bar_reason, because, capacity.sources, self.pack.version
            )
            return self._measure_line(rule, "barred", capacity.bar_alternative, reason)
        undecided = False
        for wide in self.pack.bars:
            if (rule.kind in wide.kinds or rule.id in wide.measures) and wide.validity.holds(self.on):
                result = holds(wide.when, self.values, self.pack.facts)
                if result:
                    reason = self._reason(f"bar:{wide.id}", wide.reason, wide.when, wide.sources)
                    return self._measure_line(rule, "barred", wide.alternative, reason)
                undecided = undecided or result is None
        own_bars = [own for own in in_force if own.status == "barred"]
        if undecided or any(holds(own.when, self.values, self.pack.facts) is None for own in own_bars):
            return None  # a bar may still turn up: do not call it allowed yet
        for status in ("required", "allowed"):
            for own in in_force:
                if own.status == status and self._true(own.when):
                    reason = self._reason(rule.id, own.reason, own.when, own.sources, self._who)
                    return self._measure_line(rule, own.status, own.alternative, reason)
        return None

    def _measure_line(
        self, rule: MeasureRule, status: Status, alternative: str, reason: Reason
    ) -> MeasureLine:
        decides = self.pack.mandates[rule.decided_by].decides
        for shift in self.pack.decider_shifts:
            if shift.validity.holds(self.on) and self._true(shift.when):
                decides = shift.decides
        return MeasureLine(
            id=rule.id,
            title=rule.title,
            explanation=rule.explanation,
            kind=rule.kind,
            status=status,
            alternative=alternative,
            guards=tuple(name for name in rule.guards if self.pack.guards[name].validity.holds(self.on)),
            mandate=rule.decided_by,
            decides=decides,
            letters=rule.letters,
            sources=reason.sources,
            reason=reason,
        )

    def _letters(self, measures: tuple[MeasureLine, ...]) -> tuple[LetterLine, ...]:
        lines: list[LetterLine] = []
        for rule in self.pack.letters:
            if not rule.validity.holds(self.on):
                continue
            measure = next((m for m in measures if m.status != "barred" and rule.code in m.letters), None)
            if rule.when is not None and self._true(rule.when):
                reason = self._reason(f"letter:{rule.code}", rule.title, rule.when, rule.sources)
            elif measure is not None:
                text = f"Hoort bij: {measure.title}."
                reason = Reason(measure.id, text, measure.reason.because, measure.sources, self.pack.version)
            else:
                continue
            lines.append(LetterLine(rule.code, rule.title, rule.sources, reason))
        return tuple(lines)

    def _inspector(self) -> Inspector:
        grounds = tuple(
            InspectorGround(
                rule.outcome,
                rule.basis,
                rule.sources,
                self._reason(rule.id, rule.reason, rule.when, rule.sources),
            )
            for rule in self.pack.inspector
            if rule.validity.holds(self.on) and self._true(rule.when)
        )
        outcomes = {ground.outcome for ground in grounds}
        heaviest: InspectorOutcome = next(
            (outcome for outcome in _INSPECTOR_ORDER if outcome in outcomes), "nvt"
        )
        bases: tuple[Basis, ...] = tuple(dict.fromkeys(ground.basis for ground in grounds))
        return Inspector(heaviest, bases, grounds)

    def _police(self) -> tuple[PoliceLine, ...]:
        return tuple(
            PoliceLine(
                rule.level,
                rule.what,
                rule.sources,
                self._reason(rule.id, rule.reason, rule.when, rule.sources),
            )
            for rule in self.pack.police
            if rule.validity.holds(self.on) and self._true(rule.when)
        )

    def _articles(self, cited: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        """Articles of the named norms, when they bind this person, and those that a line rests on."""
        capacity = self.values[self.pack.capacity_question]
        found: set[str] = {source for sources in cited for source in sources}
        binding = {a.id for a in self.pack.articles if isinstance(capacity, State) or capacity[0] in a.binds}
        for question in self.pack.questions:
            value = self.values[question.id]
            if isinstance(value, State):
                continue
            for option in question.options:
                if option.id in value:
                    found.update(a for a in option.articles if a in binding)
        return tuple(article.id for article in self.pack.articles if article.id in found)

    def _reason(
        self,
        rule: str,
        text: str,
        condition: Condition,
        sources: tuple[str, ...],
        first: tuple[str, ...] = (),
    ) -> Reason:
        asked = triggers(condition, self.values, self.pack.facts)
        because = self._because(dict.fromkeys((*first, *asked)))
        return Reason(rule, text, because, sources, self.pack.version)

    def _because(self, questions: Iterable[str]) -> tuple[Because, ...]:
        causes: list[Because] = []
        for question_id in questions:
            value = self.values[question_id]
            if isinstance(value, State):
                continue
            question = self.pack.question(question_id)
            labels = [option.label for option in question.options if option.id in value]
            causes.append(Because(question_id, value, f"{question.text} {' · '.join(labels)}"))
        return tuple(causes)
