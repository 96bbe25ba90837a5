"""What earlier visits, findings and orders say: small next to the register, so read once for a whole run."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.clock import DANISH_TIME
from inspection.enforcement.models import Finding, FindingOutcome, InspectionCase, Order, Visit
from inspection.letters.models import Letter


@dataclass(frozen=True)
class History:
    """Known on a day: breaches and orders by ``employer_id``, the last visit by ``dwelling_id`` (ids as text)."""

    employers: pl.DataFrame
    dwellings: pl.DataFrame

    def onto(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the history's features. An employer without a case has none; a dwelling may be never visited.

        Tips have no table yet, so nothing is known of them.
        """
        joined = frame.join(self.employers, on="employer_id", how="left", maintain_order="left")
        joined = joined.join(self.dwellings, on="dwelling_id", how="left", maintain_order="left")
        counts = ("previous_breaches", "previous_orders")
        return joined.with_columns(pl.col(name).fill_null(0) for name in counts).with_columns(
            open_tips=pl.lit(None, pl.Int64)
        )


def read_history(session: Session, *, as_of: date) -> History:
    """What was known by the end of the day; findings and orders of later days and withdrawn orders are left out."""
    midnight = datetime.combine(as_of + timedelta(days=1), time(), DANISH_TIME)
    breaches = _counts(
        sa.select(col(InspectionCase.employer_id), sa.func.count())
        .join(Finding, col(Finding.case_id) == col(InspectionCase.id))
        .where(col(Finding.outcome) == FindingOutcome.BREACHED, col(Finding.recorded_at) < midnight)
        .group_by(col(InspectionCase.employer_id)),
        session,
        "previous_breaches",
    )
    orders = _counts(
        sa.select(col(InspectionCase.employer_id), sa.func.count())
        .join(Order, col(Order.case_id) == col(InspectionCase.id))
        .join(Letter, col(Letter.id) == col(Order.letter_id))
        .where(col(Letter.issued_at) < midnight, col(Order.withdrawn_at).is_(None))
        .group_by(col(InspectionCase.employer_id)),
        session,
        "previous_orders",
    )
    employers = breaches.join(orders, on="employer_id", how="full", coalesce=True)
    return History(employers, _last_visits(session, as_of))


def _counts(statement: Any, session: Session, name: str) -> pl.DataFrame:
    rows = [(str(key), count) for key, count in session.execute(statement)]
    return pl.DataFrame(rows, schema={"employer_id": pl.String, name: pl.Int64}, orient="row")


def _last_visits(session: Session, as_of: date) -> pl.DataFrame:
    statement = (
        sa.select(col(InspectionCase.dwelling_id), sa.func.max(col(Visit.visited_on)))
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(col(Visit.visited_on) <= as_of)
        .group_by(col(InspectionCase.dwelling_id))
    )
    rows = [(str(key), (as_of - visited_on).days) for key, visited_on in session.execute(statement)]
    schema: dict[str, Any] = {"dwelling_id": pl.String, "days_since_last_visit": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")
