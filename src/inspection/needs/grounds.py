"""Grounds to come without notice (RSL § 5(4)), recorded before a visit is planned; withdrawn, never deleted."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError
from inspection.authorities.belonging import authority_of
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.needs.models import LONGEST_NOTE, UnannouncedGround
from inspection.needs.queries import get_ground, get_home, grounds_of, is_stopped
from inspection.planning.models import PlannedVisit, VisitPlan

LONGEST = timedelta(days=92)


def record_ground(
    session: Session,
    accommodation_id: UUID,
    *,
    ground: NoticeWaiverGround,
    reason: str,
    until_on: date,
    by: Actor,
    at: datetime,
) -> UnannouncedGround:
    """Record why a visit of the own authority need not be announced, until a day; it withdraws an earlier ground.

    Raises ``NotFoundError`` for housing outside the actor's area, ``DomainError`` without a reason, for a day that has
    passed or lies more than three months ahead, and where an offence is suspected: then a visit is no way to evidence.
    """
    home = get_home(session, accommodation_id, by=by, permission=Permission.PREPARE_LETTERS)
    today, reason = danish_date(at), " ".join(reason.replace("\x00", "").split())
    if not reason or len(reason) > LONGEST_NOTE:
        raise DomainError(
            "ground.reason",
            "Give the reason for going unannounced, in at most {most} characters; a ground alone is not enough.",
            most=LONGEST_NOTE,
        )
    if not today < until_on <= today + LONGEST:
        raise DomainError("ground.until", "Choose a last day from tomorrow to three months ahead.")
    if is_stopped(session, home.dwelling_id):
        raise DomainError(
            "ground.suspicion",
            "An offence is suspected in an open case there: a visit must not gather evidence (RSL §§ 9-10). Turn to "
            "the police, or record the written consent in the case.",
        )
    take_turns(session, f"grounds of {accommodation_id}")
    authority = authority_of(by, at=home.municipality_code)
    for earlier in grounds_of(session, [accommodation_id], as_of=today, authority=authority).values():
        _withdraw(session, earlier, by=by, at=at)
    made = UnannouncedGround(
        accommodation_id=accommodation_id,
        municipality_code=home.municipality_code,
        authority=authority,
        ground=ground,
        reason=reason,
        until_on=until_on,
        recorded_at=at,
        recorded_by=by.id,
        recorded_by_name=by.name,
    )
    session.add(made)
    session.flush()
    details = {"accommodation": accommodation_id, "number": ground.number, "until_on": until_on}
    audit.record(session, by=by, at=at, action="ground.recorded", on=("unannounced_ground", made.id), details=details)
    return made


def withdraw_ground(session: Session, ground_id: UUID, *, by: Actor, at: datetime) -> UnannouncedGround:
    """Announce visits there again. Raises ``DomainError`` when it is withdrawn already."""
    found = get_ground(session, ground_id, by=by)
    if found.withdrawn_at is not None:
        raise DomainError("ground.withdrawn", "Somebody has withdrawn it already.")
    _withdraw(session, found, by=by, at=at)
    return found


def _withdraw(session: Session, found: UnannouncedGround, *, by: Actor, at: datetime) -> None:
    found.withdrawn_at, found.withdrawn_by = at, by.id
    session.flush()
    details = {"accommodation": found.accommodation_id}
    audit.record(session, by=by, at=at, action="ground.withdrawn", on=("unannounced_ground", found.id), details=details)


def ground_of_visit(session: Session, visit: PlannedVisit) -> NoticeWaiver | None:
    """The ground on which a planned visit comes without notice on its day: its case's, or its authority's."""
    if visit.case_id is not None:
        of_round = select(Visit).join(InspectionCase, InspectionCase.id == Visit.case_id)  # type: ignore[arg-type]
        of_round = of_round.where(Visit.case_id == visit.case_id, Visit.round == InspectionCase.round)
        decided = session.exec(of_round).one_or_none()
        if decided is not None and decided.notice_waiver_ground is not None and decided.visited_on is None:
            return NoticeWaiver(decided.notice_waiver_ground, decided.notice_waiver_reason)
    authority = session.get_one(VisitPlan, visit.plan_id).authority
    found = grounds_of(session, [visit.accommodation_id], as_of=visit.visit_on, authority=authority)
    known = found.get(visit.accommodation_id)
    return None if known is None else NoticeWaiver(known.ground, known.reason)
