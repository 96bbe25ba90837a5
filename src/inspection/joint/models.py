"""Tables of other authorities' visits and of joint visits. Hidden from all who take no part (PLAN-03)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.joint.moves import Answer, JointMove, JointState

LONGEST_WORDS = 500


class OtherState(StrEnum):
    """How the visit of another authority stands."""

    PLANNED = "planned"
    MADE = "made"
    CANCELLED = "cancelled"


class OtherVisitList(SQLModel, table=True):
    """Liste over andre myndigheders besøg: one file; the same file is not read twice for one authority."""

    __tablename__ = "other_visit_list"
    __table_args__ = (sa.UniqueConstraint("sha256", "told_to"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    sha256: str = Field(max_length=64)
    told_to: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    rows: int
    recorded: int
    imported_at: datetime
    imported_by: str = Field(max_length=64)


class OtherAuthorityVisit(SQLModel, table=True):
    """Anden myndigheds besøg: planned or made at a dwelling, as somebody told us.

    ``told_by`` and ``contact`` are people at work in an authority, for this authority's planners only.
    """

    __tablename__ = "other_visit"
    __table_args__ = (sa.UniqueConstraint("dwelling_id", "authority", "visit_on", "told_to"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    dwelling_id: UUID = Field(foreign_key="dwelling.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    authority: str = Field(max_length=40)
    told_to: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    """Whom it was told: ``state``, a municipality's code, or empty for everybody in the area."""
    visit_on: date = Field(index=True)
    state: OtherState = Field(default=OtherState.PLANNED, sa_type=enum_type(OtherState))
    told_by: str = Field(max_length=200)
    contact: str = Field(default="", max_length=200)
    list_id: UUID | None = Field(default=None, foreign_key="other_visit_list.id")
    recorded_at: datetime
    recorded_by: str = Field(max_length=64)


class JointVisit(SQLModel, table=True):
    """Fælles tilsyn: several authorities at one door at one time, one of them in the lead (PLAN-05).

    ``case_id`` is our own case there, if there is one; the others keep theirs. Minutes are after midnight.
    """

    __tablename__ = "joint_visit"
    __table_args__ = (
        sa.CheckConstraint("from_min >= 0 AND from_min <= to_min AND to_min <= 1440", name="hours_in_order"),
        sa.CheckConstraint("state NOT IN ('agreed', 'done') OR visit_on IS NOT NULL", name="agreed_for_a_day"),
        sa.CheckConstraint("(cmm_told_on IS NULL) = (cmm_told_how = '')", name="told_in_a_way"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    dwelling_id: UUID = Field(foreign_key="dwelling.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    authority: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    """Whose proposal it is: ``state``, a municipality's code, or empty for everybody's in the area."""
    case_id: UUID | None = Field(default=None, foreign_key="inspection_case.id", index=True)
    state: JointState = Field(default=JointState.PROPOSED, sa_type=enum_type(JointState), index=True)
    purpose: str = Field(max_length=LONGEST_WORDS)
    service_min: int = 90
    visit_on: date | None = None
    from_min: int = 0
    to_min: int = 0
    police_action: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Whether the police plan an action of their own: then the centre against trafficking is told before."""
    cmm_told_on: date | None = None
    cmm_told_how: str = Field(default="", max_length=LONGEST_WORDS, sa_column_kwargs={"server_default": ""})
    proposed_at: datetime
    proposed_by: str = Field(max_length=64)


class JointPartner(SQLModel, table=True):
    """Deltagende myndighed: its role, its own legal basis, its people, and what may be shown to it.

    ``shares`` are values of ``inspection.joint.sharing.Share``; ``own_case`` is the number of its own case there.
    """

    __tablename__ = "joint_partner"
    __table_args__ = (
        sa.UniqueConstraint("joint_visit_id", "authority"),
        sa.CheckConstraint("people BETWEEN 1 AND 30", name="a_number_that_fits_in"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    joint_visit_id: UUID = Field(foreign_key="joint_visit.id", index=True)
    authority: str = Field(max_length=40)
    leads: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    is_own: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    role: str = Field(default="", max_length=LONGEST_WORDS)
    legal_basis: str = Field(default="", max_length=LONGEST_WORDS)
    contact: str = Field(default="", max_length=200)
    people: int = 1
    own_case: str = Field(default="", max_length=60)
    shares: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    sharing_basis: str = Field(default="", max_length=LONGEST_WORDS)
    answer: Answer = Field(default=Answer.NOT_ASKED, sa_type=enum_type(Answer))
    invited_on: date | None = None
    answered_on: date | None = None
    answer_words: str = Field(default="", max_length=LONGEST_WORDS)


class JointSlot(SQLModel, table=True):
    """Ledigt tidsrum: when one authority can come; minutes after midnight."""

    __tablename__ = "joint_slot"
    __table_args__ = (sa.CheckConstraint("from_min >= 0 AND from_min < to_min AND to_min <= 1440", name="a_slot"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    partner_id: UUID = Field(foreign_key="joint_partner.id", index=True)
    slot_on: date
    from_min: int
    to_min: int


class JointStep(SQLModel, table=True):
    """Skridt i et fælles tilsyn: one change of its state. Rows are only ever added."""

    __tablename__ = "joint_step"
    __table_args__ = (sa.UniqueConstraint("joint_visit_id", "position"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    joint_visit_id: UUID = Field(foreign_key="joint_visit.id", index=True)
    position: int
    move: JointMove | None = Field(default=None, sa_type=enum_type(JointMove))
    target: JointState = Field(sa_type=enum_type(JointState))
    words: str = Field(default="", max_length=LONGEST_WORDS)
    at: datetime
    by_id: str = Field(max_length=64)
    by_name: str = Field(max_length=200)
