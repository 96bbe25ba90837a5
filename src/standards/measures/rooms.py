"""Measures of rooms that other countries' rules and local values add: sizes, seats, sockets, windows, rotation."""

import polars as pl

from standards.measures.measure import Measure, per
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


FURTHER_ROOM_MEASURES: tuple[Measure, ...] = (
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
