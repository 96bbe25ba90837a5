"""What Odense plans beside the state, each unseen by the other, and a joint visit to which the state asks it along."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from husly.demo.cases import weekday
from husly.demo.municipal import ODENSE
from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.authorities.belonging import STATE
from inspection.enforcement.models import InspectionCase
from inspection.joint.actions import Proposal, propose
from inspection.joint.partner_actions import Terms, invite, set_terms
from inspection.joint.queries import get_joint, list_open_at
from inspection.meetings.actions import open_meeting
from inspection.planning.actions import PlanRequest, draft_plan, save_plan
from inspection.planning.models import DutyStation
from inspection.planning.offering.period import first_lawful_day
from inspection.planning.solving.problem import StopAfter
from inspection.targets.actions import set_target
from inspection.targets.forms import TargetAsked

TOWN_HALL = (55.3959, 10.3883)


def load_municipal_plans(
    session: Session, *, settings: Settings, officer: Actor, clerk: Actor, seed: int, at: datetime
) -> None:
    """A draft, a target and a meeting of Odense's own, and the state's question."""
    today = danish_date(at)
    _plan(session, settings=settings, by=clerk, seed=seed, at=at)
    target = TargetAsked(
        from_on=today - timedelta(days=150),
        to_on=today + timedelta(days=60),
        municipality_code=ODENSE,
        sector="",
        kind="",
        visits=6,
        share=None,
        note="Kommunens eget måltal for byfornyelsesloven",
    )
    set_target(session, asked=target, by=clerk, at=at)
    held_on = weekday(today + timedelta(days=12))
    open_meeting(session, held_on=held_on, place="Rådhuset", municipality_code=ODENSE, by=clerk, at=at)
    _ask_along(session, by=officer, at=at)


def _plan(session: Session, *, settings: Settings, by: Actor, seed: int, at: datetime) -> None:
    latitude, longitude = TOWN_HALL
    as_of, posting_days = danish_date(at), settings.notice_posting_days
    request = PlanRequest(
        from_on=first_lawful_day(as_of, posting_days),
        days=3,
        seed=seed,
        stations=[
            DutyStation(
                name="Odense Kommune (opdigtet)",
                latitude=latitude,
                longitude=longitude,
                municipality_code=ODENSE,
                active=False,
            )
        ],
        municipality_code=ODENSE,
        run=None,
        random_share=settings.random_visit_share,
        posting_days=posting_days,
    )
    drafted = draft_plan(session, request=request, as_of=as_of, stop=StopAfter(iterations=50), by=by)
    save_plan(session, drafted, by=by, at=at)


def _ask_along(session: Session, *, by: Actor, at: datetime) -> None:
    cases = select(InspectionCase).where(
        InspectionCase.municipality_code == ODENSE,
        InspectionCase.authority == STATE,
        col(InspectionCase.closed_at).is_(None),
    )
    for case in session.exec(cases.order_by(col(InspectionCase.case_number))):
        if list_open_at(session, case.dwelling_id, by=by):
            continue
        proposal = Proposal(
            purpose="Se på bygning og belægning samme dag.",
            lead="labour_inspectorate",
            partners=("municipality",),
            case_id=case.id,
            visit_on=weekday(danish_date(at) + timedelta(days=33)),
        )
        joint = propose(session, case.dwelling_id, proposal, by=by, at=at)
        partners = get_joint(session, joint.id, by=by).partners
        town = next(one for one in partners if not one.is_own)
        terms = Terms(role="Ser på bygningen", legal_basis="Byfornyelsesloven § 75", shares=("place_and_time",))
        set_terms(session, joint.id, town.id, terms, by=by, at=at)
        invite(session, joint.id, town.id, on=danish_date(at), by=by, at=at)
        return
