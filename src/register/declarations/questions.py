"""What the journey asks an employer, in which section and on which page. Files and programs may tell more.

A question is named by its place in the document: ``address.street``, ``dwelling.area_m2``, ``rooms``. Facts without a
place here are asked for when a rule pack in use needs them; the rest (what a visit found) are kept when a declaration
is amended.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

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
"""Facts that say what the dwelling is and who lives there; always asked for, also in files."""

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
ROOMS = "rooms"
NAMES = "names"
CHANGED_ON = "period.changed_on"
"""Asked of an amendment only; names only where the operator's configuration says so."""

PERIOD = mark("Period")

SectionKey = Literal["employer", "address", "dwelling", "rooms", "residents", "facilities", "services", "work"]
StepKey = Literal["place", "housing", "facilities", "work"]


@dataclass(frozen=True)
class Group:
    """Questions under one heading; an empty heading continues the section."""

    heading: str
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One line of the task list: what is asked, and without which answers the section is not complete.

    ``needed`` names questions, alternatives joined by ``|``; what the rules in use need counts as well.
    """

    key: SectionKey
    heading: str
    groups: tuple[Group, ...]
    needed: tuple[str, ...] = ()
    lead: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """Every question of the section."""
        return tuple(path for group in self.groups for path in group.asked)


@dataclass(frozen=True)
class Step:
    """One page of the journey: some sections."""

    key: StepKey
    heading: str
    sections: tuple[SectionKey, ...]


def _facts(*keys: str) -> tuple[str, ...]:
    return tuple(f"dwelling.{key}" for key in keys)


def _part(part: str, *keys: str) -> tuple[str, ...]:
    return tuple(f"{part}.{key}" for key in keys)


SECTIONS: tuple[Section, ...] = (
    Section(
        "employer",
        mark("Employer"),
        (
            Group("", _part("employer", *EMPLOYER_FIELDS)),
            Group(mark("Contact at the dwelling"), _part("contact", "name", "phone", "email")),
        ),
        (
            "employer.name",
            "employer.cvr_number|employer.foreign_number",
            "employer.contact_name",
            "employer.contact_email|employer.contact_phone",
        ),
    ),
    Section(
        "address",
        mark("Address and owner"),
        (
            Group("", _part("address", *ADDRESS_FIELDS)),
            Group(mark("Owner"), _part("owner", "is_employer", "name", "postal_address", "email")),
        ),
        ("address.street", "address.house_number", "address.postcode", "owner.is_employer|owner.name"),
    ),
    Section(
        "dwelling",
        mark("The dwelling"),
        (
            Group(
                "", _facts("kind", "outside_act", "area_m2", "habitable_rooms", "built_on", "approved_for_habitation")
            ),
            Group(PERIOD, (CHANGED_ON, *_part("period", *PERIOD_FIELDS), *_facts("stay_days"))),
            Group(
                mark("The building"),
                _facts(
                    "not_hazardous",
                    "drinking_water",
                    "wastewater_drain",
                    "electricity",
                    "heating",
                    "protected_damp_cold_heat_noise",
                    "indoor_climate_ok",
                    "damp_free",
                    "maintained",
                ),
            ),
        ),
        ("dwelling.kind", "dwelling.area_m2", "dwelling.approved_for_habitation", "period.starts_on"),
    ),
    Section(
        "rooms",
        mark("Rooms"),
        (Group("", (ROOMS,)),),
        (ROOMS,),
        mark("Tell of every room where someone sleeps or stays. Kitchen and bath may be left out."),
    ),
    Section(
        "residents",
        mark("Residents"),
        (Group("", (*_facts("residents", "increase_by_own_family"), "occupancy", NAMES)),),
        ("dwelling.residents",),
    ),
    Section(
        "facilities",
        mark("Bath, toilet and kitchen"),
        (
            Group(
                mark("Bath and toilet"), _facts("toilets", "showers", "sanitary_lockable", "others_sharing_sanitary")
            ),
            Group(
                mark("Kitchen and meals"),
                _facts(
                    "kitchen",
                    "kitchen_running_water",
                    "fridge",
                    "cooking",
                    "kitchen_space",
                    "dining_place",
                    "dining_table_chairs",
                    "others_sharing_kitchen",
                ),
            ),
        ),
        ("dwelling.toilets", "dwelling.showers", "dwelling.kitchen"),
    ),
    Section(
        "services",
        mark("Services and safety"),
        (
            Group(
                mark("Laundry, internet and information"),
                _facts(
                    "laundry_wash",
                    "laundry_dry",
                    "internet",
                    "cleaning_instruction",
                    "plan",
                    "plan_content",
                    "plan_available",
                ),
            ),
            Group(mark("Fire safety"), _facts("smoke_alarm", "fire_rules_met")),
        ),
        ("dwelling.smoke_alarm", "dwelling.laundry_wash", "dwelling.internet", "dwelling.cleaning_instruction"),
    ),
    Section(
        "work",
        mark("Work and rent"),
        (
            Group(
                mark("Work"),
                (
                    "work.workplaces",
                    *_part("work", "client_name", "client_cvr", "workers", "season", "season_text"),
                    *_facts("works_seasonal_weeks"),
                    "work.shifts",
                    *_facts("shift_work", "posted_workers", "agency_work"),
                ),
            ),
            Group(
                mark("Rent and wages"),
                (
                    *_facts("rent_per_day", "rent_per_week", "rent_per_month", "rent_currency"),
                    "rent.deducted",
                    "rent.deduction_base",
                    *_facts("rent_deduction_share"),
                    "rent.deduction_text",
                    *_facts("contract_written"),
                ),
            ),
        ),
        (
            "work.workplaces",
            "dwelling.rent_per_month|dwelling.rent_per_week|dwelling.rent_per_day",
            "rent.deducted",
            "dwelling.contract_written",
        ),
    ),
)
SECTION: dict[SectionKey, Section] = {section.key: section for section in SECTIONS}

FACT_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (group.heading, tuple(path.removeprefix("dwelling.") for path in group.asked if path.startswith("dwelling.")))
    for section in SECTIONS
    for group in section.groups
    if group.heading and section.key in ("dwelling", "facilities", "services") and group.heading != PERIOD
)
"""Facts of the dwelling under the headings below which they are shown; all others stand with the dwelling itself."""

STEPS: tuple[Step, ...] = (
    Step("place", mark("Employer and address"), ("employer", "address")),
    Step("housing", mark("The dwelling and its rooms"), ("dwelling", "rooms", "residents")),
    Step("facilities", mark("Facilities and services"), ("facilities", "services")),
    Step("work", mark("Work and rent"), ("work",)),
)
STEP: dict[str, Step] = {step.key: step for step in STEPS}
STEP_OF: dict[SectionKey, Step] = {key: step for step in STEPS for key in step.sections}

REQUIRED = frozenset(
    {
        "employer.name",
        "address.street",
        "address.house_number",
        "address.postcode",
        "period.starts_on",
        "dwelling.residents",
    }
)
"""Without these nothing can be submitted."""

ASKED = tuple(
    dict.fromkeys(
        path.removeprefix("dwelling.") for one in SECTIONS for path in one.asked if path.startswith("dwelling.")
    )
)
"""Every fact of the dwelling that the journey always asks for."""

NOT_ASKED = frozenset({"municipality_code", "inspection_notified", "register_content"})
"""Facts of the dwelling that an employer does not tell: found by the address, or on a visit."""


def also_asked(pack_ids: Sequence[str], local: Collection[str] = ()) -> tuple[str, ...]:
    """Facts that these rule packs need and the fixed sections do not ask for, in the order of the catalogue.

    ``local`` are paths that the own rules of municipalities need.
    """
    needed = set(local) | {path for pack_id in pack_ids for path in facts_needed(load_pack(pack_id))}
    return tuple(fact.key for fact in DWELLING_FACTS if fact.key in needed - set(ASKED) - NOT_ASKED)
