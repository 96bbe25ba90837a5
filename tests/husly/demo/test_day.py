"""The inspector's day of the demonstration: nobody is sent where the law keeps them away."""

from sqlmodel import Session

from housed import ODENSE, house
from husly.demo.day import nearest_housing
from planned_visits import station
from staff_made import conflict


def test_the_day_leaves_out_whoever_the_inspector_or_the_colleague_is_tied_to(session: Session) -> None:
    homes = [house(session, place=(ODENSE[0], 55.39 + number / 100, 10.38)) for number in range(3)]
    own, companion = station(), station()
    session.add_all([own, companion])
    session.flush()
    assert {home.id for home, _ in nearest_housing(session, own, companion)} == {one.id for one in homes}
    conflict(session, companion, employer_id=homes[0].employer_id)
    conflict(session, own, employer_id=homes[1].employer_id)
    assert [home.id for home, _ in nearest_housing(session, own, companion)] == [homes[2].id]
