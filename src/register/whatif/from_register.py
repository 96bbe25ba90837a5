"""Declared housing as the frames that the engine reads, in chunks of dwellings, straight from the columns.

Facts are JSON in the database; they are decoded here by the million and not parsed one by one, because they were
checked when they were declared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor, Permission, within
from husly.kit.clock import DANISH_TIME
from register.accommodations.models import Accommodation
from register.agreements.queries import exempt_accommodations
from register.declarations.models import Declaration, Room
from register.declarations.saving import DWELLING_COLUMNS, ROOM_COLUMNS
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.employers.sectors import section_of
from standards.measures.frames import DWELLING_SCHEMA, KEY, ROOM_SCHEMA

CHUNK = 10_000
"""Dwellings judged at a time; with their rooms some hundred megabytes."""


@dataclass(frozen=True)
class Scope:
    """Whose housing is read, as of which day."""

    by: Actor
    as_of: date
    municipality_code: str = ""


@dataclass(frozen=True)
class Chunk:
    """Some dwellings: `about` says whose each accommodation is, the other two are what the engine reads.

    `about` has `dwelling` (the key of the engine: the accommodation), `place` (the dwelling itself), `employer`,
    `municipality`, `sector` (letter of its section), `kind`, `residents` (of this employer), `exempt` (a collective
    agreement takes the act's place on the day). In the engine's frame
    `residents` are all who live at the place, whoever employs them.
    """

    about: pl.DataFrame
    dwellings: pl.DataFrame
    rooms: pl.DataFrame
    places: int


def count_places(session: Session, scope: Scope) -> int:
    """How many dwellings lie within the scope, declared or not."""
    statement = sa.select(sa.func.count()).select_from(Dwelling).where(*_of_dwellings(scope))
    return int(session.execute(statement).scalar_one())


def declared_chunks(session: Session, scope: Scope, *, most: int | None = None, chunk: int = CHUNK) -> Iterator[Chunk]:
    """Housing in use on the day, each with the version that had come in and applied then.

    `most`: stop after so many dwellings. They come in the order of their ids, which are drawn at random, so these
    are a random sample.
    """
    for low, high, places in _ranges(session, scope, most, chunk):
        yield _chunk(_declared(session, scope, low, high), _rooms(session, scope, low, high), places)


def _ranges(session: Session, scope: Scope, most: int | None, chunk: int) -> Iterator[tuple[UUID | None, UUID, int]]:
    """Consecutive ranges (above, up to) of dwelling ids, and how many there are in each."""
    low: UUID | None = None
    left = most
    while left is None or left > 0:
        ids = sa.select(col(Dwelling.id)).where(*_of_dwellings(scope)).order_by(col(Dwelling.id))
        ids = ids.limit(chunk if left is None else min(chunk, left))
        page = session.execute(ids if low is None else ids.where(col(Dwelling.id) > low)).scalars().all()
        if not page:
            return
        yield low, page[-1], len(page)
        low = page[-1]
        left = None if left is None else left - len(page)


def _of_dwellings(scope: Scope) -> list[sa.ColumnElement[bool]]:
    return _readable(scope, sa.null(), col(Dwelling.municipality_code))


def _readable(scope: Scope, employer_id: Any, municipality_code: Any) -> list[sa.ColumnElement[bool]]:
    found = [within(scope.by, Permission.READ_STATISTICS, employer_id=employer_id, municipality_code=municipality_code)]
    if scope.municipality_code:
        found.append(municipality_code == scope.municipality_code)
    return found


def _versions(scope: Scope, low: UUID | None, high: UUID) -> list[sa.ColumnElement[bool]]:
    """Conditions on accommodations in use and on versions that stood on the day, in a range of dwellings."""
    midnight = datetime.combine(scope.as_of + timedelta(days=1), time(), DANISH_TIME)
    ends_on, dwelling_id = col(Accommodation.ends_on), col(Accommodation.dwelling_id)
    return [
        *_readable(scope, col(Accommodation.employer_id), col(Accommodation.municipality_code)),
        dwelling_id <= high,
        *([] if low is None else [dwelling_id > low]),
        col(Accommodation.starts_on) <= scope.as_of,
        sa.or_(ends_on.is_(None), ends_on >= scope.as_of),
        col(Declaration.submitted_at) < midnight,
        col(Declaration.valid_from) <= scope.as_of,
    ]


_DECLARED: dict[str, Any] = {
    KEY: pl.String,
    "place": pl.String,
    "employer": pl.String,
    "municipality": pl.String,
    "sector_code": pl.String,
    "declaration": pl.String,
    "version": pl.Int64,
    "kind": pl.String,
    "residents": pl.Int64,
    "area_m2": pl.Float64,
    "facts": pl.String,
    "exempt": pl.Boolean,
}
_ROOM: dict[str, Any] = {
    "declaration": pl.String,
    "use": pl.String,
    "area_m2": pl.Float64,
    "ceiling_m": pl.Float64,
    "residents": pl.Int64,
    "beds": pl.Int64,
    "facts": pl.String,
}


def _declared(session: Session, scope: Scope, low: UUID | None, high: UUID) -> pl.DataFrame:
    """The newest version of each accommodation."""
    columns: list[Any] = [
        _text(Accommodation.id),
        _text(Accommodation.dwelling_id),
        _text(Accommodation.employer_id),
        col(Accommodation.municipality_code),
        col(Employer.sector_code),
        _text(Declaration.id),
        col(Declaration.version),
        col(Declaration.kind),
        col(Declaration.residents),
        col(Declaration.area_m2),
        _text(Declaration.facts),
        col(Accommodation.id).in_(exempt_accommodations(scope.as_of, scope.as_of)),
    ]
    statement = (
        sa.select(*_named(columns, _DECLARED))
        .select_from(Accommodation)
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .where(*_versions(scope, low, high))
    )
    found = _frame(session.connection().execute(statement).all(), _DECLARED)
    return found.sort("version").unique(KEY, keep="last", maintain_order=True)


def _rooms(session: Session, scope: Scope, low: UUID | None, high: UUID) -> pl.DataFrame:
    """The rooms of every version; those of older versions fall out when they are joined."""
    columns: list[Any] = [
        _text(Room.declaration_id),
        sa.cast(col(Room.use), sa.String),
        col(Room.area_m2),
        col(Room.ceiling_m),
        col(Room.residents),
        col(Room.beds),
        _text(Room.facts),
    ]
    statement = (
        sa.select(*_named(columns, _ROOM))
        .select_from(Accommodation)
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .join(Room, col(Room.declaration_id) == col(Declaration.id))
        .where(*_versions(scope, low, high))
    )
    return _frame(session.connection().execute(statement).all(), _ROOM)


def _text(column: Any) -> sa.ColumnElement[str]:
    """As text, so that neither database makes objects of a million ids and documents."""
    return sa.cast(col(column), sa.Text)


def _named(columns: list[Any], schema: dict[str, Any]) -> list[Any]:
    return [column.label(name) for name, column in zip(schema, columns, strict=True)]


def _frame(rows: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    named = zip(schema.items(), columns, strict=True)
    return pl.DataFrame([pl.Series(name, values, dtype=kind) for (name, kind), values in named])


def _chunk(declared: pl.DataFrame, rooms: pl.DataFrame, places: int) -> Chunk:
    kinds = pl.when(pl.col("kind") != "").then(pl.col("kind"))
    sectors = {code: section_of(code) for code in declared["sector_code"].drop_nulls().unique()}
    sector = pl.col("sector_code").replace_strict(sectors, default="", return_dtype=pl.String)
    about = declared.select(
        KEY, "place", "employer", "municipality", sector.alias("sector"), kinds, "residents", "exempt"
    )
    dwellings = _decoded(declared, DWELLING_SCHEMA, {KEY, *DWELLING_COLUMNS, "municipality_code"}).with_columns(
        kinds, pl.col("residents").sum().over("place"), pl.col("municipality").alias("municipality_code")
    )
    keys = declared.select("declaration", KEY)
    described = _decoded(rooms.join(keys, on="declaration"), ROOM_SCHEMA, {KEY, *ROOM_COLUMNS})
    return Chunk(about, dwellings, described, places)


def _decoded(frame: pl.DataFrame, schema: dict[str, pl.DataType], stored: set[str]) -> pl.DataFrame:
    """Spread the JSON of facts into columns; those that have a column of their own are there already."""
    kinds = {name: kind for name, kind in schema.items() if name not in stored}
    dates = [name for name, kind in kinds.items() if kind == pl.Date()]
    written = pl.Struct({name: pl.String() if name in dates else kind for name, kind in kinds.items()})
    spread = frame.with_columns(pl.col("facts").str.json_decode(written)).unnest("facts")
    return spread.with_columns(pl.col(dates).str.to_date(strict=False))
