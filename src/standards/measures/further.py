"""Measures that other countries' rules and local values add: sizes, areas under a roof, living rooms, rent."""

import polars as pl

from standards.facts.choices import MEDICAL_STAFF
from standards.measures.dwelling import LIVING_USERS
from standards.measures.measure import Measure, per
from standards.measures.rooms import FURTHER_ROOM_MEASURES
from standards.text import Text

RESIDENTS = pl.col("residents")

_LOWEST = pl.coalesce(pl.col("lowest_ceiling_m"), pl.col("ceiling_listed_m"))
_KITCHEN = pl.coalesce(pl.col("kitchen_area_m2"), pl.col("kitchen_listed_m2"))
_BEDS = pl.coalesce(pl.col("beds_listed").cast(pl.Int64), RESIDENTS)

_DWELLINGS: tuple[Measure, ...] = (
    Measure(
        "dwelling.ceiling_m",
        "dwelling",
        "number",
        Text("Laveste loftshøjde", "Lowest ceiling"),
        "m",
        "lowest_ceiling_m (stated, or else the least ceiling_m of a complete list of habitable rooms)",
        "DK BR18",
        {"lowest_ceiling_m": _LOWEST},
        value=_LOWEST,
    ),
    Measure(
        "dwelling.sleeping_rooms",
        "dwelling",
        "number",
        Text("Antal soverum", "Number of sleeping rooms"),
        "room",
        "bedrooms and other rooms slept in, of a complete list of rooms",
        "LU: kitchen where there are two bedrooms",
        {"rooms": pl.col("sleeping_rooms_counted")},
        value=pl.col("sleeping_rooms_counted").cast(pl.Float64),
    ),
    Measure(
        "fire.escape_windows",
        "dwelling",
        "flag",
        Text("Flugtvej gennem vinduet i alle soverum", "Escape through the window of every sleeping room"),
        "",
        "escape_window of every sleeping room",
        "NO guidance: two escape routes where a window cannot be used",
        {"rooms.escape_window": pl.col("escape_windows")},
        value=pl.col("escape_windows"),
    ),
    Measure(
        "dwelling.mixed_sexes",
        "dwelling",
        "flag",
        Text("Både mænd og kvinder bor her", "Both men and women live here"),
        "",
        "0 < men < residents",
        "US-WA: fewest toilets",
        {"men": pl.col("men"), "residents": RESIDENTS},
        value=(pl.col("men") > 0) & (pl.col("men") < RESIDENTS),
    ),
    Measure(
        "living.exists",
        "dwelling",
        "flag",
        Text("Fælles opholdsrum findes", "There is a common living room"),
        "",
        "a room used for living is listed, or living_room is stated",
        "DE ASR A4.4, NO guidance, ILO R115",
        {"living_room": pl.col("living_exists")},
        value=pl.col("living_exists"),
    ),
    Measure(
        "living.room_area_m2",
        "dwelling",
        "number",
        Text("Opholdsrummenes areal", "Area of the living rooms"),
        "m2",
        "sum of area_m2 of the living rooms",
        "LU",
        {"rooms.area_m2": pl.col("living_area_m2")},
        value=pl.col("living_area_m2"),
    ),
    Measure(
        "living.free_movement_m2_per_person",
        "dwelling",
        "number",
        Text("Frit gulv pr. person i opholdsrummet", "Free floor per person in the living room"),
        "m2/person",
        "living_free_area_m2 / living_users (stated, or else residents)",
        "DE ASR A4.4",
        {"living_free_area_m2": pl.col("living_free_area_m2"), "residents": LIVING_USERS},
        value=per(pl.col("living_free_area_m2"), LIVING_USERS),
    ),
    Measure(
        "living.seats_per_person",
        "dwelling",
        "number",
        Text("Siddepladser pr. person i opholdsrummet", "Seats per person in the living room"),
        "number/person",
        "living_seats / living_users (stated, or else residents)",
        "DE ASR A4.4, LU",
        {"living_seats": pl.col("living_seats"), "residents": LIVING_USERS},
        value=per(pl.col("living_seats"), LIVING_USERS),
    ),
    Measure(
        "san.min_toilets",
        "dwelling",
        "number",
        Text("Antal toiletter", "Number of toilets"),
        "number",
        "toilets",
        "US 29 CFR 1910.142, US-WA, AE",
        {"toilets": pl.col("toilets")},
        value=pl.col("toilets").cast(pl.Float64),
    ),
    Measure(
        "san.min_basins",
        "dwelling",
        "number",
        Text("Antal håndvaske", "Number of basins"),
        "number",
        "basins",
        "US-WA",
        {"basins": pl.col("basins")},
        value=pl.col("basins").cast(pl.Float64),
    ),
    Measure(
        "kitchen.fridge_l_per_person",
        "dwelling",
        "number",
        Text("Køleskab, liter pr. person", "Fridge, litres per person"),
        "l/person",
        "fridge_litres / residents",
        "NL SNF",
        {"fridge_litres": pl.col("fridge_litres"), "residents": RESIDENTS},
        value=per(pl.col("fridge_litres"), RESIDENTS),
    ),
    Measure(
        "kitchen.area_m2",
        "dwelling",
        "number",
        Text("Køkkenets areal", "Area of the kitchen"),
        "m2",
        "kitchen_area_m2 (stated, or else the sum of the rooms used as kitchen)",
        "LU",
        {"kitchen_area_m2": _KITCHEN},
        value=_KITCHEN,
    ),
    Measure(
        "kitchen.kitchenette_dwelling_max_m2",
        "dwelling",
        "number",
        Text("Boligens areal, når der kun er tekøkken", "Area of a dwelling with only a kitchenette"),
        "m2",
        "area_m2",
        "DK BR18 § 203",
        {"area_m2": pl.col("area_m2")},
        value=pl.col("area_m2"),
    ),
    Measure(
        "fire.sleeping_places",
        "dwelling",
        "number",
        Text("Sovepladser", "Sleeping places"),
        "number",
        "beds of the sleeping rooms, or residents where beds are not known",
        "DK fire rules",
        {"residents": _BEDS},
        value=_BEDS.cast(pl.Float64),
    ),
    Measure(
        "isolation.beds",
        "dwelling",
        "number",
        Text("Senge til isolation pr. 1.000", "Isolation beds per 1,000"),
        "bed/1000",
        "1,000 * isolation_beds / residents",
        "SG",
        {"isolation_beds": pl.col("isolation_beds"), "residents": RESIDENTS},
        value=per(1000 * pl.col("isolation_beds"), RESIDENTS),
    ),
    Measure(
        "health.medical_staff",
        "dwelling",
        "number",
        Text("Sundhedspersonale (0 ingen, 1 sygeplejerske, 2 læge, 3 læge på stedet)", "Medical staff, 0 to 3"),
        "level",
        "0 none, 1 nurse, 2 doctor, 3 resident doctor",
        "QA",
        {"medical_staff": pl.col("medical_staff")},
        value=pl.col("medical_staff").replace_strict(
            {name: float(rank) for rank, name in enumerate(MEDICAL_STAFF)}, default=None, return_dtype=pl.Float64
        ),
    ),
    *(
        Measure(
            f"rent.max_per_{period}",
            "dwelling",
            "number",
            Text(f"Husleje pr. person pr. {da}", f"Rent per person and {period}"),
            f"money/{period}",
            f"rent_per_{period}, in the currency of the rule (rent_currency)",
            "UK offset, MY, NZ, CA-PE, QA",
            {f"rent_per_{period}": pl.col(f"rent_per_{period}")},
            value=pl.col(f"rent_per_{period}"),
        )
        for period, da in (("day", "dag"), ("week", "uge"), ("month", "måned"))
    ),
)

FURTHER_MEASURES: tuple[Measure, ...] = (*FURTHER_ROOM_MEASURES, *_DWELLINGS)
