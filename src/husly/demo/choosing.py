"""People and chance in the demonstration: a case by score, decisions against the score, a drawn visit dropped."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from husly.demo.cases import weekday
from husly.kit.access import Actor, Role
from husly.kit.clock import danish_date
from inspection.enforcement.actions.opening import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.planning.carrying_out.dropping import drop_visit
from inspection.planning.models import PlannedVisit
from inspection.risk.deviations.actions import deviate
from inspection.risk.deviations.models import DeviationKind
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.queries import Filters, find_place, list_ranked

REASON = "Udvalgt til tilsyn"


def load_choosing(session: Session, *, run: RiskRun, people: dict[Role, Actor], at: datetime) -> None:
    """Once the register is scored and a plan is drafted."""
    leader = people[Role.DECISION_MAKER]
    planned = set(session.exec(select(PlannedVisit.accommodation_id)))
    ranked, _ = list_ranked(session, run, by=leader, filters=Filters(), as_of=danish_date(at), limit=20)
    free = [one.score for one in ranked if one.score is not None and one.accommodation.id not in planned]
    if len(free) > 2:
        _open(session, free[0], run, leader, at)
        for score, kind, reason in (
            (free[1], DeviationKind.PUT_OFF, "Ejendommen bygges om; beboerne flytter ind igen til foråret."),
            (free[-1], DeviationKind.PUT_FIRST, "Kommunen har set, at der er kommet flere senge til."),
        ):
            _decide(session, score, run, kind, reason, leader, at)
    drawn = select(PlannedVisit).where(PlannedVisit.reason == VisitReason.RANDOM).order_by(col(PlannedVisit.id))
    if (visit := session.exec(drawn.limit(1)).first()) is not None:
        drop_visit(session, visit.id, reason="Adressen er revet ned; oplyst af kommunen.", by=leader, at=at)


def _open(session: Session, score: RiskScore, run: RiskRun, leader: Actor, at: datetime) -> None:
    chosen = Chosen(
        reason=VisitReason.SCORE,
        score=score.score,
        rank=find_place(session, run, score.score),
        run_id=run.id,
        weights_version=run.weights_version,
    )
    open_case(
        session,
        accommodation_id=score.accommodation_id,
        visit_on=weekday(danish_date(at) + timedelta(days=21)),
        from_min=9 * 60,
        to_min=11 * 60,
        inspector_id=leader.id,
        reason=REASON,
        chosen=chosen,
        by=leader,
        at=at,
    )


def _decide(
    session: Session, score: RiskScore, run: RiskRun, kind: DeviationKind, reason: str, leader: Actor, at: datetime
) -> None:
    until_on = danish_date(at) + timedelta(days=60)
    deviate(session, score.accommodation_id, run=run, kind=kind, reason=reason, until_on=until_on, by=leader, at=at)
