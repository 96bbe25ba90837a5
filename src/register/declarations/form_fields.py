"""Which facts the web form asks for, and under which heading. Files and programs may tell more.

Facts without a place here are asked for when a rule pack in use needs them; the rest (what a visit found) are kept
when a declaration is amended.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from husly.kit.i18n import mark
from standards.facts.catalogue import DWELLING_FACTS
from standards.rules.needed import facts_needed
from standards.rules.pack import load_pack

EMPLOYER_FIELDS = (
    "name",
    "cvr_number",
    "foreign_number",
    "rut_number",
    "contact_name",
    "contact_email",
    "contact_phone",
    "postal_address",
)
ADDRESS_FIELDS = ("street", "house_number", "unit", "postcode", "postal_town")
PERIOD_FIELDS = ("starts_on", "ends_on")
DWELLING_FIELDS = ("kind", "residents", "area_m2", "habitable_rooms", "stay_days", "built_on", "works_seasonal_weeks")
"""Facts with a field of their own, before the groups of yes and no."""

ROOM_FIELDS = ("name", "use", "area_m2", "ceiling_m", "residents", "beds")
ROOM_FLAGS = (
    "window_openable",
    "daylight",
    "heating",
    "temperature_control",
    "electricity",
    "fresh_air",
    "lockable",
    "chair",
    "table",
    "storage",
    "own_toilet",
    "own_shower",
)


@dataclass(frozen=True)
class FactGroup:
    """Facts of the dwelling asked under one heading."""

    key: str
    heading: str
    facts: tuple[str, ...]


GROUPS = (
    FactGroup(
        "building",
        mark("The building"),
        (
            "approved_for_habitation",
            "not_hazardous",
            "drinking_water",
            "wastewater_drain",
            "electricity",
            "heating",
            "protected_damp_cold_heat_noise",
            "indoor_climate_ok",
            "damp_free",
            "maintained",
            "smoke_alarm",
            "fire_rules_met",
            "increase_by_own_family",
        ),
    ),
    FactGroup("sanitary", mark("Bath and toilet"), ("toilets", "showers", "sanitary_lockable")),
    FactGroup(
        "kitchen",
        mark("Kitchen and meals"),
        (
            "kitchen",
            "kitchen_running_water",
            "fridge",
            "cooking",
            "kitchen_space",
            "dining_place",
            "dining_table_chairs",
        ),
    ),
    FactGroup(
        "services",
        mark("Laundry, internet and information"),
        (
            "laundry_wash",
            "laundry_dry",
            "internet",
            "cleaning_instruction",
            "plan",
            "plan_content",
            "plan_available",
        ),
    ),
)

ASKED = DWELLING_FIELDS + tuple(key for group in GROUPS for key in group.facts)
"""Every fact of the dwelling that the form asks for."""

NOT_ASKED = frozenset({"municipality_code", "inspection_notified", "register_content"})
"""Facts of the dwelling that an employer does not tell: found by the address, or on a visit."""

HINTS = {
    "area_m2": mark("Living area of the whole dwelling, measured inside."),
    "stay_days": mark("How long one person normally stays."),
    "habitable_rooms": mark("Bedrooms and living rooms. Left empty, the rooms below are counted."),
    "kind": mark("What the place is, whatever it is used for now."),
    "residents": mark("All who sleep here, also those who work for others."),
}
"""What helps to answer."""


def also_asked(pack_ids: Sequence[str], local: Collection[str] = ()) -> tuple[str, ...]:
    """Facts that these rule packs need and the fixed sections do not ask for, in the order of the catalogue.

    ``local`` are paths that the own rules of municipalities need.
    """
    needed = set(local) | {path for pack_id in pack_ids for path in facts_needed(load_pack(pack_id))}
    return tuple(fact.key for fact in DWELLING_FACTS if fact.key in needed - set(ASKED) - NOT_ASKED)
