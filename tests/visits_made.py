"""Visits that have ended, put straight into the tables, for tests of what is learned from them."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import CaseMove, Finding, FindingOutcome, InspectionCase, Visit
from inspection.enforcement.transitions import CaseState, Move
from past_housing import add_case, one_finding
from register.accommodations.models import Accommodation


def visited(
    session: Session,
    accommodation: Accommodation,
    on: date,
    *,
    breached: bool,
    reason: VisitReason = VisitReason.SCORE,
    probability: float | None = None,
    settled_on: date | None = None,
    settled: bool = True,
) -> InspectionCase:
    """A case whose only visit was made on a day, with one finding and the move that settled it."""
    settled_at = datetime.combine(settled_on or on, time(15), UTC)
    state = CaseState.FINDINGS_RECORDED if breached else CaseState.CLOSED_WITHOUT_BREACH
    case = add_case(session, accommodation, on=on - timedelta(days=30), reason="Test", state=state)
    why = Chosen(reason=reason, probability=probability).columns
    hours = {"visit_on": on, "from_min": 540, "to_min": 720, "visited_on": on}
    session.add(Visit(case_id=case.id, round=1, inspector_id="inspector", **hours, **why))
    if settled:
        session.add(finding(case, on, settled_at, breached=breached))
        session.add(move(case, settled_at, breached=breached))
    session.flush()
    return case


def finding(case: InspectionCase, on: date, at: datetime, *, breached: bool) -> Finding:
    """One requirement found breached or met."""
    outcome = FindingOutcome.BREACHED if breached else FindingOutcome.MET
    return one_finding(case, 1, on, outcome=outcome, recorded_at=at)


def move(case: InspectionCase, at: datetime, *, breached: bool) -> CaseMove:
    """The move that settled what the visit found."""
    return CaseMove(
        case_id=case.id,
        position=1,
        round=1,
        move=Move.RECORD_FINDINGS if breached else Move.CLOSE_WITHOUT_BREACH,
        source=CaseState.VISITED,
        target=case.state,
        at=at,
        by_id="inspector",
        by_name="Ida Inspektør",
    )
