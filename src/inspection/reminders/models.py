"""The table of reminders that officers got."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class DutyKind(StrEnum):
    """What an officer is reminded of."""

    VISIT_SOON = "visit_soon"
    """A visit in two days; to those who go."""
    NOTICE_UNSENT = "notice_unsent"
    """The last day to send a notice is near or gone; to whoever accepted the plan or opened the case."""
    CONCLUSION_DUE = "conclusion_due"
    """Three working days after the visit nothing is concluded; to the inspector."""
    CONCLUSION_LATE = "conclusion_late"
    """Ten working days after the visit; to the leaders of the area."""


class DutyReminder(SQLModel, table=True):
    """Påmindelse til en medarbejder: each goes once for a visit and its day, so a moved visit is told anew."""

    __tablename__ = "duty_reminder"
    __table_args__ = (sa.UniqueConstraint("kind", "visit_id", "account_id", "about_on"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: DutyKind = Field(sa_type=enum_type(DutyKind))
    visit_id: UUID = Field(foreign_key="visit.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    about_on: date
    sent_at: datetime


class DeadlineStage(StrEnum):
    """How near a legal deadline is when somebody is told."""

    WEEK_BEFORE = "week_before"
    DAY_BEFORE = "day_before"
    PASSED = "passed"


class DeadlineReminder(SQLModel, table=True):
    """Påmindelse om en frist: each goes once for a deadline and its day; a deadline that moved is told anew.

    ``what``, ``round`` and ``number`` name the deadline within its case as ``inspection.deadlines`` does.
    """

    __tablename__ = "deadline_reminder"
    __table_args__ = (sa.UniqueConstraint("stage", "case_id", "what", "round", "number", "about_on", "account_id"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    stage: str = Field(max_length=40)
    """A ``DeadlineStage``."""
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    what: str = Field(max_length=40)
    round: int
    number: int
    about_on: date
    account_id: UUID = Field(foreign_key="account.id", index=True)
    to_party: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    sent_at: datetime
