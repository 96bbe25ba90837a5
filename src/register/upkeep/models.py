"""Tables of what is told of an accommodation between its versions, and of reminders sent. Nothing is overwritten."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class Pause(SQLModel, table=True):
    """Ikke i brug: days on which nobody lives in an accommodation, from ``from_on`` until it is ``back_on``.

    ``back_on`` is the first day of use. A pause that is changed or taken back is not deleted: it gets ``replaced_at``
    and, where only its end moved, a row of its own takes its place.
    """

    __tablename__ = "pause"
    __table_args__ = (
        sa.CheckConstraint("back_on > from_on", name="ends_after_it_starts"),
        sa.CheckConstraint("(replaced_at IS NULL) = (replaced_by IS NULL)", name="replaced_by_somebody"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    from_on: date
    back_on: date
    told_at: datetime
    told_by: str = Field(max_length=64)
    replaced_at: datetime | None = None
    replaced_by: str | None = Field(default=None, max_length=64)


class EndTold(SQLModel, table=True):
    """Ophør: that the last day of an accommodation was told or changed; ``before`` is what was known until then."""

    __tablename__ = "end_told"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    ends_on: date | None = None
    before: date | None = None
    told_at: datetime
    told_by: str = Field(max_length=64)


class Confirmation(SQLModel, table=True):
    """Bekræftelse: the employer says that what is declared is still so; no new version is made of it."""

    __tablename__ = "confirmation"
    __table_args__ = (sa.Index(None, "accommodation_id", "confirmed_at"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id")
    declaration_id: UUID = Field(foreign_key="declaration.id", index=True)
    confirmed_at: datetime
    confirmed_by: str = Field(max_length=64)


class ReminderKind(StrEnum):
    """What a reminder is about, and how near the day is."""

    DRAFT_7 = "draft_7"
    DRAFT_21 = "draft_21"
    RECONFIRM_30 = "reconfirm_30"
    RECONFIRM_7 = "reconfirm_7"
    RECONFIRM_OVERDUE = "reconfirm_overdue"
    ENDING = "ending"
    CLAIM_ENDING = "claim_ending"


class ReminderSent(SQLModel, table=True):
    """Påmindelse: one reminder about one row and one day, sent once. ``batch_id`` is the mail it stands in.

    ``row_id`` is of the accommodation, claim or draft; ``about_on`` the day that the reminder is about. The receivers
    are the employer's, or one account.
    """

    __tablename__ = "reminder_sent"
    __table_args__ = (sa.UniqueConstraint("kind", "row_id", "about_on"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: ReminderKind = Field(sa_type=enum_type(ReminderKind))
    row_id: UUID = Field(index=True)
    about_on: date
    batch_id: UUID = Field(index=True)
    employer_id: UUID | None = None
    account_id: UUID | None = None
    sent_at: datetime
