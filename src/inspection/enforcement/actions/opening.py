"""Opening a case."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from inspection.authorities.belonging import authority_of
from inspection.enforcement.actions.addressing import Owner, addressed, require_power
from inspection.enforcement.actions.steps import add_move, facts_at, open_file, stated, take, trace
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import CaseCounter, InspectionCase, LegalBasis, Visit
from inspection.enforcement.queries import find_case_of_visit, find_open_case
from inspection.enforcement.transitions import CaseState, Move, permission_of
from inspection.staff.conflicts import require_unbiased
from register.accommodations.models import Accommodation

FARTHEST_VISIT = timedelta(days=731)
"""A visit later than this is a slip, and what is counted from it would run out of the calendar."""


def open_case(
    session: Session,
    *,
    accommodation_id: UUID,
    visit_on: date,
    from_min: int,
    to_min: int,
    inspector_id: str,
    reason: str,
    chosen: Chosen,
    planned_visit_id: UUID | None = None,
    legal_basis: LegalBasis = LegalBasis.EMPLOYEE_HOUSING_ACT,
    owner: Owner | None = None,
    proportionality_reason: str = "",
    by: Actor,
    at: datetime,
) -> InspectionCase:
    """Open a case on one accommodation with its first visit planned; hours are minutes after midnight.

    ``reason`` is what the case file says, ``chosen`` the internal reason of the visit. A planned visit that has its
    case already gives that case, as does a contest under review there.
    ``legal_basis`` says whom it addresses (``addressed``). Raises ``NotFoundError`` for an unknown accommodation,
    ``NotAllowedError`` outside the actor's municipality, ``DomainError`` for a visit that cannot be planned, whose
    inspector has a conflict of interest there (FVL § 3), or on a legal basis that the authority has no power on.
    """
    accommodation = session.get(Accommodation, accommodation_id)
    if accommodation is None:
        raise NotFoundError("accommodation")
    require(by, Permission.RECORD_VISITS, Subject(municipality_code=accommodation.municipality_code))
    if planned_visit_id is not None and (found := find_case_of_visit(session, planned_visit_id)) is not None:
        return found
    reviewed = find_open_case(session, accommodation_id, state=CaseState.UNDER_REVIEW)
    if reviewed is not None:  # what an owner contests is looked at on the same visit
        return decide_visit(
            session,
            reviewed.id,
            visit_on=visit_on,
            from_min=from_min,
            to_min=to_min,
            inspector_id=inspector_id,
            chosen=chosen,
            planned_visit_id=planned_visit_id,
            by=by,
            at=at,
        )
    check_visit_time(visit_on, from_min, to_min, today=danish_date(at))
    require_unbiased_inspector(session, accommodation, inspector_id, on=visit_on)
    _check_last_day(chosen, today=danish_date(at))
    whom = addressed(session, accommodation, legal_basis, owner, by=by)
    require_power(session, legal_basis, whom["authority"], at=accommodation.municipality_code)
    case = case_on(
        accommodation,
        case_number=next_case_number(session, at),
        planned_visit_id=planned_visit_id,
        **whom,
        reason=stated("case.reason", reason, "Say why this housing is to be visited."),
        inspector_id=inspector_id,
        opened_at=at,
        opened_by=by.id,
    )
    session.add(case)
    session.flush()
    add_visit(session, case, visit_on, from_min, to_min, chosen, proportionality_reason, planned_visit_id)
    add_move(session, case, None, None, 1, by=by, at=at, note=case.reason)
    trace(session, case, "case.opened", by=by, at=at, details={"accommodation": accommodation.id})
    return case


def decide_visit(
    session: Session,
    case_id: UUID,
    *,
    visit_on: date,
    from_min: int,
    to_min: int,
    inspector_id: str = "",
    chosen: Chosen | None = None,
    planned_visit_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> InspectionCase:
    """Decide to visit what is contested; whoever decides is the inspector unless another is named.

    A case that nobody has yet is from then on that of whoever decides. The contest is the reason of the visit, unless
    ``chosen`` gives the one for which a plan went there anyway.
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.DECIDE_VISIT))
    check_visit_time(visit_on, from_min, to_min, today=danish_date(at))
    require_unbiased_inspector(session, file.case, inspector_id or by.id, on=visit_on)
    place = file.case.municipality_code
    authority = file.case.authority or authority_of(by, at=place)
    require_power(session, file.case.legal_basis, authority, at=place)
    take(session, file, Move.DECIDE_VISIT, facts_at(file, at), by=by, at=at, note=visit_on.isoformat())
    file.case.authority = authority
    file.case.inspector_id, file.case.planned_visit_id = inspector_id or by.id, planned_visit_id
    why = chosen or Chosen(reason=VisitReason.CONTEST)
    add_visit(session, file.case, visit_on, from_min, to_min, why, planned_visit_id=planned_visit_id)
    return file.case


def case_on(accommodation: Accommodation, **given: Any) -> InspectionCase:
    """A case about one accommodation, not yet added; ``given`` are its other columns."""
    return InspectionCase(
        accommodation_id=accommodation.id,
        dwelling_id=accommodation.dwelling_id,
        employer_id=accommodation.employer_id,
        municipality_code=accommodation.municipality_code,
        **given,
    )


def add_visit(
    session: Session,
    case: InspectionCase,
    visit_on: date,
    from_min: int,
    to_min: int,
    chosen: Chosen,
    proportionality_reason: str = "",
    planned_visit_id: UUID | None = None,
) -> None:
    """Write down the first visit of a case."""
    session.add(
        Visit(
            case_id=case.id,
            round=1,
            planned_visit_id=planned_visit_id,
            visit_on=visit_on,
            from_min=from_min,
            to_min=to_min,
            inspector_id=case.inspector_id,
            proportionality_reason=proportionality_reason.strip(),
            **chosen.columns,
        )
    )
    session.flush()


def require_unbiased_inspector(
    session: Session, about: Accommodation | InspectionCase, *inspector_ids: str, on: date
) -> None:
    """Raise ``DomainError`` when any of them has a conflict of interest there on that day (FVL § 3)."""
    require_unbiased(session, inspector_ids, employer_id=about.employer_id, dwelling_id=about.dwelling_id, on=on)


def check_visit_time(visit_on: date, from_min: int, to_min: int, *, today: date) -> None:
    """Raise ``DomainError`` unless the visit lies ahead, not farther than anybody plans, and its hours are in order."""
    if visit_on < today:
        raise DomainError("visit.in_the_past", "{day} has passed; choose a later day.", day=visit_on.isoformat())
    if visit_on - today > FARTHEST_VISIT:
        raise DomainError("visit.too_far", "The visit lies more than two years ahead: correct the date.")
    if not 0 <= from_min < to_min <= 24 * 60:
        raise DomainError("visit.hours", "The visit must end after it begins, on the same day.")


def _check_last_day(chosen: Chosen, *, today: date) -> None:
    if chosen.visit_by is not None and chosen.visit_by < today:
        raise DomainError("visit.by_past", "The last day of the referral has passed: correct it, or leave it empty.")


def next_case_number(session: Session, at: datetime) -> str:
    """The next number of the year, such as 2026-000123; the counter stays locked until the transaction ends."""
    year = danish_date(at).year
    take = (
        sa.update(CaseCounter)
        .where(col(CaseCounter.year) == year)
        .values(last=CaseCounter.last + 1)
        .returning(col(CaseCounter.last))
    )
    number = session.execute(take).scalar_one_or_none()
    if number is None:
        session.add(CaseCounter(year=year, last=0))
        session.flush()
        number = session.execute(take).scalar_one()
    return f"{year}-{number:06d}"
