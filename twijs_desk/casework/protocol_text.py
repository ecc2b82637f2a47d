"""The protocol to read: every article in our own words, with whom it binds and where the app applies it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from twijs_desk.casework.desk import Desk
from twijs_desk.protocol.coverage import PLACE_WORDS, Place, where_applied
from twijs_desk.protocol.model import Pack


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
    uses: tuple[tuple[str, int], ...]
    """How often each kind of place applies it, such as ("plicht", 3)."""


def articles(desk: Desk) -> tuple[ArticleRow, ...]:
    return rows(desk.pack)


def rows(pack: Pack) -> tuple[ArticleRow, ...]:
    """Every article of a pack with where it is applied."""
    places = where_applied(pack)
    return tuple(
        ArticleRow(
            id=article.id,
            number=article.number,
            section=article.section,
            title=article.title,
            text=article.text,
            binds=tuple(pack.capacities[who].label for who in article.binds if who in pack.capacities),
            since=article.since,
            used_in=tuple(f"{PLACE_WORDS[p.kind].capitalize()}: {p.title}" for p in places[article.id]),
            uses=tuple(_counts(places[article.id])),
        )
        for article in pack.articles
    )


def _counts(places: tuple[Place, ...]) -> Iterator[tuple[str, int]]:
    for kind, word in PLACE_WORDS.items():
        if count := sum(place.kind == kind for place in places):
            yield word, count


def as_markdown(pack: Pack) -> str:
    """The table *article → where applied* for the documentation."""
    lines = [
        f"# Waar elk artikel is toegepast ({pack.id} {pack.version})",
        "",
        "Gemaakt uit de regelset met `twijs-desk pack articles --markdown`.",
        "Een artikel zonder plaats maakt `twijs-desk pack check` rood.",
        "",
        "| Artikel | Titel | Waar toegepast |",
        "| --- | --- | --- |",
    ]
    for row in rows(pack):
        where = "<br>".join(use.replace("|", "/") for use in row.used_in)
        lines.append(f"| {row.number} | {row.title} | {where} |")
    return "\n".join(lines) + "\n"
