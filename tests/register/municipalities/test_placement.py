import dataclasses

import pytest

from declared_housing import DATA
from register.dwellings.models import PlacedBy
from register.municipalities.boundaries import Boundaries, shipped_boundaries
from register.municipalities.placement import Placement, place
from register.municipalities.table import municipalities, postcodes

ROSKILDE = (55.6415, 12.0803)
OUT_AT_SEA = (56.5, 7.6)


def placed(
    point: tuple[float, float] | None = ROSKILDE,
    *,
    official: bool = False,
    declared: str | None = None,
    postcode: str = "4000",
) -> Placement | None:
    boundaries: Boundaries = dataclasses.replace(shipped_boundaries(DATA), official=official)
    latitude, longitude = point or (None, None)
    return place(boundaries, DATA, postcode=postcode, latitude=latitude, longitude=longitude, declared_code=declared)


@pytest.mark.parametrize(
    ("arguments", "code", "placed_by"),
    [
        ({"official": True, "declared": "0269"}, "0265", PlacedBy.OFFICIAL_BOUNDARY),
        ({"declared": "0269"}, "0269", PlacedBy.DECLARED),
        ({"postcode": "2670"}, "0265", PlacedBy.APPROXIMATE_BOUNDARY),
        ({"point": None, "postcode": "2670"}, "0253", PlacedBy.POSTCODE),
        ({"point": None, "postcode": "2670", "official": True}, "0253", PlacedBy.POSTCODE),
        ({"point": OUT_AT_SEA, "official": True}, "0265", PlacedBy.POSTCODE),
    ],
)
def test_the_surest_source_decides(arguments: dict[str, object], code: str, placed_by: PlacedBy) -> None:
    placement = placed(**arguments)  # type: ignore[arg-type]
    assert placement is not None
    assert (placement.municipality_code, placement.placed_by) == (code, placed_by)


def test_without_a_point_the_postal_codes_point_is_shown_and_marked_approximate() -> None:
    placement = placed(None)
    assert placement is not None
    assert placement.point_is_approximate
    assert (placement.latitude, placement.longitude) == (
        postcodes(DATA)["4000"].latitude,
        postcodes(DATA)["4000"].longitude,
    )


def test_a_point_of_its_own_is_kept_and_not_approximate() -> None:
    placement = placed()
    assert placement is not None
    assert (placement.latitude, placement.longitude, placement.point_is_approximate) == (*ROSKILDE, False)


def test_a_postal_code_whose_point_is_misplaced_gives_a_municipality_but_no_point() -> None:
    placement = placed(None, postcode="0900")
    assert placement is not None
    assert (placement.municipality_code, placement.latitude, placement.point_is_approximate) == ("0101", None, False)


def test_nothing_known_gives_no_place() -> None:
    assert placed(OUT_AT_SEA, postcode="9998") is None


def test_the_shipped_tables_hold_98_municipalities_and_christiansoe() -> None:
    assert len(municipalities(DATA)) == 99
    assert municipalities(DATA)["0411"].name == "Christiansø"
    assert set(shipped_boundaries(DATA).codes) == set(municipalities(DATA))
    assert {post.municipality_code for post in postcodes(DATA).values()} <= set(municipalities(DATA))
