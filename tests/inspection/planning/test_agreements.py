"""Housing under an accepted collective agreement is not planned, and comes back the day after."""

from datetime import date, timedelta

from sqlmodel import Session

from agreements_made import CHIEF, in_force
from conftest import AT
from housed import ODENSE, add_employer, house
from inspection.planning.from_register import Wanted, candidates_for
from inspection.planning.models import DutyStation
from inspection.risk.queries import Filters, list_longest_unseen
from register.agreements import actions

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
