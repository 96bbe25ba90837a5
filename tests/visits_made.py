"""Visits that have ended, put straight into the tables, for tests of what is learned from them."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from sqlmodel import Session

from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import CaseMove, Finding, FindingOutcome, InspectionCase, LegalBasis, Visit
from inspection.enforcement.transitions import CaseState, Move
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
    opened_at = datetime.combine(on - timedelta(days=30), time(9), UTC)
    settled_at = datetime.combine(settled_on or on, time(15), UTC)
    case = InspectionCase(
        case_number=uuid4().hex[:20],
        accommodation_id=accommodation.id,
        dwelling_id=accommodation.dwelling_id,
        employer_id=accommodation.employer_id,
        municipality_code=accommodation.municipality_code,
        legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT,
        reason="Test",
        state=CaseState.FINDINGS_RECORDED if breached else CaseState.CLOSED_WITHOUT_BREACH,
        inspector_id="inspector",
        opened_at=opened_at,
        opened_by="inspector",
    )
    session.add(case)
    session.flush()
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
    return Finding(
        case_id=case.id,
        round=1,
        number=1,
        requirement_id="dk-indkvarteringslov-2025.cap",
        pack_id="dk-indkvarteringslov-2025",
        pack_version="1",
        pack_hash="0" * 64,
        legal_status="draft",
        confidence="V",
        title="Loft",
        rule="",
        required="",
        remedy="",
        clause_title="",
        clause_section="",
        outcome=FindingOutcome.BREACHED if breached else FindingOutcome.MET,
        kind="observed",
        observed_on=on,
        recorded_at=at,
        recorded_by="inspector",
    )


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
