"""Two plans side by side: what each reaches, costs and covers, and who goes elsewhere in the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import InspectionCase, Visit
from inspection.planning.editing.desk import Desk
from inspection.planning.models import VisitPlan
from inspection.planning.queries import Stop
from register.employers.sectors import section_of


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One plan in numbers. ``points`` None where no score is used or the reader may not see it.

    ``revisits`` are (planned, due) as far as it is known what the plan was made from.
    """

    points: int | None
    visits: int
    used_min: int
    driving_min: int
    km: float
    municipalities: int
    sectors: int
    never_inspected: int
    revisits: tuple[int, int] | None
    left_out: int
    missed_duties: int


@dataclass(frozen=True)
class Elsewhere:
    """One dwelling that the two plans treat differently: day and inspector in each, None where it is not visited."""

    accommodation_id: UUID
    one: tuple[date, str] | None
    other: tuple[date, str] | None


def measured(
    plan: VisitPlan, stops: Sequence[Stop], desk: Desk | None, inspected: frozenset[UUID], *, with_points: bool
) -> Measured:
    """A plan in numbers; ``inspected`` are the dwellings that were visited before."""
    standing = [stop for stop in stops if stop.visit.dropped_at is None]
    tours = plan.summary["tours"]
    return Measured(
        points=sum(stop.visit.prize for stop in standing) if with_points else None,
        visits=len(standing),
        used_min=sum(tour["return_min"] - tour["depart_min"] for tour in tours),
        driving_min=sum(tour["travel_min"] for tour in tours),
        km=sum(tour["travel_km"] for tour in tours),
        municipalities=len({stop.visit.municipality_code for stop in standing}),
        sectors=len({section_of(stop.employer.sector_code) for stop in standing} - {""}),
        never_inspected=sum(stop.dwelling.id not in inspected for stop in standing),
        revisits=None if desk is None else _revisits(desk, standing),
        left_out=sum(plan.summary["left_out_counts"].values()),
        missed_duties=sum(one["must_visit"] for one in plan.summary["left_out"]),
    )


def _revisits(desk: Desk, standing: Sequence[Stop]) -> tuple[int, int]:
    due = {one.id for one in desk.kept.problem.candidates if one.reason is VisitReason.FOLLOW_UP}
    return sum(str(stop.visit.accommodation_id) in due for stop in standing), len(due)


def differing(one: Sequence[Stop], other: Sequence[Stop]) -> list[Elsewhere]:
    """What the two plans visit on different days, by different inspectors, or only one of them; by first day."""
    places, others = _places(one), _places(other)
    found = [
        Elsewhere(home, places.get(home), others.get(home))
        for home in places.keys() | others.keys()
        if places.get(home) != others.get(home)
    ]
    return sorted(
        found, key=lambda each: (min(at for at in (each.one, each.other) if at is not None), each.accommodation_id)
    )


def _places(stops: Sequence[Stop]) -> dict[UUID, tuple[date, str]]:
    return {
        stop.visit.accommodation_id: (
            stop.visit.visit_on,
            " + ".join([stop.station.name, *(station.name for _leg, station in stop.companions)]),
        )
        for stop in stops
        if stop.visit.dropped_at is None
    }


def visited_dwellings(session: Session, dwelling_ids: Sequence[UUID], *, before: date) -> frozenset[UUID]:
    """Those of some dwellings where a visit was carried out before a day."""
    statement = (
        sa.select(col(InspectionCase.dwelling_id))
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(col(Visit.visited_on) < before, col(InspectionCase.dwelling_id).in_(dwelling_ids))
    )
    return frozenset(session.execute(statement).scalars())
