"""Where a place lies in the squares that maps are cut into: one whole number that places near each other share.

The world in Web Mercator is a square; each zoom cuts every square into four. Two bits for each zoom, the first for the
largest square, make the key (Morton order), so that a square of any zoom is a run of keys: what lies in it is found by
one index, and what is counted together is divided by a power of four.
"""

from collections.abc import Iterator
from math import asinh, atan, degrees, floor, pi, radians, sinh, tan

FINEST = 24
"""The zoom of the smallest squares: about 1.3 m wide in Denmark."""

SIDE = 1 << FINEST
MOST_NORTHERN = 85.05
"""Web Mercator ends here."""

_SPREADS = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def _spread(number: int) -> int:
    """The bits of a number with a free one before each."""
    for shift, mask in _SPREADS:
        number = (number | number << shift) & mask
    return number


def _gathered(number: int) -> int:
    """Every second bit of a number; undoes ``_spread``."""
    number &= 0x5555555555555555
    for shift, mask in ((1, _SPREADS[3][1]), (2, _SPREADS[2][1]), (4, _SPREADS[1][1]), (8, _SPREADS[0][1])):
        number = (number | number >> shift) & mask
    return (number | number >> 16) & 0xFFFFFFFF


def key_of(x: int, y: int) -> int:
    """The key of a square by its column (from the west) and row (from the north)."""
    return _spread(x) | _spread(y) << 1


def square_of(key: int) -> tuple[int, int]:
    """Column and row of a square by its key."""
    return _gathered(key), _gathered(key >> 1)


def mercator(latitude: float, longitude: float) -> tuple[float, float]:
    """A place in Web Mercator: 0 to 1 from the west, 0 to 1 from the north."""
    bounded = max(-MOST_NORTHERN, min(MOST_NORTHERN, latitude))
    return (longitude + 180) / 360, (1 - asinh(tan(radians(bounded))) / pi) / 2


def place_of(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a place in Web Mercator."""
    return degrees(atan(sinh(pi * (1 - 2 * y)))), x * 360 - 180


def map_key(latitude: float | None, longitude: float | None) -> int | None:
    """The key of the smallest square that a place lies in; None without a place."""
    if latitude is None or longitude is None:
        return None
    x, y = mercator(latitude, longitude)
    return key_of(_bounded(x * SIDE), _bounded(y * SIDE))


def _bounded(number: float) -> int:
    return max(0, min(SIDE - 1, floor(number)))


def keys_in(zoom: int, x: int, y: int) -> tuple[int, int]:
    """The first and the last key in a square of a zoom up to the finest."""
    depth = 2 * (FINEST - zoom)
    first = key_of(x, y) << depth
    return first, first + (1 << depth) - 1


def keys_between(west: float, south: float, east: float, north: float, *, squares: int = 2) -> list[tuple[int, int]]:
    """Runs of keys that together hold every place within bounds in degrees, and some more around them.

    Of at most about ``squares`` squares each way; neighbours in the order of keys are told as one run.
    """
    left, top = mercator(north, west)
    right, bottom = mercator(south, east)
    zoom = FINEST
    while zoom > 0 and max(right - left, bottom - top) * (1 << zoom) > squares:
        zoom -= 1
    wide = 1 << zoom
    columns = range(max(0, floor(left * wide)), min(wide - 1, floor(right * wide)) + 1)
    rows = range(max(0, floor(top * wide)), min(wide - 1, floor(bottom * wide)) + 1)
    return list(_joined(sorted(keys_in(zoom, x, y) for x in columns for y in rows)))


def _joined(runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs in order, with those that follow one another made one."""
    first, last = runs[0] if runs else (0, -1)
    for start, end in runs[1:]:
        if start == last + 1:
            last = end
            continue
        yield first, last
        first, last = start, end
    if runs:
        yield first, last
