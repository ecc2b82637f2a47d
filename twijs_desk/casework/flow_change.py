"""What a changed answer adds, drops and moves, in words, before it counts."""

from collections.abc import Callable

from twijs_desk.casework import obligations
from twijs_desk.casework.rows import ChangeView, MovedLine, OutcomeLine
from twijs_desk.protocol.outcome import MeasureLine, Moved, ObligationLine, Outcome, compare

STATUS_WORDS = {"required": "moet", "allowed": "mag", "barred": "kan niet"}
LEVEL_WORDS = {"must": "moet", "should": "advies", "may": "mag"}
DECIDES_WORDS = {
    "principal": "de schoolleider beslist",
    "principal_if_mandated": "de schoolleider beslist als het managementstatuut dat regelt, anders het bestuur",
    "board": "het bestuur beslist",
    "dpo": "de functionaris gegevensbescherming beslist",
}
INSPECTOR_WORDS = {
    "verplicht-wet": "bellen moet van de wet",
    "verplicht-protocol": "bellen moet volgens het protocol",
    "aanbevolen": "bellen is het advies",
    "nvt": "bellen hoeft niet",
}
POLICE_WORDS = {
    "must": "naar de politie gaan moet",
    "may": "naar de politie gaan mag",
    "none": "de politie is niet aan de orde",
}


def change_view(
    before: Outcome,
    after: Outcome,
    duty_line: Callable[[ObligationLine], OutcomeLine],
    measure_line: Callable[[MeasureLine], OutcomeLine],
    follows: tuple[str, ...] = (),
) -> ChangeView:
    """The difference between two outcomes, with the lines as the screen shows them."""
    change = compare(before, after)
    old, new = _lines(before, duty_line, measure_line), _lines(after, duty_line, measure_line)
    moved = (_moved(item, before, after, new) for item in change.moved)
    return ChangeView(
        added=tuple(new[e.kind, e.id] for e in change.added if (e.kind, e.id) in new),
        dropped=tuple(old[e.kind, e.id] for e in change.dropped if (e.kind, e.id) in old),
        moved=tuple(line for line in moved if line is not None),
        follows=follows,
    )


def _lines(
    outcome: Outcome,
    duty_line: Callable[[ObligationLine], OutcomeLine],
    measure_line: Callable[[MeasureLine], OutcomeLine],
) -> dict[tuple[str, str], OutcomeLine]:
    lines = {("obligation", duty.id): duty_line(duty) for duty in outcome.obligations}
    return lines | {("measure", measure.id): measure_line(measure) for measure in outcome.measures}


def _moved(
    item: Moved, before: Outcome, after: Outcome, lines: dict[tuple[str, str], OutcomeLine]
) -> MovedLine | None:
    line = lines.get((item.kind, item.id))
    if item.kind == "measure" and line is not None:
        olds, news = (next(m for m in o.measures if m.id == item.id) for o in (before, after))
        if olds.status == news.status == "barred":
            return None  # who decides about what cannot be done says nothing
        words = _only_what_moved(
            (STATUS_WORDS[olds.status], STATUS_WORDS[news.status]),
            (DECIDES_WORDS.get(olds.decides, olds.decides), DECIDES_WORDS.get(news.decides, news.decides)),
        )
    elif item.kind == "obligation" and line is not None:
        was, now = (next(d for d in o.obligations if d.id == item.id) for o in (before, after))
        words = _only_what_moved(
            (LEVEL_WORDS[was.level], LEVEL_WORDS[now.level]),
            (obligations.full_term(was.due), obligations.full_term(now.due)),
        )
    elif item.kind == "inspector":
        return MovedLine(
            item.kind,
            item.id,
            "Vertrouwensinspecteur",
            INSPECTOR_WORDS.get(item.before, item.before),
            INSPECTOR_WORDS.get(item.after, item.after),
        )
    elif item.kind == "police":
        return MovedLine(
            item.kind,
            item.id,
            "Politie",
            POLICE_WORDS.get(item.before, item.before),
            POLICE_WORDS.get(item.after, item.after),
        )
    else:
        return None
    return MovedLine(item.kind, item.id, line.title, *words, line)


def _only_what_moved(*pairs: tuple[str, str]) -> tuple[str, str]:
    """`mag` and `kan niet`; what stayed the same is not repeated."""
    moved = [pair for pair in pairs if pair[0] != pair[1]]
    return "; ".join(pair[0] for pair in moved), "; ".join(pair[1] for pair in moved)
