import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from inspection.planning.travel import FERRY_MIN, Place, TravelRules, great_circle_km
from inspection.planning.travel.islands import islands

COPENHAGEN = Place(55.676, 12.568, "0101")
AARHUS = Place(56.157, 10.21, "0751")
ODENSE = Place(55.396, 10.388, "0461")
KOLDING = Place(55.49, 9.472, "0621")
HAVNSOE = Place(55.752, 11.327, "0326")
HOU = Place(55.911, 10.255, "0727")
LANGELAND = Place(54.94, 10.71, "0482")
danish = st.builds(
    Place,
    st.floats(54.5, 57.8),
    st.floats(8.0, 15.2),
    st.sampled_from(["", "0101", "0461", "0751", *FERRY_MIN]),
)
sound = st.one_of(
    st.sampled_from([COPENHAGEN, AARHUS, ODENSE, KOLDING, LANGELAND, HAVNSOE, HOU]),
    st.builds(Place, st.floats(55.3, 55.9), st.floats(11.4, 12.3), st.just("0316")),
    st.builds(Place, st.floats(55.15, 55.5), st.floats(10.1, 10.7), st.just("0461")),
    st.builds(Place, st.floats(55.0, 57.4), st.floats(8.6, 9.6), st.just("0791")),
    st.builds(
        lambda one: Place(one.crossings[0].here.lat, one.crossings[0].here.lon, one.municipality_code),
        st.sampled_from(islands()),
    ),
)
"""Places whose municipality is that of their point, as all are that a plan asks about."""


def drive(start: Place, end: Place) -> tuple[float, int]:
    travel = TravelRules().between([start], [end])
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


def test_langeland_has_a_bridge():
    assert drive(ODENSE, LANGELAND)[1] < 90


def test_many_at_once_are_the_same_as_one_by_one():
    places = [COPENHAGEN, AARHUS, ODENSE, Place(55.1, 14.7, "0400"), Place(57.27, 11.05, "0825")]
    table = TravelRules().between(places, places)
    for row, start in enumerate(places):
        for column, end in enumerate(places):
            km, minutes = drive(start, end)
            assert table.km[row, column] == pytest.approx(km)
            assert table.minutes[row, column] == minutes


def test_a_long_table_has_its_shape_and_kinds_of_numbers():
    table = TravelRules().between([COPENHAGEN, AARHUS], [ODENSE] * 3)
    assert table.km.shape == table.minutes.shape == (2, 3)
    assert (table.km.dtype, table.minutes.dtype, table.estimated) == (np.float64, np.int64, None)
    assert TravelRules().between([], [ODENSE]).minutes.shape == (0, 1)


@given(danish, danish)
def test_no_drive_is_faster_than_the_crow_at_top_speed(start, end):
    crow_km = great_circle_km([start], [end])[0, 0]
    top_kmh = TravelRules().speeds[-1][1]
    assert drive(start, end)[1] >= crow_km / top_kmh * 60 - 1e-6


@given(sound, sound, sound)
def test_no_detour_saves_time(start, stop, end):
    assert drive(start, end)[1] <= drive(start, stop)[1] + drive(stop, end)[1]
