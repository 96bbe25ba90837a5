"""What earlier cases say, as features of the score."""

from sqlmodel import Session

from case_ways import start
from conftest import AT
from housed import add_dwelling, house
from husly.kit.clock import danish_date
from inspection.risk.features.from_register import feature_frames
from register.employers.models import Employer


def rows(session: Session, as_of) -> dict:
    return {
        row["accommodation_id"]: row
        for frame in feature_frames(session, as_of=as_of)
        for row in frame.iter_rows(named=True)
    }


def test_visits_breaches_and_orders_of_a_case_are_known(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    case = way.file.case
    employer = session.get_one(Employer, case.employer_id)
    elsewhere = house(session, employer=employer)
    stranger = house(session, dwelling=add_dwelling(session))
    late = way.on(200)
    found = rows(session, late)
    assert found[str(elsewhere.id)]["previous_breaches"] >= 1
    assert found[str(elsewhere.id)]["previous_orders"] == 1
    assert found[str(elsewhere.id)]["days_since_last_visit"] is None
    visited = found[str(case.accommodation_id)]
    assert visited["days_since_last_visit"] == (late - way.file.visit.visited_on).days
    assert found[str(stranger.id)]["previous_breaches"] == 0
    assert found[str(stranger.id)]["previous_orders"] == 0


def test_what_was_found_later_is_not_known_before(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    before = rows(session, danish_date(AT))[str(way.file.case.accommodation_id)]
    assert before["previous_breaches"] == 0
    assert before["previous_orders"] == 0
    assert before["days_since_last_visit"] is None
