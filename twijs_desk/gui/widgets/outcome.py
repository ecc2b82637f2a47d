"""What follows from the answers: a duty, an option, a measure or a bar, with its reason, source and alternative."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from twijs_desk.casework import wording
from twijs_desk.casework.rows import MovedLine, OutcomeLine, SourceRow
from twijs_desk.gui.widgets.buttons import LinkButton, SourceLink
from twijs_desk.gui.widgets.chips import Chip, level_badge
from twijs_desk.gui.widgets.flow import FlowLayout
from twijs_desk.gui.widgets.rows import WrapLink
from twijs_desk.gui.widgets.text import Icon, Text

_BADGED = {"must", "should", "may", "allowed", "required", "barred"}
MANY_ALIKE = 4
"""From how many measures that are barred for the same reason on, that reason is said once."""
_SPOKEN = {
    "must": "Moet",
    "required": "Moet",
    "should": "Advies",
    "may": "Mag",
    "allowed": "Mag",
    "barred": "Kan niet",
    "warning": "Let op",
}


class SourceRowWidget(QWidget):
    """Links to the sources of a line; `asked(source_id)` when one is pressed."""

    asked = Signal(str)

    def __init__(self, sources: tuple[SourceRow, ...]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Bronnen"))
        flow = FlowLayout(self, spacing=10)
        for source in sources:
            doubt = self.tr(" (nog te bevestigen)") if source.unsure else ""
            words = self.tr("Bron: {label}").format(label=source.label)
            link = WrapLink(words + doubt, role="small")
            link.clicked.connect(lambda _on=False, s=source.id: self.asked.emit(s))
            flow.addWidget(link)


class OutcomeRow(QFrame):
    """`brief`: badge and title only, as in *Met dit antwoord komt er bij*."""

    source_asked = Signal(str)

    def __init__(self, line: OutcomeLine, *, brief: bool = False) -> None:
        super().__init__()
        self.line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        mark: QWidget = level_badge(line.level) if line.level in _BADGED else Icon("circle-alert", 18, "warn")
        mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setContentsMargins(0, 2, 0, 0)
        words.setSpacing(2)
        row.addLayout(words, 1)
        muted = "text2" if line.level == "barred" else "text"
        words.addWidget(Text(line.title, "body" if brief else "bold", muted))
        self.setAccessibleName(f"{_SPOKEN.get(line.level, '')}: {line.title}")
        if brief:
            if line.level == "barred" and line.reason:
                words.addWidget(Text(line.reason, "small", "text2"))
            elif line.due_sentence:
                words.addWidget(Text(line.due_sentence, "small", "text2"))
            return
        self._fill(words, line)

    def _fill(self, words: QVBoxLayout, line: OutcomeLine) -> None:
        if line.reason:
            words.addWidget(Text(line.reason, "body", "text2"))
        if line.alternative:
            words.addWidget(
                Text(self.tr("Wat wel kan: {what}").format(what=line.alternative), "body", "text")
            )
        if line.decides:
            words.addWidget(
                Text(
                    self.tr("Wie beslist: {who}").format(who=wording.who_decides(line.decides)),
                    "small",
                    "text2",
                )
            )
        if line.due_sentence:
            chip = Chip(line.due_sentence, "neutral", "calendar")
            words.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        if line.because:
            words.addWidget(
                Text(self.tr("Omdat u antwoordde: {answers}").format(answers=line.because), "small", "text2")
            )
        if line.sources:
            links = SourceRowWidget(line.sources)
            links.asked.connect(self.source_asked)
            words.addWidget(links)


def alike(barred: Sequence[OutcomeLine]) -> list[OutcomeLine | list[OutcomeLine]]:
    """Together what is barred for one and the same reason, such as everything that is for others; the rest apart."""
    found: dict[tuple[str, str], list[OutcomeLine]] = {}
    for line in barred:
        found.setdefault((line.reason, line.alternative), []).append(line)
    few = [line for lines in found.values() if len(lines) < MANY_ALIKE for line in lines]
    return [*few, *(lines for lines in found.values() if len(lines) >= MANY_ALIKE)]


class TogetherRow(QWidget):
    """Measures that are barred for the same reason: the reason once, and their names behind a link."""

    source_asked = Signal(str)

    def __init__(self, lines: Sequence[OutcomeLine]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        first = lines[0]
        row = OutcomeRow(replace(first, title=first.reason, reason="", decides=""))
        row.source_asked.connect(self.source_asked)
        column.addWidget(row)
        self.more = LinkButton(
            self.tr("Toon deze {n} maatregelen").format(n=len(lines)),
            name=self.tr("Toon de {n} maatregelen die om deze reden niet kunnen").format(n=len(lines)),
            small=True,
        )
        self.names = Text("\n".join(line.title for line in lines), "small", "text2", selectable=True)
        self.names.hide()
        self.more.clicked.connect(lambda: self.names.setVisible(self.names.isHidden()))
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.names)


class MovedRow(QFrame):
    """Something that stays but changes: `Schorsing van een leerling`, and below it `was: mag · wordt: kan niet`."""

    def __init__(self, moved: MovedLine) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        line = moved.line
        if line is not None and line.level in _BADGED:
            row.addWidget(level_badge(line.level), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setContentsMargins(0, 2, 0, 0)
        words.setSpacing(2)
        words.addWidget(Text(moved.title, "body"))
        change = self.tr("Was: {before}. Wordt: {after}.").format(before=moved.before, after=moved.after)
        words.addWidget(Text(change, "small", "text2"))
        if line is not None and line.level == "barred" and line.reason:
            words.addWidget(Text(line.reason, "small", "text2"))
        row.addLayout(words, 1)
        self.setAccessibleName(f"{moved.title}. {change}")


class SourceCard(QFrame):
    """One source with its text, when it was last checked, and whether that is certain."""

    asked = Signal(str)

    def __init__(self, source: SourceRow) -> None:
        super().__init__()
        self.setProperty("kind", "tint")
        self.setAccessibleName(self.tr("Bron: {label}").format(label=source.label))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("quote", 16, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Text(source.label, "chip"), 1)
        column.addLayout(head)
        if source.text:
            column.addWidget(Text(source.text, "body"))
        if source.unsure:
            column.addWidget(Chip(self.tr("Nog te bevestigen"), "warn"), 0, Qt.AlignmentFlag.AlignLeft)
        if source.verified_on:
            checked = self.tr("Nagekeken op {day}").format(day=wording.day(source.verified_on))
            since = self.tr("Geldt sinds {day}").format(day=wording.day(source.verified_on))
            column.addWidget(Text(since if source.text else checked, "small", "text2"))
        if source.text:
            link = SourceLink(source.id, self.tr("Lees het hele artikel"), prefix="")
            link.setAccessibleName(self.tr("Lees {label}").format(label=source.label))
            link.asked.connect(self.asked)
            column.addWidget(link)
