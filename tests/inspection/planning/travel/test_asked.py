from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

from husly.settings import Settings
from inspection.planning.travel import Place, Travel, TravelRules
from inspection.planning.travel.asked import MOST_PLACES, AskedRoads, Pauses
from inspection.planning.travel.from_settings import roads_of
from road_stand_in import RoadStandIn, road_stand_in

ODENSE = Place(55.396, 10.388, "0461")
KOLDING = Place(55.49, 9.472, "0621")
VEJLE = Place(55.709, 9.536, "0630")
PLACES = [ODENSE, KOLDING, VEJLE]
MANY = [Place(55.3 + number / 1000, 9.2 + number / 900, "0621") for number in range(130)]


@pytest.fixture
def there() -> Iterator[RoadStandIn]:
    with road_stand_in() as opened:
        yield opened


def roads(chosen: Settings, **changes: object) -> AskedRoads:
    made = roads_of(chosen)
    assert isinstance(made, AskedRoads)
    return replace(made, **{"pauses": Pauses(), **changes})  # type: ignore[arg-type]


def is_the_rule(told: Travel, starts: list[Place], ends: list[Place]) -> bool:
    guessed = TravelRules().between(starts, ends)
    return np.array_equal(told.minutes, guessed.minutes) and np.allclose(told.km, guessed.km)


def estimated(told: Travel) -> np.ndarray:
    assert told.estimated is not None
    return told.estimated


def test_without_an_address_the_rule_of_thumb_stands():
    assert isinstance(roads_of(Settings(secret_key="only-for-tests-only-for-tests-only")), TravelRules)


def test_the_host_must_be_among_those_that_may_be_asked(there, tmp_path):
    with pytest.raises(ValidationError, match="routing_url: its host"):
        there.settings(tmp_path, lookup_hosts=())


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_a_road_network_tells_minutes_and_kilometres(there, tmp_path, kind):
    told = roads(there.settings(tmp_path, kind)).between(PLACES, PLACES)
    seconds, metres = there.table(PLACES, PLACES)
    assert told.minutes.tolist() == np.ceil(np.array(seconds) / 60).astype(int).tolist()
    assert told.km == pytest.approx(np.array(metres) / 1000, abs=0.002)
    assert not estimated(told).any()
    assert {one[0] for one in there.asked} == {kind}
    assert (told.km.dtype, told.minutes.dtype) == (np.float64, np.int64)


@pytest.mark.parametrize(("kind", "size"), [("osrm", 100), ("valhalla", 50)])
def test_long_tables_are_asked_in_parts_that_the_program_takes(there, tmp_path, kind, size):
    there.largest = size
    told = roads(there.settings(tmp_path, kind)).between(MANY, MANY)
    parts = -(-len(MANY) // size)
    assert len(there.asked) == parts**2
    assert not estimated(told).any()
    alone = roads(there.settings(tmp_path, kind, routing_store=tmp_path / "other.sqlite"))
    assert told.minutes[3, 127] == alone.between([MANY[3]], [MANY[127]]).minutes[0, 0]


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_a_second_plan_asks_for_nothing_new(there, tmp_path, kind):
    first = roads(there.settings(tmp_path, kind)).between(MANY, MANY)
    there.asked.clear()
    second = roads(there.settings(tmp_path, kind)).between(MANY, MANY)
    assert there.asked == []
    assert np.array_equal(first.minutes, second.minutes)
    assert first.km == pytest.approx(second.km, abs=0.001)


def test_only_what_is_new_is_asked(there, tmp_path):
    roads(there.settings(tmp_path)).between(MANY, MANY)
    there.asked.clear()
    told = roads(there.settings(tmp_path)).between([*MANY, VEJLE], MANY)
    assert there.asked == [("osrm", 1, 100), ("osrm", 1, 30)]
    assert not estimated(told).any()


def test_osrm_and_valhalla_do_not_share_answers(there, tmp_path):
    roads(there.settings(tmp_path)).between(PLACES, PLACES)
    roads(there.settings(tmp_path, "valhalla")).between(PLACES, PLACES)
    assert [one[0] for one in there.asked] == ["osrm", "valhalla"]


def test_old_answers_are_asked_again(there, tmp_path):
    roads(there.settings(tmp_path)).between(PLACES, PLACES)
    later = roads(there.settings(tmp_path))
    later.at_s = lambda: 4e9
    later.between(PLACES, PLACES)
    assert len(there.asked) == 2


def test_a_single_drive_within_what_was_asked_needs_no_network(there, tmp_path):
    known = roads(there.settings(tmp_path))
    table = known.between(MANY, MANY)
    there.asked.clear()
    known.store.path.unlink()
    for row, column in ((0, 5), (120, 3), (7, 7)):
        told = known.between([MANY[row]], [MANY[column]])
        assert (told.minutes[0, 0], told.km[0, 0]) == (table.minutes[row, column], table.km[row, column])
    assert there.asked == []


def test_the_same_point_twice_is_asked_once_and_takes_no_time(there, tmp_path):
    told = roads(there.settings(tmp_path)).between([ODENSE, ODENSE, KOLDING], [ODENSE, KOLDING])
    assert there.asked == [("osrm", 2, 2)]
    assert told.minutes[:2, 0].tolist() == [0, 0]
    assert told.minutes[0].tolist() == told.minutes[1].tolist()


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_a_pair_without_a_way_gets_the_rule_of_thumb_and_is_not_asked_again(there, tmp_path, kind):
    there.no_way.add(Place(VEJLE.lat, VEJLE.lon))
    told = roads(there.settings(tmp_path, kind)).between(PLACES, PLACES)
    assert estimated(told).tolist() == [[False, False, True], [False, False, True], [True, True, False]]
    assert told.minutes[0, 2] == TravelRules().between([ODENSE], [VEJLE]).minutes[0, 0]
    there.asked.clear()
    again = roads(there.settings(tmp_path, kind)).between(PLACES, PLACES)
    assert there.asked == []
    assert np.array_equal(again.minutes, told.minutes)


def test_a_drive_faster_than_any_car_is_not_believed(there, tmp_path):
    there.speed_kmh = 400
    told = roads(there.settings(tmp_path)).between([ODENSE], [KOLDING])
    assert estimated(told).all()
    assert is_the_rule(told, [ODENSE], [KOLDING])


@pytest.mark.parametrize("status", [302, 400, 403, 404, 429, 500, 503])
def test_a_refusal_leaves_the_rule_of_thumb(there, tmp_path, status):
    there.refuse = status
    told = roads(there.settings(tmp_path)).between(PLACES, PLACES)
    assert is_the_rule(told, PLACES, PLACES)
    assert estimated(told).sum() == 6


@pytest.mark.parametrize(
    "say",
    [[], {}, "no", 7, {"durations": None}, {"durations": [[1]]}, {"durations": "x"}, {"durations": [["a"] * 3] * 3}],
)
@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_an_answer_that_is_no_table_leaves_the_rule_of_thumb(there, tmp_path, kind, say):
    there.say = say
    assert is_the_rule(roads(there.settings(tmp_path, kind)).between(PLACES, PLACES), PLACES, PLACES)


def test_negative_and_endless_times_are_gaps(there, tmp_path):
    there.say = {"durations": [[0, -5.0], [float("inf"), 0]], "distances": [[0, 1], [1, 0]]}
    told = roads(there.settings(tmp_path)).between(PLACES[:2], PLACES[:2])
    assert estimated(told).tolist() == [[False, True], [True, False]]


@pytest.mark.parametrize("slow", [{"wait_s": 3.0}, {"trickle_s": 0.02}])
def test_an_outage_costs_one_plan_one_timeout_and_the_next_one_nothing(there, tmp_path, slow):
    for key, value in slow.items():
        setattr(there, key, value)
    chosen = there.settings(tmp_path, routing_timeout_s=0.3, routing_table_size=10)
    pauses = Pauses()
    first, second = roads(chosen, pauses=pauses), roads(chosen, pauses=pauses)
    assert is_the_rule(first.between(MANY, MANY), MANY, MANY)
    assert first.tables_asked == 1
    assert is_the_rule(second.between(MANY, MANY), MANY, MANY)
    assert second.tables_asked == 0


def test_a_network_that_is_not_there_is_left_alone_for_a_minute(tmp_path):
    with road_stand_in() as gone:
        chosen = gone.settings(tmp_path, routing_table_size=10)
    now_s, pauses = [0.0], Pauses()
    first = roads(chosen, pauses=pauses, clock=lambda: now_s[0])
    first.between(MANY, MANY)
    assert first.tables_asked == 3
    now_s[0] = 61
    later = roads(chosen, pauses=pauses, clock=lambda: now_s[0])
    later.between(PLACES, PLACES)
    assert later.tables_asked == 1


def test_what_came_before_an_outage_counts_and_stays_as_it_was_told(there, tmp_path):
    known = roads(there.settings(tmp_path))
    before = known.between(MANY, MANY)
    there.refuse = 500
    told = known.between([*MANY, ODENSE], MANY)
    assert estimated(told)[:-1].sum() == 0
    assert estimated(told)[-1].all()
    assert np.array_equal(told.minutes[:-1], before.minutes)
    there.refuse = 0
    assert known.between([ODENSE], [MANY[0]]).minutes[0, 0] == told.minutes[-1, 0]


def test_a_plan_waits_no_longer_than_it_may(there, tmp_path):
    there.wait_s = 0.1
    known = roads(there.settings(tmp_path, routing_table_size=10, routing_plan_s=0.25))
    told = known.between(MANY, MANY)
    assert 1 <= known.tables_asked <= 3
    assert 0 < estimated(told).mean() < 1


def test_a_register_looked_through_asks_nobody(there, tmp_path):
    many = [Place(55 + number / 10_000, 9.5, "0621") for number in range(MOST_PLACES + 1)]
    assert estimated(roads(there.settings(tmp_path)).between([ODENSE], many)).all()
    assert there.asked == []


@pytest.mark.parametrize("content", [b"no database at all, but a text that is long enough to be one" * 20, None])
def test_a_store_that_cannot_be_used_is_as_good_as_none(there, tmp_path, content):
    path = tmp_path / "drives.sqlite"
    path.mkdir() if content is None else path.write_bytes(content)
    for _ in range(2):
        assert not estimated(roads(there.settings(tmp_path)).between(PLACES, PLACES)).any()
    assert len(there.asked) == 2


def test_nobody_to_go_and_nowhere_to_go_asks_nobody(there, tmp_path):
    assert roads(there.settings(tmp_path)).between([], PLACES).minutes.shape == (0, 3)
    assert roads(there.settings(tmp_path)).between(PLACES, []).minutes.shape == (3, 0)
    assert there.asked == []
