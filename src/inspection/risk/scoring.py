"""The score: points per stated fact, added up. One dwelling with its sentences, or a million as a frame,
same numbers.
"""

import math
from dataclasses import dataclass, replace
from typing import TypeAlias

import polars as pl

from inspection.risk.factors import Factor, FactorSource, FactorStatus, Scale, Weights
from inspection.risk.features import RiskFeatures

FeatureValue: TypeAlias = str | bool | int | float | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """Points that one fact gave, the value they rest on and why. `value` is None when the points are for
    not knowing.
    """

    key: str
    points: int
    max_points: int
    value: FeatureValue
    risk_id: str
    status: FactorStatus
    source: FactorSource
    reference: str
    da: str
    en: str


@dataclass(frozen=True, slots=True)
class Score:
    """A reason to look: the sum of its contributions, most points first. Contributions of no points are
    left out.
    """

    total: int
    group: int
    contributions: tuple[Contribution, ...]
    weights_version: str


def score(features: RiskFeatures, weights: Weights) -> Score:
    """Add up what each fact gives. What is unknown gives the points that the weight set states for not
    knowing.
    """
    judged = [_contribution(factor, getattr(features, factor.feature)) for factor in weights.factors]
    total = sum(contribution.points for contribution in judged)
    shown = sorted((one for one in judged if one.points), key=lambda one: -one.points)
    return Score(total, weights.group(total), tuple(shown), weights.version)


def disclosed(features: RiskFeatures, weights: Weights) -> Score:
    """The score as the employer may read it: of the open factors alone, as if the withheld ones did not exist."""
    return score(features, replace(weights, factors=tuple(one for one in weights.factors if not one.withheld)))


def score_frame(frame: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """Score every row of a frame whose columns are named as the fields of RiskFeatures; other columns pass
    through.

    Adds `points_<factor>` for each factor, `score` (0-100), `risk_group` (1-4) and `weights_version`. Null
    and NaN mean unknown. Raises ValueError when a column is missing, for a column left out by mistake would
    count as unknown everywhere.
    """
    missing = sorted({factor.feature for factor in weights.factors} - set(frame.columns))
    if missing:
        raise ValueError(f"The frame lacks the columns {', '.join(missing)}; add them, with nulls where unknown.")
    points = frame.with_columns(
        _points_expression(factor, frame.schema[factor.feature]).alias(f"points_{factor.key}")
        for factor in weights.factors
    )
    total = pl.sum_horizontal(pl.col(f"points_{factor.key}").cast(pl.Int32) for factor in weights.factors).alias(
        "score"
    )
    group = pl.lit(1, pl.Int8)
    for limit in weights.group_limits:
        group = group + (pl.col("score") >= limit).cast(pl.Int8)
    return points.with_columns(total).with_columns(
        group.alias("risk_group"), pl.lit(weights.version).alias("weights_version")
    )


def _contribution(factor: Factor, value: FeatureValue) -> Contribution:
    known = _known(factor, value)
    points = _points(factor, known)
    return Contribution(
        key=factor.key,
        points=points,
        max_points=factor.max_points,
        value=known,
        risk_id=factor.risk_id,
        status=factor.status,
        source=factor.source,
        reference=factor.reference,
        da=_sentence(factor, known, danish=True),
        en=_sentence(factor, known, danish=False),
    )


def _known(factor: Factor, value: FeatureValue) -> FeatureValue:
    """The value, or None when it says nothing: not a number, or a choice that the weight set does not
    know.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if factor.scale is Scale.CHOICES and value not in {choice.value for choice in factor.choices}:
        return None
    return value


def _points(factor: Factor, value: FeatureValue) -> int:
    if value is None:
        return factor.unknown_points
    if factor.scale is Scale.CHOICES:
        return next(choice.points for choice in factor.choices if choice.value == value)
    number = float(value)
    above = factor.scale is Scale.ABOVE
    return next((points for limit, points in factor.steps if (number > limit if above else number < limit)), 0)


def _points_expression(factor: Factor, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.Null:
        return pl.lit(factor.unknown_points, pl.Int8)
    column = pl.col(factor.feature)
    if factor.scale is Scale.CHOICES:
        table = {choice.value: choice.points for choice in factor.choices}
        plain = pl.Boolean if all(isinstance(value, bool) for value in table) else pl.String
        return column.cast(plain).replace_strict(table, default=factor.unknown_points, return_dtype=pl.Int8)
    number = column.cast(pl.Float64).fill_nan(None)
    points = pl.lit(0, pl.Int8)
    for limit, weight in reversed(factor.steps):
        applies = number > limit if factor.scale is Scale.ABOVE else number < limit
        points = pl.when(applies).then(pl.lit(weight, pl.Int8)).otherwise(points)
    return pl.when(number.is_null()).then(pl.lit(factor.unknown_points, pl.Int8)).otherwise(points)


def _sentence(factor: Factor, value: FeatureValue, *, danish: bool) -> str:
    if value is None:
        return factor.da_unknown if danish else factor.en_unknown
    if isinstance(value, float) and math.isinf(value) and factor.da_infinite:
        return factor.da_infinite if danish else factor.en_infinite
    template = factor.da if danish else factor.en
    return template.replace("{value}", _spoken(factor, value, danish=danish))


def _spoken(factor: Factor, value: str | bool | float, *, danish: bool) -> str:
    for choice in factor.choices:
        if choice.value == value:
            return choice.da if danish else choice.en
    number = float(value)
    text = f"{round(number * 100 if factor.percent else number, 1):g}"
    return text.replace(".", ",") if danish else text
