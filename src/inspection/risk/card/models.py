"""Table of evaluations that the authority made public."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class PublishedEvaluation(SQLModel, table=True):
    """One evaluation as the public reads it on the score card, small cells left out; the newest is shown.

    ``document`` is what ``publishing.cleaned`` made. The period is that of the visits evaluated, both days included.
    """

    __tablename__ = "published_evaluation"
    __table_args__ = (sa.CheckConstraint("period_from <= period_to", name="period_runs_forward"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    document: dict[str, Any] = Field(sa_type=sa.JSON)
    weights_version: str = Field(max_length=40)
    period_from: date
    period_to: date
    published_at: datetime = Field(index=True)
    published_by: str = Field(max_length=64)
    published_by_name: str = Field(max_length=200)
