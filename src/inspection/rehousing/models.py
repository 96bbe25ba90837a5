"""Tables of rehousing orders, the residents they are about (by key alone) and the places proposed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.rehousing.rehousing_facts import RehousingPower
from inspection.rehousing.transitions import RehousingState

LONGEST_WORDS = 2000


class Payer(StrEnum):
    """Who pays for the other housing (OPEN-07); chosen with its legal basis, never assumed."""

    EMPLOYER = "employer"
    OWNER = "owner"
    AUTHORITY = "authority"


class ResidentOutcome(StrEnum):
    """How it ended for one resident."""

    OPEN = "open"
    MOVED = "moved"
    DECLINED = "declined"


class ConfirmedBy(StrEnum):
    """How the authority knows it."""

    INSPECTOR = "inspector"
    """An inspector saw it."""
    RESIDENT = "resident"
    """The resident said so by his code."""
    EMPLOYER = "employer"
    """The employer sent proof."""


class ProposedBy(StrEnum):
    """Who named a place: the authority from the register, or the employer."""

    AUTHORITY = "authority"
    EMPLOYER = "employer"


class RehousingOrder(SQLModel, table=True):
    """Påbud om genhusning: a child of a housing order or prohibition; whom, from when, until when, who pays.

    ``until_on`` None means until the measures of the parent are done.
    """

    __tablename__ = "rehousing_order"
    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),
        sa.CheckConstraint("(payer IS NULL) = (payer_law = '')", name="payer_has_a_legal_basis"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> drafted_by", name="second_person"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    round: int
    parent_letter_id: UUID = Field(foreign_key="letter.id")
    letter_id: UUID | None = Field(default=None, foreign_key="letter.id")
    state: RehousingState = Field(default=RehousingState.DRAFTED, sa_type=enum_type(RehousingState), index=True)
    not_feasible: str = Field(sa_type=sa.Text)
    necessary: str = Field(sa_type=sa.Text)
    from_on: date
    until_on: date | None = None
    payer: Payer | None = Field(default=None, sa_type=enum_type(Payer))
    payer_law: str = Field(default="", max_length=300)
    informed: str = Field(default="", sa_type=sa.Text)
    proof_due_on: date
    heard_about: str = Field(default="", sa_type=sa.Text)
    power: RehousingPower = Field(sa_type=enum_type(RehousingPower))
    """Whether the operator had decided that the law gives the power, when it was last approved."""
    reason: str = Field(default="", sa_type=sa.Text)
    """Why it was withdrawn, suspended or resumed last."""
    drafted_by: str = Field(max_length=64)
    drafted_by_name: str = Field(max_length=200)
    drafted_at: datetime
    approved_by: str | None = Field(default=None, max_length=64)
    approved_by_name: str | None = Field(default=None, max_length=200)
    approved_at: datetime | None = None
    ended_at: datetime | None = None


class RehousedResident(SQLModel, table=True):
    """One resident of an order, by a key that means nothing elsewhere (B-01). No name, ever.

    ``code`` is what the resident's own paper carries, so that he can tell without an account; it is kept readable
    because the paper is printed again.
    """

    __tablename__ = "rehoused_resident"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "key"),
        sa.CheckConstraint("(outcome = 'open') = (told_at IS NULL)", name="an_outcome_was_told"),
        sa.CheckConstraint("(outcome = 'open') = (confirmed_by IS NULL)", name="an_outcome_is_confirmed"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="rehousing_order.id", index=True)
    key: str = Field(max_length=10)
    group_label: str = Field(default="", max_length=20)
    code: str = Field(max_length=12, unique=True)
    outcome: ResidentOutcome = Field(default=ResidentOutcome.OPEN, sa_type=enum_type(ResidentOutcome))
    outcome_on: date | None = None
    dwelling_id: UUID | None = Field(default=None, foreign_key="dwelling.id")
    place: str = Field(default="", max_length=300)
    """Where to, as told, when it is no dwelling of the register."""
    confirmed_by: ConfirmedBy | None = Field(default=None, sa_type=enum_type(ConfirmedBy))
    note: str = Field(default="", sa_type=sa.Text)
    told_at: datetime | None = None
    told_by: str = Field(default="", max_length=64)


class RehousingPlace(SQLModel, table=True):
    """A place proposed for some of the residents, with what the check said that day. It binds nobody.

    ``groups`` names who would live there; ``in_letter`` whether the authority decided to name it to the addressee.
    """

    __tablename__ = "rehousing_place"
    __table_args__ = (sa.UniqueConstraint("order_id", "dwelling_id"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="rehousing_order.id", index=True)
    dwelling_id: UUID = Field(foreign_key="dwelling.id")
    proposed_by: ProposedBy = Field(sa_type=enum_type(ProposedBy))
    groups: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    persons: int
    free: int | None = None
    distance_km: float | None = None
    problems: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    in_letter: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    at: datetime
    by_id: str = Field(max_length=64)
    by_name: str = Field(max_length=200)
