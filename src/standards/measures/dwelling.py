"""Measures of the dwelling as a whole: crowding, fixtures, kitchen, welfare, papers."""

import polars as pl

from standards.facts.choices import NOTICE_CONTENT, PLAN_CONTENT, REGISTER_CONTENT
from standards.measures.measure import COVID, LAW, PROPOSAL, Measure, needs_facts, per, stated
from standards.text import Text


def _everyone_has_own(thing: str, da: str, en: str) -> Measure:
    residents, most = pl.col(f"own_{thing}_residents"), pl.col(f"own_{thing}_most")
    return Measure(
        key=f"san.own_{thing}",
        level="dwelling",
        kind="flag",
        label=Text(da, en),
        unit="",
        formula=f"every resident lives alone in a room with own_{thing}",
        source="working group 2021: own bath and toilet",
        needs=needs_facts("residents"),
        value=(residents >= pl.col("residents")) & (most <= 1),
    )


def _present(key: str, plural: str, da: str, en: str) -> Measure:
    return Measure(
        key=key,
        level="dwelling",
        kind="flag",
        label=Text(da, en),
        unit="",
        formula=f"{plural} >= 1",
        source="LOV 1445/2024 § 3 and lov 159/2021 § 2: access, no ratio",
        needs=needs_facts(plural),
        value=pl.col(plural) >= 1,
    )


def _contains(key: str, fact: str, items: tuple[str, ...], da: str, en: str, source: str) -> Measure:
    """Tell for each item whether a stated list holds it; a list that is given is taken as complete."""
    return Measure(
        key=key,
        level="dwelling",
        kind="items",
        label=Text(da, en),
        unit="",
        formula=f"items of {fact}",
        source=source,
        needs=needs_facts(fact),
        items={item: pl.col(fact).list.contains(item) for item in items},
    )


LIVING_USERS = pl.coalesce("living_users", "residents")
"""The most who are in the living room at one time; all who live there unless it is stated."""

_OWN_TOILET = _everyone_has_own("toilet", "Eget toilet til alle", "Own toilet for everyone")
_OWN_SHOWER = _everyone_has_own("shower", "Eget bad til alle", "Own bath for everyone")

_CROWDING: tuple[Measure, ...] = (
    Measure(
        key="dwelling.persons_per_habitable_room",
        level="dwelling",
        kind="number",
        label=Text("Personer pr. beboelsesrum", "Persons per habitable room"),
        unit="person/room",
        formula="residents / habitable_rooms (stated, or else counted from a complete list of rooms)",
        source=f"{LAW}, dwelling reading of the cap",
        needs=needs_facts("residents", "habitable_rooms"),
        value=per(pl.col("residents"), pl.col("habitable_rooms")),
    ),
    Measure(
        key="dwelling.area_per_person_m2",
        level="dwelling",
        kind="number",
        label=Text("Areal pr. person", "Area per person"),
        unit="m2/person",
        formula="area_m2 / residents",
        source=f"{LAW}, exception from the cap",
        needs=needs_facts("area_m2", "residents"),
        value=per(pl.col("area_m2"), pl.col("residents")),
    ),
    Measure(
        key="living.area_per_person_m2",
        level="dwelling",
        kind="number",
        label=Text("Fælles opholdsareal pr. person", "Common living area per person"),
        unit="m2/person",
        formula="sum of area_m2 of the living rooms / living_users (stated, or else residents); bedrooms never count",
        source=f"{COVID} § 2; NO § 3A-3",
        needs={"rooms.area_m2": pl.col("living_area_m2"), "residents": LIVING_USERS},
        value=per(pl.col("living_area_m2"), LIVING_USERS),
    ),
    stated("general.distance_between_persons_m", "distance_between_persons_m", f"{COVID} § 2"),
)

_SANITARY: tuple[Measure, ...] = (
    _present("san.toilet_access", "toilets", "Adgang til toilet", "Access to a toilet"),
    _present("san.bath_access", "showers", "Adgang til bad", "Access to a bath or shower"),
    _OWN_TOILET,
    _OWN_SHOWER,
    Measure(
        key="san.shared",
        level="dwelling",
        kind="flag",
        label=Text("Fælles bad eller toilet", "Shared bath or toilet"),
        unit="",
        formula="residents > 1, and not everyone has an own toilet and an own shower",
        source=PROPOSAL,
        needs=needs_facts("residents"),
        value=(pl.col("residents") > 1) & ~(_OWN_TOILET.known_value & _OWN_SHOWER.known_value),
    ),
    stated("san.lockable", "sanitary_lockable", PROPOSAL),
    stated("san.basin_soap_sanitiser", "basin_soap_sanitiser", f"{COVID} § 2"),
)

_HOUSEHOLD: tuple[Measure, ...] = (
    stated("kitchen.access", "kitchen", f"{PROPOSAL}; {COVID} § 2"),
    stated("kitchen.running_water", "kitchen_running_water", PROPOSAL),
    stated("kitchen.fridge", "fridge", PROPOSAL),
    stated("kitchen.space_cook_store_eat", "kitchen_space", PROPOSAL),
    Measure(
        key="kitchen.hot_meal_possible",
        level="dwelling",
        kind="flag",
        label=Text("Et varmt måltid kan laves", "A hot meal can be cooked"),
        unit="",
        formula="cooking holds stove, oven or hotplate; a microwave or kettle alone does not do",
        source=PROPOSAL,
        needs=needs_facts("cooking"),
        value=pl.any_horizontal(pl.col("cooking").list.contains(item) for item in ("stove", "oven", "hotplate")),
    ),
    stated("dining.available", "dining_place", f"{COVID} § 2"),
    stated("dining.table_chairs", "dining_table_chairs", PROPOSAL),
    stated("laundry.access", "laundry_wash", PROPOSAL),
    stated("laundry.dry", "laundry_dry", PROPOSAL),
    stated("net.internet", "internet", f"{PROPOSAL} (possibly)"),
)

_CONDITION: tuple[Measure, ...] = (
    Measure(
        key="general.core_welfare",
        level="dwelling",
        kind="items",
        label=Text("Grundlæggende velfærd", "Core welfare"),
        unit="",
        formula="toilet: toilets >= 1; water: drinking_water; heating; electricity; areas to sleep, live, eat; bath",
        source=PROPOSAL,
        needs=needs_facts("toilets", "showers", "drinking_water", "heating", "electricity", "dining_place")
        | {"living_room": pl.col("living_exists"), "rooms": pl.col("sleeping_rooms")},
        item_needs={
            "toilet": ("toilets",),
            "water": ("drinking_water",),
            "heating": ("heating",),
            "electricity": ("electricity",),
            "sleeping_area": ("rooms",),
            "living_area": ("living_room",),
            "eating_area": ("dining_place",),
            "sanitary": ("toilets", "showers"),
        },
        items={
            "toilet": pl.col("toilets") >= 1,
            "water": pl.col("drinking_water"),
            "heating": pl.col("heating"),
            "electricity": pl.col("electricity"),
            "sleeping_area": pl.col("sleeping_rooms") >= 1,
            "living_area": pl.col("living_exists"),
            "eating_area": pl.col("dining_place"),
            "sanitary": (pl.col("toilets") >= 1) & (pl.col("showers") >= 1),
        },
    ),
    stated("general.not_hazardous_to_health", "not_hazardous", LAW),
    stated("general.maintained", "maintained", PROPOSAL),
    stated("general.cleaning_instruction", "cleaning_instruction", f"{PROPOSAL}; {COVID} § 2"),
    stated("general.cleanable_hygiene", "cleanable_hygiene", f"{COVID} § 2"),
    stated("use.building_approved", "approved_for_habitation", "building law"),
    stated("water.potable_access", "drinking_water", LAW),
    stated("water.wastewater_drain", "wastewater_drain", LAW),
    stated("env.protected_damp_cold_heat_noise", "protected_damp_cold_heat_noise", LAW),
    stated("env.indoor_climate_ok", "indoor_climate_ok", LAW),
    stated("env.damp_free", "damp_free", PROPOSAL),
    stated("fire.rules_met", "fire_rules_met", PROPOSAL),
    stated("fire.smoke_alarm", "smoke_alarm", "building law"),
    stated("info.max_person_sign", "max_person_sign", f"{COVID} § 2"),
    stated("info.distance_marks", "distance_marks", f"{COVID} § 2"),
)

_PAPERS: tuple[Measure, ...] = (
    stated("doc.plan", "plan", f"{PROPOSAL}; {COVID} § 3"),
    stated("doc.plan_available", "plan_available", f"{COVID} § 3"),
    stated("doc.inspection_notified", "inspection_notified", PROPOSAL),
    stated("doc.user_undertaking_notice_days", "user_notice_days", f"{COVID} § 3"),
    _contains(
        "doc.plan_content",
        "plan_content",
        PLAN_CONTENT,
        "Planens indhold",
        "Content of the plan",
        f"{COVID} § 3",
    ),
    _contains(
        "doc.notice_content",
        "notice_content",
        NOTICE_CONTENT,
        "Anmeldelsens indhold",
        "Content of the notice",
        "DK BR18 practice",
    ),
    _contains(
        "doc.register_content",
        "register_content",
        REGISTER_CONTENT,
        "Registerets indhold",
        "Content of the register",
        PROPOSAL,
    ),
)

DWELLING_MEASURES: tuple[Measure, ...] = (*_CROWDING, *_SANITARY, *_HOUSEHOLD, *_CONDITION, *_PAPERS)
