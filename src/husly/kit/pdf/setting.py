"""Setting anything written on pages of A4: the first page and the later ones, the banner, equal bytes."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, cast

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate

from husly.kit.pdf.document import Banner
from husly.kit.pdf.flow import Written, body_flowables
from husly.kit.pdf.fonts import BOLD, REGULAR
from husly.kit.pdf.scripts import Script
from husly.kit.pdf.structure import Tag
from husly.kit.pdf.tagged import Foot, TaggedCanvas

WIDTH, HEIGHT = A4
_BANNER_INK = HexColor("#a3111b")
_WATERMARK = Color(0.64, 0.07, 0.11, alpha=0.10)

Page = tuple[Frame, Callable[[TaggedCanvas], None]]
"""Where the text stands on a page, and what is drawn before it."""


def set_pages(written: Written, script: Script, *, first: Page, later: Page, foot: Foot) -> tuple[bytes, int]:
    """The PDF and how many pages it has; equal input gives equal bytes. The fonts are registered before."""
    target = BytesIO()

    def drawn(draw: Callable[[TaggedCanvas], None]) -> Callable[[Canvas, BaseDocTemplate], None]:
        return lambda canvas, _: draw(cast(TaggedCanvas, canvas))

    template = BaseDocTemplate(
        target,
        pagesize=A4,
        title=written.title,
        author=written.author,
        subject=written.subject,
        creator="Husly",
        lang=written.language,
        displayDocTitle=True,
        invariant=1,
        initialFontName=REGULAR,
        pageTemplates=[
            PageTemplate(name, [frame], onPage=drawn(draw))
            for name, (frame, draw) in (("first", first), ("later", later))
        ],
    )
    root = Tag("Document")
    before, main = root.add("Sect"), root.add("Sect")

    def made(*args: Any, **kwds: Any) -> TaggedCanvas:
        return TaggedCanvas(*args, root=root, before=before, foot=foot, **kwds)

    template.build([NextPageTemplate("later"), *body_flowables(written, script, main)], canvasmaker=made)
    return target.getvalue(), template.page


def bare_frame(left: float, foot: float, width: float, height: float) -> Frame:
    """A frame without padding."""
    return Frame(left, foot, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def draw_banner(canvas: TaggedCanvas, banner: Banner) -> None:
    """Mark the page: a bar with the line at its head, the word across it. It is read aloud once."""
    first = canvas.getPageNumber() == 1
    with canvas.artifact("Background"):
        _draw_across(canvas, banner)
    with canvas.tagged(canvas.before.add("P")) if first else canvas.artifact():
        canvas.setFillColor(HexColor("#ffffff"))
        canvas.setFont(BOLD, 9)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 6 * mm, banner.line)


def _draw_across(canvas: Canvas, banner: Banner) -> None:
    canvas.saveState()
    canvas.setFillColor(_WATERMARK)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(52)
    canvas.setFont(BOLD, 118)
    canvas.drawCentredString(0, -40, banner.word)
    canvas.restoreState()
    canvas.setFillColor(_BANNER_INK)
    canvas.rect(0, HEIGHT - 9 * mm, WIDTH, 9 * mm, stroke=0, fill=1)
