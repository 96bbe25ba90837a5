"""What the rooms of a dwelling say together, and what follows from it where it is not stated."""

from collections.abc import Sequence

import polars as pl

from standards.measures.columns import Step
from standards.measures.folding import Bounds, Fold, fold_rooms
from standards.measures.frames import DWELLING_SCHEMA, KEY, ROOM_SCHEMA, ROW, conform, place_rooms, refuse_same_keys

SLEEPING = pl.col("slept_in")
"""A room where people sleep: a bedroom, or any room with residents or beds in it.

Null: its use is unknown.
"""

HABITABLE = pl.col("habitable")
"""Beboelsesrum: bedrooms and living rooms count, kitchens and bathrooms do not. Null: its use is unknown."""

LODGING = HABITABLE | SLEEPING
"""A room that counts as habitable, or is used for sleeping whatever it is called."""

_PEOPLED = (pl.col("residents") > 0) | (pl.col("beds") > 0)

ROOMS_COMPLETED: Step = (
    pl.coalesce((pl.col("use") == "bedroom") | _PEOPLED.fill_null(False), _PEOPLED).alias("slept_in"),
    ((pl.col("use") == "bedroom") | (pl.col("use") == "living")).alias("habitable"),
)
"""Columns added to rooms before all others."""

_LIVING = pl.col("use") == "living"
_KITCHEN = pl.col("use") == "kitchen"
_SLEPT_IN = SLEEPING.fill_null(True)
_ESCAPE = pl.col("escape_window")


def _if_all_known(name: str, where: pl.Expr, values: pl.Expr) -> Fold:
    """Add up where all is known: one unknown makes it no number."""
    known = values.cast(pl.Float64).fill_null(float("nan"))
    return Fold(name, "sum", pl.when(where).then(known).otherwise(0.0))


def _own(thing: str) -> tuple[Fold, Fold, Fold]:
    """Rooms with an own toilet (or shower): how many, how many live there, the most that share one."""
    residents = pl.when(pl.col(f"own_{thing}")).then(pl.col("residents"))
    return (
        Fold(f"own_{thing}_rooms", "count", residents.is_not_null()),
        Fold(f"own_{thing}_residents", "sum", residents),
        Fold(f"own_{thing}_most", "max", residents),
    )


FOLDS: tuple[Fold, ...] = (
    Fold("habitable_listed", "count", HABITABLE),
    Fold("use_unknown", "any", pl.col("use").is_null()),
    Fold("sleeping_rooms", "count", _SLEPT_IN),
    Fold("placed", "sum", pl.col("residents")),
    Fold("placing_unknown", "any", pl.col("residents").is_null() & _SLEPT_IN),
    Fold("living_rooms", "count", _LIVING),
    _if_all_known("living_sum_m2", _LIVING, pl.col("area_m2")),
    Fold("kitchens", "count", _KITCHEN),
    _if_all_known("kitchen_sum_m2", _KITCHEN, pl.col("area_m2")),
    Fold(
        "ceiling_listed_m",
        "min",
        pl.when(HABITABLE.fill_null(True)).then(pl.col("ceiling_m").fill_null(float("nan"))),
    ),
    _if_all_known("beds_sum", _SLEPT_IN, pl.col("beds")),
    Fold("most_listed", "max", pl.when(_SLEPT_IN).then(pl.col("residents"))),
    Fold("escape_shut", "any", _SLEPT_IN & ~_ESCAPE),
    Fold("escape_unknown", "any", _SLEPT_IN & _ESCAPE.is_null()),
    *(part for thing in ("toilet", "shower") for part in _own(thing)),
)
"""Columns added to the dwelling (null: no room is described)."""

_COUNTED = ("rooms_listed", *(one.name for one in FOLDS if one.name.startswith("own_")))
_INCOMPLETE = ~pl.col("placing_unknown") & (pl.col("placed") < pl.col("residents"))
_ALL_LISTED = ~pl.col("rooms_incomplete") & (pl.col("rooms_listed") > 0)
_ALL_COUNTED = _ALL_LISTED & ~pl.col("use_unknown")


def _summed(name: str, total: str, rooms: str) -> pl.Expr:
    """The sum, where there is such a room and all is known."""
    there = (pl.col(rooms) > 0) & pl.col(total).is_not_nan()
    return pl.when(there).then(pl.col(total)).alias(name)


COMPLETED: tuple[Step, ...] = (
    (
        *(pl.col(name).fill_null(0) for name in _COUNTED),
        _summed("living_area_m2", "living_sum_m2", "living_rooms"),
        _summed("kitchen_listed_m2", "kitchen_sum_m2", "kitchens"),
        _summed("beds_listed", "beds_sum", "sleeping_rooms"),
        ((pl.col("living_rooms") > 0) | pl.when(pl.col("use_unknown")).then(None).otherwise(False)).alias(
            "living_listed"
        ),
        pl.when(pl.col("escape_shut"))
        .then(False)
        .when(~pl.col("escape_unknown"))
        .then(True)
        .alias("escape_windows_listed"),
    ),
    (_INCOMPLETE.fill_null(False).alias("rooms_incomplete"),),
    (
        pl.col("habitable_rooms").fill_null(pl.when(_ALL_COUNTED).then(pl.col("habitable_listed"))),
        pl.when(_ALL_LISTED).then(pl.col("ceiling_listed_m")).alias("ceiling_listed_m"),
        pl.when(_ALL_LISTED).then(pl.col("sleeping_rooms")).alias("sleeping_rooms_counted"),
        pl.when(_ALL_LISTED | ~pl.col("escape_windows_listed")).then("escape_windows_listed").alias("escape_windows"),
        pl.coalesce(
            "most_in_one_room", pl.when(_ALL_LISTED & ~pl.col("placing_unknown")).then(pl.col("most_listed"))
        ).alias("most_in_one_room"),
        pl.coalesce(
            pl.when(pl.col("living_listed")).then(True),
            "living_room",
            pl.when(_ALL_LISTED).then(pl.col("living_listed")),
        ).alias("living_exists"),
    ),
)
"""Steps after the folds: whether all rooms are described; what follows from them where it is not stated.

A list of rooms is taken as complete unless it places fewer persons than live in the dwelling.
"""


def add_folded(dwellings: pl.DataFrame, rows: pl.Series, rooms: pl.DataFrame, folds: Sequence[Fold]) -> pl.DataFrame:
    """Add to dwellings what their rooms say together: `rooms` holds the columns to fold, `rows` whose each is."""
    bounds = Bounds.of(rows, dwellings.height)
    return dwellings.hstack([pl.Series("rooms_listed", bounds.counts), *fold_rooms(rooms, folds, bounds)])


def prepare(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Conform both frames, name nameless rooms, and add to each dwelling what its rooms say together."""
    refuse_same_keys(dwellings)
    rooms = conform(place_rooms(dwellings, rooms), ROOM_SCHEMA, key=ROW)
    dwellings = conform(dwellings, DWELLING_SCHEMA)
    rooms = rooms.with_columns(dwellings[KEY].gather(rooms[ROW]), *ROOMS_COMPLETED)
    if rooms["name"].null_count():
        place = pl.int_range(1, pl.len() + 1).over(KEY).cast(pl.String)
        rooms = rooms.with_columns(pl.col("name").fill_null("Rum " + place))
    dwellings = add_folded(dwellings, rooms[ROW], rooms.select(one.column for one in FOLDS), FOLDS)
    for step in COMPLETED:
        dwellings = dwellings.with_columns(step)
    return dwellings, rooms.drop(ROW)
