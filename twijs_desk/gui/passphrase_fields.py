"""A new passphrase, twice, with how hard it is to guess in words; for every place where one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from twijs_desk.gui.background import Runner
from twijs_desk.gui.widgets import LineField, Text, labelled
from twijs_desk.gui.widgets.strength import MIN_STRENGTH, StrengthBar


class PassphraseFields(QWidget):
    def __init__(self, background: Runner, about: Sequence[str] = ()) -> None:
        super().__init__()
        self.background, self.about = background, tuple(about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.first, self.second = LineField(secret=True), LineField(secret=True)
        column.addWidget(
            labelled(self.tr("Nieuwe wachtzin"), self.first, self.tr("vier of meer losse woorden"))
        )
        self.bar = StrengthBar()
        self.words = Text(self.tr("Nog niets getypt."), "small", "text2")
        column.addWidget(self.bar)
        column.addWidget(self.words)
        column.addWidget(labelled(self.tr("Nog een keer"), self.second))
        self.shown = QCheckBox(self.tr("Toon wat ik typ"))
        self.shown.setAccessibleName(self.shown.text())
        column.addWidget(self.shown)
        self.shown.toggled.connect(self._on_shown_toggled)
        self._score = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self._judge)
        self.first.textChanged.connect(lambda _text: self._pause.start())

    def problem(self) -> tuple[str, QWidget] | None:
        """What is wrong with what was typed, and where; none when it can be used."""
        if not self.first.text():
            return self.tr("Typ een nieuwe wachtzin."), self.first
        if self.first.text() != self.second.text():
            return self.tr("De twee wachtzinnen zijn niet gelijk. Typ ze nog een keer."), self.second
        return None

    def value(self) -> str:
        return self.first.text()

    def clear(self) -> None:
        for field in (self.first, self.second):
            field.clear()
        self.shown.setChecked(False)

    def _judge(self) -> None:
        text, about = self.first.text(), self.about

        def work() -> tuple[int, str]:
            from twijs_desk.casework import access

            return access.strength(text, about) if text else (0, "")

        self.background.run(work, self._on_judged)

    def _on_judged(self, judged: tuple[int, str]) -> None:
        score, words = judged
        self.bar.set_score(score)
        if words and score < MIN_STRENGTH:
            words = self.tr("Te zwak. {0}").format(words)
        self.words.setText(words or self.tr("Nog niets getypt."))
        self.first.setAccessibleDescription(self.words.text())

    def _on_shown_toggled(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        for field in (self.first, self.second):
            field.setEchoMode(mode)
