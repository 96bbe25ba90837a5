"""Capacity over frames: rooms filled one by one, dwellings filled as a whole, and what each rule makes of it."""

from dataclasses import replace
from datetime import date

import polars as pl

from standards.capacity.limits import Limits, bases_of, limits_of
from standards.capacity.placing import PLACE, POSITION, filled, single_rooms, sleeping_places, slots_of
from standards.capacity.search import MISSING, MOST, NUMBER, OUTCOME, RULE, SUBJECT, greatest_allowed
from standards.engine.judging import assess_frames, outcome_frames
from standards.engine.outcome import OUTCOMES
from standards.facts.known import DwellingFacts
from standards.measures.frames import KEY, ROOMS, frames_of
from standards.measures.together import prepare
from standards.rules.pack import Pack
from standards.rules.requirement import Basis

_ALLOWED = {RULE: pl.String(), "sure": pl.Int64(), "most": pl.Int64(), MISSING: pl.List(pl.String())}
_UNKNOWN = (pl.col("sure") == 0) & (pl.col(MISSING).list.len() > 0)
"""Not even one person is known to be lawful, for want of facts."""


def capacity_frames(
    dwellings: pl.DataFrame, rooms: pl.DataFrame, pack: Pack, *, as_of: date, room_cap_basis: Basis | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Compute what each requirement allows, for many dwellings (frames as in `standards.measures.frames`).

    A rule open to two readings is taken in the one of `room_cap_basis`, or else the lenient one. Returns two
    frames. Per dwelling and requirement that limits its residents: `dwelling`, `requirement_id`, `persons`
    (by this rule alone; null: not known), `together` (with all rules on rooms heeded at once: the least of a
    dwelling is its capacity), `missing` (paths of facts). Per room where people sleep and a rule limits
    rooms: `dwelling`, `place` (its position, from 0), `name`, `persons`, `binding`, `missing`.
    """
    limits = limits_of(pack, as_of, room_cap_basis or bases_of(pack, as_of)[0])
    dwellings, rooms = prepare(dwellings, rooms)
    rooms = _with_the_unlisted(dwellings, rooms)
    alone, places = _with_caps(dwellings, sleeping_places(rooms), limits, as_of)
    whole = _filled_up(dwellings, rooms, slots_of(dwellings, places, limits), limits, as_of)
    by_rule = _by_rule(whole, dwellings, places, alone, limits)
    return by_rule, _by_room(by_rule, places, alone, limits)


def _with_the_unlisted(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> pl.DataFrame:
    """Add to dwellings that describe only some of their rooms one of which nothing is known.

    However few people are tried there, the list must not pass for a whole one.
    """
    partly = dwellings.filter("rooms_incomplete").select(KEY, pl.lit("?").alias("name"))
    return pl.concat([rooms, partly], how="diagonal")


def _with_caps(
    dwellings: pl.DataFrame, places: pl.DataFrame, limits: Limits, as_of: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What each rule allows in each room, and the rooms with the caps that follow."""
    alone = _rooms_alone(dwellings, places, limits, as_of)
    capped = places.join(_caps(alone, limits), on=PLACE, how="left", maintain_order="left")
    return alone, capped.with_columns(pl.col("soft", "hard").fill_null(MOST))


def _rooms_alone(dwellings: pl.DataFrame, places: pl.DataFrame, limits: Limits, as_of: date) -> pl.DataFrame:
    """What each rule on rooms allows in each room (`place`); of rooms that are alike one is tried for all."""
    if places.is_empty() or not limits.rooms.requirements:
        return pl.DataFrame(schema={PLACE: places.schema[PLACE], **_ALLOWED})

    def attempt(tried: pl.DataFrame) -> pl.DataFrame:
        return _outcomes(tried, single_rooms(dwellings, places, tried), limits.rooms, as_of)

    def explain(tried: pl.DataFrame) -> pl.DataFrame:
        return _explained(tried, single_rooms(dwellings, places, tried), limits.rooms, as_of)

    alike = [name for name in places.columns if name not in (PLACE, POSITION, "name")]
    each = places.select(PLACE, pl.col(PLACE).min().over(alike).alias(SUBJECT))
    found = greatest_allowed(each[SUBJECT].unique(maintain_order=True), attempt, explain)
    return each.join(found, on=SUBJECT, maintain_order="left_right").drop(SUBJECT)


def _filled_up(
    dwellings: pl.DataFrame, rooms: pl.DataFrame, slots: pl.DataFrame, limits: Limits, as_of: date
) -> pl.DataFrame:
    """What each rule allows in each dwelling (its key), filled up in the order of its slots."""
    if dwellings.is_empty() or not limits.whole.requirements:
        return pl.DataFrame(schema={KEY: pl.String(), **_ALLOWED})

    def attempt(tried: pl.DataFrame) -> pl.DataFrame:
        return _outcomes(tried, filled(dwellings, rooms, slots, tried), limits.whole, as_of)

    def explain(tried: pl.DataFrame) -> pl.DataFrame:
        return _explained(tried, filled(dwellings, rooms, slots, tried), limits.whole, as_of)

    return greatest_allowed(dwellings[KEY], attempt, explain).rename({SUBJECT: KEY})


def _outcomes(tried: pl.DataFrame, frames: tuple[pl.DataFrame, pl.DataFrame], pack: Pack, as_of: date) -> pl.DataFrame:
    rules = [rule.id for rule in pack.requirements]
    found = outcome_frames(*frames, pack, as_of=as_of).select(pl.col(KEY).cast(pl.UInt32).alias("cell"), *rules)
    told = tried.with_row_index("cell").join(found, on="cell", maintain_order="left")
    columns = [pl.struct(pl.lit(rule).alias(RULE), pl.col(rule).alias(OUTCOME)) for rule in rules]
    each = told.select(SUBJECT, NUMBER, pl.concat_list(columns).alias("each")).explode("each").unnest("each")
    words = pl.col(OUTCOME).replace_strict(range(len(OUTCOMES.categories)), list(OUTCOMES.categories))
    return each.select(SUBJECT, RULE, NUMBER, words.cast(pl.String).alias(OUTCOME))


def _explained(tried: pl.DataFrame, frames: tuple[pl.DataFrame, pl.DataFrame], pack: Pack, as_of: date) -> pl.DataFrame:
    found = assess_frames(*frames, pack, as_of=as_of).select(
        pl.col(KEY).cast(pl.UInt32).alias("cell"), RULE, pl.col(OUTCOME).cast(pl.String), MISSING
    )
    return (
        tried.with_row_index("cell")
        .join(found, on="cell", maintain_order="left")
        .select(SUBJECT, RULE, NUMBER, OUTCOME, MISSING)
    )


def _caps(alone: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """The most in each room by every rule (`soft`), and by those that nothing lifts (`hard`)."""
    firm = ~pl.col(RULE).is_in(list(limits.soft))
    return alone.group_by(PLACE).agg(
        pl.col("most").min().alias("soft"), pl.col("most").filter(firm).min().alias("hard")
    )


def _by_rule(
    whole: pl.DataFrame, dwellings: pl.DataFrame, places: pl.DataFrame, alone: pl.DataFrame, limits: Limits
) -> pl.DataFrame:
    """What each rule allows by itself: on rooms the sum over them, or more where an exception carries it."""
    sure = pl.when(_UNKNOWN).then(None).otherwise(pl.col("sure"))
    added = (
        alone.join(places.select(PLACE, KEY), on=PLACE)
        .with_columns(sure)
        .group_by(KEY, RULE)
        .agg(pl.when(pl.col("sure").is_not_null().all()).then(pl.col("sure").sum()).alias("added"))
    )
    told = whole.join(added, on=[KEY, RULE], how="left", maintain_order="left").join(
        dwellings.select(KEY, "rooms_incomplete"), on=KEY, how="left", maintain_order="left"
    )
    on_rooms = [rule.id for rule in limits.rooms.requirements]
    partly = pl.col("rooms_incomplete") & pl.col(RULE).is_in(on_rooms)
    known = pl.when(partly | _UNKNOWN).then(None)
    missing = pl.when(partly).then(pl.lit([ROOMS], dtype=pl.List(pl.String))).otherwise(pl.col(MISSING))
    return told.select(
        KEY,
        RULE,
        known.otherwise(pl.max_horizontal("sure", "added")).alias("persons"),
        known.otherwise(pl.col("sure")).alias("together"),
        missing.alias(MISSING),
    ).filter(pl.col("persons").is_null() | (pl.col("persons") < MOST))


def _by_room(by_rule: pl.DataFrame, places: pl.DataFrame, alone: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """How many may sleep in each room; a rule that an exception lifts at full capacity does not bind there."""
    capacity = by_rule.group_by(KEY).agg(pl.col("together").min().alias("capacity"))
    together = places.group_by(KEY).agg(pl.col("soft").sum().alias("fits"))
    lifted = capacity.join(together, on=KEY).filter(pl.col("capacity") > pl.col("fits"))[KEY]
    told = alone.join(places.select(PLACE, KEY, POSITION, "name"), on=PLACE, maintain_order="left")
    binds = ~(pl.col(KEY).is_in(lifted.to_list()) & pl.col(RULE).is_in(list(limits.soft)))
    known = told.filter(binds).with_columns(pl.when(_UNKNOWN).then(None).otherwise(pl.col("sure")).alias("sure"))
    least = pl.col("sure").min()
    rows = known.group_by(PLACE, KEY, POSITION, "name").agg(
        least.alias("persons"),
        pl.col(RULE).filter(pl.col("sure") == least).alias("binding"),
        pl.col(MISSING).list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True),
    )
    return (
        rows.filter(pl.col("persons").is_null() | (pl.col("persons") < MOST))
        .sort(PLACE)
        .drop(PLACE)
        .rename({POSITION: PLACE})
    )


def housed(facts: DwellingFacts, pack: Pack, persons: int, *, as_of: date, room_cap_basis: Basis) -> DwellingFacts:
    """Give the dwelling with so many people in it, placed as the search for its capacity places them."""
    limits = limits_of(pack, as_of, room_cap_basis)
    dwellings, rooms = prepare(*frames_of([facts]))
    places = _with_caps(dwellings, sleeping_places(rooms), limits, as_of)[1]
    slots = slots_of(dwellings, places, limits)
    tried = pl.DataFrame({SUBJECT: dwellings[KEY], NUMBER: [persons]}, schema_overrides={NUMBER: pl.Int64})
    _, placed = filled(dwellings, rooms, slots, tried)
    each = [replace(room, residents=there) for room, there in zip(facts.rooms, placed["residents"], strict=True)]
    return replace(facts, residents=persons, rooms=tuple(each))
