"""Not in use: out of plan, list and map on those days, back on the day told; nothing is overwritten (D13)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from conftest import AT
from housed import add_dwelling, add_employer, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.clock import today
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.map.filters import MapFilters
from inspection.map.queries import list_points
from inspection.risk.queries import list_longest_unseen
from planned_visits import MONDAY, WEEK, first_days
from register.declarations.queries import list_stays
from register.upkeep import actions
from register.upkeep.models import Pause
from register.upkeep.pauses import Unused, list_pauses, without_unused
from standards.capacity.occupancy import Stay


def paused(session: Session, home_id: object, from_on: date, back_on: date) -> Pause:
    return actions.tell_pause(session, home_id, from_on=from_on, back_on=back_on, by=SYSTEM, at=AT)  # type: ignore[arg-type]


def test_it_leaves_the_plan_and_returns_on_the_day_told(session: Session) -> None:
    home, other = house(session), house(session)
    paused(session, home.id, AT.date(), WEEK[-1] + timedelta(1))
    assert set(first_days(session)) == {str(other.id)}
    assert set(first_days(session, [WEEK[-1] + timedelta(1)])) == {str(home.id), str(other.id)}


def test_it_is_back_within_the_week(session: Session) -> None:
    home = house(session)
    paused(session, home.id, MONDAY, WEEK[2])
    assert first_days(session) == {str(home.id): (WEEK[2], None)}


def test_it_can_be_visited_before_a_pause_that_begins_in_the_week(session: Session) -> None:
    home = house(session)
    paused(session, home.id, WEEK[2], WEEK[2] + timedelta(90))
    assert first_days(session) == {str(home.id): (WEEK[0], WEEK[1])}


def test_two_pauses_side_by_side_leave_no_day(session: Session) -> None:
    home = house(session)
    paused(session, home.id, AT.date(), WEEK[2])
    paused(session, home.id, WEEK[2], WEEK[-1] + timedelta(1))
    assert first_days(session) == {}


def test_another_employer_in_the_dwelling_keeps_it_in_the_plan(session: Session) -> None:
    dwelling = add_dwelling(session)
    homes = [house(session, dwelling=dwelling, employer=add_employer(session)) for _ in range(2)]
    for home in homes:
        assert len(first_days(session)) == 1
        paused(session, home.id, AT.date(), WEEK[-1] + timedelta(1))
    assert first_days(session) == {}


def test_list_and_map_leave_it_out_on_those_days(session: Session) -> None:
    inspector = Actor(id="i", name="I", grants=(Grant(Role.INSPECTOR),))
    home = house(session, starts_on=today() - timedelta(100))
    paused(session, home.id, today(), today() + timedelta(7))
    counts = [
        list_longest_unseen(session, by=inspector, filters=MapFilters(), as_of=today() + timedelta(day))[1]
        for day in (-1, 0, 6, 7)
    ]
    assert counts == [1, 0, 0, 1]
    assert list_points(session, run=None, by=inspector, filters=MapFilters()) == ([], 0)
    pause = session.exec(select(Pause)).one()
    actions.tell_back_in_use(session, pause.id, on=today(), by=SYSTEM, at=AT)
    assert list_points(session, run=None, by=inspector, filters=MapFilters())[1] == 1


def test_nobody_is_counted_in_the_dwelling_while_it_is_not_in_use(session: Session) -> None:
    home = house(session, residents=5)
    paused(session, home.id, MONDAY, WEEK[3])
    stays = list_stays(session, [home.dwelling_id])[home.dwelling_id]
    assert [sum(one.persons for one in stays if one.covers(day)) for day in WEEK] == [0, 0, 0, 5, 5]


def test_earlier_back_in_use_replaces_the_pause_and_keeps_it(session: Session) -> None:
    home = house(session)
    pause = paused(session, home.id, MONDAY, MONDAY + timedelta(30))
    later = AT + timedelta(days=20)
    left = actions.tell_back_in_use(session, pause.id, on=WEEK[1], by=SYSTEM, at=later)
    assert left is not None
    assert (left.from_on, left.back_on) == (MONDAY, WEEK[1])
    assert list_pauses(session, home.id) == [left]
    assert list_pauses(session, home.id, known_at=later) == [pause]
    assert list_pauses(session, home.id, known_at=AT) == []
    with pytest.raises(DomainError, match="already"):
        actions.tell_back_in_use(session, pause.id, on=WEEK[1], by=SYSTEM, at=later)
    assert actions.tell_back_in_use(session, left.id, on=MONDAY, by=SYSTEM, at=later) is None
    assert list_pauses(session, home.id) == []
    assert len(session.exec(select(Pause)).all()) == 2


@pytest.mark.parametrize(
    ("from_on", "back_on", "why"),
    [
        (MONDAY, MONDAY, "later"),
        (MONDAY, MONDAY + timedelta(367), "year"),
        (date(2025, 12, 31), MONDAY, "outside"),
        (date(2026, 7, 1), date(2026, 7, 2), "outside"),
        (date(2026, 4, 30), date(2026, 5, 2), "already told"),
    ],
)
def test_days_that_cannot_be_are_refused(session: Session, from_on: date, back_on: date, why: str) -> None:
    home = house(session, ends_on=date(2026, 6, 30))
    paused(session, home.id, date(2026, 5, 1), date(2026, 5, 10))
    with pytest.raises(DomainError, match=why) as refused:
        paused(session, home.id, from_on, back_on)
    assert refused.value.code.startswith("pause.")


def test_only_its_employer_tells_of_it(session: Session) -> None:
    home = house(session)
    stranger = Actor(id="s", name="S", grants=(Grant(Role.EMPLOYER, employer_id=uuid4()), Grant(Role.INSPECTOR)))
    pause = paused(session, home.id, MONDAY, WEEK[1])
    with pytest.raises(NotAllowedError):
        actions.tell_pause(session, home.id, from_on=WEEK[2], back_on=WEEK[3], by=stranger, at=AT)
    with pytest.raises(NotAllowedError):
        actions.tell_back_in_use(session, pause.id, on=MONDAY, by=stranger, at=AT)
    with pytest.raises(NotAllowedError):
        actions.tell_end(session, home.id, ends_on=MONDAY, by=stranger, at=AT)
    with pytest.raises(NotAllowedError):
        actions.confirm(session, home.id, version=1, by=stranger, at=AT)
    with pytest.raises(NotFoundError):
        actions.tell_pause(session, uuid4(), from_on=WEEK[2], back_on=WEEK[3], by=stranger, at=AT)


DAYS = st.integers(0, 40).map(lambda number: MONDAY + timedelta(number))
SPANS = st.tuples(DAYS, st.integers(0, 10)).map(lambda one: Unused(one[0], one[0] + timedelta(one[1])))


@given(DAYS, st.none() | st.integers(1, 30), st.lists(SPANS, max_size=4))
def test_cutting_pauses_out_leaves_exactly_the_other_days(
    starts_on: date, length: int | None, unused: list[Unused]
) -> None:
    stay = Stay("a", 3, starts_on, None if length is None else starts_on + timedelta(length))
    left = without_unused([stay], unused)
    for number in range(-2, 60):
        day = MONDAY + timedelta(number)
        there = stay.covers(day) and not any(one.covers(day) for one in unused)
        assert sum(one.covers(day) for one in left) == int(there)
