"""The real pages of a letter as images, from PDF bytes in memory, beside the text that is being edited.

Every call into PDFium happens on the render thread that the page hands in (`render(work, done)`): PDFium is not
thread-safe, and a page of paper may take longer than a key press.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from twijs_desk.casework.rows import PageMark, Preview
from twijs_desk.gui import theme
from twijs_desk.gui.widgets.buttons import ChoiceRow, IconButton
from twijs_desk.gui.widgets.text import Text

Render = Callable[..., None]
"""`render(work, done, failed=None)`: `work` on the render thread, `done` back on the GUI thread."""

GAP = 16
_STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_POINT = 96 / 72
"""Logical pixels per point at 100 %."""
_MAX_SCALE = 6.0


@dataclass(frozen=True)
class PageImage:
    index: int
    scale: float
    image: QImage


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points. Render thread only."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(document.get_page_size(index) for index in range(len(document)))
    finally:
        document.close()


def page_images(pdf: bytes, pages: Sequence[int], scale: float) -> tuple[PageImage, ...]:
    """Pages as opaque images, `scale` device pixels per point. Render thread only."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        result = []
        for index in pages:
            page = document[index]
            bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            image = QImage(
                bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            ).copy()  # the copy owns its bytes; PDFium's buffer goes with the bitmap
            bitmap.close()
            page.close()
            result.append(PageImage(index, scale, image))
        return tuple(result)
    finally:
        document.close()


class _Sheets(QWidget):
    """All pages under each other; paints what has been rendered and white paper for what has not."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: tuple[tuple[float, float], ...] = ()
        self.images: dict[int, PageImage] = {}
        self.marks: tuple[PageMark, ...] = ()
        self.block = ""
        self.scale = _POINT
        """Logical pixels per point."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def lay_out(self) -> None:
        width = max((w for w, _h in self.sizes), default=0.0) * self.scale
        height = sum(h * self.scale + GAP for _w, h in self.sizes) + GAP
        self.setMinimumWidth(int(width + 2 * GAP))
        self.setFixedHeight(max(1, int(height)))
        self.update()

    def page_rect(self, index: int) -> QRectF:
        top = GAP + sum(h * self.scale + GAP for _w, h in self.sizes[:index])
        width, height = (side * self.scale for side in self.sizes[index])
        left = max(float(GAP), (self.width() - width) / 2)
        # On whole device pixels, so that the page image is not resampled.
        ratio = self.devicePixelRatioF()
        return QRectF(round(left * ratio) / ratio, round(top * ratio) / ratio, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index in range(len(self.sizes)):
            rect = self.page_rect(index)
            if not rect.intersects(event.rect().toRectF()):
                continue
            shown = self.images.get(index)
            if shown is None:
                painter.fillRect(rect, QColor("#FFFFFF"))
            else:
                image = shown.image
                image.setDevicePixelRatio(image.width() / rect.width())
                painter.drawImage(rect.topLeft(), image)
            self._paint_marks(painter, index, rect)
            painter.setPen(QPen(theme.color("control"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def _paint_marks(self, painter: QPainter, index: int, page: QRectF) -> None:
        """Tint the edited block as a marker pen would: the paper is white in dark too, so light colours."""
        for mark in self.marks:
            if mark.page - 1 != index or mark.block_id != self.block or not self.block:
                continue
            spot = QRectF(
                page.left() + mark.x * self.scale,
                page.top() + mark.y * self.scale,
                mark.width * self.scale,
                mark.height * self.scale,
            ).adjusted(-6, -3, 6, 3)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(spot, QColor(theme.LIGHT["tint"]))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.fillRect(QRectF(spot.left(), spot.top(), 3, spot.height()), QColor(theme.LIGHT["accent"]))


class PagePreview(QScrollArea):
    """Shows a PDF from bytes. New bytes replace the old without a jump: the old images stay until the new are there."""

    page_changed = Signal(int, int)
    zoom_changed = Signal(str)

    def __init__(self, render: Render, name: str = "") -> None:
        super().__init__()
        self._render = render
        self._pdf = b""
        self._turn = 0
        self._mode = "width"
        self._factor = 1.0
        self._name = name or self.tr("Voorbeeld van de brief")
        self._sheets = _Sheets()
        self._asked: dict[int, tuple[int, float]] = {}
        """Which page was asked for which document and scale, so that nothing is rendered twice."""
        self.setWidget(self._sheets)
        self.setWidgetResizable(True)
        self._sheets.setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self._name)
        self.setProperty("kind", "paper-ground")
        self.setMinimumSize(260, 220)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        # A window that is being dragged asks once, when it has stopped.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(60)
        self._settle.timeout.connect(self._ask)

    def show_pdf(self, preview: Preview) -> None:
        self._turn += 1
        turn, pdf = self._turn, preview.pdf
        self._render(lambda: page_sizes(pdf), lambda sizes: self._on_sizes(turn, preview, sizes))

    def clear(self) -> None:
        self._turn += 1
        self._pdf = b""
        self._sheets.sizes, self._sheets.images, self._sheets.marks = (), {}, ()
        self._sheets.lay_out()

    def edit_block(self, block_id: str, *, follow: bool = True) -> None:
        """Tint this block; bring it into view when it is out of sight."""
        if block_id != self._sheets.block:
            self._sheets.block = block_id
            self._sheets.update()
            if follow:
                self._reveal()

    def set_zoom(self, mode: str) -> None:
        """`width`, `page`, or a factor as text (`1.5`)."""
        if mode in {"width", "page"}:
            self._mode = mode
        else:
            self._mode, self._factor = "factor", float(mode)
        self._fit()
        self.zoom_changed.emit(mode)

    def zoom_by(self, direction: int) -> None:
        now = self._sheets.scale / _POINT
        steps = [s for s in _STEPS if (s > now + 0.01 if direction > 0 else s < now - 0.01)]
        if steps:
            self.set_zoom(str(steps[0] if direction > 0 else steps[-1]))

    def page(self) -> int:
        """The page that fills most of the view, from 1; 0 without a document."""
        if not self._sheets.sizes:
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        for index in range(len(self._sheets.sizes)):
            if self._sheets.page_rect(index).bottom() + GAP >= middle:
                return index + 1
        return len(self._sheets.sizes)

    def page_count(self) -> int:
        return len(self._sheets.sizes)

    def rendered(self) -> dict[int, PageImage]:
        """What is shown now, by page (tests and screenshots look)."""
        return dict(self._sheets.images)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("line"))
        painter.end()

    def _on_sizes(self, turn: int, preview: Preview, sizes: tuple[tuple[float, float], ...]) -> None:
        if turn != self._turn:
            return
        self._pdf = preview.pdf
        self._sheets.marks = preview.marks
        self._sheets.images = {i: image for i, image in self._sheets.images.items() if i < len(sizes)}
        self._sheets.sizes = sizes
        self._fit(at_once=True)
        self._tell_page()

    def _fit(self, *, at_once: bool = False) -> None:
        if not self._sheets.sizes:
            return
        bar = self.verticalScrollBar()
        part = bar.value() / max(1, self._sheets.height())
        width = max(w for w, _h in self._sheets.sizes)
        height = max(h for _w, h in self._sheets.sizes)
        if self._mode == "factor":
            scale = self._factor * _POINT
        else:
            # The bar's room is always kept free, or its coming and going would change the width it depends on.
            room = self.width() - bar.sizeHint().width() - 2 * GAP - 2
            scale = room / width
            if self._mode == "page":
                scale = min(scale, (self.height() - 2 * GAP - 2) / height)
        scale = min(_MAX_SCALE, max(0.2, scale))
        if abs(scale - self._sheets.scale) > 0.001 or at_once:
            changed = abs(scale - self._sheets.scale) > 0.001
            self._sheets.scale = scale
            self._sheets.lay_out()
            if changed:
                bar.setValue(round(part * self._sheets.height()))
        if at_once:
            self._ask()
        else:
            self._settle.start()

    def _wanted(self) -> list[int]:
        """Pages in sight, and one on either side."""
        top = self.verticalScrollBar().value()
        bottom = top + max(200, self.viewport().height())
        seen = [
            index
            for index in range(len(self._sheets.sizes))
            if self._sheets.page_rect(index).bottom() >= top and self._sheets.page_rect(index).top() <= bottom
        ]
        if not seen:
            return []
        return list(range(max(0, seen[0] - 1), min(len(self._sheets.sizes), seen[-1] + 2)))

    def _ask(self) -> None:
        if not self._pdf:
            return
        scale = self._sheets.scale * self.devicePixelRatioF()
        turn, pdf = self._turn, self._pdf
        mark = (turn, round(scale, 3))
        pages = [i for i in self._wanted() if self._asked.get(i) != mark]
        if not pages:
            return
        self._asked.update(dict.fromkeys(pages, mark))
        self._render(lambda: page_images(pdf, pages, scale), lambda images: self._on_images(turn, images))

    def _on_images(self, turn: int, images: tuple[PageImage, ...]) -> None:
        if turn != self._turn:
            return
        for each in images:
            self._sheets.images[each.index] = each
        self._sheets.update()

    def _on_scrolled(self) -> None:
        self._settle.start()
        self._tell_page()

    def _tell_page(self) -> None:
        page, count = self.page(), self.page_count()
        self.setAccessibleName(
            self.tr("{name}, pagina {page} van {count}").format(name=self._name, page=page, count=count)
        )
        self.page_changed.emit(page, count)

    def _reveal(self) -> None:
        for mark in self._sheets.marks:
            if mark.block_id == self._sheets.block and mark.page <= len(self._sheets.sizes):
                page = self._sheets.page_rect(mark.page - 1)
                top = page.top() + mark.y * self._sheets.scale
                bottom = top + mark.height * self._sheets.scale
                bar, height = self.verticalScrollBar(), self.viewport().height()
                if top < bar.value() or bottom > bar.value() + height:
                    bar.setValue(int(top - height / 4))
                return


class PreviewPanel(QFrame):
    """A preview with its head: which page, and how large."""

    def __init__(self, render: Render, title: str = "", name: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(title or self.tr("Voorbeeld"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 10, 6)
        head.setSpacing(8)
        self.title = Text(title or self.tr("Voorbeeld"), "h3", wrap=False)
        self.page_label = Text("", "small", "text2", wrap=False)
        self.zoom = ChoiceRow(
            self.tr("Grootte van het voorbeeld"),
            [("width", self.tr("Breedte")), ("page", self.tr("Hele pagina"))],
        )
        self.zoom.set_value("width")
        self.zoom.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.smaller = IconButton("zoom-out", self.tr("Kleiner"))
        self.larger = IconButton("zoom-in", self.tr("Groter"))
        self.preview = PagePreview(render, name)
        self.title.setBuddy(self.preview)
        head.addWidget(self.title)
        head.addWidget(self.page_label)
        head.addStretch(1)
        head.addWidget(self.smaller)
        head.addWidget(self.zoom)
        head.addWidget(self.larger)
        column.addLayout(head)
        column.addWidget(self.preview, 1)
        self.zoom.changed.connect(self.preview.set_zoom)
        self.smaller.clicked.connect(lambda: self.preview.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.preview.zoom_by(1))
        self.preview.zoom_changed.connect(self._on_zoom_changed)
        self.preview.page_changed.connect(self._on_page_changed)

    def sizeHint(self) -> QSize:
        return QSize(600, 640)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The two sizes stay on one line; which page it is also stands in the name of the preview.
        self.page_label.setVisible(self.width() >= 520)

    def _on_zoom_changed(self, mode: str) -> None:
        self.zoom.set_value(mode if mode in {"width", "page"} else "")

    def _on_page_changed(self, page: int, count: int) -> None:
        self.page_label.setText(
            self.tr("pagina {page} van {count}").format(page=page, count=count) if count else ""
        )
