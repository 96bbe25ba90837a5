"""The table of weight sets that somebody proposed, as they were read, and what was decided about each."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class WeightSetOrigin(StrEnum):
    """Where the points come from."""

    DELIVERED = "delivered"
    """A set that comes with Husly, taken up again by a person."""
    BY_HAND = "by_hand"
    """Written by the authority."""
    FITTED = "fitted"
    """Proposed by ``husly risk fit`` from the authority's own visits."""


class WeightSetState(StrEnum):
    """What became of a proposal. Once decided it never changes: going back is a new row."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class WeightSet(SQLModel, table=True):
    """A weight set as it was proposed (``text`` is its YAML to the letter), and the decision on it.

    ``again`` tells that a set which had counted before is taken up again; only then may one person do both.
    ``valid_from`` is the first day on which an adopted set counts. ``evaluation`` is what a fit measured.
    """

    __tablename__ = "risk_weight_set"
    __table_args__ = (
        sa.CheckConstraint(
            "again OR state = 'withdrawn' OR decided_by IS NULL OR decided_by <> proposed_by", name="two_persons"
        ),
        sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_has_a_day"),
        sa.CheckConstraint("(state = 'adopted') = (valid_from IS NOT NULL)", name="adopted_has_a_start"),
        sa.Index(
            "ix_risk_weight_set_open_version",
            "version",
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        ),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: str = Field(max_length=40, index=True)
    origin: WeightSetOrigin = Field(sa_type=enum_type(WeightSetOrigin))
    again: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    text: str = Field(sa_type=sa.Text)
    sha256: str = Field(max_length=64)
    author: str = Field(max_length=200)
    reason: str = Field(sa_type=sa.Text)
    evaluation: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    state: WeightSetState = Field(default=WeightSetState.PROPOSED, sa_type=enum_type(WeightSetState))
    valid_from: date | None = None
    proposed_by: str = Field(max_length=64)
    proposed_by_name: str = Field(max_length=200)
    proposed_at: datetime
    decided_by: str | None = Field(default=None, max_length=64)
    decided_by_name: str | None = Field(default=None, max_length=200)
    decided_at: datetime | None = None
    decision_reason: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
