"""Setting a letter on A4: window address, margin, running head, page numbers, banner, equal bytes."""

from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm
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
BELOW_HEAD, LEAST_TOP = 8 * mm, FOOT + 40 * mm
ADDRESS_TOP, ADDRESS_WIDTH = HEIGHT - 46 * mm, 95 * mm
ADDRESS_BELOW, ADDRESS_STEP = 6.5 * mm, 4.9 * mm
MARGIN_LEFT, MARGIN_WIDTH = 140 * mm, 52 * mm
MARGIN_STEP, MARGIN_GAP = 3.9 * mm, 5.4 * mm


@dataclass(frozen=True)
class _Head:
    """What stands above the text, broken to the widths of its two columns, and where the text begins below them."""

    address: list[str]
    margin: list[tuple[str, list[str]]]

    @property
    def text_top(self) -> float:
        """Below the usual head, or below the lower column of a longer one; a page keeps room for text in any case."""
        address = ADDRESS_TOP - ADDRESS_BELOW - (len(self.address) - 1) * ADDRESS_STEP
        steps = sum(MARGIN_STEP * len(lines) + MARGIN_GAP for _, lines in self.margin)
        lower = min(address, ADDRESS_TOP + MARGIN_GAP - steps)
        return max(min(FIRST_TOP, lower - BELOW_HEAD), LEAST_TOP)


def _head_of(document: Document, script: Script) -> _Head:
    return _Head(
        [part for line in document.address for part in script.lines(line, REGULAR, 10, ADDRESS_WIDTH)],
        [(label, script.lines(value, REGULAR, 8.6, MARGIN_WIDTH)) for label, value in document.margin],
    )


def render_letter(document: Document, *, banner: Banner | None, fonts: Path = FONTS) -> bytes:
    """Return the letter as PDF with every font embedded; equal input gives equal bytes.

    Raises MissingFontsError when the package was not built.
    """
    register_fonts(fonts)
    script = Script(document.language, fonts)
    head = _head_of(document, script)

    def first(canvas: TaggedCanvas) -> None:
        _draw_every_page(canvas, document, banner, script)
        _draw_first_page(canvas, document, head, script)
        if document.seal_label:
            canvas.place_for_seal(document.seal_label)

    def later(canvas: TaggedCanvas) -> None:
        _draw_every_page(canvas, document, banner, script)
        _draw_running_head(canvas, document, script)

    def foot(canvas: Canvas, page: int, pages: int) -> None:
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, 7.4)
        canvas.drawRightString(RIGHT, 15.6 * mm, document.page_label.format(page=page, pages=pages))

    start, rest = (_frame(head.text_top), first), (_frame(LATER_TOP), later)
    return set_pages(document, script, first=start, later=rest, foot=foot)[0]


def _frame(top: float) -> Frame:
    return bare_frame(LEFT, FOOT, TEXT_WIDTH, top - FOOT)


def _draw_every_page(canvas: TaggedCanvas, document: Document, banner: Banner | None, script: Script) -> None:
    if banner:
        draw_banner(canvas, banner)
    with canvas.artifact():
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, 20 * mm, RIGHT, 20 * mm)
        canvas.setFillColor(MUTED)
        for row, line in enumerate(document.footer):
            script.draw(canvas, line, (LEFT, 15.6 * mm - row * 3.6 * mm), REGULAR, 7.4)


def _draw_first_page(canvas: TaggedCanvas, document: Document, head: _Head, script: Script) -> None:
    with canvas.tagged(canvas.before.add("P")):
        canvas.setFillColor(INK)
        script.draw(canvas, document.masthead, (LEFT, HEIGHT - 24 * mm), BOLD, 15)
    with canvas.artifact():  # for the post only: the same stands in the foot and above
        canvas.setFillColor(MUTED)
        script.draw(canvas, document.return_line, (LEFT, ADDRESS_TOP), REGULAR, 6.6)
    with canvas.tagged(canvas.before.add("P")):
        canvas.setFillColor(INK)
        for row, line in enumerate(head.address):
            script.draw(canvas, line, (LEFT, ADDRESS_TOP - ADDRESS_BELOW - row * ADDRESS_STEP), REGULAR, 10)
    _draw_margin(canvas, head, script)


def _draw_margin(canvas: TaggedCanvas, head: _Head, script: Script) -> None:
    y = ADDRESS_TOP
    for label, lines in head.margin:
        with canvas.tagged(canvas.before.add("P")):
            canvas.setFillColor(MUTED)
            script.draw(canvas, label, (MARGIN_LEFT, y), REGULAR, 7.2)
            canvas.setFillColor(INK)
            for line in lines:
                y -= MARGIN_STEP
                script.draw(canvas, line, (MARGIN_LEFT, y), REGULAR, 8.6)
        y -= MARGIN_GAP


def _draw_running_head(canvas: TaggedCanvas, document: Document, script: Script) -> None:
    with canvas.artifact():
        canvas.setFillColor(MUTED)
        script.draw(canvas, document.running_head, (LEFT, HEIGHT - 20 * mm), REGULAR, 8)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, HEIGHT - 22.5 * mm, RIGHT, HEIGHT - 22.5 * mm)
