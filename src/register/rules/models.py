"""The table of local values: what an issuer sets above a pack, from draft to withdrawal."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class LocalRuleState(StrEnum):
    """Where a local value stands. Only an approved one holds, from its date; later states keep what held before."""

    DRAFT = "draft"
    TESTED = "tested"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class LocalIssuer(StrEnum):
    """Who can set a value above the national one."""

    MUNICIPALITY = "municipality"
    AGREEMENT = "agreement"


class LocalRule(SQLModel, table=True):
    """Lokal regel: a stricter value for a rule of a pack (``requirement_id``), or a rule of the issuer's own (without).

    ``base_hash`` is the pack's content that it was tested against, ``content_hash`` the overlay that was approved.
    ``ended_on`` is the first day on which it no longer holds, once superseded or withdrawn. ``version`` counts
    changes, so that of two persons at once one is told. ``writers`` are all who wrote it: none of them may approve.
    ``value`` of a rule that is to be kept (``op`` is) is 1.
    """

    __tablename__ = "local_rule"
    __table_args__ = (
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> drafted_by", name="two_persons"),
        sa.CheckConstraint("(issuer_kind = 'municipality') = (municipality_code IS NOT NULL)", name="names_its_place"),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'superseded') OR (approved_at IS NOT NULL AND content_hash IS NOT NULL)",
            name="approved_has_an_approval",
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ends_after_it_starts"),
        sa.Index(None, "municipality_code", "base_pack_id"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: int = 1
    state: LocalRuleState = Field(default=LocalRuleState.DRAFT, sa_type=enum_type(LocalRuleState))
    base_pack_id: str = Field(max_length=80)
    base_hash: str = Field(max_length=64)
    issuer_kind: LocalIssuer = Field(sa_type=enum_type(LocalIssuer))
    issuer_id: str = Field(max_length=60)
    issuer_name: str = Field(max_length=200)
    parties: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    municipality_code: str | None = Field(default=None, max_length=4)
    requirement_id: str | None = Field(default=None, max_length=120)
    measure: str = Field(max_length=80)
    op: str = Field(max_length=4)
    value: float
    unit: str = Field(max_length=20)
    reference_title: str = Field(max_length=200)
    reference_section: str = Field(max_length=80)
    reference_url: str = Field(max_length=500)
    reason: str = Field(sa_type=sa.Text)
    valid_from: date
    valid_to: date | None = None
    ended_on: date | None = None
    writers: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    drafted_by: str = Field(max_length=64)
    drafted_by_name: str = Field(max_length=200)
    drafted_at: datetime
    report: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    tested_at: datetime | None = None
    note: str = Field(default="", sa_type=sa.Text)
    approved_by: str | None = Field(default=None, max_length=64)
    approved_by_name: str | None = Field(default=None, max_length=200)
    approved_at: datetime | None = None
    content_hash: str | None = Field(default=None, max_length=64, index=True)
