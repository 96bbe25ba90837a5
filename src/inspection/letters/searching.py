"""Looking through words for what must not stand in them: names however they are written, statements, personal numbers.

Pure. Letters, the case file, referrals and case meetings all search by what stands here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TypeAlias

PERSONAL_NUMBER = re.compile(
    r"(?<!\d)(?<![0-9a-fA-F]{2})(?:0[1-9]|[1278]\d|[39][01]|6[1-9])(?:0[1-9]|1[0-2])\d\d"
    r"(?:\s*[-–‑_]\s*|\s)?\d{4}(?!\d)(?![0-9a-fA-F]{2})"
)
"""Personnummer, also a replacement number (60 is added to the day); not the digits within a digest."""

_WORD = re.compile(r"[^\W_]+")
_Tree: TypeAlias = dict[str, "_Tree"]
_END = ""
"""Stands in the tree where a term may end; no word is empty."""


class Search:
    """Terms, sought as whole words whatever stands between these; the last may be in the Danish genitive."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._tree: _Tree = {}
        for term in terms:
            words = _words(term)
            for ending in (words, [*words[:-1], f"{words[-1]}s"]) if words else ():
                node = self._tree
                for word in ending:
                    node = node.setdefault(word, {})
                node[_END] = {}

    def found_in(self, text: str) -> bool:
        """Whether any term stands there."""
        return next(self.places(composed(text)), None) is not None

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """From where to where terms stand in a composed text, from left to right: of several the longest, once."""
        spots = list(_WORD.finditer(text))
        words = [one[0].casefold() for one in spots]
        at = 0
        while at < len(words):
            end = self._end(words, at)
            if end > at:
                yield spots[at].start(), spots[end - 1].end()
            at = max(end, at + 1)

    def _end(self, words: list[str], at: int) -> int:
        """Where the longest term that begins there ends; there again if none does."""
        node, end = self._tree, at
        for number in range(at, len(words)):
            if words[number] not in node:
                break
            node = node[words[number]]
            end = number + 1 if _END in node else end
        return end


def composed(text: str) -> str:
    """The text with each accented letter as one character, however it was typed."""
    return unicodedata.normalize("NFC", text)


def beside(terms: Iterable[str], known: str) -> frozenset[str]:
    """The terms that do not stand in a text which holds what it holds by right."""
    return frozenset(term for term in terms if not Search((term,)).found_in(known))


def name_forms(name: str) -> Iterator[str]:
    """A full name as people write it: surname last or first, with and without the middle names.

    None for a single word: it is a first name that half the town may bear.
    """
    first, *rest = name.split() or [""]
    if rest:
        middle = [[]] if len(rest) == 1 else [rest[:-1], []]
        for between in middle:
            given = " ".join((first, *between))
            yield f"{given} {rest[-1]}"
            yield f"{rest[-1]}, {given}"


def _words(text: str) -> list[str]:
    return [one.casefold() for one in _WORD.findall(composed(text))]
