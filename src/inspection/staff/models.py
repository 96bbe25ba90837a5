"""Tables beside a duty station: hours, absences, what the inspector can do, conflicts of interest.

Where an inspector starts may be the home. It is shown to whoever leads inspectors there and to the person, every
reading is written down, and exports round it (`inspection.planning.exports.formats`).
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id

LONGEST_REASON = 500


class AbsenceKind(StrEnum):
    """Why somebody is away, as far as it may be kept: never anything about health (*databeskyttelsesloven*)."""

    HOLIDAY = "holiday"
    COURSE = "course"
    OTHER = "other"


class ConflictGround(StrEnum):
    """Inhabilitetsgrund: the five grounds of *forvaltningsloven* § 3 (1), in the order of the act."""

    OWN_INTEREST = "own_interest"
    RELATIVE = "relative"
    POSITION = "position"
    EARLIER_PART = "earlier_part"
    OTHER_DOUBT = "other_doubt"


class StationProfile(SQLModel, table=True):
    """What is known of the inspector at a duty station; without a row nobody has told anything yet.

    ``led_in`` is the municipality whose leaders keep it up to date; None: those of the whole country. An empty
    ``region`` is the whole country, an empty ``authority`` our own. The day ends where it began unless ``end_...``.
    """

    __tablename__ = "station_profile"
    __table_args__ = (sa.CheckConstraint("(end_latitude IS NULL) = (end_longitude IS NULL)", name="an_end_is_a_point"),)
    station_id: UUID = Field(foreign_key="duty_station.id", primary_key=True)
    led_in: str | None = Field(default=None, max_length=4, index=True)
    authority: str = Field(default="", max_length=80, sa_column_kwargs={"server_default": ""})
    start_is_home: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    end_latitude: float | None = None
    end_longitude: float | None = None
    end_municipality_code: str | None = Field(default=None, max_length=4)
    region: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    skills: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    languages: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    told_at: datetime


class StationHours(SQLModel, table=True):
    """Arbejdstid: from when to when on a weekday (Monday is 0), minutes after midnight. No row: a day off."""

    __tablename__ = "station_hours"
    __table_args__ = (
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="a_weekday"),
        sa.CheckConstraint("from_min >= 0 AND from_min < to_min AND to_min <= 1440", name="hours_in_order"),
    )
    station_id: UUID = Field(foreign_key="duty_station.id", primary_key=True)
    weekday: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    from_min: int
    to_min: int


class StationAbsence(SQLModel, table=True):
    """Fravær: days on which an inspector gets no visits, both included. Taken back, never deleted."""

    __tablename__ = "station_absence"
    __table_args__ = (
        sa.CheckConstraint("from_on <= to_on", name="ends_after_it_begins"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    station_id: UUID = Field(foreign_key="duty_station.id", index=True)
    from_on: date = Field(index=True)
    to_on: date
    kind: AbsenceKind = Field(sa_type=enum_type(AbsenceKind))
    told_at: datetime
    told_by: str = Field(max_length=64)
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, max_length=64)


class ConflictOfInterest(SQLModel, table=True):
    """Inhabilitet (FVL § 3): an inspector may not act for one employer or at one dwelling. Ended, never deleted.

    Whoever knows of it must say so (§ 6 (1)); whether it has ended is not for the inspector to decide (§ 6 (3)).
    """

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        sa.CheckConstraint("(employer_id IS NULL) <> (dwelling_id IS NULL)", name="about_one_thing"),
        sa.CheckConstraint("reason <> ''", name="a_conflict_has_a_reason"),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name="ends_after_it_begins"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    station_id: UUID = Field(foreign_key="duty_station.id", index=True)
    employer_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)
    dwelling_id: UUID | None = Field(default=None, foreign_key="dwelling.id", index=True)
    ground: ConflictGround = Field(sa_type=enum_type(ConflictGround))
    reason: str = Field(max_length=LONGEST_REASON)
    from_on: date
    to_on: date | None = None
    declared_at: datetime
    declared_by: str = Field(max_length=64)
    declared_by_name: str = Field(max_length=200)
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, max_length=64)
    ended_because: str = Field(default="", max_length=LONGEST_REASON, sa_column_kwargs={"server_default": ""})


class RuleState(StrEnum):
    """What became of a proposed rule; the adopted one with the highest version counts."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


class AssignmentRule(SQLModel, table=True):
    """Fordelingsregel: by which weights an inspector is suggested for a case opened by hand. Versions only add up."""

    __tablename__ = "assignment_rule"
    __table_args__ = (
        sa.CheckConstraint("reason <> ''", name="a_rule_has_a_reason"),
        sa.CheckConstraint("(decided_at IS NULL) = (state = 'proposed')", name="decided_by_somebody"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: int = Field(unique=True)
    weights: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    reason: str = Field(max_length=LONGEST_REASON)
    state: RuleState = Field(default=RuleState.PROPOSED, sa_type=enum_type(RuleState))
    proposed_at: datetime
    proposed_by: str = Field(max_length=64)
    proposed_by_name: str = Field(max_length=200)
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=64)
    decided_by_name: str | None = Field(default=None, max_length=200)
