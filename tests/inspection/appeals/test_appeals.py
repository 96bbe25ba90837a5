"""An appeal from its receipt to its outcome, on an order that was delivered."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from case_ways import APPROVER, INSPECTOR, Way, start
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.errors import DomainError, NotAllowedError
from husly.kit.mail import CHANNEL as MAIL
from husly.kit.mail import spoken
from husly.kit.outbox import OutboxMessage
from inspection.appeals.actions import Decided, Received, decide_effect, receive_appeal, take_appeal_step
from inspection.appeals.effects import effect_of
from inspection.appeals.models import Appeal, Appellant, Channel, Effect
from inspection.appeals.transitions import AppealMove, AppealState
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.delivery.models import LetterDelivery
from inspection.delivery.transitions import DeliveryState
from inspection.enforcement import actions
from inspection.enforcement.actions.follow_up import Verified
from inspection.enforcement.actions.orders import end_order
from inspection.enforcement.legal_calendar import Step, StepKind, What
from inspection.enforcement.models import ClosureCode
from inspection.enforcement.queries import CaseFilter, list_cases
from inspection.enforcement.running_dues import last_due, running_dues
from inspection.enforcement.transitions import CaseState
from inspection.followup import actions as followup
from inspection.followup.extensions import ExtensionMove
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from register.employers.models import Employer

LODGED, DECIDED = 40, 60
"""Days after the case was opened: the order arrived on day 33 and its items are due on day 80."""


@pytest.fixture
def way(session: Session) -> Way:
    return start(session)


def lodge(way: Way, letter: Letter, day: int = LODGED) -> Appeal:
    received = Received(
        letter.id, Appellant.ADDRESSEE, "Frugtgården ApS", Channel.DIGITAL_POST, way.on(day), "Rummet er stort nok."
    )
    return receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(day))


def test_an_appeal_that_is_sent_twice_is_one(way: Way) -> None:
    letter = way.to_delivered()
    first = lodge(way, letter)
    assert lodge(way, letter).id == first.id
    assert len(way.file.due_changes) == 1
    assert lodge(way, letter, day=41).number == 2


def step(way: Way, appeal: Appeal, move: AppealMove, day: int, **given: object) -> AppealState:
    decided = Decided(way.on(day), reason="Vi har set på sagen igen.", **given)  # type: ignore[arg-type]
    return take_appeal_step(way.session, way.case.id, appeal.id, move, decided, by=APPROVER, at=way.at(day))


def to_body(way: Way, appeal: Appeal) -> None:
    step(way, appeal, AppealMove.ACCEPT, 41)
    step(way, appeal, AppealMove.MAINTAIN, 43)
    step(way, appeal, AppealMove.SEND, 44)


def next_due(way: Way) -> object:
    rows, _count = list_cases(way.session, by=INSPECTOR, wanted=CaseFilter(search=way.case.case_number))
    return rows[0].next_due_on


def test_an_appeal_in_time_stops_every_deadline_and_gives_the_days_left_back(way: Way) -> None:
    appeal = lodge(way, way.to_delivered())
    assert (appeal.state, appeal.effect, appeal.days_late) == (AppealState.RECEIVED, Effect.PRINTED, 0)
    assert set(running_dues(way.file.items, way.file.due_changes).values()) == {None}
    assert next_due(way) is None
    to_body(way, appeal)
    assert step(way, appeal, AppealMove.UPHOLD, DECIDED) is AppealState.UPHELD
    file = way.file
    runs_to = last_due(file.items, file.due_changes)
    assert runs_to is not None
    assert timedelta(0) <= runs_to - way.on(80 + DECIDED - LODGED) <= timedelta(days=6)
    assert {item.runs_to for item in file.items} == {runs_to}
    assert {item.due_on for item in file.items} == {way.on(80)}
    assert next_due(way) == runs_to


def test_while_an_appeal_stops_the_order_nobody_records_silence(way: Way) -> None:
    lodge(way, way.to_delivered())
    with pytest.raises(DomainError) as refused:
        actions.record_silence(way.session, way.case.id, by=INSPECTOR, at=way.at(200))
    assert refused.value.code == "order_deadline_passed"


def test_a_late_appeal_is_received_marked_and_sent_on_and_stops_nothing(way: Way) -> None:
    appeal = lodge(way, way.to_delivered(), day=75)
    assert appeal.due_on is not None
    assert appeal.days_late == (way.on(75) - appeal.due_on).days > 0
    assert appeal.effect is Effect.NONE
    assert last_due(way.file.items, way.file.due_changes) == way.on(80)
    with pytest.raises(DomainError) as refused:
        step(way, appeal, AppealMove.ACCEPT, 75)
    assert refused.value.code == "lodged_in_time"
    assert step(way, appeal, AppealMove.MARK_LATE, 75) is AppealState.LATE
    assert step(way, appeal, AppealMove.SEND, 76) is AppealState.WITH_BODY
    assert step(way, appeal, AppealMove.DISMISS, 90) is AppealState.DISMISSED


def test_a_late_appeal_may_be_granted_suspensive_effect_with_a_reason(way: Way) -> None:
    appeal = lodge(way, way.to_delivered(), day=75)
    who = {"by": APPROVER, "at": way.at(76)}
    with pytest.raises(DomainError):
        decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason=" ", **who)
    with pytest.raises(NotAllowedError):
        decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason="Sygdom.", by=INSPECTOR, at=way.at(76))
    decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason="Sygdom.", **who)
    assert last_due(way.file.items, way.file.due_changes) is None
    decide_effect(way.session, way.case.id, appeal.id, suspends=False, reason="Fare.", by=APPROVER, at=way.at(78))
    runs_to = last_due(way.file.items, way.file.due_changes)
    assert runs_to is not None
    assert runs_to >= way.on(83)


@pytest.mark.parametrize(("move", "day"), [(AppealMove.ACCEPT, 39), (AppealMove.ACCEPT, 42)])
def test_days_follow_each_other_and_never_lie_ahead(way: Way, move: AppealMove, day: int) -> None:
    appeal = lodge(way, way.to_delivered())
    with pytest.raises(DomainError) as refused:
        take_appeal_step(
            way.session, way.case.id, appeal.id, move, Decided(way.on(day)), by=APPROVER, at=way.at(LODGED)
        )
    assert refused.value.code == "days_follow"


def test_an_annulled_order_is_withdrawn_and_the_case_closed(way: Way) -> None:
    letter = way.to_delivered()
    appeal = lodge(way, letter)
    to_body(way, appeal)
    step(way, appeal, AppealMove.ANNUL, DECIDED)
    file = way.file
    assert (file.case.state, file.case.closed_at) == (CaseState.CLOSED, way.at(DECIDED))
    assert file.order is not None
    assert file.order.withdrawn_at == way.at(DECIDED)
    assert "ophævet efter klage nr. 1" in file.letter(letter.id).withdrawal_reason


@pytest.mark.parametrize("outcome", [AppealMove.ANNUL, AppealMove.REMIT])
def test_a_closed_case_stays_closed_but_no_longer_as_complied_with(way: Way, outcome: AppealMove) -> None:
    letter = way.to_delivered()
    who = {"by": INSPECTOR, "at": way.at(36)}
    actions.report_compliance(way.session, way.case.id, reported_on=way.on(36), report="Alt er gjort.", **who)
    met = {item.id: Verified(True, "Set på stedet") for item in way.file.items}
    actions.verify_compliance(way.session, way.case.id, items=met, **who)
    way.report(36)
    actions.close_case(way.session, way.case.id, reason="Alt er i orden.", **who)
    appeal = lodge(way, letter)
    to_body(way, appeal)
    with spoken("en"):
        told = effect_of(outcome, letter.kind, case_is_closed=True)
    assert "stays closed" in told
    step(way, appeal, outcome, DECIDED)
    assert (way.file.case.state, way.file.case.closure_code) == (CaseState.CLOSED, ClosureCode.WITHDRAWN)
    assert "efter klage nr. 1" in way.file.case.closure_reason
    assert way.file.letter(letter.id).withdrawn_at == way.at(DECIDED)


@pytest.mark.parametrize("take_away", [AppealMove.ANNUL, None])
def test_a_letter_that_came_back_holds_no_order_that_must_fall(way: Way, take_away: AppealMove | None) -> None:
    letter = way.to_delivered()
    appeal = lodge(way, letter)
    to_body(way, appeal)
    came_back(way)
    if take_away is None:
        end_order(way.session, way.file, reason="Forkert adressat.", by=APPROVER, at=way.at(DECIDED))
    else:
        step(way, appeal, take_away, DECIDED)
    assert way.file.case.state is CaseState.CLOSED


def came_back(way: Way) -> None:
    """The hearing came back from the post."""
    hearing = next(one for one in way.file.letters if one.kind is LetterKind.PARTSHOERING)
    sent = way.session.exec(select(LetterDelivery).where(LetterDelivery.letter_id == hearing.id)).one()
    sent.state = DeliveryState.FAILED
    way.session.flush()


def test_a_case_with_an_open_appeal_is_not_closed(way: Way) -> None:
    appeal = lodge(way, way.to_delivered(), day=75)  # late: it holds nothing back
    actions.record_silence(way.session, way.case.id, by=INSPECTOR, at=way.at(150))
    way.report(151)
    closing = {"reason": "Fraflyttet.", "code": ClosureCode.MOVED_OUT, "by": INSPECTOR, "at": way.at(151)}
    with pytest.raises(DomainError) as refused:
        actions.close_case(way.session, way.case.id, **closing)
    assert refused.value.code == "no_appeal_is_open"
    step(way, appeal, AppealMove.WITHDRAW, 151)
    assert actions.close_case(way.session, way.case.id, **closing) is CaseState.CLOSED


def test_what_the_letter_promises_of_an_appeal_is_not_taken_away(way: Way) -> None:
    appeal = lodge(way, way.to_delivered())
    with pytest.raises(DomainError) as refused:
        decide_effect(way.session, way.case.id, appeal.id, suspends=False, reason="Fare.", by=APPROVER, at=way.at(41))
    assert refused.value.code == "appeal.effect_printed"
    assert last_due(way.file.items, way.file.due_changes) is None


def test_deadlines_run_again_from_the_day_on_which_that_is_recorded_and_told(way: Way) -> None:
    appeal = lodge(way, way.to_delivered())
    employer = way.session.get_one(Employer, way.case.employer_id)
    employer.contact_email = "post@firma.example"
    to_body(way, appeal)
    upheld = Decided(way.on(60), reason="Nævnet stadfæster.")
    outbox = select(OutboxMessage).where(OutboxMessage.channel == MAIL)
    before = len(way.session.exec(outbox).all())
    take_appeal_step(way.session, way.case.id, appeal.id, AppealMove.UPHOLD, upheld, by=APPROVER, at=way.at(100))
    due = last_due(way.file.items, way.file.due_changes)
    assert due is not None
    assert due >= way.on(100) + (way.on(80) - way.on(LODGED))
    assert len(way.session.exec(outbox).all()) == before + 1


def test_a_remitted_case_stands_as_heard_for_a_new_order_or_a_new_visit(way: Way) -> None:
    appeal = lodge(way, way.to_delivered())
    to_body(way, appeal)
    step(way, appeal, AppealMove.REMIT, DECIDED)
    assert (way.file.case.state, way.file.order) == (CaseState.HEARD, None)
    again = way.draft_order()
    assert way.file.order is not None
    assert way.file.order.id == again.id


def test_after_remittal_a_new_visit_opens_a_round_that_follows_up_no_order(way: Way) -> None:
    appeal = lodge(way, way.to_delivered())
    to_body(way, appeal)
    step(way, appeal, AppealMove.REMIT, DECIDED)
    when = {"visit_on": way.on(85), "from_min": 540, "to_min": 600}
    actions.plan_revisit(way.session, way.case.id, **when, by=INSPECTOR, at=way.at(61))
    assert (way.file.case.round, way.file.follows_up_order) == (2, False)


def test_no_new_visit_after_a_hearing_without_a_remittal(way: Way) -> None:
    way.to_heard()
    when = {"visit_on": way.on(85), "from_min": 540, "to_min": 600}
    with pytest.raises(DomainError) as refused:
        actions.plan_revisit(way.session, way.case.id, **when, by=INSPECTOR, at=way.at(61))
    assert refused.value.code == "order_was_remitted"


def test_a_changed_order_gets_the_new_deadline(way: Way) -> None:
    appeal = lodge(way, way.to_delivered())
    to_body(way, appeal)
    step(way, appeal, AppealMove.CHANGE, DECIDED, extended_to=way.on(150))
    runs_to = last_due(way.file.items, way.file.due_changes)
    assert runs_to is not None
    assert runs_to >= way.on(150)


def test_an_appeal_lies_between_its_letter_and_today(way: Way) -> None:
    letter = way.to_delivered()
    for day, at in ((30, 40), (41, 40)):
        received = Received(letter.id, Appellant.OTHER, "En nabo", Channel.MAIL, way.on(day), "")
        with pytest.raises(DomainError) as refused:
            receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(at))
        assert refused.value.code == "appeal.lodged"


def test_an_appeal_that_is_over_takes_no_further_step(way: Way) -> None:
    appeal = lodge(way, way.to_delivered())
    step(way, appeal, AppealMove.WITHDRAW, 45)
    with pytest.raises(DomainError) as refused:
        step(way, appeal, AppealMove.SEND, 46)
    assert refused.value.code == "step.moved_on"
    with pytest.raises(DomainError):
        decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason="x", by=APPROVER, at=way.at(46))


def changed(way: Way, *, to: int, decided: int = DECIDED) -> Appeal:
    """An appeal that ended with a new deadline, so many days after the opening of the case."""
    appeal = lodge(way, way.to_delivered())
    to_body(way, appeal)
    step(way, appeal, AppealMove.CHANGE, decided, extended_to=ALWAYS_OPEN.on_or_after(way.on(to)))
    return appeal


def test_a_deadline_that_the_appeal_body_makes_sooner_is_the_one_that_runs(way: Way) -> None:
    changed(way, to=66)
    sooner = ALWAYS_OPEN.on_or_after(way.on(66))
    assert set(running_dues(way.file.items, way.file.due_changes).values()) == {sooner}
    assert last_due(way.file.items, way.file.due_changes) == next_due(way) == sooner


def test_the_legal_calendar_says_that_the_appeal_set_the_sooner_day(way: Way) -> None:
    changed(way, to=66)
    sooner = ALWAYS_OPEN.on_or_after(way.on(66))
    deadlines = deadlines_of_case(read_days(way.session, [way.case])[0])
    items = [one for one in deadlines if one.number]
    assert {one.day for one in items} == {sooner}
    assert {one.steps[-1] for one in items} == {Step(StepKind.CHANGED, sooner)}
    assert [one.day for one in deadlines if one.what is What.REPORT_BACK] == [sooner]


def test_more_time_may_be_given_on_top_of_the_day_that_an_appeal_set(way: Way) -> None:
    changed(way, to=66)
    later = ALWAYS_OPEN.on_or_after(way.on(74))
    asked = followup.ask_extension(
        way.session, way.case.id, item_id=None, until=later, reason="Ferie.", by=INSPECTOR, at=way.at(62)
    )
    grant = {"until": later, "answer": "Ja.", "by": INSPECTOR, "at": way.at(63)}
    followup.decide_extension(way.session, way.case.id, asked.id, ExtensionMove.GRANT, **grant)
    assert last_due(way.file.items, way.file.due_changes) == next_due(way) == later


def test_time_given_before_the_outcome_is_spent_when_the_appeal_body_sets_a_sooner_day(way: Way) -> None:
    letter = way.to_delivered()
    asked = followup.ask_extension(
        way.session, way.case.id, item_id=None, until=way.on(120), reason="Ferie.", by=INSPECTOR, at=way.at(35)
    )
    grant = {"until": way.on(120), "answer": "Ja.", "by": INSPECTOR, "at": way.at(36)}
    followup.decide_extension(way.session, way.case.id, asked.id, ExtensionMove.GRANT, **grant)
    appeal = lodge(way, letter)
    to_body(way, appeal)
    sooner = ALWAYS_OPEN.on_or_after(way.on(66))
    step(way, appeal, AppealMove.CHANGE, DECIDED, extended_to=sooner)
    assert last_due(way.file.items, way.file.due_changes) == next_due(way) == sooner


def test_a_second_appeal_stops_the_day_that_the_first_one_set_and_gives_its_days_back(way: Way) -> None:
    first = changed(way, to=66)
    letter = way.file.letter(first.letter_id)
    second = lodge(way, letter, day=61)
    if second.effect is Effect.NONE:
        decide_effect(way.session, way.case.id, second.id, suspends=True, reason="Tvivl.", by=APPROVER, at=way.at(61))
    assert last_due(way.file.items, way.file.due_changes) is None
    step(way, second, AppealMove.WITHDRAW, 64)
    sooner = ALWAYS_OPEN.on_or_after(way.on(66))
    assert last_due(way.file.items, way.file.due_changes) == ALWAYS_OPEN.days_after(sooner, 3)


def test_silence_is_counted_from_the_day_that_the_appeal_body_set(way: Way) -> None:
    changed(way, to=66)
    actions.record_silence(way.session, way.case.id, by=INSPECTOR, at=way.at(70))
    assert way.case.state is CaseState.NOT_COMPLIED
