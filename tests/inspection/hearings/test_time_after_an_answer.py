"""Time that was asked for or given holds the decision back, also where the party has answered something already."""

import pytest
from sqlmodel import Session

from case_ways import APPROVER, INSPECTOR, VISIT_DAY, Way, start
from husly.kit.errors import DomainError
from inspection.enforcement import actions
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import HearingWaiverGround
from inspection.hearings.actions import ask_for_time, grant_time, reply_by_code
from inspection.hearings.replies import Said
from inspection.prohibitions.transitions import ProhibitionMove
from prohibitions_made import drafted_prohibition, move, way_to_prohibition


@pytest.fixture
def way(session: Session) -> Way:
    """A case whose hearing has arrived."""
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    way.send_hearing()
    return way


def ask(way: Way, day: int) -> None:
    ask_for_time(way.session, way.file.hearing, reason="Arkitekten måler op", until=way.on(60), at=way.at(day))


def refused(way: Way, day: int) -> str:
    with pytest.raises(DomainError) as error:
        actions.conclude_hearing(way.session, way.case.id, by=INSPECTOR, at=way.at(day))
    return error.value.code


def test_time_given_after_an_answer_runs_out_before_the_hearing_ends(way: Way) -> None:
    hearing = way.file.hearing
    reply_by_code(way.session, hearing, Said(general="Vi sender tegninger senere."), at=way.at(23))
    ask(way, 23)
    until = way.file.calendar.on_or_after(way.on(59))
    (request,) = way.file.postponements
    grant_time(way.session, way.case.id, request.id, until=until, by=INSPECTOR, at=way.at(24))
    actions.consider_reply(way.session, way.case.id, consideration="Noteret.", by=INSPECTOR, at=way.at(24))
    assert refused(way, 24) == "hearing_is_over"
    last = (until - way.on(0)).days
    assert refused(way, last) == "hearing_is_over"
    actions.conclude_hearing(way.session, way.case.id, by=INSPECTOR, at=way.at(last + 1))
    assert way.case.state is CaseState.HEARD


def test_whoever_answers_after_time_was_given_has_spoken(way: Way) -> None:
    ask(way, 23)
    (request,) = way.file.postponements
    until = way.file.calendar.on_or_after(way.on(59))
    grant_time(way.session, way.case.id, request.id, until=until, by=INSPECTOR, at=way.at(24))
    reply_by_code(way.session, way.file.hearing, Said(general="Her er tegningerne."), at=way.at(30))
    actions.consider_reply(way.session, way.case.id, consideration="Noteret.", by=INSPECTOR, at=way.at(31))
    actions.conclude_hearing(way.session, way.case.id, by=INSPECTOR, at=way.at(31))
    assert way.case.state is CaseState.HEARD


def test_the_hearing_is_not_left_out_while_a_request_for_time_waits(way: Way) -> None:
    ask(way, 23)
    ground = {"ground": HearingWaiverGround.OVERRIDING_INTEREST, "reason": "Parten kender sagen."}
    with pytest.raises(DomainError) as error:
        actions.waive_hearing(way.session, way.case.id, **ground, by=APPROVER, at=way.at(24))
    assert error.value.code == "no_request_for_time_waits"


def test_no_order_at_once_is_drafted_while_a_request_for_time_waits(way: Way) -> None:
    ask(way, VISIT_DAY)
    with pytest.raises(DomainError) as error:
        way.draft_at_once()
    assert error.value.code == "no_request_for_time_waits"


def test_no_prohibition_is_settled_while_a_request_for_time_waits(session: Session) -> None:
    way = way_to_prohibition(session)
    way.send_hearing()
    drafted_prohibition(way)
    ask(way, VISIT_DAY + 1)
    with pytest.raises(DomainError) as error:
        move(way, ProhibitionMove.SETTLE_HEARING, day=VISIT_DAY + 2)
    assert error.value.code == "request_for_time_is_answered"
    (request,) = way.file.postponements
    until = way.file.calendar.on_or_after(way.on(59))
    grant_time(way.session, way.case.id, request.id, until=until, by=INSPECTOR, at=way.at(24))
    move(way, ProhibitionMove.SETTLE_HEARING, day=VISIT_DAY + 4)
