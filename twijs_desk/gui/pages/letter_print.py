"""Printing a sealed letter: its stored bytes, page by page at the printer's resolution, never typeset again."""

import os
import sys

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from twijs_desk.casework.errors import DeskError
from twijs_desk.gui.widgets.preview import page_images, page_sizes

DPI = 600
CUPS = "/run/cups/cups.sock"
"""Where the print service of Linux listens on this computer. Without it the library would also call a network port."""


def make_printer(title: str) -> QPrinter:
    """A printer that puts the whole A4 page on the whole sheet; `title` is what the print queue shows."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("CUPS_SERVER", CUPS)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DPI)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setDocName(title)
    printer.setCreator("TWijs Desk")
    return printer


def print_pdf(pdf: bytes, printer: QPrinter) -> int:
    """Draw every page; returns how many. Render thread only (PDFium, and it takes about a second a page)."""
    count = len(page_sizes(pdf))
    painter = QPainter()
    if not painter.begin(printer):
        raise DeskError(
            "De printer kon niet beginnen.",
            "De brief is niet gewijzigd.",
            "Kijk of de printer aan staat, of kies een andere.",
        )
    try:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for index in range(count):
            if index:
                printer.newPage()
            (page,) = page_images(pdf, [index], printer.resolution() / 72)
            painter.fillRect(page.image.rect(), QColor("#FFFFFF"))
            painter.drawImage(QPoint(0, 0), page.image)
    finally:
        painter.end()
    return count
