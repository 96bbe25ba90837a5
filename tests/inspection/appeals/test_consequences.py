"""An appeal stops a rehousing order and lets it go on, and takes it away where the appeal body does."""

import pytest
from sqlmodel import Session

from case_ways import APPROVER, INSPECTOR, Way, start
from inspection.appeals.actions import Decided, Received, decide_effect, receive_appeal, take_appeal_step
from inspection.appeals.models import Appeal, Appellant, Channel
from inspection.appeals.transitions import AppealMove
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement.legal_calendar import What
from inspection.rehousing.models import RehousingOrder
from inspection.rehousing.transitions import RehousingState
from rehousing_made import delivered


@pytest.fixture
def way(session: Session) -> Way:
    made = start(session)
    made.to_delivered()
    return made


def appealed(way: Way, order: RehousingOrder, day: int = 36) -> Appeal:
    assert order.letter_id is not None
    received = Received(order.letter_id, Appellant.ADDRESSEE, "Firma", Channel.MAIL, way.on(day), "")
    return receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(day))


def step(way: Way, appeal: Appeal, move: AppealMove, day: int) -> None:
    decided = Decided(way.on(day), reason="Sådan er det afgjort.")
    take_appeal_step(way.session, way.case.id, appeal.id, move, decided, by=APPROVER, at=way.at(day))


def days_of(way: Way) -> list[tuple[object, bool]]:
    (days,) = read_days(way.session, [way.file.case])
    return [(one.day, one.is_open) for one in deadlines_of_case(days) if one.what is What.REHOUSING]


def test_residents_wait_while_an_appeal_stops_their_rehousing(way: Way) -> None:
    order = delivered(way)
    assert days_of(way) == [(order.from_on, True)]
    appeal = appealed(way, order)
    if order.state is not RehousingState.APPEALED:
        decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason="Ja", by=APPROVER, at=way.at(36))
    assert order.state is RehousingState.APPEALED
    assert days_of(way) == [(None, True)]
    step(way, appeal, AppealMove.WITHDRAW, 38)
    assert order.state is RehousingState.DELIVERED
    assert days_of(way) == [(order.from_on, True)]


def test_a_rehousing_order_that_is_annulled_is_withdrawn_with_its_letter(way: Way) -> None:
    order = delivered(way)
    appeal = appealed(way, order)
    step(way, appeal, AppealMove.ACCEPT, 37)
    step(way, appeal, AppealMove.ANNUL_ITSELF, 38)
    assert order.state is RehousingState.WITHDRAWN
    assert order.letter_id is not None
    assert way.file.letter(order.letter_id).withdrawn_at == way.at(38)
    assert days_of(way) == []


def test_of_two_appeals_the_last_lets_it_go_on(way: Way) -> None:
    order = delivered(way)
    first, second = appealed(way, order), appealed(way, order, 37)
    for one in (first, second):
        if one.effect.value == "none":
            decide_effect(way.session, way.case.id, one.id, suspends=True, reason="Ja", by=APPROVER, at=way.at(37))
    step(way, first, AppealMove.WITHDRAW, 38)
    assert order.state is RehousingState.APPEALED
    step(way, second, AppealMove.WITHDRAW, 39)
    assert order.state is RehousingState.DELIVERED
