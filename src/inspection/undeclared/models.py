"""Tables of candidates for undeclared housing, and of the lists of firms with workers that they are found from."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class CandidateState(StrEnum):
    """How a candidate stands. ``declared`` and ``lapsed`` are seen by the machine; the others a person says."""

    NEW = "new"
    UNDER_REVIEW = "under_review"
    CONFIRMED = "confirmed"
    """Taken up for a visit: the register has an accommodation without a declaration for it."""
    DISMISSED = "dismissed"
    DECLARED = "declared"
    """Declared since it was found; or beds enough for every worker known of."""
    LAPSED = "lapsed"
    """Nothing hints at it any more, though nothing was declared either."""


class DismissReason(StrEnum):
    """Why there is nothing to look for."""

    NOT_HOUSED = "not_housed"
    HOUSED_BY_OTHERS = "housed_by_others"
    NO_DWELLING = "no_dwelling"
    OUTSIDE_LAW = "outside_law"
    WRONG_SOURCE = "wrong_source"
    OTHER = "other"


class WorkerList(SQLModel, table=True):
    """Liste over virksomheder med medarbejdere, such as RUT's: one file, as it was on ``as_of``."""

    __tablename__ = "worker_list"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    register_name: str = Field(max_length=120)
    as_of: date
    sha256: str = Field(max_length=64, unique=True)
    rows: int
    imported_at: datetime
    imported_by: str = Field(max_length=64)


class WorkerRow(SQLModel, table=True):
    """Række: so many workers of a firm at a place from a day to a day; no worker's name, no country of the firm.

    RUT holds the home country. It is barred (RISK-03) and has no column here, so that nothing can be made of it.
    """

    __tablename__ = "worker_row"
    __table_args__ = (
        sa.UniqueConstraint("list_id", "line"),
        sa.CheckConstraint("workers >= 0", name="workers_are_not_negative"),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_starts"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    list_id: UUID = Field(foreign_key="worker_list.id", index=True)
    line: int
    cvr_number: str = Field(default="", max_length=8)
    foreign_number: str = Field(default="", max_length=40)
    rut_number: str = Field(default="", max_length=40)
    firm_name: str = Field(max_length=200)
    sector_code: str = Field(default="", max_length=6)
    street: str = Field(default="", max_length=120)
    house_number: str = Field(default="", max_length=10)
    unit: str = Field(default="", max_length=40)
    postcode: str = Field(max_length=4)
    municipality_code: str = Field(max_length=4, index=True)
    workers: int
    from_on: date
    to_on: date | None = None

    @property
    def number(self) -> str:
        """The number that names the firm: CVR, else its own, else RUT's."""
        return self.cvr_number or self.foreign_number or self.rut_number


class UndeclaredRun(SQLModel, table=True):
    """One search over the whole register. ``points_version`` is empty while no score is used."""

    __tablename__ = "undeclared_run"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    as_of: date
    points_version: str = Field(default="", max_length=40)
    candidates: int
    found_at: datetime = Field(index=True)
    found_by: str = Field(max_length=64)


class UndeclaredCandidate(SQLModel, table=True):
    """Mulig uanmeldt bolig (K8): an employer, an address, or both, with every hint that led to it.

    ``key`` names what it is about (``employer:ID``, ``firm:NUMBER`` while the register does not know the firm, or
    ``address:KEY``), so that a new search finds what was decided. ``points`` is None while no score is used.
    ``dismissed_hints`` are the hints as they stood when it was dismissed: only others bring it back.
    """

    __tablename__ = "undeclared_candidate"
    __table_args__ = (
        sa.CheckConstraint("(state = 'dismissed') = (dismissed_reason IS NOT NULL)", name="dismissed_with_a_reason"),
        sa.CheckConstraint("state <> 'confirmed' OR accommodation_id IS NOT NULL", name="confirmed_with_housing"),
        sa.Index(None, "municipality_code", "state"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(max_length=240, unique=True)
    employer_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)
    firm_number: str = Field(default="", max_length=40, index=True)
    firm_name: str = Field(default="", max_length=200)
    address_key: str = Field(default="", max_length=200)
    street: str = Field(default="", max_length=120)
    house_number: str = Field(default="", max_length=10)
    unit: str = Field(default="", max_length=40)
    postcode: str = Field(default="", max_length=4)
    municipality_code: str | None = Field(default=None, max_length=4)
    hints: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    kinds: str = Field(default="", max_length=400)
    """The kinds of its hints between bars, as ``|tips|rut_workers|``: what the list is filtered by."""
    hint_count: int
    newest_on: date
    points: int | None = None
    points_version: str = Field(default="", max_length=40)
    only_tips: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    first_seen_on: date
    last_seen_on: date
    state: CandidateState = Field(default=CandidateState.NEW, sa_type=enum_type(CandidateState), index=True)
    state_at: datetime
    state_by: str = Field(max_length=64)
    dismissed_reason: DismissReason | None = Field(default=None, sa_type=enum_type(DismissReason))
    dismissed_words: str = Field(default="", sa_type=sa.Text)
    dismissed_until: date | None = None
    dismissed_hints: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    asked_at: datetime | None = None
    accommodation_id: UUID | None = Field(default=None, foreign_key="accommodation.id", index=True)

    @property
    def address(self) -> str:
        """The address on one line, empty where none is known."""
        if not self.street:
            return ""
        unit = f", {self.unit}" if self.unit else ""
        return f"{self.street} {self.house_number}{unit}, {self.postcode}"
