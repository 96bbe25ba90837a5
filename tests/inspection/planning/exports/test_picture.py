from dataclasses import replace
from datetime import date

import matplotlib.image
import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from inspection.planning.exports.picture import draw_map
from inspection.planning.exports.picture_lines import extent, padded, spoken_period, tour_lines
from inspection.planning.solving.problem import Problem, StopAfter
from inspection.planning.solving.solver import plan_visits
from planning_cases import MONDAY, WEEK, dwelling, inspector, problem

ASKED = problem(dwelling(1, lat=56.2), dwelling(2, lat=56.1, lon=10.0), dwelling(3, prize=0, windows=()))
PLAN = plan_visits(ASKED, stop=StopAfter(iterations=20), seed=1)
LAND = [box(9, 55, 11, 57), MultiPolygon([box(12, 55, 13, 56), Polygon([(8, 55), (8.5, 55), (8.2, 55.4)])])]
POINTS = [(56.2, 10.2, 4), (56.1, 10.0, 1)]


def test_map_with_tours_is_a_png_with_colours_in_it(tmp_path):
    draw_map(tmp_path / "plan.png", boundaries=LAND, points=POINTS, plan=PLAN, problem=ASKED)
    pixels = matplotlib.image.imread(tmp_path / "plan.png")
    assert pixels.shape[1] == 2250
    blue_tour = (abs(pixels[:, :, :3] - [0x0B / 255, 0x3C / 255, 0x6F / 255]).sum(axis=2) < 0.02).sum()
    assert blue_tour > 500


def test_map_without_tours_shows_the_dwellings(tmp_path):
    draw_map(tmp_path / "all.png", boundaries=LAND, points=POINTS)
    pixels = matplotlib.image.imread(tmp_path / "all.png")
    red_dots = (abs(pixels[:, :, :3] - [0xB2 / 255, 0x18 / 255, 0x2B / 255]).sum(axis=2) < 0.02).sum()
    assert red_dots > 100


def test_empty_register_still_makes_a_map(tmp_path):
    draw_map(tmp_path / "none.png", boundaries=[], points=[])
    assert (tmp_path / "none.png").stat().st_size > 1000


def test_same_plan_gives_the_same_bytes(tmp_path):
    for name in ("one.png", "two.png"):
        draw_map(tmp_path / name, boundaries=LAND, points=POINTS, plan=PLAN, problem=ASKED)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_plan_without_its_problem_is_refused(tmp_path):
    with pytest.raises(ValueError, match="drawn with its problem"):
        draw_map(tmp_path / "plan.png", boundaries=[], points=[], plan=PLAN)


def test_legend_says_who_when_how_much():
    [line] = tour_lines(PLAN, ASKED)
    hours, minutes = divmod(PLAN.tours[0].return_min - PLAN.tours[0].depart_min, 60)
    km = f"{PLAN.tours[0].travel_km:.0f}"
    assert line.label == f"Inspektør 1, man 2.3.: 2 besøg, {hours} t {minutes:02d} min, {km} km"
    assert line.path[0] == line.path[-1] == (10.21, 56.157)


def test_long_names_are_cut_and_dollar_signs_are_no_formula():
    team = [inspector(1, name="Marie-Louise $ Christoffersen")]
    [line] = tour_lines(PLAN, Problem(candidates=ASKED.candidates, inspectors=team, days=WEEK))
    assert line.label.startswith(r"Marie-Louise \$ Chri…, man")


def test_view_holds_everything_with_a_margin():
    west, south, east, north = padded(extent([], POINTS, LAND))
    assert west < 8
    assert south < 55
    assert east > 13
    assert north > 57


def test_a_single_place_gets_a_view_of_some_fifteen_kilometres():
    west, south, east, north = padded(extent([], [(56.0, 10.0, 1)], []))
    assert (west + east) / 2 == pytest.approx(10)
    assert 0.13 < north - south < 0.3


@pytest.mark.parametrize(
    ("days", "spoken"),
    [
        ([MONDAY], "2. marts 2026"),
        (WEEK, "2.–6. marts 2026"),
        ([date(2026, 3, 30), date(2026, 4, 3)], "30. marts – 3. april 2026"),
        ([date(2026, 12, 28), date(2027, 1, 4)], "28. december 2026 – 4. januar 2027"),
    ],
)
def test_period_is_spoken_in_danish(days, spoken):
    assert spoken_period(days) == spoken


def test_inspectors_have_different_colours_and_days_different_dashes():
    team = replace(ASKED, candidates=[dwelling(n, service_min=400) for n in range(4)], days=WEEK[:2])
    team = replace(team, inspectors=[inspector(1), inspector(2)])
    lines = tour_lines(plan_visits(team, stop=StopAfter(iterations=5), seed=1), team)
    assert len({line.colour for line in lines}) == 2
    assert len({(line.colour, str(line.dashes)) for line in lines}) == 4


def test_one_inspector_alone_gets_a_colour_for_each_day():
    alone = problem(*[dwelling(number, service_min=400) for number in range(3)])
    lines = tour_lines(plan_visits(alone, stop=StopAfter(iterations=5), seed=1), alone)
    assert len({line.colour for line in lines}) == 3
