"""How the writing of a language is set: from which side it is read, in which fonts, and whether its letters join.

Latin, Greek and Cyrillic letters stand one after another, and reportlab sets them alone. Arabic letters join and run
from the right; Devanagari letters join and change places. Those are shaped by HarfBuzz and ordered by the Unicode
bidirectional algorithm, word by word, here, also where a text in another language quotes them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

from babel import Locale
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import ShapedStr, shapeStr
from reportlab.pdfgen.canvas import Canvas

from husly.kit.pdf.fonts import ARABIC, ARABIC_BOLD, BOLD, FONTS, REGULAR, letters_of, shaped_font
from husly.kit.pdf.plain import torn

ISOLATES = "\u2066\u2067\u2068\u2069"
"""Marks around a text that is read in its own direction (a telephone number in Arabic); they are never drawn."""
JOINERS = "\u200c\u200d"
LOST = "\ufffd"
"""Drawn for a sign that no font holds, so that nobody reads a text with a hole."""
_BRACKETS = ("()", "[]", "«»")
NEVER_DRAWN = str.maketrans("", "", ISOLATES)
_NEVER_DRAWN_PLAIN = str.maketrans("", "", ISOLATES + JOINERS)

# Letters that join: their Unicode blocks. The fonts of Latin letters hold Devanagari too.
_ARABIC = "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
_DEVANAGARI = "\u0900-\u097f"
_JOINED = frozenset({"ar", "fa", "ur", "hi", "ne"})
_JOINING = re.compile(f"[{_ARABIC}{_DEVANAGARI}]")
_FROM_RIGHT = re.compile(f"[{_ARABIC}]")
_LETTER = re.compile(r"[^\W\d_]")
_VARIANTS = range(0xFE00, 0xFE10)
"""Signs that choose another drawing of the one before, as emoji have them."""
_PARTS = re.compile(
    f"(?P<arabic>[{JOINERS}]*[{_ARABIC}][{_ARABIC}{JOINERS}]*)"
    f"|(?P<devanagari>[{JOINERS}]*[{_DEVANAGARI}][{_DEVANAGARI}{JOINERS}]*)"
    f"|(?P<plain>(?:[^{_ARABIC}{_DEVANAGARI}{JOINERS}]|[{JOINERS}](?![{JOINERS}]*[{_ARABIC}{_DEVANAGARI}]))+)"
)
_BETWEEN = r"[^\w()\[\]«»]"
_RUN = re.compile(rf"[{_ARABIC}](?:{_BETWEEN}*(?:[{_ARABIC}]|\d[\d.,:/]*|[(\[«](?:{_BETWEEN}|\d|[{_ARABIC}])*[)\]»]))*")
"""Arabic words in a line that is read from the left, with the numbers and whole brackets that belong to them."""


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

    def is_plain(self, text: str) -> bool:
        """Whether reportlab sets a text as it stands."""
        return not self.is_joined and _plain(self.fonts).issuperset(text)

    def joins(self, text: str) -> bool:
        """Whether a text needs shaping here: each does in such a language, in another what quotes such letters."""
        return self.is_joined or _JOINING.search(text) is not None

    def reading(self, text: str) -> "Script":
        """From which side a text is set: from the right where its first letter is Arabic (UAX #9, P2 and P3)."""
        first = None if self.is_right_to_left else _LETTER.search(text)
        return replace(self, language="ar") if first and _FROM_RIGHT.match(first[0]) else self

    def drawable(self, text: str) -> str:
        """The text as the fonts draw it: white space is a space, and ``LOST`` stands for what none of them holds."""
        if _plain(self.fonts).issuperset(text):
            return text
        kept = _drawn(self.fonts) if self.joins(text) else _plain(self.fonts)
        return "".join(one if one in kept else _instead(one) for one in text)

    def pieces(self, line: str, font: str, size: float) -> list[Piece]:
        """One line as it is drawn from left to right; ``font`` is REGULAR or BOLD."""
        if not self.joins(line):
            return [_piece(line.translate(NEVER_DRAWN), font, size)]
        shown = self._in_order(line).translate(NEVER_DRAWN)
        found = []
        for part in _PARTS.finditer(shown):
            if part.lastgroup == "plain":
                found.append(_piece(part[0].translate(_NEVER_DRAWN_PLAIN), font, size))
            elif part.lastgroup == "arabic":
                own = shaped_font(ARABIC_BOLD if font == BOLD else ARABIC, self.fonts)
                found.append(_piece(shapeStr(part[0][::-1], own, size), own, size))
            else:
                own = shaped_font(font, self.fonts)
                found.append(_piece(shapeStr(part[0], own, size), own, size))
        return found

    def _in_order(self, line: str) -> str:
        """The signs in the order they are seen in, from the left."""
        if self.is_right_to_left:
            return _turned(line)
        return _RUN.sub(lambda run: _turned(run[0]), line)

    def width(self, line: str, font: str, size: float) -> float:
        """How wide a line is, in points."""
        return sum(piece.width for piece in self.pieces(line, font, size))

    def lines(self, text: str, font: str, size: float, width: float) -> list[str]:
        """The text in lines no wider than ``width`` points, as they are read; a longer word is torn if none joins."""
        parts = self.drawable(text).split("\n")
        return [line for part in parts for line in self._broken(part, font, size, width)]

    def _broken(self, text: str, font: str, size: float, width: float) -> Iterator[str]:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self.width(longer, font, size) > width:
                yield line
                longer = word
            if longer == word and not self.joins(word) and stringWidth(word, font, size) > width:
                *whole, longer = torn(word, font, size, width, 0.0)
                yield from whole
            line = longer
        yield line

    def draw(self, canvas: Canvas, line: str, at: tuple[float, float], font: str, size: float) -> None:
        """Draw a line from its beginning, which is at its right end where one reads from the right."""
        x, y = at
        line = self.drawable(line)
        pieces = self.pieces(line, font, size)
        if self.is_right_to_left:
            x -= sum(piece.width for piece in pieces)
        self._draw(canvas, pieces, line, x, y, size)

    def draw_to(self, canvas: Canvas, line: str, at: tuple[float, float], font: str, size: float) -> None:
        """Draw a line up to its end, which is at its left end where one reads from the right."""
        x, y = at
        line = self.drawable(line)
        pieces = self.pieces(line, font, size)
        if not self.is_right_to_left:
            x -= sum(piece.width for piece in pieces)
        self._draw(canvas, pieces, line, x, y, size)

    def _draw(self, canvas: Canvas, pieces: list[Piece], line: str, x: float, y: float, size: float) -> None:
        pen: Any = canvas.beginText(x, y)
        is_spoken = self.joins(line)
        if is_spoken:
            pen._code.append(_spoken(line))
        for piece in pieces:
            pen.setTextOrigin(x, y)
            pen.setFont(piece.font, size)
            pen.textOut(piece.text)
            x += piece.width
        if is_spoken:
            pen._code.append("EMC")
        canvas.drawText(pen)


def undrawn(text: str, *, fonts: Path = FONTS) -> str:
    """Every sign of a text that no font of papers holds, each once, in order; empty where all can be read.

    Raises MissingFontsError when the package was not built.
    """
    if _plain(fonts).issuperset(text):
        return ""
    odd = dict.fromkeys(one for one in text if one not in _plain(fonts))
    return "".join(one for one in odd if one not in _drawn(fonts) and _instead(one) == LOST)


@cache
def _plain(fonts: Path) -> frozenset[str]:
    """What stands letter by letter, as it is written."""
    held = letters_of(REGULAR, fonts) & letters_of(BOLD, fonts)
    alone = (one for one in held if one.isprintable() and not _JOINING.match(one) and ord(one) not in _VARIANTS)
    return frozenset(alone) | {"\n", "\u00a0"}


@cache
def _drawn(fonts: Path) -> frozenset[str]:
    """What stands letter by letter, what joins, and the marks that say how."""
    arabic = letters_of(ARABIC, fonts) & letters_of(ARABIC_BOLD, fonts)
    devanagari = letters_of(REGULAR, fonts) & letters_of(BOLD, fonts)
    joining = {one for one in (*arabic, *devanagari) if _JOINING.match(one)}
    return _plain(fonts) | joining | {*ISOLATES, *JOINERS}


def _instead(sign: str) -> str:
    """What is drawn for a sign that no font holds: a space for white space, nothing for what only directs others."""
    if sign in "\u2007\u202f":
        return "\u00a0"
    if sign.isspace():
        return " "
    return "" if category(sign) in ("Cc", "Cf") or ord(sign) in _VARIANTS else LOST


def _turned(line: str) -> str:
    """What is read from the right, in the order it is seen in from the left."""
    from bidi import get_display  # here, because few papers need it

    return _facing(str(get_display(line, base_dir="R")))


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
