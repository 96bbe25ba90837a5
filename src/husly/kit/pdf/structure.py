"""The structure of a paper as a screen reader walks it: headings, paragraphs, tables, lists, in the order of reading.

ISO 32000-1 (14.7 and 14.8) and ISO 14289-1 (PDF/UA-1) say which tags there are and what each must tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mark:
    """A piece of a page that belongs to an element: the index of the page and its number there."""

    page: int
    number: int


@dataclass(frozen=True)
class Anchor:
    """An annotation that belongs to an element, such as a link, by its name in the file and the index of its page."""

    annotation: str
    page: int
    key: int
    """Its number among the annotations that the structure names."""


@dataclass(eq=False)
class Tag:
    """One element of the structure. ``scope`` and ``span`` are those of the heading of a table's row or column."""

    kind: str
    parent: "Tag | None" = None
    language: str = ""
    alternative: str = ""
    scope: str = ""
    span: int = 1
    children: list["Tag | Mark | Anchor"] = field(default_factory=list)

    def add(self, kind: str, **more: str | int) -> "Tag":
        """A new element at the end of this one."""
        made = Tag(kind, self, **more)  # type: ignore[arg-type]  # the fields have their own types
        self.children.append(made)
        return made

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it was drawn; the cell of a table counts even so, since it holds its place."""
        if self.kind in ("TD", "TH"):
            return False
        return all(isinstance(child, Tag) and child.is_empty for child in self.children)

    def walk(self) -> Iterator["Tag"]:
        """This element and all below it, in the order of reading."""
        yield self
        for child in self.children:
            if isinstance(child, Tag):
                yield from child.walk()

    def prune(self) -> None:
        """Leave out what was never drawn."""
        self.children = [one for one in self.children if not (isinstance(one, Tag) and one.is_empty)]
        for child in self.children:
            if isinstance(child, Tag):
                child.prune()
