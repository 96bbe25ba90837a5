"""The score: points per stated fact, added up. One dwelling with its sentences, or a million as a frame,
same numbers.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TypeAlias

import polars as pl

from inspection.risk.features import RETIRED, RiskFeatures
from inspection.risk.weights.factors import Factor, FactorSource, FactorStatus, Rubric, Scale, Weights

FeatureValue: TypeAlias = str | bool | int | float | None

_MOST_IN_A_BYTE = 127


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
    withheld: bool = False
    rubric: Rubric | None = None


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
    return _summed(
        [_contribution(factor, getattr(features, factor.feature, None)) for factor in weights.factors], weights
    )


def disclosed(known: Score | RiskFeatures, weights: Weights) -> Score:
    """The score over the factors that an employer may be shown; `known` is the whole score or what it rests on.

    Withheld factors leave no trace: neither the sum nor the group nor any part depends on them (PRIV-02). The two agree
    whichever is given, as long as `weights` are those that the score was made with; raises ValueError for others.
    """
    if isinstance(known, RiskFeatures):
        known = score(known, weights)
    if known.weights_version != weights.version:
        raise ValueError(f"The score was made with the weights {known.weights_version}, not {weights.version}.")
    return _summed([part for part in known.contributions if not part.withheld], weights)


def _summed(parts: Sequence[Contribution], weights: Weights) -> Score:
    total = sum(part.points for part in parts)
    shown = sorted((part for part in parts if part.points), key=lambda part: -part.points)
    return Score(total, weights.group(total), tuple(shown), weights.version)


def score_frame(frame: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """Score every row of a frame whose columns are named as the fields of RiskFeatures; other columns pass
    through.

    Adds `points_<factor>` for each factor, `score` (0-100), `risk_group` (1-4) and `weights_version`. Null
    and NaN mean unknown. Raises ValueError when a column is missing, for a column left out by mistake would
    count as unknown everywhere; a retired feature may be missing, and is unknown.
    """
    missing = sorted({factor.feature for factor in weights.factors} - RETIRED - set(frame.columns))
    if missing:
        raise ValueError(f"The frame lacks the columns {', '.join(missing)}; add them, with nulls where unknown.")
    points = frame.with_columns(points_expressions(frame.schema, weights))
    # Points are bytes, and so is their sum while it can be no more than a byte holds: half the time of wider numbers.
    narrow = pl.Int8() if sum(factor.max_points for factor in weights.factors) <= _MOST_IN_A_BYTE else pl.Int32()
    parts = [pl.col(f"points_{factor.key}").cast(narrow) for factor in weights.factors]
    summed = points.with_columns(reduce(add, parts).cast(pl.Int32).alias("score"))
    group = pl.lit(1, pl.Int8)
    for limit in weights.group_limits:
        group = group + (pl.col("score") >= limit).cast(pl.Int8)
    return summed.with_columns(group.alias("risk_group"), pl.lit(weights.version).alias("weights_version"))


def points_expressions(schema: Mapping[str, pl.DataType], weights: Weights) -> list[pl.Expr]:
    """The columns `points_<factor>`, as whole bytes, from columns of these types."""
    return [
        _points_expression(factor, schema.get(factor.feature, pl.Null())).alias(f"points_{factor.key}")
        for factor in weights.factors
    ]


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
        withheld=factor.withheld,
        rubric=factor.rubric,
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
    """Points of a whole column: one look at it for each choice or step, and one for what is unknown.

    A condition on null is never true, so that what is unknown falls through to the end.
    """
    if dtype == pl.Null:
        return _byte(factor.unknown_points)
    if factor.scale is Scale.CHOICES:
        return _chosen_expression(factor, dtype)
    column = (
        pl.col(factor.feature) if dtype.is_integer() or dtype == pl.Float64 else pl.col(factor.feature).cast(pl.Float64)
    )
    unknown = column.is_null() if dtype.is_integer() else column.is_null() | column.is_nan()
    branches = [(_reaches(column, limit, factor.scale, dtype), points) for limit, points in factor.steps]
    if dtype.is_integer() and factor.unknown_points == 0:
        return _first_of(branches, otherwise=0)
    # Polars takes NaN for greater than any number, so that what is unknown is asked for first.
    return _first_of([(unknown, factor.unknown_points), *branches], otherwise=0)


def _chosen_expression(factor: Factor, dtype: pl.DataType) -> pl.Expr:
    """Choices exclude one another, so that those that give as much as not knowing need no look."""
    column = pl.col(factor.feature)
    weighed = [choice for choice in factor.choices if choice.points != factor.unknown_points]
    if all(isinstance(choice.value, bool) for choice in factor.choices):
        flag = column if dtype == pl.Boolean else column.cast(pl.Boolean)
        branches = [(flag if choice.value else ~flag, choice.points) for choice in weighed]
    else:
        text = column if dtype in (pl.String, pl.Categorical) else column.cast(pl.String)
        branches = [(text == choice.value, choice.points) for choice in weighed]
    return _first_of(branches, otherwise=factor.unknown_points)


def _reaches(column: pl.Expr, limit: float, scale: Scale, dtype: pl.DataType) -> pl.Expr:
    """Whether values are beyond a limit; whole numbers are compared as such, without making them decimal first."""
    if scale is Scale.ABOVE:
        return column > (math.floor(limit) if dtype.is_integer() else limit)
    return column < (math.ceil(limit) if dtype.is_integer() else limit)


def _first_of(branches: Sequence[tuple[pl.Expr, int]], *, otherwise: int) -> pl.Expr:
    chain = _byte(otherwise)
    for condition, points in reversed(branches):
        chain = pl.when(condition).then(_byte(points)).otherwise(chain)
    return chain


def _byte(points: int) -> pl.Expr:
    return pl.lit(points, pl.Int8)


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
