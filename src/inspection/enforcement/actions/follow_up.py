"""After an order: what the addressee reports, what is verified on which evidence, and the next step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.enforcement.actions.opening import check_visit_time, require_unbiased_inspector
from inspection.enforcement.actions.orders import order_of
from inspection.enforcement.actions.steps import facts_at, open_file, require_state, stated, take
from inspection.enforcement.case_facts import Compliance, FollowUpFacts
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.from_register import overall_compliance
from inspection.enforcement.models import FollowUp, Visit
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState, Move, permission_of


@dataclass(frozen=True)
class Verified:
    """What the authority itself found about one item of an order, and on which evidence."""

    complied: bool
    evidence: str


VERIFYING = {
    Compliance.COMPLIED: Move.VERIFY_COMPLIED,
    Compliance.PARTLY: Move.VERIFY_PARTLY,
    Compliance.NOT_COMPLIED: Move.VERIFY_NOT_COMPLIED,
}


def report_compliance(
    session: Session, case_id: UUID, *, reported_on: date, report: str, by: Actor, at: datetime
) -> None:
    """Record how the addressee says the order was complied with; it is not believed before it is verified."""
    file = open_file(session, case_id, by=by, permission=permission_of(Move.REPORT_COMPLIANCE))
    order = order_of(file)
    report = stated("follow_up.report", report, "Write what the addressee reports.")
    facts = replace(facts_at(file, at), follow_up=FollowUpFacts(reported_on=reported_on))
    take(session, file, Move.REPORT_COMPLIANCE, facts, by=by, at=at)
    session.add(FollowUp(order_id=order.id, reported_on=reported_on, report=report))
    session.flush()


def verify_compliance(
    session: Session, case_id: UUID, *, items: Mapping[UUID, Verified], by: Actor, at: datetime
) -> Compliance:
    """Record item by item what was verified, and move the case by the sum of it.

    An item that was accepted before may be left out: it stays met. Raises ``DomainError`` when an open item is left
    out or is said to be met without evidence.
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.VERIFY_COMPLIED))
    require_state(file, CaseState.COMPLIANCE_REPORTED)
    met = {item.id: Verified(True, item.evidence) for item in file.items if item.complied}
    items = met | dict(items)
    _check_verified(file, items)
    compliance = overall_compliance([items[item.id].complied for item in file.items])
    if compliance is None:
        raise DomainError("follow_up.items", "The order has no items to verify.")
    evidence = sum(1 for verified in items.values() if verified.evidence.strip())
    known = facts_at(file, at).follow_up or FollowUpFacts()
    facts = replace(facts_at(file, at), follow_up=replace(known, verified=compliance, evidence_count=evidence))
    take(session, file, VERIFYING[compliance], facts, by=by, at=at)
    for item in file.items:
        if items[item.id] == met.get(item.id):
            continue  # it keeps the day on which it was accepted
        item.complied, item.evidence = items[item.id].complied, items[item.id].evidence.strip()
        item.verified_on, item.verified_by, item.met_on = danish_date(at), by.id, None
    session.flush()
    return compliance


def _check_verified(file: CaseFile, items: Mapping[UUID, Verified]) -> None:
    for item in file.items:
        verified = items.get(item.id)
        if verified is None:
            raise DomainError("follow_up.item", "Item {number}: say whether it is met.", number=item.position)
        if verified.complied and not verified.evidence.strip():
            raise DomainError(
                "follow_up.evidence", "Item {number}: write what shows that it is met.", number=item.position
            )


def record_silence(session: Session, case_id: UUID, *, by: Actor, at: datetime) -> None:
    """Record that the deadline of the order passed without a word."""
    file = open_file(session, case_id, by=by, permission=permission_of(Move.RECORD_SILENCE))
    take(session, file, Move.RECORD_SILENCE, facts_at(file, at), by=by, at=at)


def plan_revisit(
    session: Session,
    case_id: UUID,
    *,
    visit_on: date,
    from_min: int,
    to_min: int,
    inspector_id: str | None = None,
    chosen: Chosen | None = None,
    planned_visit_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Visit:
    """Open a new round with its own visit; notice, findings and hearing start afresh.

    Refused for an inspector with a conflict of interest there (FVL § 3).
    ``chosen`` is the reason for which a plan goes there; without it the visit follows up.
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.PLAN_REVISIT))
    check_visit_time(visit_on, from_min, to_min, today=danish_date(at))
    require_unbiased_inspector(session, file.case, inspector_id or file.case.inspector_id, on=visit_on)
    take(session, file, Move.PLAN_REVISIT, facts_at(file, at), by=by, at=at, note=visit_on.isoformat())
    visit = Visit(
        case_id=file.case.id,
        round=file.case.round,
        planned_visit_id=planned_visit_id,
        visit_on=visit_on,
        from_min=from_min,
        to_min=to_min,
        inspector_id=inspector_id or file.case.inspector_id,
        proportionality_reason=file.visit.proportionality_reason,
        **(chosen or Chosen(reason=VisitReason.FOLLOW_UP)).columns,
    )
    session.add(visit)
    session.flush()
    return visit


def report_to_police(session: Session, case_id: UUID, *, note: str, by: Actor, at: datetime) -> None:
    """Record that an unobeyed order was reported to the police (*politianmeldelse*)."""
    file = open_file(session, case_id, by=by, permission=permission_of(Move.REPORT_TO_POLICE))
    note = stated("police.note", note, "Write when, where and under which number it was reported.")
    take(session, file, Move.REPORT_TO_POLICE, facts_at(file, at), by=by, at=at, note=note)
