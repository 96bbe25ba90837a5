"""Table of fines."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.fines.kinds import FineKind
from inspection.fines.transitions import FineState


class Fine(SQLModel, table=True):
    """Bøde: the amount is typed with its source in law by whoever proposes it; there is no default (ORD-12).

    ``amount`` is in kroner, of a fine a day for each day. ``stops_on`` is the last day that counts, ``begins_on`` the
    first one that no earlier notice has charged; None where there is none.
    """

    __tablename__ = "fine"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount_is_positive"),
        sa.CheckConstraint("cap IS NULL OR cap > 0", name="cap_is_positive"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="second_person"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    order_id: UUID | None = Field(default=None, foreign_key="injunction.id", index=True)
    kind: FineKind = Field(sa_type=enum_type(FineKind))
    state: FineState = Field(default=FineState.PROPOSED, sa_type=enum_type(FineState), index=True)
    amount: int
    cap: int | None = None
    stops_on: date | None = None
    begins_on: date | None = None
    legal_source: str = Field(sa_type=sa.Text)
    reason: str = Field(sa_type=sa.Text)
    payment_days: int = 14
    proposed_at: datetime
    proposed_by: str = Field(max_length=64)
    proposed_by_name: str = Field(max_length=200)
    approved_at: datetime | None = None
    approved_by: str | None = Field(default=None, max_length=64)
    approved_by_name: str | None = Field(default=None, max_length=200)
    issued_total: int | None = None
    """What the notice asked for, frozen with it."""
    note: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    """What was told at the last move: why withdrawn, how paid."""
    moved_at: datetime
