"""Which day's text of a rule pack governs a dwelling.

Most rules go by the day of the observation, never by that of a letter. Some go by the day the inspection began or the
housing was declared, which the case knows (`day_for`); some by the day the building was built or taken into use, or a
permit or licence applied for or given, which is a fact of each dwelling (`governing_day`). Where such a fact is not
known, the day of the observation is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from standards.facts.known import DwellingFacts
from standards.measures.frames import ROW
from standards.rules.pack import Pack


@dataclass(frozen=True)
class Dates:
    """The days of a case."""

    observed_on: date
    inspection_started_on: date | None = None
    declared_on: date | None = None


def day_for(pack: Pack, dates: Dates) -> date:
    """The day to assess by (`as_of`) in a case with these dates, by what the pack goes by."""
    by_case = {"inspection_start": dates.inspection_started_on, "declaration": dates.declared_on}
    return by_case.get(pack.governing_date) or dates.observed_on


def governing_day(pack: Pack, facts: DwellingFacts, as_of: date) -> date:
    """The day whose text of the pack governs this dwelling when it is assessed as of a day."""
    known = getattr(facts, pack.governing_fact) if pack.governing_fact else None
    return known if isinstance(known, date) else as_of


def text_day(pack: Pack, day: date) -> date:
    """One day for all days with the same text of the pack, so that a text is compiled once."""
    if not pack.changes:
        return day
    begun = [change for change in pack.changes if change <= day]
    return begun[-1] if begun else pack.changes[0] - timedelta(days=1)


def judge_by_text(
    dwellings: pl.DataFrame,
    rooms: pl.DataFrame,
    pack: Pack,
    as_of: date,
    judge: Callable[[pl.DataFrame, pl.DataFrame, date], pl.DataFrame],
) -> pl.DataFrame:
    """Judge each dwelling by the text that governs it; the rows come in the order of the dwellings.

    `judge` takes dwellings, their rooms (placed, see `standards.measures.frames.place_rooms`) and the day of their
    text, and gives as many rows for each dwelling, in their order.
    """
    fact = pack.governing_fact
    if fact is None or fact not in dwellings.columns or not pack.changes:
        return judge(dwellings, rooms, as_of)
    day = pl.col(fact).cast(pl.Date).fill_null(as_of)
    begun = pl.sum_horizontal((day >= change).cast(pl.Int32) for change in pack.changes)
    parts = dwellings.with_row_index(_PLACE).with_columns(begun.alias("begun")).partition_by("begun", include_key=False)
    if not parts:
        return judge(dwellings, rooms, as_of)
    found = []
    for part in parts:
        told = judge(
            part.drop(_PLACE),
            _rooms_of(part[_PLACE], rooms),
            text_day(pack, as_of if part[fact][0] is None else part[fact].cast(pl.Date)[0]),
        )
        places = np.repeat(part[_PLACE].to_numpy(), told.height // part.height)
        found.append(told.with_columns(pl.Series(_PLACE, places)))
    return pl.concat(found).sort(_PLACE, maintain_order=True).drop(_PLACE)


_PLACE = "place among all"


def _rooms_of(places: pl.Series, rooms: pl.DataFrame) -> pl.DataFrame:
    """The rooms of some dwellings (at these places in the frame of all), their rows those of a frame of only these."""
    numbered = pl.DataFrame({ROW: places}).with_row_index("row")
    its = rooms.with_columns(pl.col(ROW).cast(places.dtype)).join(numbered, on=ROW, maintain_order="left")
    return its.drop(ROW).rename({"row": ROW})
