"""Where inspectors start: duty stations of the register, or the largest towns until there are any."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import numpy as np

from husly.kit.database import new_id
from husly.kit.errors import DomainError
from inspection.map.areas.shapes import Area
from inspection.planning.models import DutyStation
from inspection.planning.solving.problem import Inspector, Slot
from inspection.planning.travel import Place
from inspection.planning.travel.distance import great_circle_km
from inspection.staff.profile import NOTHING_KNOWN, Profile
from register.municipalities.boundaries import Boundaries
from register.municipalities.table import postcodes

TOWN_POSTCODES = (
    *("1550", "8000", "5000", "9000", "6700", "4700", "7400", "4000", "8800", "6000", "3400", "8900"),
    *("6400", "4300", "9800", "7100", "5700", "4800", "7500", "8700", "8600", "4200", "4600"),
)
"""København, Aarhus, Odense, Aalborg, Esbjerg, Næstved, Herning, Roskilde, Viborg, Kolding, Hillerød, Randers ...:
large towns in an order that spreads the first few over the country."""

MOST_INSPECTORS = 50
DAY_START_MIN = 8 * 60
DAY_END_MIN = 15 * 60 + 30


def town_stations(count: int, *, data_path: Path) -> list[DutyStation]:
    """Stations at the first ``count`` towns; more inspectors than towns begin again with the first town."""
    check_count(count)
    table = postcodes(data_path)
    towns = [table[TOWN_POSTCODES[number % len(TOWN_POSTCODES)]] for number in range(count)]
    return [
        DutyStation(
            id=new_id(),
            name=f"Inspektør {number} ({town.town})",
            latitude=latitude,
            longitude=longitude,
            municipality_code=town.municipality_code,
            active=False,
        )
        for number, town in enumerate(towns, start=1)
        if (latitude := town.latitude) is not None and (longitude := town.longitude) is not None
    ]


def nearest_first(
    stations: Sequence[DutyStation],
    area: Area,
    *,
    own_code: str | None,
    profiles: Mapping[UUID, Profile],
    data_path: Path,
    boundaries: Boundaries,
) -> list[DutyStation]:
    """Stations in the order in which they are sent to an area: who may work there by region, those of the planning
    municipality ``own_code``, the nearest, by name. A region that is not told is the whole country.
    """
    points, codes = _places_in(area, data_path, boundaries)
    far = (
        great_circle_km([Place(one.latitude, one.longitude, "") for one in stations], points).min(axis=1)
        if points
        else [0.0] * len(stations)
    )

    def order(entry: tuple[DutyStation, float]) -> tuple[bool, bool, float, str]:
        one, km = entry
        region = profiles.get(one.id, NOTHING_KNOWN).region
        return bool(region and codes and not region & codes), one.municipality_code != own_code, km, one.name

    return [one for one, _ in sorted(zip(stations, map(float, far), strict=True), key=order)]


def _places_in(area: Area, data_path: Path, boundaries: Boundaries) -> tuple[list[Place], set[str]]:
    """Points of an area, and the municipalities it lies in: the middle of a ring, the towns of the rest."""
    towns = [
        one
        for one in postcodes(data_path).values()
        if one.code in area.postcodes or one.municipality_code in area.municipality_codes
    ]
    codes = {*area.municipality_codes, *(one.municipality_code for one in towns)}
    places = [
        Place(one.latitude, one.longitude, one.municipality_code)
        for one in towns
        if one.latitude is not None and one.longitude is not None
    ]
    if area.ring:
        west, south, east, north = area.bounds
        places.append(Place((south + north) / 2, (west + east) / 2, ""))
        corners = np.array(
            [(latitude, longitude) for longitude, latitude in area.ring] + [(places[-1].lat, places[-1].lon)]
        )
        codes |= {code for code in boundaries.codes_at(corners[:, 0], corners[:, 1]) if code is not None}
    return places, codes


def check_count(count: int) -> None:
    """Raise ``DomainError`` unless 1 to 50 inspectors are asked for."""
    if not 1 <= count <= MOST_INSPECTORS:
        raise DomainError(
            "plan.inspectors", "A plan needs 1 to {most} inspectors, not {count}.", most=MOST_INSPECTORS, count=count
        )


def inspector_of(
    station: DutyStation, profile: Profile = NOTHING_KNOWN, *, days: Sequence[date] = (), busy: tuple[Slot, ...] = ()
) -> Inspector:
    """The station as the planner knows it, with what is known of the inspector over the planned days.

    The employers and dwellings of a profile are no part of it: those bar by candidate (``inspection.staff.conflicts``).
    """
    return Inspector(
        id=str(station.id),
        name=station.name,
        lat=station.latitude,
        lon=station.longitude,
        day_start_min=station.day_start_min,
        day_end_min=station.day_end_min,
        municipality_code=station.municipality_code,
        absent_on=profile.absent_on(days),
        hours=profile.hours,
        end=profile.end,
        region=profile.region,
        skills=profile.skills,
        languages=profile.languages,
        authority=profile.authority,
        busy=busy,
    )
