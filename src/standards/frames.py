"""The two frames that measures read: one row per dwelling, one row per room.

`dwellings` has the column `dwelling` (a unique key, text) and any of the dwelling facts; `rooms` has
`dwelling`, and any of the room facts. A column that is absent is a fact that is unknown everywhere.
"""

from collections.abc import Sequence

import polars as pl

from standards.catalogue import DWELLING_FACTS, ROOM_FACTS
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
ROOMS = "rooms"
"""Stands among missing facts for: rooms are not, or not all, described."""


def _schema(facts: tuple[Fact, ...]) -> dict[str, pl.DataType]:
    return {KEY: pl.String()} | {fact.key: _TYPES[fact.kind] for fact in facts}


DWELLING_SCHEMA = _schema(DWELLING_FACTS)
ROOM_SCHEMA = _schema(ROOM_FACTS)


def frames_of(facts: Sequence[DwellingFacts]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay out facts as the two frames. A dwelling without a key gets its place in the sequence as key."""
    keys = [str(index) if one.key is None else one.key for index, one in enumerate(facts)]
    dwellings = {KEY: keys} | {fact.key: [_cell(getattr(one, fact.key)) for one in facts] for fact in DWELLING_FACTS}
    placed = [(key, room) for key, one in zip(keys, facts, strict=True) for room in one.rooms]
    rooms = {KEY: [key for key, _ in placed]} | {
        fact.key: [getattr(room, fact.key) for _, room in placed] for fact in ROOM_FACTS
    }
    return pl.DataFrame(dwellings, schema=DWELLING_SCHEMA), pl.DataFrame(rooms, schema=ROOM_SCHEMA)


def _cell(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def conform(frame: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Give a frame exactly the columns of the schema; what is absent becomes unknown.

    Raises ValueError when the key is missing or a column holds something that is not of its kind.
    """
    if KEY not in frame.columns:
        raise ValueError(f"The frame needs the column {KEY!r} (the key of each dwelling).")
    columns = [
        pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in schema.items()
    ]
    try:
        return frame.select(columns)
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"A column of facts has the wrong kind of value: {error}") from error


def prepare(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Conform both frames, name nameless rooms, and add to each dwelling what its rooms say together."""
    rooms = conform(rooms, ROOM_SCHEMA)
    if rooms["name"].null_count():
        place = pl.int_range(1, pl.len() + 1).over(KEY).cast(pl.String)
        rooms = rooms.with_columns(pl.col("name").fill_null("Rum " + place))
    dwellings = conform(dwellings, DWELLING_SCHEMA)
    if dwellings[KEY].is_duplicated().any():
        raise ValueError("Two dwellings have the same key: give each its own.")
    summed = dwellings.join(_sums(rooms), on=KEY, how="left", maintain_order="left")
    return _completed(summed), rooms


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


def _sums(rooms: pl.DataFrame) -> pl.DataFrame:
    living = pl.col("use") == "living"
    sleeping = SLEEPING.fill_null(True)
    return rooms.group_by(KEY).agg(
        pl.len().alias("rooms_listed"),
        HABITABLE.sum().alias("habitable_listed"),
        HABITABLE.is_null().any().alias("use_unknown"),
        sleeping.sum().alias("sleeping_rooms"),
        pl.col("residents").sum().alias("placed"),
        pl.col("residents").filter(sleeping).is_null().any().alias("placing_unknown"),
        _sum_if_all_known(pl.col("area_m2").filter(living)).alias("living_area_m2"),
        living.any(ignore_nulls=False).alias("living_listed"),
        _sum_if_all_known(pl.col("area_m2").filter(pl.col("use") == "kitchen")).alias("kitchen_listed_m2"),
        _least_if_all_known(pl.col("ceiling_m").filter(HABITABLE.fill_null(True))).alias("ceiling_listed_m"),
        _sum_if_all_known(pl.col("beds").filter(sleeping)).alias("beds_listed"),
        *(part for thing in ("toilet", "shower") for part in _own(thing)),
    )


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


def _completed(dwellings: pl.DataFrame) -> pl.DataFrame:
    """Tell if all rooms are described; count habitable rooms from them where their number is not stated.

    A list of rooms is taken as complete unless it places fewer persons than live in the dwelling.
    """
    counts = [name for name in dwellings.columns if name.startswith("own_")]
    dwellings = dwellings.with_columns(pl.col(counts).fill_null(0), pl.col("rooms_listed").fill_null(0))
    short = ~pl.col("placing_unknown") & (pl.col("placed") < pl.col("residents"))
    dwellings = dwellings.with_columns(short.fill_null(False).alias("rooms_incomplete"))
    counted = ~pl.col("rooms_incomplete") & ~pl.col("use_unknown") & (pl.col("rooms_listed") > 0)
    derived = pl.when(counted).then(pl.col("habitable_listed")).cast(pl.Int64)
    all_listed = ~pl.col("rooms_incomplete") & (pl.col("rooms_listed") > 0)
    return dwellings.with_columns(
        pl.col("habitable_rooms").fill_null(derived),
        pl.when(all_listed).then(pl.col("ceiling_listed_m")).alias("ceiling_listed_m"),
        pl.coalesce(
            pl.when(pl.col("living_listed")).then(True),
            "living_room",
            pl.when(all_listed).then(pl.col("living_listed")),
        ).alias("living_exists"),
    )
