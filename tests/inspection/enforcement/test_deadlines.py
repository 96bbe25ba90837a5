from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.errors import DomainError
from inspection.enforcement.deadlines import (
    ComplaintTerm,
    NoticeOutcome,
    Suspension,
    access_answer_due_on,
    check_notice,
    complaint_due_on,
    earliest_visit_on,
    hearing_due_on,
    report_request_due_on,
    running_due_on,
)
from inspection.enforcement.waivers import HearingWaiverGround, NoticeWaiver, NoticeWaiverGround

VISIT = date(2026, 3, 16)
GROUND_1 = NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, "Beboerne flyttes, når et besøg varsles.")
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


def test_a_visit_fourteen_days_after_delivery_is_allowed():
    check = check_notice(VISIT, delivered_on=date(2026, 3, 2))
    assert (check.outcome, check.days) == (NoticeOutcome.ANNOUNCED, 14)


def test_a_visit_thirteen_days_after_delivery_is_refused_with_the_count():
    check = check_notice(VISIT, delivered_on=date(2026, 3, 3))
    assert not check.allowed
    assert (check.days, check.required_days) == (13, 14)
    assert "13 dage" in check.reason.da
    assert "13 days" in check.reason.en
    assert check.reason.law == "RSL § 5, stk. 2"


def test_a_visit_fifteen_days_after_dispatch_is_allowed_when_delivery_is_unknown():
    assert check_notice(VISIT, dispatched_on=date(2026, 3, 1)).days == 15
    assert check_notice(VISIT, dispatched_on=date(2026, 3, 1)).allowed


def test_a_visit_fourteen_days_after_dispatch_is_refused_when_delivery_is_unknown():
    assert not check_notice(VISIT, dispatched_on=date(2026, 3, 2)).allowed


def test_known_delivery_counts_before_dispatch():
    check = check_notice(VISIT, dispatched_on=date(2026, 2, 20), delivered_on=date(2026, 3, 3))
    assert (check.allowed, check.days) == (False, 13)


def test_ground_one_with_a_reason_allows_a_shorter_notice_and_keeps_the_reason():
    check = check_notice(VISIT, delivered_on=date(2026, 3, 10), waiver=GROUND_1)
    assert check.outcome is NoticeOutcome.WAIVED
    assert GROUND_1.reason in check.reason.da
    assert check.reason.law == "RSL § 5, stk. 4, nr. 1"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_waiver_ground_without_reason_is_refused(reason):
    waiver = NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, reason)
    check = check_notice(VISIT, delivered_on=date(2026, 3, 10), waiver=waiver)
    assert (check.allowed, check.reason.rule) == (False, "notice_waiver_without_reason")


def test_a_visit_without_notice_or_waiver_is_refused():
    assert check_notice(VISIT).reason.rule == "notice_missing"


def test_a_notice_delivered_before_it_was_sent_is_refused_as_a_mistake():
    check = check_notice(VISIT, dispatched_on=date(2026, 2, 20), delivered_on=date(2026, 2, 19))
    assert (check.allowed, check.reason.rule) == (False, "delivered_before_dispatch")


def test_the_waiver_grounds_carry_the_numbers_of_their_provisions():
    assert [ground.number for ground in NoticeWaiverGround] == [1, 2, 3, 4, 5]
    assert HearingWaiverGround.OVERRIDING_INTEREST.number == 3


@given(DAYS)
def test_the_earliest_visit_is_the_first_day_that_the_check_allows(day):
    for dates in ({"delivered_on": day}, {"dispatched_on": day}):
        first = earliest_visit_on(**dates)
        assert check_notice(first, **dates).allowed
        assert not check_notice(first - timedelta(days=1), **dates).allowed


def test_the_earliest_visit_needs_a_date_to_count_from():
    with pytest.raises(ValueError, match="delivery or of dispatch"):
        earliest_visit_on()


def test_a_hearing_of_fourteen_days_ends_on_a_working_day():
    assert hearing_due_on(date(2026, 3, 20), calendar=ALWAYS_OPEN) == date(2026, 4, 7)


def test_a_short_hearing_needs_the_reason_why_it_is_urgent():
    with pytest.raises(DomainError, match="5 days is shorter") as caught:
        hearing_due_on(date(2026, 3, 2), calendar=ALWAYS_OPEN, days=5)
    assert caught.value.code == "hearing_too_short"
    assert hearing_due_on(date(2026, 3, 2), calendar=ALWAYS_OPEN, days=5, urgency_reason="Der er frost.") == date(
        2026, 3, 9
    )


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [(date(2026, 2, 28), date(2026, 3, 30)), (date(2026, 3, 5), date(2026, 4, 7))],
)
def test_four_weeks_to_complain_end_on_a_working_day(received_on, due_on):
    assert complaint_due_on(received_on, ComplaintTerm(weeks=4), calendar=ALWAYS_OPEN) == due_on


def test_days_to_complain_are_counted_in_days():
    assert complaint_due_on(date(2026, 3, 2), ComplaintTerm(days=10), calendar=ALWAYS_OPEN) == date(2026, 3, 12)


@pytest.mark.parametrize("term", [{}, {"weeks": 4, "days": 28}, {"weeks": -1}])
def test_a_complaint_term_has_no_default_and_one_unit(term):
    with pytest.raises(ValueError, match="weeks or a number of days"):
        ComplaintTerm(**term)


def test_access_is_answered_in_seven_working_days():
    assert access_answer_due_on(date(2026, 3, 30), calendar=ALWAYS_OPEN) == date(2026, 4, 13)


def test_a_report_may_be_asked_for_within_fourteen_days():
    assert report_request_due_on(date(2026, 3, 16), calendar=ALWAYS_OPEN) == date(2026, 3, 30)


def test_an_extension_moves_the_deadline_of_an_order():
    assert running_due_on(date(2026, 5, 1), calendar=ALWAYS_OPEN, extended_to=date(2026, 5, 15)) == date(2026, 5, 15)


def test_a_complaint_with_suspensive_effect_stops_the_deadline_until_it_is_decided():
    assert running_due_on(date(2026, 5, 1), calendar=ALWAYS_OPEN, suspensions=[Suspension(date(2026, 4, 20))]) is None


def test_a_decided_complaint_gives_back_the_days_it_took():
    decided = Suspension(date(2026, 4, 20), date(2026, 6, 1))
    assert running_due_on(date(2026, 5, 1), calendar=ALWAYS_OPEN, suspensions=[decided]) == date(2026, 6, 12)


def test_a_complaint_after_the_deadline_gives_nothing_back():
    assert running_due_on(date(2026, 5, 1), calendar=ALWAYS_OPEN, suspensions=[Suspension(date(2026, 5, 2))]) == date(
        2026, 5, 1
    )
