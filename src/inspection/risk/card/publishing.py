"""What of an evaluation may be published: the figures with their intervals, without cells that point at few visits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

SMALLEST_CELL = 5
"""Fewer visits or breaches than this are not told (CFG-18), since somebody could be recognised."""

METRICS = (
    "area_under_curve",
    "average_precision",
    "precision",
    "recall",
    "lift",
    "days_earlier",
    "first_half_share",
)
PARTS = ("random", "all")
"""Visits drawn at random, whose figures can be relied on; all visits, which the score itself helped to choose."""

Document = dict[str, Any]


class EvaluationError(ValueError):
    """A document that is no evaluation; the text says what is wrong and what to do."""


@dataclass(frozen=True)
class Publishable:
    """What the public may read of an evaluation, with the weight set and the period that it is about."""

    document: Document
    weights_version: str
    period: tuple[date, date]


def publishable(document: object) -> Publishable:
    """The part of ``husly risk evaluate --json`` that the public reads: figures of the visits drawn at random, of all.

    What could point at somebody is left out: see ``cleaned``. Where the visits that were not drawn at random are few,
    only the figures of all are kept, so that nobody can subtract the one from the other. Raises EvaluationError.
    """
    found = _mapping(document, "the evaluation")
    parts = {name: None if found.get(name) is None else cleaned(found[name]) for name in PARTS}
    if parts["all"] is None:
        raise EvaluationError("all: there are no visits in it, so there is nothing to publish.")
    if parts["random"] is not None:  # its groups would be subtracted from those of all
        parts["random"] = None if _are_few_between(found["all"], found["random"]) else parts["random"] | {"groups": {}}
    lift = None if parts["random"] is None else _figure(found.get("lift"), "lift")
    version = found.get("weights_version")
    if not isinstance(version, str) or not version:
        raise EvaluationError("weights_version: the weight set is not named; evaluate again.")
    period = (_day(found, "from"), _day(found, "to"))
    if period[0] > period[1]:
        raise EvaluationError("to: the period ends before it begins; evaluate again.")
    return Publishable({**parts, "lift": lift, "smallest_cell": SMALLEST_CELL}, version, period)


def is_same(published: Mapping[str, Any], document: object) -> bool:
    """Whether what was published is what the public would read of an evaluation."""
    try:
        return publishable(document).document == published
    except EvaluationError:
        return False


def _are_few_between(whole: Mapping[str, Any], part: Mapping[str, Any]) -> bool:
    visits, breaches = (whole[name] - part[name] for name in ("visits", "breaches"))
    return visits != 0 and bool(_is_small(visits, breaches))


def _day(found: Mapping[str, Any], key: str) -> date:
    try:
        return date.fromisoformat(str(found.get(key)))
    except ValueError:
        raise EvaluationError(f"{key}: a day such as 2026-01-31 was expected; evaluate again.") from None


def cleaned(document: object) -> Document:
    """The figures of one set of visits with their intervals.

    Groups with fewer than five visits, or one to four breaches or visits without one, lose their figures, and where one
    group alone does, the next smallest loses them too, so that nobody can work them out. Raises EvaluationError.
    """
    found = _mapping(document, "the evaluation")
    visits, breaches = _count(found, "visits"), _count(found, "breaches")
    if breaches > visits:
        raise EvaluationError(f"breaches: {breaches} breaches in {visits} visits cannot be; evaluate again.")
    is_small = _is_small(visits, breaches)
    rankings = {} if is_small else _rankings(found, "rankings")
    if not is_small and "model" not in rankings:
        raise EvaluationError("rankings: the score itself (model) is missing; evaluate again.")
    groups = {} if is_small else _mapping(found.get("groups", {}), "groups")
    return {
        "visits": None if visits < SMALLEST_CELL else visits,
        "breaches": None if is_small else breaches,
        "weighted": found.get("weighted") is True,
        "hit_rate": None if is_small else _figure(found.get("hit_rate"), "hit_rate"),
        "capacity": _number(found.get("capacity"), "capacity"),
        "rankings": rankings,
        "model_minus": {} if is_small else _rankings(found, "model_minus"),
        "groups": {name: _groups(rows, name) for name, rows in groups.items()},
    }


def _is_small(visits: int, breaches: int) -> bool:
    return visits < SMALLEST_CELL or 0 < breaches < SMALLEST_CELL or 0 < visits - breaches < SMALLEST_CELL


def _groups(rows: object, name: str) -> list[Document]:
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise EvaluationError(f"groups.{name}: a list was expected; evaluate again.")
    read = [_mapping(row, f"groups.{name}") for row in rows]
    hidden = {at for at, row in enumerate(read) if _hides(row)}
    others = [at for at in range(len(read)) if at not in hidden]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda at: _count(read[at], "visits")))
    return [_group(row, is_hidden=at in hidden) for at, row in enumerate(read)]


def _hides(row: Mapping[str, Any]) -> bool:
    visits, breaches = _count(row, "visits"), row.get("breaches")
    return row.get("too_few") is True or not isinstance(breaches, int) or _is_small(visits, breaches)


def _group(row: Mapping[str, Any], *, is_hidden: bool) -> Document:
    shown: Document = {"value": str(row.get("value", "")), "too_few": is_hidden}
    figures = ("hit_rate", "recall", "area_under_curve")
    if is_hidden:
        return shown | {"visits": None, "breaches": None} | dict.fromkeys(figures)
    counts = {"visits": _count(row, "visits"), "breaches": _count(row, "breaches")}
    return shown | counts | {name: _figure(row.get(name), name) for name in figures}


def _rankings(found: Mapping[str, Any], key: str) -> dict[str, Document]:
    read: dict[str, Document] = {}
    for name, figures in _mapping(found.get(key, {}), key).items():
        known = _mapping(figures, f"{key}.{name}")
        read[name] = {one: _figure(known[one], f"{key}.{name}.{one}") for one in METRICS if one in known}
    return read


def _figure(value: object, where: str) -> Document:
    """A figure with its interval; None stands for one that could not be worked out."""
    if value is None:
        return {"value": None, "low": None, "high": None}
    known = _mapping(value, where)
    return {one: _number(known.get(one), f"{where}.{one}") for one in ("value", "low", "high")}


def _number(value: object, where: str) -> float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise EvaluationError(f"{where}: a number was expected, not {value!r}; evaluate again.")


def _count(found: Mapping[str, Any], key: str) -> int:
    value = found.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise EvaluationError(f"{key}: a number of visits was expected; give the JSON of `husly risk evaluate --json`.")
    return value


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise EvaluationError(f"{where}: this is no evaluation; give the JSON of `husly risk evaluate --json`.")
    return value
