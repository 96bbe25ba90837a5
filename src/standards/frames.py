"""The two frames that measures read: one row per dwelling, one row per room.

`dwellings` has the column `dwelling` (a unique key, text) and any of the dwelling facts; `rooms` has
`dwelling`, and any of the room facts. A column that is absent is a fact that is unknown everywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from standards.catalogue import DWELLING_FACT, DWELLING_FACTS, ROOM_FACT, ROOM_FACTS
from standards.columns import Step
from standards.fact import Fact
from standards.facts import DwellingFacts

_TYPES: dict[str, pl.DataType] = {
    "bool": pl.Boolean(),
    "int": pl.Int64(),
    "number": pl.Float64(),
    "text": pl.String(),
    "choice": pl.String(),
    "date": pl.Date(),
    "list": pl.List(pl.String()),
}

KEY = "dwelling"
_NO_KEY = f"The frame needs the column {KEY!r} (the key of each dwelling)."
ROOMS = "rooms"
"""Stands among missing facts for: rooms are not, or not all, described."""


def _schema(facts: tuple[Fact, ...]) -> dict[str, pl.DataType]:
    return {KEY: pl.String()} | {fact.key: _TYPES[fact.kind] for fact in facts}


DWELLING_SCHEMA = _schema(DWELLING_FACTS)
ROOM_SCHEMA = _schema(ROOM_FACTS)


def frames_of(
    facts: Sequence[DwellingFacts],
    *,
    dwelling_facts: Iterable[str] = tuple(DWELLING_FACT),
    room_facts: Iterable[str] = tuple(ROOM_FACT),
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay out facts as the two frames: all of them, or those that are named.

    A dwelling without a key gets its place in the sequence as key.
    """
    keys = [str(index) if one.key is None else one.key for index, one in enumerate(facts)]
    dwellings = {KEY: keys} | {fact: [_cell(getattr(one, fact)) for one in facts] for fact in dwelling_facts}
    placed = [(key, room) for key, one in zip(keys, facts, strict=True) for room in one.rooms]
    rooms = {KEY: [key for key, _ in placed]} | {
        fact: [getattr(room, fact) for _, room in placed] for fact in room_facts
    }
    return _frame(dwellings, DWELLING_SCHEMA), _frame(rooms, ROOM_SCHEMA)


def _frame(columns: Mapping[str, list[Any]], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame([pl.Series(name, values, dtype=schema[name]) for name, values in columns.items()])


def _cell(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def conform(
    frame: pl.DataFrame, schema: Mapping[str, pl.DataType], *, only: Sequence[str] | None = None
) -> pl.DataFrame:
    """Give a frame exactly the key and the facts of the schema (or `only` some); what is absent becomes unknown.

    Raises ValueError when the key is missing or a column holds something that is not of its kind.
    """
    if KEY not in frame.columns:
        raise ValueError(_NO_KEY)
    have = frame.schema
    strange = [pl.col(name).cast(schema[name]) for name, kind in have.items() if schema.get(name, kind) != kind]
    try:
        frame = frame.with_columns(strange) if strange else frame
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"A column of facts has the wrong kind of value: {error}") from error
    wanted = [*schema] if only is None else [KEY, *only]
    absent = [pl.lit(None, dtype=schema[name]).alias(name) for name in wanted if name not in have]
    return frame.select(*(name for name in wanted if name in have), *absent)


def refuse_same_keys(dwellings: pl.DataFrame) -> None:
    """Raise ValueError when two dwellings have the same key, or there are no keys."""
    if KEY not in dwellings.columns:
        raise ValueError(_NO_KEY)
    if dwellings[KEY].n_unique() < dwellings.height:
        raise ValueError("Two dwellings have the same key: give each its own.")


def prepare(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Conform both frames, name nameless rooms, and add to each dwelling what its rooms say together."""
    rooms = conform(rooms, ROOM_SCHEMA)
    if rooms["name"].null_count():
        place = pl.int_range(1, pl.len() + 1).over(KEY).cast(pl.String)
        rooms = rooms.with_columns(pl.col("name").fill_null("Rum " + place))
    dwellings = conform(dwellings, DWELLING_SCHEMA)
    refuse_same_keys(dwellings)
    dwellings = dwellings.join(rooms.group_by(KEY).agg(SUMS), on=KEY, how="left", maintain_order="left")
    for step in COMPLETED:
        dwellings = dwellings.with_columns(step)
    return dwellings, rooms


SLEEPING = (
    pl.when(pl.col("use").is_null())
    .then((pl.col("residents") > 0) | (pl.col("beds") > 0))
    .otherwise(
        (pl.col("use") == "bedroom")
        | (pl.col("residents") > 0).fill_null(False)
        | (pl.col("beds") > 0).fill_null(False)
    )
)
"""A room where people sleep: a bedroom, or any room with residents or beds in it.

Null: its use is unknown.
"""

HABITABLE = pl.col("use").is_in(["bedroom", "living"])
"""Beboelsesrum: bedrooms and living rooms count, kitchens and bathrooms do not. Null: its use is unknown."""

LODGING = HABITABLE | SLEEPING
"""A room that counts as habitable, or is used for sleeping whatever it is called."""


def _sum_if_all_known(values: pl.Expr) -> pl.Expr:
    return pl.when((values.len() > 0) & ~values.is_null().any()).then(values.sum())


def _least_if_all_known(values: pl.Expr) -> pl.Expr:
    return pl.when((values.len() > 0) & ~values.is_null().any()).then(values.min())


def _own(thing: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Rooms with an own toilet (or shower): how many, how many live there, the most that share one."""
    residents = pl.col("residents").filter(pl.col(f"own_{thing}").fill_null(False))
    return (
        residents.is_not_null().sum().alias(f"own_{thing}_rooms"),
        residents.sum().alias(f"own_{thing}_residents"),
        residents.max().fill_null(0).alias(f"own_{thing}_most"),
    )


_LIVING = pl.col("use") == "living"
_SLEPT_IN = SLEEPING.fill_null(True)

SUMS: Step = (
    pl.len().alias("rooms_listed"),
    HABITABLE.sum().alias("habitable_listed"),
    HABITABLE.is_null().any().alias("use_unknown"),
    _SLEPT_IN.sum().alias("sleeping_rooms"),
    pl.col("residents").sum().alias("placed"),
    (pl.col("residents").is_null() & _SLEPT_IN).any().alias("placing_unknown"),
    _sum_if_all_known(pl.col("area_m2").filter(_LIVING)).alias("living_area_m2"),
    _LIVING.any(ignore_nulls=False).alias("living_listed"),
    _sum_if_all_known(pl.col("area_m2").filter(pl.col("use") == "kitchen")).alias("kitchen_listed_m2"),
    _least_if_all_known(pl.col("ceiling_m").filter(HABITABLE.fill_null(True))).alias("ceiling_listed_m"),
    _sum_if_all_known(pl.col("beds").filter(_SLEPT_IN)).alias("beds_listed"),
    pl.col("residents").filter(_SLEPT_IN).max().alias("most_listed"),
    pl.col("escape_window").filter(_SLEPT_IN).all(ignore_nulls=False).alias("escape_windows_listed"),
    *(part for thing in ("toilet", "shower") for part in _own(thing)),
)
"""What the rooms of a dwelling say together: columns added to the dwelling (null: no room is described)."""

_COUNTED = ("rooms_listed", *(name for one in SUMS if (name := one.meta.output_name()).startswith("own_")))
_INCOMPLETE = ~pl.col("placing_unknown") & (pl.col("placed") < pl.col("residents"))
_ALL_LISTED = ~pl.col("rooms_incomplete") & (pl.col("rooms_listed") > 0)
_ALL_COUNTED = _ALL_LISTED & ~pl.col("use_unknown")

COMPLETED: tuple[Step, ...] = (
    tuple(pl.col(name).fill_null(0) for name in _COUNTED),
    (_INCOMPLETE.fill_null(False).alias("rooms_incomplete"),),
    (
        pl.col("habitable_rooms").fill_null(pl.when(_ALL_COUNTED).then(pl.col("habitable_listed")).cast(pl.Int64)),
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
"""Steps after `SUMS`: whether all rooms are described; what follows from them where it is not stated.

A list of rooms is taken as complete unless it places fewer persons than live in the dwelling.
"""
