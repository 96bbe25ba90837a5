import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from inspection.planning.travel import FERRY_MIN, Place, TravelRules, great_circle_km, travel_between

COPENHAGEN = Place(55.676, 12.568, "0101")
AARHUS = Place(56.157, 10.21, "0751")
ODENSE = Place(55.396, 10.388, "0461")
KOLDING = Place(55.49, 9.472, "0621")
LANGELAND = Place(54.94, 10.71, "0482")
danish = st.builds(
    Place,
    st.floats(54.5, 57.8),
    st.floats(8.0, 15.2),
    st.sampled_from(["", "0101", "0461", "0751", *FERRY_MIN]),
)


def drive(start: Place, end: Place) -> tuple[float, int]:
    travel = travel_between([start], [end], TravelRules())
    return float(travel.km[0, 0]), int(travel.minutes[0, 0])


@given(danish, danish)
def test_distance_agrees_with_the_geodesic_within_half_a_per_cent(start, end):
    exact = geodesic((start.lat, start.lon), (end.lat, end.lon)).km
    assert great_circle_km([start], [end])[0, 0] == pytest.approx(exact, rel=0.005, abs=1e-6)


@given(danish, danish)
def test_drive_takes_as_long_there_as_back(start, end):
    assert drive(start, end)[1] == drive(end, start)[1]
    assert drive(start, end)[0] == pytest.approx(drive(end, start)[0])


@given(st.floats(0, 900), st.floats(0, 900))
def test_longer_drive_never_takes_less_time(one, other):
    short, long = sorted((one, other))
    minutes = TravelRules().minutes(np.array([short, long]))
    assert minutes[0] <= minutes[1]


@pytest.mark.parametrize(("km", "minutes"), [(0, 0), (3.5, 6), (5, 9), (20, 24), (80, 72), (175, 132)])
def test_speed_rises_by_distance_band(km, minutes):
    assert TravelRules().minutes(np.array([float(km)]))[0] == minutes


@pytest.mark.parametrize(
    ("start", "end", "real_km"),
    [(COPENHAGEN, AARHUS, 310), (COPENHAGEN, ODENSE, 165), (ODENSE, KOLDING, 72), (ODENSE, AARHUS, 145)],
)
def test_drives_between_landsdele_go_by_the_bridges(start, end, real_km):
    assert drive(start, end)[0] == pytest.approx(real_km, rel=0.15)


def test_unknown_municipality_goes_straight():
    straight = great_circle_km([COPENHAGEN], [AARHUS])[0, 0] * 1.3
    assert drive(Place(COPENHAGEN.lat, COPENHAGEN.lon), AARHUS)[0] == pytest.approx(straight)


@pytest.mark.parametrize("code", sorted(FERRY_MIN))
def test_island_costs_its_ferry_each_way_but_not_within(code):
    ashore, landed = Place(56, 11), Place(56, 11.1, code)
    assert drive(ashore, landed)[1] == drive(ashore, Place(56, 11.1))[1] + FERRY_MIN[code]
    assert drive(landed, Place(56, 11.2, code))[1] < FERRY_MIN[code]


def test_langeland_has_a_bridge():
    assert drive(ODENSE, LANGELAND)[1] < 90


def test_many_at_once_are_the_same_as_one_by_one():
    places = [COPENHAGEN, AARHUS, ODENSE, Place(55.1, 14.7, "0400"), Place(57.27, 11.05, "0825")]
    table = travel_between(places, places, TravelRules())
    for row, start in enumerate(places):
        for column, end in enumerate(places):
            km, minutes = drive(start, end)
            assert table.km[row, column] == pytest.approx(km)
            assert table.minutes[row, column] == minutes
