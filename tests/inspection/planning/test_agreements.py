"""Housing under an accepted collective agreement is not planned, and comes back the day after."""

from datetime import date, timedelta

from sqlmodel import Session

from agreements_made import CHIEF, in_force
from conftest import AT
from housed import add_employer, house
from husly.kit import clock
from husly.kit.access import SYSTEM
from inspection.enforcement.actions import take_up_contest
from inspection.enforcement.queries import find_case_of_visit
from inspection.enforcement.transitions import CaseState
from inspection.map.filters import MapFilters
from inspection.map.queries import count_exempt, list_points
from inspection.planning.carrying_out.dropping import drop_exempt_visits
from inspection.planning.models import VisitPlan
from inspection.planning.queries import list_plan_visits
from inspection.risk.queries import list_longest_unseen
from planned_visits import MONDAY, WEEK, accept, first_days, planned_visit
from register.accommodations.models import Accommodation
from register.agreements import actions
from register.owners import actions as owners


def planned(session: Session, *, accepted: bool = True) -> tuple[Accommodation, VisitPlan]:
    """A home, and a plan with a visit to it."""
    home = house(session)
    visit = planned_visit(session, home.id, accepted=accepted)
    return home, session.get_one(VisitPlan, visit.plan_id)


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
    found, count = list_longest_unseen(session, by=CHIEF, filters=MapFilters(), as_of=AT.date())
    assert (found, count) == ([], 0)
    later = date(2026, 4, 1)
    assert list_longest_unseen(session, by=CHIEF, filters=MapFilters(), as_of=later)[1] == 2


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
    accept(session, plan.id)
    visit = list_plan_visits(session, plan.id)[0]
    assert visit.dropped_because
    assert find_case_of_visit(session, visit.id) is None


def test_the_map_leaves_it_out_and_says_how_many_it_leaves_out(session: Session) -> None:
    now = clock.now()
    home, other = house(session), house(session)
    in_force(session, home.id, at=now, valid_to=(clock.today() + timedelta(days=9)).isoformat())
    points, total = list_points(session, run=None, by=SYSTEM, filters=MapFilters())
    assert ([one.id for one in points], total) == ([other.id], 1)
    assert count_exempt(session, by=SYSTEM, filters=MapFilters()) == 1
    assert count_exempt(session, by=SYSTEM, filters=MapFilters(municipality_code="0101")) == 0
