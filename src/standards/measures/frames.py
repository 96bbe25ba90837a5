"""The two frames that measures read: one row per dwelling, one row per room.

`dwellings` has the column `dwelling` (a unique key, text) and any of the dwelling facts; `rooms` has `dwelling`, and
any of the room facts. A column that is absent is a fact that is unknown everywhere.

Instead of `dwelling`, `rooms` may have `dwelling_row`: the position of the dwelling in its frame, from 0. Then no
keys are compared, which for a million dwellings takes longer than to judge them; rooms in the order of their dwellings
are the fastest to read. A fact that is a choice may be text, or an Enum of the choices of the fact.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from standards.facts.catalogue import DWELLING_FACT, DWELLING_FACTS, ROOM_FACT, ROOM_FACTS
from standards.facts.fact import Fact
from standards.facts.known import DwellingFacts

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
ROW = "dwelling_row"
_NO_KEY = f"The frame needs the column {KEY!r} (the key of each dwelling)."
ROOMS = "rooms"
"""Stands among missing facts for: rooms are not, or not all, described."""


def _schema(facts: tuple[Fact, ...]) -> dict[str, pl.DataType]:
    return {KEY: pl.String()} | {fact.key: _TYPES[fact.kind] for fact in facts}


DWELLING_SCHEMA = _schema(DWELLING_FACTS)
ROOM_SCHEMA = _schema(ROOM_FACTS)
_CHOICES = {fact.key: pl.Enum(fact.choices) for fact in (*DWELLING_FACTS, *ROOM_FACTS) if fact.kind == "choice"}


def frames_of(
    facts: Sequence[DwellingFacts],
    *,
    dwelling_facts: Iterable[str] = tuple(DWELLING_FACT),
    room_facts: Iterable[str] = tuple(ROOM_FACT),
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay out facts as the two frames: all of them, or those that are named.

    A dwelling without a key gets its place in the sequence as key.
    """
    dwellings, rooms = frames_by_row(facts, dwelling_facts=dwelling_facts, room_facts=room_facts)
    return dwellings, rooms.select(dwellings[KEY].gather(rooms[ROW]), pl.exclude(ROW))


def frames_by_row(
    facts: Sequence[DwellingFacts], *, dwelling_facts: Iterable[str], room_facts: Iterable[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay out facts like `frames_of`, but each room with the row of its dwelling instead of its key."""
    keys = [str(index) if one.key is None else one.key for index, one in enumerate(facts)]
    dwellings = {KEY: keys} | {fact: [_cell(getattr(one, fact)) for one in facts] for fact in dwelling_facts}
    rooms = [room for one in facts for room in one.rooms]
    rows = {ROW: [row for row, one in enumerate(facts) for _ in one.rooms]}
    described = {fact: [getattr(room, fact) for room in rooms] for fact in room_facts}
    return _frame(dwellings, DWELLING_SCHEMA), _frame(rows | described, ROOM_SCHEMA | {ROW: pl.UInt32()})


def _frame(columns: Mapping[str, list[Any]], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame([pl.Series(name, values, dtype=schema[name]) for name, values in columns.items()])


def _cell(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def conform(
    frame: pl.DataFrame, schema: Mapping[str, pl.DataType], *, only: Sequence[str] | None = None, key: str = KEY
) -> pl.DataFrame:
    """Give a frame exactly the key and the facts of the schema (or `only` some); what is absent becomes unknown.

    Raises ValueError when the key is missing or a column holds something that is not of its kind.
    """
    if key not in frame.columns:
        raise ValueError(_NO_KEY)
    have = frame.schema
    strange = [
        pl.col(name).cast(schema[name])
        for name, kind in have.items()
        if kind not in (schema.get(name, kind), _CHOICES.get(name))
    ]
    try:
        frame = frame.with_columns(strange) if strange else frame
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"A column of facts has the wrong kind of value: {error}") from error
    wanted = [key, *((name for name in schema if name != KEY) if only is None else only)]
    absent = [pl.lit(None, dtype=schema[name]).alias(name) for name in wanted if name not in have]
    return frame.select(*(name for name in wanted if name in have), *absent)


def refuse_same_keys(dwellings: pl.DataFrame) -> None:
    """Raise ValueError when two dwellings have the same key, or there are no keys."""
    if KEY not in dwellings.columns:
        raise ValueError(_NO_KEY)
    if dwellings[KEY].n_unique() < dwellings.height:
        raise ValueError("Two dwellings have the same key: give each its own.")


def place_rooms(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> pl.DataFrame:
    """Give rooms the position of their dwelling (`dwelling_row`) and put them in the order of the dwellings.

    Rooms of dwellings that are not there are left out. Raises ValueError when a dwelling cannot be told from another.
    """
    rooms = _checked(rooms, dwellings.height) if ROW in rooms.columns else _found_by_key(dwellings, rooms)
    return rooms if rooms[ROW].is_sorted() else rooms.sort(ROW, maintain_order=True)


def _checked(rooms: pl.DataFrame, dwellings: int) -> pl.DataFrame:
    rows = rooms[ROW]
    if not rows.dtype.is_integer() or rows.null_count():
        raise ValueError(f"The column {ROW!r} must hold whole numbers: the position of the dwelling of each room.")
    low, high = rows.min(), rows.max()
    if isinstance(low, int) and isinstance(high, int) and (low < 0 or high >= dwellings):
        raise ValueError(f"The column {ROW!r} points to row {high if low >= 0 else low} of {dwellings} dwellings.")
    return rooms


def _found_by_key(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> pl.DataFrame:
    if KEY not in rooms.columns:
        raise ValueError(_NO_KEY)
    refuse_same_keys(dwellings)
    numbered = dwellings.select(pl.col(KEY).cast(pl.String)).with_row_index(ROW)
    keys = rooms.select(pl.col(KEY).cast(pl.String))
    rows = keys.join(numbered, on=KEY, how="left", maintain_order="left")[ROW]
    rooms = rooms.with_columns(rows)
    return rooms.filter(rows.is_not_null()) if rows.null_count() else rooms
