"""Taking out of a paper what nobody outside the authority may read: names, statements, tips, personal numbers. Pure.

Letters pass a gate before they are issued; what others wrote, or officers noted, passes here before it is set.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from husly.kit import pdf
from inspection.letters.searching import PERSONAL_NUMBER, Search, beside, composed

LEFT_OUT = "[udeladt]"


@dataclass(frozen=True)
class Redactor:
    """``terms`` are what is looked for (see ``letters.protecting``); ``spared`` are names that the file holds by right.

    An employer may live in the house, a caseworker share a resident's name.
    """

    terms: frozenset[str] = frozenset()
    spared: tuple[str, ...] = ()

    @cached_property
    def _search(self) -> Search:
        return Search(beside(self.terms, "\n".join(self.spared)))

    def text(self, words: str) -> str:
        """The words without what is protected; in its place stands that something was left out."""
        whole = composed(words)
        kept, after = "", 0
        for start, end in self._search.places(whole):
            kept, after = f"{kept}{whole[after:start]}{LEFT_OUT}", end
        return PERSONAL_NUMBER.sub(LEFT_OUT, kept + whole[after:])

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
