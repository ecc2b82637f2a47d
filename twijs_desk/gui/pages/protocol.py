"""*Protocol*: the articles in plain words, whom each binds, where the app applies it, and the other sources."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from twijs_desk.casework import flow, protocol_text, wording
from twijs_desk.casework.protocol_text import ArticleRow
from twijs_desk.casework.rows import SourceRow
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import (
    Card,
    Chip,
    EmptyState,
    FlowLayout,
    LineField,
    LinkButton,
    Text,
    clear_layout,
    h1,
    quiet,
    restyle,
)


class ArticleCard(Card):
    """One article; where it is used unfolds."""

    def __init__(self, article: ArticleRow) -> None:
        super().__init__(spacing=6)
        self.source_id = article.id
        self.haystack = " ".join((article.number, article.title, article.text, article.section)).casefold()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(article.number, "h3", "accent", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Text(article.title, "h3"), 1)
        self.body.addLayout(head)
        self.add(Text(article.text, "lead", selectable=True))
        marks = QWidget()
        chips = FlowLayout(marks, spacing=6)
        for who in article.binds:
            chips.addWidget(Chip(who, "neutral", "user"))
        self.add(marks)
        since = self.tr("Geldt sinds {day}").format(day=wording.day(article.since))
        self.add(Text(since, "small", "text2"))
        self.setAccessibleName(self.tr("Artikel {n}, {t}").format(n=article.number, t=article.title))
        self.link = LinkButton(
            self.tr("Waar de app dit gebruikt ({n})").format(n=len(article.used_in)),
            name=self.tr("Waar de app artikel {n} gebruikt").format(n=article.number),
        )
        self.uses = QWidget()
        column = QVBoxLayout(self.uses)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for use in article.used_in:
            column.addWidget(Text(use, "small", "text2"))
        self.uses.hide()
        self.add(self.link)
        if not article.used_in:
            self.link.hide()
        self.add(self.uses)
        self.link.clicked.connect(lambda: self.uses.setVisible(self.uses.isHidden()))


class ArticleTable(Card):
    """All articles with where the app applies them, as one table to read or to check."""

    def __init__(self, articles: Sequence[ArticleRow]) -> None:
        super().__init__(padding=16)
        self.setAccessibleName(self.tr("Tabel: waar elk artikel is toegepast"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 5)
        grid.addWidget(Text(self.tr("Artikel"), "bold", "text2"), 0, 0)
        grid.addWidget(Text(self.tr("Waar de app dit toepast"), "bold", "text2"), 0, 1)
        for number, article in enumerate(articles, 1):
            name = Text(f"{article.number}  {article.title}", "bold")
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            uses = Text("\n".join(article.used_in), "small", selectable=True)
            grid.addWidget(uses, number, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)


class SourceLine(Card):
    """A law, a CAO or policy: the label, when it was checked and whether it is certain."""

    def __init__(self, source: SourceRow) -> None:
        super().__init__(padding=12, spacing=4)
        self.source_id = source.id
        self.haystack = source.label.casefold()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Text(source.label, "bold", selectable=True), 1)
        if source.unsure:
            row.addWidget(Chip(self.tr("Nog te bevestigen"), "warn"), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        if source.verified_on:
            checked = self.tr("Nagekeken op {day}").format(day=wording.day(source.verified_on))
            self.add(Text(checked, "small", "text2"))
        self.setAccessibleName(self.tr("Bron: {label}").format(label=source.label))


class ProtocolPage(Page):
    name = nav = "protocol"

    def build(self) -> None:
        head = QHBoxLayout()
        self.title = h1(self.tr("Protocol sociale media"))
        head.addWidget(self.title, 1)
        self.rules_button = quiet(self.tr("Versie en regels"), "shield-check", height=32)
        head.addWidget(self.rules_button, 0, Qt.AlignmentFlag.AlignTop)
        self.map_button = quiet(self.tr("Routekaart"), "signpost", height=32)
        head.addWidget(self.map_button, 0, Qt.AlignmentFlag.AlignTop)
        self.map_button.clicked.connect(lambda: self.navigate.emit("route_map", {}))
        self.back_button = quiet(self.tr("Terug"), "chevron-left", height=32)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(
            Text(
                self.tr("In gewone woorden. De vastgestelde tekst van de stichting blijft leidend."),
                "body",
                "text2",
            )
        )
        self.field = LineField(placeholder=self.tr("Zoek op nummer of woord, bijvoorbeeld S3 of filmen"))
        self.field.setAccessibleName(self.tr("Zoek in het protocol"))
        self.field.setClearButtonEnabled(True)
        for clear_button in self.field.findChildren(QToolButton):
            clear_button.setAccessibleName(self.tr("Zoekveld leegmaken"))
        self.field.setMaximumWidth(480)
        self.body.addWidget(self.field)
        self.table_button = LinkButton(
            self.tr("Tabel: waar elk artikel is toegepast"), name=self.tr("Tabel tonen of verbergen")
        )
        self.table_button.clicked.connect(self.toggle_table)
        self.body.addWidget(self.table_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.table: ArticleTable | None = None
        self._articles: tuple[ArticleRow, ...] = ()
        self.count = Text("", "small", "text2")
        self.body.addWidget(self.count)
        self.articles_part = QWidget()
        self.list = QVBoxLayout(self.articles_part)
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(12)
        self.body.addWidget(self.articles_part)
        self.empty = EmptyState("search", self.tr("Niets gevonden"), self.tr("Probeer een ander woord."))
        self.empty.hide()
        self.body.addWidget(self.empty)
        self.body.addStretch(1)
        self.cards: list[ArticleCard | SourceLine] = []
        self.heads: list[tuple[Text, list[ArticleCard | SourceLine]]] = []
        self._wanted = ""
        self._rules = ("", "")
        """The rules whose articles are on the page."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self.apply_filter)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.back_button.clicked.connect(lambda: self.navigate.emit("back", {}))
        self.rules_button.clicked.connect(lambda: self.navigate.emit("rules", {}))

    def show_for(self, source_id: str = "", **_more: Any) -> None:
        self._wanted = source_id
        self.back_button.setVisible(bool(source_id))
        desk = self.desk
        if self.cards and self._rules == (desk.pack.id, desk.pack.version):
            self._go_to_wanted()
        else:
            self.run(
                lambda: (protocol_text.articles(desk), flow.source_rows(desk.pack, desk.pack.sources)),
                self._show,
            )

    def first_focus(self) -> QWidget | None:
        return self.back_button if self._wanted else self.field

    def _show(self, found: tuple[tuple[ArticleRow, ...], tuple[SourceRow, ...]]) -> None:
        articles, sources = found
        self._clear()
        self._rules = (self.desk.pack.id, self.desk.pack.version)
        self._articles = articles
        titles = {each.id: each.title for each in self.desk.pack.sections}
        section = ""
        for article in articles:
            if article.section != section:
                section = article.section
                self._head(titles.get(section, section))
            self._add(ArticleCard(article))
        self._head(self.tr("Wetten en andere bronnen"))
        known = {article.id for article in articles}
        for source in sources:
            if source.id not in known:
                self._add(SourceLine(source))
        self.apply_filter()
        self._go_to_wanted()

    def _clear(self) -> None:
        """The articles of rules that are no longer in use go, with the table made of them."""
        if self.table is not None:
            if not self.table.isHidden():
                self.toggle_table()
            self.body.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
        clear_layout(self.list)
        self.cards, self.heads = [], []

    def toggle_table(self) -> None:
        """The table instead of the articles, and back."""
        if self.table is None:
            self.table = ArticleTable(self._articles)
            self.table.hide()
            self.body.insertWidget(self.body.indexOf(self.articles_part), self.table)
        shown = self.table.isHidden()
        self.table.setVisible(shown)
        for part in (self.articles_part, self.field, self.count):
            part.setVisible(not shown)
        self.table_button.setText(
            self.tr("Terug naar de artikelen") if shown else self.tr("Tabel: waar elk artikel is toegepast")
        )

    def _head(self, words: str) -> None:
        head = Text(words, "h2")
        self.list.addWidget(head)
        self.heads.append((head, []))

    def _add(self, card: ArticleCard | SourceLine) -> None:
        self.list.addWidget(card)
        self.cards.append(card)
        self.heads[-1][1].append(card)

    def apply_filter(self) -> None:
        """Keep what holds every typed word."""
        words = self.field.text().casefold().split()
        for card in self.cards:
            card.setVisible(all(word in card.haystack for word in words))
        for head, cards in self.heads:
            head.setVisible(any(not card.isHidden() for card in cards))
        shown = sum(not card.isHidden() for card in self.cards)
        self.empty.setVisible(not shown)
        self.count.setText(self.tr("{n} van {all}").format(n=shown, all=len(self.cards)))

    def _go_to_wanted(self) -> None:
        """Mark the article that was asked for and bring it into view once the page has its size."""
        for card in self.cards:
            asked = card.source_id == self._wanted
            kind = "card-now" if asked else "card"
            if card.property("kind") != kind:
                card.setProperty("kind", kind)
                restyle(card)
        wanted = next((card for card in self.cards if card.source_id == self._wanted), None)
        if wanted is not None and self.scroller is not None:
            self.field.clear()
            self.apply_filter()
            scroller = self.scroller

            def reveal() -> None:
                scroller.verticalScrollBar().setValue(max(0, wanted.y() - 60))

            QTimer.singleShot(0, self, reveal)
