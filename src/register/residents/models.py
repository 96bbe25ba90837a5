"""Tables of reports. No moment finer than the day, no address of a sender, no account: nothing leads to who wrote."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class TipSource(StrEnum):
    """Who writes, as he says himself."""

    RESIDENT = "resident"
    CITIZEN = "citizen"
    UNION = "union"
    LANDLORD = "landlord"
    AUTHORITY = "authority"


class ReportKind(StrEnum):
    """What is wrong, as a resident would say it."""

    MORE_PEOPLE = "more_people"
    FEWER_PEOPLE = "fewer_people"
    ROOM_TOO_SMALL = "room_too_small"
    NO_WINDOW = "no_window"
    DAMP = "damp"
    NO_HEATING = "no_heating"
    NO_TOILET = "no_toilet"
    WATER = "water"
    FIRE_DANGER = "fire_danger"
    LOCKED_IN = "locked_in"
    RENT_FROM_WAGE = "rent_from_wage"
    PAPERS_TAKEN = "papers_taken"
    OTHER = "other"


URGENT = frozenset({ReportKind.FIRE_DANGER, ReportKind.LOCKED_IN, ReportKind.PAPERS_TAKEN})
"""Danger to life, or a sign of forced labour that police and CMM are told of at once (REF-09)."""


class ReportState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of a report."""

    ACTED = "acted"
    NO_FAULT = "no_fault"
    NOT_FOUND = "not_found"
    PASSED_ON = "passed_on"
    NOT_OURS = "not_ours"
    ALREADY_KNOWN = "already_known"
    CONFIRMED = "confirmed"


class AddressOrigin(StrEnum):
    """Where an address that nobody declared was heard of."""

    TIP = "tip"
    VISIT = "visit"


class UnverifiedAddress(SQLModel, table=True):
    """Adresse, der ikke er anmeldt: heard of, not verified, made by an officer (REG-05). It is no dwelling yet."""

    __tablename__ = "unverified_address"
    __table_args__ = (sa.CheckConstraint("length(municipality_code) = 4", name="municipality_code_has_four_digits"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    address_key: str = Field(max_length=200, unique=True)
    street: str = Field(max_length=120)
    house_number: str = Field(max_length=10)
    unit: str = Field(default="", max_length=40)
    postcode: str = Field(max_length=4)
    postal_town: str = Field(max_length=60)
    municipality_code: str = Field(max_length=4, index=True)
    origin: AddressOrigin = Field(sa_type=enum_type(AddressOrigin))
    recorded_at: datetime
    recorded_by: str = Field(max_length=64)

    @property
    def address(self) -> str:
        """The address on one line."""
        unit = f", {self.unit}" if self.unit else ""
        return f"{self.street} {self.house_number}{unit}, {self.postcode} {self.postal_town}"


class Report(SQLModel, table=True):
    """Henvendelse: what somebody reports or confirms about a dwelling (PRIV-04).

    ``follow_hash`` and ``form_hash`` are hashes of the sender's code and of the form he sent (so that a second press
    stores nothing twice). ``is_sealed`` says that the audit trail holds its digest; that happens on a later day or when
    it is first read, so that its place in the trail tells no hour.
    """

    __tablename__ = "resident_report"
    __table_args__ = (
        sa.CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="closed_with_an_outcome"),
        sa.CheckConstraint("accommodation_id IS NULL OR dwelling_id IS NOT NULL", name="dwelling_of_accommodation"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID | None = Field(default=None, foreign_key="accommodation.id", index=True)
    dwelling_id: UUID | None = Field(default=None, foreign_key="dwelling.id", index=True)
    unverified_id: UUID | None = Field(default=None, foreign_key="unverified_address.id", index=True)
    municipality_code: str | None = Field(default=None, max_length=4, index=True)
    source: TipSource = Field(sa_type=enum_type(TipSource))
    is_confirmation: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    kinds: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    text: str = Field(default="", sa_type=sa.Text)
    contact: str = Field(default="", max_length=200)
    place: str = Field(default="", max_length=400)
    postcode: str = Field(default="", max_length=4)
    language: str = Field(max_length=3)
    received_on: date = Field(index=True)
    state: ReportState = Field(default=ReportState.RECEIVED, sa_type=enum_type(ReportState), index=True)
    outcome: Outcome | None = Field(default=None, sa_type=enum_type(Outcome))
    closed_on: date | None = None
    case_id: UUID | None = Field(default=None, index=True)
    follow_hash: str = Field(max_length=64, unique=True)
    form_hash: str = Field(max_length=64, unique=True)
    is_sealed: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()}, index=True)

    @property
    def is_urgent(self) -> bool:
        """Whether it must be read first."""
        return any(kind in self.kinds for kind in URGENT)


class ReportPhoto(SQLModel, table=True):
    """Billede til en henvendelse: drawn anew, without anything that the camera wrote."""

    __tablename__ = "report_photo"
    __table_args__ = (sa.UniqueConstraint("report_id", "position"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    report_id: UUID = Field(foreign_key="resident_report.id", index=True)
    position: int
    media_type: str = Field(max_length=40)
    content: bytes = Field(sa_type=sa.LargeBinary)


class ReportMessage(SQLModel, table=True):
    """Besked: between the authority and whoever holds the code. ``by_id`` is the officer, None for the sender."""

    __tablename__ = "report_message"
    __table_args__ = (sa.UniqueConstraint("report_id", "position"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    report_id: UUID = Field(foreign_key="resident_report.id", index=True)
    position: int
    text: str = Field(sa_type=sa.Text)
    sent_on: date
    by_id: str | None = Field(default=None, max_length=64)
