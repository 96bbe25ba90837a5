"""Whether an open case can take up the visit that a plan has for it, and what of its visit stands already."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from inspection.authorities.belonging import is_own
from inspection.enforcement.actions import assign_visit
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import InspectionCase, Order, OrderItem, Visit
from inspection.enforcement.queries import more_time_is_asked
from inspection.enforcement.running_dues import last_due_column
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiver
from inspection.planning.models import PlannedVisit, PlanState, VisitPlan

CLOSED = "Sag {number} er afsluttet, efter at planen blev lavet."
MOVED_ON = "Sag {number} venter ikke længere på et besøg."
RUNS = "I sag {number} løber fristen i påbuddet endnu; genbesøget kan planlægges, når den er udløbet."
ANNOUNCED = "I sag {number} er et andet besøg allerede planlagt eller varslet."
OTHERS = "Sag {number} hører til en anden myndighed."
SUSPECTED = "I sag {number} er der mistanke om en strafbar overtrædelse; et besøg må ikke skaffe bevis."
"""Why a visit within a case leaves its plan when that is accepted."""

REVISITED_FROM = frozenset({CaseState.COMPLIANCE_REPORTED, CaseState.PARTLY_COMPLIED, CaseState.NOT_COMPLIED})
"""States from which a revisit opens a new round."""

DECIDED = frozenset({CaseState.NOTIFIED, CaseState.UNANNOUNCED_DECIDED})
"""States in which a visit is told to somebody or its ground is recorded, so that its day stands."""

URGENT = frozenset({VisitReason.DANGER, VisitReason.REFERRAL})
"""Reasons for which a plan goes as soon as it is lawful."""


def visit_of(session: Session, case: InspectionCase) -> Visit:
    """The visit of the current round of a case that has one."""
    return session.exec(select(Visit).where(Visit.case_id == case.id, Visit.round == case.round)).one()


def conflict_of(session: Session, visit: PlannedVisit, case_id: UUID, *, by: Actor, at: datetime) -> str:
    """Why a case cannot take up the visit of a plan; empty when it can."""
    locked = select(InspectionCase).where(InspectionCase.id == case_id).with_for_update()
    case = session.exec(locked).one()
    if not is_own(case, by, Permission.PLAN_VISITS):
        return OTHERS.format(number=case.case_number)
    if case.closed_at is not None:
        return CLOSED.format(number=case.case_number)
    stands = case.state in DECIDED and not _is_decided_anew(session, case, visit, danish_date(at))
    if _is_planned(session, case, visit) or (stands and not _is_same(session, case, visit)):
        return ANNOUNCED.format(number=case.case_number)
    takes_up = REVISITED_FROM | DECIDED | {CaseState.PLANNED, CaseState.UNDER_REVIEW}
    if case.state not in takes_up and not is_silent(session, case, danish_date(at)):
        told = RUNS if case.state is CaseState.ORDER_DELIVERED else MOVED_ON
        return told.format(number=case.case_number)
    if case.suspicion and not case.written_consent:
        return SUSPECTED.format(number=case.case_number)
    return ""


def is_silent(session: Session, case: InspectionCase, as_of: date) -> bool:
    """Whether the deadline of an order has passed without a word: then a revisit needs that recorded first."""
    if case.state is not CaseState.ORDER_DELIVERED:
        return False
    due = (
        sa.select(last_due_column())
        .select_from(OrderItem)
        .join(Order, col(Order.id) == col(OrderItem.order_id))
        .where(
            col(Order.case_id) == case.id,
            col(Order.round) == case.round,
            col(Order.returned_at).is_(None),
            col(Order.withdrawn_at).is_(None),
        )
    )
    last = session.execute(due).scalar_one()
    return last is not None and last < as_of and not _waits_for_time(session, case)


def _waits_for_time(session: Session, case: InspectionCase) -> bool:
    """Whether more time was asked for: nobody is silent who waits for an answer."""
    orders = select(Order.id).where(Order.case_id == case.id, Order.round == case.round)
    return any(more_time_is_asked(session, order_id) for order_id in session.exec(orders))


def _is_decided_anew(session: Session, case: InspectionCase, visit: PlannedVisit, as_of: date) -> bool:
    """Whether a plan sends somebody on another day where a visit without notice is decided: its day has passed, or
    what is urgent can be sooner.
    """
    if case.state is not CaseState.UNANNOUNCED_DECIDED or visit.announced:
        return False
    return visit.reason in URGENT or visit_of(session, case).visit_on < as_of


def decided_ground(session: Session, visit: PlannedVisit) -> NoticeWaiver | None:
    """The ground on which a visit without notice is decided in the case of a planned one; None where none is."""
    case = None if visit.case_id is None else session.get(InspectionCase, visit.case_id)
    if case is None or case.state is not CaseState.UNANNOUNCED_DECIDED:
        return None
    of_case = visit_of(session, case)
    if of_case.notice_waiver_ground is None:
        return None
    return NoticeWaiver(of_case.notice_waiver_ground, of_case.notice_waiver_reason)


def stands_already(session: Session, visit: PlannedVisit) -> bool:
    """Whether the visit is announced, or decided to be unannounced, just as the plan has it: then it is only linked."""
    case = None if visit.case_id is None else session.get(InspectionCase, visit.case_id)
    return case is not None and case.state in DECIDED and _is_same(session, case, visit)


def link(session: Session, visit: PlannedVisit, inspector_id: str, *, by: Actor, at: datetime) -> None:
    """Tie a visit that stands already to its plan; notice, ground and hours stay as they are."""
    case = session.get_one(InspectionCase, visit.case_id)
    of_case = visit_of(session, case)
    of_case.planned_visit_id = visit.id
    if of_case.inspector_id != inspector_id:
        assign_visit(session, case.id, inspector_id=inspector_id, by=by, at=at)
    session.flush()


def _is_same(session: Session, case: InspectionCase, visit: PlannedVisit) -> bool:
    """Whether the plan keeps the day and the hours that are announced or decided."""
    told = visit_of(session, case)
    return told.visit_on == visit.visit_on and told.from_min <= visit.starts_min and visit.ends_min <= told.to_min


def _is_planned(session: Session, case: InspectionCase, visit: PlannedVisit) -> bool:
    """Whether the case waits for a visit of another accepted plan already."""
    if case.state not in DECIDED | {CaseState.PLANNED}:
        return False
    planned_id = visit_of(session, case).planned_visit_id
    other = None if planned_id is None else session.get(PlannedVisit, planned_id)
    if other is None or other.id == visit.id or other.dropped_at is not None:
        return False
    return session.get_one(VisitPlan, other.plan_id).state is PlanState.ACCEPTED
