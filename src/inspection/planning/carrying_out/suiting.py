"""What a visit of an accepted plan needs by now, and which rules of plans another day, hour or crew would touch.

The rules are those of drafts (``planning.changing.breaches``); the facts are read anew, since the plan was made long
before: absences and hours, conflicts of interest, what is known before a visit, joint visits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from inspection.joint.for_plans import with_joint_visits
from inspection.needs.fitting import fitted
from inspection.needs.queries import needs_at
from inspection.planning.changing.breaches import Breach, breaches_of_visit
from inspection.planning.changing.timing import PlacedVisit
from inspection.planning.models import DutyStation, PlannedVisit
from inspection.planning.solving.problem import Candidate, Inspector, Seat
from inspection.planning.stations import inspector_of
from inspection.staff.conflicts import barred_at
from inspection.staff.profile import NOTHING_KNOWN
from inspection.staff.queries import profiles_of
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Where a visit is or would be: day, minutes after midnight, and who goes, the lead first."""

    on: date
    from_min: int
    to_min: int
    stations: Sequence[DutyStation]


def breaches_at(session: Session, visit: PlannedVisit, at: Placing) -> list[Breach]:
    """Which rules a visit touches there, by what is known today; its notice and the rest of the tours apart."""
    crew = inspectors_on(session, at.stations, at.on)
    candidate = _candidate(session, visit, at)
    placed = PlacedVisit(candidate_id=candidate.id, crew=tuple(one.id for one in crew), on=at.on)
    return breaches_of_visit(candidate, placed, crew, begin_min=at.from_min, end_min=at.to_min)


def inspectors_on(session: Session, stations: Sequence[DutyStation], on: date) -> list[Inspector]:
    """These inspectors as they are on a day."""
    known = profiles_of(session, [one.id for one in stations], from_on=on, to_on=on)
    return [inspector_of(one, known.get(one.id, NOTHING_KNOWN), days=[on]) for one in stations]


def dwelling_of(session: Session, visit: PlannedVisit) -> Dwelling:
    """Where a visit leads."""
    return session.get_one(Dwelling, session.get_one(Accommodation, visit.accommodation_id).dwelling_id)


def _candidate(session: Session, visit: PlannedVisit, at: Placing) -> Candidate:
    dwelling = dwelling_of(session, visit)
    made = Candidate(
        id=str(visit.accommodation_id),
        lat=dwelling.latitude or 0.0,
        lon=dwelling.longitude or 0.0,
        prize=0,
        service_min=max(1, at.to_min - at.from_min),
        earliest_on=at.on,
        municipality_code=dwelling.municipality_code,
        barred_inspectors=_barred(session, visit.accommodation_id, at.on),
        dwelling_id=str(dwelling.id),
    )
    needs = needs_at(session, [dwelling.id]).get(dwelling.id)
    (told,) = with_joint_visits(session, [made if needs is None else fitted(made, needs)[0]])
    more = tuple(Seat() for _ in range(len(at.stations) - len(told.seats)))
    return replace(told, service_min=made.service_min, seats=(*told.seats, *more))


def _barred(session: Session, accommodation_id: UUID, on: date) -> frozenset[str]:
    return barred_at(session, [accommodation_id], days=[on]).get(accommodation_id, frozenset())
