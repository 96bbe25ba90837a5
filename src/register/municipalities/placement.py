"""In which municipality an address lies, and how sure that is."""

from dataclasses import dataclass
from pathlib import Path

from register.dwellings.models import PlacedBy
from register.municipalities.boundaries import Boundaries
from register.municipalities.table import postcodes


@dataclass(frozen=True)
class Placement:
    """The municipality of an address, how it was decided, and the point to show on a map if any."""

    municipality_code: str
    placed_by: PlacedBy
    latitude: float | None
    longitude: float | None
    point_is_approximate: bool


def place(
    boundaries: Boundaries,
    data_path: Path,
    *,
    postcode: str,
    latitude: float | None,
    longitude: float | None,
    declared_code: str | None = None,
) -> Placement | None:
    """Decide the municipality: official boundary, else what the address register says (declared), else approximate
    boundary, else the postal code; None when nothing fits. Without coordinates the postal code's point is shown,
    marked approximate.
    """
    post = postcodes(data_path).get(postcode)
    inside = None if latitude is None or longitude is None else boundaries.code_at(latitude, longitude)
    approximate = latitude is None
    if approximate and post is not None:
        latitude, longitude = post.latitude, post.longitude
    approximate = approximate and latitude is not None
    choices = (
        (inside if boundaries.official else None, PlacedBy.OFFICIAL_BOUNDARY),
        (declared_code, PlacedBy.DECLARED),
        (inside, PlacedBy.APPROXIMATE_BOUNDARY),
        (None if post is None else post.municipality_code, PlacedBy.POSTCODE),
    )
    for code, placed_by in choices:
        if code is not None:
            return Placement(code, placed_by, latitude, longitude, approximate)
    return None
