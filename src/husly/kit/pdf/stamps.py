"""Small lines to be laid over the head of pages that exist already: which paper of a bundle a page belongs to."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from husly.kit.pdf.flow import MUTED
from husly.kit.pdf.fonts import FONTS, REGULAR, register_fonts
from husly.kit.pdf.setting import HEIGHT, WIDTH

RIGHT, TOP = WIDTH - 18 * mm, HEIGHT - 13 * mm
"""Below the bar of a trial and above everything that a letter holds."""


def render_stamps(lines: Iterable[str], *, fonts: Path = FONTS) -> bytes:
    """A page of A4 for each line, with nothing on it but the line; the font is embedded once."""
    register_fonts(fonts)
    target = BytesIO()
    first: Any = REGULAR  # which the stubs take for a number
    canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), invariant=1, initialFontName=first)
    for line in lines:
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, 7.4)
        canvas.drawRightString(RIGHT, TOP, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
