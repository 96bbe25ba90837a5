"""The visits that a fit learns from, and the housing that its groups are made for."""

from collections.abc import Callable
from datetime import date

import polars as pl
from sqlmodel import Session, col, select

from inspection.risk.evaluation.visits import Arm, list_ended_visits, visits_frame
from inspection.risk.models import RiskScore
from inspection.risk.queries import find_newest_run
from inspection.risk.weights.factors import Weights
from inspection.risk.weightsets.effects import MOST, features_frame
from register.upkeep.duties import AS_SHIPPED, Duties


def learnable_visits(
    session: Session,
    *,
    from_on: date,
    to_on: date,
    weights: Weights,
    duties: Duties = AS_SHIPPED,
    progress: Callable[[int], None] | None = None,
) -> pl.DataFrame:
    """Ended visits of the period that were chosen by score or drawn at random, with what was known the day before.

    Follow-up visits, and visits after reports, referrals or danger are left out: they were made because something was
    known already, and would teach who is reported instead of where to look.
    """
    ended = list_ended_visits(session, until=to_on)
    chosen = [one for one in ended if one.visited_on >= from_on and one.arm in (Arm.RANDOM, Arm.TARGETED)]
    return visits_frame(session, chosen, weights=weights, duties=duties, progress=progress)


def ranked_housing(session: Session) -> pl.DataFrame | None:
    """The features of the newest run (of a long one ``MOST`` accommodations, whatever their score); None before one."""
    run = find_newest_run(session)
    if run is None:
        return None
    order = col(RiskScore.accommodation_id)
    stored = select(RiskScore.features).where(col(RiskScore.run_id) == run.id).order_by(order).limit(MOST)
    return features_frame(dict(one) for one in session.exec(stored))
