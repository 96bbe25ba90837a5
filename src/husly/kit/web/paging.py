"""Lists in pages: which rows to read, and the links to the other pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

PAGE_SIZE = 25
LAST_PAGE = 1_000_000
"""A page beyond it is read as this one: no database takes an offset of any size."""


def page_number(asked: int) -> int:
    """The page that an address asks for, from 1."""
    return min(max(asked, 1), LAST_PAGE)


def rows_of(number: int) -> dict[str, int]:
    """``limit`` and ``offset`` of a page's rows."""
    return {"limit": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}


@dataclass(frozen=True)
class Paging:
    """Page ``number`` of a list of ``count`` rows at ``path``; the filters of ``query`` stand on every link."""

    number: int
    count: int
    path: str
    query: Mapping[str, object] = field(default_factory=dict)
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.count // self.size))

    @property
    def links(self) -> Iterator[tuple[int, str, bool]]:
        """(number, address, is this one) of the pages near this one, the first and the last."""
        near = {1, self.pages, *range(self.number - 2, self.number + 3)}
        for number in sorted(near & set(range(1, self.pages + 1))):
            yield number, self.address(number), number == self.number

    def address(self, number: int) -> str:
        """The address of another page of the same list."""
        chosen = {key: value for key, value in self.query.items() if value}
        return f"{self.path}?{urlencode(chosen | {'number': number})}"
