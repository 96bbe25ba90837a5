"""How many points each kind of evidence gives: dated YAML, read strictly."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, Field

from inspection.reregistered.traces import TraceKind

_STRICT = ConfigDict(extra="forbid", frozen=True)


class Level(StrEnum):
    """How strong a pair is, for people who do not count points."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class KindStrength(BaseModel):
    """Points of one piece of evidence, the most for all of the kind, and why.

    Up to ``few`` firms that have it get the whole points; twice as many get half.
    """

    model_config = _STRICT
    few: int = Field(2, ge=2)
    points: int = Field(ge=0)
    most: int = Field(ge=0)
    reason: str


class SuccessionStrength(BaseModel):
    """Points where one firm ended and the other began near that day."""

    model_config = _STRICT
    points: int = Field(ge=0)
    within_days: int = Field(ge=0)
    overlap_days: int = Field(ge=0)


class Strengths(BaseModel):
    """A whole set; ``least`` points make a pair worth listing, ``medium`` and ``strong`` name the levels above."""

    model_config = _STRICT
    version: str
    valid_from: date
    most_firms: int = Field(ge=2)
    least: int = Field(ge=1)
    medium: int
    strong: int
    succession: SuccessionStrength
    kinds: Mapping[TraceKind, KindStrength]

    def points(self, kind: TraceKind, firms: int) -> int:
        """Points of one piece of evidence that so many firms share: the whole for few, less for more, none for many."""
        if firms > self.most_firms:
            return 0
        one = self.kinds[kind]
        return one.points * one.few // max(firms, one.few)

    def level(self, strength: int) -> Level:
        """How strong a pair of so many points is, in a word."""
        if strength >= self.strong:
            return Level.STRONG
        return Level.MEDIUM if strength >= self.medium else Level.WEAK


@cache
def load_strengths() -> Strengths:
    """The delivered set, the newest."""
    folder = resources.files("inspection.reregistered") / "strengths"
    newest = max((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    return Strengths.model_validate(yaml.safe_load(newest.read_text(encoding="utf-8")))
