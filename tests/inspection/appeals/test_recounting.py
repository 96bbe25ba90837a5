"""An appeal is late by the day on which its letter arrived, also where that day is recorded after the appeal."""

import pytest
from sqlmodel import Session

from case_ways import APPROVER, INSPECTOR, Way, start
from husly.kit.errors import DomainError
from inspection.appeals.actions import Decided, Received, decide_effect, receive_appeal, take_appeal_step
from inspection.appeals.models import Appeal, Appellant, Channel, Effect
from inspection.appeals.transitions import AppealMove, AppealState
from inspection.enforcement.running_dues import last_due
from inspection.letters.models import Letter

LODGED = 65
"""The order leaves on day 31; arrived on day 33, the last day to appeal is day 61 or the first working day after."""


@pytest.fixture
def way(session: Session) -> Way:
    return start(session)


def issued(way: Way) -> Letter:
    way.to_heard()
    order = way.draft_order()
    way.approve()
    return way.issue(way.file.letter(order.letter_id), 31, APPROVER)


def lodge(way: Way, letter: Letter, day: int = LODGED) -> Appeal:
    received = Received(letter.id, Appellant.ADDRESSEE, "Frugtgården ApS", Channel.MAIL, way.on(day), "For kort tid.")
    return receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(day))


def step(way: Way, appeal: Appeal, move: AppealMove, day: int) -> AppealState:
    decided = Decided(way.on(day), reason="Vi har set på sagen igen.")
    return take_appeal_step(way.session, way.case.id, appeal.id, move, decided, by=APPROVER, at=way.at(day))


def test_an_appeal_noted_before_the_delivery_is_late_once_the_delivery_says_so(way: Way) -> None:
    letter = issued(way)
    appeal = lodge(way, letter)
    assert (appeal.days_late, appeal.effect) == (0, Effect.PRINTED)
    way.arrive(letter, 33, known_on=67)
    assert appeal.days_late > 0
    assert appeal.effect is Effect.NONE
    with pytest.raises(DomainError) as refused:
        step(way, appeal, AppealMove.ACCEPT, 68)
    assert refused.value.code == "lodged_in_time"
    assert step(way, appeal, AppealMove.MARK_LATE, 68) is AppealState.LATE


def test_a_late_appeal_gives_no_day_back_for_the_time_it_was_thought_in_time(way: Way) -> None:
    letter = issued(way)
    lodge(way, letter)
    assert last_due(way.file.items, way.file.due_changes) is None
    way.arrive(letter, 33, known_on=67)
    assert last_due(way.file.items, way.file.due_changes) == way.on(80)


def test_an_appeal_that_was_found_in_time_is_checked_again_when_the_delivery_makes_it_late(way: Way) -> None:
    letter = issued(way)
    appeal = lodge(way, letter)
    step(way, appeal, AppealMove.ACCEPT, 66)
    way.arrive(letter, 33, known_on=67)
    assert (appeal.state, appeal.checked_on) == (AppealState.RECEIVED, None)
    assert step(way, appeal, AppealMove.MARK_LATE, 68) is AppealState.LATE


def test_an_appeal_that_was_reviewed_goes_on_with_the_true_number_of_days(way: Way) -> None:
    letter = issued(way)
    appeal = lodge(way, letter)
    step(way, appeal, AppealMove.ACCEPT, 66)
    step(way, appeal, AppealMove.MAINTAIN, 66)
    way.arrive(letter, 33, known_on=67)
    assert appeal.state is AppealState.MAINTAINED
    assert appeal.days_late > 0
    assert step(way, appeal, AppealMove.SEND, 68) is AppealState.WITH_BODY


def test_effect_that_was_granted_with_a_reason_stays_though_the_appeal_is_late(way: Way) -> None:
    letter = issued(way)
    letter.choices = {**letter.choices, "complaint": {**letter.choices["complaint"], "suspends": False}}
    appeal = lodge(way, letter)
    decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason="Fare.", by=APPROVER, at=way.at(66))
    way.arrive(letter, 33, known_on=67)
    assert appeal.days_late > 0
    assert appeal.effect is Effect.GRANTED
    assert last_due(way.file.items, way.file.due_changes) is None


def test_an_appeal_in_time_stays_so_when_its_letter_is_recorded_as_delivered(way: Way) -> None:
    letter = issued(way)
    appeal = lodge(way, letter, day=40)
    way.arrive(letter, 33, known_on=67)
    assert (appeal.days_late, appeal.effect) == (0, Effect.PRINTED)
    assert appeal.due_on is not None
    assert step(way, appeal, AppealMove.ACCEPT, 68) is AppealState.IN_TIME
