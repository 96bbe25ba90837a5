"""Where a plan puts its visits, as rows: read from the register, written to it, and back to tours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from inspection.planning.models import PlannedCompanion, PlannedVisit
from inspection.planning.offering.arms import Known
from inspection.planning.solving.documents import encoded
from inspection.planning.solving.plan import Plan
from inspection.planning.solving.problem import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Another inspector at a visit, with its place in that inspector's tour."""

    station: str
    position: int
    arrive_min: int
    travel_min: int
    travel_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One visit as its row holds it. ``dropped_at`` is empty while the visit stands."""

    station: str
    on: date
    position: int
    arrive_min: int
    starts_min: int
    ends_min: int
    travel_min: int
    travel_km: float
    locked: bool = False
    interpreter: bool = False
    fixed_min: int | None = None
    companions: tuple[Companion, ...] = ()
    dropped_at: str = ""
    dropped_because: str = ""
    dropped_by: str | None = None


Sheet: TypeAlias = dict[str, Placed]
"""Every visit of a plan by accommodation, the dropped ones too."""


def sheet_of(plan: Plan, *, fixed: Mapping[str, int] | None = None, dropped: Sheet | None = None) -> Sheet:
    """The rows of a plan. ``fixed`` are times that people chose; ``dropped`` are rows that left it, which stay unless
    the plan has taken the visit up again.
    """
    sheet: Sheet = {}
    places: dict[str, list[Companion]] = {}
    for tour in plan.tours:
        for position, stop in enumerate(tour.stops, start=1):
            leg: dict[str, Any] = {"arrive_min": stop.arrive_min, "travel_min": stop.travel_min}
            leg |= {"station": tour.inspector_id, "position": position, "travel_km": stop.travel_km}
            if not stop.leads:
                places.setdefault(stop.candidate_id, []).append(Companion(**leg))
                continue
            sheet[stop.candidate_id] = Placed(
                **leg,
                on=tour.on,
                starts_min=stop.begin_min,
                ends_min=stop.end_min,
                locked=stop.locked,
                interpreter=stop.interpreter,
                fixed_min=(fixed or {}).get(stop.candidate_id),
            )
    for candidate_id, companions in places.items():
        ordered = sorted(companions, key=lambda one: one.station)
        sheet[candidate_id] = _with(sheet[candidate_id], companions=tuple(ordered))
    gone = {one: row for one, row in (dropped or {}).items() if row.dropped_at and one not in sheet}
    return sheet | {one: _with(row, position=-place) for place, (one, row) in enumerate(sorted(gone.items()), start=1)}


def _with(row: Placed, **changes: Any) -> Placed:
    return Placed(**({name: getattr(row, name) for name in Placed.__slots__} | changes))


def read_sheet(session: Session, plan_id: UUID) -> Sheet:
    """The rows of a stored plan."""
    joined = (
        select(PlannedCompanion)
        .join(PlannedVisit, col(PlannedVisit.id) == col(PlannedCompanion.planned_visit_id))
        .where(col(PlannedVisit.plan_id) == plan_id)
    )
    of_visit: dict[UUID, list[Companion]] = {}
    for row in session.exec(joined):
        of_visit.setdefault(row.planned_visit_id, []).append(_companion(row))
    visits = session.exec(select(PlannedVisit).where(PlannedVisit.plan_id == plan_id))
    return {str(one.accommodation_id): _placed(one, of_visit.get(one.id, [])) for one in visits}


def _companion(row: PlannedCompanion) -> Companion:
    return Companion(
        station=str(row.duty_station_id),
        position=row.position,
        arrive_min=row.arrive_min,
        travel_min=row.travel_min,
        travel_km=row.travel_km,
    )


def _placed(row: PlannedVisit, companions: list[Companion]) -> Placed:
    return Placed(
        station=str(row.duty_station_id),
        on=row.visit_on,
        position=row.position,
        arrive_min=row.arrive_min,
        starts_min=row.starts_min,
        ends_min=row.ends_min,
        travel_min=row.travel_min,
        travel_km=row.travel_km,
        locked=row.locked,
        interpreter=row.interpreter,
        fixed_min=row.fixed_min,
        companions=tuple(sorted(companions, key=lambda one: one.station)),
        dropped_at="" if row.dropped_at is None else row.dropped_at.astimezone(UTC).isoformat(),
        dropped_because=row.dropped_because,
        dropped_by=row.dropped_by,
    )


def new_visit(plan_id: UUID, candidate: Candidate, known: Known, at: Placed) -> PlannedVisit:
    """The row of a visit that the plan has not got yet."""
    row = PlannedVisit(
        plan_id=plan_id,
        accommodation_id=UUID(candidate.id),
        municipality_code=candidate.municipality_code,
        duty_station_id=UUID(at.station),
        visit_on=at.on,
        position=at.position,
        arrive_min=at.arrive_min,
        starts_min=at.starts_min,
        ends_min=at.ends_min,
        travel_min=at.travel_min,
        travel_km=at.travel_km,
        reason=candidate.reason,
        prize=candidate.prize,
        score=known.score,
        rank=known.rank,
        probability=known.probability,
        announced=candidate.announced,
        case_id=None if known.case_id is None else UUID(known.case_id),
    )
    place(row, at)
    return row


def place(row: PlannedVisit, at: Placed) -> None:
    """Let a visit's row say what it is placed as; its companions are written apart (``companions_of``)."""
    row.duty_station_id, row.visit_on, row.position = UUID(at.station), at.on, at.position
    row.arrive_min, row.starts_min, row.ends_min = at.arrive_min, at.starts_min, at.ends_min
    row.travel_min, row.travel_km = at.travel_min, at.travel_km
    row.locked, row.interpreter, row.fixed_min = at.locked, at.interpreter, at.fixed_min
    row.dropped_at = datetime.fromisoformat(at.dropped_at) if at.dropped_at else None
    row.dropped_because, row.dropped_by = at.dropped_because, at.dropped_by


def companions_of(visit_id: UUID, at: Placed) -> list[PlannedCompanion]:
    """Rows for whoever comes along."""
    return [
        PlannedCompanion(
            planned_visit_id=visit_id,
            duty_station_id=UUID(one.station),
            position=one.position,
            arrive_min=one.arrive_min,
            travel_min=one.travel_min,
            travel_km=one.travel_km,
        )
        for one in at.companions
    ]


def remove_companions(session: Session, visit_ids: list[UUID]) -> None:
    """Forget who came along to these visits."""
    session.execute(sa.delete(PlannedCompanion).where(col(PlannedCompanion.planned_visit_id).in_(visit_ids)))


def written(at: Placed | None) -> Any:
    """A row as JSON holds it; None where there is none."""
    return None if at is None else encoded(at)
