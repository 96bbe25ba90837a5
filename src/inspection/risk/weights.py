"""Weight sets: dated YAML that says how many points each fact gives, read strictly or not at all."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from inspection.risk.factors import (
    HIGHEST_SCORE,
    Change,
    Choice,
    Factor,
    FactorSource,
    FactorStatus,
    Rubric,
    Scale,
    Weights,
)
from inspection.risk.features import RETIRED, WITHHELD, RiskFeatures

BARRED_WORDS = frozenset(
    [
        "nationality",
        "national",
        "citizenship",
        "citizen",
        "country",
        "ethnicity",
        "ethnic",
        "race",
        "language",
        "name",
        "names",
        "sex",
        "gender",
        "age",
        "birth",
        "religion",
        "faith",
        "union",
        "residence",
        "permit",
        "visa",
        "origin",
        "inspector",
        "reporter",
    ]
)
"""No factor or feature may carry one of these words: they are, or stand for, what must never weigh in a
score.
"""


class WeightsError(ValueError):
    """A weight set that cannot be used: says which file, which factor and what to change."""


@cache
def load_weights(version: str = "2026-11") -> Weights:
    """Read a weight set that is delivered with Husly. Raises WeightsError for an unknown version."""
    if version not in delivered_versions():
        raise WeightsError(f"There is no weight set {version!r}. Use one of: {', '.join(delivered_versions())}.")
    file = resources.files("inspection.risk") / "weights" / f"{version}.yaml"
    return parse_weights(file.read_text(encoding="utf-8"), origin=file.name)


def weights_in_force(as_of: date) -> Weights:
    """The delivered weight set that applies on a day: the newest already in force. Raises WeightsError
    before the first.
    """
    started = [weights for weights in map(load_weights, delivered_versions()) if weights.valid_from <= as_of]
    if not started:
        raise WeightsError(f"No weight set is in force on {as_of.isoformat()}.")
    return max(started, key=lambda weights: weights.valid_from)


def delivered_versions() -> list[str]:
    """The weight sets that come with Husly, by name."""
    folder = resources.files("inspection.risk") / "weights"
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


def read_weights(path: Path) -> Weights:
    """Read an authority's own weight set from a file. Raises WeightsError when it cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise WeightsError(f"The weight set {path} cannot be read: {problem}.") from problem
    return parse_weights(text, origin=str(path))


def parse_weights(text: str, *, origin: str) -> Weights:
    """Turn YAML into a weight set. `origin` names the file in error messages."""
    try:
        content = yaml.safe_load(text)
        if not isinstance(content, dict):
            raise WeightsError("the file must hold the keys version, valid_from, groups and factors")
        if not isinstance(content.get("factors", []), list):
            raise WeightsError("factors must be a list.")
        weights = Weights(
            version=str(content["version"]),
            valid_from=_date(content["valid_from"]),
            author=str(content["author"]),
            reason=str(content["reason"]),
            group_limits=_group_limits(content["groups"]),
            factors=tuple(_factor(entry) for entry in content["factors"]),
            changes=_changes(content.get("changes", [])),
        )
        _check_set(weights)
    except KeyError as missing:
        raise WeightsError(f"{origin}: the key {missing} is missing.") from missing
    except (WeightsError, yaml.YAMLError) as problem:
        raise WeightsError(f"{origin}: {problem}") from problem
    return weights


def _date(value: object) -> date:
    if not isinstance(value, date):
        raise WeightsError(f"valid_from must be a date such as 2026-01-01, not {value!r}.")
    return value


def _group_limits(value: object) -> tuple[int, int, int]:
    match value:
        case [int(two), int(three), int(four)] if 0 < two < three < four <= HIGHEST_SCORE:
            return (two, three, four)
    raise WeightsError(f"groups must be three rising scores between 1 and {HIGHEST_SCORE}, not {value!r}.")


def _changes(value: object) -> tuple[Change, ...]:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise WeightsError("changes must be a list of what was changed and why.")
    return tuple(Change(str(one["what"]), str(one["why"])) for one in value)


def _factor(entry: object) -> Factor:
    if not isinstance(entry, dict) or "key" not in entry:
        raise WeightsError("every factor needs a key.")
    key = str(entry["key"])
    try:
        scales = [scale for scale in Scale if scale in entry]
        if len(scales) != 1:
            raise WeightsError("give exactly one of choices, above, below.")
        scale = scales[0]
        factor = Factor(
            key=key,
            feature=str(entry["feature"]),
            risk_id=str(entry["risk"]),
            status=FactorStatus(entry["status"]),
            source=FactorSource(entry["source"]),
            reference=str(entry["reference"]),
            scale=scale,
            choices=_choices(entry[scale]) if scale is Scale.CHOICES else (),
            steps=() if scale is Scale.CHOICES else _steps(entry[scale], scale),
            unknown_points=_points(entry["unknown"]),
            percent=entry.get("percent", False) is True,
            **{text: str(entry[text]) for text in ("da", "en", "da_unknown", "en_unknown")},
            da_infinite=str(entry.get("da_infinite", "")),
            en_infinite=str(entry.get("en_infinite", "")),
            withheld=entry.get("withheld", False) is True or entry["feature"] in WITHHELD,
            rubric=Rubric(entry["rubric"]) if "rubric" in entry else None,
        )
    except KeyError as missing:
        raise WeightsError(f"factor {key}: the key {missing} is missing.") from missing
    except ValueError as problem:
        raise WeightsError(f"factor {key}: {problem}") from problem
    _check_factor(factor)
    return factor


def _points(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST_SCORE:
        raise WeightsError(f"points are whole numbers from 0 to {HIGHEST_SCORE}, not {value!r}.")
    return value


def _choices(table: object) -> tuple[Choice, ...]:
    if not isinstance(table, Mapping) or not table:
        raise WeightsError("choices must map values to points.")
    return tuple(_choice(value, entry) for value, entry in table.items())


def _choice(value: Any, entry: object) -> Choice:
    if not isinstance(entry, Mapping):
        return Choice(value, _points(entry), str(value), str(value))
    return Choice(value, _points(entry["points"]), str(entry["da"]), str(entry["en"]))


def _steps(table: object, scale: Scale) -> tuple[tuple[float, int], ...]:
    if not isinstance(table, Mapping) or not table:
        raise WeightsError(f"{scale} must map limits to points.")
    steps = [(_limit(limit), _points(points)) for limit, points in table.items()]
    steps.sort(reverse=scale is Scale.ABOVE)
    if any(weighty[1] < light[1] for weighty, light in itertools.pairwise(steps)):
        raise WeightsError(f"the points under {scale} must not fall as things get worse.")
    return tuple(steps)


def _limit(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WeightsError(f"limits are numbers, not {value!r}.")
    return float(value)


def _check_factor(factor: Factor) -> None:
    for word in (factor.key, factor.feature):
        barred = BARRED_WORDS & set(word.lower().split("_"))
        if barred:
            raise WeightsError(f"factor {factor.key}: {', '.join(sorted(barred))} must never weigh in a score.")
    known = {field.name for field in fields(RiskFeatures)}
    if factor.feature not in known | RETIRED:
        raise WeightsError(
            f"factor {factor.key}: there is no feature {factor.feature!r}. Known: {', '.join(sorted(known))}."
        )


def _check_set(weights: Weights) -> None:
    keys = [factor.key for factor in weights.factors]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise WeightsError(f"factors named twice: {', '.join(twice)}.")
    highest = sum(factor.max_points for factor in weights.factors)
    if highest != HIGHEST_SCORE:
        raise WeightsError(f"the highest points of all factors add up to {highest}; make them {HIGHEST_SCORE}.")
