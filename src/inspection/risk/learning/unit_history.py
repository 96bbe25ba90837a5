"""What was known of a unit (a dwelling, a firm) from its own earlier visits: from earlier days only."""

import polars as pl

LAST_RESULT = "last result"
EARLIER_VISITS = "earlier visits"
EARLIER_SHARE = "share of earlier visits with a breach"
DAYS_SINCE_VISIT = "days since the last visit"
DAYS_SINCE_BREACH = "days since the last breach"


def earlier_of_unit(unit: pl.Series, on: pl.Series, outcome: pl.Series, *, share: float) -> pl.DataFrame:
    """For each row what its unit's earlier days showed; visits of the same day do not know of each other.

    ``outcome`` may be null where it is not known. ``share`` is the overall one, to which the share of a unit with few
    visits is drawn (as if by two more visits). Null where the unit has no earlier visit.
    """
    rows = pl.DataFrame({"unit": unit, "on": on, "outcome": outcome.cast(pl.Float64)}).with_row_index("row")
    days = (
        rows.group_by("unit", "on")
        .agg(pl.col("outcome").sum().alias("breaches"), pl.col("outcome").count().alias("visits"))
        .sort("unit", "on")
    )
    seen = pl.col("visits") > 0
    known = days.with_columns(
        pl.col("breaches").cum_sum().shift(1).over("unit").alias("breaches_before"),
        pl.col("visits").cum_sum().shift(1).over("unit").alias("visits_before"),
        _before(pl.when(seen).then(pl.col("breaches") > 0)).alias("last"),
        _before(pl.when(seen).then(pl.col("on"))).alias("last_on"),
        _before(pl.when(pl.col("breaches") > 0).then(pl.col("on"))).alias("breach_on"),
    ).with_columns(pl.col("visits_before").fill_null(0), pl.col("breaches_before").fill_null(0.0))
    found = rows.join(known, on=["unit", "on"], how="left", nulls_equal=True, maintain_order="left")
    before = pl.col("visits_before")
    return found.select(
        pl.col("last").cast(pl.Float64).alias(LAST_RESULT),
        before.cast(pl.Float64).alias(EARLIER_VISITS),
        pl.when(before > 0).then((pl.col("breaches_before") + 2 * share) / (before + 2)).alias(EARLIER_SHARE),
        (pl.col("on") - pl.col("last_on")).dt.total_days().cast(pl.Float64).alias(DAYS_SINCE_VISIT),
        (pl.col("on") - pl.col("breach_on")).dt.total_days().cast(pl.Float64).alias(DAYS_SINCE_BREACH),
    )


def so_far(unit: pl.Series, on: pl.Series, values: pl.Series) -> pl.DataFrame:
    """A number of each row beside its unit's earlier ones: mean, worst and best so far, and the change since the last.

    The row's own value is known before its visit and counts in.
    """
    name = values.name
    rows = pl.DataFrame({"unit": unit, "on": on, "value": values.cast(pl.Float64)}).with_row_index("row")
    ordered = rows.sort("unit", "on", "row")
    value = pl.col("value")
    count = value.is_not_null().cast(pl.Int64).cum_sum().over("unit")
    found = ordered.with_columns(
        (value.fill_null(0.0).cum_sum().over("unit") / count).alias(f"{name}, mean so far"),
        value.cum_min().over("unit").alias(f"{name}, lowest so far"),
        value.cum_max().over("unit").alias(f"{name}, highest so far"),
        (value - value.shift(1).over("unit")).alias(f"{name}, change"),
    )
    return found.sort("row").drop("unit", "on", "value", "row").fill_nan(None)


def _before(expression: pl.Expr) -> pl.Expr:
    """The newest known value of earlier days of the unit."""
    return expression.forward_fill().shift(1).over("unit")
