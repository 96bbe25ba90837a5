"""The table of evaluations."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class RiskEvaluation(SQLModel, table=True):
    """One evaluation of a weight set on the authority's own visits of a period. Rows are only ever added.

    ``document`` is what ``of_register.evaluate_register`` made: counts and figures, no single visit in it.
    """

    __tablename__ = "risk_evaluation"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    from_on: date
    to_on: date
    weights_version: str = Field(max_length=40)
    visits: int
    document: dict[str, Any] = Field(sa_type=sa.JSON)
    made_at: datetime = Field(index=True)
    made_by: str = Field(max_length=64)
