"""The protocol to read: every article in our own words, with whom it binds and where the app applies it."""

from dataclasses import dataclass
from datetime import date

from twijs_desk.casework.desk import Desk


@dataclass(frozen=True, slots=True)
class ArticleRow:
    id: str
    number: str
    section: str
    title: str
    text: str
    binds: tuple[str, ...]
    since: date
    used_in: tuple[str, ...]


def articles(desk: Desk) -> tuple[ArticleRow, ...]:
    pack = desk.pack
    uses: dict[str, list[str]] = {article.id: [] for article in pack.articles}
    places = [(f"Vraag: {q.text}", q.sources) for q in pack.questions]
    places += [(f"Plicht: {rule.title}", rule.sources) for rule in pack.obligations]
    places += [(f"Maatregel: {rule.title}", rule.sources) for rule in pack.measures]
    places += [(f"Waarschuwing: {rule.text}", rule.sources) for rule in pack.warnings]
    places += [(f"Norm: {option.label}", option.articles) for q in pack.questions for option in q.options]
    for label, sources in places:
        for source in sources:
            if source in uses:
                uses[source].append(label)
    return tuple(
        ArticleRow(
            id=article.id,
            number=article.number,
            section=article.section,
            title=article.title,
            text=article.text,
            binds=tuple(pack.capacities[who].label for who in article.binds if who in pack.capacities),
            since=article.since,
            used_in=tuple(dict.fromkeys(uses[article.id])),
        )
        for article in pack.articles
    )
