"""So many people in these rooms: the frames that the search tries, and one dwelling filled up."""

import polars as pl

from standards.capacity.limits import CLAIMS, Limits
from standards.capacity.search import MOST, NUMBER, SUBJECT
from standards.measures.frames import DWELLING_SCHEMA, KEY, ROOM_SCHEMA
from standards.measures.together import SLEEPING

PLACE = "place"
"""Number of a room within all rooms of the frame."""

POSITION = "position"
"""Number of a room within its dwelling."""

OWN = [pl.col(f"own_{thing}").fill_null(False) for thing in ("toilet", "shower")]


def sleeping_places(rooms: pl.DataFrame) -> pl.DataFrame:
    """Number the rooms (`place`) and keep those where people sleep, or can: bedrooms, and whatever is slept in."""
    within = pl.int_range(pl.len(), dtype=pl.Int64).over(KEY).alias(POSITION)
    return rooms.with_row_index(PLACE).with_columns(within).filter(SLEEPING.fill_null(False))


def single_rooms(
    dwellings: pl.DataFrame, places: pl.DataFrame, tried: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay out each room (`subject` is its place) as a dwelling of its own with `n` in it."""
    cells = tried.with_row_index("cell").join(places, left_on=SUBJECT, right_on=PLACE, how="inner")
    cells = cells.with_columns(pl.col(NUMBER).alias("residents"))
    rooms = cells.with_columns(pl.col("cell").cast(pl.String).alias("of"))
    told = cells.select("cell", KEY, "residents").join(dwellings.drop("residents"), on=KEY, how="left")
    return _as_frame(told, DWELLING_SCHEMA), _as_frame(rooms.with_columns(pl.col("of")), ROOM_SCHEMA)


def filled(
    dwellings: pl.DataFrame, rooms: pl.DataFrame, slots: pl.DataFrame, tried: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay out each dwelling (`subject` is its key) with `n` in it, placed in its slots from the first on.

    A dwelling without slots keeps its rooms as they are.
    """
    cells = tried.with_row_index("cell")
    told = cells.join(dwellings, left_on=SUBJECT, right_on=KEY, how="inner", maintain_order="left")
    fits = pl.col(NUMBER) <= pl.col("residents").fill_null(0)
    told = told.with_columns(pl.col(CLAIMS) & fits, _men().alias("men"), pl.col(NUMBER).alias("residents"))
    spots = cells.join(slots, left_on=SUBJECT, right_on=KEY, how="inner")
    share = (pl.col(NUMBER) - pl.col("before")).clip(0, pl.col("size")).sum().alias("share")
    placed = spots.group_by("cell", PLACE).agg(share)
    furnished = cells.join(rooms.with_row_index(PLACE), left_on=SUBJECT, right_on=KEY, how="inner")
    shared = furnished.join(placed, on=["cell", PLACE], how="left", maintain_order="left")
    has_slots = pl.col(SUBJECT).is_in(slots[KEY].unique().to_list())
    residents = pl.when(has_slots).then(pl.col("share").fill_null(0)).otherwise(pl.col("residents"))
    return _as_frame(told, DWELLING_SCHEMA), _as_frame(shared.with_columns(residents.alias("residents")), ROOM_SCHEMA)


def _men() -> pl.Expr:
    """Men among so many: where one sex lives alone it does so at any number, otherwise nobody can tell."""
    men, residents, number = pl.col("men"), pl.col("residents"), pl.col(NUMBER)
    return pl.when(men == residents).then(number).when((men == 0) | (number == residents)).then(men)


def _as_frame(cells: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    facts = [name for name in schema if name != KEY and name in cells.columns]
    return cells.select(pl.col("cell").cast(pl.String).alias(KEY), *facts)


def slots_of(dwellings: pl.DataFrame, places: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """Line up the places of each dwelling in the order in which they are filled.

    `places` has for each room `soft` (what every rule allows it) and `hard` (what it is allowed when the
    rules with exceptions are lifted). Rooms with a toilet or bath of their own come first, one person each,
    then up to what their fixture serves, for they leave the shared ones to the others; then the other
    rooms; then what exceptions add; then rooms from which there is no toilet, or no bath, to go to while there is
    from others; at last whoever fits nowhere, so that the rules tell. Rooms of a dwelling that describes only
    some get none.
    """
    whole = dwellings.filter(~pl.col("rooms_incomplete")).select(KEY, "toilets", "showers")
    everywhere = places.join(whole, on=KEY).sort(PLACE).with_columns(_lacking().alias("lacking"))
    stranded = pl.col("lacking") > pl.col("lacking").min().over(KEY)
    rooms = everywhere.filter(~stranded)
    own, both = OWN[0] | OWN[1], OWN[0] & OWN[1]
    served = pl.min_horizontal("soft", pl.lit(limits.fixture_limit or MOST))
    soft, hard = pl.col("soft"), pl.max_horizontal("soft", "hard")
    first = pl.min_horizontal(soft, pl.lit(1))
    layers = [
        rooms.filter(both).with_columns(first.alias("size")),
        rooms.filter(own & ~both).with_columns(first.alias("size")),
        rooms.filter(own).with_columns((served - 1).clip(lower_bound=0).alias("size")),
        rooms.filter(~own).with_columns(soft.alias("size")),
        rooms.filter(own).with_columns((soft - pl.max_horizontal(served, first)).alias("size")),
        rooms.with_columns((hard - soft).alias("size")),
        everywhere.filter(stranded).sort("lacking", PLACE).with_columns(hard.alias("size")),
        everywhere.sort("lacking", own, PLACE)
        .unique(KEY, keep="first", maintain_order=True)
        .with_columns(pl.lit(MOST, dtype=pl.Int64).alias("size")),
    ]
    lined = [layer.select(KEY, PLACE, pl.col("size").cast(pl.Int64)) for layer in layers]
    before = (pl.col("size").cum_sum() - pl.col("size")).over(KEY).alias("before")
    return pl.concat(lined).with_columns(before).filter(pl.col("size") > 0)


def _lacking() -> pl.Expr:
    """Count what a room has no way to, toilet or bath: it has none, and all there are belong to other rooms."""
    return pl.sum_horizontal(
        (~own & (pl.col(plural) <= own.sum().over(KEY))).fill_null(False).cast(pl.Int8)
        for own, plural in zip(OWN, ("toilets", "showers"), strict=True)
    )
