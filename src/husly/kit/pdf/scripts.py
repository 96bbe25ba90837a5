"""How the writing of a language is set: from which side it is read, in which fonts, and whether its letters join.

Latin, Greek and Cyrillic letters stand one after another, and reportlab sets them alone. Arabic letters join and run
from the right; Devanagari letters join and change places. Those are shaped by HarfBuzz and ordered by the Unicode
bidirectional algorithm, word by word, here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import ShapedStr, shapeStr
from reportlab.pdfgen.canvas import Canvas

from husly.kit.pdf.fonts import ARABIC, ARABIC_BOLD, BOLD, FONTS, REGULAR, shaped_font

ISOLATES = "\u2066\u2067\u2068\u2069"
"""Marks around a text that is read in its own direction (a telephone number in Arabic); they are never drawn."""
JOINERS = "\u200c\u200d"
_BRACKETS = ("()", "[]", "«»")
NEVER_DRAWN = str.maketrans("", "", ISOLATES)

# Letters that join, by language: their Unicode blocks, and the fonts that hold them (regular, bold).
_ARABIC = ("\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc", ARABIC, ARABIC_BOLD)
_DEVANAGARI = ("\u0900-\u097f", REGULAR, BOLD)
_JOINED = {"ar": _ARABIC, "fa": _ARABIC, "ur": _ARABIC, "hi": _DEVANAGARI, "ne": _DEVANAGARI}


@dataclass(frozen=True)
class Piece:
    """A part of a line in one font, left to right; ``width`` is in points."""

    font: str
    text: str
    width: float


@dataclass(frozen=True)
class Script:
    """The writing of one language, with the fonts of ``fonts``."""

    language: str
    fonts: Path = FONTS

    @property
    def _code(self) -> str:
        return self.language.split("-")[0]

    @property
    def is_right_to_left(self) -> bool:
        """Whether lines begin on the right."""
        return bool(Locale.parse(self._code).text_direction == "rtl")

    @property
    def is_joined(self) -> bool:
        """Whether letters change by their neighbours, so that reportlab alone would set them wrongly."""
        return self._code in _JOINED

    def pieces(self, line: str, font: str, size: float) -> list[Piece]:
        """One line as it is drawn from left to right; ``font`` is REGULAR or BOLD."""
        if not self.is_joined:
            return [_piece(line.translate(NEVER_DRAWN), font, size)]
        blocks, regular, bold = _JOINED[self._code]
        own = shaped_font(bold if font == BOLD else regular, self.fonts)
        shown = self._in_order(line).translate(NEVER_DRAWN)
        found = []
        for part in re.split(f"([{blocks}{JOINERS}]+)", shown):
            if re.match(f"[{blocks}{JOINERS}]", part):
                word = part[::-1] if self.is_right_to_left else part
                found.append(_piece(shapeStr(word, own, size), own, size))
            elif part:
                found.append(_piece(part, font, size))
        return found

    def _in_order(self, line: str) -> str:
        """The signs in the order they are seen in, from the left."""
        if not self.is_right_to_left:
            return line
        from bidi import get_display  # here, because only papers in two languages need it

        return _facing(str(get_display(line, base_dir="R")))

    def width(self, line: str, font: str, size: float) -> float:
        """How wide a line is, in points."""
        return sum(piece.width for piece in self.pieces(line, font, size))

    def lines(self, text: str, font: str, size: float, width: float) -> list[str]:
        """The text in lines no wider than ``width`` points, as they are read; a longer word stands alone."""
        return [line for part in text.split("\n") for line in self._broken(part, font, size, width)]

    def _broken(self, text: str, font: str, size: float, width: float) -> Iterator[str]:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self.width(longer, font, size) > width:
                yield line
                longer = word
            line = longer
        yield line

    def draw(self, canvas: Canvas, line: str, at: tuple[float, float], font: str, size: float) -> None:
        """Draw a line from its beginning, which is at its right end where one reads from the right."""
        x, y = at
        pieces = self.pieces(line, font, size)
        if self.is_right_to_left:
            x -= sum(piece.width for piece in pieces)
        self._draw(canvas, pieces, line, x, y, size)

    def draw_to(self, canvas: Canvas, line: str, at: tuple[float, float], font: str, size: float) -> None:
        """Draw a line up to its end, which is at its left end where one reads from the right."""
        x, y = at
        pieces = self.pieces(line, font, size)
        if not self.is_right_to_left:
            x -= sum(piece.width for piece in pieces)
        self._draw(canvas, pieces, line, x, y, size)

    def _draw(self, canvas: Canvas, pieces: list[Piece], line: str, x: float, y: float, size: float) -> None:
        pen: Any = canvas.beginText(x, y)
        if self.is_joined:
            pen._code.append(_spoken(line))
        for piece in pieces:
            pen.setTextOrigin(x, y)
            pen.setFont(piece.font, size)
            pen.textOut(piece.text)
            x += piece.width
        if self.is_joined:
            pen._code.append("EMC")
        canvas.drawText(pen)


def _facing(shown: str) -> str:
    """Turn brackets that were ordered from the right: from the left, one that opens comes before one that closes."""
    signs, is_open = list(shown), {pair: list[int]() for pair in _BRACKETS}
    for place, sign in enumerate(shown):
        for pair, places in is_open.items():
            if sign == pair[0]:
                places.append(place)
            elif sign == pair[1] and places:
                places.pop()
            elif sign == pair[1]:
                signs[place] = pair[0]
    for pair, places in is_open.items():
        for place in places:
            signs[place] = pair[1]
    return "".join(signs)


def _piece(text: str, font: str, size: float) -> Piece:
    if isinstance(text, ShapedStr):
        shapes: list[Any] = getattr(text, "__shapeData__")  # noqa: B009 - the stubs do not know it
        return Piece(font, text, sum(one.x_advance for one in shapes) * size / 1000)
    return Piece(font, text, stringWidth(text, font, size))


def _spoken(line: str) -> str:
    """What a screen reader says and a copy holds instead of the glyphs, which are numbered by nobody else."""
    written = line.translate(NEVER_DRAWN).encode("utf-16-be").hex().upper()
    return f"/Span <</ActualText <FEFF{written}>>> BDC"
