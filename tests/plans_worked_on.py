"""A draft with a few visits that planners work on."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from conftest import AT
from housed import ODENSE, house
from husly.kit.access import Actor
from inspection.planning.actions import PlanRequest, draft_plan, save_plan
from inspection.planning.editing.actions import Edit
from inspection.planning.models import DutyStation, VisitPlan
from inspection.planning.solving.problem import StopAfter

FIRST_LAWFUL = date(2026, 3, 17)
BRIEFLY = StopAfter(iterations=20)


def team(count: int = 2) -> list[DutyStation]:
    """Inspectors in Odense."""
    code, latitude, longitude = ODENSE
    place = {"latitude": latitude, "longitude": longitude, "municipality_code": code}
    return [DutyStation(name=f"Inspektør {number}", **place) for number in range(1, count + 1)]


def draft(session: Session, by: Actor, *, homes: int = 4, **changes: Any) -> VisitPlan:
    """A stored draft of a week with two inspectors, without a score."""
    for number in range(homes):
        house(session, place=("0461", 55.36 + number / 50, 10.3))
    asked: dict[str, Any] = {"from_on": FIRST_LAWFUL, "days": 3, "seed": 1, "stations": team()}
    asked |= {"municipality_code": None, "run": None, "random_share": 0.0, "posting_days": 1}
    request = PlanRequest(**(asked | changes))
    return save_plan(session, draft_plan(session, request=request, as_of=AT.date(), stop=BRIEFLY, by=by), by=by, at=AT)


def edit_of(plan: VisitPlan, by: Actor, *, reason: str = "", version: int | None = None) -> Edit:
    """A change of the plan as it stands."""
    return Edit(version=plan.version if version is None else version, by=by, at=AT, reason=reason)


def as_id(text: str) -> UUID:
    """An accommodation's id."""
    return UUID(text)
