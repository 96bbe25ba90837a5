"""Table of inspection targets."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id

LONGEST_NOTE = 200
LONGEST_REASON = 500


class InspectionTarget(SQLModel, table=True):
    """Måltal for tilsyn: so many visits in a period, or such a share of the declared dwellings visited (PLAN-02).

    It holds for a municipality, a section of industry and a kind of dwelling; None or empty: any. ``share`` is
    from 0 to 1. A target is ended with a reason, never deleted.
    """

    __tablename__ = "inspection_target"
    __table_args__ = (
        sa.CheckConstraint("from_on <= to_on", name="period_in_order"),
        sa.CheckConstraint("(visits IS NULL) <> (share IS NULL)", name="visits_or_share"),
        sa.CheckConstraint("visits >= 1", name="at_least_one_visit"),
        sa.CheckConstraint("share > 0 AND share <= 1", name="share_is_a_share"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_because = '')", name="ended_with_a_reason"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    authority: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    """Whose target it is: ``state``, a municipality's code, or empty for everybody's in the area."""
    municipality_code: str | None = Field(default=None, max_length=4, index=True)
    sector: str = Field(default="", max_length=1)
    kind: str = Field(default="", max_length=40)
    from_on: date
    to_on: date = Field(index=True)
    visits: int | None = None
    share: float | None = None
    note: str = Field(default="", max_length=LONGEST_NOTE)
    made_at: datetime
    made_by: str = Field(max_length=64)
    made_by_name: str = Field(max_length=200)
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, max_length=64)
    ended_because: str = Field(default="", max_length=LONGEST_REASON)
