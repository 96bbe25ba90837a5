"""Moving the point of a dwelling by hand: whoever declares while nobody knows better, the authority always."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from geopy.distance import great_circle
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.errors import DomainError, NotAllowedError
from register.declarations.queries import Declared
from register.dwellings.models import Dwelling, PlacedBy
from register.lookups.actions import put_point
from register.lookups.models import DwellingPoint, PointBy
from register.lookups.queries import count_other_employers, latest_point
from register.municipalities.placement import Placement
from register.municipalities.queries import current_boundaries
from register.municipalities.table import postcodes

FARTHEST_KM = 40.0
"""Further from its postal code's point an employer's point is taken for a mistake."""


@dataclass(frozen=True)
class Asked(Exception):  # noqa: N818 - a question, not an error
    """The point lies in one municipality and the postal code in another: somebody must say which."""

    by_point: str
    by_postcode: str


def mover(session: Session, declared: Declared, by: Actor) -> PointBy | None:
    """As what a reader may move the point, or None."""
    dwelling = declared.dwelling
    if may(by, Permission.RECORD_VISITS, Subject(municipality_code=dwelling.municipality_code)):
        return PointBy.AUTHORITY
    if not may(by, Permission.DECLARE, Subject(employer_id=declared.employer.id)):
        return None
    given = latest_point(session, dwelling.id)
    own = not dwelling.has_exact_point if given is None else given.set_by is PointBy.EMPLOYER
    unsure = given is not None and given.set_by is PointBy.REGISTER and given.is_approximate
    alone = count_other_employers(session, dwelling.id, declared.employer.id) == 0
    return PointBy.EMPLOYER if (own or unsure) and alone else None


def move_point(
    session: Session,
    declared: Declared,
    *,
    latitude: float,
    longitude: float,
    municipality_code: str | None,
    by: Actor,
    at: datetime,
    data_path: Path,
) -> None:
    """Give a dwelling the point (degrees, WGS 84).

    Raises ``NotAllowedError``, ``DomainError`` for a point that cannot be right, and ``Asked`` when point and postal
    code lie in two municipalities, the boundaries are approximate, and ``municipality_code`` names neither.
    """
    dwelling = declared.dwelling
    set_by = mover(session, declared, by)
    if set_by is None:
        raise NotAllowedError("the point of this dwelling")
    boundaries = current_boundaries(session, data_path)
    inside = boundaries.code_at(latitude, longitude)
    if inside is None:
        raise DomainError("place.abroad", "The point lies outside Denmark. Correct the coordinates.")
    if set_by is PointBy.EMPLOYER:
        _refuse_far(dwelling, latitude, longitude, data_path)
    post = postcodes(data_path).get(dwelling.postcode)
    code, placed_by = inside, PlacedBy.OFFICIAL_BOUNDARY if boundaries.official else PlacedBy.APPROXIMATE_BOUNDARY
    if not boundaries.official and post is not None and post.municipality_code != inside:
        if municipality_code not in (inside, post.municipality_code):
            raise Asked(inside, post.municipality_code)
        code, placed_by = str(municipality_code), PlacedBy.DECLARED
    point = DwellingPoint(
        dwelling_id=dwelling.id, latitude=latitude, longitude=longitude, set_by=set_by, by=by.id, at=at
    )
    put_point(session, dwelling, Placement(code, placed_by, latitude, longitude, False), point, by=by)


def _refuse_far(dwelling: Dwelling, latitude: float, longitude: float, data_path: Path) -> None:
    post = postcodes(data_path).get(dwelling.postcode)
    if post is None or post.latitude is None or post.longitude is None:
        return
    away = great_circle((latitude, longitude), (post.latitude, post.longitude)).km
    if away > FARTHEST_KM:
        raise DomainError(
            "place.far",
            "The point lies {km} km from postal code {postcode}. Correct the point, or declare the right address.",
            km=round(away),
            postcode=dwelling.postcode,
        )
