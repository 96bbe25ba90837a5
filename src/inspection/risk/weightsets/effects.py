"""What another weight set would do to the newest run: how many accommodations would change group."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, cast

import polars as pl
from sqlmodel import Session, col, select

from inspection.risk.features.from_register import FRAME_SCHEMA, KEY_COLUMNS
from inspection.risk.features.reading import features_of
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.scoring import score_frame
from inspection.risk.weights.factors import Weights

MOST = 20_000
"""Accommodations read for a page; of a longer run those with the lowest ids, which are random."""

GROUPS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Moves:
    """``counts[before - 1][after - 1]`` accommodations of those read; ``of`` were in the run."""

    counts: tuple[tuple[int, ...], ...]
    of: int

    @property
    def read(self) -> int:
        """How many were looked at."""
        return sum(map(sum, self.counts))

    @property
    def up(self) -> int:
        """How many would come into a higher group."""
        return sum(self.counts[a - 1][b - 1] for a in GROUPS for b in GROUPS if b > a)

    @property
    def down(self) -> int:
        """How many would come into a lower group."""
        return sum(self.counts[a - 1][b - 1] for a in GROUPS for b in GROUPS if b < a)


def group_moves(session: Session, run: RiskRun, before: Weights, after: Weights) -> Moves:
    """The run's accommodations scored under both sets, from what was known when it was made."""
    statement = (
        select(RiskScore.features)
        .where(col(RiskScore.run_id) == run.id)
        .order_by(col(RiskScore.accommodation_id))
        .limit(MOST)
    )
    stored = cast(Iterable[dict[str, Any]], session.exec(statement))
    return moves_of(features_frame(stored), before, after, of=run.accommodations or 0)


def features_frame(stored: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Stored features as a frame to score; what was not stored is unknown."""
    schema = {name: kind for name, kind in FRAME_SCHEMA.items() if name not in KEY_COLUMNS}
    return pl.DataFrame([asdict(features_of(one)) for one in stored], schema=schema, strict=False)


def moves_of(frame: pl.DataFrame, before: Weights, after: Weights, *, of: int) -> Moves:
    """How many rows of a frame of features move from which group to which."""
    pairs = pl.DataFrame(
        {name: score_frame(frame, weights)["risk_group"] for name, weights in (("before", before), ("after", after))}
    )
    counted = {(a, b): n for a, b, n in pairs.group_by("before", "after").len().iter_rows()}
    return Moves(tuple(tuple(counted.get((a, b), 0) for b in GROUPS) for a in GROUPS), of)
