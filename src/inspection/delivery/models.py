"""Tables of deliveries, what happened to each, and print bundles."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.delivery.transitions import Channel, DeliveryMove, DeliveryState


class PrintBundle(SQLModel, table=True):
    """Printbunke: the paper letters of one posting, in the order of their addresses. The PDF is made anew from them."""

    __tablename__ = "print_bundle"
    __table_args__ = (sa.UniqueConstraint("posted_on", "number"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    posted_on: date
    number: int
    made_at: datetime
    made_by: str = Field(max_length=64)
    made_by_name: str = Field(max_length=200)
    letters: int

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.posted_on.isoformat()}-{self.number}"


class LetterDelivery(SQLModel, table=True):
    """Forsendelse: one issued letter on its way to one recipient; what happened stands in ``DeliveryEvent``.

    A copy (``is_copy``) goes to somebody besides the recipient of the decision and moves no deadline. ``round`` counts
    how often it was sent, so that a message sent again is another message. ``link_code`` stands here only until the
    mail that tells it has left; then its hash alone is kept.
    """

    __tablename__ = "letter_delivery"
    __table_args__ = (
        sa.CheckConstraint("state NOT IN ('delivered', 'read') OR delivered_on IS NOT NULL", name="arrived_has_a_day"),
        sa.CheckConstraint("link_code IS NULL OR link_hash IS NOT NULL", name="code_has_a_hash"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letter.id", index=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    is_copy: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    name: str = Field(max_length=200)
    postal_address: str = Field(default="", sa_type=sa.Text)
    cvr_number: str = Field(default="", max_length=8)
    other_number: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=254)
    language: str = Field(default="da", max_length=2)
    channel: Channel = Field(sa_type=enum_type(Channel))
    state: DeliveryState = Field(default=DeliveryState.QUEUED, sa_type=enum_type(DeliveryState), index=True)
    round: int = 1
    queued_at: datetime
    sent_at: datetime | None = None
    delivered_on: date | None = None
    problem: str = Field(default="", sa_type=sa.Text)
    outbox_message_id: UUID | None = Field(default=None, index=True)
    bundle_id: UUID | None = Field(default=None, foreign_key="print_bundle.id", index=True)
    link_code: str | None = Field(default=None, max_length=20)
    link_hash: str | None = Field(default=None, max_length=64, unique=True)
    link_expires_at: datetime | None = None
    link_opened_at: datetime | None = None
    link_wrong: int = 0
    link_locked_until: datetime | None = None


class DeliveryEvent(SQLModel, table=True):
    """Forsendelseshændelse: one move of a delivery, when, by whom or what; never changed."""

    __tablename__ = "delivery_event"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    delivery_id: UUID = Field(foreign_key="letter_delivery.id", index=True)
    move: DeliveryMove | None = Field(default=None, sa_type=enum_type(DeliveryMove))
    state: DeliveryState = Field(sa_type=enum_type(DeliveryState))
    channel: Channel = Field(sa_type=enum_type(Channel))
    source: str = Field(max_length=20)
    note: str = Field(default="", sa_type=sa.Text)
    proof_name: str = Field(default="", max_length=200)
    proof: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    at: datetime
    by_id: str = Field(max_length=64)
    by_name: str = Field(max_length=200)
