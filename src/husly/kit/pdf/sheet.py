"""Setting a sheet on A4: a paper to show or hang up, without the window address of a letter, with a QR code."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame

from husly.kit.pdf.document import Banner, Element, Row
from husly.kit.pdf.flow import INK, MUTED, RULE, TEXT_WIDTH
from husly.kit.pdf.fonts import BOLD, FONTS, REGULAR, register_fonts
from husly.kit.pdf.scripts import Script
from husly.kit.pdf.setting import HEIGHT, WIDTH, bare_frame, draw_banner, set_pages
from husly.kit.pdf.square import draw_square
from husly.kit.pdf.tagged import TaggedCanvas

FOOT, HEAD = 25 * mm, HEIGHT - 30 * mm
CODE_SIZE, CODE_TOP = 36 * mm, HEIGHT - 15 * mm
CODED_HEAD = HEIGHT - 66 * mm
FACTS_TOP = HEIGHT - 33 * mm
LABEL_WIDTH, FACTS_WIDTH, FACTS_STEP = 30 * mm, 80 * mm, 4.6 * mm


@dataclass(frozen=True)
class Code:
    """What a telephone reads at the head of the first page: the address, and the words below the square."""

    url: str
    caption: str


@dataclass(frozen=True)
class Sheet:
    """One paper.

    `facts` are labels and values beside the code (only shown with one). `scales` are type sizes to try, the largest
    first, until all stands on one page; the last is taken whatever it needs. `page_label` may use `{page}`, `{pages}`.
    """

    title: str
    author: str
    language: str
    masthead: str
    subject: str
    body: tuple[Element, ...]
    footer: tuple[str, ...]
    page_label: str
    code: Code | None = None
    facts: tuple[Row, ...] = ()
    scales: tuple[float, ...] = (1.0,)


def render_sheet(sheet: Sheet, *, banner: Banner | None, fonts: Path = FONTS) -> bytes:
    """Return the sheet as PDF with every font embedded; equal input gives equal bytes.

    Raises MissingFontsError when the package was not built.
    """
    register_fonts(fonts)
    script = Script(sheet.language, fonts)
    for scale in sheet.scales:
        made, pages = _build(sheet, banner, script, scale=scale)
        if pages == 1:
            break
    return made


def _build(sheet: Sheet, banner: Banner | None, script: Script, *, scale: float) -> tuple[bytes, int]:
    left = _left(scale)
    begin, end = (WIDTH - left, left) if script.is_right_to_left else (left, WIDTH - left)

    def on_page(*, first: bool) -> Callable[[TaggedCanvas], None]:
        def draw(canvas: TaggedCanvas) -> None:
            _draw_page(canvas, sheet, banner, script, begin=begin, end=end)
            if first and sheet.code is not None:
                _draw_code(canvas, sheet.code, script, end=end)
                _draw_facts(canvas, sheet.facts, script, begin=begin, width=abs(end - begin))
            canvas.scale(scale, scale)  # the body alone; a new page begins unscaled

        return draw

    def foot(canvas: Canvas, page: int, pages: int) -> None:
        canvas.scale(1 / scale, 1 / scale)
        canvas.setFillColor(MUTED)
        script.draw_to(canvas, sheet.page_label.format(page=page, pages=pages), (end, 15.6 * mm), REGULAR, 7.4)

    first_head = HEAD if sheet.code is None else CODED_HEAD
    return set_pages(
        sheet,
        script,
        first=(_frame(first_head, scale), on_page(first=True)),
        later=(_frame(HEAD, scale), on_page(first=False)),
        foot=foot,
    )


def _left(scale: float) -> float:
    """Where everything begins: the text stands in the middle of the page."""
    return (WIDTH - TEXT_WIDTH * scale) / 2


def _frame(top: float, scale: float) -> Frame:
    return bare_frame(_left(scale) / scale, FOOT / scale, TEXT_WIDTH, (top - FOOT) / scale)


def _draw_page(
    canvas: TaggedCanvas, sheet: Sheet, banner: Banner | None, script: Script, *, begin: float, end: float
) -> None:
    if banner:
        draw_banner(canvas, banner)
    with canvas.tagged(canvas.before.add("P")) if canvas.getPageNumber() == 1 else canvas.artifact():
        canvas.setFillColor(INK)
        script.draw(canvas, sheet.masthead, (begin, HEIGHT - 22 * mm), BOLD, 12)
    with canvas.artifact():
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(begin, 20 * mm, end, 20 * mm)
        canvas.setFillColor(MUTED)
        lines = [part for line in sheet.footer for part in script.lines(line, REGULAR, 7.4, abs(end - begin))]
        for row, line in enumerate(lines):
            script.draw(canvas, line, (begin, 15.6 * mm - row * 3.6 * mm), REGULAR, 7.4)


def _draw_code(canvas: TaggedCanvas, code: Code, script: Script, *, end: float) -> None:
    """The square, its words below, and a link for whoever reads on a screen."""
    left = end if script.is_right_to_left else end - CODE_SIZE
    with canvas.tagged(canvas.before.add("Figure", alternative=f"{code.caption}: {code.url}")):
        draw_square(canvas, code.url, left=left, top=CODE_TOP, size=CODE_SIZE)
    place = canvas.before.add("P").add("Link", alternative=code.caption)
    canvas.link(place, code.url, (left, CODE_TOP - CODE_SIZE, left + CODE_SIZE, CODE_TOP), code.caption)
    with canvas.tagged(place):
        canvas.setFillColor(INK)
        script.draw_to(canvas, code.caption, (end, CODE_TOP - CODE_SIZE - 4.6 * mm), BOLD, 9)


def _draw_facts(canvas: TaggedCanvas, facts: tuple[Row, ...], script: Script, *, begin: float, width: float) -> None:
    beside_code = min(FACTS_WIDTH, width - LABEL_WIDTH - CODE_SIZE - 5 * mm)
    y = FACTS_TOP
    inward = -LABEL_WIDTH if script.is_right_to_left else LABEL_WIDTH
    for label, value in facts:
        labels = script.lines(label, REGULAR, 8, LABEL_WIDTH - 2 * mm)
        values = script.lines(value, REGULAR, 9, beside_code)
        with canvas.tagged(canvas.before.add("P")):
            canvas.setFillColor(MUTED)
            for row, line in enumerate(labels):
                script.draw(canvas, line, (begin, y - row * FACTS_STEP), REGULAR, 8)
            canvas.setFillColor(INK)
            for row, line in enumerate(values):
                script.draw(canvas, line, (begin + inward, y - row * FACTS_STEP), REGULAR, 9)
        y -= max(len(labels), len(values)) * FACTS_STEP
