"""Table of prohibitions of use."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.prohibitions.transitions import ProhibitionState


class Prohibition(SQLModel, table=True):
    """Forbud mod beboelse (kondemnering): what may not be lived in, until when it must be left, and who is told.

    ``part`` is empty for the whole building. ``recipients`` holds ``{role, name, address, form, cvr_number,
    foreign_number}``; tenants are never named. One that corrects another (``corrects_id``) says what was wrong in it
    and what holds, and takes its place when it is issued; until then the other stands. ``history`` holds each move with
    who, when and why; rows are only added to it.
    """

    __tablename__ = "prohibition"
    __table_args__ = (sa.CheckConstraint("approved_by IS NULL OR approved_by <> drafted_by", name="second_person"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    round: int
    state: ProhibitionState = Field(default=ProhibitionState.DRAFTED, sa_type=enum_type(ProhibitionState))
    part: str = Field(default="", max_length=300)
    imminent: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    danger: str = Field(sa_type=sa.Text)
    considerations: str = Field(default="", sa_type=sa.Text)
    move_out_on: date
    replacement: str = Field(default="", sa_type=sa.Text)
    rehousing_note: str = Field(default="", sa_type=sa.Text)
    rehousing_override: str = Field(default="", sa_type=sa.Text)
    hearing_waiver_reason: str = Field(default="", sa_type=sa.Text)
    recipients: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    corrects_id: UUID | None = Field(default=None, foreign_key="prohibition.id")
    correction_wrong: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    correction_holds: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    history: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    drafted_by: str = Field(max_length=64)
    drafted_by_name: str = Field(max_length=200)
    drafted_at: datetime
    approved_by: str | None = Field(default=None, max_length=64)
    approved_by_name: str | None = Field(default=None, max_length=200)
    approved_at: datetime | None = None
