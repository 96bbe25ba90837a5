import stat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.planning.travel.store import DAY_S, DriveStore, keys_of

POINTS = [(55.1, 9.1), (55.2, 9.2), (55.3, 9.3)]
point = st.tuples(st.floats(54.5, 57.8), st.floats(8, 15.2)).map(lambda one: (round(one[0], 5), round(one[1], 5)))


@pytest.fixture
def store(tmp_path) -> DriveStore:
    return DriveStore(path=tmp_path / "new" / "drives.sqlite", network="osrm", days=30)


def keep(store: DriveStore, starts, ends, *, at_s: float = 0.0, seconds: float = 60.0) -> None:
    shape = (len(starts), len(ends))
    store.keep(starts, ends, np.full(shape, seconds), np.full(shape, 1000.0), at_s=at_s)


@given(st.lists(point, min_size=2, unique=True))
def test_different_points_have_different_keys(points):
    assert len(set(keys_of(points).tolist())) == len(points)


def test_what_is_kept_is_read_and_the_rest_is_a_gap(store):
    keep(store, POINTS[:1], POINTS[1:])
    seconds, metres = store.read(POINTS, POINTS, at_s=1)
    assert np.argwhere(~np.isnan(seconds)).tolist() == [[0, 1], [0, 2]]
    assert metres[0, 1] == 1000


def test_the_later_answer_counts(store):
    keep(store, POINTS, POINTS, at_s=1, seconds=100)
    keep(store, POINTS, POINTS, at_s=2, seconds=200)
    assert (store.read(POINTS, POINTS, at_s=3)[0] == 200).all()


def test_a_gap_in_a_table_is_kept_as_no_way(store):
    keep(store, POINTS, POINTS, seconds=float("nan"))
    assert np.isinf(store.read(POINTS, POINTS, at_s=1)[0]).all()


def test_drives_grow_too_old(store):
    keep(store, POINTS, POINTS, at_s=0)
    assert not np.isnan(store.read(POINTS, POINTS, at_s=29 * DAY_S)[0]).any()
    assert np.isnan(store.read(POINTS, POINTS, at_s=30 * DAY_S)[0]).all()
    store.tidy(at_s=30 * DAY_S)
    assert store.count() == 0


def test_the_older_half_is_forgotten_when_there_are_too_many(tmp_path):
    store = DriveStore(path=tmp_path / "drives.sqlite", network="osrm", days=30, most_drives=20)
    for second in range(4):
        keep(store, POINTS, POINTS, at_s=second, seconds=second)
        store.tidy(at_s=second)
        assert store.count() <= 20
    assert (store.read(POINTS, POINTS, at_s=5)[0] == 3).all()


def test_only_its_owner_reads_the_file(store):
    keep(store, POINTS, POINTS)
    assert stat.S_IMODE(store.path.stat().st_mode) & 0o077 == 0
