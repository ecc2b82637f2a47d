"""Our fields as Designer makes them: with only a parent. The layout of the form gives them their place."""

from PySide6.QtWidgets import QWidget

from twijs_desk.gui.widgets.fields import ChoiceField, MomentField, TextField
from twijs_desk.gui.widgets.text import Text


class FormChoice(ChoiceField):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self.setParent(parent)


class FormMoment(MomentField):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self.setParent(parent)


class FormLabel(Text):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self.setParent(parent)


class FormText(TextField):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lines=3)
        self.setParent(parent)
