"""Tables of claims under a collective agreement."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class ClaimState(StrEnum):
    """Where a claim stands. That it has expired follows from its last day and is stored nowhere."""

    SUBMITTED = "submitted"
    MORE_ASKED = "more_asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNION_DECLINED = "union_declined"
    """The union does not pursue the matter: the authority supervises again (LOV 1445/2024 § 2(3))."""


class AgreementClaim(SQLModel, table=True):
    """Overenskomstundtagelse: an employer says that an agreement has equivalent rules (LOV 1445/2024 § 2).

    Without an accommodation it concerns every one of the employer's. ``covered`` is how many residents the agreement
    covers; None is all of them. ``in_force_from`` and ``in_force_to`` (both included) are set by the authority's
    decision; the act does not apply in between. ``earlier`` keeps what earlier versions said.
    """

    __tablename__ = "agreement_claim"
    __table_args__ = (
        sa.CheckConstraint("valid_to >= valid_from", name="ends_after_it_starts"),
        sa.CheckConstraint("covered IS NULL OR covered > 0", name="somebody_is_covered"),
        sa.CheckConstraint("covered IS NULL OR accommodation_id IS NOT NULL", name="a_number_is_of_one_place"),
        sa.CheckConstraint("(in_force_from IS NULL) = (in_force_to IS NULL)", name="force_is_a_period"),
        sa.CheckConstraint("state <> 'accepted' OR in_force_from IS NOT NULL", name="accepted_is_in_force"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    accommodation_id: UUID | None = Field(default=None, foreign_key="accommodation.id", index=True)
    agreement: str = Field(max_length=200)
    parties: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    workers: str = Field(max_length=400)
    covered: int | None = None
    valid_from: date
    valid_to: date
    state: ClaimState = Field(default=ClaimState.SUBMITTED, sa_type=enum_type(ClaimState), index=True)
    version: int = 1
    note: str = Field(default="", sa_type=sa.Text)
    in_force_from: date | None = None
    in_force_to: date | None = None
    union_asked_on: date | None = None
    union_answered_on: date | None = None
    union_pursues: bool | None = None
    earlier: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    claimed_at: datetime
    claimed_by: str = Field(max_length=64)


class AgreementEvidence(SQLModel, table=True):
    """Dokumentation: a file that shows the coverage. Never changed or deleted; ``sha256`` is of ``content``."""

    __tablename__ = "agreement_evidence"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    claim_id: UUID = Field(foreign_key="agreement_claim.id", index=True)
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=40)
    sha256: str = Field(max_length=64)
    size_bytes: int
    content: bytes = Field(sa_type=sa.LargeBinary)
    uploaded_at: datetime
    uploaded_by: str = Field(max_length=64)
