"""Flowables that know which element of the structure they are, and draw themselves as its content."""

from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, Image, KeepTogether, Table
from reportlab.platypus.flowables import _listWrapOn  # type: ignore[attr-defined]  # the stubs leave it out

from husly.kit.pdf.joined import JoinedParagraph
from husly.kit.pdf.plain import PlainParagraph
from husly.kit.pdf.square import draw_square
from husly.kit.pdf.structure import Tag
from husly.kit.pdf.tagged import TaggedCanvas

FORCES_SPLIT = 0xFFFFFF
"""A height that no page has."""
LEAST_BEGUN = 40 * mm
"""How much of a block longer than a page must stand where it begins."""


class Spoken(Flowable):
    """Something drawn as content of an element, the first time; again, as the head of a table is, it is repeated.

    Where it leads to ``url``, its tag is a link with the words that are read aloud.
    """

    tag: Tag | None = None
    url = ""
    is_drawn = False

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        """Draw it, marked, with the link over it."""
        board: TaggedCanvas = canvas
        if self.url and self.tag is not None and not self.is_drawn:
            left, foot = canvas.absolutePosition(x, y)
            right, top = canvas.absolutePosition(x + self.width, y + self.height)
            board.link(self.tag, self.url, (left, foot, right, top), self.tag.alternative)
        with board.artifact() if self.is_drawn or self.tag is None else board.tagged(self.tag):
            super().drawOn(canvas, x, y, _sW)  # type: ignore[call-arg]  # the stubs leave one out
        self.is_drawn = True

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """The parts, which are content of the same element."""
        parts: list[Flowable] = super().split(aW, aH)
        for part in parts:
            if isinstance(part, Spoken):
                part.tag = self.tag
        return parts


class SpokenText(Spoken, PlainParagraph):
    """Running text."""


class SpokenPicture(Spoken, Image):
    """A picture; its tag is a figure with the words that are read aloud."""


def fitted_picture(content: bytes, *, widest: float, highest: float) -> SpokenPicture:
    """A JPEG as large as the place allows."""
    width, height = ImageReader(BytesIO(content)).getSize()
    scale = min(widest / width, highest / height)
    return SpokenPicture(BytesIO(content), width * scale, height * scale, hAlign="LEFT")


class SpokenJoinedText(Spoken, JoinedParagraph):
    """Running text whose letters join."""


class SpokenSquare(Flowable):
    """A square that a telephone reads, as a figure with its words, and beside it the words as a link."""

    canv: TaggedCanvas

    def __init__(self, url: str, text: Flowable, figure: Tag, link: Tag, *, size: float, gap: float) -> None:
        super().__init__()
        self.url, self.text, self.figure, self.link = url, text, figure, link
        self.size, self.gap = size, gap

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """As wide as the page, as high as the square."""
        self.text.wrap(aW - self.size - self.gap, aH)
        return aW, max(self.size, self.text.height) + self.gap

    def draw(self) -> None:
        """The square on the left, the words halfway up beside it."""
        top, left = self.size + self.gap, self.size + self.gap
        with self.canv.tagged(self.figure):
            draw_square(self.canv, self.url, left=0, top=top, size=self.size)
        beside = top - (self.size + self.text.height) / 2
        x, y = self.canv.absolutePosition(0, 0)
        self.canv.link(self.link, self.url, (x, y + self.gap, x + self.size, y + top), self.link.alternative)
        self.text.drawOn(self.canv, left, beside)


class RuledTable(Table):
    """A table whose rules and tints are no content; its cells know their elements themselves."""

    canv: TaggedCanvas
    _set_to: float | None = None

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """How wide and high it is; reckoned once for each width, since blocks that are kept together ask twice."""
        if self._set_to != aW:
            self._set_to = aW
            self._size: tuple[float, float] = super().wrap(aW, aH)
        return self._size

    def _drawCell(self, cellval: Any, cellstyle: Any, pos: tuple[float, float], size: tuple[float, float]) -> None:  # noqa: N802
        """Draw a paragraph from the head of its cell, as it was broken when the table was set."""
        if len(cellval) == 1 and isinstance(cellval[0], Spoken):
            top = pos[1] + size[1] - cellstyle.topPadding
            cellval[0].drawOn(self.canv, pos[0] + cellstyle.leftPadding, top - cellval[0].height)
        else:
            super()._drawCell(cellval, cellstyle, pos, size)  # type: ignore[misc]  # the stubs do not know it

    def _drawBkgrnd(self) -> None:  # noqa: N802 - reportlab's name
        with self.canv.artifact("Layout"):
            super()._drawBkgrnd()  # type: ignore[misc]  # the stubs do not know it

    def _drawLines(self) -> None:  # noqa: N802 - reportlab's name
        with self.canv.artifact("Layout"):
            super()._drawLines()  # type: ignore[misc]  # the stubs do not know it


class Kept(KeepTogether):
    """A block that is not torn where it fits a page. A longer one begins where it stands, if some of it has room.

    Nothing in it brings more with it while it is set, so the frame need not be copied first as reportlab does.
    """

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """How high it is is kept for splitting, which is asked for in any case."""
        sizes: list[tuple[float, float]] = []
        own: Any = self
        width, own._H = _listWrapOn(own._content, aW, None, dims=sizes)
        own._H0 = sizes[0][1] if sizes else 0
        own._wrapInfo = aW, aH
        self._leading = own._H - sizes[-1][1] if sizes else 0
        return width, FORCES_SPLIT

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """Its parts, on this page or behind a break."""
        own: Any = self
        following = own._doctemplateAttr("_peekNextFrame")
        if following and following()._height < own._H and aH >= self._leading + LEAST_BEGUN:
            return [own.NullActionFlowable(), *own._content]
        parts: list[Flowable] = super().split(aW, aH)
        return parts
