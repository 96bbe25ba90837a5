"""Legal references: data with a confidence, never a part of a template."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

PRINTED_CONFIDENCES = frozenset({"V", "V*"})
"""References marked P or M stay out of a letter until a lawyer has verified them."""

_READ: ContextVar[Mapping[str, str]] = ContextVar("sections read, by provision", default=MappingProxyType({}))


@dataclass(frozen=True)
class LegalReference:
    """A provision of an act (*hjemmel*), or the act itself when `section` is empty.

    `title` is the act's full name. With `short` and `genitive` the first mention in a letter carries the full
    name and later ones the short; with `genitive` alone the act needs no introduction. `provision` is the key by
    which an operator's two persons may read it (`letters.provisions`); `about` says what it is, where its section
    does not.
    """

    title: str
    section: str
    confidence: str
    short: str = ""
    genitive: str = ""
    provision: str = ""
    about: str = ""

    @property
    def is_printable(self) -> bool:
        """True when the provision was verified well enough to stand in a letter."""
        return self.confidence in PRINTED_CONFIDENCES

    def text(self, *, first: bool) -> str:
        """Return the reference in Danish text, as the first mention of its act in a letter or a later one."""
        if not self.section:
            return self.title
        if self.genitive and not (first and self.short):
            return f"{self.genitive} {self.section}"
        joint = ", i " if "," in self.section else " i "
        return self.section + joint + self.title + (f" ({self.short})" if self.short else "")


@contextmanager
def as_read(sections: Mapping[str, str]) -> Iterator[None]:
    """Letters written inside it cite these provisions by the sections that an operator's two persons have read."""
    token = _READ.set(sections)
    try:
        yield
    finally:
        _READ.reset(token)


def load_references() -> dict[str, LegalReference]:
    """Return the provisions that text blocks refer to, by id: as shipped, or as they were read (``as_read``)."""
    read, shipped = _READ.get(), shipped_references()
    return shipped | {
        key: replace(shipped[key], section=read[key], confidence="V") for key in shipped.keys() & read.keys()
    }


@cache
def shipped_references() -> dict[str, LegalReference]:
    """Return the provisions as shipped, by id."""
    path = Path(__file__).with_name("references.yaml")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        name: LegalReference(
            section=row["section"], confidence=row["confidence"], provision=name, **content["acts"][row["act"]]
        )
        for name, row in content["references"].items()
    }
