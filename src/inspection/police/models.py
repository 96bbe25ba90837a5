"""Table of reports to the police."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.police.transitions import ReportState


class PoliceReport(SQLModel, table=True):
    """Politianmeldelse: whom, when, where, which provisions; its letter is no part of the party's file (REF-16)."""

    __tablename__ = "police_report"
    __table_args__ = (
        sa.CheckConstraint("act_to >= act_from", name="act_in_order"),
        sa.CheckConstraint("proposed_fine IS NULL OR proposed_fine > 0", name="fine_is_positive"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="second_person"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    round: int
    state: ReportState = Field(default=ReportState.PROPOSED, sa_type=enum_type(ReportState), index=True)
    letter_id: UUID | None = Field(default=None, foreign_key="letter.id")
    district: str = Field(max_length=200)
    district_address: str = Field(max_length=400)
    act_from: date
    act_to: date
    act: str = Field(sa_type=sa.Text)
    provisions: str = Field(sa_type=sa.Text)
    witnesses: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    """By role only: names and addresses are given to the police when they ask."""
    proposed_fine: int | None = None
    fine_source: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    contact: str = Field(max_length=200)
    number: str = Field(default="", max_length=80, sa_column_kwargs={"server_default": ""})
    outcome: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    proposed_at: datetime
    proposed_by: str = Field(max_length=64)
    proposed_by_name: str = Field(max_length=200)
    approved_at: datetime | None = None
    approved_by: str | None = Field(default=None, max_length=64)
    approved_by_name: str | None = Field(default=None, max_length=200)
    moved_at: datetime
