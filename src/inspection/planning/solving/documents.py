"""A planning problem as a JSON document and back, so that a stored plan can be weighed against what it was made from.

Fields that hold their default are left out. Sequences come back as tuples; everything else comes back equal.
"""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from inspection.planning.solving.problem import Problem
from inspection.planning.travel import Roads, TravelRules


def problem_to_dict(problem: Problem) -> dict[str, Any]:
    """Everything the problem holds. Of roads only ``TravelRules`` are kept: a road network stays where it is."""
    known = {one.name: encoded(getattr(problem, one.name)) for one in fields(problem) if one.name != "travel"}
    roads = problem.travel if isinstance(problem.travel, TravelRules) else None
    return {**known, "travel": None if roads is None else encoded(roads)}


def problem_from_dict(document: Mapping[str, Any], *, travel: Roads | None = None) -> Problem:
    """The problem again. ``travel`` are the roads where it was made with others than ``TravelRules``.

    Raises ``KeyError`` or ``ValueError`` for a document that is none.
    """
    kept = document["travel"]
    roads: Roads = travel or (TravelRules() if kept is None else decoded(TravelRules, kept))
    hints = _hints(Problem)
    known = {name: decoded(hints[name], value) for name, value in document.items() if name != "travel"}
    return Problem(**known, travel=roads)


def encoded(value: Any) -> Any:
    """A dataclass, or what stands in one, as JSON holds it."""
    if is_dataclass(value):
        return {
            one.name: encoded(own) for one in fields(value) if not _is_default(one, own := getattr(value, one.name))
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Set):
        return sorted(encoded(one) for one in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [encoded(one) for one in value]
    return str(value) if isinstance(value, float) and math.isinf(value) else value


def _is_default(one: "Field[Any]", value: Any) -> bool:
    return one.default is not MISSING and bool(one.default == value)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def decoded(kind: Any, value: Any) -> Any:
    """A value as its annotation says; annotations are those of the planner's dataclasses."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        known = next(one for one in inside if one is not type(None))
        return None if value is None else decoded(known, value)
    if origin is frozenset:
        return frozenset(decoded(inside[0], one) for one in value)
    if origin is tuple and inside[-1] is not Ellipsis:
        return tuple(decoded(own, one) for own, one in zip(inside, value, strict=True))
    if origin is not None:
        return tuple(decoded(inside[0], one) for one in value)
    return _plain(kind, value)


def _made(kind: Any, value: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: decoded(hints[name], own) for name, own in value.items()})


def _plain(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        return _made(kind, value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is float:
        return float(value)
    return kind(value) if issubclass(kind, Enum) else value
