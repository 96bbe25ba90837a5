"""A day of delivery that was typed wrong is corrected with a reason, while nothing was decided on it."""

import json

import pytest
from sqlmodel import Session, col, select

from case_ways import APPROVER, INSPECTOR, VISIT_DAY, Way, start
from case_web import Clock, case_web, clock
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from inspection.appeals.actions import Decided, Received, receive_appeal, take_appeal_step
from inspection.appeals.models import Appeal, Appellant, Channel, Effect
from inspection.appeals.transitions import AppealMove, AppealState
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.delivery.models import DeliveryEvent, LetterDelivery
from inspection.enforcement import actions
from inspection.enforcement.legal_calendar import What
from inspection.enforcement.running_dues import last_due
from inspection.letters.blocks import LetterKind
from inspection.letters.issuing import correct_delivery
from inspection.letters.models import Letter
from web_client import Web, words

__all__ = ["case_web", "clock"]
NOTICE_AND_HEARING = (LetterKind.VARSLING, LetterKind.PARTSHOERING)
WHY = "Kvitteringen siger den 35. dag"


@pytest.fixture
def way(session: Session) -> Way:
    return start(session)


def correct(way: Way, letter: Letter, day: int, *, at: int = 70, reason: str = WHY) -> Letter:
    return correct_delivery(
        way.session, letter.id, delivered_on=way.on(day), reason=reason, by=INSPECTOR, at=way.at(at)
    )


def test_the_right_day_counts_and_the_wrong_one_stays_in_the_trail(way: Way) -> None:
    letter = way.to_delivered()
    correct(way, letter, 40)
    assert letter.delivered_on == way.on(40)
    trail = way.session.exec(select(AuditEvent).where(AuditEvent.action == "letter.delivery_corrected")).one()
    assert trail.before_digest != trail.after_digest
    assert json.loads(trail.details)["reason"] == WHY
    assert json.loads(trail.details)["was"] == way.on(33).isoformat()
    delivery = way.session.exec(select(LetterDelivery).where(LetterDelivery.letter_id == letter.id)).one()
    assert delivery.delivered_on == way.on(40)
    notes = way.session.exec(
        select(DeliveryEvent.note).where(DeliveryEvent.delivery_id == delivery.id).order_by(col(DeliveryEvent.at))
    )
    assert WHY in notes.all()[-1]


def test_the_time_to_appeal_is_counted_from_the_right_day(way: Way) -> None:
    letter = way.to_delivered()

    def last_day() -> object:
        found = deadlines_of_case(read_days(way.session, [way.case])[0])
        mine = [one for one in found if one.set_by is not None and one.set_by.letter_id == letter.id]
        return next(one.day for one in mine if one.what is What.COMPLAINT)

    before = last_day()
    correct(way, letter, 40)
    assert last_day() != before


def test_the_days_of_a_hearing_are_counted_from_the_right_day(way: Way) -> None:
    way.notify()
    way.visit()
    way.find()
    letter = way.issue(way.draft_hearing(), VISIT_DAY)
    given = way.file.calendar.on_or_after(way.on(VISIT_DAY + 20))
    actions.postpone_hearing(way.session, way.case.id, until=given, by=INSPECTOR, at=way.at(VISIT_DAY + 1))
    way.arrive(letter, VISIT_DAY + 30)
    hearing = way.file.hearing
    assert hearing is not None
    assert hearing.runs_until == way.file.calendar.days_after(way.on(VISIT_DAY + 30), 10)
    correct(way, letter, VISIT_DAY + 12)
    assert hearing.runs_until == max(given, way.file.calendar.days_after(way.on(VISIT_DAY + 12), 10))
    (days,) = read_days(way.session, [way.case])
    (shown,) = [one for one in deadlines_of_case(days) if one.what is What.HEARING]
    assert shown.day == hearing.runs_until
    correct(way, letter, VISIT_DAY + 1)
    assert (hearing.late_until, hearing.runs_until) == (None, given)


def receive(way: Way, letter: Letter, day: int) -> Appeal:
    received = Received(letter.id, Appellant.ADDRESSEE, "Frugtgården ApS", Channel.MAIL, way.on(day), "For kort tid.")
    return receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(day))


def test_a_late_appeal_is_in_time_by_a_later_day_of_delivery_and_then_suspends(way: Way) -> None:
    letter = way.to_delivered()
    appeal = receive(way, letter, 65)
    assert appeal.days_late > 0
    correct(way, letter, 40)
    assert (appeal.days_late, appeal.effect, appeal.state) == (0, Effect.PRINTED, AppealState.RECEIVED)
    assert last_due(way.file.items, way.file.due_changes) is None


def test_an_appeal_in_time_is_late_by_an_earlier_day_of_delivery(way: Way) -> None:
    way.to_heard()
    order = way.draft_order()
    way.approve()
    letter = way.issue(way.file.letter(order.letter_id), 31, APPROVER)
    way.arrive(letter, 40)
    appeal = receive(way, letter, 65)
    assert (appeal.days_late, appeal.effect) == (0, Effect.PRINTED)
    correct(way, letter, 33)
    assert appeal.days_late > 0
    assert last_due(way.file.items, way.file.due_changes) == way.on(80)


def test_a_correction_needs_a_reason_another_day_and_a_possible_one(way: Way) -> None:
    letter = way.to_delivered()
    for day, reason, code in (
        (40, " ", "letter.why_another_day"),
        (33, WHY, "letter.same_day"),
        (30, WHY, "letter.delivery_day"),
        (71, WHY, "letter.delivery_day"),
    ):
        with pytest.raises(DomainError) as refused:
            correct(way, letter, day, reason=reason)
        assert refused.value.code == code
    assert letter.delivered_on == way.on(33)


def test_a_letter_without_a_day_of_delivery_has_none_to_correct(way: Way) -> None:
    letter = way.issue(way.draft_notice(), 0)
    with pytest.raises(DomainError) as refused:
        correct(way, letter, 3, at=5)
    assert refused.value.code == "letter.same_day"


def test_the_day_stands_once_something_was_decided_on_it(way: Way) -> None:
    letter = way.to_delivered()
    notice, hearing = (next(one for one in way.file.letters if one.kind is kind) for kind in NOTICE_AND_HEARING)
    for settled in (notice, hearing):
        with pytest.raises(DomainError) as refused:
            correct(way, settled, 24)
        assert refused.value.code == "letter.day_decided_on"
    correct(way, letter, 40)
    actions.record_silence(way.session, way.case.id, by=INSPECTOR, at=way.at(95))
    with pytest.raises(DomainError) as refused:
        correct(way, letter, 41, at=96)
    assert refused.value.code == "letter.day_decided_on"


def test_the_day_stands_once_an_appeal_against_the_letter_is_decided(way: Way) -> None:
    letter = way.to_delivered()
    appeal = receive(way, letter, 40)
    for move in (AppealMove.ACCEPT, AppealMove.MAINTAIN, AppealMove.SEND, AppealMove.UPHOLD):
        decided = Decided(way.on(45), reason="Vi har set på sagen igen.")
        take_appeal_step(way.session, way.case.id, appeal.id, move, decided, by=APPROVER, at=way.at(45))
    with pytest.raises(DomainError) as refused:
        correct(way, letter, 34)
    assert refused.value.code == "letter.day_decided_on"


def test_a_hearing_is_over_by_its_right_day_of_delivery(way: Way) -> None:
    way.notify()
    way.visit()
    way.find()
    hearing = way.send_hearing()
    correct(way, hearing, 25, at=28)
    assert way.file.letter(hearing.id).delivered_on == way.on(25)


def test_the_page_of_a_letter_corrects_its_day_for_whoever_may_record_it(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        letter = start(session).to_delivered().id
    clock.go_to(70)
    path = f"/letters/{letter}/arrived/correct"
    right = {"delivered_on": clock.on(40), "reason": WHY}
    case_web.sign_in(Grant(Role.STATISTICIAN))
    assert case_web.post(path, right).status_code == 403
    case_web.sign_in(Grant(Role.CASEWORKER, municipality_code="0751"))
    assert case_web.post(path, right).status_code == 404
    case_web.sign_in(Grant(Role.INSPECTOR))
    assert f'action="{path}"' in case_web.get(f"/letters/{letter}").text
    refused = case_web.post(path, {"delivered_on": clock.on(71), "reason": WHY})
    assert refused.status_code == 409
    assert WHY in words(refused)
    assert case_web.post(path, right).status_code == 303
    with transaction(case_web.engine, writing=False) as session:
        delivered_on = session.get_one(Letter, letter).delivered_on
    assert delivered_on is not None
    assert delivered_on.isoformat() == clock.on(40)
