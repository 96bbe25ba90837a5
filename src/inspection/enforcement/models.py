"""Tables of cases: the case, its moves, its visits and what was found on them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.enforcement.amounts import amount_words
from inspection.enforcement.choosing import LONGEST_WORDS, VisitReason
from inspection.enforcement.transitions import CaseState, Move
from inspection.enforcement.waivers import HearingWaiverGround, NoticeWaiverGround


class LegalBasis(StrEnum):
    """Which act the visit rests on; always recorded, since powers and addressee differ (VISIT-01)."""

    EMPLOYEE_HOUSING_ACT = "employee_housing_act"
    """LOV 1445/2024; the employer answers."""
    URBAN_RENEWAL_ACT = "urban_renewal_act"
    """Byfornyelsesloven § 75; the owner answers."""


class Addressee(StrEnum):
    """Whom the decisions of a case address; building law binds the owner, the act of 2024 the employer (LAW-06)."""

    EMPLOYER = "employer"
    OWNER = "owner"


class DueChangeKind(StrEnum):
    """What moves the deadline of an order."""

    EXTENDED = "extended"
    """Udsættelse: granted on request."""
    CHANGED = "changed"
    """Set anew by the outcome of an appeal: the day itself, sooner or later than the one that ran."""
    SUSPENDED = "suspended"
    """Opsættende virkning: a complaint holds it back until it is decided."""
    CAME_LATE = "came_late"
    """The order came on ``extended_to``, the letter reckoned with ``since``: every deadline of it leaves the same days.

    The last row counts; items at once run from the delivery itself."""


class ClosureCode(StrEnum):
    """Why a case is over, to be counted."""

    COMPLIED = "complied"
    NO_BREACH = "no_breach"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"
    REPORTED_TO_POLICE = "reported_to_police"
    GREY_ZONE = "grey_zone"
    """Breaches and need of support, but no trafficking found: what was breached stays listed as open (ORD-15)."""
    MOVED_OUT = "moved_out"
    OUT_OF_SCOPE = "out_of_scope"
    OTHER = "other"


class FindingOutcome(StrEnum):
    """What the inspector concluded about one requirement."""

    BREACHED = "breached"
    MET = "met"
    NOT_CHECKED = "not_checked"


class FindingKind(StrEnum):
    """How the inspector knows it; computed and judged findings are told apart (ORD-01)."""

    MEASURED = "measured"
    OBSERVED = "observed"
    COMPUTED = "computed"
    JUDGED = "judged"


class CaseCounter(SQLModel, table=True):
    """The last case number given out in a year."""

    __tablename__ = "case_counter"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int = 0


class InspectionCase(SQLModel, table=True):
    """Sag: one employer's housing at one dwelling, from the decision to visit to the closing.

    ``round`` counts visits: a revisit opens a new round with its own notice, findings and hearing.
    """

    __tablename__ = "inspection_case"
    __table_args__ = (
        sa.CheckConstraint("round >= 1", name="round_starts_at_one"),
        sa.CheckConstraint("addressee <> 'owner' OR owner_name <> ''", name="owner_is_named"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_number: str = Field(max_length=20, unique=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    dwelling_id: UUID = Field(foreign_key="dwelling.id", index=True)
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    planned_visit_id: UUID | None = Field(default=None, unique=True)
    legal_basis: LegalBasis = Field(sa_type=enum_type(LegalBasis))
    authority: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    """Whose case it is: ``state``, a municipality's code, or empty for whoever the model of supervision names."""
    addressee: Addressee = Field(
        default=Addressee.EMPLOYER, sa_type=enum_type(Addressee), sa_column_kwargs={"server_default": "employer"}
    )
    owner_name: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    owner_postal_address: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    owner_cvr_number: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    owner_foreign_number: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    """The number of a foreign firm that owns the dwelling, in its own country."""
    employer_p_number: str = Field(default="", max_length=10, sa_column_kwargs={"server_default": ""})
    """The employer's production unit (*P-nummer*) that the housing belongs to."""
    sister_of_id: UUID | None = Field(default=None, foreign_key="inspection_case.id")
    """The case about the same visit with the other addressee: one visit may give two orders (LAW-06)."""
    reason: str = Field(sa_type=sa.Text)
    state: CaseState = Field(default=CaseState.PLANNED, sa_type=enum_type(CaseState), index=True)
    round: int = 1
    inspector_id: str = Field(max_length=64, index=True)
    suspicion: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    written_consent: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    access_requested_on: date | None = None
    access_answered_on: date | None = None
    closure_reason: str = Field(default="", sa_type=sa.Text)
    closure_code: ClosureCode | None = Field(default=None, sa_type=enum_type(ClosureCode))
    retaliation: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    """Dismissal or eviction after a visit or complaint, in the words of whoever noted it (ORD-14). Internal."""
    opened_at: datetime
    opened_by: str = Field(max_length=64)
    closed_at: datetime | None = None


class CaseMove(SQLModel, table=True):
    """Skridt: one change of a case's state. Rows are only ever added."""

    __tablename__ = "case_move"
    __table_args__ = (sa.UniqueConstraint("case_id", "position"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    position: int
    round: int
    move: Move | None = Field(default=None, sa_type=enum_type(Move))
    source: CaseState | None = Field(default=None, sa_type=enum_type(CaseState, "source"))
    target: CaseState = Field(sa_type=enum_type(CaseState, "target"))
    at: datetime
    by_id: str = Field(max_length=64)
    by_name: str = Field(max_length=200)
    note: str = Field(default="", sa_type=sa.Text)


class Visit(SQLModel, table=True):
    """Tilsynsbesøg: the visit of one round, planned, announced or not, and carried out.

    The columns from ``reason_code`` on are a ``Chosen``: why, and what score and chance said then. They are internal.
    """

    __tablename__ = "visit"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "round"),
        sa.CheckConstraint("from_min >= 0 AND from_min < to_min AND to_min <= 1440", name="hours_in_order"),
        sa.CheckConstraint("(notice_waiver_ground IS NULL) = (notice_waiver_reason = '')", name="waiver_has_reason"),
        sa.CheckConstraint("reason_code <> 'other' OR reason_words <> ''", name="another_reason_has_words"),
        sa.CheckConstraint(
            "selection_probability > 0 AND selection_probability <= 1", name="probability_is_above_nought"
        ),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    round: int
    planned_visit_id: UUID | None = Field(default=None, unique=True)
    """The visit of an accepted plan that this one carries out."""
    visit_on: date = Field(index=True)
    from_min: int
    to_min: int
    inspector_id: str = Field(max_length=64)
    proportionality_reason: str = Field(default="", sa_type=sa.Text)
    notice_waiver_ground: NoticeWaiverGround | None = Field(default=None, sa_type=enum_type(NoticeWaiverGround))
    notice_waiver_reason: str = Field(default="", sa_type=sa.Text)
    decision_handed_over: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    objection_received_on: date | None = None
    objection: str = Field(default="", sa_type=sa.Text)
    objection_upheld_on: date | None = None
    objection_answer: str = Field(default="", sa_type=sa.Text)
    visited_on: date | None = None
    identification_shown: bool | None = None
    present: str = Field(default="", sa_type=sa.Text)
    report_requested_on: date | None = None
    """The day on which the party asked for a report of a visit without a breach (RSL § 8)."""
    hearing_waiver_ground: HearingWaiverGround | None = Field(default=None, sa_type=enum_type(HearingWaiverGround))
    hearing_waiver_reason: str = Field(default="", sa_type=sa.Text)
    reason_code: VisitReason = Field(sa_type=enum_type(VisitReason), index=True)
    reason_words: str = Field(default="", max_length=LONGEST_WORDS, sa_column_kwargs={"server_default": ""})
    chosen_score: int | None = None
    chosen_rank: int | None = None
    risk_run_id: UUID | None = None
    weights_version: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    selection_probability: float | None = None
    plan_seed: int | None = Field(default=None, sa_type=sa.BigInteger)
    visit_by: date | None = None
    """The last day, where another authority's referral has one."""

    @property
    def objection_waits(self) -> bool:
        """Whether an objection has come that no letter has answered."""
        return self.objection_received_on is not None and self.objection_upheld_on is None


class Finding(SQLModel, table=True):
    """Fund: what was found about one requirement, beside what was declared (ORD-01).

    The rule is copied in as it read on the day, so that a later version of the pack changes no finding.
    """

    __tablename__ = "finding"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "round", "requirement_id"),
        sa.UniqueConstraint("case_id", "round", "number"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    round: int
    number: int
    requirement_id: str = Field(max_length=120)
    pack_id: str = Field(max_length=80)
    pack_version: str = Field(max_length=40)
    pack_hash: str = Field(max_length=64)
    legal_status: str = Field(max_length=20)
    confidence: str = Field(max_length=2)
    valid_from: date | None = None
    valid_to: date | None = None
    title: str = Field(max_length=200)
    rule: str = Field(sa_type=sa.Text)
    required: str = Field(sa_type=sa.Text)
    remedy: str = Field(sa_type=sa.Text)
    clause_title: str = Field(max_length=300)
    clause_section: str = Field(max_length=60)
    declared: str = Field(default="", sa_type=sa.Text)
    declared_outcome: str = Field(default="not_assessed", max_length=20)
    outcome: FindingOutcome = Field(sa_type=enum_type(FindingOutcome))
    kind: FindingKind = Field(sa_type=enum_type(FindingKind))
    measured_number: float | None = None
    measured_text: str = Field(default="", max_length=300)
    unit: str = Field(default="", max_length=40)
    shortfall: str = Field(default="", max_length=120)
    rooms: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    note: str = Field(default="", sa_type=sa.Text)
    observed_on: date
    recorded_at: datetime
    recorded_by: str = Field(max_length=64)

    @property
    def clause(self) -> str:
        """The place in the law, in one line."""
        return f"{self.clause_section}, {self.clause_title}"

    @property
    def evidence_id(self) -> str:
        """The name of this finding as evidence in the case: the round and the number in it."""
        return f"F{self.round}.{self.number}"

    @property
    def measured(self) -> str:
        """What was found, in words: the number with its unit, and whatever the inspector wrote to it."""
        number = "" if self.measured_number is None else amount_words(self.measured_number, self.unit)
        return "; ".join(part for part in (number, self.measured_text) if part)


class Hearing(SQLModel, table=True):
    """Partshøring: what the party was told, until when, and what came back (FVL § 19).

    ``postponed_to`` is a later day, given on request (FVL § 21), ``late_until`` one because the letter came late.
    ``replied_on``, ``reply`` and the consideration sum up the rows of ``inspection.hearings``: ``considered_at`` is set
    once every point of every reply is considered.
    """

    __tablename__ = "hearing"
    __table_args__ = (sa.UniqueConstraint("case_id", "round"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    round: int
    letter_id: UUID = Field(foreign_key="letter.id")
    due_on: date
    postponed_to: date | None = None
    late_until: date | None = None
    replied_on: date | None = None
    reply: str = Field(default="", sa_type=sa.Text)
    considered_at: datetime | None = None
    considered_by: str | None = Field(default=None, max_length=64)
    consideration: str = Field(default="", sa_type=sa.Text)
    code_hash: str | None = Field(default=None, max_length=64, unique=True)
    """Of the code in the letter, with which the party answers without an account."""

    @property
    def runs_until(self) -> date:
        """The last day on which the party may speak: the latest of those that it was given."""
        return max(self.due_on, self.postponed_to or self.due_on, self.late_until or self.due_on)

    @property
    def is_late(self) -> bool:
        """Whether it is the letter's late coming that sets the last day."""
        return self.late_until is not None and self.late_until == self.runs_until


class Order(SQLModel, table=True):
    """Påbud: written by one person, approved by another, issued as a letter. A returned draft is kept.

    An order that an appeal body remitted is both returned and withdrawn: it is decided anew.
    An order ``at_once`` (*strakspåbud*) has its danger and either the reason for hearing nobody (FVL § 19(2) no. 3) or
    what was said on the spot (``heard_*``). Issued by one person alone it is reviewed by a second afterwards.
    ``oral_*`` is what was ordered by word of mouth before. ``replaced_by_id`` is the order that corrects this one: its
    items are due no more, as ``withdrawn_at`` says too.
    """

    __tablename__ = "injunction"
    __table_args__ = (
        sa.CheckConstraint("NOT at_once OR danger_reason <> ''", name="danger_is_stated"),
        sa.CheckConstraint("(heard_at IS NULL) = (heard_said = '')", name="hearing_on_the_spot_is_told"),
        sa.CheckConstraint("(oral_at IS NULL) = (oral_words = '')", name="oral_order_is_told"),
        sa.CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="reviewed_by_somebody"),
        sa.CheckConstraint("reviewed_by IS NULL OR reviewed_by <> drafted_by", name="second_person_reviews"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    round: int
    considerations: str = Field(sa_type=sa.Text)
    drafted_by: str = Field(max_length=64)
    drafted_by_name: str = Field(max_length=200)
    drafted_at: datetime
    approved_by: str | None = Field(default=None, max_length=64)
    approved_by_name: str | None = Field(default=None, max_length=200)
    approved_at: datetime | None = None
    returned_at: datetime | None = None
    withdrawn_at: datetime | None = None
    letter_id: UUID = Field(foreign_key="letter.id")
    at_once: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    danger_reason: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    hearing_waiver_reason: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    heard_at: datetime | None = None
    heard_who: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    heard_said: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    oral_at: datetime | None = None
    oral_by_name: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    oral_to: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    oral_words: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    reviewed_by: str | None = Field(default=None, max_length=64)
    reviewed_by_name: str | None = Field(default=None, max_length=200)
    reviewed_at: datetime | None = None
    review_note: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    replaced_by_id: UUID | None = Field(default=None, foreign_key="injunction.id")


class OrderItem(SQLModel, table=True):
    """Punkt i et påbud: one breach, the result to be achieved, by when, and whether that was verified."""

    __tablename__ = "injunction_item"
    __table_args__ = (sa.UniqueConstraint("order_id", "finding_id"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="injunction.id", index=True)
    finding_id: UUID = Field(foreign_key="finding.id")
    position: int
    result: str = Field(sa_type=sa.Text)
    due_on: date
    runs_to: date | None = None
    """The day on which it is due now, where something has moved it (see ``actions.dues``); NULL: as written."""
    at_once: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Straks: to be achieved as soon as the order is known; ``due_on`` is then the day on which it came.

    Before it has come, or where it was told by word of mouth, that is the day of the draft."""
    complied: bool | None = None
    evidence: str = Field(default="", sa_type=sa.Text)
    verified_on: date | None = None
    verified_by: str | None = Field(default=None, max_length=64)
    met_on: date | None = None
    """The day on which it was done, as an accepted report names it, or seen on a visit; NULL: when it was verified."""

    @property
    def known_met_on(self) -> date | None:
        """The day from which it is met: nobody pays for the time that the authority took to verify."""
        return None if not self.complied else self.met_on or self.verified_on


class FollowUp(SQLModel, table=True):
    """Opfølgning: what the addressee reported about an order; what was verified stands at each item."""

    __tablename__ = "follow_up"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="injunction.id", unique=True)
    reported_on: date
    report: str = Field(sa_type=sa.Text)


class DueChange(SQLModel, table=True):
    """Fristændring: more time granted, a day that an appeal set, a suspending complaint, a late delivery (U2, A2).

    The old day stays known. ``extended_to`` is the day given or set.

    ``item_id`` None means the whole order. ``cause_id`` names the request or the appeal. A suspension without ``until``
    still lasts. Rows are added, and a suspension is ended once; nothing else changes.
    """

    __tablename__ = "due_change"
    __table_args__ = (
        sa.CheckConstraint("(kind = 'suspended') = (extended_to IS NULL)", name="extension_has_a_day"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ends_after_it_began"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="injunction.id", index=True)
    item_id: UUID | None = Field(default=None, foreign_key="injunction_item.id")
    kind: DueChangeKind = Field(sa_type=enum_type(DueChangeKind))
    since: date
    until: date | None = None
    extended_to: date | None = None
    reason: str = Field(sa_type=sa.Text)
    cause_id: UUID | None = Field(default=None, index=True)
    at: datetime
    by_id: str = Field(max_length=64)
