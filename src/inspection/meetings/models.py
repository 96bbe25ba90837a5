"""Tables of case meetings: the meeting, its items, who took part, what was decided and how far it has come."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id

LONGEST = 2000


class ItemReason(StrEnum):
    """Why something stands on the list: by a rule, or because somebody put it there."""

    OTHER_AUTHORITY = "other_authority"
    JOINT_PROPOSED = "joint_proposed"
    ORDER_OVERDUE = "order_overdue"
    REFERRAL = "referral"
    REREGISTERED = "reregistered"
    SEVERAL_MUNICIPALITIES = "several_municipalities"
    BY_HAND = "by_hand"


class ActionState(StrEnum):
    """How far something decided has come."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class CaseMeeting(SQLModel, table=True):
    """Sagsmøde: authorities meet about chosen cases, usually once a month. ``municipality_code`` None: the country.

    ``minutes`` are our own and go to nobody; what another authority gets is made of the items that it may see.
    """

    __tablename__ = "case_meeting"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    authority: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    """Whose meeting it is: ``state``, a municipality's code, or empty for everybody's in the area."""
    municipality_code: str | None = Field(default=None, max_length=4, index=True)
    held_on: date = Field(index=True)
    place: str = Field(default="", max_length=200)
    minutes: str = Field(default="", sa_type=sa.Text)
    closed_at: datetime | None = None
    closed_by: str | None = Field(default=None, max_length=64)
    made_at: datetime
    made_by: str = Field(max_length=64)


class MeetingParticipant(SQLModel, table=True):
    """Deltager: an authority at a meeting and who came from it (people at work, no residents)."""

    __tablename__ = "meeting_participant"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "authority", "municipality_code"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    meeting_id: UUID = Field(foreign_key="case_meeting.id", index=True)
    authority: str = Field(max_length=40)
    municipality_code: str = Field(default="", max_length=4)
    """Which municipality; empty for every other authority."""
    people: str = Field(default="", max_length=500)


class MeetingItem(SQLModel, table=True):
    """Punkt på dagsordenen: a dwelling or an employer, what is known, what is asked, what was decided.

    ``facts`` are [key, values, for whom] out of the register, as it stood when the item was put on; no free text, so
    that no tip and no name of a resident gets in. ``shown_to`` are authorities; nobody sees it without ``legal_basis``.
    """

    __tablename__ = "meeting_item"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "position"),
        sa.UniqueConstraint("meeting_id", "subject_key"),
        sa.CheckConstraint("(dwelling_id IS NULL) <> (employer_id IS NULL)", name="about_one_thing"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    meeting_id: UUID = Field(foreign_key="case_meeting.id", index=True)
    position: int
    subject_key: str = Field(max_length=60)
    dwelling_id: UUID | None = Field(default=None, foreign_key="dwelling.id", index=True)
    employer_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)
    municipality_codes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    reason: ItemReason = Field(sa_type=enum_type(ItemReason))
    title: str = Field(max_length=300)
    facts: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    questions: str = Field(default="", sa_type=sa.Text)
    legal_basis: str = Field(default="", max_length=500)
    shown_to: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    decided: str = Field(default="", sa_type=sa.Text)


class MeetingAction(SQLModel, table=True):
    """Opgave fra et sagsmøde: which authority does what until when; carried over until it is done or dropped."""

    __tablename__ = "meeting_action"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    item_id: UUID = Field(foreign_key="meeting_item.id", index=True)
    authority: str = Field(max_length=40)
    what: str = Field(max_length=500)
    due_on: date
    state: ActionState = Field(default=ActionState.OPEN, sa_type=enum_type(ActionState), index=True)
    progress: str = Field(default="", max_length=LONGEST)
    moved_on: date | None = None
    """The day of the last progress, or on which it was done or dropped."""
    made_at: datetime
    made_by: str = Field(max_length=64)
