"""What the demonstration's authority knows before visits, and a ground to come unannounced; all of it made up."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiverGround
from inspection.needs.actions import NeedsTold, keep_needs
from inspection.needs.grounds import record_ground
from inspection.planning.solving.problem import Window
from inspection.risk.models import RiskRun, RiskScore
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling

GROUND = "Ved et tidligere besøg var senge flyttet ud, efter at besøget var varslet."
AFTERNOONS = tuple(Window(weekday, 13 * 60, 16 * 60) for weekday in range(5))
MORNINGS = tuple(Window(weekday, 8 * 60, 12 * 60) for weekday in range(5))


def load_needs(session: Session, *, run: RiskRun, by: Actor, at: datetime) -> None:
    """For a revisit and the highest scores that no case is open about; the next of them may be visited unannounced."""
    asks_again = danish_date(at) + timedelta(days=150)
    told = (
        NeedsTold(
            people=2,
            people_reason="Adgang gennem en gård med løse hunde.",
            safety="Ring til kontakten fra vejen, så hundene bliver lukket inde.",
            review_on=asks_again,
            access="Kør ind ad den sydlige port.",
            service_min=90,
        ),
        NeedsTold(languages=("pl", "uk"), home_hours=AFTERNOONS, daylight_only=True),
        NeedsTold(languages=("ro",), home_hours=AFTERNOONS, contact_hours=MORNINGS, contact_needed=True),
    )
    homes = [*_revisited(session), *_highest(session, run)]
    for accommodation_id, known in zip(homes, told, strict=False):
        keep_needs(session, accommodation_id, known, by=by, at=at - timedelta(days=30))
    for accommodation_id in homes[len(told) : len(told) + 1]:
        record_ground(
            session,
            accommodation_id,
            ground=NoticeWaiverGround.PURPOSE_DEFEATED,
            reason=GROUND,
            until_on=danish_date(at) + timedelta(days=45),
            by=by,
            at=at,
        )


def _revisited(session: Session) -> list[UUID]:
    statement = select(InspectionCase.accommodation_id).where(InspectionCase.state == CaseState.NOT_COMPLIED)
    return list(session.exec(statement.order_by(col(InspectionCase.case_number)).limit(1)))


def _highest(session: Session, run: RiskRun) -> list[UUID]:
    open_ones = select(InspectionCase.dwelling_id).where(col(InspectionCase.closed_at).is_(None))
    statement = (
        select(Accommodation.id)
        .join(RiskScore, col(RiskScore.accommodation_id) == col(Accommodation.id))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(
            RiskScore.run_id == run.id,
            col(Accommodation.dwelling_id).not_in(open_ones),
            col(Accommodation.ends_on).is_(None),
            col(Dwelling.latitude).is_not(None),
        )
        .order_by(col(RiskScore.score).desc(), col(Accommodation.id))
    )
    return list(session.exec(statement.limit(6)))
