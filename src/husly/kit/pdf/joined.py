"""Running text in a script whose letters join or run from the right, which reportlab's own paragraph cannot set."""

from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from husly.kit.pdf.scripts import Script


class JoinedParagraph(Flowable):
    """A paragraph of one font and size. It is torn between lines where a page ends; the bullet stays with the first."""

    def __init__(self, text: str, style: ParagraphStyle, script: Script, bullet: str | None = None) -> None:
        super().__init__()
        self.text, self.style, self.script, self.bullet = text, style, script, bullet
        self.lines: list[str] = []

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002 - reportlab's names
        """Break the text to the width; the height follows."""
        style: Any = self.style
        self.lines = self.script.lines(self.text, style.fontName, style.fontSize, aW - style.leftIndent)
        self.width, self.height = aW, len(self.lines) * style.leading
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """The lines that stand in the height, and the rest.

        They stay as broken before: a table that tears a row tells the width of its column with the padding.
        """
        if not self.lines:
            self.wrap(aW, aH)
        room = int(aH / self.style.leading)
        if not 0 < room < len(self.lines):
            return []
        first, rest = "\n".join(self.lines[:room]), "\n".join(self.lines[room:])
        return [
            type(self)(first, self.style, self.script, self.bullet),
            type(self)(rest, self.style, self.script),
        ]

    def draw(self) -> None:
        """Draw the lines from their side; the bullet before the first."""
        style: Any = self.style
        edge, inward = (self.width, -1) if self.script.is_right_to_left else (0, 1)
        self.canv.setFillColor(style.textColor)
        y = self.height - style.fontSize
        if self.bullet:
            self._draw_line(self.bullet, edge + inward * style.bulletIndent, y)
        for line in self.lines:
            self._draw_line(line, edge + inward * style.leftIndent, y)
            y -= style.leading

    def _draw_line(self, line: str, x: float, y: float) -> None:
        style: Any = self.style
        self.script.draw(self.canv, line, (x, y), style.fontName, style.fontSize)
