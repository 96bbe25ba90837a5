"""Tables of referrals: who is told what, concerns of trafficking, contacts, what others tell us, what was forwarded."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.referrals.transitions import ReferralMove, ReferralState
from inspection.referrals.words import Closure, ContactLevel, Notify, Origin, ReferralReason, StatusBy, VictimStatus


class Frozen(SQLModel):
    """What was sent, as it was sent (G1, L9): kept with its hash, whatever changes later."""

    content: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    pdf: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    sha256: str | None = Field(default=None, max_length=64)
    banner: str = Field(default="", max_length=80, sa_column_kwargs={"server_default": ""})
    issued_at: datetime | None = None
    issued_by: str | None = Field(default=None, max_length=64)
    issued_by_name: str | None = Field(default=None, max_length=200)
    outbox_message_id: UUID | None = None
    dispatched_at: datetime | None = None


class TraffickingConcern(SQLModel, table=True):
    """Mistanke om menneskehandel: signs seen at an address, never a victim's words or whereabouts (PRIV-10, -11).

    One concern makes the drafts to the police and to Center mod Menneskehandel; telling one only has a reason (REF-09).
    """

    __tablename__ = "trafficking_concern"
    __table_args__ = (
        sa.CheckConstraint("notify = 'both' OR one_only_reason <> ''", name="telling_one_has_a_reason"),
        sa.CheckConstraint("(status = 'suspicion') = (status_by IS NULL)", name="status_is_decided_by_another"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    municipality_code: str = Field(max_length=4, index=True)
    notify: Notify = Field(default=Notify.BOTH, sa_type=enum_type(Notify))
    one_only_reason: str = Field(default="", sa_type=sa.Text)
    status: VictimStatus = Field(default=VictimStatus.SUSPICION, sa_type=enum_type(VictimStatus))
    status_by: StatusBy | None = Field(default=None, sa_type=enum_type(StatusBy))
    status_on: date | None = None
    child_concerned: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    municipality_contacted_on: date | None = None
    interview_on: date | None = None
    created_at: datetime
    created_by: str = Field(max_length=64)


class Referral(Frozen, table=True):
    """Underretning: one authority told of one address, by a decision of a named person (REF-07).

    ``employer`` holds name, number, contact, phone, email. ``recipient`` is the contact it went to, as it was then.
    A ``confined`` one is seen by decision-makers and its author alone. ``reply_hash`` is that of the receiver's code.
    """

    __tablename__ = "referral"
    __table_args__ = (
        sa.CheckConstraint("(issued_at IS NULL) = (pdf IS NULL)", name="issued_means_frozen"),
        sa.CheckConstraint("(pdf IS NULL) = (sha256 IS NULL)", name="frozen_has_a_hash"),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
        sa.CheckConstraint("state <> 'closed' OR closure IS NOT NULL", name="closed_with_a_reason"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(max_length=20, unique=True)
    case_id: UUID | None = Field(default=None, foreign_key="inspection_case.id", index=True)
    report_id: UUID | None = Field(default=None, index=True)
    dwelling_id: UUID | None = Field(default=None, foreign_key="dwelling.id", index=True)
    concern_id: UUID | None = Field(default=None, foreign_key="trafficking_concern.id", index=True)
    confined: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    municipality_code: str = Field(max_length=4, index=True)
    address: str = Field(max_length=300)
    dar_id: str = Field(default="", max_length=36)
    address_checked_by: str | None = Field(default=None, max_length=64)
    receiver: str = Field(max_length=40)
    receiver_municipality_code: str = Field(default="", max_length=4)
    state: ReferralState = Field(default=ReferralState.DRAFTED, sa_type=enum_type(ReferralState), index=True)
    reason: ReferralReason = Field(sa_type=enum_type(ReferralReason))
    reason_words: str = Field(default="", max_length=300)
    observed: str = Field(default="", sa_type=sa.Text)
    observed_on: date | None = None
    origin: Origin = Field(default=Origin.OWN_VISIT, sa_type=enum_type(Origin))
    plan: str = Field(default="", max_length=300)
    residents: int | None = None
    children: str = Field(default="", max_length=300)
    employer: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    employer_unknown_reason: str = Field(default="", max_length=300)
    request: str = Field(default="", sa_type=sa.Text)
    basis: str = Field(default="", max_length=40)
    necessity: str = Field(default="", sa_type=sa.Text)
    purpose: str = Field(default="", sa_type=sa.Text)
    sender_name: str = Field(default="", max_length=200)
    sender_phone: str = Field(default="", max_length=40)
    sender_email: str = Field(default="", max_length=254)
    municipality_told_on: date | None = None
    created_at: datetime
    created_by: str = Field(max_length=64)
    created_by_name: str = Field(max_length=200)
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=64)
    decided_by_name: str | None = Field(default=None, max_length=200)
    recipient: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    reply_hash: str | None = Field(default=None, max_length=64, unique=True)
    due_on: date | None = Field(default=None, index=True)
    reminded_on: date | None = None
    acknowledged_on: date | None = None
    acknowledged_by_code: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    receiver_person: str = Field(default="", max_length=200)
    receiver_number: str = Field(default="", max_length=80)
    receiver_plan: str = Field(default="", sa_type=sa.Text)
    receiver_by_on: date | None = None
    outcome: str = Field(default="", sa_type=sa.Text)
    closure: Closure | None = Field(default=None, sa_type=enum_type(Closure))

    def is_overdue(self, today: date) -> bool:
        """Whether nobody has acknowledged it and the day for that has passed (U8)."""
        return self.state is ReferralState.SENT and self.due_on is not None and self.due_on < today

    @property
    def has_not_left(self) -> bool:
        """Sent, but its letter still waits in the outbox."""
        return self.state is ReferralState.SENT and self.dispatched_at is None


class ReferralStep(SQLModel, table=True):
    """Skridt i en underretning: one move, who made it and when, and what was said to it. Rows are only ever added."""

    __tablename__ = "referral_step"
    __table_args__ = (sa.UniqueConstraint("referral_id", "position"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    position: int
    move: ReferralMove | None = Field(default=None, sa_type=enum_type(ReferralMove))
    target: ReferralState = Field(sa_type=enum_type(ReferralState))
    at: datetime
    by_id: str = Field(max_length=64)
    by_name: str = Field(max_length=200)
    note: str = Field(default="", sa_type=sa.Text)


class ReceiverContact(SQLModel, table=True):
    """Kontakt hos en modtager: local, national lead or deputy (REF-10); the empty municipality is the whole country."""

    __tablename__ = "receiver_contact"
    __table_args__ = (sa.UniqueConstraint("receiver", "municipality_code", "level"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    receiver: str = Field(max_length=40)
    municipality_code: str = Field(default="", max_length=4)
    level: ContactLevel = Field(sa_type=enum_type(ContactLevel))
    organisation: str = Field(max_length=200)
    person: str = Field(max_length=200)
    postal_address: str = Field(max_length=300)
    phone: str = Field(max_length=40)
    email: str = Field(max_length=254)
    changed_at: datetime
    changed_by: str = Field(max_length=64)

    @property
    def is_complete(self) -> bool:
        """Whether a letter can go to it and somebody can be called."""
        return all((self.organisation, self.person, self.postal_address, self.phone, self.email))


class IncomingReferral(SQLModel, table=True):
    """Underretning fra en anden myndighed: received from whom, about which address, what they ask, answer due."""

    __tablename__ = "incoming_referral"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    received_on: date
    sender: str = Field(max_length=40)
    sender_contact: str = Field(max_length=300)
    sender_number: str = Field(default="", max_length=80)
    address: str = Field(max_length=300)
    municipality_code: str = Field(max_length=4, index=True)
    asks: str = Field(sa_type=sa.Text)
    answer_due_on: date = Field(index=True)
    answered_on: date | None = None
    answer: str = Field(default="", sa_type=sa.Text)
    created_at: datetime
    created_by: str = Field(max_length=64)


class ForwardedEnquiry(Frozen, table=True):
    """Videresendt henvendelse (FVL § 7(2)): what belonged elsewhere, to whom it went and why; the sender is told."""

    __tablename__ = "forwarded_enquiry"
    __table_args__ = (sa.CheckConstraint("(issued_at IS NULL) = (pdf IS NULL)", name="issued_means_frozen"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(max_length=20, unique=True)
    municipality_code: str = Field(default="", max_length=4, index=True)
    received_on: date
    forwarded_on: date
    subject: str = Field(max_length=300)
    sender_name: str = Field(default="", max_length=200)
    sender_address: str = Field(default="", max_length=300)
    receiver: str = Field(max_length=40)
    receiver_name: str = Field(max_length=200)
    why: str = Field(sa_type=sa.Text)
    late_reason: str = Field(default="", max_length=300)
    created_at: datetime
    created_by: str = Field(max_length=64)
    created_by_name: str = Field(max_length=200)
