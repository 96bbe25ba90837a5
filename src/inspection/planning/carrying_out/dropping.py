"""Visits that leave a plan: an agreement has taken the act's place, nobody lives there, or a person says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from inspection.enforcement.actions import close_case
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import find_case_of_visit
from inspection.enforcement.transitions import CaseState
from inspection.letters.danish import danish_date as written
from inspection.planning.carrying_out.tour_rows import retime_without
from inspection.planning.models import PlannedVisit, PlanState, VisitPlan
from inspection.planning.queries import get_plan
from inspection.planning.travel import Roads, TravelRules
from register.agreements.queries import covered_by, find_exemption
from register.declarations.queries import find_standing
from register.owners.queries import list_contests_of_case
from register.upkeep.pauses import find_unused
from register.upkeep.queries import find_end

BECAUSE = "Overenskomst i stedet for loven på besøgsdagen: {agreement}, {first} til {last}."
ENDED = "Fraflyttet før besøgsdagen, som arbejdsgiveren har oplyst: sidste dag {last}."
UNUSED = "Ikke i brug på besøgsdagen, som arbejdsgiveren har oplyst: {first} til {last}."
"""Why a visit was dropped, as plan and case say it."""

BATCH = 500

LONGEST_REASON = 500
"""Characters of a reason that a person gives."""


@dataclass(frozen=True)
class Dropping:
    """Why a visit leaves its plan; ``claim_id`` None where nobody lives there that day."""

    because: str
    claim_id: UUID | None = None


def drop_exempt_visits(session: Session, claim_id: UUID, *, at: datetime) -> int:
    """Drop the coming visits of accepted plans that an accepted claim covers; returns how many.

    A case that waits for such a visit and nothing else is closed with the reason. One that was announced, decided
    unannounced or contested stays open: its page says that it is to be decided again.
    """
    visits = _coming(session, col(PlannedVisit.accommodation_id).in_(covered_by(claim_id)), at)
    return _drop_coming(session, visits, at)


def drop_visits_after_change(session: Session, accommodation_ids: Sequence[UUID], *, at: datetime) -> int:
    """Drop coming visits that what an employer has told now makes needless; returns how many.

    A pause or a last day may have been told, or so few residents declared that an agreement for some of them now covers
    everyone.
    """
    count = 0
    for start in range(0, len(accommodation_ids), BATCH):
        concerned = col(PlannedVisit.accommodation_id).in_(accommodation_ids[start : start + BATCH])
        count += _drop_coming(session, _coming(session, concerned, at), at)
    return count


def drop_every_needless_visit(session: Session, *, at: datetime) -> int:
    """The same wherever anything was told meanwhile, such as in a long file; the worker does it once a day."""
    return _drop_coming(session, _coming(session, sa.true(), at), at)


def _drop_coming(session: Session, visits: Sequence[PlannedVisit], at: datetime) -> int:
    dropped = drop_needless(session, visits, at=at)
    retime_without(session, dropped, TravelRules())
    return len(dropped)


def _coming(session: Session, concerned: sa.ColumnElement[bool], at: datetime) -> Sequence[PlannedVisit]:
    statement = (
        select(PlannedVisit)
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .where(
            col(VisitPlan.state) == PlanState.ACCEPTED,
            col(PlannedVisit.visit_on) >= danish_date(at),
            col(PlannedVisit.dropped_at).is_(None),
            concerned,
        )
    )
    return session.exec(statement).all()


def drop_needless(session: Session, visits: Sequence[PlannedVisit], *, at: datetime) -> list[PlannedVisit]:
    """Drop those of some visits on whose day there is nobody to whom the act applies; returns the dropped ones."""
    dropped = []
    for visit in visits:
        if visit.dropped_at is None and (found := _exempt(session, visit) or _unused(session, visit)) is not None:
            _drop(session, visit, found, at)
            dropped.append(visit)
    return dropped


def drop_for_case(session: Session, visit: PlannedVisit, because: str, *, at: datetime) -> None:
    """Drop a visit whose case no longer waits for it; that case stays as it is."""
    _leave(session, visit, because, {"case": visit.case_id}, by=SYSTEM, at=at)


def drop_visit(
    session: Session, visit_id: UUID, *, reason: str, travel: Roads | None = None, by: Actor, at: datetime
) -> PlannedVisit:
    """A person takes a visit out of a draft or an accepted plan, with a reason that is kept and counted.

    A drawn visit that is left out for convenience makes the control group worthless, so each shows who dropped it and
    why. The tour of an accepted plan is reckoned anew; ``travel`` are the roads of plans, None: the rule of thumb.
    Raises ``DomainError`` without a reason, for a visit that has left the plan, that was announced or made.
    """
    visit = session.get(PlannedVisit, visit_id)
    if visit is None:
        raise NotFoundError("visit")
    plan = get_plan(session, visit.plan_id, by=by, permission=Permission.PLAN_VISITS)
    case = find_case_of_visit(session, visit.id)
    because = " ".join(reason.replace("\x00", "").split())
    if not because or len(because) > LONGEST_REASON:
        raise DomainError(
            "plan.drop_reason", "Say in at most {most} characters why the visit is dropped.", most=LONGEST_REASON
        )
    gone = visit.dropped_at is not None or plan.state is PlanState.DISCARDED
    if gone or (case is not None and not _waits_for_nothing_else(session, case)):
        raise DomainError(
            "plan.cannot_drop", "The visit was announced, made or has left the plan already: decide in its case."
        )
    visit.dropped_by = by.id
    _leave(session, visit, because, {"by_hand": True, "reason": visit.reason.value}, by=by, at=at)
    retime_without(session, [visit], travel or TravelRules())
    return visit


def _exempt(session: Session, visit: PlannedVisit) -> Dropping | None:
    found = find_exemption(session, visit.accommodation_id, visit.visit_on)
    declaration = None if found is None else find_standing(session, visit.accommodation_id, visit.visit_on)
    if found is None or declaration is None or not found.is_whole(declaration.residents):
        return None
    period = {"first": written(found.starts_on), "last": written(found.ends_on)}
    return Dropping(BECAUSE.format(agreement=found.agreement, **period), found.claim_id)


def _unused(session: Session, visit: PlannedVisit) -> Dropping | None:
    """A pause over the day, or a last day before it, as the employer told.

    Not once the visit was announced or contested: then a person decides it again.
    """
    because = _why_unused(session, visit)
    case = None if because is None else find_case_of_visit(session, visit.id)
    if because is None or (case is not None and not _waits_for_nothing_else(session, case)):
        return None
    return Dropping(because)


def _why_unused(session: Session, visit: PlannedVisit) -> str | None:
    ended_on = find_end(session, visit.accommodation_id, visit.visit_on)
    if ended_on is not None:
        return ENDED.format(last=written(ended_on))
    pause = find_unused(session, visit.accommodation_id, visit.visit_on)
    if pause is None:
        return None
    return UNUSED.format(first=written(pause.starts_on), last=written(pause.ends_on))


def _drop(session: Session, visit: PlannedVisit, found: Dropping, at: datetime) -> None:
    details = {"claim": found.claim_id} if found.claim_id is not None else {"unused": True}
    _leave(session, visit, found.because, details, by=SYSTEM, at=at)


def _leave(
    session: Session, visit: PlannedVisit, because: str, told: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    visit.dropped_at, visit.dropped_because = at, because
    session.flush()
    details = {"visit": visit.id} | told
    audit.record(session, by=by, at=at, action="plan.visit_dropped", on=("visit_plan", visit.plan_id), details=details)
    case = find_case_of_visit(session, visit.id)
    if case is not None and visit.case_id is None and _waits_for_nothing_else(session, case):
        close_case(session, case.id, reason=visit.dropped_because, by=by, at=at)


def _waits_for_nothing_else(session: Session, case: InspectionCase) -> bool:
    open_contests = any(one.closed_at is None for one in list_contests_of_case(session, case.id))
    return case.state is CaseState.PLANNED and case.round == 1 and not open_contests
