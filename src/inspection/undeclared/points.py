"""Points of hints: dated YAML with words and reasons, read strictly or not at all."""

import itertools
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

HIGHEST = 100
FILLED = {
    "rut_workers": {"workers", "beds", "short"},
    "declared_workers": {"workers", "beds", "short"},
    "cvr_workers": {"workers", "beds", "short"},
    "ended_housing": {"place"},
    "far_workplace": {"place", "km"},
    "owner_contest": {"place"},
    "risk_sector": set(),
    "seen_on_visit": set(),
    "tips": {"count"},
    "other_register": {"register", "persons"},
    "shared_workplace": {"count"},
    "shared_post": {"count"},
}
"""What each kind of hint fills its sentence with."""


class PointsError(ValueError):
    """Points that cannot be used: says which file, which hint and what to change."""


@dataclass(frozen=True, slots=True)
class HintRule:
    """One kind of hint: points by its number (``steps`` are (limit, points), the lowest first), source and words."""

    key: str
    of_employer: bool
    source: str
    is_context: bool
    alone: bool
    reference: str
    steps: tuple[tuple[int, int], ...]
    da: str
    en: str

    def step(self, number: int) -> int:
        """How many limits the number exceeds, less one; -1 below the first."""
        return sum(number > limit for limit, _ in self.steps) - 1

    def points(self, number: int) -> int:
        """The points of the highest limit exceeded; 0 below the first."""
        step = self.step(number)
        return 0 if step < 0 else self.steps[step][1]

    @property
    def most(self) -> int:
        """The most that it can give."""
        return self.steps[-1][1]


@dataclass(frozen=True, slots=True)
class Points:
    """A dated set of them."""

    version: str
    valid_from: date
    author: str
    reason: str
    rules: Mapping[str, HintRule]

    def of(self, kind: str) -> HintRule:
        """The rule of a kind of hint."""
        return self.rules[kind]


def points_in_force(as_of: date) -> Points:
    """The delivered set that applies on a day. Raises ``PointsError`` before the first."""
    started = [one for one in map(load_points, delivered()) if one.valid_from <= as_of]
    if not started:
        raise PointsError(f"No points of hints are in force on {as_of.isoformat()}.")
    return max(started, key=lambda one: one.valid_from)


def delivered() -> list[str]:
    """The versions delivered with Husly."""
    folder = resources.files("inspection.undeclared") / "points"
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


@cache
def load_points(version: str) -> Points:
    """One delivered version."""
    file = resources.files("inspection.undeclared") / "points" / f"{version}.yaml"
    return parse_points(file.read_text(encoding="utf-8"), origin=file.name)


def parse_points(text: str, *, origin: str) -> Points:
    """YAML as points. Raises ``PointsError`` that names the file and the hint."""
    try:
        content = yaml.safe_load(text)
        rules = {rule.key: rule for rule in map(_rule, content["hints"])}
        _check(rules, count=len(content["hints"]))
        return Points(
            str(content["version"]), content["valid_from"], str(content["author"]), str(content["reason"]), rules
        )
    except KeyError as missing:
        raise PointsError(f"{origin}: the key {missing} is missing.") from missing
    except (PointsError, TypeError, yaml.YAMLError) as problem:
        raise PointsError(f"{origin}: {problem}") from problem


def _rule(entry: Mapping[str, Any]) -> HintRule:
    key = str(entry["key"])
    if key not in FILLED:
        raise PointsError(f"there is no hint {key!r}. Known: {', '.join(FILLED)}.")
    for language in ("da", "en"):
        named = {name for _, name, _, _ in string.Formatter().parse(str(entry[language])) if name}
        if not named <= FILLED[key]:
            raise PointsError(f"hint {key}: {', '.join(sorted(named - FILLED[key]))} cannot be filled in.")
    if entry["of"] not in ("employer", "address") or entry["source"] not in ("law", "report", "data"):
        raise PointsError(f"hint {key}: of is employer or address, source is law, report or data.")
    return HintRule(
        key=key,
        of_employer=entry["of"] == "employer",
        source=str(entry["source"]),
        is_context=entry["status"] == "context",
        alone=entry["alone"] is True,
        reference=str(entry["reference"]),
        steps=_steps(key, entry["above"]),
        da=str(entry["da"]),
        en=str(entry["en"]),
    )


def _steps(key: str, table: Any) -> tuple[tuple[int, int], ...]:
    whole = isinstance(table, Mapping) and all(type(one) is int for pair in table.items() for one in pair)
    if not table or not whole or min(table) < 0:
        raise PointsError(f"hint {key}: above must map whole numbers from 0 to whole points.")
    steps = tuple(sorted(table.items()))
    if any(later[1] < earlier[1] for earlier, later in itertools.pairwise(steps)) or steps[0][1] < 1:
        raise PointsError(f"hint {key}: points must be at least 1 and must not fall as the number rises.")
    return steps


def _check(rules: Mapping[str, HintRule], *, count: int) -> None:
    missing = [key for key in FILLED if key not in rules]
    if missing or count != len(rules):
        raise PointsError(
            f"every hint stands there once; missing: {', '.join(missing) or 'none, but one stands twice'}."
        )
    highest = sum(rule.most for rule in rules.values())
    if highest != HIGHEST:
        raise PointsError(f"the highest points of all hints add up to {highest}; make them {HIGHEST}.")
