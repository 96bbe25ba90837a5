"""Tables of what is known before a visit, and of grounds to come without notice. Only the authority reads them."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.enforcement.waivers import NoticeWaiverGround

LONGEST_NOTE = 500
MOST_PEOPLE = 4


class VisitNeeds(SQLModel, table=True):
    """Besøgsforhold: what a visit to one dwelling needs, kept by the authority and never shown outside it.

    ``safety`` are neutral words for whoever goes there; they are kept until ``review_on`` and then asked for again,
    while the number of people stays until somebody says otherwise. ``languages`` are those in which residents can be
    spoken to: for interpreting, and for nothing else. Hours are lists of ``[weekday, from_min, to_min]``, Monday 0,
    minutes after midnight.
    """

    __tablename__ = "visit_needs"
    __table_args__ = (
        sa.CheckConstraint(f"people BETWEEN 1 AND {MOST_PEOPLE}", name="so_many_people"),
        sa.CheckConstraint("service_min BETWEEN 15 AND 600", name="a_visit_takes_so_long"),
        sa.CheckConstraint("(safety = '' AND people_reason = '') OR review_on IS NOT NULL", name="notes_are_reviewed"),
    )
    dwelling_id: UUID = Field(foreign_key="dwelling.id", primary_key=True)
    municipality_code: str = Field(max_length=4, index=True)
    people: int = 1
    people_reason: str = Field(default="", max_length=LONGEST_NOTE)
    safety: str = Field(default="", max_length=LONGEST_NOTE)
    review_on: date | None = None
    skills: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    languages: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    interpreter: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    home_hours: list[list[int]] = Field(default_factory=list, sa_type=sa.JSON)
    contact_hours: list[list[int]] = Field(default_factory=list, sa_type=sa.JSON)
    contact_needed: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether the employer or the contact must be there beside the residents."""
    daylight_only: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    service_min: int | None = None
    access: str = Field(default="", max_length=LONGEST_NOTE)
    """Gate, key, where to park."""
    told_at: datetime
    told_by: str = Field(max_length=64)
    told_by_name: str = Field(max_length=200)


class UnannouncedGround(SQLModel, table=True):
    """Grund til at komme uvarslet (RSL § 5(4)): recorded by a person before a visit is planned, until a last day.

    A row is withdrawn, never deleted.
    """

    __tablename__ = "unannounced_ground"
    __table_args__ = (
        sa.CheckConstraint("reason <> ''", name="a_ground_has_a_reason"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    authority: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    """Whose ground it is: ``state``, a municipality's code, or empty for everybody's in the area."""
    ground: NoticeWaiverGround = Field(sa_type=enum_type(NoticeWaiverGround))
    reason: str = Field(max_length=LONGEST_NOTE)
    until_on: date = Field(index=True)
    recorded_at: datetime
    recorded_by: str = Field(max_length=64)
    recorded_by_name: str = Field(max_length=200)
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=64)
