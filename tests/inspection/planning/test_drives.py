from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from husly.kit.i18n import use_language
from inspection.planning.drives import DrivesKnown, drives_of
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.problem import Candidate, Inspector, Problem, StopAfter
from inspection.planning.solving.solver import plan_visits
from inspection.planning.travel import Travel, TravelRules
from inspection.planning.travel.asked import Pauses
from inspection.planning.travel.from_settings import roads_of
from road_stand_in import road_stand_in

MONDAY = date(2026, 3, 16)


class HalfKnown:
    """Roads that know every drive but those that end at the southern dwelling."""

    def between(self, starts, ends):
        told = TravelRules().between(starts, ends)
        return Travel(told.km, told.minutes, np.array([[end.lat < 55.3 for end in ends] for _ in starts]))


def problem_by(travel):
    candidates = [
        Candidate(id=name, lat=lat, lon=10.4, prize=10, service_min=60, earliest_on=MONDAY)
        for name, lat in (("south", 55.2), ("north", 55.4))
    ]
    who = Inspector(id="i", name="Ida", lat=55.35, lon=10.4)
    return Problem(candidates=candidates, inspectors=[who], days=[MONDAY], travel=travel)


def planned(travel):
    problem = problem_by(travel)
    plan = plan_visits(problem, stop=StopAfter(iterations=50), seed=1)
    assert plan.visit_count == 2
    return drives_of(plan, problem)


def test_every_drive_of_a_tour_is_counted_and_those_estimated_apart():
    assert planned(HalfKnown()) == DrivesKnown(count=3, estimated=1)


def test_without_a_road_network_no_drive_was_asked_about():
    assert planned(TravelRules()) == DrivesKnown(count=3, estimated=None)


@pytest.mark.parametrize(
    ("drives", "words"),
    [
        (DrivesKnown(7, 0), ""),
        (DrivesKnown(0, None), ""),
        (DrivesKnown(7, None), "The driving times of all 7 drives are a rule of thumb (distance, bridges, ferries)."),
        (DrivesKnown(7, 2), "The road network did not tell 2 of 7 drives: their times are a rule of thumb."),
    ],
)
def test_a_planner_is_told_how_the_times_are_known(drives, words):
    use_language("en")
    assert drives.told() == words
    assert DrivesKnown.read({"drives": drives.document()}) == drives


def test_a_plan_made_before_says_nothing():
    assert DrivesKnown.read({}) is None


def test_a_plan_by_a_road_network_is_sound_and_its_second_look_asks_nobody(tmp_path):
    with road_stand_in() as there:
        travel = roads_of(there.settings(tmp_path))
        problem = problem_by(travel)
        plan = plan_visits(problem, stop=StopAfter(iterations=50), seed=1)
        asked = len(there.asked)
        assert check_plan(plan, problem) == []
        assert drives_of(plan, problem) == DrivesKnown(count=3, estimated=0)
        assert len(there.asked) == asked
        again = roads_of(there.settings(tmp_path))
        assert plan_visits(problem_by(again), stop=StopAfter(iterations=50), seed=1) == plan
        assert len(there.asked) == asked


def test_a_plan_without_its_road_network_is_the_plan_of_the_rule_of_thumb(tmp_path):
    with road_stand_in() as there:
        there.refuse = 503
        travel = replace(roads_of(there.settings(tmp_path)), pauses=Pauses())
        problem = problem_by(travel)
        plan = plan_visits(problem, stop=StopAfter(iterations=50), seed=1)
        assert check_plan(plan, problem) == []
        assert drives_of(plan, problem) == DrivesKnown(count=3, estimated=3)
        assert plan == plan_visits(problem_by(TravelRules()), stop=StopAfter(iterations=50), seed=1)
