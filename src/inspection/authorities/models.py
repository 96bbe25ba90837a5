"""Tables of authorities: how each signs its letters, and what it tells of complaints."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.enforcement.models import Addressee, LegalBasis
from inspection.letters.blocks import LetterKind


class Authority(SQLModel, table=True):
    """Myndighed: the letterhead of the state authority (``state``) or of a municipality (its code).

    Where there is no row, the settings ``authority_*`` are the letterhead.
    """

    __tablename__ = "authority"
    __table_args__ = (sa.CheckConstraint("name <> ''", name="has_a_name"),)
    code: str = Field(primary_key=True, max_length=8)
    name: str = Field(max_length=200)
    postal_address: str = Field(default="", max_length=400)
    cvr_number: str = Field(default="", max_length=8)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=254)
    privacy_url: str = Field(default="", max_length=400)
    signature_title: str = Field(default="", max_length=100)
    payment: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    changed_at: datetime
    changed_by: str = Field(max_length=64)


class ComplaintRule(SQLModel, table=True):
    """Klagevejledning: whom a decision can be complained of to, until when, with which effect (FVL § 25).

    ``authority``, ``legal_basis`` and ``addressee`` left out mean any. ``none_reason`` is a lawyer's decision that such
    a letter carries no guidance; then nothing else is said.
    """

    __tablename__ = "complaint_rule"
    __table_args__ = (
        sa.CheckConstraint("days >= 0 AND days <= 365 AND weeks >= 0 AND weeks <= 52", name="term_is_possible"),
        sa.CheckConstraint(
            "(none_reason <> '' AND body = '' AND suspends IS NULL AND days = 0 AND weeks = 0) OR "
            "(none_reason = '' AND body <> '' AND send_to <> '' AND suspends IS NOT NULL"
            " AND (days > 0) <> (weeks > 0))",
            name="guidance_or_reason",
        ),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: LetterKind = Field(sa_type=enum_type(LetterKind), index=True)
    authority: str = Field(default="", max_length=8)
    legal_basis: LegalBasis | None = Field(default=None, sa_type=enum_type(LegalBasis))
    addressee: Addressee | None = Field(default=None, sa_type=enum_type(Addressee))
    body: str = Field(default="", max_length=200)
    send_to: str = Field(default="", max_length=200)
    days: int = 0
    weeks: int = 0
    suspends: bool | None = None
    none_reason: str = Field(default="", sa_type=sa.Text)
    added_at: datetime
    added_by: str = Field(max_length=64)
    withdrawn_at: datetime | None = None
