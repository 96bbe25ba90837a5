"""What a plan is offered beside score and chance: open cases, grounds to come unannounced, and what is known before."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import ODENSE, SVENDBORG, add_dwelling, house
from housing import CASE_SETTINGS
from husly.kit.access import SYSTEM, Actor
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.errors import DomainError
from inspection.enforcement.actions import open_case, waive_notice
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase, Order, OrderItem, Visit
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.map.areas.shapes import Area
from inspection.needs.actions import NeedsTold, keep_needs
from inspection.needs.grounds import ground_of_visit, record_ground, withdraw_ground
from inspection.needs.models import UnannouncedGround
from inspection.planning.actions import PlanRequest, accept_plan, draft_plan, save_plan
from inspection.planning.models import PlannedCompanion, PlannedVisit, VisitPlan
from inspection.planning.offering.arms import Offered, offer
from inspection.planning.offering.from_register import Wanted
from inspection.planning.offering.why import WhyCode
from inspection.planning.offering.words import withheld_words
from inspection.planning.queries import list_plan_visits
from inspection.planning.solving.problem import StopAfter, Window
from inspection.risk.actions import score_register
from inspection.risk.weights import load_weights
from past_housing import add_order, add_planned
from planned_visits import station
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling
from register.municipalities.boundaries import shipped_boundaries

TODAY = AT.date()
FIRST_LAWFUL = date(2026, 3, 17)
GROUND = NoticeWaiverGround.PURPOSE_DEFEATED


def wanted(**changes: Any) -> Wanted:
    known: dict[str, Any] = {
        "days": [FIRST_LAWFUL + timedelta(days=number) for number in range(4)],
        "earliest_on": FIRST_LAWFUL,
        "as_of": TODAY,
        "stations": [station()],
        "municipality_code": None,
        "run": None,
        "random_share": 0.0,
        "seed": 1,
        "calendar": ALWAYS_OPEN,
    }
    return Wanted(**(known | changes))


def request_of(**changes: Any) -> PlanRequest:
    known: dict[str, Any] = {
        "from_on": FIRST_LAWFUL,
        "days": 7,
        "seed": 1,
        "stations": [station()],
        "municipality_code": None,
        "run": None,
        "random_share": 0.0,
        "posting_days": 1,
    }
    return PlanRequest(**(known | changes))


def plan_of(session: Session, by: Actor, **changes: Any) -> VisitPlan:
    request = request_of(**changes)
    drafted = draft_plan(session, request=request, as_of=TODAY, stop=StopAfter(iterations=10), by=by)
    return save_plan(session, drafted, by=by, at=AT)


def ordered(session: Session, home: Accommodation, due_on: date, state: CaseState) -> InspectionCase:
    """A case whose order has a deadline."""
    add_order(session, home, on=TODAY - timedelta(days=60), due_on=due_on)
    case = session.exec(select(InspectionCase).where(InspectionCase.accommodation_id == home.id)).one()
    case.state = state
    session.flush()
    return case


def by_hand(session: Session, home: Accommodation, reason: VisitReason, **given: Any) -> InspectionCase:
    known = {"visit_on": FIRST_LAWFUL, "from_min": 540, "to_min": 660, "inspector_id": "ida", "reason": "Udvalgt"}
    words = "Ord" if reason is VisitReason.OTHER else ""
    chosen = Chosen(reason=reason, words=words, visit_by=given.pop("visit_by", None))
    return open_case(session, accommodation_id=home.id, chosen=chosen, by=SYSTEM, at=AT, **(known | given))


def ground_for(session: Session, home: Accommodation, by: Actor, days: int = 30) -> None:
    record_ground(
        session,
        home.id,
        ground=GROUND,
        reason="Senge bliver flyttet, når et besøg er varslet.",
        until_on=TODAY + timedelta(days=days),
        by=by,
        at=AT,
    )


def only(offered: Offered) -> Any:
    (one,) = offered.candidates
    return one


@pytest.mark.parametrize("with_score", [True, False])
def test_a_revisit_after_an_order_is_a_duty_of_its_case(session: Session, inspector: Actor, with_score: bool) -> None:
    home = house(session)
    case = ordered(session, home, TODAY - timedelta(days=10), CaseState.NOT_COMPLIED)
    weights = load_weights("2026-01")
    run = score_register(session, as_of=TODAY, weights=weights, switched_on=True, by=SYSTEM, at=AT)
    offered = offer(session, wanted(run=run if with_score else None))
    one = only(offered)
    assert (one.must_visit, one.reason, one.earliest_on) == (True, VisitReason.FOLLOW_UP, FIRST_LAWFUL)
    assert (one.dwelling_id, offered.known[one.id].case_id) == (str(home.dwelling_id), str(case.id))
    assert offered.known[one.id].why.code is WhyCode.ORDER_OVERDUE
    (visit,) = list_plan_visits(session, plan_of(session, inspector).id)
    assert (visit.case_id, visit.announced, visit.reason) == (case.id, True, VisitReason.FOLLOW_UP)


def test_a_revisit_is_not_offered_before_the_deadline_has_passed(session: Session) -> None:
    ordered(session, house(session), FIRST_LAWFUL + timedelta(days=30), CaseState.ORDER_DELIVERED)
    assert offer(session, wanted()).candidates == ()


def test_a_revisit_whose_order_still_runs_is_told_beside_the_plan_and_never_drafted(
    session: Session, inspector: Actor
) -> None:
    ordered(session, house(session), FIRST_LAWFUL - timedelta(days=1), CaseState.ORDER_DELIVERED)
    plan = plan_of(session, inspector)
    assert list_plan_visits(session, plan.id) == []
    assert list(plan.summary["withheld"]["running"]) == [FIRST_LAWFUL.isoformat()]
    (words,) = withheld_words(plan.summary, [])
    assert "17. marts 2026" in words


def test_a_case_that_an_accepted_plan_visits_is_not_offered_again(session: Session, inspector: Actor) -> None:
    case = ordered(session, house(session), TODAY - timedelta(days=10), CaseState.NOT_COMPLIED)
    plan = plan_of(session, inspector)
    accept_plan(session, plan.id, open_case=lambda *_, **__: None, posting_days=1, by=inspector, at=AT)
    assert list_plan_visits(session, plan.id)[0].case_id == case.id
    assert offer(session, wanted()).candidates == ()


def test_a_withdrawn_or_returned_order_sets_no_deadline(session: Session) -> None:
    home = house(session)
    ordered(session, home, FIRST_LAWFUL + timedelta(days=200), CaseState.NOT_COMPLIED)
    assert offer(session, wanted()).candidates == ()
    session.exec(select(Order)).one().returned_at = AT
    session.flush()
    assert only(offer(session, wanted())).earliest_on == FIRST_LAWFUL
    assert session.exec(select(OrderItem)).one().due_on > FIRST_LAWFUL


def test_a_tip_leaves_no_trace_in_a_plan(session: Session, inspector: Actor) -> None:
    by_hand(session, house(session), VisitReason.TIP)
    plan = plan_of(session, inspector)
    (visit,) = list_plan_visits(session, plan.id)
    assert visit.reason is VisitReason.OTHER
    told = str(plan.summary) + str({name: getattr(visit, name) for name in PlannedVisit.model_fields})
    assert VisitReason.TIP.value not in told.lower()


def test_nobody_is_sent_where_an_offence_is_suspected(session: Session, inspector: Actor) -> None:
    home = house(session)
    case = ordered(session, home, TODAY - timedelta(days=10), CaseState.NOT_COMPLIED)
    case.suspicion = True
    session.flush()
    offered = offer(session, wanted())
    assert (offered.candidates, offered.withheld.stopped) == ((), 1)
    with pytest.raises(DomainError) as refused:
        ground_for(session, home, inspector)
    assert refused.value.code == "ground.suspicion"
    case.written_consent = True
    session.flush()
    assert len(offer(session, wanted()).candidates) == 1


def test_two_cases_behind_one_door_are_two_candidates_and_nothing_else_goes_there(session: Session) -> None:
    dwelling = add_dwelling(session)
    for _ in range(2):
        by_hand(session, house(session, dwelling=dwelling), VisitReason.DANGER)
    house(session, dwelling=dwelling)
    offered = offer(session, wanted())
    assert len(offered.candidates) == 2
    assert {one.dwelling_id for one in offered.candidates} == {str(dwelling.id)}


def test_a_referral_bears_its_last_day(session: Session) -> None:
    home = house(session)
    with pytest.raises(DomainError) as refused:
        by_hand(session, home, VisitReason.DANGER, visit_by=FIRST_LAWFUL)
    assert refused.value.code == "visit.by"
    with pytest.raises(DomainError):
        by_hand(session, home, VisitReason.REFERRAL, visit_by=TODAY - timedelta(days=1))
    last = FIRST_LAWFUL + timedelta(days=2)
    by_hand(session, home, VisitReason.REFERRAL, visit_by=last, visit_on=TODAY + timedelta(days=50))
    one = only(offer(session, wanted()))
    assert (one.latest_on, one.must_visit, one.reason) == (last, True, VisitReason.REFERRAL)


AROUND_ODENSE = ((10.2, 55.3), (10.6, 55.3), (10.6, 55.5), (10.2, 55.5))


@pytest.mark.parametrize("area", [Area(ring=AROUND_ODENSE), Area(municipality_codes=("0461",))])
def test_a_plan_for_an_area_leaves_open_cases_outside_it_alone_and_counts_them(session: Session, area: Area) -> None:
    inside = by_hand(session, house(session), VisitReason.OTHER)
    by_hand(session, house(session, place=SVENDBORG), VisitReason.DANGER)
    offered = offer(session, wanted(area=area))
    assert offered.known[only(offered).id].case_id == str(inside.id)
    assert offered.withheld.outside == 1
    assert any(words.startswith("1 ") for words in withheld_words({"withheld": {"outside": 1}}, []))
    assert offer(session, wanted()).withheld.outside == 0


def test_a_visit_that_stands_keeps_its_inspector(session: Session) -> None:
    add_planned(session, house(session), on=FIRST_LAWFUL - timedelta(days=20), reason=VisitReason.CONTEST)
    case = session.exec(select(InspectionCase)).one()
    case.state = CaseState.NOTIFIED
    here = station()
    case.inspector_id = str(here.id)
    session.exec(select(Visit)).one().inspector_id = str(here.id)
    session.flush()
    offered = offer(session, wanted(stations=[here]))
    (placed,) = offered.current
    assert (placed.locked, placed.begin_min, placed.inspector_ids) == (True, 540, (str(here.id),))
    assert only(offered).slots[0].on == placed.on == FIRST_LAWFUL


def test_a_visit_decided_without_notice_is_planned_in_its_hours_and_stays_in_the_plan(
    session: Session, inspector: Actor
) -> None:
    home = house(session)
    case = by_hand(session, home, VisitReason.OTHER, from_min=13 * 60, to_min=14 * 60)
    words = {"reason": "Senge bliver flyttet.", "proportionality_reason": "Intet andet viser værelserne."}
    waive_notice(session, case.id, ground=GROUND, **words, by=inspector, at=AT)
    plan = plan_of(session, inspector)
    (visit,) = list_plan_visits(session, plan.id)
    assert (visit.visit_on, visit.starts_min, visit.ends_min) == (FIRST_LAWFUL, 13 * 60, 14 * 60)
    accept_plan(session, plan.id, open_case=lambda *_, **__: None, posting_days=1, by=inspector, at=AT)
    assert (visit.dropped_at, case.state) == (None, CaseState.UNANNOUNCED_DECIDED)


def test_a_ground_brings_a_visit_before_the_notice_could_run(session: Session, inspector: Actor) -> None:
    home, other = house(session), house(session, place=("0461", 55.42, 10.4))
    ground_for(session, home, inspector)
    plan = plan_of(session, inspector, from_on=TODAY + timedelta(days=1))
    (visit,) = list_plan_visits(session, plan.id)
    assert (visit.accommodation_id, visit.announced) == (home.id, False)
    assert TODAY < visit.visit_on < FIRST_LAWFUL
    assert ground_of_visit(session, visit) == NoticeWaiver(GROUND, "Senge bliver flyttet, når et besøg er varslet.")
    later = plan_of(session, inspector, from_on=TODAY + timedelta(days=10), days=14)
    days = {one.accommodation_id: one.visit_on for one in list_plan_visits(session, later.id)}
    assert days[other.id] >= FIRST_LAWFUL


def test_without_a_ground_a_plan_begins_when_announced_visits_are_lawful(session: Session, inspector: Actor) -> None:
    home = house(session)
    ground_for(session, home, inspector)
    (ground,) = session.exec(select(UnannouncedGround))
    withdraw_ground(session, ground.id, by=inspector, at=AT)
    with pytest.raises(DomainError) as refused:
        plan_of(session, inspector, from_on=TODAY + timedelta(days=1))
    assert refused.value.code == "plan.too_early"
    assert only(offer(session, wanted())).announced
    with pytest.raises(DomainError) as again:
        withdraw_ground(session, ground.id, by=inspector, at=AT)
    assert again.value.code == "ground.withdrawn"


@pytest.mark.parametrize(("reason", "days"), [("  ", 30), ("x" * 501, 30), ("Grund", 0), ("Grund", 93)])
def test_a_ground_has_a_reason_and_a_last_day(session: Session, inspector: Actor, reason: str, days: int) -> None:
    home = house(session)
    with pytest.raises(DomainError):
        record_ground(
            session,
            home.id,
            ground=GROUND,
            reason=reason,
            until_on=TODAY + timedelta(days=days),
            by=inspector,
            at=AT,
        )


def test_a_plan_reads_what_is_known_before_a_visit(session: Session, inspector: Actor) -> None:
    home = house(session)
    told = NeedsTold(
        people=2,
        people_reason="Løse hunde på gården.",
        review_on=TODAY + timedelta(days=100),
        languages=("pl",),
        interpreter=False,
        home_hours=(Window(1, 600, 720),),
        contact_hours=(Window(3, 600, 720),),
        contact_needed=True,
        daylight_only=True,
        service_min=90,
    )
    keep_needs(session, home.id, told, by=inspector, at=AT)
    offered = offer(session, wanted())
    one = only(offered)
    assert (len(one.seats), one.languages, one.interpreter) == (2, {"pl"}, False)
    assert (one.windows, one.daylight_only, one.service_min) == ((Window(1, 600, 720),), True, 90)
    assert offered.never_together == (one.id,)


def test_a_visit_by_two_is_kept_once_with_who_comes_along(session: Session, inspector: Actor) -> None:
    home = house(session)
    case = ordered(session, home, TODAY - timedelta(days=10), CaseState.NOT_COMPLIED)
    keep_needs(session, home.id, NeedsTold(people=2), by=inspector, at=AT)
    plan = plan_of(session, inspector, stations=[station(), station()])
    (visit,) = list_plan_visits(session, plan.id)
    (along,) = session.exec(select(PlannedCompanion))
    assert (visit.case_id, along.planned_visit_id) == (case.id, visit.id)
    assert along.duty_station_id != visit.duty_station_id


def test_a_point_at_sea_is_offered_and_said_to_be_unsound(session: Session) -> None:
    house(session)
    house(session, place=("0461", 55.75, 10.75))
    boundaries = shipped_boundaries(CASE_SETTINGS.data_path)
    offered = offer(session, wanted(boundaries=boundaries))
    assert {(one.lat, one.place_is_sound) for one in offered.candidates} == {(ODENSE[1], True), (55.75, False)}


def test_a_dwelling_that_nobody_knows_the_place_of_is_counted(session: Session, inspector: Actor) -> None:
    for home in (house(session), house(session)):
        dwelling = session.get_one(Dwelling, home.dwelling_id)
        dwelling.latitude = dwelling.longitude = None
    by_hand(session, home, VisitReason.DANGER)
    house(session)
    plan = plan_of(session, inspector)
    assert plan.summary["withheld"]["no_place"] == 2
    assert {"accommodation": str(home.id), "reason": "no_place", "must_visit": True} in plan.summary["left_out"]


def test_the_same_register_offers_the_same(session: Session, inspector: Actor) -> None:
    for number in range(6):
        house(session, place=("0461", 55.3 + number / 100, 10.3))
    ordered(session, house(session), TODAY - timedelta(days=10), CaseState.PARTLY_COMPLIED)
    ground_for(session, house(session), inspector)
    first, second = offer(session, wanted(random_share=0.3)), offer(session, wanted(random_share=0.3))
    assert first == second
