"""Tables of duty stations, plans and planned visits. Planned visits are hidden from all who take no part (PLAN-03)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.enforcement.choosing import VisitReason
from inspection.planning.offering.drawing import Stratum


class PlanState(StrEnum):
    """Where a plan stands: a proposal, carried out as cases, or thrown away."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"


class DutyStation(SQLModel, table=True):
    """Tjenestested: where an inspector starts and ends the day, and when. Minutes are after midnight."""

    __tablename__ = "duty_station"
    __table_args__ = (
        sa.CheckConstraint("day_start_min >= 0 AND day_start_min < day_end_min AND day_end_min <= 1440", name="a_day"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    name: str = Field(max_length=200)
    latitude: float
    longitude: float
    day_start_min: int = 480
    day_end_min: int = 930
    municipality_code: str = Field(max_length=4)
    active: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    """Stations made up for one plan (towns, a file) are not active: no later plan starts there."""


class VisitPlan(SQLModel, table=True):
    """Besøgsplan: tours over a period, first a draft. ``municipality_code`` is the area planned; None: the country.

    ``summary`` holds the tours' hours and travel, what the plan rests on and what it left out with the reason.
    """

    __tablename__ = "visit_plan"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    authority: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    """Whose plan it is: ``state``, a municipality's code, or empty for everybody's in the area."""
    municipality_code: str | None = Field(default=None, max_length=4, index=True)
    from_on: date
    days: int
    seed: int = Field(sa_type=sa.BigInteger)
    state: PlanState = Field(default=PlanState.DRAFT, sa_type=enum_type(PlanState))
    summary: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    created_at: datetime = Field(index=True)
    created_by: str = Field(max_length=64)
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=64)
    version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Rises with every change of the tours, so that of two planners at once the second is told."""


class VisitDraw(SQLModel, table=True):
    """Lodtrækning: who could be drawn, by which seed, and who was, so that anybody can repeat it (RISK-05).

    ``pool`` holds the ids of the dwellings, sixteen bytes each; ``drawn`` their ids in the order of their tickets.
    """

    __tablename__ = "visit_draw"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "arm", "stratum"),
        sa.CheckConstraint("probability > 0 AND probability <= 1", name="probability_is_above_nought"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    plan_id: UUID = Field(foreign_key="visit_plan.id")
    arm: VisitReason = Field(sa_type=enum_type(VisitReason))
    stratum: Stratum = Field(sa_type=enum_type(Stratum))
    seed: int = Field(sa_type=sa.BigInteger)
    from_on: date
    expected: float
    probability: float | None = None
    pool_size: int
    pool_sha256: str = Field(max_length=64)
    pool: bytes
    drawn: list[str] = Field(default_factory=list, sa_type=sa.JSON)


class PlannedVisit(SQLModel, table=True):
    """Planlagt besøg: one stop of one tour. Minutes are after midnight; travel is from the stop before.

    A visit that was dropped keeps its place in the plan, and bears the reason. ``score``, ``rank`` and ``probability``
    are those of the choice (``inspection.enforcement.choosing.Chosen``).
    """

    __tablename__ = "planned_visit"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "accommodation_id"),
        sa.UniqueConstraint("plan_id", "duty_station_id", "visit_on", "position"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    plan_id: UUID = Field(foreign_key="visit_plan.id")
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    municipality_code: str = Field(max_length=4)
    duty_station_id: UUID = Field(foreign_key="duty_station.id")
    visit_on: date = Field(index=True)
    position: int
    arrive_min: int
    starts_min: int
    ends_min: int
    travel_min: int
    travel_km: float
    reason: VisitReason = Field(sa_type=enum_type(VisitReason))
    prize: int
    """What the visit was worth to the search; ``score`` is what was computed."""
    score: int | None = None
    rank: int | None = None
    probability: float | None = None
    locked: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether planning anew leaves day and inspectors as they are."""
    fixed_min: int | None = None
    """The minute at which a person wants it to begin; None: as the tour allows."""
    announced: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    """False where a ground to come without notice is recorded (RSL § 5(4))."""
    interpreter: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    case_id: UUID | None = Field(default=None, index=True)
    """The open case that the visit belongs to, such as a revisit; None: accepting the plan opens one."""
    dropped_at: datetime | None = None
    dropped_because: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    moves: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often it was moved after the plan was accepted: the sequence number of its calendar entry."""
    dropped_by: str | None = Field(default=None, max_length=64)
    """Who dropped it; None where a rule did, since the act does not apply or nobody lives there."""


class PlannedCompanion(SQLModel, table=True):
    """Medfølger: another inspector at a planned visit, with the place of the visit in that inspector's own tour."""

    __tablename__ = "planned_companion"
    __table_args__ = (sa.UniqueConstraint("planned_visit_id", "duty_station_id"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    planned_visit_id: UUID = Field(foreign_key="planned_visit.id", index=True)
    duty_station_id: UUID = Field(foreign_key="duty_station.id", index=True)
    position: int
    arrive_min: int
    travel_min: int
    travel_km: float


class PlanProblem(SQLModel, table=True):
    """What a plan was made from, so that a move can be weighed and the rest planned anew from the same facts.

    Written and read by ``inspection.planning.stored.origin``.
    """

    __tablename__ = "plan_problem"
    plan_id: UUID = Field(foreign_key="visit_plan.id", primary_key=True)
    document: dict[str, Any] = Field(sa_type=sa.JSON)
