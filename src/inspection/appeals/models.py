"""The table of appeals."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.appeals.transitions import AppealState


class Appellant(StrEnum):
    """Who appeals."""

    ADDRESSEE = "addressee"
    """The party whom the decision addresses."""
    REPRESENTATIVE = "representative"
    OWNER = "owner"
    OTHER = "other"
    """Somebody else; whether he may appeal is for the appeal body to say."""


class Channel(StrEnum):
    """How an appeal came."""

    DIGITAL_POST = "digital_post"
    MAIL = "mail"
    EMAIL = "email"
    BY_HAND = "by_hand"


class Effect(StrEnum):
    """Whether the appeal stops the decision while it is open (*opsættende virkning*)."""

    PRINTED = "printed"
    """As the decision itself says: it does."""
    NONE = "none"
    """As the decision itself says, or because the appeal is late: it does not."""
    GRANTED = "granted"
    """By a decision of its own, with a reason."""
    REFUSED = "refused"
    """By a decision of its own, with a reason."""


class Appeal(SQLModel, table=True):
    """Klage over en afgørelse, against one issued letter: lodged, checked, reviewed, sent and decided in that order.

    ``due_on`` is the last day to appeal as the letter's own guidance and its delivery give it; None where either is
    missing, and then nothing is late. ``days_late`` counts days after it.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("days_late >= 0", name="days_late_not_negative"),
        sa.CheckConstraint("checked_on IS NULL OR checked_on >= lodged_on", name="checked_after_lodged"),
        sa.CheckConstraint("reviewed_on IS NULL OR reviewed_on >= checked_on", name="reviewed_after_checked"),
        sa.CheckConstraint("sent_on IS NULL OR sent_on >= checked_on", name="sent_after_checked"),
        sa.CheckConstraint("decided_on IS NULL OR decided_on >= lodged_on", name="decided_after_lodged"),
        sa.CheckConstraint("decided_on IS NULL OR sent_on IS NULL OR decided_on >= sent_on", name="decided_after_sent"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    number: int
    letter_id: UUID = Field(foreign_key="letter.id", index=True)
    order_id: UUID | None = Field(default=None, foreign_key="injunction.id")
    """The order that the letter is, where it is one; its deadlines are what the appeal can stop."""
    appellant: Appellant = Field(sa_type=enum_type(Appellant))
    appellant_name: str = Field(max_length=200)
    channel: Channel = Field(sa_type=enum_type(Channel))
    lodged_on: date
    grounds: str = Field(sa_type=sa.Text)
    body: str = Field(default="", max_length=200)
    due_on: date | None = None
    days_late: int = 0
    effect: Effect = Field(sa_type=enum_type(Effect))
    effect_reason: str = Field(default="", sa_type=sa.Text)
    effect_on: date | None = None
    state: AppealState = Field(sa_type=enum_type(AppealState), index=True)
    checked_on: date | None = None
    reviewed_on: date | None = None
    review: str = Field(default="", sa_type=sa.Text)
    sent_on: date | None = None
    sent_reference: str = Field(default="", max_length=80)
    decided_on: date | None = None
    decision: str = Field(default="", sa_type=sa.Text)
    received_at: datetime
    received_by: str = Field(max_length=64)
    received_by_name: str = Field(max_length=200)


class ChangeKind(StrEnum):
    """What an appeal does to a decision beside the order."""

    HELD = "held"
    """It held the decision back from ``since`` to ``until``; None while it still does."""
    CHANGED = "changed"
    """Its outcome set something else than the letter says."""


class AppealChange(SQLModel, table=True):
    """What an appeal did to a rehousing order, a prohibition or a fine; an order of a case has ``DueChange`` rows.

    ``about_id`` is the row of that decision; its columns hold what applies now. ``before`` and ``after`` name the
    columns with what stood and stands in them (days as ISO dates), so that every day can be explained later.
    """

    __tablename__ = "appeal_change"
    __table_args__ = (
        sa.CheckConstraint("until IS NULL OR until >= since", name="ends_after_it_begins"),
        sa.CheckConstraint("kind = 'held' OR until IS NULL", name="only_what_is_held_ends"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    appeal_id: UUID = Field(foreign_key="appeal.id", index=True)
    about_id: UUID = Field(index=True)
    kind: ChangeKind = Field(sa_type=enum_type(ChangeKind))
    since: date
    until: date | None = None
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    reason: str = Field(default="", sa_type=sa.Text)
    at: datetime
    by_id: str = Field(max_length=64)
