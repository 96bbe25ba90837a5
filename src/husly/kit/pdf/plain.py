"""Running text of letters that stand one after another, in one font: filled greedily, ragged at its end.

reportlab's own paragraph can do far more (markup, several fonts, hyphens), and asks about each of them for every word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from husly.kit.pdf.pen import text_code

SHRINK = 0.05
"""How much of its width a space may give up, so that one more word stands on the line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn; ``spacing`` points are laid to each space, ``end`` stood before the next line."""

    text: str
    spacing: float = 0.0
    end: str = " "


class PlainParagraph(Flowable):
    """A paragraph of one font and size; a newline breaks the line. No first or last line stands alone on a page."""

    def __init__(self, text: str, style: ParagraphStyle, bullet: str | None = None) -> None:
        super().__init__()
        self.text, self.style, self.bullet = text, style, bullet
        self.lines: list[Line] = []
        self._broken_to: float | None = None

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002 - reportlab's names
        """Break the text to the width; the height follows. Done once for each width: tables ask several times."""
        if self._broken_to != aW:
            style: Any = self.style
            self.lines = broken(self.text, style.fontName, style.fontSize, aW - style.leftIndent)
            self.width, self.height, self._broken_to = aW, len(self.lines) * style.leading, aW
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """The lines that stand in the height, and the rest; two at least on either side.

        They stay as broken before: a table that tears a row tells the width of its column with the padding.
        """
        if self._broken_to is None:
            self.wrap(aW, aH)
        lines, room = self.lines, int(aH / self.style.leading)
        if room > 1 and len(lines) <= room:
            return [self]
        if len(lines) == room + 1:
            room = room - 1 if len(lines) > 3 else 0
        if room < 2:
            return []
        return [self._part(lines[:room], self.bullet), self._part(lines[room:], None)]

    def _part(self, lines: list[Line], bullet: str | None) -> "PlainParagraph":
        """Some of the lines as a paragraph of their own, broken where they are."""
        text = "".join(line.text + line.end for line in lines)
        part = type(self)(text.rstrip(" "), self.style, bullet)
        part.lines, part._broken_to = lines, self._broken_to
        part.width, part.height = self.width, len(lines) * self.style.leading
        return part

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        """Write the lines where they stand, in one piece of code; the bullet before the first."""
        style: Any = self.style
        y += self.height - style.fontSize
        code = [f"q {fp_str(style.textColor.rgb())} rg"]
        if self.bullet:
            at = fp_str(x + style.bulletIndent, y)
            code += text_code(canvas, at, style.bulletFontName, style.bulletFontSize, 0, [(self.bullet, 0.0)])
        lines = [(line.text, line.spacing) for line in self.lines]
        code += text_code(canvas, fp_str(x + style.leftIndent, y), style.fontName, style.fontSize, style.leading, lines)
        code.append("Q")
        canvas._code.extend(code)


@lru_cache(maxsize=8192)
def _width(word: str, font: str, size: float) -> float:
    """How wide a word is, in points. Words recur within a letter and from letter to letter."""
    return float(stringWidth(word, font, size))


def broken(text: str, font: str, size: float, width: float) -> list[Line]:
    """The text in lines no wider than ``width`` points; a longer word is torn."""
    *parts, last = text.split("\n")
    lines = [line for part in parts for line in _filled(part, font, size, width)]
    return lines + [line for line in _filled(last, font, size, width) if line.text]


def _filled(text: str, font: str, size: float, width: float) -> Iterator[Line]:
    """The lines of a text without breaks; one empty line when it holds nothing."""
    space = _width(" ", font, size)
    line: list[str] = []
    used = -space
    for word in text.split(" "):
        if not word:
            continue
        wide = _width(word, font, size)
        longer = used + space + wide
        if longer > width + SHRINK * space * len(line):
            if wide > width:
                pieces = torn(word, font, size, width, used + space)
                for piece in pieces[:-1]:
                    yield Line(" ".join([*line, piece]) if piece else " ".join(line), end="" if piece else " ")
                    line = []
                line, used = [pieces[-1]], _width(pieces[-1], font, size)
                continue
            yield _line(line, width - used)
            line, used = [word], wide
        else:
            line.append(word)
            used = longer
    yield _line(line, width - used, "\n")


def _line(words: list[str], room: float, end: str = " ") -> Line:
    """A line with ``room`` points left of its width; its spaces give way when there is less than none."""
    text = " ".join(words)
    spaces = text.count(" ") + text.count("\u00a0") if room < -1e-8 else 0
    return Line(text, room / spaces if spaces else 0.0, end)


def torn(word: str, font: str, size: float, width: float, used: float) -> list[str]:
    """A word longer than a line in pieces: what fits behind what is used of the line, then whole lines."""
    pieces, piece = [], ""
    for letter in word:
        wide = _width(letter, font, size)
        if used + wide > width and (piece or wide <= width):
            pieces.append(piece)
            piece, used = "", 0.0
        piece += letter
        used += wide
    return [*pieces, piece]
