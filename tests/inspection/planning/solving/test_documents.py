import json
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.planning.solving.documents import problem_from_dict, problem_to_dict
from inspection.planning.solving.problem import OtherVisit, Placement, Problem, Seat, Slot, Window
from inspection.planning.travel import Place, TravelRules
from planning_cases import MONDAY, WEEK, dwelling, inspector, problems


def told_again(asked: Problem) -> Problem:
    return problem_from_dict(json.loads(json.dumps(problem_to_dict(asked), allow_nan=False)))


def with_tuples(asked: Problem) -> Problem:
    sequences = {"candidates", "inspectors", "days", "current"}
    return replace(asked, **{name: tuple(getattr(asked, name)) for name in sequences})


@settings(max_examples=150)
@given(
    problems(), st.sampled_from([TravelRules(), TravelRules(road_factor=1.5, speeds=((10, 50), (float("inf"), 80)))])
)
def test_a_problem_comes_back_as_it_was_stored(asked, travel):
    asked = replace(asked, travel=travel)
    assert told_again(asked) == with_tuples(asked)


def test_everything_that_a_visit_may_need_comes_back():
    joint = dwelling(
        seats=(Seat(authority="at"), Seat(authority="skat", skills=frozenset({"driver", "tax"}))),
        slots=(Slot(MONDAY, 600, 700),),
        languages=frozenset({"pl", "ro"}),
        interpreter=False,
        announced=False,
        daylight_only=True,
        dwelling_id="door",
        other_visits=(OtherVisit("skat", MONDAY),),
        place_is_sound=False,
    )
    who = inspector(hours=(Window(0, 400, 900),), end=Place(55.0, 10.0, "0461"), region=frozenset({"0751"}))
    nobody = inspector(2, hours=(), absent_on=frozenset({MONDAY}), authority="skat", skills=frozenset({"tax"}))
    kept = Placement(candidate_id="d1", inspector_ids=("i1", "i2"), on=MONDAY, begin_min=620, locked=True)
    asked = Problem(candidates=(joint,), inspectors=(who, nobody), days=tuple(WEEK), current=(kept,))
    assert told_again(asked) == asked


def test_what_holds_its_default_takes_no_room():
    assert problem_to_dict(Problem(candidates=[], inspectors=[inspector()], days=[MONDAY + timedelta(days=1)])) == {
        "candidates": [],
        "inspectors": [{"id": "i1", "name": "Inspektør 1", "lat": 56.157, "lon": 10.21, "municipality_code": "0751"}],
        "days": ["2026-03-03"],
        "current": [],
        "travel": {},
    }
