"""Run a scenario over the register: read, judge twice, keep only who moved. Nothing is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import polars as pl
from sqlmodel import Session

from register.whatif.from_register import CHUNK, Chunk, Scope, count_places, declared_chunks
from register.whatif.tallies import GROUPS
from standards.measures.frames import KEY
from standards.measures.registry import measure_named
from standards.rules.pack import Pack
from standards.rules.requirement import Basis
from standards.variants.agreement import ACT
from standards.variants.whatif import ROOM_COUNTS, changed_requirements, compare_frames, compared_columns

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Scenario:
    """A pack and how it would read; `room_cap_basis` settles a rule that is open to two readings."""

    pack: Pack
    changed: Pack
    room_cap_basis: Basis | None = None

    @property
    def requirements(self) -> tuple[str, ...]:
        """The requirements that differ."""
        return changed_requirements(self.pack, self.changed)

    @property
    def concerns_rooms(self) -> bool:
        """Whether a changed requirement, or a reading of it, is about single rooms."""
        changed = [one for one in self.pack.requirements if one.id in self.requirements]
        strict = [one.readings.strict.requirement for one in changed if one.readings is not None]
        measures = [one.measure for one in (*changed, *map(self.pack.requirement, strict))]
        return any(measure_named(key).level == "room" for key in measures)


@dataclass(frozen=True)
class Judged:
    """What came out, one row per accommodation (see `rows_schema`); `places` of `places_in_scope` were read.

    `exempt` is how many accommodations are counted nowhere: the act does not apply, a collective agreement does (§ 2).
    """

    rows: pl.DataFrame
    places: int
    places_in_scope: int
    exempt: int = 0

    @property
    def is_sample(self) -> bool:
        """Whether only a part, drawn at random, was read."""
        return self.places < self.places_in_scope


def rows_schema(scenario: Scenario) -> Mapping[str, pl.DataType]:
    """The columns of the outcome: whose it is, the verdict before and after, and each changed requirement."""
    outcomes = [name for key in scenario.requirements for name in compared_columns(key)]
    return (
        {name: pl.String() for name in (KEY, "place", "employer")}
        | {name: pl.Categorical() for name in GROUPS}
        | {"residents": pl.Int32()}
        | {name: pl.Int8() for name in ("before", "after", *outcomes)}
        | {name: pl.Int32() for name in ROOM_COUNTS}
    )


def run_scenario(
    session: Session,
    scenario: Scenario,
    scope: Scope,
    *,
    most: int | None = None,
    chunk: int = CHUNK,
    progress: Progress = lambda _: None,
) -> Judged:
    """Judge the housing in scope, at most `most` dwellings; `progress` is told of every chunk of dwellings."""
    schema = rows_schema(scenario)
    parts = [pl.DataFrame(schema=schema)]
    read = exempt = 0
    for part in declared_chunks(session, scope, most=most, chunk=chunk):
        if scenario.pack.id == ACT:
            exempt += int(part.about["exempt"].sum())
            part = replace(part, about=part.about.filter(~pl.col("exempt")))
        parts.append(_judged(part, scenario, scope).select(pl.col(name).cast(kind) for name, kind in schema.items()))
        read += part.places
        progress(part.places)
    return Judged(pl.concat(parts), read, count_places(session, scope), exempt)


def _judged(part: Chunk, scenario: Scenario, scope: Scope) -> pl.DataFrame:
    compared = compare_frames(
        part.dwellings,
        part.rooms,
        scenario.pack,
        scenario.changed,
        as_of=scope.as_of,
        room_cap_basis=scenario.room_cap_basis,
    )
    return part.about.join(compared, on=KEY, maintain_order="left")
