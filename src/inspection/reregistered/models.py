"""Tables of traces that people record, of the pairs that were found, and of what was decided about them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.reregistered.traces import TraceKind


class PairState(StrEnum):
    """How a pair stands; ``WAITING`` is a proposal of the machine, the others what a person decided."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class TraceList(SQLModel, table=True):
    """Liste med spor: one file of accounts and persons from another register. The same file is not read twice."""

    __tablename__ = "trace_list"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    register_name: str = Field(max_length=120)
    sha256: str = Field(max_length=64, unique=True)
    rows: int
    recorded: int
    imported_at: datetime
    imported_by: str = Field(max_length=64)


class RecordedTrace(SQLModel, table=True):
    """Registreret spor: an account or a person behind an employer, which no declaration tells.

    ``key_hash`` is keyed with the installation's secret (``key_of`` tells which), so that equal things meet and none
    can be read; ``shown`` is a mask. Withdrawing one keeps its row.
    """

    __tablename__ = "recorded_trace"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('account', 'person')", name="of_a_kind_that_people_record"),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_starts"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="somebody_withdrew_it"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    kind: TraceKind = Field(sa_type=enum_type(TraceKind))
    key_hash: str = Field(max_length=64, index=True)
    key_of: str = Field(max_length=8)
    shown: str = Field(max_length=40)
    from_on: date
    to_on: date | None = None
    reason: str = Field(sa_type=sa.Text)
    list_id: UUID | None = Field(default=None, foreign_key="trace_list.id", index=True)
    recorded_at: datetime
    recorded_by: str = Field(max_length=64)
    recorded_by_name: str = Field(max_length=200)
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=64)


class FindRun(SQLModel, table=True):
    """Kørsel: the register searched as of a day with one set of strengths."""

    __tablename__ = "reregistered_run"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    as_of: date
    strengths_version: str = Field(max_length=40)
    employers: int
    pairs: int
    made_at: datetime
    made_by: str = Field(max_length=64)


class FoundPair(SQLModel, table=True):
    """Par: two employers that may be one, ``first`` the one that began first, with the evidence of the last run.

    ``evidence`` is shown as it is (masked, without keys). ``weighed`` holds the marks of the evidence that a person has
    seen and decided on; a dismissed pair waits again once another mark gives points. One that is no longer found and
    was never decided is taken away.
    """

    __tablename__ = "reregistered_pair"
    __table_args__ = (
        sa.UniqueConstraint("pair_key"),
        sa.CheckConstraint("first_id <> second_id", name="two_employers"),
        sa.CheckConstraint("(state = 'waiting') OR (decided_at IS NOT NULL)", name="decided_by_a_person"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    pair_key: str = Field(max_length=73)
    first_id: UUID = Field(foreign_key="employer.id", index=True)
    second_id: UUID = Field(foreign_key="employer.id", index=True)
    strength: int
    parts: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    evidence: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    succession_days: int | None = None
    is_found: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    as_of: date
    found_at: datetime
    state: PairState = Field(default=PairState.WAITING, sa_type=enum_type(PairState), index=True)
    came_back: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    weighed: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    reason: str = Field(default="", sa_type=sa.Text)
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=64)
    decided_by_name: str = Field(default="", max_length=200)
