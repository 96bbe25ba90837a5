"""What is known about one dwelling: frozen facts, and the document they are written as."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """One room. Every field is a fact of the catalogue; None is unknown."""

    name: str | None = None
    use: str | None = None
    area_m2: float | None = None
    ceiling_m: float | None = None
    residents: int | None = None
    beds: int | None = None
    lockable: bool | None = None
    window_openable: bool | None = None
    daylight: bool | None = None
    heating: bool | None = None
    temperature_control: bool | None = None
    electricity: bool | None = None
    fresh_air: bool | None = None
    chair: bool | None = None
    table: bool | None = None
    storage: bool | None = None
    own_toilet: bool | None = None
    own_shower: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingFacts:
    """One dwelling with its rooms.

    Every field but `key` and `rooms` is a fact of the catalogue; None is unknown.
    """

    key: str | None = None
    rooms: tuple[RoomFacts, ...] = ()
    kind: str | None = None
    residents: int | None = None
    area_m2: float | None = None
    habitable_rooms: int | None = None
    toilets: int | None = None
    showers: int | None = None
    stay_days: int | None = None
    built_on: date | None = None
    municipality_code: str | None = None
    works_seasonal_weeks: int | None = None
    increase_by_own_family: bool | None = None
    not_hazardous: bool | None = None
    drinking_water: bool | None = None
    wastewater_drain: bool | None = None
    electricity: bool | None = None
    heating: bool | None = None
    protected_damp_cold_heat_noise: bool | None = None
    indoor_climate_ok: bool | None = None
    damp_free: bool | None = None
    maintained: bool | None = None
    sanitary_lockable: bool | None = None
    kitchen: bool | None = None
    kitchen_running_water: bool | None = None
    fridge: bool | None = None
    cooking: tuple[str, ...] | None = None
    kitchen_space: bool | None = None
    dining_place: bool | None = None
    dining_table_chairs: bool | None = None
    cleaning_instruction: bool | None = None
    laundry_wash: bool | None = None
    laundry_dry: bool | None = None
    internet: bool | None = None
    smoke_alarm: bool | None = None
    fire_rules_met: bool | None = None
    plan: bool | None = None
    plan_content: tuple[str, ...] | None = None
    plan_available: bool | None = None
    register_content: tuple[str, ...] | None = None
    inspection_notified: bool | None = None
    distance_between_persons_m: float | None = None
    max_person_sign: bool | None = None
    distance_marks: bool | None = None
    basin_soap_sanitiser: bool | None = None
    cleanable_hygiene: bool | None = None
    user_notice_days: int | None = None
    agency_work: bool | None = None
    approved_for_habitation: bool | None = None


def facts_document(facts: DwellingFacts) -> dict[str, Any]:
    """Write facts as the JSON document that `parse_facts` reads; unknown facts are left out."""
    document: dict[str, Any] = {} if facts.key is None else {"key": facts.key}
    document["dwelling"] = _known(facts, leave_out=("key", "rooms"))
    document["rooms"] = [_known(room) for room in facts.rooms]
    return document


def _known(part: DwellingFacts | RoomFacts, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    values = {field.name: getattr(part, field.name) for field in fields(part) if field.name not in leave_out}
    return {key: _plain(value) for key, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
