"""*Routekaart*: the whole decision route as a picture, to read, to enlarge and to keep as a file."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QFontDatabase, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from twijs_desk import assets
from twijs_desk.casework import pictures
from twijs_desk.gui.pages.page import Page
from twijs_desk.gui.widgets import Text, h1, quiet

STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_POINT = 96 / 72


@cache
def _letter_font() -> str:
    """The name under which Qt knows the font that the drawing was measured with."""
    names = [""]
    for face in ("600SemiBold", "400Regular_Italic", "400Regular"):
        path = assets.resource("fonts", "source-sans-3", f"SourceSans3_{face}.ttf")
        names = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path))) or names
    return names[0]


class RouteSheet(QWidget):
    """The drawing at a size; always dark on white, as on paper."""

    def __init__(self) -> None:
        super().__init__()
        self.renderer = QSvgRenderer(self)
        self.zoom = 1.0
        self.family = _letter_font()

    def show_svg(self, svg: str) -> None:
        named = re.sub(r'font-family="[^"]*"', f'font-family="{self.family}"', svg, count=1)
        self.renderer.load(QByteArray(named.encode()))  # QtSvg takes a list of fonts for the name of one
        self.set_zoom(self.zoom)

    def set_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        box = self.renderer.viewBoxF()
        return QSize(round(box.width() * _POINT * self.zoom), round(box.height() * _POINT * self.zoom))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        self.renderer.render(painter, QRectF(self.rect()))


class RouteMapPage(Page):
    """`case_id` shows the path of one case, or of one person in it (`party_id`); without it the whole route."""

    name = "route_map"
    nav = "protocol"
    scrolling = False

    def build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 8)
        head.setSpacing(8)
        self.title = h1(self.tr("Routekaart"))
        head.addWidget(self.title, 1)
        self.smaller = quiet("", "zoom-out", height=32, name=self.tr("Kleiner"))
        self.scale = Text("100 %", "small", "text2", wrap=False)
        self.larger = quiet("", "zoom-in", height=32, name=self.tr("Groter"))
        self.save_button = quiet(self.tr("Opslaan als bestand"), "download", height=32)
        self.back_button = quiet(self.tr("Terug"), "chevron-left", height=32)
        for part in (self.smaller, self.scale, self.larger, self.save_button, self.back_button):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self.sheet = RouteSheet()
        self.sheet.setAccessibleName(self.tr("De beslisroute als plaat"))
        self.view = QScrollArea()
        self.view.setWidget(self.sheet)
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setAccessibleName(self.tr("De beslisroute als plaat; schuif met de pijltjestoetsen"))
        holder = QVBoxLayout()
        holder.setContentsMargins(24, 0, 24, 16)
        holder.addWidget(self.view)
        self.body.addLayout(holder, 1)
        self.smaller.clicked.connect(lambda: self.step(-1))
        self.larger.clicked.connect(lambda: self.step(1))
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(lambda: self.navigate.emit("back", {}))
        for keys, way in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(lambda way=way: self.step(way))
        self._case, self._party = "", ""

    def show_for(self, case_id: str = "", party_id: str = "", **_more: Any) -> None:
        self._case, self._party = case_id, party_id
        desk = self.desk
        self.save_button.setVisible(bool(case_id))
        self.run(
            lambda: (
                pictures.route(desk, case_id, party_id or None).decode() if case_id else pictures.rules(desk)
            ),
            self.sheet.show_svg,
        )

    def first_focus(self) -> QWidget | None:
        return self.view

    def step(self, way: int) -> None:
        place = min(range(len(STEPS)), key=lambda at: abs(STEPS[at] - self.sheet.zoom)) + way
        self.sheet.set_zoom(STEPS[max(0, min(place, len(STEPS) - 1))])
        self.scale.setText(f"{round(self.sheet.zoom * 100)} %")

    def save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Opslaan als bestand"), "routekaart.pdf", "PDF (*.pdf);;SVG (*.svg)"
        )
        if chosen:
            desk, case_id, party_id = self.desk, self._case, self._party or None
            self.run(
                lambda: pictures.save(desk, case_id, Path(chosen), party_id),
                lambda path: self.tell("ok", self.tr("Opgeslagen als {name}.").format(name=path.name)),
            )
