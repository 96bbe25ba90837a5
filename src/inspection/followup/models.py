"""Tables of the follow-up of orders."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.followup.extensions import ExtensionState


class Via(StrEnum):
    """How something of the addressee came in."""

    CODE = "code"
    """By the code printed in the order, without an account."""
    HAND = "hand"
    """Written down by a caseworker."""


class ReportCode(SQLModel, table=True):
    """Kode: opens the follow-up of one order to whoever holds the letter. Only its fingerprint is kept here."""

    __tablename__ = "report_code"
    order_id: UUID = Field(foreign_key="injunction.id", primary_key=True)
    code_hash: str = Field(max_length=64, unique=True)


class ItemReport(SQLModel, table=True):
    """Melding om et punkt: what was done, and whether the authority accepted it. Decided once, then it stays."""

    __tablename__ = "item_report"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "number"),
        sa.CheckConstraint("(accepted IS NULL) = (decided_at IS NULL)", name="decided_with_a_day"),
        sa.CheckConstraint("accepted IS NULL OR decision_reason <> ''", name="decision_has_a_reason"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="injunction.id", index=True)
    item_id: UUID = Field(foreign_key="injunction_item.id", index=True)
    number: int
    """Counts the reports of an order; the evidence is named after it."""
    via: Via = Field(sa_type=enum_type(Via))
    done_on: date
    done: str = Field(sa_type=sa.Text)
    reported_at: datetime
    reported_by: str = Field(max_length=64)
    accepted: bool | None = None
    decision_reason: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=64)

    @property
    def evidence_id(self) -> str:
        """The name of this report as evidence in the case."""
        return f"M{self.number}"


class ReportFile(SQLModel, table=True):
    """Bilag til en melding: a photo drawn anew or a paper without code, found harmless."""

    __tablename__ = "item_report_file"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    report_id: UUID = Field(foreign_key="item_report.id", index=True)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=80)
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=sa.LargeBinary)


class ExtensionRequest(SQLModel, table=True):
    """Anmodning om udsættelse: asked with a reason; granted to a lawful day, or refused with a reason (U2)."""

    __tablename__ = "extension_request"
    __table_args__ = (
        sa.CheckConstraint("(state = 'granted') = (granted_to IS NOT NULL)", name="grant_has_a_day"),
        sa.CheckConstraint("state = 'asked' OR answer <> ''", name="decision_has_an_answer"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="injunction.id", index=True)
    item_id: UUID | None = Field(default=None, foreign_key="injunction_item.id")
    state: ExtensionState = Field(default=ExtensionState.ASKED, sa_type=enum_type(ExtensionState), index=True)
    via: Via = Field(sa_type=enum_type(Via))
    asked_until: date
    reason: str = Field(sa_type=sa.Text)
    asked_at: datetime
    asked_by: str = Field(max_length=64)
    due_before: date | None = None
    """The deadline that it asks to move, as it stood; it stays known."""
    granted_to: date | None = None
    answer: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=64)
