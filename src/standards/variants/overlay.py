"""An overlay: stricter values and rules of its own that an issuer lays over a pack."""

import hashlib
import json
from datetime import date
from functools import lru_cache
from typing import Self

from pydantic import Field, ValidationError, model_validator

from standards.rules.condition import Frozen
from standards.rules.issuer import Issuer
from standards.rules.pack_problems import PackProblem, problems_in, refused
from standards.rules.requirement import Confidence, Reference, Requirement
from standards.rules.yaml_text import YamlTextError, read_yaml
from standards.text import Text


class Tightening(Frozen):
    """A stricter value for one numeric requirement of the base pack; it always demands, it never only advises.

    `valid_from` and `valid_to` left out follow the overlay. Without `text` and `remedy` the rule is told by its
    measure and its value.
    """

    requirement: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*\.[a-z0-9_]+$")
    value: float = Field(ge=0, allow_inf_nan=False)
    unit: str
    reference: Reference
    confidence: Confidence
    source_sites: tuple[str, ...] = Field(min_length=1)
    valid_from: date | None = None
    valid_to: date | None = None
    text: Text | None = None
    remedy: Text | None = None


class Overlay(Frozen):
    """Lokale regler: what one issuer sets above a base pack, from a day on.

    `ended_on` is the day from which it no longer holds because it was withdrawn or followed by another; that is told
    afterwards, so it is no part of the content that was approved (`content_hash`).
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=60)
    base: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    issuer: Issuer
    version: str = Field(min_length=1)
    valid_from: date
    valid_to: date | None = None
    ended_on: date | None = None
    tightens: tuple[Tightening, ...] = ()
    adds: tuple[Requirement, ...] = ()

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if not self.tightens and not self.adds:
            raise ValueError(f"{self.id}: an overlay tightens or adds at least one requirement")
        windows = [(self.valid_from, self.valid_to), *((one.valid_from, one.valid_to) for one in self.tightens)]
        for starts, ends in (*windows, *((one.valid_from, one.valid_to) for one in self.adds)):
            last = ends or self.valid_to
            if last is not None and last <= (starts or self.valid_from):
                raise ValueError(f"{self.id}: valid_to must lie after valid_from")
        self._refuse_repetition()
        for one in self.adds:
            if not one.id.startswith(f"{self.id}."):
                raise ValueError(f"{one.id}: the id of a rule of its own must start with {self.id}.")
            if one.readings is not None or one.issuer is not None or one.overlay_hash:
                raise ValueError(f"{one.id}: leave out readings, issuer and overlay_hash")
        return self

    def _refuse_repetition(self) -> None:
        names = [one.requirement for one in self.tightens] + [one.id for one in self.adds]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"{self.id}: {', '.join(sorted(twice))} stands here twice; make a later version instead")

    def window(self, row: Tightening | Requirement) -> tuple[date, date | None]:
        """First day of a row, and the day after its last (None: open), with the end of the overlay itself."""
        ends = [day for day in (row.valid_to or self.valid_to, self.ended_on) if day is not None]
        return row.valid_from or self.valid_from, min(ends, default=None)

    @property
    def content_hash(self) -> str:
        """SHA-256 over what was decided; when it ended is left out."""
        return _content_hash(self)


@lru_cache(maxsize=256)
def _content_hash(overlay: Overlay) -> str:
    content = json.dumps(overlay.model_dump(mode="json", exclude={"ended_on"}), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def read_overlay(text: str, *, origin: str) -> Overlay:
    """Read an overlay from YAML text. Raises PackError with every reason, each with its line and key in the file."""
    try:
        read = read_yaml(text)
    except YamlTextError as error:
        raise refused((PackProblem(origin, error.line, "", "", error.message),)) from error
    if not isinstance(read.document, dict):
        what = f"an overlay is a mapping of keys, not {type(read.document).__name__}; begin with id:"
        raise refused((PackProblem(origin, 1, "", "", what),))
    try:
        return Overlay.model_validate(read.document)
    except ValidationError as error:
        raise refused(tuple(problems_in(error, read, Overlay, origin))) from error
