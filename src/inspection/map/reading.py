"""Reads all that one question finds: three narrow passes, one table each, joined outside the database.

A join in SQL looks up every row by a random id; for a whole country that takes ten times as long as three passes.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor
from inspection.map.filters import MapFilters
from inspection.map.selection import home_conditions, place_conditions, scored_columns
from inspection.map.survey import Survey, survey_of
from inspection.risk.models import RiskRun, RiskScore
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling

ROWS_AT_ONCE = 50_000
_ID = pl.String()


def read_survey(session: Session, *, run: RiskRun | None, by: Actor, filters: MapFilters, as_of: date) -> Survey:
    """All that the map shows with these filters, by the conditions of its tiles and list."""
    return survey_of(
        _places(session, filters),
        _homes(session, filters, by=by, as_of=as_of),
        None if run is None else _scores(session, run, filters, by=by, as_of=as_of),
    )


def _places(session: Session, filters: MapFilters) -> pl.DataFrame:
    statement = sa.select(
        _text(Dwelling.id), col(Dwelling.map_key), col(Dwelling.latitude), col(Dwelling.longitude)
    ).where(*place_conditions(filters))
    columns = {"dwelling_id": _ID, "key": pl.Int64(), "latitude": pl.Float64(), "longitude": pl.Float64()}
    return _frame(session, statement, columns)


def _homes(session: Session, filters: MapFilters, *, by: Actor, as_of: date) -> pl.DataFrame:
    statement = sa.select(_text(Accommodation.id), _text(Accommodation.dwelling_id)).where(
        *home_conditions(filters, by=by, as_of=as_of)
    )
    return _frame(session, statement, {"id": _ID, "dwelling_id": _ID})


def _scores(session: Session, run: RiskRun, filters: MapFilters, *, by: Actor, as_of: date) -> pl.DataFrame:
    group, score, conditions = scored_columns(col(RiskScore.accommodation_id), filters, by=by, as_of=as_of)
    statement = sa.select(_text(RiskScore.accommodation_id), group, score).where(
        col(RiskScore.run_id) == run.id, *conditions
    )
    return _frame(session, statement, {"id": _ID, "group": pl.Int8(), "score": pl.Int32()})


def _text(column: Any) -> Any:
    """An id as the database writes it: making a million UUID objects takes longer than reading them."""
    return sa.cast(col(column), sa.String())


def _frame(session: Session, statement: sa.Select[Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    """The rows as the driver gives them: wrapping a million of them takes longer than reading them."""
    parts = [pl.DataFrame(schema=schema)]
    with session.connection().execute(statement) as result:
        cursor: Any = result.cursor
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            parts.append(pl.DataFrame(dict(zip(schema, zip(*rows, strict=True), strict=True)), schema=schema))
    return pl.concat(parts)
