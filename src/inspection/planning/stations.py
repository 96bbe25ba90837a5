"""Where inspectors start: duty stations of the register, a file, or the largest towns until there are any."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from husly.kit.database import new_id
from husly.kit.errors import DomainError
from inspection.planning.models import DutyStation
from inspection.planning.problem import Inspector
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


def check_count(count: int) -> None:
    """Raise ``DomainError`` unless 1 to 50 inspectors are asked for."""
    if not 1 <= count <= MOST_INSPECTORS:
        raise DomainError(
            "plan.inspectors", "A plan needs 1 to {most} inspectors, not {count}.", most=MOST_INSPECTORS, count=count
        )


def inspector_of(station: DutyStation) -> Inspector:
    """The station as the planner knows it."""
    return Inspector(
        id=str(station.id),
        name=station.name,
        lat=station.latitude,
        lon=station.longitude,
        day_start_min=station.day_start_min,
        day_end_min=station.day_end_min,
        municipality_code=station.municipality_code,
    )


def read_stations(path: Path, *, boundaries: Boundaries) -> list[DutyStation]:
    """Stations out of a JSON file: ``[{"name": ..., "latitude": ..., "longitude": ..., "day_start": "08:00",
    "day_end": "15:30"}]``; the hours may be left out. Raises ``DomainError`` that names the entry and what to change.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DomainError(
            "plan.file", "{path} cannot be read: {why}.", path=path, why=getattr(error, "strerror", None) or error
        ) from None
    except json.JSONDecodeError as error:
        raise DomainError(
            "plan.file", "{path} is no JSON (line {line}: {why}).", path=path, line=error.lineno, why=error.msg
        ) from None
    if not isinstance(entries, list):
        raise DomainError("plan.file", "{path} must hold a list of inspectors: [{{...}}, ...].", path=path)
    check_count(len(entries))
    return [_station(entry, number, boundaries) for number, entry in enumerate(entries, start=1)]


def _station(entry: Any, number: int, boundaries: Boundaries) -> DutyStation:
    if not isinstance(entry, Mapping):
        raise _wrong(number, "write an object with name, latitude and longitude")
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _wrong(number, "name is missing")
    latitude, longitude = _degrees(entry, "latitude", number), _degrees(entry, "longitude", number)
    code = boundaries.code_at(latitude, longitude)
    if code is None:
        raise _wrong(number, f"latitude {latitude:g}, longitude {longitude:g} is not in Denmark")
    start, end = _clock(entry, "day_start", DAY_START_MIN, number), _clock(entry, "day_end", DAY_END_MIN, number)
    if start >= end:
        raise _wrong(number, "day_start must come before day_end")
    return DutyStation(
        id=new_id(),
        name=name.strip(),
        latitude=latitude,
        longitude=longitude,
        day_start_min=start,
        day_end_min=end,
        municipality_code=code,
        active=False,
    )


def _wrong(number: int, what: str) -> DomainError:
    return DomainError("plan.file", "Inspector {number} of the file: {what}.", number=number, what=what)


def _degrees(entry: Mapping[str, Any], key: str, number: int) -> float:
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(number, f"{key} must be a number of degrees, such as 55.4")
    return float(value)


def _clock(entry: Mapping[str, Any], key: str, otherwise: int, number: int) -> int:
    value = entry.get(key)
    if value is None:
        return otherwise
    hours, _, minutes = str(value).partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise _wrong(number, f"{key} must be a time such as 08:00, not {value}")
    return int(hours) * 60 + int(minutes)
