"""Visits that leave an accepted plan, because a collective agreement has taken the act's place meanwhile (§ 2)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import SYSTEM
from husly.kit.clock import danish_date
from inspection.enforcement.actions import close_case
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import find_case_of_visit
from inspection.enforcement.transitions import CaseState
from inspection.letters.danish import danish_date as written
from inspection.planning.models import PlannedVisit, PlanState, VisitPlan
from register.agreements.queries import Exemption, covered_by, find_exemption
from register.declarations.queries import find_standing
from register.owners.queries import list_contests_of_case

BECAUSE = "Overenskomst i stedet for loven på besøgsdagen: {agreement}, {first} til {last}."
"""Why a visit was dropped, as plan and case say it."""


def drop_exempt_visits(session: Session, claim_id: UUID, *, at: datetime) -> int:
    """Drop the coming visits of accepted plans that an accepted claim covers; returns how many.

    A case that waits for such a visit and nothing else is closed with the reason. One that was announced, decided
    unannounced or contested stays open: its page says that it is to be decided again.
    """
    statement = (
        select(PlannedVisit)
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .where(
            col(VisitPlan.state) == PlanState.ACCEPTED,
            col(PlannedVisit.visit_on) >= danish_date(at),
            col(PlannedVisit.accommodation_id).in_(covered_by(claim_id)),
        )
    )
    return len(drop_exempt(session, session.exec(statement).all(), at=at))


def drop_exempt(session: Session, visits: Sequence[PlannedVisit], *, at: datetime) -> list[PlannedVisit]:
    """Drop those of some visits on whose day the act does not apply to anybody there; returns the dropped ones."""
    dropped = []
    for visit in visits:
        if visit.dropped_at is None and (claim := _exemption(session, visit)) is not None:
            _drop(session, visit, claim, at)
            dropped.append(visit)
    return dropped


def _exemption(session: Session, visit: PlannedVisit) -> Exemption | None:
    declaration = find_standing(session, visit.accommodation_id, visit.visit_on)
    found = find_exemption(session, visit.accommodation_id, visit.visit_on)
    return found if found is not None and declaration is not None and found.is_whole(declaration.residents) else None


def _drop(session: Session, visit: PlannedVisit, claim: Exemption, at: datetime) -> None:
    period = {"first": written(claim.starts_on), "last": written(claim.ends_on)}
    visit.dropped_at, visit.dropped_because = at, BECAUSE.format(agreement=claim.agreement, **period)
    session.flush()
    details = {"visit": visit.id, "claim": claim.claim_id}
    audit.record(
        session, by=SYSTEM, at=at, action="plan.visit_dropped", on=("visit_plan", visit.plan_id), details=details
    )
    case = find_case_of_visit(session, visit.id)
    if case is not None and _waits_for_nothing_else(session, case):
        close_case(session, case.id, reason=visit.dropped_because, by=SYSTEM, at=at)


def _waits_for_nothing_else(session: Session, case: InspectionCase) -> bool:
    open_contests = any(one.closed_at is None for one in list_contests_of_case(session, case.id))
    return case.state is CaseState.PLANNED and case.round == 1 and not open_contests
