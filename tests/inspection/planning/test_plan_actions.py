"""Plans in the register: made, accepted once, discarded; hidden from everyone else."""

import threading
from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from conftest import AT
from housed import ODENSE, SVENDBORG, add_dwelling, house
from husly.kit.access import Actor, Grant, Role
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.enforcement.actions.opening import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.notice_days import announced_hours
from inspection.planning.actions import PlanRequest, accept_plan, discard_plan, draft_plan, save_plan
from inspection.planning.models import DutyStation, PlanState, VisitPlan
from inspection.planning.offering.arms import offer
from inspection.planning.offering.from_register import Wanted
from inspection.planning.queries import get_plan, list_plan_visits, list_plans, list_stops
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.problem import StopAfter
from inspection.risk.actions import score_register
from inspection.risk.models import RiskRun
from inspection.risk.weights import load_weights

TODAY = AT.date()
FIRST_LAWFUL = date(2026, 3, 17)
STOP = StopAfter(iterations=20)


def station(place: tuple[str, float, float] = ODENSE, **given: Any) -> DutyStation:
    code, latitude, longitude = place
    return DutyStation(name="Ida", latitude=latitude, longitude=longitude, municipality_code=code, **given)


def run_of(session: Session, by: Actor) -> RiskRun:
    weights = load_weights("2026-01")
    return score_register(session, as_of=TODAY, weights=weights, switched_on=True, by=by, at=AT)


def request_of(run: RiskRun | None, **changes: Any) -> PlanRequest:
    known: dict[str, Any] = {
        "from_on": FIRST_LAWFUL,
        "days": 7,
        "seed": 1,
        "stations": [station()],
        "municipality_code": None,
        "run": run,
        "random_share": 0.0,
        "posting_days": 1,
    }
    return PlanRequest(**(known | changes))


def planned(session: Session, by: Actor, **changes: Any) -> VisitPlan:
    run = changes.pop("run", None) or run_of(session, by)
    drafted = draft_plan(session, request=request_of(run, **changes), as_of=TODAY, stop=STOP, by=by)
    assert check_plan(drafted.plan, drafted.problem) == []
    return save_plan(session, drafted, by=by, at=AT)


class Cases:
    """Opens cases and remembers what it was asked."""

    def __init__(self) -> None:
        self.opened: list[dict[str, Any]] = []

    def __call__(self, session: Session, **asked: Any) -> InspectionCase:
        self.opened.append(asked)
        return open_case(session, **asked)


def test_a_plan_is_stored_with_its_visits_and_what_it_left_out(session: Session, inspector: Actor) -> None:
    near = house(session)
    bornholm = house(session, place=("0400", 55.1, 14.7))
    far = house(session, place=("0492", 54.89, 10.4), residents=40)  # Ærø: two ferries and a long visit
    plan = planned(session, inspector)
    visits = list_plan_visits(session, plan.id)
    assert [visit.accommodation_id for visit in visits] == [near.id]
    assert visits[0].visit_on >= FIRST_LAWFUL
    assert visits[0].reason is VisitReason.SCORE
    assert plan.summary["left_out_counts"] == {"too_far": 1}
    assert plan.summary["left_out"][0]["accommodation"] == str(far.id)
    assert str(bornholm.id) not in str(plan.summary)  # beyond any day's reach: not even weighed
    assert [stop.dwelling.id for stop in list_stops(session, plan.id)] == [near.dwelling_id]


def test_no_visit_lies_before_the_notice_can_have_run(session: Session, inspector: Actor) -> None:
    house(session)
    with pytest.raises(DomainError) as error:
        planned(session, inspector, from_on=FIRST_LAWFUL - timedelta(days=1))
    assert error.value.code == "plan.too_early"
    assert "2026-03-17" in str(error.value)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days": 0}, "plan.days"),
        ({"days": 29}, "plan.days"),
        ({"from_on": date(2026, 4, 2), "days": 1}, "plan.no_days"),  # Maundy Thursday
        ({"from_on": date(2027, 6, 1)}, "plan.too_far"),
        ({"stations": []}, "plan.no_stations"),
    ],
)
def test_what_cannot_be_planned_is_said(session: Session, inspector: Actor, changes: dict[str, Any], code: str) -> None:
    house(session)
    with pytest.raises(DomainError) as error:
        planned(session, inspector, **changes)
    assert error.value.code == code


def test_weekends_and_holidays_hold_no_visits(session: Session, inspector: Actor) -> None:
    for number in range(30):
        house(session, place=("0461", 55.3 + number / 100, 10.3))
    plan = planned(session, inspector, from_on=date(2026, 4, 1), days=7)
    days = {visit.visit_on for visit in list_plan_visits(session, plan.id)}
    assert days == {date(2026, 4, 1), date(2026, 4, 7)}  # Easter lies between


def test_a_dwelling_with_two_employers_is_visited_once(session: Session, inspector: Actor) -> None:
    dwelling = add_dwelling(session)
    for _ in range(3):
        house(session, dwelling=dwelling)
    plan = planned(session, inspector, random_share=0.5)
    assert len(list_plan_visits(session, plan.id)) == 1


def test_a_share_is_drawn_at_random_with_the_seed(session: Session, inspector: Actor) -> None:
    for number in range(60):
        house(session, place=("0461", 55.3 + number / 1000, 10.3))
    run = run_of(session, inspector)

    def drawn(seed: int) -> set[UUID]:
        plan = planned(session, inspector, run=run, random_share=0.2, seed=seed)
        visits = list_plan_visits(session, plan.id)
        return {visit.accommodation_id for visit in visits if visit.reason is VisitReason.RANDOM}

    assert len(drawn(1)) >= 4
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_low_scores_are_drawn_as_often_as_high_ones(session: Session, inspector: Actor) -> None:
    for number in range(40):
        house(session, place=("0461", 55.3 + number / 1000, 10.3), residents=2 if number < 20 else 12)
    run, drawn = run_of(session, inspector), Counter[bool]()
    for seed in range(40):
        wanted = Wanted(
            days=[FIRST_LAWFUL],
            earliest_on=FIRST_LAWFUL,
            as_of=TODAY,
            stations=[station()],
            municipality_code=None,
            run=run,
            random_share=1.0,
            seed=seed,
            calendar=ALWAYS_OPEN,
        )
        found = offer(session, wanted).candidates
        median = sorted(one.prize for one in found)[20]
        drawn.update(one.prize < median for one in found if one.must_visit)
    assert 0.35 < drawn[True] / drawn.total() < 0.65


def test_without_a_score_everyone_is_drawn_evenly(session: Session, inspector: Actor) -> None:
    for number in range(5):
        house(session, place=("0461", 55.3 + number / 100, 10.3))
    drafted = draft_plan(session, request=request_of(None), as_of=TODAY, stop=STOP, by=inspector)
    plan = save_plan(session, drafted, by=inspector, at=AT)
    visits = list_plan_visits(session, plan.id)
    assert {visit.reason for visit in visits} == {VisitReason.OTHER}  # travel chooses among them, so no arm is theirs
    assert len({visit.prize for visit in visits}) == 1
    assert plan.summary["run_id"] is None


def test_accepting_opens_a_case_for_each_visit(session: Session, inspector: Actor) -> None:
    house(session)
    house(session, place=("0461", 55.41, 10.4))
    plan = planned(session, inspector)
    cases = Cases()
    accept_plan(session, plan.id, open_case=cases, posting_days=1, by=inspector, at=AT)
    assert get_plan(session, plan.id, by=inspector).state is PlanState.ACCEPTED
    visits = list_plan_visits(session, plan.id)
    assert [asked["planned_visit_id"] for asked in cases.opened] == [visit.id for visit in visits]
    first = cases.opened[0]
    assert (first["visit_on"], first["from_min"], first["to_min"]) == (
        visits[0].visit_on,
        *announced_hours(visits[0].starts_min, visits[0].ends_min),
    )
    assert first["inspector_id"] == str(visits[0].duty_station_id)
    assert "tilsynsplan" in first["reason"]


def test_a_dwelling_with_an_accepted_visit_is_not_planned_again(session: Session, inspector: Actor) -> None:
    house(session)
    run = run_of(session, inspector)
    first, second = planned(session, inspector, run=run), planned(session, inspector, run=run)
    accept_plan(session, first.id, open_case=Cases(), posting_days=1, by=inspector, at=AT)
    with pytest.raises(DomainError) as error:
        accept_plan(session, second.id, open_case=Cases(), posting_days=1, by=inspector, at=AT)
    assert error.value.code == "plan.taken"
    third = planned(session, inspector, run=run)
    assert list_plan_visits(session, third.id) == []


def test_a_plan_accepted_too_late_for_the_notice_is_refused(session: Session, inspector: Actor) -> None:
    house(session)
    plan = planned(session, inspector)
    with pytest.raises(DomainError) as error:
        accept_plan(session, plan.id, open_case=Cases(), posting_days=1, by=inspector, at=AT + timedelta(days=10))
    assert error.value.code == "plan.too_late"


def test_a_decided_plan_stays_as_it_is(session: Session, inspector: Actor) -> None:
    house(session)
    plan = planned(session, inspector)
    discard_plan(session, plan.id, by=inspector, at=AT)
    for decide in (
        lambda: accept_plan(session, plan.id, open_case=Cases(), posting_days=1, by=inspector, at=AT),
        lambda: discard_plan(session, plan.id, by=inspector, at=AT),
    ):
        with pytest.raises(DomainError) as error:
            decide()
        assert error.value.code == "plan.decided"
    assert get_plan(session, plan.id, by=inspector).state is PlanState.DISCARDED


def test_two_who_accept_at_once_give_one_acceptance(clean_engine: Engine, inspector: Actor) -> None:
    with transaction(clean_engine) as session:
        house(session)
        plan = planned(session, inspector)
    cases, refused = Cases(), []
    both_ready = threading.Barrier(2)

    def press() -> None:
        both_ready.wait()
        try:
            with transaction(clean_engine) as session:
                accept_plan(session, plan.id, open_case=cases, posting_days=1, by=inspector, at=AT)
        except DomainError as error:
            refused.append(error.code)

    presses = [threading.Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert refused == ["plan.decided"]
    assert len(cases.opened) == 1


def test_plans_are_seen_by_their_own_authority_within_their_area_only(
    session: Session, inspector: Actor, split: None
) -> None:
    house(session)
    national = planned(session, inspector)
    odense = Actor(id="o", name="O", grants=(Grant(Role.CASEWORKER, municipality_code="0461"),))
    svendborg = Actor(id="s", name="S", grants=(Grant(Role.CASEWORKER, municipality_code="0479"),))
    own = planned(session, odense, municipality_code="0461", run=run_of(session, inspector))
    assert [plan.id for plan in list_plans(session, by=inspector)[0]] == [national.id]
    assert [plan.id for plan in list_plans(session, by=odense)[0]] == [own.id]
    for plan, other in ((national, odense), (own, inspector)):
        with pytest.raises(NotFoundError):
            get_plan(session, plan.id, by=other)
    assert list_plans(session, by=svendborg) == ([], 0)
    for plan in (national, own):
        with pytest.raises(NotFoundError):
            get_plan(session, plan.id, by=svendborg)
        with pytest.raises(NotFoundError):
            accept_plan(session, plan.id, open_case=Cases(), posting_days=1, by=svendborg, at=AT)


def test_a_municipality_plans_its_own_housing_only(session: Session, inspector: Actor, split: None) -> None:
    own = house(session)
    house(session, place=SVENDBORG)
    odense = Actor(id="o", name="O", grants=(Grant(Role.CASEWORKER, municipality_code="0461"),))
    run = run_of(session, inspector)
    plan = planned(session, odense, municipality_code="0461", run=run)
    assert [visit.accommodation_id for visit in list_plan_visits(session, plan.id)] == [own.id]
    for code in (None, "0479"):
        with pytest.raises(NotAllowedError):
            planned(session, odense, municipality_code=code, run=run)


def test_a_dwelling_with_an_open_case_is_planned_within_that_case_only(session: Session, inspector: Actor) -> None:
    one = house(session)
    run = run_of(session, inspector)
    draft = planned(session, inspector, run=run)
    case = open_case(
        session,
        accommodation_id=one.id,
        visit_on=FIRST_LAWFUL,
        from_min=540,
        to_min=600,
        inspector_id="ida",
        reason="Et tip.",
        chosen=Chosen(reason=VisitReason.TIP),
        by=inspector,
        at=AT,
    )
    with pytest.raises(DomainError) as error:
        accept_plan(session, draft.id, open_case=open_case, posting_days=1, by=inspector, at=AT)
    assert error.value.code == "plan.taken"
    (visit,) = list_plan_visits(session, planned(session, inspector, run=run).id)
    assert (visit.case_id, visit.visit_on, visit.reason) == (case.id, FIRST_LAWFUL, VisitReason.OTHER)
