"""Squares of the map: keys, runs of keys, and that the key follows the point."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col

from conftest import AT
from housed import add_dwelling
from husly.kit.database import new_id
from register.dwellings.grid import FINEST, key_of, keys_between, keys_in, map_key, mercator, place_of, square_of
from register.dwellings.models import Dwelling, PlacedBy

latitudes = st.floats(54.5, 58.0)
longitudes = st.floats(7.5, 15.5)
numbers = st.integers(0, (1 << FINEST) - 1)


@given(numbers, numbers)
def test_a_key_tells_its_square_again(x: int, y: int) -> None:
    assert square_of(key_of(x, y)) == (x, y)


@given(latitudes, longitudes)
def test_mercator_leads_back_to_the_place(latitude: float, longitude: float) -> None:
    assert place_of(*mercator(latitude, longitude)) == pytest.approx((latitude, longitude), abs=1e-9)


@given(latitudes, longitudes, st.integers(0, FINEST))
def test_a_place_is_in_exactly_the_tile_that_maps_draw_it_in(latitude: float, longitude: float, zoom: int) -> None:
    key = map_key(latitude, longitude)
    x, y = mercator(latitude, longitude)
    column, row = int(x * (1 << zoom)), int(y * (1 << zoom))
    assert key is not None
    for across in (-1, 0, 1):
        if 0 <= column + across < 1 << zoom:
            first, last = keys_in(zoom, column + across, row)
            assert (first <= key <= last) is (across == 0)


@given(latitudes, longitudes, st.floats(0.0001, 3), st.floats(0.0001, 3), st.floats(0, 1), st.floats(0, 1))
def test_the_runs_of_bounds_hold_every_place_within_them(
    south: float, west: float, up: float, wide: float, a: float, b: float
) -> None:
    runs = keys_between(west, south, west + wide, south + up)
    key = map_key(south + a * up, west + b * wide)
    assert key is not None
    assert any(first <= key <= last for first, last in runs)
    assert len(runs) <= 9
    assert runs == sorted(runs)


def test_without_a_place_there_is_no_key() -> None:
    assert map_key(None, None) is None


def test_the_key_follows_the_point_however_a_dwelling_is_stored(session: Session) -> None:
    dwelling = add_dwelling(session, place=("0461", 55.396, 10.388))
    assert dwelling.map_key == map_key(55.396, 10.388)
    dwelling.latitude, dwelling.longitude = 55.06, 10.61
    session.flush()
    assert dwelling.map_key == map_key(55.06, 10.61)
    dwelling.latitude = dwelling.longitude = None
    session.flush()
    assert dwelling.map_key is None
    row = {"id": new_id(), "address_key": "bare", "street": "S", "house_number": "1", "postcode": "5000"}
    row |= {"postal_town": "O", "municipality_code": "0461", "placed_by": PlacedBy.DECLARED, "created_at": AT}
    session.execute(sa.insert(Dwelling.__table__), [row | {"latitude": 55.4, "longitude": 10.4}])  # type: ignore[attr-defined]
    stored = session.execute(sa.select(col(Dwelling.map_key)).where(col(Dwelling.address_key) == "bare")).scalar_one()
    assert stored == map_key(55.4, 10.4)
