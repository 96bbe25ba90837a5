"""What a visit changed, as far as a table tells: the result of the next visit to the same unit."""

from dataclasses import dataclass

import polars as pl

from inspection.risk.evaluation.effect import Share, difference
from inspection.risk.evaluation.metrics import Estimate
from inspection.risk.learning.preparing import Prepared


@dataclass(frozen=True)
class Again:
    """How many of the next visits found a breach, after a visit with one and after a visit without.

    A description, not a proof: units are visited again for reasons, and differ. ``difference`` is the first minus the
    second.
    """

    after_breach: Share
    after_none: Share
    difference: Estimate


def next_visits(prepared: Prepared) -> Again | None:
    """Every visit but the last of each unit with what the next one found. None where nobody came twice.

    Visits on one day are one time: none of them is the next of another.
    """
    days = (
        pl.DataFrame({"unit": prepared.unit, "on": prepared.on, "found": prepared.outcome})
        .group_by("unit", "on")
        .agg(pl.col("found").any())
        .sort("unit", "on")
        .with_columns(pl.col("found").shift(-1).over("unit").alias("next"))
        .drop_nulls("next")
    )
    if days.is_empty():
        return None
    after, none = (Share.of(days.filter(pl.col("found") == told)["next"].to_list()) for told in (True, False))
    return Again(after, none, difference(after, none))
