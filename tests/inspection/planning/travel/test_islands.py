import json

import pytest
from shapely.geometry import Point, shape

from inspection.planning.travel import FERRY_MIN, Place, Travel, TravelRules
from inspection.planning.travel.islands import island_of, islands

AARHUS = Place(56.157, 10.21, "0751")
by_key = {one.key: one for one in islands()}
middle = {
    one.key: Place(
        (one.boxes[0][0] + one.boxes[0][2]) / 2, (one.boxes[0][1] + one.boxes[0][3]) / 2, one.municipality_code
    )
    for one in islands()
}


def told(start: Place, end: Place) -> Travel:
    return TravelRules().between([start], [end])


@pytest.mark.parametrize("key", sorted(by_key))
def test_an_island_is_known_by_its_point_with_or_without_a_code(key):
    place = middle[key]
    assert islands()[island_of(place)].key == key
    assert islands()[island_of(Place(place.lat, place.lon))].key == key


@pytest.mark.parametrize("key", sorted(by_key))
def test_leaving_an_island_takes_at_least_its_shortest_ferry(key):
    shortest = min(one.minutes for one in by_key[key].crossings)
    assert told(middle[key], AARHUS).minutes[0, 0] > shortest
    assert told(AARHUS, middle[key]).minutes[0, 0] > shortest


@pytest.mark.parametrize("key", sorted(by_key))
def test_no_ferry_within_an_island(key):
    place = middle[key]
    nearby = Place(place.lat + 0.002, place.lon, place.municipality_code)
    assert told(place, nearby).minutes[0, 0] < 5


@pytest.mark.parametrize("code", sorted(FERRY_MIN))
def test_an_island_municipality_is_known_by_its_code_wherever_the_point_lies(code):
    assert islands()[island_of(Place(56, 11.1, code))].municipality_code == code


def test_harbours_lie_on_their_own_side():
    for island in islands():
        for crossing in island.crossings:
            assert islands()[island_of(crossing.here)].key == island.key
            assert island_of(crossing.there) == -1


def test_between_two_islands_both_ferries_count():
    fanoe, mandoe = middle["fanoe"], middle["mandoe"]
    both = sum(by_key[key].crossings[0].minutes for key in ("fanoe", "mandoe"))
    assert told(fanoe, mandoe).minutes[0, 0] > both
    assert told(fanoe, mandoe).minutes[0, 0] == told(mandoe, fanoe).minutes[0, 0]


def test_the_way_to_samsoe_depends_on_where_one_comes_from():
    odder, kalundborg = Place(55.97, 10.15, "0727"), Place(55.68, 11.1, "0326")
    assert told(odder, middle["samsoe"]).minutes[0, 0] < 150
    assert told(kalundborg, middle["samsoe"]).minutes[0, 0] < 150


def test_a_sailing_is_not_driven():
    assert told(Place(55.1, 14.69, "0400"), Place(55.676, 12.568, "0101")).km[0, 0] < 120


@pytest.mark.parametrize(
    ("town", "place"),
    [
        ("Rudkøbing", Place(54.937, 10.708, "0482")),
        ("Nykøbing Mors", Place(56.795, 8.86, "0773")),
        ("Sønderborg", Place(54.91, 9.8, "0540")),
        ("Havneby", Place(55.09, 8.57, "0550")),
        ("Stege", Place(54.987, 12.285, "0390")),
        ("Maribo", Place(54.776, 11.5, "0360")),
        ("Kastrup", Place(55.635, 12.65, "0185")),
    ],
)
def test_islands_with_a_bridge_need_no_ferry(town, place):
    assert island_of(place) == -1, town


def test_the_mainland_is_not_taken_for_an_island(repository):
    """Of the land within the boxes of an island, next to none belongs to a larger piece of its municipality."""
    document = json.loads((repository / "data/municipalities/boundaries.geojson").read_text(encoding="utf-8"))
    pieces = {one["properties"]["code"]: shape(one["geometry"]) for one in document["features"]}
    steps = [number / 20 for number in range(21)]
    for island in islands():
        whole = pieces[island.municipality_code]
        largest = max(getattr(whole, "geoms", [whole]), key=lambda one: one.area)
        if island.whole:
            continue
        points = [
            Point(west + (east - west) * x, south + (north - south) * y)
            for south, west, north, east in island.boxes
            for x in steps
            for y in steps
        ]
        assert sum(largest.contains(one) for one in points) <= len(points) * 0.02, island.name
