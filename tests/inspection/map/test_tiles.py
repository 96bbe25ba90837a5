"""Tiles of the map: who gets them, what is in them, and that they count what the list counts."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from agreements_made import in_force
from housed import ODENSE, SVENDBORG, add_dwelling, add_employer, house
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from inspection.map.areas.shapes import Area
from inspection.map.filters import MapFilters
from inspection.map.keeping import FROM_COUNT, KEPT_S, Kept
from inspection.map.queries import count_rows, list_cells, list_points, list_rows, survey_cells
from inspection.map.reading import read_survey
from inspection.map.survey import Survey, survey_of
from inspection.map.tiles import DEEPEST, MOST_PLACES, PLACES_FROM, Cell, Square, count_of, encode, square_named
from inspection.risk.queries import find_newest_run
from map_tiles import decoded, layers_at, places_at, tile_numbers, total_at
from register.dwellings.grid import map_key
from register.upkeep.actions import tell_end, tell_pause
from score_card_cases import scored, two_homes
from web_client import Web

ODENSE_ONLY = Grant(Role.CASEWORKER, municipality_code="0461")
TILE = "/map/tiles/6/33/20.mvt"
PLACES = [("0461", 55.396, 10.388), ("0461", 55.3961, 10.3882), ("0479", 55.06, 10.61), ("0101", 55.68, 12.56)]


@pytest.mark.parametrize("path", [TILE, "/map/list", "/map/areas"])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web, path: str) -> None:
    assert web.get(path).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", [TILE, "/map/list", "/map/areas"])
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STATISTICIAN, Role.LEGAL_REVIEWER])
def test_whoever_lacks_the_permission_is_refused(web: Web, path: str, role: Role) -> None:
    web.sign_in(Grant(role))
    assert web.get(path).status_code == 403


def test_a_municipality_gets_its_own_housing_only(web: Web) -> None:
    two_homes(web.engine)
    web.sign_in(ODENSE_ONLY)
    assert [total_at(web, zoom) for zoom in (5, 8)] == [1, 1]
    assert total_at(web, 6, municipality="0479") == 0
    assert places_at(web, *SVENDBORG[1:]) == []
    assert "Fjordvej" not in web.get("/map").text


def test_a_place_bears_its_id_and_group_and_nothing_else(web: Web) -> None:
    container, _ = two_homes(web.engine)
    web.sign_in(Grant(Role.DECISION_MAKER))
    (place,) = places_at(web, *ODENSE[1:])
    assert place.keys() == {"id", "g"}
    assert place["id"] == str(container.id)
    told = web.get("/map/dwellings.geojson").json()["features"]
    assert {one["properties"]["id"]: one["properties"]["g"] for one in told}[place["id"]] == place["g"]


def test_tiles_of_every_zoom_sum_to_the_list(web: Web) -> None:
    with transaction(web.engine) as session:
        for number, place in enumerate(PLACES * 3):
            house(session, place=place, residents=4 + number, kind="container" if number % 2 else "house")
        same = add_dwelling(session, place=PLACES[0])
        for name in ("A", "B"):  # two employers in one dwelling
            house(session, dwelling=same, employer=add_employer(session, name=name))
        add_dwelling(session, place=PLACES[0], latitude=None, longitude=None)
        scored(session)
    web.sign_in(Grant(Role.DECISION_MAKER))
    total = web.get("/map/dwellings.geojson").json()["total"]
    assert total == 14
    for zoom in range(4, 10):
        assert total_at(web, zoom) == total
    containers = web.get("/map/dwellings.geojson", kind="container").json()["total"]
    assert [total_at(web, zoom, kind="container") for zoom in (5, 9)] == [containers, containers]
    groups = [web.get("/map/dwellings.geojson", group=str(group)).json()["total"] for group in (1, 2, 3, 4)]
    assert [total_at(web, 7, group=str(group)) for group in (1, 2, 3, 4)] == groups
    assert sum(groups) == total


def test_a_cluster_tells_its_groups_and_the_highest(web: Web) -> None:
    with transaction(web.engine) as session:
        for place in PLACES[:2]:
            house(session, place=place)
        house(session, place=PLACES[0], kind="container", residents=20, facts={"toilets": 0, "plan": False})
        scored(session)
    web.sign_in(Grant(Role.DECISION_MAKER))
    (layers,) = layers_at(web, 6)
    (cluster,) = layers["clusters"]["features"]
    told = cluster["properties"]
    counts = {group: told.get(f"g{group}", 0) for group in (1, 2, 3, 4)}
    assert told["n"] == sum(counts.values()) == 3
    assert told["g"] == max(group for group, count in counts.items() if count)


def test_what_no_plan_may_visit_is_in_no_tile(web: Web) -> None:
    with transaction(web.engine) as session:
        homes = {name: house(session, place=ODENSE).id for name in ("plain", "exempt", "paused", "ended")}
        scored(session)
        until = (today() + timedelta(days=60)).isoformat()
        since = (today() - timedelta(days=9)).isoformat()
        in_force(session, homes["exempt"], at=now(), valid_from=since, valid_to=until, nationwide="yes")
        tell_pause(
            session,
            homes["paused"],
            from_on=today() - timedelta(days=5),
            back_on=today() + timedelta(days=60),
            by=SYSTEM,
            at=now(),
        )
        tell_end(session, homes["ended"], ends_on=today() - timedelta(days=1), by=SYSTEM, at=now())
    web.sign_in(Grant(Role.DECISION_MAKER))
    assert [place["id"] for place in places_at(web, *ODENSE[1:])] == [str(homes["plain"])]
    assert total_at(web, 5) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/map/tiles/18/0/0.mvt", "17"),
        ("/map/tiles/99/0/0.mvt", "17"),
        ("/map/tiles/3/8/0.mvt", "8/0"),
        ("/map/tiles/3/0/999999999.mvt", "999999999"),
        ("/map/tiles/3/0/x.mvt", ".mvt"),
        ("/map/tiles/3/0/0.png", ".mvt"),
        ("/map/tiles/3/0/" + "9" * 400 + ".mvt", ".mvt"),
        ("/map/tiles/3/-1/0.mvt", "-1/0"),
        ("/map/tiles/6/33/19.mvt?within=1", "1"),
        ("/map/list?seen=1,2,3", "west,south,east,north"),
        ("/map/list?seen=nan,nan,nan,nan", "west,south,east,north"),
        ("/map/list?seen=12,55,11,56", "west,south,east,north"),
    ],
)
def test_a_tile_or_section_that_there_cannot_be_gets_a_clear_answer(web: Web, address: str, said: str) -> None:
    web.sign_in(Grant(Role.DECISION_MAKER))
    answer = web.get(address, **({} if "?" in address else {"lang": "en"}))
    assert answer.status_code == 400
    assert said in answer.text


def test_a_tile_is_kept_by_the_reader_alone_and_not_sent_again_unless_something_changed(web: Web) -> None:
    home, _ = two_homes(web.engine)
    web.sign_in(Grant(Role.DECISION_MAKER))
    first = web.get(TILE)
    assert first.headers["cache-control"] == "private, max-age=20"
    again = web.client.get(TILE, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with transaction(web.engine) as session:
        tell_end(session, home.id, ends_on=today() - timedelta(days=1), by=SYSTEM, at=now())
    changed = web.client.get(TILE, headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.content != first.content
    web.sign_in(ODENSE_ONLY)
    assert web.client.get(TILE, headers={"if-none-match": changed.headers["etag"]}).status_code == 200


def test_rows_points_and_cells_are_one_set(session: Session) -> None:
    for place in PLACES:
        house(session, place=place)
    scored(session)
    run = find_newest_run(session)
    for known in (run, None):
        asked = {"run": known, "by": SYSTEM, "filters": MapFilters()}
        points, total = list_points(session, **asked)  # type: ignore[arg-type]
        rows = list_rows(session, **asked)  # type: ignore[arg-type]
        assert {one.id for one in points} == {one.accommodation.id for one in rows}
        assert count_rows(session, **asked) == total == len(PLACES)  # type: ignore[arg-type]
        for seen in ((10.3, 55.3, 10.5, 55.5), (7.0, 54.0, 16.0, 58.0)):
            inside = [
                one for one in points if seen[0] <= one.longitude <= seen[2] and seen[1] <= one.latitude <= seen[3]
            ]
            found = list_rows(session, **asked, seen=seen)  # type: ignore[arg-type]
            assert {one.accommodation.id for one in found} == {one.id for one in inside}
            assert count_rows(session, **asked, seen=seen) == len(inside)  # type: ignore[arg-type]


def test_a_tile_with_too_many_places_counts_them_by_finer_squares(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        house(session, place=("0461", 55.396 + number * 0.00001, 10.388))
    monkeypatch.setattr("inspection.map.queries.MOST_PLACES", 3)
    x, y = tile_of(55.396, 10.388)
    depth, cells = list_cells(session, Square(PLACES_FROM, x, y), run=None, by=SYSTEM, filters=MapFilters())
    assert (depth, sum(one.count for one in cells)) == (5, 6)
    assert len(cells) <= 3 < MOST_PLACES


def tile_of(latitude: float, longitude: float) -> tuple[int, int]:
    from register.dwellings.grid import mercator

    x, y = mercator(latitude, longitude)
    return int(x * (1 << PLACES_FROM)), int(y * (1 << PLACES_FROM))


counts = st.tuples(*[st.integers(0, 50)] * 4)


@given(st.lists(counts, max_size=20), st.integers(4, DEEPEST))
def test_a_tile_tells_as_many_as_it_was_made_of(groups: list[tuple[int, int, int, int]], zoom: int) -> None:
    x, y = tile_numbers(zoom)[0] if zoom < 8 else (0, 0)
    square = Square(zoom, x, y)
    west, south, east, north = square.bounds
    middle = ((south + north) / 2, (west + east) / 2)
    key = (map_key(*middle) or 0) // (1 << 2 * (24 - zoom - 3))
    cells = [Cell(key, max(1, sum(one)), *middle, one, str(UUID(int=1))) for one in groups]
    told = decoded(encode(square, 3, cells))
    assert count_of(told) == sum(one.count for one in cells)
    for layer in told.values():
        for one in layer["features"]:
            assert all(0 <= number < 4096 for number in one["geometry"]["coordinates"])


def test_a_row_is_named_as_maps_do() -> None:
    assert square_named(6, 33, "19.mvt") == Square(6, 33, 19)
    with pytest.raises(DomainError):
        square_named(6, 33, "²².mvt")


def survey_with(count: int) -> Survey:
    ids = [f"{number:032x}" for number in range(count)]
    places = {"dwelling_id": ids, "key": range(count), "latitude": [55.0] * count, "longitude": [10.0] * count}
    return survey_of(pl.DataFrame(places), pl.DataFrame({"id": ids, "dwelling_id": ids}), None)


def test_what_was_read_is_kept_until_the_register_changes_and_very_many_for_a_minute() -> None:
    moment, read = [0.0], [0]

    def reading(count: int) -> Callable[[], Survey]:
        def make() -> Survey:
            read[0] += 1
            return survey_with(count)

        return make

    kept = Kept(clock=lambda: moment[0])
    few, many = reading(1), reading(FROM_COUNT)
    assert kept.known("few", 1) is None
    assert kept.survey("few", 1, few) is kept.survey("few", 1, few) is kept.known("few", 1)
    assert kept.known("few", 2) is None
    assert kept.survey("many", 1, many) is kept.survey("many", 2, many)
    assert read[0] == 2
    moment[0] = KEPT_S + 1
    assert kept.known("many", 2) is None
    assert kept.known("many", 1) is not None
    assert kept.survey("many", 2, many) is not kept.survey("others", 2, many)
    assert read[0] == 4


@pytest.mark.parametrize(("reading_s", "kept_s"), [(1, 60), (10, 200), (100, 600)])
def test_what_takes_long_to_read_is_kept_longer(reading_s: float, kept_s: float) -> None:
    moment = [0.0]

    def make() -> Survey:
        moment[0] += reading_s
        return survey_with(FROM_COUNT)

    kept = Kept(clock=lambda: moment[0])
    kept.survey("many", 1, make)
    moment[0] += kept_s - 1
    assert kept.known("many", 2) is not None
    moment[0] += 1
    assert kept.known("many", 2) is None


def test_no_more_is_kept_than_memory_should_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspection.map.keeping.MOST_ROWS", 25)
    kept = Kept()
    for question in ("first", "second", "third"):
        kept.survey(question, 1, lambda: survey_with(10))
        kept.known("first", 1)
    assert [kept.known(question, 1) is None for question in ("first", "second", "third")] == [False, True, False]


def test_those_who_ask_the_same_at_once_wait_for_one_reading() -> None:
    kept, read = Kept(), []

    def make() -> Survey:
        time.sleep(0.05)
        read.append(1)
        return survey_with(3)

    with ThreadPoolExecutor(8) as pool:
        found = {id(one) for one in pool.map(lambda _: kept.survey("same", 1, make), range(8))}
    assert (len(found), len(read)) == (1, 1)


SOME = MapFilters(municipality_code="0461")
CONTAINERS = MapFilters(kind="container", area=Area(((10.0, 55.0), (11.0, 55.0), (11.0, 56.0), (10.0, 56.0))))


@pytest.mark.parametrize("filters", [MapFilters(), SOME, CONTAINERS, MapFilters(risk_group=2)])
@pytest.mark.parametrize("is_scored", [True, False])
def test_a_survey_finds_what_the_queries_find(session: Session, filters: MapFilters, is_scored: bool) -> None:
    for number, place in enumerate(PLACES * 3):
        house(session, place=place, residents=4 + number, kind="container" if number % 2 else "house")
    if is_scored:
        scored(session)
    run = find_newest_run(session)
    asked = {"run": run, "by": SYSTEM, "filters": filters}
    survey = read_survey(session, **asked, as_of=today())  # type: ignore[arg-type]
    for seen in (None, (10.3, 55.3, 10.5, 55.5), (7.0, 54.0, 16.0, 58.0), (0.0, 0.0, 1.0, 1.0)):
        count, ids = survey.page(seen, limit=3, offset=2)
        assert count == count_rows(session, **asked, seen=seen)  # type: ignore[arg-type]
        rows = list_rows(session, **asked, seen=seen, limit=3, offset=2)  # type: ignore[arg-type]
        assert ids == [one.accommodation.id for one in rows]
    squares = [Square(zoom, x, y) for zoom in (5, 6, 7) for x, y in tile_numbers(zoom)]
    for square in (*squares, Square(PLACES_FROM, *tile_of(*PLACES[0][1:]))):
        assert_alike(survey_cells(survey, square), list_cells(session, square, **asked))  # type: ignore[arg-type]


def assert_alike(one: tuple[int, list[Cell]], other: tuple[int, list[Cell]]) -> None:
    """The same cells; their middles to a rounding."""
    assert one[0] == other[0]
    for left, right in zip(one[1], other[1], strict=True):
        assert (left.latitude, left.longitude) == pytest.approx((right.latitude, right.longitude))
        assert replace(left, latitude=0, longitude=0) == replace(right, latitude=0, longitude=0)


def test_zoomed_in_after_the_country_was_read_the_same_is_told(web: Web) -> None:
    with transaction(web.engine) as session:
        for number, place in enumerate(PLACES * 2):
            house(session, place=place, residents=4 + number)
        scored(session)
    web.sign_in(Grant(Role.DECISION_MAKER))
    seen = {"seen": "10.3,55.3,10.5,55.5"}
    before = places_at(web, *ODENSE[1:]), web.get("/map/list", **seen).text
    assert total_at(web, 5) == 8  # reads the country
    assert (places_at(web, *ODENSE[1:]), web.get("/map/list", **seen).text) == before
