"""Table of deviations from the order of the score."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id

LONGEST_REASON = 500


class DeviationKind(StrEnum):
    """What somebody decided."""

    PUT_FIRST = "put_first"
    PUT_OFF = "put_off"
    CHANGE_GROUP = "change_group"


class RiskDeviation(SQLModel, table=True):
    """Fravigelse: the order of one accommodation as a person decided it, beside the score, which stays as it is.

    ``counts_as`` is the place in points that lists and plans give it meanwhile; None for one that is put off. The last
    day is ``until_on``. A row is ended, never deleted.
    """

    __tablename__ = "risk_deviation"
    __table_args__ = (
        sa.CheckConstraint("reason <> ''", name="a_deviation_has_a_reason"),
        sa.CheckConstraint("(kind = 'change_group') = (to_group IS NOT NULL)", name="another_group_is_named"),
        sa.CheckConstraint("(kind = 'put_off') = (counts_as IS NULL)", name="put_off_counts_as_nothing"),
        sa.CheckConstraint("to_group BETWEEN 1 AND 4", name="to_one_of_four_groups"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    run_id: UUID = Field(foreign_key="risk_run.id")
    kind: DeviationKind = Field(sa_type=enum_type(DeviationKind))
    from_group: int
    to_group: int | None = None
    counts_as: int | None = None
    reason: str = Field(max_length=LONGEST_REASON)
    until_on: date = Field(index=True)
    made_at: datetime
    made_by: str = Field(max_length=64)
    made_by_name: str = Field(max_length=200)
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, max_length=64)
