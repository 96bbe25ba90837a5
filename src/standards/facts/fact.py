"""What a fact is: one thing that can be known about a dwelling or a room, with its bounds."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from standards.text import Text

Level = Literal["dwelling", "room"]
FactKind = Literal["bool", "int", "number", "text", "date", "choice", "list"]

EARLIEST_BUILT = date(1200, 1, 1)
LATEST_BUILT = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be known.

    Absent means unknown, and nothing is breached on the unknown. A *claim* differs: it is an exception
    which the one who relies on it has to invoke, so an absent claim is one that was not made.
    """

    key: str
    level: Level
    kind: FactKind
    label: Text
    unit: str = ""
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    claim: bool = False

    @property
    def path(self) -> str:
        """The key as named in results: `area_m2` of the dwelling, `rooms.area_m2` of its rooms."""
        return self.key if self.level == "dwelling" else f"rooms.{self.key}"


def flag(level: Level, key: str, da: str, en: str, *, claim: bool = False) -> Fact:
    """A fact that is yes or no."""
    return Fact(key, level, "bool", Text(da, en), claim=claim)


def count(level: Level, key: str, unit: str, high: float, da: str, en: str) -> Fact:
    """A fact that is counted, from 0 to `high`."""
    return Fact(key, level, "int", Text(da, en), unit, low=0, high=high)


def number(level: Level, key: str, unit: str, low: float, high: float, da: str, en: str) -> Fact:
    """A fact that is measured, between `low` and `high`."""
    return Fact(key, level, "number", Text(da, en), unit, low=low, high=high)


def items(key: str, choices: tuple[str, ...], da: str, en: str) -> Fact:
    """A fact of the dwelling that is a list; a list that is given is taken as complete."""
    return Fact(key, "dwelling", "list", Text(da, en), choices=choices)
