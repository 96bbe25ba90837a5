"""What is known about one dwelling: frozen facts, and the document they are written as."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter
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
    escape_window: bool | None = None
    not_through_room: bool | None = None
    low_disturbance: bool | None = None
    heating_c: float | None = None
    bed_width_cm: float | None = None
    bed_length_cm: float | None = None
    bed_height_m: float | None = None
    bed_spacing_m: float | None = None
    bunk_spacing_m: float | None = None
    bunk_tiers: int | None = None
    bunk_clearance_m: float | None = None
    headroom_m: float | None = None
    mattress_thickness_m: float | None = None
    bedding: bool | None = None
    clean_linen: bool | None = None
    storage_lockable: bool | None = None
    storage_volume_m3: float | None = None
    storage_width_m: float | None = None
    storage_depth_m: float | None = None
    storage_height_m: float | None = None
    cupboard: bool | None = None
    seats_with_backs: bool | None = None
    seats: int | None = None
    table_surface: bool | None = None
    sockets: int | None = None
    sex_separated: bool | None = None
    shift_separated: bool | None = None
    hot_bedding: bool | None = None
    no_cooking_in_room: bool | None = None
    no_unfit_space: bool | None = None
    combined_use: bool | None = None
    family_unit: bool | None = None
    children_under_10: int | None = None
    area_low_ceiling_m2: float | None = None
    share_above_2_m: float | None = None
    window_area_m2: float | None = None
    window_openable_share: float | None = None
    light_lux: float | None = None
    light_fixture: bool | None = None


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
    outside_act: str | None = None
    men: int | None = None
    households: int | None = None
    living_users: int | None = None
    others_sharing_sanitary: int | None = None
    others_sharing_kitchen: int | None = None
    toilets_men: int | None = None
    toilets_women: int | None = None
    urinals: int | None = None
    basins: int | None = None
    bathrooms: int | None = None
    fixture_sets: int | None = None
    first_used_on: date | None = None
    permit_applied_on: date | None = None
    licence_granted_on: date | None = None
    lease_expires_on: date | None = None
    site_days_per_year: int | None = None
    days_between_periods: int | None = None
    weeks_per_year: int | None = None
    nights: int | None = None
    notice_weeks: float | None = None
    zoning: str | None = None
    temporary_overnight: bool | None = None
    dormitory: bool | None = None
    recreation_site: bool | None = None
    construction_site: bool | None = None
    standard_container: bool | None = None
    new_build: bool | None = None
    cold_climate: bool | None = None
    shift_work: bool | None = None
    permanent_stay: bool | None = None
    seasonal_workers: bool | None = None
    posted_workers: bool | None = None
    board_is_wage: bool | None = None
    resident_maximum_adopted: bool | None = None
    combustion_appliance: bool | None = None
    kitchenette: bool | None = None
    certified: bool | None = None
    pandemic: bool | None = None
    privy: bool | None = None
    family_housing: bool | None = None
    basin_impracticable: bool | None = None
    sharing_agreed: bool | None = None
    collective_derogation: bool | None = None
    short_work_away: bool | None = None
    exceptional_documented: bool | None = None
    canteen: bool | None = None
    mosquito_control: bool | None = None
    permitted_exceeding: bool | None = None
    capture_efficiency_shown: bool | None = None
    demand_controlled: bool | None = None
    level_at_window: bool | None = None
    daylight_shown: bool | None = None
    ship_exempt: bool | None = None
    gross_tonnage: int | None = None
    most_in_one_room: int | None = None
    core_rooms: bool | None = None
    shared_core_rooms_dimensioned: bool | None = None
    floor_above_terrain: bool | None = None
    lowest_ceiling_m: float | None = None
    living_room: bool | None = None
    living_in_bedroom: bool | None = None
    living_in_kitchen: bool | None = None
    living_free_area_m2: float | None = None
    living_seats: int | None = None
    living_table_chairs: bool | None = None
    segment_persons: int | None = None
    up_to_date_housing: bool | None = None
    cleaned_daily: bool | None = None
    cleaning_equipment: bool | None = None
    house_rules_with_employees: bool | None = None
    not_on_work_premises: bool | None = None
    easily_accessible: bool | None = None
    outside_hazard_zone: bool | None = None
    site_drained: bool | None = None
    distance_standing_water_m: float | None = None
    distance_livestock_m: float | None = None
    distance_flammables_m: float | None = None
    all_under_one_roof: bool | None = None
    protected_wind_view: bool | None = None
    bbr_code_matches: bool | None = None
    no_new_residential_lease: bool | None = None
    san_sex_separated: bool | None = None
    hot_cold_water: bool | None = None
    en_suite: bool | None = None
    sanitary_distance_m: float | None = None
    privy_distance_m: float | None = None
    mirror: bool | None = None
    sanitary_extraction: bool | None = None
    partitions: bool | None = None
    signs_language: bool | None = None
    basin_at_toilet: bool | None = None
    basin_in_unit: bool | None = None
    san_not_through_bedroom: bool | None = None
    not_opening_to_food_room: bool | None = None
    same_building_cold: bool | None = None
    on_access_storey: bool | None = None
    sanitary_sufficient: bool | None = None
    service_building_c: float | None = None
    sanitary_light_lux: float | None = None
    fridge_litres: float | None = None
    fridge_c: float | None = None
    burners: int | None = None
    stoves: int | None = None
    kitchen_area_m2: float | None = None
    kitchen_work_clearance_m: float | None = None
    kitchen_equipment_adequate: bool | None = None
    kitchen_separate: bool | None = None
    lockable_food_storage: bool | None = None
    dry_outside_bedroom: bool | None = None
    laundry_trays: int | None = None
    water_mains: bool | None = None
    water_l_per_person_day: float | None = None
    water_peak_factor: float | None = None
    water_coolers: int | None = None
    water_tap_distance_m: float | None = None
    waste_container_distance_m: float | None = None
    waste_cans: int | None = None
    waste_collections_per_week: float | None = None
    waste_scheme: bool | None = None
    co_alarm: bool | None = None
    extinguisher: bool | None = None
    two_exits: bool | None = None
    night_watch: bool | None = None
    extinguisher_checked: bool | None = None
    extinguisher_size: float | None = None
    fire_blanket: bool | None = None
    alarm_maintained: bool | None = None
    alarms_tested: bool | None = None
    alarm_means: bool | None = None
    evacuation_possible: bool | None = None
    emergency_lighting: bool | None = None
    evacuation_plan: bool | None = None
    exits: int | None = None
    exit_doors: int | None = None
    occupancy_plan: bool | None = None
    fire_house_rules: bool | None = None
    operation_plan: bool | None = None
    electrical_sound: bool | None = None
    gas_sound: bool | None = None
    ventilation: bool | None = None
    air_conditioning: bool | None = None
    nonsmoker_protection: bool | None = None
    vermin_deterrent: bool | None = None
    window_screens: bool | None = None
    lighting: bool | None = None
    fresh_air_ls_m2: float | None = None
    exhaust_kitchen_ls: float | None = None
    hood_ls: float | None = None
    exhaust_bath_ls: float | None = None
    exhaust_wc_ls: float | None = None
    exhaust_fans_per_toilet: float | None = None
    instructions_language: bool | None = None
    emergency_card: bool | None = None
    isolation_beds: int | None = None
    isolation_room: bool | None = None
    first_aid: bool | None = None
    safety_officers: int | None = None
    medical_staff: str | None = None
    resident_register: bool | None = None
    location_register: bool | None = None
    register_retention_weeks: int | None = None
    notice_content: tuple[str, ...] | None = None
    licence_states_max_persons: bool | None = None
    certificate: bool | None = None
    contract_written: bool | None = None
    rent_per_week: float | None = None
    rent_per_day: float | None = None
    rent_per_month: float | None = None
    rent_currency: str | None = None
    rent_quality: str | None = None
    rent_deduction_share: float | None = None
    rent_actual_cost_only: bool | None = None
    rent_not_excessive: bool | None = None
    rent_no_auto_deduction: bool | None = None
    belongings_insurance: bool | None = None


def facts_document(facts: DwellingFacts) -> dict[str, Any]:
    """Write facts as the JSON document that `parse_facts` reads; unknown facts are left out."""
    document: dict[str, Any] = {} if facts.key is None else {"key": facts.key}
    document["dwelling"] = _known(facts, leave_out=("key", "rooms"))
    document["rooms"] = [_known(room) for room in facts.rooms]
    return document


_READ = {
    kind: (tuple(kind.__dataclass_fields__), attrgetter(*kind.__dataclass_fields__))
    for kind in (DwellingFacts, RoomFacts)
}
"""The names of the facts, and what reads them all at once: files bring hundreds of thousands of rooms."""


def _known(part: DwellingFacts | RoomFacts, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    names, read = _READ[type(part)]
    values = zip(names, read(part), strict=True)
    return {name: _plain(value) for name, value in values if value is not None and name not in leave_out}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
