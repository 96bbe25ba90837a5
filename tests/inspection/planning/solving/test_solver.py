from datetime import timedelta

import pytest
from hypothesis import given, settings

from inspection.enforcement.choosing import VisitReason
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.network import build_network
from inspection.planning.solving.plan import LeftOutReason, Plan
from inspection.planning.solving.problem import Problem, ProblemError, StopAfter, Window
from inspection.planning.solving.screening import screen
from inspection.planning.solving.search import search, started
from inspection.planning.solving.solver import plan_visits
from planning_cases import MONDAY, WEEK, dwelling, inspector, problem, problems

BRIEFLY = StopAfter(iterations=30)


def planned(asked: Problem) -> Plan:
    plan = plan_visits(asked, stop=BRIEFLY, seed=1)
    assert check_plan(plan, asked) == []
    return plan


def reasons(plan: Plan) -> dict[str, LeftOutReason]:
    return {one.candidate_id: one.reason for one in plan.left_out}


@settings(max_examples=150)
@given(problems())
def test_plan_keeps_every_window_date_and_working_day_and_visits_no_one_twice(asked):
    assert check_plan(plan_visits(asked, stop=BRIEFLY, seed=3), asked) == []


@settings(max_examples=60)
@given(problems())
def test_no_duty_disappears(asked):
    plan = plan_visits(asked, stop=BRIEFLY, seed=3)
    visited = {stop.candidate_id for tour in plan.tours for stop in tour.stops}
    duties = {one.id for one in asked.candidates if one.must_visit}
    missed = [one.candidate_id for one in plan.missed_duties]
    assert set(missed) == duties - visited
    assert [one.candidate_id for one in plan.left_out[: len(missed)]] == missed


@settings(max_examples=30)
@given(problems())
def test_same_seed_and_iterations_give_the_same_plan(asked):
    assert plan_visits(asked, stop=BRIEFLY, seed=7) == plan_visits(asked, stop=BRIEFLY, seed=7)


@settings(max_examples=40)
@given(problems())
def test_the_search_never_drops_a_duty_that_already_had_a_place(asked):
    network = build_network(asked, screen(asked).pool)
    greedy = started(network, [() for _ in network.shifts], ())
    after = search(network, greedy, stop=BRIEFLY, seed=1).draft

    def duties(draft):
        return {int(network.candidate[node]) for order in draft.orders for node in order} & network.stays

    assert duties(greedy) <= duties(after)


def test_one_dwelling_is_visited_on_arrival_at_opening_time():
    [tour] = planned(problem(dwelling(lat=56.25, windows=(Window(2, 600, 700),)))).tours
    [stop] = tour.stops
    assert tour.on == WEEK[2]
    assert (stop.begin_min, stop.end_min, stop.wait_min) == (600, 660, 0)
    assert tour.depart_min == 600 - stop.travel_min
    assert tour.return_min == 660 + stop.travel_min


def test_notice_is_respected_to_the_day():
    thursday = MONDAY + timedelta(days=3)
    [tour] = planned(problem(dwelling(earliest_on=thursday, latest_on=thursday))).tours
    assert tour.on == thursday


def test_notice_that_has_not_run_by_the_end_is_the_reason():
    assert reasons(planned(problem(dwelling(earliest_on=MONDAY + timedelta(days=14))))) == {
        "d1": LeftOutReason.NOTICE_NOT_RUN
    }


def test_dwelling_open_only_on_sundays_lies_outside_the_windows():
    assert reasons(planned(problem(dwelling(windows=(Window(6),))))) == {"d1": LeftOutReason.OUTSIDE_WINDOW}


def test_window_after_working_hours_lies_outside():
    assert reasons(planned(problem(dwelling(windows=(Window(0, 1200, 1300),))))) == {"d1": LeftOutReason.OUTSIDE_WINDOW}


def test_last_lawful_day_before_the_period_lies_outside():
    late = dwelling(earliest_on=MONDAY - timedelta(days=9), latest_on=MONDAY - timedelta(days=1))
    assert reasons(planned(problem(late))) == {"d1": LeftOutReason.OUTSIDE_WINDOW}


def test_bornholm_is_too_far_from_aarhus_for_one_day():
    island = dwelling(lat=55.1, lon=14.7, municipality_code="0400")
    assert reasons(planned(problem(island))) == {"d1": LeftOutReason.TOO_FAR}


def test_conflict_of_interest_keeps_an_inspector_away():
    barred = dwelling(barred_inspectors=frozenset({"i1"}))
    assert reasons(planned(problem(barred))) == {"d1": LeftOutReason.CONFLICT}
    [tour] = planned(problem(barred, inspectors=2)).tours
    assert tour.inspector_id == "i2"


def test_nobody_at_work_is_said_so():
    away = Problem(candidates=[dwelling()], inspectors=[inspector(absent_on=frozenset(WEEK))], days=WEEK)
    assert reasons(planned(away)) == {"d1": LeftOutReason.NO_INSPECTOR}


def test_full_day_leaves_the_least_valuable_out_for_lack_of_time():
    crowd = [dwelling(number, prize=10 + number, service_min=100) for number in range(1, 7)]
    plan = planned(problem(*crowd, days=WEEK[:1]))
    assert plan.visit_count == 4
    assert reasons(plan) == {"d1": LeftOutReason.NO_TIME, "d2": LeftOutReason.NO_TIME}


def test_duty_goes_before_any_number_of_points():
    duty = dwelling(99, prize=0, service_min=400, must_visit=True, reason=VisitReason.FOLLOW_UP)
    plan = planned(problem(duty, *[dwelling(n, prize=100) for n in range(1, 6)], days=WEEK[:1]))
    assert [stop.candidate_id for tour in plan.tours for stop in tour.stops] == ["d99"]
    assert not plan.missed_duties


def test_follow_up_goes_before_a_random_visit_when_both_cannot_be_made():
    drawn = dwelling(1, prize=90, service_min=400, must_visit=True, reason=VisitReason.RANDOM)
    follow_up = dwelling(2, prize=1, service_min=400, must_visit=True, reason=VisitReason.FOLLOW_UP)
    plan = planned(problem(drawn, follow_up, days=WEEK[:1]))
    assert [(one.candidate_id, one.reason) for one in plan.missed_duties] == [("d1", LeftOutReason.NO_TIME)]


def test_impossible_duty_stands_first_although_it_is_worth_nothing():
    lost = dwelling(1, prize=0, windows=(Window(6),), must_visit=True)
    plan = planned(problem(lost, dwelling(2, prize=100, earliest_on=MONDAY + timedelta(days=30))))
    assert [one.candidate_id for one in plan.left_out] == ["d1", "d2"]
    assert [one.candidate_id for one in plan.missed_duties] == ["d1"]


def test_two_windows_on_one_day_make_one_visit():
    shops = dwelling(windows=(Window(0, 480, 560), Window(0, 800, 900), Window(3, 480, 560)), must_visit=True)
    assert planned(problem(shops)).visit_count == 1


def test_visit_worth_nothing_is_not_chosen():
    assert reasons(planned(problem(dwelling(prize=0, lat=56.3)))) == {"d1": LeftOutReason.NOT_CHOSEN}


def test_eight_stops_in_a_row_are_driven_in_the_shortest_order():
    stops = [dwelling(n, lat=56.157 + 0.03 * n, service_min=30) for n in (5, 2, 8, 1, 7, 3, 6, 4)]
    [tour] = planned(problem(*stops, days=WEEK[:1])).tours
    straight_there_and_back = 2 * sum(
        stop.travel_km for stop in planned(problem(dwelling(8, lat=56.157 + 0.24))).tours[0].stops
    )
    assert len(tour.stops) == 8
    assert tour.travel_km == pytest.approx(straight_there_and_back, rel=0.02)


def test_search_collects_at_least_what_greedy_insertion_does():
    asked = problem(*[dwelling(n, lat=56 + 0.013 * (n * 7 % 29), prize=n % 11 * 5 + 5) for n in range(60)])
    greedy = plan_visits(asked, stop=StopAfter(iterations=0), seed=1)
    searched = plan_visits(asked, stop=StopAfter(iterations=200), seed=1)
    assert check_plan(searched, asked) == []
    assert searched.prize >= greedy.prize


def test_seconds_can_end_the_search_as_well():
    asked = problem(dwelling())
    assert plan_visits(asked, stop=StopAfter(seconds=0.05), seed=1).visit_count == 1


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: dwelling(lat=156.0), "candidate d1: .* is no place"),
        (lambda: dwelling(lat=float("nan")), "is no place"),
        (lambda: dwelling(prize=-1), "negative"),
        (lambda: dwelling(service_min=0), "does not fit"),
        (lambda: inspector(day_start_min=900, day_end_min=800), "inspector i1: the working day"),
        (lambda: Window(7), "no window"),
        (lambda: Window(0, 900, 900), "no window"),
        (lambda: problem(dwelling(), dwelling()), "found twice: d1"),
        (lambda: problem(days=WEEK[::-1]), "in order"),
        (lambda: StopAfter(), "say when to stop"),
        (lambda: StopAfter(iterations=-1), "say when to stop"),
        (lambda: StopAfter(seconds=float("inf")), "say when to stop"),
        (lambda: StopAfter(seconds=float("nan")), "say when to stop"),
    ],
)
def test_contradictions_are_refused_with_the_name_of_the_culprit(build, message):
    with pytest.raises(ProblemError, match=message):
        build()
