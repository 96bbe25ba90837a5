"""An accepted plan of the demonstration: its notices sent, delivered, waiting, too late, and one visit unannounced."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Role
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.enforcement.actions.opening import open_case
from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.notices.presenters import missing_of
from inspection.notices.queries import Ahead, Which, list_ahead
from inspection.planning.actions import PlanRequest, draft_plan, save_plan
from inspection.planning.carrying_out.accepting import accept_plan
from inspection.planning.models import DutyStation, PlannedVisit
from inspection.planning.queries import list_plan_visits
from inspection.planning.solving.problem import StopAfter
from inspection.risk.models import RiskRun

ACCEPTED_AGO, AHEAD, DAYS = 10, 12, 9
"""Days since the plan was accepted, until its first visit, and how many it holds."""

SENT = 4
"""How many notices have left, the nearest visits first; one of those that could have is forgotten."""

GROUND = NoticeWaiver(
    NoticeWaiverGround.PURPOSE_DEFEATED, "et varsel ville gøre det muligt at fjerne senge inden besøget"
)


def load_accepted_plan(
    session: Session,
    *,
    settings: Settings,
    run: RiskRun,
    stations: Sequence[DutyStation],
    people: dict[Role, Actor],
    at: datetime,
) -> None:
    """A plan accepted some days ago by the leader, its letters in several states."""
    accepted_at = at - timedelta(days=ACCEPTED_AGO)
    by, as_of = people[Role.DECISION_MAKER], danish_date(accepted_at)
    request = PlanRequest(
        from_on=danish_date(at) + timedelta(days=AHEAD),
        days=DAYS,
        seed=7,
        stations=stations,
        municipality_code=None,
        run=run,
        random_share=0.0,
        posting_days=settings.notice_posting_days,
    )
    drafted = draft_plan(session, request=request, as_of=as_of, stop=StopAfter(iterations=50), by=by)
    plan = save_plan(session, drafted, by=by, at=accepted_at)
    visits = list_plan_visits(session, plan.id)
    if not visits:
        return
    visits[-1].announced = False
    session.flush()
    accept_plan(
        session,
        plan.id,
        open_case=open_case,
        posting_days=settings.notice_posting_days,
        ground_of=_ground,
        by=by,
        at=accepted_at,
    )
    _send(session, plan.id, settings=settings, by=people[Role.INSPECTOR], at=accepted_at)


def _ground(session: Session, visit: PlannedVisit) -> NoticeWaiver:  # noqa: ARG001 - as every source of grounds
    return GROUND


def _send(session: Session, plan_id: UUID, *, settings: Settings, by: Actor, at: datetime) -> None:
    """Issue the first few letters, note the arrival of half of them; the second of the list is left lying."""
    waiting = [one for one in list_ahead(session, by=by, which=Which.TO_SEND, plan_id=plan_id) if not _lacks(one)]
    sent = [one.letter for number, one in enumerate(waiting[: SENT + 1]) if number != 1 and one.letter is not None]
    for number, letter in enumerate(sent):
        issued_at = at + timedelta(days=1)
        issue_letter(session, letter.id, settings=settings, by=by, at=issued_at)
        if number < SENT // 2:
            arrived_at = issued_at + timedelta(days=2)
            record_delivery(session, letter.id, delivered_on=danish_date(arrived_at), by=by, at=arrived_at)


def _lacks(ahead: Ahead) -> bool:
    return ahead.letter is None or bool(missing_of(ahead.employer))
