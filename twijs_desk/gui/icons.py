"""Lucide icons in the colour of a token, sharp at 100 to 300 %.

QtSvg paints `currentColor` black, so the word is replaced in the SVG text. A Python `QIconEngine` crashes
PySide 6.11 when the last reference goes (tried), so a QIcon gets a pixmap for each scale; whoever shows one
asks again when the theme changes (`widgets.Button` and `widgets.Icon` do).
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from twijs_desk import assets
from twijs_desk.gui import theme

_SCALES = (1.0, 1.5, 2.0, 3.0)


@lru_cache(maxsize=256)
def _svg(name: str) -> str:
    return assets.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))


def clear() -> None:
    """Forget drawn icons; the theme calls this when its colours change."""
    _renderer.cache_clear()


def paint(painter: QPainter, name: str, rect: QRectF, token: str = "text") -> None:
    """Draw an icon inside `rect`, from a paintEvent."""
    _renderer(name, theme.color(token).name()).render(painter, rect)


def pixmap(name: str, size: int, token: str = "text", ratio: float = 1.0) -> QPixmap:
    result = QPixmap(round(size * ratio), round(size * ratio))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    paint(painter, name, QRectF(0, 0, result.width(), result.height()), token)
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def icon(name: str, size: int = 18, token: str = "text") -> QIcon:
    result = QIcon()
    for ratio in _SCALES:
        result.addPixmap(pixmap(name, size, token, ratio))
        result.addPixmap(pixmap(name, size, "disabled", ratio), QIcon.Mode.Disabled)
    return result


theme.forget_on_change(clear)
