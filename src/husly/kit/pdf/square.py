"""The square that a telephone reads (QR code), drawn on a page."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas

MASK = 0
"""Which of the eight masks lies over the fields: the code says which, so any is read; weighing all takes ten times as
long as the rest."""
HAIR = 1.02
"""A dark field is a hair larger than it is, so that no white seam shows between two."""


def draw_square(canvas: Canvas, url: str, *, left: float, top: float, size: float) -> None:
    """Draw the code of an address with its upper left corner at a point; ``size`` is its side, in points."""
    qr: Any = QRCode(None, QRErrorCorrectLevel.M)
    qr.addData(url)
    qr.version = qr.calculate_version()
    qr.makeImpl(False, MASK)
    side = size / qr.getModuleCount()
    canvas.setFillColor(black)
    for row, column, length in _dark(qr):
        width = side * (length - 1 + HAIR)
        canvas.rect(left + column * side, top - (row + 1) * side, width, side * HAIR, stroke=0, fill=1)


def _dark(qr: Any) -> Iterator[tuple[int, int, int]]:
    """Row, first column and length of each run of dark fields: one rectangle for several fields."""
    count = qr.getModuleCount()
    for row in range(count):
        for is_dark, run in groupby(range(count), lambda column, row=row: qr.isDark(row, column)):  # type: ignore[misc]
            if is_dark:
                columns = list(run)
                yield row, columns[0], len(columns)
