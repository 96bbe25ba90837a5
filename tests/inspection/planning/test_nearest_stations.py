"""Which inspectors are sent to an area when not everybody goes: by region and nearness, not by name."""

from uuid import UUID, uuid5

import pytest

from housed import ODENSE, SVENDBORG
from husly.settings import Settings
from inspection.map.areas.shapes import Area
from inspection.planning.models import DutyStation
from inspection.planning.stations import nearest_first
from inspection.staff.profile import Profile
from register.municipalities.boundaries import shipped_boundaries

DATA = Settings().data_path
AALBORG = ("0851", 57.05, 9.92)
AROUND_SVENDBORG = ((10.5, 55.0), (10.7, 55.0), (10.7, 55.1), (10.5, 55.1))


def station(name: str, place: tuple[str, float, float]) -> DutyStation:
    code, latitude, longitude = place
    identity = uuid5(UUID(int=0), name)
    return DutyStation(id=identity, name=name, latitude=latitude, longitude=longitude, municipality_code=code)


ALMA, BO, CLAES = station("Alma", AALBORG), station("Bo", ODENSE), station("Claes", SVENDBORG)
TEAM = [ALMA, BO, CLAES]


def names(area: Area, *, own_code: str | None = None, regions: dict[UUID, Profile] | None = None) -> list[str]:
    found = nearest_first(
        TEAM,
        area,
        own_code=own_code,
        profiles=regions or {},
        data_path=DATA,
        boundaries=shipped_boundaries(DATA),
    )
    return [one.name for one in found]


@pytest.mark.parametrize(
    "area", [Area(ring=AROUND_SVENDBORG), Area(municipality_codes=("0479",)), Area(postcodes=("5700",))]
)
def test_the_nearest_go(area: Area) -> None:
    assert names(area) == ["Claes", "Bo", "Alma"]


@pytest.mark.parametrize("area", [Area(ring=AROUND_SVENDBORG), Area(municipality_codes=("0479",))])
def test_whoever_works_in_other_municipalities_only_goes_last(area: Area) -> None:
    regions = {CLAES.id: Profile(region=frozenset({"0461"})), ALMA.id: Profile(region=frozenset({"0479", "0851"}))}
    assert names(area, regions=regions) == ["Bo", "Alma", "Claes"]


def test_the_inspectors_of_the_planning_municipality_go_before_nearer_ones() -> None:
    assert names(Area(ring=AROUND_SVENDBORG), own_code="0461") == ["Bo", "Claes", "Alma"]
