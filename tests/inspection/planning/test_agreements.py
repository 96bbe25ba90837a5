"""Housing under an accepted collective agreement is not planned, and comes back the day after."""

from datetime import date, timedelta

from sqlmodel import Session

from agreements_made import CHIEF, in_force
from conftest import AT
from housed import ODENSE, add_employer, house
from husly.kit import clock
from husly.kit.access import SYSTEM
from inspection.enforcement.actions import open_case, take_up_contest
from inspection.enforcement.queries import find_case_of_visit
from inspection.enforcement.transitions import CaseState
from inspection.map.queries import count_exempt, list_points
from inspection.planning.actions import accept_plan
from inspection.planning.dropping import drop_exempt_visits
from inspection.planning.from_register import Wanted, candidates_for
from inspection.planning.models import DutyStation, PlannedVisit, VisitPlan
from inspection.planning.problem import VisitReason
from inspection.planning.queries import list_plan_visits
from inspection.risk.queries import Filters, list_longest_unseen
from register.accommodations.models import Accommodation
from register.agreements import actions
from register.owners import actions as owners

MONDAY = date(2026, 3, 16)
WEEK = [MONDAY + timedelta(days=day) for day in range(5)]


def wanted(days: list[date]) -> Wanted:
    code, latitude, longitude = ODENSE
    station = DutyStation(name="Ida", latitude=latitude, longitude=longitude, municipality_code=code)
    return Wanted(
        days=days,
        earliest_on=days[0],
        as_of=AT.date(),
        stations=[station],
        municipality_code=None,
        run=None,
        random_share=0.0,
        seed=1,
    )


def first_days(session: Session, days: list[date] = WEEK) -> dict[str, tuple[date, date | None]]:
    return {one.id: (one.earliest_on, one.latest_on) for one in candidates_for(session, wanted(days))}


def accept(session: Session, plan: VisitPlan) -> None:
    accept_plan(session, plan.id, open_case=open_case, posting_days=0, by=SYSTEM, at=AT)


def planned(session: Session, *, accepted: bool = True) -> tuple[Accommodation, VisitPlan]:
    """A plan with a visit to one home on the second Monday ahead, accepted with its case."""
    home = house(session)
    code, latitude, longitude = ODENSE
    station = DutyStation(name="Ida", latitude=latitude, longitude=longitude, municipality_code=code)
    plan = VisitPlan(from_on=MONDAY, days=5, seed=1, summary={}, created_at=AT, created_by="t")
    session.add_all([station, plan])
    session.flush()
    session.add(
        PlannedVisit(
            plan_id=plan.id,
            accommodation_id=home.id,
            municipality_code=code,
            duty_station_id=station.id,
            visit_on=MONDAY + timedelta(days=1),
            position=1,
            arrive_min=540,
            starts_min=540,
            ends_min=600,
            travel_min=20,
            travel_km=15.0,
            reason=VisitReason.SCORE,
            prize=40,
        )
    )
    session.flush()
    if accepted:
        accept(session, plan)
    return home, plan


def test_it_is_out_of_the_plan_while_the_agreement_holds(session: Session) -> None:
    home, other = house(session), house(session)
    in_force(session, home.id, valid_to=WEEK[-1].isoformat())
    assert set(first_days(session)) == {str(other.id)}
    assert set(first_days(session, [WEEK[-1] + timedelta(3)])) == {str(home.id), str(other.id)}


def test_it_is_back_the_day_after_the_last_day_within_the_same_week(session: Session) -> None:
    home = house(session)
    in_force(session, home.id, valid_to=WEEK[1].isoformat())
    assert first_days(session) == {str(home.id): (WEEK[2], None)}


def test_it_can_be_visited_before_an_agreement_that_begins_in_the_week(session: Session) -> None:
    home = house(session)
    in_force(session, home.id, valid_from=WEEK[2].isoformat())
    assert first_days(session) == {str(home.id): (WEEK[0], WEEK[1])}


def test_it_is_back_at_once_when_the_union_does_not_pursue(session: Session) -> None:
    home = house(session)
    claim = in_force(session, home.id)
    assert first_days(session) == {}
    actions.ask_union(session, claim.id, note="Skimmel", version=2, by=CHIEF, at=AT)
    assert first_days(session) == {}
    actions.record_union_answer(session, claim.id, pursues=False, note="Nej", version=3, by=CHIEF, at=AT)
    assert first_days(session) == {str(home.id): (MONDAY, None)}


def test_the_uncovered_keep_it_in_the_plan(session: Session) -> None:
    home = house(session, residents=10)
    in_force(session, home.id, who="some", covered="7")
    assert first_days(session) == {str(home.id): (MONDAY, None)}


def test_a_claim_for_all_takes_every_place_out_of_plan_and_list(session: Session) -> None:
    employer = add_employer(session)
    homes = [house(session, employer=employer) for _ in range(2)]
    in_force(session, homes[0].id, place="all")
    assert first_days(session) == {}
    found, count = list_longest_unseen(session, by=CHIEF, filters=Filters(), as_of=AT.date())
    assert (found, count) == ([], 0)
    later = date(2026, 4, 1)
    assert list_longest_unseen(session, by=CHIEF, filters=Filters(), as_of=later)[1] == 2


def test_an_accepted_plan_loses_the_visit_with_a_reason_and_its_case_is_closed(session: Session) -> None:
    home, plan = planned(session)
    claim = in_force(session, home.id)
    assert drop_exempt_visits(session, claim.id, at=AT) == 1
    visit = list_plan_visits(session, plan.id)[0]
    assert visit.dropped_at == AT
    assert "Gartnerioverenskomsten 2026, 2. marts 2026 til 31. marts 2026" in visit.dropped_because
    case = find_case_of_visit(session, visit.id)
    assert case is not None
    assert (case.state, case.closure_reason) == (CaseState.CLOSED, visit.dropped_because)
    assert drop_exempt_visits(session, claim.id, at=AT) == 0


def test_it_is_back_in_planning_the_day_the_union_declines_although_a_plan_had_it(session: Session) -> None:
    home, _plan = planned(session)
    claim = in_force(session, home.id)
    drop_exempt_visits(session, claim.id, at=AT)
    actions.ask_union(session, claim.id, note="Spurgt", version=claim.version, by=CHIEF, at=AT)
    assert first_days(session) == {}
    actions.record_union_answer(
        session, claim.id, pursues=False, note="Nej", version=claim.version, by=CHIEF, at=AT + timedelta(hours=1)
    )
    assert set(first_days(session)) == {str(home.id)}


def test_it_is_back_in_planning_the_day_after_the_claim_has_expired(session: Session) -> None:
    home, _plan = planned(session)
    claim = in_force(session, home.id, valid_to=WEEK[1].isoformat())
    drop_exempt_visits(session, claim.id, at=AT)
    assert first_days(session) == {str(home.id): (WEEK[2], None)}


def test_a_visit_after_the_agreement_has_ended_stays_in_its_plan(session: Session) -> None:
    home, plan = planned(session)
    claim = in_force(session, home.id, valid_to=(MONDAY - timedelta(days=1)).isoformat())
    assert drop_exempt_visits(session, claim.id, at=AT) == 0
    assert list_plan_visits(session, plan.id)[0].dropped_at is None


def test_an_agreement_for_some_of_the_residents_drops_nothing(session: Session) -> None:
    home, _plan = planned(session)
    claim = in_force(session, home.id, who="some", covered="3")
    assert drop_exempt_visits(session, claim.id, at=AT) == 0


def test_a_case_that_was_contested_stays_open_for_a_person_to_decide(session: Session) -> None:
    home, plan = planned(session)
    notice = owners.name_owner(
        session, accommodation_id=home.id, name="Olga Ejer", postal_address="Skovvej 3", by=SYSTEM, at=AT
    )
    contest = owners.contest(session, notice, reasons=["not_agreed"], text="", at=AT)
    case = take_up_contest(session, contest, at=AT)
    claim = in_force(session, home.id)
    assert drop_exempt_visits(session, claim.id, at=AT) == 1
    assert case.state is CaseState.PLANNED
    assert find_case_of_visit(session, list_plan_visits(session, plan.id)[0].id) is case


def test_a_draft_accepted_after_the_claim_opens_no_case_for_the_dwelling(session: Session) -> None:
    home, plan = planned(session, accepted=False)
    in_force(session, home.id)
    accept(session, plan)
    visit = list_plan_visits(session, plan.id)[0]
    assert visit.dropped_because
    assert find_case_of_visit(session, visit.id) is None


def test_the_map_leaves_it_out_and_says_how_many_it_leaves_out(session: Session) -> None:
    now = clock.now()
    home, other = house(session), house(session)
    in_force(session, home.id, at=now, valid_to=(clock.today() + timedelta(days=9)).isoformat())
    points, total = list_points(session, run=None, by=SYSTEM, filters=Filters())
    assert ([one.id for one in points], total) == ([other.id], 1)
    assert count_exempt(session, by=SYSTEM, filters=Filters()) == 1
    assert count_exempt(session, by=SYSTEM, filters=Filters(municipality_code="0101")) == 0
