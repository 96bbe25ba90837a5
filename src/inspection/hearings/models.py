"""Tables of replies in a hearing, point by point, their files, and requests for more time."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.hearings.postponements import PostponementState, RefusalGround


class ReplyChannel(StrEnum):
    """How a reply or a request reached the authority."""

    CODE = "code"
    """Typed by the party on the page behind the code of the letter."""
    HAND = "hand"
    """A letter, a mail or a call, typed in by a caseworker."""


class HearingReply(SQLModel, table=True):
    """Høringssvar: one reply of the party, as it came. Rows are only ever added; ``number`` counts within the hearing.

    ``is_late``: it came after the deadline and before the decision, and is weighed all the same.
    """

    __tablename__ = "hearing_reply"
    __table_args__ = (sa.UniqueConstraint("hearing_id", "number"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    hearing_id: UUID = Field(foreign_key="hearing.id", index=True)
    number: int
    receipt: str = Field(max_length=40, unique=True)
    channel: ReplyChannel = Field(sa_type=enum_type(ReplyChannel))
    received_on: date
    received_at: datetime
    is_late: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    digest: str = Field(max_length=64)
    """Of what was sent: the button pressed twice gives the first receipt again."""


class HearingPoint(SQLModel, table=True):
    """Bemærkning: what the party says about one finding, or about all (``finding_id`` None), and how it was weighed."""

    __tablename__ = "hearing_point"
    __table_args__ = (
        sa.UniqueConstraint("reply_id", "position"),
        sa.CheckConstraint("(considered_at IS NULL) = (consideration = '')", name="considered_in_words"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    reply_id: UUID = Field(foreign_key="hearing_reply.id", index=True)
    hearing_id: UUID = Field(foreign_key="hearing.id", index=True)
    finding_id: UUID | None = Field(default=None, foreign_key="finding.id")
    position: int
    about: str = Field(default="", max_length=240)
    """The number and title of the finding as the party read them; empty for what is said in general."""
    text: str = Field(sa_type=sa.Text)
    consideration: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    considered_at: datetime | None = None
    considered_by: str | None = Field(default=None, max_length=64)


class HearingReplyFile(SQLModel, table=True):
    """Bilag: a picture or paper that came with a reply. ``sha256`` is of ``content``."""

    __tablename__ = "hearing_reply_file"
    __table_args__ = (sa.UniqueConstraint("reply_id", "position"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    reply_id: UUID = Field(foreign_key="hearing_reply.id", index=True)
    position: int
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=40)
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=sa.LargeBinary)


class Postponement(SQLModel, table=True):
    """Udsættelse: the party asks for more time to speak, and what was decided (FVL § 21)."""

    __tablename__ = "hearing_postponement"
    __table_args__ = (
        sa.UniqueConstraint("hearing_id", "number"),
        sa.CheckConstraint("(state = 'granted') = (granted_until IS NOT NULL)", name="granted_has_a_day"),
        sa.CheckConstraint("(state = 'refused') = (refusal_ground IS NOT NULL)", name="refused_has_a_ground"),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided_once"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    hearing_id: UUID = Field(foreign_key="hearing.id", index=True)
    number: int
    channel: ReplyChannel = Field(sa_type=enum_type(ReplyChannel))
    asked_at: datetime
    asked_until: date | None = None
    reason: str = Field(sa_type=sa.Text)
    state: PostponementState = Field(default=PostponementState.ASKED, sa_type=enum_type(PostponementState))
    granted_until: date | None = None
    refusal_ground: RefusalGround | None = Field(default=None, sa_type=enum_type(RefusalGround))
    decision_reason: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=64)


class InformationReply(SQLModel, table=True):
    """Svar på oplysningsanmodning: what came back on a request for information, typed in by a caseworker."""

    __tablename__ = "information_reply"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letter.id", unique=True)
    received_on: date
    text: str = Field(sa_type=sa.Text)
    recorded_at: datetime
    recorded_by: str = Field(max_length=64)
