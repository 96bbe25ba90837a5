"""Measures that other countries' rules and local values add: sizes, areas under a roof, living rooms, rent."""

import polars as pl

from standards.choices import MEDICAL_STAFF
from standards.measure import Measure, per, whole
from standards.measures_dwelling import LIVING_USERS
from standards.text import Text

RESIDENTS = pl.col("residents")
COUNTED_AREA = pl.col("area_m2") - pl.col("area_low_ceiling_m2").fill_null(0.0)
"""Floor area of a room; what lies under a ceiling of less than 1.5 m does not count where it is stated."""

_HEADROOM = pl.coalesce(pl.col("headroom_m"), pl.col("ceiling_m"))


def _of_room(*keys: str) -> dict[str, pl.Expr]:
    return {f"rooms.{key}": pl.col(key) for key in keys}


def _rotation() -> pl.Expr:
    """Hot-bedding as stated; where there is a bed for each, there is none."""
    enough = pl.when(pl.col("beds") >= RESIDENTS).then(pl.lit(False))
    return pl.coalesce(pl.col("hot_bedding"), enough)


_ROOMS: tuple[Measure, ...] = (
    Measure(
        "sleep.max_occupants",
        "room",
        "number",
        Text("Personer i soverummet", "Persons in the sleeping room"),
        "person",
        "residents of the sleeping room",
        "NO § 3A-2, DE ASR A4.4, IFC, SG",
        _of_room("residents"),
        value=RESIDENTS.cast(pl.Float64),
        inverse=lambda limit: whole(pl.lit(limit)),
    ),
    Measure(
        "sleep.area_by_occupancy_m2",
        "room",
        "number",
        Text("Soverummets areal efter belægning", "Area of the sleeping room by occupancy"),
        "m2",
        "area_m2 - area under a ceiling of less than 1.5 m",
        "UK HMO",
        _of_room("area_m2"),
        value=COUNTED_AREA,
    ),
    Measure(
        "sleep.counted_area_per_person_m2",
        "room",
        "number",
        Text("Soveareal pr. person uden lave dele", "Sleeping area per person without low parts"),
        "m2/person",
        "(area_m2 - area under a ceiling of less than 1.5 m) / residents",
        "US 20 CFR 654: floor under less than 5 ft is not counted",
        _of_room("area_m2", "residents"),
        value=per(COUNTED_AREA, RESIDENTS),
        inverse=lambda limit: whole(COUNTED_AREA / limit),
    ),
    Measure(
        "sleep.combined_area_per_person_m2",
        "room",
        "number",
        Text(
            "Areal pr. person, hvor der både soves, laves mad og opholdes",
            "Area per person where people sleep and cook",
        ),
        "m2/person",
        "area_m2 / residents; for rules that presuppose combined_use of the room",
        "US 29 CFR 1910.142, US 20 CFR 654, US-WA",
        _of_room("area_m2", "residents"),
        value=per(pl.col("area_m2"), RESIDENTS),
        inverse=lambda limit: whole(pl.col("area_m2") / limit),
    ),
    Measure(
        "sleep.headroom_m",
        "room",
        "number",
        Text("Fri højde i soverummet", "Free height in the sleeping room"),
        "m",
        "headroom_m (stated, or else ceiling_m)",
        "ILO, MLC",
        {"rooms.headroom_m": _HEADROOM},
        value=_HEADROOM,
    ),
    Measure(
        "sleep.bed_size_cm",
        "room",
        "size",
        Text("Sengens størrelse", "Size of the bed"),
        "cm",
        "bed_width_cm x bed_length_cm, each against its limit",
        "NL SNF, ILO, MLC",
        _of_room("bed_width_cm", "bed_length_cm"),
        sides=(pl.col("bed_width_cm"), pl.col("bed_length_cm")),
    ),
    Measure(
        "sleep.storage_size_m",
        "room",
        "size",
        Text("Skabets størrelse", "Size of the cupboard"),
        "m",
        "storage_width_m x storage_depth_m x storage_height_m, each against its limit",
        "MY 2020",
        _of_room("storage_width_m", "storage_depth_m", "storage_height_m"),
        sides=(pl.col("storage_width_m"), pl.col("storage_depth_m"), pl.col("storage_height_m")),
    ),
    Measure(
        "sleep.bed_area_m2",
        "room",
        "number",
        Text("Sengens areal", "Area of the bed"),
        "m2",
        "bed_width_cm * bed_length_cm / 10,000",
        "MY 2020",
        _of_room("bed_width_cm", "bed_length_cm"),
        value=pl.col("bed_width_cm") * pl.col("bed_length_cm") / 10_000,
    ),
    Measure(
        "sleep.seats_per_person",
        "room",
        "number",
        Text("Siddepladser pr. person i rummet", "Seats per person in the room"),
        "number/person",
        "seats / residents of the sleeping room",
        "DE ASR A4.4, AT § 37",
        _of_room("seats", "residents"),
        value=per(pl.col("seats"), RESIDENTS),
        inverse=lambda limit: whole(pl.col("seats") / limit),
    ),
    Measure(
        "sleep.socket_per_person",
        "room",
        "number",
        Text("Stikkontakter pr. person", "Sockets per person"),
        "number/person",
        "sockets / residents of the sleeping room",
        "NL SNF, AT § 37, SG",
        _of_room("sockets", "residents"),
        value=per(pl.col("sockets"), RESIDENTS),
        inverse=lambda limit: whole(pl.col("sockets") / limit),
    ),
    Measure(
        "sleep.hot_bedding",
        "room",
        "flag",
        Text("Flere deles om samme seng på skift", "Several share one bed in turns"),
        "",
        "stated; false where beds >= residents",
        "IFC, NO § 3A-2",
        _of_room("beds", "residents", "hot_bedding"),
        value=_rotation(),
    ),
    Measure(
        "env.window_floor_ratio",
        "room",
        "number",
        Text("Vinduesareal i forhold til gulv", "Window area to floor area"),
        "share",
        "window_area_m2 / area_m2",
        "DK BR18 § 379, IFC, US 29 CFR 1910.142",
        _of_room("window_area_m2", "area_m2"),
        value=per(pl.col("window_area_m2"), pl.col("area_m2")),
    ),
)

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
        inverse=lambda limit: whole(pl.col("fridge_litres") / limit),
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

FURTHER_MEASURES: tuple[Measure, ...] = (*_ROOMS, *_DWELLINGS)
