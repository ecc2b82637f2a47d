"""*Regels*: which rules are in use, which cases keep which, reading new ones in, and looking ahead."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from twijs_desk.casework import rulebooks, wording
from twijs_desk.casework.parcels import Parcel
from twijs_desk.casework.rulebooks import Outlook, Preview, ShelfRow, UnknownSigner
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import (
    Card,
    Chip,
    DateField,
    FlowLayout,
    LineField,
    LinkButton,
    Text,
    clear_layout,
    h1,
    h2,
    labelled,
    outlined,
    primary,
    quiet,
)
from twijs_desk.protocol.changes import Group
from twijs_desk.protocol.model import Pack

FIRST_LINES = 6
"""Sentences of a group that show at once; the rest unfolds."""
FIRST_CASES = 8


class GroupList(QWidget):
    """What changes, group by group; long groups unfold."""

    def __init__(self, groups: Sequence[Group]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for group in groups:
            title = Text(f"{group.title} ({len(group.lines)})", "bold")
            title.setContentsMargins(0, 8, 0, 0)
            column.addWidget(title)
            for line in group.lines[:FIRST_LINES]:
                column.addWidget(self._line(line))
            if rest := group.lines[FIRST_LINES:]:
                self._unfold(column, group.title, rest)

    def _unfold(self, column: QVBoxLayout, title: str, rest: Sequence[str]) -> None:
        link = LinkButton(
            self.tr("Toon nog {n}").format(n=len(rest)),
            name=self.tr("Toon nog {n} wijzigingen bij {t}").format(n=len(rest), t=title),
        )
        more = QVBoxLayout()
        more.setSpacing(4)

        def unfold() -> None:
            link.hide()
            for line in rest:
                more.addWidget(self._line(line))
            first = more.itemAt(0).widget()
            first.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            first.setFocus(Qt.FocusReason.OtherFocusReason)

        link.clicked.connect(unfold)
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(more)

    def _line(self, line: str) -> Text:
        words = Text(line, "body", selectable=True)
        words.setContentsMargins(12, 0, 0, 0)
        return words


class PackCard(Card):
    """One rule pack: whether it is in use, since when, who signed it, and the cases that keep it."""

    def __init__(self, row: ShelfRow) -> None:
        super().__init__(kind="card-now" if row.in_use else "card", spacing=6)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(row.title, "h3"), 1)
        head.addWidget(self._chip(row), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.add(
            Text(self.tr("Versie {v} · {id}").format(v=row.version, id=row.pack_id), "body", selectable=True)
        )
        for line in self._facts(row):
            self.add(Text(line, "small", "text2"))
        marks = QWidget()
        chips = FlowLayout(marks, spacing=6)
        for number in row.cases[:FIRST_CASES]:
            chips.addWidget(Chip(number, "neutral", "folder"))
        if len(row.cases) > FIRST_CASES:
            chips.addWidget(Chip(self.tr("en nog {n}").format(n=len(row.cases) - FIRST_CASES), "neutral"))
        if row.cases:
            self.add(
                Text(self.tr("Zaken die deze regels houden ({n})").format(n=len(row.cases)), "small", "text2")
            )
            self.add(marks)
        else:
            marks.deleteLater()
        self.setAccessibleName(
            self.tr("Regels: {t}, versie {v}").format(t=row.title, v=row.version)
            + (self.tr(", in gebruik") if row.in_use else "")
        )

    def _chip(self, row: ShelfRow) -> Chip:
        if row.in_use:
            return Chip(self.tr("In gebruik"), "ok")
        if row.origin == "missing":
            return Chip(self.tr("Ontbreekt"), "warn")
        if row.origin == "imported":
            return Chip(self.tr("Ingelezen"), "accent")
        return Chip(
            self.tr("Meegeleverd") if row.origin == "shipped" else self.tr("Bewaard voor zaken"), "neutral"
        )

    def _facts(self, row: ShelfRow) -> list[str]:
        facts = []
        if row.origin == "missing":
            facts.append(self.tr("Deze versie is niet op deze computer. De zaken zelf zijn er wel."))
        if row.active_from:
            facts.append(self.tr("Voor nieuwe zaken vanaf {d}").format(d=wording.day(row.active_from)))
        if row.signer and row.signed_at:
            facts.append(
                self.tr("Getekend door {s} op {d}").format(s=row.signer, d=wording.moment(row.signed_at))
            )
        if row.valid_from or row.valid_to:
            words = [
                self.tr("vanaf {d}").format(d=wording.day(row.valid_from)) if row.valid_from else "",
                self.tr("tot en met {d}").format(d=wording.day(row.valid_to)) if row.valid_to else "",
            ]
            facts.append(self.tr("Geldt {w}").format(w=" ".join(word for word in words if word)))
        if row.verified:
            old, new = (wording.day(day) for day in row.verified)
            said = self.tr("Bronnen nagekeken op {d}").format(d=new)
            if old != new:
                said = self.tr("Bronnen nagekeken tussen {a} en {b}").format(a=old, b=new)
            if row.unsure:
                said += self.tr(" · {n} nog te bevestigen").format(n=row.unsure)
            facts.append(said)
        return facts


class RulesPage(Page):
    name = "rules"
    nav = "protocol"

    def build(self) -> None:
        self._path: Path | None = None
        self._sha256 = ""
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(h1(self.tr("Regels")), 1)
        self.read_button = outlined(self.tr("Regels inlezen…"), "download", height=32)
        self.back_button = quiet(self.tr("Terug"), "chevron-left", height=32)
        head.addWidget(self.read_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(
            Text(
                self.tr(
                    "Een zaak houdt de regels waaronder zij is begonnen. Nieuwe regels gelden alleen voor zaken "
                    "die daarna beginnen."
                ),
                "body",
                "text2",
            )
        )
        self.offer = QVBoxLayout()
        self.body.addLayout(self.offer)
        self.list = QVBoxLayout()
        self.list.setSpacing(12)
        self.body.addLayout(self.list)
        self.body.addWidget(h2(self.tr("Vooruitkijken")))
        self.ahead = Card(spacing=8)
        self.ahead.add(
            Text(
                self.tr("Kies een dag en zie welke regels dan beginnen, eindigen of veranderen."),
                "body",
                "text2",
            )
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        self.ahead_day = DateField()
        self.ahead_day.setFixedWidth(200)
        self.ahead_button = outlined(self.tr("Bekijk"), "calendar", height=36)
        row.addWidget(labelled(self.tr("Op"), self.ahead_day))
        row.addWidget(self.ahead_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.ahead.body.addLayout(row)
        self.ahead_list = QVBoxLayout()
        self.ahead.body.addLayout(self.ahead_list)
        self.body.addWidget(self.ahead)
        self.body.addStretch(1)
        self.read_button.clicked.connect(self._on_read_clicked)
        self.back_button.clicked.connect(lambda: self.navigate.emit("back", {}))
        self.ahead_button.clicked.connect(self._on_ahead_clicked)

    def first_focus(self) -> QWidget | None:
        return self.read_button

    def show_for(self, **_more: Any) -> None:
        desk = self.desk
        if self.ahead_day.day() is None:
            self.ahead_day.set_day(wording.to_local(desk.now()).date() + timedelta(days=365))
        self.run(lambda: rulebooks.shelf(desk), self._show)

    def leave(self) -> None:
        self._drop_offer()
        self.message.dismiss()

    def _show(self, rows: tuple[ShelfRow, ...]) -> None:
        clear_layout(self.list)
        for row in rows:
            self.list.addWidget(PackCard(row))

    # -- reading in --

    def _on_read_clicked(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Kies een bestand met regels"), "", self.tr("Regels (*.twijs-regels)")
        )
        if name:
            self.look_at(Path(name))

    def look_at(self, path: Path) -> None:
        """Show what this file would change; nothing is read in yet."""
        self._drop_offer()
        self._path = path
        desk = self.desk
        self.run(lambda: rulebooks.receive(desk, path), self._prove, self._refused)

    def _prove(self, parcel: Parcel) -> None:
        """The proof takes long and needs no vault: meanwhile the rest of the app goes on."""
        desk, path = self.desk, self._path
        if path is None:
            return
        self.tell(
            "info", self.tr("De regels worden nagerekend. Dit kan een minuut duren; u kunt doorwerken.")
        )

        def proved(pack: Pack) -> None:
            desk.library.proved[parcel.sha256] = pack
            if self._path == path:
                self.run(lambda: rulebooks.preview_import(desk, path), self._show_preview, self._refused)

        if parcel.sha256 in desk.library.proved:
            proved(desk.library.proved[parcel.sha256])
        else:
            self.render(lambda: rulebooks.opened(parcel), proved, self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UnknownSigner):
            self.message.dismiss()
            self._ask_trust(error)
        else:
            self.show_error(error)

    def _ask_trust(self, error: UnknownSigner) -> None:
        card = Card(self.tr("Deze ondertekenaar is nog niet bekend"), kind="card-now", spacing=8)
        card.add(
            Text(
                self.tr(
                    "Bel de stichting en vraag om de vingerafdruk van haar sleutel. Is hij precies gelijk, dan zijn "
                    "deze regels van haar. Verschilt er iets, neem de regels dan niet over."
                )
            )
        )
        card.add(Text(error.fingerprint, "h3", selectable=True))
        name = LineField(placeholder=self.tr("bijvoorbeeld Stichting TWijs"))
        name.setMaximumWidth(420)
        card.add(labelled(self.tr("Van wie is deze sleutel?"), name))
        accept = primary(self.tr("Vingerafdruk klopt: vertrouwen"), "shield-check")
        refuse = quiet(self.tr("Niet doen"))
        self._row(card, accept, refuse)
        desk, key, path = self.desk, error.public_key, self._path

        def trusted(_signers: object) -> None:
            if path is not None:
                self.look_at(path)

        accept.clicked.connect(
            lambda: self.run(lambda: rulebooks.trust_signer(desk, key, name.text()), trusted)
        )
        refuse.clicked.connect(self._drop_offer)
        self._put(card, name)

    def _show_preview(self, seen: Preview) -> None:
        self.message.dismiss()
        self._drop_offer(keep_path=True)
        self._sha256 = seen.sha256
        card = Card(self.tr("Dit verandert er"), kind="card-now", spacing=8)
        card.add(Text(self.tr("{t}, versie {v}").format(t=seen.title, v=seen.version), "bold"))
        signed = self.tr("Getekend door {s} op {d}. Vingerafdruk {f}.")
        card.add(
            Text(
                signed.format(s=seen.signer, d=wording.moment(seen.signed_at), f=seen.fingerprint),
                "small",
                "text2",
                selectable=True,
            )
        )
        card.add(Text(self.tr("Vergeleken met {a}").format(a=seen.against), "small", "text2"))
        card.add(GroupList(seen.groups))
        if seen.dormant:
            card.add(GroupList([Group(self.tr("Slaapt nog"), seen.dormant)]))
        day = DateField()
        day.set_day(seen.earliest)
        day.setFixedWidth(200)
        card.add(labelled(self.tr("Voor zaken die beginnen vanaf"), day))
        accept = primary(self.tr("In gebruik nemen"), "check")
        refuse = quiet(self.tr("Niet doen"))
        self._row(card, accept, refuse)
        accept.clicked.connect(lambda: self._adopt(day))
        refuse.clicked.connect(self._drop_offer)
        if card.title is not None:  # a long list: the keyboard starts where reading starts
            card.title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._put(card, card.title or day)

    def _adopt(self, field: DateField) -> None:
        desk, path, sha256, day = self.desk, self._path, self._sha256, field.day()
        if day is None or path is None:
            self.tell("warn", self.tr("Vul in vanaf welke dag de regels gelden."))
            return
        self.run(lambda: rulebooks.adopt(desk, path, day, sha256), self._adopted)

    def _adopted(self, rows: tuple[ShelfRow, ...]) -> None:
        self._drop_offer()
        self._show(rows)
        self.saved.emit(self.desk.now())
        self.tell("ok", self.tr("De regels zijn ingelezen. Bestaande zaken houden hun eigen regels."))
        self.read_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, card: Card, *buttons: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)

    def _put(self, card: Card, focus: QWidget) -> None:
        self.offer.addWidget(card)

        def reveal() -> None:
            if self.scroller is not None:
                self.scroller.verticalScrollBar().setValue(0)
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
            if self.scroller is not None:
                self.scroller.ensureWidgetVisible(card.title or card, 0, 60)

        QTimer.singleShot(0, card, reveal)

    def _drop_offer(self, *, keep_path: bool = False) -> None:
        clear_layout(self.offer)
        if not keep_path:
            self._path = None

    # -- looking ahead --

    def _on_ahead_clicked(self) -> None:
        desk, day = self.desk, self.ahead_day.day()
        if day is None:
            self.tell("warn", self.tr("Vul een dag in."))
            return
        self.run(lambda: rulebooks.outlook(desk, day), self._show_outlook)

    def _show_outlook(self, seen: Outlook) -> None:
        clear_layout(self.ahead_list)
        day = wording.day(seen.on)
        said = self.tr("Op {d} geldt: {t}.").format(d=day, t=seen.then_title)
        self.ahead_list.addWidget(Text(said, "bold"))
        if not seen.in_force:
            self.ahead_list.addWidget(
                Text(self.tr("Let op: deze regels gelden dan zelf niet."), "body", "warn")
            )
        if seen.groups:
            self.ahead_list.addWidget(GroupList(seen.groups))
        else:
            self.ahead_list.addWidget(Text(self.tr("Er verandert dan niets."), "body", "text2"))
