"""The register's own visits that have ended, each with what was known the day before it.

Nothing of the visit itself, or later, may reach what it is judged by: features are read as of the day before, and the
last result is one whose findings were recorded by then.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.clock import danish_date
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import CaseMove, Finding, FindingOutcome, InspectionCase, Visit
from inspection.enforcement.transitions import Move
from inspection.risk.features.from_register import FRAME_SCHEMA, KEY_COLUMNS, feature_frames
from inspection.risk.scoring import score_frame
from inspection.risk.weights.factors import Weights
from register.employers.models import Employer
from register.employers.sectors import section_of
from register.upkeep.duties import AS_SHIPPED, Duties

ENDING = (Move.RECORD_FINDINGS, Move.CLOSE_WITHOUT_BREACH, Move.CONFIRM_COMPLIANCE_ON_VISIT)
"""The moves by which it is settled what a visit found."""
FEATURES = tuple(name for name in FRAME_SCHEMA if name not in KEY_COLUMNS)


class Arm(StrEnum):
    """How a dwelling came to be visited, as far as the evaluation needs it.

    Visits after reports or danger are ``OTHER`` and are not told apart, so that no figure speaks of them (PRIV-03).
    """

    RANDOM = "random"
    EXPLORED = "explored"
    """Drawn among dwellings never inspected: by chance, but not of all dwellings."""
    TARGETED = "targeted"
    FOLLOW_UP = "follow_up"
    OTHER = "other"


@dataclass(frozen=True)
class EndedVisit:
    """One visit whose findings stand; ``probability`` is that of having been drawn, where it was written down.

    ``last_breached`` is the result of the visit to the dwelling before it: None when there was none.
    """

    case_id: UUID
    round: int
    accommodation_id: UUID
    dwelling_id: UUID
    employer_id: UUID
    municipality_code: str
    sector: str
    visited_on: date
    settled_on: date
    breached: bool
    arm: Arm
    probability: float | None
    last_breached: bool | None = None


def arm_of(visit_round: int, reason: VisitReason) -> Arm:
    """The arm of a visit: the one place that reads the reason codes."""
    return Arm.FOLLOW_UP if visit_round > 1 else _ARMS.get(reason, Arm.OTHER)


_ARMS = {
    VisitReason.RANDOM: Arm.RANDOM,
    VisitReason.EXPLORE: Arm.EXPLORED,
    VisitReason.SCORE: Arm.TARGETED,
    VisitReason.FOLLOW_UP: Arm.FOLLOW_UP,
}


def list_ended_visits(session: Session, *, until: date) -> list[EndedVisit]:
    """Every visit that ended by a day, in the order of their dates, each with the last result known before it."""
    breached = _breached_rounds(session)
    rows = session.execute(_ended(until)).all()
    visits = [_visit(row, (row.case_id, row.round) in breached) for row in rows]
    return sorted(_with_last_result(visits), key=lambda one: (one.visited_on, str(one.case_id)))


def visits_frame(
    session: Session,
    visits: Iterable[EndedVisit],
    *,
    weights: Weights,
    duties: Duties = AS_SHIPPED,
    progress: Callable[[int], None] | None = None,
) -> pl.DataFrame:
    """The visits with their features, points and score as of the day before each, one row a visit.

    A visit to housing that nobody had declared by then has no row. ``progress`` is told how many more visits are done.
    """
    parts = []
    ordered = sorted(visits, key=lambda one: one.visited_on)
    for visited_on, group in groupby(ordered, key=lambda one: one.visited_on):
        of_day = list(group)
        parts.append(_of_day(session, of_day, visited_on - timedelta(days=1), weights, duties))
        if progress is not None:
            progress(len(of_day))
    return pl.concat(parts) if parts else pl.DataFrame()


def _of_day(session: Session, visits: list[EndedVisit], as_of: date, weights: Weights, duties: Duties) -> pl.DataFrame:
    asked = {one.dwelling_id for one in visits}
    frames = feature_frames(session, as_of=as_of, duties=duties, dwellings=asked)
    known = pl.concat([pl.DataFrame(schema=FRAME_SCHEMA), *frames])
    scored = score_frame(known, weights).drop("municipality_code", "employer_id")
    return pl.DataFrame([_plain(one) for one in visits], schema=_SCHEMA).join(
        scored, on="accommodation_id", how="inner", maintain_order="left"
    )


_SCHEMA: dict[str, Any] = {
    "accommodation_id": pl.String,
    "dwelling_id": pl.String,
    "municipality_code": pl.String,
    "sector": pl.String,
    "visited_on": pl.Date,
    "breached": pl.Boolean,
    "arm": pl.String,
    "probability": pl.Float64,
    "last_breached": pl.Boolean,
}


def _plain(one: EndedVisit) -> dict[str, Any]:
    ids = {"accommodation_id": str(one.accommodation_id), "dwelling_id": str(one.dwelling_id)}
    return ids | {name: getattr(one, name) for name in _SCHEMA if name not in ids}


def _ended(until: date) -> Any:
    settled = (
        sa.select(
            col(CaseMove.case_id).label("case_id"),
            col(CaseMove.round).label("round"),
            sa.func.min(col(CaseMove.at)).label("settled_at"),
        )
        .where(col(CaseMove.move).in_(ENDING))
        .group_by(col(CaseMove.case_id), col(CaseMove.round))
        .subquery()
    )
    return (
        sa.select(
            col(Visit.case_id),
            col(Visit.round),
            col(Visit.visited_on),
            col(InspectionCase.accommodation_id),
            col(InspectionCase.dwelling_id),
            col(InspectionCase.employer_id),
            col(InspectionCase.municipality_code),
            col(Employer.sector_code),
            col(Visit.reason_code),
            col(Visit.selection_probability),
            settled.c.settled_at,
        )
        .join(InspectionCase, col(InspectionCase.id) == col(Visit.case_id))
        .join(Employer, col(Employer.id) == col(InspectionCase.employer_id))
        .join(settled, sa.and_(settled.c.case_id == col(Visit.case_id), settled.c.round == col(Visit.round)))
        .where(col(Visit.visited_on) <= until)
        .order_by(col(Visit.visited_on), col(Visit.case_id), col(Visit.round))
    )


def _visit(row: Any, breached: bool) -> EndedVisit:
    settled: datetime = row.settled_at
    return EndedVisit(
        case_id=row.case_id,
        round=row.round,
        accommodation_id=row.accommodation_id,
        dwelling_id=row.dwelling_id,
        employer_id=row.employer_id,
        municipality_code=row.municipality_code,
        sector=section_of(row.sector_code),
        visited_on=row.visited_on,
        settled_on=danish_date(settled),
        breached=breached,
        arm=arm_of(row.round, row.reason_code),
        probability=row.selection_probability,
    )


def _breached_rounds(session: Session) -> set[tuple[UUID, int]]:
    statement = (
        sa.select(col(Finding.case_id), col(Finding.round))
        .where(col(Finding.outcome) == FindingOutcome.BREACHED)
        .distinct()
    )
    return {(case_id, number) for case_id, number in session.execute(statement)}


def _with_last_result(visits: list[EndedVisit]) -> Iterator[EndedVisit]:
    """Each visit with the result of the newest earlier one of the dwelling that was settled before its day."""
    earlier: dict[UUID, list[EndedVisit]] = {}
    for one in visits:
        seen = earlier.setdefault(one.dwelling_id, [])
        known = [other for other in seen if other.visited_on < one.visited_on and other.settled_on < one.visited_on]
        yield one if not known else replace(one, last_breached=known[-1].breached)
        seen.append(one)
