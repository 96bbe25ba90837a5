"""Taking out of a paper what nobody outside the authority may read: names, statements, tips, personal numbers. Pure.

Letters pass a gate before they are issued; what others wrote, or officers noted, passes here before it is set.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from husly.kit import pdf

LEFT_OUT = "[udeladt]"

_PERSONAL_NUMBER = re.compile(r"(?<![\w.])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[- ]?\d{4}(?!\w)")


@dataclass(frozen=True)
class Redactor:
    """``terms`` are what is looked for (see ``letters.protecting``); ``spared`` are names that the file holds by right.

    An employer may live in the house, a caseworker share a resident's name.
    """

    terms: frozenset[str] = frozenset()
    spared: tuple[str, ...] = ()

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        known = " ".join(self.spared).casefold()
        sought = sorted({one.strip() for one in self.terms if one.strip()}, key=len, reverse=True)
        parts = [r"\s+".join(map(re.escape, one.split())) for one in sought if one.casefold() not in known]
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE) if parts else None

    def text(self, words: str) -> str:
        """The words without what is protected; in its place stands that something was left out."""
        found = words if self._pattern is None else self._pattern.sub(LEFT_OUT, words)
        return _PERSONAL_NUMBER.sub(LEFT_OUT, found)

    def body(self, elements: Iterable[pdf.Element]) -> tuple[pdf.Element, ...]:
        """The same for everything on a page."""
        return tuple(self._element(one) for one in elements)

    def _element(self, element: pdf.Element) -> pdf.Element:
        match element:
            case pdf.Heading(text) | pdf.Paragraph(text):
                return replace(element, text=self.text(text))
            case pdf.Pairs(rows):
                return replace(element, rows=self._rows(rows))
            case pdf.NumberedItem(_, title, rows):
                said = tuple((label, self._said(value)) for label, value in rows)
                return replace(element, title=self._said(title), rows=said)
            case pdf.Columns(_, table):
                return replace(element, rows=tuple(tuple(map(self.text, row)) for row in table))
            case pdf.Bullets(items):
                return pdf.Bullets(tuple(map(self.text, items)))
            case pdf.Picture(_, alternative):
                return replace(element, alternative=self.text(alternative))
        raise TypeError(f"a paper of a bundle holds no {type(element).__name__}")

    def _said(self, text: pdf.Text) -> pdf.Text:
        return replace(text, text=self.text(text.text)) if isinstance(text, pdf.Foreign) else self.text(text)

    def _rows(self, rows: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple((label, self.text(value)) for label, value in rows)
