"""Conditions and numbers as they read in the picture of a route: `3: Leerling / Ouder of verzorger`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from twijs_desk.dutch import written_date
from twijs_desk.protocol.conditions import support
from twijs_desk.protocol.model import (
    UNKNOWN,
    All,
    AnyOf,
    Condition,
    FactRef,
    Is,
    IsNot,
    Known,
    Not,
    Pack,
    Question,
    Unknown,
    Validity,
)


class Wording:
    """Says conditions of one pack with the numbers that its questions have in the picture."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.numbers = {question.id: number for number, question in enumerate(pack.questions, 1)}

    def of(self, condition: Condition) -> str:
        match condition:
            case All(parts):
                return " en ".join(self._nested(part) for part in parts) or "altijd"
            case AnyOf(parts):
                return " of ".join(self._nested(part) for part in parts)
            case Not(FactRef() as part):
                return f"niet ‘{self.of(part)}’"
            case Not(Is(question, options)) | IsNot(question, options):
                return f"{self.numbers[question]} niet: {self._labels(question, options)}"
            case Not(Known(question)):
                return f"{self.numbers[question]} nog niet bekend"
            case Not(part):
                return f"niet ({self.of(part)})"
            case Is(question, options):
                every = [option.id for option in self.pack.question(question).options]
                others = [option for option in every if option not in options]
                if others and len(options) > 3 and len(others) < len(options) and UNKNOWN not in others:
                    return f"{self.numbers[question]} niet: {self._labels(question, others)}"
                return f"{self.numbers[question]}: {self._labels(question, options)}"
            case Known(question):
                return f"{self.numbers[question]} bekend"
            case Unknown(question):
                return f"{self.numbers[question]} nog niet bekend"
            case FactRef(fact):
                title = self.pack.facts[fact].title
                asked = sorted(self.numbers[q] for q in support(condition, self.pack.facts))
                return f"{_lowered(title)} ({spans(asked)})" if asked else _lowered(title)

    def inside(self, condition: Condition) -> Condition | None:
        """What a named condition stands for."""
        return self.pack.facts[condition.fact].when if isinstance(condition, FactRef) else None

    def facts_in(self, condition: Condition) -> Iterator[str]:
        """Named conditions in it, also those inside others."""
        match condition:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    yield from self.facts_in(part)
            case Not(part):
                yield from self.facts_in(part)
            case FactRef(fact):
                yield fact
                yield from self.facts_in(self.pack.facts[fact].when)
            case _:
                return

    def validity(self, validity: Validity) -> str:
        words = ""
        if validity.valid_from is not None:
            words += f" (vanaf {written_date(validity.valid_from)})"
        if validity.valid_to is not None:
            words += f" (tot en met {written_date(validity.valid_to)})"
        return words

    def _nested(self, condition: Condition) -> str:
        text = self.of(condition)
        joined = isinstance(condition, All | AnyOf) and len(condition.parts) > 1
        return f"({text})" if joined else text

    def _labels(self, question_id: str, options: Sequence[str]) -> str:
        """The answers in words; many or long ones by their keys, which stand before them in the picture."""
        question = self.pack.question(question_id)
        words = [_short(option.label) for option in question.options if option.id in options]
        if len(words) > 1 and (len(words) > 4 or sum(map(len, words)) > 70):
            keys = answer_keys(question)
            return f"antwoord {key_spans(list(keys.values()), {keys[o] for o in options})}"
        return " / ".join(words)


def answer_keys(question: Question) -> dict[str, str]:
    """The key of each answer: `0` for not known, `1` to `9` and on with letters, as in the app."""
    keys = iter("123456789abcdefghijklmnopqrstuvwxyz")
    return {
        option.id: "0" if option.id == UNKNOWN else next(keys, str(number))
        for number, option in enumerate(question.options, 1)
    }


def _short(label: str) -> str:
    """`Ja, dat is mogelijk` is `Ja` in a condition; other answers are said in full."""
    head = label.replace(":", ",").split(",")[0].strip()
    return head if head in ("Ja", "Nee") else label


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def first_sentence(text: str) -> str:
    """Up to the first full stop or colon that ends a thought; the whole text when that is short already."""
    if len(text) <= 45:
        return text
    ends = [end for end in (text.find(". "), text.find(": ")) if end > 0]
    return text[: min(ends)].rstrip(".") + "." if ends else text


def spans(numbers: Iterable[int]) -> str:
    """`4, 8–11`"""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}, {b}" if b == a + 1 else f"{a}–{b}" for a, b in runs)


def key_spans(order: Sequence[str], wanted: Iterable[str]) -> str:
    """`1–3, 5, a–f`: runs of keys in the order of the answers."""
    found = set(wanted)
    runs: list[list[str]] = []
    previous = ""
    for key in order:
        if key in found:
            if runs and key != "0" and previous in found:
                runs[-1].append(key)
            else:
                runs.append([key])
        previous = key
    return ", ".join(
        run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs
    )
