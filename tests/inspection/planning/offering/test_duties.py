"""What open cases ask of a plan: never before a lawful day, never silently otherwise, and nothing of tips."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.calendar import ALWAYS_OPEN
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.transitions import CaseState
from inspection.planning.offering.duties import (
    AWAITING_REVISIT,
    BEFORE_VISIT,
    Duty,
    OpenCase,
    Period,
    duty_of,
    lawful_from,
    plannable_from,
)
from inspection.planning.offering.why import Why, WhyCode, planned_reason, read_why, why_words
from inspection.planning.solving.problem import Slot

AS_OF = date(2026, 3, 2)
ANNOUNCED = date(2026, 3, 17)
AHEAD = [AS_OF + timedelta(days=number) for number in range(1, 60)]
WORKING = [day for day in AHEAD if ALWAYS_OPEN.is_open(day)]
DAYS = st.integers(-60, 60).map(lambda number: AS_OF + timedelta(days=number))
SOME_DAY = st.none() | DAYS


def period(first: int = 10, count: int = 10) -> Period:
    return Period(days=WORKING[first : first + count], as_of=AS_OF, announced_from=ANNOUNCED, calendar=ALWAYS_OPEN)


def case(state: CaseState = CaseState.PLANNED, **changes: object) -> OpenCase:
    known = {
        "case_id": UUID(int=1),
        "state": state,
        "reason": VisitReason.OTHER,
        "visit_on": date(2026, 3, 18),
        "from_min": 540,
        "to_min": 660,
    }
    return OpenCase(**(known | changes))  # type: ignore[arg-type]


def asked(one: OpenCase, within: Period | None = None) -> Duty:
    found = duty_of(one, within or period())
    assert found is not None
    return found


CASES = st.builds(
    case,
    state=st.sampled_from(CaseState),
    reason=st.sampled_from(VisitReason),
    visit_on=DAYS,
    visit_by=SOME_DAY,
    order_due_on=SOME_DAY,
    ground_until=SOME_DAY,
)
PERIODS = st.builds(period, first=st.integers(0, 20), count=st.integers(1, 15))


@given(CASES, PERIODS)
def test_nothing_is_asked_for_before_its_lawful_day(one: OpenCase, within: Period) -> None:
    duty = duty_of(one, within)
    if duty is None:
        return
    assert one.state in (*AWAITING_REVISIT, *BEFORE_VISIT)
    if one.state is CaseState.NOTIFIED:
        assert duty.is_fixed
        assert duty.earliest_on == duty.latest_on == one.visit_on
        assert one.visit_on in within.days
        return
    first = within.announced_from if duty.announced else ALWAYS_OPEN.on_or_after(AS_OF + timedelta(days=1))
    assert duty.earliest_on >= first
    if one.state in AWAITING_REVISIT and one.order_due_on is not None:
        assert duty.earliest_on > one.order_due_on
    if not duty.announced:
        assert one.state is CaseState.UNANNOUNCED_DECIDED or one.ground_until is not None
        if one.state is not CaseState.UNANNOUNCED_DECIDED:
            assert duty.latest_on is not None
            assert one.ground_until is not None
            assert duty.latest_on <= one.ground_until


@given(CASES, PERIODS)
def test_a_duty_that_has_a_last_day_can_be_met_on_some_day(one: OpenCase, within: Period) -> None:
    duty = duty_of(one, within)
    if duty is not None and duty.latest_on is not None:
        assert duty.earliest_on <= duty.latest_on


@given(CASES, PERIODS)
def test_no_plan_can_tell_a_tip_from_any_other_decision(one: OpenCase, within: Period) -> None:
    tip, other = (
        duty_of(OpenCase(**{**_fields(one), "reason": reason}), within)  # type: ignore[arg-type]
        for reason in (VisitReason.TIP, VisitReason.SCORE)
    )
    if tip is None or other is None:
        assert tip is other
        return
    assert (tip.reason, tip.why, tip.earliest_on, tip.latest_on, tip.announced, tip.slots) == (
        other.reason,
        other.why,
        other.earliest_on,
        other.latest_on,
        other.announced,
        other.slots,
    )
    assert "tip" not in why_words(tip.why).lower()
    assert tip.reason is not VisitReason.TIP


def _fields(one: OpenCase) -> dict[str, object]:
    return {name: getattr(one, name) for name in OpenCase.__dataclass_fields__}


@pytest.mark.parametrize("state", [one for one in AWAITING_REVISIT if one is not CaseState.ORDER_DELIVERED])
def test_a_revisit_is_due_from_the_day_after_the_deadline(state: CaseState) -> None:
    duty = asked(case(state, order_due_on=date(2026, 3, 18)))
    assert (duty.reason, duty.earliest_on) == (VisitReason.FOLLOW_UP, date(2026, 3, 19))
    assert duty_of(case(state, order_due_on=period().days[-1]), period()) is None


def test_no_revisit_is_asked_for_while_an_order_runs_and_nobody_has_reported() -> None:
    running = case(CaseState.ORDER_DELIVERED, order_due_on=date(2026, 3, 18))
    assert duty_of(running, period()) is None
    assert plannable_from(running, period()) == date(2026, 3, 19)
    silent = case(CaseState.ORDER_DELIVERED, order_due_on=AS_OF - timedelta(days=1))
    assert asked(silent).earliest_on == ANNOUNCED
    assert plannable_from(silent, period()) is None
    later = case(CaseState.ORDER_DELIVERED, order_due_on=period().days[-1])
    assert plannable_from(later, period()) is None  # the period holds no day for it


def test_a_deadline_that_has_passed_is_said() -> None:
    overdue = asked(case(CaseState.NOT_COMPLIED, order_due_on=date(2026, 2, 20)))
    assert overdue.why == Why(WhyCode.ORDER_OVERDUE, date(2026, 2, 20))
    assert overdue.earliest_on == ANNOUNCED
    assert "20. februar 2026" in why_words(overdue.why)
    reported = asked(case(CaseState.COMPLIANCE_REPORTED, order_due_on=date(2026, 3, 10)))
    assert reported.why.code is WhyCode.COMPLIANCE_REPORTED


def test_danger_is_visited_on_the_first_possible_day() -> None:
    early = period(first=0)
    assert asked(case(reason=VisitReason.DANGER, visit_on=date(2026, 4, 20)), early).earliest_on == ANNOUNCED
    with_ground = asked(case(reason=VisitReason.DANGER, ground_until=date(2026, 3, 20)), early)
    assert (with_ground.earliest_on, with_ground.announced) == (date(2026, 3, 3), False)
    decided = asked(case(CaseState.UNANNOUNCED_DECIDED, reason=VisitReason.DANGER), early)
    assert (decided.earliest_on, decided.latest_on, decided.announced) == (date(2026, 3, 3), None, False)


def test_a_referral_is_visited_by_its_last_day_where_that_is_lawful() -> None:
    duty = asked(case(reason=VisitReason.REFERRAL, visit_by=date(2026, 3, 20)))
    assert (duty.earliest_on, duty.latest_on) == (ANNOUNCED, date(2026, 3, 20))
    too_soon = asked(case(reason=VisitReason.REFERRAL, visit_by=date(2026, 3, 9)))
    assert (too_soon.earliest_on, too_soon.latest_on) == (ANNOUNCED, None)
    assert "9. marts 2026" in why_words(too_soon.why)


def test_what_a_person_decided_keeps_its_day_and_what_was_missed_comes_up_again() -> None:
    duty = asked(case())
    assert duty.earliest_on == duty.latest_on == date(2026, 3, 18)
    assert duty_of(case(visit_on=date(2026, 5, 4)), period()) is None
    missed = asked(case(visit_on=date(2026, 2, 25)))
    assert (missed.earliest_on, missed.latest_on, missed.why.code) == (ANNOUNCED, None, WhyCode.DAY_PASSED)


@pytest.mark.parametrize("reason", [VisitReason.OTHER, VisitReason.DANGER])
def test_a_visit_decided_without_notice_keeps_its_day_and_hours(reason: VisitReason) -> None:
    duty = asked(case(CaseState.UNANNOUNCED_DECIDED, reason=reason))
    assert duty.slots == (Slot(date(2026, 3, 18), 540, 660),)
    assert (duty.is_fixed, duty.announced, duty.reason) == (True, False, reason)
    missed = asked(case(CaseState.UNANNOUNCED_DECIDED, reason=reason, visit_on=date(2026, 2, 25)))
    assert (missed.slots, missed.is_fixed, missed.announced) == ((), False, False)


@pytest.mark.parametrize("state", sorted(set(CaseState) - {*AWAITING_REVISIT, *BEFORE_VISIT}))
def test_other_cases_ask_for_no_visit(state: CaseState) -> None:
    assert duty_of(case(state), period()) is None


@given(SOME_DAY, PERIODS)
def test_only_a_ground_that_lasts_into_the_period_spares_the_notice(until: date | None, within: Period) -> None:
    first, last, announced = lawful_from(until, within)
    assert announced is (last is None)
    assert first == (within.announced_from if announced else within.unannounced_from)
    if not announced:
        assert until is not None
        assert until >= max(within.days[0], within.unannounced_from)


def test_reasons_and_words_are_whole() -> None:
    assert {planned_reason(one) for one in VisitReason} == {
        VisitReason.DANGER,
        VisitReason.REFERRAL,
        VisitReason.CONTEST,
        VisitReason.FOLLOW_UP,
        VisitReason.OTHER,
    }
    for code in WhyCode:
        one = Why(code, AS_OF)
        assert why_words(one)
        assert read_why(one.document) == one
    assert read_why(None) is None
