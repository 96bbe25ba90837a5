"""Tables of risk runs and their scores."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class RiskRun(SQLModel, table=True):
    """One scoring of the whole register as of a date, under one weight set; older runs are kept (K3)."""

    __tablename__ = "risk_run"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    as_of: date
    weights_version: str = Field(max_length=40)
    scored_at: datetime = Field(index=True)
    scored_by: str = Field(max_length=64)
    accommodations: int | None = None
    """How many were scored; None while the run is under way, and such a run is never shown."""


class RiskScore(SQLModel, table=True):
    """One accommodation's score in one run. It orders visits and is never evidence (RISK-02).

    ``points`` holds the factors that gave any ({factor: points}), ``features`` what was known ({feature: value};
    "inf" where there is no toilet at all), so that the score can be explained as it was.
    """

    __tablename__ = "risk_score"
    __table_args__ = (
        sa.Index(None, "run_id", "score"),
        sa.Index(None, "run_id", "municipality_code", "score"),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name="score_is_within_bounds"),
        sa.CheckConstraint("risk_group BETWEEN 1 AND 4", name="risk_group_is_one_of_four"),
    )
    run_id: UUID = Field(foreign_key="risk_run.id", primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", primary_key=True)
    municipality_code: str = Field(max_length=4)
    employer_id: UUID
    kind: str = Field(default="", max_length=40)
    score: int
    risk_group: int
    points: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    features: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
