"""Table of what people changed in plans, each change with the rows before and after it, so that it can be undone."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class EditKind(StrEnum):
    """What somebody did to a plan."""

    MOVED = "moved"
    PUT_IN = "put_in"
    REMOVED = "removed"
    SWAPPED = "swapped"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    REPLANNED = "replanned"


class PlanEdit(SQLModel, table=True):
    """Planændring: one change of one draft, by whom, when and why.

    ``about`` names the visits and where they came from and went to. ``before`` and ``after`` hold the rows that
    differ (None: no row) and the parts of the plan's summary that follow from the tours. ``breaches`` are the rules
    that were set aside for ``reason``. ``version`` is that of the plan after the change; ``undone_version`` that after
    it was last undone or done again, and ``undone`` whether it is.
    """

    __tablename__ = "plan_edit"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    plan_id: UUID = Field(foreign_key="visit_plan.id", index=True)
    number: int
    kind: EditKind = Field(sa_type=enum_type(EditKind))
    about: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    reason: str = Field(default="", sa_type=sa.Text)
    breaches: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    version: int
    undone: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    undone_version: int | None = None
    undone_by_name: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    at: datetime
    by_id: str = Field(max_length=64)
    by_name: str = Field(max_length=200)
