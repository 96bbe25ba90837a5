"""Setting a letter on A4: window address, margin, running head, page numbers, banner, equal bytes."""

from pathlib import Path

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame

from husly.kit.pdf.document import Banner, Document
from husly.kit.pdf.flow import INK, MUTED, RULE, TEXT_WIDTH
from husly.kit.pdf.fonts import BOLD, FONTS, REGULAR, register_fonts
from husly.kit.pdf.scripts import Script
from husly.kit.pdf.setting import HEIGHT, WIDTH, bare_frame, draw_banner, set_pages
from husly.kit.pdf.tagged import TaggedCanvas

LEFT, RIGHT = 20 * mm, WIDTH - 18 * mm
FOOT = 27 * mm
FIRST_TOP, LATER_TOP = HEIGHT - 101 * mm, HEIGHT - 31 * mm
ADDRESS_TOP, ADDRESS_WIDTH = HEIGHT - 46 * mm, 95 * mm
MARGIN_LEFT, MARGIN_WIDTH = 140 * mm, 52 * mm


def render_letter(document: Document, *, banner: Banner | None, fonts: Path = FONTS) -> bytes:
    """Return the letter as PDF with every font embedded; equal input gives equal bytes.

    Raises MissingFontsError when the package was not built.
    """
    register_fonts(fonts)

    def first(canvas: TaggedCanvas) -> None:
        _draw_every_page(canvas, document, banner)
        _draw_first_page(canvas, document)
        if document.seal_label:
            canvas.place_for_seal(document.seal_label)

    def later(canvas: TaggedCanvas) -> None:
        _draw_every_page(canvas, document, banner)
        _draw_running_head(canvas, document)

    def foot(canvas: Canvas, page: int, pages: int) -> None:
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, 7.4)
        canvas.drawRightString(RIGHT, 15.6 * mm, document.page_label.format(page=page, pages=pages))

    script = Script(document.language, fonts)
    head, rest = (_frame(FIRST_TOP), first), (_frame(LATER_TOP), later)
    return set_pages(document, script, first=head, later=rest, foot=foot)[0]


def _frame(top: float) -> Frame:
    return bare_frame(LEFT, FOOT, TEXT_WIDTH, top - FOOT)


def _draw_every_page(canvas: TaggedCanvas, document: Document, banner: Banner | None) -> None:
    if banner:
        draw_banner(canvas, banner)
    with canvas.artifact():
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, 20 * mm, RIGHT, 20 * mm)
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, 7.4)
        for row, line in enumerate(document.footer):
            canvas.drawString(LEFT, 15.6 * mm - row * 3.6 * mm, line)


def _draw_first_page(canvas: TaggedCanvas, document: Document) -> None:
    with canvas.tagged(canvas.before.add("P")):
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 15)
        canvas.drawString(LEFT, HEIGHT - 24 * mm, document.masthead)
    with canvas.artifact():  # for the post only: the same stands in the foot and above
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, 6.6)
        canvas.drawString(LEFT, ADDRESS_TOP, document.return_line)
    with canvas.tagged(canvas.before.add("P")):
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, 10)
        lines = [part for line in document.address for part in simpleSplit(line, REGULAR, 10, ADDRESS_WIDTH)]
        for row, line in enumerate(lines):
            canvas.drawString(LEFT, ADDRESS_TOP - 6.5 * mm - row * 4.9 * mm, line)
    _draw_margin(canvas, document)


def _draw_margin(canvas: TaggedCanvas, document: Document) -> None:
    y = ADDRESS_TOP
    for label, value in document.margin:
        with canvas.tagged(canvas.before.add("P")):
            canvas.setFillColor(MUTED)
            canvas.setFont(REGULAR, 7.2)
            canvas.drawString(MARGIN_LEFT, y, label)
            canvas.setFillColor(INK)
            canvas.setFont(REGULAR, 8.6)
            for line in simpleSplit(value, REGULAR, 8.6, MARGIN_WIDTH):
                y -= 3.9 * mm
                canvas.drawString(MARGIN_LEFT, y, line)
        y -= 5.4 * mm


def _draw_running_head(canvas: TaggedCanvas, document: Document) -> None:
    with canvas.artifact():
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, 8)
        canvas.drawString(LEFT, HEIGHT - 20 * mm, document.running_head)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, HEIGHT - 22.5 * mm, RIGHT, HEIGHT - 22.5 * mm)
